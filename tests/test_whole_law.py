"""Stories over the whole law: one purchase on four days, what goods a group holds, and an alert that never looks like a bar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from buyfair import catalogue
from buyfair.cards.duties import duties_text
from buyfair.judge.groups import Group
from buyfair.judge.rule import ALERT, BAR
from buyfair.knowledge.goods import goods
from buyfair.knowledge.goods.priority import sectors, sectors_of
from buyfair.knowledge.groups import groups as held_groups
from buyfair.knowledge.indicators.covered_item_foreign_origin import COVERED
from buyfair.knowledge.materials import material_named
from buyfair.knowledge.psc import codes
from buyfair.purchase import Duties, duties, regime_of
from buyfair.terms import bundled
from buyfair.terms.answer import Answer

NOT_IN_FORCE = "not in force"
SECURITY_ABROAD = [{"item": "service", "value": 600_000, "performed_outside_us": True}]
UNIFORMS = [{"item": "supply", "good": "garments", "value": 180_000, "cots": False, "origin": ["BGD"]}]
MOTORS = [
    {"item": "supply", "good": "electric motors and generators", "value": 900_000, "cots": False, "acquired_outside_us": False,
     "materials": ["NdFeB magnets"], "origin": ["CHN"]},
]  # fmt: skip


def judged(lines: list[dict[str, Any]], day: date, **told: Any) -> Duties:
    """DoD's answer for these lines, solicited and asked on one day."""
    facts = {"agency": "dod", "method": "open", "tier": 0, "uses_at": "us", "sol_date": day, **told, "lines": lines}
    return duties(facts, day)


def answer(found: Duties, row: str) -> str:
    """The answer of a row."""
    j = next(j for j in found.judged if j.rule.row == row)
    return NOT_IN_FORCE if j.in_force is Answer.NO else str(j.answer)


@pytest.mark.parametrize(
    ("day", "plan", "berry", "text", "melted", "mined"),
    [
        (date(2025, 9, 15), "yes", "yes", "codified", "yes", NOT_IN_FORCE),
        (date(2025, 11, 14), "no", "no", "codified", "yes", NOT_IN_FORCE),
        (date(2026, 3, 16), "no", "no", "rfo", "yes", NOT_IN_FORCE),
        (date(2027, 1, 15), "no", "no", "rfo", NOT_IN_FORCE, "yes"),
    ],
)  # fmt: skip
def test_the_same_facts_on_four_days_give_four_results(
    day: date, plan: str, berry: str, text: str, melted: str, mined: str
) -> None:
    abroad, uniforms, motors = (judged(lines, day) for lines in (SECURITY_ABROAD, UNIFORMS, MOTORS))
    assert answer(abroad, "TIP-04") == plan and answer(uniforms, "BA-01") == berry
    assert regime_of(abroad)["22"] == text
    assert (answer(motors, "MN-02"), answer(motors, "MN-03")) == (melted, mined)


def test_a_purchase_of_dod_says_which_bars_stand_and_never_shows_an_alert_among_them() -> None:
    found = judged(MOTORS + UNIFORMS, date(2026, 4, 1), list_hit=["wro", "finding", "uflpa_entity"])
    text = duties_text(found, 100, color=False)
    bars, alerts = (text.partition(f"\n{heading}")[2].partition("\n\n")[0] for heading in ("BARS", "ALERTS"))
    yes = {j.rule.row: j.rule.result for j in found.judged if j.answer is Answer.YES}
    assert {row for row, kind in yes.items() if kind == ALERT} == {"IM-02", "IM-03", "IM-05", "IM-06"}
    assert all(row in alerts and row not in bars for row, kind in yes.items() if kind == ALERT)
    assert [row for row, kind in yes.items() if kind == BAR] == ["MN-02"] and "MN-02" in bars and "MN-02" not in alerts
    assert "1 bar stands against this purchase" in text


def test_a_list_hit_bars_no_civilian_award() -> None:
    found = judged(UNIFORMS, date(2026, 4, 1), agency="civilian", list_hit=["wro", "uflpa_entity"])
    assert answer(found, "IM-08") == "yes"
    assert not [j.rule.row for j in found.judged if j.rule.result == BAR and j.answer is Answer.YES]


