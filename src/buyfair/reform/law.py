"""The law as a reform would have it, and what a purchase is answered before and after: judged by the engine of today's law."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from buyfair.judge.amounts import READ, Amount, AmountVersion
from buyfair.judge.changes import (
    affected,
    directions,
    only,
    turns_on,
    with_amount,
    with_exception,
    with_rules,
    without_exception,
)
from buyfair.judge.conditions import all_lines, all_of, any_in, any_line, any_of, holds, one_of
from buyfair.judge.facts import CHOICE, COUNT, FLAG, LINE, PURCHASE, Fact, Purchase
from buyfair.judge.groups import Group, GroupVersion, belongs, first_told
from buyfair.judge.judging import Judged, Law, judge, open_conditions
from buyfair.judge.numbers import Against, Told
from buyfair.judge.rule import ADVICE, ANY_TIER, BAR, DUTY, PERFORM, PRIME, Rule, Text
from buyfair.judge.seen import Condition
from buyfair.judge.told import Vocabulary, read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value
from buyfair.knowledge.goods import goods
from buyfair.knowledge.psc import codes
from buyfair.knowledge.reforms.reading import NewDuty, Preference, Reform
from buyfair.knowledge.sectors import sectors
from buyfair.listed_types import below, codes_of
from buyfair.purchase import law, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.exposure import OUTSIDE_SECTORS
from buyfair.terms.harm import Harm

ALWAYS_FROM, ALWAYS_UNTIL = date(1, 1, 1), date(9990, 1, 1)
"""A duty without a day of its own is tried as if it had stood on every purchase's own day."""
PREFERENCE, FEE, REACHES = "preference", "fee", " reaches"
"""How rows are named that stand for a price preference, for a fee, and for the lines that a preference reaches."""
BINDING = (BAR, DUTY)
LAB = "the policy lab"


# The facts that only reforms ask


@cache
def sector_fact() -> Fact:
    """The sector of a line, as classification tells it; `none` where it is known to lie in no sector."""
    return Fact("sector", LINE, CHOICE, "In which sector is it?", "the sector", LAB, (*sectors(), OUTSIDE_SECTORS), False, 900)


@cache
def listed_fact(harm: Harm, components: bool) -> Fact:
    """Whether good and recorded origin stand on the list of goods for a harm, or a main material of the good does."""
    key = f"listed_for_{harm}" + ("_or_material" if components else "")
    what = "it, or a main material of it," if components else "it"
    plain = str(harm).replace("_", " ")
    ask = f"Does {what} stand on the list of goods made with {plain}, for the country it comes from?"
    return Fact(key, LINE, FLAG, ask, f"{what} is listed for {plain} in the country it comes from", LAB, order=901 + components)


OFFERS = Fact("offers", PURCHASE, COUNT, "How many offers came in?", "the number of offers", LAB, order=899)
TWO = Decimal(2)
"""So many offers are needed for a preference to choose between."""


@cache
def lab_facts() -> tuple[Fact, ...]:
    """What awards are told beside the facts of today's law."""
    return (OFFERS, sector_fact(), *(listed_fact(harm, components) for components in (False, True) for harm in Harm))


@cache
def lab_vocabulary() -> Vocabulary:
    """All facts that today's law asks, and those that only reforms ask."""
    held = vocabulary()
    return replace(held, facts=(*held.facts, *lab_facts()))


# The law after


