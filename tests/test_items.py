"""Screening an assortment: one engine with the awards, leads that change no level, nothing that is not told counts as safe."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from buyfair import dossier, items
from buyfair.cards import words as card_words
from buyfair.cli import main
from buyfair.item_lines import LEVELS, REASONS, Code, Exposed, Facts, ItemLines, read_code, read_origin
from buyfair.items import FIELDS, LONGEST_TEXT
from buyfair.knowledge.psc_goods import ITEM
from buyfair.portfolio import assess
from case_tables import cases

LISTED = "Hetian Taida Apparel Co., Ltd"
DAY = date(2026, 11, 29)
NSN, BARCODE, EITHER = "8405011234566", "4006381333931", "8405011234567"
COLUMNS = (
    "--item",
    "item",
    "--brand",
    "brand",
    "--maker",
    "maker",
    "--site",
    "site",
    "--origin",
    "origin",
    "--code",
    "code",
)
EXPOSED = ("matched", "possible")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYFAIR_HOME", str(tmp_path / "home"))


def run(*told: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["screen-items", *map(str, told)], input=typed)


def table(folder: Path, *rows: Sequence[str], head: Sequence[str] = ("item", "maker", "origin", "code")) -> Path:
    path, out = folder / "items.csv", io.StringIO()
    csv.writer(out).writerows([head, *rows])
    path.write_text(out.getvalue(), "utf-8")
    return path


def document(path: Path, *told: str) -> dict[str, Any]:
    done = run(path, *(told or ("--item", "item", "--maker", "maker", "--origin", "origin", "--code", "code")),
               "--day", DAY, "--json")  # fmt: skip
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def lines() -> Iterator[ItemLines]:
    with ItemLines(DAY) as held:
        yield held


def judged(lines: ItemLines, text: str | None, origin: str | None = None, psc: str = ITEM) -> Exposed:
    return lines.of([Facts(psc, text, origin)])[0]


# Stories


def test_a_shirt_from_bangladesh_matches_and_says_which_words_and_which_list(tmp_path: Path) -> None:
    told = document(table(tmp_path, ("Men's Oxford Shirt, L", "", "Bangladesh", "")))
    item = told["items"][0]
    assert (item["level"], item["good"], item["strength"], item["depth"]) == ("matched", "garments", "is", "good")
    assert (item["classified_by"], item["words"], item["origin"]) == ("words", "Shirt", "BGD")
    listings = [told["listings"][n - 1] for n in item["listed"]]
    assert {(x["good"], x["country"], x["list"]) for x in listings} == {("garments", "BGD", "dol_tvpra")}
    assert {x["harm"] for x in listings} == {"child_labor", "forced_labor"}
    assert all(x["edition"] and x["listed_on_day"] is True for x in listings)


def test_a_cotton_t_shirt_without_an_origin_is_possible_place_not_recorded(lines: ItemLines) -> None:
    found = judged(lines, "T-SHIRT, COTTON, CREW NECK")
    assert (found.level, found.exposure, found.reason) == (
        "possible",
        "possible_place_not_recorded",
        "place_not_recorded",
    )
    assert found.beneath, "the cotton in it stands beneath"


def test_chocolate_is_possible_without_an_origin_and_matched_from_ghana(lines: ItemLines) -> None:
    assert judged(lines, "Milk Chocolate Bar 1.5 oz").exposure == "possible_place_not_recorded"
    assert judged(lines, "Milk Chocolate Bar 1.5 oz", "GHA").level == "matched"
    assert judged(lines, "Milk Chocolate Bar 1.5 oz", "CHE").level == "possible"


@pytest.mark.parametrize("text", ["Gift Card, $50", "e-gift card", "Tax Software, Digital Download"])
def test_cards_of_value_and_software_are_no_goods(lines: ItemLines, text: str) -> None:
    assert judged(lines, text).level == "not_goods"


def test_a_thing_that_comes_with_a_gift_card_is_not_waved_through(lines: ItemLines) -> None:
    assert judged(lines, "Holiday Basket with Gift Card").level == "unknown"
    assert judged(lines, "Coffee and Gift Card Set").good == "coffee"


def test_a_listed_maker_is_a_lead_and_the_level_stays_as_it_was(tmp_path: Path) -> None:
    told = document(table(tmp_path, ("Knit Cap Hanger", LISTED, "DEU", ""), ("Knit Cap Hanger", "", "DEU", ""),
                          ("Cotton Shirt", LISTED, "", ""), ("Cotton Shirt", "Blue Heron Imports LLC", "", "")))  # fmt: skip
    hanger, same_hanger, shirt, same_shirt = told["items"]
    assert hanger["leads"] == shirt["leads"] != []
    assert same_hanger["leads"] == same_shirt["leads"] == []
    for one, other in ((hanger, same_hanger), (shirt, same_shirt)):
        assert {k: one[k] for k in ("level", "exposure", "reason", "listed")} == {
            k: other[k] for k in ("level", "exposure", "reason", "listed")
        }
    lead = told["leads"][hanger["leads"][0] - 1]
    assert (lead["column"], lead["items"], lead["row"], lead["open"]) == ("maker", 2, 1, True)
    assert LISTED in lead["why"] and lead["means"] and lead["means_not"]
    assert told["not_about_supplier"] == card_words.NOT_ABOUT_SUPPLIER


def test_brand_and_site_are_asked_too_and_each_says_which_it_is(tmp_path: Path) -> None:
    path = table(tmp_path, ("Cap", LISTED, "", LISTED), head=("item", "brand", "maker", "site"))
    told = document(path, "--item", "item", "--brand", "brand", "--maker", "maker", "--site", "site")
    assert {lead["column"] for lead in told["leads"]} == {"brand", "site"}
    assert len(told["items"][0]["leads"]) == len(told["leads"])


# What a cell says


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("8405", Code("psc", "8405")), ("8405.0", Code("psc", "8405")), ("r425", Code("psc", "R425")),
        ("8405-01-123-4567", Code("nsn", "8405")), (NSN, Code("nsn", "8405")), ("0000-01-123-4567", Code("other", None)),
        (BARCODE, Code("other", None)), (EITHER, Code("nsn_or_gtin", None)), ("8405-01-123-4566", Code("nsn", "8405")),
        ("012345678905", Code("other", None)), ("SKU-77", Code("other", None)), ("item", Code("other", None)),
        ("", Code(None, None)), ("9999999", Code("other", None)),
    ],
)  # fmt: skip
def test_a_code_is_read_or_kept_as_text_and_never_guessed(cell: str, read: Code) -> None:
    assert read_code(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Bangladesh", ("BGD", True)), ("BGD", ("BGD", True)), ("bd", ("BGD", True)), ("Made in China", ("CHN", True)),
        ("Product of Viet Nam", ("VNM", True)), ("", (None, True)), ("Imported", (None, False)),
        ("China/Vietnam", (None, False)), ("XX", (None, False)), ("MADE IN THE NETHERLANDS", ("NLD", True)),
    ],
)  # fmt: skip
def test_an_origin_names_one_country_or_is_not_told(cell: str, read: tuple[str | None, bool]) -> None:
    assert read_origin(cell) == read


def test_origins_and_codes_that_were_not_understood_are_said_aloud(tmp_path: Path) -> None:
    path = table(tmp_path, ("Shirt", "", "Imported", EITHER), ("Shirt", "", "Imported", BARCODE))
    told = document(path)
    assert told["unread_origins"] == {"Imported": 2}
    assert told["ambiguous_codes"] == 1
    assert {i["level"] for i in told["items"]} == {"possible"}, "the words decide"
    said = run(path, "--item", "item", "--origin", "origin", "--code", "code").stdout
    assert "Imported" in said and "hyphens" in said


def test_a_stock_number_tells_the_class_and_the_words_what_is_in_it(lines: ItemLines) -> None:
    assert judged(lines, None, None, "8405").good == "garments"
    assert judged(lines, "GLOVES", "CHN", "8405").good == "gloves"


# Laws


ORIGINS = ("BGD", "CHN", "IND", "USA", "DEU", "GHA")
TEXTS = tuple(dict.fromkeys(case["description"] for case in cases("psc_goods/items")))
WITH_CODES = tuple(
    Facts(psc, text, None)
    for psc in ("8405", "8925", "8955", "7030", "7010", "9999", "R425")
    for text in (None, "SHIRTS", "CHOCOLATE BARS", "COFFEE", "SOFTWARE LICENSES", "ASSORTED")
)


def test_an_origin_forgotten_never_lowers_what_may_be_wrong(lines: ItemLines) -> None:
    untold = [*(Facts(ITEM, text, None) for text in TEXTS), *WITH_CODES]
    told = [facts._replace(origin=origin) for facts in untold for origin in ORIGINS]
    found = dict(zip([*untold, *told], lines.of([*untold, *told]), strict=True))
    for facts in told:
        with_it, without = found[facts].level, found[facts._replace(origin=None)].level
        if with_it in EXPOSED:
            assert without == "possible", facts
        elif with_it == "not_goods":
            assert without == "not_goods", facts
        else:
            assert without in ("possible", "unknown"), facts


@pytest.mark.slow
def test_an_item_is_what_assess_says_of_an_equal_line(lines: ItemLines, tmp_path: Path) -> None:
    """The words of items speak only where no code is told; where they do not, an item and a line are one."""
    facts = [f._replace(origin=origin) for f in WITH_CODES for origin in (None, "BGD", "USA", "DEU")]
    facts += [Facts(ITEM, text, None) for text in ("HANDHELD RADIOS", "NITRILE GLOVES", "GROCERIES", "NOTHING KNOWN")]
    out, awards = io.StringIO(), tmp_path / "awards.csv"
    csv.writer(out).writerows([("award_id", "action_date", "dollars_obligated", "psc", "description", "origin_country"),
                               *((f"A{n}", DAY, 1, "" if f.psc == ITEM else f.psc, f.words or "", f.origin or "")
                                 for n, f in enumerate(facts))])  # fmt: skip
    awards.write_text(out.getvalue(), "utf-8")
    assess([awards], tmp_path / "out", render=lambda _: "")
    kept = ("good", "strength", "sector", "classified_by", "exposure", "exposure_reason")
    written = f"read_parquet('{tmp_path / 'out' / 'lines.parquet'}')"
    rows = {
        r[0]: r[1:] for r in duckdb.connect().execute(f"SELECT award_id, {', '.join(kept)} FROM {written}").fetchall()
    }
    met: dict[str, set[tuple[object, ...]]] = {}
    asked = f"""SELECT l.award_id, e.good, e.input_good, e.country, e.harm, e.evidence, e.depth, e.list, e.edition
        FROM read_parquet('{tmp_path / "out" / "exposures.parquet"}') e
        JOIN {written} l USING (line_id)"""
    for award, *listing in duckdb.connect().execute(asked).fetchall():
        met.setdefault(award, set()).add(tuple(listing))
    for n, (asked_of, found) in enumerate(zip(facts, lines.of(facts), strict=True)):
        line = dict(zip(kept, rows[f"A{n}"], strict=True))
        assert all(getattr(found, name) == line[name] for name in kept[:-1]), asked_of
        numbers = [lines.listings[number - 1] for number in (*found.listed, *found.beneath)]
        mine = {tuple(x[k] for k in ("good", "input_good", "country", "harm", "evidence", "depth", "list", "edition"))
                for x in numbers}  # fmt: skip
        assert mine == met.get(f"A{n}", set()), asked_of
        if asked_of.psc != ITEM:
            assert found.reason == line["exposure_reason"], asked_of


@pytest.mark.slow
def test_the_order_of_items_and_how_many_are_judged_at_once_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(text, LISTED if n % 5 == 0 else "", ORIGINS[n % 6], "") for n, text in enumerate(TEXTS)]
    path = table(tmp_path, *rows)
    whole = document(path)
    monkeypatch.setattr(items, "AT_ONCE", 7)
    assert readable(document(path)) == readable(whole)
    backwards = document(table(tmp_path, *reversed(rows)))
    assert sorted(map(str, readable(backwards))) == sorted(map(str, readable(whole)))


def readable(told: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Every item with its listings and leads in place of their numbers."""

    def plain(row: Mapping[str, Any], *numbers: str) -> str:
        return json.dumps({k: v for k, v in row.items() if k not in numbers}, sort_keys=True)

    return [
        (plain(i, "row", "listed", "beneath", "leads"),
         *(sorted(plain(told["listings"][n - 1], "number") for n in i[k]) for k in ("listed", "beneath")),
         sorted(plain(told["leads"][n - 1], "number", "row") for n in i["leads"]))
        for i in told["items"]
    ]  # fmt: skip


