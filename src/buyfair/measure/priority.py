"""The order of priority: a sum of capped reasons in whole points, between what is certain and what may be.

An answer of yes counts; an answer that cannot be told may count: the sum is an interval, and the order goes by its
upper end, so that forgetting a fact never lowers an award. Equal sums go by the dollars at stake, then by those of the
whole award, then by the award id. Awards without
dollars of their own (vehicles, extensions without cost) come after all that have some.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import (
    Expression,
    at_most,
    first_true,
    greatest_of,
    nothing,
    numbered_first,
    steps,
    text,
    whole,
)
from buyfair.measure.readings import READING_UNKNOWN, READING_YES
from buyfair.terms.exposure import TAKEN_BACK

DRAWS = 1000
SEED = 20201
SPREAD = 50
"""Each weight and cap is drawn between 50 and 150 hundredths of itself, each whole hundredth as likely as another."""
_ABOVE_ALL = 1 << 16
"""Hundredths of points that no sum of drawn caps reaches."""
MADE_OF_MONEY = "made_money"
UNDECIDABLE = "undecidable"
"""The state of reach of an award of which recorded facts do not decide whether a duty reaches it."""
BANDED = 500
"""How many of the first awards have a sensitivity band."""


@dataclass(frozen=True, slots=True)
class Capped:
    """One factor: what each indicator adds where it says yes, steps of dollars, states of reach, and the most of all.

    States count for awards of which one of the indicators `exposed_by` says yes; they may count where it, or one of
    `maybe_exposed_by`, cannot be told, or the latter says yes.
    """

    id: str
    cap: int
    weights: Mapping[str, int]
    sizes: Sequence[tuple[int, int]]
    states: Mapping[str, int]
    exposed_by: Sequence[str] = ()
    maybe_exposed_by: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """All that priority is told: factors, points per harm, and the harms that a yes of an indicator stands for."""

    factors: Sequence[Capped]
    harms: Mapping[str, int]
    stands_for: Mapping[str, Sequence[str]]
    severity_cap: int


def prioritized(engine: Engine, awards: TableExpression, weighing: Weighing) -> TableExpression:
    """Per award its points (the upper end), its points at least and its rank, with what its sum is made of.

    `awards` bear answers per indicator, a column per harm (0 matched, 1 possible), unread_lines, untold_lines and
    may_hide_lines; the dollars at `stake`, with `stake_least` of them for certain; and `reach`, a state, where it is judged;
    null is not told. Taken back: no rank. One row per award: award_id, dollars, stake, points, points_at_least, rank, and a
    column `made_` per factor (see `_marks`).
    """
    low, high = (_points(awards, weighing, certain=certain) for certain in (True, False))
    stands = awards.exposure != text(TAKEN_BACK)
    made = {f"made_{id_}": _packed(marks) for id_, marks in _marks(awards, weighing).items()}
    spends = (awards.dollars > 0).cast("int64")
    a = awards.select(
        "award_id", "dollars", "stake", stands=stands, points_at_least=low, points=high, **made, **{MADE_OF_MONEY: spends}
    )
    a = engine.keep("weighed", a)
    rank = numbered_first(a.stands, -a[MADE_OF_MONEY], -a.points, -a.stake, -a.dollars, a.award_id)
    return engine.keep("ranked", a.mutate(rank=first_true((a.stands, rank), otherwise=nothing("int64"))).drop("stands"))


def _points(awards: TableExpression, weighing: Weighing, *, certain: bool) -> Expression:
    found = [at_most(weighing.severity_cap, _severity(awards, weighing, certain=certain))]
    for factor in weighing.factors:
        parts = [_answered(awards, code, points, certain=certain) for code, points in factor.weights.items()]
        if factor.sizes:
            parts.append(steps(awards.stake_least if certain else awards.stake, factor.sizes))
        if factor.states and "reach" in awards.columns:
            parts.append(_reach(awards, factor, certain=certain))
        if parts:
            found.append(at_most(factor.cap, sum(parts[1:], parts[0])))
    return sum(found[1:], found[0])


def _reach(awards: TableExpression, factor: Capped, *, certain: bool) -> Expression:
    """Points of the state; certain is what every state that it may be in adds, of an award that surely is exposed."""
    ends = {state: state_points(factor.states, state) for state in factor.states}
    known = [(awards.reach == text(state), whole(low if certain else high)) for state, (low, high) in ends.items()]
    untold = whole(0 if certain else max(factor.states.values()))
    found = first_true(*known, (awards.reach.isnull(), untold), otherwise=whole(0))
    return first_true((_exposed(awards, factor, certain=certain), found), otherwise=whole(0))


def state_points(states: Mapping[str, int], state: str) -> tuple[int, int]:
    """The least and the most that a state of reach adds; undecidable may be any of the others. Unit: points."""
    low = states[state]
    if state == UNDECIDABLE:
        low = min(points for other, points in states.items() if other != UNDECIDABLE)
    return low, states[state]


def _exposed(awards: TableExpression, factor: Capped, *, certain: bool) -> Expression:
    """Whether the award is exposed, or (not certain) may be."""
    if certain:
        answers = [awards[code] == text(READING_YES) for code in factor.exposed_by]
    else:
        either = [*factor.exposed_by, *factor.maybe_exposed_by]
        answers = [awards[code].isin((READING_YES, READING_UNKNOWN)) for code in either]
        answers += [awards.unread_lines > 0, awards.untold_lines > 0, awards.may_hide_lines > 0]
    found = answers[0].fill_null(False)
    for answer in answers[1:]:
        found = found | answer.fill_null(False)
    return found


def _answered(awards: TableExpression, code: str, points: int, *, certain: bool) -> Expression:
    counts = (READING_YES,) if certain else (READING_YES, READING_UNKNOWN)
    return first_true((awards[code].isin(counts), whole(points)), otherwise=whole(0))


def _severity(awards: TableExpression, weighing: Weighing, *, certain: bool) -> Expression:
    """The gravest harm that reaches the award; where that cannot be told, the gravest of all may."""
    return greatest_of(
        *(first_true((met, whole(weighing.harms[h])), otherwise=whole(0))
          for h, met in _harmed(awards, weighing, certain=certain).items())
    )  # fmt: skip


def _harmed(awards: TableExpression, weighing: Weighing, *, certain: bool) -> dict[str, Expression]:
    """Per harm whether it reaches the award (certain), or may (not certain)."""
    found = {}
    for harm in weighing.harms:
        met = awards[f"harm_{harm}"].notnull()
        for code, harms in weighing.stands_for.items():
            if harm in harms:
                counts = (READING_YES,) if certain else (READING_YES, READING_UNKNOWN)
                met = met | awards[code].isin(counts).fill_null(False)
        found[harm] = met if certain else met | ((awards.unread_lines + awards.untold_lines + awards.may_hide_lines) > 0)
    return found


def banded(engine: Engine, ranked: TableExpression, weighing: Weighing) -> list[dict[str, Any]]:
    """The sensitivity bands of the first awards: award_id, band_low and band_high, ranks at 5 and 95 of 100 draws.

    Awards whose reasons are the same move together: each pattern of reasons is drawn once, and the place of an award in
    a draw is the awards of patterns above its own, and those of its own and of equal ones with more dollars at stake.
    """
    spends = ranked[MADE_OF_MONEY]
    first_ones = ranked.filter(ranked["rank"] <= BANDED)
    last = engine.rows(first_ones.agg(spends=first_ones[MADE_OF_MONEY].min()))[0]["spends"]
    if last is None:
        return []
    level = first_ones.filter(first_ones[MADE_OF_MONEY] == int(last))
    points = int(engine.rows(level.agg(points=level.points.min()))[0]["points"])
    # Drawn at its highest, a sum of less than a third stays under the last of the first awards drawn at its lowest.
    near = (spends == int(last)) & (ranked.points * (100 + SPREAD) >= points * (100 - SPREAD))
    r = ranked.filter(ranked["rank"].notnull() & ((spends > int(last)) | near))
    made = [c for c in ranked.columns if c.startswith("made_")]
    first = r["rank"] <= BANDED
    rung = first.cast("int64").sum().over(rows=(None, 0), order_by=[-r.stake, -r.dollars, r.award_id])
    held = engine.keep("marked", r.select("award_id", "rank", *made, first=first, rung=rung))
    seen = engine.rows(held.group_by("rung", *made).agg(awards=held.count()).order_by(["rung", *made]))
    firsts = engine.rows(held.filter(held.first).order_by("rank"))
    return _bands(_Patterns.of(seen, made), firsts, _drawn(weighing))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of reasons: per factor what each is made of, how many awards bear it, and before how many by dollars.

    `before[rung, pattern]`: awards of the pattern that stand, by dollars and id, before the first award of that rung.
    """

    made: Sequence[str]
    number: Mapping[tuple[int, ...], int]
    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    before: NDArray[np.int64]

    @classmethod
    def of(cls, seen: Sequence[Mapping[str, Any]], made: Sequence[str]) -> _Patterns:
        """From awards counted by rung and pattern; rung n holds the n-th of the first awards by dollars and what follows."""
        number: dict[tuple[int, ...], int] = {}
        for row in seen:
            number.setdefault(tuple(row[m] for m in made), len(number))
        rungs = max(row["rung"] for row in seen) + 1
        by_rung = np.zeros((rungs, len(number)), dtype=np.int64)
        for row in seen:
            by_rung[row["rung"], number[tuple(row[m] for m in made)]] = row["awards"]
        before = np.zeros_like(by_rung)
        np.cumsum(by_rung[:-1], axis=0, out=before[1:])
        return cls(made, number, np.array(list(number), dtype=np.int64), by_rung.sum(axis=0), before)


