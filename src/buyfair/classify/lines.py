"""From product code and description to the goods that a line may be.

The bridge is given as a table (one row per code and good, in order of weight); so are the kinds of services and the
codes of manual work abroad. Words in a description sharpen a row to certain, or take it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import first_true, largest_first, nothing, place_in, rows_of, speaks, text
from buyfair.records.table import Kind
from buyfair.terms.exposure import STRENGTHS

BRIDGE_COLUMNS: dict[str, Kind] = {
    "psc": "text", "place": "count", "good": "text", "strength": "text", "depth": "text", "sector": "text",
    "sharpen": "count", "contradict": "count",
}  # fmt: skip
"""`sharpen` and `contradict` number the patterns given beside the table, from 1; 0 is none."""
KIND_COLUMNS: dict[str, Kind] = {"psc": "text", "item": "text", "contains_goods": "text"}
ABROAD_COLUMNS: dict[str, Kind] = {"psc": "text", "sector": "text"}
INSIDE_COLUMNS: dict[str, Kind] = {"country": "text"}


@dataclass(frozen=True, slots=True)
class Classified:
    """Two tables: lines with item, sector, good, strength, classified_by, contains_goods; and every good a line may be.

    `words_matter` is true where words of a description could change what the code says.

    Row of `goods`: one line and good; columns line_id, good, strength, depth, from_service.
    """

    lines: TableExpression
    goods: TableExpression


def classify(
    engine: Engine,
    actions: TableExpression,
    bridge: TableExpression,
    patterns: Sequence[str],
    kinds: TableExpression,
    abroad: TableExpression,
    inside_us: TableExpression,
) -> Classified:
    """Classifies every action; what no table names stays unclassified."""
    spoken = engine.keep("spoken", _spoken(actions, bridge, patterns))
    kept = engine.keep("candidates", _candidates(spoken))
    principal = _principal(kept)
    spoken_of = bridge.filter((bridge.sharpen > 0) | (bridge.contradict > 0)).select("psc").distinct()
    lines = actions.left_join(kinds, "psc").drop("psc_right")
    lines = lines.left_join(spoken_of.mutate(words_matter=True), "psc").drop("psc_right")
    lines = lines.left_join(principal, "line_id").drop("line_id_right")
    lines = _sector_abroad(lines, abroad, inside_us)
    named = kept.filter(kept.good.notnull())
    goods = named.join(lines.select("line_id", "item"), "line_id").select(
        "line_id", "good", "strength", "depth", from_service=lambda t: t.item != text("supply")
    )
    return Classified(engine.keep("classified", lines), engine.keep("line_goods", goods))


def _spoken(actions: TableExpression, bridge: TableExpression, patterns: Sequence[str]) -> TableExpression:
    """Every line with the bridge rows of its code, and what its words say of each."""
    met = actions.select("line_id", "psc", words=actions.description.upper()).join(bridge, "psc")
    return met.mutate(
        sharpened=speaks(met.words, met.sharpen, patterns), contradicted=speaks(met.words, met.contradict, patterns)
    ).drop("words", "psc", "sharpen", "contradict")


def _candidates(met: TableExpression) -> TableExpression:
    """The bridge rows that a line's words leave standing; one sharpened row silences the rows that are not."""
    standing = met.filter(~met.contradicted & (met.sharpened | (met.strength != text("by_words"))))
    certain = standing.filter(standing.sharpened).select("line_id").distinct()
    sharp = standing.filter(standing.sharpened)
    certain_good = first_true((sharp.good.notnull(), text("is")), otherwise=sharp.strength)
    sharp = sharp.mutate(strength=certain_good, by=text("words"))
    plain = standing.filter(~standing.sharpened).anti_join(certain, "line_id").mutate(by=text("psc"))
    lost = met.group_by("line_id").agg(by=(met.contradicted & (met.strength != text("by_words"))).any())
    lost = lost.anti_join(standing.select("line_id").distinct(), "line_id")
    columns = ("line_id", "place", "good", "strength", "depth", "sector", "by")
    lost = lost.mutate(
        place=nothing("int64"), good=nothing(), strength=nothing(), depth=nothing(), sector=nothing(),
        by=first_true((lost.by, text("words contradict")), otherwise=nothing()),
    )  # fmt: skip
    return rows_of(*(t.select(*columns) for t in (sharp, plain, lost)))


def _principal(candidates: TableExpression) -> TableExpression:
    """The row that stands for the line: surest first, then the bridge's own order."""
    first = largest_first(
        (candidates.line_id,), (place_in(STRENGTHS, candidates.strength), candidates.place, candidates.good)
    )
    ranked = candidates.mutate(nth=first)
    return ranked.filter(ranked.nth == 0).select(
        "line_id", "good", "strength", classified_by="by", bridge_sector="sector"
    )


def _sector_abroad(lines: TableExpression, abroad: TableExpression, inside_us: TableExpression) -> TableExpression:
    """Manual work performed outside the United States is a sector of its own, whatever goods it contains."""
    lines = lines.left_join(abroad.rename(manual_sector="sector"), "psc").drop("psc_right")
    lines = lines.left_join(inside_us, lines.performance_country == inside_us.country)
    outside = lines.performance_country.notnull() & lines.country.isnull()
    sector = first_true(
        (lines.manual_sector.notnull() & outside, lines.manual_sector),
        (lines.bridge_sector != text(""), lines.bridge_sector),
        otherwise=nothing(),
    )
    by = first_true(
        (lines.classified_by.notnull(), lines.classified_by),
        (lines.manual_sector.notnull() & outside, text("psc")),
        otherwise=nothing(),
    )
    return lines.mutate(sector=sector, classified_by=by).drop("manual_sector", "country", "bridge_sector")
