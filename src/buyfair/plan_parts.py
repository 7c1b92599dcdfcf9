"""The five parts of one plan: which sentences say them, what in them is specific and dated, whether they fit the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from buyfair.knowledge.countries import countries
from buyfair.knowledge.plans import DATED, SPECIFIC, Part, denied, no_housing, no_recruiter, parts
from buyfair.knowledge.plans.details import LANGUAGE, PLACE, dated_kinds, languages, specific_kinds, spoken_in
from buyfair.knowledge.plans.faults import clause_runs
from buyfair.knowledge.plans.header import header_words
from buyfair.plan_facts import PlanFacts, abroad, countries_named
from buyfair.spot.cues import Cue, said
from buyfair.spot.specific import Found, details, names_in, share_copied
from buyfair.spot.statements import Statement
from buyfair.terms.answer import Answer

PRESENT, FITS = "present", "fits_facts"
ASKED = (PRESENT, SPECIFIC, DATED, FITS)
WEAK_LANGUAGE = "English"
HOUSING, RECRUITMENT = "housing", "recruitment_and_wages"
TRAINED = "trained_recruiters"


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that gives an answer, and where it stands."""

    answer_to: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class PartRead:
    """One part of a plan as read.

    `missing` are the elements that no sentence says, `copied` the sentences that only repeat the clause, `refused` one
    that says that the part is not there, `misfit` why it does not fit.
    """

    part: Part
    answers: Mapping[str, Answer]
    quotes: tuple[Quote, ...]
    statements: tuple[Statement, ...]
    missing: tuple[str, ...] = ()
    copied: tuple[Statement, ...] = ()
    refused: Statement | None = None
    misfit: str | None = None
    left_out_rightly: bool = False


def read_parts(held: Sequence[Statement], facts: PlanFacts, whole: bool) -> tuple[PartRead, ...]:
    """The five parts in the order of the clause. `whole`: nothing of the document is known to be unread."""
    says = {part.id: {e.id: tuple(_saying(held, e.cues)) for e in part.elements} for part in parts()}
    of = _attributed(held, says)
    return tuple(_read(part, says[part.id], [s for s in held if part.id in of[s.at]], held, facts, whole) for part in parts())


def _saying(held: Iterable[Statement], cues: Sequence[Cue]) -> Iterator[Statement]:
    return (s for s in held if said(cues, s) and not said(denied(), s))


def _attributed(
    held: Sequence[Statement], says: Mapping[str, Mapping[str, Sequence[Statement]]]
) -> dict[int, frozenset[str]]:
    """The parts of each sentence: those it says, else that of its heading, else those of the sentence before it."""
    own: dict[int, set[str]] = {s.at: set() for s in held}
    for part, elements in says.items():
        for found in elements.values():
            for statement in found:
                own[statement.at].add(part)
    before: frozenset[str] = frozenset()
    block, result = -1, {}
    for statement in held:
        headed = headed_part(statement.heading)
        mine = own[statement.at] | ({headed} if headed else set())
        if not mine and statement.block == block:
            mine = set(before)
        before, block = frozenset(mine), statement.block
        result[statement.at] = before
    return result


def headed_part(heading: str) -> str | None:
    """The part that a heading announces: the one whose word stands first in it."""
    found = [(m.start(), part.id) for part in parts() if (m := part.heading.search(heading))]
    return min(found)[1] if found else None


def _read(
    part: Part, says: Mapping[str, tuple[Statement, ...]], mine: Sequence[Statement], held: Sequence[Statement],
    facts: PlanFacts, whole: bool,
) -> PartRead:  # fmt: skip
    core = says[part.core.id]
    refused = _refused(part, held)
    if part.id == HOUSING and (facts.housing is Answer.NO or facts.housing is Answer.UNKNOWN and refused) and not core:
        return _without_housing(part, facts, refused)
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
    fits, why, shown = _fits(part, mine, found, held, facts)
    answers[FITS] = fits
    quotes += [Quote(FITS, shown)] if shown is not None else []
    missing = _missing(part, says, held, facts)
    return PartRead(part, answers, tuple(quotes), tuple(mine), missing, copied, None, why)


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


def _without_housing(part: Part, facts: PlanFacts, refused: Statement | None) -> PartRead:
    """No housing is arranged: the part is rightly not there."""
    no = Answer.NO
    answers = {PRESENT: no, SPECIFIC: no, DATED: no, FITS: Answer.YES}
    quotes = (Quote(FITS, refused),) if refused is not None else ()
    return PartRead(part, answers, quotes, (), left_out_rightly=True)


def _absent(
    part: Part, refused: Statement | None, facts: PlanFacts, whole: bool, mine: Sequence[Statement]
) -> PartRead:  # fmt: skip
    """A part that no sentence says: unknown where a page could not be read, or where it is not told that it is needed."""
    untold = part.id == HOUSING and facts.housing is Answer.UNKNOWN and refused is None
    if not whole and refused is None or untold:
        return PartRead(part, dict.fromkeys(ASKED, Answer.UNKNOWN), (), tuple(mine))
    return PartRead(
        part, dict.fromkeys(ASKED, Answer.NO), (), tuple(mine), (part.core.id,), (), refused, None
    )  # fmt: skip


def _missing(
    part: Part, says: Mapping[str, Sequence[Statement]], held: Sequence[Statement], facts: PlanFacts
) -> tuple[str, ...]:
    """The elements that no sentence says; who uses no recruiter trains none."""
    found = [e.id for e in part.elements if not says[e.id]]
    if TRAINED in found and (facts.recruiters == () or any(said(no_recruiter(), s) for s in held)):
        found.remove(TRAINED)
    return tuple(found)


