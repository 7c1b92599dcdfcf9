"""The solicitation package of one planned purchase: what goes in, by which authority, what is still open and what stays out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.catalogue import cards, fingerprint
from buyfair.conduct import ConductFor, VariantFor, conduct_for
from buyfair.judge.facts import place
from buyfair.judge.judging import Judged, is_subcontract
from buyfair.judge.rule import BAR
from buyfair.judge.seen import Reason
from buyfair.knowledge import facts as f
from buyfair.knowledge.conduct.flow_down import DISCRETION as CODE_DISCRETION
from buyfair.knowledge.conduct.flow_down import PRIVATE as CODE_PRIVATE
from buyfair.knowledge.conduct.flow_down import REQUIRED as CODE_REQUIRED
from buyfair.knowledge.conduct.flow_down import Wording
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.package import CODE as CODE_TEXT
from buyfair.knowledge.package import (
    DEFAULT,
    DISCRETION,
    FACTOR,
    KINDS,
    NOTICE,
    PRIVATE,
    REQUIRED,
    REQUIREMENT,
    WAIVER,
    Term,
    entries,
    requests,
    terms,
    without_text,
)
from buyfair.package_document import facts_hash, facts_told, item_entry, rule_entry
from buyfair.package_items import Authority, Item, item_of
from buyfair.package_weighing import Weighing
from buyfair.purchase import Duties, duties, law, regime_of, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse

STANDING_OF = {CODE_REQUIRED: REQUIRED, CODE_DISCRETION: DISCRETION, CODE_PRIVATE: PRIVATE, "waiver": WAIVER}
KIND_OF = {
    "reminder": NOTICE, "evaluation criterion": FACTOR, "contract term": REQUIREMENT, "flow-down term": CODE_TEXT,
    "voluntary statement": FACTOR,
}  # fmt: skip
PLACE_OF = {
    FACTOR: "evaluation factors", REQUIREMENT: "special contract requirements", NOTICE: "contract administration",
    CODE_TEXT: "between contractor and supplier",
}  # fmt: skip
BERRY = (
    "Line {line} is told as made in {places}, and BA-01 lets the Department of Defense buy only what is made in the "
    "United States: it may be bought only under an exception of DFARS 225.7002-2 that an official signs or the file records."
)
THINGS = (f.GOOD_BOUGHT.key, f.END_PRODUCT.key, f.CODE.key)


@dataclass(frozen=True, slots=True)
class WithoutText:
    """A rule that binds, or may, and that no text of a solicitation serves, with the reason."""

    judged: Judged
    reason: str


@dataclass(frozen=True, slots=True)
class Package:
    """The package of one purchase.

    `items` stand in it by default: required by law or within discretion. `open` may be required: some fact decides it.
    `later` fall due only if something happens that nobody can tell today. `apart` do not stand in it, each with its reason.
    `bars` forbid the purchase as told, `cautions` are bounds that the told facts bring.
    """

    duties: Duties
    items: tuple[Item, ...]
    open: tuple[Item, ...]
    later: tuple[Item, ...]
    apart: tuple[Item, ...]
    bars: tuple[Judged, ...]
    without_text: tuple[WithoutText, ...]
    cautions: tuple[str, ...]


def package_for(told: Mapping[str, Any], asked: date) -> Package:
    """The package for the facts of a file; `asked` is the day asked about and never replaces the solicitation date.

    Raises: InputRefusedError naming the key that is wrong, and where the facts are those of a subcontract.
    """
    found = duties(told, asked)
    if is_subcontract(found.purchase, law().dated):
        raise refuse("tier tells a subcontract", "the facts of the Government's own purchase",
                     "tell tier = 0; what a contractor passes down is printed by: buyfair conduct --for FACTS")  # fmt: skip
    at = Weighing(found)
    every = [item for entry in entries() if (item := item_of(entry, at)) is not None]
    code = conduct_for(told, asked)
    every += _code_items(code)
    every += [_term(t, at) for t in terms() if at.word(t.when).answer is not Answer.NO]
    ordered = sorted(every, key=lambda i: KINDS.index(i.kind))
    default = [i for i in ordered if i.authority.standing in DEFAULT]
    return Package(
        found,
        tuple(i for i in default if i.answer is Answer.YES),
        tuple(i for i in default if i.answer is not Answer.YES and not _waits_for_event(i)),
        tuple(i for i in default if i.answer is not Answer.YES and _waits_for_event(i)),
        tuple(i for i in ordered if i.authority.standing not in DEFAULT),
        tuple(j for j in found.in_force if j.rule.result == BAR and j.answer is Answer.YES),
        tuple(_without(found)),
        (*_foreign(at), *code.cautions),
    )


def _foreign(at: Weighing) -> Iterator[str]:
    """Lines told from abroad although a rule lets only goods made in the United States be bought, unless excepted."""
    berry = at.judged["BA-01"]
    if berry.answer is not Answer.YES:
        return
    covered = {place(r.path)[0] for r in berry.because if place(r.path)[1] in THINGS}
    for n in sorted(n for n in covered if n is not None):
        origin = (at.purchase.lines or ())[n].get(f.ORIGIN.key)
        abroad = [
            countries()[c].name for c in getattr(origin, "items", ()) if c in countries() and c not in inside_us()
        ]
        if abroad:
            yield BERRY.format(line=n + 1, places=" and ".join(abroad))


def _waits_for_event(i: Item) -> bool:
    """Whether it hangs on nothing but what can only be known once it has happened."""
    waits = [vocabulary().fact(path) for path in i.find_out]
    return bool(waits) and all(fact is not None and fact.event for fact in waits)


def _without(found: Duties) -> Iterator[WithoutText]:
    for j in found.in_force:
        if j.rule.row in without_text() and j.answer is not Answer.NO:
            yield WithoutText(j, without_text()[j.rule.row])


def _code_items(held: ConductFor) -> Iterator[Item]:
    """The texts that carry the code of conduct, as what they are in a solicitation."""
    for v in held.variants:
        for n, (wording, text) in enumerate(v.wordings):
            yield _code_item(f"code_{v.variant.id}_{n + 1}", v, wording, text)


def _code_item(name: str, v: VariantFor, wording: Wording, text: str) -> Item:
    lets = [a for a in wording.authorities if a.kind == wording.standing]
    bounds = tuple(f"{_own(a.says)} ({', '.join(a.cites)})." for a in wording.authorities if a not in lets)
    kind = KIND_OF[wording.kind]
    request = requests()["commercial_waiver"] if wording.standing == "waiver" else None
    marks = {a.mark for a in lets}
    authority = Authority(
        STANDING_OF[wording.standing], " ".join(_own(a.says) + "." for a in lets), tuple(c for a in lets for c in a.cites),
        next((m for m in ("recalled", "inferred") if m in marks), "read"), request,
    )  # fmt: skip
    return Item(
        id=name, kind=kind, number="", title=f"Code of conduct, {wording.kind}: {v.variant.title}",
        edition=None, alternate="", place=PLACE_OF[kind], text=text, fill_ins=(), lines=v.lines, demands=(), serves=(),
        because=tuple(dict.fromkeys(v.seen.because)), authority=authority, answer=v.seen.answer, cautions=bounds,
    )  # fmt: skip


def _own(says: str) -> str:
    """The sentence of an authority without the name of another entry of its file."""
    return re.sub(r" \(see \w+\)", "", says).removesuffix(".")


def _term(t: Term, at: Weighing) -> Item:
    seen = at.word(t.when)
    authority = Authority(t.standing, t.says, t.cites, t.mark, requests().get(t.request))
    return Item(
        id=t.id, kind=REQUIREMENT, number="", title=t.title, edition=None, alternate="", place="", text=t.text, fill_ins=(),
        lines=(), demands=(), serves=(), because=tuple(dict.fromkeys((*seen.because, *_things(at)))),
        authority=authority, answer=seen.answer, instead=t.instead,
    )  # fmt: skip


def _things(at: Weighing) -> Iterator[Reason]:
    """What is bought, from where and for how much: what a request to a higher official rests on."""
    for n, told in enumerate(at.purchase.lines or ()):
        for fact in (f.ITEM, f.GOOD_BOUGHT, f.ORIGIN, f.VALUE):
            if fact.key in told:
                yield Reason(fact.path(n), told[fact.key])


# As JSON


def as_document(package: Package) -> dict[str, Any]:
    """The package as one JSON document: money as text, days as ISO, lines counted from 1."""
    found = package.duties
    return {
        "day": found.asked.isoformat(),
        "knowledge": fingerprint(),
        "facts_hash": facts_hash(found),
        "regime": regime_of(found),
        "facts": facts_told(found),
        "items": [item_entry(i) for i in package.items],
        "open": [item_entry(i) for i in package.open],
        "later": [item_entry(i) for i in package.later],
        "apart": [item_entry(i) for i in package.apart],
        "bars": [rule_entry(j) for j in package.bars],
        "without_text": [{**rule_entry(w.judged), "reason": w.reason} for w in package.without_text],
        "cautions": list(package.cautions),
        "ask_next": list(found.ask_next),
        "contradictions": list(found.contradictions),
        "lists": [{"id": c.id, "title": c.title, "edition": c.edition} for c in cards()],
    }
