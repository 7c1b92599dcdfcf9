"""Every row of every case table comes out as a person expected it, by the code that a portfolio runs through."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from asked import action, engine_of
from buyfair import catalogue
from buyfair.columns.embedded import Embedded
from buyfair.feed_facts import facts_of_awards, purchase_of
from buyfair.judge.facts import Purchase
from buyfair.judgement import judge_actions, judge_lines
from buyfair.knowledge import file_evidence
from buyfair.knowledge.agencies import kind as buyer_kind
from buyfair.knowledge.countries import country
from buyfair.knowledge.goods import good_named, official_names
from buyfair.knowledge.goods.priority import sectors_of
from buyfair.knowledge.materials import material_named
from buyfair.knowledge.naics import fit
from buyfair.knowledge.name_words import vocabulary
from buyfair.knowledge.psc_goods import bridge, kind
from buyfair.knowledge.sectors import ManualWork, sectors
from buyfair.knowledge.states import district, state
from buyfair.knowledge.tiers import tier
from buyfair.records.lines import ACTIONS
from buyfair.screen.leads import LEAST, compare
from buyfair.screen.names import readings
from buyfair.spot.evidence import LACKING, THERE, mentions
from buyfair.spot.sentences import sentences
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document, WrittenLine
from buyfair.terms.exposure import POSSIBLE_INPUT, POSSIBLE_PLACE
from case_tables import CASES, Case, cases, paths, table
from made_plans import answered

ABROAD = "sectors/labor_services_abroad"
SERVICE_KINDS = "psc_goods/services"
INDUSTRIES = "naics/fits"
WITH_COLUMNS = {
    "goods": {"case", "good", "origin", "listed"},
    "psc_goods": {"case", "psc", "description", "origin", "sector", "good", "exposure"},
    "lists": {"case", "day", "listed"},
    "countries": {"case", "spelled", "country", "inside_us"},
    "states": {"case", "state told", "district told", "state", "district"},
    "sectors": {"case", "psc", "performed_in", "in_sector"},
    "amounts": {"case", "day", "value"},
    "clauses": {"case", "clause", "alternate", "printed", "solicited", "regime", "due", "stands"},
    "file_evidence": {"case", "sentence", "there"},
    "regimes": {"case", "agency", "part", "day", "regime"},
    "priority": {"case", "good", "day", "sectors", "belongs"},
    "naics": {"case", "psc", "code_sector", "naics", "description", "fits", "sector"},
    "tiers": {"case", "country", "year", "may_be", "known"},
    "materials": {"case", "said", "name"},
    "name_words": {"case", "asked", "listed", "lead"},
    "questions": {"case", "good", "country", "question", "fits"},
    "agencies": {"case", "code", "name", "kind"},
    "plans": {"case", "told", "heading", "sentence", "asks", "answer"},
    "precedents": {"case", "precedent", "enacted", "last_step", "days"},
    "proxies": {"case", "fact", "psc", "origin", "made", "performed_in", "commercial", "told"},
}
MAY_HAVE_COLUMNS = {"psc_goods": {"naics"}, "sectors": {"description"}, "lists": {"good", "country", "party"}}
RULES = "rules"
OF_THEIR_OWN = {
    "conduct": {"case", "row", "method", "binds"},
    "package": {"case", "row", "day", "agency", "method", "regime", "uses_at", "lines", "stands"},
    "indicators": {"case", "answer"},
    "reforms": {"case", "day", "lines", "before", "after"},
    "weights": {"case", "at_least", "points"},
}
"""Their tables have these columns, and those that the indicator or the factor asks; tests of their own run them."""
EVERY_RULE_ASKS = {"case", "row", "day", "lines", "binds"}
"""A table of rules has these columns, and one more per fact that its rules ask."""


def every(*names: str) -> Callable[[Callable[[Case], None]], Callable[[Case], None]]:
    """One test per row, named as the row."""
    held = cases(*names)
    return pytest.mark.parametrize("case", held, ids=[f"{c.file}: {c.name}" for c in held])


BRIDGED = [c for c in cases("psc_goods") if c.file != SERVICE_KINDS]


@cache
def judged() -> dict[tuple[str, str], dict[str, object]]:
    """All rows that name a product code, judged in one pass by the engine that judges portfolios."""
    wanted = BRIDGED + cases(ABROAD) + cases(INDUSTRIES)
    rows = []
    for number, case in enumerate(wanted, start=1):
        given = dict.fromkeys(ACTIONS.names()) | {
            "line_id": f"{number:05d}",
            "award_id": f"{number:05d}",
            "source_file": case.file,
            "source_record": number,
            "action_date": date(2025, 6, 30),
            "dollars_obligated": Decimal("100.00"),
            "psc": case.told("psc"),
            "naics": case.told("naics") if "naics" in case.cells else None,
            "description": case.told("description") if "description" in case.cells else None,
        }
        place = ("performance_country", "performed_in") if case.file == ABROAD else ("origin_country", "origin")
        given |= {place[0]: case.told(place[1])} if place[1] in case.cells else {}
        rows.append(tuple(given.values()))
    with tempfile.TemporaryDirectory() as folder:
        engine = Embedded(Path(folder))
        try:
            columns = {column.name: column.kind for column in ACTIONS.columns}
            lines = engine.rows(judge_actions(engine, engine.values("actions", columns, rows)).lines)
        finally:
            engine.close()
    found = {str(line["line_id"]): line for line in lines}
    assert len(lines) == len(wanted), "a line was lost or doubled"
    return {(case.file, case.name): found[f"{number:05d}"] for number, case in enumerate(wanted, start=1)}


@pytest.mark.parametrize("path", paths(), ids=lambda p: p.relative_to(CASES).as_posix())
def test_a_table_opens_with_a_sentence_and_names_each_case_once(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.strip() and not first.startswith(("|", "#"))
    rows = table(path)
    names = [case.name for case in rows]
    assert len(set(names)) == len(names)
    folder, columns = rows[0].file.split("/")[0], set(rows[0].cells)
    if folder == RULES:
        assert columns >= EVERY_RULE_ASKS
    elif folder in OF_THEIR_OWN:
        assert columns >= OF_THEIR_OWN[folder]
    elif rows[0].file != SERVICE_KINDS:
        assert columns - WITH_COLUMNS[folder] <= MAY_HAVE_COLUMNS.get(folder, set())
        assert columns >= WITH_COLUMNS[folder]
    assert all(cell or column == "description" for case in rows for column, cell in case.cells.items())


@every("goods")
def test_a_good_is_on_a_list_or_not(case: Case) -> None:
    good = good_named(case["good"])
    assert good is not None, "no good has this name or alias"
    origin = case.told("origin")
    if origin is None:
        listed = None if catalogue.somewhere_listed(good.name) else False
    else:
        listed = catalogue.is_listed(good.name, origin)
    assert answer(listed) == case["listed"]


def answer(told: bool | None) -> Answer:
    """The answer that a three-valued truth is."""
    return Answer.UNKNOWN if told is None else Answer.YES if told else Answer.NO


@pytest.mark.parametrize("case", BRIDGED, ids=[f"{c.file}: {c.name}" for c in BRIDGED])
def test_a_line_gets_the_sector_good_and_class_that_its_case_expects(case: Case) -> None:
    line = judged()[(case.file, case.name)]
    exposure = "possible" if line["exposure"] in (POSSIBLE_PLACE, POSSIBLE_INPUT) else line["exposure"]
    assert (line["sector"] or "-", line["good"] or "-", exposure) == (case["sector"], case["good"], case["exposure"]), (
        f"{line['strength']} by {line['classified_by']}: {line['exposure_reason']}"
    )


@every(SERVICE_KINDS)
def test_a_service_code_says_what_is_bought(case: Case) -> None:
    found = kind(case["psc"])
    assert found is not None
    assert (found.item, found.contains_goods) == (case["kind"], case["contains_goods"])


@every(ABROAD)
def test_manual_work_abroad_is_a_sector_of_its_own(case: Case) -> None:
    line = judged()[(case.file, case.name)]
    inside = line["sector"] == "labor_services_abroad"
    could_be = case.told("performed_in") is None and manual(case["psc"], case["description"])
    assert answer(None if could_be else inside) == case["in_sector"]
    assert not (could_be and inside), "a place that is not told puts no line into the sector"


def manual(psc: str, words: str) -> bool:
    """Whether the sector counts these words under this code when the work is done abroad."""
    held: dict[str, list[ManualWork]] = {}
    for work in sectors()["labor_services_abroad"].manual_work:
        held.setdefault(work.psc, []).append(work)
    stems = (psc, *(f"{psc[:length]}*" for length in range(len(psc) - 1, 0, -1)))
    rows = next((held[stem] for stem in stems if stem in held), [])
    return any(
        (not w.sharpen or re.search(w.sharpen, words)) and not (w.contradict and re.search(w.contradict, words))
        for w in rows
    )


@every(INDUSTRIES)
def test_codes_that_disagree_where_no_word_speaks_decide_nothing(case: Case) -> None:
    line, naics = judged()[(case.file, case.name)], case.told("naics")
    found = None if naics is None else fit(naics)
    assert answer(None if found is None else case["code_sector"] in found.sectors) == case["fits"]
    assert (line["sector"] or "-") == case["sector"]
    assert case["code_sector"] in {b.sector for b in bridge() if b.psc == case["psc"]}
    if case["sector"] == "-":
        assert (line["good"], line["strength"], line["classified_by"]) == (None, None, None)
        assert (line["exposure"], line["exposure_reason"]) == ("unknown", "codes_disagree")


@every("countries")
def test_a_spelling_is_read_as_its_country(case: Case) -> None:
    found = country(case["spelled"])
    assert ("unknown" if found is None else found.code) == case["country"]
    assert answer(None if found is None else found.inside_us) == case["inside_us"]


@every("states")
def test_a_state_and_a_district_are_read_in_one_way(case: Case) -> None:
    told = case.told("state told")
    assert state(told) == case.told("state")
    assert district(case.told("district told"), told) == case.told("district")


@every("agencies")
def test_a_buyer_buys_by_which_rules(case: Case) -> None:
    assert (buyer_kind(case.told("code"), case.told("name")) or "unknown") == case["kind"]


@cache
def told_by_records() -> dict[str, Purchase]:
    """Every row of the proxies' table as one award, through the engine that takes facts from a portfolio."""
    rows = [
        action(case.name, psc=case.told("psc"), origin_country=case.told("origin"), place_of_manufacture=case.told("made"),
               performance_country=case.told("performed_in"), modification="0",
               commercial={"yes": True, "no": False}.get(case["commercial"]))
        for case in cases("proxies")
    ]  # fmt: skip
    with engine_of(rows) as (engine, _):
        facts = facts_of_awards(engine, judge_lines(engine, engine.table("actions")), "action")
        return {row["award_id"]: purchase_of(row) for row in engine.rows(facts)}


