"""Ready reforms are whole and read as strictly as a user's file, and each comes out on single purchases as its table says."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair import catalogue
from buyfair.judge.amounts import INFERRED, READ, RECALLED
from buyfair.judge.judging import Judge
from buyfair.judge.told import read_told
from buyfair.knowledge import precedents as precedents_folder
from buyfair.knowledge.burden import anchor
from buyfair.knowledge.precedents import precedent_of
from buyfair.knowledge.reforms import text_of
from buyfair.knowledge.reforms.reading import BURDENS, INSTRUMENTS, NOTHING, Reform, read_reform
from buyfair.purchase import law, vocabulary
from buyfair.reform.law import answers_of
from buyfair.terms import bundled
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.harm import Harm
from case_tables import Case, cases
from test_cases import every
from test_rule_cases import ASKED, line_of, value_of

REFORMS = {reform.name: reform for reform in catalogue.reforms()}
READY = {
    "binding_code_of_conduct", "child_labor_check_widened", "child_labor_flow_down", "cots_no_longer_releases",
    "due_diligence_plans", "first_and_second_tier_disclosure", "gloves_and_gowns_fifth_sector", "monitoring_fee",
    "no_trade_exceptions", "origin_and_maker_recorded", "plan_from_250000", "plan_from_550000", "plan_from_700000",
    "plan_from_any_value", "price_preference", "xinjiang_duty_for_civilian_agencies",
}  # fmt: skip
each_reform = pytest.mark.parametrize("reform", REFORMS.values(), ids=list(REFORMS))


def read(given: Mapping[str, Any]) -> Reform:
    """A user's file named `mine`."""
    return read_reform("mine", given, catalogue.reform_names())


@cache
def file_of(name: str) -> Mapping[str, Any]:
    """A ready reform as it is parsed."""
    return tomllib.loads(text_of(name), parse_float=Decimal)


# What every ready reform tells


def test_the_ready_reforms_are_those_of_the_lab() -> None:
    assert set(REFORMS) == READY
    assert {name for name, r in REFORMS.items() if r.expects == NOTHING} == {"no_trade_exceptions", "price_preference"}


@each_reform
def test_a_ready_reform_tells_all_that_a_staffer_asks(reform: Reform) -> None:
    assert reform.summary.endswith(".") and reform.summary.count(". ") == 0, "one sentence"
    assert len(reform.summary) < 260
    assert reform.commercial.endswith(".") and ("1906" in reform.commercial or "1907" in reform.commercial)
    assert reform.limits and all(limit.endswith(".") for limit in reform.limits)
    assert reform.precedents and reform.source
    assert reform.conflicts and all(c.says.endswith(".") and c.cites for c in reform.conflicts)
    assert not reform.title.endswith(".")


@each_reform
def test_what_is_read_is_told_with_where_and_what_is_recalled_says_so(reform: Reform) -> None:
    assert {c.mark for c in reform.conflicts} <= {READ, RECALLED, INFERRED}
    ours = [a for a in reform.burden if "our own" in a.source]
    assert all(a.mark != READ for a in ours), "what is assumed was not read"


def test_no_two_ready_reforms_say_the_same_and_every_instrument_but_discretion_is_tried() -> None:
    for part in ("title", "summary", "words"):
        assert len({getattr(r, part) for r in REFORMS.values()}) == len(REFORMS)
    assert {r.instrument for r in REFORMS.values()} == set(INSTRUMENTS) - {"officers_discretion"}


@each_reform
def test_a_changed_amount_differs_from_the_law_of_some_day(reform: Reform) -> None:
    for changed in reform.amounts:
        assert any(v.value != changed.value for v in catalogue.amounts()[changed.name].versions), changed.name


@each_reform
def test_a_fact_that_is_ignored_stands_in_the_rules_own_condition(reform: Reform) -> None:
    names = catalogue.reform_names()
    assert all(ignored.fact in names.rules[ignored.rule] for ignored in reform.ignored)


