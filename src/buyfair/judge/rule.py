"""A rule of law as a declared value: what it turns on, who owes what by when, and the texts it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from buyfair.judge.amounts import READ, last_day_of
from buyfair.judge.conditions import all_of, amounts_of, any_of, groups_of, not_
from buyfair.judge.seen import Condition
from buyfair.terms.answer import Answer

BAR, DUTY, ALERT, ADVICE = "bar", "duty", "alert", "advice"
RESULTS = {
    BAR: "the purchase may not be made",
    DUTY: "somebody must do something",
    ALERT: "something to look at; it forbids nothing",
    ADVICE: "guidance, or an exemption and what it asks in return",
}
CODIFIED, OVERHAUL = "codified", "rfo"
REGIMES = (CODIFIED, OVERHAUL)
SOLICITATION, PERFORMANCE = "solicitation", "performance"
"""Which day chooses the text: that of the solicitation, or the day asked for what runs through performance."""
ANY_TIER, PRIME, SUBCONTRACT = "any", "prime", "subcontract"
PLAN, SOLICIT, AWARD, PERFORM, CLOSE = "plan", "solicit", "award", "perform", "close"
STEPS = (PLAN, SOLICIT, AWARD, PERFORM, CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One wording of the law and the days for which it answers.

    `begins`: the text itself says that the law began on `first`; else a day before it is unknown, not free.
    `also`: what this wording asks besides the rule's own condition, where the two texts of the FAR ask different things.
    `until`: the first day on which it no longer stands; `changes_on`: the day on which it schedules its own change.
    """

    cites: str
    first: date
    read_on: date
    source: str
    quote: str = ""
    mark: str = READ
    regimes: tuple[str, ...] = REGIMES
    until: date | None = None
    changes_on: date | None = None
    begins: bool = False
    also: Condition | None = None

    @property
    def holds_until(self) -> date:
        """The last day for which the reading answers."""
        return last_day_of(self.read_on, self.changes_on)


@dataclass(frozen=True, slots=True)
class Determination:
    """What an official may sign to lift a rule. Not invoked unless told."""

    key: str
    says: str
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the law.

    `unless` holds exceptions by fact (untold stays unknown), `lifted_by` exceptions that an official signs.
    `follows`: the rule binds only where the other one does. `standing`: it binds every contract.
    `in_clause`: it runs through performance but stands in the contract's own clause, whose text the solicitation chose.
    `unmet` says what evidence would show it unmet; `collects` what the prime must gather from its subcontracts,
    `collected_under` the rule of the prime beside which it does. `short` names the duty where many stand in one line.
    `looks_at_making`: obeying it makes somebody find out how or where the thing is made, or by whom the work is done.
    What reaches a portfolio is told by these rules alone, since duties that bind every contract reach everything.
    """

    row: str
    id: str
    title: str
    result: str
    owed_by: str
    step: str
    then: str
    due: str
    evidence: str
    unmet: str
    consequence: str
    means_not: str
    texts: tuple[Text, ...]
    when: Condition
    unless: tuple[Condition, ...] = ()
    lifted_by: tuple[Determination, ...] = ()
    follows: Rule | None = None
    part: str | None = None
    day: str = SOLICITATION
    tiers: str = ANY_TIER
    standing: bool = False
    in_clause: bool = False
    looks_at_making: bool = False
    collects: str = ""
    collected_under: Rule | None = None
    short: str = ""
    notes: tuple[str, ...] = ()
    condition: Condition = field(init=False, repr=False, compare=False)
    """All that facts decide: the condition and its exceptions by fact."""
    conditions: tuple[Condition, ...] = field(init=False, repr=False, compare=False)
    """The same, and after it what single wordings ask besides."""
    compares_with: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The names of the amounts that it compares with."""
    looks_into: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The names of the groups that it looks into."""

    def __post_init__(self) -> None:
        # Once for the rule: a purchase is judged many times over to tell which question settles most.
        condition = all_of(self.when, not_(any_of(*self.unless))) if self.unless else self.when
        object.__setattr__(self, "condition", condition)
        object.__setattr__(self, "conditions", (condition, *(t.also for t in self.texts if t.also is not None)))
        object.__setattr__(self, "compares_with", tuple(sorted({a for c in self.conditions for a in amounts_of(c)})))
        object.__setattr__(self, "looks_into", tuple(sorted({g for c in self.conditions for g in groups_of(c)})))

    def in_force(self, day: date, regime: str) -> tuple[Answer, Text | None]:
        """Whether the rule stands on a day under a regime, and the text that says so."""
        texts = [t for t in self.texts if regime in t.regimes]
        for text in texts:
            if text.first <= day and (text.until is None or day < text.until):
                return (Answer.YES if day <= text.holds_until else Answer.UNKNOWN), text
        earlier = [t for t in texts if t.first <= day]
        if earlier:
            return Answer.NO, None
        began = any(t.begins for t in self.texts if t.first == min(s.first for s in self.texts))
        return (Answer.NO if began else Answer.UNKNOWN), None

    def boundaries(self) -> Iterable[date]:
        """Every day on which `in_force` may change."""
        for text in self.texts:
            yield text.first
            yield text.holds_until + timedelta(days=1)
            if text.until is not None:
                yield text.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A row that binds nobody by itself: context that a reader of the rules needs."""

    row: str
    id: str
    title: str
    says: str
    cites: str
    since: str
    watch: str
    source: str
    mark: str
    read_on: date | None = None
