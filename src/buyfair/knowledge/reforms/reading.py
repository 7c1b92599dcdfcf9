"""One reform as a declared value: amounts, exceptions and duties that would change, by which instrument, in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from buyfair.judge.amounts import MARKS, RECALLED
from buyfair.knowledge.reforms.entries import MOST_MONEY, Entry, nearest, shown
from buyfair.terms.errors import refuse
from buyfair.terms.harm import Harm

INSTRUMENTS = {
    "statute": "an act of Congress",
    "far_case": "a rule of the FAR Council",
    "class_deviation": "a deviation that an agency signs for itself",
    "omb_memo": "a memorandum of the Office of Management and Budget",
    "officers_discretion": "what a contracting officer may do today",
}
SPELLED = {
    **{name: name for name in INSTRUMENTS},
    **{name.replace("_", " "): name for name in INSTRUMENTS},
    "act of congress": "statute", "far rule": "far_case", "omb memorandum": "omb_memo",
    "officer's discretion": "officers_discretion", "officer’s discretion": "officers_discretion",
}  # fmt: skip
"""How people write an instrument, in small letters, with our word."""
NOTHING = "nothing"
"""What a reform `expects` that must come out as nearly nothing: a check of the lab by itself."""
BURDENS = ("responses_per_respondent", "hours_per_response", "loaded_wage", "officer_hours_per_award")
MOST_OF_A_FACTOR = Decimal(100_000)
"""So many responses, hours or dollars an hour at most, so that their product stays a number that can be rounded."""
BESIDE_FACTS = ("maker",)
"""What a reform may have recorded although no rule of today asks it."""
WHOLE = Decimal(100)
BASIS = Decimal(10_000)

_TOP = ("title", "instrument", "words", "source", "summary", "commercial", "limits", "precedents", "expects")
_TABLES = {
    "conflict": ("with", "says", "cites", "mark"),
    "amount": ("name", "value", "from"),
    "ignore": ("rule", "fact"),
    "exempt": ("rule", "fact"),
    "duty": ("id", "title", "sectors", "goods", "psc", "origins", "listed", "components", "agencies", "above",
             "subcontracts", "owed_by", "then", "from"),
    "preference": ("percent", "for"),
    "record": ("facts",),
    "fee": ("basis_points", "for", "visit_cost", "source", "mark"),
    "burden": ("what", "low", "mid", "high", "unit", "source", "mark"),
}  # fmt: skip
TAKEN = ("preference", "fee")
"""Rows of a reform that are no duties are named so."""
CHANGES = ("amount", "ignore", "exempt", "duty", "preference", "record", "fee")
"""The tables that change something; a conflict or an assumption alone is no reform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that a reform may use, as the whole of the knowledge has them.

    `amounts`: each with the first day for which its text was read. `rules`: each with the yes-or-no facts and choices that
    it looks at. `flags`: those of the facts that are answered by yes or no. `sectors`, `goods`, `countries`: every spelling
    in small letters with our name. `psc`: every product code.
    """

    amounts: Mapping[str, date]
    rules: Mapping[str, Collection[str]]
    facts: Collection[str]
    flags: Collection[str]
    sectors: Mapping[str, str]
    goods: Mapping[str, str]
    countries: Mapping[str, str]
    psc: Collection[str]
    agencies: Collection[str]
    precedents: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A law, an agreement or an order that a reform runs into."""

    with_: str
    says: str
    cites: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAmount:
    """An amount of the law at another value; without `first` as if it had been so on every purchase's own day.

    Unit: that of the amount.
    """

    name: str
    value: Decimal
    first: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A fact that no longer releases from a rule."""

    rule: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """A yes-or-no fact that releases from a rule from now on."""

    rule: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDuty:
    """A duty that the law does not have yet. What is empty, or None, narrows nothing; what is told must all hold.

    `psc` holds codes and groups of codes with a star. `listed`: good and origin stand on the list of goods for one of these
    harms; with `components` a main material of the good counts too. `above`: more than so many dollars of acquisition value.
    `first`: the solicitations from this day on; None tries it as if it had stood on every purchase's own day.
    """

    id: str
    title: str
    owed_by: str
    then: str
    sectors: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    psc: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    listed: tuple[Harm, ...] = ()
    components: bool = False
    agencies: tuple[str, ...] = ()
    above: Decimal | None = None
    subcontracts: bool = False
    first: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """So many percent that an offer may cost more in these sectors or goods."""

    percent: Decimal
    sectors: tuple[str, ...]
    goods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Facts that every award record would have to carry."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """Basis points of the dollars in these sectors or goods, for independent monitoring.

    Unit of `visit_cost`: US dollars for one visit of a site, low, middle and high; None where it is not told.
    """

    basis_points: Decimal
    sectors: tuple[str, ...]
    goods: tuple[str, ...]
    visit_cost: tuple[Decimal, Decimal, Decimal] | None
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A number that a burden table rests on, with its band and where it comes from."""

    what: str
    low: Decimal
    mid: Decimal
    high: Decimal
    unit: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reform:
    """A change of the law that can be tried: what changes, by which instrument, in which words, and what it runs into."""

    name: str
    title: str
    instrument: str
    words: str
    source: str
    summary: str = ""
    commercial: str = ""
    limits: tuple[str, ...] = ()
    precedents: tuple[str, ...] = ()
    expects: str = ""
    conflicts: tuple[Conflict, ...] = ()
    amounts: tuple[ChangedAmount, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    exempted: tuple[Exempted, ...] = ()
    duties: tuple[NewDuty, ...] = ()
    preference: Preference | None = None
    recorded: Recorded | None = None
    fee: Fee | None = None
    burden: tuple[Assumption, ...] = ()


def read_reform(name: str, mapping: Mapping[str, Any], names: Names) -> Reform:
    """The reform of one parsed file; `name` stands before every sentence that refuses it.

    Raises: InputRefusedError, one sentence that names the key, what was given and the nearest that would do.
    """
    top = Entry(name, "", mapping).only((*_TOP, *_TABLES))
    tables = {key: top.tables(key, keys, 1 if key in ("preference", "record", "fee") else None)
              for key, keys in _TABLES.items()}  # fmt: skip
    if not any(tables[key] for key in CHANGES):
        said = ", ".join(f"[[{key}]]" for key in CHANGES)
        raise refuse(f"{name} changes nothing", f"at least one of {said}", "add the change that is to be tried")
    return Reform(
        name=name, title=top.text("title"), instrument=_instrument(top),
        words=top.text("words"), source=top.text("source"), summary=top.text("summary", ""),
        commercial=top.text("commercial", ""), limits=top.texts("limits"),
        precedents=top.named("precedents", {p: p for p in names.precedents}, "a precedent"),
        expects="" if top.given.get("expects") == "" else top.one_of("expects", (NOTHING,), f'"{NOTHING}" or ""', ""),
        conflicts=tuple(map(_conflict, tables["conflict"])),
        amounts=_once([_amount(e, names) for e in tables["amount"]], tables["amount"], lambda a: (a.name, a.first), "name"),
        ignored=_once([_ignored(e, names) for e in tables["ignore"]], tables["ignore"], lambda i: (i.rule, i.fact), "rule"),
        exempted=_once([_exempted(e, names) for e in tables["exempt"]], tables["exempt"], lambda x: (x.rule, x.fact), "rule"),
        duties=_once([_duty(e, names) for e in tables["duty"]], tables["duty"], lambda d: d.id, "id"),
        preference=next((_preference(e, names) for e in tables["preference"]), None),
        recorded=next((_recorded(e, names) for e in tables["record"]), None),
        fee=next((_fee(e, names) for e in tables["fee"]), None),
        burden=_once([read_assumption(e) for e in tables["burden"]], tables["burden"], lambda a: a.what, "what"),
    )  # fmt: skip


def _instrument(top: Entry) -> str:
    """The instrument by any of its spellings."""
    said = top.text("instrument")
    return SPELLED.get(" ".join(said.lower().split()), "") or top.one_of("instrument", INSTRUMENTS, " or ".join(INSTRUMENTS))


def read_assumption(entry: Entry) -> Assumption:
    """One assumption with its band. Raises: InputRefusedError where low, mid and high are not in order."""
    low, mid, high = (entry.number(key, "a number", MOST_OF_A_FACTOR, 4) for key in ("low", "mid", "high"))
    _in_order(entry, "low", (low, mid, high))
    return Assumption(
        what=entry.one_of("what", BURDENS, " or ".join(BURDENS)), low=low, mid=mid, high=high, unit=entry.text("unit"),
        source=entry.text("source"), mark=_mark(entry),
    )  # fmt: skip


T = TypeVar("T")


def _once(found: Iterable[T], entries: Sequence[Entry], same: Callable[[T], Hashable], key: str) -> tuple[T, ...]:
    """All of them. Raises: InputRefusedError where one is there twice."""
    held: dict[Hashable, T] = {}
    for one, entry in zip(found, entries, strict=True):
        if same(one) in held:
            raise refuse(f"{entry.at(key)} is there twice: {shown(entry.given[key])}", "each once", "keep one of the two")
        held[same(one)] = one
    return tuple(held.values())


def _mark(entry: Entry, without: str | None = None) -> str:
    return entry.one_of("mark", MARKS, " or ".join(MARKS), without)


def _in_order(entry: Entry, key: str, numbers: Sequence[Decimal]) -> None:
    if list(numbers) != sorted(numbers):
        said = ", ".join(map(str, numbers))
        raise refuse(f"{entry.at(key)} belongs to {said}", "low, middle and high in this order", "put them in order")


def _conflict(entry: Entry) -> Conflict:
    return Conflict(
        with_=entry.text("with"), says=entry.text("says"), cites=entry.text("cites"), mark=_mark(entry, RECALLED)
    )


def _amount(entry: Entry, names: Names) -> ChangedAmount:
    name = entry.one_of("name", names.amounts, "an amount that the law changes by date")
    first, read = entry.day("from"), names.amounts[name]
    if first is not None and first < read:
        raise entry.wrong("from", f"a day on or after {read}, the first of the text read for {name}", f"the nearest is {read}")
    return ChangedAmount(name=name, value=entry.number("value", "the new amount", MOST_MONEY - 1), first=first)


def _ignored(entry: Entry, names: Names) -> Ignored:
    rule = entry.one_of("rule", names.rules, "the row of a rule such as TIP-04")
    fact = entry.text("fact")
    if fact not in names.facts:
        raise entry.wrong("fact", "a fact that may be told of a purchase", nearest(fact, names.facts))
    if fact not in names.rules[rule]:
        said = ", ".join(sorted(names.rules[rule])) or "none"
        raise entry.wrong("fact", f"a yes-or-no fact or a choice that {rule} looks at", f"{rule} looks at: {said}")
    return Ignored(rule=rule, fact=fact)


def _exempted(entry: Entry, names: Names) -> Exempted:
    rule = entry.one_of("rule", names.rules, "the row of a rule such as TIP-04")
    fact = entry.text("fact")
    if fact not in names.flags:
        raise entry.wrong("fact", "a question of yes or no that may be told of a purchase", nearest(fact, names.flags))
    return Exempted(rule=rule, fact=fact)


def _duty(entry: Entry, names: Names) -> NewDuty:
    listed, agencies = (entry.named(key, {n: n for n in held}, " or ".join(held))
                        for key, held in (("listed", tuple(Harm)), ("agencies", sorted(names.agencies))))  # fmt: skip
    components = entry.flag("components")
    if components and not listed:
        raise entry.wrong("components", "it beside listed", 'write listed = ["forced_labor"] too, or leave it out')
    then = entry.text("then")
    return NewDuty(
        id=_id(entry), title=entry.text("title", then), owed_by=entry.text("owed_by"), then=then,
        sectors=entry.named("sectors", names.sectors, "a sector"), goods=entry.named("goods", names.goods, "a good"),
        psc=_codes(entry, names.psc), origins=entry.named("origins", names.countries, "a country"),
        listed=tuple(map(Harm, listed)), components=components, agencies=agencies,
        above=entry.number("above", "dollars", MOST_MONEY - 1) if entry.tells("above") else None,
        subcontracts=entry.flag("subcontracts"), first=entry.day("from"),
    )  # fmt: skip


def _id(entry: Entry) -> str:
    said = entry.text("id")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said):
        raise entry.wrong("id", "small letters, digits and hyphens", "write a short name such as conduct-code")
    if said in TAKEN:
        raise entry.wrong("id", f"another name than {' or '.join(TAKEN)}, which tables of a reform bear", f"write {said}-duty")
    return said


