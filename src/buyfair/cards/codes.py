"""Writes the table of all product codes: which goods each may be or why none, and the dollars that stand under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from functools import cache

from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import Bridge, bridge
from buyfair.knowledge.spending import YEARS, spending

BY_WORDS = "by_words"


class Standing(Enum):
    """How the dollars under a product code stand when only the code is known, in the words of the page."""

    GOOD = "bridged by a row that names a good"
    WORDS = "bridged by words only: without a description nothing is named"
    NONE = "bridged by `none`: looked at, and no list names it"
    NOT_GOODS = "software and rights, no goods"
    TOLD_OPEN = "not bridged: the code does not tell, and its row says why"
    ABSENT = "not bridged: the code has no row"


_BY_STRENGTH = {"none": Standing.NONE, "not_goods": Standing.NOT_GOODS, "not_bridged": Standing.TOLD_OPEN}


@cache
def _rows() -> dict[str, tuple[Bridge, ...]]:
    found: dict[str, list[Bridge]] = defaultdict(list)
    for row in bridge():
        found[row.psc].append(row)
    return {psc: tuple(rows) for psc, rows in found.items()}


def standing(psc: str) -> tuple[Bridge, ...]:
    """The rows of one code, the principal first; none where the bridge does not hold the code."""
    return _rows().get(psc, ())


def stands(psc: str) -> Standing:
    """How a code stands without any words: its first row that does not wait for words decides."""
    rows = standing(psc)
    certain = [row for row in rows if row.strength != BY_WORDS]
    if not rows:
        return Standing.ABSENT
    if not certain:
        return Standing.WORDS
    return Standing.GOOD if certain[0].good is not None else _BY_STRENGTH[certain[0].strength]


def bridged() -> dict[Standing, Decimal]:
    """What the whole government obligated for goods in the years held, by how its codes stand. Unit: US dollars."""
    told = dict.fromkeys(Standing, Decimal(0))
    for s in _goods_spending():
        told[stands(s[0])] += s[1]
    return told


def _goods_spending() -> Iterable[tuple[str, Decimal]]:
    return ((s.psc, s.dollars) for s in spending() if s.psc[:1].isdigit())


def code_page() -> str:
    """The page: dollars by standing, by sector and by good, then every code in use with its rows and its reason."""
    by_code: dict[str, Decimal] = defaultdict(Decimal)
    for psc, dollars in _goods_spending():
        by_code[psc] += dollars
    years = " and ".join(f"FY{year}" for year in YEARS)
    text = (
        "# Every product code, and what is bought under it\n\n"
        f"Dollars are net obligations of the whole government in {years} (public totals, no firm named), by product code\n"
        "alone: with a description, words sharpen or contradict a row. A code in use without a row fails a test.\n\n"
    )
    return text + _by_standing() + _by_sector_and_good(by_code) + _codes(by_code)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _billions(dollars: Decimal) -> str:
    return f"{dollars / 10**9:,.1f}"


def _by_standing() -> str:
    told = bridged()
    everything = sum(told.values())
    rows = [(where.value, _billions(dollars), f"{dollars / everything:.1%}") for where, dollars in told.items()]
    rows.append(("**all goods**", _billions(Decimal(everything)), "100.0%"))
    return "## What is bridged\n\n" + _table(("how the code stands", "$ billion", "share"), rows)


def _by_sector_and_good(by_code: dict[str, Decimal]) -> str:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for psc, dollars in by_code.items():
        certain = [row for row in standing(psc) if row.strength != BY_WORDS]
        if certain and certain[0].good is not None:
            sums[(certain[0].sector or "outside", certain[0].good)] += dollars
    rows = [(s, g, _billions(d)) for (s, g), d in sorted(sums.items(), key=lambda kv: (kv[0][0], -kv[1], kv[0][1]))]
    return (
        "\n## By sector and principal good\n\nThe first row of a code stands for all its dollars here; `outside` is no"
        " sector of the four.\n\n" + _table(("sector", "good", "$ billion"), rows)
    )


def _codes(by_code: dict[str, Decimal]) -> str:
    rows = [
        (psc, code.title.capitalize(), _sectors(psc), _goods(psc), f"{by_code[psc] / 10**6:,.0f}", standing(psc)[0].reason)
        for psc, code in sorted(codes().items())
        if psc[0].isdigit() and not code.last_day and standing(psc)
    ]
    head = ("code", "title", "sector", "goods, the principal first", "$ million", "why")
    return "\n## The codes in use\n\n" + _table(head, ((*row[:-1], row[-1].replace("|", "/")) for row in rows))


def _sectors(psc: str) -> str:
    return ", ".join(dict.fromkeys(row.sector for row in standing(psc) if row.sector)) or "-"


def _goods(psc: str) -> str:
    """Each good once, with the strength that is surest for it."""
    said: dict[str, str] = {}
    for row in standing(psc):
        said.setdefault(row.good or "", row.strength)
    return "; ".join(f"{good} ({_plain(s)})" if good else _plain(s) for good, s in said.items())


def _plain(strength: str) -> str:
    return strength.replace("_", " ")
