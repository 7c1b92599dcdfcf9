"""From goods and recorded origins to exposures: which listing a line met, on what evidence, at what level.

Two tables of knowledge come in. `reach`: one row per good and listed good that it is, may be a kind of, or is made
from (good, listed_good, relation, depth, raw, stage). `listings`: one row per listed good, harm, list, edition
(with all its countries as text), and `pairs`: one row per listed good, country, harm, list, edition with its days.
"""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import (
    all_of_them,
    at_place,
    first_true,
    least,
    nothing,
    numbered,
    place_in,
    rows_of,
    same,
    text,
    yes,
)
from buyfair.records.table import Kind
from buyfair.terms.exposure import (
    DEPTHS,
    LINE_CLASSES,
    MATCHED,
    NO_LISTING,
    NOT_GOODS,
    POSSIBLE_INPUT,
    POSSIBLE_PLACE,
    STRENGTHS,
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
    "listed_from": "day", "gone_from": "day", "back_from": "day", "somewhere_from": "day", "known_from": "day",
    "began": "day",
}  # fmt: skip
"""The days of a pair: on the list since `listed_from`, away from `gone_from` until `back_from`; any country was listed for
the good since `somewhere_from`. Before `known_from` nobody here knows, before `began` there was no list.
"""

WITHIN_LINE = "exposure"
"""The column that tells the order of the exposures of one line."""
_KEY = ("listed_good", "harm", "list", "edition")
_ROW = ("good", "input_good", "harm", "evidence", "level", "list", "edition", "country", "listed_countries", "depth",
        "listed_good")  # fmt: skip


def expose(
    engine: Engine, kinds_of_lines: TableExpression, goods: TableExpression, reach: TableExpression,
    listings: TableExpression, pairs: TableExpression, homes: Sequence[str], harms: Sequence[str],
) -> tuple[TableExpression, TableExpression]:  # fmt: skip
    """Every kind of line with its class of exposure, and every exposure that one of them has.

    `homes` are the countries at which the lists do not look. A service row's origin is the place of performance and is
    not used for goods.

    Kinds of lines gain: exposure, exposure_reason, class_place, one place per harm (0 matched, 1 possible), could_match
    (no origin is recorded, and one would match a listing of the good itself), `exposed`, the numbers of their
    exposures, ascending: that is their order by key, and what lifted them to their class: `met_good`, how surely it is
    this good (`met_strength`), whether the good itself was bought or something made of it (`met_depth`), and how many goods
    that they may be met a listing (`met_goods`); where none did, their principal good. An exposure carries the first day on
    which the pair, or any pair of the listing, stood on the list, and the day of the first edition held.
    """
    k = kinds_of_lines
    k = k.mutate(origin=first_true((k.item == text("supply"), k.origin_country), otherwise=nothing()))
    spots = engine.keep("spots", k.filter(k.goods.notnull()).select("goods", "origin").distinct())
    met = spots.join(goods, "goods").rename(bridge_depth="depth")
    ways = engine.keep("ways", met.select("good", "strength", "bridge_depth", "origin").distinct())
    found = engine.keep("found", _numbered(_judged(_meetings(ways, reach, listings, pairs), homes)))
    of_spot = met.join(found, [*same(met, found, good="good", strength="strength", bridge_depth="bridge_depth",
                                     origin="origin")])  # fmt: skip
    principal = k.filter(k.goods.notnull()).group_by("goods").agg(principal=k.good.min())
    of_spot = of_spot.join(principal, "goods")
    best = engine.keep("best", _best(of_spot, harms))
    joined = k.left_join(best, same(k, best, goods="goods", origin="origin")).drop("goods_right", "origin_right", "origin")
    judged = engine.keep("alike_judged", _classes(joined, homes))
    return judged, engine.keep("exposures_met", _listed(found.select("exposure", *_ROW).distinct(), pairs))


def _meetings(
    ways: TableExpression, reach: TableExpression, listings: TableExpression, pairs: TableExpression
) -> TableExpression:
    """Every way in which a good, a strength and an origin meet a listing, with whether that origin is on it."""
    reached = ways.join(reach, "good").join(listings, "listed_good")
    here = pairs.select(*_KEY, origin="country").distinct().mutate(listed_here=True)
    met = reached.left_join(here, [*_KEY, "origin"])
    return met.select(*(c for c in met.columns if not c.endswith("_right")))


