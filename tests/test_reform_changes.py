"""The law changed on paper: exceptions dropped and added, amounts moved, burdens that give the approved figures again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from buyfair import catalogue
from buyfair.judge.changes import affected, turns_on, with_amount, without_exception
from buyfair.judge.conditions import facts_of
from buyfair.judge.facts import Interval, Purchase
from buyfair.judge.judging import judge
from buyfair.knowledge.burden import anchor
from buyfair.knowledge.reforms.reading import Exempted, Ignored, NewDuty, Reform
from buyfair.purchase import law, vocabulary
from buyfair.reform.burden import Reached, burden, together
from buyfair.reform.law import answers_of, enacted, reformed
from buyfair.terms.answer import Answer

ASKED = date(2026, 11, 1)
YEAR = ("2025-11-02", "2026-11-01")
ORDER = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
PAIRS = [(row, key) for row, keys in catalogue.reform_names().rules.items() for key in keys]
COTS_ABROAD = {
    "agency": "dod", "sol_date": date(2026, 4, 1),
    "lines": [{"item": "supply", "value": 1_200_000, "cots": True, "bulk_cargo": False, "acquired_outside_us": True}],
}  # fmt: skip


def reform(**changes: object) -> Reform:
    """A reform of these changes."""
    return replace(Reform(name="tried", title="tried", instrument="statute", words="w", source="s"), **changes)


@pytest.mark.parametrize(("row", "key"), PAIRS, ids=[f"{row}: {key}" for row, key in PAIRS])
def test_any_fact_of_any_rule_may_stop_to_count_and_is_asked_no_more(row: str, key: str) -> None:
    rule = next(rule for rule in law().rules if rule.row == row)
    fact = next(fact for fact in turns_on(rule) if fact.key == key)
    changed = without_exception(rule, fact)
    assert all(fact not in facts_of(condition) for condition in changed.conditions)


def test_an_item_off_the_shelf_is_bound_where_that_no_longer_releases() -> None:
    dropped = reform(ignored=(Ignored(rule="TIP-04", fact="cots"),))
    assert answers_of(dropped, COTS_ABROAD, ASKED) == (Answer.NO, Answer.YES)
    inside = {**COTS_ABROAD, "lines": [{**COTS_ABROAD["lines"][0], "acquired_outside_us": False}]}
    assert answers_of(dropped, inside, ASKED) == (Answer.NO, Answer.NO)


def test_a_portion_told_without_off_the_shelf_items_only_bounds_the_new_one_from_below() -> None:
    dropped = reform(ignored=(Ignored(rule="TIP-04", fact="cots"),))
    told = {"agency": "dod", "sol_date": date(2026, 4, 1), "value_outside": 600_000, "value": 900_000,
            "lines": [{"item": "supply", "value": 900_000}]}  # fmt: skip
    assert answers_of(dropped, told, ASKED) == (Answer.NO, Answer.UNKNOWN)
    assert answers_of(dropped, {**told, "value_outside": 700_001}, ASKED) == (Answer.YES, Answer.YES)


def test_an_exception_that_is_added_releases_where_every_line_has_it() -> None:
    added = reform(exempted=(Exempted(rule="TIP-04", fact="commercial"),))
    line = {"item": "service", "value": 900_000, "performed_outside_us": True}
    both = [{**line, "commercial": True}, {**line, "commercial": True}]
    one = [{**line, "commercial": True}, {**line, "commercial": False}]
    told = {"agency": "dod", "sol_date": date(2026, 4, 1)}
    assert answers_of(added, {**told, "lines": both}, ASKED) == (Answer.YES, Answer.NO)
    assert answers_of(added, {**told, "lines": one}, ASKED) == (Answer.YES, Answer.YES)
    assert answers_of(added, {**told, "lines": [line]}, ASKED) == (Answer.YES, Answer.UNKNOWN)


def test_a_duty_with_a_first_day_leaves_earlier_solicitations_alone() -> None:
    duty = NewDuty(id="code", title="t", owed_by="contractor", then="d", first=date(2027, 1, 1))
    told = {"lines": [{"item": "supply", "value": 1}]}
    for day, after in ((date(2026, 12, 31), Answer.NO), (date(2027, 1, 1), Answer.YES)):
        assert answers_of(reform(duties=(duty,)), {**told, "sol_date": day}, ASKED) == (Answer.NO, after)


def test_who_follows_a_changed_rule_is_watched_and_changes_with_it() -> None:
    changed = reformed(reform(ignored=(Ignored(rule="TIP-05", fact="cots"),)))
    followers = [rule.row for rule in law().rules if rule.follows is not None and rule.follows.row == "TIP-05"]
    assert followers and set(followers) <= set(changed.watched)
    held = {rule.row: rule for rule in changed.after.rules}
    assert all(held[row].follows is held["TIP-05"] for row in followers)


def test_an_amount_moved_from_a_day_on_keeps_what_was_before() -> None:
    moved = with_amount(law(), "TIP_PLAN", Decimal(250_000), date(2026, 1, 1), "tried").amounts["TIP_PLAN"]
    told = {day: moved.on(day) for day in (date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))}
    assert [v and v.value for v in told.values()] == [550_000, 700_000, 250_000, 250_000]
    assert moved.on(date(2015, 3, 1)) is None, "a day before the text read stays unknown"


def test_every_ready_reform_leaves_the_rules_alone_that_it_does_not_touch() -> None:
    purchase = Purchase({"agency": "civilian", "sol_date": date(2026, 4, 1)},
                        ({"item": "supply", "value": Interval(Decimal(60_000), Decimal(60_000))},))  # fmt: skip
    purchase = vocabulary().derive(purchase)
    before = {j.rule.row: j.answer for j in judge(law(), purchase, ASKED)}
    for ready in catalogue.reforms():
        touched = set(affected(law(), enacted(law(), ready)))
        after = {j.rule.row: j.answer for j in judge(enacted(law(), ready), purchase, ASKED)}
        assert all(after[row] == answer for row, answer in before.items() if row not in touched), ready.name


# Burden


def test_the_approved_collection_gives_its_own_hours_and_dollars_again() -> None:
    """OMB 9000-0188: 17,727 responses of 12 hours are 212,724 hours; at $79 an hour $16,805,196."""
    held = anchor()
    assumed = together(catalogue.burden(), ())
    one = {w: replace(a, low=v, mid=v, high=v) for w, a in assumed.items()
           for v in [{"responses_per_respondent": Decimal(1)}.get(w, a.mid)]}  # fmt: skip
    table = burden(Reached(YEAR, (held.responses,) * 2, (0, 0), 0, (0, 0)), one)
    assert table["responses"]["mid"] == held.responses == 17_727
    assert table["hours"] == dict.fromkeys(("low", "mid", "high"), held.hours) and held.hours == 212_724
    assert set(table["dollars"].values()) == {f"{held.dollars}.00"}


def test_a_tornado_moves_one_factor_and_puts_the_widest_first() -> None:
    table = burden(Reached(YEAR, (10, 30), (5, 9), 2, (20, 50)), together(catalogue.burden(), ()))
    swings = [Decimal(row["swing"]) for row in table["tornado"]]
    assert swings == sorted(swings, reverse=True) and all(s >= 0 for s in swings)
    firms = next(row for row in table["tornado"] if row["what"] == "respondents")
    assert Decimal(firms["high"]) == 3 * Decimal(firms["low"]), "30 firms cost three times what 10 cost, all else in the middle"
    assert table["small"] == {"respondents": {"low": 5, "high": 9}, "unknown_size": 2}
    assert table["officer_hours"]["low"] <= table["officer_hours"]["mid"] <= table["officer_hours"]["high"]
