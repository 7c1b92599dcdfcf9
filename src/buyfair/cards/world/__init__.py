"""The world as the report's map draws it: country outlines and the point of each country, projected once to Equal Earth."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

WIDTH, HEIGHT = 2000, 870
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF = sqrt(3) / 2
# Half the width of the whole Earth on the sheet, and the row of the equator: the sheet ends south of Tierra del Fuego.
_EDGE, _EQUATOR = 2.7066, 482


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Put a place on the sheet by the Equal Earth projection: equal areas stay equal.

    Unit: units of the sheet, x to the right and y downward.
    Source: Savric, Patterson, Jenny: The Equal Earth map projection (2018), doi 10.1080/13658816.2018.1504949.
    """
    t = asin(_HALF * sin(radians(latitude)))
    x = radians(longitude) * cos(t) / (_HALF * (_A1 + 3 * _A2 * t**2 + t**6 * (7 * _A3 + 9 * _A4 * t**2)))
    y = t * (_A1 + _A2 * t**2 + t**6 * (_A3 + _A4 * t**2))
    scale = WIDTH / 2 / _EDGE
    return WIDTH / 2 + x * scale, _EQUATOR - y * scale


@cache
def outlines() -> tuple[tuple[str, str], ...]:
    """Every outline: the country's code (empty where land has none) and its SVG path."""
    return tuple((row["code"], row["path"]) for row in _rows("outlines.csv"))


@cache
def points() -> dict[str, tuple[int, int]]:
    """Where the circle of a country stands, by its code; a few small ones have no point."""
    return {row["code"]: (int(row["x"]), int(row["y"])) for row in _rows("points.csv") if row["x"]}


@cache
def names() -> dict[str, str]:
    """The short English name of each country, by its code."""
    return {row["code"]: row["name"] for row in _rows("points.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(files("buyfair.cards.world").joinpath(name).read_text("utf-8").splitlines())
