"""Questions that a buyer may put to a supplier about one good from one country, each with the record that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from buyfair.terms import bundled
from buyfair.terms.exposure import DEPTHS, STAGES
from buyfair.terms.harm import Harm

RECORDED, NOT_RECORDED, SERVICE = "recorded", "not_recorded", "service"
PLACES = (RECORDED, NOT_RECORDED, SERVICE)
"""What is known of the place: a recorded country, none for a listed good, or the place of performance of a service."""

GENERAL, GOOD, REGION, HARM, STAGE = "general", "good", "region", "harm", "stage"
GROUPS = (GENERAL, GOOD, REGION, HARM, STAGE, SERVICE)
NO_DUTY = "no"
OBLIGES = ("yes", "before award", "where it is in the contract", NO_DUTY)
AUTHORITIES = "authorities.toml"
DEFAULT_DEPTH = DEPTHS[1]
MOST = 9
"""A sheet asks no more: who is asked for everything answers nothing well."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A clause or a rule that lets a contracting officer ask: in one sentence, and how far it goes."""

    id: str
    clause: str
    bounds: str
    obliges: str
    cites: tuple[str, ...]
    source: str
    read_on: date
    recalled: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the record that answers it, what lets the buyer ask, and whom it suits.

    `through` is the depth down to which an input among `goods` suffices, `instead_of` the wider questions that this
    one makes needless. `itself`: the harm must be listed for the good, not for an input; `through_inputs`: a country
    listed for forced labor of an input suffices. `recalled`: a text that it rests on could not be read.
    """

    id: str
    asks: str
    document: str
    clause: str
    why: str
    cites: tuple[str, ...]
    read_on: date
    recalled: bool
    group: str
    places: tuple[str, ...]
    goods: tuple[str, ...]
    stages: tuple[str, ...]
    harms: tuple[str, ...]
    countries: tuple[str, ...]
    through: str
    through_inputs: bool
    itself: bool
    instead_of: tuple[str, ...]
    rank: int
    authorities: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about, in values alone.

    `near`: the good and all below it with their depth, nearest first. `own`: harms listed for the good, or a kind of
    it, with this country; `harms`: those and the ones of its main materials. `forced_in`: countries listed for forced
    labor of any of these. Without a stage it is a service.
    """

    place: str
    country: str | None
    stage: str | None
    near: Mapping[str, str]
    own: frozenset[str]
    harms: frozenset[str]
    forced_in: frozenset[str]


@cache
def authorities() -> dict[str, Authority]:
    """Every authority by id.

    Raises: ValueError where an entry is not whole.
    """
    found: dict[str, Authority] = {}
    for entry in bundled.card(__name__, AUTHORITIES)["authority"]:
        _known(entry, Authority, AUTHORITIES)
        given = Authority(**{**entry, "cites": tuple(entry["cites"])})
        if given.id in found or given.obliges not in OBLIGES or not given.cites:
            raise ValueError(f"{AUTHORITIES}: {given.id} stands twice, obliges in no known way, or cites nothing.")
        found[given.id] = given
    return found


@cache
def questions() -> tuple[Question, ...]:
    """Every question, files in sorted order.

    Raises: ValueError where an entry is not whole, or an id stands twice.
    """
    files = [name for name in bundled.names(__name__, ".toml") if name != AUTHORITIES]
    found = tuple(chain.from_iterable(_of(name) for name in files))
    ids = {q.id for q in found}
    if len(ids) != len(found):
        raise ValueError("An id of a question stands twice; expected one question for each id.")
    strange = [q.id for q in found if set(q.instead_of) - ids]
    if strange:
        raise ValueError(f"{strange[0]} stands instead of a question that does not exist.")
    return found


def card(name: str) -> dict[str, Any]:
    """One file of questions, or that of the authorities, with its title."""
    return bundled.card(__name__, name)


def _of(name: str) -> Iterable[Question]:
    file = bundled.card(__name__, name)
    for entry in file["question"]:
        _known(entry, Question, name)
        yield _checked(_question(entry, file, name.removesuffix(".toml")))


