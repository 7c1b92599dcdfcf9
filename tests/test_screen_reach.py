"""A pair of names that cannot become a lead is given up early, and no lead is lost or told otherwise by that."""

from __future__ import annotations

from itertools import combinations

import pytest

from buyfair import catalogue
from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.align import align
from buyfair.screen.leads import LEAST
from buyfair.screen.likeness import Sides, findings, lay
from buyfair.screen.model import likelihood
from buyfair.screen.names import Name, read
from buyfair.screen.reach import findings_that_reach, needed

ADDED = (-3.7, -1.2, 0.0, 0.7, 2.2)
"""What country, address and numbers may add to the sum."""


def listed_pairs() -> list[tuple[Name, Name]]:
    """Some thousand pairs of listed names: all that share a word, and others that share none."""
    known = vocabulary()
    names = [read(given, known) for given in sorted({n for p in catalogue.parties() for n in p.names})]
    held = [name for name in names if name.words]
    pairs = list(combinations(held, 2))
    near = [(a, b) for a, b in pairs if {w.text for w in a.words} & {w.text for w in b.words}]
    return near[:6_000] + pairs[::31]


@pytest.fixture(scope="module")
def compared() -> list[tuple[Sides, dict[str, float]]]:
    return [findings(a, b) for a, b in listed_pairs()]


@pytest.mark.parametrize("least", [0.1, LEAST, 0.9])
def test_a_pair_is_given_up_only_where_its_whole_sum_is_no_lead(
    compared: list[tuple[Sides, dict[str, float]]], least: float
) -> None:
    assert len(compared) > 6_000
    given_up = 0
    for sides, whole in compared:
        for more in ADDED:
            found = findings_that_reach(sides, needed(least) - more)
            score = round(likelihood(whole, more), 3)
            given_up += found is None
            assert score < least if found is None else found == whole
    assert given_up > len(compared)


def test_a_score_that_is_just_enough_is_never_given_up(compared: list[tuple[Sides, dict[str, float]]]) -> None:
    for sides, whole in compared:
        score = round(likelihood(whole), 3)
        assert findings_that_reach(sides, needed(score)) == whole


def test_the_sides_weigh_what_met_as_its_parts_do() -> None:
    known = vocabulary()
    left, right = read("Good Will Garment Trading Hotan", known), read("Goodwill Garments Hotan", known)
    sides = lay(left, right, align(left, right))
    parts = [(m.likeness, sum(w.weight for w in m.left), sum(w.weight for w in m.right)) for m in sides.beside.met]
    assert len(parts) == 3
    assert sides.met_left == pytest.approx(sum(k * a for k, a, _ in parts))
    assert sides.met_right == pytest.approx(sum(k * b for k, _, b in parts))
    assert sides.met_both == pytest.approx(sides.met_left + sides.met_right)
