"""22 USC chapter 78: what the statute itself asks of agencies, and where it is narrower than the regulation."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED, RECALLED
from buyfair.judge.conditions import ALWAYS
from buyfair.judge.rule import CLOSE, DUTY, Note, Rule, Text

READ_ON = date(2026, 5, 23)

RULES = (
    Rule(
        row="TIP-23", short="yearly report of four agencies", id="usc-22-7104-k-report", title="Four agencies report each year on trafficking language in contracts and on cases",
        result=DUTY, owed_by="State, Labor, USAID and OMB", step=CLOSE, standing=True,
        when=ALWAYS,
        then="Report to GSA for the fiscal year: who is responsible; how contractors and workforce were taught; how many "
             "contracts carry the language and how many do not; allegations and where they came from; investigations, "
             "referrals and remedies; what data were shared; contractors abroad and their countries.",
        due="each fiscal year",
        evidence="The report, with each count traceable to contracts and cases.",
        unmet="A fiscal year without the report, or counts that nobody can trace.",
        consequence="Oversight by Congress; no effect on a single contract.",
        means_not="It binds four agencies, not the buyer or the supplier of this purchase: this purchase is one of the "
                  "contracts counted.",
        texts=(Text(cites="22 USC 7104(k) (Public Law 115-425, section 112)", first=date(2019, 1, 8), read_on=READ_ON,
                    source="United States Code as of April 2023 (public copy); first day is that of the act", mark=RECALLED),),
        notes=("The wording of paragraph (k) was not read a second time; USAID has since been dissolved (recalled), and who "
               "reports in its place was not read.",),
    ),
)  # fmt: skip
"""Duties of the statute that no FAR text repeats."""

NOTES = (
    Note(
        row="TIP-26", id="usc-22-7104a-services-only", title="The statute requires the certificate for services abroad only",
        says="22 USC 7104a asks the certificate where services performed abroad exceed $500,000, in contracts, grants and "
             "cooperative agreements. That supplies other than COTS count too comes from Executive Order 13627 and the FAR, "
             "and so does the threshold that follows inflation.",
        cites="22 USC 7104a; Executive Order 13627; FAR 22.1703", since="2013-01-02 (Public Law 112-239, section 1703)",
        watch="A rule that trims the FAR to the statute would release goods made abroad from plan and certificates.",
        source="United States Code, public copy", mark=INFERRED, read_on=READ_ON,
    ),
)  # fmt: skip
"""Where statute and regulation differ."""
