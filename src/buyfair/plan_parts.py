"""The five parts of one plan: which sentences say them, what in them is specific and dated, whether they fit the work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from buyfair.knowledge.countries import countries
from buyfair.knowledge.plans import DATED, SPECIFIC, Element, Part, denied, no_housing, no_recruiter, parts
from buyfair.knowledge.plans.details import LANGUAGE, PLACE, dated_kinds, languages_in, specific_kinds
from buyfair.knowledge.plans.faults import clause_runs
from buyfair.knowledge.plans.header import header_words
from buyfair.plan_facts import PlanFacts, abroad, countries_named
from buyfair.plan_fits import ENGLISH, UNTOLD, Fitting, fits
from buyfair.plan_sections import headed_part, sectioned
from buyfair.spot.cues import said
from buyfair.spot.specific import Found, details, share_copied
from buyfair.spot.statements import Statement
from buyfair.terms.answer import Answer

PRESENT, FITS = "present", "fits_facts"
ASKED = (PRESENT, SPECIFIC, DATED, FITS)
HOUSING, RECRUITMENT = "housing", "recruitment_and_wages"
TRAINED, STANDARDS = "trained_recruiters", "standards"


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that gives an answer, and where it stands."""

    answer_to: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class PartRead:
    """One part of a plan as read.

    `missing` are the elements that no sentence says, `copied` the sentences that only repeat the clause, `refused` one
    that says that the part is not there.
    """

    part: Part
    answers: Mapping[str, Answer]
    quotes: tuple[Quote, ...]
    statements: tuple[Statement, ...]
    missing: tuple[str, ...] = ()
    copied: tuple[Statement, ...] = ()
    refused: Statement | None = None
    fitting: Fitting = UNTOLD
    left_out_rightly: bool = False


def read_parts(
    held: Sequence[Statement], facts: PlanFacts, headings: Sequence[str], whole: bool
) -> tuple[PartRead, ...]:  # fmt: skip
    """The five parts in the order of the clause. `whole`: nothing of the document is known to be unread.

    A heading about housing tells that some is arranged, even with nothing below it.
    """
    if facts.housing is Answer.UNKNOWN and any(headed_part(h) == HOUSING for h in headings):
        facts = replace(facts, housing_headed=True)
    sections = sectioned(held)
    says = {part.id: {e.id: tuple(_saying(held, e, part.id, sections)) for e in part.elements} for part in parts()}
    of = _attributed(held, says, sections)
    own = {part.id: [s for s in held if sections[s.at] == part.id] for part in parts()}
    all_of = {part.id: own[part.id] or [s for s in held if part.id in of[s.at]] for part in parts()}
    return tuple(_read(part, says[part.id], all_of[part.id], held, facts, whole) for part in parts())


def _saying(
    held: Iterable[Statement], element: Element, part: str, sections: Mapping[int, str | None]
) -> Iterator[Statement]:  # fmt: skip
    """The sentences that say it: anywhere in its full words, in the section of the part in fewer."""
    for s in held:
        if part == HOUSING and said(no_housing(), s):
            continue
        if (said(element.cues, s) or sections[s.at] == part and said(element.within, s)) and not said(denied(), s):
            yield s


def _attributed(
    held: Sequence[Statement], says: Mapping[str, Mapping[str, Sequence[Statement]]], sections: Mapping[int, str | None]
) -> dict[int, frozenset[str]]:
    """The parts of each sentence: those it says and that of its section, else those of the sentence before it."""
    own: dict[int, set[str]] = {s.at: set() for s in held}
    for part, elements in says.items():
        for found in elements.values():
            for statement in found:
                own[statement.at].add(part)
    before: frozenset[str] = frozenset()
    block, result = -1, {}
    for statement in held:
        section = sections[statement.at]
        mine = own[statement.at] | ({section} if section else set())
        if not mine and statement.block == block:
            mine = set(before)
        before, block = frozenset(mine), statement.block
        result[statement.at] = before
    return result


def _read(
    part: Part, says: Mapping[str, tuple[Statement, ...]], mine: Sequence[Statement], held: Sequence[Statement],
    facts: PlanFacts, whole: bool,
) -> PartRead:  # fmt: skip
    core = _founding(part, says)
    refused = _refused(part, held)
    if part.id == HOUSING and _needs_no_housing(says, facts, refused):
        return _without_housing(part, refused, core, mine, facts)
    if not core:
        return _absent(part, refused, facts, whole, mine)
    quotes = [Quote(PRESENT, core[0])]
    answers = {PRESENT: Answer.YES}
    found = _own_details(part, mine, facts)
    copied = _copied(part, says)
    answers[SPECIFIC] = _answer(found)
    dated = details(mine, dated_kinds())
    answers[DATED] = _answer(dated)
    quotes += [Quote(SPECIFIC, found[0].statement)] if found else []
    quotes += [Quote(DATED, dated[0].statement)] if dated else []
    fitting = fits(part, mine, found, held, facts)
    answers[FITS] = fitting.answer
    quotes += [Quote(FITS, fitting.shown)] if fitting.shown is not None else []
    return PartRead(part, answers, tuple(quotes), tuple(mine), _missing(part, says, held, facts), copied, None, fitting)


