"""The report page: one HTML file that opens from disk, needs no network and no script, and says the answer first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import zip_longest

from jinja2 import Environment, PackageLoader, StrictUndefined

from buyfair.cards import words
from buyfair.cards.decisions import decisions
from buyfair.cards.first import TWENTY, awards, vehicles
from buyfair.cards.flows import flows
from buyfair.cards.origins import origins
from buyfair.cards.reach import reach
from buyfair.cards.screened import screened
from buyfair.cards.sheets import indicators, sheets
from buyfair.cards.tables import (
    COLUMNS,
    TOP,
    Cell,
    Line,
    Row,
    Segment,
    Table,
    bar,
    folded,
    in_order,
    ranked,
    rows,
    section,
    texts,
)

_BOXED = 8
_BOUNDS = ("matched", "possible", "unknown")
_MONEY = re.compile(r"(\$\d+(?:,\d{3})*(?:\.\d+)?(?: (?:million|billion|trillion))?)")


def report(summary: Mapping[str, object]) -> str:
    """Render the summary as one self-contained HTML text; the same summary gives the same bytes."""
    return _environment().get_template("report.html.j2").render(_page(summary))


def part(name: str, summary: Mapping[str, object], top: int = TOP) -> str:
    """One part of the report as a page holds it, without a frame; empty where the summary says nothing of it.

    Where rows and figures of the summary carry addresses (`opens`), each figure leads to its rows. `top` is how many rows a
    table prints before it folds the others into one. The way on from the answer is the page's own.
    """
    told = {each: _SAYS[each](summary) for each in _COMMON} | {each: _SAYS[each](summary) for each in _PARTS[name]}
    if "tables" in told:
        told["tables"] = _Tables(summary, section(summary, "exposure"), top)
    return _environment().get_template("report_part.j2").render(told | {"part": f"report_{name}.j2", "next_steps": ()}).strip()


def in_pieces(sentence: str) -> list[str]:
    """A sentence cut at its amounts: every second piece is one."""
    return _MONEY.split(sentence)


@cache
def _environment() -> Environment:
    """What reads the templates; made once by a program that writes several pages."""
    made = Environment(
        loader=PackageLoader("buyfair.cards", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for say in (words.short_dollars, words.tight_dollars, words.exact_dollars, words.count, words.share, words.clean,
                words.long_day, words.sentence_case):  # fmt: skip
        made.filters[say.__name__] = say
    made.globals.update(words=words, column_words=COLUMNS)
    return made


def _page(summary: Row) -> dict[str, object]:
    """Gather what the page shows; what is null in the summary is empty here and left out there."""
    return {name: said(summary) for name, said in _SAYS.items()}


def _exposure(summary: Row) -> dict[str, object] | None:
    told = section(summary, "exposure")
    return None if told is None else _told(told, "taken_back")


def _codes(summary: Row) -> Table | None:
    codes = rows(summary, "not_told_codes")
    return folded(codes, _code) if codes else None


def _sources(summary: Row) -> list[dict[str, object]]:
    """The lists and tables, each with its age on the known day."""
    return [
        _told(row, "name", "publisher", "edition", "published", "read", "rows", "licence")
        | {"link": _link(row.get("address")), "age": words.old(row.get("published"), summary.get("day"))}
        for row in rows(summary, "sources")
    ]


def next_steps(summary: Row) -> list[tuple[str, str, str]]:
    """Lead from the answer to what a person does next."""
    steps = []
    if first := rows(summary, "first"):
        steps.append(("#first", f"{min(len(first), TWENTY)} awards", "to look at first, and why these"))
    of = section(summary, "calendar_of")
    if of is not None and isinstance(of.get("exposed_events"), int) and of["exposed_events"]:
        steps.append(("#calendar", f"{of['exposed_events']:,} decisions", "on exposed awards in the next twelve months"))
    if asked := rows(summary, "sheets"):
        sheet = f"{len(asked)} sheet{'' if len(asked) == 1 else 's'}"
        steps.append(("#ask", sheet, "of questions to ask, with clause and document"))
    return steps


def _told(row: Row, *keys: str) -> dict[str, object]:
    """Say of each key that the page asks for that it is not told, if it is not."""
    return dict.fromkeys(keys) | dict(row)


def _link(address: object) -> str | None:
    """Make a link only of what is a web address."""
    text = words.clean(address or "")
    return text if text.startswith(("https://", "http://")) else None


def _whole(exposure: Row | None) -> dict[str, object] | None:
    """Draw all dollars of the awards above zero, and where the bounds stand, in thousandths of the bar."""
    if exposure is None:
        return None
    segments = bar(exposure, Decimal(0))
    return {
        "segments": segments,
        "floor": sum(each.width for each in segments if each.kind == "matched"),
        "ceiling": sum(each.width for each in segments if each.kind not in ("no_listing", "not_goods")),
        "dollars": sum((words.money(each.dollars) for each in segments), Decimal(0)),
        "most": words.ceiling(exposure),
    }


def _said(segments: Sequence[Segment]) -> str:
    """Say a bar in words, for those who hear the page."""
    return words.listing(f"{each.label} {words.short_dollars(each.dollars)}" for each in segments if each.width)


def _sectors(summary: Row) -> list[dict[str, object]]:
    """Draw one bar for each sector: all of its dollars, whatever their size."""
    drawn: list[dict[str, object]] = []
    for row in in_order(summary):
        segments, name = bar(row), words.sector_label(row.get("sector"))
        told = _told(row, "dollars", *_BOUNDS)
        drawn.append({"name": name, "row": told, "segments": segments, "said": _said(segments) or "no dollars"})
    return drawn


def _legend(summary: Row) -> list[str]:
    """Name each class that some bar of the sectors shows, once, in the order of the bars."""
    return list(dict.fromkeys(each.kind for row in in_order(summary) for each in bar(row)))


def _pair_name(row: Row) -> str:
    return f"{words.good_label(row.get('good'))}, {words.country_label(row)}"


def _harms(row: Row) -> str:
    return words.harms_label(texts(row, "harms"))


def _pairs(summary: Row) -> list[dict[str, object]]:
    """Draw the goods and countries that stand out, all on one scale of dollars."""
    shown = ranked(summary, "pairs")[:TOP]
    sums = [words.money(row.get("matched") or 0) + words.money(row.get("possible") or 0) for row in shown]
    longest = max(sums, default=Decimal(0))
    return [
        {
            "name": _pair_name(row),
            "harms": _harms(row),
            "row": _told(row, *_BOUNDS),
            "segments": [each for each in bar(_without_parts(row), longest, least=3) if each.kind != "rest"],
        }
        for row in shown
    ]


def _without_parts(row: Row) -> Row:
    return {key: row.get(key) for key in ("matched", "possible")}


class _Tables(Mapping[str, Table | None]):
    """The tables of names and dollars, each printed when a page shows it; a part that is null or empty has none."""

    def __init__(self, summary: Row, exposure: Row | None, top: int) -> None:
        def named(key: str, absent: str) -> Callable[[Row], str]:
            return lambda row: absent if row.get(key) is None else words.clean(row[key])

        def uei(row: Row) -> tuple[str, ...]:
            return (f"UEI {named('uei', 'not told')(row)}",)

        self._summary, self._top = summary, top
        self._printed: dict[str, Table | None] = {}
        self._says: dict[str, tuple[Callable[[Row], str], Callable[[Row], tuple[str, ...]], Row | None]] = {
            "sectors": (lambda row: words.sector_label(row.get("sector")), lambda row: (), exposure),
            "pairs": (lambda row: words.good_label(row.get("good")),
                      lambda row: (words.country_label(row), words.sentence_case(_harms(row))), exposure),
            "goods": (lambda row: words.good_label(row.get("good")), lambda row: (), exposure),
            "countries": (words.country_label, lambda row: (), exposure),
            "harms": (lambda row: words.harm_label(row.get("harm")), lambda row: (), None),
            "agencies": (named("agency", "Agency not told"), lambda row: (), exposure),
            "suppliers": (named("supplier", "Supplier not told"), uei, exposure),
        }  # fmt: skip

    def __getitem__(self, key: str) -> Table | None:
        if key not in self._printed:
            name, further, against = self._says[key]
            group = in_order(self._summary) if key == "sectors" else ranked(self._summary, key)
            self._printed[key] = folded(group, name, further, against, self._top) if group else None
        return self._printed[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._says)

    def __len__(self) -> int:
        return len(self._says)


def _not_told(summary: Row, exposure: Row | None) -> dict[str, object] | None:
    """Print the reasons, the largest first, held against the unknown of the headline."""
    group = sorted(ranked(summary, "not_told"), key=lambda row: -words.money(row.get("dollars") or 0))
    if not group:
        return None
    said = sum((words.money(row.get("dollars") or 0) for row in group), Decimal(0))
    gap = words.money(exposure["unknown"]) - said if exposure is not None else Decimal(0)
    table = folded(group, lambda row: words.clean(row.get("sentence") or row.get("reason")))
    return {"table": table, "less": gap if gap > 0 else None, "more": -gap if gap < 0 else None}


def _code(row: Row) -> str:
    """Name a product code with its title, where the manual knows it."""
    if row.get("psc") is None:
        return "no code recorded"
    return words.clean(f"{row['psc']} {row.get('title') or '(not in the manual)'}")


def _government(whole: Row | None) -> dict[str, object] | None:
    """Draw the totals of the whole government by sector and print them, by sector and by good."""
    if whole is None:
        return None
    totals = [words.money(value) for value in texts(whole, "goods_total")]
    sectors, goods = rows(whole, "sectors"), rows(whole, "goods")
    longest = max((amount for row in sectors for amount in _yearly(row)), default=Decimal(0))
    years = texts(whole, "years")
    return {
        "source": words.clean(whole.get("source") or ""),
        "years": years,
        "totals": totals,
        "apart": [words.apart(row) for row in rows(whole, "apart")],
        "bars": [
            {"name": words.sector_label(row.get("sector")), "years": [
                (year, amount, int(amount * 1000 / longest) if longest else 0)
                for year, amount in zip(years, _yearly(row), strict=False)]}
            for row in sectors
        ],
        "sectors": _years(sectors, lambda row: words.sector_label(row.get("sector")), totals, "All other goods"),
        "goods": _years(goods, lambda row: words.good_label(row.get("good")), totals, "Not under any of these goods"),
    }  # fmt: skip


def _yearly(row: Row) -> list[Decimal]:
    return [words.money(value) for value in texts(row, "dollars")]


def _years(group: Sequence[Row], name: Callable[[Row], str], totals: Sequence[Decimal], rest: str) -> Table | None:
    """Print amounts by year: the first twelve rows, all others in one, what is under none of them, and the total."""
    if not group:
        return None
    shown = [(name(row), _yearly(row)) for row in group[:TOP]]
    if others := [_yearly(row) for row in group[TOP:]]:
        shown.append((f"{words.ALL_OTHERS} ({len(others):,})", _columns(others)))
    sums = _columns([amounts for _, amounts in shown])
    if totals and (left := [whole - part for whole, part in zip(totals, sums, strict=False)]) and any(left):
        shown.append((rest, left))
        sums = list(totals)
    lines = tuple(Line(each, (), tuple(_year_cell(amount) for amount in amounts)) for each, amounts in shown)
    return Table((), lines, tuple(_year_cell(amount) for amount in sums), None)


def _columns(amounts: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    return [sum(column, Decimal(0)) for column in zip_longest(*amounts, fillvalue=Decimal(0))]


def _year_cell(amount: Decimal) -> Cell:
    return Cell(words.whole_dollars(amount), str(amount))


_SAYS: Mapping[str, Callable[[Row], object]] = {
    "day": lambda s: s.get("day"),
    "dates": lambda s: _told(section(s, "dates") or {}, "first_action", "last_action"),
    "versions": lambda s: _told(section(s, "versions") or {}, "code", "knowledge"),
    "inputs": lambda s: [_told(row, "name", "layout", "rows", "bytes", "sha256") for row in rows(s, "inputs")],
    "sample": words.is_sample,
    "answer": lambda s: in_pieces(words.headline(s)),
    "not_judged": words.not_judged,
    "exposure": _exposure,
    "whole": lambda s: _whole(section(s, "exposure")),
    "sectors": _sectors,
    "legend": _legend,
    "caveats": words.caveats,
    "apart": lambda s: [words.apart(row) for row in rows(s, "apart")],
    "pairs": _pairs,
    "tables": lambda s: _Tables(s, section(s, "exposure"), TOP),
    "map": origins,
    "flow": flows,
    "reach": reach,
    "screened": screened,
    "top": awards,
    "summary_first": lambda s: s.get("first"),
    "vehicles": vehicles,
    "summary_vehicles": lambda s: s.get("vehicles"),
    "decided": decisions,
    "sheets": sheets,
    "spoken": indicators,
    "next_steps": next_steps,
    "not_told": lambda s: _not_told(s, section(s, "exposure")),
    "not_told_codes": _codes,
    "blind": lambda s: texts(s, "blind_spots"),
    "boxed": lambda s: texts(s, "blind_spots")[:_BOXED],
    "government": lambda s: _government(section(s, "whole_government")),
    "lines": lambda s: section(s, "lines"),
    "dollars": lambda s: section(s, "dollars"),
    "unreadable": lambda s: sorted((section(s, "unreadable") or {}).items()),
    "sources": _sources,
}  # fmt: skip
"""What the page shows, by the name that its template uses."""

_COMMON = ("day", "sample", "versions")
_PARTS = {
    "answer": ("exposure", "whole", "caveats", "dollars"),
    "boxed": ("blind", "boxed"),
    "map": ("map", "tables"),
    "sectors": ("sectors", "legend", "apart", "tables"),
    "goods": ("tables", "pairs", "map"),
    "flows": ("flow",),
    "reach": ("reach",),
    "first": ("top", "summary_first"),
    "vehicles": ("vehicles", "summary_vehicles"),
    "calendar": ("decided",),
    "sheets": ("sheets",),
    "indicators": ("spoken",),
    "nottold": ("not_told", "not_told_codes", "not_judged"),
    "blind": ("blind",),
    "agencies": ("tables",),
    "suppliers": ("tables",),
    "screened": ("screened",),
    "scale": ("government",),
    "reconciled": ("lines", "dollars", "unreadable"),
    "sources": ("sources", "inputs"),
    "patterns": (),
}
"""What each part of the report is told, so that a page that shows one part gathers no other."""
