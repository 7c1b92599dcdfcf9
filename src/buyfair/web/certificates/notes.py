"""What was noted when a certificate was relied on, challenged and answered: the last of each, as the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from buyfair.web.casework.confined import shown
from buyfair.web.casework.models import Case, Event

TITLES = {
    "rely": "Relied on: what was checked, and what the office knew that day",
    "challenge": "Challenged: what the government knew, from which source, since when, who was told",
    "answer": "Answered",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One of them: its heading, who wrote it when, and its words by label; none where they were destroyed."""

    title: str
    event: Event
    rows: tuple[tuple[str, str], ...]


def notes(case: Case, whole: bool) -> list[Note]:
    """The last note of each kind, the newest first; not `whole`, without what only the office reads."""
    events = case.events.filter(move__in=TITLES).select_related("by", "organization", "payload").order_by("-number")
    last = {event.move: event for event in reversed(events)}
    return [_note(case, event, whole) for event in sorted(last.values(), key=lambda event: -event.number)]


def _note(case: Case, event: Event, whole: bool) -> Note:
    move = case.flow.move(event.move)
    labels = {need.name: need.label for need in move.needs if hasattr(need, "label")} if move is not None else {}
    told = (shown(case, event, whole)[0] or {}).get("told", {})
    rows = tuple((labels.get(name, name), _words(value)) for name, value in told.items() if value not in (None, ""))
    return Note(TITLES[event.move], event, rows)


def _words(value: object) -> str:
    return "yes" if value is True else str(value)
