"""Every row of the tables of rules, amounts and adoption days comes out as expected, and no rule lacks its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from buyfair import catalogue
from buyfair.judge.conditions import amounts_of
from buyfair.judge.facts import CHOICE, COUNTRIES, GOOD, LINE, PSC, WORDS, Fact
from buyfair.judge.judging import Judge, open_conditions
from buyfair.judge.rule import CODIFIED, PERFORMANCE, REGIMES, SUBCONTRACT, Note, Rule
from buyfair.judge.told import read_told
from buyfair.knowledge import amounts as amounts_folder
from buyfair.knowledge import facts as f
from buyfair.knowledge import rules as rules_folder
from buyfair.knowledge.lists import dol_eo13126
from buyfair.knowledge.regimes import adoptions
from buyfair.listed_types import BY_ECONOMY
from buyfair.purchase import law, vocabulary
from buyfair.terms import bundled
from buyfair.terms.answer import Answer
from case_tables import Case, cases
from test_cases import every

RULES = {rule.row: rule for rule in catalogue.rules()}
NOT_IN_FORCE = "not in force"
ASKED = date(2026, 6, 1)
"""The day asked about where a table does not name one: none of its answers hangs on it."""
NO_FACTS = {"case", "row", "lines", "asked", "binds"}
LISTS = {"determinations", "list_hit"}
ITEMS = {"supply", "service", "construction", "research"}
FLAGS = {
    "cots": ("cots", True), "noncots": ("cots", False),
    "bulk": ("bulk_cargo", True), "nobulk": ("bulk_cargo", False),
    "counts": ("counts_as_service", True), "countsnot": ("counts_as_service", False),
    "commercial": ("commercial", True), "noncommercial": ("commercial", False),
    "ae": ("architect_engineer", True), "notae": ("architect_engineer", False),
    "exempt": ("exempt_supply", True), "notexempt": ("exempt_supply", False),
}  # fmt: skip
OF_LINE = {fact.key: fact for fact in f.FACTS if fact.of == LINE}
PLACES = {"abroad": True, "home": False}
DAY = timedelta(days=1)
DOLLAR = Decimal(1)

NEVER_YES = {"CL-05"}
"""No pair on the list as held is of an excepted economy: a test of its own holds that this is why."""
NEVER_NO = {"TIP-08", "TIP-10", "TIP-11", "TIP-12", "TIP-16", "TIP-18", "TIP-23", "WB-03", "WB-04"}
"""They bind whatever is bought, at every tier, and no text of theirs has ended: no fact and no day gives a no."""


# The notation of the tables


def told_by(case: Case) -> dict[str, Any]:
    """The row as a facts file tells it; a cell `?` leaves the fact out."""
    told: dict[str, Any] = {}
    for column in case.cells.keys() - NO_FACTS:
        cell = case.told(column)
        if cell is None:
            continue
        table, _, key = column.rpartition(".")
        place = told.setdefault(table, {}) if table else told
        place["sol_date" if column == "day" else key] = cell.split(", ") if column in LISTS else value_of(cell)
    lines = case.told("lines")
    if lines is not None:
        told["lines"] = [line_of(words.split()) for words in lines.split(";")]
    return told


def value_of(cell: str) -> bool | Decimal | int | date | str:
    """A cell as its type: yes or no, a day, a number, else a word."""
    if cell in ("yes", "no"):
        return cell == "yes"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"\d+(\.\d+)?", cell):
        return Decimal(cell) if "." in cell else int(cell)
    return cell


def line_of(words: list[str]) -> dict[str, Any]:
    """One line of the purchase, its words in any order.

    Raises: ValueError for a word that the notation does not have, or a fact told twice.
    """
    found: list[tuple[str, Any]] = [pair for word in words if word not in PLACES for pair in word_of(word)]
    item = dict(found).get("item")
    for word in words:
        if word in PLACES:
            # Of a line whose kind is not told both places are: each kind then has the one that it asks.
            keys = ["acquired_outside_us"] if item in (None, "supply") else []
            keys += ["performed_outside_us"] if item != "supply" else []
            found += [(key, PLACES[word]) for key in keys]
    if len(dict(found)) != len(found):
        raise ValueError(f"{' '.join(words)!r} tells a fact twice.")
    return dict(found)


def word_of(word: str) -> list[tuple[str, Any]]:
    """The fact that one word tells."""
    if word in ITEMS:
        return [("item", word)]
    if word in FLAGS:
        return [FLAGS[word]]
    key, is_named, said = word.partition("=")
    if is_named and key in OF_LINE:
        return [(key, told_in_a_word(OF_LINE[key], said))]
    if re.fullmatch(r"\d+(\.\d\d)?", word):
        return [("value", value_of(word))]
    raise ValueError(f"{word!r} is no word of a line.")


def told_in_a_word(fact: Fact, said: str) -> Any:
    """A fact of a line as one word: blanks are underscores, a plus stands between the elements of a list."""
    if fact.kind in (COUNTRIES, WORDS):
        return said.replace("_", " ").split("+")
    return said.replace("_", " ") if fact.kind in (GOOD, PSC, CHOICE) else value_of(said)


def asked_of(case: Case) -> date:
    """The day asked about."""
    return date.fromisoformat(case["asked"]) if "asked" in case.cells else ASKED


# Every row


@every("rules")
def test_a_rule_binds_a_purchase_or_not_or_cannot_be_told(case: Case) -> None:
    judged = Judge(law(), read_told(told_by(case), vocabulary()), asked_of(case)).judge(RULES[case["row"]])
    found = NOT_IN_FORCE if judged.in_force is Answer.NO else str(judged.answer)
    assert found == case["binds"], f"missing {[m.path for m in judged.missing]}, because {judged.because}"


@every("amounts")
def test_an_amount_has_its_value_on_the_day(case: Case) -> None:
    version = catalogue.amounts()[amount_named(case)].on(date.fromisoformat(case["day"]))
    assert ("unknown" if version is None else str(version.value)) == case["value"]


def amount_named(case: Case) -> str:
    """The name that rules use for the amount of a table: that of the card with the same file name."""
    return str(bundled.card(amounts_folder.__name__, f"{case.file.split('/')[1]}.toml")["name"])


@every("regimes")
def test_an_agency_uses_the_text_that_it_had_adopted_by_the_day(case: Case) -> None:
    texts = catalogue.regimes().on(case.told("agency"), case["part"], date.fromisoformat(case["day"]))
    assert (texts[0] if len(texts) == 1 else "unknown") == case["regime"]


# No rule, amount or adoption without its rows


def rowed() -> list[Case]:
    """All rows of the tables of rules."""
    return cases("rules")


def table_of(module: ModuleType) -> str:
    """The case table of a file of rules: the same path below cases/."""
    return "rules" + module.__name__.removeprefix(rules_folder.__name__).replace(".", "/")


OWN_TABLE = {rule.row: table_of(m) for m in catalogue.rule_modules() for rule in getattr(m, "RULES", ())}


@cache
def by_rule() -> dict[str, list[Case]]:
    """The rows of each rule."""
    found: dict[str, list[Case]] = {rule.row: [] for rule in catalogue.rules()}
    for case in rowed():
        found[case["row"]].append(case)
    return found


each_rule = pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda rule: rule.row)


@each_rule
def test_a_rule_has_a_yes_a_no_and_an_unknown_in_its_own_table(rule: Rule) -> None:
    assert {case.file for case in by_rule()[rule.row]} == {OWN_TABLE[rule.row]}, "its table mirrors its file"
    answers = {case["binds"] for case in by_rule()[rule.row]}
    assert {"unknown", *(() if rule.row in NEVER_YES else ("yes",))} <= answers
    assert bool(answers & {"no", NOT_IN_FORCE}) is (rule.row not in NEVER_NO)


def law_days(rule: Rule, column: str) -> set[str]:
    """The days that the rows of a rule tell in a column."""
    return {case[column] for case in by_rule()[rule.row]}


def own_column(rule: Rule) -> str:
    """The column that chooses a rule's text."""
    if rule.tiers == SUBCONTRACT:
        return "sub_award_date"
    return "asked" if rule.day == PERFORMANCE else "day"


