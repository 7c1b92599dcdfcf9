"""From product code, industry code and description to the goods that a line may be.

The bridge is given as a table (one row per code and good, in order of weight); so are rows of groups of codes, the kinds
of services and the codes of manual work abroad. Words in a description sharpen a row to certain, or take it away. Lines
that are alike in every fact that counts are judged once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import (
    all_of_them,
    at_place,
    first_true,
    nothing,
    numbered,
    place_in,
    rows_of,
    same,
    text,
    whole,
)  # fmt: skip
from buyfair.records.table import Kind
from buyfair.terms.exposure import STRENGTHS

BRIDGE_COLUMNS: dict[str, Kind] = {
    "psc": "text", "row": "count", "place": "count", "good": "text", "strength": "text", "depth": "text",
    "sector": "text", "sharpen": "count", "contradict": "count", "trade": "count",
}  # fmt: skip
"""`row` numbers the rows; `sharpen` and `contradict` number the patterns given beside the table, from 1; 0 is none.

`trade` numbers a set of industry codes that the row holds for, from 1; 0 is all.
"""
GROUP_COLUMNS: dict[str, Kind] = {("stem" if c == "psc" else c): k for c, k in BRIDGE_COLUMNS.items()} | {
    "span": "count"
}
"""Rows of groups of codes: words alone speak in them; `span` is the length of the stem, the longer the narrower."""
WITHIN_COLUMNS: dict[str, Kind] = {"psc": "text", "stem": "text"}
"""Which groups hold a code; the code '' is that of lines without a code."""
SPOKEN_COLUMNS: dict[str, Kind] = {"psc": "text", "pattern": "count"}
"""Which patterns the rows of a code hold."""
STEM_COLUMNS: dict[str, Kind] = {"stem": "text", "pattern": "count"}
KIND_COLUMNS: dict[str, Kind] = {"psc": "text", "item": "text", "contains_goods": "text"}
WORDY_COLUMNS: dict[str, Kind] = {"psc": "text"}
MANUAL_COLUMNS: dict[str, Kind] = {"psc": "text", "sector": "text", "sharpen": "count", "contradict": "count"}
TRADE_COLUMNS: dict[str, Kind] = {"naics": "text", "trade": "count"}
FIT_COLUMNS: dict[str, Kind] = {"naics": "text", "sector": "text"}
"""The sectors that an industry fits; one row with the sector '' where it is known to fit none."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Word rows of groups of codes: the rows, the groups that hold each code, and their patterns by number.

    `nearing`: one pattern per group that finds whatever one of its rows would; only texts that it finds are looked at.
    """

    rows: TableExpression
    within: TableExpression
    spoken: TableExpression
    patterns: Mapping[int, str]
    nearing: TableExpression
    near_patterns: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What classification is told of codes and words, each a table with the columns above.

    `wordy`: codes of which words of a description could change what they say. `inside_us`: the countries inside the
    United States.
    """

    bridge: TableExpression
    spoken: TableExpression
    patterns: Mapping[int, str]
    groups: Groups | None
    kinds: TableExpression
    wordy: TableExpression
    manual: TableExpression
    trades: TableExpression
    fits: TableExpression
    inside_us: Sequence[str]


FACTS = ("psc", "naics", "description", "origin_country", "performance_country")
"""All that classification and exposure look at: lines with the same facts are alike."""


@dataclass(frozen=True, slots=True)
class Classified:
    """Two tables: kinds of lines that are alike, with all that the code and the words say; and sets of goods.

    `alike`: FACTS, alike (a number), lines, dollars, first and last day, item, sector, good, strength, depth (of the good
    below the thing bought), classified_by, contains_goods, goods (a set, null for none), manual (work of the sector, were
    it performed abroad), and what may still hold the class of exposure back: words_matter, contradicted (by the words),
    disagree (the codes), unchecked (no industry code, though it could disagree).
    `goods`: one set and good; columns goods, good, strength, depth.
    """

    alike: TableExpression
    goods: TableExpression


def alike(engine: Engine, actions: TableExpression) -> TableExpression:
    """One row per kind of lines that are alike in all facts that count."""
    a = actions
    found = a.group_by(*FACTS).agg(
        lines=a.count(), dollars=a.dollars_obligated.sum(), first=a.action_date.min(), last=a.action_date.max()
    )
    return engine.keep("alike", found.mutate(alike=numbered()))


