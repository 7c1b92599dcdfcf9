"""The risk briefing of one planned purchase: what official lists say of its goods and places, and what to ask, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from buyfair.briefing_sheet import Candidate, sheet_of
from buyfair.catalogue import ListedPair, cards, fingerprint, listed_pairs, only_through_inputs
from buyfair.judge.facts import COUNTRIES, FLAG, WORDS, Several, place
from buyfair.judge.seen import LINES
from buyfair.knowledge import facts as f
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.goods import Reach, goods, reach, wider
from buyfair.knowledge.package import held_already, not_to_ask, settles
from buyfair.knowledge.questions import HARM, MOST, SERVICE, Question, authorities, said_by
from buyfair.package_document import facts_hash, facts_with_source
from buyfair.package_weighing import Weighing
from buyfair.purchase import Duties, duties, vocabulary
from buyfair.sheets import may_be_asked, service_questions, sheet_questions
from buyfair.terms.answer import Answer
from buyfair.terms.exposure import DEPTHS, RAW_STAGES

GOOD, MAIN, TRACE = DEPTHS
WIDER = "wider"
"""A listing of the good that this one is a kind of."""
TIERS = {GOOD: "the maker of the thing", MAIN: "the maker of its main material", TRACE: "makers further down"}
EMPLOYER = "the employer of the people who do the work"
MATERIAL_QUESTIONS = ("who_supplied_the_main_material", "who_grew_or_caught_it", "who_mined_it")
"""General questions that are about the step behind the last one."""
EVERY = 99
"""More than any subject has questions."""
DEFENSE_ONLY = ("DFARS", "10 USC")
"""How citations begin that are law for the Department of Defense alone."""
LISTS_READ = {"dol_tvpra": "tvpra", "dol_eo13126": "eo13126"}
"""The lists that this briefing reads, each by the name that the fact has for it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that names a good of the line, or one that it is made of, for a country.

    `here`: yes where the country is told for the line, no where another one is told, unknown where the place of that step
    is not told. A listing of a material is always unknown: the last step of making does not tell where the material is from.
    `through_input`: the list names the good for what it is made of, and not for its own making.
    """

    pair: ListedPair
    depth: str
    relation: str
    here: Answer
    then: bool | None
    through_input: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to offerors, the tier whom it is about, and the facts of the line that its answer would settle.

    `countries` are the places told that call for it; it is one of `everywhere` where each of them does, told or not.
    """

    question: Question
    countries: tuple[str, ...]
    everywhere: bool
    tier: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineBriefing:
    """What is told of one line, what lists say of it, and what to ask. `places` are countries told; `closed`: all of them."""

    number: int
    item: str | None
    good: str | None
    code: str | None
    places: tuple[str, ...]
    closed: bool
    listed: tuple[Listed, ...]
    asked: tuple[Asked, ...]

    @property
    def answer(self) -> Answer:
        """Whether a list names the line's own good for a place told; a material leaves it open."""
        if self.good is None:
            return Answer.UNKNOWN
        own = {x.here for x in self.listed}
        return Answer.YES if Answer.YES in own else Answer.UNKNOWN if Answer.UNKNOWN in own else Answer.NO


@dataclass(frozen=True, slots=True)
class Briefing:
    """The briefing of one purchase; `day` is the day of the solicitation, or the one asked about where it is not told."""

    duties: Duties
    day: date
    lines: tuple[LineBriefing, ...]
    told: Mapping[str, Any]


def briefing_for(told: Mapping[str, Any], asked: date) -> Briefing:
    """The briefing for the facts of a file.

    Raises: InputRefusedError naming the key that is wrong.
    """
    found = duties(told, asked)
    days = Weighing(found).days
    day = days[1] if days is not None else asked
    open_facts = {m.path for j in found.in_force if j.answer is Answer.UNKNOWN for m in j.missing}
    lines = found.purchase.lines or ()
    return Briefing(found, day, tuple(_line(n, line, day, open_facts) for n, line in enumerate(lines)), told)


def _line(n: int, line: Mapping[str, Any], day: date, open_facts: set[str]) -> LineBriefing:
    good = line.get(f.END_PRODUCT.key) or line.get(f.GOOD_BOUGHT.key)
    origin = line.get(f.ORIGIN.key)
    places = origin if isinstance(origin, Several) else Several((), closed=False)
    listed = () if good is None else tuple(_listed(str(good), places, day))
    item = line.get(f.ITEM.key)
    asked = tuple(_asked(n, str(good) if good else None, item, places, open_facts))
    return LineBriefing(n, item, None if good is None else str(good), line.get(f.CODE.key), places.items, places.closed,
                        listed, asked)  # fmt: skip


