"""What a solicitation package says, part by part: the answer, what goes in, what is open, what stays out, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from buyfair import __version__
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.judge.rule import ADVICE
from buyfair.knowledge.facts import ITEM, ORIGIN, POSSIBLE_OUTSIDE, VALUE, VALUE_OUTSIDE
from buyfair.knowledge.package import FACTOR, OFFERED, PRIVATE
from buyfair.knowledge.psc import title as code_title
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]
NOT_LEGAL_ADVICE = "Not legal advice: it cites, and the text named decides."
BY_REFERENCE = ("clause", "provision")
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
QUESTIONS = (
    "What to ask offerors about the making of these goods stands in the risk briefing, a paper of its own beside this one: "
    "take both along. The questions are no part of the solicitation unless you put them there."
)
WORDS_ELSEWHERE = "Their words stand on the page of the package and in its data (JSON)."
BLANK = "still blank"
FIRST_FACTS, REASONS_NAMED = 5, 4
QUANTITY = "Quantities stand in the schedule of the solicitation: no fact here tells them."
POINTS_TO_CODE = "The text of the factor is that of the code of conduct in this section."
APART_PARTS = ("1", "9", "12", "13", "14", "15", "19", "22")
"""The parts of the FAR that terms apart and drafts of requests cite."""


def title(document: Document) -> str:
    """The heading: the purchase by its own title, else what is bought."""
    return f"Solicitation package: {titled(document)}"


def titled(document: Document) -> str:
    """The purchase's own title with its number; at the command, which knows neither, what is bought."""
    named = words.clean(document.get("purchase", ""))
    return f"{named} ({document['case']})" if named else bought(document)


def purchase(document: Document) -> Iterator[Block]:
    """What is bought, line by line: good, value, place."""
    if document.get("purchase"):
        yield say(f"Purchase: {document['purchase']}. Number of the case: {document['case']}.")
    by_line: dict[int, dict[str, str]] = {}
    for row in document["facts"]:
        if row["line"]:
            by_line.setdefault(row["line"], {})[row["fact"].rpartition(".")[2]] = row["says"]
    if by_line:
        yield points(_bought_line(n, told, document) for n, told in sorted(by_line.items()))
        yield say(QUANTITY, "note")


def _bought_line(n: int, told: Mapping[str, str], document: Document) -> str:
    said = [told[key].partition(": ")[2] for key in (VALUE.key, ORIGIN.key) if key in told]
    return f"Line {n}: {bought(document, n)}{'; ' if said else ''}{'; '.join(said)}."


def bought(document: Document, only: int | None = None) -> str:
    """The things of the lines in a few words, or of one of them."""
    told = {(r["line"], r["fact"].rpartition(".")[2]): r["value"] for r in document["facts"] if r["line"]}
    lines = sorted({line for line, _ in told if only in (None, line)})
    named = []
    for n in lines:
        good = told.get((n, "good")) or told.get((n, "end_product_type"))
        named.append(str(good or _by_code(told.get((n, "psc"))) or told.get((n, "item"), "line")))
    return words.clean(words.listing(dict.fromkeys(named)) if named else "no line told yet")


def _by_code(psc: object) -> str:
    """What a product code is called; empty where none is told."""
    return words.plain_case(code_title(str(psc)) or "") if psc else ""


def foot(document: Document, day: date) -> tuple[str, ...]:
    """Day, versions, editions and hash: what is needed to make the same copy again."""
    lists = "; ".join(f"{x['title']}, {x['edition']}" for x in document["lists"])
    return (
        words.clean(f"Asked as of {document['day']}, copied {day.isoformat()}. Buyfair {__version__}, rules and texts "
                    f"{document['knowledge']}, facts {document['facts_hash'][:16]}."),
        words.clean(f"Lists: {lists}."),
    )  # fmt: skip


