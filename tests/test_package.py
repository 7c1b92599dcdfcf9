"""A solicitation package holds what the law asks and what an officer may add, each item with its authority, and no more."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from buyfair.cards.package_file import package_text
from buyfair.cards.package_parts import answer
from buyfair.cards.package_solicitation import solicitation_text
from buyfair.contract import audit
from buyfair.judge.facts import FLAG, PURCHASE
from buyfair.judge.rule import BAR, DUTY
from buyfair.knowledge import facts as f
from buyfair.knowledge.clauses import clauses
from buyfair.knowledge.package import (
    DEFAULT,
    DISCRETION,
    ITEMS,
    OFFERED,
    REQUIRED,
    entries,
    not_to_ask,
    requests,
    settles,
    terms,
    without_text,
)
from buyfair.knowledge.package import __name__ as room
from buyfair.knowledge.questions import questions
from buyfair.package import Package, as_document, package_for
from buyfair.package_document import HELPS
from buyfair.purchase import law, vocabulary
from buyfair.terms import bundled
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document, WrittenLine
from buyfair.terms.errors import InputRefusedError
from case_tables import Case, cases
from test_rule_cases import told_by

ASKED = date(2026, 6, 1)
RULES = {rule.row: rule for rule in law().rules}
TABLE = cases("package/items")


def line(item: str, value: int, **facts: Any) -> dict[str, Any]:
    """One line of a purchase."""
    return {"item": item, "value": Decimal(value), **facts}


GARMENTS = {
    "agency": "civilian", "regime": "codified", "sol_date": date(2025, 6, 2), "method": "open", "tier": 0,
    "competitive_negotiation": True, "performance_days": 365, "local_directives": False,
    "lines": [line("supply", 1_200_000, good="garments", cots=False, commercial=False, acquired_outside_us=True,
                   origin=["BGD"])],
}  # fmt: skip
LAPTOPS = {
    "agency": "civilian", "regime": "codified", "sol_date": date(2025, 6, 2), "method": "far12", "tier": 0,
    "competitive_negotiation": False, "performance_days": 30, "local_directives": False,
    "lines": [line("supply", 400_000, good="laptops", cots=True, bulk_cargo=False, commercial=True, acquired_outside_us=True,
                   origin=["CHN"])],
}  # fmt: skip
DINING = {
    "agency": "dod", "regime": "codified", "sol_date": date(2025, 6, 2), "method": "open", "tier": 0, "uses_at": "abroad",
    "competitive_negotiation": True, "performance_days": 365, "local_directives": True,
    "workforce": {"migrant": True, "relocation": True, "housing_provided": True, "return_required": False,
                  "work_document_required": True},
    "lines": [line("service", 3_890_000, performed_outside_us=True, commercial=False)],
}  # fmt: skip
STORIES = {"garments": GARMENTS, "laptops": LAPTOPS, "dining": DINING}


def names(found: list[dict[str, Any]], *kinds: str) -> set[str]:
    """The numbers of clauses, or the ids of other items."""
    return {(i["number"] or i["id"]) + (" Alt" if i["alternate"] else "") for i in found if i["kind"] in kinds}


# The knowledge


@pytest.mark.parametrize("case", TABLE, ids=[c.name for c in TABLE])
def test_an_item_stands_or_not_or_turns_on_a_fact(case: Case) -> None:
    cells = {k: v for k, v in case.cells.items() if k != "stands"}
    found = package_for(told_by(Case(case.file, case.name, cells)), ASKED)
    stands = {i.id: "yes" for i in found.items} | {i.id: "unknown" for i in (*found.open, *found.later)}
    stands |= {i.id: "offered" if i.answer is Answer.YES else "unknown"
               for i in found.apart if i.authority.standing == OFFERED}  # fmt: skip
    assert stands.get(case["row"], "no") == case["stands"]


def test_every_rule_is_served_by_an_item_or_named_with_the_reason_why_not() -> None:
    served = {row for e in entries() for row in (*e.rows, *e.serves)}
    assert served | set(without_text()) == set(RULES)
    bars = {row for row, rule in RULES.items() if rule.result == BAR}
    assert served & set(without_text()) <= bars, "a bar is kept by not buying, and its clause stands all the same"


def test_every_clause_that_a_rule_prescribes_can_stand_in_a_package() -> None:
    held = {e.clause for e in entries() if e.clause}
    security = {"52.225-13", "52.240-91"}  # prescribed by a note that binds nobody (P40-01)
    assert held == set(clauses()) - security


def test_what_is_required_is_asked_by_a_rule_that_binds_or_cites_its_own_text() -> None:
    for e in entries():
        binding = any(
            RULES[row].result in (DUTY, BAR) or RULES[row].step in ("award", "plan", "solicit") for row in e.rows
        )
        assert e.standing == DISCRETION or binding or e.cites, e.id
        assert not e.clause or e.clause in clauses()
        assert not e.alternate or clauses()[e.clause].alternate(e.alternate) is not None


def test_a_waiver_names_who_signs_and_what_is_unlawful_says_what_to_do_instead() -> None:
    assert {t.request for t in terms() if t.request} | {"commercial_waiver"} == set(requests())
    assert all(
        r.signed_by and r.cites and "[name, title, day]" in r.text or r.id == "regulation" for r in requests().values()
    )
    assert all(t.instead.endswith(".") and t.says.endswith(".") for t in terms())


def test_every_question_that_settles_a_fact_exists_and_so_does_the_fact() -> None:
    assert set(settles()) <= {q.id for q in questions()}
    keys = {key for facts in settles().values() for key in facts}
    assert all(vocabulary().fact(key) or vocabulary().fact(f"lines[1].{key}") for key in keys)


def test_what_may_not_be_asked_has_a_reason_and_a_way_to_ask() -> None:
    assert {n.id for n in not_to_ask()} >= {"tenth_addressee", "who_spoke"}
    assert all(n.says.endswith(".") and n.instead.endswith(".") and n.cites for n in not_to_ask())


def test_no_paragraph_asks_for_the_name_of_a_worker_who_spoke() -> None:
    for e in entries():
        if e.kind == "surveillance" and e.sectors:
            assert "name of" not in e.text.lower()
            assert all(word in e.text for word in ("Looked at:", "How often:", "By whom:", "Evidence:")), e.id


def test_every_file_of_the_room_says_what_it_means_and_where_it_is_from() -> None:
    for name in bundled.names(room, ".toml"):
        card = bundled.card(room, name)
        assert card["title"] and card["means"] and card["source"], name


@pytest.mark.parametrize("wrong, says", [
    ({"kind": "poem"}, "is of no kind"), ({"standing": "waiver"}, "stands in no known way"), ({"rows": []}, "rests on nothing"),
    ({"standing": "discretion"}, "cites nothing"), ({"text": ""}, "has no text"), ({"when": "maybe"}, "does not exist"),
    ({"mark": "heard"}, "unknown mark"), ({"harms": ["gloom"]}, "harm that does not exist"),
    ({"colour": "red"}, "nothing reads"),
])  # fmt: skip
def test_an_item_that_is_not_whole_is_refused(wrong: dict[str, Any], says: str) -> None:
    from buyfair.knowledge.package import entry_of

    whole = {"id": "x", "kind": "notice", "title": "X", "rows": ["TIP-01"], "place": "notices", "text": "X."}
    assert entry_of(whole, ITEMS[0]).id == "x"
    with pytest.raises(ValueError, match=says):
        entry_of({**whole, **wrong}, ITEMS[0])


# The laws


OWN: dict[str, tuple[Any, ...]] = {
    "agency": ("dod", "civilian"), "method": ("open", "far12", "card_micro"), "uses_at": ("us", "abroad"),
    "regime": ("codified", "rfo"), "sol_date": (date(2023, 3, 1), date(2025, 6, 2), date(2026, 4, 1)),
    "competitive_negotiation": (True, False), "small_business": (True, False), "performance_days": (30, 365),
    "local_directives": (True, False), "prc_workforce": (True, False), "asks_ten_or_more": (True, False),
}  # fmt: skip
"""Facts of a purchase with few values that stand for all."""


def purchases(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Made-up facts files: each fact told or not."""
    pick = random.Random(seed)
    of_line: dict[str, tuple[Any, ...]] = {
        "item": ("supply", "service", "construction"), "good": ("garments", "cocoa", "beef", "rubber gloves", "laptops"),
        "value": tuple(Decimal(v) for v in (9_000, 300_000, 701_000, 6_000_000)), "commercial": (True, False),
        "cots": (True, False), "acquired_outside_us": (True, False), "performed_outside_us": (True, False),
        "origin": (["BGD"], ["CHN"], ["USA"], ["CHN", "?"]), "psc": ("8345", "5120", "8405"),
    }  # fmt: skip
    for _ in range(count):
        told = {k: pick.choice(v) for k, v in OWN.items() if pick.random() < 0.7}
        told["lines"] = [
            {k: pick.choice(v) for k, v in of_line.items() if pick.random() < 0.75} for _ in range(pick.randint(1, 2))
        ]
        yield told


