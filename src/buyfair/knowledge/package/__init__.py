"""What a solicitation package may hold: each item with the rules that ask for it, its place, its text and its authority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from buyfair.judge.amounts import MARKS, READ, RECALLED
from buyfair.judge.rule import REGIMES
from buyfair.knowledge.package.applies import WHEN
from buyfair.terms import bundled
from buyfair.terms.exposure import SECTORS
from buyfair.terms.harm import ConductHarm, Harm

ITEMS = ("clauses.toml", "papers.toml", "notes.toml", "surveillance.toml")
BESIDE, REQUESTS, WITHOUT = "beside.toml", "requests.toml", "without_text.toml"
QUESTIONS, SETTLES, SHEET = "not_to_ask.toml", "settles.toml", "sheet.toml"

CLAUSE, PROVISION, CERTIFICATE, CODE = "clause", "provision", "certificate", "code of conduct"
INSTRUCTION, FACTOR = "instruction", "evaluation factor"
REQUIREMENT, SURVEILLANCE = "performance requirement", "surveillance"
NOTICE, NOTE = "notice", "file note"
KINDS = (CLAUSE, PROVISION, CERTIFICATE, INSTRUCTION, FACTOR, REQUIREMENT, CODE, SURVEILLANCE, NOTICE, NOTE)
"""The kinds of items in the order in which a package holds them."""

REQUIRED, DISCRETION, WAIVER, UNLAWFUL, PRIVATE = "required", "discretion", "waiver", "not lawful", "private"
OFFERED = "offered"
"""Within discretion, and not in the package before the officer takes it in."""
STANDINGS = {
    REQUIRED: "required by law",
    DISCRETION: "within the officer's discretion",
    OFFERED: "offered: the officer may take it in",
    WAIVER: "needs a waiver or deviation",
    UNLAWFUL: "not lawful here",
    PRIVATE: "between contractor and supplier",
}
"""How an item stands in law; only the first two are in the package by default."""
DEFAULT = (REQUIRED, DISCRETION)
WHOSE = PURCHASE, LATER, OTHERS = ("purchase", "later", "others")
OFFICER, OFFEROR = "contracting officer", "offeror"
PLACE = re.compile(r"\[[^\[\]]{2,}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What an item leaves open. `source` names what can fill it from the facts; empty where a person must.

    `in_text` is the place of it in the item's own text, in square brackets: whatever fills the blank stands there.
    """

    asks: str
    by: str
    source: str = ""
    in_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item that a package may hold.

    `rows` are the rules that ask for it, `when` a word of `applies` that must hold besides; an entry without rows rests on
    its own word. `serves` are rules that bind through it without asking for it. `place` is where it goes in a solicitation.
    `left_out_when` is a word under which another text stands in its place, in the texts of the FAR `left_out_under`.
    `harms` and `sectors` narrow it to lines in which lists name one of the harms. `offered_when` is a word under which it is
    only offered. `rests_on` says what it rests on that an officer has to judge, under the word `rests_when`. An entry without
    a clause has words of our own: nobody asks for these, they help with the duty of its `rows`.
    """

    id: str
    kind: str
    title: str
    rows: tuple[str, ...]
    serves: tuple[str, ...]
    when: str
    clause: str
    alternate: str
    regimes: tuple[str, ...]
    left_out_when: str
    left_out_under: tuple[str, ...]
    place: str
    text: str
    blanks: tuple[Blank, ...]
    standing: str
    says: str
    cites: tuple[str, ...]
    mark: str
    cautions: tuple[str, ...]
    harms: tuple[str, ...]
    sectors: tuple[str, ...]
    offered_when: str
    rests_when: str
    rests_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term that an officer may think of and that does not stand in the package by default, with the reason."""

    id: str
    title: str
    when: str
    standing: str
    says: str
    cites: tuple[str, ...]
    mark: str
    instead: str
    request: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The draft of a request to whoever may sign a waiver or deviation."""

    id: str
    title: str
    signed_by: str
    cites: tuple[str, ...]
    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotToAsk:
    """What an officer may not ask for, or only so: the reason, and what to ask for in its place."""

    id: str
    title: str
    says: str
    instead: str
    cites: tuple[str, ...]
    mark: str
    source: str
    read_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Evidence of origin that the Government may hold already: what it tells, and where it lies."""

    paper: str
    tells: str
    where: str
    cites: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class SheetRules:
    """How many questions a vendor gets by the size of a purchase, which come first, which are heavy, which cover others."""

    most: Mapping[str, int]
    first: tuple[str, ...]
    heavy: tuple[str, ...]
    covers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Without:
    """Why no text of a solicitation serves a rule, and whose it is: of this purchase, of what may happen, or of others."""

    reason: str
    whose: str


