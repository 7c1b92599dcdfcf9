"""Judges one purchase by one rule: yes, no or unknown under every version of the law that could apply to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from buyfair.judge.amounts import Amount, AmountVersion, months_after
from buyfair.judge.facts import Fact, Purchase, Several
from buyfair.judge.groups import Group, GroupVersion
from buyfair.judge.rule import CODIFIED, OVERHAUL, PERFORMANCE, PRIME, REGIMES, SUBCONTRACT, Rule, Text
from buyfair.judge.seen import NO, UNKNOWN, YES, Ask, Condition, Reason, Seen, Setting, least
from buyfair.terms.answer import Answer

MONTHS_BEFORE_AWARD = 24
"""A solicitation whose day is not told is taken to lie at most so long before the award."""
STEPS_KEPT = 4_000
"""Of so many rules and days the steps are remembered: about ten megabytes."""


@dataclass(frozen=True, slots=True)
class Regimes:
    """Which text of the FAR an agency uses: the day on which it adopted the overhaul text, part by part.

    `possible_from`: the first day on which anybody could have adopted a part; from then on an agency whose day is not
    held may be under either text. `earliest` stands in for a part whose first possible day is not held.
    """

    earliest: date
    possible_from: Mapping[str, date]
    adopted: Mapping[tuple[str, str], date]

    def on(self, agency: str | None, part: str | None, day: date) -> tuple[str, ...]:
        """The texts that may apply; one where it is known."""
        if part is None:
            return (CODIFIED,)
        held = self.adopted.get((agency, part)) if agency is not None else None
        if held is not None:
            return (OVERHAUL,) if day >= held else (CODIFIED,)
        return REGIMES if day >= self.possible(part) else (CODIFIED,)

    def possible(self, part: str) -> date:
        """The first day on which anybody could have adopted the part."""
        return self.possible_from.get(part, self.earliest)

    def boundaries(self, part: str | None) -> tuple[date, ...]:
        """Every day on which `on` may change for a part."""
        if part is None:
            return ()
        return (self.possible(part), *(d for (_, p), d in self.adopted.items() if p == part))


@dataclass(frozen=True, slots=True)
class DatedFacts:
    """The facts that choose versions and tiers: their names are the engine's only words of the law."""

    agency: Fact
    regime: Fact
    solicited: Fact
    awarded: Fact
    sub_awarded: Fact
    tier: Fact
    determinations: Fact
    awarded_by: Fact
    overhauled: Fact


