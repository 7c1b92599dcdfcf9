"""FAR subpart 9.4: when a firm may be kept from contracts, and what speaks for it."""

from __future__ import annotations

from buyfair.judge.conditions import all_of, any_of, holds, one_of
from buyfair.judge.rule import ADVICE, DUTY, PERFORM, PERFORMANCE, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PART = "9"

MAY_DEBAR = Rule(
    row="DB-01", id="far-9.406-2-causes", title="A cause for debarment: the official may act, and need not",
    result=ADVICE, owed_by="suspending and debarring official", step=PERFORM, part=PART, day=PERFORMANCE,
    when=any_of(one_of(f.SUBSTANTIATED, *f.SUBSTANTIATED_AGAINST), holds(f.DEBARMENT_CAUSE)),
    then="Decide, in the public interest and after notice and a chance to reply, whether to debar: for a conviction or civil judgment, a serious violation of contract terms, a knowing failure to disclose, or any other cause so serious that it affects present responsibility.",
    due="the text counts no days; debarment as a rule does not exceed three years (9.406-4, recalled)",
    evidence="The record of the cause; for causes without conviction, a preponderance of the evidence.",
    unmet="A cause that reached the official and of which no decision, either way, is on record.",
    consequence="A debarred firm gets no new contracts of the executive branch, and agencies do not consent to subcontracts with it; running contracts may go on.",
    means_not="Trafficking and child labor are no causes of their own in this list: they come in through serious violation of contract terms, through 22.1704 and 22.1504, or as another serious cause. No debarment is automatic.",
    texts=(
        codified("FAR 9.406-1(a), 9.406-2", "Violation of the terms of a Government contract or subcontract so serious as to justify debarment"),
        overhaul("FAR 9.406-1, 9.406-2 (overhaul text)"),
    ),
    notes=("A finally substantiated trafficking allegation is taken as such a cause here; that is a reading (22.1704(d) names debarment among the remedies).",),
)  # fmt: skip

RULES = (
    MAY_DEBAR,
    Rule(
        row="DB-02", id="far-9.406-1-mitigating", title="What speaks for the firm is weighed before any debarment",
        result=DUTY, owed_by="suspending and debarring official", step=PERFORM, part=PART, day=PERFORMANCE,
        follows=MAY_DEBAR, when=all_of(),
        then="Consider, before deciding, what the text lists: standards and controls in place, timely disclosure by the firm itself, its own full inquiry, cooperation, restitution, discipline, remedial measures, training, time to mend, and whether management understands what was wrong.",
        due="before any decision to debar",
        evidence="A dossier by factor, with dates and proof; the decision says how each was weighed.",
        unmet="A decision that names no factor, or that passes over what the firm put forward.",
        consequence="A decision that did not consider them can be set aside; the firm carries the burden of showing that it is responsible now.",
        means_not="None of the factors is decisive, and none excuses what was done to a worker. The text says \"should\": a course to follow unless it does not fit the case (FAR 2.101).",
        texts=(
            codified("FAR 9.406-1(a)(1)-(10)", "the debarring official should consider factors such as the following"),
            overhaul("FAR 9.406-1(a) (overhaul text)"),
        ),
        notes=("For firms that find abuse in their own chain this is the reason to report early and to repay workers: both count.",),
    ),
)  # fmt: skip
"""Causes, and what mitigates."""
