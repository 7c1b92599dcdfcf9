"""All knowledge that exists keeps the promises that make it usable without touching an engine, and has its case table."""

from __future__ import annotations

import ast
import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

import buyfair
from buyfair import catalogue
from buyfair.knowledge import amounts as amounts_folder
from buyfair.knowledge import clauses as clauses_folder
from buyfair.knowledge import file_evidence, psc, psc_goods, spending
from buyfair.knowledge import goods as goods_folder
from buyfair.knowledge import lists as lists_folder
from buyfair.knowledge import sectors as sectors_folder
from buyfair.knowledge.conduct import clauses
from buyfair.knowledge.conduct.flow_down import variants
from buyfair.knowledge.countries import countries, country, country_coded, plain
from buyfair.knowledge.goods import Good, good_named, goods, official_names, reach
from buyfair.knowledge.lists import dol_eo13126, dol_tvpra
from buyfair.knowledge.lists.dol_eo13126.read import read as read_eo13126
from buyfair.knowledge.lists.dol_tvpra.read import Row
from buyfair.knowledge.lists.dol_tvpra.read import read as read_tvpra
from buyfair.knowledge.plans import parts as plan_parts
from buyfair.knowledge.psc.read import read as read_psc
from buyfair.knowledge.psc_goods import ITEM, bridge, kind
from buyfair.knowledge.questions import questions
from buyfair.knowledge.sectors import sectors
from buyfair.knowledge.spending.read import read as read_spending
from buyfair.knowledge.weights import factors, severities
from buyfair.measure.readings import AWARD_WORDS, GATHERED
from buyfair.records.exposures import AWARDS
from buyfair.terms import bundled
from buyfair.terms.exposure import DEPTHS, SECTORS, STAGES, STRENGTHS
from buyfair.terms.harm import Harm
from case_tables import CASES, paths, table

SOURCE = Path(buyfair.__file__).parent
KNOWLEDGE = SOURCE / "knowledge"
NAMES_NO_GOOD = ("none", "not_bridged", "not_goods")
THING_SECTORS = ("", "electronics", "minerals", "apparel", "food")


def code_of(spelling: str) -> str | None:
    """A country spelling as ISO alpha-3."""
    found = country(spelling)
    return None if found is None else found.code


def twice(values: Iterator[object]) -> list[object]:
    """The values that stand more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


# Goods


def family_cards() -> dict[str, dict[str, object]]:
    return {name: bundled.card(goods_folder.__name__, name) for name in bundled.names(goods_folder.__name__, ".toml")}


def test_every_name_and_alias_means_one_good() -> None:
    names = [good["name"] for card in family_cards().values() for good in card["good"]]
    assert twice(iter(names)) == []
    words = [w for good in goods().values() for w in (good.name, *good.aliases)]
    assert twice(iter(words)) == []
    assert [w for w in words if w != w.lower().strip()] == []
    assert all(good_named(f" {word.upper()} ") is not None for word in words if word.upper().lower() == word)
    assert good_named("unobtainium") is None


def test_every_official_spelling_means_one_good() -> None:
    assert twice(spelling for good in goods().values() for spelling in good.listed_as) == []


def official_spellings() -> set[str]:
    """Every spelling that any edition held of any list uses."""
    return {x.good for x in catalogue.all_listings()} | set(respelled())


def respelled() -> dict[str, str]:
    """Older spellings of the list of goods, each with the newest."""
    words: dict[str, str] = bundled.card(dol_tvpra.__name__, "list.toml")["respelled"]
    return words


def test_every_name_of_every_edition_is_a_good_and_every_known_one_is_official() -> None:
    assert set(official_names()) == official_spellings()
    assert all(official_names()[older] == official_names()[newer] for older, newer in respelled().items())


def test_every_official_spelling_is_found_by_whoever_says_it() -> None:
    for spelling, name in official_names().items():
        found = good_named(spelling)
        assert found is not None and found.name == name, spelling


def test_no_official_spelling_is_an_alias_of_another_good() -> None:
    words = {(w.lower(), g.name) for g in goods().values() for w in (g.name, *g.aliases, *g.listed_as)}
    assert twice(word for word, _ in words) == []


def test_every_good_goes_by_more_than_one_word() -> None:
    assert [g.name for g in goods().values() if not g.aliases] == []


def test_kinds_and_inputs_are_goods() -> None:
    named = {n for good in goods().values() for n in (*good.kinds, *(i.name for i in good.made_from))}
    assert named - set(goods()) == set()


def test_goods_use_the_closed_lists() -> None:
    for good in goods().values():
        assert good.sector in THING_SECTORS, good.name
        assert good.stage in STAGES, good.name
        assert all(i.depth in DEPTHS[1:] and i.source for i in good.made_from), good.name
    assert all(card["title"] and card["source"] for card in family_cards().values())


def below(good: Good) -> tuple[str, ...]:
    return tuple(i.name for i in good.made_from)


def circles(arrows: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names from which one comes back to the same name."""
    found = []
    for start in arrows:
        seen: set[str] = set()
        ahead = list(arrows[start])
        while ahead:
            at = ahead.pop()
            if at not in seen:
                seen.add(at)
                ahead += arrows[at]
        found += [start] if start in seen else []
    return found


