"""The card of a rule says what the rule says: every rule has one, with each heading, value and citation, in any width."""

from __future__ import annotations

import os
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from buyfair import catalogue
from buyfair.cards import rules as cards
from buyfair.cards.clauses import tree
from buyfair.cards.documents import documents
from buyfair.cards.page import Card, Grid, as_markdown
from buyfair.cards.rules import HEADINGS, NOT_ADVICE, rule_card, rule_pages, rules_index
from buyfair.judge.amounts import MARKS, Amount
from buyfair.judge.conditions import (
    above,
    all_in,
    all_lines,
    all_of,
    amounts_of,
    any_in,
    any_line,
    any_of,
    by_choice,
    facts_of,
    holds,
    named,
    not_,
    one_of,
)
from buyfair.judge.judging import open_conditions
from buyfair.judge.rule import ADVICE, ALERT, BAR, DUTY, RESULTS, STEPS, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import value_outside
from buyfair.knowledge.rules.far.trafficking_plan import PLAN_KEPT
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError
from processor import least_work

ROOT = Path(__file__).resolve().parents[1]
RULES, NOTES = catalogue.rules(), catalogue.notes()
PAGES = rule_pages()
BINDS = {DUTY: "Binds when", BAR: "Forbids when", ALERT: "Raised when", ADVICE: "Applies when"}
DAYS = (date(2006, 1, 1), date(2010, 1, 1), date(2017, 6, 1), date(2026, 4, 1), date(2040, 1, 1))
HEAVY = ("ibis", "duckdb", "django", "pyarrow", "jinja2")

each_rule = pytest.mark.parametrize("rule", RULES, ids=[r.row for r in RULES])


def page(row: str) -> str:
    return PAGES[f"cards/{row}.md"]


def plain(text: str) -> str:
    """A page or a card with links, marks and line breaks taken out."""
    text = re.sub(r"\[([^\]]+)\]\([\w./-]+\.md\)", r"\1", text).replace("\\|", "|")
    return " ".join(re.sub(r"[`*]", "", text).split())


def said(text: str) -> str:
    return " ".join(text.split())


def amounts(rule: Rule) -> list[Amount]:
    names = {name for condition in open_conditions(rule) for name in amounts_of(condition)}
    return [catalogue.amounts()[name] for name in sorted(names)]


def test_every_rule_and_note_has_a_page_and_no_page_is_of_something_else() -> None:
    wanted = {f"cards/{one.row}.md" for one in (*RULES, *NOTES)} | {"cards/README.md"}
    assert set(PAGES) == wanted
    wanted |= {"cards/clauses.md", "cards/conduct.md", "cards/indicators.md", "cards/lists.md", "cards/reforms.md"}
    assert {name for name in documents() if name.startswith("cards/")} == wanted
    assert {f"cards/{p.name}" for p in (ROOT / "docs" / "cards").iterdir()} == wanted


@each_rule
def test_every_page_has_its_headings_in_order_and_says_once_that_it_is_no_advice(rule: Rule) -> None:
    text = page(rule.row)
    headings = re.findall(r"^## (.+)$", text, re.M)
    must = [BINDS[rule.result], "Tier, day and text", *HEADINGS]
    assert [h for h in headings if h in must] == must
    assert ("Amounts" in headings) == bool(amounts(rule))
    assert ("Facts asked" in headings) == bool(any(facts_of(c) for c in open_conditions(rule)) or rule.lifted_by)
    assert ("What the prime collects" in headings) == bool(rule.collects)
    assert ("Notes" in headings) == bool(rule.notes)
    assert text.count("legal advice") == 1 and text.endswith(NOT_ADVICE + "\n")


@each_rule
def test_no_section_of_a_page_is_empty_and_no_brace_is_left(rule: Rule) -> None:
    text = page(rule.row)
    for section in text.split("\n## ")[1:]:
        assert section.partition("\n")[2].strip(), section
    assert not re.search(r"[{}]|\bNone[,;)|]|::|\.\.|not: ", text)