def _judged(met: TableExpression, homes: Sequence[str]) -> TableExpression:
    """Level, evidence and depth of each way; ways that met nothing fall out."""
    is_good = (met.bridge_depth == text("good")) & (met.relation != text("input"))
    here = met.listed_here.fill_null(False)
    certain = is_good & (met.relation == text("itself")) & (met.strength == text("is"))
    unplaced = met.origin.isnull()
    evidence = first_true(
        (~is_good, text("input_listed")),
        (certain & here, text("recorded_origin")),
        (here, text("may_be_listed")),
        (certain & unplaced, text("place_not_recorded")),
        (certain & met.raw, text("stage_not_recorded")),
        (unplaced | met.raw, text("contents_not_recorded")),
        otherwise=nothing(),
    )
    deeper = first_true(
        (place_in(DEPTHS, met.bridge_depth) > place_in(DEPTHS, met.depth), met.bridge_depth), otherwise=met.depth
    )
    judged = met.mutate(
        evidence=evidence,
        depth=deeper,
        input_good=first_true((met.listed_good != met.good, met.listed_good), otherwise=nothing()),
        country=first_true((here & ~met.origin.isin(homes), met.origin), otherwise=nothing()),
    )
    level = first_true((judged.evidence == text("recorded_origin"), text("matched")), otherwise=text("possible"))
    return judged.mutate(level=level).filter(judged.evidence.notnull()).select(
        "strength", "bridge_depth", "origin", *_ROW
    )


def _numbered(found: TableExpression) -> TableExpression:
    """Exposures by number, in the order of their key; two ways to the same exposure share one."""
    return found.mutate(exposure=numbered(*(found[c] for c in _ROW)))


def _best(of_spot: TableExpression, harms: Sequence[str]) -> TableExpression:
    """The highest class that any good of a set reaches from an origin, main material at most: a trace lifts nothing."""
    counted = of_spot.depth != text("trace")
    matched = place_in((MATCHED,), of_spot.level)
    surest = least(
        why=place_in(_EVIDENCE_ORDER, of_spot.evidence), unsure=place_in(STRENGTHS, of_spot.strength),
        other=(of_spot.good != of_spot.principal).cast("int64"), deep=place_in(DEPTHS, of_spot.bridge_depth), good=of_spot.good,
    )  # fmt: skip
    found = of_spot.group_by("goods", "origin").agg(
        could_match=yes(of_spot.evidence == text("place_not_recorded")) > 0,
        exposed=all_of_them(of_spot.exposure, of_spot.exposure.notnull()),
        **{f"harm_{h}": matched.min(where=counted & (of_spot.harm == text(h))) for h in harms},
    )
    lifted = of_spot.filter(counted).group_by("goods", "origin").agg(by=surest, met_goods=of_spot.good.nunique())
    lifted = lifted.select(
        "goods", "origin", why=lifted.by["why"], met_good=lifted.by["good"], met_goods=lifted.met_goods,
        met_strength=at_place(STRENGTHS, lifted.by["unsure"]), met_depth=at_place(DEPTHS, lifted.by["deep"]),
    )  # fmt: skip
    joined = found.left_join(lifted, same(found, lifted, goods="goods", origin="origin"))
    return joined.drop("goods_right", "origin_right")


