"""What a text keeps when its purchase changes: the facts told of the text itself, and the gaps that no other purchase made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from buyfair.intake.facts_file import parse_facts
from buyfair.judge.facts import place
from buyfair.judge.seen import LINES
from buyfair.judge.told import NOT_SAID
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.checking import FACTS_NAME
from buyfair.web.audits.flow import NO_PURCHASE, TYING

if TYPE_CHECKING:
    from buyfair.web.audits.models import Check, ContractText
    from buyfair.web.casework.models import Event

BOUGHT = ("item", "good", "psc")
"""What of a line says what is bought."""
FROM_PURCHASE, OF_TEXT = "purchase", "text"
"""Where a check says that it took the facts of the purchase as they were told then, or those of the text alone."""
NOBODY_KNOWS = "?"
"""The purchase of a check whose event was destroyed: none that a text can be tied to."""


@dataclass(frozen=True)
class Carried:
    """What stays of the checks before.

    `facts` are those told of the text itself, `lines` what the last check without a purchase took for its lines; `last` is the
    last check that was made with no other purchase's facts. `beside` was told while it was tied to this very purchase: about
    its lines, or when it came with it. `alone`: the text was tied to it with the facts of the text alone.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    lines: Any = None
    last: Check | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False


def carried(text: ContractText, purchase: str) -> Carried:
    """What stays when the text is tied to this purchase, empty for none: nothing that only another purchase told.

    A text that came tied to a purchase came with its facts: of those, nobody can say which were told of the text itself.
    """
    checks = list(text.checks.select_related("event__payload").order_by("number"))
    at_first = _at_first(text, checks)
    own: Mapping[str, Any] = {} if at_first else read(text.facts_told)
    last: Check | None = None
    before: Mapping[str, Any] | None = None
    lines = None
    beside: Mapping[str, Any] = read(text.facts_told) if at_first and at_first == purchase else {}
    of, alone = at_first, False
    for check, tied in _purchases(checks, at_first):
        now = None if check.destroyed else read(check.facts)
        if tied != of:
            of, beside = tied, {}
        if check.move in TYING:
            alone = _told(check.event).get("facts_of") == OF_TEXT
        else:
            typed = _typed_over_purchase(check)
            own, of_lines = _told_since(own, before, now, bool(tied)) if typed is None else _over(own, before, typed)
            beside = {**beside, **of_lines} if now else {}
        before = now
        if tied in ("", purchase):
            last = check
        if not tied:
            lines = read(check.told).get(LINES)
    here = bool(purchase) and of == purchase
    return Carried(own, lines, last, beside if here else {}, here and alone)


def beneath(stays: Carried, facts: str) -> dict[str, Any]:
    """The facts of a purchase laid over those told of the text itself: where both tell, the purchase stands.

    What was told about the lines of the text stays only where the purchase has the same.
    """
    over = read(facts)
    if not isinstance(over.get(LINES), list) or (stays.lines and not _buys(over[LINES])):
        over.pop(LINES, None)  # lines that tell nothing would take the place of those that the text tells
    whole: dict[str, Any] = dict(over)
    same = not _tells(over, LINES) or _same(stays.lines, over[LINES])
    for path, value in stays.facts.items():
        if path == LINES and path in over and same and isinstance(value, list):
            whole[path] = [_under(*both) for both in zip(value, over[path], strict=False)]
        elif isinstance(value, Mapping) and isinstance(over.get(path), Mapping):
            whole[path] = _under(value, over[path])
        elif (same or place(path)[0] is None) and not _tells(over, path):
            whole[path] = value
    return {**{path: value for path, value in stays.beside.items() if path not in whole and not _tells(over, path)}, **whole}


