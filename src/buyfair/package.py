"""The solicitation package of one planned purchase: what goes in, by which authority, what is still open and what stays out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.catalogue import cards, fingerprint
from buyfair.conduct import ConductFor, VariantFor, conduct_for
from buyfair.judge.facts import COUNT, MONEY, Fact, Interval, place
from buyfair.judge.judging import Judged, is_subcontract
from buyfair.judge.rule import BAR
from buyfair.judge.seen import Reason
from buyfair.knowledge.conduct.flow_down import DISCRETION as CODE_DISCRETION
from buyfair.knowledge.conduct.flow_down import PRIVATE as CODE_PRIVATE
from buyfair.knowledge.conduct.flow_down import REQUIRED as CODE_REQUIRED
from buyfair.knowledge.conduct.flow_down import Wording
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
    STANDINGS,
    WAIVER,
    Term,
    entries,
    requests,
    terms,
    without_text,
)
from buyfair.package_items import Authority, Item, item_of, named
from buyfair.package_weighing import Printed, Weighing
from buyfair.purchase import Duties, cites, duties, law, regime_of, shown, vocabulary
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
    `bars` forbid the purchase as told.
    """

    duties: Duties
    items: tuple[Item, ...]
    open: tuple[Item, ...]
    later: tuple[Item, ...]
    apart: tuple[Item, ...]
    bars: tuple[Judged, ...]
    without_text: tuple[WithoutText, ...]


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
    every += _code_items(conduct_for(told, asked))
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
    )


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
    bounds = tuple(f"{a.says} ({', '.join(a.cites)})" for a in wording.authorities if a not in lets)
    kind = KIND_OF[wording.kind]
    request = requests()["commercial_waiver"] if wording.standing == "waiver" else None
    marks = {a.mark for a in lets}
    authority = Authority(
        STANDING_OF[wording.standing], " ".join(a.says for a in lets), tuple(c for a in lets for c in a.cites),
        next((m for m in ("recalled", "inferred") if m in marks), "read"), request,
    )  # fmt: skip
    return Item(
        id=name, kind=kind, number="", title=f"Code of conduct, {wording.kind}: {v.variant.title}",
        edition=None, alternate="", place=PLACE_OF[kind], text=text, fill_ins=(), lines=v.lines, demands=(), serves=(),
        because=tuple(dict.fromkeys(v.seen.because)), authority=authority, answer=v.seen.answer, cautions=bounds,
    )  # fmt: skip


def _term(t: Term, at: Weighing) -> Item:
    seen = at.word(t.when)
    authority = Authority(t.standing, t.says, t.cites, t.mark, requests().get(t.request))
    return Item(
        id=t.id, kind=REQUIREMENT, number="", title=t.title, edition=None, alternate="", place="", text="", fill_ins=(),
        lines=(), demands=(), serves=(), because=tuple(dict.fromkeys(seen.because)), authority=authority,
        answer=seen.answer, instead=t.instead,
    )  # fmt: skip


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
        "items": [_item(i, package) for i in package.items],
        "open": [_item(i, package) for i in package.open],
        "later": [_item(i, package) for i in package.later],
        "apart": [_item(i, package) for i in package.apart],
        "bars": [_rule(j) for j in package.bars],
        "without_text": [{**_rule(w.judged), "reason": w.reason} for w in package.without_text],
        "ask_next": list(found.ask_next),
        "contradictions": list(found.contradictions),
        "lists": [{"id": c.id, "title": c.title, "edition": c.edition} for c in cards()],
    }


def facts_hash(found: Duties) -> str:
    """A hash of the facts as they were understood: two spellings of one purchase give one hash."""
    held = {row["fact"]: row["value"] for row in facts_told(found)}
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def facts_told(found: Duties) -> list[dict[str, Any]]:
    """Every fact told or derived, the purchase's own first, in the order in which they are asked."""
    rows = [_fact(fact, None, found.purchase.told[fact]) for fact in found.purchase.told]
    for n, line in enumerate(found.purchase.lines or ()):
        rows += [_fact(key, n, line[key]) for key in line]
    return sorted(rows, key=lambda r: (r["line"] or 0, r["order"]))


def _fact(key: str, line: int | None, value: Any) -> dict[str, Any]:
    path = key if line is None else f"lines[{line + 1}].{key}"
    of = vocabulary().fact(path)
    return {"fact": path, "line": None if line is None else line + 1, "order": 0 if of is None else of.order,
            "phrase": key if of is None else of.phrase, "value": shown(value, of is not None and of.kind == COUNT)}  # fmt: skip


def _item(i: Item, package: Package) -> dict[str, Any]:
    a = i.authority
    return {
        "id": i.id, "kind": i.kind, "number": i.number or None, "title": i.title,
        "name": named(i.number, i.title, i.edition, i.alternate) if i.number else i.title,
        "edition": None if i.edition is None else _edition(i.edition),
        "alternate": i.alternate or None, "place": i.place, "text": i.text,
        "fill_ins": [{"asks": b.asks, "by": b.by, "filled": b.filled, "in_title": b.in_title} for b in i.fill_ins],
        "lines": [n + 1 for n in i.lines],
        "rules": [_rule(j) for j in i.demands],
        "serves": list(i.serves),
        "because": [_reason(r) for r in i.because],
        "answer": str(i.answer), "find_out": list(i.find_out),
        "authority": {
            "standing": a.standing, "means": STANDINGS[a.standing], "says": a.says, "cites": list(a.cites), "mark": a.mark,
            "signed_by": None if a.request is None else a.request.signed_by,
            "request": None if a.request is None else _request(a.request, i, package),
        },
        "cautions": list(i.cautions), "instead": i.instead or None,
    }  # fmt: skip


def _edition(e: Printed) -> dict[str, Any]:
    return {"printed": e.date, "dated": e.dated, "own": e.own, "known": e.known, "why": e.why}


def _request(of: Any, i: Item, package: Package) -> dict[str, Any]:
    because = "; ".join(_reason(r)["says"] for r in i.because) or "[facts]"
    return {"title": of.title, "signed_by": of.signed_by, "cites": list(of.cites), "mark": of.mark,
            "text": of.text.replace("{because}", because).replace("{term}", i.text or i.title)}  # fmt: skip


def _rule(j: Judged) -> dict[str, Any]:
    return {
        "id": j.rule.row, "rule": j.rule.id, "title": j.rule.title, "answer": str(j.answer), "in_force": str(j.in_force),
        "owed_by": j.rule.owed_by, "due": j.rule.due, "cites": cites(j),
        "because": [_reason(r) for r in j.because], "missing": [m.path for m in j.missing],
        "lifted_by": list(j.lifts), "stale_since": None if j.stale_since is None else j.stale_since.isoformat(),
    }  # fmt: skip


def _reason(r: Reason) -> dict[str, Any]:
    """A fact that decided, as data and as words."""
    line, key = place(r.path)
    of = vocabulary().fact(r.path)
    value = shown(r.value, of is not None and of.kind == COUNT)
    phrase = key if of is None else of.phrase
    where = "" if line is None else f"line {line + 1}: "
    return {"fact": r.path, "value": value, "says": f"{where}{phrase}: {_said(r.value, value, of)}"}


def _said(told: Any, value: Any, of: Fact | None) -> str:
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, Interval) and (of is None or of.kind == MONEY) and told.exact:
        return f"${told.low:,.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