@dataclass(frozen=True, slots=True)
class Law:
    """All that is needed to judge, as values: rules, amounts, groups, regimes, and which facts are dates."""

    rules: tuple[Rule, ...]
    amounts: Mapping[str, Amount]
    groups: Mapping[str, Group]
    regimes: Regimes
    dated: DatedFacts
    _days: dict[str, tuple[date, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _steps: dict[Hashable, tuple[Rule, list[Step]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def days_of(self, rule: Rule) -> tuple[date, ...]:
        """Every day on which a text of the rule, an amount or a group that it turns on, or the text in use may change."""
        if rule.row not in self._days:
            found = {*rule.boundaries(), *self.regimes.boundaries(rule.part)}
            for name in rule.compares_with:
                found.update(self.amounts[name].boundaries())
            for name in rule.looks_into:
                found.update(self.groups[name].boundaries())
            self._days[rule.row] = tuple(sorted(found))
        return self._days[rule.row]

    def steps_of(self, rule: Rule, key: Hashable, make: Callable[[], list[Step]]) -> list[Step]:
        """What was made for the rule under this key, else what is made now: most purchases share their days."""
        found = self._steps.get((id(rule), key))
        if found is None:
            if len(self._steps) >= STEPS_KEPT:
                self._steps.clear()
            found = self._steps[id(rule), key] = (rule, make())  # with the rule, lest another one get its identity
        return found[1]


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule's answer for one purchase, with all that it rests on.

    `answer` is no for a rule that is not in force (`in_force` tells them apart). `missing` are the facts worth asking,
    in order; `stale_since` the day of reading where the law day lies after it; `lifts` what would lift it if signed.
    """

    rule: Rule
    answer: Answer
    in_force: Answer
    because: tuple[Reason, ...] = ()
    missing: tuple[Ask, ...] = ()
    amounts: tuple[AmountVersion, ...] = ()
    groups: tuple[GroupVersion, ...] = ()
    texts: tuple[Text, ...] = ()
    stale_since: date | None = None
    lifts: tuple[str, ...] = ()
    law_days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days that may be the law day. `fact` is the one to ask where there are several; an end may be open."""

    first: date
    last: date
    fact: Fact | None

    def days(self, boundaries: Iterable[date]) -> list[date]:
        """One day for each stretch in which nothing changes."""
        return [self.first, *sorted({d for d in boundaries if self.first < d <= self.last})]


def solicited(purchase: Purchase, dated: DatedFacts, reach: date) -> Window:
    """The days that may be the solicitation's: the day told, or up to 24 months before the award, or any before it.

    Of an award whose day is not told, a day by which it had been made bounds them from above.
    """
    day = purchase.told.get(dated.solicited.key)
    if day is not None:
        return Window(day, day, None)
    awarded = purchase.told.get(dated.awarded.key)
    if awarded is not None:
        return Window(months_after(awarded, -MONTHS_BEFORE_AWARD), awarded, dated.solicited)
    bounds = [purchase.told[fact.key] for fact in (dated.awarded_by, dated.sub_awarded) if fact.key in purchase.told]
    return Window(date.min, min(bounds, default=reach), dated.solicited)


def sub_awarded(purchase: Purchase, dated: DatedFacts, reach: date) -> Window:
    """The days that may be the sub-award's: not before the award or the solicitation."""
    day = purchase.told.get(dated.sub_awarded.key)
    if day is not None:
        return Window(day, day, None)
    earliest = purchase.told.get(dated.awarded.key) or purchase.told.get(dated.solicited.key)
    if earliest is None:
        return Window(date.min, reach, dated.sub_awarded)
    return Window(earliest, max(earliest, reach), dated.sub_awarded)


def is_subcontract(purchase: Purchase, dated: DatedFacts) -> bool:
    """Whether a subcontract is told: tier 1 or below it."""
    tier = purchase.told.get(dated.tier.key)
    return tier is not None and tier.low >= 1


def _texts_on(law: Law, purchase: Purchase, part: str | None, day: date) -> tuple[str, ...]:
    """The texts of a part that may apply on a day: the one told for all parts or for this one, else by agency and adoption."""
    if part is None:
        return REGIMES[:1]
    dated, told = law.dated, purchase.told.get(law.dated.regime.key)
    parts: Several | None = purchase.told.get(dated.overhauled.key)
    if told is None and parts is not None and part in dated.overhauled.values:
        told = OVERHAUL if part in parts.items else CODIFIED if parts.closed else None
    return (told,) if told is not None else law.regimes.on(purchase.told.get(dated.agency.key), part, day)


def _tier(rule: Rule, at: Setting, dated: DatedFacts) -> Seen | None:
    """What the tier says, where it says anything: the rule binds only at its own.

    A file that tells no tier describes the government's own purchase, so a rule of the prime contract stands unless a
    subcontract is told; whether a subcontract is meant stays open for a rule of subcontracts.
    """
    tier, order = at.told(dated.tier), at.order(dated.tier)
    told = (Reason(dated.tier.key, tier, order),)
    below = is_subcontract(at.purchase, dated)
    if rule.tiers == PRIME and below:
        return Seen(NO, told)
    if rule.tiers == SUBCONTRACT:
        if tier is None:
            return Seen(UNKNOWN, missing=(Ask(dated.tier.key, order),))
        return Seen(YES if below else NO, told)
    return None


StepKey = tuple[int, tuple[tuple[str, date | None], ...]]
"""The wording and the versions of amounts and groups under which a rule's condition is weighed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the days that may be the law day, under one text of the FAR.

    Steps of a rule with the same `key` weigh the same.
    """

    day: date
    regime: str
    force: Answer
    text: Text | None
    amounts: Mapping[str, AmountVersion | None]
    groups: Mapping[str, GroupVersion | None]
    key: StepKey

    @property
    def also(self) -> Condition | None:
        """What the wording asks besides the rule's own condition."""
        return None if self.text is None else self.text.also


def weighed(rule: Rule, also: Condition | None, at: Setting, dated: DatedFacts) -> Seen:
    """What the rule's condition comes to with what its wording asks besides, at the rule's own tier."""
    seen = [at.weigh(rule.condition)]
    if also is not None:
        seen.append(at.weigh(also))
    tier = _tier(rule, at, dated)
    return least(seen if tier is None else [*seen, tier])


def following(seen: Seen, before: Judged) -> Seen:
    """What a rule comes to that binds only where another one does."""
    return least([seen, Seen(before.answer, before.because, before.missing, before.amounts, before.groups)])


@dataclass(slots=True)
class Judge:
    """Judges one purchase, remembering what it already judged."""

    law: Law
    purchase: Purchase
    asked: date
    _judged: dict[str, Judged] = field(default_factory=dict)

    def judge(self, rule: Rule) -> Judged:
        """The answer of one rule."""
        if rule.row not in self._judged:
            self._judged[rule.row] = self._judge(rule)
        return self._judged[rule.row]

    def _judge(self, rule: Rule) -> Judged:
        own = self.window(rule)
        steps = self.steps(rule, own)
        held = {step.key: step for step in steps if step.force is not NO}
        seen = {key: self._weigh(rule, step) for key, step in held.items()}
        return self.together(rule, own, [(step, Seen(NO) if step.force is NO else seen[step.key]) for step in steps])

    def _weigh(self, rule: Rule, step: Step) -> Seen:
        at = Setting(self.purchase, step.amounts, step.groups)
        seen = weighed(rule, step.also, at, self.law.dated)
        return seen if rule.follows is None else following(seen, self.judge(rule.follows))

    def window(self, rule: Rule) -> Window:
        """The days that may be the rule's law day."""
        reach = max(t.holds_until for t in rule.texts)
        below = is_subcontract(self.purchase, self.law.dated)
        if rule.tiers == SUBCONTRACT or (rule.tiers != PRIME and below):
            return sub_awarded(self.purchase, self.law.dated, reach)
        return solicited(self.purchase, self.law.dated, reach)

    def steps(self, rule: Rule, own: Window) -> list[Step]:
        """Every stretch of these days in which nothing changes, under every text that may apply."""
        told, dated = self.purchase.told, self.law.dated
        text = None if rule.part is None else tuple(told.get(x.key) for x in (dated.regime, dated.overhauled, dated.agency))
        key = (own.first, own.last, self.asked if rule.day == PERFORMANCE else None, text)
        return self.law.steps_of(rule, key, lambda: self._steps(rule, own))

    def _steps(self, rule: Rule, own: Window) -> list[Step]:
        found: list[Step] = []
        for force_day, amounts_day in self._days(rule, own):
            amounts = {name: self.law.amounts[name].on(amounts_day) for name in rule.compares_with}
            groups = {name: self.law.groups[name].on(amounts_day) for name in rule.looks_into}
            versions = tuple((name, None if v is None else v.first) for name, v in (*amounts.items(), *groups.items()))
            chosen_on = amounts_day if rule.in_clause else force_day
            for regime in _texts_on(self.law, self.purchase, rule.part, chosen_on):
                force, text = rule.in_force(force_day, regime)
                key = (0 if text is None or text.also is None else id(text.also), versions)
                found.append(Step(amounts_day, regime, force, text, amounts, groups, key))
        return found

    def _days(self, rule: Rule, own: Window) -> list[tuple[date, date]]:
        boundaries = self.law.days_of(rule)
        if rule.day == PERFORMANCE:
            varies = rule.in_clause or rule.compares_with or rule.looks_into
            days = own.days(boundaries) if varies else [own.first]
            return [(self.asked, day) for day in days]
        return [(day, day) for day in own.days(boundaries)]

    def together(self, rule: Rule, own: Window, came_to: list[tuple[Step, Seen]]) -> Judged:
        """Equal answers stand; different ones are unknown, and the day or the agency is what is missing."""
        found = [(s, seen if s.force is not UNKNOWN else least([seen, Seen(UNKNOWN)])) for s, seen in came_to]
        answers = {seen.answer for _, seen in found}
        forces = {step.force for step, _ in found}
        force = forces.pop() if len(forces) == 1 else UNKNOWN
        if force is NO:
            return Judged(rule, NO, NO)
        answer = answers.pop() if len(answers) == 1 else UNKNOWN
        texts = tuple(dict.fromkeys(step.text for step, _ in found if step.text is not None))
        lifted = self.lifted(rule)
        if lifted is not None and answer is not NO:
            return Judged(rule, NO, force, (lifted,), texts=texts)
        missing = [m for _, seen in found for m in seen.missing] if answer is UNKNOWN else []
        if answer is UNKNOWN:
            missing += self._undated(rule, own, found)
        because = [] if answer is UNKNOWN else [r for _, seen in found for r in seen.because]
        read_last = max((t.read_on for t in texts), default=None)
        law_day = self.asked if rule.day == PERFORMANCE else own.last
        return Judged(
            rule, answer, force,
            _in_order(because),
            _worth_asking(missing),
            _by_name(a for _, seen in found for a in seen.amounts),
            _by_name(g for _, seen in found for g in seen.groups),
            texts,
            read_last if read_last is not None and law_day > read_last and own.first != date.min else None,
            tuple(d.says for d in rule.lifted_by) if answer is YES else (),
            None if own.first == date.min else (own.first, own.last),
        )  # fmt: skip

    def _undated(self, rule: Rule, own: Window, found: list[tuple[Step, Seen]]) -> list[Ask]:
        """The day, the agency or the regime, where the answers differ by them."""
        dated, told = self.law.dated, self.purchase.told
        by_day: dict[date, set[tuple[Answer, tuple[Ask, ...], Answer]]] = {}
        for step, seen in found:
            by_day.setdefault(step.day, set()).add((seen.answer, seen.missing, step.force))
        asks: list[Ask] = []
        if own.fact is not None and len({frozenset(o) for o in by_day.values()}) > 1:
            asks.append(Ask(own.fact.key, (-1, own.fact.order)))
        if any(len({(a, force) for a, _, force in o}) > 1 for o in by_day.values()):
            fact = dated.agency if told.get(dated.agency.key) is None else dated.regime
            asks.append(Ask(fact.key, (-1, fact.order)))
        return asks

    def lifted(self, rule: Rule) -> Reason | None:
        """The determination that is told to be signed, where it lifts the rule."""
        told = self.purchase.told.get(self.law.dated.determinations.key)
        if told is None:
            return None
        signed = [d for d in rule.lifted_by if d.key in told.items]
        fact = self.law.dated.determinations
        return Reason(fact.key, told, (-1, fact.order)) if signed else None


def _in_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted({r.path: r for r in reasons}.values(), key=lambda r: (r.order, r.path)))


def _worth_asking(missing: list[Ask]) -> tuple[Ask, ...]:
    """Each path once: the purchase's own facts first, then line by line, the line with most dollars first."""
    heaviest: dict[str, Ask] = {}
    for ask in missing:
        before = heaviest.get(ask.path)
        if before is None or _weight(ask) > _weight(before):
            heaviest[ask.path] = ask
    return tuple(sorted(heaviest.values(), key=lambda a: (a.order[0] >= 0, -_weight(a), a.order, a.path)))


def _weight(ask: Ask) -> Decimal:
    return Decimal("Infinity") if ask.weight is None else ask.weight


Used = TypeVar("Used", AmountVersion, GroupVersion)


def _by_name(versions: Iterable[Used]) -> tuple[Used, ...]:
    return tuple(sorted(set(versions), key=lambda v: (v.name, v.first)))


def texts_in_use(law: Law, purchase: Purchase, part: str) -> tuple[str, ...]:
    """The texts of a part of the FAR that the purchase, or the subcontract, may be under; one where it is known."""
    days_of = sub_awarded if is_subcontract(purchase, law.dated) else solicited
    days = days_of(purchase, law.dated, date.max).days(law.regimes.boundaries(part))
    return tuple(sorted({text for day in days for text in _texts_on(law, purchase, part, day)}))


def judge(law: Law, purchase: Purchase, asked: date) -> list[Judged]:
    """Every rule's answer, in the order of the rules.

    `asked` is the day that is asked about: it chooses the text of what runs through performance, nothing else.
    """
    judging = Judge(law, purchase, asked)
    return [judging.judge(rule) for rule in law.rules]


def open_conditions(rule: Rule) -> tuple[Condition, ...]:
    """The conditions of a rule and of those that it follows."""
    return (*rule.conditions, *(open_conditions(rule.follows) if rule.follows is not None else ()))
