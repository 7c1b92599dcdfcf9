"""Many awards at once: kinds of awards are told apart exactly, and a table without awards has no answers."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from buyfair.columns.embedded import Embedded
from buyfair.judge import batch
from buyfair.judge.batch import answered, answered_alone, judge_awards
from buyfair.judge.weighing import FEW, Column, kinds, renumbered
from buyfair.purchase import law, vocabulary

ASKED = date(2026, 6, 1)


@pytest.mark.parametrize("size", [7, FEW, 40 * FEW], ids=["few", "many", "more than a table holds"])
def test_keys_are_numbered_without_gaps_and_each_number_has_an_award(size: int) -> None:
    pick = random.Random(size)
    keys = np.array([pick.randrange(size) for _ in range(500)], dtype=np.int64)
    number, one = renumbered(keys, size)
    assert sorted(set(number.tolist())) == list(range(len(set(keys.tolist()))))
    assert [keys[award] for award in one.tolist()] == sorted(set(keys.tolist()))
    assert [keys[one[n]] for n in number.tolist()] == keys.tolist()


def test_awards_are_of_one_kind_where_they_are_alike_in_every_column() -> None:
    pick = random.Random(4)
    told = [[pick.randrange(5) for _ in range(300)] for _ in range(3)]
    columns = []
    for values in told:
        of, one = renumbered(np.array(values, dtype=np.int64), 5)
        columns.append(Column(of, sorted(set(values)), one))
    one, kind = kinds(columns, 300)
    rows = list(zip(*told, strict=True))
    assert [rows[one[k]] for k in kind.tolist()] == rows
    assert len(one) == len(set(rows)) == len(set(kind.tolist()))


def test_rows_that_share_their_one_number_are_told_apart_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.array([[1, 2], [3, 2], [1, 2], [4, 4]], dtype=np.int64)
    for odd in (batch.ODD, np.uint64(0)):  # with zero only the last column would count
        monkeypatch.setattr(batch, "ODD", odd)
        patterns, of = batch._different(numbers)
        assert patterns[of].tolist() == numbers.tolist() and len(patterns) == 3


def test_a_table_without_awards_has_no_answers(tmp_path: Path) -> None:
    engine = Embedded(tmp_path)
    table = engine.values("awards", {"award_id": "text", "agency": "text", "award_date": "day"}, [])
    assert engine.rows(judge_awards(engine, law(), vocabulary(), table, ASKED)) == []
    assert answered(engine, law(), vocabulary(), table, ASKED).patterns == ()
    assert answered_alone(engine, law(), vocabulary(), table, ASKED).told(engine).shape == (0, len(law().rules))
    engine.close()


def test_a_question_asked_again_is_answered_from_the_table_that_is_there(tmp_path: Path) -> None:
    for told in ([1, 2], [5]):
        (tmp_path / str(told[0])).mkdir()
        engine = Embedded(tmp_path / str(told[0]))
        table = engine.values("numbers", {"n": "count"}, [[n] for n in told])
        assert [row["n"] for row in engine.rows(table.order_by("n"))] == told
        engine.close()
