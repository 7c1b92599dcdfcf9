"""What a risk holds: what it is about, its figures when it was opened, the response, the messages, and what came of it."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Answer, Day, Moment
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor
from buyfair.web.risks.models import Message, Risk


class MessageOut(Schema):
    """A message about the risk; `standing` says whether it went out, `received_on` that it is known to have arrived."""

    number: int
    to_name: str
    to_part: str
    way: str
    address: str
    subject: str
    text: str
    written_at: Moment
    standing: str
    tries: int
    tried_at: Moment | None
    failed_why: str
    received_on: Day | None
    received_how: str


class RiskContent(Schema):
    """A risk is about one award (`award_id`) or a pattern (`filters`, as the portfolio's address writes them).

    `figures_then` are those of `snapshot`, by name; null where not told. Null where nothing was answered yet.
    """

    kind: Literal["risk"]
    award_id: str | None
    filters: str | None
    why: str
    snapshot: str
    snapshot_day: Day | None
    said_then: str
    figures_then: dict[str, str | int | None]
    response: str | None
    response_label: str | None
    how: str
    owner: str | None
    due: Day | None
    found_on: Day | None
    found: str
    settled: Answer | None
    reviewed_on: Day | None
    came: Literal["done", "partly", "nothing", "unknown"] | None
    came_says: str
    next_review: Day | None
    messages: list[MessageOut]


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it to everybody who may see it."""
    assert isinstance(of, Risk)
    rows = of.messages.select_related("event")
    return {
        "kind": "risk", "award_id": of.award_id or None, "filters": of.query or None, "why": of.why, "snapshot": of.snapshot,
        "snapshot_day": of.snapshot_day, "said_then": of.said_then, "figures_then": of.then, "response": of.response or None,
        "response_label": of.response_label if of.response else None, "how": of.how,
        "owner": of.answerable.called if of.answerable is not None else None, "due": of.due, "found_on": of.found_on,
        "found": of.found, "settled": of.settled or None, "reviewed_on": of.reviewed_on, "came": of.came or None,
        "came_says": of.came_says, "next_review": of.next_review, "messages": [_message(row) for row in rows],
    }  # fmt: skip


def _message(of: Message) -> dict[str, Any]:
    told = ("number", "to_name", "to_part", "way", "address", "subject", "text", "tries", "tried_at", "failed_why",
            "received_on", "received_how")  # fmt: skip
    return {**{name: getattr(of, name) for name in told}, "standing": of.stands, "written_at": of.event.at}
