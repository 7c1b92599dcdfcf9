"""Engines with all bundled knowledge in their hands: from actions to classified, exposed lines, awards and suppliers."""

from __future__ import annotations

from dataclasses import dataclass

from buyfair import catalogue
from buyfair.classify.lines import ABROAD_COLUMNS, BRIDGE_COLUMNS, INSIDE_COLUMNS, KIND_COLUMNS, Classified, classify
from buyfair.columns.engine import Engine, TableExpression
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.goods import reach
from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import bridge, kind
from buyfair.knowledge.sectors import sectors
from buyfair.measure.awards import awards, suppliers
from buyfair.measure.exposure import LISTING_COLUMNS, PAIR_COLUMNS, REACH_COLUMNS, exposures, line_classes, profiles
from buyfair.terms.clock import Clock


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engine says of lines, each a table: lines with class and reason, their exposures, awards, suppliers.

    `goods` and `found` are the steps between: every good a line may be, every distinct way a good met a listing.
    """

    lines: TableExpression
    exposures: TableExpression
    awards: TableExpression
    suppliers: TableExpression
    goods: TableExpression
    found: TableExpression


def judge_actions(engine: Engine, actions: TableExpression, clock: Clock | None = None) -> Judged:
    """Classifies and exposes actions (a table with the columns of records ACTIONS) with all bundled knowledge."""
    clock = clock or Clock()
    classified = _classified(engine, actions)
    clock.stage("classify")
    found, pairs = _profiles(engine, classified)
    lines = line_classes(engine, classified.lines, classified.goods, found, inside_us())
    clock.stage("expose")
    judged = awards(engine, lines)
    firms = suppliers(engine, judged)
    clock.stage("sum")
    return Judged(lines, exposures(lines, classified.goods, found, pairs), judged, firms, classified.goods, found)


def _classified(engine: Engine, actions: TableExpression) -> Classified:
    """Hands the classification its knowledge as tables."""
    met = engine.rows(actions.filter(actions.psc.notnull()).select("psc").distinct())
    bought = {str(row["psc"]) for row in met}
    kinds = [
        (psc, k.item, k.contains_goods) for psc in sorted(bought) if psc in codes() and (k := kind(psc)) is not None
    ]
    here = [b for b in bridge() if b.psc in bought]
    patterns = sorted({p for b in here for p in (b.sharpen, b.contradict) if p})
    numbers = {"": 0, **{p: n for n, p in enumerate(patterns, start=1)}}
    manual = [(psc, s.id) for s in sectors().values() for psc, _ in s.manual_work]
    return classify(
        engine,
        actions,
        engine.values(
            "bridge",
            BRIDGE_COLUMNS,
            (
                (b.psc, b.place, b.good, b.strength, b.depth, b.sector, numbers[b.sharpen], numbers[b.contradict])
                for b in here
            ),
        ),
        patterns,
        engine.values("kinds", KIND_COLUMNS, kinds),
        engine.values("abroad", ABROAD_COLUMNS, sorted(manual)),
        engine.values("inside_us", INSIDE_COLUMNS, ([code] for code in inside_us())),
    )


def _profiles(engine: Engine, classified: Classified) -> tuple[TableExpression, TableExpression]:
    """Hands the measure its knowledge of goods and lists as tables."""
    reached = engine.values(
        "reach", REACH_COLUMNS, ((r.good, r.listed_good, r.relation, r.depth, r.raw) for r in reach())
    )
    listed = engine.values(
        "listings",
        LISTING_COLUMNS,
        ((*key, "|".join(where)) for key, where in catalogue.countries_of_listings().items()),
    )
    pairs = engine.values(
        "pairs",
        PAIR_COLUMNS,
        (
            (p.good, p.country, p.harm, p.list_id, p.edition, p.listed_from, p.known_from)
            for p in catalogue.listed_pairs()
        ),
    )
    return profiles(engine, classified.lines, classified.goods, reached, listed, pairs, inside_us()), pairs
