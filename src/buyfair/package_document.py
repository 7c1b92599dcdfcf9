"""The items of a solicitation package, and the facts behind them, as JSON and as clauses of sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from buyfair.judge.facts import COUNT, COUNTRIES, MONEY, Fact, Interval, place
from buyfair.judge.judging import Judged
from buyfair.judge.seen import Reason
from buyfair.knowledge.countries import countries
from buyfair.knowledge.facts import AGENCY, ITEM, ORIGIN
from buyfair.knowledge.facts.derive import TOLD_BY
from buyfair.knowledge.facts.words import MORE, chosen
from buyfair.knowledge.goods import goods, wider
from buyfair.knowledge.package import DISCRETION, OFFERED, STANDINGS, Request
from buyfair.package_items import Item, named
from buyfair.package_weighing import Printed
from buyfair.purchase import Duties, cites, shown, vocabulary

BUYERS = {
    "dod": "the Department of Defense",
    "civilian": "a civilian agency",
    "exchange_or_commissary": "an exchange or commissary",
}
"""Who buys, as a sentence names it."""
HELPS = "; it helps with a duty, the words are ours, and it may be left out"
RESTS = ", as far as what was told of it holds: the contracting officer has to judge"
PLURAL = ("the countries", "the lists", "the recruiters", "the determinations", "the components", "the materials", "the parts",
          "the days")  # fmt: skip
"""How the name of a fact begins of which there are several."""
DONE_AT = "the place of performance"
"""How the origin of a line is named that is work."""


def good_in_words(name: str) -> str:
    """A good as a sentence says it: the lists put the wider good first, `garments cotton`."""
    first = next((w for w in wider(name) if name.startswith(f"{w} ") and "(" not in name), "") if name in goods() else ""
    return f"{name.removeprefix(f'{first} ')} {first}" if first else name


def facts_hash(found: Duties) -> str:
    """A hash of the facts as they were understood: two spellings of one purchase give one hash."""
    held = {row["fact"]: row["value"] for row in facts_told(found)}
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def paths_of(told: Mapping[str, Any]) -> frozenset[str]:
    """The paths of the facts that a file itself tells."""
    workers = told.get("workforce")
    lines = told.get("lines")
    held = {key for key in told if key not in ("workforce", "lines")}
    held |= {f"workforce.{key}" for key in workers} if isinstance(workers, Mapping) else set()
    for n, line in enumerate(lines if isinstance(lines, list) else (), 1):
        held |= {f"lines[{n}].{key}" for key in line} if isinstance(line, Mapping) else set()
    return frozenset(held)


def facts_with_source(found: Duties, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every fact with whether the file tells it or it follows from what is told: then its words say so."""
    own, lines = paths_of(told), found.purchase.lines or ()
    rows = [{**row, "derived": row["fact"] not in own} for row in facts_told(found)]
    return [{**row, "says": row["says"] + _by_others(row, lines)} if row["derived"] else row for row in rows]


def facts_told(found: Duties) -> list[dict[str, Any]]:
    """Every fact told or derived, the purchase's own first, in the order in which they are asked."""
    rows = [_fact(fact, None, found.purchase.told[fact]) for fact in found.purchase.told]
    for n, line in enumerate(found.purchase.lines or ()):
        rows += [_fact(key, n, line[key], line.get(ITEM.key) not in (None, "supply")) for key in line]
    return sorted(rows, key=lambda r: (r["line"] or 0, r["order"]))


