"""FAR 15.304, in the overhaul text 15.104, and part 12: where labor rights may count in choosing a firm, and on what authority."""

from __future__ import annotations

from buyfair.judge.conditions import any_line, any_of, by_choice, holds
from buyfair.judge.rule import ADVICE, DUTY, PLAN, PRIME, SOLICIT, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.thresholds import THRESHOLD_NOTE, above_sat
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PART = "15"
NEVER = ("card_micro", "sf44")
COMPETED = by_choice(
    f.METHOD, {NEVER: any_of(), tuple(m for m in f.METHOD.values if m not in NEVER): holds(f.COMPETITIVE_NEGOTIATION)}
)
"""A purchase by card or on form SF 44 compares no proposals."""

RULES = (
    Rule(
        row="EV-01", short="evaluation factors", id="far-15.304-factors", title="A stated, tailored factor may count, labor rights among them",
        result=ADVICE, owed_by="contracting officer and source selection team", step=SOLICIT, part=PART, tiers=PRIME,
        when=COMPETED,
        then="Evaluate price and quality, and choose the other factors for this purchase: a factor on labor rights fits if it is tailored to the purchase, tells offers apart, and stands in the solicitation with its weight.",
        due="in the solicitation",
        evidence="The factors and their relative importance in the solicitation (section M), and an evaluation that follows them.",
        unmet="A factor that was used and not stated, or one that would fit any purchase and tells no offers apart.",
        consequence="An award on unstated factors is protested with success.",
        means_not="It obliges nobody to have a labor factor. It is no bar on any firm or country, and it may not ask for more than the evaluation uses.",
        texts=(
            codified("FAR 15.304(a)-(e)", "are within the broad discretion of agency acquisition officials"),
            overhaul("FAR 15.104 (overhaul text)"),
        ),
        notes=("Commercial purchases by simplified or commercial procedures have their own, wider freedom (FAR 12.602, 13.106; recalled).",),
    ),
    Rule(
        row="EV-02", id="far-15.304-c-3-past-performance", title="Past performance counts unless the officer writes down why not",
        result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
        when=COMPETED,
        then="Make past performance an evaluation factor, or document why it is not appropriate; describe how it will be evaluated, firms without a record being rated neither up nor down for that.",
        due="in the solicitation",
        evidence="The factor in the solicitation with the approach to firms without a record, or the reason in the file.",
        unmet="A competitive solicitation that neither has the factor nor a documented reason.",
        consequence="Protest; and the way workers were treated before stays out of the choice.",
        means_not="It does not ask the offeror to prove a clean record, and lack of a record harms nobody.",
        texts=(
            codified("FAR 15.304(c)(3), 15.305(a)(2)", "shall be evaluated in all source selections for negotiated competitive acquisitions expected to exceed the simplified acquisition threshold", also=above_sat),
            overhaul("FAR 15.104(b)(3) (overhaul text)"),
        ),
        notes=(THRESHOLD_NOTE, "The codified text asks it above the simplified acquisition threshold only; the table of rules, made from the overhaul text, names no value for 15.104(b)(3)."),
    ),
    Rule(
        row="EV-03", id="far-12.302-c-authority-of-terms", title="Own terms in a commercial purchase need an authority",
        result=ADVICE, owed_by="contracting officer and counsel", step=PLAN, part="12", tiers=PRIME,
        when=any_line(holds(f.COMMERCIAL)),
        then="Before adding a labor term of your own, name its authority: (1) it is consistent with customary commercial practice, or a waiver under 12.302(c) is approved; (2) where it departs from a FAR clause, a deviation under subpart 1.4; (3) where it has a significant effect on firms and is used again and again, publication for comment under 41 USC 1707.",
        due="before the solicitation",
        evidence="The market research that shows the customary practice, or the waiver, deviation or notice.",
        unmet="A term that offerors call uncustomary and for which the file holds neither market research nor waiver.",
        consequence="The term can be struck in a protest, and with it the purchase is delayed.",
        means_not="It forbids no labor term. Clauses that the FAR itself prescribes, 52.222-50 among them, need no such authority.",
        texts=(
            codified("FAR 12.302(c); subpart 1.4; 41 USC 1707", "in a manner that is inconsistent with customary commercial practice"),
            overhaul("FAR part 12 and subpart 1.4 (overhaul text, numbers not held); 41 USC 1707"),
        ),
        notes=("12.302(c) was read; subpart 1.4 and 41 USC 1707 are recalled.",),
    ),
)  # fmt: skip
"""Factors, past performance, and the authority of own terms."""
