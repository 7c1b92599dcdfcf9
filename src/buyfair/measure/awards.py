"""From lines to awards and suppliers: each award's dollars stand in exactly one class, net."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import at_place, counted, first_true, least, nothing, text, total
from buyfair.terms.exposure import LINE_CLASSES, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK, UNKNOWN

MET = ("met_good", "met_strength", "met_depth", "met_goods")
"""What lifted a line to its class (see measure.exposure)."""
_OF_LINE = ("line_id", "agency", "office", "supplier_name", "supplier_uei", "piid", "parent_piid", "parent_agency_code",
            "parent_agency")  # fmt: skip


def awards(
    engine: Engine, lines: TableExpression, kinds_of_lines: TableExpression, harms: Sequence[str]
) -> TableExpression:
    """One row per award: net dollars, class (the highest of its lines that count; below zero: taken back), largest line.

    A line of zero dollars counts, and is the largest, only where no line of the award has any. `lines` bear a number,
    `nth`, the number of their kind, `alike`, and the place of their class. `harms` are columns: 0 where a line that counts
    is matched for that harm, 1 where one may be, null where none is. What is said of the line that decided the class
    stands under `met_...`.
    """
    idle = (lines.dollars_obligated == 0).cast("int64")
    placed = lines.mutate(smaller=-lines.dollars_obligated, later=-lines.nth, idle=idle)
    spends, spending = placed.idle == 0, placed.idle.min() == 0
    of_award = placed.group_by("award_id").agg(
        dollars=total(placed.dollars_obligated),
        class_place=first_true((spending, placed.class_place.min(where=spends)), otherwise=placed.class_place.min()),
        lines=placed.count(),
        first_action=placed.action_date.min(),
        last_action=placed.action_date.max(),
        largest=_least(placed, "idle", "smaller", "nth", "alike"),
        largest_too=_least(placed, "idle", "smaller", "later"),
        decided=_least(placed, "idle", "class_place", "smaller", "nth", "alike"),
        decided_too=_least(placed, "idle", "class_place", "smaller", "later"),
        **{harm: first_true((spending, placed[harm].min(where=spends)), otherwise=placed[harm].min()) for harm in harms},
    )
    sums = engine.keep("award_sums", of_award)
    sums = _ties_broken(engine, placed, sums)
    k = kinds_of_lines
    of_kind = k.select(
        "alike", "sector", "good", "strength", "psc", "performance_country", own_good=k.met_good, own_strength=k.met_strength,
        origin_country=first_true((k.item == text("supply"), k.origin_country), otherwise=nothing()),
    )  # fmt: skip
    found = sums.join(of_kind, "alike").drop("alike")
    decided = k.select(
        "exposure_reason", *MET, decided_alike="alike", met_psc="psc",
        met_origin=first_true((k.item == text("supply"), k.origin_country), otherwise=nothing()),
    )  # fmt: skip
    found = found.join(decided, "decided_alike").drop("decided_alike")
    alike = [found[own].identical_to(found[met]) for own, met in
             (("own_good", "met_good"), ("own_strength", "met_strength"), ("psc", "met_psc"))]  # fmt: skip
    found = found.mutate(met_in_largest=alike[0] & alike[1] & alike[2]).drop("own_good", "own_strength")
    found = found.join(lines.select(*_OF_LINE, "nth"), "nth").drop("nth").rename(largest_line="line_id")
    exposure = first_true((found.dollars < 0, text(TAKEN_BACK)), otherwise=at_place(LINE_CLASSES, found.class_place))
    return engine.keep("awards_judged", found.mutate(exposure=exposure, rank=nothing("int64")).drop("class_place"))


def _least(lines: TableExpression, *columns: str) -> TableExpression:
    return least(**{c: lines[c] for c in columns})


def _ties_broken(engine: Engine, placed: TableExpression, sums: TableExpression) -> TableExpression:
    """Adds the largest line of an award (`nth`, `alike`) and the kind of the line that decided (`decided_alike`).

    Lines that tie in dollars are told apart by their id, whatever order they came in: only these are compared as text.
    """
    tied = (sums.largest["nth"] != -sums.largest_too["later"]) | (sums.decided["nth"] != -sums.decided_too["later"])
    again = placed.semi_join(sums.filter(tied), "award_id")
    again = again.group_by("award_id").agg(
        by_id=_least(again, "idle", "smaller", "line_id", "nth", "alike"),
        why=_least(again, "idle", "class_place", "smaller", "line_id", "alike"),
    )
    met = sums.left_join(engine.keep("award_ties", again), "award_id").drop("award_id_right")
    return met.mutate(
        nth=first_true((met.by_id.notnull(), met.by_id["nth"]), otherwise=met.largest["nth"]),
        alike=first_true((met.by_id.notnull(), met.by_id["alike"]), otherwise=met.largest["alike"]),
        decided_alike=first_true((met.why.notnull(), met.why["alike"]), otherwise=met.decided["alike"]),
    ).drop("largest", "largest_too", "decided", "decided_too", "by_id", "why")


def by_class(awards_: TableExpression, *keys: str) -> TableExpression:
    """Net dollars per key, whole and per class; awards taken back enter none of them, their lines are counted.

    Unit: US dollars.
    """
    a = awards_
    standing = a.exposure != text(TAKEN_BACK)
    possible = (a.exposure == text(POSSIBLE_PLACE)) | (a.exposure == text(POSSIBLE_INPUT))
    return a.group_by(*keys).agg(
        awards=counted(a),
        lines=a.lines.sum(),
        dollars=total(a.dollars, standing),
        matched=total(a.dollars, a.exposure == text(MATCHED)),
        possible=total(a.dollars, possible),
        possible_place_not_recorded=total(a.dollars, a.exposure == text(POSSIBLE_PLACE)),
        possible_through_input=total(a.dollars, a.exposure == text(POSSIBLE_INPUT)),
        unknown=total(a.dollars, a.exposure == text(UNKNOWN)),
    )


def by_harm(awards_: TableExpression, harms: Sequence[str]) -> TableExpression:
    """Dollars of awards per harm that reaches one of their lines, main material at most; awards taken back fall out.

    One row, two columns per harm. Not disjoint: an award reached by two harms counts under both. Unit: US dollars.
    """
    a = awards_.filter(awards_.exposure != text(TAKEN_BACK))
    return a.agg(
        **{f"matched_{h}": total(a.dollars, a[f"harm_{h}"] == 0) for h in harms},
        **{f"possible_{h}": total(a.dollars, a[f"harm_{h}"] > 0) for h in harms},
    )


def suppliers(engine: Engine, awards_: TableExpression, first: int | None = None) -> TableExpression:
    """One row per supplier, by UEI, else by the name as written; named as on its largest award.

    `first`: only so many, the most exposed first, ties by key.
    """
    a = awards_
    a = a.mutate(
        supplier_key=first_true(
            (a.supplier_uei.notnull(), a.supplier_uei),
            (a.supplier_name.notnull(), a.supplier_name),
            otherwise=text("not recorded"),
        ),
        smaller=-a.dollars,
    )
    sums = by_class(a, "supplier_key")
    if first is not None:
        sums = sums.order_by([sums.matched.desc(), sums.possible.desc(), sums.dollars.desc(), sums.supplier_key]).limit(first)
        sums = engine.keep("suppliers_first", sums)
        a = a.semi_join(sums, "supplier_key")
    named = a.group_by("supplier_key").agg(
        largest=least(smaller=a.smaller, award_id=a.award_id, name=a.supplier_name, uei=a.supplier_uei)
    )
    named = named.select("supplier_key", supplier_name=named.largest["name"], supplier_uei=named.largest["uei"])
    return engine.keep("suppliers_judged", sums.join(named, "supplier_key"))
