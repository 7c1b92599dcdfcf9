"""A reform's answer in a terminal: what changes, who is covered between which bounds, where, when, at what burden."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from buyfair.cards import reform_beside as beside
from buyfair.cards import reform_burden as burden
from buyfair.cards import reform_words as said
from buyfair.cards import words
from buyfair.cards.drawn import drawn
from buyfair.cards.reform_words import Document, listed, part

_TOP, _MOVERS, _ASSUMPTIONS, _SUPPLIERS = 5, 5, 3, 3
_WIDE = 100  # from this width the tables of places have room for awards, too


def reform_text(answer: Document, width: int, color: bool) -> str:
    """Draw the answer as calm text of at most `width` columns, readable without color.

    Unit: dollars of the portfolio's awards; K thousand, M million, B billion.
    """
    blocks = (
        _title, _answer, _bounds, _rules, _where, _missing, _curve, _burden, _supply, _extras, _movers, _law, _limits
    )  # fmt: skip
    return drawn(blocks, answer, width, color)


# How things are drawn


def _heading(console: Console, text: str, note: str = "") -> None:
    console.print(Text(text, style="bold").append(f"  {note}" if note else "", style="not bold dim"))


def _say(console: Console, sentences: Iterable[str], style: str = "") -> None:
    for sentence in sentences:
        console.print(Text(sentence, style=style))


def _points(console: Console, sentences: Iterable[str]) -> None:
    """Sentences as a list: what runs over stands under its own beginning."""
    for sentence in sentences:
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row("-", Text(sentence))
        console.print(table)


def _grid(first: str, *figures: str) -> Table:
    """A table whose first column gives way and whose figures do not."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(first, overflow="fold")
    for figure in figures:
        table.add_column(figure, justify="right", no_wrap=True)
    return table


def _more(console: Console, every: Sequence[object], shown: int) -> None:
    if len(every) > shown:
        console.print(Text(f"And {len(every) - shown:,} more in --json.", style="dim"))


# What changes, and who is covered


def _title(console: Console, answer: Document) -> None:
    console.print(Text(said.title(answer), style="bold"))
    if said.made_up(answer):
        console.print(Text(said.made_up(answer), style="bold"))
    console.print(Text(f"A reform tried on recorded awards. Instrument: {said.instrument(answer)}. "
                       f"Source: {words.clean(answer.get('source') or said.UNKNOWN)}.", style="dim"))  # fmt: skip
    console.print(Text(said.ground(answer), style="dim"))
    if answer.get("summary"):
        console.print(Text(words.clean(answer["summary"])))
    console.print()
    _heading(console, "What changes")
    _points(console, said.changes(answer))
    console.print()


def _answer(console: Console, answer: Document) -> None:
    _heading(console, "Who is newly covered")
    _say(console, said.headline(answer))
    _say(console, [said.suppliers(answer)])
    console.print()


def _bounds(console: Console, answer: Document) -> None:
    table = _grid("", "Awards", "Dollars", "Suppliers")
    for when, label in said.FOUR.items():
        table.add_row(Text(label, style="bold"), "", "", "")
        for name, meaning in said.PARTS.items():
            row = part(said.spanned(answer, when), name)
            table.add_row(Text(f"  {meaning}", style="dim" if name == "undecidable" else ""), said.count(row.get("awards")),
                          said.dollars(row.get("dollars")), said.count(row.get("suppliers")))  # fmt: skip
    console.print(table)
    _say(console, [said.READ_BOUNDS, said.covered_means(answer)], "dim")
    console.print()


def _rules(console: Console, answer: Document) -> None:
    """Only where more than one duty moves: one duty is the table above."""
    moving = said.changed(listed(answer, "rules"))
    if len(moving) < 2:
        return
    _heading(console, "By duty", "an award may be under several")
    table = _grid("", "Today", "Under the reform")
    for row in moving[:_TOP]:
        label = f"{words.clean(row.get('title') or row.get('id'))} ({words.clean(row.get('id'))})"
        table.add_row(Text(label), *(said.between(part(row, when), "dollars") for when in ("before", "after")))
    console.print(table)
    _more(console, moving, _TOP)
    console.print()


# Where, when, and what the answer waits for


def _where(console: Console, answer: Document) -> None:
    _heading(console, "Where", "dollars from what is certain to what is possible at most")
    if said.nowhere_at_all(answer):
        _say(console, [said.NOWHERE, ""])
        return
    for key, name in said.GROUPS.items():
        places = said.where(answer, key)
        if places:
            console.print(_places(name, places, console.width >= _WIDE))
            _more(console, places, _TOP)
        else:
            console.print(Text(f"By {name}: {said.UNKNOWN}.", style="dim"))
        console.print()
    _say(console, ["By good, country of origin and district: in --json; --district makes a page about one district."], "dim")
    console.print()