@dataclass(frozen=True, slots=True)
class Changed:
    """The law before and after a reform, of the rules alone that it touches; `watched` are their rows, in order.

    Where duties or bars are among them, advice and alerts are not watched. `aside`: rows that are judged too and say nothing
    of what is covered.
    """

    before: Law
    after: Law
    watched: tuple[str, ...]
    aside: tuple[str, ...] = ()
    tightened: frozenset[str] = frozenset()
    """Rules that only get an exception more: they can release and not cover."""
    loosened: frozenset[str] = frozenset()
    """Rules that only lose an exception: they can cover and not release."""

    def may(self, before: Judged | None, after: Judged, cover: bool) -> bool:
        """Whether the reform may cover, or else free, an award of which one rule can be told neither before nor after.

        Not where the conditions are the same and every amount stands as it was, or moved the other way; nor where an exception
        was only added, or only dropped.
        """
        if before is None:
            return cover
        changed = [now.row for was, now in zip(_chain(before.rule), _chain(after.rule), strict=True)
                   if any(one is not other for one, other in zip(was.conditions, now.conditions, strict=True))]  # fmt: skip
        if changed:  # a told fact may count otherwise, which no list of missing ones shows
            return not set(changed) <= (self.tightened if cover else self.loosened)
        now = open_conditions(after.rule)
        ways = [way for condition in now for way in directions(condition, self.after.groups)]
        return any(self._moved(before, after, way, cover) for way in ways)

    def _moved(self, before: Judged, after: Judged, way: tuple[str, bool], cover: bool) -> bool:
        """Whether an amount moved so that more is covered, or else freed; not where neither answer names it.

        An answer that its own amount settles does not name it: there any version may count.
        """
        name, less = way
        was, now = ([a.value for a in j.amounts if a.name == name] for j in (before, after))
        if was == now:
            return False
        was = was or [v.value for v in self.before.amounts[name].versions]
        now = now or [v.value for v in self.after.amounts[name].versions]
        return min(now) < max(was) if less is cover else max(now) > min(was)

    @property
    def rows(self) -> tuple[str, ...]:
        """All that is judged: what is watched, then what stands aside."""
        return (*self.watched, *self.aside)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The watched rules, as the reform would have them."""
        held = {rule.row: rule for rule in self.after.rules}
        return tuple(held[row] for row in self.watched)


def _chain(rule: Rule) -> tuple[Rule, ...]:
    """The rule, the one that it follows, and so on."""
    return (rule, *(_chain(rule.follows) if rule.follows is not None else ()))


def reformed(reform: Reform) -> Changed:
    """Today's law and what it would be, of the rules that the reform touches."""
    return changed_law(law(), reform)


def changed_law(today: Law, reform: Reform) -> Changed:
    """A law, and what the reform would make of it."""
    changed = held_against(today, enacted(today, reform), reform.recorded is not None)
    tightened = {x.rule for x in reform.exempted} - {i.rule for i in reform.ignored}
    loosened = {i.rule for i in reform.ignored} - {x.rule for x in reform.exempted}
    return replace(changed, tightened=frozenset(tightened), loosened=frozenset(loosened))


def held_against(today: Law, after: Law, recorded: bool = False) -> Changed:
    """Two states of the law, of the rules alone that differ; `recorded`: where none does, of those that look at the making."""
    rows = affected(today, after)
    if recorded and not rows:
        rows = tuple(rule.row for rule in today.rules if rule.looks_at_making)
    binding = [rule.row for rule in after.rules if rule.row in rows and rule.result in BINDING]
    reaches = [row for row in rows if row.endswith(REACHES)]
    watched = tuple(binding or (row for row in rows if row not in reaches))
    aside = tuple(row for row in rows if row not in watched and row.endswith((REACHES, f"/{FEE}")))
    return Changed(only(today, watched), only(after, (*watched, *aside)), watched, aside)


