"""The lists of a picture as tables to take along: what the figures hold whole, a row for each row that a page prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from buyfair.reach import BY, STATES
from buyfair.records.table import Kind
from buyfair.terms.answer import Answer

Row = Mapping[str, Any]
_KINDS: Mapping[str, Kind] = {"#": "count", "$": "money"}
_ARROW: Mapping[Kind, Any] = {"text": pa.string(), "count": pa.int64(), "money": pa.decimal128(18, 2)}
_ENDS = ("matched", "possible")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the figures: which rows it has, and its columns with their kinds."""

    rows: Callable[[Row], Iterable[Row]]
    columns: tuple[tuple[str, Kind], ...]


def _columns(names: str) -> tuple[tuple[str, Kind], ...]:
    """Names of columns; behind one stands `#` for a count, `$` for money, nothing for a text."""
    return tuple((name.rstrip("#$"), _KINDS.get(name[-1], "text")) for name in names.split())


def _of(part: str, names: str) -> Listed:
    """A list that stands in the figures as it is."""
    return Listed(lambda figures: figures.get(part) or (), _columns(names))


def _within(part: str, names: str, of: Callable[[Row], Iterable[Row]]) -> Listed:
    """A list that is made of a part of the figures; nothing where that part was not judged."""
    return Listed(lambda figures: of(figures.get(part) or {}), _columns(names))


def _sides(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """What is matched and what is possible under each of these names, side by side."""
    return {f"{name}_{end}": (row.get(name) or {}).get(end) for name in names for end in _ENDS}


def _reached(told: Row) -> Iterator[Row]:
    """The three states as a whole, then of each sector, good, country and agency."""
    whole: dict[str, Any] = {name: told.get(name) for name in STATES}
    if told:
        yield {"by": "all", "awards": sum((told.get("awards") or {}).values())} | _sides(whole, STATES)
    for group, key in BY.items():
        for row in (told.get("by") or {}).get(group) or ():
            yield {"by": key, "value": row[key], "name": row.get("name"), "awards": row["awards"]} | _sides(row, STATES)


def _rules(told: Row) -> Iterator[Row]:
    answers = [str(answer) for answer in Answer]
    return ({"id": row["id"], "title": row["title"]} | _sides(row, answers) for row in told.get("rules") or ())


_BOTH = "matched$ possible$ unknown$"
_SUMS = f"lines# awards# dollars$ {_BOTH}"
_STATES = " ".join(f"{name}_{end}$" for name in STATES for end in _ENDS)
_ANSWERS = " ".join(f"{answer}_{end}$" for answer in Answer for end in _ENDS)
_MISSING = "fact says held awards# matched$ possible$"
_INDICATORS = "code title asks spoke# silent# not_applicable# points_to# dollars$ of$ sentence silence"
FIGURES: Mapping[str, Listed] = {
    "sectors": _of("sectors", f"sector {_SUMS} possible_place_not_recorded$ possible_through_input$"),
    "goods": _of("goods", f"good {_SUMS}"),
    "pairs": _of("pairs", f"good country name {_SUMS} harms"),
    "countries": _of("countries", f"country name {_SUMS}"),
    "harms": _of("harms", "harm matched$ possible$"),
    "agencies": _of("agencies", f"agency {_SUMS}"),
    "indicators": _of("indicators", _INDICATORS),
    "reach": _within("reach", f"by value name awards# {_STATES}", _reached),
    "reach-rules": _within("reach", f"id title {_ANSWERS}", _rules),
    "reach-missing": _within("reach", _MISSING, lambda told: told.get("missing") or ()),
    "not-told": _of("not_told", "reason sentence lines# awards# dollars$"),
    "not-told-codes": _of("not_told_codes", "psc title lines# awards# dollars$"),
}
"""Each list by the name of its table. Money and counts are those of the figures, never counted anew."""


def batch(figures: Row, what: str) -> pa.RecordBatch:
    """A list of the figures as one batch: the figures hold it whole, so it is never long."""
    of = FIGURES[what]
    rows = [[_typed(row.get(name), kind) for name, kind in of.columns] for row in of.rows(figures)]
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in of.columns])
    columns = zip(*rows, strict=True) if rows else [()] * len(of.columns)
    return pa.record_batch([pa.array(c, each.type) for c, each in zip(columns, schema, strict=True)], schema=schema)


def _typed(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "money":
        return Decimal(value)
    if kind == "count":
        return int(value)
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
