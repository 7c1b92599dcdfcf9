"""The awards behind the figures: lists in pages, the lines of one award, choices to filter by, and the search box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.browse_filters import FIELDS, NOT_RECORDED, Filters, Values
from buyfair.browse_opening import Remembered, opened
from buyfair.columns.held_lists import (
    FACETS,
    ORDERS,
    ROW,
    Mark,
    choices,
    choices_of,
    counted,
    harm_choices,
    lines_of,
    named,
    page,
)
from buyfair.knowledge.countries import countries
from buyfair.knowledge.psc import title
from buyfair.knowledge.states import states
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.terms.exposure import ABROAD
from buyfair.terms.money import as_text

Row = dict[str, Any]
MOST_ROWS = 500
"""Rows of one page at most."""
CHOICES_SHOWN = 60
"""Values of a field that a page offers, the most dollars first."""
FOUND_SHOWN = 10
_APART = "~"

_remembered = Remembered(600)
_offered = Remembered(150)
"""The choices of forms: larger, each of some eighty kilobytes and more."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some awards in their order, and the mark of the next page; None where this is the last.

    `awards` and `dollars` are of all that meet the filter; what was taken back stands apart. Unit: US dollars.
    """

    rows: tuple[Row, ...]
    after: str | None
    awards: int
    dollars: str
    taken_back: str


def awards(
    snapshot: Snapshot, filters: Filters, order: str = "rank", after: str | None = None, limit: int = 50
) -> Page:
    """One page of the awards that meet the filters. A page is found by its mark: none is shown twice, none left out.

    Raises: InputRefusedError for an order that there is not, or a mark that no page gave.
    """
    if order not in ORDERS:
        raise refuse(f'"{order[:60]}" is no order of awards', "an order", f"take one of {', '.join(ORDERS)}")
    limit = max(1, min(limit, MOST_ROWS))
    of, mark, asked = opened(snapshot), _mark(after, order), filters.asked()
    totals = _totals(snapshot, filters)
    with of.held.asking() as engine:
        found = engine.answer(page(asked, order, mark, limit))
    shown = found[:limit]
    more = f"{shown[-1]['n']}{_APART}{_plain(shown[-1][ORDERS[order][0]])}" if len(found) > limit else None
    return Page(tuple(_row(r) for r in shown), more, *totals)


def many(snapshot: Snapshot, filters: Filters) -> int:
    """How many awards meet the filters."""
    return _totals(snapshot, filters)[0]


def _totals(snapshot: Snapshot, filters: Filters) -> tuple[int, str, str]:
    return _remembered.of((snapshot.id, "counted", filters), lambda: _counted(snapshot, filters))


def _counted(snapshot: Snapshot, filters: Filters) -> tuple[int, str, str]:
    with opened(snapshot).held.asking() as engine:
        row = engine.answer(counted(filters.asked()))[0]
    return int(row["awards"]), as_text(row["dollars"]), as_text(row["taken_back"])


def _mark(after: str | None, order: str) -> Mark | None:
    if not after:
        return None
    n, apart, value = after.partition(_APART)
    try:
        kind = ORDERS[order][0]
        told = Decimal(value) if kind == "dollars" else int(value) if kind == "n" else date.fromisoformat(value)
        if (
            not apart
            or not n.isascii()
            or not n.isdigit()
            or len(n) > 18
            or (isinstance(told, Decimal) and not told.is_finite())
        ):
            raise ValueError
    except (ValueError, ArithmeticError):
        raise _no_mark(after) from None
    return Mark(str(told), int(n))


def _no_mark(after: str) -> InputRefusedError:
    return refuse(f'"{after[:60]}" is no place in this list', "the mark that a page gave", "begin at the first page")


def _row(row: Mapping[str, Any]) -> Row:
    """One award as a list shows it: money and days as text, the place as the summary takes it."""
    abroad = row["sector"] == ABROAD
    place = row["performance_country"] if abroad else row["origin_country"]
    told = {name: _plain(row[name]) for name in ROW}
    return told | {"country": place, "name": _country(place), "place": "performance" if abroad else "origin",
                   "psc_title": None if row["psc"] is None else title(row["psc"])}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return as_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _country(code: str | None) -> str | None:
    return countries()[code].name if code in countries() else code


def award_lines(snapshot: Snapshot, award_id: str) -> tuple[Row, ...]:
    """The lines of one award, by day, as they were written; none where there is no such award."""
    with opened(snapshot).held.asking() as engine:
        found = engine.answer(lines_of(award_id))
    return tuple({name: _plain(value) for name, value in row.items() if name != "nth"} for row in found)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a field as an address writes it, how a person reads it, and what it would leave. Unit: US dollars."""

    value: str
    label: str
    awards: int
    dollars: str
    chosen: bool


