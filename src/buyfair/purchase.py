"""One planned purchase: which rules bind it, which cannot be told and what to find out."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from buyfair.catalogue import amounts, fingerprint, groups, regimes, rules
from buyfair.judge.asking import ask_next
from buyfair.judge.facts import COUNT, Interval, Purchase, Several
from buyfair.judge.judging import DatedFacts, Judged, Law, judge, texts_in_use
from buyfair.judge.told import Naming, Vocabulary, read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge.countries import countries, country, spellings
from buyfair.knowledge.facts.contradictions import contradictions, refuse_impossible
from buyfair.knowledge.facts.derive import TOLD_BY, derive
from buyfair.knowledge.goods import good_named, goods
from buyfair.knowledge.materials import material_named
from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import bridge, kind
from buyfair.terms.answer import Answer
from buyfair.terms.money import as_text

FARMED = ("crops_and_animals", "food")
"""Families of goods that are agricultural products, beside whatever else is harvested."""
BULK_CODES = ("87", "88", "89", "91", "94")
"""Product code groups of agricultural and petroleum products and crude materials."""
PETROLEUM = ("asphalt paving mix",)


@dataclass(frozen=True, slots=True)
class Duties:
    """The answer for one purchase: every rule judged, and what to ask next."""

    purchase: Purchase
    asked: date
    judged: tuple[Judged, ...]
    ask_next: tuple[str, ...]
    contradictions: tuple[str, ...]

    @property
    def in_force(self) -> tuple[Judged, ...]:
        """The rules that are in force, or of which that cannot be told."""
        return tuple(j for j in self.judged if j.in_force is not Answer.NO)


@cache
def law() -> Law:
    """All rules, amounts, groups and adoption days that are known."""
    dated = DatedFacts(f.AGENCY, f.REGIME, f.SOL_DATE, f.AWARD_DATE, f.SUB_AWARD_DATE, f.TIER, f.DETERMINATIONS, f.AWARDED_BY,
                       f.OVERHAUL_PARTS)  # fmt: skip
    return Law(rules(), amounts(), groups(), regimes(), dated)


@cache
def vocabulary() -> Vocabulary:
    """All facts that may be told, with names looked up in the knowledge of countries, goods and codes."""
    return Vocabulary(
        f.FACTS,
        Naming(_country, lambda: [*sorted(spellings()), *(c.name for c in countries().values())]),
        Naming(_good, lambda: sorted({w for g in goods().values() for w in (g.name, *g.aliases)})),
        Naming(_code, lambda: sorted(codes())),
        lambda purchase: derive(purchase, _item, _in_bulk),
        TOLD_BY,
        refuse_impossible,
        _seen_in,
        {f.MATERIALS.key: material_named},
    )


def _country(said: str) -> str | None:
    found = country(said)
    return None if found is None else found.code


def _good(said: str) -> str | None:
    found = good_named(said)
    return None if found is None else found.name


def _code(said: str) -> str | None:
    code = said.strip().upper()
    return code if code in codes() else None


def _item(code: str) -> str | None:
    found = kind(code)
    return None if found is None or found.item not in f.ITEM.values else found.item


def _in_bulk(good: str | None, code: str | None) -> bool:
    """A good told speaks for itself; a code alone for every good that it may be; a name that nobody knows may be any."""
    if good is None and code is not None:
        if code not in codes():
            return True
        return code[:2] in BULK_CODES or any(_in_bulk(good, None) for good in _goods_of_codes().get(code, ()))
    bought = goods().get(str(good))
    if bought is None:
        return True
    return bought.family in FARMED or bought.stage == "harvested" or good in PETROLEUM


@cache
def _goods_of_codes() -> dict[str, set[str]]:
    """Every good that a product code may be, by the code."""
    found: dict[str, set[str]] = {}
    for row in bridge():
        if row.good:
            found.setdefault(row.psc, set()).add(row.good)
    return found


@cache
def _seen_in() -> Mapping[str, Mapping[str, Hashable]]:
    """What deriving sees in a good (may it be bulk cargo) and in a product code (its item too)."""
    return {
        f.GOOD_BOUGHT.key: {good: _in_bulk(good, None) for good in goods()},
        f.CODE.key: {code: (_item(code), _in_bulk(None, code)) for code in codes()},
    }


def duties(told: Mapping[str, Any], asked: date) -> Duties:
    """What binds a purchase told as in a facts file.

    `asked` is the day asked about; it never replaces the solicitation date. The pages of one purchase ask the same again and
    again: what was answered last is kept, by the facts as they are written and the day.
    Raises: InputRefusedError naming the key that is wrong.
    """
    return _answered(_Told(json.dumps(told, default=repr), told), asked)


@dataclass(frozen=True, slots=True)
class _Told:
    """The facts of a file; two are the same where they are written the same."""

    written: str
    told: Mapping[str, Any] = field(compare=False)


@lru_cache(maxsize=32)
def _answered(of: _Told, asked: date) -> Duties:
    return duties_of(read_told(of.told, vocabulary()), asked)


def duties_of(purchase: Purchase, asked: date) -> Duties:
    """The same for facts already read."""
    judged = tuple(judge(law(), purchase, asked))
    next_facts = tuple(ask_next(law(), vocabulary(), purchase, judged, asked))
    return Duties(purchase, asked, judged, next_facts, contradictions(purchase))


def as_document(found: Duties, everything: bool = False) -> dict[str, Any]:
    """The answer as one JSON document; rules not in force only with `everything`."""
    shown = found.judged if everything else found.in_force
    return {
        "day": found.asked.isoformat(),
        "knowledge": fingerprint(),
        "regime": regime_of(found),
        "duties": [entry(j) for j in shown],
        "ask_next": list(found.ask_next),
        "contradictions": list(found.contradictions),
    }


def regime_of(found: Duties) -> dict[str, str]:
    """Per part of the FAR the text in use: codified, rfo, or unknown."""
    parts = sorted({rule.part for rule in law().rules if rule.part is not None}, key=int)
    used = {part: texts_in_use(law(), found.purchase, part) for part in parts}
    return {part: texts[0] if len(texts) == 1 else "unknown" for part, texts in used.items()}


def entry(j: Judged) -> dict[str, Any]:
    """One rule's answer as JSON."""
    return {
        "id": j.rule.row, "rule": j.rule.id, "title": j.rule.title, "answer": str(j.answer), "result": j.rule.result,
        "in_force": str(j.in_force), "standing": j.rule.standing, "owed_by": j.rule.owed_by, "then": j.rule.then,
        "due": j.rule.due, "cites": cites(j),
        "because": [{"fact": r.path, "value": shown(r.value, _counts(r.path))} for r in j.because],
        "missing": [m.path for m in j.missing],
        "amounts": [{"name": a.name, "value": as_text(a.value), "from": a.first.isoformat(), "cites": a.cites, "mark": a.mark}
                    for a in j.amounts],
        "editions": [{"name": g.name, "from": g.first.isoformat(), "cites": g.cites, "mark": g.mark} for g in j.groups],
        "lifted_by": list(j.lifts), "collects": j.rule.collects or None,
        "stale_since": None if j.stale_since is None else j.stale_since.isoformat(),
        "marks": sorted({t.mark for t in j.texts}),
    }  # fmt: skip


def cites(j: Judged) -> str:
    """The citations of every text that applies, or could."""
    texts = j.texts or j.rule.texts[-1:]
    return "; or ".join(dict.fromkeys(t.cites for t in texts))


def _counts(path: str) -> bool:
    fact = vocabulary().fact(path)
    return fact is not None and fact.kind == COUNT


def shown(value: Any, counts: bool = False) -> Any:
    """A told value as JSON: money as text with two decimals, a count as a number, an open number as its two ends."""
    if isinstance(value, Interval):
        if value.exact:
            return int(value.low) if counts else as_text(value.low)
        low, high = (None if end is None else f"{end:f}" if counts else as_text(end) for end in (value.low, value.high))
        return f"{low} to {'no upper end' if high is None else high}"
    if isinstance(value, Several):
        return [*value.items, *(() if value.closed else ("?",))]
    return value.isoformat() if isinstance(value, date) else value
