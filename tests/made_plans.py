"""Small plans for tests: a text as a document, and the rows of the case tables as plans of one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.compliance_plan import Review, review
from buyfair.knowledge.plans import denied, parts, turns
from buyfair.knowledge.plans.faults import forbidden_claims
from buyfair.plan_parts import ASKED
from buyfair.spot.claims import claims
from buyfair.spot.cues import said
from buyfair.spot.sentences import sentences
from buyfair.spot.statements import Statement, statements
from buyfair.terms.document import CELL, Document, WrittenLine
from case_tables import CASES


def document(text: str, name: str = "plan.txt") -> Document:
    """A text as it is read from a file."""
    lines = (WrittenLine(line, n, row=CELL in line) for n, line in enumerate(text.splitlines(), 1))
    return Document(name, "", tuple(lines))


def reviewed(text: str) -> Review:
    """The review of a text, with nothing told beside it."""
    return review(document(text))


def gaps(text: str) -> set[tuple[str, str]]:
    """The parts and kinds of the gaps of a text."""
    return {(gap.part, gap.what) for gap in reviewed(text).gaps}


def answered(part: str, told: str | None, heading: str, sentence: str, asks: str) -> str:
    """What a plan of one sentence answers: an element or a fault of the knowledge, or one of the four things asked."""
    head = "" if told is None else f"Contractor: Amber Vale LLC\n{told}\n\n"
    title = "" if heading == "-" else f"# {heading}\n\n"
    text = f"{head}{title}{sentence}\n"
    if part == "worker_document":
        found = reviewed(text).worker_document
        return "unknown" if found is None else str(next(s.answer for s in found.said if s.id == asks))
    if part == "frames":
        frame, _, step = asks.partition(":")
        return str(next(s.answer for s in reviewed(text).frames[frame] if s.id == step))
    if asks in ASKED:
        return str(next(p.answers[asks] for p in reviewed(text).parts if p.part.id == part))
    held = [s for s in statements(sentences(document(text))) if not s.said.startswith(("Contractor:", told or "\0"))]
    return "yes" if _says(part, held, asks) else "no"


def _says(part: str, held: Sequence[Statement], asks: str) -> bool:
    faults = {claim.fault.id: claim.fault for claim in forbidden_claims()}
    if asks in faults:
        return any(claims(s, faults[asks], turns()) for s in held)
    element = next(e for p in parts() if p.id == part for e in p.elements if e.id == asks)
    return any(said(element.cues, s) and not said(denied(), s) for s in held)


def held(name: str) -> str:
    """A made-up plan that is kept as a text."""
    return (CASES / "plans" / "texts" / f"{name}.txt").read_text("utf-8")


PLAIN, TEMPLATE, CORPORATE = held("plain"), held("template"), held("large_firm")
"""A good plan, plainly and badly written; a perfect-sounding one with no fact of its contract; a good one of a large firm."""
