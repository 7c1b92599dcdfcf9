"""A reform's answer on paper: two pages for a member of Congress, or one page about a district."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from textwrap import shorten

from buyfair.cards import brief_sheet, words
from buyfair.cards import reform_beside as beside
from buyfair.cards import reform_burden as burden
from buyfair.cards import reform_words as said
from buyfair.cards.brief_sheet import Cut, Sheet
from buyfair.cards.reform_words import Document, listed, part
from buyfair.terms.errors import refuse

_FOOTER = "{} · Buyfair policy lab: figures between what is certain and what is possible; they accuse nobody."
_TITLE = 150  # letters of a title before it is cut
_SAID = 260  # letters that always stand of what a reader asks first: is there supply, are commercial purchases reached
_LIMITS_TOO = 7  # points more than other lists have: limits are the last to be cut
_LIMITS_TIMES = 3  # and so many times as long
_SUPPLIERS = 3
_LEAST = 3  # sentences of a preference, fee, record or overlap, and assumptions, that always stand
_NAME, _NUMBER, _WHY = 90, 28, 180  # letters of the name, the number and the reason of an award


def brief_pdf(answer: Document, made_on: date | None = None) -> bytes:
    """Two pages: what changes, for whom, where and when; then its burden, law, limits and sources.

    Unit: dollars of the portfolio's awards; the same answer and day give the same bytes.
    Raises: MachineError if the pages cannot be set.
    """
    title = brief_sheet.clipped(said.title(answer), _TITLE)
    first = brief_sheet.fitted(title, partial(_first_page, answer, made_on))
    second = brief_sheet.fitted(title, partial(_second_page, answer, first))
    return brief_sheet.pdf(title, _footer(title), [first, second])


def _footer(title: str) -> str:
    return _FOOTER.format(shorten(title, 50, placeholder=" \u2026").replace(", \u2026", " \u2026"))


# The first page


def _first_page(answer: Document, made_on: date | None, cut: Cut) -> Sheet:
    sheet, answer = Sheet(cut), brief_sheet.trimmed(answer, cut.letters)
    printed = f" Printed {words.long_day(made_on.isoformat())}." if made_on else ""
    by = f"Instrument: {said.instrument(answer)}"
    sheet.say(f"A reform tried on recorded awards. {by}. {_of_day(answer)}.{printed}", "kicker")
    _titled(sheet, answer)
    if answer.get("summary"):
        sheet.say(answer["summary"], "lead")
    _changes(sheet, answer)
    _covered(sheet, answer)
    _where(sheet, answer)
    _when(sheet, answer)
    return sheet


def _of_day(answer: Document) -> str:
    return words.sentence_case(said.as_of(words.long_day(answer.get("day") or said.UNKNOWN)))


def _titled(sheet: Sheet, answer: Document) -> None:
    """The title, and that the figures are made up where they are."""
    sheet.blocks.append({"kind": "title"})
    if said.made_up(answer):
        sheet.say(said.made_up(answer), "strong")


def _changes(sheet: Sheet, answer: Document) -> None:
    sheet.heading("What changes")
    sheet.points(said.changes(answer))
    if answer.get("words"):
        sheet.heading("Draft words", 2)
        _draft(sheet, answer)
    sheet.say(f"Source of the proposal: {words.clean(answer.get('source') or said.UNKNOWN)}.", "note")


_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*\()")
"""A draft's paragraphs stand apart by an empty line, or begin with their letter in brackets."""


def _draft(sheet: Sheet, answer: Document) -> None:
    """The draft words by paragraphs, as far as the page has room for them."""
    paragraphs = [each for each in _PARAGRAPH.split(str(answer["words"])) if each.strip()]
    room, shown = sheet.cut.draft, []
    while paragraphs and room > 40:
        text = sheet.fit(paragraphs.pop(0), room)
        shown.append(text)
        room -= len(text)
    if paragraphs:
        shown.append(f"and {words.many(len(paragraphs), 'more paragraph')} in the full answer")
    sheet.blocks.append({"kind": "quote", "texts": shown})


