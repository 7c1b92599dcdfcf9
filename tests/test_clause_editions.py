"""Editions of clauses: which one was due on a day, what a contract's printed date means, and what is not known stays so."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyfair import catalogue
from buyfair.judge.amounts import MARKS
from buyfair.judge.rule import CODIFIED, OVERHAUL, REGIMES
from buyfair.knowledge.clauses import INCORPORATED, KINDS, OVERHAULED, Alternate, Clause, Dated, clauses, families
from buyfair.knowledge.clauses.printed import printed_date
from buyfair.knowledge.clauses.standing import Standing, standing
from buyfair.terms.answer import Answer
from case_tables import Case, cases

HELD = cases("clauses")
DAY = timedelta(days=1)


def of(case: Case) -> Dated:
    clause = clauses()[case["clause"]]
    if case["alternate"] == "-":
        return clause
    alternate = clause.alternate(case["alternate"])
    assert alternate is not None, "no alternate has this name"
    return alternate


def asked(case: Case) -> Standing:
    days = [date.fromisoformat(day) for day in (case.told("solicited") or "").split("/") if day]
    solicited = None if not days else days[0] if len(days) == 1 else (days[0], days[1])
    regime = REGIMES if case["regime"] == "either" else case["regime"]
    return standing(of(case), case.told("printed"), solicited, regime)


@pytest.mark.parametrize("case", HELD, ids=[f"{c.file}: {c.name}" for c in HELD])
def test_a_printed_edition_stands_or_not(case: Case) -> None:
    found = asked(case)
    assert found.answer == case["stands"], found.why
    if case.told("due") is None or case["due"] == "-":
        assert found.due is None, found.why
    else:
        assert found.due is not None and found.due.printed == case["due"], found.why
    assert found.why and not found.why.endswith(".")


def everything() -> list[tuple[str, Dated]]:
    """Every clause and every alternate, with a name to show."""
    held: list[tuple[str, Dated]] = [(c.number, c) for c in clauses().values()]
    return held + [(f"{c.number} {a.name}", a) for c in clauses().values() for a in c.alternates]


EVERYTHING = everything()


@pytest.mark.parametrize(("name", "what"), EVERYTHING, ids=[name for name, _ in EVERYTHING])
def test_an_edition_says_when_whence_and_how_surely(name: str, what: Dated) -> None:
    assert what.editions and what.overhaul in OVERHAULED
    for e in what.editions:
        assert e.mark in MARKS and e.cites and e.source and set(e.regimes) <= set(REGIMES) and e.regimes
        assert e.month == printed_date(e.printed).month and not (e.month is None and CODIFIED in e.regimes)
        if e.month is not None:
            late = (e.first.year - e.month.year) * 12 + e.first.month - e.month.month
            assert -1 <= late <= 3, f"{e.printed} and {e.first} lie too far apart"
    codified = [e for e in what.editions if CODIFIED in e.regimes]
    months = [e.month for e in codified]
    assert months == sorted(set(months)) and [e.first for e in codified] == sorted({e.first for e in codified})
    assert (what.overhaul == "kept") is any(OVERHAUL in e.regimes for e in what.editions)
    assert what.complete is (what.complete_from is not None)
    assert what.complete_from is None or what.complete_from in {e.first for e in codified}, "whole from an edition on"
    assert what.ended is None or what.ended > codified[-1].first
    assert all(e.changes_on is None or e is codified[-1] and e.changes_on > e.first for e in codified)


def test_a_clause_is_whole_and_stands_in_one_file() -> None:
    numbers = [c.number for held in families().values() for c in held]
    assert len(set(numbers)) == len(numbers) == len(clauses())
    for number, clause in catalogue.clauses().items():
        assert isinstance(clause, Clause) and clause.number == number and clause.title and clause.rows
        assert re.fullmatch(r"52\.2\d\d-\d+|252\.2\d\d-70\d\d", number)
        assert clause.kind in KINDS and clause.incorporated in INCORPORATED
        assert (clause.part is None) is number.startswith("252."), "the defense supplement has no day of adoption here"
        assert all(note.endswith(".") for note in clause.notes)


def test_every_row_that_a_clause_names_is_a_row_of_the_law() -> None:
    rows = {r.row for r in (*catalogue.rules(), *catalogue.notes())}
    named = {row for c in clauses().values() for row in (*c.rows, *(r for a in c.alternates for r in a.rows))}
    assert named <= rows


def test_every_clause_that_a_rule_names_is_held() -> None:
    named = {n for r in (*catalogue.rules(), *catalogue.notes()) for n in re.findall(r"\b(?:252|52)\.2\d\d-\d+", repr(r))}
    assert len(named) > 20 and sorted(named - set(clauses())) == []


def test_the_two_clauses_against_trafficking_are_known_from_2015_on() -> None:
    for number in ("52.222-50", "52.222-56"):
        since = clauses()[number].complete_from
        assert since is not None and since <= date(2015, 3, 2)


@pytest.mark.parametrize("words", ["NOV 2021", "Nov 2021", "(NOV. 2021)", "November 2021", "november, 2021"])
def test_a_month_is_read_however_it_is_written(words: str) -> None:
    assert printed_date(words).month == date(2021, 11, 1)
    assert date(2021, 11, 1) in {e.month for e in clauses()["52.222-50"].editions}


def test_words_that_hold_no_month_name_no_edition() -> None:
    assert printed_date("DEVIATION 2020-O0019) (JUL 2020").deviated == date(2020, 7, 1)
    assert printed_date("NOV 2021 (DEVIATION)").deviated is None
    for words in ("", "2021", "Devices 2021", "Octagon 2020x", "MARCH", "SEPTEMBERISH 2020"):
        assert printed_date(words).month is None, words
    assert not printed_date("Devices").deviation
    assert printed_date("JUN 1999").month not in {e.month for e in clauses()["52.222-50"].editions}


def test_an_alternate_is_found_however_it_is_cased() -> None:
    found = clauses()["52.222-50"].alternate(" alternate i ")
    assert isinstance(found, Alternate) and clauses()["52.222-50"].alternate("Alternate IX") is None


DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
ANY = st.sampled_from([what for _, what in EVERYTHING])
PRINTS = st.sampled_from([None, "DEVIATION", "DEVIATION FEB 2026", *{e.printed for _, w in EVERYTHING for e in w.editions}])


@given(ANY, PRINTS, DAYS, st.integers(0, 4000), st.integers(0, 4000), st.sampled_from(REGIMES))
def test_a_bounded_day_never_says_more_than_each_of_its_days(
    what: Dated, printed: str | None, first: date, inside: int, more: int, regime: str
) -> None:
    between, last = first + inside * DAY, first + (inside + more) * DAY
    both = standing(what, printed, (first, last), regime).answer
    for day in (first, between, last):
        assert both in (Answer.UNKNOWN, standing(what, printed, day, regime).answer)


def test_a_span_of_days_that_holds_a_whole_edition_does_not_hide_it() -> None:
    clause = clauses()["52.222-50"]
    before, after = date(2006, 4, 18), date(2015, 3, 2)
    assert {standing(clause, "FEB 2009", day).answer for day in (before, after)} == {Answer.NO}
    assert standing(clause, "FEB 2009", date(2010, 1, 1)).answer == Answer.YES
    assert standing(clause, "FEB 2009", (before, after)).answer == Answer.UNKNOWN


@given(ANY, PRINTS, DAYS)
def test_an_older_edition_never_becomes_right_again(what: Dated, printed: str | None, day: date) -> None:
    before = standing(what, printed, day, CODIFIED)
    after = standing(what, printed, day + DAY, CODIFIED)
    if before.answer == Answer.NO and before.due is not None:
        assert after.answer == Answer.NO


@given(ANY, DAYS, st.sampled_from(REGIMES))
def test_the_edition_that_is_due_stands_where_it_is_known(what: Dated, day: date, regime: str) -> None:
    due = what.edition_on(day, regime)
    if due.edition is not None and due.known:
        printed = "DEVIATION FEB 2026" if due.edition.month is None else due.edition.printed
        assert standing(what, printed, day, regime).answer == Answer.YES
