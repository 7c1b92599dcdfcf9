"""What a text keeps when its purchase changes: the facts told of the text itself, and the gaps that no other purchase made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from buyfair.intake.facts_file import parse_facts
from buyfair.web.audits.checking import FACTS_NAME
from buyfair.web.audits.flow import NO_PURCHASE, TYING

if TYPE_CHECKING:
    from buyfair.web.audits.models import Check, ContractText
    from buyfair.web.casework.models import Event

NOBODY_KNOWS = "?"
"""The purchase of a check whose event was destroyed: none that a text can be tied to."""


@dataclass(frozen=True)
class Carried:
    """`facts` are those told of the text itself; `last` is the last check that was made with no other purchase's facts."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    last: Check | None = None


def carried(text: ContractText, purchase: str) -> Carried:
    """What stays when the text is tied to this purchase, empty for none: nothing that only another purchase told.

    A text that came tied to a purchase came with its facts: of those, nobody can say which were told of the text itself.
    """
    checks = list(text.checks.select_related("event__payload").order_by("number"))
    at_first = _at_first(text, checks)
    own: Mapping[str, Any] = {} if at_first else read(text.facts_told)
    last: Check | None = None
    before: Mapping[str, Any] | None = None
    for check, tied in _purchases(checks, at_first):
        now = None if check.destroyed else read(check.facts)
        if check.move not in TYING:
            own = _told_since(own, before, now, bool(tied))
        before = now
        if tied in ("", purchase):
            last = check
    return Carried(own, last)


def read(facts: str) -> dict[str, Any]:
    """The facts of a file. Raises: InputRefusedError."""
    return parse_facts(facts.encode(), FACTS_NAME) if facts.strip() else {}


def _told_since(own: Mapping[str, Any], before: Mapping[str, Any] | None, now: Mapping[str, Any] | None,
                tied: bool) -> Mapping[str, Any]:  # fmt: skip
    """The facts told of the text after a check: what it told anew, and of what was told before that which it still has."""
    if now is None:
        return {}
    if before is None:
        return {} if tied else now
    anew = {key: value for key, value in now.items() if key not in before or before[key] != value}
    return {**{key: value for key, value in own.items() if key in now}, **anew}


def _purchases(checks: list[Check], tied: str) -> Iterator[tuple[Check, str]]:
    """Each check with the purchase that the text was tied to."""
    for check in checks:
        if check.move in TYING:
            tied = _said(check.event)
        yield check, tied


def _at_first(text: ContractText, checks: list[Check]) -> str:
    """The purchase that the text came with, empty for none."""
    if not any(check.move in TYING for check in checks):
        return text.purchase
    opening = text.events.select_related("payload").order_by("number").first()
    return NOBODY_KNOWS if opening is None else _said(opening)


def _said(event: Event) -> str:
    """The purchase that an event told, empty for none."""
    if event.payload.destroyed:
        return NOBODY_KNOWS
    said = str(json.loads(event.payload.body).get("told", {}).get("purchase") or "").strip()
    return "" if said.lower() == NO_PURCHASE else said