def test_nothing_is_made_of_itself() -> None:
    assert circles({name: below(good) for name, good in goods().items()}) == []
    assert circles({name: good.kinds for name, good in goods().items()}) == []
    assert circles({"cloth": ("yarn",), "yarn": ("fibre",), "fibre": ("cloth",)}) == ["cloth", "yarn", "fibre"]


def test_a_chain_is_as_deep_as_its_deepest_step_and_the_least_deep_chain_counts() -> None:
    of = {(r.good, r.listed_good): r.depth for r in reach()}
    for r in reach():
        if r.relation != "input":
            continue
        steps = [
            max(of[(r.good, good.name)], i.depth, key=DEPTHS.index)
            for good in goods().values()
            for i in good.made_from
            if i.name == r.listed_good and (r.good, good.name) in of and not of[(r.good, good.name)] == i.depth == "trace"
        ]
        assert r.depth == min(steps, key=DEPTHS.index), r


def test_a_trace_input_is_reached_and_a_trace_of_a_trace_is_not() -> None:
    of = {(r.good, r.listed_good): r for r in reach()}
    for metal in ("tin", "tantalum ore (coltan)", "gold", "tungsten ore (wolframite)", "cobalt ore (heterogenite)", "mica"):
        assert of[("electronics", metal)].depth == "trace", metal
    assert of[("electronics", "copper ore")].depth == "main_material", "copper is also in the cables, deeper"
    assert ("electronics", "charcoal") not in of, "charcoal is a trace of the silicon that is a trace"


def test_a_good_that_a_list_names_for_its_inputs_says_what_it_is_made_of() -> None:
    listed = {official_names()[x.good] for x in catalogue.all_listings() if x.through_inputs}
    assert len(listed) > 20
    assert sorted(name for name in listed if not goods()[name].made_from) == []


def test_reach_follows_chains_and_holds_each_good_once() -> None:
    assert twice((r.good, r.listed_good) for r in reach()) == []
    of = {(r.good, r.listed_good): r for r in reach()}
    assert {name for name, _ in of} == set(goods())
    assert all(of[(name, name)].relation == "itself" and of[(name, name)].depth == "good" for name in goods())
    assert of[("garments", "cotton")].relation == "input"
    assert of[("garments", "cotton")].depth == "main_material"
    assert of[("garments", "garments cotton")].relation == "kind"
    assert all((r.relation == "input") is (r.depth != "good") for r in reach())


# The bridge


def is_group(psc: str) -> bool:
    """A group of codes: the beginning of its codes and a star; items of assortments are a group of their own."""
    return psc.endswith("*") and (len(psc) <= 4 or psc == f"{ITEM}*")


def one_of(code: str) -> str:
    """The code, or some code of the group; a star alone is every product code."""
    if code == f"{ITEM}*":
        return ITEM
    return next(c for c in sorted(psc.codes()) if c.startswith(code.rstrip("*"))) if is_group(code) else code


def test_every_bridge_row_is_whole() -> None:
    for row in bridge():
        where = (row.subject, row.psc, row.good)
        assert len(row.psc) == 4 or is_group(row.psc), where
        assert row.strength == "by_words" or not is_group(row.psc) or (row.strength == "not_goods" and row.sharpen), where
        assert row.strength in STRENGTHS, where
        assert row.sector in THING_SECTORS, where
        assert row.reason, where
        if row.good is None:
            assert row.strength in (*NAMES_NO_GOOD, "by_words") and row.depth == "", where
        else:
            assert row.good in goods(), where
            assert row.strength not in NAMES_NO_GOOD, where
            assert row.depth in DEPTHS, where
        assert row.sharpen or row.strength != "by_words", where