def _codes(entry: Entry, codes: Collection[str]) -> tuple[str, ...]:
    """Product codes, and groups of them that end in a star: a group needs one code that begins so."""
    found: list[str] = []
    for said in entry.texts("psc"):
        code = said.upper()
        known = any(c.startswith(code[:-1]) for c in codes) if code.endswith("*") else code in codes
        if not known or code == "*":
            alike = [c for c in codes if c[:2] == code[:2]] or codes
            raise refuse(f"{entry.at('psc')} names {shown(said)}", 'a product code such as "6515", or a group such as "65*"',
                         nearest(code.rstrip("*"), alike))  # fmt: skip
        found.append(code)
    if entry.tells("psc") and not found:
        raise entry.wrong("psc", "at least one product code", "leave the key out where any counts")
    return tuple(dict.fromkeys(found))


def _preference(entry: Entry, names: Names) -> Preference:
    sectors, goods = _for(entry, names)
    return Preference(percent=entry.number("percent", "percent from 0 to 100", WHOLE), sectors=sectors, goods=goods)


def _recorded(entry: Entry, names: Names) -> Recorded:
    held = {name: name for name in (*names.facts, *BESIDE_FACTS)}
    facts = entry.named("facts", held, "a fact that a record could carry")
    if not facts:
        raise refuse(f"{entry.at('facts')} is not told", "at least one fact", 'write facts = ["origin"]')
    return Recorded(facts=facts)


