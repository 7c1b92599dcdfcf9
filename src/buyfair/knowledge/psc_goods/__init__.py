"""The bridge from product and service codes to goods: which goods a code may be, how surely, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.knowledge.psc_goods.words import spelled_out
from buyfair.terms import bundled

SERVICES = "services.csv"
ITEM = "item"
"""Stands as the product code of a line that is an item of an assortment: a thing to sell or issue, whose code is not told.

No feed can bring it: codes of award files are upper case.
"""


@dataclass(frozen=True, slots=True)
class Bridge:
    """One code and one good that it may be; `place` orders the rows of a code, the principal first.

    `psc` is a code, or a group: the beginning of its codes and a star (58*, S*). A star alone is every product code,
    and lines without a code; services are named by their letter; item* is the items of assortments. Rows of a group
    speak by words only, and only where the rows of the code itself, then those of narrower groups, leave nothing standing.
    `naics`: the row holds only for industry codes that begin with one of these; empty: for all. A line without an
    industry code keeps the row, but no surer than that it may contain the good.
    """

    psc: str
    place: int
    good: str | None
    strength: str
    depth: str
    sector: str
    sharpen: str
    contradict: str
    naics: tuple[str, ...]
    reason: str
    subject: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What a code buys: supply, service, construction or research; and whether a service contains goods."""

    item: str
    contains_goods: str
    reason: str


@cache
def bridge() -> tuple[Bridge, ...]:
    """Every row of the bridge, tables in sorted order, rows of one code in the order of the file."""
    found: list[Bridge] = []
    places: dict[str, int] = {}
    for file in bundled.names(__name__, ".csv"):
        if file == SERVICES:
            continue
        for row in bundled.rows(__name__, file):
            place = places[row["psc"]] = places.get(row["psc"], -1) + 1
            found.append(
                Bridge(
                    row["psc"],
                    place,
                    row["good"] or None,
                    row["strength"],
                    row["depth"],
                    row["sector"],
                    spelled_out(row["sharpen"]),
                    spelled_out(row["contradict"]),
                    tuple(filter(None, row.get("naics", "").split("|"))),
                    row["reason"],
                    file.removesuffix(".csv"),
                )  # fmt: skip
            )
    return tuple(found)


@cache
def _stems() -> dict[str, Kind]:
    return {
        row["psc"]: Kind(row["kind"], row["contains_goods"], row["reason"]) for row in bundled.rows(__name__, SERVICES)
    }


def kind(psc: str) -> Kind | None:
    """What a code buys; supplies begin with a digit, services by the longest stem known; None for no such code."""
    if psc == ITEM:
        return Kind(
            "supply", "yes", "An item of an assortment is a thing to sell or issue, unless its words name none."
        )
    if psc[:1].isdigit():
        return Kind("supply", "yes", "Product codes begin with a digit.")
    found = (_stems().get(psc[:length]) for length in range(len(psc), 0, -1))
    return next((k for k in found if k is not None), None)
