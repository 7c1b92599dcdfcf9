"""The sheets of what to ask: one per good and country that stands out, and per country where labor is bought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from buyfair import catalogue
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import Reach, goods, reach
from buyfair.knowledge.questions import MOST, NOT_RECORDED, RECORDED, SERVICE, Question, Subject, chosen, suiting
from buyfair.terms.exposure import DEPTHS
from buyfair.terms.harm import Harm

LIMIT = 12
INPUTS_SHOWN = 10
LABOR_SERVICES = "Labor services abroad"
FORCED = (Harm.FORCED_LABOR, Harm.FORCED_CHILD_LABOR)

Row = Mapping[str, Any]


def sheets(
    summary_pairs: Sequence[Row], not_recorded: Sequence[Row], services: Sequence[Row], limit: int = LIMIT
) -> list[dict[str, Any]]:
    """What to ask, most exposed first: goods with their country, listed goods without one, then services by place.

    Of each six sheets one is kept for goods without a place and one for services, where there are any. Services name
    no good. The order of the rows given changes nothing.
    """
    pairs = sorted(summary_pairs, key=_weight)
    placeless, worked = sorted(not_recorded, key=_weight), sorted(services, key=_weight)
    kept = limit // 6
    of_services = min(len(worked), max(kept, limit - len(pairs) - len(placeless)))
    of_placeless = min(len(placeless), max(kept, limit - len(pairs) - of_services))
    of_pairs = min(len(pairs), limit - of_placeless - of_services)
    return [
        *(_sheet(row, row["country"]) for row in pairs[:of_pairs]),
        *(_sheet(row, None) for row in placeless[:of_placeless]),
        *(_service(row) for row in worked[:of_services]),
    ]


def _weight(row: Row) -> tuple[Decimal | str, ...]:
    amounts = (-Decimal(row.get(name) or 0) for name in ("matched", "possible", "dollars"))
    return (*amounts, str(row.get("good")), str(row.get("country")))


def sheet_questions(good: str, country: str | None, most: int = MOST) -> tuple[Question, ...]:
    """The questions about a good from a country (ISO alpha-3), or from a place that is not recorded."""
    return chosen(_subject(good, country), most)


def may_be_asked(good: str, country: str | None) -> tuple[Question, ...]:
    """Every question that suits a good from a country, however many: what a short sheet leaves out too."""
    return suiting(_subject(good, country))


def service_questions(country: str | None) -> tuple[Question, ...]:
    """The questions about labor services performed in a country."""
    return chosen(Subject(SERVICE, country, None, {}, frozenset(), frozenset(), frozenset()))


def _sheet(row: Row, country: str | None) -> dict[str, Any]:
    good = str(row["good"])
    found = {p.harm for p in _listed(good, country)}
    return {
        "good": good,
        "good_label": f"{good[:1].upper()}{good[1:]}",
        **_place_and_money(row, country),
        "harms": [h.value for h in Harm if h in found],
        "listings": _listings(good, country),
        "inputs": _inputs(good, country),
        "questions": _written(sheet_questions(good, country)),
    }


def _service(row: Row) -> dict[str, Any]:
    return {
        "good": None,
        "good_label": LABOR_SERVICES,
        **_place_and_money(row, row["country"]),
        "harms": [],
        "listings": [],
        "inputs": [],
        "questions": _written(service_questions(row["country"])),
    }


def _place_and_money(row: Row, country: str | None) -> dict[str, Any]:
    return {
        "country": country,
        "name": None if country is None else countries()[country].name,
        "awards": row["awards"],
        "dollars": row["dollars"],
        "matched": row.get("matched", "0.00"),
        "possible": row.get("possible", "0.00"),
    }


def _written(asked: Iterable[Question]) -> list[dict[str, str]]:
    return [{"asks": q.asks, "document": q.document, "clause": q.clause, "why": q.why} for q in asked]


def _listed(good: str, country: str | None) -> list[catalogue.ListedPair]:
    """The pairs of this very good: with the country, or with any where none is recorded."""
    return [p for p in _pairs_of().get(good, ()) if country in (None, p.country)]


@cache
def _pairs_of() -> dict[str, tuple[catalogue.ListedPair, ...]]:
    found: dict[str, list[catalogue.ListedPair]] = {}
    for pair in catalogue.listed_pairs():
        found.setdefault(pair.good, []).append(pair)
    return {good: tuple(held) for good, held in found.items()}


@cache
def _below() -> dict[str, tuple[Reach, ...]]:
    """Per good itself, its kinds and the chain of its inputs, nearest first."""
    found: dict[str, list[Reach]] = {}
    for r in reach():
        found.setdefault(r.good, []).append(r)
    return {good: tuple(held) for good, held in found.items()}


def _listings(good: str, country: str | None) -> list[dict[str, str]]:
    """The listings of the pair; without a country one per list and harm, from the first day it named any country."""
    titles = {card.id: card.title for card in catalogue.cards()}
    first = {
        (p.list_id, p.edition, p.harm): p.somewhere_from if country is None else p.listed_from
        for p in _listed(good, country)
    }
    return [
        {"list": list_id, "title": titles[list_id], "edition": edition, "harm": harm, "listed_from": day.isoformat()}
        for (list_id, edition, harm), day in sorted(first.items())
    ]


def _inputs(good: str, country: str | None) -> list[dict[str, Any]]:
    """Inputs that a list names for some country, main materials first, then those of the same country, then the nearest.

    A kind of the good that is listed for the very country stands first, with the depth of the good itself.
    """
    found = []
    for step, r in enumerate(_below()[good]):
        held = {p.country for p in _listed(r.listed_good, None)}
        if r.relation == "input" and held or r.relation == "kind" and country in held:
            key = (DEPTHS.index(r.depth), country not in held, step)
            shown = held if r.relation == "input" else {country}
            found.append((key, r, sorted(countries()[c].name for c in shown if c is not None)))
    return [
        {"good": r.listed_good, "label": f"{r.listed_good[:1].upper()}{r.listed_good[1:]}", "depth": r.depth,
         "countries": names}
        for _, r, names in sorted(found, key=lambda f: f[0])[:INPUTS_SHOWN]
    ]  # fmt: skip


def _subject(good: str, country: str | None) -> Subject:
    """What the questions turn on: harms of the pair, its kinds and main materials; a missing country widens them."""
    near = {r.listed_good: r for r in _below()[good]}
    own = [p for r in near.values() if r.relation != "input" for p in _listed(r.listed_good, country)]
    main = [r for r in near.values() if r.relation == "input" and r.depth != DEPTHS[-1]]
    pairs = [*own, *(p for r in main for p in _listed(r.listed_good, None))]
    return Subject(
        place=NOT_RECORDED if country is None else RECORDED,
        country=country,
        stage=goods()[good].stage,
        near={name: r.depth for name, r in near.items()},
        own=frozenset(p.harm for p in own),
        harms=frozenset(p.harm for p in pairs),
        forced_in=frozenset(p.country for p in pairs if p.harm in FORCED),
    )
