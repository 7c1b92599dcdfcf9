"""The list of awards behind a figure: in an order, page by page, each with what was bought, where, by whom, how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from buyfair.cards import titles, words
from buyfair.snapshots import Snapshot
from buyfair.web.portfolio import reading
from buyfair.web.portfolio.address import Asked, queried
from buyfair.web.portfolio.linked import dossier

WAYS = ("sort", "after")
ORDERS = {"rank": "look at first", "dollars": "most dollars", "newest": "latest action", "oldest": "earliest action",
          "decision": "next decision"}  # fmt: skip
"""Orders of the list, as a page says them."""
PER_PAGE = 50


def awards_listed(held: Snapshot, asked: Asked) -> dict[str, Any]:
    """One page of the list, its orders, and the way to the next page.

    Raises: InputRefusedError for an order that there is not, or a mark that no page gave.
    """
    order = asked.shown.get("sort", "rank")
    page = reading.awards(held, asked, order, asked.shown.get("after"), PER_PAGE)
    here = reverse("portfolio_awards")
    return {
        "rows": [_row(row, asked) for row in page.rows],
        "orders": [{"words": says, "address": here + asked.showing(sort=None if name == "rank" else name, after=None),
                    "here": name == order} for name, says in ORDERS.items()],
        "order": ORDERS[order], "per_page": PER_PAGE,
        "awards": words.many(page.awards, "award"), "dollars": words.exact_dollars(page.dollars),
        "taken_back": words.exact_dollars(page.taken_back) if words.money(page.taken_back) else None,
        "first": None if "after" not in asked.shown else here + asked.showing(after=None),
        "next": None if page.after is None else here + asked.showing(after=page.after),
        "not_about": words.NOT_ABOUT_SUPPLIER,
    }  # fmt: skip


def _row(row: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    named = row["supplier_name"] is not None or row["supplier_uei"] is not None
    of = asked.filters.having(supplier=(row["supplier_key"] if named else None,))
    return {
        "rank": words.count(row["rank"]) if row["rank"] is not None else "taken back",
        "address": dossier(row["award_id"]),
        "title": title(row),
        "piid": words.clean(row["piid"] or row["award_id"]),
        "description": words.clean(row["description"] or ""),
        "supplier": words.clean(row["supplier_name"] or "Supplier not told"),
        "supplier_address": reverse("portfolio_awards") + queried(of.pairs()),
        "agency": words.calm(row["agency"] or "Agency not told"),
        "class": words.class_label(row["exposure"]),
        "dollars": words.exact_dollars(row["dollars"]), "exactly": row["dollars"],
        "decision": None if row["decision_day"] is None else
        f"{words.DECISIONS.get(row['decision'], (str(row['decision']), ''))[0]}, {words.long_day(row['decision_day'])}",
    }  # fmt: skip


def title(row: Mapping[str, Any]) -> str:
    """What was bought and where, no surer than the record is."""
    good = titles.good({"good": row["good"], "strength": row["strength"]}) if row["good"] is not None else None
    thing = words.sentence_case(good or "") or (
        words.sector_label(row["sector"]) if row["sector"] == titles.ABROAD
        else words.sentence_case(titles.code_name(row["psc"], row["psc_title"])) or words.thing(row)
    )  # fmt: skip
    met = {"good": row["good"], "psc": row["psc"], "country": row["origin_country"], "reason": row["exposure_reason"]}
    return f"{thing}, {titles.place({**row, 'met': met}, {str(row['country']): str(row['name'])})}"