def _under(own: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    return {**own, **{key: value for key, value in over.items() if value != NOT_SAID or key not in own}}


def _tells(facts: Mapping[str, Any], path: str) -> bool:
    """Whether these facts tell it, under its path or within its line or table; what is called unknown is not told."""
    line, key = place(path)
    table, dot, within = key.partition(".")
    part: Any = facts if line is None else facts[LINES][line] if _has(facts.get(LINES), line) else {}
    if line is None and dot and isinstance(facts.get(table), Mapping):
        part, key = facts[table], within
    return any(found.get(name, NOT_SAID) != NOT_SAID for found, name in ((facts, path), (part, key)))


def _has(lines: Any, line: int) -> bool:
    return isinstance(lines, list) and line < len(lines) and isinstance(lines[line], Mapping)


def _buys(lines: Any) -> bool:
    """Whether any of these lines tells anything."""
    return isinstance(lines, list) and any(value != NOT_SAID for line in lines for value in line.values())


def _same(lines: Any, others: Any) -> bool:
    """Whether they are as many, and buy the same as far as both tell."""
    if not (isinstance(lines, list) and isinstance(others, list) and len(lines) == len(others)):
        return False
    return all(one.get(key, other.get(key)) == other.get(key, one.get(key))
               for one, other in zip(lines, others, strict=True) for key in BOUGHT)  # fmt: skip


def read(facts: str) -> dict[str, Any]:
    """The facts of a file. Raises: InputRefusedError."""
    return parse_facts(facts.encode(), FACTS_NAME) if facts.strip() else {}


def _told_since(own: Mapping[str, Any], before: Mapping[str, Any] | None, now: Mapping[str, Any] | None,
                tied: bool) -> tuple[Mapping[str, Any], Mapping[str, Any]]:  # fmt: skip
    """The facts told of the text after a check: what it told anew, and of what was told before all that it did not take away.

    A check takes away what the one before it had and it has not: what the facts of a purchase stood in the place of, no check
    can take away, unless it drops every fact. What is told about a line that the purchase told goes with the purchase: it is
    told apart.
    """
    if not now:
        return {}, {}
    if before is None:
        return ({} if tied else now), {}
    anew, of_lines = _new(own, before, now, tied)
    return {**{key: value for key, value in own.items() if key in now or key not in before}, **anew}, of_lines


def _over(own: Mapping[str, Any], before: Mapping[str, Any] | None,
          typed: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:  # fmt: skip
    """The same after a check that took the facts of the purchase anew: what was typed over them, and nothing else, is told."""
    if typed.strip().lower() == "none":
        return {}, {}
    anew, of_lines = _new(own, before or {}, read(typed), tied=True)
    return {**own, **anew}, of_lines


def _new(own: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any],
         tied: bool) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """What was told anew: of the text, and of the lines of its purchase."""
    anew = {key: value for key, value in now.items() if key not in before or before[key] != value}
    of_lines: dict[str, Any] = {}
    if tied and LINES in before and LINES not in own:
        of_lines = {key: value for key, value in anew.items() if place(key)[0] is not None}
    return {key: value for key, value in anew.items() if key not in of_lines}, of_lines


def _typed_over_purchase(check: Check) -> str | None:
    """What was typed at a check that took the facts of the purchase anew; None where it took those of the last one."""
    told = _told(check.event)
    return str(told.get("facts") or "") if told.get("facts_of") == FROM_PURCHASE else None


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
    said = str(_told(event).get("purchase") or "").strip()
    return "" if said.lower() == NO_PURCHASE else said


def _told(event: Event) -> Mapping[str, Any]:
    """What an event was told; nothing where its words were destroyed."""
    if event.payload.destroyed:
        return {}
    found: Mapping[str, Any] = json.loads(event.payload.body).get("told", {})
    return found


@dataclass(frozen=True)
class Taken:
    """Which facts of its purchase the last check took, on which day, what it tells otherwise now, and what was told besides."""

    day: date | None
    alone: bool
    changed: tuple[str, ...]
    own: tuple[str, ...]


def taken(text: ContractText, facts: str) -> Taken | None:
    """The same of a text that is tied; `facts` are those of its purchase as they are told now. None where nobody can say."""
    last = text.last
    if last is None or last.destroyed:
        return None
    day: date | None = None
    alone = False
    for check in text.checks.select_related("event__payload").order_by("number"):
        told = _told(check.event)
        if check.move in TYING:
            alone = told.get("facts_of") == OF_TEXT
        if check.number == 1 or check.move in TYING or told.get("facts_of") == FROM_PURCHASE:
            day = check.made_on
    try:
        now, then = read(facts), read(last.facts)
    except InputRefusedError:
        return None
    changed = [] if alone else [key for key, value in now.items() if then.get(key) != value and value != NOT_SAID]
    return Taken(day, alone, tuple(changed), tuple(key for key in then if key not in now))
