"""The questions for vendors of one purchase: a letter with room for answers, in the vendor's words and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from buyfair import __version__
from buyfair.cards import words
from buyfair.cards.briefing_parts import only_for
from buyfair.cards.dossier_file_parts import Block, Part, Room, points, say
from buyfair.cards.package_parts import titled
from buyfair.cards.purchase_copy import PurchaseCopy
from buyfair.package_document import good_in_words

Document = Mapping[str, Any]
HEAD = {
    "vendor": "the vendor to whom this letter is sent",
    "office": "[name and address of the office]",
    "by": "[day]",
    "to": "the office that sent this letter, in the same way",
}
"""What the office may fill in before the sheet goes out, and how it stands else: one letter serves for all vendors."""
OF_GOODS = "We plan to buy this, and would like to know how and where it is made, and under which conditions."
OF_WORK = "We plan to buy this work, and would like to know who does it, and under which conditions."
HOW = (
    "Answer below each question, or on a sheet of your own under the same number. A few sentences suffice.",
    "Records that you keep already are enough. Nothing needs to be drawn up for this sheet.",
    "Where you do not know, write “not known”. Where another firm knows, name it or ask it.",
)
READS = (
    "Who reads it: the contracting officer and those who advise on this purchase. It is not meant for other vendors. "
    "Mark what is confidential business information: 18 USC 1905 and 5 USC 552(b)(4) protect it; where somebody asks for it "
    "under the Freedom of Information Act, the agency decides."
)
VOLUNTARY = (
    "Your answer is voluntary: no law and no clause obliges you to answer this sheet, and a question left open is no finding "
    "against you. Before an award the contracting officer must find that the firm is responsible, and a firm in line for the "
    "award shows that it is (FAR 9.103): what is needed for that may be asked again then. This sheet takes the place of no "
    "certificate or representation that the solicitation asks for."
)
NOT_ASKED = (
    "Not asked: names of workers, their papers or their health, who complained or what one worker said, what you pay your "
    "suppliers, and anything about other vendors. In records put numbers in place of workers' names."
)
COVERED = (
    "OMB control number: {number}. Nobody may be penalized for leaving a collection of information unanswered that shows no "
    "valid number (44 USC 3512)."
)
RECORD = "You may point to, or attach: {document}"
ROOM = 4
"""Lines of handwriting under a question."""


def title(document: Document) -> str:
    """The heading: the purchase by its own title."""
    return f"Questions for vendors: {titled(document)}"


def parts(document: Document) -> Iterator[Part]:
    """The letter: from whom to whom, how to answer and what that means, the questions, who answered."""
    yield Part("head", "", tuple(_head(document)))
    yield Part("how", "How to answer", (points(HOW), say(READS), say(VOLUNTARY), say(NOT_ASKED), *_covered(document)))
    yield Part("questions", "Questions", tuple(_questions(document)))
    yield Part("signed", "Answered by", (Room("Firm, name, position and day", 2),))


def foot(document: Document, day: date) -> tuple[str, ...]:
    """What is needed to make the same sheet again, and no more."""
    made = f"{day.isoformat()}. Buyfair {__version__}, texts {document['knowledge']}, facts {document['facts_hash'][:16]}."
    return (words.clean(made),)


def _head(document: Document) -> Iterator[Block]:
    told = {**HEAD, **{key: said for key, said in (document.get("head") or {}).items() if said}}
    yield say(f"To: {told['vendor']}")
    yield say(f"From: {told['office']}")
    solicitation = words.clean(document.get("number") or "")
    yield say(f"About: {titled(document)}{f', solicitation {solicitation}' if solicitation else ''}")
    yield say(f"Please answer by: {words.long_day(told['by'])}", "strong")
    yield say(f"Answer to: {told['to']}")
    yield say(OF_GOODS if _goods(document) else OF_WORK)


def _goods(document: Document) -> bool:
    return any(line["item"] in (None, "supply") for line in document["lines"])


def _covered(document: Document) -> Iterator[Block]:
    number = (document.get("control") or {}).get("number")
    if number:
        yield say(COVERED.format(number=number))


def on_sheet(document: Document) -> list[tuple[Document, list[int]]]:
    """The questions of the sheet in their order, each with the lines that it is about."""
    held = {q["id"]: q for line in reversed(document["lines"]) for q in line["questions"]}
    return [(held[row["id"]], row["lines"]) for row in document["sheet"]["ask"]]


def asked_too(document: Document) -> list[Document]:
    """The questions that may be asked too and do not go on the sheet."""
    held = {q["id"]: q for line in document["lines"] for q in line["questions"]}
    return [held[name] for name in document["sheet"]["more"]]


def _questions(document: Document) -> Iterator[Block]:
    asked = on_sheet(document)
    if not asked:
        yield say("No question follows from what is told of this purchase yet.")
    for n, (q, lines) in enumerate(asked, 1):
        yield say(f"{n}. {q['asks']}", "ask")
        yield say(" ".join((*_about(document, q, lines), RECORD.format(document=_small(q["document"])))), "hint")
        yield Room("Your answer", ROOM)


def _about(document: Document, q: Document, lines: list[int]) -> Iterator[str]:
    """Which lines and places it is about, where not all are."""
    if len(lines) < len(document["lines"]):
        named = (f"line {line['line']} ({good_in_words(line['good'] or line['item'] or 'not told')})"
                 for line in document["lines"] if line["line"] in lines)  # fmt: skip
        yield f"For {words.listing(named)}."
    if only_for(q):
        yield f"If it is made or done in {only_for(q)}."


def _small(text: str) -> str:
    """A record as the rest of a sentence: its first letter small, an abbreviation as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


SHEET = PurchaseCopy("Questions for vendors about one purchase", title, parts, foot)
questions_text, questions_docx, questions_pdf = SHEET.text, SHEET.docx, SHEET.pdf