def test_a_chain_that_nobody_told_leaves_the_xinjiang_bar_open_and_is_asked() -> None:
    found = judged(UNIFORMS, date(2026, 4, 1))
    assert answer(found, "XU-01") == "unknown" and "lines[1].xinjiang_labor" in found.ask_next


def test_what_would_lift_a_bar_is_named_and_lifts_it_when_told() -> None:
    found = judged(MOTORS, date(2026, 4, 1))
    bar = next(j for j in found.judged if j.rule.row == "MN-02")
    assert any("nonavailability" in lift for lift in bar.lifts) and len(bar.lifts) == len(bar.rule.lifted_by)
    lifted = judged(MOTORS, date(2026, 4, 1), determinations=["electronic-device"])
    assert (answer(lifted, "MN-02"), answer(lifted, "MN-04")) == ("no", "yes")


@pytest.mark.parametrize("said", ["SmCo", "NdFeB", "tantalum", "tungsten powder", "Tungsten heavy alloy"])
def test_every_covered_material_is_found_under_its_short_name(said: str) -> None:
    assert material_named(said) in catalogue.groups()["COVERED_MATERIALS"].versions[-1].members


def test_a_material_in_no_group_is_not_refused() -> None:
    found = judged([{**MOTORS[0], "materials": ["unobtainium"]}], date(2026, 4, 1))
    assert answer(found, "MN-02") == "no"


# What the groups hold


@pytest.mark.parametrize("group", catalogue.groups().values(), ids=lambda group: group.name)
def test_a_group_names_what_exists_and_nothing_twice(group: Group) -> None:
    known = {"goods": set(goods()), "product codes": set(codes())}
    for version in group.versions:
        assert not version.members & version.perhaps
        for kind, names in known.items():
            if group.of.startswith(kind):
                assert version.members | version.perhaps <= names, group.name
    assert all(earlier.first < later.first for earlier, later in zip(group.versions, group.versions[1:], strict=False))


def outside(file: str) -> set[str]:
    """What a card names as no part of its group."""
    return set(bundled.card(held_groups.__module__, file)["version"][-1]["outside"])


def test_every_food_crop_and_textile_is_a_berry_item_or_may_be_one_or_is_named_as_none() -> None:
    version = catalogue.groups()["BERRY_GOODS"].versions[-1]
    families = {g.name for g in goods().values() if g.family in ("food", "crops_and_animals", "apparel_and_textiles")}
    apart = outside("dfars_225_7002_goods.toml")
    assert families - version.members - version.perhaps - apart == set()
    assert not apart & (version.members | version.perhaps)


def test_every_code_of_the_covered_groups_is_a_berry_item_or_may_be_one_or_is_named_as_none() -> None:
    version = catalogue.groups()["BERRY_CODES"].versions[-1]
    covered = {code for code in codes() if code[:2] in COVERED}
    assert COVERED == ("51", "52", "83", "84", "89")
    assert covered - version.members - version.perhaps - outside("dfars_225_7002_codes.toml") == set()


@pytest.mark.parametrize("name", ["BERRY_FOOD", "BERRY_FOOD_CODES"])
def test_food_is_a_part_of_the_berry_items(name: str) -> None:
    whole = catalogue.groups()["BERRY_GOODS" if name == "BERRY_FOOD" else "BERRY_CODES"].versions[-1]
    food = catalogue.groups()[name].versions[-1]
    assert food.members < whole.members and food.perhaps < whole.perhaps


def test_the_watched_goods_are_those_of_the_priority_sectors_on_each_day() -> None:
    group = catalogue.groups()["UFLPA_SECTORS"]
    first = min(s.since for s in sectors())
    for day in sorted({s.since for s in sectors()}):
        version = group.on(day)
        assert version is not None
        belongs = {name: sectors_of(name, day) for name in goods()}
        assert version.members == {name for name, found in belongs.items() if found}
        assert version.perhaps == {name for name, found in belongs.items() if found is None}
    assert group.on(first - timedelta(days=1)) is None