@cache
def entries() -> tuple[Entry, ...]:
    """Every item, files in their order.

    Raises: ValueError where an entry is not whole or an id stands twice.
    """
    found = tuple(entry_of(row, name) for name in ITEMS for row in bundled.card(__name__, name)["item"])
    _once((e.id for e in found), "item")
    return found


@cache
def terms() -> tuple[Term, ...]:
    """Every term that may be thought of beside the package, in the order of the file."""
    found = tuple(Term(**_tupled(row, Term, BESIDE)) for row in bundled.card(__name__, BESIDE)["term"])
    _once((t.id for t in found), "term")
    for t in found:
        if t.standing not in (WAIVER, UNLAWFUL) or t.when not in WHEN or t.mark not in MARKS or not t.cites:
            raise ValueError(f"{BESIDE}: {t.id} has no known standing, word or mark, or cites nothing.")
        if not (t.standing == WAIVER) is (t.request in requests()) is bool(t.text):
            raise ValueError(
                f"{BESIDE}: {t.id} needs its words and a request where a waiver is needed, and only there."
            )
    return found


@cache
def requests() -> Mapping[str, Request]:
    """Every draft of a request by its id."""
    found = [Request(**_tupled(row, Request, REQUESTS)) for row in bundled.card(__name__, REQUESTS)["request"]]
    _once((r.id for r in found), "request")
    return {r.id: r for r in found}


@cache
def without_text() -> Mapping[str, Without]:
    """Per rule that no text of a solicitation serves the reason why, and whose it is."""
    found = bundled.card(__name__, WITHOUT)["rule"]
    _once((row["row"] for row in found), "rule")
    strange = next((row["row"] for row in found if row["whose"] not in WHOSE), None)
    if strange is not None:
        raise ValueError(f"{WITHOUT}: {strange} is of nobody; expected one of {', '.join(WHOSE)}.")
    return {row["row"]: Without(row["reason"], row["whose"]) for row in found}


@cache
def not_to_ask() -> tuple[NotToAsk, ...]:
    """What may not be asked, or only in another way."""
    found = tuple(NotToAsk(**_tupled(row, NotToAsk, QUESTIONS)) for row in bundled.card(__name__, QUESTIONS)["limit"])
    if any((n.read_on is None) is not (n.mark == RECALLED) for n in found):
        raise ValueError(f"{QUESTIONS}: what is not recalled was read on a day, and only that.")
    return found


@cache
def held_already() -> tuple[Held, ...]:
    """What is read before anything new is asked."""
    return tuple(Held(**_tupled(row, Held, QUESTIONS)) for row in bundled.card(__name__, QUESTIONS)["held"])


@cache
def settles() -> Mapping[str, tuple[str, ...]]:
    """Per question the facts of a purchase that its answer settles."""
    return {name: tuple(facts) for name, facts in bundled.card(__name__, SETTLES)["questions"].items()}


@cache
def sheet_rules() -> SheetRules:
    """What chooses the questions of the sheet that a vendor gets."""
    held = bundled.card(__name__, SHEET)
    covers = {name: tuple(others) for name, others in held["covers"].items()}
    return SheetRules(held["most"], tuple(held["order"]["first"]), tuple(held["order"]["heavy"]), covers)


