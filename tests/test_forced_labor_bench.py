"""The forced-labor name bench holds what its README says: every listed party, enough real names, no row given away."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import matching_cases as cases  # noqa: E402
import matching_measures as measures  # noqa: E402
import matching_search as search  # noqa: E402


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "bench" / "forced_labor" / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


PARTIES, VARIANTS, SISTERS = rows("parties.csv"), rows("variants.csv"), rows("sisters.csv")
LISTED = {(row["list"], row["listed_name"]): row["party"] for row in PARTIES}
NAMES = {row["listed_name"].casefold(): row["party"] for row in PARTIES}
ALIASES = {a.casefold(): row["party"] for row in PARTIES for a in row["other_names"].split("; ") if a}


def test_every_party_of_both_lists_is_covered() -> None:
    assert Counter(row["list"] for row in PARTIES) == {"uflpa_entity_list": 144, "cbp_wro": 69}
    assert {(row["list"], row["listed_name"]) for row in VARIANTS} == set(LISTED)


def test_there_are_enough_variants_and_half_come_from_the_lists_alone() -> None:
    sources = Counter(row["source"] for row in VARIANTS)
    assert set(sources) == {"list page", "real alias", "same identifier pattern", "authored"}
    assert len(VARIANTS) >= 900
    assert sources["list page"] * 2 >= len(VARIANTS)
    assert sources["real alias"] >= 200


def test_no_variant_is_a_name_that_a_list_spells_so() -> None:
    for row in VARIANTS:
        assert row["variant"].casefold() not in NAMES, row
        assert row["variant"].casefold() not in ALIASES, row


@pytest.mark.parametrize(("held", "name"), [(VARIANTS, "variant"), (SISTERS, "name")])
def test_no_row_stands_twice_or_has_an_empty_cell(held: list[dict[str, str]], name: str) -> None:
    assert len({row["id"] for row in held}) == len(held)
    assert len({row[name].casefold() for row in held}) == len(held)
    assert all(value and value == value.strip() for row in held for value in row.values())


def test_a_name_that_was_cut_is_as_long_as_the_feed_allows() -> None:
    for row in VARIANTS:
        for most in (30, 35, 40):
            if f"cut at {most}" in row["how"]:
                assert most - 2 <= len(row["variant"]) <= most, row


def test_sisters_are_enough_and_none_is_a_listed_name() -> None:
    assert len(SISTERS) >= 250
    spelled = {row["variant"].casefold() for row in VARIANTS} | set(NAMES) | set(ALIASES)
    for row in SISTERS:
        assert (row["list"], row["listed_name"]) in LISTED, row
        assert row["name"].casefold() not in spelled, row


def test_the_readme_counts_what_is_there() -> None:
    text = (ROOT / "bench" / "forced_labor" / "README.md").read_text(encoding="utf-8")
    assert f"| `variants.csv` | {len(VARIANTS):,} |" in text
    assert f"| `sisters.csv` | {len(SISTERS)} |" in text
    kinds = Counter(kind for row in VARIANTS for kind in row["how"].split("; "))
    for kind, count in [*Counter(row["source"] for row in VARIANTS).items(), *kinds.items()]:
        assert f"| {kind} | {count} |" in text or f"{kind} {count}" in text, kind


def test_a_firm_on_both_lists_is_one_party_of_the_search() -> None:
    listed = cases.parties()
    on_uflpa = listed.of_row["uflpa_entity_list", "Hefei Bitland Information Technology Co., Ltd."]
    assert on_uflpa == listed.of_row["cbp_wro", "Hefei Bitland Information Technology Co., Ltd."]
    exact = search.strengths("XPCC", listed.names, listed.owners, len(listed.keys), lambda a, b: float(a == b))
    assert [listed.keys[i] for i, score in enumerate(exact) if score] == ["xinjiang-production"]


def test_persons_are_left_out_of_the_clean_recipients() -> None:
    assert cases.is_person("EXAMPLE Q SAMPLE")
    assert not cases.is_person("EXAMPLE Q COMPANY")
    assert not cases.is_person("EXAMPLE AND SAMPLE LLC")


def test_measures_on_pairs_that_one_can_count_by_hand() -> None:
    scores, same = np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, True, False, False])
    assert measures.auc(scores, same) == pytest.approx(3.5 / 4)
    assert measures.best_f1(scores, same) == pytest.approx((0.8, 0.8))
    assert measures.calibration_error(np.array([0.0, 0.0, 1.0, 1.0]), np.array([False, False, True, True]), 2) == 0
    assert measures.calibration_error(np.array([0.5, 0.5]), np.array([True, True]), 1) == pytest.approx(0.5)


def test_the_threshold_lets_one_clean_name_of_a_thousand_pass() -> None:
    clean = np.arange(2000) / 2000
    assert (clean >= measures.threshold_for(clean)).sum() == 2
    tied = np.array([0.7] * 10 + [0.1] * 1990)
    assert (tied >= measures.threshold_for(tied)).sum() == 0


def test_a_variant_counts_where_its_own_party_is_first_or_ties() -> None:
    strengths = np.array([[0.9, 0.1], [0.7, 0.8], [0.8, 0.8], [0.2, 0.1]])
    found, first = measures.first_leads(strengths, np.array([0, 0, 0, 0]), 0.6)
    assert found.tolist() == [True, True, True, False]
    assert first.tolist() == [True, False, True, False]