def parts(document: Document) -> Iterator[Part]:
    """The package in the order in which an officer works: the answer first, then what goes in, then the rest."""
    yield _answer(document)
    if document["bars"]:
        yield Part("bars", "May not be bought as told", (points(_bar(b) for b in document["bars"]),))
    if document.get("open_bars"):
        yield Part("open_bars", "May forbid the purchase: find out first", (_open_bars(document["open_bars"]),))
    for kind, heading in HEADINGS.items():
        held = [i for i in document["items"] if i["kind"] == kind]
        if held:
            yield Part(kind, heading, tuple(_listed(held) if kind in BY_REFERENCE else _written(held, document)))
    yield Part("questions", "Questions to offerors", (say(QUESTIONS),))
    if document["open"]:
        yield Part("open", "May have a place: find out first", (_open(document["open"], "Each with what decides it"),))
    if document["later"]:
        yield Part(
            "later", "Only if something happens", (_open(document["later"], "Each with what would have to happen"),)
        )
    if document["apart"]:
        yield Part("apart", "Not in the package, and why", (*_numbers(document), *_apart(document["apart"])))
    yield Part("without", "Duties without a text of the solicitation", tuple(_without(document)))
    yield Part("facts", "The facts that it rests on", (_facts(document),))


def _answer(document: Document) -> Part:
    blocks: list[Block] = [say(answer(document), "lead")]
    blocks += [say(words.sentence_case(c), "strong") for c in (*document["cautions"], *document["contradictions"])]
    if document["ask_next"]:
        blocks.append(say("To find out first, since most hangs on it:"))
        blocks.append(points((asks(p) for p in document["ask_next"][:FIRST_FACTS]), counted=True))
    return Part("answer", "", (*blocks, *purchase(document), say(NOT_LEGAL_ADVICE, "note")))


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
    return f"Line {line}: {said}" if line else said


def _bar(bar: Document) -> Cell:
    lifts = "; ".join(bar["lifted_by"])
    return cell(f"{bar['id']} {bar['title']}", f"{plainly(bar['cites'])}. Because {_because(bar)}.",
                f"Lifted only by: {lifts}." if lifts else "")  # fmt: skip


def _open_bars(bars: Sequence[Document]) -> Block:
    rows = (
        (cell(f"{b['id']} {b['title']}", f"{plainly(b['cites'])}."),
         cell(*(asks(p) for p in b["missing"])) if b["missing"] else _stale(b))
        for b in bars
    )  # fmt: skip
    return grid("Each with what decides it", ("Rule", "Find out"), rows, (5, 5))


def _because(row: Document) -> str:
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


def _listed(held: Sequence[Document]) -> Iterator[Block]:
    rows = ((cell(_named(i), _edition(i), *i["cautions"]), cell(authority(i), _why(i)), _fill(i)) for i in held)
    yield grid(
        "Each with its authority",
        ("Number, title and date", "Authority, and why it is here", "To fill in"),
        rows,
        (5, 5, 4),
    )


def _named(i: Document) -> str:
    return str(i["name"])


def _edition(i: Document) -> str:
    """What is not known of the edition."""
    edition = i["edition"]
    if edition is None or (edition["known"] and not edition["own"]):
        return ""
    return f"Date: {edition['why'] or 'not known'}."


def _fill(i: Document) -> Cell:
    """Who fills in what, and what is blank still."""
    said = [f"{words.sentence_case(b['by'])}: {b['asks']}: {b['filled'] or BLANK}." for b in i["fill_ins"]]
    return cell(*said) if said else cell("Nothing.")


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


def _why(i: Document) -> str:
    """The rules that ask for it and the facts that decided, or what lets the officer."""
    if i["rules"]:
        return f"{words.listing(r['id'] for r in i['rules'])}: {_because(i)}."
    lines = f" Line{'s' if len(i['lines']) > 1 else ''} {words.listing(map(str, i['lines']))}." if i["lines"] else ""
    return f"{i['authority']['says']}{lines}"


def worded(item: Document, document: Document) -> str:
    """The text of an item; it points to the factor of the code of conduct only where the package has one."""
    text = str(item["text"])
    if any(i["kind"] == FACTOR and i["id"].startswith("code_") for i in document["items"]):
        return text
    return text.replace(f" {POINTS_TO_CODE}", "")


def _written(held: Sequence[Document], document: Document) -> Iterator[Block]:
    for i in held:
        yield say(i["title"], "strong")
        yield from (say(paragraph) for paragraph in worded(i, document).split("\n"))
        if i["fill_ins"]:
            yield points(
                f"To fill in ({b['by']}): {b['asks']}{': ' + b['filled'] if b['filled'] else ''}" for b in i["fill_ins"]
            )
        yield say(f"{authority(i)} {_why(i)} {' '.join(i['cautions'])}".strip(), "note")