@every("proxies")
def test_a_record_tells_a_fact_or_not(case: Case) -> None:
    lines = told_by_records()[case.name].lines
    assert lines is not None and answer(lines[0].get(case["fact"])) == case["told"]


@every("lists")
def test_a_list_named_the_pair_or_the_party_on_the_day_or_not(case: Case) -> None:
    day, list_id = date.fromisoformat(case["day"]), case.file.split("/")[1]
    if "party" in case.cells:
        assert answer(catalogue.party_listed(case["party"], day, list_id)) == case["listed"]
        return
    good = official_names()[case["good"]]
    assert answer(catalogue.is_listed(good, case["country"], day, list_id)) == case["listed"]
    if case["listed"] == Answer.YES:
        assert catalogue.is_listed(good, case["country"], day) is True, "one list is enough"


@every("priority")
def test_a_good_belongs_to_a_priority_sector_or_not(case: Case) -> None:
    found = sectors_of(case["good"], date.fromisoformat(case["day"]))
    assert answer(None if found is None else bool(found)) == case["belongs"]
    assert ("; ".join(b.sector.name for b in found or ()) or "-") == case["sectors"]


@every("materials")
def test_a_material_has_our_name_however_people_write_it(case: Case) -> None:
    assert material_named(case["said"]) == case["name"]


