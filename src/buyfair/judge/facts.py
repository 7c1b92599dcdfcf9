"""What a rule may ask of a purchase: declared facts, and a purchase as far as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

PURCHASE, LINE = "purchase", "line"
FLAG, CHOICE, MONEY, COUNT, DAY = "flag", "choice", "money", "count", "day"
TEXT, WORDS, COUNTRIES, GOOD, PSC = "text", "words", "countries", "good", "psc"


@dataclass(frozen=True, slots=True)
class Interval:
    """A number as far as it is known: from `low` up to `high`; `high` is None where nothing bounds it.

    Unit: that of the fact (US dollars for money, persons or days for counts).
    """

    low: Decimal = Decimal(0)
    high: Decimal | None = None

    @property
    def exact(self) -> bool:
        """Whether the number is known to the cent."""
        return self.low == self.high


NOT_TOLD = Interval()
"""A number of which nothing is known but that it is not negative."""


@dataclass(frozen=True, slots=True)
class Several:
    """A told list. It is the whole list unless an element `?` left it open."""

    items: tuple[str, ...]
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be told of a purchase, or of a line of it.

    `key` is the path in a facts file without the line; `ask` the question to a person; `phrase` how a sentence names it,
    `opposite` what a no says where that takes words of its own.
    `event` marks what can only be known once something happened; `values` closes the list of a choice.
    """

    key: str
    of: str
    kind: str
    ask: str
    phrase: str
    cites: str
    values: tuple[str, ...] = ()
    event: bool = False
    order: int = field(default=0, compare=False)
    opposite: str = field(default="", compare=False)

    def path(self, line: int | None) -> str:
        """The path as in a facts file, lines counted from 1."""
        return self.key if line is None else f"lines[{line + 1}].{self.key}"


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is told of one planned purchase, award or subcontract. A key that is absent is not told.

    `lines` is None where no line is told; a told list of lines is the whole list.
    """

    told: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...] | None = None

    def value(self, fact: Fact, line: int | None) -> Any:
        """What is told of this fact; None where nothing is."""
        if fact.of == LINE:
            assert self.lines is not None and line is not None, f"{fact.key} is asked outside a line"
            return self.lines[line].get(fact.key)
        return self.told.get(fact.key)

    def telling(self, path: str, value: Any) -> Purchase:
        """The same purchase with one more fact told."""
        line, key = place(path)
        if line is None:
            return Purchase({**self.told, key: value}, self.lines)
        lines = list(self.lines or ())
        lines[line] = {**lines[line], key: value}
        return Purchase(self.told, tuple(lines))


def place(path: str) -> tuple[int | None, str]:
    """A path as the index of its line (None for the purchase itself) and the key."""
    if not path.startswith("lines["):
        return None, path
    number, _, key = path.removeprefix("lines[").partition("].")
    return int(number) - 1, key