@each_rule
def test_every_day_on_which_a_text_begins_or_ends_has_rows(rule: Rule) -> None:
    for text in rule.texts:
        for day in (text.first, text.until or text.holds_until + DAY):
            missing = {str(day - DAY), str(day)} - law_days(rule, own_column(rule))
            assert not missing, f"{rule.row}, {text.cites}: no row on {sorted(missing)}"


@each_rule
def test_the_day_on_which_dod_changes_its_text_has_rows(rule: Rule) -> None:
    for adoption in adoptions():
        if adoption.part == rule.part:
            rows = [case for case in by_rule()[rule.row] if case["agency"] == adoption.agency]
            assert {str(adoption.day - DAY), str(adoption.day)} <= {case[own_column(rule)] for case in rows}


def numbers_of(case: Case, amount: str) -> list[Any]:
    """The numbers of a row that stand against an amount: those of its line, or the days of performance."""
    told = told_by(case)
    if not catalogue.amounts()[amount].in_dollars:
        return [told.get("performance_days")]
    counts = amount != "TIP_PLAN" or "abroad" in case["lines"]
    return [line.get("value") for line in told.get("lines", ()) if counts]


def amounts_used(rule: Rule) -> set[str]:
    """The names of the amounts that a rule compares with, those of the rule that it follows included."""
    return {name for condition in open_conditions(rule) for name in amounts_of(condition)}