# What comes out


def test_coverage_counts_what_is_told(tmp_path: Path) -> None:
    told = document(table(tmp_path, ("Shirt", "ZZ Example Mill", "BGD", "8405"), ("Shirt", "", "Imported", ""),
                          ("Novelty", "", "", ""), ("Gift card", "", "", "")))  # fmt: skip
    share = {name: (part["items"], part["share"]) for name, part in told["coverage"].items() if name != "items"}
    assert told["coverage"]["items"] == 4
    assert share == {
        "with_good": (2, 0.5),
        "with_origin": (1, 0.25),
        "with_maker": (1, 0.25),
        "with_product_code": (1, 0.25),
    }
    only = document(table(tmp_path, ("Shirt", "", "", "")), "--item", "item")["coverage"]
    assert only["with_origin"] == {"items": 0, "share": 0.0, "asked": False}


def test_a_table_has_one_row_per_item_and_the_sentences_that_stand_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    path = table(tmp_path, ("Shirt", LISTED, "BGD", ""), ("=1+1 novelty", "", "", ""), ("Oxford shirt", "", "BGD", ""))
    assert run(path, "--item", "item", "--maker", "maker", "--origin", "origin", "--out", out).exit_code == 0
    first, second, third = csv.DictReader(out.open(encoding="utf-8"))
    assert tuple(first) == FIELDS
    assert "garments, BGD: " in first["listed"] and "dol_tvpra" in first["listed"]
    assert LISTED in first["leads"] and "open" in first["leads"]
    assert first["says"] == items.NOT_ABOUT_SUPPLIER
    assert second["says"] == items.NOT_SAFE and second["item"].startswith("'=")
    assert third["says"] == "", "nothing to say where no firm stands and something was found"


