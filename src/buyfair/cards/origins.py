"""The map of recorded origins: what was recorded abroad, in the United States and not at all, and a circle per country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import pi, sqrt

from buyfair.cards import words, world
from buyfair.cards.tables import Row, Segment, bar, ranked, section

_LARGEST, _SMALLEST = 78, 7  # radius of a circle, in units of the sheet
_LETTER, _LINE = 16, 38  # room that a label takes: width of a letter, height of a line
_LABELS = 10
_BLOCK, _CORNER, _FLOOR = 380, 36, 836  # the block of what is not recorded: its largest side, and where it stands


@dataclass(frozen=True)
class Circle:
    """A country on the map: its place and the radii of all that is exposed and of what is matched."""

    code: str
    name: str
    dollars: Decimal
    x: int
    y: int
    radius: int
    matched: int
    label: tuple[int, int, str] | None


def exposed(row: Row) -> Decimal:
    """Add the matched and possible dollars of a row."""
    return words.money(row.get("matched") or 0) + words.money(row.get("possible") or 0)


def origins(summary: Row) -> dict[str, object] | None:
    """Draw where exposed dollars were recorded to be made; what is not recorded stands beside it, never left out."""
    countries = [row for row in ranked(summary, "countries") if exposed(row) > 0]
    whole = sum((exposed(row) for row in countries), Decimal(0))
    if whole == 0:
        return None
    abroad = [row for row in countries if row.get("country") is not None and row["country"] not in words.INSIDE_US]
    inside = [row for row in countries if row.get("country") in words.INSIDE_US]
    unrecorded = [row for row in countries if row.get("country") is None]
    circles, unplaced = _circles(abroad)
    named = (("abroad", "Recorded abroad", abroad), ("inside", "Recorded in the United States", inside),
             ("unrecorded", "Not recorded", unrecorded))  # fmt: skip
    return {
        "whole": whole,
        "blocks": [_block(name, group, whole) | _opens(summary, key) for key, name, group in named],
        "abroad": sum((exposed(row) for row in abroad), Decimal(0)),
        "unrecorded": sum((exposed(row) for row in unrecorded), Decimal(0)),
        "inside": sum((exposed(row) for row in inside), Decimal(0)),
        "block": _square(unrecorded, abroad),
        "circles": circles,
        "unplaced": unplaced,
        "shapes": world.outlines(),
        "shaded": {each.code for each in circles},
        "size": (world.WIDTH, world.HEIGHT),
        "said": words.listing(f"{each.name} {words.short_dollars(each.dollars)}" for each in circles[:_LABELS]),
    }


def _block(name: str, group: Sequence[Row], whole: Decimal) -> dict[str, object]:
    total = {key: sum((words.money(row.get(key) or 0) for row in group), Decimal(0)) for key in ("matched", "possible")}
    segments: list[Segment] = [each for each in bar(total, whole, least=3) if each.kind != "rest"]
    return {"name": name, "segments": segments, "dollars": sum(total.values(), Decimal(0)), **total}


def _opens(summary: Row, block: str) -> dict[str, object]:
    """The addresses that a page gives to the figures of a block."""
    told = section(section(summary, "opens") or {}, block)
    return {} if told is None else {"opens": told}


def _square(unrecorded: Sequence[Row], abroad: Sequence[Row]) -> dict[str, object] | None:
    """Draw what has no recorded origin as a square on the scale of the circles, or say how many times too large it is."""
    without, told = (sum((exposed(row) for row in group), Decimal(0)) for group in (unrecorded, abroad))
    largest = max((exposed(row) for row in abroad), default=Decimal(0))
    if without <= 0 or largest <= 0:
        return None
    side = round(_LARGEST * sqrt(pi * float(without / largest)))
    shown = min(max(side, _SMALLEST), _BLOCK)
    times = without / told
    return {
        "x": _CORNER, "y": _FLOOR - shown, "side": shown,
        "says": "same scale as the circles" if side <= _BLOCK else f"not to scale: {times:,.0f} times all circles",
    }  # fmt: skip


def _circles(abroad: Sequence[Row]) -> tuple[list[Circle], list[str]]:
    """Place the circles, areas in proportion, the largest first; name the countries that have no point."""
    points, unplaced = world.points(), []
    largest = max((exposed(row) for row in abroad), default=Decimal(0))
    placed: list[tuple[Row, int, int, int, int]] = []
    for row in sorted(abroad, key=lambda row: (-exposed(row), str(row["country"]))):
        point = points.get(str(row["country"]))
        if point is None:
            unplaced.append(words.country_label(row))
            continue
        radius = max(_SMALLEST, _radius(exposed(row), largest))
        matched = words.money(row.get("matched") or 0)
        inner = min(radius, max(_SMALLEST - 2, _radius(matched, largest))) if matched > 0 else 0
        placed.append((row, *point, radius, inner))
    taken = [(x - radius, y - radius, x + radius, y + radius) for _, x, y, radius, _ in placed]
    circles = []
    for number, (row, x, y, radius, inner) in enumerate(placed):
        label = _label(words.country_label(row), x, y, radius, number, taken) if number < _LABELS else None
        circles.append(Circle(str(row["country"]), words.country_label(row), exposed(row), x, y, radius, inner, label))
    return circles, unplaced


def _radius(amount: Decimal, largest: Decimal) -> int:
    return round(_LARGEST * sqrt(amount / largest)) if largest else 0


def _label(
    name: str, x: int, y: int, radius: int, own: int, taken: list[tuple[int, int, int, int]]
) -> tuple[int, int, str] | None:
    """Find room for a name right, left, below or above its circle; without room it stands in the table only."""
    wide = max(len(name), 9) * _LETTER
    tries = (
        (x + radius + 10, y - 6, "start", x + radius + 10), (x - radius - 10, y - 6, "end", x - radius - 10 - wide),
        (x, y + radius + 34, "middle", x - wide // 2), (x, y - radius - 48, "middle", x - wide // 2),
    )  # fmt: skip
    for at, row, anchor, left in tries:
        box = (left, row - 28, left + wide, row + _LINE)
        inside = box[0] > 0 and box[2] < world.WIDTH and box[1] > 0 and box[3] < world.HEIGHT
        if inside and not any(_meet(box, other) for n, other in enumerate(taken) if n != own):
            taken.append(box)
            return at, row, anchor
    return None


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