def _open(rows: Sequence[Document], caption: str) -> Block:
    held = (
        (
            cell(_named(i), authority(i), *i["cautions"]),
            cell(*(asks(p) for p in i["find_out"])) if i["find_out"] else _stale(i),
        )
        for i in rows
    )
    return grid(caption, ("Item", "Find out"), held, (5, 5))


def numbers(document: Document) -> str:
    """Once for all: what is cited beside the package is the codified text, which may not be the one in use."""
    used = {text for part, text in document["regime"].items() if part in APART_PARTS} - {"codified"}
    if not used:
        return ""
    where = "in use here" if used == {"rfo"} else "that may be in use here"
    return (f"These citations are to the codified FAR; in the overhaul text {where} the numbers may differ: look each up in "
            "your agency's deviation before a request goes out.")  # fmt: skip


def _numbers(document: Document) -> Iterator[Block]:
    if numbers(document):
        yield say(numbers(document), "note")


def _stale(i: Document) -> Cell:
    """Where no fact is missing: only the officer can tell, or the law of that day was not read."""
    if i.get("cautions"):
        return cell("No fact of this file tells it: decide by the words beside it.")
    return cell("No fact: the text of the law on that day was not read. Check it, or ask counsel.")


def _apart(rows: Sequence[Document]) -> Iterator[Block]:
    """What is offered by name alone; the rest each with its reason, and the draft of a request where one signs."""
    offered = [i for i in rows if i["authority"]["standing"] == OFFERED]
    if offered:
        yield say("Offered: the officer may take these in", "strong")
        yield points(f"{i['title']}. {_if_so(i) + '. ' if i['answer'] == 'unknown' else ''}{authority(i)}" for i in offered)
        yield say(WORDS_ELSEWHERE, "note")
    for i in rows:
        if i["authority"]["standing"] != OFFERED:
            yield from _refused(i)


def _refused(i: Document) -> Iterator[Block]:
    means = i["authority"]["means"]
    yield say(f"{i['title']}: {means}." if i["answer"] != "unknown" else f"{i['title']}. {_if_so(i)}: {means}.", "strong")
    says = f"{i['authority']['says'].rstrip('.')}."
    yield say(f"{says} {cited(i['authority']['cites'], i['authority']['mark'])}.")
    if i["instead"]:
        yield say(f"Instead: {i['instead']}")
    request = i["authority"]["request"]
    if request is not None:
        yield say(f"Signed by {request['signed_by']}. Draft: {request['title']}.")
        yield points(request["text"].split("\n"))
    elif i["text"]:
        firms = ", for the firms" if i["authority"]["standing"] == PRIVATE else ""
        yield say(f"Its words{firms}: {i['text']}", "note")


def _if_so(i: Document) -> str:
    """What stays out turns on a fact that is not told: its question stands beside it."""
    asked = " ".join(asks(p) for p in i["find_out"])
    return f"If it is so (find out: {asked})" if asked else "If it is so"


def of_others(document: Document) -> list[tuple[str, list[Document]]]:
    """Duties without a text that fall due only if something happens, or that are not of one purchase."""
    rows = document["without_text"]
    groups = [(says, [w for w in rows if w.get("whose") == whose]) for whose, says in LESS_NEAR.items()]
    return [(says, held) for says, held in groups if held]


def of_purchase(document: Document) -> list[Document]:
    """Duties without a text that bear on what is bought and on who sells it; those of a package kept before said no more."""
    return [w for w in document["without_text"] if w.get("whose") not in LESS_NEAR]


def _without(document: Document) -> Iterator[Block]:
    rows = [
        (cell(f"{w['id']} {w['title']}", f"{plainly(w['cites'])}."), w["reason"], binds(w)) for w in of_purchase(document)
    ]
    if not document["without_text"]:
        yield say("No rule binds, or may bind, without a text of the solicitation.")
    if rows:
        yield grid("Each with its reason", ("Duty", "Why no text carries it", "Binds"), rows, (5, 5, 2))
    for says, held in of_others(document):
        yield say(f"{says} ({len(held)}): {words.listing(str(w['id']) for w in held)}.", "note")


def binds(row: Document) -> str:
    """Whether a rule binds; what only advises binds nobody."""
    if row.get("result") == ADVICE and row["answer"] == "yes":
        return "it is advice"
    return {"yes": "yes", "unknown": "cannot be told yet"}[row["answer"]]


def _facts(document: Document) -> Block:
    said = [words.sentence_case(f"{r['says']}.") for r in document["facts"]]
    return points(said) if said else say("No fact is told yet.")
