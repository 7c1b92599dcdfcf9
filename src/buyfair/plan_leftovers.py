"""Signs in one plan that it was written for somebody else: blanks, another firm as the speaker, another contract or law."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from buyfair.knowledge.countries import countries
from buyfair.knowledge.plans.details import specific_kinds
from buyfair.knowledge.plans.faults import leftovers
from buyfair.knowledge.plans.header import header_words
from buyfair.plan_facts import PlanFacts, abroad, countries_named, country_words
from buyfair.spot.sentences import Sentence
from buyfair.spot.specific import names_in

FIRM = "firm"
BLANK = "the blank"
LONG_AGO = 3
"""Years between the days in a plan and the day it bears, from which it is taken for an older one."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A sentence that belongs to another plan, and what in it shows that."""

    sentence: Sentence
    shows: str


def left_over(held: Sequence[Sentence], facts: PlanFacts) -> tuple[Leftover, ...]:
    """Every sign, in reading order, one for each sentence."""
    found: list[Leftover] = []
    others, old = _unnamed_firms(held, facts), _old_years(held, facts)
    for sentence in held:
        shows = next(_signs(sentence, held, facts, others, old), None)
        if shows is not None:
            found.append(Leftover(sentence, shows))
    return tuple(found)


def _signs(
    sentence: Sentence, held: Sequence[Sentence], facts: PlanFacts, others: Collection[str], old: Collection[int]
) -> Iterator[str]:  # fmt: skip
    yield from _unfilled(sentence.text)
    yield from _other_firm(sentence, facts)
    yield from _other_contract(sentence.text, facts)
    yield from _other_country(sentence.text, held, facts)
    yield from (f"{name}, where the contractor is {facts.contractor}" for name in others if name in sentence.text)
    yield from (f"the year {year}, long before the plan" for year in old if str(year) in sentence.text)


def _unfilled(text: str) -> Iterator[str]:
    marks = leftovers()
    for pattern in marks.unfilled:
        for blank in pattern.finditer(text):
            if not marks.filled.search(blank.group(0)) and not (blank.group(0)[0] == "_" and marks.filled.search(text)):
                yield f"{BLANK} {blank.group(0)[:40]}"


def _other_firm(sentence: Sentence, facts: PlanFacts) -> Iterator[str]:
    """Another firm that speaks as the contractor does."""
    if facts.contractor is None:
        return
    marks, text = leftovers(), sentence.text
    firm = next(k for k in specific_kinds() if k.kind == FIRM)
    everything = " ".join(facts.told.values()).lower()
    for found in firm.pattern.finditer(text):
        name = found.group(0).strip()
        own = [w for w in re.findall(r"[\w&’'-]+", name.lower()) if w not in header_words().common]
        if not own or not marks.legal_form.search(name) or any(w in everything for w in own):
            continue
        before, after = text[: found.start()], text[found.end() :]
        speaks = re.match(r"[\s,]*(?:\([^)]{1,60}\)[\s,]*)?" + marks.speaks_as_firm.pattern, after, re.IGNORECASE)
        of_plan = sentence.is_heading and marks.plan_of.search(text)
        people_of = marks.people_of.search(before)
        if (speaks and not marks.not_the_firm.search(before)) or of_plan or people_of:
            yield f"{name}, where the contractor is {facts.contractor}"


def _other_contract(text: str, facts: PlanFacts) -> Iterator[str]:
    number = leftovers().contract_number
    told = _bare(" ".join(facts.told.values()))
    if facts.contract is None or not number.search(facts.contract) and not re.search(r"\d", facts.contract):
        return
    for found in number.finditer(text):
        other = found.group("own") or found.group(0)
        if re.search(r"\d", other) and _bare(other) not in told and not other.startswith("52"):
            yield f"contract {other}, where the header has another"


def _unnamed_firms(held: Sequence[Sentence], facts: PlanFacts) -> frozenset[str]:
    """Names that speak as a firm in several places of a plan that hardly names its own contractor."""
    if facts.contractor is None:
        return frozenset()
    generic = header_words().common
    own = {w for w in re.findall(r"[\w’'-]+", facts.contractor.lower()) if w not in generic}
    if sum(bool(own & set(re.findall(r"[\w’'-]+", s.text.lower()))) for s in held) > 1:
        return frozenset()
    everything = " ".join(facts.told.values()).lower()
    counts = Counter(n for s in held for n in _speaking(s.text))
    people = [k for k in specific_kinds() if k.kind == "person"]
    return frozenset(
        n for n, many in counts.items()
        if many > 1 and not any(k.ignored is not None and k.ignored.search(n) for k in people)
        and not any(w in everything or w in generic for w in n.lower().split())
    )  # fmt: skip


def _speaking(text: str) -> set[str]:
    """Names that speak of their own people, or do as a firm does and have the form of one: a person trains and visits, too."""
    marks = leftovers()
    doing = {name for name in marks.own_doing.findall(text) if marks.legal_form.search(name)}
    return {a or b for a, b in marks.own_people.findall(text)} | doing


def _old_years(held: Sequence[Sentence], facts: PlanFacts) -> frozenset[int]:
    """The years of a plan whose days all lie years before the day it bears."""
    told = re.search(r"\b20\d\d\b", facts.told.get("plan_date", ""))
    days = next(k for k in specific_kinds() if k.kind == "day")
    years = [int(y) for s in held for d in days.found_in(s.text) for y in re.findall(r"\b(?:19|20)\d\d\b", d)]
    if told is None or len(years) < 2 or max(years) > int(told.group(0)) - LONG_AGO:
        return frozenset()
    return frozenset(years)


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def _other_country(text: str, held: Sequence[Sentence], facts: PlanFacts) -> Iterator[str]:
    """The law or the sites of a country that the header does not name, where nothing beside speaks of one that it names."""
    if not abroad(facts.places):
        return
    for code in abroad(countries_named(text)):
        if code in facts.places or not _as_place_of_work(text, code):
            continue
        near = [s for s in held if s.heading == text or abs(s.line - _line(text, held)) <= 12]
        if not any(set(countries_named(s.text)) & set(abroad(facts.places)) for s in near):
            yield f"{countries()[code].name}, which the header does not name"


def _line(text: str, held: Sequence[Sentence]) -> int:
    return next(s.line for s in held if s.text == text)


def _as_place_of_work(text: str, code: str) -> bool:
    named = [word for word, c in country_words().items() if c == code and names_in(text, {word: c})]
    for word in named:
        for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            after = text[found.end() : found.end() + 40]
            if leftovers().law_of.search(text[: found.start()]):
                return True
            if leftovers().its_law.match(after):
                return True
    return False
