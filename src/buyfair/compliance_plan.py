"""Reviews one compliance plan against the five parts that the law asks for, with the sentence behind every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from buyfair.knowledge.plans import DATED, SPECIFIC, Part, parts, turns
from buyfair.knowledge.plans.faults import forbidden_claims, leftovers
from buyfair.knowledge.plans.frames import frames
from buyfair.plan_facts import PlanFacts, plan_facts
from buyfair.plan_fits import of_this_work
from buyfair.plan_leftovers import BLANK, Leftover, left_over
from buyfair.plan_parts import ASKED, FITS, PRESENT, PartRead, read_parts
from buyfair.plan_sections import headed_part, sectioned, titled
from buyfair.spot.claims import claims
from buyfair.spot.cues import said
from buyfair.spot.sentences import Sentence, sentences
from buyfair.spot.statements import Statement, bounded, statements
from buyfair.terms import bundled
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document
from buyfair.terms.errors import refuse
from buyfair.worker_document import DocumentRead, read_worker_document

ROW = "TIP-05"
MISSING, NOT_SPECIFIC, NOT_DATED, COPIED, TOO_NARROW, AGAINST = (
    "missing", "not specific", "not dated", "copied", "too narrow", "against the law",
)  # fmt: skip
ANY_TIER = "any_tier"
WHAT = (MISSING, NOT_SPECIFIC, NOT_DATED, COPIED, TOO_NARROW, AGAINST)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a plan lacks or must not say; a lead for a person, who reads the quoted sentence.

    `rule` is the row of the law that the sentence is against, where that is another than the plan's own.
    """

    part: str
    what: str
    quote: str | None
    place: str | None
    fix: str
    rule: str = ROW


@dataclass(frozen=True, slots=True)
class StepRead:
    """One step of a frame beside the law: whether a sentence speaks of it."""

    id: str
    name: str
    answer: Answer
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Review:
    """What one plan says, part by part, what it lacks, and a second reading by two frames."""

    plan: str
    sha256: str
    facts: PlanFacts
    parts: tuple[PartRead, ...]
    gaps: tuple[Gap, ...]
    frames: Mapping[str, tuple[StepRead, ...]]
    worker_document: DocumentRead | None
    adequate: Answer
    notes: tuple[str, ...]
    day: date | None


def review(
    document: Document, facts: Mapping[str, Any] | None = None, day: date | None = None, worker: Document | None = None
) -> Review:
    """One plan as a contracting officer would read it. `worker`: the work document, where it is a file of its own.

    Raises: InputRefusedError where the file holds no text, or the facts are none.
    """
    if not document.text.strip():
        raise refuse(f"{document.name} holds no text", "a plan as text", "save it as text, or have its pages recognized")
    told = plan_facts(document, facts)
    written = [s for s in bounded(sentences(titled(document))) if s.line not in told.read]
    held = statements(written)
    read = read_parts(held, told, [s.text for s in written if s.is_heading], whole=not document.notes)
    forbidden = tuple(_of_claims(held))
    narrow = frozenset(g.part for g in forbidden if g.what == TOO_NARROW)
    borrowed = tuple(_of_leftovers(left_over(written, told), read, told))
    read = tuple(_narrowed(r, narrow | {g.part for g in borrowed}) for r in read)
    gaps = _sorted_gaps((*_of_parts(read, narrow | {g.part for g in borrowed}), *forbidden, *borrowed))
    second = {name: tuple(_step(step.id, step.name, step.cues, held) for step in steps) for name, steps in frames().items()}
    return Review(
        document.name, document.sha256, told, read, gaps, second, read_worker_document(written, held, worker),
        _adequate(read, gaps), (*document.notes, *_notes(told)), day,
    )  # fmt: skip


def _narrowed(read: PartRead, narrow: frozenset[str]) -> PartRead:
    """A part that leaves out workers, tiers or sums, or is another's, does not fit the work."""
    if read.part.id not in narrow or read.answers[PRESENT] is not Answer.YES:
        return read
    return replace(read, answers={**read.answers, FITS: Answer.NO}, quotes=tuple(q for q in read.quotes if q.answer_to != FITS))


def _step(step_id: str, name: str, cues: Sequence[Any], held: Sequence[Statement]) -> StepRead:
    found = next((s for s in held if said(cues, s)), None)
    return StepRead(step_id, name, Answer.NO if found is None else Answer.YES, found)


def _notes(facts: PlanFacts) -> Iterator[str]:
    if not facts.told:
        yield "The plan does not open with lines about contractor, contract and workforce: whether it fits them is not told."
        return
    for key in ("workforce", "recruiters", "housing"):
        if key not in facts.told:
            yield f"The header does not tell {key}: what depends on it is unknown."


def _adequate(read: Sequence[PartRead], gaps: Sequence[Gap]) -> Answer:
    """No with any gap; unknown where any answer is; yes only where each part is present, specific, dated and fits."""
    if gaps:
        return Answer.NO
    answers = [a for r in read if not r.left_out_rightly for a in r.answers.values()]
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES if set(answers) == {Answer.YES} else Answer.NO


# Gaps


