"""The written work document of each worker: its nine contents, its language, and five days before the move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buyfair.knowledge.plans.frames import Step, worker_document
from buyfair.spot.cues import said
from buyfair.spot.sentences import Sentence, sentences
from buyfair.spot.statements import Statement, bounded, statements
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document

ROW = "TIP-15"
ITEM, CONDITION = "content", "condition"
NOT_SAID = {
    "language": "Give it in a language that the worker understands, and say in which",
    "days": "Give it to the worker at least five days before the worker relocates, and say so",
    "written": "Give it in writing",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One content or condition, whether it is said, and where."""

    id: str
    name: str
    kind: str
    answer: Answer
    statement: Statement | None
    against: bool = False
    """A sentence says the contrary of what the law asks."""


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """The work document as read. `found_in`: a file of its own, an annex, or only sentences of the plan about it.

    Where there are only sentences, what they do not say is unknown: the document itself was not seen.
    """

    found_in: str
    name: str
    said: tuple[Said, ...]

    @property
    def findings(self) -> tuple[tuple[Said, str], ...]:
        """What is missing or against the law, and how to mend it."""
        cites = worker_document().cites
        lacks = [s for s in self.said if s.answer is Answer.NO]
        return tuple((s, f"{NOT_SAID.get(s.id, f'Add to the work document: {s.name}')} ({cites}).") for s in lacks)

    def as_document(self) -> dict[str, Any]:
        """With fixed keys."""
        return {
            "found_in": self.found_in,
            "name": self.name,
            "says": [_document(s) for s in self.said],
            "findings": [_finding(s, fix) for s, fix in self.findings],
        }


def _finding(found: Said, fix: str) -> dict[str, Any]:
    shown = found.statement
    return {
        "id": ROW, "item": found.id, "what": "against the law" if found.against else "missing",
        "quote": None if shown is None else shown.said, "place": None if shown is None else shown.place, "fix": fix,
    }  # fmt: skip


def _document(found: Said) -> dict[str, Any]:
    shown = found.statement
    return {
        "id": found.id, "name": found.name, "kind": found.kind, "said": found.answer,
        "quote": None if shown is None else shown.said, "place": None if shown is None else shown.place,
    }  # fmt: skip


def read_worker_document(
    written: Sequence[Sentence], held: Sequence[Statement], separate: Document | None
) -> DocumentRead | None:
    """The work document from its own file, an annex, or what the plan says of it; None where it is not spoken of."""
    known = worker_document()
    if separate is not None:
        own = statements(bounded(sentences(separate)))
        # how it is given is told by the plan, or by the document itself
        return DocumentRead("file", separate.name, _said(own, [*own, *_about(held)], Answer.NO))
    annex = _annex(written)
    if annex:
        lines = {(s.line, s.text) for s in annex}
        own = tuple(s for s in statements(written) if (int(s.place.rsplit(" ", 1)[1]), s.said) in lines)
        return DocumentRead("annex", annex[0].text, _said(own, [*own, *_about(held)], Answer.NO))
    about = _about(held)
    if not about:
        return None
    return DocumentRead("plan", known.mentioned.search(about[0].said).group(0), _said((), about, Answer.UNKNOWN))  # type: ignore[union-attr]


def _about(held: Sequence[Statement]) -> list[Statement]:
    """The sentences about the document, with those beside them."""
    mentioned = worker_document().mentioned
    named = {s.at for s in held if mentioned.search(s.said)}
    return [s for s in held if s.at in named or (s.at - 1 in named and s.block == held[s.at - 1].block)]


def _annex(written: Sequence[Sentence]) -> list[Sentence]:
    """The sentences from the heading that opens the document to the next annex."""
    known = worker_document()
    start = next((n for n, s in enumerate(written) if s.is_heading and known.annex.search(s.text)), None)
    if start is None:
        return []
    after = [n for n in range(start + 1, len(written)) if written[n].is_heading and known.leaves.search(written[n].text)]
    found = list(written[start : after[0] if after else None])
    return found if sum(not s.is_heading for s in found) > 2 else []


def _said(own: Sequence[Statement], about: Sequence[Statement], absent: Answer) -> tuple[Said, ...]:
    known: Mapping[str, tuple[tuple[Step, ...], Sequence[Statement]]] = {
        ITEM: (worker_document().items, own or about),
        CONDITION: (worker_document().conditions, about),
    }
    found = []
    for kind, (steps, where) in known.items():
        for step in steps:
            contrary = next((s for s in where if said(step.contrary, s)), None)
            shown = contrary or next((s for s in where if said(step.cues, s)), None)
            answer = Answer.NO if contrary else absent if shown is None else Answer.YES
            found.append(Said(step.id, step.name, kind, answer, shown, contrary is not None))
    return tuple(found)