@pytest.mark.parametrize("rule", [r for r in catalogue.rules() if amounts_used(r)], ids=lambda rule: rule.row)
def test_each_value_of_an_amount_has_rows_a_dollar_below_at_and_above(rule: Rule) -> None:
    # A rule that runs through performance takes its amount from the solicitation, as the rule that it follows.
    column = "sub_award_date" if rule.tiers == SUBCONTRACT else "day"
    alone = [case for case in by_rule()[rule.row] if case[column] != "?" and ";" not in case["lines"]]
    for name in amounts_used(rule):
        amount = catalogue.amounts()[name]
        tried: set[tuple[date, Decimal]] = set()
        for case in alone:
            version = amount.on(date.fromisoformat(case[column]))
            values = numbers_of(case, name)
            if version is not None:
                tried |= {(version.first, Decimal(value)) for value in values if value is not None}
        wanted = {(v.first, v.value + step) for v in amount.versions for step in (-DOLLAR, Decimal(0), DOLLAR)}
        assert wanted <= tried, f"{rule.row}: {sorted(wanted - tried)}"
        changes = {str(v.first - step) for v in amount.versions for step in (DAY, 0 * DAY)}
        assert changes <= law_days(rule, column)


def test_every_day_on_which_an_amount_changes_has_rows() -> None:
    held = {(amount_named(case), case["day"]) for case in cases("amounts")}
    for amount in catalogue.amounts().values():
        for day in amount.boundaries():
            assert {(amount.name, str(day - DAY)), (amount.name, str(day))} <= held


def test_every_day_of_adoption_has_rows() -> None:
    held = {(case["agency"], case["part"], case["day"]) for case in cases("regimes")}
    for a in adoptions():
        assert {(a.agency, a.part, str(a.day - DAY)), (a.agency, a.part, str(a.day))} <= held


# What a rule must say


def every_row() -> list[Rule | Note]:
    """All rows of the register, binding or not."""
    return [*catalogue.rules(), *catalogue.notes()]