def classify(engine: Engine, kinds_of_lines: TableExpression, given: Given) -> Classified:
    """Classifies every kind of line; what no table names stays unclassified."""
    told = kinds_of_lines.mutate(words=kinds_of_lines.description.upper())
    texts = _texts(engine, told)
    hits = engine.keep("hits", _hits(engine, texts, given.spoken.rename(code="psc"), "code", given.patterns))
    own = engine.keep("own", _weighed(texts.join(given.bridge, [("code", "psc")]), hits, given.trades))
    standing = _standing(own)
    if given.groups is not None:
        standing = rows_of(standing, _of_groups(engine, texts.anti_join(standing, "text"), given, given.groups))
    candidates = engine.keep("candidates", _candidates(standing))
    first = candidates.group_by("text").agg(
        rank=candidates.rank.min(), key=all_of_them(candidates.member, candidates.good.notnull())
    )
    first = engine.keep("first_candidates", first)
    keys = first.filter(first.key.length() > 0).select("key").distinct()
    sets = engine.keep("sets", keys.mutate(goods=numbered()))
    by_text = texts.left_join(_principal(candidates, first, sets), "text").drop("text_right")
    by_text = by_text.left_join(_contradicted(own), "text").drop("text_right")
    by_text = by_text.left_join(_manual(texts, given.manual, hits), "text").drop("text_right")
    by_text = engine.keep("by_text", by_text)
    return Classified(_judged(engine, told, by_text, given), engine.keep("goods", _goods(sets, given)))


def _texts(engine: Engine, told: TableExpression) -> TableExpression:
    """Every distinct product code, industry code and description; `code` is '' where there is none."""
    found = told.select("psc", "naics", "words").distinct()
    code = first_true((found.psc.notnull(), found.psc), otherwise=text(""))
    return engine.keep("texts", found.mutate(text=numbered(), code=code))


def _hits(
    engine: Engine, texts: TableExpression, spoken: TableExpression, by: str, patterns: Mapping[int, str]
) -> TableExpression:
    """Which patterns speak in a text; row: one text and pattern."""
    met = texts.filter(texts.words.notnull()).select("text", by, "words").join(spoken, by)
    return engine.speaking(met, patterns).select("text", "pattern").distinct()


def _weighed(met: TableExpression, hits: TableExpression, trades: TableExpression) -> TableExpression:
    """Texts with the rows that name their code and hold for their industry, and what words say of each."""
    sharp = hits.select("text", sharpen="pattern", sharpened=True)
    against = hits.select("text", contradict="pattern", contradicted=True)
    met = met.left_join(sharp, ["text", "sharpen"]).drop("text_right", "sharpen_right")
    met = met.left_join(against, ["text", "contradict"]).drop("text_right", "contradict_right")
    met = met.left_join(trades.mutate(named=True), ["naics", "trade"]).drop("naics_right", "trade_right")
    met = met.mutate(**{c: met[c].fill_null(False) for c in ("sharpened", "contradicted", "named")})
    met = met.filter((met.trade == 0) | met.naics.isnull() | met.named)
    met = met.mutate(strength=_strength(met), only_words=met.strength == text("by_words"))
    return met.drop("psc", "naics", "words", "code", "sharpen", "contradict", "trade")


def _strength(met: TableExpression) -> TableExpression:
    """Words make a row certain; where the industry that a row asks for is not known it names no more than a chance."""
    said = first_true(
        (met.sharpened & met.good.notnull(), text("is")),
        (met.sharpened & (met.strength == text("by_words")), text("not_bridged")),
        otherwise=met.strength,
    )
    chance = first_true(
        (said.isin(["is", "mostly"]), text("may_contain")),
        (said.isin(["none", "not_goods"]), text("not_bridged")),
        otherwise=said,
    )
    return first_true(((met.trade > 0) & met.naics.isnull(), chance), otherwise=said)


_STANDING = ("text", "row", "place", "good", "strength", "depth", "sector", "sharpened", "named")


def _standing(weighed: TableExpression, *more: str) -> TableExpression:
    """The rows that the words leave standing."""
    stands = ~weighed.contradicted & (weighed.strength != text("by_words"))
    return weighed.filter(stands).select(*_STANDING, *more)


def _of_groups(engine: Engine, left: TableExpression, given: Given, groups: Groups) -> TableExpression:
    """Word rows of the narrowest group that speaks, for texts of which their own code's rows say nothing."""
    left = left.filter(left.words.notnull())
    near = left.join(groups.within.rename(code="psc"), "code").join(groups.nearing, "stem")
    near = engine.keep("near", engine.speaking(near, groups.near_patterns).drop("pattern"))
    hits = engine.keep("group_hits", _hits(engine, near, groups.spoken, "stem", groups.patterns))
    weighed = _weighed(near.join(groups.rows, "stem"), hits, given.trades)
    standing = engine.keep("of_groups", _standing(weighed.filter(weighed.sharpened), "span"))
    narrowest = standing.group_by("text").agg(span=standing.span.max())
    return standing.semi_join(narrowest, ["text", "span"]).select(*_STANDING)


