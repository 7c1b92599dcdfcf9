"""What of an award record stands for each fact that the law asks, why, and what it does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled

ITSELF, PROXY, NOWHERE = "fact", "proxy", "nowhere"


@dataclass(frozen=True, slots=True)
class Stand:
    """How a fact is taken from an award record: itself, by a proxy, or from nothing that it holds."""

    key: str
    how: str
    columns: str
    stands: str
    why: str
    caution: str


@cache
def stands() -> dict[str, Stand]:
    """Every fact that is declared, by its key, in the order of the file."""
    card = bundled.card(__name__, "proxies.toml")
    return {
        row["key"]: Stand(row["key"], how, row.get("from", ""), row.get("stands", ""), row["why"], row.get("caution", ""))
        for how in (ITSELF, PROXY, NOWHERE)
        for row in card[how]
    }


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Words of feeds: orders, contracts that stand alone, vehicles that are contracts, mere agreements, no set-aside."""
    return {kind: tuple(words) for kind, words in bundled.card(__name__, "proxies.toml")["words"].items()}


@cache
def manufacture() -> dict[str, tuple[str, ...]]:
    """Codes of the place of manufacture that say inside, and outside, the United States; others say neither."""
    return {place: tuple(codes) for place, codes in bundled.card(__name__, "proxies.toml")["manufacture"].items()}


def card() -> dict[str, str]:
    """What the table means, does not mean, and from what it was read."""
    told = bundled.card(__name__, "proxies.toml")
    return {key: str(told[key]) for key in ("title", "means", "means_not", "source", "read_on")}
