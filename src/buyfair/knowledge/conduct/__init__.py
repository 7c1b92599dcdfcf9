"""The code of conduct: what is owed to those who do the work, by whom along the chain, and how a wrong is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from buyfair.judge.amounts import MARKS, RECALLED
from buyfair.knowledge.conduct.applies import WHEN
from buyfair.terms import bundled
from buyfair.terms.harm import CONDUCT_HARMS, ConductHarm

CODE = "code.toml"
TIERS = ("prime", "first_tier", "below", "agents")
"""The prime contractor, its subcontractors, everybody below, and labor agents and recruiters at whatever tier."""
DIRECT, IN_PART, NO_HOOK = "direct", "in_part", "none"
LEVELS = (DIRECT, IN_PART, NO_HOOK)
GAPS = ("large", "medium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An instrument that a clause rests on, what it says in our words, and whether its text was read."""

    cites: str
    says: str
    mark: str
    source: str
    read_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """What the law already asks of one tier against a harm: rows of the rules, further citations, and how far they go."""

    level: str
    rows: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time that the code sets. Unit: whole days."""

    days: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a clause adds where a fact of the purchase calls for it; `when` is a word of `applies`."""

    id: str
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of the code.

    `floor` is owed to every worker; `tiers` what each tier does for it, `small_firm` the lighter record of the same;
    `buyer` what each buyer owes its supplier, `officer` what a contracting officer can do of it, with the rule that lets one.
    `law` is what the law asks today of each tier where goods are made abroad, `inside_us` what governs at home.
    """

    id: str
    title: str
    harms: tuple[ConductHarm, ...]
    applies: str
    floor: str
    tiers: Mapping[str, str]
    small_firm: str
    evidence: str
    grave: tuple[str, ...]
    remedy: str
    buyer: str
    officer: str
    means_not: str
    gap: str
    inside_us: str
    law: Mapping[str, Hook]
    limits: tuple[Limit, ...]
    instruments: tuple[Source, ...]
    parts: tuple[Part, ...]


@cache
def code() -> Mapping[str, Any]:
    """The title, the edition, and the parts that stand before all clauses."""
    return bundled.card(__name__, CODE)


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause: the six harms that lead, those beneath, then what keeps them all.

    Raises: ValueError where a clause is not whole.
    """
    names = [name for name in bundled.names(__name__, ".toml") if name != CODE]
    found = [_checked(clause_of(name.removesuffix(".toml"), bundled.card(__name__, name))) for name in names]
    return tuple(sorted(found, key=lambda c: (_first(c), c.id)))


def _first(clause: Clause) -> int:
    return min((CONDUCT_HARMS.index(h) for h in clause.harms), default=len(CONDUCT_HARMS))


def clause_of(name: str, entry: Mapping[str, Any]) -> Clause:
    """The clause in one file.

    Raises: ValueError for a key that nothing reads, a key that is missing, or a harm that is none.
    """
    lists = ("limit", "instrument", "part")
    plain = {f.name for f in fields(Clause)} - {"id", "limits", "instruments", "parts"}
    known(entry, {*plain, *lists}, name)
    if missing := sorted(plain - entry.keys()):
        raise ValueError(f"{name}.toml lacks {missing[0]}.")
    return Clause(
        id=name, title=entry["title"], harms=tuple(map(ConductHarm, entry["harms"])), applies=entry["applies"],
        floor=entry["floor"], tiers=entry["tiers"], small_firm=entry["small_firm"], evidence=entry["evidence"],
        grave=tuple(entry["grave"]), remedy=entry["remedy"], buyer=entry["buyer"], officer=entry["officer"],
        means_not=entry["means_not"],
        gap=entry["gap"], inside_us=entry["inside_us"], law={tier: _hook(h) for tier, h in entry["law"].items()},
        limits=tuple(Limit(**e) for e in entry.get("limit", ())),
        instruments=tuple(Source(**e) for e in entry.get("instrument", ())),
        parts=tuple(Part(**e) for e in entry.get("part", ())),
    )  # fmt: skip


def _hook(entry: Mapping[str, Any]) -> Hook:
    known(entry, (f.name for f in fields(Hook)), "a clause: its hook")
    rows, cites = tuple(entry.get("rows", ())), tuple(entry.get("cites", ()))
    return Hook(level=entry["level"], rows=rows, cites=cites, says=entry.get("says", ""))


def known(entry: Mapping[str, Any], keys: Iterable[str], name: str) -> None:
    """Raises: ValueError for a key of an entry that nothing reads."""
    if strange := sorted(entry.keys() - set(keys)):
        raise ValueError(f"{name}.toml has the key {strange[0]!r}, which nothing reads.")


def _checked(c: Clause) -> Clause:
    """The clause, if it is whole. Raises: ValueError that names what is wrong."""
    words = [part.when for part in c.parts]
    sentences = (c.floor, *c.tiers.values(), c.small_firm, c.evidence, c.remedy, c.buyer, c.officer, c.means_not,
                 c.inside_us)  # fmt: skip
    wrong = {
        "does not say who does what at every tier": tuple(c.tiers) != TIERS,
        "does not say what the law asks at every tier": tuple(c.law) != TIERS,
        "applies by a word that does not exist": c.applies not in WHEN or bool(set(words) - set(WHEN)),
        "has a sentence without its end": not all(s.endswith(".") for s in sentences),
        "names nothing grave": not c.grave,
        "sets no time": not c.limits,
        "sets a time without its reason, or no whole number of days": any(x.days < 1 or not x.reason for x in c.limits),
        "rests on nothing": not c.instruments,
        "marks a source in no known way": any(s.mark not in MARKS for s in c.instruments),
        "says read without a day": any((s.mark == RECALLED) is (s.read_on is not None) for s in c.instruments),
        "has a hook of no known reach": any(h.level not in LEVELS for h in c.law.values()),
        "has a hook that names nothing": any((h.level == NO_HOOK) is bool(h.rows + h.cites) for h in c.law.values()),
        "measures its gap in no known way": c.gap not in GAPS,
    }
    found = [what for what, holds in wrong.items() if holds]
    if found:
        raise ValueError(f"{c.id} {found[0]}.")
    return c


def clause(name: str) -> Clause | None:
    """The clause of this id; None where there is none."""
    return next((c for c in clauses() if c.id == name), None)
