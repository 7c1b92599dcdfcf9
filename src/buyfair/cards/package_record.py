"""The record of a package for the contract file: what stands in it by which authority, what was decided, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.cards.package_parts import (
    BLANK,
    CHECK,
    HEADINGS,
    NOT_LEGAL_ADVICE,
    answer,
    asks,
    because,
    binds,
    days,
    numbers,
    of_others,
    of_purchase,
    plainly,
    purchase,
    titled,
)
from buyfair.cards.package_texts import in_solicitation, solicited, worded
from buyfair.cards.purchase_copy import PurchaseCopy
from buyfair.knowledge.package import CERTIFICATE, NOTE, OFFERED, SURVEILLANCE, WAIVER
from buyfair.knowledge.package import NOTICE as AT_START
from buyfair.package_document import HELPS

Document = Mapping[str, Any]
TO_CHECK = {"read": "", "inferred": " (check)", "recalled": " (check)"}
OURS = ", in words of our own"
CHECK_MEANS = (
    f"Where “(check)” stands behind a citation: {CHECK}. What stands in words of our own helps with a duty and may be left out."
)
FIRST_FACTS = 5
OTHER_PAPERS = (
    "The words of what goes out stand in a paper of their own, the solicitation texts. The questions for vendors are a letter "
    "of their own too: they are no part of the solicitation unless you put them there."
)
FOR_THE_FILE = (
    (
        NOTE,
        "Notes to complete and sign",
        "A choice in square brackets is yours: nothing here was found, checked or relied on yet.",
    ),
    (
        SURVEILLANCE,
        "Paragraphs for the quality assurance surveillance plan",
        "You decide whether there is a plan and what of this is looked at. A paragraph gives no right of its own: a paper to "
        "which no clause or term of the contract gives access is asked for, and not demanded.",
    ),
    (
        AT_START,
        "Notices and forms for after the award",
        "For the contractor, once there is one. They add nothing to the clauses.",
    ),
)
"""Texts that stay with the office until work begins, by their kind: heading, and what they are."""
NOTHING_ASKS = (
    "Nothing asks for these requests, and nothing says that one should be granted. Take the one that you need, complete it, "
    "and drop the rest."
)
DRAFT_ELSEWHERE = "Who signs a waiver, and the draft of the request, stand on the page and in the paper of drafts."
WORDS_ELSEWHERE = "Their words stand on the page of the package and in its data (JSON)."


def title(document: Document) -> str:
    """The heading: the purchase by its own title."""
    return f"Solicitation package, record for the file: {titled(document)}"


def parts(document: Document) -> Iterator[Part]:
    """The record: the answer, each item with its authority, what was decided, what is open, what stays out, the facts."""
    yield _answer(document)
    if document["bars"]:
        yield Part("bars", "May not be bought as told", (points(_bar(b) for b in document["bars"]),))
    if document.get("open_bars"):
        yield Part("open_bars", "May forbid the purchase: find out first", (_open_bars(document["open_bars"]),))
    held = solicited(document)
    if held:
        blocks = (_listed(held), say(CHECK_MEANS, "note"))
        yield Part("items", "What goes into the solicitation, and by which authority", blocks)
    if decided := list(_decided(document)):
        yield Part("decided", "What the contracting officer decided, and why", (points(decided),))
    for kind, heading, means in FOR_THE_FILE:
        held = [i for i in document["items"] if i["kind"] in (kind, _after(kind)) and not in_solicitation(i)]
        if held:
            yield Part(kind, heading, (say(means), *(b for i in held for b in _written(i, document))))
    if document["open"]:
        yield Part("open", "May have a place: find out first", (_open(document["open"], "Each with what decides it"),))
    if document["later"]:
        yield Part("later", "Only if something happens", (_open(document["later"], "Each with what would have to happen"),))
    if document["apart"]:
        yield Part("apart", "Not in the package, and why", tuple(_apart(document)))
    yield Part("without", "Duties without a text of the solicitation", tuple(_without(document)))
    yield Part("facts", "The facts that it rests on", (_facts(document),))


def _after(kind: str) -> str:
    """What stands beside the notices: forms for use after award."""
    return CERTIFICATE if kind == AT_START else kind


def _answer(document: Document) -> Part:
    blocks: list[Block] = [say(answer(document), "lead"), *_where(document), *purchase(document), say(days(document))]
    blocks += [say(words.sentence_case(c), "strong") for c in (*document["cautions"], *document["contradictions"])]
    if document["ask_next"]:
        blocks.append(say("To find out first, since most hangs on it:"))
        blocks.append(points((asks(p) for p in document["ask_next"][:FIRST_FACTS]), counted=True))
    return Part("answer", "", (*blocks, say(f"{OTHER_PAPERS} {NOT_LEGAL_ADVICE}", "note")))


def _where(document: Document) -> Iterator[Block]:
    """How many of the items go out, and how many do not."""
    out = len(solicited(document))
    if document["items"]:
        stay = len(document["items"]) - out
        yield say(f"{words.many(out, 'item')} of these {'goes' if out == 1 else 'go'} into the solicitation; "
                  f"{words.many(stay, 'item')} {'stays' if stay == 1 else 'stay'} with the office.")  # fmt: skip


def _bar(bar: Document) -> Cell:
    lifts = "; ".join(bar["lifted_by"])
    return cell(f"{bar['id']} {bar['title']}", f"{plainly(bar['cites'])}. Because {because(bar)}.",
                f"Lifted only by: {lifts}." if lifts else "")  # fmt: skip


def _open_bars(bars: Sequence[Document]) -> Block:
    rows = (
        (cell(f"{b['id']} {b['title']}", f"{plainly(b['cites'])}."),
         cell(*(asks(p) for p in b["missing"])) if b["missing"] else _stale(b))
        for b in bars
    )  # fmt: skip
    return grid("Each with what decides it", ("Rule", "Find out"), rows, (5, 5))


# What stands in it


def _listed(held: Sequence[Document]) -> Block:
    ordered = sorted(held, key=lambda i: list(HEADINGS).index(i["kind"]))
    rows = ((cell(i["name"], _edition(i), *i["cautions"]), cell(_authority(i), _why(i)), _fill(i)) for i in ordered)
    head = ("Number or title, and date", "Authority, and why it is here", "To fill in")
    return grid("Each with its authority", head, rows, (5, 5, 4))


def _edition(i: Document) -> str:
    """What is not known of the edition."""
    edition = i["edition"]
    if edition is None or edition["known"] or edition["own"]:
        return ""
    return f"Date: {edition['why'] or 'not known'}."


def _fill(i: Document) -> Cell:
    """Who fills in what, and what is blank still."""
    said = [f"Date of your agency's deviation: {b['filled'] or BLANK}." if b["in_title"] else
            f"{words.sentence_case(b['by'])}: {b['asks']}: {b['filled'] or BLANK}." for b in i["fill_ins"]]  # fmt: skip
    return cell(*said) if said else cell("Nothing.")


def _cited(i: Document) -> str:
    a = i["authority"]
    return f"{plainly('; '.join(a['cites']))}{TO_CHECK[a['mark']]}"


def _authority(i: Document) -> str:
    """Its standing with the citations; a check that is due is marked."""
    return f"{words.sentence_case(i['authority']['means'].replace(HELPS, OURS))}: {_cited(i)}."


def _why(i: Document) -> str:
    """The rules that ask for it and the facts that decided, or what lets the officer."""
    if i["rules"]:
        return f"{words.listing(r['id'] for r in i['rules'])}: {because(i)}."
    lines = f" Line{'s' if len(i['lines']) > 1 else ''} {words.listing(map(str, i['lines']))}." if i["lines"] else ""
    return f"{i['authority']['says']}{lines}"


def _decided(document: Document) -> Iterator[str]:
    """Each item that the officer took in or left out, with the reason."""
    for i in document["items"]:
        if i.get("decision"):
            yield f"Taken in: {i['name']}. The reason: {i['decision']['why']}"
    for i in document["apart"]:
        if i.get("decision"):
            yield f"Left out: {i['name']}. The reason: {i['decision']['why']}"


def _written(i: Document, document: Document) -> Iterator[Block]:
    """A text for the file, as it stands with what was filled in; its blanks stand in it in square brackets."""
    yield say(i["title"], "strong")
    yield from (say(paragraph) for paragraph in worded(i, document).split("\n"))
    own = [b for b in i["fill_ins"] if b["filled"] and not b.get("in_text")]
    if own:
        yield points(f"{words.sentence_case(b['asks'])}: {b['filled']}" for b in own)
    cautions = [] if i["kind"] == SURVEILLANCE else i["cautions"]
    yield say(f"{_authority(i)} {_why(i)} {' '.join(cautions)}".strip(), "note")


# What is open, and what stays out


def _open(rows: Sequence[Document], caption: str) -> Block:
    held = (
        (
            cell(i["name"], _authority(i), *i["cautions"]),
            cell(*(asks(p) for p in i["find_out"])) if i["find_out"] else _stale(i),
        )
        for i in rows
    )
    return grid(caption, ("Item", "Find out"), held, (5, 5))


def _stale(i: Document) -> Cell:
    """Where no fact is missing: only the officer can tell, or the law of that day was not read."""
    if i.get("cautions"):
        return cell("No fact of this file tells it: decide by the words beside it.")
    return cell("No fact: the text of the law on that day was not read. Check it, or ask counsel.")


def _apart(document: Document) -> Iterator[Block]:
    """What is offered by name alone; the rest in one row each, with its reason and what to do instead."""
    if numbers(document):
        yield say(numbers(document), "note")
    offered = [i for i in document["apart"] if i["authority"]["standing"] == OFFERED]
    if offered:
        yield say("Offered: the officer may take these in", "strong")
        yield points(f"{i['name']}. {_cited(i)}." for i in offered)
        yield say(WORDS_ELSEWHERE, "note")
    others = [i for i in document["apart"] if i["authority"]["standing"] != OFFERED and not i.get("decision")]
    if others:
        yield grid("Each with its reason", ("What, and how it stands", "Why", "Instead"), map(_refused, others), (4, 5, 4))
    if any(i["authority"]["standing"] == WAIVER for i in others):
        yield say(DRAFT_ELSEWHERE, "note")


def _refused(i: Document) -> tuple[Cell, Cell, Cell]:
    a = i["authority"]
    stands = words.sentence_case(f"{a['means']}.")
    return (cell(f"{i['title']}", stands if i["answer"] != "unknown" else f"{_if_so(i)}: {a['means']}."),
            cell(f"{a['says'].rstrip('.')}.", f"{_cited(i)}."), cell(i["instead"] or ""))  # fmt: skip


def _if_so(i: Document) -> str:
    """What stays out turns on a fact that is not told: its question stands beside it."""
    asked = " ".join(asks(p) for p in i["find_out"])
    return f"If it is so (find out: {asked})" if asked else "If it is so"


def _without(document: Document) -> Iterator[Block]:
    groups: dict[tuple[str, str], list[Document]] = {}
    for w in of_purchase(document):
        groups.setdefault((w["reason"], binds(w)), []).append(w)
    rows = [(cell(*(f"{w['id']} {w['title']}. {plainly(w['cites'])}." for w in held)), *key) for key, held in groups.items()]
    if not document["without_text"]:
        yield say("No rule binds, or may bind, without a text of the solicitation.")
    if rows:
        yield grid("Each with its reason", ("Duty", "Why no text carries it", "Binds"), rows, (5, 5, 2))
    for says, held in of_others(document):
        yield say(f"{says} ({len(held)}): {words.listing(str(w['id']) for w in held)}.", "note")


def _facts(document: Document) -> Block:
    said = [words.sentence_case(f"{r['says']}.") for r in document["facts"]]
    return points(said) if said else say("No fact is told yet.")


# The drafts of requests


def drafts_title(document: Document) -> str:
    """The heading of the paper of drafts."""
    return f"Drafts of requests: {titled(document)}"


def drafted(document: Document) -> list[Document]:
    """The items of which a request can be drafted."""
    return [i for i in document["apart"] if i["authority"]["request"] is not None and i["answer"] != "no"]


def drafts(document: Document) -> Iterator[Part]:
    """Each draft on a sheet of its own, to be completed; nothing asks for any of them."""
    yield Part("means", "", (say(NOTHING_ASKS), *_note(document)))
    for i in drafted(document):
        request = i["authority"]["request"]
        signed = f"Signed by {request['signed_by']} ({'; '.join(request['cites'])})."
        yield Part(i["id"], f"{i['title']}: {request['title']}", (say(signed, "note"), *_lines(request["text"])), sheet=True)


def _note(document: Document) -> Iterable[Block]:
    return (say(numbers(document), "note"),) if numbers(document) else ()


def _lines(text: str) -> Iterator[Block]:
    yield from (say(line) for line in text.split("\n"))


RECORD = PurchaseCopy("Solicitation package of one purchase, record for the file", title, parts)
DRAFTS = PurchaseCopy("Drafts of requests to whoever may sign a waiver or deviation", drafts_title, drafts)
