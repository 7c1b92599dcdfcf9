"""FAR subpart 42.15, in the overhaul text 42.11: how a contract was performed is written down, and used."""

from __future__ import annotations

from buyfair.judge.conditions import all_of, any_line, any_of, at_least, holds, named, not_, one_of
from buyfair.judge.numbers import Total
from buyfair.judge.rule import ADVICE, CLOSE, DUTY, PERFORM, PERFORMANCE, PRIME, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.thresholds import THRESHOLD_NOTE, above_sat
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PART = "42"
ARCHITECT = all_of(one_of(f.ITEM, "service"), holds(f.ARCHITECT_ENGINEER))
OTHER_WORK = named(
    any_line(not_(one_of(f.ITEM, "construction"))),
    "some of the contract is not construction",
    "all of the contract is construction",
)
"""Architect-engineer work is left in: above the simplified acquisition threshold it is evaluated by its own, lower value."""
construction = Total("construction", one_of(f.ITEM, "construction"), f.VALUE, "the value of the construction lines")
architect = Total("architect_engineer", ARCHITECT, f.VALUE, "the value of the architect-engineer lines")

EVALUATED = Rule(
    row="CP-01", short="performance evaluation", id="far-42.1502-evaluation", title="Performance is evaluated every year and at the end",
    result=DUTY, owed_by="agency", step=PERFORM, part=PART, day=PERFORMANCE, tiers=PRIME,
    when=any_of(
        all_of(OTHER_WORK, above_sat),
        at_least(construction, "CPARS_CONSTRUCTION"),
        at_least(architect, "CPARS_ARCHITECT"),
        holds(f.TERMINATED),
    ),
    then="Evaluate the contractor's performance and enter it in CPARS, contracts performed outside the United States included.",
    due="at least every year, and when the work is completed",
    evidence="The evaluations in CPARS, with their days.",
    unmet="A contract year without an evaluation, or a completed contract without a final one.",
    consequence="The agency's own duty; without the record no later buyer can weigh how workers were treated.",
    means_not="It is no finding against anybody. Below the values evaluations may be made, they need not. Contracts under subpart 8.7 (AbilityOne) are not evaluated.",
    texts=(
        codified("FAR 42.1502(a)-(f)", "including contracts and orders performed outside the United States"),
        overhaul("FAR 42.1102 (overhaul text)"),
    ),
    notes=(THRESHOLD_NOTE,
           "A contract that mixes construction or architect-engineer work with other work is not spoken of in the text: here the whole value is held against the simplified acquisition threshold, and the construction and architect-engineer lines against their own.",
           "The text names termination for default for construction and architect-engineer contracts; the table of rules, made from the overhaul text, holds it for every contract, and so does this card.",
           "Orders have thresholds of their own (42.1502(c)-(d)): judge an order as its own purchase."),
)  # fmt: skip

RULES = (
    EVALUATED,
    Rule(
        row="CP-02", id="far-42.1503-b-2-vi-other-factor", title="Trafficking violations have a place in the evaluation",
        result=ADVICE, owed_by="agency", step=PERFORM, part=PART, day=PERFORMANCE, tiers=PRIME,
        follows=EVALUATED, when=all_of(),
        then="Use the factor \"other\" of the evaluation, where it applies, for trafficking violations, failures to report as the contract asks, terminations, suspensions and debarments; rate it on the five levels and give the narrative behind it.",
        due="with each evaluation",
        evidence="The factor with its rating and narrative, resting on facts of the contract.",
        unmet="A substantiated violation, or a missed report, of which the evaluation of that year says nothing.",
        consequence="A gap in the record: later buyers do not see what is not written.",
        means_not="It is no place for allegations: only what is established and documented. Good practice may be written there too.",
        texts=(
            codified("FAR 42.1503(b)(2)(vi), (b)(4)", "trafficking violations, tax delinquency"),
            overhaul("FAR 42.1103(b)(2)(vi) (overhaul text)"),
        ),
    ),
    Rule(
        row="CP-03", id="far-42.1503-d-response", title="The contractor may answer within 14 days, and a higher level reviews",
        result=DUTY, owed_by="agency; the contractor may respond", step=CLOSE, part=PART, day=PERFORMANCE, tiers=PRIME,
        follows=EVALUATED, when=all_of(),
        then="Give the contractor the evaluation and up to 14 calendar days to comment; have a level above the contracting officer review what stays in dispute; use evaluations of the last three years (six for construction and architect-engineer contracts) in source selection.",
        due="14 calendar days from the notice that the evaluation can be commented",
        evidence="The notice, the response beside the evaluation, and the review.",
        unmet="An evaluation used in a source selection whose contractor was never given the days to answer.",
        consequence="A decision that rests on it is open to protest.",
        means_not="Silence of the contractor is not consent, and a comment after the 14 days is still added. The evaluation is released to nobody but the government and that contractor.",
        texts=(
            codified("FAR 42.1503(d), (f), (g)", "up to 14 calendar days from the date of notification"),
            overhaul("FAR 42.1103(d)-(f) (overhaul text)"),
        ),
    ),
)  # fmt: skip
"""Evaluation, its factor for labor matters, the answer to it."""
