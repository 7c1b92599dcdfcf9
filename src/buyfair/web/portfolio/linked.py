"""Addresses for the figures of a picture: every number and name leads to the rows that it is the sum of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from buyfair.web.portfolio.address import Asked

Row = dict[str, Any]
NONE = "none"
"""What the address says for `not recorded`."""
CLASSES = ("matched", "possible", "possible_place_not_recorded", "possible_through_input", "unknown", "no_listing",
           "not_goods", "taken_back")  # fmt: skip
_KEYS: Mapping[str, tuple[str, ...]] = {
    "sectors": ("sector",), "goods": ("good",), "countries": ("country",), "pairs": ("good", "country"), "harms": ("harm",),
    "agencies": ("agency",), "suppliers": ("supplier",), "vehicles": ("vehicle",),
    "flows": ("country", "agency"),
}  # fmt: skip
"""By what each list of a picture is told apart, in the words of the address."""


def dossier(award_id: object) -> str:
    """The address of the dossier of an award."""
    return f"/awards/{quote(str(award_id), safe='')}/"


def linked(figures: Mapping[str, Any], asked: Asked) -> Row:
    """The picture with an address for each figure, under `opens`."""
    rows, here = reverse("portfolio_awards"), reverse("portfolio")
    found = dict(figures)
    exposure = found.get("exposure")
    if isinstance(exposure, Mapping):
        found["exposure"] = {**exposure, "opens": {c: rows + asked.query({"class": c}) for c in CLASSES}
                             | {"dollars": rows + asked.query()}}  # fmt: skip
    for name in _KEYS:
        if found.get(name) is not None:
            found[name] = [_opened(row, name, asked, rows, here) for row in found[name]]
    for name in ("first", "calendar"):
        if found.get(name) is not None:
            found[name] = [{**row, "opens": {"name": dossier(row["award_id"])}} for row in found[name]]
    return found


def _opened(row: Row, name: str, asked: Asked, rows: str, here: str) -> Row:
    own = {key: NONE if (value := _value(row, key)) is None else str(value) for key in _KEYS[name]}
    if name == "flows":
        own.pop("good", None)

    def to(class_: str) -> str:
        return rows + asked.query({**own, "class": class_})

    opens = {c: to(c) for c in CLASSES if c in row}
    if name != "harms":
        opens |= dict.fromkeys(("dollars", "awards", "lines"), to("standing"))
    return {**row, "opens": opens | {"name": here + asked.query(own)}}


def _value(row: Row, key: str) -> object:
    if key == "supplier":
        return row.get("uei") or row.get("supplier")
    return row.get(key)