def _candidates(standing: TableExpression) -> TableExpression:
    """The rows that count: one sharpened row silences those that are not; the surest first, then the bridge's order.

    `member` is the row and its strength as one number, `rank` its place among the rows of the text.
    """
    spoke = standing.group_by("text").agg(spoke=standing.sharpened.any())
    counted = standing.join(spoke, "text")
    counted = counted.filter(counted.sharpened | ~counted.spoke)
    by = first_true((counted.sharpened, text("words")), (counted.named, text("naics")), otherwise=text("psc"))
    sure = place_in(STRENGTHS, counted.strength)
    return counted.select(
        "text", "good", "strength", "depth", "sector", by=by, rank=sure * whole(1_000_000) + counted.place,
        member=counted.row * whole(len(STRENGTHS)) + sure,
    )  # fmt: skip


def _principal(candidates: TableExpression, first: TableExpression, sets: TableExpression) -> TableExpression:
    """The row that stands for the text, and the set of all goods that it may be."""
    found = candidates.join(first, ["text", "rank"]).left_join(sets, "key")
    return found.select("text", "good", "strength", "depth", "goods", by="by", bridge_sector="sector")


def _contradicted(own: TableExpression) -> TableExpression:
    """Texts whose words took a row of their code away."""
    counted = own.filter(own.contradicted & ~own.only_words)
    return counted.select("text", contradicted=True).distinct()


def _manual(texts: TableExpression, manual: TableExpression, hits: TableExpression) -> TableExpression:
    """Texts that are manual work when it is performed abroad, and whether the code or the words say so."""
    met = texts.select("text", "code").join(manual, [("code", "psc")])
    met = met.left_join(hits.select("text", sharpen="pattern", sharpened=True), ["text", "sharpen"])
    met = met.drop("text_right", "sharpen_right")
    met = met.left_join(hits.select("text", contradict="pattern", against=True), ["text", "contradict"])
    met = met.filter(((met.sharpen == 0) | met.sharpened.notnull()) & met.against.isnull())
    found = met.group_by("text").agg(manual_sector=met.sector.min(), plain=(met.sharpen == 0).any())
    return found.select(
        "text", "manual_sector", manual_by=first_true((found.plain, text("psc")), otherwise=text("words"))
    )


def _judged(engine: Engine, told: TableExpression, by_text: TableExpression, given: Given) -> TableExpression:
    """What the texts say, brought to the kinds of lines; where no word decides, codes that disagree decide nothing."""
    met = told.left_join(by_text, same(told, by_text, psc="psc", naics="naics", words="words"))
    met = met.drop("psc_right", "naics_right", "words", "words_right", "text", "code")
    met = met.left_join(given.kinds, "psc").drop("psc_right")
    met = met.left_join(given.wordy.mutate(words_matter=True), "psc").drop("psc_right")
    outside = met.performance_country.notnull() & ~met.performance_country.isin(given.inside_us)
    abroad = met.manual_sector.notnull() & outside
    met = met.mutate(
        sector=first_true((abroad, met.manual_sector), (met.bridge_sector != text(""), met.bridge_sector),
                          otherwise=nothing()),
        by=first_true((met.by.notnull(), met.by), (abroad, met.manual_by), otherwise=nothing()),
    )  # fmt: skip
    known = given.fits.select("naics", known=True).distinct()
    met = met.left_join(known, "naics").drop("naics_right")
    met = met.left_join(given.fits.mutate(agree=True), ["naics", "sector"]).drop("naics_right", "sector_right")
    alone = (met.by != text("words")) & met.sector.notnull()
    disagree = (alone & met.known.notnull() & met.agree.isnull()).fill_null(False)
    met = met.mutate(
        manual=met.manual_sector.notnull(), disagree=disagree,
        unchecked=(alone & met.naics.isnull()).fill_null(False), classified_by=met.by,
        contradicted=met.contradicted.notnull() & met.strength.isnull(), words_matter=met.words_matter.fill_null(False),
    )  # fmt: skip
    kept = {
        c: first_true((~met.disagree, met[c]), otherwise=nothing(kind))
        for c, kind in (("sector", "string"), ("good", "string"), ("strength", "string"), ("depth", "string"),
                        ("classified_by", "string"), ("goods", "int64"))
    }  # fmt: skip
    met = met.mutate(**kept).drop("bridge_sector", "manual_sector", "manual_by", "by", "known", "agree")
    return engine.keep("alike_classified", met)


def _goods(sets: TableExpression, given: Given) -> TableExpression:
    """The sets of goods, one row per set and good."""
    told = [given.bridge, *([] if given.groups is None else [given.groups.rows])]
    rows = rows_of(*(t.select("row", "good", "depth") for t in told))
    members = sets.select("goods", member=sets.key.unnest())
    of = members.select(
        "goods", row=members.member // whole(len(STRENGTHS)), strength=at_place(STRENGTHS, members.member % len(STRENGTHS))
    )
    return of.join(rows, "row").select("goods", "good", "strength", "depth").distinct()