def _listed(good: str, places: Several, day: date) -> Iterator[Listed]:
    """Every listing of the good, of what it is a kind of, of its kinds and of what it is made of, nearest first."""
    for r in _family(good):
        for pair in listed_pairs():
            if pair.good == r.listed_good:
                through = (pair.good, pair.country, pair.harm, pair.list_id) in only_through_inputs()
                yield Listed(pair, r.depth, r.relation, _here(r, pair, places), pair.listed_then(day), through)


@cache
def _family(good: str) -> tuple[Reach, ...]:
    """The good, then the wider goods that it is one of, then its kinds and inputs."""
    itself, *below = (r for r in reach() if r.good == good)
    above = (Reach(good, name, WIDER, GOOD, goods()[name].stage in RAW_STAGES) for name in wider(good))
    return (itself, *above, *below)


def _here(r: Reach, pair: ListedPair, places: Several) -> Answer:
    """Whether the place told is the one listed: as the exposure of an award is judged.

    A material says nothing; of a kind of the good it may be; a raw good may have grown elsewhere than it was last made.
    What is named for the wider good is named for this one too.
    """
    if r.relation == "input":
        return Answer.UNKNOWN
    if pair.country in places.items:
        return Answer.YES if r.relation in ("itself", WIDER) else Answer.UNKNOWN
    return Answer.NO if places.closed and not r.raw else Answer.UNKNOWN


def _asked(n: int, good: str | None, item: str | None, places: Several, open_facts: set[str]) -> Iterator[Asked]:
    """The questions of each place told, or of a place not told; each question once.

    A sheet of one place is short; what it leaves out and another place asks, or a listed harm asks, is asked of both.
    """
    where: list[str | None] = [c for c in places.items if c not in inside_us()]
    if not places.items or not places.closed:
        where.append(None)
    suits = {country: _suiting(good, item, country) for country in where}
    held: dict[str, tuple[Question, list[str | None]]] = {}
    for country in where:
        first = _questions(good, item, country)
        of_harms = (q for q in _questions(good, item, country, EVERY) if q.group == HARM and q not in first)
        for q in (*first, *of_harms):
            held.setdefault(q.id, (q, [c for c in where if q in suits[c]]))
    for q, places_of in held.values():
        named = tuple(c for c in places_of if c is not None)
        everywhere = len(named) == sum(c is not None for c in where)
        yield Asked(q, named, everywhere, _tier(q, good), _settled(n, q.id, open_facts))


def _tier(q: Question, good: str | None) -> str:
    """Whom a question is about: the maker of the thing, who made its main material, or somebody further down."""
    if q.group == SERVICE:
        return EMPLOYER
    if q.id in MATERIAL_QUESTIONS:
        return TIERS[MAIN]
    depths = [r.depth for r in reach() if r.good == good and r.listed_good in q.goods]
    return TIERS[min(depths, key=DEPTHS.index)] if depths else TIERS[GOOD]


def _questions(good: str | None, item: str | None, country: str | None, most: int = MOST) -> tuple[Question, ...]:
    if good is not None and item in (None, "supply"):
        every = (q for name in (good, *wider(good)) for q in sheet_questions(name, country, most))
        return tuple({q.id: q for q in every}.values())
    return service_questions(country) if item not in (None, "supply") else ()


def _suiting(good: str | None, item: str | None, country: str | None) -> tuple[Question, ...]:
    """Every question that a place calls for, also those that its own short sheet leaves out."""
    if good is not None and item in (None, "supply"):
        return tuple(q for name in (good, *wider(good)) for q in may_be_asked(name, country))
    return _questions(good, item, country)


def _settled(n: int, question: str, open_facts: set[str]) -> tuple[str, ...]:
    """Facts that some rule still waits for and that the answer tells, by their paths."""
    paths = []
    for key in settles().get(question, ()):
        of = vocabulary().fact(key) or vocabulary().fact(f"{LINES}[1].{key}")
        if of is not None:
            paths.append(of.path(n) if of.of == "line" else of.key)
    return tuple(p for p in paths if p in open_facts)


# As JSON


def as_document(b: Briefing) -> dict[str, Any]:
    """The briefing as one JSON document."""
    found, civilian = b.duties, b.told.get(f.AGENCY.key) == "civilian"
    return {
        "day": found.asked.isoformat(),
        "as_of": b.day.isoformat(),
        "knowledge": fingerprint(),
        "facts_hash": facts_hash(found),
        "facts": facts_with_source(found, b.told),
        "lines": [_line_entry(line, found, civilian) for line in b.lines],
        "sheet": _sheet(b),
        "lists": [{"id": c.id, "title": c.title, "edition": c.edition, "published": c.published.isoformat(),
                   "means": c.means, "means_not": c.means_not} for c in cards()],
        "held_already": [{"paper": h.paper, "tells": h.tells, "where": h.where, "cites": list(h.cites), "mark": h.mark}
                         for h in held_already()],
        "not_to_ask": [{"id": x.id, "title": x.title, "says": x.says, "instead": x.instead,
                        "cites": _cites(x.cites, civilian), "mark": x.mark} for x in not_to_ask()],
        "unknown": [{"fact": p, "asks": _ask(p), "rules": _waiting(found, p), "known": _known(b, p)} for p in found.ask_next],
    }  # fmt: skip