def _bands(patterns: _Patterns, firsts: Sequence[Mapping[str, Any]], drawn: Mapping[str, _Drawing]) -> list[dict[str, Any]]:
    """Ranks of the first awards in every draw, from the sums of all patterns."""
    tables = []
    for column, made in zip(patterns.cells.T, patterns.made, strict=True):
        kinds, place = np.unique(column, return_inverse=True)
        tables.append((np.stack([drawn[made](int(kind)) for kind in kinds], axis=1), place))
    own = np.array([patterns.number[tuple(row[m] for m in patterns.made)] for row in firsts])
    rung = np.array([row["rung"] for row in firsts])
    ranks = np.empty((len(firsts), DRAWS), dtype=np.int64)
    for draw in range(DRAWS):
        sums = sum((table[draw][place] for table, place in tables), np.zeros(len(patterns.counts), dtype=np.int64))
        ranks[:, draw] = _ranks(sums, own, rung, patterns)
    ranks.sort(axis=1)
    low, high = ranks[:, DRAWS * 5 // 100 - 1], ranks[:, DRAWS * 95 // 100 - 1]
    return [
        {"award_id": row["award_id"], "band_low": int(a), "band_high": int(b)}
        for row, a, b in zip(firsts, low, high, strict=True)
    ]


def _ranks(
    sums: NDArray[np.int64], own: NDArray[np.int64], rung: NDArray[np.int64], patterns: _Patterns
) -> NDArray[np.int64]:
    """The ranks of the first awards in one draw: one more than the awards above them and those level with more dollars."""
    mine = sums[own]
    up_to = np.cumsum(np.bincount(sums, weights=patterns.counts)).astype(np.int64)
    above = up_to[-1] - up_to[mine]
    level, group = np.unique(mine, return_inverse=True)
    members, size = np.argsort(group, kind="stable"), np.bincount(group)
    wanted = np.zeros(len(up_to), dtype=bool)
    wanted[level] = True
    tied = np.flatnonzero(wanted[sums])
    of = np.searchsorted(level, sums[tied])
    pattern = np.repeat(tied, size[of])  # each pattern on a level beside each first award on it
    within = np.arange(len(pattern)) - np.repeat(np.cumsum(size[of]) - size[of], size[of])
    award = members[np.repeat((np.cumsum(size) - size)[of], size[of]) + within]
    beside = np.bincount(award, weights=patterns.before[rung[award], pattern], minlength=len(own))
    ranks: NDArray[np.int64] = 1 + above + beside.astype(np.int64)
    return ranks


_Drawing = Callable[[int], NDArray[np.int64]]
"""From what a sum is made of within one factor, packed, to what it adds in every draw, in hundredths of points."""


def _drawn(weighing: Weighing) -> dict[str, _Drawing]:
    """Every weight and cap drawn, and per factor what the draws make of a packed pattern."""
    dice = random.Random(SEED)

    def draw(points: int) -> NDArray[np.int64]:
        return np.array([points * dice.randint(100 - SPREAD, 100 + SPREAD) for _ in range(DRAWS)], dtype=np.int64)

    harms = [draw(points) for _, points in sorted(weighing.harms.items())]
    found = {"made_severity": _gravest(harms, draw(weighing.severity_cap)), MADE_OF_MONEY: _spending}
    for factor in weighing.factors:
        flags = _coherent({word: draw(points) for word, points in _flags(factor).items()}, factor)
        rungs = [draw(points) for _, points in sorted(factor.sizes)]
        found[f"made_{factor.id}"] = _summed(flags, rungs, draw(factor.cap))
    return found


def _coherent(drawn: dict[str, NDArray[np.int64]], factor: Capped) -> list[NDArray[np.int64]]:
    """A state that adds more never adds less in a draw: being reached by a duty lowers nothing, whatever the weights.

    Undecidable has no weight of its own: it adds the most that a state which it may be adds.
    """
    most: NDArray[np.int64] | None = None
    states = (word for word in drawn if word in factor.states and word != UNDECIDABLE)
    for word in sorted(states, key=lambda w: (factor.states[w], w)):
        drawn[word] = most = drawn[word] if most is None else np.maximum(most, drawn[word])
    if UNDECIDABLE in drawn and most is not None:
        drawn[UNDECIDABLE] = most
    return list(drawn.values())


def _spending(packed: int) -> NDArray[np.int64]:
    """More than all reasons together: awards with dollars stand before those without, whatever is drawn."""
    return np.full(DRAWS, packed * _ABOVE_ALL, dtype=np.int64)


def _gravest(harms: Sequence[NDArray[np.int64]], cap: NDArray[np.int64]) -> _Drawing:
    def drawing(packed: int) -> NDArray[np.int64]:
        worst = np.zeros_like(cap)
        for nth, points in enumerate(harms):
            if packed >> nth & 1:
                worst = np.maximum(worst, points)
        return np.minimum(worst, cap)

    return drawing


def _summed(
    flags: Sequence[NDArray[np.int64]], rungs: Sequence[NDArray[np.int64]], cap: NDArray[np.int64]
) -> _Drawing:
    def drawing(packed: int) -> NDArray[np.int64]:
        parts = np.zeros_like(cap)
        for nth, points in enumerate(flags):
            if packed >> nth & 1:
                parts = parts + points
        climbed = np.zeros_like(cap)
        for points in rungs[: packed >> len(flags)]:  # a higher step never adds less than a lower one
            climbed = np.maximum(climbed, points)
        found: NDArray[np.int64] = np.minimum(parts + climbed, cap)
        return found

    return drawing


def _flags(factor: Capped) -> dict[str, int]:
    """What may be said of an award within a factor, in the order of its packed bits, with the points of each."""
    held = {**dict(sorted(factor.weights.items())), **dict(sorted(factor.states.items()))}
    return {word: points for word, points in held.items() if points}


def _marks(awards: TableExpression, weighing: Weighing) -> dict[str, list[Expression]]:
    """What a sum is made of at its upper end: per factor each reason as 0 or 1, last the number of the step of dollars."""
    harmed = _harmed(awards, weighing, certain=False)
    found = {"severity": [harmed[harm].cast("int64") for harm in sorted(harmed)]}
    for factor in weighing.factors:
        marks = [
            _stated(awards, factor, word) if word in factor.states else _answered(awards, word, 1, certain=False)
            for word in _flags(factor)
        ]
        rungs = [(at_least, n) for n, (at_least, _) in enumerate(sorted(factor.sizes), start=1)]
        found[factor.id] = [*marks, steps(awards.stake, rungs) if rungs else whole(0)]
    return found


def _stated(awards: TableExpression, factor: Capped, state: str) -> Expression:
    """1 in the state of reach; where the state is not told, in the one that adds most."""
    if "reach" not in awards.columns:
        return whole(0)
    worst = max(factor.states, key=lambda s: (factor.states[s], s))
    held = (awards.reach == text(state)).fill_null(state == worst)
    return (held & _exposed(awards, factor, certain=False)).cast("int64")


def _packed(marks: Sequence[Expression]) -> Expression:
    """Marks in one number, the first in its lowest bit; all but the last are 0 or 1."""
    shifted = [mark * whole(1 << nth) for nth, mark in enumerate(marks)]
    return sum(shifted[1:], shifted[0])