def _own_details(part: Part, mine: Sequence[Statement], facts: PlanFacts) -> tuple[Found, ...]:
    """What ties the part to this contract; the firm's own name and what every plan names do not."""
    own = (facts.contractor or "").lower()
    kinds = [k for k in specific_kinds() if k.kind in part.details]
    found = [f for f in details(mine, kinds) if not (own and (f.words.lower() in own or own in f.words.lower()))]
    for s in mine:
        if LANGUAGE in part.details:
            found += [Found(LANGUAGE, n, s) for n in names_in(s.said, languages()) if n != WEAK_LANGUAGE]
        if PLACE in part.details:
            found += [Found(PLACE, countries()[c].name, s) for c in abroad(countries_named(s.said))]
    return tuple(sorted(found, key=lambda f: f.statement.at))


def _copied(part: Part, says: Mapping[str, Sequence[Statement]]) -> tuple[Statement, ...]:
    """The sentences that repeat the clause, where no other sentence says the part."""
    runs, length, share = clause_runs(part.id)
    saying = list({s.at: s for found in says.values() for s in found}.values())
    repeated = [s for s in saying if share_copied(s.said, runs, length) >= share]
    return tuple(repeated) if repeated and len(repeated) == len(saying) else ()


# Whether a part fits the work

Fitting = tuple[Answer, str | None, Statement | None]


def _fits(
    part: Part, mine: Sequence[Statement], found: Sequence[Found], held: Sequence[Statement], facts: PlanFacts
) -> Fitting:  # fmt: skip
    if part.fits == "recruiters":
        return _fits_recruiters(mine, found, held, facts)
    if part.fits == "housing":
        return _fits_housing(found, facts, mine)
    if part.fits == "language":
        return _fits_language(mine, found, facts)
    return _fits_place(mine, found, facts)


def _fits_language(mine: Sequence[Statement], found: Sequence[Found], facts: PlanFacts) -> Fitting:
    """The languages named cover where the workers come from."""
    if facts.nationals is None:
        return Answer.UNKNOWN, None, None
    named = {n: s for s in reversed(mine) for n in names_in(s.said, languages())}
    if not named:
        return _fits_place(mine, found, facts)
    left = [c for c in facts.nationals if spoken_in(c) and not spoken_in(c) & set(named)]
    shown = next(iter(named.values()))
    if not left:
        return Answer.YES, None, shown
    who = ", ".join(countries()[c].name for c in left)
    return Answer.NO, f"workers come from {who}, and no language named is theirs", shown


def _fits_place(mine: Sequence[Statement], found: Sequence[Found], facts: PlanFacts) -> Fitting:
    """Something in the part is of this work: a place, people or a firm that the header names."""
    words = _telling_words(facts)
    for s in mine:
        if words & _plain_words(s.said) or set(abroad(countries_named(s.said))) & set(facts.places):
            return Answer.YES, None, s
    if facts.nationals is not None and found and any(f.kind in ("phone", "person", LANGUAGE) for f in found):
        shown = next(f for f in found if f.kind in ("phone", "person", LANGUAGE))
        return Answer.YES, None, shown.statement
    return Answer.UNKNOWN, None, None


def _fits_recruiters(
    mine: Sequence[Statement], found: Sequence[Found], held: Sequence[Statement], facts: PlanFacts
) -> Fitting:  # fmt: skip
    if facts.recruiters is None:
        return Answer.UNKNOWN, None, None
    if not facts.recruiters:
        shown = next((s for s in held if said(no_recruiter(), s)), None)
        return (Answer.YES, None, shown) if shown is not None else _fits_place(mine, found, facts)
    left = [r for r in facts.recruiters if not any(_names(r, s) for s in held)]
    shown = next((s for s in held for r in facts.recruiters if _names(r, s)), None)
    if left:
        return Answer.NO, f"the header names {' and '.join(left)[:80]}, and the plan says nothing of it", shown
    return Answer.YES, None, shown


def _fits_housing(found: Sequence[Found], facts: PlanFacts, mine: Sequence[Statement]) -> Fitting:
    if facts.housing is Answer.YES:
        shown = found[0].statement if found else None
        return (Answer.YES, None, shown) if shown is not None else (Answer.UNKNOWN, None, None)
    if facts.housing is Answer.NO:
        return Answer.NO, "the header says that no housing is arranged, and the plan describes some", mine[0] if mine else None
    return Answer.UNKNOWN, None, None


def _plain_words(text: str) -> set[str]:
    return {w for w in (t.strip(".,;:()'\"’").lower() for t in text.replace("/", " ").split()) if len(w) > 3}


def _telling_words(facts: PlanFacts) -> set[str]:
    """The names in the header: words with a capital that say which work it is; the firm's own name is left out."""
    said = " ".join(v for k, v in facts.told.items() if k != "contractor" and k != "plan_date")
    named = {w.strip(".,;:()'\"’") for w in said.replace("/", " ").split() if w[:1].isupper() and not w.isupper()}
    return {w.lower() for w in named if len(w) > 3 and w.lower() not in header_words().common}


def _names(name: str, statement: Statement) -> bool:
    """Whether a sentence names a firm: by its telling words."""
    telling = [w for w in _plain_words(name) if w not in header_words().common]
    return bool(telling) and telling[0] in _plain_words(statement.said) or bool(set(telling) & _plain_words(statement.said))
