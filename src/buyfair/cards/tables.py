"""The tables and bars of a summary: the twelve rows that matter most, the rest in one row, so that all adds up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from buyfair.cards.words import ALL_OTHERS, class_label, count, money, sector_label, short_dollars, whole_dollars

Row = Mapping[str, object]
TOP = 12
COUNTS = {"awards": "Awards", "lines": "Lines"}
# The answer first: on a phone the columns at the right stand outside the screen.
AMOUNTS = {
    "matched": "Matched",
    "possible": "Possible",
    "possible_place_not_recorded": "of it: place not recorded",
    "possible_through_input": "of it: input or mixed contents",
    "unknown": "Unknown",
    "no_listing": "Nothing found",
    "not_goods": "No goods",
    "dollars": "All dollars",
}
COLUMNS = AMOUNTS | COUNTS
PARTS = ("possible_place_not_recorded", "possible_through_input")


@dataclass(frozen=True)
class Cell:
    """One figure of a table: as printed, and exactly; where a page says so, the address of its rows."""

    text: str
    value: str | None
    href: str | None = None


@dataclass(frozen=True)
class Line:
    """One row of a table: its name, further words, and its figures."""

    name: str
    words: tuple[str, ...]
    cells: tuple[Cell, ...]
    href: str | None = None


@dataclass(frozen=True)
class Table:
    """A table ready to print; `total` is the sum of its own rows, `note` how it stands against the headline."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[Cell, ...]
    note: str | None


@dataclass(frozen=True)
class Segment:
    """One part of a bar: its class, words and dollars, and where it stands in thousandths of the bar."""

    kind: str
    label: str
    dollars: str
    start: int
    width: int


def section(summary: Row, key: str) -> Row | None:
    """Take one part of the summary that is an object; null stays null."""
    value = summary.get(key)
    return value if isinstance(value, Mapping) else None


def rows(summary: Row, key: str) -> list[Row]:
    """Take one part of the summary that is a list of objects; null gives no rows."""
    value = summary.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def texts(summary: Row, key: str) -> list[str]:
    """Take one part of the summary that is a list of texts; null gives none."""
    value = summary.get(key)
    return [str(item) for item in value if item is not None] if isinstance(value, (list, tuple)) else []


def ranked(summary: Row, key: str) -> list[Row]:
    """Order rows by what is surest first: matched, possible, unknown, dollars, and then by name."""

    def weight(row: Row) -> tuple[Decimal | str, ...]:
        amounts = [-money(row.get(name) or 0) for name in ("matched", "possible", "unknown", "dollars")]
        return (*amounts, *(str(row.get(name)) for name in ("good", "country", "agency", "supplier", "uei", "reason")))

    return sorted(rows(summary, key), key=weight)


def opened(row: Row, what: str) -> str | None:
    """The address that a page gives to a figure or a name of this row, under `opens`; a summary on its own gives none."""
    found = section(row, "opens")
    return None if found is None or found.get(what) is None else str(found[what])


def _sum(group: Sequence[Row], column: str) -> Decimal | None:
    told = [money(row[column]) for row in group if row.get(column) is not None]
    return sum(told, Decimal(0)) if told else None


def _cell(group: Sequence[Row], column: str) -> Cell:
    amount = _sum(group, column)
    if amount is None:
        return Cell("not told", None)
    href = opened(group[0], column) if len(group) == 1 else None
    if column in COUNTS:
        return Cell(count(int(amount)), str(int(amount)), href)
    return Cell(whole_dollars(amount), str(amount), href)


