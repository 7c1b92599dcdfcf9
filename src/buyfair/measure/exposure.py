"""From goods and recorded origins to exposures: which listing a line met, on what evidence, at what level.

Two tables of knowledge come in. `reach`: one row per good and listed good that it is, may be a kind of, or is made
from (good, listed_good, relation, depth, raw, stage). `listings`: one row per listed good, harm, list, edition
(with all its countries as text), and `pairs`: one row per listed good, country, harm, list, edition with its days.
"""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import at_place, first_true, nothing, place_in, rows_of, text, total
from buyfair.records.table import Kind
from buyfair.terms.exposure import (
    DEPTHS,
    LINE_CLASSES,
    MATCHED,
    NO_LISTING,
    NOT_GOODS,
    POSSIBLE_INPUT,
    POSSIBLE_PLACE,
    TAKEN_BACK,
    UNKNOWN,
)

REACH_COLUMNS: dict[str, Kind] = {
    "good": "text",
    "listed_good": "text",
    "relation": "text",
    "depth": "text",
    "raw": "flag",
}
LISTING_COLUMNS: dict[str, Kind] = {
    "listed_good": "text", "harm": "text", "list": "text", "edition": "text", "listed_countries": "text",
}  # fmt: skip
PAIR_COLUMNS: dict[str, Kind] = {
    "listed_good": "text", "country": "text", "harm": "text", "list": "text", "edition": "text",
    "listed_from": "day", "known_from": "day",
}  # fmt: skip

_KEY = ("listed_good", "harm", "list", "edition")


def profiles(
    engine: Engine, lines: TableExpression, goods: TableExpression, reach: TableExpression,
    listings: TableExpression, pairs: TableExpression, homes: Sequence[str],
) -> TableExpression:  # fmt: skip
    """Every distinct way in which a good, a strength and an origin meet a listing, judged once.

    `homes` are the countries at which the lists do not look. A service row's origin is the place of performance and is
    not used for goods.
    """
    met = _met(lines.select("line_id", "origin_country"), goods)
    ways = engine.keep("ways", met.select("good", "strength", "origin", bridge_depth="depth").distinct())
    reached = ways.join(reach, "good").join(listings, "listed_good")
    here = pairs.select(*_KEY, origin="country").distinct().mutate(listed_here=True)
    met_here = reached.left_join(here, [*_KEY, "origin"])
    met_here = met_here.select(*(c for c in met_here.columns if not c.endswith("_right")))
    return engine.keep("profiles", _judged(met_here, homes))


def _judged(met: TableExpression, homes: Sequence[str]) -> TableExpression:
    """Level, evidence and depth of each way; ways that met nothing fall out."""
    is_good = (met.bridge_depth == text("good")) & (met.relation != text("input"))
    itself = is_good & (met.relation == text("itself"))
    here = met.listed_here.fill_null(False)
    sure = met.strength == text("is")
    evidence = first_true(
        (~is_good, text("input_listed")),
        (itself & sure & here, text("recorded_origin")),
        (here, text("may_be_listed")),
        (met.origin.isnull(), text("place_not_recorded")),
        (met.raw, text("stage_not_recorded")),
        otherwise=nothing(),
    )
    deeper = first_true(
        (place_in(DEPTHS, met.bridge_depth) > place_in(DEPTHS, met.depth), met.bridge_depth), otherwise=met.depth
    )
    judged = met.mutate(
        evidence=evidence,
        final_depth=deeper,
        input_good=first_true((met.listed_good != met.good, met.listed_good), otherwise=nothing()),
        country=first_true((here & ~met.origin.isin(homes), met.origin), otherwise=nothing()),
    )
    level = first_true((judged.evidence == text("recorded_origin"), text("matched")), otherwise=text("possible"))
    judged = judged.mutate(level=level)
    return judged.filter(judged.evidence.notnull()).select(
        "good", "strength", "bridge_depth", "origin", "listed_good", "input_good", "country", "listed_countries",
        "harm", "evidence", "level", "list", "edition", depth="final_depth",
    )  # fmt: skip


def line_classes(
    engine: Engine, lines: TableExpression, goods: TableExpression, found: TableExpression, homes: Sequence[str]
) -> TableExpression:
    """Adds `exposure` and `exposure_reason` to every line: the highest that any of its goods reaches.

    Main material at most: a trace input never lifts a line.
    """
    best = _best_of_goods(lines, goods, found)
    lines = lines.left_join(best, "line_id").drop("line_id_right")
    at_home = lines.origin_country.isin(homes)
    foreign = (~at_home).fill_null(False)
    service = (lines.item != text("supply")).fill_null(False)
    sure = (lines.strength == text("is")) | (lines.strength == text("none"))
    wordless = lines.description.isnull() & lines.words_matter.fill_null(False)
    pairs = (
        (lines.reached.notnull(), at_place(LINE_CLASSES, lines.reached), lines.reached_by),
        ((lines.strength == text("not_goods")) & wordless, text(UNKNOWN), text("no_description")),
        (lines.strength == text("not_goods"), text(NOT_GOODS), text("not_goods")),
        (lines.classified_by == text("words contradict"), text(UNKNOWN), text("words_contradict")),
        (service & lines.strength.isnull() & (lines.contains_goods == text("no")), text(NOT_GOODS), text("service")),
        (service & (lines.contains_goods == text("may")), text(UNKNOWN), text("service_may_contain_goods")),
        (lines.psc.isnull(), text(UNKNOWN), text("no_psc")),
        (lines.strength.isnull(), text(UNKNOWN), text("not_bridged")),
        (lines.strength == text("not_bridged"), text(UNKNOWN), text("not_bridged")),
        (~sure, text(UNKNOWN), text("mixed")),
        (wordless & foreign, text(UNKNOWN), text("no_description")),
        (foreign & ~service, text(NO_LISTING), text("nothing_found")),
        (at_home, text(UNKNOWN), text("origin_us")),
    )
    return engine.keep(
        "judged_lines",
        lines.mutate(
            exposure=first_true(*((when, then) for when, then, _ in pairs), otherwise=text(UNKNOWN)),
            exposure_reason=first_true(*((when, why) for when, _, why in pairs), otherwise=text("origin_not_recorded")),
        ).drop("reached", "reached_by", "contains_goods", "words_matter"),
    )