@each_rule
def test_the_kind_of_a_card_is_shown_as_what_it_is(rule: Rule) -> None:
    title, about = page(rule.row).split("\n")[:3:2]
    assert title == f"# {rule.row} ({rule.result}): {rule.title}"
    assert about.lower().startswith(f"{rule.result}: {RESULTS[rule.result]}")
    others = [heading for kind, heading in BINDS.items() if kind != rule.result]
    assert not any(f"## {heading}" in page(rule.row) for heading in others)


@each_rule
def test_a_card_says_all_that_the_rule_declares(rule: Rule) -> None:
    both = plain(page(rule.row)), plain(rule_card(rule.row, None, 100))
    told = [rule.title, rule.id, rule.due, rule.evidence, rule.unmet, rule.consequence, rule.means_not, rule.collects]
    told += [*rule.notes, *(d.says for d in rule.lifted_by), *(d.key for d in rule.lifted_by)]
    told += [fact.ask for c in open_conditions(rule) for fact in facts_of(c)]
    told += re.split(r";? \(\d+\) |[.:](?: |$)", rule.then.replace(": (1)", " (1)"))
    for text in both:
        for words in told:
            assert said(words).rstrip(".").lower() in text.lower(), words


@each_rule
def test_every_citation_day_mark_and_quotation_of_a_text_is_on_its_card(rule: Rule) -> None:
    for text in (plain(page(rule.row)), plain(rule_card(rule.id, None, 100))):
        for version in rule.texts:
            for words in (version.cites, version.source, version.quote, MARKS[version.mark]):
                assert said(words) in text
            assert f"from {version.first}" in text and f"{version.read_on} ({MARKS[version.mark]})" in text
            if version.until is None:
                assert f"answers through {version.holds_until}" in text
            else:
                assert f"through {version.until - timedelta(days=1)}; ended {version.until}" in text


@each_rule
def test_every_value_of_every_amount_is_on_its_card(rule: Rule) -> None:
    for text in (plain(page(rule.row)), plain(rule_card(rule.row, None, 72))):
        for amount in amounts(rule):
            for version in amount.versions:
                for words in (
                    cards.money(version),
                    f"{version.first}",
                    version.cites,
                    version.quote,
                    MARKS[version.mark],
                ):
                    assert said(words) in text


@each_rule
def test_with_a_day_the_condition_shows_the_value_of_that_day(rule: Rule) -> None:
    for amount in amounts(rule):
        for version in amount.versions:
            binds = _section(rule_card(rule.row, version.first, 100), BINDS[rule.result])
            assert f"{cards.money(version)} (on {version.first})" in binds
            assert not any(cards.money(other) in binds for other in amount.versions if other is not version)
        before = amount.versions[0].first - timedelta(days=1)
        unknown = _section(rule_card(rule.row, before, 100), BINDS[rule.result])
        assert f"an amount that is not held for {before}" in unknown
        assert not any(cards.money(version) in unknown for version in amount.versions)


def _section(card: str, title: str) -> str:
    return said(card.partition(f"\n{title}\n")[2].partition("\n\nTier, day and text\n")[0])


def test_the_threshold_is_550000_on_the_last_day_of_september_2025_and_700000_the_day_after() -> None:
    assert "is above $550,000 (on 2025-09-30)" in plain(rule_card("TIP-04", date(2025, 9, 30), 100))
    assert "is above $700,000 (on 2025-10-01)" in plain(rule_card("TIP-04", date(2025, 10, 1), 100))
    assert "is at least $700,000 (on 2025-10-01)" in plain(rule_card("TIP-03", date(2025, 10, 1), 100))


def test_a_repealed_rule_stands_until_the_day_before_it_ended() -> None:
    assert "On 2018-05-29 it stands: DFARS 252.222-7007." in plain(rule_card("TIP-27", date(2018, 5, 29), 100))
    assert "it is not in force: it ended on 2018-05-30." in plain(rule_card("TIP-27", date(2018, 5, 30), 100))