def test_off_the_shelf_is_ignored_in_every_rule_of_the_far_that_looks_at_it() -> None:
    looked_at = {row for row, facts in catalogue.reform_names().rules.items() if "cots" in facts and row.startswith("TIP")}
    assert {i.rule for i in REFORMS["cots_no_longer_releases"].ignored} == looked_at


# A user's file

PLAIN: dict[str, Any] = {"title": "t", "instrument": "statute", "words": "w", "source": "our own"}
DUTY: dict[str, Any] = {"id": "a", "owed_by": "contractor", "then": "do"}
FOOD = {"for": ["food"]}
BAND: dict[str, Any] = {"what": "loaded_wage", "low": 1, "mid": 2, "high": 3, "unit": "u", "source": "s", "mark": "read"}
PLAN: dict[str, Any] = {"name": "TIP_PLAN", "value": 1}


def test_a_user_s_file_needs_only_four_words_and_a_change() -> None:
    reform = read({**PLAIN, "duty": [DUTY]})
    assert (reform.summary, reform.limits, reform.expects) == ("", (), "")
    assert reform.duties[0].title == "do", "a duty without a title goes by what must be done"
    assert reform.duties[0].above is None and reform.duties[0].sectors == ()


def test_names_are_read_as_people_write_them() -> None:
    duty = {**DUTY, "goods": ["Surgical Gloves"], "origins": ["bangladesh", "CHN"], "psc": ["65*", "8405"], "above": 0}
    found = read({**PLAIN, "duty": [duty]}).duties[0]
    assert (found.goods, found.origins, found.psc) == (("rubber gloves",), ("BGD", "CHN"), ("65*", "8405"))
    assert found.above == 0, "above nothing is not the same as untold"


def test_a_preference_may_name_goods_beside_sectors() -> None:
    preference = read({**PLAIN, "preference": [{"percent": Decimal("2.5"), "for": ["food", "surgical gloves"]}]}).preference
    assert preference is not None
    assert (preference.sectors, preference.goods) == (("food",), ("rubber gloves",))


