"""What a program tells as JSON, taken with the numbers as they were written, as a facts file in TOML would be."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import BeforeValidator

from buyfair.terms.errors import refuse
from buyfair.web.core.clock import today

DEEPEST, LONGEST = 8, 10**30
"""Facts are never nested deeper, and no number in them is larger: the same as in a file."""


def _plain_day(told: object) -> object:
    if isinstance(told, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", told):
        raise ValueError("expected a day of the calendar as year-month-day, such as 2026-02-20")
    return told


class OnDay(Schema):
    """The day asked about; today where none is told."""

    day: Annotated[date | None, BeforeValidator(_plain_day)] = None

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
        large = isinstance(value, int | Decimal) and abs(Decimal(value)) >= LONGEST
        if value is None or large or depth > DEEPEST:
            raise _no_plain()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        held += [(v, depth + 1) for v in inner]
    return told


def _no_plain() -> Exception:
    return refuse("the facts hold a value that no purchase needs (null, very deep or very large)", "facts in plain values",
                  "leave a fact that is not known out")  # fmt: skip
