"""Engines with all bundled knowledge in their hands: from actions to classified, exposed lines, awards and suppliers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import count

from buyfair import catalogue
from buyfair.classify import lines as told
from buyfair.classify.lines import FACTS, Given, Groups, alike, classify
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import numbered, same
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.goods import reach
from buyfair.knowledge.naics import fit
from buyfair.knowledge.psc import codes
from buyfair.knowledge.psc_goods import ITEM, Bridge, bridge, kind
from buyfair.knowledge.sectors import ManualWork, sectors
from buyfair.measure.awards import awards, suppliers
from buyfair.measure.exposure import LISTING_COLUMNS, PAIR_COLUMNS, REACH_COLUMNS, expose, exposures
from buyfair.records.lines import JUDGED, LINES
from buyfair.terms.clock import Clock
from buyfair.terms.harm import Harm

NUMBERED = ("nth",)
"""The column that tells the order of lines, beside those of records LINES, where they are numbered."""
NO_CODE = ""
"""The product code of lines without one, where tables are joined."""


_OF_LINES = ("line_id", "award_id", "action_date", "dollars_obligated", "agency", "supplier_name", "supplier_uei",
             "piid", "parent_piid", "parent_agency_code", "parent_agency", "office", *FACTS)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedLines:
    """What the engine says of lines: each with class and reason, in the order of the actions.

    `narrow`: what awards ask of lines, with a number each, `nth`. `alike`: the kinds of lines that are alike in all facts
    that count, each with its class, lines, dollars and the numbers of its exposures; `met`: the exposures by number.
    """

    actions: TableExpression
    lines: TableExpression
    narrow: TableExpression
    alike: TableExpression
    met: TableExpression

    @property
    def order(self) -> tuple[str, ...]:
        """The columns that tell the order of the lines: their number, or their key where they have none."""
        return NUMBERED if set(NUMBERED) <= set(self.lines.columns) else LINES.key

    def exposures(self, lines: TableExpression | None = None) -> TableExpression:
        """The exposures of every line, in the order of the lines; `lines` may be the same ones, as written."""
        return exposures(of_kind(self.lines if lines is None else lines, self.alike, "exposed"), self.met)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engine says, each a table: of lines, of their exposures, of awards, of suppliers, of kinds of lines."""

    lines: TableExpression
    exposures: TableExpression
    awards: TableExpression
    suppliers: TableExpression
    alike: TableExpression


def judge_actions(engine: Engine, actions: TableExpression, clock: Clock | None = None) -> Judged:
    """Judges actions (a table with the columns of records ACTIONS) and their awards with all bundled knowledge."""
    of_lines = judge_lines(engine, actions, clock)
    return judge_awards(engine, of_lines, clock)


def judge_lines(engine: Engine, actions: TableExpression, clock: Clock | None = None) -> JudgedLines:
    """Classifies and exposes actions; `_line`, or `nth`, numbers them where they have it."""
    clock = clock or Clock()
    told = next((actions[name] for name in ("_line", *NUMBERED) if name in actions.columns), None)
    narrow = engine.keep("narrow", actions.select(*_OF_LINES, nth=numbered() if told is None else told))
    kinds_of_lines = alike(engine, narrow)
    classified = classify(engine, kinds_of_lines, _given(engine, kinds_of_lines))
    clock.stage("classify")
    judged, met = expose(
        engine, classified.alike, classified.goods, *_listings(engine), homes=inside_us(), harms=tuple(Harm)
    )
    clock.stage("expose")
    order = {} if told is None else {NUMBERED[0]: told}
    lines = of_kind(actions.mutate(**order), judged, *(c.name for c in JUDGED)).select(*LINES.names(), *order)
    return JudgedLines(actions, lines, narrow, judged, met)


def judge_awards(engine: Engine, of_lines: JudgedLines, clock: Clock | None = None) -> Judged:
    """Sums the lines of every award, and the awards of every supplier."""
    clock = clock or Clock()
    harms = tuple(f"harm_{h}" for h in Harm)
    placed = of_kind(of_lines.narrow, of_lines.alike, "alike", "class_place", *harms)
    found = awards(engine, placed, of_lines.alike, harms)
    firms = suppliers(engine, found)
    clock.stage("sum")
    lines = of_lines.lines.select(*LINES.names())
    return Judged(lines, of_lines.exposures(lines), found, firms, of_lines.alike)


def of_kind(lines: TableExpression, kinds_of_lines: TableExpression, *columns: str) -> TableExpression:
    """Lines, in their order, with these columns of their kind."""
    kinds = kinds_of_lines.select(*columns, **{f"_{c}": c for c in FACTS})
    joined = lines.left_join(kinds, same(lines, kinds, **{c: f"_{c}" for c in FACTS}))
    return joined.select(*lines.columns, *columns)


