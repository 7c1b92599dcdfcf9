"""A buyer asks once and well: every sheet has five to nine questions, each with its record and what lets it be asked."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair import catalogue, sheets
from buyfair.cards.questions_page import questions_page
from buyfair.knowledge.goods import goods
from buyfair.knowledge.questions import (
    AUTHORITIES,
    GOOD,
    MOST,
    NO_DUTY,
    Question,
    _checked,
    authorities,
    questions,
)
from buyfair.knowledge.sectors import sectors
from buyfair.sheets import LABOR_SERVICES, service_questions, sheet_questions
from buyfair.terms.answer import Answer
from buyfair.terms.harm import Harm
from case_tables import Case, cases

LEAST = 5
HONEST = "o clause obliges an answer: ask in market research (FAR 10.002(b))"
CITATION = re.compile(
    r"(D?FARS?) \d+\.\d+(-\d+)?(\([a-z0-9]+\))*"
    r"|\d+ USC \d+[a-z]?(\([a-z0-9]+\))*"
    r"|\d+ CFR \d+(\.\w+)?(-\d+)?"
    r"|Public Law \d+-\d+, section \d+"
)
CASES = cases("questions")
KEYS = [
    "good", "good_label", "country", "name", "awards", "dollars", "matched", "possible", "harms", "listings", "inputs",
    "questions",
]  # fmt: skip


def asked_of(case: Case) -> tuple[Question, ...]:
    """The questions of the sheet that a row of a case table speaks of."""
    country = case.told("country")
    return service_questions(country) if case["good"] == LABOR_SERVICES.lower() else sheet_questions(case["good"], country)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.file}: {c.name}" for c in CASES])
def test_a_question_stands_on_a_sheet_or_not(case: Case) -> None:
    of = {q.id: q.subject for q in questions()}
    assert of[case["question"]] == case.file.split("/")[1]
    stands = case["question"] in {q.id for q in asked_of(case)}
    told = Answer.UNKNOWN if case.told("country") is None else Answer.YES
    assert (told if stands else Answer.NO) == case["fits"]


def test_every_question_has_a_case_where_it_is_put() -> None:
    put = {case["question"] for case in CASES if case["fits"] != Answer.NO}
    assert {q.id for q in questions()} - put == set()


# What a question says


def test_no_id_and_no_question_stands_twice() -> None:
    assert len({q.id for q in questions()}) == len({q.asks for q in questions()}) == len(questions())


@pytest.mark.parametrize("q", questions(), ids=lambda q: q.id)
def test_a_question_is_whole(q: Question) -> None:
    assert q.asks.count("?") == 1 and len(q.asks.split()) <= 45
    assert q.document and q.clause and q.cites
    assert q.why.count(".") == 1, "one sentence"
    assert all(CITATION.fullmatch(c) for c in q.cites), q.cites
    duty = any(authorities()[a].obliges != NO_DUTY for a in q.authorities)
    assert duty or HONEST in q.clause


def test_every_citation_of_an_authority_parses_and_its_sentence_names_one() -> None:
    for a in authorities().values():
        assert all(CITATION.fullmatch(c) for c in a.cites), a.id
        numbers = [re.search(r"\d[\d.\-a-z]*", c.removeprefix("Public Law "))[0] for c in a.cites]  # type: ignore[index]
        assert any(number in a.clause for number in numbers), a.id
        assert a.source and a.bounds
        assert (a.obliges == NO_DUTY) is a.clause.startswith("No clause obliges an answer"), a.id


def test_what_could_not_be_read_says_so_wherever_it_is_shown() -> None:
    recalled = {a.id for a in authorities().values() if a.recalled}
    assert recalled == {"seafood_imports"}
    for q in questions():
        assert q.recalled is bool(recalled & set(q.authorities)) is ("Recalled, not read" in q.clause)
    assert questions_page().count("**Recalled, not read.**") == len(recalled)


PERSON = re.compile(
    r"\b(names? of (all |the |each )?(workers?|persons?|people|crews?|complainants?)|who (complained|reported|spoke to)"
    r"|which workers? (spoke|complained|reported)|identif(y|ies) (the |any )?(workers?|persons?))\b",
    re.I,
)
PERSONAL = ("payroll", "headcount", "ledger", "crew list", "time records", "leavers")


@pytest.mark.parametrize("q", questions(), ids=lambda q: q.id)
def test_no_question_asks_for_a_person(q: Question) -> None:
    assert not PERSON.search(q.asks) and not PERSON.search(q.document)
    if any(word in q.document.lower() for word in PERSONAL):
        guarded = ("without names", "in place of names", "replaced by numbers", "by number", "no names", "in totals")
        assert any(words in q.document for words in guarded), q.document


def test_the_check_for_persons_can_fail() -> None:
    assert PERSON.search("Give us the names of workers who complained")


def test_an_entry_that_is_not_whole_is_refused() -> None:
    whole = questions()[0]
    fields = {name: getattr(whole, name) for name in Question.__dataclass_fields__}
    for key, value, says in (
        ("asks", "Tell us.", "asks no question"),
        ("why", "", "gives no reason"),
        ("places", ("nowhere",), "suits no place"),
        ("harms", ("noise",), "unknown harm"),
        ("stages", ("painted",), "unknown stage"),
        ("authorities", (), "rests on nothing"),
        ("authorities", ("market_research", "responsibility"), "obliges nobody before another"),
    ):
        with pytest.raises(ValueError, match=says):
            _checked(Question(**{**fields, key: value}))


def test_every_good_of_a_question_is_a_good() -> None:
    assert {g for q in questions() for g in q.goods} - set(goods()) == set()
    assert {c for q in questions() for c in q.countries} <= {p.country for p in catalogue.listed_pairs()}


# Sheets


def every_pair() -> list[tuple[str, str | None]]:
    """Every listed good with each country listed for it, with one that is not, and with none."""
    found: dict[str, set[str | None]] = {name: {None, "JPN"} for name in goods()}
    for pair in catalogue.listed_pairs():
        found[pair.good].add(pair.country)
    return [(good, country) for good in found for country in sorted(found[good], key=str)]


def test_every_good_and_country_gets_five_to_nine_questions_and_each_once() -> None:
    for good, country in every_pair():
        ids = [q.id for q in sheet_questions(good, country)]
        assert LEAST <= len(ids) <= MOST and len(set(ids)) == len(ids), (good, country, ids)
    for country in ("KWT", "DEU", None):
        assert LEAST <= len(service_questions(country)) <= MOST


def test_general_questions_come_first() -> None:
    for good, country in every_pair():
        groups = [q.group for q in sheet_questions(good, country)]
        assert groups[0] == "general" and groups == sorted(groups, key=lambda group: group != "general"), (good, country)


def test_every_listed_good_of_the_four_sectors_has_a_question_of_its_own() -> None:
    listed = {p.good for p in catalogue.listed_pairs()}
    of_sectors = [g for g in goods().values() if g.sector in sectors() and g.name in listed]
    assert len(of_sectors) > 100
    assert [g.name for g in of_sectors if not any(q.group == GOOD for q in sheet_questions(g.name, None))] == []


def test_a_question_about_a_harm_is_put_only_where_the_harm_may_be() -> None:
    for good, country in every_pair():
        for q in sheet_questions(good, country):
            if q.id == "good_faith_effort":
                held = {p.harm for p in catalogue.listed_pairs() if country in (None, p.country)}
                assert Harm.FORCED_CHILD_LABOR in held, (good, country)


def test_sheets_have_the_rows_that_the_report_reads() -> None:
    row = pair("garments", "CHN", matched="12.00")
    found = sheets.sheets([row], [pair("cotton", None)], [{"country": "KWT", "awards": 2, "dollars": "5.00"}])
    assert [list(sheet) for sheet in found] == [KEYS] * 3
    of_pair, placeless, service = found
    assert (of_pair["good_label"], of_pair["name"], of_pair["matched"]) == ("Garments", "China", "12.00")
    assert {"forced_labor"} <= set(of_pair["harms"]) and of_pair["listings"][0]["listed_from"] <= "2024-09-05"
    assert of_pair["inputs"][0]["depth"] == "main_material" and "China" in of_pair["inputs"][0]["countries"]
    assert all(set(q) == {"asks", "document", "clause", "why"} for sheet in found for q in sheet["questions"])
    assert (placeless["country"], placeless["name"]) == (None, None) and len(placeless["harms"]) == 3
    assert (service["good"], service["good_label"], service["name"]) == (None, LABOR_SERVICES, "Kuwait")


def test_a_kind_of_the_good_that_is_listed_for_the_country_stands_among_its_inputs() -> None:
    sheet = sheets.sheets([pair("gloves", "MYS")], [], [])[0]
    assert sheet["harms"] == [] and sheet["inputs"][0] == {
        "good": "rubber gloves", "label": "Rubber gloves", "depth": "good", "countries": ["Malaysia"],
    }  # fmt: skip


def pair(good: str, country: str | None, matched: str = "0.00", possible: str = "1.00") -> dict[str, Any]:
    """One row as the summary has it."""
    return {"good": good, "country": country, "awards": 1, "dollars": "20.00", "matched": matched, "possible": possible}


MONEY = st.integers(0, 5).map(lambda n: f"{Decimal(n):.2f}")
PAIRS = st.lists(
    st.builds(pair, st.sampled_from(sorted(goods())), st.sampled_from(["CHN", "IND", "BRA", "JPN", "TKM"]), MONEY, MONEY),
    max_size=20, unique_by=lambda r: (r["good"], r["country"]),
)  # fmt: skip
PLACELESS = st.lists(
    st.builds(pair, st.sampled_from(sorted(goods())), st.none(), MONEY, MONEY), max_size=6, unique_by=lambda r: r["good"]
)
SERVICES = st.lists(
    st.builds(lambda c, d: {"country": c, "awards": 1, "dollars": d}, st.sampled_from(["KWT", "DEU", "DJI", "QAT"]), MONEY),
    max_size=4, unique_by=lambda r: r["country"],
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PAIRS, PLACELESS, SERVICES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_sheet(pairs: list[Any], placeless: list[Any], services: list[Any], r: Any) -> None:
    first = sheets.sheets(pairs, placeless, services)
    for rows in (pairs, placeless, services):
        r.shuffle(rows)
    assert sheets.sheets(pairs, placeless, services) == first


@settings(max_examples=60, deadline=None)
@given(PAIRS, PLACELESS, SERVICES, st.integers(1, 14))
def test_sheets_fill_the_limit_matched_first_and_leave_room_for_services(
    pairs: list[Any], placeless: list[Any], services: list[Any], limit: int
) -> None:
    found = sheets.sheets(pairs, placeless, services, limit)
    assert len(found) == min(limit, len(pairs) + len(placeless) + len(services))
    kinds = [0 if s["country"] and s["good"] else 1 if s["good"] else 2 for s in found]
    assert kinds == sorted(kinds)
    matched = [Decimal(s["matched"]) for s, kind in zip(found, kinds, strict=True) if kind == 0]
    assert matched == sorted(matched, reverse=True)
    assert kinds.count(2) >= min(len(services), limit // 6)


def test_the_page_of_questions_holds_every_one() -> None:
    page = questions_page()
    assert [q.id for q in questions() if f"`{q.id}`" not in page or q.asks not in page] == []
    assert all(a.bounds in page for a in authorities().values()) and AUTHORITIES not in page
