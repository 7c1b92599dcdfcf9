"""Whether a part of a plan fits what its header tells: languages and origins of the workers, recruiters, housing, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buyfair.knowledge.countries import countries
from buyfair.knowledge.plans import Part, no_recruiter
from buyfair.knowledge.plans.details import languages_in, spoken_in
from buyfair.knowledge.plans.header import header_words
from buyfair.plan_facts import PlanFacts, abroad, countries_named
from buyfair.spot.cues import said
from buyfair.spot.specific import Found
from buyfair.spot.statements import Statement
from buyfair.terms.answer import Answer

ENGLISH = "English"


@dataclass(frozen=True, slots=True)
class Fitting:
    """Whether it fits, why not, the sentence that shows it, and whether the plan denies what its header tells."""

    answer: Answer
    why: str | None = None
    shown: Statement | None = None
    denies: bool = False


UNTOLD = Fitting(Answer.UNKNOWN)


def fits(
    part: Part, mine: Sequence[Statement], found: Sequence[Found], held: Sequence[Statement], facts: PlanFacts
) -> Fitting:  # fmt: skip
    """Whether a part fits. `mine`: its sentences; `found`: what in them is specific; `held`: all sentences of the plan."""
    if part.fits == "recruiters":
        return _recruiters(mine, found, held, facts)
    if part.fits == "housing":
        return _housing(found, facts, mine)
    if part.fits == "language":
        return _language(mine, found, facts)
    return _place(mine, found, facts)


def _language(mine: Sequence[Statement], found: Sequence[Found], facts: PlanFacts) -> Fitting:
    """The languages named are those of the workers."""
    named = {n: s for s in reversed(mine) for n in languages_in(s.said)}
    if not named or facts.nationals is None and not facts.languages:
        return _place(mine, found, facts) if facts.told.get("workforce") else UNTOLD
    shown = next(iter(named.values()))
    needed = set(facts.languages) - {ENGLISH} or set(facts.languages)
    if needed and needed <= set(named):
        return Fitting(Answer.YES, None, shown)
    left = [c for c in facts.nationals or () if _speaks(c, needed) and not _speaks(c, needed) & set(named)]
    if left or needed and not needed & set(named):
        who = f"come from {', '.join(countries()[c].name for c in left)}" if left else f"speak {_listed(needed)}"
        return Fitting(Answer.NO, f"workers {who}, and no language named is theirs", shown)
    return Fitting(Answer.YES, None, shown)


def _speaks(country: str, told: set[str]) -> set[str]:
    """The languages of a country's workers; where the header tells languages, those among them."""
    spoken = set(spoken_in(country))
    return spoken & told or (set() if told else spoken)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def of_this_work(mine: Sequence[Statement], facts: PlanFacts) -> Statement | None:
    """The first sentence that names what the header names."""
    words = _telling_words(facts)
    places = set(abroad(facts.places))
    return next((s for s in mine if words & _plain_words(s.said) or set(countries_named(s.said)) & places), None)


def _place(mine: Sequence[Statement], found: Sequence[Found], facts: PlanFacts) -> Fitting:
    """Something in the part is of this work: what the header names, or a detail where the header tells what work it is."""
    shown = of_this_work(mine, facts)
    if shown is not None:
        return Fitting(Answer.YES, None, shown)
    if facts.told.get("workforce") and found:
        return Fitting(Answer.YES, None, found[0].statement)
    return UNTOLD


def _recruiters(
    mine: Sequence[Statement], found: Sequence[Found], held: Sequence[Statement], facts: PlanFacts
) -> Fitting:  # fmt: skip
    if facts.recruiters is None:
        return UNTOLD
    denied = next((s for s in held if said(no_recruiter(), s)), None)
    if not facts.recruiters:
        return Fitting(Answer.YES, None, denied) if denied is not None else _place(mine, found, facts)
    left = [r for r in facts.recruiters if not any(_names(r, s) for s in held)]
    shown = next((s for s in held for r in facts.recruiters if _names(r, s)), None)
    shown = shown or next((s for s in mine if header_words().as_headed.search(s.said)), None)
    if shown is not None:
        return Fitting(Answer.YES, None, shown)
    if denied is not None:
        named = " and ".join(left)[:80]
        return Fitting(Answer.NO, f"the header names {named}, and the plan says that no recruiter is used", denied, True)
    return UNTOLD


def _housing(found: Sequence[Found], facts: PlanFacts, mine: Sequence[Statement]) -> Fitting:
    if facts.housing is Answer.YES:
        return Fitting(Answer.YES, None, found[0].statement) if found else UNTOLD
    if facts.housing is Answer.NO:
        why = "the header says that no housing is arranged, and the plan describes some"
        return Fitting(Answer.NO, why, mine[0] if mine else None)
    return UNTOLD


def _plain_words(text: str) -> set[str]:
    return {w for w in (t.strip(".,;:()'\"’").lower() for t in text.replace("/", " ").split()) if len(w) > 3}


def _telling_words(facts: PlanFacts) -> set[str]:
    """The names in the header: words with a capital that say which work it is; the firm's own name is left out."""
    told = " ".join(v for k, v in facts.told.items() if k not in ("contractor", "plan_date"))
    named = {w.strip(".,;:()'\"’") for w in told.replace("/", " ").split() if w[:1].isupper() and not w.isupper()}
    return {w.lower() for w in named if len(w) > 3 and w.lower() not in header_words().common}


def _names(name: str, statement: Statement) -> bool:
    """Whether a sentence names a firm: by any of its telling words."""
    telling = {w for w in _plain_words(name) if w not in header_words().common}
    return bool(telling & _plain_words(statement.said))
