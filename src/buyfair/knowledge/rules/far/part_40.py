"""FAR part 40: security prohibitions that stand beside the law on labor and are kept out of it."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.rule import Note

NOTES = (
    Note(
        row="P40-01", id="far-40.202-security-prohibitions", title="Security prohibitions are a neighbor of the law on labor, not a part of it",
        says="The overhaul text gathers in part 40 and clause 52.240-91 what may not be bought for reasons of security: certain "
             "telecommunications (section 889), orders under the supply chain act, drones, Kaspersky, ByteDance, and sanctions on "
             "Sudan and Iran. None of it is about how people are treated at work: it enters no score and no answer here. Labor and "
             "trafficking stay in part 22.",
        cites="FAR 40.202 (overhaul text), 52.240-91", since="with the overhaul text; DoD adopted part 40 on 2026-02-01",
        watch="The final rule on part 40 (FAR case 2026-001, proposed 23 June 2026).",
        source="a public copy of the overhaul clause 52.240-91, seen in its opening; accounts of the proposed rule", mark=INFERRED, read_on=date(2026, 11, 29),
    ),
)  # fmt: skip
"""Neighbors that are kept out."""
