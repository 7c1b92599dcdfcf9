"""What the search box finds in the portfolio: awards, suppliers and vehicles, each with why it met the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from buyfair.browse_filters import Filters
from buyfair.cards import words as say
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.core.search import Hit
from buyfair.web.portfolio import reading
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.linked import dossier


def hits(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Awards by number, supplier or description; suppliers by name or UEI; vehicles by number. For buyers and oversight."""
    held = reading.held()
    if held is None or not actor.roles & (BUYERS | OVERSIGHT):
        return []
    try:
        found = reading.search(held, words, limit)
    except InputRefusedError:
        return []
    return [*map(_supplier, found.suppliers), *map(_vehicle, found.vehicles), *(_award(row, words) for row in found.awards)]


def _award(row: Mapping[str, Any], words: str) -> Hit:
    bought = say.good_label(row["good"]) if row["good"] is not None else "Award"
    title = f"{say.clean(row['piid'] or row['award_id'])}: {bought}, {say.short_dollars(row['dollars'])}"
    return Hit(title, dossier(row["award_id"]), "Awards", "; ".join(_met(row, words)))


def _met(row: Mapping[str, Any], words: str) -> Iterator[str]:
    """Where the words stand, else who sold it to whom."""
    told = words.upper().split()
    names = {"award_id": "its id", "piid": "its number", "supplier_name": "its supplier", "description": "its description"}
    for column, says in names.items():
        if any(word in str(row[column] or "").upper() for word in told):
            yield f"{says}: {say.clean(row[column])[:160]}"


def _supplier(row: Mapping[str, Any]) -> Hit:
    name = say.clean(row["supplier_name"] or row["supplier_key"])
    asked = Asked(Filters(supplier=(row["supplier_key"],)))
    of = f"{say.many(int(row['awards']), 'award')}, {say.short_dollars(row['dollars'])}"
    why = f"{of}; identifier {say.clean(row['supplier_key'])}"
    return Hit(name, reverse("portfolio") + asked.query, "Suppliers", why)


def _vehicle(row: Mapping[str, Any]) -> Hit:
    asked = Asked(Filters(vehicle=(f"{row['parent_piid']}:{row['parent_agency_code'] or ''}",)))
    of = say.agency(row["parent_agency"], row["parent_agency_code"]) or "agency not told"
    why = f"{say.many(int(row['awards']), 'award')} under it, {say.short_dollars(row['dollars'])}; {of}"
    return Hit(say.clean(row["parent_piid"]), reverse("portfolio") + asked.query, "Vehicles", why)