def _cites(cites: Iterable[str], civilian: bool) -> list[str]:
    """Citations without those that are law for the Department of Defense alone, where a civilian agency buys."""
    return [c for c in cites if not (civilian and c.startswith(DEFENSE_ONLY))]


def _known(b: Briefing, path: str) -> list[str]:
    """Of the lists that it touches, those that this briefing itself finds for a place told."""
    if path != f.LIST_HIT.key:
        return []
    met = {x.pair.list_id for line in b.lines for x in line.listed if x.here is Answer.YES}
    return sorted({c.title for c in cards() if c.id in met})


def _sheet(b: Briefing) -> dict[str, Any]:
    """The sheet for a vendor: questions that go on it, in order, each with its lines, and those that may be asked too."""
    asked = [Candidate(line.number + 1, a.question, bool(a.settles), line.places) for line in b.lines for a in line.asked]
    listed = any(line.answer is not Answer.NO or line.item not in (None, "supply") for line in b.lines)
    found = sheet_of(asked, Weighing(b.duties), listed)
    return {"most": found.most, "ask": [{"id": q, "lines": list(lines)} for q, lines in found.ask], "more": list(found.more)}


def _line_entry(line: LineBriefing, found: Duties, civilian: bool) -> dict[str, Any]:
    good = None if line.good is None else goods()[line.good]
    return {
        "line": line.number + 1, "item": line.item, "good": line.good, "psc": line.code,
        "sector": None if good is None else good.sector or None,
        "answer": str(line.answer),
        "places": [{"code": c, "name": countries()[c].name, "inside_us": c in inside_us()} for c in line.places],
        "places_closed": line.closed,
        "wider": [] if good is None else list(wider(good.name)), "kinds": [] if good is None else list(good.kinds),
        "inputs": [] if good is None else [{"good": i.name, "depth": i.depth, "source": i.source} for i in good.made_from],
        "listings": [_listing(x) for x in line.listed],
        "possible_places": _possible(line),
        "questions": [_question(a, found, civilian) for a in line.asked],
    }  # fmt: skip


def _possible(line: LineBriefing) -> list[str]:
    """Where the place is not wholly told: the countries that a list names for the good itself."""
    if line.closed:
        return []
    own = {x.pair.country for x in line.listed if x.depth == GOOD and x.relation != "input"}
    return sorted(countries()[c].name for c in own)


def _listing(x: Listed) -> dict[str, Any]:
    titles = {c.id: c.title for c in cards()}
    p = x.pair
    return {
        "good": p.good, "relation": x.relation, "depth": x.depth, "country": p.country, "name": countries()[p.country].name,
        "harm": p.harm, "list": p.list_id, "title": titles[p.list_id], "edition": p.edition,
        "listed_from": p.listed_from.isoformat(), "perhaps_before": p.listed_from <= p.known_from, "here": str(x.here),
        "listed_then": None if x.then is None else x.then, "through_input": x.through_input,
    }  # fmt: skip


def _question(a: Asked, found: Duties, civilian: bool) -> dict[str, Any]:
    q = a.question
    lets = [one for name in q.authorities if _cites((one := authorities()[name]).cites[:1], civilian)]
    return {
        "id": q.id, "asks": q.asks, "document": q.document, "why": q.why, "clause": said_by(lets),
        "cites": _cites(q.cites, civilian),
        "countries": list(a.countries), "everywhere": a.everywhere, "tier": a.tier, "about": q.group,
        "harms": list(q.harms), "recalled": q.recalled,
        "obliges": [one.obliges for one in lets],
        "settles": [{"fact": p, "phrase": _phrase(p), "asks": _ask(p), "rules": _waiting(found, p)} for p in a.settles],
    }  # fmt: skip


def _ask(path: str) -> str:
    of = vocabulary().fact(path)
    line, _ = place(path)
    said = "Describe each line item of the purchase." if of is None else of.ask
    return said if line is None else f"Line {line + 1}: {said}"


def _phrase(path: str) -> str:
    """How a sentence names the fact: of a flag what may be so, of another fact what it is."""
    of = vocabulary().fact(path)
    assert of is not None, path
    if of.kind == FLAG:
        return f"it {of.phrase}" if of.phrase.startswith("is ") else of.phrase
    return f"{of.phrase} are told" if of.kind in (WORDS, COUNTRIES) else f"{of.phrase} is told"


def _waiting(found: Duties, path: str) -> list[str]:
    """The rules that wait for a fact."""
    return [j.rule.row for j in found.in_force if j.answer is Answer.UNKNOWN and path in {m.path for m in j.missing}]
