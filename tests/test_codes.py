"""Every product code has its goods or a stated reason for none, and every service code says whether it is manual work."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest

from buyfair.cards.codes import Standing, bridged, code_page, standing
from buyfair.knowledge import psc, psc_goods
from buyfair.knowledge import sectors as sectors_folder
from buyfair.knowledge.psc_goods import bridge
from buyfair.knowledge.psc_goods.words import named, names_in, spelled_out
from buyfair.knowledge.sectors import sectors
from buyfair.knowledge.spending import spending
from buyfair.terms import bundled

SECTOR_GROUPS = {
    "electronics": ("58", "59", "60", "61", "62", "63", "66", "67", "69", "70", "74", "7A", "7B", "7C", "7D", "7E",
                    "7F", "7G", "7H", "7J", "7K"),
    "minerals": ("56", "91", "93", "94", "95", "96", "9915", "9930"),
    "apparel": ("72", "83", "84", "1670", "6532", "8105"),
    "food": ("87", "88", "89", "9410", "9440", "9160"),
}  # fmt: skip
"""Groups and codes in which the goods of a sector stand, by the method; other codes hold neighbours."""
NO_LONGER_USED = {"1000"}
"""A code without a name that ended in 2006."""
IS_LIST = "List:"


def supply_codes() -> list[str]:
    """Every product code of the manual, retired ones included: old awards carry them."""
    return sorted(code for code in psc.codes() if code[0].isdigit() and code not in NO_LONGER_USED)


def active(codes: list[str]) -> list[str]:
    return [code for code in codes if not psc.codes()[code].last_day]


# Supplies


@pytest.mark.parametrize("sector", SECTOR_GROUPS)
def test_every_code_of_a_sector_names_its_goods_or_says_why_none(sector: str) -> None:
    mine = [code for code in supply_codes() if code.startswith(SECTOR_GROUPS[sector])]
    assert len(active(mine)) >= 20
    for code in mine:
        rows = standing(code)
        assert rows, f"{code} {psc.title(code)}: no row; give its goods, or `none` or `not_bridged` with the reason"
        assert all(len(row.reason) > 20 for row in rows), code
        print(code, psc.title(code), "|", "; ".join(f"{row.good or row.strength} ({row.strength})" for row in rows))


def test_every_supply_code_of_the_manual_stands_in_the_bridge_with_a_reason() -> None:
    codes = supply_codes()
    assert len(active(codes)) > 600
    assert [code for code in codes if not standing(code)] == []
    assert [row.psc for row in bridge() if len(row.reason) <= 20] == []


def test_group_70_which_ended_in_2020_is_still_bridged() -> None:
    assert all(psc.codes()[code].last_day.startswith("2020") for code in supply_codes() if code.startswith("70"))
    assert {row.psc for row in bridge() if row.psc.startswith("70")} == {
        "7010", "7020", "7021", "7022", "7025", "7030", "7035", "7040", "7042", "7045", "7050",
    }  # fmt: skip


def test_no_code_says_that_it_has_goods_and_that_no_list_names_them_for_every_line() -> None:
    """Beside a sure good only words or an industry can leave `none`; a bare `none` would close what is open."""
    for code in supply_codes():
        bare = [row for row in standing(code) if not row.sharpen and not row.contradict and not row.naics]
        assert not ({row.strength for row in bare} >= {"is", "none"}), code


# Dollars


def test_the_dollars_of_the_whole_government_are_bridged_to_the_last() -> None:
    told = bridged()
    everything = sum((s.dollars for s in spending() if s.psc[:1].isdigit()), Decimal(0))
    assert sum(told.values()) == everything
    assert told[Standing.ABSENT] == 0
    for where, dollars in told.items():
        print(f"{where.value}: ${dollars / 10**9:,.1f} billion, {dollars / everything:.1%}")
    assert told[Standing.GOOD] / everything > Decimal("0.70")
    assert told[Standing.TOLD_OPEN] / everything < Decimal("0.10")


def test_the_page_names_every_active_code_once() -> None:
    page = code_page()
    assert Standing.ABSENT.value in page
    first = re.findall(r"(?m)^\| (\w{4}) \|", page.split("## The codes in use")[1])[1:]
    assert sorted(first) == active(supply_codes())
    for sector in SECTOR_GROUPS:
        assert f"| {sector} |" in page


# Industries


def test_the_meat_code_is_split_by_industry() -> None:
    def goods_of(naics: str) -> set[str | None]:
        rows = [row for row in bridge() if row.psc == "8905" and row.strength != "by_words"]
        return {row.good for row in rows if not row.naics or naics.startswith(row.naics)}

    assert {"meat", "beef", "pork"} <= goods_of("311612") and "fish" not in goods_of("311612")
    assert {"fish", "shrimp"} <= goods_of("311710") and "beef" not in goods_of("311710")
    assert {"beef", "fish"} <= goods_of("424420"), "a wholesaler of frozen food may sell both"
    assert {row.good for row in bridge() if row.psc == "8905" and row.strength == "by_words"} >= {"beef", "shrimp"}


def test_the_industries_of_the_meat_code_leave_no_industry_out() -> None:
    titles = {row["naics"] for row in bundled.rows("buyfair.knowledge.naics", "titles.csv")}
    rows = [row for row in bridge() if row.psc == "8905" and row.naics]
    for naics in sorted(titles):
        assert len(naics) < 6 or any(naics.startswith(row.naics) for row in rows), naics


# Named words


def words() -> list[dict[str, object]]:
    return list(bundled.card(psc_goods.__name__, "words.toml")["word"])


@cache
def engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def speaks(pattern: str, text: str) -> bool:
    found = engine().execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchone()
    return bool(found and found[0])


@pytest.mark.parametrize("word", words(), ids=lambda w: str(w["name"]))
def test_a_named_pattern_meets_its_yes_and_not_its_no(word: dict[str, object]) -> None:
    pattern = spelled_out("{" + str(word["name"]) + "}")
    if word["name"] == "word":
        pattern = f"^({pattern})$"
    elif str(word["means"]).startswith(IS_LIST):
        pattern = rf"\b({pattern})\b"
    assert word["yes"] and (word["no"] or word["name"] in ("start", "preamble", "lead"))
    assert [text for text in word["yes"] if not speaks(pattern, text)] == []  # type: ignore[attr-defined]
    assert [text for text in word["no"] if speaks(pattern, text)] == []  # type: ignore[attr-defined]


def test_every_named_pattern_is_used_and_every_used_name_is_known() -> None:
    cells = {
        cell
        for file in bundled.names(psc_goods.__name__, ".csv")
        for row in bundled.rows(psc_goods.__name__, file)
        for cell in (row.get("sharpen", ""), row.get("contradict", ""))
    }
    used = set().union(*(names_in(cell) for cell in {*cells, *named().values()}))
    assert used - set(named()) == set()
    assert set(named()) - used == set()


def test_a_row_is_short_enough_to_be_read() -> None:
    for file in bundled.names(psc_goods.__name__, ".csv"):
        for row in bundled.rows(psc_goods.__name__, file):
            for column in ("sharpen", "contradict"):
                assert len(row.get(column, "")) <= 480, (file, row["psc"], column)


@pytest.mark.parametrize(
    ("code", "text", "certain"),
    [
        ("5930", "8501234567!SWITCH,TOGGLE", True),
        ("5930", "SWITCH,TOGGLE", True),
        ("5930", "IGF::OT::IGF SWITCHES", True),
        ("5305", "8501234567!SCREW,MACHINE,STEEL", True),
        ("8905", "8501234567!SHRIMP,RAW,FROZEN", True),
        ("5930", "8501234567!SCREW,MACHINE", False),
    ],
)
def test_the_number_of_an_order_before_an_item_name_changes_nothing(code: str, text: str, certain: bool) -> None:
    rows = [row for row in standing(code) if row.good is not None]
    spoken = [r for r in rows if r.sharpen and speaks(r.sharpen, text) and not (r.contradict and speaks(r.contradict, text))]
    assert bool(spoken) is certain


# Services


@cache
def manual_card() -> dict[str, Any]:
    return bundled.card(sectors_folder.__name__, "labor_services_abroad.toml")


def decided(code: str) -> str | None:
    """The narrowest entry that names a service code: manual work, or never; None where nothing does."""
    entries = {w.psc for w in sectors()["labor_services_abroad"].manual_work} | {n["psc"] for n in manual_card()["never"]}
    stems = (code, *(f"{code[:length]}*" for length in range(3, 0, -1)))
    return next((stem for stem in stems if stem in entries), None)


def test_every_service_code_is_decided_as_manual_work_or_not() -> None:
    services = sorted(code for code in psc.codes() if code[0].isalpha())
    assert len(services) > 2000
    assert [code for code in services if decided(code) is None] == []
    card = manual_card()
    assert all(entry["reason"] for entry in (*card["never"], *card["psc"]))
    assert {e["psc"] for e in card["never"]} & {e["psc"] for e in card["psc"]} == set()


@pytest.mark.parametrize(
    ("code", "text", "manual"),
    [
        ("Y1AA", "CONSTRUCT BARRACKS, CAMP LEMONNIER", True),
        ("Y1AA", "DESIGN-BUILD RENOVATION OF THE ANNEX", True),
        ("Y1AA", "A-E SERVICES FOR NEW EMBASSY COMPOUND", False),
        ("Z2AA", "PAINTING OF STAFF HOUSING", True),
        ("Z1AA", "FEASIBILITY STUDY", False),
        ("S201", "JANITORIAL SERVICES", True),
        ("S206", "LOCAL GUARD SERVICES", True),
        ("S206", "BACKGROUND INVESTIGATIONS", False),
        ("S203", "FOOD SERVICE, CAMP ARIFJAN", True),
        ("S203", "VENDING MACHINES", False),
        ("S216", "BASE OPERATIONS SUPPORT SERVICES", True),
        ("M1GZ", "OPERATION OF WAREHOUSES", True),
        ("M1BG", "COMMUNICATION SITE OPERATORS", False),
        ("M1BG", "JANITORIAL SERVICES AT THE TRANSMITTER SITE", True),
        ("J998", "USS MUSTIN DRYDOCKING", True),
        ("J019", "VOYAGE REPAIRS", True),
        ("J020", "SHIP REPAIR, YOKOSUKA", True),
        ("J999", "SHIP OVERHAUL", True),
        ("J016", "REPAIR OF AIRCRAFT PUMPS", False),
        ("J099", "DRY DOCKING OF THE HARBOR TUG", True),
        ("R425", "ENGINEERING SUPPORT", False),
        ("R499", "CUSTODIAL STAFF FOR THE CONSULATE", True),
        ("R499", "STRATEGIC PLANNING", False),
        ("V121", "CHARTER FLIGHTS", False),
        ("V119", "STEVEDORING SERVICES", True),
        ("W023", "VEHICLE RENTAL WITH DRIVERS", False),
        ("F003", "HELICOPTER SUPPORT FOR FIRES", False),
        ("F003", "FIRE CREWS", True),
        ("F999", "BRUSH CLEARING AND MOWING", True),
        ("F999", "AIR QUALITY SAMPLING", False),
        ("D304", "INTERNET SERVICE", False),
    ],
)
def test_words_tell_manual_work_from_desk_work(code: str, text: str, manual: bool) -> None:
    stem = decided(code)
    rows = [w for w in sectors()["labor_services_abroad"].manual_work if w.psc == stem]
    told = [
        (not w.sharpen or speaks(w.sharpen, text)) and not (w.contradict and speaks(w.contradict, text)) for w in rows
    ]
    assert any(told) is manual