def test_every_bridge_table_has_the_one_head() -> None:
    head = ["psc", "good", "strength", "depth", "sector", "sharpen", "contradict", "reason"]
    for file in bundled.names(psc_goods.__name__, ".csv"):
        if file != psc_goods.SERVICES:
            rows = bundled.rows(psc_goods.__name__, file)
            assert list(rows[0]) in (head, [*head, "naics"]), file
            assert all(None not in row for row in rows), file


def test_no_code_is_bridged_in_two_tables_or_twice_by_one_row() -> None:
    subjects = {(row.psc, row.subject) for row in bridge()}
    assert twice(code for code, _ in subjects) == []
    assert twice((r.psc, r.good, r.strength, r.depth, r.sector, r.sharpen, r.naics) for r in bridge()) == []


def test_every_bridged_code_is_in_the_manual() -> None:
    assert sorted({row.psc for row in bridge() if psc.title(one_of(row.psc)) is None}) == [f"{ITEM}*"]


def test_a_bridged_code_says_what_kind_of_thing_is_bought() -> None:
    assert sorted({row.psc for row in bridge() if kind(one_of(row.psc)) is None}) == []
    with_goods = {one_of(row.psc) for row in bridge() if row.good is not None}
    assert sorted(code for code in with_goods if kind(code).contains_goods == "no") == []


def test_every_pattern_compiles_in_the_engine_and_speaks_upper_case() -> None:
    patterns = sorted({p for row in bridge() for p in (row.sharpen, row.contradict) if p})
    connection = duckdb.connect()
    for pattern in patterns:
        assert connection.execute("SELECT regexp_matches('', ?)", [pattern]).fetchone() is not None, pattern
        bare = pattern
        for escape in (r"\b", r"\s", r"\S", r"\d", r"\w", r"\W"):
            bare = bare.replace(escape, "")
        assert bare == bare.upper(), f"descriptions are matched upper-cased: {pattern}"
    with pytest.raises(duckdb.Error):
        connection.execute("SELECT regexp_matches('', '(?!X)')").fetchone()


def test_service_stems_use_the_closed_lists() -> None:
    stems = bundled.rows(psc_goods.__name__, psc_goods.SERVICES)
    assert twice(row["psc"] for row in stems) == []
    for row in stems:
        assert row["kind"] in ("service", "construction", "research"), row
        assert row["contains_goods"] in ("no", "may"), row
        assert row["reason"], row


def test_every_code_of_the_manual_has_a_kind() -> None:
    assert sorted(code for code in psc.codes() if kind(code) is None) == []


# Lists


def list_cards() -> dict[str, dict[str, object]]:
    return {
        module.ID: bundled.card(f"{lists_folder.__name__}.{module.ID}", "list.toml")
        for module in (dol_eo13126, dol_tvpra)
    }


def held_on(list_id: str, edition: str) -> list[dict[str, str]]:
    """The rows of one edition, told from its first and last."""
    names = [e["name"] for e in list_cards()[list_id]["edition"]]
    rows = bundled.rows(f"{lists_folder.__name__}.{list_id}", "listings.csv")
    at = names.index(edition)
    return [r for r in rows if "first" not in r or names.index(r["first"]) <= at <= names.index(r["last"])]


def test_editions_hold_as_many_rows_as_their_cards_say() -> None:
    for name, card in list_cards().items():
        for edition in card["edition"]:
            mine = held_on(name, edition["name"])
            assert len(mine) == edition["rows"], (name, edition["name"])
            assert twice((r["good"], r["country"], r.get("harm")) for r in mine) == []
            if "pairs" in edition:
                assert len({(r["good"], r["country"]) for r in mine}) == edition["pairs"], (name, edition["name"])


def test_list_bounds_hold() -> None:
    rows = bundled.rows(dol_tvpra.__name__, "listings.csv")
    stand = [x for x in dol_tvpra.listings() if x.stands]
    assert list_cards()["dol_tvpra"]["bounds"] == {
        "rows": len(rows),
        "pairs": len({(r["good"], r["country"]) for r in rows}),
        "standing_rows": len(stand),
        "standing_pairs": len({(x.good, x.country) for x in stand}),
        "standing_rows_of_edition_2024": sum(x.edition == "2024" for x in stand),
        "standing_rows_of_edition_2022": sum(x.edition == "2022" for x in stand),
    }
    bounds = list_cards()["dol_eo13126"]["bounds"]
    held = dol_eo13126.listings()
    assert bounds == {
        "listings_rows": len(held),
        "removed_by_2019_03_25": removed_by(date(2019, 3, 25)),
        "removed_by_2024_09_05": removed_by(date(2024, 9, 5)),
    }