def _places(name: str, places: Sequence[said.Place], wide: bool) -> Table:
    table = _grid(f"By {name}", "Today", "Under the reform", *(["Anew, certain", "Anew, at most"] if wide else []))
    for place in places[:_TOP]:
        new = [said.many(part(place.gained, name).get("awards"), "award") for name in ("certain", "possible")]
        bounds = [said.between(b, "dollars") for b in (place.before, place.after)]
        table.add_row(Text(place.name), *bounds, *(new if wide else []))
    return table


def _missing(console: Console, answer: Document) -> None:
    waiting = listed(answer, "missing")
    if not waiting:
        return
    _heading(console, "What could not be told waits for", "an award may wait for several")
    table = _grid("Fact", "Awards", "Dollars")
    for row in waiting[:_TOP]:
        table.add_row(Text(said.waits(row)), said.count(row.get("awards")), said.dollars(row.get("dollars")))
    console.print(table)
    _more(console, waiting, _TOP)
    console.print()


def _curve(console: Console, answer: Document) -> None:
    _heading(console, "When it bites", "bar: certain, then possible at most")
    years = said.years(answer)
    if not years:
        _say(console, [f"When it would bite is {said.UNKNOWN}."])
        console.print()
        return
    if none := said.no_bars(answer):
        _say(console, [none, *said.bites(answer)])
        console.print()
        return
    _say(console, [said.CURVE_MEANS], "dim")
    cells = max(6, min(40, console.width - 54))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("", "", "Dollars", "Awards"):
        table.add_column(column, no_wrap=True, justify="right" if column else "left")
    for year in years:
        sure, most = (math.ceil(share * cells) for share in (year.certain, year.possible))
        bar = Text("█" * sure, style="blue").append("░" * (most - sure), style="dim")
        table.add_row(Text(year.name), bar.append(" " * (cells - most)), year.dollars, year.awards)
    console.print(table)
    _say(console, said.bites(answer))
    console.print()


# Burden, supply, leverage


def _burden(console: Console, answer: Document) -> None:
    _heading(console, "Burden in one year", "as the Paperwork Reduction Act asks it")
    rows = burden.burden_rows(answer)
    if not rows:
        _say(console, [burden.untold(answer), ""])
        return
    if nobody := burden.nobody(answer):
        _say(console, [nobody, ""])
        return
    table = _grid("", "Low", "Middle", "High")
    for row in rows:
        table.add_row(Text(row.name), *row.cells)
    console.print(table)
    _say(console, burden.notes(answer), "dim")
    if swings := burden.swings(answer)[:_ASSUMPTIONS]:
        console.print(Text("What matters most: the cost to firms if one assumption stands at its low or its high"))
        _points(console, (f"{each.name}: {said.dollars(each.low)} to {said.dollars(each.high)}"
                          f"{f' (at {each.band})' if each.band else ''}" for each in swings))  # fmt: skip
    console.print()


def _supply(console: Console, answer: Document) -> None:
    _heading(console, "Supply and leverage")
    _say(console, [beside.supply(answer)])
    _small(console, ("Offers", "Awards", "Dollars"), beside.offers(answer))
    _say(console, [beside.leverage(answer)])
    _small(console, (beside.SHARE, "Suppliers", "Dollars"), beside.quarters(answer))
    _points(console, (f"{name}: {of}" for name, of in beside.top_suppliers(answer)[:_SUPPLIERS]))
    console.print()


def _small(console: Console, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = _grid(*head)
    for first, *figures in rows:
        table.add_row(Text(first), *figures)
    if table.row_count:
        console.print(Padding(table, (0, 0, 0, 2)))


def _extras(console: Console, answer: Document) -> None:
    for title, sentences in beside.extras(answer):
        _heading(console, title)
        _say(console, sentences)
        console.print()


# Who moves, what the law says of it, what the figures do not show


def _movers(console: Console, answer: Document) -> None:
    movers = listed(answer, "movers")
    if not movers:
        return
    _heading(console, "Who moves", "the awards with the most dollars")
    for row in movers[:_MOVERS]:
        supplier, number = said.named(row)
        line = Text(supplier, style="bold").append(f" · {number} · {said.dollars(row.get('dollars'))}", style="not bold")
        console.print(line)
        why = words.clean(row.get("why") or "")
        console.print(Padding(Text(f"{words.sentence_case(said.moved(row))}. {why}".strip(), style="dim"), (0, 0, 0, 2)))
    if said.movers_are_all(answer):
        _more(console, movers, _MOVERS)
    else:
        _say(console, [f"The {len(movers):,} with the most dollars stand in --json; --moved writes all of them."], "dim")
    console.print()


def _law(console: Console, answer: Document) -> None:
    if answer.get("commercial"):
        _heading(console, "Commercial and COTS purchases")
        _say(console, [words.clean(answer["commercial"])])
        console.print()
    for heading, told in (("Where it meets other law", said.conflicts), ("What was done before", said.precedents)):
        if rows := told(answer):
            _heading(console, heading)
            _points(console, rows)
            console.print()


def _limits(console: Console, answer: Document) -> None:
    _heading(console, "What these figures do not show")
    _points(console, said.limits(answer))
    _say(console, [said.versions(answer)], "dim")
