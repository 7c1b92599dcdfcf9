"""Which actions of an award say what of where its goods were made, and which of these statements stand against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.indicators.origin_contradictions import MADE_INSIDE, MADE_OUTSIDE

Row = Mapping[str, Any]
SUPPLY = "supply"
INSIDE, OUTSIDE = "inside", "outside"


@dataclass(frozen=True, slots=True)
class Statement:
    """What actions record alike: the country of origin (9E) and the place-of-manufacture code (9H); None is not recorded."""

    origin: str | None
    manufacture: str | None

    @property
    def from_where(self) -> str | None:
        """Whether the country of origin lies inside the United States or outside."""
        return None if self.origin is None else INSIDE if self.origin in inside_us() else OUTSIDE

    @property
    def made(self) -> str | None:
        """What the code says of a manufactured product; a code that says neither is no statement."""
        return INSIDE if self.manufacture in MADE_INSIDE else OUTSIDE if self.manufacture in MADE_OUTSIDE else None

    @property
    def contradicts_itself(self) -> bool:
        """One of the two says made in the United States, the other not; what is not recorded contradicts nothing."""
        return {self.from_where, self.made} == {INSIDE, OUTSIDE}

    def is_against(self, other: Statement) -> bool:
        """Another country of origin, or one says made inside where the other says outside."""
        both = {self.from_where, self.made, other.from_where, other.made}
        differ = self.origin != other.origin and None not in (self.origin, other.origin)
        return self != other and (differ or {INSIDE, OUTSIDE} <= both)


def statements(lines: Sequence[Row]) -> list[dict[str, Any]]:
    """Every statement of the actions on goods that count for their award, in the order in which it was first made."""
    counted = [line for line in lines if line["dollars_obligated"] != 0] or lines
    held: dict[Statement, list[str]] = {}
    for line in counted:
        if line["item"] == SUPPLY:
            told = Statement(line["origin_country"], line["place_of_manufacture"])
            held.setdefault(told, []).append(line["line_id"])
    order = list(held)
    return [
        {"number": n, "origin": told.origin, "origin_name": _name(told.origin), "manufacture": told.manufacture,
         "made": told.made, "contradicts_itself": told.contradicts_itself,
         "against": [m for m, other in enumerate(order) if told.is_against(other)], "lines": held[told]}
        for n, told in enumerate(order)
    ]  # fmt: skip


def _name(code: str | None) -> str | None:
    return countries()[code].name if code in countries() else code
