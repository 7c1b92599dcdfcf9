"""FAR subpart 3.10: larger contracts carry a code of business ethics, with the duty to disclose."""

from __future__ import annotations

from buyfair.judge.conditions import above, all_of, at_least
from buyfair.judge.numbers import Told
from buyfair.judge.rule import DUTY, PERFORM, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import acquisition_value
from buyfair.knowledge.rules.far.wordings import codified, overhaul

RULES = (
    Rule(
        row="SC-02", short="ethics program", id="far-52.203-13-ethics", title="A code of ethics, and disclosure of certain offenses",
        result=DUTY, owed_by="contractor; a subcontractor whose own contract is above the values", step=PERFORM, part="3",
        when=all_of(above(acquisition_value, "ETHICS"), at_least(Told(f.PERFORMANCE_DAYS), "ETHICS_DAYS")),
        then="Have a written code of business ethics, make it known, and disclose to the inspector general, with a copy to the contracting officer, credible evidence of fraud, conflict of interest, bribery or gratuity offenses of title 18, or of a violation of the civil False Claims Act; unless small or commercial, keep an awareness program and internal controls too.",
        due="the code within 30 days after award; controls within 90 days; disclosure in time, whenever the evidence comes in (days recalled)",
        evidence="The code with its day, the training records, and any disclosure with its day.",
        unmet="No code 30 days after award, or evidence in the file that was never disclosed.",
        consequence="A knowing failure to disclose is a cause for debarment until three years after final payment (FAR 9.406-2(b)(1)(vi)).",
        means_not="It is not the compliance plan of 52.222-50, though one program may serve both; forced labor as such is disclosed under 52.222-50(d), not here.",
        texts=(
            codified("FAR 3.1004(a); 52.203-13", "the performance period is 120 days or more"),
            overhaul("FAR 3.1004(a) (overhaul text); 52.203-13"),
        ),
        notes=("3.1004(a) was read; the clause itself is recalled. It flows down to subcontracts above the same values (52.203-13(d)).",),
    ),
)  # fmt: skip
"""One duty with two values: dollars and days."""
