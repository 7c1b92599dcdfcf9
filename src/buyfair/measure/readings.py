"""What indicators read: the lines of every award gathered once, other awards looked at beside, one answer per indicator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import Expression, as_day, counted, first_true, nothing, text, total, yes
from buyfair.measure.indicator import Beside, Indicator
from buyfair.records.table import Column, Kind
from buyfair.terms.exposure import ABROAD, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, UNKNOWN

READING_YES, READING_NO, READING_UNKNOWN = "yes", "no", "unknown"
"""An indicator's answer for one award; null where the question does not apply."""

GATHERED = (
    Column("matched_lines", "count", "lines whose good and recorded origin are on a list"),
    Column("matched_dollars", "money", "obligations on these lines"),
    Column("place_lines", "count", "lines of a listed good whose place of making is not recorded"),
    Column("place_dollars", "money", "obligations on these lines"),
    Column("input_lines", "count", "lines that may hold a listed good or are mainly made of one"),
    Column("input_dollars", "money", "obligations on these lines"),
    Column("untold_lines", "count", "lines of which the record does not tell whether they hold a listed good"),
    Column("untold_dollars", "money", "obligations on these lines"),
    Column("stake_dollars", "money", "positive obligations on lines that are exposed, of labor services abroad or untold"),
    Column("stake_dollars_least", "money", "of these, on lines that are exposed or of labor services abroad"),
    Column("unread_lines", "count", "lines without a product code, industry code or description"),
    Column("may_match_lines", "count", "lines of goods without an origin, of which one would match a listing"),
    Column("may_shift_lines", "count", "lines of goods without an origin that stand as place not recorded"),
    Column("may_hide_lines", "count", "lines without an origin that may hold a listed good and with one might be untold"),
    Column("unnamed_lines", "count", "lines without a product code, industry code, description or, of work, its place"),
)
"""What every indicator finds in the awards, beside what it gathers itself."""

AWARD_WORDS: dict[str, Kind] = {
    "supplier": "text", "known_day": "day", "good_listed_from": "day", "subawards": "count",
}  # fmt: skip
LISTED_COLUMNS: dict[str, Kind] = {"good": "text", "good_listed_from": "day"}
REGION_COLUMNS: dict[str, Kind] = {"good": "text", "country": "text", "region": "text"}
HOME_REASON, CONTENTS_REASON = "origin_us", "contents_not_recorded"


def worded(
    kinds_of_lines: TableExpression, regions: TableExpression, homes: Sequence[str], manual: Sequence[str]
) -> TableExpression:
    """Kinds of lines with the words that indicators find in lines (see measure.indicator).

    `manual`: the codes, and beginnings of codes, under which work may be manual.
    """
    k = kinds_of_lines
    service = (k["item"] != text("supply")).fill_null(False)
    origin = first_true((k["item"] == text("supply"), k.origin_country), otherwise=nothing())
    unread = k.psc.isnull() | k.naics.isnull() | k.description.isnull()
    unplaced = ~service & k.origin_country.isnull()
    by_hand = k.psc.isnull()
    for size in sorted({len(stem) for stem in manual}):
        by_hand = by_hand | k.psc.substr(0, size).isin([stem for stem in manual if len(stem) == size]).fill_null(False)
    unworked = (k.manual & k.performance_country.isnull()) | (by_hand & k.description.isnull())
    of_regions = regions.select("good", regional=True).distinct()
    k = k.left_join(of_regions, "good").drop("good_right")
    k = k.mutate(
        unread=unread, unnamed=unread | unworked, unworked=unworked, origin=origin,
        may_match=unplaced & k.could_match.fill_null(False), may_shift=unplaced & (k.exposure == text(POSSIBLE_PLACE)),
        may_hide=unplaced & (k.exposure_reason == text(CONTENTS_REASON)),
        may_be_regional=unplaced & k.regional.notnull(), foreign_origin=~origin.isin(list(homes)),
    )  # fmt: skip
    met = k.left_join(regions, [k.good == regions.good, k.origin == regions.country])
    return met.select(*(c for c in k.columns if c not in ("origin", "regional")), "region")


_IDLE_SAYS_NOTHING = ("unread", "may_match", "may_shift", "may_hide", "may_be_regional", "unnamed", "unworked")


def counting(lines: TableExpression) -> TableExpression:
    """Lines with `counts`: whether what one says of goods, places and work counts for its award.

    A line of zero dollars lifts no award that has a line with dollars: it leaves no fact open and names no good there.
    """
    spending = lines.filter(lines.dollars_obligated != 0).select("award_id").distinct().mutate(spending=True)
    met = lines.left_join(spending, "award_id").drop("award_id_right")
    met = met.mutate(counts=(met.dollars_obligated != 0) | met.spending.isnull())
    kept = {c: first_true((met.counts, met[c]), otherwise=nothing()) for c in ("exposure", "sector", "region")}
    return met.mutate(**kept, **{c: met.counts & met[c] for c in _IDLE_SAYS_NOTHING}).drop("spending")