def _by_others(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> str:
    """Of which fact of its line a fact follows, so that nobody looks for who told it; of several, none is singled out."""
    line, key = {} if row["line"] is None else lines[row["line"] - 1], place(row["fact"])[1]
    sources = [of.phrase for of in TOLD_BY.get(key, ()) if of.key in line]
    return f" (this follows from {sources[0] if len(sources) == 1 else 'the other facts'})"


def _fact(key: str, line: int | None, value: Any, work: bool = False) -> dict[str, Any]:
    path = key if line is None else f"lines[{line + 1}].{key}"
    of = vocabulary().fact(path)
    counted = of is not None and of.kind == COUNT
    return {
        "fact": path, "line": None if line is None else line + 1, "order": 0 if of is None else of.order,
        "phrase": DONE_AT if work and key == ORIGIN.key else key if of is None else of.phrase, "value": shown(value, counted),
        "says": _said(Reason(path, value), shown(value, counted), of, work),
    }  # fmt: skip


def item_entry(i: Item) -> dict[str, Any]:
    """One item as JSON; lines are counted from 1."""
    a = i.authority
    return {
        "id": i.id, "kind": i.kind, "number": i.number or None, "title": i.title,
        "name": named(i.number, i.title, i.edition, i.alternate) if i.number else i.title,
        "edition": None if i.edition is None else _edition(i.edition),
        "alternate": i.alternate or None, "place": i.place, "text": i.text,
        "fill_ins": [{"asks": b.asks, "by": b.by, "filled": b.filled, "in_title": b.in_title, "in_text": b.in_text or None}
                     for b in i.fill_ins],
        "lines": [n + 1 for n in i.lines],
        "rules": [rule_entry(j) for j in i.demands],
        "serves": list(i.serves),
        "because": _reasons(i.because),
        "answer": str(i.answer), "find_out": list(i.find_out),
        "authority": {
            "standing": a.standing, "means": _means(i), "says": a.says, "cites": list(a.cites), "mark": a.mark,
            "signed_by": None if a.request is None else a.request.signed_by,
            "request": None if a.request is None else _request(a.request, i),
        },
        "cautions": list(i.cautions), "instead": i.instead or None,
    }  # fmt: skip


def _means(i: Item) -> str:
    """How it stands; that the words are ours where no clause gives them; that it rests on what an officer has to judge."""
    own = i.authority.standing in (DISCRETION, OFFERED) and not i.number and bool(i.demands)
    return f"{STANDINGS[i.authority.standing]}{HELPS if own else RESTS if i.rests else ''}"


def _edition(e: Printed) -> dict[str, Any]:
    return {"printed": e.date, "dated": e.dated, "own": e.own, "known": e.known, "why": e.why}


def _request(of: Request, i: Item) -> dict[str, Any]:
    because = "; ".join(dict.fromkeys(r["says"] for r in _reasons(i.because))) or "[facts]"
    return {"title": of.title, "signed_by": of.signed_by, "cites": list(of.cites), "mark": of.mark,
            "text": of.text.replace("{because}", because).replace("{term}", i.text or i.title)}  # fmt: skip


def rule_entry(j: Judged) -> dict[str, Any]:
    """A rule that asks for an item, with its answer, its citations and the facts that decided."""
    return {
        "id": j.rule.row, "rule": j.rule.id, "title": j.rule.title, "result": j.rule.result,
        "answer": str(j.answer), "in_force": str(j.in_force),
        "owed_by": j.rule.owed_by, "due": j.rule.due, "cites": cites(j),
        "because": _reasons(j.because), "missing": [m.path for m in j.missing],
        "lifted_by": list(j.lifts), "stale_since": None if j.stale_since is None else j.stale_since.isoformat(),
    }  # fmt: skip


def _reasons(because: Iterable[Reason]) -> list[dict[str, Any]]:
    """The facts that decided; of a line that is told as work the place is where it is done."""
    held = tuple(because)
    work = {place(r.path)[0] for r in held if place(r.path)[1] == ITEM.key and r.value != "supply"}
    return [_reason(r, place(r.path)[0] in work) for r in held]


def _reason(r: Reason, work: bool) -> dict[str, Any]:
    """A fact that decided, as data and as words."""
    of = vocabulary().fact(r.path)
    value = shown(r.value, of is not None and of.kind == COUNT)
    return {"fact": r.path, "value": value, "says": _said(r, value, of, work)}


def _said(r: Reason, value: Any, of: Fact | None, work: bool) -> str:
    """The fact as a clause of a sentence: `line 1 is not commercial`, `the place of use is abroad`."""
    line, key = place(r.path)
    subject, phrase = ("" if line is None else f"line {line + 1}"), key if of is None else of.phrase
    if isinstance(r.value, bool):
        return of.opposite if of is not None and of.opposite and not r.value else _yes_or_no(subject, phrase, r.value)
    if of is not None and of.key == ITEM.key and subject:
        return f"{subject} is a {value}" if value != "research" else f"{subject} is research"
    told = _in_words(r.value, value, of)
    if key == ORIGIN.key and isinstance(value, list) and len(value) == 1:
        phrase = "the country of origin"
    elif key == ORIGIN.key and isinstance(value, list) and not work:
        phrase = "the countries that it may come from"  # every one that comes into question: not that it comes from each
    if work and key == ORIGIN.key:
        return f"{subject}: {DONE_AT} is {told}"
    return f"{subject + ': ' if subject else ''}{phrase} {'are' if phrase.startswith(PLURAL) else 'is'} {told}"


def _yes_or_no(subject: str, phrase: str, told: bool) -> str:
    for verb, opposite in (("is ", "is not "), ("counts ", "does not count ")):
        if subject and phrase.startswith(verb):
            return f"{subject} {phrase if told else phrase.replace(verb, opposite, 1)}"
    said = phrase if told else f"it is not so that {phrase}"
    return f"{subject}: {said}" if subject else said


def _in_words(told: Any, value: Any, of: Fact | None) -> str:
    if of is not None and of.key == AGENCY.key:
        return BUYERS.get(str(value), str(value))
    if isinstance(told, Interval) and (of is None or of.kind == MONEY):
        return _dollars(told)
    if of is not None and of.kind == COUNTRIES and isinstance(value, list):
        return ", ".join(countries()[c].name if c in countries() else MORE for c in value)
    if isinstance(value, list):
        return ", ".join(_chosen(of, one) for one in value) or "none"
    return _chosen(of, value)


def _chosen(of: Fact | None, one: Any) -> str:
    """A choice in plain words; a name, a number or a day as it is told."""
    return chosen("" if of is None else of.key, str(one)) if one == "?" or of is not None and of.values else str(one)


def _dollars(amount: Interval) -> str:
    if amount.exact:
        return f"${amount.low:,.2f}"
    return f"${amount.low:,.2f} or more" if amount.high is None else f"${amount.low:,.2f} to ${amount.high:,.2f}"