def test_an_amount_may_be_phased_in_but_not_told_twice_for_one_day() -> None:
    steps = [{**PLAN, "from": date(2027, 1, 1)}, {**PLAN, "value": 5, "from": date(2028, 1, 1)}]
    assert [a.first for a in read({**PLAIN, "amount": steps}).amounts] == [date(2027, 1, 1), date(2028, 1, 1)]
    with pytest.raises(InputRefusedError, match=r"amount\[2\].name is there twice"):
        read({**PLAIN, "amount": [steps[0], steps[0]]})


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("nothing changes", {}, "changes nothing; expected at least one of [[amount]]"),
    ("only an assumption", {"burden": [BAND]}, "changes nothing"),
    ("a key of the file", {"amounts": [PLAN]}, "amounts is no key of a reform; expected a known key; the nearest is amount"),
    ("a key of a table", {"amount": [{**PLAN, "vlaue": 1}]}, "vlaue is no key of amount; expected a known key; the nearest"),
    ("no tables", {"amount": PLAN}, "write [[amount]] above the keys of each"),
    ("no title", {"title": " ", "duty": [DUTY]}, 'title is ""; expected words'),
    ("an instrument", {"instrument": "law", "duty": [DUTY]}, "expected statute or far_case"),
    ("an amount", {"amount": [{**PLAN, "name": "TIP_PLANN"}]}, "the nearest is TIP_PLAN"),
    ("a value below nothing", {"amount": [{**PLAN, "value": -5}]}, "value is -5; expected the new amount, zero or more"),
    ("a value in words", {"amount": [{**PLAN, "value": "5"}]}, "write it without quotes"),
    ("a value of three decimals", {"amount": [{**PLAN, "value": Decimal("1.005")}]}, "at most 2 decimals"),
    ("a day before the text read", {"amount": [{**PLAN, "from": date(2014, 1, 1)}]}, "expected a day on or after 2015-03-02"),
    ("a day in words", {"amount": [{**PLAN, "from": "2027"}]}, "a day such as 2027-01-01"),
    ("a rule", {"ignore": [{"rule": "TIP-4", "fact": "cots"}]}, "TIP-04"),
    ("a fact", {"ignore": [{"rule": "TIP-04", "fact": "cotz"}]}, "the nearest is cots"),
    ("a fact of another rule", {"ignore": [{"rule": "TIP-04", "fact": "method"}]}, "TIP-04 looks at: "),
    ("a sector", {"duty": [{**DUTY, "sectors": ["electronic"]}]}, "the nearest is electronics"),
    ("an empty list", {"duty": [{**DUTY, "sectors": []}]}, "expected at least one sector; leave the key out where any counts"),
    ("a good", {"duty": [{**DUTY, "goods": ["surgial gloves"]}]}, "surgical gloves"),
    ("a country", {"duty": [{**DUTY, "origins": ["Bangladehs"]}]}, "bangladesh"),
    ("a product code", {"duty": [{**DUTY, "psc": ["65ZZ"]}]}, "expected a product code"),
    ("a group without codes", {"duty": [{**DUTY, "psc": ["QQ*"]}]}, "expected a product code"),
    ("every code by a star", {"duty": [{**DUTY, "psc": ["*"]}]}, "expected a product code"),
    ("an agency", {"duty": [{**DUTY, "agencies": ["dodd"]}]}, "the nearest is dod"),
    ("a harm", {"duty": [{**DUTY, "listed": ["forced"]}]}, "forced_labor"),
    ("materials of nothing listed", {"duty": [{**DUTY, "components": True}]}, "expected it beside listed"),
    ("a duty above less than nothing", {"duty": [{**DUTY, "above": -1}]}, "zero or more"),
    ("a duty named oddly", {"duty": [{**DUTY, "id": "A b"}]}, "small letters, digits and hyphens"),
    ("two duties of one name", {"duty": [DUTY, DUTY]}, "duty[2].id is there twice"),
    ("a duty of nobody", {"duty": [{"id": "a", "then": "do"}]}, "duty[1].owed_by is not told"),
    ("more than all percent", {"preference": [{"percent": 101, **FOOD}]}, "the largest is 100"),
    ("a preference for nothing", {"preference": [{"percent": 5}]}, "for is not told"),
    ("two preferences", {"preference": [{"percent": 5, **FOOD}] * 2}, "[[preference]] 2 times"),
    ("more than all basis points", {"fee": [{"basis_points": 10001, **FOOD}]}, "the largest is 10,000"),
    ("costs out of order", {"fee": [{"basis_points": 1, **FOOD, "visit_cost": [3, 2, 1], "source": "s"}]}, "in this order"),
    ("two costs", {"fee": [{"basis_points": 1, **FOOD, "visit_cost": [1, 2], "source": "s"}]}, "write all three"),
    ("costs without a source", {"fee": [{"basis_points": 1, **FOOD, "visit_cost": [1, 2, 3]}]}, "fee[1].source is not told"),
    ("nothing recorded", {"record": [{}]}, "facts is not told"),
    ("a fact that no record holds", {"record": [{"facts": ["orign"]}]}, "the nearest is origin"),
    ("an assumption of nothing", {"duty": [DUTY], "burden": [{**BAND, "what": "hours"}]}, "hours_per_response"),
    ("a band out of order", {"duty": [DUTY], "burden": [{**BAND, "mid": 9}]}, "low, middle and high"),
    ("an assumption twice", {"duty": [DUTY], "burden": [BAND, BAND]}, "burden[2].what is there twice"),
    ("a mark", {"duty": [DUTY], "burden": [{**BAND, "mark": "known"}]}, "expected read or recalled or inferred"),
    ("a precedent", {"duty": [DUTY], "precedents": ["section-888"]}, "section-889"),
    ("what it expects", {"duty": [DUTY], "expects": "little"}, 'expected "nothing" or ""'),
]