def _of_parts(read: Sequence[PartRead], narrow: frozenset[str]) -> Iterator[Gap]:
    """What each part lacks. `narrow`: parts of which another gap already says that they leave somebody out or are another's."""
    for r in read:
        part = r.part
        if r.left_out_rightly:
            continue
        if r.answers[PRESENT] is Answer.NO:
            yield _gap(part, MISSING, r.refused, f"Add the part: {part.asks} ({part.cites}).")
            continue
        left_out = r.missing if part.id not in narrow else tuple(m for m in r.missing if m != ANY_TIER)
        if left_out:
            names = "; ".join(e.name for e in part.elements if e.id in left_out)
            yield _gap(part, MISSING, None, f"Add to the part {part.name.lower()}: {names} ({part.cites}).")
        if r.answers[SPECIFIC] is Answer.NO:
            repeats = "it only repeats the clause; " if r.copied else ""
            yield _gap(part, NOT_SPECIFIC, (*r.copied, _shown(r))[0], f"{part.name}: {repeats}{part.fixes[SPECIFIC]}.")
        if r.answers[DATED] is Answer.NO:
            yield _gap(part, NOT_DATED, _shown(r), f"{part.name}: {part.fixes[DATED]}.")
        if r.fitting.answer is Answer.NO and r.fitting.why and part.id not in narrow:
            what = MISSING if r.fitting.denies else TOO_NARROW if part.fits == "language" else NOT_SPECIFIC
            yield _gap(part, what, r.fitting.shown, f"{part.name}: make it fit the work, since {r.fitting.why}.")


def _shown(read: PartRead) -> Statement | None:
    return next((q.statement for q in read.quotes if q.answer_to == PRESENT), None)


def _gap(part: Part, what: str, shown: Statement | None, fix: str, rule: str = ROW) -> Gap:
    return Gap(part.id, what, None if shown is None else shown.said, None if shown is None else shown.place, fix, rule)


def _of_claims(held: Sequence[Statement]) -> Iterator[Gap]:
    """Each sentence that makes a claim which the law forbids or that leaves people out."""
    by_id = {part.id: part for part in parts()}
    sections = sectioned(held)
    seen: set[tuple[int, str]] = set()
    for claim in forbidden_claims():
        told: set[str] = set()
        for s in held:
            of = (sections[s.at] if claim.own_part else None) or claim.part
            if of in told or (s.at, claim.what) in seen or not claims(s, claim.fault, turns()):
                continue
            told.add(of)
            seen.add((s.at, claim.what))
            yield _gap(by_id[of], claim.what, s, f"{claim.fix}.", claim.rule)


def _of_leftovers(found: Sequence[Leftover], read: Sequence[PartRead], facts: PlanFacts) -> Iterator[Gap]:
    """One gap for each part in which something of another plan was left.

    Where one is another's, so is each other part that has facts and none of the header's.
    """
    done: set[str] = set()
    strong = any(not left.shows.startswith(BLANK) for left in found)
    for left in found:
        of = _part_of(left.sentence, read)
        if of not in done:
            done.add(of)
            yield Gap(of, COPIED, left.sentence.text, left.sentence.place, f"{leftovers().fix}: {left.shows}.")
    others = [r for r in read if strong and r.part.id not in done and r.answers[SPECIFIC] is Answer.YES]
    for r in others:
        if of_this_work(r.statements, facts) is None:
            shown = next((q.statement for q in r.quotes if q.answer_to == SPECIFIC), None)
            yield _gap(r.part, COPIED, shown, f"{leftovers().fix}: other parts of the plan are about other work.")


def _part_of(sentence: Sentence, read: Sequence[PartRead]) -> str:
    """The part of a sentence; of one that belongs to none, that of the next sentence which belongs to one."""
    headed = headed_part(sentence.text if sentence.is_heading else sentence.heading)
    line = sentence.line
    owned = [(s.at, r.part.id) for r in read for s in r.statements if (s.place, s.said) == (sentence.place, sentence.text)]
    if owned:
        return headed if headed in {part for _, part in owned} and headed is not None else min(owned)[1]
    later = sorted((int(s.place.rsplit(" ", 1)[1]), r.part.id) for r in read for s in r.statements)
    return headed or next((part for at, part in later if at >= line), parts()[0].id)


def _sorted_gaps(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """In the order of the parts, then of what; each part, kind and sentence once."""
    order = {part.id: n for n, part in enumerate(parts())}
    once = {(g.part, g.what, g.quote, g.fix): g for g in gaps}
    return tuple(sorted(once.values(), key=lambda g: (order[g.part], WHAT.index(g.what))))


# As a document


def as_document(found: Review) -> dict[str, Any]:
    """The review with fixed keys, for `--json`."""
    return {
        "plan": found.plan,
        "parts": [_part_document(r) for r in found.parts],
        "gaps": [
            {"id": ROW, "part": g.part, "what": g.what, "quote": g.quote, "place": g.place, "fix": g.fix, "rule": g.rule}
            for g in found.gaps
        ],
        "adequate": found.adequate,
        "facts": {
            **found.facts.told,
            "nationals": None if found.facts.nationals is None else list(found.facts.nationals),
            "housing_arranged": found.facts.housing,
        },
        **{name: [_step_document(s) for s in steps] for name, steps in found.frames.items()},
        "worker_document": None if found.worker_document is None else found.worker_document.as_document(),
        "notes": list(found.notes),
        "day": None if found.day is None else found.day.isoformat(),
        "knowledge": bundled.fingerprint("buyfair.knowledge.plans"),
        "sha256": found.sha256,
    }


def _part_document(read: PartRead) -> dict[str, Any]:
    return {
        "part": read.part.id,
        **{asked: read.answers[asked] for asked in ASKED},
        "quotes": [
            {"answer_to": q.answer_to, "quote": q.statement.said, "place": q.statement.place} for q in read.quotes
        ],
    }


def _step_document(step: StepRead) -> dict[str, Any]:
    said_by = step.statement
    return {
        "step": step.id, "name": step.name, "addressed": step.answer,
        "quote": None if said_by is None else said_by.said, "place": None if said_by is None else said_by.place,
    }  # fmt: skip
