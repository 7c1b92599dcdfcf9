"""Amounts that the law changes by date; each file one amount with all its versions."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from buyfair.judge.amounts import Amount, AmountVersion
from buyfair.terms import bundled


@cache
def amounts() -> dict[str, Amount]:
    """Every amount by the name that rules use, files in sorted order, versions from the oldest."""
    found: dict[str, Amount] = {}
    for file in bundled.names(__name__, ".toml"):
        card = bundled.card(__name__, file)
        versions = tuple(
            AmountVersion(
                card["name"], Decimal(v["value"]), v["from"], v["cites"], v["quote"], v["mark"], v["read_on"], v["source"],
                v.get("changes_on"),
            )
            for v in card["version"]
        )  # fmt: skip
        found[card["name"]] = Amount(card["name"], card["title"], card["unit"], versions)
    return found
