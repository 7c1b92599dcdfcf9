"""Tiers of the trafficking reports are what the public tables say, and what is not known between them stays so."""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from buyfair.knowledge import tiers
from buyfair.knowledge.countries import countries, country
from buyfair.knowledge.tiers import NAMES, tier
from buyfair.knowledge.tiers.read import Row, read
from buyfair.terms import bundled

WATCH_LIST_2025 = 25


def code_of(spelling: str) -> str | None:
    """A country spelling as ISO alpha-3."""
    found = country(spelling)
    return None if found is None else found.code


def held() -> set[Row]:
    """Every placement that is bundled."""
    rows = bundled.rows(tiers.__name__, "tiers.csv")
    return {Row(r["country"], year, r[str(year)]) for r in rows for year in tiers.years() if r[str(year)]}


def test_bounds_hold_and_every_cell_is_a_country_and_a_known_sign() -> None:
    bounds, rows = tiers.card()["bounds"], held()
    assert bounds == {
        "countries": len({row.country for row in rows}),
        "placements": len(rows),
        "placements_2024": sum(row.year == 2024 for row in rows),
        "placements_2025": sum(row.year == 2025 for row in rows),
    }
    table = bundled.rows(tiers.__name__, "tiers.csv")
    assert [int(year) for year in list(table[0])[1:]] == list(tiers.years())
    assert len({r["country"] for r in table}) == len(table)
    assert {row.country for row in rows} <= set(countries())
    assert {row.sign for row in rows} == set(NAMES)


def test_the_us_report_ranks_no_special_case_before_2024_and_three_tiers_every_year() -> None:
    by_year: dict[int, set[str]] = defaultdict(set)
    for row in held():
        by_year[row.year].add(row.sign)
    assert all({"1", "2", "3"} <= signs for year, signs in by_year.items() if year < 2025)
    assert [year for year, signs in sorted(by_year.items()) if "S" in signs] == [2024, 2025]
    assert by_year[2025] == {"W", "3", "S"}
    assert min(year for year, signs in by_year.items() if "W" in signs) == 2004


def test_what_is_not_known_says_why_and_what_is_known_names_its_source() -> None:
    for code in countries():
        for year in range(1999, 2028):
            found = tier(code, year)
            assert (found.tier is None) is bool(found.reason)
            assert (found.tier is None) is (found.mark == "")
            assert found.source or not found.may_be
            assert len(found.may_be) in (0, 1) or (found.may_be, year) == (("tier 1", "tier 2"), 2025)
            assert "not this good" in found.sentence()


def test_checked_and_contradicted_countries_of_2024_are_told_apart() -> None:
    source = next(s for s in tiers.card()["source"] if s["years"] == [2024])
    assert sorted(set(source["checked"])) == source["checked"]
    assert {code for code in countries() if tier(code, 2024).mark == "checked"} == set(source["checked"])
    assert all("contradict" in tier(code, 2024).reason for code in source["contradicted"])
    assert {tier(code, 2024).mark for code in ("VNM", "IDN", "THA")} == {"one copy"}


@pytest.mark.real
def test_the_bundled_tiers_are_those_of_the_public_tables(real_data: Path) -> None:
    folder = real_data / "country"
    early = read(gzip.decompress((folder / "tip_tiers_1999_2015_heiss.csv.gz").read_bytes()), code_of)
    late = read((folder / "tip_tiers_2024_scraped_176.csv").read_bytes(), code_of, 2024)
    last = read((folder / "tip_tiers_2025_watchlist_tier3_cia_factbook.csv").read_bytes(), code_of)
    copies = {row for row in (*early, *late, *last) if row.sign}
    assert held() <= copies
    assert copies - held() == {Row("COD", 2024, "W"), Row("GIN", 2024, "2"), Row("GIN", 2024, "3")}
    assert sum(row.sign == "W" for row in last) == WATCH_LIST_2025
    assert {row.year for row in early} == set(range(1999, 2016))
    assert not any(row.sign for row in early if row.year < 2001)


@pytest.mark.parametrize(
    ("table", "year", "says"),
    [
        ("Country,Tier\nChina,Tier 3\n", 2024, "columns"),
        ("Country,Tier,Continent\nChina,Tier 3,Asia\n", None, "Name the year"),
        ("Country,Tier,Continent\nAtlantis,Tier 3,Asia\n", 2024, "Atlantis"),
        ("Country,Tier,Continent\nChina,Tier 4,Asia\n", 2024, "Tier 4"),
        ("gec_code,country,tier,report_year,text\nch,China,Tier 3,soon,-\n", None, "soon"),
    ],
)
def test_the_reader_of_tiers_refuses(table: str, year: int | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read(table.encode(), code_of, year)
