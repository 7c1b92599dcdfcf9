"""From lines to awards and suppliers: each award's dollars stand in exactly one class, net."""

from __future__ import annotations

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import at_place, first_true, largest_first, nothing, place_in, text, total
from buyfair.terms.exposure import LINE_CLASSES, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK, UNKNOWN


def awards(engine: Engine, lines: TableExpression) -> TableExpression:
    """One row per award: net dollars, class (the highest of its lines; below zero: taken back), largest line."""
    placed = lines.mutate(class_place=place_in(LINE_CLASSES, lines.exposure))
    placed = placed.mutate(
        by_size=largest_first((placed.award_id,), (placed.dollars_obligated.desc(), placed.line_id)),
        by_class=largest_first(
            (placed.award_id,), (placed.class_place, placed.dollars_obligated.desc(), placed.line_id)
        ),
    )
    sums = placed.group_by("award_id").agg(
        dollars=total(placed.dollars_obligated),
        class_place=placed.class_place.min(),
        lines=placed.count(),
        first_action=placed.action_date.min(),
        last_action=placed.action_date.max(),
    )
    why = placed.filter(placed.by_class == 0).select("award_id", exposure_reason="exposure_reason")
    largest = placed.filter(placed.by_size == 0).select(
        "award_id", "sector", "good", "psc", "performance_country", "agency", "supplier_name", "supplier_uei",
        "parent_piid", largest_line="line_id",
        origin_country=first_true((placed.item == text("supply"), placed.origin_country), otherwise=nothing()),
    )  # fmt: skip
    joined = sums.join(why, "award_id").join(largest, "award_id")
    exposure = first_true((joined.dollars < 0, text(TAKEN_BACK)), otherwise=at_place(LINE_CLASSES, joined.class_place))
    return engine.keep("awards_judged", joined.mutate(exposure=exposure, rank=nothing("int64")).drop("class_place"))


def by_class(awards_: TableExpression, *keys: str) -> TableExpression:
    """Net dollars per key, whole and per class; awards taken back enter none of them, their lines are counted.

    Unit: US dollars.
    """
    a = awards_
    standing = a.exposure != text(TAKEN_BACK)
    possible = (a.exposure == text(POSSIBLE_PLACE)) | (a.exposure == text(POSSIBLE_INPUT))
    return a.group_by(*keys).agg(
        awards=a.count(),
        lines=a.lines.sum(),
        dollars=total(a.dollars, standing),
        matched=total(a.dollars, a.exposure == text(MATCHED)),
        possible=total(a.dollars, possible),
        possible_place_not_recorded=total(a.dollars, a.exposure == text(POSSIBLE_PLACE)),
        possible_through_input=total(a.dollars, a.exposure == text(POSSIBLE_INPUT)),
        unknown=total(a.dollars, a.exposure == text(UNKNOWN)),
    )


def suppliers(engine: Engine, awards_: TableExpression) -> TableExpression:
    """One row per supplier, by UEI, else by the name as written."""
    keyed = awards_.mutate(
        supplier_key=first_true(
            (awards_.supplier_uei.notnull(), awards_.supplier_uei),
            (awards_.supplier_name.notnull(), awards_.supplier_name),
            otherwise=text("not recorded"),
        )
    )
    named = keyed.mutate(nth=largest_first((keyed.supplier_key,), (keyed.dollars.desc(), keyed.award_id)))
    named = named.filter(named.nth == 0).select("supplier_key", "supplier_name", "supplier_uei")
    return engine.keep("suppliers_judged", by_class(keyed, "supplier_key").join(named, "supplier_key"))