def removed_by(day: date) -> int:
    return sum(x.listed_until is not None and x.listed_until <= day for x in dol_eo13126.listings())


def test_editions_ascend_and_goods_with_older_text_are_named() -> None:
    for card in list_cards().values():
        days = [edition["published"] for edition in card["edition"]]
        assert days == sorted(set(days))
    older = {x.good for x in dol_tvpra.listings() if x.stands and x.edition == "2022"}
    assert older == set(list_cards()["dol_tvpra"]["goods_with_text_of_2022"])


def test_every_listing_names_a_harm_a_country_and_days_in_order() -> None:
    for x in catalogue.all_listings():
        assert x.harm in set(Harm), x
        assert code_of(x.country) == x.country, x
        assert x.known_from <= x.listed_from, x
        assert all(end is None or x.listed_from < end for end in (x.listed_until, x.silent_from)), x
        assert x.listed_until is None or x.silent_from is None, x
        assert x.country != "USA", x


def test_what_the_newest_edition_removed_is_held_with_its_day() -> None:
    gone = {(x.good, x.country, x.harm) for x in dol_tvpra.listings() if x.listed_until == date(2024, 9, 5)}
    assert gone == {
        ("Blueberries", "ARG", "child_labor"),
        ("Fluorspar (mineral)", "MNG", "child_labor"),
        ("Garments", "MMR", "child_labor"),
        ("Salt", "KHM", "child_labor"),
        ("Shrimp", "THA", "child_labor"),
    }
    assert catalogue.is_listed("salt", "KHM", date(2024, 9, 4)) is True
    assert catalogue.is_listed("salt", "KHM", date(2024, 9, 5)) is False
    assert catalogue.is_listed("salt", "KHM") is False


def test_cards_of_lists_count_what_stands() -> None:
    cards = {card.id: card for card in catalogue.cards()}
    assert twice(iter(cards)) == [] and twice(card.title for card in cards.values()) == []
    for module in catalogue.list_modules():
        assert cards[module.ID].rows == sum(x.stands for x in module.listings())
        assert cards[module.ID].id == list_cards()[module.ID]["id"]


# Sources


def test_every_source_names_publisher_address_licence_and_day_read() -> None:
    for card in list_cards().values():
        assert all(card[k] for k in ("title", "issuer", "law", "means", "means_not", "address", "licence", "made_how"))
        assert isinstance(card["read"], date)
    for file in sorted(KNOWLEDGE.rglob("source.toml")):
        card = bundled.card(f"buyfair.knowledge.{file.parent.name}", file.name)
        assert date.fromisoformat(str(card["read"])), file
        assert card["title"], file
        for source in card.get("source", [card]):
            assert all(source[k] for k in ("title", "publisher", "address", "edition", "licence")), file
    for name in bundled.names(sectors_folder.__name__, ".toml"):
        card = bundled.card(sectors_folder.__name__, name)
        assert all(card[k] for k in ("title", "means", "not_", "source")), name


def test_every_folder_of_tables_has_its_source_beside_it() -> None:
    for folder in sorted({file.parent for file in KNOWLEDGE.rglob("*.csv*")}):
        names = {file.name for file in folder.iterdir()}
        reasoned = folder.name == "psc_goods"
        assert reasoned or names & {"source.toml", "list.toml"}, folder.name


# Sectors and countries


def test_sectors_are_the_five_and_each_code_of_manual_work_is_a_reasoned_service() -> None:
    assert tuple(sorted(sectors())) == tuple(sorted(SECTORS))
    for sector in sectors().values():
        assert twice((work.psc, work.sharpen) for work in sector.manual_work) == []
        for work in sector.manual_work:
            assert work.reason and psc.title(one_of(work.psc)) is not None, work
            assert kind(one_of(work.psc)).item in ("service", "construction"), work


def test_no_spelling_means_two_countries() -> None:
    means: dict[str, set[str | None]] = {}
    rows = bundled.rows("buyfair.knowledge.countries", "countries.csv")
    for row in rows:
        for spelling in (row["code"], row["name"], *row["spellings"].split("|")):
            if spelling:
                means.setdefault(plain(spelling), set()).add(row["code"])
    for row in bundled.rows("buyfair.knowledge.countries", "not_a_country.csv"):
        if row["spelling"]:
            means.setdefault(plain(row["spelling"]), set()).add(None)
    assert {spelling: codes for spelling, codes in means.items() if len(codes) > 1} == {}
    assert twice(row["code"] for row in rows) == []


