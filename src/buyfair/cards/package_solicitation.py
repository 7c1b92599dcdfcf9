"""The solicitation's own text of a package: clauses and provisions by reference, then factors and terms, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from buyfair.cards.package_parts import worded

Document = Mapping[str, Any]
UNSURE = "[or later: check the date]"
WIDTH = 120
SECTIONS = (
    ("SECTION I - CONTRACT CLAUSES INCORPORATED BY REFERENCE (FAR 52.252-2)", ("clause",)),
    ("SECTION K - PROVISIONS INCORPORATED BY REFERENCE (FAR 52.252-1)", ("provision",)),
    ("SECTION H - SPECIAL CONTRACT REQUIREMENTS", ("performance requirement",)),
    ("SECTION L - INSTRUCTIONS TO OFFERORS", ("instruction",)),
    ("SECTION M - EVALUATION FACTORS", ("evaluation factor",)),
)
"""The sections of the uniform format (FAR 15.204-1); a commercial purchase puts the same into its addenda (FAR 12.303)."""
AGENCIES = {
    "dod": "Department of Defense",
    "civilian": "[name of the civilian agency]",
    "exchange_or_commissary": "[name of the exchange or commissary]",
}
DRAFT = "Draft of texts for the solicitation. What stands in square brackets is open; a clause has the words of the regulation."


def solicitation_text(document: Document) -> str:
    """The items that the solicitation itself carries, as text."""
    return (
        "\n".join([*_head(document), *(line for title, kinds in SECTIONS for line in _section(document, title, kinds))])
        + "\n"
    )


def _head(document: Document) -> Iterator[str]:
    told = {row["fact"]: row["value"] for row in document["facts"]}
    yield DRAFT
    yield ""
    agency, day = told.get("agency"), told.get("sol_date")
    named = AGENCIES.get(str(agency), "[agency]")
    yield f"Agency: {named}     Solicitation date: {day or '[day]'}     Solicitation no: [number]"
    if document.get("purchase"):
        yield from _wrapped(f"Purchase: {document['purchase']} ({document['case']})")


def _section(document: Document, title: str, kinds: tuple[str, ...]) -> Iterator[str]:
    held = [i for i in document["items"] if i["kind"] in kinds]
    if not held:
        return
    yield ""
    yield title
    for item in held:
        yield from _by_reference(item, document) if item["number"] else _written(item, document)


def _by_reference(item: Document, document: Document) -> Iterator[str]:
    """One line for a clause, its Alternate behind it; what the officer fills in stands below."""
    if item["alternate"]:
        return
    alternate = next((i for i in document["items"] if i["number"] == item["number"] and i["alternate"]), None)
    beside = "" if alternate is None else f", with its {alternate['alternate']}{_dated(alternate)}"
    yield f"{item['number']}    {item['title']}{_dated(item)}{beside}"
    for blank in (*item["fill_ins"], *(alternate["fill_ins"] if alternate is not None else ())):
        if blank["by"] == "contracting officer" and not blank["in_title"]:
            told = f"{_upper(blank['asks'])}: {blank['filled']}" if blank["filled"] else f"[{blank['asks']}]"
            yield from _wrapped(told, "        ")


def _dated(item: Document) -> str:
    """The date printed, with a warning where a newer one may be due; none where it cannot be told."""
    edition = item["edition"]
    if edition["own"]:
        return " (DEVIATION [date])"
    if not edition["dated"]:
        return " ([date])"
    return f" ({edition['printed']})" if edition["known"] else f" ({edition['printed']} {UNSURE})"


def _written(item: Document, document: Document) -> Iterator[str]:
    """A text of our own; what the officer filled in stands below it."""
    yield ""
    yield from _wrapped(f"{item['title']}.")
    for paragraph in worded(item, document).split("\n"):
        yield from _wrapped(paragraph)
    for blank in item["fill_ins"]:
        if blank["by"] == "contracting officer" and blank["filled"]:
            yield from _wrapped(f"{_upper(blank['asks'])}: {blank['filled']}", "        ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
