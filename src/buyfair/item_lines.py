"""An item of an assortment as a line of an award: the same engine that judges a portfolio says what it is and how exposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, NamedTuple

from buyfair.columns.embedded import Embedded
from buyfair.columns.words import as_day, text
from buyfair.judgement import judge_lines
from buyfair.knowledge.countries import country_in_table, plain, spellings
from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import ITEM, Bridge, bridge
from buyfair.measure.exposure import exposures
from buyfair.records.exposures import EXPOSURE_REASONS
from buyfair.records.lines import ACTIONS
from buyfair.terms.exposure import DEPTHS, POSSIBLE_INPUT, POSSIBLE_PLACE

Row = Mapping[str, Any]

NO_GOOD, NO_TEXT = "no_good_named", "no_text"
REASONS = {
    **EXPOSURE_REASONS,
    NO_GOOD: "its words name no good that we know, and no product code tells what it is",
    NO_TEXT: "neither words nor a product code tell what it is",
}
"""Why an item stands in its class: the reasons of lines, and two of its own where no product code is told."""

LEVELS = ("matched", "possible", "unknown", "no_listing", "not_goods")
"""The level of an item, highest first; `exposure` tells the two kinds of possible apart."""


# Cells


class Code(NamedTuple):
    """What a cell of codes holds: psc, nsn, nsn_or_gtin (a number that could be either), other, or none; and the PSC."""

    kind: str | None
    psc: str | None


_STOCK_NUMBER = re.compile(r"(\d{4})([ -]?)\d{2}[ -]?\d{3}[ -]?\d{4}")


def read_code(cell: str) -> Code:
    """A product code, or the supply class that a stock number begins with; a barcode or a number of the shop tells no good.

    Thirteen digits without hyphens may be a stock number or a barcode: where the check digit of a barcode holds, nobody
    guesses, and the words decide.
    """
    if not cell:
        return Code(None, None)
    bare = re.sub(r"\.0$", "", cell.upper())
    if bare in codes():
        return Code("psc", bare)
    number = _STOCK_NUMBER.fullmatch(bare)
    if number is None or number[1] not in codes():
        return Code("other", None)
    if not number[2] and _is_barcode(bare):
        return Code("nsn_or_gtin", None)
    return Code("nsn", number[1])


def _is_barcode(digits: str) -> bool:
    """Whether the check digit of a thirteen-digit trade item number (GTIN-13) holds."""
    return sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10 == 0


_MADE_IN = re.compile(r"^(MADE|PRODUCT|PRODUCED|GROWN) (IN|OF) (THE )?")


def read_origin(cell: str) -> tuple[str | None, bool]:
    """The country that a cell names (alpha-3), and whether it was understood: an empty one says that it is not told."""
    told = _MADE_IN.sub("", plain(cell))
    if not told or spellings().get(told, "") is None:
        return None, True
    found = country_in_table(told)
    return (found.code, True) if found else (None, False)


# Judging


class Facts(NamedTuple):
    """All of an item that classification and exposure look at: a product code (or ITEM), its words, its origin."""

    psc: str
    words: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Exposed:
    """What the engine says of an item. `listed` are the numbers of the listings that decided, `beneath` those of others."""

    level: str
    exposure: str
    reason: str
    depth: str | None
    good: str | None
    strength: str | None
    sector: str | None
    classified_by: str | None
    met_good: str | None
    met_strength: str | None
    words: str | None
    listed: tuple[int, ...]
    beneath: tuple[int, ...]


_LISTING = (
    "good",
    "input_good",
    "country",
    "listed_countries",
    "harm",
    "evidence",
    "level",
    "depth",
    "list",
    "edition",
)


class ItemLines:
    """Judges items as lines, equal ones once. `listings` are those that any item met, each by its number, from 1."""

    def __init__(self, day: date) -> None:
        self.listings: list[dict[str, Any]] = []
        self._day = day
        self._folder = TemporaryDirectory(prefix="buyfair-")
        self._engine = Embedded(Path(self._folder.name))
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: dict[Facts, Exposed] = {}

    def __enter__(self) -> ItemLines:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._engine.close()
        self._folder.cleanup()

    def of(self, items: Sequence[Facts]) -> list[Exposed]:
        """What the engine says of these items, in their order."""
        fresh = [f for f in dict.fromkeys(items) if f not in self._known]
        if fresh:
            self._judge(fresh)
        return [self._known[f] for f in items]

    def _judge(self, fresh: Sequence[Facts]) -> None:
        kinds = {column.name: column.kind for column in ACTIONS.columns}
        rows = (_action(nth, facts, self._day) for nth, facts in enumerate(fresh, start=1))
        of_lines = judge_lines(self._engine, self._engine.values("items", kinds, rows))
        held = of_lines.alike
        met = held.filter(held.exposed.notnull()).mutate(line_id=text("item"), action_date=as_day(self._day))
        listings = {int(x["exposure"]): x for x in self._engine.rows(exposures(met, of_lines.met).distinct())}
        for kind in self._engine.rows(held.select("psc", "description", "origin_country", *_OF_KIND)):
            facts = Facts(kind["psc"], kind["description"], kind["origin_country"])
            mine = sorted((listings[n] for n in kind["exposed"] or ()), key=_order)
            self._known[facts] = self._exposed(facts, kind, mine)

    def _exposed(self, facts: Facts, kind: Row, met: Sequence[Row]) -> Exposed:
        reason, exposure = _reason(facts, kind["exposure_reason"]), str(kind["exposure"])
        decided = [x for x in met if x["evidence"] == reason and x["depth"] != DEPTHS[-1]]
        others = [x for x in met if x["evidence"] != reason or x["depth"] == DEPTHS[-1]]
        return Exposed(
            level="possible" if exposure in (POSSIBLE_PLACE, POSSIBLE_INPUT) else exposure,
            exposure=exposure,
            reason=reason,
            depth=min((x["depth"] for x in decided), key=DEPTHS.index, default=None),
            **{name: kind[name] for name in _AS_TOLD},
            words=_words(facts, kind),
            listed=tuple(self._number(x) for x in decided),
            beneath=tuple(self._number(x) for x in others),
        )

    def _number(self, listing: Row) -> int:
        key = tuple(listing[name] for name in _LISTING)
        if key not in self._numbers:
            self._numbers[key] = len(self.listings) + 1
            told = dict(zip(_LISTING, key, strict=True)) | {
                "listed_countries": str(listing["listed_countries"]).split("|")
            }
            self.listings.append({"number": len(self.listings) + 1, **told, "listed_on_day": listing["listed_then"]})
        return self._numbers[key]


_AS_TOLD = ("good", "strength", "sector", "classified_by", "met_good", "met_strength")
_OF_KIND = (*_AS_TOLD, "exposure", "exposure_reason", "exposed")


def _action(nth: int, facts: Facts, day: date) -> tuple[object, ...]:
    """The item as an action of no dollars on the known day."""
    told = {
        "line_id": str(nth), "award_id": str(nth), "source_file": "items", "source_record": nth, "action_date": day,
        "dollars_obligated": Decimal(0), "psc": facts.psc, "description": facts.words, "origin_country": facts.origin,
    }  # fmt: skip
    return tuple(told.get(name) for name in ACTIONS.names())


def _order(listing: Row) -> tuple[str, ...]:
    return tuple(str(listing[name] or "") for name in _LISTING)


def _reason(facts: Facts, reason: str) -> str:
    """Why, in the words of an item: one without a product code is not bridged by its words."""
    if facts.psc != ITEM:
        return reason
    return NO_TEXT if facts.words is None else NO_GOOD if reason == "not_bridged" else reason


# Words


@cache
def _speaking() -> dict[tuple[str, str | None], tuple[Bridge, ...]]:
    """The rows that speak by words, by code or group and good."""
    found: dict[tuple[str, str | None], list[Bridge]] = {}
    for row in bridge():
        if row.sharpen:
            found.setdefault((row.psc, row.good), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _words(facts: Facts, kind: Row) -> str | None:
    """The words of the item that decided which good it is; None where its code did."""
    if kind["classified_by"] != "words" or facts.words is None:
        return None
    upper = facts.words.upper()
    given = facts.words if len(upper) == len(facts.words) else upper
    for row in _rows_of(facts.psc, kind["good"]):
        if (found := _pattern(row.sharpen).search(upper)) and not (
            row.contradict and _pattern(row.contradict).search(upper)
        ):
            return given[found.start() : found.end()].strip()
    return None


def _rows_of(psc: str, good: str | None) -> Iterator[Bridge]:
    """The rows that can have named a good, those of the code itself first, then of its groups, the narrowest first."""
    for name in (psc, *(f"{psc[:length]}*" for length in range(len(psc), -1, -1))):
        yield from _speaking().get((name, good), ())