def _founding(part: Part, says: Mapping[str, Sequence[Statement]]) -> list[Statement]:
    """The sentences that make the part be there, in reading order."""
    return sorted({s.at: s for e in part.founding for s in says[e.id]}.values(), key=lambda s: s.at)


def _answer(found: Sequence[object]) -> Answer:
    return Answer.YES if found else Answer.NO


def _refused(part: Part, held: Iterable[Statement]) -> Statement | None:
    """A sentence that speaks of the part and says that it is not there."""
    none = header_words().none
    for s in held:
        if part.id == HOUSING:
            if said(no_housing(), s) or headed_part(s.heading) == HOUSING and none.search(s.said):
                return s
        elif said(denied(), s) and (part.heading.search(s.said) or headed_part(s.heading) == part.id):
            return s
    return None


def _needs_no_housing(says: Mapping[str, Sequence[Statement]], facts: PlanFacts, refused: Statement | None) -> bool:
    """None is arranged: the header says so (of a hotel now and then it may tell, too), or the plan alone says so."""
    if facts.housing is Answer.NO:
        return not says[STANDARDS] or not facts.never_housed
    return facts.housing is Answer.UNKNOWN and refused is not None and not any(says.values())


def _without_housing(
    part: Part, refused: Statement | None, core: Sequence[Statement], mine: Sequence[Statement], facts: PlanFacts
) -> PartRead:  # fmt: skip
    """No housing is arranged: the part is rightly not there, or says only where people sleep now and then."""
    found, dated = (_own_details(part, mine, facts), details(mine, dated_kinds())) if core else ((), ())
    answers = {PRESENT: _answer(core), SPECIFIC: _answer(found), DATED: _answer(dated), FITS: Answer.YES}
    quotes = [Quote(PRESENT, core[0])] if core else []
    quotes += [Quote(SPECIFIC, found[0].statement)] if found else []
    quotes += [Quote(DATED, dated[0].statement)] if dated else []
    quotes += [Quote(FITS, refused)] if refused is not None else []
    return PartRead(part, answers, tuple(quotes), (), left_out_rightly=True)


def _absent(
    part: Part, refused: Statement | None, facts: PlanFacts, whole: bool, mine: Sequence[Statement]
) -> PartRead:  # fmt: skip
    """A part that no sentence says: unknown where a page could not be read, or where it is not told that it is needed."""
    untold = part.id == HOUSING and facts.housing is Answer.UNKNOWN and not facts.housing_headed and refused is None
    if not whole and refused is None or untold:
        return PartRead(part, dict.fromkeys(ASKED, Answer.UNKNOWN), (), tuple(mine))
    return PartRead(
        part, dict.fromkeys(ASKED, Answer.NO), (), tuple(mine), tuple(e.id for e in part.founding), (), refused
    )  # fmt: skip


def _missing(
    part: Part, says: Mapping[str, Sequence[Statement]], held: Sequence[Statement], facts: PlanFacts
) -> tuple[str, ...]:
    """The elements that no sentence says; who uses no recruiter trains none."""
    found = [e.id for e in part.elements if not says[e.id] and not (e.or_else and says[e.or_else])]
    if TRAINED in found and (facts.recruiters == () or any(said(no_recruiter(), s) for s in held)):
        found.remove(TRAINED)
    return tuple(found)


def _own_details(part: Part, mine: Sequence[Statement], facts: PlanFacts) -> tuple[Found, ...]:
    """What ties the part to this contract; the firm's own name and what every plan names do not."""
    own = set(re.findall(r"\w+", (facts.contractor or "").lower()))
    kinds = [k for k in specific_kinds() if k.kind in part.details]
    found = [f for f in details(mine, kinds) if not _of_the_firm(f.words, own)]
    for s in mine:
        if LANGUAGE in part.details:
            found += [Found(LANGUAGE, n, s) for n in languages_in(s.said) if n != ENGLISH]
        if PLACE in part.details:
            found += [Found(PLACE, countries()[c].name, s) for c in abroad(countries_named(s.said))]
    return tuple(sorted(found, key=lambda f: f.statement.at))


def _of_the_firm(words: str, own: set[str]) -> bool:
    """Whether all that is a name in these words is the firm's own."""
    named = {w.lower() for w in re.findall(r"\w+", words) if w[:1].isupper()}
    return bool(named) and named <= own


def _copied(part: Part, says: Mapping[str, Sequence[Statement]]) -> tuple[Statement, ...]:
    """The sentences that repeat the clause, where no other sentence says the part."""
    runs, length, share = clause_runs(part.id)
    saying = list({s.at: s for found in says.values() for s in found}.values())
    repeated = [s for s in saying if share_copied(s.said, runs, length) >= share]
    return tuple(repeated) if repeated and len(repeated) == len(saying) else ()