def facets(snapshot: Snapshot, filters: Filters, fields: Iterable[str] | None = None) -> dict[str, tuple[Choice, ...]]:
    """Per field the values that awards have which meet the other filters, the most dollars first.

    Of a field with many values only the first are offered, and those that are chosen.
    """
    names = tuple(fields) if fields is not None else (*FACETS, "harm")
    for name in names:
        if name not in FACETS and name != "harm":
            raise refuse(f'"{name}" is no field with choices', "a field", f"take one of {', '.join(FACETS)}, harm")
    return _offered.of((snapshot.id, "facets", names, filters), lambda: _facets(snapshot, filters, names))


_MANY = ("supplier", "vehicle", "harm")
"""Fields that are asked apart: of too many values, or of several values an award."""


def _facets(snapshot: Snapshot, filters: Filters, names: tuple[str, ...]) -> dict[str, tuple[Choice, ...]]:
    """What nothing is asked about is counted in one look at the awards; a field that is asked about, without it."""
    asked = filters.asked()
    at_once = [name for name in names if name not in asked and name not in _MANY]
    with opened(snapshot).held.asking() as engine:
        told: dict[str, list[Row]] = {name: [] for name in at_once}
        for row in engine.answer(choices_of(asked, at_once)) if at_once else ():
            told[row["of"]].append(row)
        for name in names:
            if name == "harm":
                told[name] = engine.answer(harm_choices(asked))
            elif name not in at_once:
                told[name] = engine.answer(choices(asked, name, CHOICES_SHOWN))
    return {name: _choices(name, told[name][:CHOICES_SHOWN], asked) for name in names}


def _choices(name: str, rows: Iterable[Row], asked: Mapping[str, Values]) -> tuple[Choice, ...]:
    mine = {NOT_RECORDED if v is None else v for v in asked.get(name, ())}
    silent = FIELDS[name].may_be_silent
    return tuple(
        Choice(NOT_RECORDED if r["value"] is None else r["value"], _label(name, r), int(r["awards"]), as_text(r["dollars"]),
               (NOT_RECORDED if r["value"] is None else r["value"]) in mine)
        for r in rows
        if r["value"] is not None or silent
    )  # fmt: skip


def _label(name: str, row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return "Not recorded"
    value = str(row["value"])
    if name == "country":
        return _country(value) or value
    if name in ("state", "performed_in"):
        return states()[value].name if value in states() else value
    if name == "vehicle":
        return f"{value.partition(':')[0]}, {row['name']}" if row["name"] else value.partition(":")[0]
    if name == "supplier":
        return str(row["name"] or value)
    return f"FY{value}" if name == "year" else value[:1].upper() + value[1:].replace("_", " ")


@dataclass(frozen=True, slots=True)
class Found:
    """What bears the words: awards, suppliers, vehicles. `more`: of which of them there are more than are shown."""

    awards: tuple[Row, ...] = ()
    suppliers: tuple[Row, ...] = ()
    vehicles: tuple[Row, ...] = ()
    more: tuple[str, ...] = ()


def search(snapshot: Snapshot, words: str, limit: int = FOUND_SHOWN) -> Found:
    """Awards by id, PIID, supplier or description, suppliers by name or UEI, vehicles by PIID. All words must stand.

    One or two letters find nothing.
    """
    told = words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").upper()[:200].split()
    if len("".join(told)) < 3:
        return Found()
    return _remembered.of((snapshot.id, "search", tuple(told), limit), lambda: _found(snapshot, told, limit))


def _found(snapshot: Snapshot, told: list[str], limit: int) -> Found:
    asked = named(told, limit + 1)
    with opened(snapshot).held.asking() as engine:
        rows = {what: engine.answer(sql) for what, sql in asked.items() if what != "awards"}
        first = rows.pop("begins")
        rows["awards"] = first if len(first) > limit else _once(first + engine.answer(asked["awards"]))
    plain = {what: tuple({k: _plain(v) for k, v in r.items()} for r in held[:limit]) for what, held in rows.items()}
    return Found(**plain, more=tuple(sorted(what for what, held in rows.items() if len(held) > limit)))


def _once(rows: list[Row]) -> list[Row]:
    return list({r["n"]: r for r in rows}.values())