@every("name_words")
def test_two_names_are_near_enough_that_a_person_should_look_or_not(case: Case) -> None:
    found = compare(case["asked"], case["listed"], vocabulary())
    told = bool(readings(case["asked"], vocabulary()))
    assert (("yes" if found.score >= LEAST else "no") if told else "unknown") == case["lead"], found.why


@every("tiers")
def test_a_report_put_a_country_on_a_tier_or_nobody_here_knows(case: Case) -> None:
    found = tier(case["country"], int(case["year"]))
    assert (" or ".join(found.may_be) or "?") == case["may_be"]
    assert answer(None if not found.may_be else found.tier is not None) == case["known"]
    assert bool(found.reason) is (found.tier is None)


@every("file_evidence")
def test_a_sentence_of_a_contract_file_says_a_paper_is_there_or_not(case: Case) -> None:
    said = Document("made up", "", (WrittenLine(case["sentence"], 1),))
    own = {thing.id for thing in file_evidence.subjects()[case.file.split("/")[1]]}
    found = mentions(sentences(said), file_evidence.things(), file_evidence.stances())
    stances = {m.stance for m in found if m.thing in own}
    answered = "no" if LACKING in stances else "yes" if THERE in stances else "unknown"
    assert answered == case["there"], [(m.thing, m.stance) for m in found]
@every("plans")
def test_a_sentence_of_a_plan_says_a_thing_or_not(case: Case) -> None:
    part = case.file.split("/")[1]
    found = answered(part, case.told("told"), case["heading"], case["sentence"], case["asks"])
    assert found == case["answer"], case["sentence"]