def read(
    engine: Engine, lines: TableExpression, awards: TableExpression, listed: TableExpression,
    subawards: TableExpression | None, indicators: Sequence[Indicator], day: date,
) -> TableExpression:  # fmt: skip
    """Every award with all that the indicators gathered, and one column per indicator, named by its code: its answer.

    `lines` bear the words of measure.indicator. `listed`: the first day of each good on any list. `subawards`: one row
    per award with reported sub-awards (award_id, reported), or None where no file of them was read.
    """
    lines = counting(lines)
    sums = {name: e for i in indicators for name, e in i.sums(lines).items()}
    gathered = engine.keep("gathered", lines.group_by("award_id").agg(**_common(lines), **sums))
    named = awards.mutate(known_day=as_day(day), supplier=first_true(
        (awards.supplier_uei.notnull(), awards.supplier_uei), otherwise=awards.supplier_name))  # fmt: skip
    named = _joined(named, (listed, ("good",)))
    a = _joined(named, (gathered, ("award_id",)))
    if subawards is None:
        a = a.mutate(subawards=nothing("int64"))
    else:
        a = _joined(a, (subawards, ("award_id",)))
        a = a.mutate(subawards=a.reported.fill_null(0)).drop("reported")
    for indicator in indicators:
        for others in indicator.beside(named):
            a = _joined(a, others)
    a = a.mutate(**{name: e for i in indicators for name, e in i.adds(a).items()})
    a = a.mutate(**{i.code: _answer(i.applies(a), i.holds(a)) for i in indicators})
    told = {c.name for i in indicators for c in i.gathers}
    return engine.keep("read", a.drop(*(name for name in sums if name not in told)))


def _joined(awards: TableExpression, others: Beside) -> TableExpression:
    """Awards with what was gathered beside them."""
    table, by = others
    if not by:
        return awards.cross_join(table)
    return awards.left_join(table, list(by)).drop(*(f"{key}_right" for key in by))


def _common(lines: TableExpression) -> dict[str, Expression]:
    def of(name: str, *classes: str) -> dict[str, Expression]:
        met = lines.exposure.isin(classes)
        return {f"{name}_lines": yes(met), f"{name}_dollars": total(lines.dollars_obligated, met)}

    unknown = (lines.exposure == text(UNKNOWN)).fill_null(False)
    untold = unknown & (lines.exposure_reason != text(HOME_REASON))
    told = lines.exposure.isin([MATCHED, POSSIBLE_PLACE, POSSIBLE_INPUT]).fill_null(False)
    told = told | (lines.sector == text(ABROAD)).fill_null(False)
    obligated = lines.dollars_obligated > 0
    return {
        **of("matched", MATCHED), **of("place", POSSIBLE_PLACE), **of("input", POSSIBLE_INPUT),
        "untold_lines": yes(untold), "untold_dollars": total(lines.dollars_obligated, untold),
        "stake_dollars": total(lines.dollars_obligated, obligated & (told | unknown | lines.unread | lines.unworked)),
        "stake_dollars_least": total(lines.dollars_obligated, obligated & told),
        "unread_lines": yes(lines.unread), "may_match_lines": yes(lines.may_match),
        "may_shift_lines": yes(lines.may_shift), "may_hide_lines": yes(lines.may_hide),
        "unnamed_lines": yes(lines.unnamed),
    }  # fmt: skip


def _answer(applies: Expression, holds: Expression) -> Expression:
    """Null where the question does not apply; unknown where it, or its answer, cannot be told."""
    return first_true(
        (~applies, nothing()), (~holds, text(READING_NO)), (applies & holds, text(READING_YES)),
        otherwise=text(READING_UNKNOWN),
    )  # fmt: skip


def spoken(awards: TableExpression, indicators: Sequence[Indicator]) -> tuple[Expression, Expression]:
    """How many indicators spoke of an award, and to how many of them the question applied."""
    answers = [awards[i.code] for i in indicators]
    spoke = sum((a.isin([READING_YES, READING_NO]).fill_null(False).cast("int64") for a in answers[1:]),
                answers[0].isin([READING_YES, READING_NO]).fill_null(False).cast("int64"))  # fmt: skip
    asked = sum((a.notnull().cast("int64") for a in answers[1:]), answers[0].notnull().cast("int64"))
    return spoke, asked


def standing(awards: TableExpression, indicators: Sequence[Indicator], stands: Expression) -> TableExpression:
    """One row with, per indicator, the awards of which it spoke, was silent, did not apply, said yes, and the dollars.

    Unit: US dollars, net obligations of awards not taken back.
    """
    a = awards
    found: dict[str, Expression] = {}
    for i in indicators:
        answer = a[i.code]
        spoke = stands & answer.isin([READING_YES, READING_NO]).fill_null(False)
        said = stands & (answer == text(READING_YES)).fill_null(False)
        found |= {
            f"{i.code}__spoke": counted(a, spoke), f"{i.code}__yes": counted(a, said),
            f"{i.code}__silent": counted(a, stands & (answer == text(READING_UNKNOWN)).fill_null(False)),
            f"{i.code}__apart": counted(a, stands & answer.isnull()),
            f"{i.code}__dollars": total(a.dollars, said), f"{i.code}__of": total(a.dollars, spoke),
        }  # fmt: skip
    return a.agg(**found)
