"""Production sites side by side: order changes nothing, an agreement never lowers, and what tells two works apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyfair.knowledge.name_words.address_words import address_words, site_vocabulary
from buyfair.screen.addresses import read_address
from buyfair.screen.site_model import CEILING, WEIGHTS
from buyfair.screen.site_names import read_site_name
from buyfair.screen.sites import LEAST, Site, SiteComparison, compare_sites

KNOWN, WORDS = site_vocabulary(), address_words()
HOME = Site("Bluefinch Garments Ltd", "plot 7 sector 12 Ferrow industrial area, Quillam 74120", "PK")


def beside(left: Site, right: Site) -> SiteComparison:
    return compare_sites(left, right, KNOWN, WORDS)


def like_home(name: str = HOME.name, address: str = HOME.address, country: str = HOME.country) -> SiteComparison:
    return beside(HOME, Site(name, address, country))


NAMES = st.tuples(
    st.sampled_from(["Bluefinch", "Marrowood Garments", "Bluefinch Tekstil"]),
    st.sampled_from(["", " Ltd", " unit 2", " branch", " Ostrava branch", " II", " (Unit No. 7)"]),
).map("".join)
ADDRESSES = st.lists(
    st.sampled_from(
        [
            "no 7",
            "12",
            "plot 9a",
            "Ferrow street",
            "Quillam",
            "74120",
            "sector 4",
            "km 3,",
            "floor 2",
            "Ostrava",
            "zone",
        ]
    ),
    max_size=6,
).map(" ".join)
SITES = st.builds(Site, NAMES, ADDRESSES, st.sampled_from(["", "PK", "TR"]))


# Laws


@given(SITES, SITES)
def test_the_order_of_the_two_changes_no_score(left: Site, right: Site) -> None:
    assert beside(left, right).score == beside(right, left).score


@given(SITES, SITES, st.sampled_from([", no 501", ", 88231", ", Zembrovik", ", Zembrovik street no 501", ", km 44"]))
def test_one_more_agreeing_fact_of_the_address_never_lowers(left: Site, right: Site, fact: str) -> None:
    more = [Site(s.name, s.address + fact, s.country) for s in (left, right)]
    assert beside(*more).score >= beside(left, right).score


@given(SITES, SITES)
def test_one_more_agreeing_number_of_the_site_or_country_never_lowers(left: Site, right: Site) -> None:
    before = beside(left, right).score
    assert beside(*(Site(f"{s.name} unit 501", s.address, s.country) for s in (left, right))).score >= before
    assert beside(*(Site(s.name, s.address, "BD") for s in (left, right))).score >= before


@given(SITES, SITES)
def test_a_score_stays_between_nought_and_the_ceiling_and_has_its_sentence(left: Site, right: Site) -> None:
    found = beside(left, right)
    assert 0.0 <= found.score <= CEILING
    assert found.why.endswith(".")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(name: str, address: str) -> None:
    assert 0.0 <= beside(Site(name, address), HOME).score <= CEILING


def test_what_agrees_can_only_raise_and_what_differs_can_only_lower() -> None:
    lowers = {name for name, weight in WEIGHTS.items() if weight < 0}
    assert lowers == {name for name in WEIGHTS if name.endswith(("swapped", "extra", "differs", "differ", "told_once"))}


# Missing never passes


def test_a_name_alone_is_not_one_site() -> None:
    assert beside(Site(HOME.name), Site(HOME.name)).score < LEAST


def test_an_address_alone_is_not_one_site() -> None:
    assert beside(Site("", HOME.address, "PK"), Site("", HOME.address, "PK")).score < LEAST


def test_a_country_that_is_not_told_says_nothing() -> None:
    assert like_home(country="").score == like_home().score


# Stories


def test_the_same_site_in_two_spellings() -> None:
    found = like_home("BLUEFINCH GARMENT LIMITED", "Plot# 7, Sector-12, Ferrow Indl. Area Quillam")
    assert found.score >= LEAST
    assert "both have the number 7" in found.why and "sector 12" in found.why


def test_letters_that_a_scanner_tore_apart_and_words_that_it_glued() -> None:
    assert like_home("Blue fi nch Gar men ts Ltd", "plot 7 sector 12 ferrow industrial areaquillam").score >= LEAST
    assert (
        beside(
            Site("Oakmere Knit", "Pallerin Mamadar Nonaga 82109"), Site("Oakmere Knit", "pallerinmamadarnonaga")
        ).score
        >= LEAST
    )


def test_another_plot_of_the_same_firm_is_another_site() -> None:
    found = like_home(address="plot 19 sector 17 Ferrow industrial area, Quillam 74120")
    assert found.score < LEAST
    assert "the numbers differ (7 and 19)" in found.why and "sector 12 and 17 differ" in found.why


def test_two_units_of_one_firm_are_two_sites() -> None:
    one, two = (Site(f"Bluefinch Garments Ltd {n}", HOME.address, "PK") for n in ("(Unit 1)", "unit-2"))
    assert beside(one, two).score < LEAST
    assert "the firm's own numbers differ (1 and 2)" in beside(one, two).why


def test_a_branch_elsewhere_is_another_site() -> None:
    found = like_home("Bluefinch Garments Ltd Tarnow branch", "4. cadde no 10 organize sanayi bolgesi Tarnow 60300")
    assert found.score < LEAST
    assert "only the second name tells one site of the firm from others" in found.why


def test_another_firm_in_the_same_yard_is_another_site() -> None:
    assert like_home("Tallowbridge Denim Ltd").score < LEAST


def test_sister_firms_that_make_other_things_in_one_town_are_two_sites() -> None:
    assert (
        beside(Site("QVX Shirts Ltd", "Ferrow, Quillam 1340"), Site("QVX Socks Ltd", "Ferrow, Quillam 1340")).score
        < LEAST
    )


def test_the_same_name_and_address_in_another_country_is_not_one_site() -> None:
    found = like_home(country="tr")
    assert found.score < LEAST and "the first is in PK, the second in TR" in found.why


def test_the_town_of_the_works_in_the_name_does_not_part_them() -> None:
    address = "2 Ferrow street, Quillam 2800"
    assert beside(Site("Bluefinch Fashion Quillam", address), Site("Bluefinch Fashion", address)).score >= LEAST


# Reading


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ("plot# 54a sector28", {"house": {"54"}, "sector": {"28"}}),
        ("No. 33o Ferrow Rd, 10100", {"house": {"330"}, "postal": {"10100"}}),
        ("7 km off Ferrow road", {"km": {"7"}}),
        ("10014 sok. no 4 kat 2", {"street": {"10014"}, "house": {"4"}, "floor": {"2"}}),
        ("unit no. 14, P.O. Box 22", {"unit": {"14"}, "box": {"22"}}),
        ("Ferrow, Quillam 1340, Bangladesh", {"postal": {"1340"}}),
        ("jl. Ferrow no. 8 RT 01/RW 03", {"house": {"8"}, "rt": {"1"}, "rw": {"3"}}),
    ],
)
def test_a_number_is_read_by_what_it_numbers(given: str, numbers: dict[str, set[str]]) -> None:
    assert read_address(given, WORDS).numbers == {label: frozenset(held) for label, held in numbers.items()}


def test_kinds_of_places_are_no_names_of_places() -> None:
    assert read_address("Ferrow mah. Quillam sok. organize sanayi bolgesi", WORDS).words == ("ferrow", "quillam")
    assert read_address("moo 6 tambol Ferrow amphur Quillam, Thailand", WORDS).words == ("ferrow", "quillam")


def test_the_firm_and_its_numbering_of_sites_are_told_apart() -> None:
    name = read_site_name("Bluefinch Garments Pvt LtdUnit14", KNOWN, WORDS)
    assert name.numbers == {"14"} and [w.text for w in name.firm.words] == ["bluefinch", "garment"]
    assert read_site_name("Bluefinch II", KNOWN, WORDS).numbers == {"2"}
    assert read_site_name("Bluefinch Tarnow branch", KNOWN, WORDS).designated


# The real pairs


@pytest.mark.real
def test_real_pairs_are_told_apart(real_data: Path) -> None:
    held = json.loads((real_data / "matching/site_pairs_labelled_half.json").read_text("utf-8"))
    hits = misses = 0
    for kind, pairs in held.items():
        for pair in pairs:
            left, right = (Site(r["name"], r["address"], r["country"]) for r in pair["__value__"])
            says = beside(left, right).score >= LEAST
            hits += says and kind == "match"
            misses += says != (kind == "match")
    assert 2 * hits / (2 * hits + misses) >= 0.85
