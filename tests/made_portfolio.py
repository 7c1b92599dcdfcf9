"""Makes a portfolio for the laws of the policy lab: awards told much or little, as an assessed folder tells them, by seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from buyfair.columns.engine import Engine
from buyfair.feed_facts import purchase_of
from buyfair.judge.facts import Interval, Purchase
from buyfair.knowledge import facts as f
from buyfair.knowledge.sectors import sectors
from buyfair.records.duties import FACTS
from buyfair.reform.law import OFFERS, lab_facts
from buyfair.reform.portfolio import OTHER_SIZE, SMALL, Portfolio
from buyfair.terms.exposure import OUTSIDE_SECTORS

Row = dict[str, Any]

AWARDS: dict[str, Any] = {
    **dict.fromkeys(("award_id", "piid", "supplier", "supplier_name", "agency", "good", "size", "state", "district", "exposure",
                     "country", "sector", "parent_piid", "psc", "item"), "text"),
    "dollars": "money", **dict.fromkeys(("first_action", "last_action", "ends", "ends_with_options", "contract_day"), "day"),
    "offers": "count", "manufacturer_of_goods": "flag",
}  # fmt: skip
MORE: dict[str, Any] = {"method": "text", "uses_at": "text", **dict.fromkeys(
    ("cots", "counts_as_service", "xinjiang_labor", "protective_equipment", "half_covered_material", "mill_product"), "flag"
)}  # fmt: skip
"""Facts that no feed tells, told here all the same: what nobody tells cannot be lost."""
LAB = {fact.key: "text" if fact.values else "flag" for fact in lab_facts() if fact is not OFFERS}
TOLD: dict[str, Any] = {
    **{c.name: c.kind for c in FACTS.columns}, **MORE, "offers_low": "count", "offers_high": "count", **LAB
}  # fmt: skip

BOUGHT: tuple[tuple[str, str | None, str, bool], ...] = (
    ("supply", "garments", "8405", False), ("supply", "rubber gloves", "6515", False), ("supply", "coffee", "8955", True),
    ("supply", "beef", "8905", True), ("supply", None, "7210", False), ("supply", None, "5998", False),
    ("supply", "electronics", "7021", False), ("service", None, "S206", False), ("construction", None, "Y1AA", False),
)  # fmt: skip
"""Item, good and code that go together, and whether such things may travel in bulk."""
SECTORS = (*sectors(), OUTSIDE_SECTORS)
DAYS = (date(2012, 5, 1), date(2016, 1, 1), date(2020, 9, 30), date(2020, 10, 1), date(2023, 3, 1), date(2025, 9, 30),
        date(2025, 10, 1), date(2026, 4, 1))  # fmt: skip
VALUES = ("0", "0.01", "14999.99", "15000", "15000.01", "200000", "250000.01", "350000", "500000", "550000", "550000.01",
          "700000", "700000.01", "5000000", "9000000")  # fmt: skip
ORIGINS = ("CHN", "BGD", "USA", "MEX", "CAN")
KNOWN_DAY = date(2026, 6, 1)
ALWAYS_TOLD = ("award_id", "tier_low", "tier_high")


def facts(pick: random.Random, award: str) -> Row:
    """All facts of one award, told consistently."""
    item, good, psc, bulk = pick.choice(BOUGHT)
    solicited = pick.choice(DAYS)
    awarded = solicited + timedelta(days=pick.choice((0, 90, 400)))
    value, days = Decimal(pick.choice(VALUES)), pick.choice((30, 120, 121, 365))
    tier, offers = pick.choice((0, 0, 0, 1)), pick.choice((1, 2, 5))
    told: Row = {name: pick.random() < 0.5 for name, kind in TOLD.items() if kind == "flag"}
    told["protective_equipment"] &= good == "rubber gloves"
    for key in (k for k in told if f"{k}_or_material" in told):
        told[f"{key}_or_material"] |= told[key]
    return {
        **told, "award_id": award, "agency": pick.choice(f.AGENCY.values), "sol_date": solicited, "award_date": awarded,
        "awarded_by": awarded + timedelta(days=pick.choice((0, 30))), "tier_low": tier, "tier_high": tier, "set_aside": None,
        "performance_days_low": days, "performance_days_high": days, "item": item, "good": good, "psc": psc,
        "value_low": value, "value_high": value, "bulk_cargo": bulk and told["bulk_cargo"],
        "origin": pick.choice(ORIGINS), "method": pick.choice(f.METHOD.values), "uses_at": pick.choice(f.USES_AT.values),
        "offers_low": offers, "offers_high": offers, "sector": pick.choice(SECTORS),
    }  # fmt: skip


def forgotten(pick: random.Random, row: Row, share: float) -> Row:
    """The same award told less: each fact is gone with this chance; of a number sometimes only its upper end."""
    found = {name: None if name not in ALWAYS_TOLD and pick.random() < share else value for name, value in row.items()}
    for name in (n.removesuffix("_low") for n in row if n.endswith("_low") and n not in ALWAYS_TOLD):
        if found[f"{name}_low"] is None:
            found[f"{name}_high"] = None
    return found


def award(pick: random.Random, told: Mapping[str, Any]) -> Row:
    """What the portfolio knows of the award beside its facts: names, places, days, some of it not recorded."""
    firm = None if pick.random() < 0.1 else pick.randrange(300)
    began = pick.choice((date(2024, 11, 5), date(2025, 9, 1), date(2026, 5, 1)))
    ends = pick.choice((None, *(KNOWN_DAY + timedelta(days=n) for n in (-400, -1, 0, 200, 700, 2500))))
    options = pick.choice((None, *(KNOWN_DAY + timedelta(days=n) for n in (-1, 300, 800, 4000))))
    state, cents = pick.choice((None, "CA", "TX")), pick.choice((0, 100, 123_456_789))
    return {
        "award_id": told["award_id"], "piid": f"P{told['award_id']}", "agency": pick.choice((None, "Example Agency", "Second")),
        "supplier": None if firm is None else f"EXAMPLE{firm:05d}",
        "supplier_name": None if firm is None else f"Example Works {firm}",
        "good": told["good"], "size": pick.choice((None, SMALL, OTHER_SIZE)), "state": state,
        "district": None if state is None else f"{state}-0{pick.randint(1, 3)}", "exposure": "unknown",
        "country": told["origin"], "sector": pick.choice(SECTORS), "dollars": Decimal(cents) / 100,
        "first_action": began, "last_action": began, "ends": ends, "ends_with_options": options,
        "parent_piid": pick.choice((None, "V1", "V2")), "psc": told["psc"], "item": told["item"],
        "contract_day": told["award_date"],
        "offers": told["offers_low"], "manufacturer_of_goods": pick.choice((None, True, False)),
    }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Rows:
    """Awards, all facts of each, and what of them is told: of some everything, of most little."""

    awards: list[Row]
    whole: list[Row]
    told: list[Row]


def rows(seed: int, many: int) -> Rows:
    """So many awards by seed."""
    pick = random.Random(seed)
    whole = [facts(pick, f"A{n:05d}") for n in range(many)]
    told = [forgotten(pick, row, pick.choice((0, 0.15, 0.5))) for row in whole]
    return Rows([award(pick, row) for row in told], whole, told)


def portfolio_of(engine: Engine, name: str, awards: Sequence[Row], told: Sequence[Row]) -> Portfolio:
    """These awards as a portfolio of the engine."""
    held, facts_ = (
        engine.values(f"{name}_{what}", kinds, [tuple(row[c] for c in kinds) for row in of])
        for what, kinds, of in (("awards", AWARDS, awards), ("facts", TOLD, told))
    )
    summary = {"day": KNOWN_DAY.isoformat(), "inputs": [{"name": "made.csv", "sha256": "0" * 64}],
               "dates": {"first_action": "2024-11-05", "last_action": "2026-05-01"}, "dollars_are": "transactions"}  # fmt: skip
    return Portfolio(engine, held, facts_, summary, ({"name": "made.parquet", "sha256": "0" * 64},))


def single(row: Row) -> Purchase:
    """The same award as one planned purchase, with the facts of the lab beside those of the law."""
    purchase = purchase_of({name: value for name, value in row.items() if name not in LAB and not name.startswith("offers")})
    low, high = row["offers_low"], row["offers_high"]
    offers = {} if low is None else {OFFERS.key: Interval(Decimal(low), None if high is None else Decimal(high))}
    line = {**(purchase.lines or ({},))[0], **{name: row[name] for name in LAB if row[name] is not None}}
    return replace(purchase, told={**purchase.told, **offers}, lines=(line,))
