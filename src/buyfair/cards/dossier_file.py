"""The dossier of one award as a copy for the file: what binds and what is still to be found out first, then the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.cards import dossier as told
from buyfair.cards import dossier_file_law as law
from buyfair.cards import dossier_file_record as record
from buyfair.cards import words
from buyfair.cards.dossier_duties import Duties, duties_of, untold
from buyfair.cards.dossier_file_origins import origins
from buyfair.cards.dossier_file_parts import Cell, Part, cell, points, say
from buyfair.cards.dossier_on_file import OnFile

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """A dossier told in parts: its title, its parts by name, and what stands at the foot of each page of a copy."""

    title: str
    day: date
    parts: Mapping[str, Part]
    foot: tuple[str, ...]
    law: Duties


ON_PAGE = ("answer", "next", "decisions", "statement", "duties", "visit", "exposure", "origins", "leads", "ask", "indicators",
           "calendar", "history", "missing", "sources")  # fmt: skip
"""The order on a page: the answer first."""
IN_FILE = ("statement", "answer", "next", "decisions", "duties", "visit", "exposure", "origins", "leads", "ask", "indicators",
           "calendar", "history", "missing", "sources")  # fmt: skip
"""The order in a copy: what binds, and what is still to be found out, first."""


def telling(document: Document, data_hash: str, day: date, on_file: OnFile | None = None, *,
            every_action: bool = False) -> Telling:  # fmt: skip
    """A dossier in parts.

    `data_hash` is that of the folder's manifest, `day` the one on which it is asked: it moves no figure, it says which days
    are past. `on_file` is what is told of papers, where somebody keeps some. The same four give the same parts.
    """
    held = duties_of(document, day, on_file)
    most = None if every_action else record.LINES_SHOWN
    parts = (
        record.answer(document), _next(document, held, day), record.decisions(document, day), law.statement(document, held),
        law.duties(document, held, on_file), law.visit(document, held, day), record.exposure(document),
        origins(document, most), record.leads(document), record.questions(document), record.indicators(document),
        law.calendar(document, held, day),
        record.history(document, most), record.missing(document),
        record.sources(document, data_hash),
    )  # fmt: skip
    return Telling(title(document), day, {p.id: p for p in parts if p is not None}, _foot(document, data_hash, day), held)


def title(document: Document) -> str:
    """The heading: the award, what it bought and for how much."""
    award = document["award"]
    return words.clean(f"{told.number(award)}: {told.thing(award)}, {words.exact_dollars(award['dollars'])}")


def heading(document: Document) -> Part:
    """What a copy opens with, before its first part: whose award it is, and that nothing here is about the supplier."""
    award = document["award"]
    uei = f" (UEI {award['uei']})" if award["uei"] is not None else ""
    return Part("heading", "", (
        say(f"Award {award['award_id']}, supplier {award['supplier'] or 'not recorded'}{uei}.", "strong"),
        say(document["not_about_supplier"], "strong"),
    ))  # fmt: skip


def _next(document: Document, held: Duties, day: date) -> Part:
    """What a reader with ninety seconds does now."""
    doing: list[Cell] = []
    ahead = document["decision"]
    if ahead is not None and ahead["day"] >= day.isoformat():
        what = words.DECISIONS[ahead["what"]][0]
        doing.append(cell(f"Decide before {words.long_day(ahead['day'])}: {what[:1].lower()}{what[1:]}."))
    making = [u for u in untold(document, held) if u.looks_at_making]
    if held.bars:
        doing.append(cell(f"Stop: {words.many(len(held.bars), 'bar')} on what was bought; see the duties below."))
    if making:
        doing.append(cell(f"Find out {words.many(len(making), 'fact')}. The first: {making[0].ask}"))
    bound = [d for d in held.binding if d.looks_at_making]
    if bound:
        named = words.listing([f"{d.id} {d.short or d.title}" for d in bound])
        doing.append(cell(f"Look into the contract file for what shows that it was done: {named}. No award record tells it."))
    if document["leads"]:
        names = words.many(len(document["leads"]), "name")
        doing.append(cell(f"Compare {names} with a list: both strings stand side by side below."))
    if document["ask"]:
        doing.append(cell(f"Ask first: {document['ask'][0]['asks']}"))
    doing.append(cell(law.this_month(document, held, day)))
    return Part("next", "What to do now", (points(doing, counted=True),))


def _foot(document: Document, data_hash: str, day: date) -> tuple[str, ...]:
    """Day, versions, editions and hash: what is needed to make the same copy again."""
    v = document["versions"]
    lists = "; ".join(f"{s['name']}, {s['edition']}" for s in document["sources"]["lists"])
    parties = "; ".join(f"{s['title']}, {s['edition']}" for s in (document["leads_lists"] or {}).get("lists", ()))
    return (
        words.clean(f"{told.number(document['award'])}. Assessed as of {document['day']}, copied {day.isoformat()}. Buyfair "
                    f"{v['code']}, knowledge {v['knowledge']}, data {data_hash}."),
        words.clean(f"Lists: {lists}{'; ' if parties else ''}{parties}."),
    )  # fmt: skip

