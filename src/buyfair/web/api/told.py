"""What a program tells as JSON, taken with the numbers as they were written, as a facts file in TOML would be."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import BeforeValidator, WithJsonSchema

from buyfair.terms.errors import refuse
from buyfair.web.core.clock import today

DEEPEST, LONGEST = 8, 10**30
"""Facts are never nested deeper, and no number in them is larger: the same as in a file."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FINEST = -30
"""Nor has one more digits behind the point."""


def _plain_day(told: object) -> object:
    if isinstance(told, str) and not _DAY.fullmatch(told):
        raise ValueError("expected a day of the calendar as year-month-day, such as 2026-02-20")
    return told


MOST_LINES, MOST_LINES_OF_NOBODY = 500, 50
"""Lines of a purchase that are answered at once: each costs some thousandths of a second of everybody's time."""


class OnDay(Schema):
    """The day asked about; today where none is told."""

    day: Annotated[
        date | None, BeforeValidator(_plain_day),
        WithJsonSchema({"type": "string", "format": "date", "description": "The day asked about; today where none is told."}),
    ] = None  # fmt: skip

    @property
    def known_day(self) -> date:
        """The day to answer for."""
        return self.day or today()


def exact(request: HttpRequest) -> Any:
    """The body once more, money exact: ninja has read it already, with numbers that are only near."""
    try:
        told = json.loads(request.body, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        raise _no_plain() from None
    return told


def plain_facts(told: Any) -> dict[str, Any]:
    """Facts as told, of plain values alone. Raises: InputRefusedError, one sentence."""
    if not isinstance(told, dict):
        raise refuse("the facts are no JSON object", "facts by their keys", 'write them as {"agency": "dod"}')
    held: list[tuple[Any, int]] = [(told, 0)]
    while held:
        value, depth = held.pop()
        if value is None or depth > DEEPEST or isinstance(value, int | Decimal) and not _plain_number(Decimal(value)):
            raise _no_plain()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        held += [(v, depth + 1) for v in inner]
    return told


def planned(request: HttpRequest) -> dict[str, Any]:
    """The facts of a planned purchase in the body, of as many lines as this asker may have answered while others wait."""
    facts, most = plain_facts(exact(request)), MOST_LINES if request.actor.known else MOST_LINES_OF_NOBODY
    lines = facts.get("lines")
    if isinstance(lines, list) and len(lines) > most:
        more = "" if request.actor.known else " (with a token more)"
        raise refuse(f"{len(lines):,} lines", f"at most {most}{more}", "ask in parts, or take the command: buyfair duties")
    return facts


def with_days(told: Any) -> Any:
    """The same with what stands as a day under `from` read as one, as a file in TOML has it."""
    if isinstance(told, list):
        return [with_days(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {key: _day(value) if key == "from" else with_days(value) for key, value in told.items()}


def _day(told: Any) -> Any:
    try:
        return date.fromisoformat(told) if isinstance(told, str) and _DAY.fullmatch(told) else told
    except ValueError:
        return told  # is refused as what it is


def _plain_number(told: Decimal) -> bool:
    exponent = told.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= FINEST and abs(told) < LONGEST


def _no_plain() -> Exception:
    held = "the body holds a value that nobody needs (null, very deep, very large or very fine)"
    return refuse(held, "plain values", "leave out what is not known")
