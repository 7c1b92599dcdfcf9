"""Cases of every subject, as far as their flows let one see them: read, moved and commented like on their pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Schema

from buyfair.web.api import cursors
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.casework import clocks, deeds
from buyfair.web.casework.confined import reads
from buyfair.web.casework.finding import find_case, find_move
from buyfair.web.casework.flow import flows
from buyfair.web.casework.models import Case, wholes
from buyfair.web.casework.moving import BY_PROGRAM, another
from buyfair.web.casework.needs import asked
from buyfair.web.casework.page import Ahead, ahead, timeline
from buyfair.web.casework.page import Told as Happened
from buyfair.web.casework.refused import MissingError, RefusedError, SecondReaderError, StaleError
from buyfair.web.casework.routes import ACCOUNTS, SEEING
from buyfair.web.casework.table import Move
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today

_FLOW: dict[str, Any] = {"may": SEEING, "thing": "case", "find": find_case, "flow": True, "tag": "cases"}


class CasesAsked(Schema):
    """Which cases."""

    kind: str = Field("", max_length=40)
    state: str = Field("", max_length=40)
    cursor: str = Field("", max_length=4_000)
    limit: int = Field(50, ge=1, le=200)


class CasesOut(Schema):
    """A page of cases."""

    cases: list[dict[str, Any]]
    next: str | None


class MoveIn(Schema):
    """What a move is told: its fields by name, and the reason where it asks one."""

    model_config = {"extra": "forbid"}

    told: dict[str, str | bool | int | None] = Field(default_factory=dict)
    reason: str = ""


class CommentIn(Schema):
    """A comment; `confined` keeps it with the people of the organization that owns the case."""

    model_config = {"extra": "forbid"}

    text: str
    confined: bool = False


@operation("cases", "api-cases", "The cases that one may see", CasesOut, ACCOUNTS)
def cases(request: HttpRequest, of: Query[CasesAsked]) -> HttpResponse:
    """Of every subject, the newest first; by kind and state where told."""
    kinds = {flow.kind for flow in flows()}
    if of.kind and of.kind not in kinds:
        raise ProblemError(422, f"{of.kind!r} is no kind of case; expected one of {', '.join(sorted(kinds))}; choose one.")
    question = f"{of.kind} {of.state}"
    after = cursors.read(of.cursor, "cases", question)
    found = Case.objects.seen_by(request.actor).order_by("-pk")
    narrowed = {name: value for name, value in (("kind", of.kind), ("state", of.state)) if value}
    if "\x00" in question:
        raise ProblemError(422, "A state holds a character that no state has; expected a name such as open; mend it.")
    found = found.filter(**narrowed) if after is None else found.filter(**narrowed, pk__lt=int(after))
    rows = wholes(found[: of.limit + 1])
    shown, on = rows[: of.limit], None
    if len(rows) > of.limit:
        from buyfair.web.portfolio.address import queried

        ways = [*narrowed.items(), ("limit", str(of.limit)), ("cursor", cursors.given("cases", question, str(shown[-1].pk)))]
        on = reverse("api-cases") + queried(ways)
    told = {"cases": [_row(case) for case in shown], "next": on}
    return answer(request, told, **({"Link": f'<{on}>; rel="next"'} if on else {}))


@operation("cases/{reference}", "api-case", "One case", dict[str, Any], **_FLOW)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, its events, its deadlines, and the moves that are open to who asks. Its ETag goes into If-Match."""
    return _told(request, request.found.whole)


@operation("cases/{reference}/moves/{move}", "api-move", "Make a move", dict[str, Any], method="POST", also=(412, 428),
           **{**_FLOW, "thing": "move", "find": find_move})  # fmt: skip
def move(request: HttpRequest, reference: str, move: str, body: MoveIn) -> HttpResponse:
    """Makes one move of a case. If-Match must carry the ETag of the case as it was read."""
    whole, row = request.found.case.whole, request.found.move
    version = _read(request, whole)
    strange = set(body.told) - {need.name for need in asked(row)}
    if strange:
        raise ProblemError(422, f"{sorted(strange)[0][:40]!r} is nothing that this move asks; the case says what it does.")
    try:
        whole.move(row.name, request.actor, dict(body.told), body.reason, version)
    except RefusedError as refused:
        raise _problem(refused) from None
    whole.refresh_from_db()
    return _told(request, whole)


