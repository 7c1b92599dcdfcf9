"""FAR part 10: what the buyer finds out before it asks for offers, and how much it may ask."""

from __future__ import annotations

from buyfair.judge.rule import DUTY, PLAN, PRIME, Rule
from buyfair.knowledge.facts.thresholds import THRESHOLD_NOTE, above_sat
from buyfair.knowledge.rules.far.wordings import codified, overhaul

RULES = (
    Rule(
        row="MR-01", id="far-10.001-market-research", title="Market research comes first, and asks no more than it needs",
        result=DUTY, owed_by="agency", step=PLAN, part="10", tiers=PRIME,
        when=above_sat,
        then="Research the market in a way that fits the purchase, write down what was found, look first for a commercial product or service on an existing contract; ask possible sources for no more than the minimum that the decision needs.",
        due="before offers are solicited, and before an order above the threshold is placed",
        evidence="The record of the research: sources, what they were asked, what was concluded.",
        unmet="A solicitation above the threshold with no research in the file, or a questionnaire longer than the decision needs.",
        consequence="The agency's own duty; a long questionnaire also keeps small firms away.",
        means_not="It does not forbid asking about labor conditions: it limits every question to what the decision needs. Ten or more equal questionnaires may need a control number (PR-01).",
        texts=(
            codified("FAR 10.001(a)(2)-(3)", mark="recalled", source="recalled; the copy read of this section is already the overhaul text"),
            overhaul("FAR 10.001(b)-(f) (overhaul text)", "must not ask potential sources to submit more than the minimum information necessary", mark="read", source="FAR source files (GSA), a stored copy of section 10.001 in the overhaul wording"),
        ),
        notes=(THRESHOLD_NOTE, "At any value it is also due before new requirements documents are developed (10.001(b)(1)); no fact tells that, so a no of this card speaks of the value only."),
    ),
)  # fmt: skip
"""One duty, with the limit on questions in it."""