def _fee(entry: Entry, names: Names) -> Fee:
    sectors, goods = _for(entry, names)
    points = entry.number("basis_points", "basis points from 0 to 10,000", BASIS)
    cost = _visit_cost(entry) if entry.tells("visit_cost") else None
    return Fee(
        basis_points=points, sectors=sectors, goods=goods, visit_cost=cost,
        source=entry.text("source", "" if cost is None else None), mark=_mark(entry, RECALLED),
    )  # fmt: skip


def _visit_cost(entry: Entry) -> tuple[Decimal, Decimal, Decimal]:
    expected = "three costs of a visit in dollars: low, middle, high"
    cost = entry.numbers("visit_cost", expected)
    if len(cost) != 3:
        raise entry.wrong("visit_cost", expected, "write all three")
    _in_order(entry, "visit_cost", cost)
    return cost[0], cost[1], cost[2]


def _for(entry: Entry, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a preference or a fee is for: sectors, and goods. No word means both; a sector's own id comes first."""
    if not entry.tells("for"):
        raise refuse(f"{entry.at('for')} is not told", "sectors or goods", 'write for = ["electronics"]')
    found = entry.named("for", {**{g: g for g in names.goods}, **{s: s for s in names.sectors}}, "a sector or a good")
    sectors = [names.sectors[n] for n in found if n in names.sectors]
    return tuple(sectors), tuple(names.goods[n] for n in found if n not in names.sectors)