def _covered(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Who is newly covered")
    for n, sentence in enumerate(said.headline(answer)):
        sheet.say(sentence, "text" if n else "lead")
    rows = [[label, *_figures([part(said.spanned(answer, when), name) for name in said.PARTS])]
            for when, label in said.FOUR.items()]  # fmt: skip
    _wide_table(sheet, "Awards covered", [words.sentence_case(each) for each in said.PARTS.values()], rows)
    sheet.say(f"{said.READ_BOUNDS} {said.covered_means(answer)}", "note")
    if waiting := listed(answer, "missing"):
        sheet.heading("What could not be told waits for", 2)
        sheet.points((f"{said.waits(row)}: {said.award_sum(row)}" for row in waiting), min(3, sheet.cut.points))


def _figures(rows: list[Document]) -> list[str]:
    """Awards, dollars and suppliers of several rows, one after the other."""
    shown = {"awards": said.count, "dollars": said.dollars, "suppliers": said.count}
    return [shown[key](row.get(key)) for row in rows for key in shown]


def _wide_table(sheet: Sheet, first: str, groups: list[str], rows: list[list[str]]) -> None:
    """Three groups of awards, dollars and suppliers."""
    head = [first, *["Awards", "Dollars", "Suppliers"] * len(groups)]
    sheet.table(head, rows, most=len(rows), groups=[(name, 3) for name in groups])


def _where(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Where, in dollars from what is certain to what is possible")
    if said.nowhere_at_all(answer):
        sheet.say(said.NOWHERE)
        return
    sheet.beside([[partial(_places, sheet, answer, key)] for key in said.GROUPS])


def _places(sheet: Sheet, answer: Document, key: str) -> None:
    places = said.where(answer, key)
    if not places:
        sheet.say(f"By {said.GROUPS[key]}: {said.UNKNOWN}.")
        return
    rows = [[place.name, *(said.between(b, "dollars") for b in (place.before, place.after))] for place in places]
    sheet.table([f"By {said.GROUPS[key]}", "Today", "Under the reform"], rows, most=min(5, sheet.cut.rows))


def _when(sheet: Sheet, answer: Document) -> None:
    sheet.heading("When it bites")
    years = said.years(answer)
    if not years:
        sheet.say(f"When it would bite is {said.UNKNOWN}.")
        return
    if none := said.no_bars(answer):
        sheet.say(none)
        for sentence in said.bites(answer):
            sheet.say(sentence, "note")
        return
    sheet.say(said.CURVE_MEANS, "note")
    sheet.beside([[partial(_curve, sheet, years)], [partial(_curve_table, sheet, years)]], (2, 3))
    for sentence in said.bites(answer):
        sheet.say(sentence, "note")


def _curve(sheet: Sheet, years: list[said.Year]) -> None:
    alt = "; ".join(f"{year.name}: {year.dollars}" for year in years)
    bars = [{"short": f"Year {n}", "certain": float(year.certain), "possible": float(year.possible)}
            for n, year in enumerate(years, 1)]  # fmt: skip
    sheet.blocks.append({"kind": "years", "years": bars, "sure": "certain", "most": "possible at most",
                         "alt": f"Columns of covered dollars by year, certain within possible. {alt}."})  # fmt: skip


def _curve_table(sheet: Sheet, years: list[said.Year]) -> None:
    rows = [[year.name, year.dollars, year.awards] for year in years]
    sheet.table(["Running contracts reached", "Dollars", "Awards"], rows, most=5)


# The second page


def _second_page(answer: Document, first: Sheet, cut: Cut) -> Sheet:
    sheet, answer = Sheet(cut), brief_sheet.trimmed(answer, cut.letters)
    _burden(sheet, answer)
    sheet.columns(_sections(sheet, answer))
    _limits(sheet, answer)
    _sources(sheet, answer)
    sheet.remarks(first)
    return sheet


def _burden(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Burden in one year, as the Paperwork Reduction Act asks it")
    rows = burden.burden_rows(answer)
    if not rows:
        sheet.say(burden.untold(answer))
        return
    if nobody := burden.nobody(answer):
        sheet.say(nobody)
        return
    sheet.beside([[partial(_burden_table, sheet, rows)], [partial(_tornado, sheet, answer)]], (6, 5))
    sheet.say(" ".join(burden.notes(answer)), "note")
    sheet.heading("Assumptions (low / middle / high)", 2)
    every = [burden.assumption(row) for row in listed(part(answer, "burden"), "assumptions")]
    sheet.points(every, max(_LEAST, sheet.cut.points))


def _burden_table(sheet: Sheet, rows: list[burden.BurdenRow]) -> None:
    sheet.table(["Each year", "Low", "Middle", "High"], ([row.name, *row.cells] for row in rows), most=len(rows))


def _tornado(sheet: Sheet, answer: Document) -> None:
    """Bands on one axis from nothing to the highest cost."""
    sheet.say("Which assumption matters most: cost to firms a year with one at its low or its high", "note")
    swings = burden.swings(answer)
    shown = swings[:5]
    if not shown:
        sheet.say(f"Which assumption matters most is {said.UNKNOWN}.")
        return
    top = max(each.most for each in shown) or Decimal(1)
    bands = [{"name": sheet.fit(each.name, 60), "from": float(each.least / top), "to": float(each.most / top),
              "says": said.span(said.dollars(each.low), said.dollars(each.high))} for each in shown]  # fmt: skip
    alt = "; ".join(f"{band['name']}: {band['says']}" for band in bands)
    sheet.blocks.append({"kind": "bands", "bands": bands, "top": said.dollars(top),
                         "alt": f"Bands of the cost to firms by assumption. {alt}."})  # fmt: skip
    sheet.and_more(len(swings) - len(shown), "assumption")


def _supply(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Is there supply?")
    sheet.say(beside.supply(answer), letters=max(_SAID, sheet.cut.letters))
    if offers := beside.offers(answer):
        sheet.table(["Offers", "Awards", "Dollars"], offers, most=len(offers))


def _leverage(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Leverage: the weight of the buyer")
    sheet.say(beside.leverage(answer))
    if quarters := beside.quarters(answer):
        sheet.table([beside.SHARE, "Suppliers", "Dollars"], quarters, most=4)
    top = (f"{sheet.fit(name, 60)}: {of}" for name, of in beside.top_suppliers(answer))
    sheet.points(top, min(_SUPPLIERS, sheet.cut.points))


def _sections(sheet: Sheet, answer: Document) -> list[Callable[[], None]]:
    """Supply and leverage, what only some reforms have, and what the law says of it."""
    extras = [partial(_extra, sheet, title, sentences) for title, sentences in beside.extras(answer)]
    law = [partial(each, sheet, answer) for each in (_commercial, _conflicts, _precedents)]
    return [partial(_supply, sheet, answer), partial(_leverage, sheet, answer), *extras, *law]


def _extra(sheet: Sheet, title: str, sentences: list[str]) -> None:
    sheet.heading(title)
    room = max(_LEAST, sheet.cut.points)
    for sentence in sentences[:room]:
        sheet.say(sentence, letters=_SAID * 2)
    sheet.and_more(len(sentences) - room)


def _commercial(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Commercial and COTS purchases")
    said_of_it = answer.get("commercial") or f"Whether it reaches commercial and COTS purchases is {said.UNKNOWN}."
    sheet.say(said_of_it, letters=max(_SAID, sheet.cut.letters))


def _conflicts(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Where it meets other law")
    sheet.points(said.conflicts(answer) or ["The answer names none."])


def _precedents(sheet: Sheet, answer: Document) -> None:
    sheet.heading("What was done before")
    sheet.points(said.precedents(answer) or ["The answer names none."], max(1, sheet.cut.points - 2))


def _limits(sheet: Sheet, answer: Document) -> None:
    sheet.heading("What these figures do not show")
    sheet.points(said.limits(answer), sheet.cut.points + _LIMITS_TOO, sheet.cut.letters * _LIMITS_TIMES)


def _sources(sheet: Sheet, answer: Document) -> None:
    sheet.heading("Sources")
    sheet.say(said.ground(answer), "note")
    files = said.sources(answer)
    shown = files[: sheet.cut.points]
    more = f"; {brief_sheet.MORE.format(len(files) - len(shown))}" if len(files) > len(shown) else ""
    named = "; ".join(sheet.fit(each, 80) for each in shown)
    sheet.say(f"Files: {named or said.UNKNOWN}{more}. {said.versions(answer)}", "note")


# The page about a district


def district_pdf(answer: Document, district: str) -> bytes:
    """One page: what the reform does in a congressional district, beside its state and all awards of the files.

    Unit: dollars of the portfolio's awards; the same answer gives the same bytes.
    Raises: InputRefusedError if the answer does not hold the district; MachineError if the page cannot be set.
    """
    wanted = _held(answer, district)
    title = f"{wanted}: {brief_sheet.clipped(words.clean(answer.get('title') or answer.get('reform')), _TITLE)}"
    return brief_sheet.pdf(title, _footer(title), [brief_sheet.fitted(title, partial(_district_page, answer, wanted))])


def _held(answer: Document, district: str) -> str:
    held = sorted({str(row["district"]) for row in listed(part(answer, "by"), "district") if row.get("district")})
    wanted = words.clean(district).upper()
    if wanted in held:
        return wanted
    given = f"district {words.clean(district) or '(empty)'} is not in this answer"
    if not held:
        raise refuse(given, "award files that record congressional districts", "run the reform on files that hold them")
    near = get_close_matches(wanted, held, n=3, cutoff=0.0)
    raise refuse(given, f"one of its {len(held):,} districts", f"the nearest are {words.listing(near)}")


def _row(answer: Document, key: str, value: str) -> Document:
    return next((row for row in listed(part(answer, "by"), key) if row.get(key) == value), {})


def _district_page(answer: Document, district: str, cut: Cut) -> Sheet:
    sheet, answer = Sheet(cut), brief_sheet.trimmed(answer, cut.letters)
    state = district.split("-")[0]
    here = _row(answer, "district", district)
    sheet.say(f"Congressional district {district}. A reform tried on recorded awards. Instrument: {said.instrument(answer)}. "
              f"{_of_day(answer)}.", "kicker")  # fmt: skip
    _titled(sheet, answer)
    if answer.get("summary"):
        sheet.say(answer["summary"], "lead")
    sheet.heading("What changes")
    sheet.points(said.changes(answer))
    sheet.heading(f"Awards of suppliers in {district}, in its state and in all files")
    for sentence in (*_in_district(here, district), *_untold_here(answer, here)):
        sheet.say(sentence)
    _compared(sheet, answer, [here, _row(answer, "state", state), answer], [district, state, "all files"])
    _district_movers(sheet, answer, district)
    _limits(sheet, answer)
    _sources(sheet, answer)
    sheet.remarks()
    return sheet


def _in_district(here: Document, district: str) -> list[str]:
    def bounds(when: str) -> str:
        b = part(here, when)
        return f"{said.between(b, 'awards')} awards ({said.between(b, 'dollars')})"

    low, high = (part(part(here, "after"), name).get("suppliers") for name in ("certain", "possible"))
    firms = "an unknown number of" if low is None and high is None else said.span(said.count(low), said.count(high))
    return [f"In {district} the reform would cover {bounds('after')} of {firms} suppliers; today {bounds('before')} are "
            "covered. Each from what is certain to what is possible at most.",
            f"Anew for certain: {said.award_sum(part(said.spanned(here, 'anew'), 'certain'))}. Under the reform "
            f"{said.award_sum(part(part(here, 'after'), 'undecidable'))} cannot be told."]  # fmt: skip


def _untold_here(answer: Document, here: Document) -> list[str]:
    """What the answer counts for all files only; and whose district it is."""
    opened = part(answer, "open")
    found = [f"In all files the reform may cover {said.award_sum(opened)} more that can be told neither way; how many of them "
             "are here is not told."] if opened.get("awards") and not part(here, "anew") else []  # fmt: skip
    return [*found, "A district is the supplier's, as recorded with the award: work may be done elsewhere, and its lines may "
                    "have moved since."]  # fmt: skip


def _compared(sheet: Sheet, answer: Document, rows: list[Document], names: list[str]) -> None:
    lines = [
        [f"{label}, {meaning}", *_figures([part(said.spanned(row, when), name) for row in rows])]
        for when, label in said.FOUR.items() for name, meaning in said.PARTS.items()
    ]  # fmt: skip
    _wide_table(sheet, "Awards covered", [words.sentence_case(name) for name in names], lines)
    sheet.say(f"{said.READ_BOUNDS} {said.covered_means(answer)}", "note")


def _district_movers(sheet: Sheet, answer: Document, district: str) -> None:
    movers = listed(answer, "movers")
    sheet.heading(f"Awards of suppliers in {district} whose answer changes")
    if not movers and said.movers_are_all(answer):
        sheet.say("No award changes its answer.")
        return
    if not any("district" in row for row in movers):
        sheet.say("The answer does not say in which district the awards stand that it names.")
        return
    here = [row for row in movers if row.get("district") == district]
    every = said.movers_are_all(answer)
    if not here and every:
        sheet.say(f"None of the {words.many(len(movers), 'award')} that {'moves' if len(movers) == 1 else 'move'} is here.")
        return
    if not here:
        sheet.say(f"None of the {words.many(len(movers), 'award')} with the most dollars, which the answer names, is here.")
        return
    rows = [_moving(sheet, row) for row in here]
    head = ["Supplier", "Award", "Dollars", "What moves, and why"]
    sheet.table(head, rows, wordy=(0, 1, 3), widths=(3, 0, 0, 5), letters=_WHY, most=sheet.cut.rows + 4)
    only = f"The answer names only the {words.many(len(movers), 'award')} with the most dollars in all files"
    sheet.say("These are all of them." if every else f"{only}; there may be more here.", "note")


def _moving(sheet: Sheet, row: Document) -> list[str]:
    supplier, number = said.named(row)
    why = f"{words.sentence_case(said.moved(row))}. {words.clean(row.get('why') or '')}".strip()
    return [sheet.fit(supplier, _NAME), sheet.fit(number, _NUMBER), said.dollars(row.get("dollars")), why]
