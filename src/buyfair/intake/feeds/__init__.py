"""Every layout that is read: one file a feed, and this list of them in the order in which they are tried."""

from __future__ import annotations

from importlib import import_module

from buyfair.intake.feed import Feed

MODULES = (
    "transactions", "award_summaries", "account_breakdown", "subawards", "made_in_america", "ocds", "before_2018",
    "fpds_report", "fpds_atom", "search_pages", "search_download", "doge", "plain",
)  # fmt: skip

FEEDS: tuple[Feed, ...] = tuple(feed for name in MODULES for feed in import_module(f"{__name__}.{name}").FEEDS)