@dataclass
class _Patterns:
    """Patterns by number, from 1 in the order in which they are asked for; 0 is none."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, pattern: str) -> int:
        return self.numbers.setdefault(pattern, len(self.numbers) + 1) if pattern else 0

    def of(self, numbers: Iterable[int]) -> dict[int, str]:
        """The patterns of these numbers."""
        found = {n: pattern for pattern, n in self.numbers.items()}
        return {n: found[n] for n in sorted(set(numbers))}


def _given(engine: Engine, kinds_of_lines: TableExpression) -> Given:
    """What is known of the codes that occur, as tables."""
    bought = {str(row["psc"]) for row in engine.rows(kinds_of_lines.select("psc").distinct()) if row["psc"] is not None}
    trades = {str(row["naics"]) for row in engine.rows(kinds_of_lines.select("naics").distinct()) if row["naics"]}
    patterns, numbered_rows = _Patterns(), count()
    own = [b for b in bridge() if b.psc in bought]
    held: dict[tuple[str, ...], int] = {}
    rows = [_row(b, next(numbered_rows), patterns, held) for b in own]
    manual = [(psc, s.id, w) for s in sectors().values() for psc, w in _manual(s.manual_work, bought)]
    worded = [(psc, s, patterns.number(w.sharpen), patterns.number(w.contradict)) for psc, s, w in manual]
    spoken = {(b.psc, patterns.number(p)) for b in own for p in (b.sharpen, b.contradict) if p}
    spoken |= {(psc, n) for psc, _, sharpen, contradict in worded for n in (sharpen, contradict) if n}
    stems = {b.psc[:-1] for b in bridge() if b.psc.endswith("*")}
    within = [(psc, stem) for psc in sorted({*bought, NO_CODE}) for stem in _stems(psc, stems)]
    groups = _groups(engine, within, patterns, held, numbered_rows)
    known = bought & {ITEM, *codes()}
    kinds = [(psc, k.item, k.contains_goods) for psc in sorted(known) if (k := kind(psc)) is not None]
    wordy = {b.psc for b in own if b.sharpen or b.contradict} | ({psc for psc, _ in within} - {b.psc for b in own})
    return Given(
        bridge=engine.values("bridge", told.BRIDGE_COLUMNS, rows),
        spoken=engine.values("spoken", told.SPOKEN_COLUMNS, sorted(spoken)),
        patterns=patterns.of(n for _, n in spoken),
        groups=groups,
        kinds=engine.values("kinds", told.KIND_COLUMNS, kinds),
        wordy=engine.values("wordy", told.WORDY_COLUMNS, ([psc] for psc in sorted(wordy))),
        manual=engine.values("manual", told.MANUAL_COLUMNS, sorted(worded)),
        trades=engine.values("trades", told.TRADE_COLUMNS, _trades(trades, held)),
        fits=engine.values("fits", told.FIT_COLUMNS, _fits(trades)),
        inside_us=inside_us(),
    )


def _row(b: Bridge, nth: int, patterns: _Patterns, held: dict[tuple[str, ...], int]) -> tuple[object, ...]:
    trade = held.setdefault(b.naics, len(held) + 1) if b.naics else 0
    return (b.psc.rstrip("*"), nth, b.place, b.good, b.strength, b.depth, b.sector,
            patterns.number(b.sharpen), patterns.number(b.contradict), trade)  # fmt: skip


def _stems(psc: str, stems: Set[str]) -> list[str]:
    """Those of the groups that hold a code, the narrowest first; a star alone is every product, and no code."""
    found = [psc[:length] for length in range(len(psc), 0, -1) if psc[:length] in stems]
    everything = psc in (NO_CODE, ITEM) or psc[:1].isdigit()
    return [*found, ""] if everything and "" in stems else found


def _groups(
    engine: Engine, within: Sequence[tuple[str, str]], patterns: _Patterns, held: dict[tuple[str, ...], int],
    numbers: Iterable[int],
) -> Groups | None:  # fmt: skip
    """The word rows of the groups that hold a code that occurs; None where none does."""
    stems = {stem for _, stem in within}
    rows = [b for b in bridge() if b.psc.endswith("*") and b.psc[:-1] in stems]
    if not rows:
        return None
    told_rows = [(*_row(b, n, patterns, held), len(b.psc) - 1) for b, n in zip(rows, numbers, strict=False)]
    sharpen = {stem: [b.sharpen for b in rows if b.psc[:-1] == stem] for stem in sorted(stems)}
    near = [(stem, patterns.number("|".join(f"(?:{p})" for p in found))) for stem, found in sharpen.items()]
    spoken = {(b.psc[:-1], patterns.number(p)) for b in rows for p in (b.sharpen, b.contradict) if p}
    return Groups(
        engine.values("groups", told.GROUP_COLUMNS, told_rows),
        engine.values("within", told.WITHIN_COLUMNS, within),
        engine.values("group_spoken", told.STEM_COLUMNS, sorted(spoken)),
        patterns.of(n for _, n in spoken),
        engine.values("nearing", told.STEM_COLUMNS, near),
        patterns.of(n for _, n in near),
    )


def _manual(work: Sequence[ManualWork], bought: Iterable[str]) -> list[tuple[str, ManualWork]]:
    """Each code that occurs with the rows of the narrowest code or group that names it."""
    held: dict[str, list[ManualWork]] = {}
    for w in work:
        held.setdefault(w.psc, []).append(w)
    found = []
    for psc in sorted(bought):
        names = [psc, *(f"{psc[:length]}*" for length in range(len(psc) - 1, 0, -1))]
        found += [(psc, w) for w in next((held[name] for name in names if name in held), ())]
    return found


def _trades(trades: Iterable[str], held: Mapping[tuple[str, ...], int]) -> list[tuple[str, int]]:
    """Which sets of beginnings each industry code belongs to."""
    return [(naics, n) for naics in sorted(trades) for begins, n in held.items() if naics.startswith(begins)]


def _fits(trades: Iterable[str]) -> list[tuple[str, str]]:
    """The sectors that each industry fits; '' where it is known to fit none."""
    known = [(naics, found) for naics in sorted(trades) if (found := fit(naics)) is not None]
    return [(naics, sector) for naics, found in known for sector in found.sectors or ("",)]


def _listings(engine: Engine) -> tuple[TableExpression, TableExpression, TableExpression]:
    """What is known of goods and lists, as tables."""
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
            (p.good, p.country, p.harm, p.list_id, p.edition, p.listed_from, p.gone_from, p.back_from, p.somewhere_from,
             p.known_from, p.began)
            for p in catalogue.listed_pairs()
        ),
    )
    return reached, listed, pairs