def possible(told: dict[str, Any]) -> Package | None:
    """The package; None where the facts contradict each other."""
    try:
        return package_for(told, ASKED)
    except InputRefusedError:
        return None


@cache
def packages() -> tuple[tuple[dict[str, Any], Package], ...]:
    """Made-up purchases whose facts can be, with their packages."""
    found = tuple((told, p) for told in purchases(1, 45) if (p := possible(told)) is not None)
    assert len(found) > 20
    return found


@pytest.mark.slow
def test_no_rule_that_binds_or_may_is_silently_left_out() -> None:
    for _, found in packages():
        held = {row for i in found.items for row in (*(j.rule.row for j in i.demands), *i.serves)}
        later = {row for i in (*found.open, *found.later) for row in (*(j.rule.row for j in i.demands), *i.serves)}
        apart = {w.judged.rule.row for w in found.without_text}
        for j in found.duties.in_force:
            if j.answer is Answer.YES:
                assert j.rule.row in held | apart or j.rule.row in later and waits_for_its_text(j.rule.row, found), (
                    j.rule.row
                )
            elif j.answer is Answer.UNKNOWN:
                offered = {d.rule.row for i in found.apart if i.find_out for d in i.demands}
                assert j.rule.row in held | later | apart | offered, j.rule.row


