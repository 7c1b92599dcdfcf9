"""What goes into the solicitation of one purchase, in the order of a solicitation: to take as Word or PDF, and to paste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from buyfair import __version__
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Part, cell, grid, points, say
from buyfair.cards.package_parts import days, lines_bought, titled, told_of, value_told
from buyfair.cards.package_texts import blanks, number, solicited, worded
from buyfair.cards.purchase_copy import PurchaseCopy
from buyfair.knowledge.clauses import KEPT, clauses
from buyfair.knowledge.package import (
    CERTIFICATE,
    CLAUSE,
    CODE,
    FACTOR,
    INSTRUCTION,
    OFFERED,
    OFFICER,
    PROVISION,
    REQUIRED,
    REQUIREMENT,
)

Document = Mapping[str, Any]
UNSURE = "[or later: check the date]"
WIDTH = 120
HEADINGS = {
    CLAUSE: ("I", "Contract clauses incorporated by reference (FAR 52.252-2)"),
    PROVISION: ("K", "Provisions incorporated by reference (FAR 52.252-1)"),
    CERTIFICATE: ("K", "Certificates that the offeror completes (plain forms; the words of the provision decide)"),
    INSTRUCTION: ("L", "Instructions to offerors"),
    FACTOR: ("M", "Evaluation factors"),
    REQUIREMENT: ("H", "Special contract requirements"),
}
"""Per kind of item its section in the uniform format (FAR 15.204-1), and its heading."""
UNIFORM = (REQUIREMENT, CLAUSE, PROVISION, CERTIFICATE, INSTRUCTION, FACTOR)
COMMERCIAL = (CLAUSE, PROVISION, CERTIFICATE, INSTRUCTION, FACTOR, REQUIREMENT)
"""A commercial purchase has no lettered sections: the same stands in its addenda (FAR 12.303)."""
UNLETTERED = ("far12", "card_micro", "sf44")
BY_REFERENCE = (CLAUSE, PROVISION)
BESIDE = {CLAUSE: "FAR 52.252-2", PROVISION: "FAR 52.252-1"}
"""What a solicitation holds where clauses, or provisions, stand in it by reference."""
AGENCIES = {
    "dod": "Department of Defense",
    "civilian": "[name of the civilian agency]",
    "exchange_or_commissary": "[name of the exchange or commissary]",
}
DRAFT = "Draft of texts for the solicitation. What stands in square brackets is open; a clause has the words of the regulation."
MORE = (
    "These are the texts on labor conditions. The schedule, the other clauses and the terms of the purchase stand in the "
    "solicitation beside them."
)
STOPS = "As told this may not be bought: {rules}. Nothing goes out before that is settled."
MAY_STOP = "Whether this may be bought cannot be told yet: {rules}. Find out before it goes out."
COVER = "For the office: take this sheet off before it goes out"
MAY_BE_DUE = "NOT IN THESE TEXTS, THOUGH LAW MAY REQUIRE IT: {named}. A fact that is not told decides it: see the record."
MAY_STAND = "May have a place too, once a fact is known (the record says which): {named}."
ATTACH = (
    "Attach the code of conduct that these texts name: the page Code of conduct, or the command for it, prints it. A factor "
    "without weight, or on a text that offerors do not have, is left out."
)
SAME_MONTH = "{named} without DEVIATION: the overhaul text prints the month of the codified text."
BY_NUMBER = (
    "What stands by number alone is incorporated by reference and needs {named} beside it, with the address where the texts "
    "are read."
)
"""Read in the headings of FAR 52.252-1 and 52.252-2; FAR 52.107(a) and (b) recalled."""
NOT_TAKEN = "Offered, and not in these texts: {named}. Take it in on the page of the package, or leave it."
CHOSEN_FOR = "These texts were chosen for what follows. Where one of these facts is another, make them anew."


def title(document: Document) -> str:
    """The heading: the purchase by its own title."""
    return f"Solicitation texts: {titled(document)}"


def parts(document: Document) -> Iterator[Part]:
    """On a sheet of its own what the office still does; then the head, and each section with what it holds."""
    yield Part("cover", COVER, tuple(_cover(document)))
    yield Part("head", titled(document), tuple(_head(document)), sheet=True)
    for heading, kind, held in sections(document):
        blocks = [_table(held, document)] if kind in BY_REFERENCE else [b for i in held for b in _own(i, document)]
        yield Part(kind, heading, tuple(blocks), sheet=kind == CERTIFICATE)


def foot(document: Document, day: date) -> tuple[str, ...]:
    """What is needed to make the same texts again, and no more."""
    made = f"{day.isoformat()}. Buyfair {__version__}, texts {document['knowledge']}, facts {document['facts_hash'][:16]}."
    return (words.clean(made),)


def sections(document: Document) -> Iterator[tuple[str, str, list[Document]]]:
    """Heading, kind and items of each section that holds something, in the order of this kind of solicitation."""
    lettered = told_of(document).get("method") not in UNLETTERED
    for kind in UNIFORM if lettered else COMMERCIAL:
        also = (CODE,) if kind == REQUIREMENT else ()
        held = [i for i in solicited(document) if i["kind"] in (kind, *also)]
        letter, heading = HEADINGS[kind]
        if held:
            yield f"Section {letter} - {heading}" if lettered else heading, kind, held


# Word and PDF


def _head(document: Document) -> Iterator[Block]:
    told = told_of(document)
    yield say(f"Solicitation number: {number(document) or '[number]'}")
    yield say(f"Issued by: {_office(document)}")
    yield say(f"Day of issue: {told.get('sol_date') or '[day]'}")
    if not solicited(document):
        yield say("Nothing stands in these texts yet: facts that are not told decide what does.", "strong")
    yield say(MORE)


def _office(document: Document) -> str:
    named = words.clean(document.get("office") or "")
    return named or AGENCIES.get(str(told_of(document).get("agency")), "[agency]")


def _table(held: list[Document], document: Document) -> Block:
    """Clauses by number, title and date, each with its blanks under it."""
    rows = ((cell(_cited(i)), cell(f"{i['title']}{_beside(i, document)}", *_filled(i, document)), cell(_date(i)))
            for i in held if not i["alternate"])  # fmt: skip
    return grid("By number and date", ("Number", "Title, and what is filled in", "Date"), rows, (2, 6, 3))


def _cited(item: Document) -> str:
    return f"{'DFARS' if item['number'].startswith('252.') else 'FAR'} {item['number']}"


def _alternate(item: Document, document: Document) -> Document | None:
    return next((i for i in document["items"] if i["number"] == item["number"] and i["alternate"]), None)


def _beside(item: Document, document: Document) -> str:
    alternate = _alternate(item, document)
    return "" if alternate is None else f", with its {alternate['alternate']}{_dated(alternate)}"


def _filled(item: Document, document: Document) -> Iterator[str]:
    """What the office filled in or leaves open, and what the offeror completes."""
    alternate = _alternate(item, document)
    for b in (*item["fill_ins"], *(alternate["fill_ins"] if alternate is not None else ())):
        if b["in_title"]:
            continue
        if b["by"] == OFFICER:
            yield f"{words.sentence_case(b['asks'])}: {b['filled']}." if b["filled"] else f"[{b['asks']}]"
        else:
            yield f"The offeror completes: {b['asks']}."


def _own(item: Document, document: Document) -> Iterator[Block]:
    """A text of our own, with its blanks as they were filled."""
    if not _headed(item):
        yield say(item["title"], "strong")
    yield from (say(paragraph) for paragraph in worded(item, document).split("\n"))
    yield from (say(row) for row in _beneath(item))


def _headed(item: Document) -> bool:
    """Whether its own words begin with their heading, as those that carry the code of conduct do."""
    return str(item["id"]).startswith("code_")


def _beneath(item: Document) -> Iterator[str]:
    """What was filled in and has no place in the text: it stands below it; a blank that is open is listed once for all."""
    for b in item["fill_ins"]:
        if b["by"] == OFFICER and b["filled"] and not (b["in_title"] or b.get("in_text")):
            yield f"{words.sentence_case(b['asks'])}: {b['filled']}"


def _cover(document: Document) -> Iterator[Block]:
    for rules, says in ((document["bars"], STOPS), (document.get("open_bars", ()), MAY_STOP)):
        if rules:
            yield say(says.format(rules="; ".join(f"{b['id']} {b['title']}" for b in rules)), "strong")
    yield say(CHOSEN_FOR)
    facts = (f for f in (value_told(document), *lines_bought(document), days(document).rstrip(".")) if f)
    yield points(words.sentence_case(f"{each}.") for each in facts)
    still = list(blanks(solicited(document)))
    if not document.get("office"):
        still.insert(0, "name of the office that issues it")
    if not number(document):
        still.insert(0, "number of the solicitation")
    unsure = [i["number"] for i in solicited(document)
              if i["edition"] and i["edition"]["dated"] and not (i["edition"]["known"] or i["edition"]["own"])]  # fmt: skip
    yield say("Blanks that are still open:" if still else "No blank of the office is open.")
    if still:
        yield points(still, counted=True)
    if kept := _same_month(document):
        yield say(SAME_MONTH.format(named=words.listing(kept)))
    if named := [number for kind, number in BESIDE.items() if any(i["kind"] == kind for i in solicited(document))]:
        yield say(BY_NUMBER.format(named=words.listing(named)))
    if any(_headed(i) for i in solicited(document)):
        yield say(ATTACH)
    if unsure:
        yield say(f"A later date may be due: check that of {words.listing(unsure)} at acquisition.gov.")
    for law, said in ((True, MAY_BE_DUE), (False, MAY_STAND)):
        if waits := _waiting(document, law):
            yield say(said.format(named=waits))
    if offered := [i["name"] for i in document["apart"] if i["kind"] in HEADINGS and i["authority"]["standing"] == OFFERED]:
        yield say(NOT_TAKEN.format(named=words.listing(offered)))


def _same_month(document: Document) -> list[str]:
    """The clauses whose month stays as it was beside others that have the date of a deviation, which looks like a slip."""
    held = [i for i in solicited(document) if i["edition"]]
    if not any(i["edition"]["own"] for i in held):
        return []
    return [_cited(i) for i in held if i["edition"]["dated"] and i["edition"]["known"] and not i["edition"]["own"]
            and clauses()[i["number"]].overhaul == KEPT]  # fmt: skip


def _waiting(document: Document, law: bool) -> str:
    """The items of the texts that a fact nobody told may bring in: those that law may require, or the others."""
    waiting = [i for i in document["open"] if i["kind"] in HEADINGS]
    return words.listing(i["name"] for i in waiting if (i["authority"]["standing"] == REQUIRED) == law)


# To paste


def solicitation_text(document: Document) -> str:
    """The items that the solicitation itself carries, as text."""
    held = (line for row in sections(document) for line in _section(document, *row))
    missing = _waiting(document, law=True)
    warned = [f"[{MAY_BE_DUE.format(named=missing)} Take this line off.]", ""] if missing else []
    return "\n".join([*_first_lines(document), *warned, *held]) + "\n"


def _first_lines(document: Document) -> Iterator[str]:
    told = told_of(document)
    yield DRAFT
    yield ""
    named = AGENCIES.get(str(told.get("agency")), "[agency]")
    day, told_number = told.get("sol_date") or "[day]", number(document) or "[number]"
    who = "" if document.get("office") and named.startswith("[") else f"Agency: {named}     "
    yield f"{who}Solicitation date: {day}     Solicitation no: {words.clean(told_number)}"
    if document.get("purchase"):
        yield from _wrapped(f"Purchase: {document['purchase']} ({document['case']})")
    if document.get("office"):
        yield from _wrapped(f"Issued by: {words.clean(document['office'])}")
    yield from _wrapped(MORE)


def _section(document: Document, heading: str, kind: str, held: list[Document]) -> Iterator[str]:
    yield ""
    yield heading.upper()
    for item in held:
        yield from _by_reference(item, document) if kind in BY_REFERENCE else _written(item, document)


def _by_reference(item: Document, document: Document) -> Iterator[str]:
    """One line for a clause, its Alternate behind it; what is filled in or open stands below."""
    if item["alternate"]:
        return
    yield f"{item['number']}    {item['title']}{_dated(item)}{_beside(item, document)}"
    for row in _filled(item, document):
        yield from _wrapped(row, "        ")


def _dated(item: Document) -> str:
    """The date printed, with a warning where a newer one may be due; none where it cannot be told."""
    edition = item["edition"]
    if edition["own"]:
        return " (DEVIATION [date])"
    if not edition["dated"]:
        return " ([date])"
    return f" ({edition['printed']})" if edition["known"] else f" ({edition['printed']} {UNSURE})"


def _date(item: Document) -> str:
    return _dated(item).strip(" ()")


def _written(item: Document, document: Document) -> Iterator[str]:
    """A text of our own, with its blanks as they were filled."""
    yield ""
    if not _headed(item):
        yield from _wrapped(f"{item['title']}.")
    for paragraph in worded(item, document).split("\n"):
        yield from _wrapped(paragraph)
    for row in _beneath(item):
        yield from _wrapped(row, "        ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


PAPER = PurchaseCopy("Solicitation texts of one purchase", title, parts, foot)
solicitation_docx, solicitation_pdf = PAPER.docx, PAPER.pdf
