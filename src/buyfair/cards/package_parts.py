"""What a solicitation package says, part by part: the answer, what to paste, what is open, what stays out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from buyfair import __version__
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]
NOT_LEGAL_ADVICE = "Not legal advice: it cites, and the text named decides."
HEADINGS = {
    "clause": "Clauses", "provision": "Provisions", "certificate": "Certificates, in plain forms",
    "evaluation factor": "Evaluation factors", "performance requirement": "Performance requirements",
    "code of conduct": "Code of conduct", "surveillance": "Quality assurance surveillance plan",
    "notice": "Notices", "file note": "Notes for the contract file",
}  # fmt: skip
"""The heading of each kind of item, in the order in which a package holds them."""
MARKS = {"read": "", "inferred": " (inferred, not read)", "recalled": " (recalled, not read)"}


def title(document: Document) -> str:
    """The heading: what is bought."""
    return f"Solicitation package: {bought(document)}"


def bought(document: Document) -> str:
    """The things of the lines in a few words."""
    told = {(r["line"], r["fact"].rpartition(".")[2]): r["value"] for r in document["facts"] if r["line"]}
    lines = sorted({line for line, _ in told})
    named = [
        str(told.get((n, "good")) or told.get((n, "end_product_type")) or told.get((n, "item"), "line")) for n in lines
    ]
    return words.clean(words.listing(dict.fromkeys(named)) if named else "no line told yet")


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
    for kind, heading in HEADINGS.items():
        held = [i for i in document["items"] if i["kind"] == kind]
        if held:
            yield Part(kind, heading, tuple(b for i in held for b in _item(i)))
    for name, heading, rows in (("open", "May be required: find out first", document["open"]),
                                ("later", "Only if something happens", document["later"]),
                                ("apart", "Not in the package, and why", document["apart"])):  # fmt: skip
        if rows:
            yield Part(name, heading, tuple(_rows(rows)))
    yield Part("without", "Duties without a text of the solicitation", tuple(_without(document)))


def _answer(document: Document) -> Part:
    by = [i for i in document["items"] if i["authority"]["standing"] == "required"]
    free = len(document["items"]) - len(by)
    more = words.many(len(document["open"]), "further item")
    lead = (f"{words.many(len(by), 'item')} required by law and {words.many(free, 'item')} within the officer's discretion "
            f"stand in this package. {more} may be required: find out first.")  # fmt: skip
    blocks: list[Block] = [say(lead, "lead")]
    for bar in document["bars"]:
        blocks.append(say(f"As told this may not be bought: {bar['id']} {bar['title']} ({bar['cites']}).", "strong"))
    if document["ask_next"]:
        blocks.append(points((asks(p) for p in document["ask_next"][:5]), counted=True))
    return Part("answer", "", (*blocks, say(NOT_LEGAL_ADVICE, "note")))


def asks(path: str) -> str:
    """The question of a fact, with its line."""
    of = vocabulary().fact(path)
    line = path.partition("]")[0].removeprefix("lines[") if path.startswith("lines[") else ""
    said = "Describe each line item of the purchase." if of is None else of.ask
    return f"Line {line}: {said}" if line else said


def _item(i: Document) -> Iterator[Block]:
    yield say(i["name"], "strong")
    yield from (say(p) for p in i["text"].split("\n"))
    if i["fill_ins"]:
        yield points(_fill(b) for b in i["fill_ins"])
    yield say(f"{words.sentence_case(authority(i))}", "note")
    yield from (say(c, "note") for c in i["cautions"])


def _fill(blank: Document) -> Cell:
    return cell(
        f"Fill in ({blank['by']}): {blank['asks']}", f"From the facts: {blank['filled']}" if blank["filled"] else ""
    )


def authority(i: Document) -> str:
    """Its standing with the citations, and why it stands here."""
    a = i["authority"]
    why = "; ".join(r["says"] for r in i["because"][:4])
    return (f"{a['means']}: {'; '.join(a['cites'])}{MARKS[a['mark']]}.{f' Because {why}.' if why else ''}"
            f"{_lines(i['lines'])}")  # fmt: skip


def _lines(lines: Sequence[int]) -> str:
    return f" Line{'s' if len(lines) > 1 else ''} {words.listing(map(str, lines))}." if lines else ""


def _rows(rows: Sequence[Document]) -> Iterator[Block]:
    for i in rows:
        yield say(i["name"], "strong")
        if i["find_out"]:
            yield points(asks(p) for p in i["find_out"])
        yield say(f"{words.sentence_case(authority(i))} {i['authority']['says']} {i['instead'] or ''}")
        if i["authority"]["request"] is not None:
            request = i["authority"]["request"]
            yield say(f"{request['title']}. Signed by {request['signed_by']}.", "strong")
            yield from (say(p) for p in request["text"].split("\n"))


def _without(document: Document) -> Iterator[Block]:
    rows = [(cell(f"{w['id']} {w['title']}", w["cites"]), w["reason"]) for w in document["without_text"]]
    if rows:
        yield grid("Each with its reason", ("Duty", "Why no text carries it"), rows, (3, 4))