def test_the_terminal_says_alike_items_once_and_no_lead_is_no_safety(tmp_path: Path) -> None:
    said = run(table(tmp_path, *[("Shirt", "Blue Heron Imports LLC", "BGD", "")] * 3), "--item", "item", "--maker", "maker",
               "--origin", "origin").stdout  # fmt: skip
    assert said.count("Garments (certain)") == 1 and "and 2 alike" in said
    assert "not the same as safe" in said.replace("\n", " ")
    assert items.NOT_ABOUT_SUPPLIER in said.replace("\n", " ")


def test_the_sentences_are_those_of_the_dossier() -> None:
    assert items.NOT_ABOUT_SUPPLIER == dossier.NOT_ABOUT_SUPPLIER == card_words.NOT_ABOUT_SUPPLIER
    assert items.NOT_SAFE == dossier.NOT_SAFE


def test_counts_add_up_and_every_reason_has_its_sentence(tmp_path: Path) -> None:
    told = document(table(tmp_path, *((text, "", "CHN", "") for text in TEXTS)))
    assert sum(told["counts"]["levels"].values()) == told["counts"]["items"] == len(TEXTS)
    assert tuple(told["counts"]["levels"]) == LEVELS
    assert all(i["sentence"] == REASONS[i["reason"]] for i in told["items"])
    decided = [i for i in told["items"] if i["level"] in EXPOSED]
    assert all(i["listed"] and i["depth"] in ("good", "main_material") for i in decided)