def test_the_far_counts_seven_as_inside_the_united_states() -> None:
    inside = {c.code for c in countries().values() if c.inside_us}
    assert inside == {"USA", "PRI", "GUM", "VIR", "ASM", "MNP", "UMI"}


# Indicators and weights


def test_an_indicator_is_named_as_its_file_and_says_all_that_a_card_needs() -> None:
    files = {p.stem for p in (KNOWLEDGE / "indicators").glob("*.py")} - {"__init__"}
    assert {i.code for i in catalogue.indicators()} == files
    assert len(catalogue.indicators()) == len(files)
    for i in catalogue.indicators():
        words = (i.title, i.asks, i.unit, i.worse, i.source, i.caution, i.assumptions, i.exclusions, i.silence)
        assert all(word.strip() == word and word for word in (*words, *i.feeds)), i.code
        assert i.feeds and i.asks.endswith("?"), i.code
        assert all(word.endswith(".") for word in (i.source, i.caution, i.assumptions, i.exclusions)), i.code
        assert not i.silence.endswith(".") and i.silence[0].islower(), i.code
        assert set(i.harms) <= set(Harm), i.code


def test_no_card_of_an_indicator_says_what_another_says() -> None:
    own = ("title", "asks", "caution", "assumptions", "exclusions", "silence")
    assert twice(getattr(i, name) for i in catalogue.indicators() for name in own) == []


def test_no_two_indicators_gather_one_column() -> None:
    names = [c.name for i in catalogue.indicators() for c in i.gathers]
    assert twice(iter([*names, *(c.name for c in GATHERED), *AWARD_WORDS, *AWARDS.names()])) == []
    assert all(c.says for i in catalogue.indicators() for c in i.gathers)


def test_every_indicator_has_one_weight_and_every_weight_an_indicator() -> None:
    weights = [w for factor in factors() for w in factor.weights]
    assert sorted(w.indicator for w in weights) == sorted(i.code for i in catalogue.indicators())
    assert all(w.reason.endswith((".", ")")) and w.points >= 0 for w in weights)
    assert twice(w.reason for w in weights) == []


def test_a_factor_has_a_cap_that_no_single_reason_passes_a_reason_and_an_owner() -> None:
    assert twice(f.id for f in factors()) == []
    for f in factors():
        assert f.title and f.reason.endswith(".") and f.owner, f.id
        single = [w.points for w in f.weights] + [p for _, p in (*f.sizes, *f.states)]
        assert 0 < max(single) <= f.cap, f.id
        assert [p for _, p in sorted(f.sizes)] == sorted({p for _, p in f.sizes}), f.id


def test_every_harm_has_its_severity_in_three_parts_of_six() -> None:
    assert set(severities()) == set(Harm)
    for s in severities().values():
        assert all(1 <= part <= 6 for part in (s.scale, s.scope, s.irremediability)), s.harm
        assert s.points == s.scale + s.scope + s.irremediability
        assert all(reason.endswith(".") for reason in s.reasons) and s.source and s.owner and s.title, s.harm


# Case tables

ANSWERS = {
    "priority": ("belongs", {"yes"}, {"no"}, {"unknown"}),
    "tiers": ("known", {"yes"}, {"no"}, {"unknown"}),
    "goods": ("listed", {"yes"}, {"no"}, {"unknown"}),
    "psc_goods": ("exposure", {"matched", "possible"}, {"no_listing", "not_goods"}, {"unknown"}),
    "psc_goods/services": ("contains_goods", {"yes"}, {"no"}, {"may"}),
    "lists": ("listed", {"yes"}, {"no"}, {"unknown"}),
    "sectors": ("in_sector", {"yes"}, {"no"}, {"unknown"}),
    "countries": ("inside_us", {"yes"}, {"no"}, {"unknown"}),
    "naics": ("fits", {"yes"}, {"no"}, {"unknown"}),
    "rules": ("binds", {"yes"}, {"no", "not in force"}, {"unknown"}),
    "clauses": ("stands", {"yes"}, {"no"}, {"unknown"}),
    "file_evidence": ("there", {"yes"}, {"no"}, {"unknown"}),
    "regimes": ("regime", {"rfo"}, {"codified"}, {"unknown"}),
    "questions": ("fits", {"yes"}, {"no"}, {"unknown"}),
    "conduct": ("binds", {"yes"}, {"no"}, {"unknown"}),
    "package": ("stands", {"yes"}, {"no", "offered"}, {"unknown"}),
    "indicators": ("answer", {"yes"}, {"no", "-"}, {"unknown"}),
    "agencies": ("kind", {"dod"}, {"civilian"}, {"unknown"}),
    "proxies": ("told", {"yes"}, {"no"}, {"unknown"}),
    "name_words": ("lead", {"yes"}, {"no"}, {"unknown"}),
    "plans": ("answer", {"yes"}, {"no"}, {"unknown"}),
    "reforms": ("after", {"yes"}, {"no"}, {"unknown"}),
}


