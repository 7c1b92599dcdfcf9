"""The sheet that a vendor gets: which questions of a briefing go on it, as few as the value and the risk need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from buyfair.judge.conditions import above
from buyfair.knowledge.facts.portion import acquisition_value
from buyfair.knowledge.package import sheet_rules
from buyfair.knowledge.questions import GOOD, HARM, REGION, Question
from buyfair.package_weighing import Weighing
from buyfair.terms.answer import Answer

FIRST, OF_HARM, SETTLING, OTHER, HEAVY = range(5)
"""How near to the head of the sheet a question stands."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that one line calls for, whether its answer settles a fact, and the places told for the line."""

    line: int
    question: Question
    settles: bool
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions to put, in order, each with its lines (from 1); `more` may be asked too; at most `most` are put."""

    most: int
    ask: tuple[tuple[str, tuple[int, ...]], ...]
    more: tuple[str, ...]


def sheet_of(found: Sequence[Candidate], at: Weighing, listed: bool) -> Sheet:
    """The sheet; `listed`: a list names a good of the purchase, or may, for its place."""
    small = at.word("simplified").answer is not Answer.NO
    most = _most(at, small, listed)
    lines: dict[str, list[int]] = {}
    for c in found:
        lines.setdefault(c.question.id, []).append(c.line)
    ordered = list(dict.fromkeys(c.question.id for c in sorted(found, key=lambda c: _rank(c, found))))
    needless = _covered(ordered) if small else set()
    heavy = {c.question.id for c in found if small and _heavy(c)}
    ask = [name for name in ordered if name not in needless | heavy][:most]
    return Sheet(most, tuple((name, tuple(lines[name])) for name in ask), tuple(n for n in ordered if n not in ask))


def _most(at: Weighing, small: bool, listed: bool) -> int:
    """How many questions a vendor gets; where the value is not told, as for a small purchase."""
    most = sheet_rules().most
    if not listed:
        return most["nothing_listed"]
    if not small:
        return most["above"]
    tiny = above(acquisition_value, "MPT").weigh(at.setting).answer is Answer.NO
    return most["micro" if tiny else "simplified"]


def _rank(c: Candidate, found: Sequence[Candidate]) -> tuple[int, int]:
    """Who made it, then the harms that are listed, then what settles a fact, then the rest; a heavy one last."""
    q, rules = c.question, sheet_rules()
    at = next(n for n, other in enumerate(found) if other.question.id == q.id)
    if q.id in rules.first:
        return FIRST, rules.first.index(q.id)
    if _heavy(c):
        return HEAVY, at
    if q.group == HARM:
        return OF_HARM, at
    return (SETTLING if c.settles and q.group == GOOD else OTHER), at


def _heavy(c: Candidate) -> bool:
    """Whether it asks for a whole chain of papers; of a region only where the line is not told as from there."""
    q = c.question
    return q.id in sheet_rules().heavy or q.group == REGION and not set(q.countries) & set(c.places)


def _covered(names: Iterable[str]) -> set[str]:
    """The questions that another one of these makes needless."""
    return {name for asked in names for name in _by(asked)}


def _by(name: str) -> Iterator[str]:
    yield from sheet_rules().covers.get(name, ())