def folded(
    group: Sequence[Row],
    name: Callable[[Row], str],
    words: Callable[[Row], tuple[str, ...]] = lambda row: (),
    exposure: Row | None = None,
    top: int = TOP,
) -> Table:
    """Print the first twelve rows, all others in one, and their sum.

    Args beyond the rows: `name` and `words` say a row in words; `exposure` is what the sums are held against.
    """
    columns = tuple(column for column in COLUMNS if any(row.get(column) is not None for row in group))
    lines = [
        Line(name(row), words(row), tuple(_cell([row], column) for column in columns), opened(row, "name"))
        for row in group[:top]
    ]
    if rest := group[top:]:
        blank = tuple("" for _ in words(rest[0]))
        lines.append(Line(f"{ALL_OTHERS} ({len(rest):,})", blank, tuple(_cell(rest, column) for column in columns)))
    total = tuple(_total(group, column, exposure or {}) for column in columns)
    return Table(columns, tuple(lines), total, _against(group, exposure))


def _total(group: Sequence[Row], column: str, exposure: Row) -> Cell:
    """The sum of a column; it opens what the headline opens where it is the same sum."""
    cell = _cell(group, column) if len(group) != 1 else replace(_cell(group, column), href=None)
    there = exposure.get(column)
    same = there is not None and cell.value is not None and money(cell.value) == money(there)
    return replace(cell, href=opened(exposure, column)) if same else cell


def _against(group: Sequence[Row], exposure: Row | None) -> str | None:
    """Say by how much the sums of a table differ from the headline, if they do."""
    differences = []
    for column in ("matched", "possible", "unknown"):
        here = _sum(group, column)
        there = exposure.get(column) if exposure is not None else None
        if here is not None and there is not None and here != money(there):
            more = "more" if here > money(there) else "less"
            differences.append(f"{short_dollars(abs(here - money(there)))} {more} under {column}")
    return f"Against the headline this table holds {'; '.join(differences)}." if differences else None


def spread(amounts: Sequence[Decimal], cells: int, least: int = 1) -> list[int]:
    """Share out the cells of a bar by amount; what is above zero is never drawn as nothing.

    Unit: cells; they add up to `cells`, or to nothing if nothing is above zero.
    """
    positive = [max(amount, Decimal(0)) for amount in amounts]
    total = sum(positive, Decimal(0))
    if total == 0:
        return [0] * len(positive)
    ideal = [amount * cells / total for amount in positive]
    drawn = [max(int(want), least) if want else 0 for want in ideal]
    while sum(drawn) != cells:
        up = sum(drawn) < cells
        error = [(want - have) if up else (have - want) for want, have in zip(ideal, drawn, strict=True)]
        open_ = [i for i, have in enumerate(drawn) if have and (up or have > least)]
        if not open_:
            break
        drawn[max(open_, key=lambda i: (error[i], -i))] += 1 if up else -1
    return drawn


def bar(row: Row, whole: Decimal | None = None, cells: int = 1000, least: int = 8) -> list[Segment]:
    """Cut the dollars of a row into matched, possible (in its two parts where told), unknown and the rest."""
    kinds = ["matched", *(PARTS if all(row.get(part) is not None for part in PARTS) else ["possible"]), "unknown"]
    amounts = {kind: money(row.get(kind) or 0) for kind in kinds}
    amounts |= {kind: money(row[kind]) for kind in ("no_listing", "not_goods") if row.get(kind) is not None}
    total = whole if whole is not None else money(row.get("dollars") or 0)
    rest = total - sum(amounts.values(), Decimal(0))
    if rest > 0:
        amounts["rest"] = rest
    segments, start = [], 0
    for (kind, amount), width in zip(amounts.items(), spread(list(amounts.values()), cells, least), strict=True):
        segments.append(Segment(kind, class_label(kind), str(amount), start, width))
        start += width
    return segments


def in_order(summary: Row) -> list[Row]:
    """Order sectors as the proposal names them, services abroad and everything else last, unknown names between."""
    order = ("electronics", "minerals", "apparel", "food", "labor_services_abroad")
    return sorted(
        rows(summary, "sectors"),
        key=lambda row: (
            (99, "") if row.get("sector") in (None, "none")
            else (order.index(str(row["sector"])), "") if row.get("sector") in order
            else (50, sector_label(row.get("sector")))
        ),
    )  # fmt: skip
