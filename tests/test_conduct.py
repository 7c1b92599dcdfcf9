"""The code of conduct: every clause is whole, applies where its table says, fits in ten minutes, and promises nothing false."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from buyfair import catalogue
from buyfair.cards.conduct import HARM_WORDS, NOT_LAW, TIER_NAMES, clause_text, code_text, conduct_page, times
from buyfair.cards.conduct_for import conduct_for_text
from buyfair.cli import main
from buyfair.conduct import as_document, clause_document, code_document, conduct_for
from buyfair.judge.amounts import RECALLED
from buyfair.judge.facts import Interval, Purchase
from buyfair.judge.seen import Setting
from buyfair.knowledge.conduct import NO_HOOK, TIERS, Clause, _checked, clause, clause_of, clauses, code
from buyfair.knowledge.conduct.applies import FITS
from buyfair.knowledge.conduct.flow_down import (
    BLANKS,
    DISCRETION,
    LIMIT,
    PRIVATE,
    REQUIRED,
    WAIVER,
    authorities,
    variant_of,
    variants,
)
from buyfair.terms import bundled
from buyfair.terms.answer import Answer
from buyfair.terms.harm import AS_CONDUCT, CONDUCT_HARMS, LEADING, ConductHarm, Harm
from case_tables import Case, cases, paths
from processor import least_work
from test_rule_cases import told_by

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 6, 1)
WORDS_AT_MOST = 2750
"""Some ten minutes for a person who reads at an ordinary pace."""
CASES = cases("conduct")
RECRUITERS = "workforce.recruiters"
HEAVY = ("ibis", "duckdb", "django", "pyarrow", "jinja2")
FULL = {"agency": "civilian", "method": "open", "tier": 0, "set_aside": "none", "sol_date": date(2024, 3, 1)}

each_clause = pytest.mark.parametrize("c", clauses(), ids=lambda c: c.id)


# The tables


def told_of(case: Case) -> dict[str, Any]:
    """The row as a facts file; recruiters are a list, `none` a closed and empty one, `open` an open and empty one."""
    said = case.cells.get(RECRUITERS, "?")
    cells = {"lines": "?", **{k: v for k, v in case.cells.items() if k != RECRUITERS}}
    told = told_by(Case(case.file, case.name, cells))
    if said != "?":
        told.setdefault("workforce", {})["recruiters"] = {"none": [], "open": ["?"]}.get(said, said.split(", "))
    return told


def answers(told: dict[str, Any]) -> dict[str, Answer]:
    """Each clause, part and text with its answer."""
    found = conduct_for(told, DAY)
    parts = {f"{c.clause.id}.{p.id}": seen.answer for c in found.clauses for p, seen in c.parts}
    whole = {c.clause.id: c.seen.answer for c in found.clauses}
    return {**whole, **parts, **{v.variant.id: v.seen.answer for v in found.variants}}


@pytest.mark.parametrize("case", CASES, ids=[f"{c.file}: {c.name}" for c in CASES])
def test_a_clause_or_a_text_applies_or_not_or_cannot_be_told(case: Case) -> None:
    assert answers(told_of(case))[case["row"]] == case["binds"]


def test_every_clause_part_and_text_has_a_yes_a_no_and_an_unknown_in_its_own_table() -> None:
    held: dict[str, set[str]] = {}
    for case in CASES:
        assert case["row"].split(".")[0] == case.file.rsplit("/", 1)[1], "its table mirrors its file"
        held.setdefault(case["row"], set()).add(case["binds"])
    assert held == {row: {"yes", "no", "unknown"} for row in answers({})}
    assert len(paths("conduct")) == len(clauses()) + len(variants())


# The harms and the clauses


def test_the_list_of_harms_is_closed_and_every_one_has_a_clause() -> None:
    assert [h.value for h in LEADING] == [
        "excessive_hours", "harsh_conditions", "health_and_safety", "child_labor", "debt_bondage", "forced_labor",
    ]  # fmt: skip
    assert {*CONDUCT_HARMS, ConductHarm.SOMETHING_ELSE} == set(ConductHarm) == set(HARM_WORDS)
    assert {h for c in clauses() for h in c.harms} == set(CONDUCT_HARMS)
    assert [c.harms[0] for c in clauses() if c.harms] == list(CONDUCT_HARMS), "the six lead"
    assert clauses()[-1].id == "how_it_is_kept"
    assert set(AS_CONDUCT) == set(Harm)
    with pytest.raises(ValueError, match="noise"):
        clause_of("noise", {**entry("discrimination"), "harms": ["noise"]})


def entry(name: str) -> dict[str, Any]:
    """A file of a clause as it stands."""
    return bundled.card("buyfair.knowledge.conduct", f"{name}.toml")


@each_clause
def test_a_clause_says_what_who_evidence_remedy_and_the_buyers_own_duty(c: Clause) -> None:
    assert all((c.floor, c.evidence, c.remedy, c.buyer, c.officer, c.small_firm, c.means_not, c.inside_us))
    assert re.search(r"\b(FAR|USC)\b", c.officer), "what an officer can do rests on a text"
    assert all(type(x.days) is int and x.days > 0 and x.reason.endswith(".") for x in c.limits)
    assert all(not p.text.count("  ") and p.text.endswith(".") for p in c.parts)


def test_no_two_clauses_say_the_same() -> None:
    for said in ("title", "floor", "evidence", "remedy", "buyer", "officer", "small_firm", "means_not"):
        assert len({getattr(c, said) for c in clauses()}) == len(clauses()), said
    assert max(Counter(p.id for c in clauses() for p in c.parts).values()) == 1


def test_a_clause_that_is_not_whole_is_refused() -> None:
    whole = entry("wages_withheld")
    for broken, says in (
        ({k: v for k, v in whole.items() if k != "remedy"}, "lacks remedy"),
        ({**whole, "noise": 1}, "which nothing reads"),
        ({**whole, "law": {**whole["law"], "prime": {"level": "direct", "noise": 1}}}, "which nothing reads"),
    ):
        with pytest.raises(ValueError, match=says):
            clause_of("wages_withheld", broken)
    for broken, says in (
        ({**whole, "tiers": {"prime": "Pays."}}, "at every tier"),
        ({**whole, "law": {"prime": {"level": "none"}}}, "what the law asks"),
        ({**whole, "applies": "never"}, "by a word"),
        ({**whole, "floor": "Pay"}, "without its end"),
        ({**whole, "grave": []}, "nothing grave"),
        ({**whole, "limit": []}, "sets no time"),
        ({**whole, "limit": [{"days": 0, "what": "x", "reason": "x"}]}, "no whole number"),
        ({**whole, "instrument": []}, "rests on nothing"),
        ({**whole, "instrument": [{"cites": "x", "says": "x", "mark": "heard", "source": "x"}]}, "no known way"),
        ({**whole, "instrument": [{"cites": "x", "says": "x", "mark": "read", "source": "x"}]}, "without a day"),
        ({**whole, "law": {**whole["law"], "prime": {"level": "strong"}}}, "no known reach"),
        ({**whole, "law": {**whole["law"], "prime": {"level": "direct"}}}, "names nothing"),
        ({**whole, "gap": "small"}, "measures its gap"),
    ):
        with pytest.raises(ValueError, match=says):
            _checked(clause_of("wages_withheld", broken))


def test_floors_that_a_person_can_check_stand_as_numbers() -> None:
    floors = {c.id: c.floor for c in clauses()}
    for number in ("48 hours", "at most 12", "24 hours of rest"):
        assert number in floors["excessive_hours"]
    assert "below 15" in floors["child_labor"] and "under 18" in floors["child_labor"]
    assert "never above 30 days" in floors["forced_labor"]
    assert "at least a quarter more" in floors["wages_withheld"]


def test_the_whole_code_is_read_in_ten_minutes() -> None:
    said = [text for part in code()["part"] for text in part.values()]
    for c in clauses():
        said += [c.title, c.floor, *c.tiers.values(), c.buyer, c.small_firm, c.evidence, *c.grave, c.remedy]
        said += [*(p.text for p in c.parts), times(c)]
    shown = " ".join(code_text(120).split())
    assert [text for text in said if text not in shown] == []
    assert sum(len(text.split()) for text in said) <= WORDS_AT_MOST


PERSON = re.compile(
    r"\b(names? of|list of) (the )?(workers? who|complainants?|those who) (spoke|complained|reported)", re.I
)


@each_clause
def test_no_record_asks_for_who_spoke(c: Clause) -> None:
    assert not PERSON.search(" ".join((c.evidence, *c.tiers.values(), c.small_firm)))
    if re.search(r"\ball workers\b", c.evidence):
        assert re.search(r"by number|in totals|without names|private", c.evidence), c.evidence
    assert PERSON.search("a list of workers who complained")


def test_remedy_goes_to_the_worker_first_and_the_workers_side_confirms() -> None:
    parts = {p["title"]: p["text"] for p in code()["part"]}
    assert parts["What comes first"].startswith("Remedy for the worker")
    assert "neither chose nor pays" in parts["Who confirms"]
    assert "where a State imposes the labor, leaving is the remedy" in parts["What comes first"]
    assert "no money and no time beyond the contract" in parts["Whom it binds"]


# What the law asks already


def test_every_row_that_a_hook_names_is_held() -> None:
    held = {r.row for r in (*catalogue.rules(), *catalogue.notes())}
    named = {row for c in clauses() for hook in c.law.values() for row in hook.rows}
    assert named <= held
    assert {row.split("-")[0] for row in named} >= {"TIP", "CL", "RS", "XU"}


def test_the_table_says_where_the_law_does_not_reach() -> None:
    none = {c.id: [tier for tier, hook in c.law.items() if hook.level == NO_HOOK] for c in clauses()}
    assert none["discrimination"] == list(TIERS)
    assert none["excessive_hours"] == list(TIERS[1:])
    assert none["debt_bondage"] == none["forced_labor"] == []
    assert {c.id for c in clauses() if c.gap == "large"} >= {"excessive_hours", "harsh_conditions", "health_and_safety"}
    page = conduct_page()
    for c in clauses()[:-1]:
        assert f"| `{c.id}` |" in page
    assert "[TIP-12](TIP-12.md)" in page and "XU-01" in page


# The texts


@pytest.mark.parametrize("v", variants(), ids=lambda v: v.id)
def test_a_text_rests_on_an_authority_and_knows_its_bounds(v: Any) -> None:
    standings = {w.kind: w.standing for w in v.wordings}
    for w in v.wordings:
        assert set(re.findall(r"\{(\w+)\}", w.text)) <= set(BLANKS)
        assert "shall" not in w.text.split(), "must or does; an ambiguous shall is none of ours"
        assert any(a.kind == w.standing for a in w.authorities)
        if w.kind == "contract term":
            assert "standing_clause" in {a.id for a in w.authorities}, "a term used again and again is a regulation"
            assert re.search(r"Nothing here changes FAR 52\.222-50|FAR 52\.222-50, its plan, .* come first", w.text)
    assert standings.get("flow-down term", PRIVATE) == PRIVATE
    assert v.id in ("commercial", "cots") or standings["contract term"] == DISCRETION


def test_commercial_buys_get_no_term_without_a_waiver_and_off_the_shelf_none_at_all() -> None:
    of = {v.id: {w.kind: w for w in v.wordings} for v in variants()}
    assert of["commercial"]["contract term"].standing == WAIVER
    assert not of["commercial"]["contract term"].by_default
    assert of["commercial"]["evaluation criterion"].by_default
    assert set(of["cots"]) == {"reminder", "voluntary statement"}
    assert of["cots"]["reminder"].standing == REQUIRED
    assert "customary" in authorities()["commercial_terms"].says


def test_work_in_the_united_states_adds_nothing_on_organizing() -> None:
    for v in variants():
        at_home = v.id in ("supply", "service_at_home", "construction")
        if at_home:
            term = next(w for w in v.wordings if w.kind == "contract term")
            assert "organizing and bargaining" in term.text and "labor_relations" in {a.id for a in term.authorities}


def test_an_authority_that_was_not_read_says_so() -> None:
    assert {a.id for a in authorities().values() if a.mark == RECALLED} == {"asking_and_keeping"}
    assert {a.kind for a in authorities().values()} == {REQUIRED, DISCRETION, PRIVATE, WAIVER, LIMIT}
    used = {a.id for v in variants() for w in v.wordings for a in w.authorities}
    assert set(authorities()) - used == {"deviation"}, "what only the page explains"


def test_a_text_without_its_ground_is_refused() -> None:
    item = {"kind": "contract term", "standing": "discretion", "authorities": ["between_firms"], "text": "x"}
    for broken, says in (
        ({"title": "x", "fits": "supply", "why": "x", "item": [item]}, "rests on no authority"),
        ({"title": "x", "fits": "noise", "why": "x", "item": []}, "no word"),
        ({"title": "x", "fits": "supply", "why": "x", "item": [], "noise": 1}, "nothing reads"),
    ):
        with pytest.raises(ValueError, match=says):
            variant_of("x", broken)


def test_a_line_that_is_told_fits_exactly_one_text() -> None:
    flags = ("cots", "bulk_cargo", "commercial", "performed_outside_us")
    for item in ("supply", "service", "research", "construction"):
        for told in product((True, False), repeat=len(flags)):
            at = Setting(Purchase({}, ({"item": item, **dict(zip(flags, told, strict=True))},)), {}, line=0)
            fit = [word for word, condition in FITS.items() if condition.weigh(at).answer is Answer.YES]
            assert len(fit) == 1, (item, told, fit)


def test_one_more_fact_turns_only_unknown_into_yes_or_no() -> None:
    facts = [("method", "open"), ("method", "sf44"), ("tier", 1), ("set_aside", "small business"), ("line", "cots", True),
             ("line", "commercial", False), ("line", "performed_outside_us", True), ("line", "bulk_cargo", False)]  # fmt: skip
    for item in ("supply", "service", "construction"):
        before = answers({"lines": [{"item": item}]})
        for fact in facts:
            line = {"item": item, **({fact[1]: fact[2]} if fact[0] == "line" else {})}
            after = answers({"lines": [line], **({fact[0]: fact[1]} if fact[0] != "line" else {})})
            assert all(after[row] is answer for row, answer in before.items() if answer is not Answer.UNKNOWN), fact


# One purchase


@cache
def of_sample() -> dict[str, Any]:
    done = CliRunner().invoke(main, ["conduct", "--for", str(sample()), "--day", "2026-06-01", "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def sample() -> Path:
    return ROOT / "src/buyfair/samples/purchase_sample.toml"


def test_one_purchase_gets_its_clauses_its_text_and_the_facts_to_find_out() -> None:
    found = of_sample()
    assert {c["answer"] for c in found["clauses"]} == {"yes"} and len(found["clauses"]) == len(clauses())
    fit = {v["id"]: v for v in found["flow_down"]}
    assert {k: (v["answer"], v["lines"]) for k, v in fit.items()} == {
        "supply": ("yes", [1]), "commercial": ("unknown", [3]), "cots": ("yes", [2]), "service_abroad": ("unknown", [3]),
        "service_at_home": ("unknown", [3]), "construction": ("no", []),
    }  # fmt: skip
    assert all(v["texts"] for v in fit.values() if v["answer"] == "yes")
    assert not any(v["texts"] for v in fit.values() if v["answer"] != "yes"), "no text before it is known to fit"
    assert found["missing"] == [
        "workforce.housing_provided", "set_aside", "lines[3].performed_outside_us", "lines[3].commercial",
    ]  # fmt: skip
    assert "garments" in fit["supply"]["texts"][0]["text"]
    assert not any("{" in t["text"] for v in fit.values() for t in v["texts"]), (
        "a blank is filled or says that it is open"
    )
    named = {c["id"]: c["named_by_lists"] for c in found["clauses"]}
    assert named["child_labor"] and named["forced_labor"] and not named["discrimination"]


def test_what_the_law_asks_of_this_purchase_is_that_of_the_duties() -> None:
    done = CliRunner().invoke(main, ["duties", str(sample()), "--day", "2026-06-01", "--json", "--all"])
    duties = {d["id"]: d["answer"] for d in json.loads(done.stdout)["duties"]}
    for c in of_sample()["clauses"]:
        assert all(duties[law["id"]] == law["answer"] for law in c["law"])
        own = clause(c["id"])
        assert own is not None
        rows = {row for hook in own.law.values() for row in hook.rows}
        assert {law["id"] for law in c["law"]} == rows


def test_nothing_told_leaves_every_answer_open_and_says_what_to_ask() -> None:
    found = as_document(conduct_for({}, DAY))
    assert {c["answer"] for c in found["clauses"]} | {v["answer"] for v in found["flow_down"]} == {"unknown"}
    assert {"lines", "method", "tier", "set_aside"} <= set(found["missing"]) and found["missing"][0] == "lines"
    assert found["small"] == "unknown" and all(c["small_firm"] for c in found["clauses"])
    text = conduct_for_text(conduct_for({}, DAY), 100)
    assert "cannot be told" in text and "How many line items" in text


def text_of(**told: Any) -> str:
    return " ".join(conduct_for_text(conduct_for({**FULL, **told}, DAY), 110).split())


def test_a_blank_whose_fact_is_not_told_stays_open_visibly() -> None:
    text = text_of(lines=[{"item": "supply", "cots": False, "commercial": False}])
    assert "[not told: lines[1].good]" in text
    text = text_of(lines=[{"item": "construction"}])
    assert "[not told: lines[1].performed_outside_us]" in text
    lines = [{"item": "construction", "performed_outside_us": True}, {"item": "construction"}]
    assert "at [not told: lines[2].performed_outside_us]" in text_of(lines=lines)
    lines[1]["performed_outside_us"] = False
    assert "in the United States and outside it" in text_of(lines=lines)
    assert "product code 8405" in text_of(lines=[{"psc": "8405", "cots": False, "commercial": False}])


def test_a_blank_that_waits_for_a_fact_is_asked() -> None:
    line = {"item": "supply", "cots": False, "commercial": False}
    assert "lines[1].good" in conduct_for({**FULL, "lines": [line]}, DAY).missing
    assert "lines[1].good" not in conduct_for({**FULL, "lines": [{**line, "psc": "8405"}]}, DAY).missing
    building = {"item": "construction"}
    assert conduct_for({**FULL, "lines": [building]}, DAY).missing.count("lines[1].performed_outside_us") == 1


def test_a_subcontract_gets_texts_between_firms_only() -> None:
    line = {"item": "supply", "good": "garments", "cots": False, "commercial": False}
    text = text_of(tier=1, lines=[line])
    assert "FLOW-DOWN TERM" in text and "CONTRACT TERM" not in text and "EVALUATION CRITERION" not in text
    assert "What the buyer of this subcontract does" in text and "contracting officer does" not in text
    assert "Prime contractor:" not in text and "a supplier of a first-tier subcontractor" in text
    assert "a supplier below the first tier" in text_of(tier=4, lines=[line])
    prime = text_of(lines=[line])
    assert "What the contracting officer does" in prime and "buyer of this subcontract" not in prime


def test_a_small_firm_is_compared_and_never_passed_or_failed() -> None:
    line = {"item": "supply", "good": "garments", "cots": False, "commercial": False}
    small = text_of(set_aside="small business", lines=[line])
    assert "Small Business Administration" in small and "Small firm:" in small
    assert "mall firm:" not in text_of(lines=[line])
    assert "mall firm:" not in text_of(set_aside=False, lines=[line])


def test_a_purchase_on_the_spot_or_of_an_exchange_is_told_its_bounds() -> None:
    text = text_of(method="card_micro", lines=[{"item": "supply", "cots": True, "good": "garments"}])
    assert "No clause applies" in text and "on the spot" in text and "Text to paste" not in text
    assert conduct_for({"method": "sf44"}, DAY).missing == (), "nothing would change it"
    assert "stands outside the FAR" in text_of(agency="exchange_or_commissary")


def test_an_untold_origin_of_a_listed_good_is_asked_and_hides_nothing() -> None:
    line = {"item": "supply", "good": "garments", "cots": False, "commercial": False}
    assert "lines[1].origin" in conduct_for({**FULL, "lines": [line]}, DAY).missing
    assert "lines[1].origin" in conduct_for({**FULL, "lines": [{**line, "origin": ["BGD", "?"]}]}, DAY).missing
    told = conduct_for({**FULL, "lines": [{**line, "origin": ["BGD"]}]}, DAY)
    assert "lines[1].origin" not in told.missing
    assert next(c for c in told.clauses if c.clause.id == "forced_labor").named_by_lists


def test_agents_are_left_out_only_where_workers_are_local_and_hired_directly() -> None:
    local = {"migrant": False, "relocation": False, "recruiters": []}
    assert conduct_for({**FULL, "workforce": local}, DAY).tiers == TIERS[:3]
    assert conduct_for(FULL, DAY).tiers == TIERS
    assert conduct_for({**FULL, "tier": 1}, DAY).tiers == TIERS[1:]
    assert conduct_for({**FULL, "tier": 1}, DAY).purchase.told["tier"] == Interval(1, 1)  # type: ignore[arg-type]


# The doors


@pytest.mark.parametrize("width", [40, 72, 100, 120, 300])
def test_every_door_keeps_its_width(width: int) -> None:
    of = conduct_for({**FULL, "lines": [{"item": "service", "performed_outside_us": True, "commercial": False}]}, DAY)
    most = max(72, min(120, width))
    for text in (code_text(width), clause_text("debt_bondage", width), conduct_for_text(of, width)):
        assert max(len(line) for line in text.splitlines()) <= most
        assert " ".join(text.split()).endswith(NOT_LAW)


@each_clause
def test_a_card_shows_all_that_a_clause_says(c: Clause) -> None:
    shown = " ".join(clause_text(c.id.replace("_", "-").upper(), 120).split())
    said = [c.title, c.floor, *c.tiers.values(), c.buyer, c.officer, c.evidence, *c.grave, c.remedy, c.inside_us,
            c.means_not, *(s.says for s in c.instruments), *(x.reason for x in c.limits), *TIER_NAMES.values()]  # fmt: skip
    assert [text for text in said if text not in shown] == []
    assert clause_document(c)["id"] == c.id == clause(c.id).id  # type: ignore[union-attr]


def test_the_whole_code_is_one_json_document() -> None:
    done = CliRunner().invoke(main, ["conduct", "--json"])
    assert json.loads(done.stdout) == json.loads(json.dumps(code_document()))
    done = CliRunner().invoke(main, ["conduct", "wages_withheld", "--json"])
    assert json.loads(done.stdout)["harms"] == ["wages_withheld"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (
            ["conduct", "debt"],
            1,
            '"debt" is no clause; expected a clause such as debt_bondage; the nearest is debt_bondage.',
        ),
        (["conduct", "--for", "nowhere.toml"], 1, "cannot be found"),
        (["conduct", "wages_withheld", "--for", "x.toml"], 2, "not both"),
        (["conduct", "--day", "2026-01-01"], 2, "--day goes with --for"),
    ],
)
def test_a_wrong_call_gets_one_sentence(arguments: list[str], status: int, says: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == status and says in done.output


def test_a_wrong_fact_is_refused_by_its_key(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('method = "opn"\n', "utf-8")
    done = CliRunner().invoke(main, ["conduct", "--for", str(file)])
    assert done.exit_code == 1 and 'method is "opn"' in done.output and 'nearest is "open"' in done.output


def test_it_answers_at_once_without_the_heavy_libraries() -> None:
    code_run = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from buyfair.intake.facts_file import read_facts\nfrom buyfair.conduct import conduct_for\n"
        "from buyfair.cards.conduct_for import conduct_for_text\n"
        f"text = conduct_for_text(conduct_for(read_facts(Path({str(sample())!r})), date(2026, 6, 1)), 100)\n"
        "assert 'Text to paste' in text\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    took, said = least_work([sys.executable, "-c", code_run], env, 0.6)
    assert said == "[]\n" and took <= 0.6
