"""What every page of a case shows, whichever its subject: gathered once, drawn by the parts in templates/casework/parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buyfair.web.casework import clocks, confined
from buyfair.web.casework.deeds import assignable, waivable
from buyfair.web.casework.forms import MoveForm, form_of
from buyfair.web.casework.models import Case, Event, Waiver
from buyfair.web.casework.rights import allows, in_words, opens
from buyfair.web.casework.table import Move, Relation
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today


@dataclass(frozen=True)
class Ahead:
    """A move that may come next: who may make it in words, the form where it is this actor's, or why it is not."""

    move: Move
    who: str
    to: str
    form: MoveForm | None


@dataclass(frozen=True)
class Told:
    """An event as the timeline says it."""

    event: Event
    what: str
    led_to: str
    said: dict[str, Any] | None
    rows: list[tuple[str, str]]
    left_out: bool


def about(case: Case, actor: Actor) -> dict[str, Any]:
    """The context of a page: hand it to a template that includes casework/parts/whole.html."""
    whole = confined.reads(case, actor)
    return {
        "case": case, "ahead": ahead(case, actor), "acts_as": acting_as(case, actor), "timeline": timeline(case, whole),
        "documents": confined.documents(case, actor).select_related("content", "event", "event__by"), "confides": whole,
        "confides_who": in_words(case.flow.confides, case.state),
        "by_hand": [row for row in case.flow.by_hand if whole or row[0] not in case.flow.confined],
        "deadlines": clocks.standings(case.deadlines.select_related("case", "ended_by"), today()),
        "may": {deed: case.part_for(actor, deed) is not None for deed in ("comment", "attach", "assign")},
        "assignable": assignable(case) if case.part_for(actor, "assign") is not None else [],
        "waivers": [] if isinstance(case, Waiver) else case.waivers.seen_by(actor).order_by("pk"),
        "waivable": [] if isinstance(case, Waiver) or not _may_ask(case, actor) else waivable(case),
        "joined": case.joined.select_related("organization"),
    }  # fmt: skip


def _may_ask(case: Case, actor: Actor) -> bool:
    return any(opens(Waiver.flow_table, part.role, part.relation) for part in case.parts(actor))


def ahead(case: Case, actor: Actor) -> list[Ahead]:
    """The moves that lead on from where the case stands."""
    parts = case.parts(actor)
    found = []
    for move in case.flow.moves:
        if case.state in move.from_:
            mine = any(allows(case.flow, p.role, p.relation, move.name, case.state) for p in parts)
            form = form_of(case.flow, move, case.version) if mine else None
            found.append(Ahead(move, in_words(move.who, case.state), case.flow.state(move.to).label, form))
    return found


def acting_as(case: Case, actor: Actor) -> str:
    """As whom this actor sees the case."""
    words = {Relation.OWNER: "of the office that owns it", Relation.PARTY: "of a party to it",
             Relation.OBSERVER: "of an organization that may look", Relation.OUTSIDER: "from outside"}  # fmt: skip
    seeing = [p for p in case.parts(actor) if allows(case.flow, p.role, p.relation, "see", case.state)]
    return "; ".join(dict.fromkeys(f"{p.role.label} {words[p.relation]}" for p in seeing))


DEEDS = {"open": "Opened", "comment": "Comment", "attach": "Document added", "assign": "Given to somebody",
         "invite": "An organization let in", "destroy": "Destroyed under retention"}  # fmt: skip


def timeline(case: Case, whole: bool) -> list[Told]:
    """Every event, the last first; not `whole`, without what only the owner reads."""
    events = case.events.select_related("by", "organization", "payload").order_by("-number")
    return [_told(case, event, whole) for event in events]


def _told(case: Case, event: Event, whole: bool) -> Told:
    move = case.flow.move(event.move)
    what = move.label if move is not None else DEEDS.get(event.move, event.move)
    words, left_out = confined.shown(case, event, whole)
    labels = {need.name: need.label for need in move.needs if hasattr(need, "label")} if move is not None else {}
    labels["reason"] = "Reason"
    told = (words or {}).get("told", {})
    rows = [(labels.get(name, name.replace("_", " ")), str(value)) for name, value in told.items() if value is not None]
    led_to = case.flow.state(event.went_to).label if event.came_from not in ("", event.went_to) else ""
    return Told(event, what, led_to, words, rows, left_out)
