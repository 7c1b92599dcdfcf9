"""The solicitation package of one planned purchase: what goes in, by which authority, what is still open and what stays out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from buyfair.catalogue import cards, fingerprint
from buyfair.conduct import ConductFor, VariantFor, conduct_for
from buyfair.judge.judging import Judged, is_subcontract
from buyfair.judge.rule import BAR
from buyfair.judge.seen import Reason, Seen, Setting, least
from buyfair.knowledge import facts as f
from buyfair.knowledge.conduct.flow_down import DISCRETION as CODE_DISCRETION
from buyfair.knowledge.conduct.flow_down import PRIVATE as CODE_PRIVATE
from buyfair.knowledge.conduct.flow_down import REQUIRED as CODE_REQUIRED
from buyfair.knowledge.conduct.flow_down import Authority as Ground
from buyfair.knowledge.conduct.flow_down import Wording
from buyfair.knowledge.countries import countries, inside_us
from buyfair.knowledge.package import CODE as CODE_TEXT
from buyfair.knowledge.package import (
    DEFAULT,
    DISCRETION,
    FACTOR,
    INSTRUCTION,
    KINDS,
    NOTICE,
    OFFERED,
    PRIVATE,
    REQUIRED,
    REQUIREMENT,
    UNLAWFUL,
    WAIVER,
    Request,
    Term,
    entries,
    requests,
    terms,
    without_text,
)
from buyfair.knowledge.package.applies import BERRY_LINE
from buyfair.package_document import facts_hash, facts_with_source, good_in_words, item_entry, rule_entry
from buyfair.package_items import Authority, Item, item_of
from buyfair.package_weighing import Weighing
from buyfair.purchase import Duties, duties, law, regime_of, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse

STANDING_OF = {CODE_REQUIRED: REQUIRED, CODE_DISCRETION: DISCRETION, CODE_PRIVATE: PRIVATE, "waiver": WAIVER}
KIND_OF = {
    "reminder": NOTICE, "evaluation criterion": FACTOR, "contract term": REQUIREMENT, "flow-down term": CODE_TEXT,
    "voluntary statement": INSTRUCTION,
}  # fmt: skip
CRITERION, VOLUNTARY, REMINDER = "evaluation criterion", "voluntary statement", "reminder"
"""The text on which offers are compared; one that asks for no answer, and is offered; and one that points to a clause."""
TO_DECIDE = (
    "You decide the weight of this factor, and attach the code that it names (the page Code of conduct prints it): a factor "
    "without weight, or on a text that offerors do not have, is left out."
)
PLACE_OF = {
    INSTRUCTION: "instructions to offerors",
    FACTOR: "evaluation factors", REQUIREMENT: "special contract requirements", NOTICE: "contract administration",
    CODE_TEXT: "between contractor and supplier",
}  # fmt: skip
BERRY = (
    "Line {line} is told as {where}, and BA-01 {lets} the Department of Defense buy only what is made in the "
    "United States: it may {then}be bought only under an exception of DFARS 225.7002-2 that an official signs or the file "
    "records."
)
NOT_TOLD = re.compile(r"\[not told: ((?:[^\[\]]|\[\d+\])+)\]")
"""A blank of a text whose facts are not told, with their paths."""
NOT_COMPARED = (
    "It is told that no proposals are compared against stated factors, and a sealed bid wins on price and price-related "
    "factors alone."
)
QUOTED = (
    "Quotations are evaluated on the basis that the solicitation gives, so that a stated factor may count; where none is "
    "stated, price and responsibility decide."
)
"""What lets the criterion be taken into a small purchase that is not negotiated."""
COMPARED_INSTEAD = (
    "Under simplified procedures a stated factor may count (FAR 13.106-2(a)(2)): write it into the request for quotations "
    "with the basis of the evaluation. Else look at integrity and controls as a matter of responsibility (FAR 9.104-1(d)-(e))."
)


@dataclass(frozen=True, slots=True)
class WithoutText:
    """A rule that binds, or may, and that no text of a solicitation serves, with the reason."""

    judged: Judged
    reason: str
    whose: str


@dataclass(frozen=True, slots=True)
class Package:
    """The package of one purchase.

    `items` stand in it by default: required by law or within discretion. `open` may be required: some fact decides it.
    `later` fall due only if something happens that nobody can tell today. `apart` do not stand in it, each with its reason.
    `bars` forbid the purchase as told, `open_bars` may: some fact decides it. `cautions` are bounds that the told facts bring,
    `told` the facts as the file has them.
    """

    duties: Duties
    items: tuple[Item, ...]
    open: tuple[Item, ...]
    later: tuple[Item, ...]
    apart: tuple[Item, ...]
    bars: tuple[Judged, ...]
    open_bars: tuple[Judged, ...]
    without_text: tuple[WithoutText, ...]
    cautions: tuple[str, ...]
    told: Mapping[str, Any]


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
    code = conduct_for({f.TIER.key: 0, **told}, asked)
    every += _code_items(code, at)
    every += [_term(t, at) for t in terms() if at.word(t.when).answer is not Answer.NO]
    ordered = sorted(every, key=lambda i: KINDS.index(i.kind))
    default = [i for i in ordered if i.authority.standing in DEFAULT]
    return Package(
        found,
        tuple(i for i in default if i.answer is Answer.YES),
        tuple(i for i in default if i.answer is not Answer.YES and not _waits_for_event(i)),
        tuple(i for i in default if i.answer is not Answer.YES and _waits_for_event(i)),
        tuple(i for i in ordered if i.authority.standing not in DEFAULT),
        tuple(_bars(found, Answer.YES)),
        tuple(_bars(found, Answer.UNKNOWN)),
        tuple(_without(found)),
        (*_foreign(at), *code.cautions),
        told,
    )


def _bars(found: Duties, answer: Answer) -> Iterator[Judged]:
    return (j for j in found.in_force if j.rule.result == BAR and j.answer is answer)


def _foreign(at: Weighing) -> Iterator[str]:
    """Lines told from abroad although a rule lets, or may let, only goods made in the United States be bought."""
    whole, day = at.judged["BA-01"].answer, at.found.asked if at.days is None else at.days[1]
    then = Setting(at.purchase, {}, {name: g.on(day) for name, g in law().groups.items()})
    for n, line in enumerate(at.purchase.lines or ()):
        answer = least([Seen(whole), BERRY_LINE.weigh(then.within(n))]).answer
        if answer is not Answer.NO and (where := _abroad(line)):
            sure = answer is Answer.YES
            yield BERRY.format(
                line=n + 1, where=where, lets="lets" if sure else "may let", then="" if sure else "then "
            )


def _abroad(line: Mapping[str, Any]) -> str:
    """Where abroad a line is told to be from; empty where it is not."""
    origin = line.get(f.ORIGIN.key)
    named = [countries()[c].name for c in getattr(origin, "items", ()) if c in countries() and c not in inside_us()]
    if named:
        return f"made in {' and '.join(named)}"
    return "acquired abroad" if not getattr(origin, "items", ()) and line.get(f.ACQUIRED_OUTSIDE.key) else ""


def _waits_for_event(i: Item) -> bool:
    """Whether it hangs on nothing but what can only be known once it has happened."""
    waits = [vocabulary().fact(path) for path in i.find_out]
    return bool(waits) and all(fact is not None and fact.event for fact in waits)


def _without(found: Duties) -> Iterator[WithoutText]:
    for j in found.in_force:
        if j.rule.row in without_text() and j.answer is not Answer.NO:
            said = without_text()[j.rule.row]
            yield WithoutText(j, said.reason, said.whose)


def _code_items(held: ConductFor, at: Weighing) -> Iterator[Item]:
    """The texts that carry the code of conduct, as what they are in a solicitation; one item where it is not told which."""
    for v in held.variants:
        if v.seen.answer is Answer.UNKNOWN:
            yield _code_open(v)
        for n, (wording, text) in enumerate(v.wordings):
            yield _code_item(f"code_{v.variant.id}_{n + 1}", v, wording, _said_plainly(text, at), at)


def _said_plainly(text: str, at: Weighing) -> str:
    """A text with the goods of its blanks as a sentence says them."""
    bought = {line.get(f.END_PRODUCT.key) or line.get(f.GOOD_BOUGHT.key) for line in at.purchase.lines or ()}
    for name in sorted(str(b) for b in bought if b is not None):
        text = text.replace(name, good_in_words(name))
    return text


def _code_open(v: VariantFor) -> Item:
    """The code for a kind of purchase that this one may be: its texts follow once the facts are told."""
    lets = dict.fromkeys(a for w in v.variant.wordings for a in w.authorities if a.kind == CODE_DISCRETION)
    return Item(
        id=f"code_{v.variant.id}", kind=FACTOR, number="", title=f"Code of conduct: {v.variant.title}",
        edition=None, alternate="", place=PLACE_OF[FACTOR], text="", fill_ins=(), lines=v.lines, demands=(), serves=(),
        because=(), authority=_lets(DISCRETION, tuple(lets)), answer=Answer.UNKNOWN,
        find_out=_paths(v.seen), cautions=(v.variant.why,),
    )  # fmt: skip


def _code_item(name: str, v: VariantFor, wording: Wording, text: str, at: Weighing) -> Item:
    """One text of the code; a criterion only where offers are compared, and none before its blanks are told."""
    lets = tuple(a for a in wording.authorities if a.kind == wording.standing)
    kind = KIND_OF[wording.kind]
    request = requests()["commercial_waiver"] if wording.standing == "waiver" else None
    seen = least([v.seen, at.word("negotiated")]) if wording.kind == CRITERION else v.seen
    standing = {VOLUNTARY: OFFERED, REMINDER: DISCRETION}.get(wording.kind, STANDING_OF[wording.standing])
    default = standing in DEFAULT
    untold = [path for found in NOT_TOLD.findall(text) for path in found.split(", ")] if default else []
    found = Item(
        id=name, kind=kind, number="", title=f"Code of conduct, {wording.kind}: {v.variant.title}",
        edition=None, alternate="", place=PLACE_OF[kind], text=text, fill_ins=(), lines=v.lines, demands=(), serves=(),
        because=tuple(dict.fromkeys(seen.because)), authority=_lets(standing, lets, request),
        answer=least([seen, *([Seen(Answer.UNKNOWN)] if untold else [])]).answer,
        cautions=(*([TO_DECIDE] if wording.kind == CRITERION else []),
                  *(f"{_own(a.says)} ({', '.join(a.cites)})." for a in wording.authorities if a not in lets)),
    )  # fmt: skip
    if seen.answer is Answer.NO and at.word("simplified").answer is Answer.YES:
        return replace(found, authority=Authority(OFFERED, QUOTED, ("FAR 13.106-2(a)(2)",), "inferred"), answer=Answer.YES)
    if seen.answer is Answer.NO:
        cites = ("FAR 14.408-1(a)", "FAR 13.106-2(a)(2)")
        return replace(found, authority=Authority(UNLAWFUL, NOT_COMPARED, cites, "inferred"), instead=COMPARED_INSTEAD)
    asked = _paths(seen) if seen.answer is Answer.UNKNOWN else ()
    return replace(found, find_out=tuple(dict.fromkeys((*asked, *untold))))


def _lets(standing: str, lets: Sequence[Ground], request: Request | None = None) -> Authority:
    """What lets a text of the code stand: its grounds in one."""
    marks = {a.mark for a in lets}
    return Authority(
        standing, " ".join(_own(a.says) + "." for a in lets), tuple(dict.fromkeys(c for a in lets for c in a.cites)),
        next((m for m in ("recalled", "inferred") if m in marks), "read"), request,
    )  # fmt: skip


def _paths(seen: Seen) -> tuple[str, ...]:
    """What is missing, each path once, the purchase's own first."""
    return tuple(dict.fromkeys(a.path for a in sorted(seen.missing, key=lambda a: (a.order, a.path))))


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
        find_out=_paths(seen) or _the_day(at) if seen.answer is Answer.UNKNOWN else (),
    )  # fmt: skip


def _the_day(at: Weighing) -> tuple[str, ...]:
    """Where no other fact is missing, the day whose amounts decide."""
    return () if f.SOL_DATE.key in at.purchase.told else (f.SOL_DATE.key,)


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
        "facts": facts_with_source(found, package.told),
        "items": [item_entry(i) for i in package.items],
        "open": [item_entry(i) for i in package.open],
        "later": [item_entry(i) for i in package.later],
        "apart": [item_entry(i) for i in package.apart],
        "bars": [rule_entry(j) for j in package.bars],
        "open_bars": [{**rule_entry(j), "find_out": [m.path for m in j.missing]} for j in package.open_bars],
        "without_text": [{**rule_entry(w.judged), "reason": w.reason, "whose": w.whose} for w in package.without_text],
        "cautions": list(package.cautions),
        "ask_next": [path for path in found.ask_next if path != f.TIER.key],
        "contradictions": list(found.contradictions),
        "lists": [{"id": c.id, "title": c.title, "edition": c.edition} for c in cards()],
    }
