"""Opens what a snapshot holds for reading, once in a process, and keeps what was asked lately."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock, RLock
from typing import Any, TypeVar

from buyfair import catalogue
from buyfair.assessed import other_version
from buyfair.attention import SHOWN_FIRST, Attention, awards_table
from buyfair.browse_filters import Filters
from buyfair.columns.engine import TableExpression
from buyfair.columns.held import HELD, Asking, Held, held_in
from buyfair.columns.held_asked import ASKED, KINDS, in_rank, lines_summed, narrowed, patterned, summed
from buyfair.columns.held_making import OWN, OWN_DOLLARS, PLACE
from buyfair.columns.words import STANDS_FOR
from buyfair.judge.batch import Answers
from buyfair.judge.judging import Judged
from buyfair.judge.seen import Ask
from buyfair.judgement import Judged as Judgement
from buyfair.knowledge.countries import inside_us
from buyfair.measure.awards import suppliers
from buyfair.purchase import law
from buyfair.reach import Reach
from buyfair.records.table import Kind
from buyfair.snapshots import Snapshot
from buyfair.summary import SUPPLIERS_SHOWN
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse
from buyfair.terms.harm import Harm

T = TypeVar("T")


REMEMBERED = 48
"""Answers that a process keeps."""
OPEN_AT_ONCE = 3
"""Snapshots of which a process keeps the summary and the answers of the law."""
_TEXTS = ("supplier_key", "description", "performance_state", "supplier_state", "words")
_COUNTS = ("pattern", "fiscal_year", *OWN, "cell", "said")
_HARMS: Mapping[str, Kind] = {f"harm_{h}": "count" for h in Harm}
COLUMNS: Mapping[str, Kind] = {
    "n": "count", **{c.name: c.kind for c in awards_table().columns}, **_HARMS,
    **dict.fromkeys(_TEXTS, "text"), **dict.fromkeys(_COUNTS, "count"),
    **dict.fromkeys((f"{c}_dollars" for c in OWN_DOLLARS), "money"),
}  # fmt: skip
"""The columns of held awards."""
_SUMMED: Mapping[str, Kind] = {STANDS_FOR: "count", "lines": "count", "dollars": "money"}
_CELL: Mapping[str, Kind] = {**{c: COLUMNS[c] for c in PLACE}, **_HARMS}
_SAID: Mapping[str, Kind] = {"exposure": "text", **{i.code: "text" for i in catalogue.indicators()}}
_PATTERN: Mapping[str, Kind] = {"exposure": "text", "pattern": "count"}
_KINDS: Mapping[str, Kind] = dict(zip(KINDS, ("text", "text", "text", "count", "money", "day", "day"), strict=True))


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot open for reading. `day` is its known day."""

    snapshot: Snapshot
    held: Held
    whole: Mapping[str, Any]
    day: date
    answers: Callable[[Asking], Answers]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A conversation about the awards that meet a filter: the engine and these awards."""

    of: Opened
    engine: Asking
    awards: TableExpression

    def judged(self, portion: str) -> tuple[Judgement, Attention, Reach]:
        """The awards as a portion of the summary asks of them: each question of the fewest rows that can answer it."""
        of = {name: self._held(name) for name in NEEDED[portion]}
        return (
            Judgement(None, None, of.get("cells"), of.get("suppliers"), of.get("kinds")),
            Attention(self.awards, self.of.day, of.get("said"), of.get("cells"), of.get("first")),
            Reach(None, self.of.answers(self.engine), of.get("cells"), of.get("patterns")),
        )  # fmt: skip

    def _held(self, name: str) -> TableExpression:
        """The awards summed in one of the ways that portions ask, or the first of them."""
        if name == "suppliers":
            return suppliers(self.engine, self.awards, SUPPLIERS_SHOWN)
        if name == "first":
            return self.engine.look("first_asked", in_rank(SHOWN_FIRST), COLUMNS)
        sql, kinds = _SUMS[name]
        return self.engine.hold(f"{name}_asked", sql, kinds)


NEEDED: Mapping[str, tuple[str, ...]] = {
    "exposed": ("cells", "kinds"), "reached": ("cells", "patterns"), "suppliers": ("suppliers",), "indicators": ("said",),
    "flows": ("cells",), "first": ("first",), "vehicles": (), "calendar": (),
}  # fmt: skip
"""Which sums a portion asks; what asks none looks at the awards themselves."""
_SUMS: Mapping[str, tuple[str, Mapping[str, Kind]]] = {
    "cells": (summed("cell", tuple(_CELL)), {**_CELL, **_SUMMED}), "said": (summed("said", tuple(_SAID)), {**_SAID, **_SUMMED}),
    "patterns": (patterned(), {**_PATTERN, **_SUMMED}), "kinds": (lines_summed(inside_us()[0]), _KINDS),
}  # fmt: skip


_open: OrderedDict[tuple[int, str], Opened] = OrderedDict()
_lock = Lock()


def opened(snapshot: Snapshot) -> Opened:
    """The snapshot, opened by this process when first asked.

    Raises: InputRefusedError where it holds nothing made for reading, or is of another version.
    """
    key = (os.getpid(), str(snapshot.folder))
    with _lock:
        if key not in _open:
            _open[key] = _opened(snapshot)
            while len(_open) > OPEN_AT_ONCE:
                _open.popitem(last=False)
        _open.move_to_end(key)
        return _open[key]


def _opened(snapshot: Snapshot) -> Opened:
    held = held_in(snapshot.folder)
    if held is None:
        raise refuse(
            f"the portfolio {snapshot.id} holds nothing made for filtering", "a snapshot", "take the folder as one"
        )
    whole = snapshot.summary()
    found: list[Answers] = []

    def answers(engine: Asking) -> Answers:
        if not found:
            found.append(_answers(snapshot, engine))
        return found[0]

    return Opened(snapshot, held, whole, date.fromisoformat(whole["day"]), answers)


def _answers(snapshot: Snapshot, engine: Asking) -> Answers:
    """What the law answered of the making, as it was held."""
    rules = {rule.row: rule for rule in law().rules}
    rows = engine.answer("SELECT * FROM law_answers ORDER BY number")
    if any(row["rule"] not in rules for row in rows):
        raise other_version(snapshot.folder, HELD)
    number = {row["number"]: nth for nth, row in enumerate(rows, start=1)}
    said = tuple(
        Judged(rules[row["rule"]], Answer(row["answer"]), Answer(row["in_force"]),
               missing=tuple(Ask(path, (0, 0)) for path in row["missing"].split(", ") if path))
        for row in rows
    )  # fmt: skip
    sets = engine.answer("SELECT answers FROM law_patterns ORDER BY pattern")
    return Answers(None, tuple(tuple(number[n] for n in row["answers"]) for row in sets), said)


@contextmanager
def chosen(of: Opened, filters: Filters) -> Iterator[Chosen]:
    """A conversation about the awards that meet the filters."""
    with of.held.asking() as engine:
        yield Chosen(of, engine, engine.look(ASKED, narrowed(filters.asked()), COLUMNS))


# What was asked lately


class Remembered:
    """Answers by what was asked, the latest ones kept; the same question at the same time is worked out once."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._at_work: dict[Hashable, RLock] = {}
        self._lock = Lock()

    def of(self, key: Hashable, work: Callable[[], T]) -> T:
        """The answer, from memory or worked out now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]  # type: ignore[no-any-return]
            mine = self._at_work.setdefault(key, RLock())
        with mine:
            with self._lock:
                if key in self._held:
                    return self._held[key]  # type: ignore[no-any-return]
            try:
                found = work()
                with self._lock:
                    self._held[key] = found
                    while len(self._held) > self._most:
                        self._held.popitem(last=False)
            finally:
                with self._lock:
                    self._at_work.pop(key, None)
        return found