# Bad input


HOSTILE = (
    '=HYPERLINK("http://example.invalid") shirts', "a\u202eb shirt\u202c", "\x07\x1b[31mshirts\x1b[0m", "\u0000shirt",
    "shirt\r\nshirt", "'; DROP TABLE items; --", "\ufeffSHIRT", "ß" * 50, "\U0001f455", "%s %d {0} {{x}}", "(" * 200,
    "shirt " * 1_500,
)  # fmt: skip


def test_hostile_cells_are_read_as_text(tmp_path: Path) -> None:
    path = table(tmp_path, *((cell, cell, cell, cell) for cell in HOSTILE), ("x" * (LONGEST_TEXT + 1), "", "", ""))
    told = document(path)
    assert told["counts"]["items"] == len(HOSTILE)
    assert [aside["row"] for aside in told["set_aside"]] == [len(HOSTILE) + 1]
    assert {i["level"] for i in told["items"]} <= {"possible", "unknown"}
    said = run(path, "--item", "item", "--maker", "maker", "--origin", "origin").stdout
    assert not {"\u202e", "\x1b", "\x07"} & set(said)


def test_items_without_words_are_counted_and_unknown(tmp_path: Path) -> None:
    told = document(table(tmp_path, ("", "ZZ Example Mill", "BGD", ""), ("", "", "BGD", "8405")))
    assert told["counts"]["without_text"] == 2
    assert [(i["level"], i["reason"]) for i in told["items"]] == [
        ("unknown", "no_text"),
        ("matched", "recorded_origin"),
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--item", "nothing"), 'has no column "nothing"'),
        ((), "no column of items was named"),
        (("--item", "item", "--lists", "uflpa_entity_list"), "no column of firms was named"),
        (("--item", "item", "--maker", "maker", "--lists", "nonesuch"), "nonesuch"),
    ],
)
def test_wrong_words_get_one_sentence_and_nothing_is_written(tmp_path: Path, told: Sequence[str], said: str) -> None:
    out = tmp_path / "out.csv"
    done = run(table(tmp_path, ("Shirt", "", "", "")), *told, "--out", out)
    assert done.exit_code == 1
    assert said in done.stderr and len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_file_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "none.csv", "--item", "item")
    assert done.exit_code == 1 and len(done.stderr.splitlines()) == 1


def test_a_header_alone_is_no_item_and_no_error(tmp_path: Path) -> None:
    told = document(table(tmp_path))
    assert (told["counts"]["items"], told["coverage"]["with_good"]["share"]) == (0, None)


# The sample


def test_the_sample_is_made_up_and_shows_every_level_it_should(tmp_path: Path) -> None:
    target = tmp_path / "items.csv"
    done = CliRunner().invoke(main, ["sample", str(target), "--of", "items"])
    assert done.exit_code == 0 and "screen-items" in done.stdout
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    assert len(rows) == 40
    assert all("ZZ" in row[name] for row in rows for name in ("brand", "maker", "site") if row[name])
    assert all("fictional" in row[name] for row in rows for name in ("maker", "site") if row[name])
    told = document(target, *COLUMNS)
    assert told["leads"] == []
    assert {"matched", "possible", "unknown", "not_goods"} <= {i["level"] for i in told["items"]}