def test_a_day_before_or_after_the_texts_read_is_said_to_be_unknown() -> None:
    assert "cannot be told whether it stands: no text before 2015-03-02 is held" in plain(
        rule_card("TIP-04", date(2014, 1, 1), 100)
    )
    assert "cannot be told whether it stands: the text last read answers through" in plain(
        rule_card("TIP-04", date(2040, 1, 1), 100)
    )


@pytest.mark.parametrize("given", ["tip-04", "TIP-04", " Tip-04 ", "FAR-22.1703-C-Certificate"])
def test_a_card_is_found_by_row_or_id_in_any_case(given: str) -> None:
    assert rule_card(given, None, 100) == rule_card("TIP-04", None, 100)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("TIP-044", "TIP-04 "), ("far-22.1703-c-certificat", "TIP-04 (far-22.1703-c-certificate)"), ("", ""),
     ("tip_26", "TIP-26 "), ("a\nb" * 60, "TIP-")],
)  # fmt: skip
def test_an_unknown_id_is_refused_with_one_sentence_that_names_the_nearest(given: str, nearest: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        rule_card(given, None, 100)
    sentence = str(refused.value)
    assert "\n" not in sentence and len(sentence) < 300 and sentence.endswith(".")
    assert f"the nearest is {nearest}" in sentence


@pytest.mark.parametrize("width", [72, 100, 120])
def test_no_line_is_wider_than_asked_and_none_ends_in_blanks(width: int) -> None:
    shown = [rules_index(day, width) for day in (None, *DAYS)]
    shown += [rule_card(one.row, day, width) for one in (*RULES, *NOTES) for day in (None, *DAYS)]
    for text in shown:
        for line in text.splitlines():
            assert line == line.rstrip() and (len(line) <= width or len(max(line.split(), key=len)) > width - 40), line
        assert "\n\n\n" not in text and "`" not in text


@pytest.mark.parametrize(("asked", "used"), [(1, 72), (72, 72), (120, 120), (500, 120)])
def test_the_width_is_kept_between_72_and_120(asked: int, used: int) -> None:
    assert rule_card("TIP-05", None, asked) == rule_card("TIP-05", None, used)
    assert rules_index(None, asked) == rules_index(None, used)


def test_the_index_holds_every_rule_under_its_step_and_under_somebody_who_owes_it() -> None:
    for text in (PAGES["cards/README.md"].replace("## ", ""), rules_index(None, 120)):
        owes = text.partition("\nWho owes\n")[2].partition("\nNotes\n")[0]
        for rule in RULES:
            step = rule.step.capitalize()
            later = [s.capitalize() for s in STEPS[STEPS.index(rule.step) + 1 :]]
            mine = text.partition(f"\n{step}\n")[2]
            mine = mine[: min(mine.find(f"\n{s}\n") % (len(mine) + 1) for s in (*later, "Who owes"))]
            assert re.search(rf"\b{rule.row}\b", mine), rule.row
            assert re.search(rf"\b{rule.row}\b", owes), rule.row
        for note in NOTES:
            assert note.row in text.partition("\nNotes\n")[2]


@pytest.mark.parametrize("day", DAYS)
def test_the_index_of_a_day_parts_the_rules_into_those_that_stand_those_that_do_not_and_those_unknown(
    day: date,
) -> None:
    text = rules_index(day, 100)
    stands = text.partition("\nNot in force")[0].partition("\nCannot be told")[0]
    answers = {rule.row: cards.state(rule, day)[0] for rule in RULES}
    for row, answer in answers.items():
        assert (row in stands) == (answer is Answer.YES), row
        assert row in text
    counted = [list(answers.values()).count(a) for a in (Answer.YES, Answer.NO, Answer.UNKNOWN)]
    assert [int(n) for n in re.findall(r"\d+", text.splitlines()[1])] == [len(RULES), *counted]


def test_links_of_pages_lead_to_pages_and_tables_keep_their_columns() -> None:
    for text in PAGES.values():
        for target in re.findall(r"\]\(([^)]+\.md)\)", text):
            assert f"cards/{target}" in PAGES
        for table in re.findall(r"(?:^\|.*\n)+", text, re.M):
            assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_a_bar_in_a_cell_is_escaped() -> None:
    card = Card("", "", (), "", (Grid(("a",), (("x | y",),)),), ())
    assert "\n| x \\| y |\n" in as_markdown(card, "", str)


def words(condition: object, but: bool = False) -> str:
    item = tree(condition, but, RULES[0], None)  # type: ignore[arg-type]
    return item.text + "".join(f" / {inside.text}" for inside in item.inside)


def test_conditions_read_as_clauses_whatever_they_are_made_of() -> None:
    supply, cots, dod = one_of(f.ITEM, "supply"), holds(f.COTS), one_of(f.AGENCY, "dod")
    assert words(dod) == "the agency is the Department of Defense"
    assert words(not_(dod)) == "the agency is not the Department of Defense"
    assert words(all_of()) == "always" and words(not_(all_of())) == "never"
    assert words(any_of()) == "never" and words(not_(any_of())) == "always"
    assert words(all_of(dod, all_of(holds(f.HOUSING), holds(f.CREDIBLE)))).count(" / ") == 3
    assert words(not_(all_of(dod, holds(f.HOUSING)))).startswith("any one of these holds / the agency is not ")
    assert words(any_line(all_of(supply, not_(cots)))) == "at least one line is a supply that is not a COTS item"
    assert words(not_(all_lines(supply))) == "at least one line is a service, construction or research"
    assert words(not_(above(value_outside, "TIP_PLAN"))).startswith(
        f"{f.VALUE_OUTSIDE.phrase} is not more than $700,000"
    )
    assert words(any_line(any_in(f.ORIGIN, ["CHN"], "China"))) == (
        "at least one line is a line, where any of the countries of origin is China"
    )
    assert words(all_in(f.LIST_HIT, ["wro"], "an order")) == "all of the lists that it touches is an order"
    by_item = by_choice(
        f.ITEM, {("supply",): cots, ("service", "construction", "research"): holds(f.PERFORMED_OUTSIDE)}
    )
    assert words(any_line(by_item)) == (
        "at least one line is a supply that is a COTS item or "
        "a service, construction or research that is performed outside the United States"
    )
    assert words(not_(all_lines(by_item))).startswith("at least one line is a supply that is not a COTS item or ")
    assert words(not_(named(dod, "it is ours", "it is theirs"))) == "it is theirs"


def test_a_rule_that_follows_another_shows_the_condition_of_the_other() -> None:
    text = page("TIP-06")
    binds = text.partition("## Binds when")[2].partition("\n## ")[0]
    assert "[TIP-05](TIP-05.md) binds" in binds and PLAN_KEPT.title in binds and "$700,000" in binds
    assert "a supply that is bulk cargo and is acquired outside the United States" in binds


def test_the_portion_is_spelled_out_line_by_line() -> None:
    binds = page("TIP-04").partition("## Binds when")[2].partition("\n## ")[0]
    assert re.findall(r"^- (.+)$", binds, re.M) == [
        "a supply that is not a COTS item and is acquired outside the United States",
        "a supply that is bulk cargo and is acquired outside the United States",
        "a service that is performed outside the United States",
        "construction or research that counts as services and is performed outside the United States",
    ]


def test_a_card_loads_no_engine_and_answers_at_once() -> None:
    code = (
        "import sys\nfrom buyfair.cards.rules import rule_card, rules_index\n"
        "rules_index(None, 100)\nrule_card('TIP-04', None, 100)\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    took, said = least_work([sys.executable, "-c", code], {**os.environ, "PYTHONPATH": str(ROOT / "src")}, 0.6)
    assert said == "[]\n" and took <= 0.6


def test_the_page_of_what_is_known_names_every_amount_and_every_adoption_day() -> None:
    text = documents()["method/knowledge.md"]
    for amount in catalogue.amounts().values():
        for version in amount.versions:
            cells = (f"`{amount.name}`", amount.title, version.first, cards.money(version), MARKS[version.mark])
            assert f"| {' | '.join(map(str, cells))} |" in text
    for (agency, part), day in catalogue.regimes().adopted.items():
        assert f"| {agency} | {part} | {day} |" in text