@operation("cases/{reference}/comments", "api-comment", "Write a comment", dict[str, Any], method="POST", also=(412, 428),
           **_FLOW)  # fmt: skip
def comment(request: HttpRequest, reference: str, body: CommentIn) -> HttpResponse:
    """Writes a comment on a case. If-Match must carry the ETag of the case as it was read."""
    whole = request.found.whole
    _read(request, whole)
    try:
        deeds.comment(whole, request.actor, body.text, confined=body.confined)
    except RefusedError as refused:
        raise _problem(refused) from None
    whole.refresh_from_db()
    return _told(request, whole)


def _read(request: HttpRequest, of: Case) -> int:
    """The version that the sender had read, told by If-Match."""
    told = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not told:
        raise ProblemError(428, "If-Match is missing; expected is the ETag of the case as it was read; read it first.")
    if told != of.head:
        raise ProblemError(412, "The case was changed since it was read; read it again, then decide again.")
    return int(of.version)


def _problem(refused: RefusedError) -> ProblemError:
    if isinstance(refused, StaleError):
        return ProblemError(412, str(refused))
    fields = refused.by_name.items() if isinstance(refused, MissingError) else ()
    return ProblemError(refused.status, str(refused), fields=[{"field": name, "sentence": s} for name, s in fields])


def _row(of: Case) -> dict[str, Any]:
    return {"reference": of.reference, "kind": of.kind, "title": of.title, "caution": of.caution,
            "state": of.state, "stands": of.stands.label, "organization": of.organization.name,
            "opened_at": of.opened_at.isoformat(), "version": of.version,
            "assignee": of.assignee.called if of.assignee is not None else None,
            "page": of.get_absolute_url(), "address": reverse("api-case", args=[of.reference])}  # fmt: skip


def _told(request: HttpRequest, of: Case) -> HttpResponse:
    """The case as who asks may see it; where a move took it out of sight, only where it stands."""
    if of.part_for(request.actor, "see") is None:
        return answer(request, {"reference": of.reference, "state": of.state}, of.head)
    return answer(request, document(of, request.actor), of.head)


def document(of: Case, actor: Actor) -> dict[str, Any]:
    """What is told of one case to who may see it."""
    due = clocks.standings(of.deadlines.select_related("case", "ended_by"), today())
    events = [_event(t) for t in timeline(of, reads(of, actor))]
    moves = [_move(of, a, actor) for a in ahead(of, actor)]
    facts = [{"label": label, "words": str(said)} for label, said in of.facts]
    return _row(of) | {"state_means": of.state_means, "facts": facts, "events": events, "moves": moves,
                       "deadlines": [_clock(d) for d in due]}  # fmt: skip


def _event(of: Happened) -> dict[str, Any]:
    """An event; `program` is the name of the program that did it, under a token of whom `by` names."""
    row, said = of.event, of.said
    return {"number": row.number, "at": row.at.isoformat(), "what": of.what, "move": row.move,
            "by": row.by.called if row.by is not None else None, "program": ((said or {}).get(BY_PROGRAM) or {}).get("name"),
            "to": row.went_to, "said": said, "left_out": of.left_out, "hash": row.hash}  # fmt: skip


def _move(of: Case, row: Ahead, actor: Actor) -> dict[str, Any]:
    move = row.move
    return {"name": move.name, "label": move.label, "says": move.says, "to": move.to, "who": row.who,
            "open_to_you": row.form is not None and _may_be_second(of, move, actor),
            "asks": [f.name for f in asked(move)]}  # fmt: skip


def _may_be_second(of: Case, move: Move, actor: Actor) -> bool:
    """Whether no other person or organization than the one who asks must make it."""
    part = of.part_for(actor, move.name)
    try:
        if part is not None:
            another(of, move, actor, part)
    except SecondReaderError:
        return False
    return True


def _clock(of: clocks.Standing) -> dict[str, Any]:
    return {"what": of.deadline.what, "due": of.deadline.due.isoformat(), "standing": of.standing}
