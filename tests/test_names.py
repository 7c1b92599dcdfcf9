"""The matcher of names: laws that hold for any two names, and what it says of them."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.leads import LEAST, Query, Screen, compare
from buyfair.screen.likeness import FINDINGS
from buyfair.screen.model import CEILING, WEIGHTS
from buyfair.screen.names import LONGEST, visible
from buyfair.screen.pinyin import is_pinyin
from buyfair.terms.party import ListedParty, Statement

KNOWN = vocabulary()
WORDS = ("haishuo", "kunlun", "tarim", "star", "cotton", "textile", "technology", "group", "hotan", "xinjiang", "no", "4",
         "7", "prison", "trading", "dawn", "golden", "eagle", "france", "romashka", "和田", "纺织", "ромашка")  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
DAY = date(2026, 7, 9)


def party(name: str, *aliases: str, **more: object) -> ListedParty:
    told = Statement("order", "in_force", date(2022, 6, 21), None, DAY)
    return ListedParty("made_up", "2026", name.lower(), name, (told,), aliases, **more)  # type: ignore[arg-type]


@settings(deadline=None)  # the tables of Chinese load once
@given(NAMES, NAMES)
@example("Haishuo Textile", "和田海硕纺织有限公司")
def test_the_order_of_two_names_changes_nothing(left: str, right: str) -> None:
    assert compare(left, right, KNOWN).score == compare(right, left, KNOWN).score


@settings(deadline=None)
@given(NAMES)
def test_a_name_is_most_like_itself_and_never_certain(name: str) -> None:
    same = compare(name, name, KNOWN).score
    assert same <= CEILING < 1
    assert all(compare(name, f"{name} {more}", KNOWN).score <= same for more in ("Orchid", "Hotan", "9"))


@settings(deadline=None)
@given(NAMES, st.sampled_from(["Co., Ltd.", "Inc.", "LLC", "GmbH", "S.A."]))
def test_a_legal_form_of_a_firm_changes_nothing(name: str, form: str) -> None:
    assert compare(f"{name} {form}", name, KNOWN).score == compare(name, name, KNOWN).score


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_matcher(left: str, right: str) -> None:
    found = compare(left, right, KNOWN)
    assert 0 <= found.score <= CEILING
    assert found.why.endswith(".")


def test_every_finding_has_a_weight_in_its_sense_and_a_sentence() -> None:
    assert [f.__name__ for f in FINDINGS] == list(WEIGHTS)
    assert all(f.__doc__ for f in FINDINGS)
    lowers = {name for name in WEIGHTS if name.endswith(("_differ", "_extra", "_swapped", "no_own_met"))} - {"series_differ"}
    assert all(WEIGHTS[name] <= 0 for name in lowers)
    assert all(WEIGHTS[name] >= 0 for name in WEIGHTS.keys() - lowers)


def test_the_sentence_has_both_strings_and_what_differs() -> None:
    said = compare("HETIAN HAISHUO TEXTILE SRVCES", "Hotan Haishuo Textile Co., Ltd.", KNOWN).why
    assert said == (
        '"HETIAN HAISHUO TEXTILE SRVCES" and "Hotan Haishuo Textile Co., Ltd.": both have haishuo and textile; '
        "hetian is the same word as hotan; only the first has srvces."
    )


def test_marks_that_hide_or_turn_letters_do_not_reach_the_reader() -> None:
    hidden = "Hai\u200bshuo \u202eelitxeT\u202c\x07"
    assert visible(hidden) == "Hai shuo elitxeT"
    assert "\u202e" not in compare(hidden, "Haishuo", KNOWN).why


def test_a_name_of_ten_million_letters_costs_no_time() -> None:
    began = time.perf_counter()
    found = compare("A" * 10_000_000, "Haishuo Textile", KNOWN)
    assert found.score < LEAST
    assert len(found.why) < 2 * LONGEST
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(("word", "chinese"), [("zhongtai", True), ("hoshine", False), ("xian", True), ("smith", False)])
def test_chinese_by_its_sound_is_told_from_other_words(word: str, chinese: bool) -> None:
    assert is_pinyin(word) is chinese


# Leads


def test_a_party_is_found_among_many_by_any_of_its_names() -> None:
    others = [party(f"{a} {b} Co., Ltd.") for a in ("Orchid", "Blue", "Amber") for b in ("River", "Hill", "Stone")]
    screen = Screen([*others, party("Hotan Haishuo Textile Co., Ltd.", "Haishuo Knitting")], KNOWN)
    for asked in ("HAISHUO TEXTILE", "Hai Shuo Knit", "和田海硕纺织"):
        (lead,) = screen.leads([Query(1, asked)])
        assert lead.party.name == "Hotan Haishuo Textile Co., Ltd."
        assert asked in lead.why


def test_an_official_number_is_certain_and_comes_first() -> None:
    screen = Screen([party("Kunlun Dawn Foods", identifiers=(("uei", "ZZTESTUEI001"),)), party("Amber Hill")], KNOWN)
    first, second = screen.leads([Query(1, "Amber Hill", identifiers=(("uei", "zztestuei001"),))])
    assert (first.party.name, first.score) == ("Kunlun Dawn Foods", 1.0)
    assert "the same UEI ZZTESTUEI001" in first.why
    assert second.score < 1


def test_a_told_country_moves_the_score_and_an_untold_one_does_not() -> None:
    screen = Screen([party("Haishuo Textile", countries=("CHN",))], KNOWN)

    def score(*countries: str) -> float:
        return next(screen.leads([Query(1, "Haishuo Text", countries=countries)], least=0.0)).score

    assert score("USA") < score() < score("CHN")


def test_what_a_list_itself_calls_one_party_stands_for_it_elsewhere() -> None:
    parties = [party("Hailite Silicon (Hami)", "Heilaite Silicon (Hami)"), party("Hailite Solar Power")]
    named = {lead.party.name for lead in Screen(parties, KNOWN).leads([Query(1, "Heilaite Solar Power")])}
    assert "Hailite Solar Power" in named


def test_a_lifted_listing_is_a_lead_that_says_from_when_it_is_lifted() -> None:
    gone = ListedParty(
        "made_up", "2026", "k", "Haishuo Textile", (Statement("order", "lifted", date(2020, 1, 1), date(2021, 1, 1), DAY),)
    )
    (lead,) = Screen([gone], KNOWN).leads([Query(1, "Haishuo Textile")])
    assert [lead.party.listed_on(day) for day in (date(2019, 6, 1), date(2020, 6, 1), date(2021, 1, 1))] == [False, True, False]


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6), NAMES, st.randoms())
def test_the_order_of_parties_and_of_queries_changes_no_lead(names: list[str], asked: str, random: object) -> None:
    parties = [party(name) for name in dict.fromkeys(names)]
    mixed = list(parties)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    leads = [
        [(x.query.row, x.party.key, x.score, x.why) for x in Screen(held, KNOWN).leads(queries) if x.query.row == 1]
        for held, queries in (
            (parties, [Query(1, asked), Query(2, "Orchid Hill")]),
            (mixed, [Query(2, "Orchid Hill"), Query(1, asked)]),
        )
    ]
    assert leads[0] == leads[1]