def _classes(lines: TableExpression, homes: Sequence[str]) -> TableExpression:
    """Adds class and reason: the highest class that any of the goods reaches."""
    at_home = lines.origin_country.isin(homes)
    foreign = (~at_home).fill_null(False)
    service = (lines.item != text("supply")).fill_null(False)
    sure = (lines.strength == text("is")) | (lines.strength == text("none"))
    wordless = lines.description.isnull() & lines.words_matter
    no_goods = service & lines.strength.isnull() & (lines.contains_goods == text("no"))
    pairs = (
        (lines.why.notnull(), at_place(_CLASS_OF_EVIDENCE, lines.why), at_place(_EVIDENCE_ORDER, lines.why)),
        ((lines.strength == text("not_goods")) & wordless, text(UNKNOWN), text("no_description")),
        (lines.strength == text("not_goods"), text(NOT_GOODS), text("not_goods")),
        (lines.contradicted, text(UNKNOWN), text("words_contradict")),
        (no_goods & wordless, text(UNKNOWN), text("no_description")),
        (no_goods, text(NOT_GOODS), text("service")),
        (lines.disagree, text(UNKNOWN), text("codes_disagree")),
        (service & (lines.contains_goods == text("may")), text(UNKNOWN), text("service_may_contain_goods")),
        (lines.psc.isnull(), text(UNKNOWN), text("no_psc")),
        (lines.strength.isnull(), text(UNKNOWN), text("not_bridged")),
        (lines.strength == text("not_bridged"), text(UNKNOWN), text("not_bridged")),
        (~sure, text(UNKNOWN), text("mixed")),
        (wordless & foreign, text(UNKNOWN), text("no_description")),
        (lines.unchecked & foreign & ~service, text(UNKNOWN), text("no_naics")),
        (foreign & ~service, text(NO_LISTING), text("nothing_found")),
        (at_home, text(UNKNOWN), text("origin_us")),
    )
    exposure = first_true(*((when, then) for when, then, _ in pairs), otherwise=text(UNKNOWN))
    reason = first_true(*((when, why) for when, _, why in pairs), otherwise=text("origin_not_recorded"))
    met = lines.why.notnull()
    judged = lines.mutate(
        exposure=exposure, exposure_reason=reason, met_good=first_true((met, lines.met_good), otherwise=lines.good),
        met_strength=first_true((met, lines.met_strength), otherwise=lines.strength),
        met_depth=first_true((met, lines.met_depth), otherwise=lines.depth),
    )  # fmt: skip
    return judged.mutate(class_place=place_in(LINE_CLASSES, judged.exposure)).drop(
        "why", "contains_goods", "words_matter", "contradicted", "disagree", "unchecked", "goods", "depth"
    )


_EVIDENCE_CLASS = {
    "recorded_origin": MATCHED,
    "place_not_recorded": POSSIBLE_PLACE,
    "stage_not_recorded": POSSIBLE_PLACE,
    "may_be_listed": POSSIBLE_INPUT,
    "contents_not_recorded": POSSIBLE_INPUT,
    "input_listed": POSSIBLE_INPUT,
}
"""What each kind of evidence lifts a line to, the strongest first: only a certain good stands as matched or unplaced."""
_EVIDENCE_ORDER, _CLASS_OF_EVIDENCE = tuple(_EVIDENCE_CLASS), tuple(_EVIDENCE_CLASS.values())


def _listed(rows: TableExpression, pairs: TableExpression) -> TableExpression:
    """Exposures with the days of the pair; where the line met no single country, any country of the listing counts."""
    days = ("listed_from", "gone_from", "back_from", "known_from", "began")
    one = pairs.select(*_KEY, "country", *days)
    whole = pairs.group_by(*_KEY).agg(
        listed_from=pairs.somewhere_from.min(), known_from=pairs.known_from.min(), began=pairs.began.min()
    )
    whole = whole.mutate(gone_from=nothing("date"), back_from=nothing("date"))
    met = rows.filter(rows.country.notnull()).join(one, [*_KEY, "country"])
    elsewhere = rows.filter(rows.country.isnull()).join(whole, [*_KEY])
    return rows_of(*(t.select(*rows.columns, *days) for t in (met, elsewhere)))


def exposures(lines: TableExpression, met: TableExpression) -> TableExpression:
    """One row per line and exposure of its kind, with `listed_then`: whether the list named it on the action's day.

    Not known before the first edition held, where the list existed. Rows stand as the lines do, whose order `nth`
    tells where they bear it, then by key.
    """
    order = [name for name in ("nth",) if name in lines.columns]
    of_line = lines.select("line_id", "action_date", *order, **{WITHIN_LINE: lines.exposed.unnest()})
    rows = of_line.left_join(met, WITHIN_LINE)
    day = rows.action_date
    return rows.mutate(
        listed_then=first_true(
            (day < rows.began, False),
            (day < rows.known_from, nothing("boolean")),
            ((day >= rows.gone_from) & (day < rows.back_from), False),
            otherwise=day >= rows.listed_from,
        )
    )