def entry_of(row: Mapping[str, Any], name: str) -> Entry:
    """The item in one row of a file.

    Raises: ValueError for a key that nothing reads, or a row that is not whole.
    """
    strange = set(row) - {f.name for f in fields(Entry)} - {"blank"}
    if strange:
        raise ValueError(f"{name}: {row.get('id')} has the key {sorted(strange)[0]!r}, which nothing reads.")
    lists = {
        key: tuple(row.get(key, ()))
        for key in ("rows", "serves", "cites", "cautions", "harms", "sectors", "left_out_under")
    }
    found = Entry(
        id=row["id"], kind=row["kind"], title=row.get("title", ""), when=row.get("when", ""), clause=row.get("clause", ""),
        alternate=row.get("alternate", ""), regimes=tuple(row.get("regimes", REGIMES)), place=row["place"],
        text=_paragraphs(row.get("text", "")), standing=row.get("standing", REQUIRED), says=row.get("says", ""),
        mark=row.get("mark", READ), left_out_when=row.get("left_out_when", ""),
        offered_when=row.get("offered_when", ""), rests_when=row.get("rests_when", ""), rests_on=row.get("rests_on", ""),
        blanks=tuple(Blank(**b) for b in row.get("blank", ())), **lists,
    )  # fmt: skip
    return _whole(found, name)


def _whole(e: Entry, name: str) -> Entry:
    wrong = {
        "is of no kind": e.kind not in KINDS,
        "stands in no known way": e.standing not in (*DEFAULT, OFFERED),
        "rests on a word that does not exist": not {e.when, e.left_out_when, e.offered_when, e.rests_when} - {""} <= set(WHEN),
        "names a harm that does not exist": bool(set(e.harms) - {*Harm, *ConductHarm}),
        "names a sector that does not exist": bool(set(e.sectors) - {*SECTORS, ""}),
        "says what it rests on without a word, or has a word and does not say": bool(e.rests_when) is not bool(e.rests_on),
        "rests on nothing": not e.rows and not e.when,
        "is within discretion and cites nothing": e.standing == DISCRETION and not (e.cites and e.says),
        "has no text": not e.text and not e.clause,
        "has an unknown mark": e.mark not in MARKS,
        "fills a place that its text does not have": bool({b.in_text for b in e.blanks} - {""} - places(e.text)),
        "leaves a place in its text that no blank fills": bool(_unfilled(e)),
    }
    found = [what for what, holds in wrong.items() if holds]
    if found:
        raise ValueError(f"{name}: {e.id} {found[0]}.")
    return e


def places(text: str) -> set[str]:
    """The places in square brackets that a text leaves open; a box to tick is none."""
    return set(PLACE.findall(text))


def _unfilled(e: Entry) -> set[str]:
    """Places of a text that nobody is asked to fill; an offeror fills a form as it stands."""
    if any(b.by == OFFEROR for b in e.blanks):
        return set()
    return places(e.text) - {b.in_text for b in e.blanks}


def _tupled(row: Mapping[str, Any], kind: type, name: str) -> dict[str, Any]:
    """The values of a row, lists as tuples and texts by paragraph."""
    strange = set(row) - {f.name for f in fields(kind)}
    if strange:
        raise ValueError(f"{name}: {row.get('id')} has the key {sorted(strange)[0]!r}, which nothing reads.")
    return {k: tuple(v) if isinstance(v, list) else _paragraphs(v) if k == "text" else v for k, v in row.items()}


def _paragraphs(text: str) -> str:
    """Each paragraph on one line, however the file breaks it."""
    return "\n".join(" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip())


def _once(ids: Iterable[str], what: str) -> None:
    held = list(ids)
    twice = next((i for i in held if held.count(i) > 1), None)
    if twice is not None:
        raise ValueError(f"The {what} {twice!r} stands twice; expected each id once.")