def waits_for_its_text(row: str, found: Package) -> bool:
    """Whether the item is open though the rule binds: which text of the FAR, or which clause for the thing, is not told."""
    return any(i.find_out for i in found.open if row in {*(j.rule.row for j in i.demands), *i.serves})


def test_nothing_in_the_default_package_lacks_authority_and_nothing_apart_is_in_it() -> None:
    for _, found in packages():
        for i in (*found.items, *found.open, *found.later):
            assert i.authority.standing in DEFAULT and i.authority.cites and i.authority.says, i.id
            own = i.demands or i.authority.cites
            assert i.authority.standing == DISCRETION or own, i.id
        for i in found.apart:
            assert i.authority.standing not in DEFAULT and i.authority.cites and i.authority.says, i.id
            assert i.authority.standing != "waiver" or i.authority.request is not None, i.id
        ids = [i.id for i in (*found.items, *found.open, *found.later, *found.apart)]
        assert len(ids) == len(set(ids))


def test_what_may_be_required_names_what_to_find_out() -> None:
    for _, found in packages():
        assert [
            i.id for i in found.open if not i.find_out and not any(j.stale_since or not j.missing for j in i.demands)
        ] == []
        assert all(vocabulary().fact(path) is not None or path == "lines" for i in found.open for path in i.find_out)


def test_one_more_fact_takes_nothing_out_that_stands_and_decides_what_is_open() -> None:
    pick = random.Random(7)
    for told, found in packages()[:20]:
        stands = {i.id for i in found.items}
        left = {i.id for i in (*found.items, *found.open, *found.later)}
        key = pick.choice([k for k in OWN if k not in told] or ["small_business"])
        more = possible({**told, key: told.get(key, pick.choice(OWN[key]))})
        if more is not None:
            assert stands <= {i.id for i in more.items}, (told, key)
            assert {i.id for i in (*more.items, *more.open, *more.later)} <= left, (told, key)


