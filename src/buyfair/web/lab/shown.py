"""A reform's answer as a page says it: the sentences of the terminal picture, and each picture with its table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html

from buyfair.cards import reform_beside as beside
from buyfair.cards import reform_burden as burden
from buyfair.cards import reform_words as said
from buyfair.cards import words
from buyfair.cards.reform_words import Document, listed, part
from buyfair.knowledge.countries import countries
from buyfair.records.table import Kind
from buyfair.web.lab import pictures
from buyfair.web.lab.pictures import Cell, Shown, counted, ends, figure

GROUPS = {"sector": "sector", "good": "good", "country": "country of origin", "agency": "agency", "size": "size of supplier",
          "state": "state of the supplier", "district": "congressional district of the supplier"}  # fmt: skip
ROWS, DRAWN = 10, 8
MOVERS = "movers"
HOW = "Dark is what is certain; light goes on to what is possible at most. All bars begin at nothing and share one scale."


def shown(answer: Document, whole: str = "", dossiers: bool = False) -> dict[str, Any]:
    """All that the page of a reform says, by its parts.

    `whole` names the table of which every row is shown; `dossiers`: whether the reader may open an award.
    """
    waiting, moving = listed(answer, "missing"), said.changed(listed(answer, "rules"))
    return {
        "title": said.title(answer), "made_up_here": said.made_up(answer), "instrument": said.instrument(answer),
        "source": words.clean(answer.get("source") or said.UNKNOWN), "ground": said.ground(answer),
        "summary": words.clean(answer.get("summary") or ""), "headline": said.headline(answer),
        "suppliers": said.suppliers(answer), "changes": said.changes(answer), "bounds": _bounds(answer),
        "read_bounds": said.READ_BOUNDS, "covered_means": said.covered_means(answer),
        "duties": _duties(moving) if len(moving) > 1 else None,
        "nowhere": said.NOWHERE if said.nowhere_at_all(answer) else "",
        "groups": [_group(answer, key, name, whole == key) for key, name in GROUPS.items()],
        "waiting": _waiting(waiting) if waiting else None,
        **_when(answer), **_burden(answer), **_supply(answer), "extras": beside.extras(answer),
        "movers": _movers(answer, whole == MOVERS, dossiers), "movers_are_all": said.movers_are_all(answer),
        "commercial": words.clean(answer.get("commercial") or ""), "conflicts": said.conflicts(answer),
        "precedents": said.precedents(answer), "words": _paragraphs(answer), "limits": said.limits(answer),
        "versions": said.versions(answer), "sources": said.sources(answer),
        "districts": [row["district"] for row in listed(part(answer, "by"), "district") if row.get("district")],
    }  # fmt: skip


def _bounds(answer: Document) -> Shown:
    rows: list[list[Cell]] = []
    for when, label in said.FOUR.items():
        for name, meaning in said.PARTS.items():
            row = part(said.spanned(answer, when), name)
            rows.append([f"{label}, {meaning}", *(counted(row, each) for each in ("awards", "dollars", "suppliers"))])
    drawn = pictures.bars((label, said.spanned(answer, when)) for when, label in said.FOUR.items())
    return Shown("bounds", "Awards covered, today and under the reform, between bounds",
                 ("Covered", "Awards", "Dollars", "Suppliers"), rows, drawn, HOW)  # fmt: skip


def _duties(moving: list[Document]) -> Shown:
    rows = [[f"{words.clean(row.get('title') or row.get('id'))} ({words.clean(row.get('id'))})",
             *ends(part(row, "before"), "dollars"), *ends(part(row, "after"), "dollars")] for row in moving]  # fmt: skip
    return Shown("duties", "Dollars covered by duty; an award may be under several", ("Duty", *_SIDES), rows)


_SIDES = ("Today, certain", "Today, at most", "Under the reform, certain", "Under the reform, at most")


def _group(answer: Document, key: str, name: str, whole: bool) -> Shown:
    """One way to tell where: the groups with most newly covered dollars first."""
    places = [replace(place, name=_named(key, place.name)) for place in said.where(answer, key)]
    shown_ = places if whole else places[:ROWS]
    rows = [[place.name, *ends(place.before, "dollars"), *ends(place.after, "dollars"), *ends(place.gained, "awards"),
             *ends(place.gained, "dollars")] for place in shown_]  # fmt: skip
    head = (words.sentence_case(name), *_SIDES, "Awards anew, certain", "Awards anew, at most", "Dollars anew, certain",
            "Dollars anew, at most")  # fmt: skip
    drawn = pictures.bars((place.name, place.gained) for place in places[:DRAWN])
    return Shown(key, f"By {name}", head, rows, drawn, HOW, more=len(places) - len(shown_),
                 whole=whole)  # fmt: skip


def _named(key: str, name: str) -> str:
    if key == "good":
        return words.sentence_case(name)
    if key == "country" and name in countries():
        return countries()[name].name
    return name


def _waiting(rows: list[Document]) -> Shown:
    told = [[said.waits(row), counted(row, "awards"), counted(row, "dollars")] for row in rows]
    return Shown("waiting", "Facts that what could not be told waits for; an award may wait for several",
                 ("Fact", "Awards", "Dollars"), told)  # fmt: skip


def _when(answer: Document) -> dict[str, Any]:
    years, none = said.years(answer), said.no_bars(answer)
    if not years:
        return {"curve": None, "curve_says": [f"When it would bite is {said.UNKNOWN}."]}
    rows = [[year.name, *ends(part(row, "running"), "awards"), *ends(part(row, "running"), "dollars")]
            for year, row in zip(years, listed(answer, "curve"), strict=True)]  # fmt: skip
    drawn = Shown("curve", "Running contracts reached, added up from year to year",
                  ("Year", "Awards, certain", "Awards, at most", "Dollars, certain", "Dollars, at most"), rows,
                  pictures.year_bars(years), HOW)  # fmt: skip
    return {"curve": None if none else drawn, "curve_says": [none or said.CURVE_MEANS, *said.bites(answer)]}


def _burden(answer: Document) -> dict[str, Any]:
    rows = burden.burden_rows(answer)
    if not rows or (nobody := burden.nobody(answer)):
        return {"burden": None, "burden_says": [burden.untold(answer) if not rows else nobody]}
    table = Shown("burden", "Burden in one year, as the Paperwork Reduction Act asks it",
                  ("Each year", "Low", "Middle", "High"),
                  [[row.name, *_figures(row)] for row in rows])  # fmt: skip
    swings = burden.swings(answer)
    tornado = Shown("tornado", "Cost to firms a year with one assumption at its low or its high",
                    ("Assumption", "At its low", "At its high", "Low / middle / high"),
                    [[s.name, *(figure(said.dollars(end), end) for end in (s.low, s.high)), s.band] for s in swings],
                    pictures.swing_bars(swings), "Each bar goes from the lower to the higher cost, all else in the middle.",
                    texts=(3,))
    return {"burden": table, "burden_says": burden.notes(answer), "tornado": tornado if swings else None,
            "assumptions": [burden.assumption(row) for row in listed(part(answer, "burden"), "assumptions")]}  # fmt: skip


def _figures(row: burden.BurdenRow) -> list[pictures.Cell]:
    kind: Kind = "money" if row.money else "count"
    return [figure(text, value, kind) for text, value in zip(row.cells, row.values, strict=True)]


def _supply(answer: Document) -> dict[str, Any]:
    offers = [[name, *(counted(row, key) for key in ("awards", "dollars"))] for name, row in beside.offer_rows(answer)]
    quarters = [[name, *(counted(row, key) for key in ("suppliers", "dollars"))] for name, row in beside.quarter_rows(answer)]
    told = listed(part(answer, "leverage"), "quarters")
    drawn = pictures.count_bars((words.clean(row.get("share")), row.get("suppliers") or 0) for row in told)
    return {
        "supply": beside.supply(answer), "leverage": beside.leverage(answer),
        "offers": Shown("offers", "Offers that came in for what would be covered at most", ("Offers", "Awards", "Dollars"),
                        offers) if offers else None,
        "quarters": Shown("quarters", "Suppliers by the share of their dollars covered at most",
                          (beside.SHARE, "Suppliers", "Dollars"), quarters, drawn,
                          "Each bar is a number of suppliers.") if quarters else None,
        "top_suppliers": beside.top_suppliers(answer),
    }  # fmt: skip


def _movers(answer: Document, whole: bool, dossiers: bool) -> Shown | None:
    movers = listed(answer, "movers")
    rows = [[said.named(row)[0], _award(row, dossiers), counted(row, "dollars"), words.sentence_case(said.moved(row)),
             words.clean(row.get("why") or "")] for row in movers]  # fmt: skip
    head = ("Supplier", "Award", "Dollars", "How it changes", "Why")
    shown_ = rows if whole else rows[:ROWS]
    table = Shown("movers", "The awards that move, those with the most dollars first", head, shown_, texts=(1, 3, 4),
                  more=len(rows) - len(shown_), whole=whole)  # fmt: skip
    return table if rows else None


def _award(row: Document, dossiers: bool) -> Cell:
    """The number of an award, with the way to its dossier for those who may open it."""
    number, award_id = said.named(row)[1], row.get("award_id")
    if not dossiers or not award_id:
        return number
    return format_html('<a href="/awards/{}/">{}</a>', quote(str(award_id)), number)


def _paragraphs(answer: Document) -> list[str]:
    """The draft words, line by line."""
    return [words.clean(line) for line in str(answer.get("words") or "").splitlines() if line.strip()]
