"""OMB memorandum M-20-01: agencies look for trafficking risk in what they buy."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import RECALLED
from buyfair.judge.conditions import all_of, any_of, holds, one_of
from buyfair.judge.rule import ADVICE, PLAN, Rule, Text
from buyfair.knowledge import facts as f

RULES = (
    Rule(
        row="TIP-25", id="omb-m-20-01-spend-review", title="The agency names its experts and reviews its spending for risk",
        result=ADVICE, owed_by="agencies of the Chief Financial Officers Act", step=PLAN,
        when=any_of(one_of(f.AGENCY, "dod"), all_of(one_of(f.AGENCY, "civilian"), holds(f.CFO_ACT))),
        then="Name a trafficking expert and a contact in procurement; review spending for high-risk areas and add safeguards "
             "there; record problems in past performance; count a contractor's good practices as mitigation.",
        due="at all times since the memorandum",
        evidence="The designations; the spending review, with its method and day.",
        unmet="No expert named, or no review of spending (GAO-24-106973 found one agency without).",
        consequence="Guidance: GAO reports on it; nothing in a contract changes.",
        means_not="It binds no supplier and forbids no award.",
        texts=(Text(cites="OMB M-20-01", first=date(2019, 10, 21), read_on=date(2026, 5, 23),
                    source="summaries in the trade press; the memorandum itself was not read, its day is recalled", mark=RECALLED),),
    ),
)  # fmt: skip
"""Guidance to agencies."""