_EVIDENCE_ORDER = ("recorded_origin", "place_not_recorded", "stage_not_recorded", "may_be_listed", "input_listed")
_EVIDENCE_CLASS = {
    "recorded_origin": MATCHED,
    "place_not_recorded": POSSIBLE_PLACE,
    "stage_not_recorded": POSSIBLE_PLACE,
    "may_be_listed": POSSIBLE_INPUT,
    "input_listed": POSSIBLE_INPUT,
}


def _best_of_goods(lines: TableExpression, goods: TableExpression, found: TableExpression) -> TableExpression:
    counted = found.filter(found.depth != text("trace"))
    place = counted.mutate(
        class_place=first_true(
            *((counted.evidence == text(e), place_in(LINE_CLASSES, text(c))) for e, c in _EVIDENCE_CLASS.items())
        ),
        evidence_place=place_in(_EVIDENCE_ORDER, counted.evidence),
    )
    way = place.group_by("good", "strength", "bridge_depth", "origin").agg(
        class_place=place.class_place.min(), evidence_place=place.evidence_place.min()
    )
    met = _met(lines.select("line_id", "origin_country"), goods)
    known = met.join(way, [met.good == way.good, met.strength == way.strength, met.depth == way.bridge_depth,
                           met.origin.identical_to(way.origin)])  # fmt: skip
    best = known.group_by("line_id").agg(reached=known.class_place.min(), why=known.evidence_place.min())
    return best.select("line_id", "reached", reached_by=at_place(_EVIDENCE_ORDER, best.why))


def exposures(
    lines: TableExpression, goods: TableExpression, found: TableExpression, pairs: TableExpression
) -> TableExpression:
    """One row per line, good, listed good, harm, evidence, level, list, edition, with `listed_then`."""
    met = _met(lines.select("line_id", "origin_country", "action_date"), goods).rename(goods_depth="depth")
    f = found
    rows = met.join(f, [met.good == f.good, met.strength == f.strength, met.goods_depth == f.bridge_depth,
                        met.origin.identical_to(f.origin)])  # fmt: skip
    rows = rows.select("line_id", "good", "listed_good", "input_good", "country", "listed_countries", "harm",
                       "evidence", "level", "depth", "list", "edition", "action_date").distinct()  # fmt: skip
    return _listed_then(rows, pairs)


def _listed_then(rows: TableExpression, pairs: TableExpression) -> TableExpression:
    """Whether the pair stood on the list on the action's day.

    Where the line met no single country, any country of the listing counts. Not known before the first edition held.
    """
    one = pairs.select(*_KEY, "country", "listed_from", "known_from")
    whole = pairs.group_by(*_KEY).agg(listed_from=pairs.listed_from.min(), known_from=pairs.known_from.min())
    met = rows.filter(rows.country.notnull()).join(one, [*_KEY, "country"])
    elsewhere = rows.filter(rows.country.isnull()).join(whole, [*_KEY])
    columns = (*rows.columns, "listed_from", "known_from")
    both = rows_of(met.select(*columns), elsewhere.select(*columns))
    return both.mutate(
        listed_then=first_true(
            (both.action_date < both.known_from, nothing("boolean")), otherwise=both.action_date >= both.listed_from
        )
    )


def award_harms(
    lines: TableExpression, awards: TableExpression, goods: TableExpression, found: TableExpression
) -> TableExpression:
    """Dollars of awards per harm that reaches one of their lines, main material at most; awards taken back fall out.

    Not disjoint: an award reached by two harms counts under both. Unit: US dollars.
    """
    met = _met(lines.select("line_id", "award_id", "origin_country"), goods)
    f = found.filter(found.depth != text("trace"))
    ways = f.select("good", "strength", "bridge_depth", "origin", "harm", "level").distinct()
    joined = met.join(ways, [met.good == ways.good, met.strength == ways.strength, met.depth == ways.bridge_depth,
                             met.origin.identical_to(ways.origin)])  # fmt: skip
    by_award = joined.group_by("award_id", "harm").agg(level_place=place_in(("matched",), joined.level).min())
    standing = awards.filter(awards.exposure != text(TAKEN_BACK)).select("award_id", "dollars")
    summed = by_award.join(standing, "award_id")
    return summed.group_by("harm").agg(
        matched=total(summed.dollars, summed.level_place == 0), possible=total(summed.dollars, summed.level_place > 0)
    )


def _met(lines: TableExpression, goods: TableExpression) -> TableExpression:
    """Goods with the origin that counts for them: a service row's origin is the place of performance, not of making."""
    met = goods.join(lines, "line_id")
    return met.mutate(origin=first_true((~met.from_service, met.origin_country), otherwise=nothing())).drop(
        "origin_country"
    )