def _question(entry: Mapping[str, Any], file: Mapping[str, Any], subject: str) -> Question:
    lets = [authorities()[a] for a in entry["authorities"]]
    cites = dict.fromkeys((*entry.get("cites", ()), *(c for a in lets for c in a.cites)))
    return Question(
        id=entry["id"], asks=entry["asks"], document=entry["document"], clause=said_by(lets), why=entry["why"],
        cites=tuple(cites), read_on=file["read_on"], recalled=any(a.recalled for a in lets),
        group=entry.get("group", file["group"]),
        places=tuple(entry.get("places", file["places"])), goods=tuple(entry.get("goods", ())),
        stages=tuple(entry.get("stages", ())), harms=tuple(entry.get("harms", ())),
        countries=tuple(entry.get("countries", ())), through=entry.get("through", DEFAULT_DEPTH),
        through_inputs=entry.get("through_inputs", False), itself=entry.get("itself", False),
        instead_of=tuple(entry.get("instead_of", ())),
        rank=entry["rank"], authorities=tuple(a.id for a in lets), subject=subject,
    )  # fmt: skip


def said_by(lets: Iterable[Authority]) -> str:
    """The sentences of the authorities; the one that obliges nobody comes last, for where the others do not reach."""
    said = ""
    for a in lets:
        text = a.clause if not (said and a.obliges == NO_DUTY) else f"Otherwise {a.clause[0].lower()}{a.clause[1:]}"
        said = f"{said} {text}{' (Recalled, not read.)' if a.recalled else ''}".strip()
    return said


def _known(entry: Mapping[str, Any], kind: type[Authority | Question], name: str) -> None:
    strange = set(entry) - set(kind.__dataclass_fields__)
    if strange:
        raise ValueError(f"{name}: {entry.get('id')} has the key {sorted(strange)[0]!r}, which nothing reads.")


def _checked(q: Question) -> Question:
    """The question, if it is whole.

    Raises: ValueError that names what is wrong.
    """
    lets = [authorities()[a].obliges for a in q.authorities]
    wrong = {
        "asks no question": not q.asks.endswith("?"),
        "names no record": not q.document.endswith("."),
        "gives no reason": not q.why.endswith("."),
        "is of no group": q.group not in GROUPS,
        "suits no place": not q.places or bool(set(q.places) - set(PLACES)),
        "has an unknown stage": bool(set(q.stages) - set(STAGES)),
        "has an unknown harm": bool(set(q.harms) - set(Harm)),
        "reaches to no depth": q.through not in DEPTHS,
        "rests on nothing": not lets,
        "puts the sentence that obliges nobody before another": NO_DUTY in lets[:-1],
        "is about no good": q.group == GOOD and not q.goods,
    }
    found = [what for what, holds in wrong.items() if holds]
    if found:
        raise ValueError(f"{q.subject}: {q.id} {found[0]}.")
    return q


def chosen(about: Subject, most: int = MOST) -> tuple[Question, ...]:
    """The questions for one subject, the best first: general ones, those of the good, of the country, of the harm."""
    suiting = sorted((q for q in questions() if _suits(q, about)), key=lambda q: _order(q, about))
    if about.place == SERVICE:
        return tuple(suiting[:most])
    mine = [q for q in suiting if q.group == GOOD][:4]
    needless = {i for q in suiting if q in mine or q.group != GOOD if _depth(q, about) == DEPTHS[0] for i in q.instead_of}
    general, region, harm, stage = (
        [q for q in suiting if q.group == group and q.id not in needless] for group in (GENERAL, REGION, HARM, STAGE)
    )
    return tuple(
        [*general, *mine[:3], *region[:2], *harm[:1], *stage[:1], *harm[1:2], *mine[3:], *stage[1:]][:most]
    )


def suiting(about: Subject) -> tuple[Question, ...]:
    """Every question that can be put about one subject, however many."""
    return tuple(q for q in questions() if _suits(q, about))


def _suits(q: Question, about: Subject) -> bool:
    """Whether the question can be put about the subject at all."""
    if about.place not in q.places:
        return False
    if q.stages and about.stage not in q.stages:
        return False
    if q.harms and not (about.own if q.itself else about.harms) & set(q.harms):
        return False
    if q.countries and about.country not in q.countries:
        return q.through_inputs and bool(about.forced_in & set(q.countries))
    depth = _depth(q, about)
    return not q.goods or depth is not None and DEPTHS.index(depth) <= DEPTHS.index(q.through)


def _depth(q: Question, about: Subject) -> str | None:
    """The depth of the nearest good that the question names; None where it names none of them."""
    return next((depth for good, depth in about.near.items() if good in q.goods), None)


def _order(q: Question, about: Subject) -> tuple[bool, int, int, str]:
    """A harm of the good itself before one of its inputs, then by rank, then the one whose good lies nearer."""
    of_inputs = bool(q.harms) and not about.own & set(q.harms)
    nearest = next((n for n, good in enumerate(about.near) if good in q.goods), len(about.near))
    return of_inputs, q.rank, nearest, q.id
