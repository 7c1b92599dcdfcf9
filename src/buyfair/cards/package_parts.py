"""What the papers and the page of a solicitation package say in common: the answer, what is bought, citations, questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from buyfair import __version__
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, points, say
from buyfair.judge.rule import ADVICE
from buyfair.knowledge.facts import (
    ACQUISITION_VALUE,
    ITEM,
    LIST_HIT,
    ORIGIN,
    POSSIBLE_OUTSIDE,
    SOL_DATE,
    VALUE,
    VALUE_OUTSIDE,
)
from buyfair.knowledge.psc import title as code_title
from buyfair.package_document import good_in_words
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]
NOT_LEGAL_ADVICE = "Not legal advice: it cites, and the text named decides."
HEADINGS = {
    "clause": "Clauses, incorporated by reference (FAR 52.252-2)",
    "provision": "Provisions, incorporated by reference (FAR 52.252-1)",
    "certificate": "Certificates, in plain forms of our own",
    "instruction": "Instructions to offerors",
    "evaluation factor": "Evaluation factors",
    "performance requirement": "Performance requirements",
    "code of conduct": "Code of conduct",
    "surveillance": "Quality assurance surveillance plan",
    "notice": "Notices for the start of performance",
    "file note": "Notes for the contract file",
}
"""The heading of each kind of item, in the order in which a package holds them."""
CHECK = "before it goes out, check at acquisition.gov or uscode.house.gov that the text says so"
MARKS = {"read": "", "inferred": f" ({CHECK})", "recalled": f" ({CHECK})"}
"""What a reader has to do about a citation that was not held against its text: a file says what to check, and where."""
NOT_HELD = re.compile(r" ?\(overhaul text, (?:its )?numbers not held\)")
IN_OVERHAUL = " (its number in the overhaul text: see the agency's deviation)"
LESS_NEAR = {"later": "Only if something happens after award or in this procurement", "others": "Not of one purchase"}
FOUND_BESIDE = {LIST_HIT.key: " The risk briefing says what the lists of goods name; look for the others."}
"""What another paper of the same purchase says of a question already."""
BLANK = "still blank"
REASONS_NAMED = 4
QUANTITY = "Quantities stand in the schedule of the solicitation: no fact here tells them."
APART_PARTS = ("1", "9", "12", "13", "14", "15", "19", "22")
"""The parts of the FAR that terms apart and drafts of requests cite."""


def titled(document: Document) -> str:
    """The purchase's own title with its number; at the command, which knows neither, what is bought."""
    named = words.clean(document.get("purchase", ""))
    return f"{named} ({document['case']})" if named else bought(document)


def purchase(document: Document) -> Iterator[Block]:
    """What is bought, line by line: good, value, place."""
    if document.get("purchase"):
        yield say(f"Purchase: {document['purchase']}. Number of the case: {document['case']}.")
    held = lines_bought(document)
    if held:
        yield points(words.sentence_case(f"{each}.") for each in held)
        yield say(QUANTITY, "note")


def told_of(document: Document) -> dict[str, Any]:
    """The facts of the purchase itself, by their names."""
    return {row["fact"]: row["value"] for row in document["facts"] if not row["line"]}


def value_told(document: Document) -> str:
    """The value of the whole, where it is told as one; else the lines say theirs."""
    return next((str(row["says"]) for row in document["facts"] if row["fact"] == ACQUISITION_VALUE.key), "")


def lines_bought(document: Document) -> list[str]:
    """Line by line what is bought, its value and its places."""
    by_line: dict[int, dict[str, str]] = {}
    for row in document["facts"]:
        if row["line"]:
            by_line.setdefault(row["line"], {})[row["fact"].rpartition(".")[2]] = row["says"]
    return [_bought_line(n, told, document) for n, told in sorted(by_line.items())]


def _bought_line(n: int, told: Mapping[str, str], document: Document) -> str:
    said = [told[key].partition(": ")[2] for key in (VALUE.key, ORIGIN.key) if key in told]
    return f"line {n}: {bought(document, n)}{'; ' if said else ''}{'; '.join(said)}"


def days(document: Document) -> str:
    """By the law of which day it was made, and on which day: where the two differ, why."""
    law_day = told_of(document).get(SOL_DATE.key)
    if not law_day:
        return f"The day of the solicitation is not told: what is known on {document['day']} was taken."
    if law_day == document["day"]:
        return f"By the law of {law_day}, the day of the solicitation."
    return f"By the law of {law_day}, the day of the solicitation, as far as it is known on {document['day']}."


def bought(document: Document, only: int | None = None) -> str:
    """The things of the lines in a few words, or of one of them."""
    told = {(r["line"], r["fact"].rpartition(".")[2]): r["value"] for r in document["facts"] if r["line"]}
    lines = sorted({line for line, _ in told if only in (None, line)})
    named = []
    for n in lines:
        good = told.get((n, "good")) or told.get((n, "end_product_type"))
        named.append(good_in_words(str(good)) if good else str(_by_code(told.get((n, "psc")), told.get((n, "item"), "line"))))
    return words.clean(words.listing(dict.fromkeys(named)) if named else "no line told yet")