def units() -> set[str]:
    """Every piece of knowledge that a person can argue with, as the path of its case table."""
    return {
        "countries/countries",
        *(f"goods/{name.removesuffix('.toml')}" for name in bundled.names(goods_folder.__name__, ".toml")),
        *(f"psc_goods/{name.removesuffix('.csv')}" for name in bundled.names(psc_goods.__name__, ".csv")),
        *(f"lists/{module.ID}" for module in catalogue.list_modules()),
        *(f"lists/{card.id}" for card in catalogue.party_cards() if card.bundled),
        *(f"amounts/{name.removesuffix('.toml')}" for name in bundled.names(amounts_folder.__name__, ".toml")),
        *(f"clauses/{subject}" for subject in clauses_folder.families()),
        *(f"file_evidence/{subject}" for subject in file_evidence.subjects()),
        "regimes/adoptions",
        "naics/fits",
        "states/states",
        "materials/names",
        "name_words/names",
        "agencies/agencies",
        "proxies/proxies",
        "plans/frames",
        "plans/worker_document",
        *(f"plans/{part.id}" for part in plan_parts()),
        "priority/sectors",
        "tiers/tiers",
        "precedents/days",
        *(f"reforms/{reform.name}" for reform in catalogue.reforms()),
        *(f"indicators/{indicator.code}" for indicator in catalogue.indicators()),
        *(f"weights/{factor.id}" for factor in factors()),
        "weights/severity",
        *(f"questions/{subject}" for subject in sorted({q.subject for q in questions()})),
        *(f"conduct/{clause.id}" for clause in clauses()),
        *(f"conduct/flow_down/{variant.id}" for variant in variants()),
        "package/items",
        *(module.__name__.removeprefix("buyfair.knowledge.").replace(".", "/") for module in rule_files()),
        *(f"sectors/{sector.id}" for sector in sectors().values() if sector.manual_work),
    }


def rule_files() -> list[ModuleType]:
    """The files that hold rules; a file of wordings alone holds none."""
    return [module for module in catalogue.rule_modules() if getattr(module, "RULES", ())]


def test_every_unit_has_a_case_table_and_every_table_a_unit() -> None:
    assert {path.relative_to(CASES).with_suffix("").as_posix() for path in paths()} == units()


NO_QUESTION = ("amounts/", "weights/", "materials/", "plans/frames", "precedents/", "states/")
"""An amount, a weight, a name or a number of days is no question of yes or no; its rows are checked elsewhere."""
ANSWERED = sorted(unit for unit in units() if not unit.startswith(NO_QUESTION))


@pytest.mark.parametrize("unit", ANSWERED)
def test_a_case_table_has_a_yes_a_no_and_an_unknown(unit: str) -> None:
    rows = table(CASES / f"{unit}.md")
    column, yes, no, unknown = ANSWERS.get(unit, ANSWERS[unit.split("/")[0]])
    answers = {row[column] for row in rows}
    assert answers <= yes | no | unknown
    assert answers & yes and answers & unknown
    assert answers & no or not can_say_no(unit)


def can_say_no(unit: str) -> bool:
    """Whether any line could come out as no: a bridge of services, or of goods with open inputs alone, cannot say it,
    nor can rules that bind always.

    No award says where the goods of a service were made, and an input that is listed somewhere stays possible.
    """
    folder, _, subject = unit.partition("/")
    if folder == "rules":
        module = next(m for m in rule_files() if m.__name__.endswith(subject.replace("/", ".")))
        return any(not rule.standing for rule in module.RULES)
    mine = [row for row in bridge() if row.subject == subject] if folder == "psc_goods" else []
    listed = {pair.good for pair in catalogue.listed_pairs()}
    reaching = {r.good for r in reach() if r.listed_good in listed}
    for row in mine:
        if row.strength == "by_words" and not row.good:
            continue  # names a sector and no good: nothing was looked up
        certain = row.strength in ("is", "none") or row.sharpen
        closed = kind(one_of(row.psc)).item == "supply" and certain and row.good not in reaching
        if row.strength == "not_goods" or closed and row.strength != "not_bridged":
            return True
    return not mine


