"""Draws the outlines of the report's map anew: Natural Earth countries, projected once to Equal Earth, in our own schema.

Read `npm pack world-atlas@2.0.2`, unpack it, then: `python bench/outlines.py package src/buyfair/cards/world`.
The same files give the same bytes.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from buyfair.cards.world import HEIGHT, WIDTH, projected

COUNTRIES = Path(__file__).resolve().parents[1] / "src" / "buyfair" / "knowledge" / "countries" / "countries.csv"
# Names that Natural Earth shortens and no award feed writes so. What is not named here or there is land without a code.
SHORTENED = {
    "W. Sahara": "ESH", "Dem. Rep. Congo": "COD", "Dominican Rep.": "DOM", "Falkland Is.": "FLK", "Eq. Guinea": "GNQ",
    "Fr. S. Antarctic Lands": "ATF", "Central African Rep.": "CAF", "Solomon Is.": "SLB", "Bosnia and Herz.": "BIH",
    "S. Sudan": "SSD", "Vatican": "VAT", "Marshall Is.": "MHL", "N. Mariana Is.": "MNP", "U.S. Virgin Is.": "VIR",
    "Pitcairn Is.": "PCN", "Cayman Is.": "CYM", "British Virgin Is.": "VGB", "Turks and Caicos Is.": "TCA",
    "St. Vin. and Gren.": "VCT", "Cook Is.": "COK", "St. Pierre and Miquelon": "SPM", "Wallis and Futuna Is.": "WLF",
    "St-Martin": "MAF", "St-Barthélemy": "BLM", "Fr. Polynesia": "PYF", "Åland": "ALA", "Faeroe Is.": "FRO",
    "Antigua and Barb.": "ATG", "Br. Indian Ocean Ter.": "IOT",
}  # fmt: skip
LEFT_OUT = ("Antarctica",)
Ring = list[tuple[float, float]]


def plain(name: str) -> str:
    """A name as our table of countries spells it: upper case, no accents, single blanks."""
    signs = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in signs if not unicodedata.combining(sign)).upper().split())


def codes() -> dict[str, str]:
    """Every name and spelling of our countries, with its code."""
    known: dict[str, str] = {}
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["spellings"].split("|")):
                known[plain(name)] = row["code"]
    return known | {plain(name): code for name, code in SHORTENED.items()}


def arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON file in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    drawn: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        ring: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            ring.append((x * kx + tx, y * ky + ty))
        drawn.append(ring)
    return drawn


def rings(geometry: dict[str, Any], every: list[Ring]) -> Iterator[Ring]:
    """The rings of a country, each as points in degrees; holes are drawn like any other ring."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: Ring = []
            for index in ring:
                piece = every[index] if index >= 0 else every[~index][::-1]
                points += piece[1:] if points else piece
            yield points


def within_the_sheet(ring: Ring) -> Iterator[Ring]:
    """Cut a ring that crosses the 180th meridian, so that no line runs back across the sheet."""
    turned, shift = [ring[0]], 0.0
    for (before, _), (longitude, latitude) in pairwise(ring):
        shift += 360 * ((before - longitude > 180) - (longitude - before > 180))
        turned.append((longitude + shift, latitude))
    for whole_turn in (-360, 0, 360):
        piece = [(longitude + whole_turn, latitude) for longitude, latitude in turned]
        for edge, sign in ((180.0, 1), (-180.0, -1)):
            piece = _cut(piece, edge, sign)
        if piece:
            yield [*piece, piece[0]]


def _cut(ring: Ring, edge: float, sign: int) -> Ring:
    """Keep what lies on one side of a meridian."""
    kept: Ring = []
    for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = ((each[0] - edge) * sign <= 0 for each in (one, two))
        if inside:
            kept.append(one)
        if inside != next_inside:
            kept.append((edge, one[1] + (two[1] - one[1]) * (edge - one[0]) / (two[0] - one[0])))
    return kept


def path(ring: Iterable[tuple[int, int]]) -> str:
    """One closed ring in SVG's relative steps, each point once."""
    points = [point for point, _ in groupby(ring)]
    if len(points) < 4:
        return ""
    steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in zip(points, points[1:-1], strict=False)]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps).replace(' -', '-').replace(',-', '-')}z"


def middle(ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Size and centre of an area."""
    size = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        size, cx, cy = size + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if size == 0:
        return 0.0, *ring[0]
    return abs(size / 2), cx / (3 * size), cy / (3 * size)


def write(file: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write one table."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(source: Path, folder: Path) -> None:
    """Write outlines.csv (shapes at 1:110m) and points.csv (where the circle of a country stands, from 1:50m)."""
    known = codes()
    coarse, fine = (json.loads((source / f"countries-{scale}.json").read_text("utf-8")) for scale in ("110m", "50m"))
    outlines: list[tuple[object, ...]] = []
    every = arcs(coarse)
    for each in coarse["objects"]["countries"]["geometries"]:
        name = each["properties"]["name"]
        if name not in LEFT_OUT:
            drawn = "".join(path(_whole(part)) for ring in rings(each, every) for part in within_the_sheet(ring))
            outlines.append((known.get(plain(name), ""), drawn))
    points: dict[str, tuple[float, float, float]] = {}
    every = arcs(fine)
    for each in fine["objects"]["countries"]["geometries"]:
        code = known.get(plain(each["properties"]["name"]))
        if code is not None and each["properties"]["name"] not in LEFT_OUT:
            best = max(
                middle([projected(*point) for point in part])
                for ring in rings(each, every) for part in within_the_sheet(ring)
            )  # fmt: skip
            points[code] = max(best, points.get(code, best))
    write(folder / "outlines.csv", ("code", "path"), sorted(outlines))
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        named = {row["code"]: row["name"] for row in csv.DictReader(file)}
    placed: list[tuple[object, ...]] = []
    for code, name in sorted(named.items()):
        _, x, y = points.get(code, (0.0, None, None))
        placed.append((code, name, "" if x is None else round(x), "" if y is None else round(y)))
    write(folder / "points.csv", ("code", "name", "x", "y"), placed)
    size = sum(len(str(drawn)) for _, drawn in outlines)
    print(f"{len(outlines)} outlines, {size:,} bytes of paths in {WIDTH} x {HEIGHT}; {len(points)} points")


def _whole(ring: Ring) -> Iterator[tuple[int, int]]:
    for degrees in ring:
        x, y = projected(*degrees)
        if math.isfinite(x):
            yield round(x), round(y)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