def _by_code(psc: object, item: object) -> str:
    """What is bought where no good is told: a product code is named as a code, not as the thing itself."""
    called = words.plain_case(code_title(str(psc)) or "") if psc else ""
    return f"{item} recorded under code {psc}{f' ({called})' if called else ''}" if psc else str(item)


def foot(document: Document, day: date) -> tuple[str, ...]:
    """Day, versions, editions and hash: what is needed to make the same copy again."""
    lists = "; ".join(f"{x['title']}, {x['edition']}" for x in document["lists"])
    return (
        words.clean(f"{days(document)} Copied {day.isoformat()}. Buyfair {__version__}, rules and texts "
                    f"{document['knowledge']}, facts {document['facts_hash'][:16]}."),
        words.clean(f"Lists: {lists}."),
    )  # fmt: skip


def answer(document: Document) -> str:
    """The sentence that stands first: what may not be, what is in, what is open, what stays out."""
    required = sum(1 for i in document["items"] if i["authority"]["standing"] == "required")
    free, may = len(document["items"]) - required, len(document["open"])
    stop = _stop(document)
    if not document["items"]:
        found = f"{words.many(may, 'item')} may have a place in it, and facts decide which."
        return f"{stop}Nothing stands in the package yet: {found}"
    more = (
        f"{words.many(may, 'further item')} may have a place in it: find out first."
        if may
        else "Nothing else may have a place in it."
    )
    return (f"{stop}{words.many(required, 'item')} required by law and {words.many(free, 'item')} within the officer's "
            f"discretion stand in this package. {more}")  # fmt: skip


def _stop(document: Document) -> str:
    """What forbids the purchase, or may; a package kept before open bars were named has none."""
    if document["bars"]:
        return "As told this may not be bought. "
    named = "; ".join(f"{b['id']} {b['title']}" for b in document.get("open_bars", ()))
    return f"Whether it may be bought cannot be told yet: {named}. " if named else ""


def asks(path: str) -> str:
    """The question of a fact, with its line."""
    of = vocabulary().fact(path)
    line = path.partition("]")[0].removeprefix("lines[") if path.startswith("lines[") else ""
    said = "How many line items are bought, and what is each of them?" if of is None else of.ask
    said += FOUND_BESIDE.get(path, "")
    return f"Line {line}: {said}" if line else said


def because(row: Document) -> str:
    """The facts that decided, those that say most first; what is summed up already is not said line by line."""
    facts = {r["fact"] for r in row["because"]}
    summed = bool(facts & {VALUE.key, VALUE_OUTSIDE.key, POSSIBLE_OUTSIDE.key})
    held = [r["says"] for r in row["because"] if not (summed and r["fact"].endswith(f"].{VALUE.key}"))]
    plain = [r["says"] for r in row["because"] if r["fact"].endswith(f"].{ITEM.key}")]
    fewer = [s for s in held if s not in plain]
    said = fewer if len(fewer) > 1 else held
    if not said:
        return "it binds whatever the facts are"
    more = len(said) - REASONS_NAMED
    return words.listing([*said[:REASONS_NAMED], *([words.many(more, "further fact")] if more > 0 else [])])


def plainly(cites: str) -> str:
    """Citations of a rule; where a number of the overhaul text is not held, where to look for it."""
    return NOT_HELD.sub(IN_OVERHAUL, cites)


def cited(cites: Iterable[str], mark: str) -> str:
    """Citations in a row, and what to check of them before the paper goes out."""
    return f"{plainly('; '.join(cites))}{MARKS[mark]}"


def authority(i: Document) -> str:
    """Its standing with the citations, and whether they were read."""
    a = i["authority"]
    return f"{words.sentence_case(a['means'])}: {cited(a['cites'], a['mark'])}."


def numbers(document: Document) -> str:
    """Once for all: what is cited beside the package is the codified text, which may not be the one in use."""
    used = {text for part, text in document["regime"].items() if part in APART_PARTS} - {"codified"}
    if not used:
        return ""
    where = "in use here" if used == {"rfo"} else "that may be in use here"
    return (f"These citations are to the codified FAR; in the overhaul text {where} the numbers may differ: look each up in "
            "your agency's deviation before a request goes out.")  # fmt: skip


def of_others(document: Document) -> list[tuple[str, list[Document]]]:
    """Duties without a text that fall due only if something happens, or that are not of one purchase."""
    rows = document["without_text"]
    groups = [(says, [w for w in rows if w.get("whose") == whose]) for whose, says in LESS_NEAR.items()]
    return [(says, held) for says, held in groups if held]


def of_purchase(document: Document) -> list[Document]:
    """Duties without a text that bear on what is bought and on who sells it; those of a package kept before said no more."""
    return [w for w in document["without_text"] if w.get("whose") not in LESS_NEAR]


def binds(row: Document) -> str:
    """Whether a rule binds; what only advises binds nobody."""
    if row.get("result") == ADVICE and row["answer"] == "yes":
        return "it is advice"
    return {"yes": "yes", "unknown": "cannot be told yet"}[row["answer"]]