# Captions


def modules() -> list[tuple[str, ast.Module]]:
    """Every module; what the framework writes (migrations) and folders that only hold its commands say nothing of their own."""
    found = [p for p in sorted(SOURCE.rglob("*.py")) if not {"migrations", "management"} & set(p.parts)]
    found += [p for p in sorted(SOURCE.rglob("management/commands/*.py")) if p.name != "__init__.py"]
    return [(p.relative_to(SOURCE).as_posix(), ast.parse(p.read_text("utf-8"))) for p in found]


def test_every_module_opens_with_a_sentence_of_its_own() -> None:
    captions = {name: ast.get_docstring(tree) for name, tree in modules()}
    assert [name for name, caption in captions.items() if not caption] == []
    assert twice(iter(captions.values())) == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    promised: dict[str, set[str]] = {}
    for name, tree in modules():
        methods = {n.name for c in tree.body if _is_protocol(c) for n in c.body if _is_public(n) and ast.get_docstring(n)}
        promised.setdefault(name.rpartition("/")[0], set()).update(methods)
    silent = []
    for name, tree in modules():
        public = [n for n in tree.body if _is_public(n)]
        inside = [n for c in public if isinstance(c, ast.ClassDef) for n in c.body if _is_public(n)]
        said_once = promised[name.rpartition("/")[0]]
        silent += [f"{name}: {n.name}" for n in public if not ast.get_docstring(n)]
        silent += [f"{name}: {n.name}" for n in inside if not ast.get_docstring(n) and n.name not in said_once]
    assert silent == []


def _is_protocol(node: ast.AST) -> bool:
    """What a protocol says of its methods holds for every class of its folder that has them."""
    return isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Protocol" for b in node.bases)


def _is_public(node: ast.AST) -> bool:
    named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return named and not node.name.startswith("_") and node.name != "Meta"  # how the framework takes settings of a table


# Against the public files


MUST_BE_BRIDGED = (
    *(str(group) for group in (*range(58, 64), 66, 67, 70, 74, 83, 84, 87, 88, 89, 91, 93, 94, 95, 96)),
    *(f"7{letter}" for letter in "ABCDEFGHJK"),
)


@pytest.mark.real
def test_every_code_of_the_sectors_that_was_bought_is_bridged(real_data: Path) -> None:
    raw = gzip.decompress((real_data / "awards" / "csis_fpds_agency_x_psc_fy_dollars.csv.gz").read_bytes())
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    bought = {row["Product or Service Code"].strip() for row in rows}
    wanted = {code for code in bought if len(code) == 4 and code[:2] in MUST_BE_BRIDGED}
    assert len(wanted) > 200
    assert sorted(wanted - {row.psc for row in bridge()}) == []


@pytest.mark.real
def test_the_bundled_codes_are_those_of_the_manual(real_data: Path) -> None:
    raw = gzip.decompress((real_data / "classification" / "psc_manual_april_2025.csv.gz").read_bytes())
    assert read_psc(raw) == tuple(psc.codes().values())


@pytest.mark.real
def test_the_bundled_spending_is_that_of_the_public_table(real_data: Path) -> None:
    raw = gzip.decompress((real_data / "awards" / "csis_fpds_agency_x_psc_fy_dollars.csv.gz").read_bytes())
    assert read_spending(raw) == spending.spending()


@pytest.mark.real
def test_the_bundled_eo13126_list_is_the_copy_and_three_removals(real_data: Path) -> None:
    raw = (real_data / "lists" / "dol_eo13126_2014.csv").read_bytes()
    ours = bundled.rows(dol_eo13126.__name__, "listings.csv")
    assert {(r["good"], r["country"], r["from"]) for r in ours} == set(read_eo13126(raw, code_of, "2014-12-01"))
    assert {(r["good"], r["country"], r["until"]) for r in ours if r["until"]} == {
        ("Cotton", "UZB", "2019-03-25"),
        ("Garments", "VNM", "2024-09-05"),
        ("Shrimp", "THA", "2024-09-05"),
    }
    assert all(bool(r["until"]) is bool(r["until_cites"]) and r["from_cites"] for r in ours)


