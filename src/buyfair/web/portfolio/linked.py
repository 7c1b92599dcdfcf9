"""Addresses for the figures of a picture: every number and name leads to the rows that it is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from buyfair.browse_figures import opened
from buyfair.browse_filters import Filters, Values
from buyfair.cards.reach import STATES
from buyfair.cards.words import INSIDE_US
from buyfair.web.portfolio.address import queried

Row = dict[str, Any]
_NAMED = ("sectors", "goods", "countries", "pairs", "agencies", "suppliers", "vehicles")
"""The lists whose names open the first page under the filter of their row."""
_LISTS = (*_NAMED, "apart", "flows", "harms", "indicators", "not_told", "not_told_codes")
_GROUPS = {"sectors": "sector", "goods": "good", "countries": "country", "agencies": "agency"}
_ENDS = ("matched", "possible")
_SAID = ("yes", "unknown", "no")
_MOST = 50
"""Values of one filter that an address may hold."""


def dossier(award_id: object) -> str:
    """The address of the dossier of an award."""
    return f"/awards/{quote(str(award_id), safe='')}/"


def linked(figures: Mapping[str, Any], filters: Filters) -> Mapping[str, Any]:
    """The picture with an address for each figure, under `opens`; each part is read and linked when it is asked for."""
    return _Linked(filters).whole(figures)


class Opens(Mapping[str, str]):
    """The addresses of one row by column, each made when it is asked for: a page prints few of a picture's figures."""

    def __init__(self, columns: Collection[str], address: Callable[[str], str | None]) -> None:
        self._columns, self._address = columns, address
        self._made: dict[str, str | None] = {}

    def __getitem__(self, column: str) -> str:
        if column not in self._made:
            self._made[column] = self._address(column) if column in self._columns else None
        if (address := self._made[column]) is None:
            raise KeyError(column)
        return address

    def __iter__(self) -> Iterator[str]:
        return (column for column in self._columns if column in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Linked:
    """Gives the rows of one picture their addresses, under the filters that are set."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._rows, self._here = reverse("portfolio_awards"), reverse("portfolio")

    def whole(self, figures: Mapping[str, Any]) -> Mapping[str, Any]:
        return _Parts(figures, self)

    def part(self, name: str, told: Any) -> Any:
        """One part of the picture with its addresses."""
        if told is None:
            return None
        if name in _LISTS:
            return [self._row(name, row) for row in told]
        if name in ("first", "calendar"):
            return [{**row, "opens": {"name": dossier(row["award_id"])}} for row in told]
        if name == "calendar_of":
            return {**told, "by_month": [self._row(name, row) for row in told.get("by_month") or ()]}
        return self._reach(told) if name == "reach" else self._exposure(told) if name == "exposure" else told

    def _to(self, filters: Filters | None) -> str | None:
        return None if filters is None else self._rows + queried(filters.pairs())

    def _figure(self, part: str, row: Row, column: str) -> str | None:
        """The address of a figure of a row that is above zero."""
        return None if _nothing(row.get(column)) else self._to(opened(self._filters, part, row, column))

    def _row(self, part: str, row: Row) -> Row:
        def address(column: str) -> str | None:
            if column == "name" and part in _NAMED:
                return self._named(part, row)
            return self._figure(part, row, column) if _is_figure(column, row.get(column)) else None

        return {**row, "opens": Opens((*row, "name"), address)}

    def _named(self, part: str, row: Row) -> str | None:
        """The first page under the filter of this row."""
        of = None if _nothing(row.get("awards")) else opened(self._filters, part, row)
        return None if of is None else self._here + queried(of.having(class_=self._filters.class_).pairs())

    def _exposure(self, told: Row) -> Row:
        opens = {column: address for column in told if (address := self._figure("exposure", told, column)) is not None}
        of = [each for c in ("matched", "possible", "unknown") if (each := opened(self._filters, "exposure", told, c))]
        if of[:2]:
            exposed = self._filters.having(class_=tuple(value for each in of[:2] for value in each.class_))
            opens["exposed"] = self._rows + queried(exposed.pairs())
        if of:
            both = self._filters.having(class_=tuple(value for each in of for value in each.class_))
            opens["ceiling"] = self._rows + queried(both.pairs())
        return {**told, "opens": opens | {"all": self._rows + queried(self._filters.pairs())}}

    def _reach(self, told: Row) -> Row:
        by = {name: [self._reached(row, _GROUPS[name]) for row in group] for name, group in (told.get("by") or {}).items()}
        more = {
            "rules": [{**row, "opens": Opens(_SAID, self._summed("reach_rules", row))} for row in told.get("rules") or ()],
            "missing": [{**row, "opens": Opens(("awards", "both"), self._summed("reach_missing", row))}
                        for row in told.get("missing") or ()],
        }  # fmt: skip
        return {**self._reached(told), "by": by, **more}

    def _summed(self, part: str, row: Row) -> Callable[[str], str | None]:
        """The address of a figure that is what is matched and what is possible together, or a count."""

        def address(column: str) -> str | None:
            of: Mapping[str, Any] = row[column] if column in _SAID and row.get(column) else row
            both = sum((Decimal(of.get(end) or 0) for end in _ENDS), Decimal(0))
            return self._figure(part, {**row, "both": both, **({column: both} if column in _SAID else {})}, column)

        return address

    def _reached(self, row: Row, key: str | None = None) -> Row:
        """A row of three states: each with what is matched, what is possible, and both."""
        own = {} if key is None else {key: row.get(key)}

        def address(figure: str) -> str | None:
            state, end = figure.split(".")
            part = row.get(state) or {}
            sums = {**part, "both": str(sum((Decimal(part.get(each) or 0) for each in _ENDS), Decimal(0)))}
            return self._figure("reach", {**own, **sums, "state": state}, end)

        return {**row, "opens": Opens([f"{state}.{end}" for state in STATES for end in (*_ENDS, "both")], address)}

    def blocks(self, figures: Mapping[str, Any]) -> Row:
        """The three blocks of the map: abroad, inside the United States, not recorded."""
        every = [row.get("country") for row in figures.get("countries") or ()
                 if not (_nothing(row.get("matched")) and _nothing(row.get("possible")))]  # fmt: skip
        groups: dict[str, Values] = {
            "abroad": tuple(c for c in every if c is not None and c not in INSIDE_US),
            "inside": tuple(c for c in every if c in INSIDE_US), "unrecorded": tuple(c for c in every if c is None),
        }  # fmt: skip
        return {name: self._block(codes) for name, codes in groups.items() if 0 < len(codes) <= _MOST}

    def _block(self, codes: Values) -> dict[str, str]:
        found = {c: opened(self._filters, "exposure", {}, c) for c in ("matched", "possible")}
        return {c: self._rows + queried(of.having(country=codes).pairs()) for c, of in found.items() if of is not None}


class _Parts(Mapping[str, Any]):
    """The parts of one picture, each linked once."""

    def __init__(self, figures: Mapping[str, Any], links: _Linked) -> None:
        self._figures, self._links = figures, links
        self._made: Row = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            blocks = name == "opens"
            self._made[name] = (
                self._links.blocks(self._figures) if blocks else self._links.part(name, self._figures[name])
            )
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._figures, "opens"))

    def __len__(self) -> int:
        return len(self._figures) + 1


def _is_figure(column: str, value: object) -> bool:
    """Whether a value of a row is dollars or a count: money is text with two decimals."""
    if isinstance(value, int) and not isinstance(value, bool):
        return column not in ("best_rank", "suppliers", "agencies")
    return isinstance(value, str) and value[-3:-2] == "." and value[-2:].isdigit()


def _nothing(value: object) -> bool:
    return value is None or Decimal(str(value)) == 0
