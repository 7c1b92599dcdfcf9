"""How many awards, dollars and suppliers a reform covers, gains and loses, between bounds; all parts add up.

An award, and a supplier by its most surely covered award, stands in one class: covered for certain (yes), undecidable
(unknown), or not covered (no). `possible` is the first two together. Gained is what entered a class, lost is what left it, so
gained + before = after + lost for each class, and certain lies within possible everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import total
from buyfair.terms.money import as_text

NO, UNKNOWN, YES = 0, 1, 2
WORDS = {NO: "no", UNKNOWN: "unknown", YES: "yes"}
CERTAIN, POSSIBLE, UNDECIDABLE = "certain", "possible", "undecidable"
Move = tuple[int, int]
"""The answer before and the answer after."""


@dataclass(slots=True)
class Count:
    """Awards, their dollars, and suppliers. Unit: US dollars, net obligations of awards not taken back."""

    awards: int = 0
    dollars: Decimal = Decimal(0)
    suppliers: int = 0

    def add(self, other: Count) -> None:
        """Adds another part."""
        self.awards += other.awards
        self.dollars += other.dollars
        self.suppliers += other.suppliers

    def told(self, suppliers: bool = True) -> dict[str, Any]:
        """As JSON."""
        found: dict[str, Any] = {"awards": self.awards, "dollars": as_text(self.dollars)}
        return {**found, "suppliers": self.suppliers} if suppliers else found


@dataclass(slots=True)
class Moves:
    """What stands in each of the nine combinations of an answer before and after."""

    of: dict[Move, Count] = field(default_factory=lambda: {move: Count() for move in product(WORDS, WORDS)})

    def where(self, stands: Callable[[int, int], bool]) -> Count:
        """The sum of the combinations for which this holds."""
        found = Count()
        for (before, after), count in self.of.items():
            if stands(before, after):
                found.add(count)
        return found


Bounds = dict[str, dict[str, Any]]


def bounds(certain: Count, undecidable: Count) -> Bounds:
    """The two ends and what lies between them."""
    possible = Count()
    possible.add(certain)
    possible.add(undecidable)
    return {CERTAIN: certain.told(), POSSIBLE: possible.told(), UNDECIDABLE: undecidable.told()}


def four(moves: Moves) -> dict[str, Bounds]:
    """Before, after, gained and lost."""
    stands: dict[str, Callable[[int, int, int], bool]] = {
        "before": lambda b, _, s: b == s,
        "after": lambda _, a, s: a == s,
        "gained": lambda b, a, s: a == s != b,
        "lost": lambda b, a, s: b == s != a,
    }
    return {
        name: bounds(*(moves.where(lambda b, a, s=s, is_=is_: is_(b, a, s)) for s in (YES, UNKNOWN)))  # type: ignore[misc]
        for name, is_ in stands.items()
    }


def moves_by(
    engine: Engine, awards: TableExpression, by: Iterable[str] = (), before: str = "before", after: str = "after"
) -> dict[tuple[Any, ...], Moves]:
    """The nine combinations for each combination of these columns; with none, of all awards under the key ().

    A supplier is counted once in each group, by its most surely covered award there.
    """
    keys = list(by)
    found: dict[tuple[Any, ...], Moves] = {}
    a = awards.select(*keys, "supplier", "dollars", before=awards[before], after=awards[after])
    sums = a.group_by(*keys, "before", "after").agg(awards=a.count(), dollars=total(a.dollars))
    for row in engine.rows(sums):
        of = found.setdefault(tuple(row[k] for k in keys), Moves()).of[row["before"], row["after"]]
        of.add(Count(int(row["awards"]), Decimal(row["dollars"])))
    firms = a.filter(a.supplier.notnull()).group_by(*keys, "supplier").agg(before=a.before.max(), after=a.after.max())
    for row in engine.rows(firms.group_by(*keys, "before", "after").agg(suppliers=firms.count())):
        of = found.setdefault(tuple(row[k] for k in keys), Moves()).of[row["before"], row["after"]]
        of.suppliers += int(row["suppliers"])
    return found


def told_moves(moves: Moves) -> list[dict[str, Any]]:
    """All nine, the empty ones too."""
    return [
        {"before": WORDS[before], "after": WORDS[after], **count.told(suppliers=False)}
        for (before, after), count in sorted(moves.of.items())
    ]


def told_by(
    found: Mapping[tuple[Any, ...], Moves], anew: Mapping[tuple[Any, ...], Moves], name: str
) -> list[dict[str, Any]]:
    """The groups of one column that are covered before or after, or may be; the one with most dollars after first.

    `anew`: the same groups, with how surely each award is covered anew as its answer after.
    """
    rows = []
    for (value,), moves in found.items():
        covered = moves.where(lambda b, a: b != NO or a != NO)
        if covered.awards:
            order = (-moves.where(lambda _, a: a != NO).dollars, -covered.dollars, str(value))
            rows.append((order, {name: value, **four(moves), "anew": four(anew[(value,)])["after"]}))
    return [row for _, row in sorted(rows, key=lambda r: r[0])]