def enacted(today: Law, reform: Reform) -> Law:
    """The whole law with the reform in it."""
    after = today
    for amount in sorted(reform.amounts, key=lambda a: a.first or ALWAYS_FROM):
        after = with_amount(after, amount.name, amount.value, amount.first, reform.title)
    rules = {rule.row: rule for rule in after.rules}
    changed: dict[str, Rule] = {}
    for ignored in reform.ignored:
        rule = changed.get(ignored.rule, rules[ignored.rule])
        fact = _asked(rule, ignored.fact)
        if fact is not None:  # else an earlier reform did it
            changed[ignored.rule] = without_exception(rule, fact)
    for exempted in reform.exempted:
        rule = changed.get(exempted.rule, rules[exempted.rule])
        changed[exempted.rule] = with_exception(rule, _released(exempted.fact))
    new = [_new(duty, reform) for duty in reform.duties]
    if reform.preference is not None:
        new += _preferred(reform, reform.preference)
    if reform.fee is not None:
        new.append(_priced(reform, f"{reform.name}/{FEE}", reform.fee.sectors, reform.fee.goods))
    return with_rules(
        after, changed, [n.rule for n in new],
        {a.name: a for n in new for a in n.amounts}, {g.name: g for n in new for g in n.groups},
    )  # fmt: skip


def _released(key: str) -> Condition:
    """The exception by a yes-or-no fact; of a line it releases where every line has it."""
    fact = next(fact for fact in f.FACTS if fact.key == key)
    return all_lines(holds(fact)) if fact.of == LINE else holds(fact)


def _asked(rule: Rule, key: str) -> Fact | None:
    """The fact of this key that the rule turns on; None where it no longer turns on it."""
    return next((fact for fact in turns_on(rule) if fact.key == key), None)


# New duties


@dataclass(frozen=True, slots=True)
class _New:
    """A rule that is not law yet, with the amounts and groups that it alone looks at."""

    rule: Rule
    amounts: tuple[Amount, ...] = ()
    groups: tuple[Group, ...] = ()


def _new(duty: NewDuty, reform: Reform) -> _New:
    row = f"{reform.name}/{duty.id}"
    what, groups = _what(row, duty.sectors, duty.goods, duty.psc)
    line: list[Condition] = [*what]
    if duty.origins:
        line.append(any_in(f.ORIGIN, duty.origins, f"in {', '.join(duty.origins)}"))
    if duty.listed:
        line.append(IS_SUPPLY)
        line.append(any_of(*(holds(listed_fact(harm, duty.components)) for harm in duty.listed)))
    when: list[Condition] = [any_line(all_of(*line))] if line else []
    if duty.agencies:
        when.append(one_of(f.AGENCY, *duty.agencies))
    amounts: tuple[Amount, ...] = ()
    if duty.above is not None:
        amounts = (_amount(row, duty.above, reform),)
        when.append(Against(acquisition_value, row, strict=True))
    tiers = ANY_TIER if duty.subcontracts else PRIME
    rule = _rule(row, duty.title, DUTY, duty.owed_by, duty.then, all_of(*when), reform, duty.first)
    return _New(replace(rule, tiers=tiers), amounts, groups)


def _preferred(reform: Reform, told: Preference) -> list[_New]:
    """Where a preference could matter: in these lines, with two or more offers; and the lines whatever the offers."""
    lines = _priced(reform, f"{reform.name}/{PREFERENCE}{REACHES}", told.sectors, told.goods)
    row = f"{reform.name}/{PREFERENCE}"
    condition = all_of(lines.rule.when, Against(Told(OFFERS), row, strict=False))
    offers = _amount(row, TWO, reform, "offers")
    return [_New(_rule(row, reform.title, ADVICE, "agency", "", condition, reform), (offers,)), lines]


def _priced(reform: Reform, row: str, of_sectors: tuple[str, ...], of_goods: tuple[str, ...]) -> _New:
    """What a preference or a fee reaches: a rule of advice, since it forbids and orders nothing."""
    what, groups = _what(row, of_sectors, of_goods, ())
    return _New(_rule(row, reform.title, ADVICE, "agency", "", any_line(all_of(*what)), reform), (), groups)


