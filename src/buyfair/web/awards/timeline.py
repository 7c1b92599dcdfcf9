"""The picture of an award's actions: one bar per action along its days, up for dollars added, down for dollars taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.cards import words

WIDTH, HEIGHT, BAR = 640, 120, 6
MOST = 400
"""So many bars are drawn: those that move most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One action in the picture. Unit: units of the drawing."""

    x: float
    y: float
    height: float
    back: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture with what it says in words."""

    bars: tuple[Bar, ...]
    zero: float
    first: str
    last: str
    says: str


def timeline(document: Mapping[str, Any]) -> Timeline:
    """The actions of an award along their days."""
    lines = sorted(document["lines"], key=lambda x: -abs(words.money(x["dollars"])))[:MOST]
    amounts = [words.money(x["dollars"]) for x in lines]
    top, low = max([*amounts, Decimal(0)]), min([*amounts, Decimal(0)])
    scale = Decimal(HEIGHT) / ((top - low) or Decimal(1))
    zero = float(top * scale)
    first, last = document["award"]["first_action"], document["award"]["last_action"]
    bars = [_bar(x["day"], amount, first, last, zero, scale) for x, amount in zip(lines, amounts, strict=True)]
    up, down = sum(1 for a in amounts if a > 0), sum(1 for a in amounts if a < 0)
    span = f"from {words.long_day(first)} to {words.long_day(last)}" if first != last else f"on {words.long_day(first)}"
    says = (f"{words.many(len(document['lines']), 'action')} {span}: {up:,} added dollars, {down:,} took dollars back; "
            f"{words.exact_dollars(document['award']['dollars'])} net.")  # fmt: skip
    return Timeline(tuple(bars), zero, words.long_day(first), words.long_day(last), says)


def _bar(day: str, amount: Decimal, first: str, last: str, zero: float, scale: Decimal) -> Bar:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    along = (date.fromisoformat(day) - date.fromisoformat(first)).days / days if days else 0.5
    tall = max(float(abs(amount) * scale), 1.0)
    x = round(along * (WIDTH - BAR), 1)
    return Bar(x, round(zero if amount < 0 else zero - tall, 1), round(tall, 1), amount < 0)

