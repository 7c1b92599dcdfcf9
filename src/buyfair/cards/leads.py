"""Leads as a person reads them: both strings, what met and what differs, what the list says, what a hit is and is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards.screened import not_asked
from buyfair.cards.words import clean, many, wrapped

LEAD = "A lead is two strings that a person compares. It says nothing about what that firm did."
SAME_PARTY = (
    "It is no finding about what the firm did, it changes no figure of exposure, and it decides nothing by itself. The "
    "contracting officer of each award that carries the name decides what to ask and what to do, and writes down why; "
    "whether a firm is excluded is for a suspending and debarring official alone, with notice and reply (FAR subpart 9.4)."
)
"""What stands beside two strings that two readers take for one party."""
NOT_CLEARED = "Unknown is neither yes nor no: nothing here counts as cleared."
_REOPENED = "reopened, "
SHOWN = 20
"""Leads that a terminal shows; --out and --json have all of them."""


def leads_text(document: Mapping[str, Any], width: int) -> str:
    """The answer of a screening for the terminal."""
    return "\n".join([*_counts(document, width), *_leads(document, width), *lists_told(document, width)]) + "\n"


def _counts(document: Mapping[str, Any], width: int) -> Iterator[str]:
    counts = document["counts"]
    waiting = counts["open"] + counts["reopened"]
    yield from wrapped(
        f"{many(counts['leads'], 'lead')} for {counts['names_with_leads']:,} of {many(counts['names'], 'name')}; "
        f"{waiting:,} {'waits' if waiting == 1 else 'wait'} for a person. {LEAD}", width
    )  # fmt: skip
    for note in document["notes"]:
        yield from wrapped(clean(note), width)
    if document["set_aside"]:
        first = {**document["set_aside"][0], **({} if len(document["files"]) > 1 else {"file": ""})}
        yield from wrapped(
            f"Set aside: {many(len(document['set_aside']), 'record')}; {_where(first, 'record')}: {first['reason']}.", width
        )
    if counts["without_name"]:
        yield from wrapped(f"Without a name: {many(counts['without_name'], 'record')}, not screened.", width)
    if document["unread_countries"]:
        told = ", ".join(list(document["unread_countries"])[:5])
        yield from wrapped(f"Countries that are not known count as not told: {clean(told)}.", width)
    for words in document["lists_differ"][:SHOWN]:
        yield from wrapped(f"The lists differ: {clean(words)}.", width)
    for told in document["files"]:
        if told["read_as"] != "UTF-8":
            yield from wrapped(f"{clean(told['file'])} was read as {told['read_as']}.", width)


def _leads(document: Mapping[str, Any], width: int) -> Iterator[str]:
    held, several = document["leads"], len(document["files"]) > 1
    for lead in held[:SHOWN]:
        yield ""
        yield from lead_text(lead, width, _where(lead, "row") if several else "")
    if len(held) > SHOWN:
        yield ""
        yield from wrapped(f"{len(held) - SHOWN:,} more: --out FILE.csv or --json has them all.", width)


def _where(row: Mapping[str, Any], called: str) -> str:
    """A record by its number, and by its file where one is told."""
    return f"{clean(row['file'])}, {called} {row['row']:,}" if row["file"] else f"{called} {row['row']:,}"


def lead_text(lead: Mapping[str, Any], width: int, where: str = "") -> Iterator[str]:
    """One lead: where it stands (without more, its row), the score, both strings and why, what the list says, the decision."""
    yield f"{where or 'row {:,}'.format(lead['row'])}  score {lead['score']:.3f}  {lead['list']}, edition {lead['edition']}"
    yield from wrapped(clean(lead["why"]), width, "  ")
    if lead["party"] != lead["lead_name"]:
        yield from wrapped(f'The list names it under "{clean(lead["party"])}".', width, "  ")
    yield from wrapped(f"The list says: {clean(lead['list_says'])}.", width, "  ")
    if lead["listed_on_day"] != "yes":
        told = {"no": "It does not stand on the list on the known day.", "unknown": "Whether it stands there is not told."}
        yield from wrapped(told[lead["listed_on_day"]], width, "  ")
    if lead["decision"] != "open":
        said = clean(lead["decision"])
        news = said.removeprefix(_REOPENED)
        yield from wrapped(f"Decided: {said}." if news == said else f"Reopened: {news}.", width, "  ")


def means_told(of: Mapping[str, Any], width: int) -> Iterator[str]:
    """What a hit on a list means, and what it does not."""
    yield from wrapped(f"A hit means: {of['means']}", width, "  ")
    yield from wrapped(f"It does not mean: {of['means_not']}", width, "  ")


def lists_told(document: Mapping[str, Any], width: int) -> Iterator[str]:
    """The lists that were asked, of those with a lead what a hit means and what not, and which lists were not asked."""
    for said in not_asked(document):
        yield ""
        yield from wrapped(said, width)
    hit = {lead["list"] for lead in document["leads"]}
    for held in document["lists"]:
        yield ""
        yield from wrapped(
            f"{held['title']} ({held['list']}): {many(held['parties'], 'party', 'parties')}, edition {held['edition']}.", width
        )
        if held["behind"]:
            yield from wrapped(held["behind"], width, "  ")
        if held["list"] in hit:
            yield from means_told(held, width)


def as_csv(leads: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> str:
    """Leads as a table; a cell that a spreadsheet would run as a formula is kept from it by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    for lead in leads:
        writer.writerow([_cell(lead[name]) for name in fields])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
