"""What a snapshot holds beside the assessed files so that pages read it quickly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from buyfair import catalogue
from buyfair.assessed import AGAIN, quoted, shaped, summary_of, whole_tables, written
from buyfair.attention import awards_table
from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import TableExpression
from buyfair.columns.held import HELD
from buyfair.columns.held_making import make_held
from buyfair.judge.batch import Answers, answered
from buyfair.judge.judging import Judged
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.states import state
from buyfair.purchase import law, vocabulary
from buyfair.reach import state as reached
from buyfair.records.duties import FACTS
from buyfair.records.lines import LINES
from buyfair.terms.errors import refuse
from buyfair.terms.harm import Harm

FORMAT = 2
"""Grows with each change of what is made, so that a snapshot is taken anew."""

Say = Callable[[str], None]


def make_for_reading(folder: Path, say: Say = lambda _: None) -> None:
    """Makes what the pages read, in the folder of a snapshot that is being taken.

    Raises: InputRefusedError where the law of this version does not answer what the folder says.
    """
    day = date.fromisoformat(summary_of(folder, (), "day")["day"])
    work = folder / ".work"
    work.mkdir()
    engine = Embedded(work)
    try:
        with whole_tables(folder):
            _told_to(engine, folder, day)
            say("ordering lines and awards")
            codes = tuple(i.code for i in catalogue.indicators())
            make_held(engine, folder, folder / HELD, tuple(Harm), codes, inside_us())
    finally:
        engine.close()
        shutil.rmtree(work, ignore_errors=True)


def _told_to(engine: Embedded, folder: Path, day: date) -> None:
    """Hands the engine what the law answers and how states are spelled."""
    awards, lines = written(engine, folder, awards_table()), written(engine, folder, LINES)
    answers = answered(engine, law(), vocabulary(), shaped(written(engine, folder, FACTS), FACTS), day)
    _patterns(engine, folder, awards, answers)
    spelled = {row["s"] for c in ("performance_state", "supplier_state")
               for row in engine.rows(lines.select(s=lines[c]).distinct()) if row["s"] is not None}  # fmt: skip
    engine.values("state_codes", {"spelled": "text", "state": "text"}, sorted((s, state(s)) for s in spelled))


def _patterns(engine: Embedded, folder: Path, awards: TableExpression, answers: Answers) -> None:
    """The answers that tell of the making, the different sets of them, and which set each award has."""
    kept = [n for n, j in enumerate(answers.answers, start=1) if j.rule.looks_at_making]
    sets: dict[tuple[int, ...], int] = {}
    of = [
        (nth, sets.setdefault(tuple(n for n in row if n in set(kept)), len(sets) + 1))
        for nth, row in enumerate(answers.patterns, start=1)
    ]
    engine.values("law_answers", {"number": "count", "rule": "text", "answer": "text", "in_force": "text", "missing": "text"},
                  [(n, *_answer(answers.answers[n - 1])) for n in kept])  # fmt: skip
    engine.lists("law_patterns", "pattern", "answers", list(sets))
    sets_of = engine.values("sets_of_patterns", {"pattern": "count", "making": "count"}, of)
    told = answers.of_awards.join(sets_of, "pattern").select("award_id", pattern="making")
    held = engine.keep("patterns", told)
    states = engine.values("states_of_sets", {"pattern": "count", "told": "text"},
                           [(n, reached(answers.answers[i - 1] for i in row)) for row, n in sets.items()])  # fmt: skip
    met = awards.select("award_id", "reach").join(held.join(states, "pattern").select("award_id", "told"), "award_id")
    counted = engine.rows(met.agg(all=met.count(), same=(met.reach == met.told).sum()))[0]
    if counted["all"] != counted["same"] or counted["all"] != engine.rows(awards.agg(n=awards.count()))[0]["n"]:
        raise refuse(f"{quoted(folder)} was judged by other rules than those of this version", "its own answers", AGAIN)


def _answer(judged: Judged) -> tuple[str, str, str, str]:
    return judged.rule.row, str(judged.answer), str(judged.in_force), ", ".join(m.path for m in judged.missing)
