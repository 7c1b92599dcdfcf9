"""The list of tests that `make quick` leaves out names tests that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import seconds
from conftest import COLLECTED


def test_each_test_that_is_left_out_is_there(request: pytest.FixtureRequest) -> None:
    names = request.config.stash[COLLECTED]
    in_part = {asked.partition("::")[0] for asked in request.config.args if "::" in asked}
    files = {name.partition("::")[0] for name in names} - in_part
    gone = {name for name in seconds.slow() if name.partition("::")[0] in files} - names
    assert not gone, f"renamed or no more: {sorted(gone)}; run python tests/run.py seconds"
    assert all((seconds.ROOT / name.partition("::")[0]).is_file() for name in seconds.slow())


def test_the_list_is_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(seconds, "MEASURED", tmp_path)
    monkeypatch.setattr(seconds, "LIST", tmp_path / "slow.txt")
    monkeypatch.setattr(seconds, "HEAVY", tmp_path / "heavy.txt")
    assert seconds.main() == 2, "without a measurement the list stays as it is"
    rows = (["f::b", 2.0, 3.0, {}], ["g::c", 0.1, 9.4, {}], ["f::b", 7.0, 70.0, {}])
    (tmp_path / "gw0.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "gw1.jsonl").write_text("".join(
        json.dumps(row) + "\n" for row in (["f::a", 1.0, 4.0, {}], ["h::d", 0.1, 0.2, {}])), "utf-8")
    assert seconds.main() == 0
    assert (tmp_path / "slow.txt").read_text("utf-8") == "f::a\nf::b\n"
    assert (tmp_path / "heavy.txt").read_text("utf-8") == "9 g\n7 f\n", "what is asked again elsewhere is told once"
    assert "2 of 4 tests" in capsys.readouterr().out


def test_what_is_made_for_few_counts_to_them_and_for_many_to_nobody() -> None:
    """Two share a folder of half a second each; ten share one of a second, until it is asked what those who are left pay."""
    cost = seconds.Cost
    few = {f"few::{n}": cost(0.1, 1.0, {"folder": 1.0 if n == 0 else 0.0}) for n in range(2)}
    many = {f"many::{n}": cost(0.3, 1.0, {"sample": 0.9 if n == 0 else 0.0}) for n in range(10)}
    assert seconds.left_out({**few, **many}) == set(few)
    heavy = {f"heavy::{n}": cost(0.5, 1.0, {"sample": 0.0}) for n in range(90)}
    light = {f"light::{n}": cost(0.2, 1.0, {"sample": 0.0}) for n in range(3)}
    first = {"first::a": cost(0.3, 2.0, {"sample": 0.9})}
    assert seconds.left_out({**heavy, **first, **light}) == {*heavy, *first, *light}, "those left out pay for nobody"
    assert seconds.left_out({"own::a": cost(0.5, 0.5, {}), "own::b": cost(0.4, 9.0, {})}) == {"own::a"}