def gaps(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What an audit of the package's own text over the same facts finds missing, outdated or without its Alternate."""
    text = solicitation_text(as_document(package_for(told, ASKED)))
    text = re.sub(r"\[title\s+of[^\]]*\]", "Camp order 12; from the camp office; Camp Lemonnier, Djibouti", text)
    lines = tuple(WrittenLine(each, n) for n, each in enumerate(text.splitlines(), 1))
    found = audit(Document("draft.txt", "0" * 64, lines), told, ASKED)
    wanted = ("missing", "outdated", "alternate missing")
    return [(g.asked.rule, g.what) for g in (*found.gaps, *found.beside) if g.what in wanted and g.asked.clause]


@pytest.mark.parametrize("name", STORIES)
def test_an_audit_of_the_packages_own_text_finds_no_clause_missing(name: str) -> None:
    assert gaps(STORIES[name]) == []


def test_the_round_trip_holds_for_made_up_purchases() -> None:
    for told, found in packages()[:24]:
        if {"regime", "sol_date", "agency"} <= set(told):
            waiting = {rule for rule, _ in gaps(told)}
            assert all(waits_for_its_text(row, found) for row in waiting), (told, waiting)


# Three purchases


def test_garments_from_bangladesh_above_the_threshold_of_the_plan() -> None:
    found = as_document(package_for(GARMENTS, ASKED))
    assert names(found["items"], "clause") == {"52.222-50", "52.222-19", "52.244-6", "52.203-17", "52.204-10"}
    assert names(found["items"], "provision") == {"52.222-56", "52.222-18", "52.209-5", "52.209-7"}
    assert names(found["items"], "certificate") == {"trafficking_yearly_certificate"}, "no clause prints its words"
    offered = {i["id"] for i in found["apart"] if i["authority"]["standing"] == OFFERED}
    assert offered == {"trafficking_certificate", "child_labor_certificate"}, "52.222-56 and 52.222-18 certify by themselves"
    provision = next(i for i in found["items"] if i["number"] == "52.222-18")
    assert [b["filled"] for b in provision["fill_ins"]] == ["garments: Argentina, India, Thailand", None]
    assert provision["edition"]["printed"] == "FEB 2021" and provision["edition"]["known"]
    term = next(i for i in found["items"] if i["kind"] == "performance requirement")
    assert term["authority"]["standing"] == DISCRETION and "FAR 1.102-4(e)" in term["authority"]["cites"]
    watched = names(found["items"], "surveillance")
    assert watched == {"watch_apparel_forced", "watch_apparel_child", "watch_apparel_conditions"}
    assert "refuse_despite_certificate" in {
        i["id"] for i in found["apart"] if i["authority"]["standing"] == "not lawful"
    }


def test_off_the_shelf_laptops_get_no_term_and_no_plan() -> None:
    found = as_document(package_for(LAPTOPS, ASKED))
    assert names(found["items"], "clause") == {"52.222-50", "52.222-19", "52.212-5", "52.203-17", "52.204-10"}
    assert names(found["items"], "provision") == {"52.212-3"}, "its paragraph (h) is that of 52.209-5"
    assert names(found["items"], "performance requirement") == set(), "a commercial purchase is compared, not bound"
    assert names(found["items"], "evaluation factor") == set(), "a statement that nobody has to make is no factor"
    offered = next(i for i in found["apart"] if i["id"] == "code_cots_2")
    assert (offered["kind"], offered["authority"]["standing"]) == ("instruction", OFFERED)
    apart = {i["id"]: i for i in found["apart"]}
    inspection = apart["factory_inspection"]["authority"]
    assert inspection["standing"] == "waiver" and "FAR 12.302(c)" in inspection["request"]["cites"]
    assert "head of the contracting activity" in inspection["signed_by"]
    assert (
        "may inspect the supplies at the plant" in inspection["request"]["text"]
        and "{" not in inspection["request"]["text"]
    )


@pytest.mark.parametrize(("abroad", "elsewhere", "second", "found"), [
    (True, False, (), "rests"), (True, None, (), "open"), (True, True, (), "none"), (False, None, (), "sure"),
    (True, False, ("service",), "sure"),
])  # fmt: skip
def test_the_clause_on_convict_labor_is_no_flat_duty_where_the_goods_are_made_abroad(
    abroad: bool, elsewhere: bool | None, second: tuple[str, ...], found: str
) -> None:
    """Their making never brings it in; what was told of the rest of the work does, and the text leaves that to the officer."""
    goods = line("supply", 400_000, good="garments", acquired_outside_us=abroad)
    goods |= {} if elsewhere is None else {"performed_outside_us": elsewhere}
    lines = [goods, *(line(item, 90_000, performed_outside_us=False) for item in second)]
    told = as_document(package_for({**GARMENTS, "lines": lines}, ASKED))
    held = {part: i for part in ("items", "open") for i in told[part] if i["id"] == "convict_labor"}
    assert list(held) == {"open": ["open"], "none": []}.get(found, ["items"])
    if found == "open":
        assert "lines[1].performed_outside_us" in held["open"]["find_out"]
    if found in ("rests", "sure"):
        item = held["items"]
        assert item["authority"]["standing"] == "required"
        assert item["authority"]["means"].endswith("has to judge") is (found == "rests")
        assert any("Whether delivery alone is performance" in c for c in item["cautions"]) is (found == "rests")


def test_dining_in_djibouti_for_the_defense_department() -> None:
    found = as_document(package_for(DINING, ASKED))
    assert names(found["items"], "clause") >= {"52.222-50", "52.222-50 Alt", "252.203-7002"}
    assert not names(found["items"], "clause") & {"52.222-19", "52.222-3", "52.203-17"}
    assert names(found["items"], "surveillance") == {
        "watch_trafficking_defense", "watch_recruitment_abroad", "watch_housing_abroad", "watch_heat_and_hours"
    }  # fmt: skip
    assert "before_people_come" in names(found["items"], "notice")
    text = solicitation_text(found)
    assert "52.222-50    Combating Trafficking in Persons (NOV 2021), with its Alternate I (MAR 2015)" in text
    assert "[title of each US directive or notice" in text


def test_only_a_clause_of_the_law_is_called_required_and_words_of_our_own_say_that_they_are_ours() -> None:
    for _, found in packages():
        for entry in [e for key in ("items", "open", "later") for e in as_document(found)[key]]:
            assert (entry["authority"]["standing"] == REQUIRED) <= bool(entry["number"]), entry["id"]
    told = as_document(package_for(LAPTOPS, ASKED))["items"]
    ours = next(i for i in told if i["id"] == "note_list_checked")["authority"]
    assert ours["means"] == f"within the officer's discretion{HELPS}" and ours["cites"][0] == "FAR 1.102-4(e)"


@pytest.mark.parametrize("value, watched", [(18_000, {"watch_simplified"}), (5_000_000, {"watch_apparel_forced",
                         "watch_apparel_child", "watch_apparel_conditions"})])  # fmt: skip
def test_a_small_purchase_is_not_traced_lot_by_lot_unless_the_officer_takes_that_in(value: int, watched: set[str]) -> None:
    small = {**GARMENTS, "lines": [{**GARMENTS["lines"][0], "value": Decimal(value)}]}  # type: ignore[index]
    found = as_document(package_for(small, ASKED))
    assert names(found["items"], "surveillance") == watched
    offered = {i["id"] for i in found["apart"] if i["authority"]["standing"] == OFFERED and i["kind"] == "surveillance"}
    deep = {"watch_apparel_forced", "watch_apparel_child", "watch_apparel_conditions"}
    assert offered == deep - watched
    assert all("You decide" in i["cautions"][0] for i in found["items"] if i["kind"] == "surveillance")


# Odd facts


def test_a_subcontract_has_no_solicitation_package() -> None:
    with pytest.raises(InputRefusedError, match="tier tells a subcontract; expected .*tier = 0"):
        package_for({**GARMENTS, "tier": 1}, ASKED)


def test_nothing_told_leaves_everything_open_and_asks_for_the_day_of_the_solicitation() -> None:
    found = as_document(package_for({}, ASKED))
    assert found["items"] == [] and found["bars"] == [] and "sol_date" in found["ask_next"][:5]
    clause = next(i for i in found["open"] if i["number"] == "52.222-50" and not i["alternate"])
    assert clause["find_out"] == ["sol_date"]
    assert not clause["edition"]["dated"] and "not told" in clause["edition"]["why"]


def test_what_may_not_be_bought_is_said_and_the_clause_stands_all_the_same() -> None:
    told = {**DINING, "uses_at": "us", "lines": [
        line("supply", 500_000, materials=["neodymium-iron-boron magnets"], melted_in=["CHN"], cots=False, commercial=False,
             acquired_outside_us=True)]}  # fmt: skip
    found = as_document(package_for(told, ASKED))
    assert [b["id"] for b in found["bars"]] == ["MN-02"]
    assert "252.225-7052" in names(found["items"], "clause")


def test_a_purchase_on_the_spot_or_of_an_exchange_is_told_its_bounds_first() -> None:
    spot = package_for({**LAPTOPS, "method": "card_micro"}, ASKED)
    assert any("on the spot" in c for c in spot.cautions)
    assert not {i.id for i in (*spot.items, *spot.open) if i.id.startswith("code_")}, "nothing can carry the code"
    exchange = package_for({**LAPTOPS, "agency": "exchange_or_commissary"}, ASKED)
    assert any("outside the FAR" in c for c in exchange.cautions)


def test_foreign_clothing_for_the_defense_department_is_bought_only_under_an_exception() -> None:
    defense = package_for({**GARMENTS, "agency": "dod"}, ASKED)
    assert any("Bangladesh" in c and "225.7002-2" in c and c.startswith("Line 1") for c in defense.cautions)
    home = [{**GARMENTS["lines"][0], "origin": ["USA"], "acquired_outside_us": False}]  # type: ignore[index]
    assert not any("225.7002-2" in c for c in package_for({**GARMENTS, "agency": "dod", "lines": home}, ASKED).cautions)
    assert not any("225.7002-2" in c for c in package_for(GARMENTS, ASKED).cautions)


def test_sealed_bids_are_not_compared_on_labor() -> None:
    apart = {i.id: i for i in package_for({**GARMENTS, "competitive_negotiation": False}, ASKED).apart}
    assert apart["factor_in_sealed_bidding"].authority.cites[0] == "FAR 14.408-1(a)"
    assert "factor_in_sealed_bidding" not in {i.id for i in package_for(GARMENTS, ASKED).apart}


def test_two_spellings_of_one_purchase_have_one_hash_and_another_value_has_another() -> None:
    own = as_document(package_for(GARMENTS, ASKED))["facts_hash"]
    backwards = dict(reversed(GARMENTS.items()))
    spelled = [{**GARMENTS["lines"][0], "good": "Clothing", "origin": ["Bangladesh"]}]  # type: ignore[index]
    assert as_document(package_for({**backwards, "lines": spelled}, ASKED))["facts_hash"] == own
    assert as_document(package_for({**GARMENTS, "performance_days": 364}, ASKED))["facts_hash"] != own


def test_required_items_say_because_of_which_facts() -> None:
    found = as_document(package_for(GARMENTS, ASKED))
    told = next(i for i in found["items"] if i["number"] == "52.222-56")
    assert any("1,200,000.00" in r["says"] for r in told["because"]) and told["rules"][0]["id"] == "TIP-03"
    assert told["authority"] == {**told["authority"], "standing": REQUIRED, "mark": "read"}


# What is not told


def without(told: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The facts without some of the purchase's own."""
    return {k: v for k, v in told.items() if k not in keys}


def test_the_code_of_conduct_stands_open_while_it_is_not_told_how_it_is_bought() -> None:
    defense = {**GARMENTS, "agency": "dod"}
    found = package_for(without(defense, "method"), ASKED)
    (code,) = [i for i in found.open if i.id.startswith("code_")]
    assert code.id == "code_supply" and code.find_out == ("method",) and code.authority.standing == DISCRETION
    assert code.title == "Code of conduct: Supplies that are not commercial" and code.authority.cites
    assert not [i for i in found.items if i.id.startswith("code_")]
    assert {i.id for i in package_for(defense, ASKED).items} >= {"code_supply_1", "code_supply_2"}


def test_an_open_bar_leads_and_names_what_decides_it() -> None:
    found = as_document(package_for({**GARMENTS, "agency": "dod"}, ASKED))
    assert [(b["id"], b["missing"]) for b in found["open_bars"]] == [("XU-01", ["lines[1].xinjiang_labor"])]
    assert answer(found).startswith("Whether it may be bought cannot be told yet: XU-01 ")
    assert not answer(as_document(package_for(GARMENTS, ASKED))).startswith("Whether")


def test_a_line_from_abroad_is_told_the_limit_that_may_hold_while_it_cannot_be_told() -> None:
    defense = {**GARMENTS, "agency": "dod"}
    (said,) = package_for(without(defense, "method"), ASKED).cautions
    assert "Bangladesh" in said and "BA-01 may let" in said
    untold = [{k: v for k, v in GARMENTS["lines"][0].items() if k != "origin"}]  # type: ignore[attr-defined,index]
    (said,) = package_for({**defense, "lines": untold}, ASKED).cautions
    assert said.startswith("Line 1 is told as acquired abroad, and BA-01 lets")
    some = [{**untold[0], "origin": ["?"]}]
    assert "told as acquired abroad" in package_for({**defense, "lines": some}, ASKED).cautions[0]
    laptops = without({**LAPTOPS, "agency": "dod"}, "sol_date", "method")
    assert not any("BA-01" in c for c in package_for(laptops, ASKED).cautions), "a laptop is no covered item"


def test_a_criterion_stands_only_where_offers_are_compared() -> None:
    sealed = package_for({**GARMENTS, "competitive_negotiation": False}, ASKED)
    assert [i.id for i in sealed.items if i.kind == "evaluation factor"] == []
    apart = next(i for i in sealed.apart if i.id == "code_supply_1")
    assert apart.authority.standing == "not lawful" and "13.106-2" in apart.instead and apart.text
    untold = package_for(without(GARMENTS, "competitive_negotiation"), ASKED)
    assert next(i for i in untold.open if i.id == "code_supply_1").find_out == ("competitive_negotiation",)
    assert "code_supply_1" in {i.id for i in package_for(GARMENTS, ASKED).items}


def test_a_text_whose_blank_is_not_told_waits_for_it() -> None:
    nameless = [{k: v for k, v in GARMENTS["lines"][0].items() if k != "good"}]  # type: ignore[attr-defined,index]
    found = package_for({**GARMENTS, "lines": nameless}, ASKED)
    assert next(i for i in found.open if i.id == "code_supply_1").find_out == ("lines[1].good",)
    assert not any("[not told" in i.text for i in found.items)
    assert next(i for i in found.apart if i.id == "code_supply_3").answer is Answer.YES, "firms fill it in themselves"
    private = next(i for i in package_for(without(GARMENTS, "tier"), ASKED).apart if i.id == "code_supply_3")
    assert "[not told" not in private.text, "a package is the Government's own purchase: its tier is known"
    assert "tier" not in as_document(package_for(without(GARMENTS, "tier"), ASKED))["ask_next"]


def test_what_is_not_lawful_says_so_only_if_its_own_ground_is_told() -> None:
    found = as_document(package_for(without(GARMENTS, "small_business"), ASKED))
    term = next(i for i in found["apart"] if i["id"] == "pass_or_fail")
    assert term["answer"] == "unknown" and term["find_out"] == ["small_business"]
    text = " ".join(package_text(found, ASKED).split())
    small = "Is the offeror or contractor a small business for this acquisition?"
    assert f"without referral to the SBA. If it is so (find out: {small}): not lawful here." in text
    apart = package_for(without(GARMENTS, "sol_date"), ASKED).apart
    assert all(i.find_out for i in apart if i.answer is Answer.UNKNOWN)
    assert "sol_date" in next(i.find_out for i in apart if i.id == "refuse_despite_certificate")


SAID = {
    "method": "the method is commercial procedures (FAR part 12)",
    "regime": "the text of the FAR in use is the overhaul text",
    "list_hit": "the lists that it touches are the Department of Labor's list of goods (TVPRA), others not told",
    "workforce.migrant": "all workers are nationals of the country where the work takes place",
    "lines[1].bulk_cargo": "line 1 is not bulk cargo (this follows from the good)",
    "lines[1].cots": "line 1 is not a COTS item",
    "lines[2].counts_as_service": "line 2 does not count as services",
}
"""Facts as a document says them: no key of a file, no fact as if somebody had told it that follows from another."""


def test_facts_stand_in_a_document_in_plain_words() -> None:
    lines = [{"good": "garments cotton", "cots": False}, {"item": "construction", "counts_as_service": False}]
    told = {"agency": "civilian", "method": "far12", "regime": "rfo", "list_hit": ["tvpra", "?"],
            "workforce": {"migrant": False}, "lines": lines}  # fmt: skip
    found = {row["fact"]: row["says"] for row in as_document(package_for(told, ASKED))["facts"]}
    assert {path: found[path] for path in SAID} == SAID


def test_no_yes_or_no_of_a_purchase_is_denied_by_it_is_not_so_that() -> None:
    for fact in f.FACTS:
        if fact.of == PURCHASE and fact.kind == FLAG:
            assert fact.opposite and fact.opposite != fact.phrase, fact.key
