"""The flow of exposed dollars from country through good to agency, drawn to one scale and told in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buyfair.cards import titles, words
from buyfair.cards.origins import exposed
from buyfair.cards.tables import Row, Table, folded, ranked, section

WIDTH = 1000
_COLUMNS = ((190, "country", 12), (465, "good", 12), (745, "agency", 8))
_BAR, _SCALE, _GAP, _SLOT = 9, 420, 7, 19
_LEAST = 1.2  # what is above zero is never drawn as nothing
_FIXED = {"country": (None, "USA"), "good": (), "agency": ()}
_TABLE = 40
ELSEWHERE = "On other lines than the largest"


@dataclass(frozen=True)
class Node:
    """A country, good or agency: a bar with its name and dollars."""

    name: str
    dollars: Decimal
    x: float
    y: float
    height: float
    middle: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Ribbon:
    """What flows from one node to the next, matched or possible, as an SVG path."""

    kind: str
    path: str


def flows(summary: Row) -> dict[str, object] | None:
    """Draw at most twelve countries, twelve goods and eight agencies; all others are one each."""
    rows = [row for row in ranked(summary, "flows") if exposed(row) > 0]
    if not rows:
        return None
    whole = sum((exposed(row) for row in rows), Decimal(0))
    folds = [_fold(rows, key, most) for _, key, most in _COLUMNS]
    nodes, ribbons, height = _drawn(rows, folds, whole)
    of = section(summary, "flows_of") or {}
    beyond = exposed(of) - whole if of.get("matched") is not None and of.get("possible") is not None else Decimal(0)
    return {
        "nodes": nodes, "ribbons": ribbons, "kinds": sorted({each.kind for each in ribbons}),
        "size": (WIDTH, height), "whole": whole,
        "beyond": beyond if beyond > 0 else None,
        "table": _table(rows), "said": _said(nodes),
    }  # fmt: skip


def _name(key: str, row: Row) -> str:
    if key == "country":
        return words.country_label(row)
    return _good(row) if key == "good" else words.calm(row.get("agency") or "Agency not told")


def _good(row: Row) -> str:
    """Say the good no surer than it is; where the lists name what it is made of, say so."""
    if not row.get("in_largest", True):
        return ELSEWHERE
    if row.get("good") is None:
        return words.good_label(None)
    through = " (its materials)" if row.get("through") and row.get("depth") != "main_material" else ""
    return words.sentence_case(f"{titles.good(row)}{through}")


def _fold(rows: Sequence[Row], key: str, most: int) -> Callable[[Row], str]:
    """Give every row the name of its node: its own, or that of all others."""
    sums: dict[object, list[Decimal]] = {}
    for row in rows:
        own = _key(row, key)
        sums.setdefault(own, [Decimal(0), Decimal(0)])
        for n, part in enumerate(("matched", "possible")):
            sums[own][n] += words.money(row.get(part) or 0)
    fixed = [each for each in _FIXED[key] if each in sums]
    free = sorted((each for each in sums if each not in fixed), key=lambda each: (*(-n for n in sums[each]), str(each)))
    room = most - len(fixed)
    shown = {*fixed, *(free if len(free) <= room else free[: room - 1])}
    others = f"{words.ALL_OTHERS} ({len(sums) - len(shown):,})"
    return lambda row: _name(key, row) if _key(row, key) in shown else others


def _key(row: Row, key: str) -> object:
    """What tells nodes apart: a good by its words too, as it may be bought, held, or what a thing is made of."""
    return _good(row) if key == "good" else row.get(key)


def _weights(rows: Sequence[Row], fold: Callable[[Row], str]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        matched, possible = sums.get(fold(row), (Decimal(0), Decimal(0)))
        sums[fold(row)] = (
            matched + words.money(row.get("matched") or 0), possible + words.money(row.get("possible") or 0)
        )  # fmt: skip
    last = (words.country_label({}), words.good_label(None), ELSEWHERE)
    return dict(
        sorted(sums.items(), key=lambda each: (
            each[0].startswith(words.ALL_OTHERS), each[0] in last, -each[1][0], -each[1][1], each[0]))
    )  # fmt: skip


def _thick(amount: Decimal, whole: Decimal) -> float:
    return max(_LEAST, float(amount / whole) * _SCALE) if amount > 0 else 0.0


def _drawn(
    rows: Sequence[Row], folds: Sequence[Callable[[Row], str]], whole: Decimal
) -> tuple[list[list[Node]], list[Ribbon], int]:
    """Lay out the columns, then the ribbons between them; every number is rounded to a tenth."""
    links = [_links(rows, folds[n], folds[n + 1]) for n in (0, 1)]
    columns: list[list[Node]] = []
    for n, (x, key, _) in enumerate(_COLUMNS):
        y, column = 30.0, []
        for name, amounts in _weights(rows, folds[n]).items():
            sides = [sum(_thick(a, whole) for ends, parts in side.items() if ends[place] == name for a in parts)
                     for side, place in ((links[n - 1], 1), (links[min(n, 1)], 0)) if _beside(n, place)]  # fmt: skip
            height, lines = max(sides), _wrapped(name, key)
            slot = max(height, _SLOT + 15 * (len(lines) - 1))
            top = y + (slot - height) / 2
            column.append(Node(name, sum(amounts, Decimal(0)), x, top, height, y + slot / 2, lines))
            y += slot + _GAP
        columns.append(column)
    height = max(node.middle + max(node.height, _SLOT) / 2 for column in columns for node in column)
    ribbons = [each for n in (0, 1) for each in _ribbons(links[n], columns[n], columns[n + 1], whole)]
    ribbons.sort(key=lambda each: each.kind != "possible")
    return columns, ribbons, round(height) + 16


def _beside(column: int, place: int) -> bool:
    """Tell whether a column has a neighbour: the first none before it, the last none after it."""
    return column > 0 if place == 1 else column < len(_COLUMNS) - 1


Links = dict[tuple[str, str], tuple[Decimal, Decimal]]


def _links(rows: Sequence[Row], left: Callable[[Row], str], right: Callable[[Row], str]) -> Links:
    sums: Links = {}
    for row in rows:
        ends = (left(row), right(row))
        matched, possible = sums.get(ends, (Decimal(0), Decimal(0)))
        sums[ends] = (matched + words.money(row.get("matched") or 0), possible + words.money(row.get("possible") or 0))
    return sums


def _ribbons(links: Links, left: Sequence[Node], right: Sequence[Node], whole: Decimal) -> list[Ribbon]:
    """Stack the ribbons on both sides in the order of the nodes that they meet."""
    drawn, from_, to = [], {node.name: node.y for node in left}, {node.name: node.y for node in right}
    starts: dict[tuple[str, str], float] = {}
    for a in left:
        for b in right:
            if (a.name, b.name) in links:
                starts[a.name, b.name] = from_[a.name]
                from_[a.name] += sum(_thick(each, whole) for each in links[a.name, b.name])
    for b in right:
        for a in left:
            if (a.name, b.name) not in links:
                continue
            y0, y1 = starts[a.name, b.name], to[b.name]
            for kind, amount in zip(("matched", "possible"), links[a.name, b.name], strict=True):
                if thick := _thick(amount, whole):
                    drawn.append(Ribbon(kind, _path(a.x + _BAR, y0, b.x, y1, thick)))
                    y0, y1 = y0 + thick, y1 + thick
            to[b.name] = y1
    return drawn


def _path(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    half = (x0 + x1) / 2
    return (
        f"M{x0:.0f},{y0:.1f}C{half:.0f},{y0:.1f} {half:.0f},{y1:.1f} {x1:.0f},{y1:.1f}v{thick:.1f}"
        f"C{half:.0f},{y1 + thick:.1f} {half:.0f},{y0 + thick:.1f} {x0:.0f},{y0 + thick:.1f}z"
    )


def _wrapped(name: str, key: str) -> tuple[str, ...]:
    """Break the name of a node into at most two short lines; what is longer stands whole in the table."""
    most = {"country": 20, "good": 26, "agency": 24}[key]
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    cut = [line if len(line) <= most + 2 else line[: most + 1] + "…" for line in lines]
    return tuple(cut) if len(cut) <= 2 else (cut[0], cut[1][: most + 1] + "…")


def _table(rows: Sequence[Row]) -> Table:
    kept = [{key: row.get(key) for key in (*_KEYS, "matched", "possible", "awards", "opens")} for row in rows]
    return folded(kept, words.country_label, lambda row: (_good(row), _name("agency", row)), top=_TABLE)


_KEYS = ("country", "name", "good", "strength", "depth", "through", "in_largest", "agency")


def _said(nodes: Sequence[Sequence[Node]]) -> str:
    """Say the picture to those who hear the page: the largest of each column."""
    heads = ("countries", "goods", "agencies")
    return ". ".join(
        f"{head.capitalize()}: " + words.listing(f"{node.name} {words.short_dollars(node.dollars)}" for node in column[:4])
        for head, column in zip(heads, nodes, strict=True)
    )
