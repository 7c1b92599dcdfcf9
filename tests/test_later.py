"""Expressions that are said and made later: the very questions asked at once, and made once for all that ask alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ibis
import pytest

from browsed import taken_once
from buyfair.browse import Filters, counted
from buyfair.columns import held, later
from buyfair.columns.later import Later, saying
from buyfair.columns.words import counted as how_many
from buyfair.columns.words import first_true, least, nothing, same, text, total, yes

COLUMNS = {"kind": "string", "dollars": "decimal(18, 2)", "day": "date", "stands_for": "int64", "flag": "boolean"}


def questions(a: Any, b: Any) -> list[Any]:
    """Of every way of saying that figures use."""
    some = (a.kind == text("x")) & ~(a.dollars > 1) | a.kind.isin(["x", "y"]).fill_null(False)
    return [
        a.filter(some).group_by("kind").agg(n=how_many(a), d=total(a.dollars, a["kind"] != text("y")), f=yes(a.flag)),
        a.mutate(smaller=-a.dollars, of=first_true((a.flag, a.kind), otherwise=nothing())).select("smaller", "of"),
        a.group_by("kind").agg(l=least(d=a.dollars, k=a.kind)),
        a.semi_join(b, same(a, b, kind="kind")).order_by([a.dollars.desc(), a.kind.asc(nulls_first=False)]).limit(3),
        a.group_by(year=a.day.year()).agg(n=a.count(), sure=a.dollars.sum(where=a.flag == True)),  # noqa: E712
        a.agg(one=a.dollars.sum(where=a.stands_for == 1)), a.agg(one=a.dollars.sum(where=a.flag.fill_null(True))),
    ]  # fmt: skip


def test_said_and_made_later_a_question_is_the_one_asked_at_once() -> None:
    at_once = [ibis.to_sql(q) for q in questions(ibis.table(COLUMNS, name="a"), ibis.table(COLUMNS, name="b"))]
    with saying():
        said = questions(*(held._table(tuple(COLUMNS.items()), name) for name in "ab"))
        again = questions(*(held._table(tuple(COLUMNS.items()), name) for name in "ab"))
    assert all(isinstance(q, Later) for q in said)
    assert [ibis.to_sql(q.made()) for q in said] == at_once
    assert [q.number for q in said] == [q.number for q in again] and len({q.number for q in said}) == len(said)


def test_what_is_not_made_yet_is_neither_true_nor_a_list() -> None:
    with saying():
        column = held._table(tuple(COLUMNS.items()), "a").kind
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(column == "x")
        with pytest.raises(TypeError, match="no parts"):
            list(column)


def test_other_awards_are_asked_without_making_a_question_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> None:
    snapshot = taken_once(tmp_path_factory, "browsed", sample_folder / "assessed")
    whole = snapshot.summary()
    counted(snapshot, Filters())
    monkeypatch.setattr(held, "_speech", lambda: pytest.fail("put into words anew"))
    some = [Filters(agency=(whole["agencies"][0]["agency"],)), Filters(good=(whole["goods"][0]["good"],)),
            Filters(class_=("unknown",))]  # fmt: skip
    apart = [counted(snapshot, each) for each in some]
    assert 0 < apart[0]["awards"] < whole["awards"]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda f: counted(snapshot, f), some)) == apart


def test_a_full_book_is_closed_and_another_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "_books", [later.Book()])
    monkeypatch.setattr(later, "MOST", 1)
    with saying() as first:
        kept = text("x"), text("y")
    with saying() as second:
        assert second is not first and len(second) == 0
    assert kept[0].made().equals(ibis.literal("x"))