@pytest.mark.parametrize("said", ["row", "id", "title"])
def test_no_two_rows_share_a_name(said: str) -> None:
    assert not [name for name, times in Counter(getattr(r, said) for r in every_row()).items() if times > 1]


def test_no_listed_pair_is_of_an_excepted_economy_so_the_trade_exception_releases_nothing() -> None:
    groups = catalogue.groups()
    excepted = {c for name in BY_ECONOMY.values() for v in groups[name].versions for c in v.members}
    assert excepted >= {"ISR", "MEX", "CAN", "GBR"} and len(excepted) == 48
    assert not excepted & {x.country for x in dol_eo13126.listings()}
    assert not any(v.members or v.perhaps for name in BY_ECONOMY for v in groups[name].versions)


ROWS = {
    "TIP": 28, "CL": 9, "XU": 7, "IM": 8, "P40": 1, "MN": 5, "BA": 3, "PPE": 1, "RS": 4, "DB": 2, "CP": 3, "EV": 3, "MR": 1,
    "SC": 3, "WB": 4, "LB": 2, "FO": 1, "PR": 1,
}  # fmt: skip
"""How many rows each table of the law has; they are numbered from 01."""


def test_every_row_of_the_tables_of_the_law_stands_exactly_once() -> None:
    held = Counter(r.row for r in every_row())
    assert held == Counter(f"{body}-{n:02d}" for body, last in ROWS.items() for n in range(1, last + 1))


def cited() -> Iterable[tuple[str, str]]:
    """Every citation with the row that gives it."""
    for rule in catalogue.rules():
        yield from ((rule.row, text.cites) for text in rule.texts)
        yield from ((rule.row, determination.cites) for determination in rule.lifted_by)
    yield from ((note.row, note.cites) for note in catalogue.notes())


@pytest.mark.parametrize(("row", "cites"), list(cited()))
def test_a_citation_names_its_body_of_law(row: str, cites: str) -> None:
    assert re.search(r"\b(FAR|DFARS|USC|OMB)\b", cites) and re.search(r"\d", cites), row


@pytest.mark.parametrize("amount", catalogue.amounts().values(), ids=lambda amount: amount.name)
def test_an_amount_stands_in_its_own_quotation_and_its_versions_ascend(amount: Any) -> None:
    for version in amount.versions:
        said = f"${version.value:,}" if amount.in_dollars else f"{version.value:,}"
        assert said in version.quote, f"{version.value} is not in {version.quote!r}"
    assert all(earlier.first < later.first for earlier, later in pairwise(amount.versions))


@each_rule
def test_the_texts_of_a_rule_follow_each_other_without_overlap(rule: Rule) -> None:
    for regime in REGIMES:
        mine = [text for text in rule.texts if regime in text.regimes]
        assert all(e.until is not None and e.until <= later.first for e, later in pairwise(mine)), regime
        assert all(text.until is None or text.first < text.until for text in mine)
    assert any(CODIFIED in text.regimes for text in rule.texts)


@each_rule
def test_a_rule_says_in_sentences_what_shows_it_met_or_unmet_and_what_it_is_not(rule: Rule) -> None:
    for said in (rule.then, rule.evidence, rule.unmet, rule.consequence, rule.means_not):
        assert said.endswith(".") and said[0].isupper(), said
    if rule.standing:
        # It binds every contract, so that it binds tells nothing: only what would show it unmet does.
        assert len(rule.unmet.split()) >= 5 and rule.unmet != rule.evidence


def test_the_tables_hold_no_rule_that_does_not_exist() -> None:
    files = {Path(case.file) for case in rowed()}
    assert files == {Path(table) for table in OWN_TABLE.values()}
    assert {case["row"] for case in rowed()} == set(OWN_TABLE)


@pytest.mark.parametrize("words", ["service service 5", "5 6", "abroad home", "somewhere", "good 5"])
def test_a_line_that_the_notation_does_not_have_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"twice|no word"):
        line_of(words.split())