# Readers refuse what they do not expect

GOODS_2022 = (
    "good,sector,country,region,child_labor,forced_labor,forced_child_labor,derived_labor_exploitation,derived_country\n"
)
GOODS_MERGED = (
    "country,good,sector,region,child_labor,forced_labor,forced_child_labor,"
    "inputs_child_labor,inputs_forced_labor,edition\n"
)


def test_a_copy_of_one_edition_leaves_the_harm_of_inputs_untold() -> None:
    copy = GOODS_2022 + "Bricks,,India,,Yes,Yes,No,No,No\nSolar Cells,,China,,No,No,No,Yes,China\n"
    assert read_tvpra(copy.encode(), code_of, "2022") == (
        Row("Bricks", "IND", "child_labor", "no", "2022"),
        Row("Bricks", "IND", "forced_labor", "no", "2022"),
        Row("Solar Cells", "CHN", "", "yes", "2022"),
    )


def test_a_harm_of_the_good_itself_outweighs_the_same_of_its_inputs() -> None:
    copy = GOODS_MERGED + "China,Garments,,,No,Yes,,No,Yes,2024\nBurma,Tin,,,Yes,No,No,,,2022\n"
    assert read_tvpra(copy.encode(), code_of) == (
        Row("Garments", "CHN", "forced_labor", "no", "2024"),
        Row("Tin", "MMR", "child_labor", "no", "2022"),
    )


@pytest.mark.parametrize(
    ("copy", "edition", "says"),
    [
        ("good,country\nBricks,India\n", "2022", "columns"),
        (GOODS_2022 + "Bricks,,India,,Yes,No,No,No,No\n", "", "edition"),
        (GOODS_MERGED + "India,Bricks,,,Yes,No,,No,No,2024\n", "2024", "edition"),
        (GOODS_MERGED + "India,Bricks,,,Yes,No,,No,No,2026\n", "", "edition '2026'"),
        (GOODS_MERGED + "India,Bricks,,,Yes,No,No,No,No,2024\n", "", "forced_child_labor says 'No'"),
        (GOODS_2022 + "Bricks,,Atlantis,,Yes,No,No,No,No\n", "2022", "Atlantis"),
        (GOODS_2022 + "Bricks,,India,,Perhaps,No,No,No,No\n", "2022", "Perhaps"),
        (GOODS_2022 + "Bricks,,India,,No,No,No,No,No\n", "2022", "no harm"),
        (GOODS_2022 + "Bricks,,India,,Yes,No,No,No\n", "2022", "number of cells"),
        (GOODS_2022 + "Bricks,,India,,Yes,No,No,No,No\nBricks,,INDIA ,,Yes,No,No,No,No\n", "2022", "twice"),
    ],
)
def test_the_reader_of_the_list_of_goods_refuses(copy: str, edition: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        read_tvpra(copy.encode(), code_of, edition)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("copy", "says"),
    [
        ("Good,Country\nBricks,India\n", "columns"),
        ("Country,Good\nAtlantis,Bricks\n", "Atlantis"),
        ("Country,Good\nIndia,\n", "cannot be read"),
        ("Country,Good\nIndia\n", "number of cells"),
        ("Country,Good\nIndia ,Bricks\nIndia,Bricks\n", "twice"),
    ],
)
def test_the_reader_of_the_eo13126_list_refuses(copy: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        read_eo13126(copy.encode(), code_of, "2014-12-01")
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_two_letter_codes_are_read_in_the_system_that_a_column_uses() -> None:
    assert [country_coded(c, "iso2").code for c in ("CH", "AU", "KR")] == ["CHE", "AUS", "KOR"]  # type: ignore[union-attr]
    assert [country_coded(c, "fips").code for c in ("CH", "AU", "KS")] == ["CHN", "AUT", "KOR"]  # type: ignore[union-attr]
    assert country_coded("ZZ", "iso2") is None


@pytest.mark.real
def test_every_iso2_code_of_the_customs_orders_is_a_country(real_data: Path) -> None:
    path = real_data / "lists" / "cbp_wro_findings_2026_06_23_67.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        codes = {row["country_code"].strip() for row in csv.DictReader(stream)} - {""}
    assert len(codes) > 5
    assert [c for c in sorted(codes) if country_coded(c, "iso2") is None] == ["FV"], "fishing vessels have no country"