@pytest.mark.parametrize(("given", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_wrong_file_is_refused_in_one_sentence_with_the_nearest_that_would_do(given: Mapping[str, Any], says: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        read({**PLAIN, **given})
    said = str(refused.value)
    assert said.startswith("mine") and says in said, said
    assert "\n" not in said and said.endswith(".") and said.count("; ") >= 2


def tables_of(given: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Every table of a file, by its key and number."""
    for key, entries in given.items():
        if isinstance(entries, list) and entries and isinstance(entries[0], dict):
            yield from ((key, n) for n in range(len(entries)))


@pytest.mark.parametrize("name", sorted(READY))
def test_no_key_is_overlooked_in_any_table_of_a_ready_reform(name: str) -> None:
    with pytest.raises(InputRefusedError, match="strange is no key of a reform"):
        read({**file_of(name), "strange": 1})
    for key, n in tables_of(file_of(name)):
        given = copy.deepcopy(dict(file_of(name)))
        given[key][n]["strange"] = 1
        with pytest.raises(InputRefusedError, match="strange is no key of"):
            read(given)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=12) | st.dates() | st.datetimes()
    | st.decimals(allow_nan=True, allow_infinity=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_one_sentence(data: st.DataObject) -> None:
    given = copy.deepcopy(dict(file_of(data.draw(st.sampled_from(sorted(READY))))))
    places: list[dict[str, Any]] = [given, *(given[key][n] for key, n in tables_of(given))]
    place = data.draw(st.sampled_from(range(len(places))))
    key = data.draw(st.sampled_from(sorted(places[place])))
    places[place][key] = data.draw(ODD)
    try:
        assert isinstance(read(given), Reform)
    except InputRefusedError as refused:
        assert "\n" not in str(refused) and len(str(refused)) < 1200


# Burden and precedents


def test_every_assumption_has_a_default_with_its_band_and_source() -> None:
    assert [a.what for a in catalogue.burden()] == list(BURDENS)
    assert all(0 < a.low <= a.mid <= a.high and a.unit and a.source for a in catalogue.burden())


def test_the_middle_of_the_defaults_gives_the_approved_burden_again() -> None:
    middle = {a.what: a.mid for a in catalogue.burden()}
    assert anchor().responses * middle["hours_per_response"] == anchor().hours == 212_724
    assert anchor().hours * middle["loaded_wage"] == anchor().dollars == 16_805_196
    assert (anchor().hours_per_response, anchor().dollars_per_hour) == (12, 79)
    assert anchor().control == "9000-0188" and anchor().mark == READ


@every("precedents")
def test_a_precedent_took_so_many_days_from_statute_to_clause(case: Case) -> None:
    found = next(p for p in catalogue.precedents() if p.id == case["precedent"])
    assert (found.enacted.isoformat(), found.steps[-1].day.isoformat()) == (case["enacted"], case["last_step"])
    assert found.days_to_clause == int(case["days"])


def test_every_precedent_has_its_row_and_sentences() -> None:
    assert [c["precedent"] for c in cases("precedents")] == [p.id for p in sorted(catalogue.precedents(), key=_in_table)]
    for p in catalogue.precedents():
        assert all(said.endswith(".") for said in (p.did, p.commercial, p.learned)), p.id
        assert p.cites and p.source and all(s.what and s.cites and s.source for s in p.steps), p.id


def _in_table(precedent: Any) -> int:
    return [c["precedent"] for c in cases("precedents")].index(precedent.id)


def test_every_precedent_is_used_and_no_card_is_read_in_part() -> None:
    assert {p for r in REFORMS.values() for p in r.precedents} >= {p.id for p in catalogue.precedents()} - {"section-848"}
    card = bundled.card(precedents_folder.__name__, "section-889.toml")
    for wrong in ({**card, "strange": 1}, {k: v for k, v in card.items() if k != "did"}, {**card, "mark": "known"},
                  {**card, "enacted": date(2030, 1, 1)}, {**card, "step": []}):  # fmt: skip
        with pytest.raises(ValueError, match=r"section-889\.toml"):
            precedent_of("section-889", wrong)


# Single purchases

LISTED, INPUTS = "listed_for", "inputs_listed_for"
"""How a table tells the harms for which good and origin are listed, and those for which a main material is; `none` that
there are none."""
LAB_WORDS = ("sector", LISTED, INPUTS)
NO_FACTS = {"case", "row", "before", "after", "lines"}


def told_by(case: Case) -> dict[str, Any]:
    """The row as a facts file tells it, with the facts of the lab in its lines; `?` leaves a fact out."""
    told: dict[str, Any] = {}
    for column in case.cells.keys() - NO_FACTS:
        cell = case.told(column)
        if cell is not None:
            told["sol_date" if column == "day" else column] = value_of(cell)
    return {**told, "lines": [_line(words.split()) for words in case["lines"].split(";")]}


def _line(words: list[str]) -> dict[str, Any]:
    lab = dict(word.split("=", 1) for word in words if word.split("=")[0] in LAB_WORDS)
    own = line_of([word for word in words if word.split("=")[0] not in LAB_WORDS])
    return {**own, **({"sector": lab["sector"]} if "sector" in lab else {}), **_listed(lab.get(LISTED), lab.get(INPUTS))}


def _listed(good: str | None, inputs: str | None) -> dict[str, bool]:
    """Per harm whether the good is listed for it, and whether it or a main material is: untold where that is open."""
    found: dict[str, bool] = {}
    of_good, of_inputs = (None if said is None else [] if said == "none" else said.split("+") for said in (good, inputs))
    for harm in Harm:
        if of_good is not None:
            found[f"listed_for_{harm}"] = harm in of_good
        if harm in (of_good or ()) or harm in (of_inputs or ()):
            found[f"listed_for_{harm}_or_material"] = True
        elif of_good is not None and of_inputs is not None:
            found[f"listed_for_{harm}_or_material"] = False
    return found


RECORDED = [reform.name for reform in REFORMS.values() if reform.recorded is not None]
JUDGED = [c for c in cases("reforms") if c.file.split("/")[1] not in RECORDED]


@pytest.mark.parametrize("case", JUDGED, ids=[f"{c.file}: {c.name}" for c in JUDGED])
def test_a_purchase_is_reached_before_and_after_a_reform_as_the_table_says(case: Case) -> None:
    reform = REFORMS[case.file.split("/")[1]]
    before, after = answers_of(reform, told_by(case), ASKED)
    assert (str(before), str(after)) == (case["before"], case["after"])


RECORDS = [c for c in cases("reforms") if c.file.split("/")[1] in RECORDED]


@pytest.mark.parametrize("case", RECORDS, ids=[f"{c.file}: {c.name}" for c in RECORDS])
def test_a_recorded_fact_lets_a_rule_be_told_or_leaves_it_as_it_was(case: Case) -> None:
    recorded = REFORMS[case.file.split("/")[1]].recorded
    assert recorded is not None
    told = told_by(case)
    without = [{k: v for k, v in line.items() if k not in recorded.facts} for line in told["lines"]]
    before, after = _binds(case["row"], {**told, "lines": without}), _binds(case["row"], told)
    assert (str(before), str(after)) == (case["before"], case["after"])
    assert before in (Answer.UNKNOWN, after), "one more fact turns only unknown into yes or no"


def _binds(row: str, told: Mapping[str, Any]) -> Answer:
    rule = next(rule for rule in catalogue.rules() if rule.row == row)
    return Judge(law(), read_told(told, vocabulary()), ASKED).judge(rule).answer


@pytest.mark.parametrize("name", sorted(READY))
def test_a_table_shows_what_the_reform_changes_and_what_it_leaves(name: str) -> None:
    rows = cases(f"reforms/{name}")
    changed = [c for c in rows if c["before"] != c["after"]]
    assert len(rows) > len(changed)
    assert bool(changed) is (name != "no_trade_exceptions"), "the one that must come out as nothing changes no row"
