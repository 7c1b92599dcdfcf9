"""Every ready reform on a real export with its full header: laws hold, checks come out as nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from buyfair.reform.answer import Document, answer
from buyfair.reform.portfolio import Portfolio
from buyfair.reform.trying import given, opened, ready

pytestmark = [pytest.mark.real, pytest.mark.slow]
FOUR = ("before", "after", "gained", "lost")
COUNTS = ("awards", "dollars", "suppliers")


@pytest.fixture(scope="module")
def portfolio(export_folder: Path) -> Iterator[Portfolio]:
    with opened(export_folder / "assessed") as of:
        yield of


def number(document: Document, one: str, part: str, count: str) -> Decimal:
    return Decimal(document[one][part][count])


@pytest.mark.parametrize("name", ready())
def test_a_ready_reform_on_a_real_export_adds_up_and_is_what_its_card_says(portfolio: Portfolio, name: str) -> None:
    found = answer(portfolio, given(name))
    for count in COUNTS:
        for part in ("certain", "possible", "undecidable"):
            before, after, gained, lost = (number(found, one, part, count) for one in FOUR)
            assert gained + before == after + lost, (part, count)
        for one in (*FOUR, "anew", "freed"):
            assert number(found, one, "certain", count) <= number(found, one, "possible", count)
    assert found["changes"] and found["limits"] and found["manifest"]["reform"]["text"]
    if name == "no_trade_exceptions":
        assert found["anew"]["possible"]["awards"] == found["freed"]["possible"]["awards"] == 0
        assert all(move["awards"] == 0 for move in found["moves"] if move["before"] != move["after"])
    if name == "price_preference":
        told = found["preference"]
        part = Decimal(told["mattered"]["dollars"]) * Decimal(told["percent"]) / 100
        assert Decimal(told["cost_ceiling"]) == part.quantize(Decimal("0.01")) < Decimal(found["portfolio"]["dollars"]) / 20
    if name in ("plan_from_250000", "plan_from_any_value"):
        assert found["freed"]["possible"]["awards"] == 0, "a lower amount frees nobody"
    if name == "cots_no_longer_releases":
        freed, anew = (found[one]["possible"]["awards"] for one in ("freed", "anew"))
        assert freed == 0 < anew, "an exception dropped frees nobody"
    if name == "plan_from_700000":
        assert found["anew"]["possible"]["awards"] == 0, "a higher amount covers nobody"


def test_what_the_export_holds_is_reached_by_reforms_that_ask_for_it(portfolio: Portfolio) -> None:
    """Facts of the file: 3,019 awards of one department, of which 2,991 record how many offers came in."""
    found = answer(portfolio, given("binding_code_of_conduct"))
    assert found["portfolio"]["awards"] == 3019 and len(found["by"]["agency"]) == 1
    sectors = {row["sector"]: row["anew"]["certain"]["awards"] for row in found["by"]["sector"]}
    assert sectors["electronics"] > 500 and sectors["apparel"] > 20
    assert sum(of["awards"] for of in found["supply"]["offers"].values()) == found["after"]["possible"]["awards"]
    assert found["curve_of"]["running"]["awards"] > 100
    assert found["burden"]["year"] == {"from": "2016-10-01", "to": "2017-09-30"}
