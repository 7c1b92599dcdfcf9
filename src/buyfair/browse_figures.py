"""Where a figure leads: for each figure of the picture the filters that choose exactly the awards it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from buyfair.browse_filters import Filters, Values
from buyfair.reach import UNDECIDABLE
from buyfair.terms.exposure import ABROAD, AWARD_CLASSES, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK

Row = Mapping[str, Any]

STANDING = tuple(c for c in AWARD_CLASSES if c != TAKEN_BACK)
EXPOSED = (MATCHED, POSSIBLE_PLACE, POSSIBLE_INPUT)
_CLASSES: Mapping[str, Values] = {
    "possible": (POSSIBLE_PLACE, POSSIBLE_INPUT), "dollars": STANDING, **{c: (c,) for c in AWARD_CLASSES},
}  # fmt: skip
"""The classes that a column of dollars sums; columns of numbers count every class."""
_UNPLACED: Values = ("place_not_recorded", "stage_not_recorded", "contents_not_recorded")


def opened(filters: Filters, part: str, row: Row | None = None, column: str = "awards") -> Filters | None:
    """The filters that choose exactly the awards which a figure counts: of a part of the picture, a row of it, a column.

    The dollars of these awards sum to the figure. None where the figure counts no award, or leads to no list of awards.
    """
    row = row or {}
    of_row = _ROWS.get(part)
    if of_row is None:
        return None
    wanted = of_row(row, column)
    return None if wanted is None else _within(filters, wanted)


def _within(filters: Filters, wanted: Mapping[str, Values]) -> Filters | None:
    """These filters, and what a row asks beside them. A field that both ask about keeps what both let in."""
    held, more = filters.asked(), {}
    for name, values in wanted.items():
        before = held.get(name, ())
        if name == "class":
            before = tuple(c for v in before for c in _CLASSES[str(v)])
        if name in ("harm", "indicator", "duty", "waits") and before and before != values:
            return None  # both must hold, and values of one field are alternatives
        kept = tuple(v for v in values if not before or v in before) if name in ("class", "reason", "reach") else values
        if not kept:
            return None
        more[name] = kept
    return filters.having(**more)


def _classes(column: str) -> Mapping[str, Values]:
    return {"class": _CLASSES[column]} if column in _CLASSES else {}


def _of(field: str, key: str | None = None) -> Callable[[Row, str], Mapping[str, Values]]:
    return lambda row, column: {field: (row[key or field],), **_classes(column)}


def _exposure(row: Row, column: str) -> Mapping[str, Values] | None:
    return _classes(column) or None


def _pair(row: Row, column: str) -> Mapping[str, Values]:
    return {"good": (row["good"],), "country": (row["country"],), **_classes(column)}


def _supplier(row: Row, column: str) -> Mapping[str, Values]:
    return {"supplier": (row["uei"] or row["supplier"],), **_classes(column)}


def _sheet(row: Row, column: str) -> Mapping[str, Values]:
    if row["good"] is None:
        return {
            "sector": (ABROAD,),
            "abroad": (row["country"],),
            "class": _CLASSES.get(column, STANDING),
        }
    if row["country"] is None:
        of = _CLASSES.get(column, STANDING)
        return {"good": (row["good"],), "country": (None,), "reason": _UNPLACED, "class": of}
    return _pair(row, column)


def _harm(row: Row, column: str) -> Mapping[str, Values] | None:
    return {"harm": (f"{row['harm']}:{column}",)} if column in ("matched", "possible") else None


def _vehicle(row: Row, column: str) -> Mapping[str, Values]:
    return {"vehicle": (f"{row['vehicle']}:{row['parent_agency'] or ''}",), "class": _CLASSES.get(column, STANDING)}


def _month(row: Row, column: str) -> Mapping[str, Values]:
    """A month of the calendar; without one, all of it."""
    classes = EXPOSED if column in ("exposed", "exposed_dollars", "exposed_events") else STANDING
    return {"decision": (row.get("month", "*"),), "class": classes}


def _flow(row: Row, column: str) -> Mapping[str, Values]:
    told = (
        row["country"],
        row["in_largest"],
        row["good"],
        row["strength"],
        row["depth"],
        row["through"],
        row["agency"],
    )
    said = "|".join("" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in told)
    return {"flow": (said,), "class": _CLASSES.get(column, EXPOSED) if column != "dollars" else EXPOSED}


def _indicator(row: Row, column: str) -> Mapping[str, Values] | None:
    answers = {"points_to": ("yes",), "dollars": ("yes",), "spoke": ("yes", "no"), "of": ("yes", "no"), "silent": ("unknown",),
               "not_applicable": ("-",)}.get(column)  # fmt: skip
    return None if answers is None else {"indicator": tuple(f"{row['code']}:{a}" for a in answers)}


def _reach(row: Row, column: str) -> Mapping[str, Values]:
    """A state of reach, of the whole or of a sector, good, country or agency: `row` says which, `state` is of the three."""
    own = next(({k: (row[k],)} for k in ("sector", "good", "country", "agency") if k in row), {})
    return {**own, "reach": (row["state"],), "class": _CLASSES.get(column, EXPOSED)}


def _rule(row: Row, column: str) -> Mapping[str, Values]:
    """What a rule that looks at the making says of exposed awards: yes, unknown, no."""
    return {"duty": (f"{row['id']}:{column}",), "class": EXPOSED}


def _waiting(row: Row, column: str) -> Mapping[str, Values]:
    """The exposed awards that are undecided and wait for a fact."""
    return {"waits": (row["fact"],), "reach": (UNDECIDABLE,), "class": _CLASSES.get(column, EXPOSED)}


_ROWS: Mapping[str, Callable[[Row, str], Mapping[str, Values] | None]] = {
    "awards": lambda row, column: {}, "exposure": _exposure, "sectors": _of("sector"), "goods": _of("good"),
    "countries": _of("country"), "agencies": _of("agency"), "pairs": _pair, "suppliers": _supplier, "apart": _of("psc"),
    "harms": _harm, "sheets": _sheet, "vehicles": _vehicle,
    "vehicles_of": lambda row, column: {"vehicle": ("*",), "class": STANDING},
    "not_told": lambda row, column: {"reason": (row["reason"],), "class": ("unknown",)},
    "not_told_codes": lambda row, column: {"psc": (row["psc"],), "class": ("unknown",)},
    "calendar": lambda row, column: {"award": (row["award_id"],)}, "first": lambda row, column: {"award": (row["award_id"],)},
    "calendar_of": _month, "flows": _flow, "flows_of": lambda row, column: {"class": _CLASSES[column]},
    "indicators": _indicator, "reach": _reach, "reach_rules": _rule, "reach_missing": _waiting,
}  # fmt: skip
"""The parts whose figures lead to awards."""