def _what(
    row: str, of_sectors: Iterable[str], of_goods: Iterable[str], psc: Iterable[str]
) -> tuple[list[Condition], tuple[Group, ...]]:
    """What is bought: in one of the sectors, or one of the goods, or under one of the codes; nothing told means any."""
    ways: list[Condition] = []
    groups: list[Group] = []
    if of_sectors:
        ways.append(one_of(sector_fact(), *of_sectors))
    if of_goods:
        sure = frozenset(below(of_goods))
        wider = frozenset(good for good in goods() if good not in sure and below({good}) & sure)
        by_code, perhaps = codes_of((sure, wider))
        groups += [_group(f"{row} goods", sure, wider), _group(f"{row} codes of goods", by_code, perhaps)]
        said = f"is one of {', '.join(of_goods)}", f"is none of {', '.join(of_goods)}"
        named = first_told(
            belongs(f.GOOD_BOUGHT, f"{row} goods", *said),
            belongs(f.CODE, f"{row} codes of goods", *said, ask=f.GOOD_BOUGHT), ask=f.GOOD_BOUGHT,
        )  # fmt: skip
        ways.append(all_of(IS_SUPPLY, named))
    if psc:
        stems = tuple(code.rstrip("*") for code in psc)
        members = frozenset(c for c in codes() if any(c == s or (f"{s}*" in psc and c.startswith(s)) for s in stems))
        groups.append(_group(f"{row} codes", members, frozenset()))
        ways.append(belongs(f.CODE, f"{row} codes", f"has a code of {', '.join(psc)}", f"has no code of {', '.join(psc)}"))
    return ([any_of(*ways)] if ways else []), tuple(groups)


def _group(name: str, members: frozenset[str], perhaps: frozenset[str]) -> Group:
    version = GroupVersion(name, members, perhaps, ALWAYS_FROM, LAB, "", READ, ALWAYS_FROM, LAB, ALWAYS_UNTIL)
    return Group(name, name, "goods or codes", (version,))


def _amount(name: str, value: Decimal, reform: Reform, unit: str = "USD") -> Amount:
    version = AmountVersion(name, value, ALWAYS_FROM, reform.title, "", READ, ALWAYS_FROM, LAB, ALWAYS_UNTIL)
    return Amount(name, reform.title, unit, (version,))


def _rule(
    row: str, title: str, result: str, owed_by: str, then: str, when: Condition, reform: Reform, first: date | None = None
) -> Rule:
    """A row that stands from its day on, or on every day; what its card would say is in the reform."""
    text = Text(cites=f"reform: {reform.title}", first=first or ALWAYS_FROM, read_on=ALWAYS_FROM, source=reform.source,
                changes_on=ALWAYS_UNTIL, begins=True)  # fmt: skip
    return Rule(
        row=row, id=row, title=title, result=result, owed_by=owed_by, step=PERFORM, then=then, due="", evidence="",
        unmet="", consequence="", means_not="", texts=(text,), when=when, looks_at_making=True,
    )  # fmt: skip


# One purchase


def answers_of(reform: Reform, told: Mapping[str, Any], asked: date) -> tuple[Answer, Answer]:
    """What a planned purchase is answered before and after: whether any of the watched rules binds it.

    Facts are told as in a facts file, with those of the lab beside them. Raises: InputRefusedError for a wrong key.
    """
    changed = reformed(reform)
    purchase = read_told(told, lab_vocabulary())
    return answer(changed.before, changed.watched, purchase, asked), answer(changed.after, changed.watched, purchase, asked)


def answer(of: Law, watched: Collection[str], purchase: Purchase, asked: date) -> Answer:
    """Whether any of the watched rules of this law binds the purchase."""
    return any_answer(j.answer for j in judge(of, purchase, asked) if j.rule.row in watched)


def any_answer(answers: Iterable[Answer]) -> Answer:
    """Yes where one is yes, else unknown where one is unknown, else no."""
    found = set(answers)
    return Answer.YES if Answer.YES in found else Answer.UNKNOWN if Answer.UNKNOWN in found else Answer.NO
