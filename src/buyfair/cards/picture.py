"""The picture of a summary in a terminal: the answer, the sectors, what stands out, what could not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from buyfair.cards import reach, titles, words
from buyfair.cards.drawn import drawn
from buyfair.cards.first import country_names, over, surest_first
from buyfair.cards.screened import not_asked, sentence
from buyfair.cards.sheets import spoke
from buyfair.cards.tables import PARTS, TOP, Row, bar, in_order, ranked, rows, section, texts

_SIGNS = {"matched": "█", "possible": "▒", "unknown": "░", "rest": "·"}
_STYLES = {"matched": "red", "possible": "yellow", "unknown": "dim", "rest": "dim"}
_REASONS = 5
_FEW, _MANY, _ROOMY = 10, 20, 100  # awards shown in a narrow and in a wide terminal, and from which width it is wide


def picture(summary: Mapping[str, object], *, width: int, color: bool) -> str:
    """Draw the summary as calm text of at most `width` columns, readable without color.

    Unit: dollars net per award; M million, B billion.
    """
    blocks = (
        _title, _answer, _sectors, _pairs, _reach, _first, _vehicles, _decisions, _not_told, _spoke, _names, _scale, _reconciled
    )  # fmt: skip
    return drawn(blocks, summary, width, color)


def _title(console: Console, summary: Row) -> None:
    dates = section(summary, "dates") or {}
    first, last = dates.get("first_action"), dates.get("last_action")
    span = f" · actions {words.clean(first)} to {words.clean(last)}" if first and last else ""
    day = f" · as of {words.clean(summary['day'])}" if summary.get("day") else ""
    console.print(Text("Buyfair picture of risk", style="bold").append(f"{span}{day}", style="not bold"))
    if words.is_sample(summary):
        real = ", except the totals under For scale" if section(summary, "whole_government") else ""
        console.print(Text(f"{words.SAMPLE_BANNER}{real}.", style="bold"))
    console.print()


def _answer(console: Console, summary: Row) -> None:
    console.print(Text(words.headline(summary)))
    exposure = section(summary, "exposure")
    if exposure is not None:
        console.print()
        console.print(Text(words.bounds(exposure)))
        if all(exposure.get(part) is not None for part in PARTS):
            place, through = (words.short_dollars(exposure[part]) for part in PARTS)
            said = f"Possible: {place} place not recorded, {through} through an input or mixed contents."
            console.print(Text(said, style="dim"))
        if exposure.get("no_listing") is not None:
            found = words.short_dollars(exposure["no_listing"])
            services = words.short_dollars(exposure.get("not_goods") or "0.00")
            said = f"Outside these bounds: {services} of services and software; {found} {words.NOT_SAFE}."
            console.print(Text(said, style="dim"))
        for sentence in words.caveats(summary):
            console.print(Text(sentence))
        console.print(Text(words.taken_back(exposure), style="dim"))
    console.print()


def _heading(console: Console, text: str, note: str = "") -> None:
    console.print(Text(text, style="bold").append(f"  {note}" if note else "", style="not bold dim"))


def _bar(row: Row, cells: int) -> Text:
    plain = {key: value for key, value in row.items() if not key.startswith("possible_")}
    drawn = Text()
    for segment in bar(plain, cells=cells, least=1):
        drawn.append(_SIGNS.get(segment.kind, "·") * segment.width, style=_STYLES.get(segment.kind, "dim"))
    return drawn


def _grid(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_header=any(columns))
    for column in columns:
        left = column == ""
        table.add_column(column, justify="left" if left else "right", no_wrap=not left, overflow="fold")
    if not any(columns):
        table.columns[0].justify, table.columns[0].no_wrap = "right", True
    return table


def _amount(value: object) -> str:
    return "not told" if value is None else words.tight_dollars(value)


def _sectors(console: Console, summary: Row) -> None:
    sectors = in_order(summary)
    if not sectors:
        return
    cells = max(8, min(40, console.width - 66))
    _heading(console, "Sectors", "each bar is all dollars of the sector")
    legend = Text()
    for sign, label in (("matched", "matched"), ("possible", "possible"), ("unknown", "unknown"),
                        ("rest", "nothing found, or services")):  # fmt: skip
        legend.append(_SIGNS[sign] * 2, style=_STYLES[sign]).append(f" {label}   ")
    console.print(legend)
    table = _grid("", "", "Dollars", "Matched", "Possible", "Unknown")
    for row in sectors:
        amounts = [_amount(row.get(name)) for name in ("dollars", "matched", "possible", "unknown")]
        table.add_row(Text(words.sector_label(row.get("sector"))), _bar(row, cells), *amounts)
    console.print(table)
    for row in rows(summary, "apart"):
        console.print(Text(words.apart(row), style="dim"))
    console.print()


def _pairs(console: Console, summary: Row) -> None:
    pairs = ranked(summary, "pairs")
    if not pairs:
        return
    _heading(console, "Goods by country of origin", "possible: listed elsewhere, through an input or contents")
    table = _grid("", "Matched", "Possible", "")
    for row in pairs[:TOP]:
        name = f"{words.good_label(row.get('good'))}, {words.country_label(row)}"
        harms = words.harms_label(texts(row, "harms"))
        table.add_row(Text(name), _amount(row.get("matched")), _amount(row.get("possible")), Text(harms, style="dim"))
    if others := pairs[TOP:]:
        sums = [_total(others, name) for name in ("matched", "possible")]
        table.add_row(Text(f"{words.ALL_OTHERS} ({len(others):,})"), *(_amount(each) for each in sums), Text(""))
    console.print(table)
    console.print()


def _reach(console: Console, summary: Row) -> None:
    said = reach.sentence(summary)
    if said is None:
        return
    _heading(console, "Where the law looks", "over duties that make somebody look at the making")
    console.print(Text(said))
    for more in (reach.bounds(summary), reach.waits_for(summary)):
        if more is not None:
            console.print(Text(more))
    table = _grid("", "Matched", "Possible")
    found = reach.three(section(summary, "reach") or {})
    for state, label in reach.STATES.items():
        if found is not None and found.whole:
            table.add_row(Text(label), *(_amount(found.amounts[state][end]) for end in ("matched", "possible")))
    if table.row_count:
        console.print(table)
    console.print()


def _names(console: Console, summary: Row) -> None:
    told = section(summary, "leads")
    if told is not None:
        _heading(console, "Names and lists of parties", "leads stand in no figure")
        console.print(Text(" ".join((sentence(told), *not_asked(told)))))
        console.print()


def _total(group: Sequence[Row], name: str) -> Decimal:
    return sum((words.money(row.get(name) or 0) for row in group), Decimal(0))


def _first(console: Console, summary: Row) -> None:
    first = rows(summary, "first")
    if not first:
        return
    shown = first[: _FEW if console.width < _ROOMY else _MANY]
    _heading(console, "Awards to look at first", "band: where the rank stands if our weights are wrong")
    console.print(Text(words.NOT_ABOUT_SUPPLIER))
    named = country_names(summary)
    table = _grid("", "Band", "")
    table.columns[0].justify, table.columns[0].no_wrap, table.columns[2].overflow = "right", True, "fold"
    for row in shown:
        what = Text(titles.title(row, named), style="bold")
        supplier = words.clean(row.get("supplier") or "Supplier not told")
        what.append(f" · {words.exposed_of(row)} · {supplier}", style="not bold")
        if ended := over(row):
            what.append(f"\n{ended}", style="not bold")
        what.append(f"\n{_reason(row)}", style="not bold dim")
        table.add_row(Text(str(row.get("rank"))), Text(_band(row), style="dim"), what)
    console.print(table)
    if rest := min(_MANY, len(first)) - len(shown):
        console.print(Text(f"And {rest} more in report.html.", style="dim"))
    console.print()


def _band(row: Row) -> str:
    told = row.get("band")
    if words.band(row) is None or not isinstance(told, (list, tuple)):
        return ""
    return f"{told[0]}-{'500+' if told[1] >= words.BEYOND else told[1]}"


def _reason(row: Row) -> str:
    """Say the surest reason in one sentence, and how many more there are."""
    reasons = surest_first(row)
    if not reasons:
        return ""
    sentence = words.clean(reasons[0].get("sentence") or reasons[0].get("title") or "")
    return f"{sentence} {words.points(row).capitalize()}{f', {said}' if (said := words.spoke(row)) else ''}."


def _vehicles(console: Console, summary: Row) -> None:
    every = rows(summary, "vehicles")
    if not every:
        return
    _heading(console, "Parent vehicles", "by what is matched, then by what is possible")
    table = _grid("", "Matched", "Possible", "Awards", "Orders until")
    for row in every[:_REASONS]:
        amounts = [_amount(row.get(name)) for name in ("matched", "possible")]
        end = words.clean(row.get("ordering_period_end") or "not recorded")
        agency = words.agency(row.get("parent_agency_name"), row.get("parent_agency"))
        name = Text(words.clean(row.get("vehicle") or "not told")).append(f" {agency}" if agency else "", style="dim")
        table.add_row(name, *amounts, words.count(row.get("awards")), end)
    console.print(table)
    of = (section(summary, "vehicles_of") or {}).get("vehicles")
    if isinstance(of, int) and of > _REASONS:
        console.print(Text(f"And {of - _REASONS:,} more; twenty of them in report.html.", style="dim"))
    console.print()


def _decisions(console: Console, summary: Row) -> None:
    of = section(summary, "calendar_of")
    if of is None:
        return
    events, exposed, silent = (words.count(of.get(key)) for key in ("events", "exposed_events", "not_told"))
    _heading(console, "Next decisions", "within twelve months; exposed: matched or possible")
    abroad = of.get("abroad_events")
    also = f", {words.count(abroad)} more on labor services abroad" if abroad else ""
    console.print(Text(f"{exposed} on exposed awards{also}, {events} in all; {silent} standing awards record no end day."))
    first = sorted(rows(summary, "calendar"), key=lambda row: str(row.get("rank")).zfill(9))[:_REASONS]
    every = sorted(first, key=lambda row: (str(row.get("day")), str(row.get("rank")).zfill(9)))
    named = country_names(summary)
    table = _grid("", "", "", "")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for row in every:
        what = words.DECISIONS.get(str(row.get("what")), (words.clean(row.get("what")),))[0]
        said = f"{titles.title(row, named)}; award {words.clean(row.get('piid') or row.get('award_id'))}"
        table.add_row(words.clean(row.get("day")), Text(what), words.tight_dollars(row.get("dollars") or 0), Text(said))
    if every:
        console.print(table)
    console.print()


def _spoke(console: Console, summary: Row) -> None:
    said = spoke(summary)
    if said is not None:
        console.print(Text(said))
        console.print()


def _not_told(console: Console, summary: Row) -> None:
    reasons = sorted(ranked(summary, "not_told"), key=lambda row: -words.money(row.get("dollars") or 0))
    silent = words.not_judged(summary)
    if not reasons and silent is None:
        return
    _heading(console, "What could not be told, and why")
    table = _grid("", "")
    for row in reasons[:_REASONS]:
        table.add_row(_amount(row.get("dollars")), Text(words.clean(row.get("sentence") or row.get("reason"))))
    if others := reasons[_REASONS:]:
        more = f"{len(others):,} more reason{'' if len(others) == 1 else 's'}"
        table.add_row(_amount(_total(others, "dollars")), Text(f"{words.ALL_OTHERS} ({more})"))
    if reasons:
        console.print(table)
        console.print()
    if silent is not None:
        console.print(Text(silent, style="dim"))
        console.print()


def _scale(console: Console, summary: Row) -> None:
    whole = section(summary, "whole_government")
    if whole is None:
        return
    years = texts(whole, "years")
    _heading(console, "For scale: the whole US government", "real public totals, no firm named")
    table = _grid("", *years)
    for row in rows(whole, "sectors"):
        amounts = [words.short_dollars(value) for value in texts(row, "dollars")]
        table.add_row(Text(words.sector_label(row.get("sector"))), *amounts)
    if totals := texts(whole, "goods_total"):
        table.add_row("All goods bought", *(words.short_dollars(value) for value in totals))
    console.print(table)
    console.print()


def _reconciled(console: Console, summary: Row) -> None:
    lines, dollars = section(summary, "lines") or {}, section(summary, "dollars") or {}
    _heading(console, "Reconciled", "read = accepted + rejected + superseded")
    parts = ("read", "accepted", "rejected", "superseded")
    table = _grid("", *(part.capitalize() for part in parts))
    if lines:
        table.add_row("Lines", *(words.count(lines.get(part)) for part in parts))
    if dollars:
        table.add_row("Dollars", *(words.exact_dollars(dollars[part]) for part in parts))
    console.print(table)
