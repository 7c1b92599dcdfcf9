"""Feeds of prime awards beside the USAspending download: each real file read whole, by its own layout, to the cent."""

from __future__ import annotations

import csv
import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pyarrow.parquet as pq
import pytest

from buyfair.intake import cells
from buyfair.intake.feed import RAW, Feed, Row
from buyfair.intake.feeds import FEEDS, before_2018, doge, fpds_atom, fpds_report, search_download, search_pages
from buyfair.intake.read import Reading, read_awards
from buyfair.knowledge.countries import spellings
from buyfair.knowledge.psc import codes

OURS = {
    feed.id: feed for module in (before_2018, fpds_report, fpds_atom, search_pages, search_download, doge)
    for feed in module.FEEDS
}  # fmt: skip


@dataclass(frozen=True)
class Real:
    """One real file: its feed, the column of its dollars, and what must come of it. Dollars are as text."""

    path: str
    feed: str
    dollars: str
    records: int
    read: str
    accepted: int
    net: str


REAL = {
    real.path.split("/")[1].split(".")[0]: real
    for real in (
        Real("awards/usaspending_2016_treasury_legacy_format.csv.gz", "usaspending_2016", "dollarsobligated",
             126, "13459752.50", 126, "13459752.50"),
        Real("awards/usaspending_2013_datafeed_legacy_format.csv.gz", "usaspending_2013", "obligatedamount",
             420, "42662037.77", 420, "42662037.77"),
        Real("awards/fpds_report_export_169col_quarter.csv.gz", "fpds_report", "Action Obligation",
             769, "512846126.07", 769, "512846126.07"),
        # 482 actions on other transactions are set aside: they are no procurement contracts
        Real("awards/fpds_atom_idv_kenosa_91817.parquet", "fpds_atom_flat", "obligatedAmount",
             91817, "38861051817.02", 91335, "28257707133.58"),
        Real("format_samples/fpds_atom_10_awards_dherincx92.xml.gz", "fpds_atom", "obligatedAmount",
             10, "1848953.36", 10, "1848953.36"),
        Real("format_samples/fpds_atom_award_v1_5_wamuir.xml.gz", "fpds_atom", "obligatedAmount",
             23, "860545.02", 23, "860545.02"),
        # one award stands on the page twice, of June and of August
        Real("format_samples/usaspending_api_search_results_contracts.json", "usaspending_search_awards", "Award Amount",
             5, "47944075497.23", 4, "47775417714.28"),
        # 126 rows stand twice
        Real("awards/cbp_ice_fy2021_2026_contract_obligations.csv.gz", "usaspending_search_download",
             "Federal Action Obligation", 57476, "87665971123.13", 57350, "87662998928.13"),
        # 3,485 entries point to no action, 21 to one that another entry points to
        Real("awards/doge_fpds_7425.csv.gz", "doge_fpds", "amount_obligated",
             7425, "277235313.58", 3919, "264393294.88"),
    )
}  # fmt: skip
NESTED = [name for name, real in REAL.items() if OURS[real.feed].nested is not None]
FLAT = [name for name in REAL if name not in NESTED]

NOT_IN_A_SAMPLE = {
    "usaspending_2016": {"obligatedamount"},
    "usaspending_2013": {"dollarsobligated", "last_modified_date"},
    "fpds_report": {"referenced idv piid"},
    "fpds_atom_flat": {
        "solicitationdate", "dunsnumber", "globalparentdunsname", "ismanufacturerofgoods", "countryoforigin",
        "countryoforigin_name", "placeofmanufacture", "principalplaceofperformance.countrycode",
        "principalplaceofperformance.countrycode_name", "principalplaceofperformance.statecode", "servicecontractact",
    },
}  # fmt: skip
"""Names that a feed knows and its flat file has not: the other year's, the other shape's, the spelling with one blank."""


def titles() -> dict[str, str | None]:
    """Product titles as the reader keys them; a title that several codes bear says nothing."""
    found: dict[str, str | None] = {}
    for code in codes().values():
        title = " ".join(code.title.upper().split())
        found[title] = None if title in found else code.psc
    return found


def text(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def header(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return list(pq.read_schema(path).names)
    return next(csv.reader(text(path).decode("utf-8-sig").splitlines()))


def amounts(path: Path, column: str) -> Iterator[str]:
    """Every cell of the dollars, taken by another reader than ours."""
    if path.suffix == ".parquet":
        yield from pq.read_table(path, columns=[column])[column].to_pylist()
    elif ".xml" in path.name:
        for values in ElementTree.fromstring(text(path)).iter("{https://www.fpds.gov/FPDS}dollarValues"):
            yield from (value.text or "" for value in values if value.tag.endswith(column))
    elif path.suffix == ".json":
        yield from (row[column] for row in json.loads(text(path), parse_float=str)["results"])
    else:
        yield from (row[column] for row in csv.DictReader(text(path).decode("utf-8-sig").splitlines(True)))


def reading(path: Path, work: Path) -> Reading:
    work.mkdir(exist_ok=True)
    return read_awards([path], countries=spellings(), work=work, product_titles=titles())


Held = Callable[[str], Reading]


@pytest.fixture(scope="module")
def held(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The real files by name, each read once for all who look at it."""
    return cache(lambda name: reading(real_data / REAL[name].path, tmp_path_factory.mktemp(name)))


def lines(found: Reading, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM ({found.actions}) WHERE {where} ORDER BY source_record").fetchall()


def how_many(found: Reading, where: str) -> int:
    return int(duckdb.sql(f"SELECT count(*) FROM ({found.actions}) WHERE {where}").fetchall()[0][0])


# every real file


@pytest.mark.real
@pytest.mark.parametrize("name", FLAT)
def test_a_real_header_is_taken_for_its_own_layout_and_no_other(real_data: Path, name: str) -> None:
    columns = frozenset(column.strip().lower() for column in header(real_data / REAL[name].path))
    assert [f.id for f in FEEDS if f.may_be(columns) and not f.missing(columns)] == [REAL[name].feed]


@pytest.mark.real
@pytest.mark.parametrize("name", NESTED)
def test_a_real_nested_text_is_taken_for_its_own_feed_and_no_other(real_data: Path, name: str) -> None:
    head = text(real_data / REAL[name].path)[: 1 << 20]
    for start in (head, b"\xef\xbb\xbf\r\n " + head):
        assert [f.id for f in FEEDS if f.nested is not None and f.nested.looks_like(start)] == [REAL[name].feed]


@pytest.mark.real
@pytest.mark.parametrize("name", FLAT)
def test_every_mapped_name_stands_in_the_real_header(real_data: Path, name: str) -> None:
    feed = OURS[REAL[name].feed]
    columns = {column.strip().lower() for column in header(real_data / REAL[name].path)}
    assert feed.known_columns() - columns == NOT_IN_A_SAMPLE.get(feed.id, set())


@pytest.mark.real
def test_every_name_of_the_atom_map_but_four_stands_in_a_real_record(real_data: Path) -> None:
    feed = OURS["fpds_atom"]
    met = {name.lower() for name in header(real_data / "awards/fpds_atom_idv_kenosa_91817.parquet")}
    for name in NESTED:
        if REAL[name].feed == feed.id:
            met |= {cell for row in rows(feed, real_data / REAL[name].path) for cell in row}
    assert feed.known_columns() - met == {"solicitationdate", "globalparentdunsname", "servicecontractact"}


@pytest.mark.real
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_read_and_reconciled_to_the_cent(real_data: Path, name: str, held: Held) -> None:
    real = REAL[name]
    told = [Decimal(a.replace("$", "").replace(",", "")) for a in amounts(real_data / real.path, real.dollars) if a]
    assert round(sum(told, Decimal(0)), 2) == Decimal(real.read)
    found = held(name)
    assert (found.read.lines, found.read.dollars) == (real.records, Decimal(real.read))
    assert (found.accepted.lines, found.accepted.dollars) == (real.accepted, Decimal(real.net))
    assert found.dollars_are == OURS[real.feed].dollars
    assert found.inputs[0].layout.startswith(OURS[real.feed].title)
    assert dict(found.unreadable) == ({"psc": 688} if name.startswith("cbp_ice") else {})


# hand-checked records


@pytest.mark.real
def test_the_layouts_before_2018_tell_code_from_name(held: Held) -> None:
    found = held("usaspending_2016_treasury_legacy_format")
    columns = (
        "award_id, line_id, action_date, sub_agency, sub_agency_code, supplier_name, psc, origin_country, "
        "place_of_manufacture, performance_state, commercial, dollars_obligated, manufacturer_of_goods, last_modified"
    )
    order = lines(found, columns, "piid = 'TIRSE16K00067'")[0]
    assert order[:9] == (
        "CONT_AWD_TIRSE16K00067_2050_NNG15SD76B_8000", "2050_8000_TIRSE16K00067_0_NNG15SD76B_0", date(2016, 9, 8),
        "INTERNAL REVENUE SERVICE", "2050", "ENTERPRISE TECHNOLOGY SOLUTIONS, INC.", "7035", "USA", "D",
    )  # fmt: skip
    assert order[9:13] == ("CA", True, Decimal("4537.85"), False)
    assert order[13].date() == date(2016, 9, 8)
    vehicle = lines(found, "award_id, instrument, ordering_period_end, supplier_state", "piid = 'TMHQ12C0043'")
    assert vehicle == [("CONT_IDV_TMHQ12C0043_2044", "IDC", date(2016, 11, 30), "PA")]
    assert how_many(found, "award_id LIKE 'CONT_IDV_%'") == 10
    assert how_many(found, "origin_country = 'BRA'") == 1

    found = held("usaspending_2013_datafeed_legacy_format")
    nasa = lines(found, "award_id, action_date, dollars_obligated, naics, agency, labor_standards",
                 "piid = 'NNM07AA77C' AND modification = '95'")[0]  # fmt: skip
    assert nasa == (
        "CONT_AWD_NNM07AA77C_8000_-NONE-_-NONE-", date(2013, 3, 29), Decimal("91787.00"), "541712",
        "NATIONAL AERONAUTICS AND SPACE ADMINISTRATION", "No",
    )  # fmt: skip
    assert how_many(found, "award_id LIKE 'CONT_IDV_%'") == 105
    assert how_many(found, "origin_country IS NULL") == 195  # ': ' is an empty pair
    abroad = lines(found, "performance_country", "performance_country <> 'USA'")
    assert {country for (country,) in abroad} == {"CAN", "JPN", "ZAF", "AFG", "GNQ"}


@pytest.mark.real
def test_a_report_of_fpds_tells_countries_and_answers_in_words(held: Held) -> None:
    found = held("fpds_report_export_169col_quarter")
    first = lines(found, "award_id, action_date, dollars_obligated, psc, supplier_country, commercial, place_of_manufacture",
                  "source_record = 2")  # fmt: skip
    assert first == [(
        "CONT_AWD_1305M319PNWWP0467_1330_-NONE-_-NONE-", date(2019, 9, 9), Decimal("4003.01"), "4120", "USA", True, "D",
    )]  # fmt: skip
    assert how_many(found, "origin_country = 'JPN'") == 20
    assert how_many(found, "commercial") == 432 + 25 + 2
    assert how_many(found, "NOT commercial") == 304
    assert how_many(found, "award_id LIKE 'CONT_IDV_%'") == 30
    assert how_many(found, "parent_piid IS NOT NULL") == 408
    assert {code for (code,) in lines(found, "place_of_manufacture")} == {None, "B", "C", "D", "E", "G", "J", "K", "L"}


@pytest.mark.real
def test_atom_pages_keep_the_vehicle_and_the_place_apart_from_the_action(held: Held) -> None:
    found = held("fpds_atom_award_v1_5_wamuir")
    order = lines(found, "award_id, line_id, dollars_obligated, performance_state, supplier_state, supplier_cage",
                  "piid = '11360118F0001OAS'")[0]  # fmt: skip
    assert order == (
        "CONT_AWD_11360118F0001OAS_1100_11360118A0001EOP_1100", "1100_1100_11360118F0001OAS_1_11360118A0001EOP_0",
        Decimal("89050.00"), "DC", "DC", "0HKF0",
    )  # fmt: skip
    bought = lines(found, "supplier_state, performance_state, origin_country, place_of_manufacture, psc, last_modified",
                   "piid = '11360118P0001OAS'")[0]  # fmt: skip
    assert bought[:5] == ("MA", "DC", "USA", "D", "7030")
    assert how_many(found, "parent_piid IS NOT NULL") == 18


@pytest.mark.real
def test_a_flat_harvest_loses_no_dollar_to_the_vehicles_it_dropped(held: Held) -> None:
    found = held("fpds_atom_idv_kenosa_91817")
    both = lines(found, "dollars_obligated", "piid = 'GS35F4987H' AND instrument = 'DELIVERY ORDER' AND modification = '0'")
    assert {Decimal("99996.00"), Decimal("63882.00")} <= {dollars for (dollars,) in both}
    assert found.superseded.lines == 0
    assert {reason: t.lines for reason, t in found.reasons.items()} == {"not_a_contract": 482}
    vehicle = lines(found, "award_id, dollars_obligated, ordering_period_end, psc, agency, commercial",
                    "piid = '12024B18D9025' AND modification = 'A00001'")  # fmt: skip
    assert vehicle == [(
        "CONT_IDV_12024B18D9025_12C2", Decimal("2606809.14"), date(2023, 6, 29), "8720",
        "AGRICULTURE, DEPARTMENT OF", True,
    )]  # fmt: skip


@pytest.mark.real
def test_an_award_on_two_pages_counts_once_the_newer_one(held: Held) -> None:
    found = held("usaspending_api_search_results_contracts")
    iowa = lines(found, "dollars_obligated, last_modified, psc, naics, action_date, supplier_district",
                 "award_id = 'CONT_AWD_80GSFC18C0008_8000_-NONE-_-NONE-'")  # fmt: skip
    assert [(d, m.date(), *rest) for d, m, *rest in iowa] == [
        (Decimal("172213419.67"), date(2025, 8, 19), "AR11", "541713", date(2018, 3, 5), "01")
    ]
    assert found.superseded.lines == 1


@pytest.mark.real
def test_a_product_known_by_its_title_alone_gets_its_code(held: Held) -> None:
    found = held("cbp_ice_fy2021_2026_contract_obligations")
    portals = lines(found, "award_id, psc, dollars_obligated, action_date, sub_agency", "source_record = 1")
    assert portals == [(
        "CONT_AWD_70B03C21F00001132_7014_70B03C21D00000003_7014", "6665", Decimal("110367609.00"), date(2021, 9, 28), "CBP",
    )]  # fmt: skip
    assert found.superseded.dollars == Decimal("2972195.00")


@pytest.mark.real
def test_an_action_behind_four_entries_of_a_list_counts_once(held: Held) -> None:
    found = held("doge_fpds_7425")
    page = lines(found, "dollars_obligated, naics, supplier_name, description, parent_piid", "piid = '75N91023F00001'")
    assert page == [(
        Decimal("-51000.00"), "541512", "GENERAL DYNAMICS INFORMATION TECHNOLOGY, INC.", None, "HHSN316201200023W",
    )]  # fmt: skip
    assert {reason: t.lines for reason, t in found.reasons.items()} == {"no_award_id": 3485}
    assert found.superseded.lines == 21


# nested texts, made by hand


def rows(feed: Feed, path: Path) -> list[Row]:
    assert feed.nested is not None
    return list(feed.nested.rows(path))


def saved(tmp_path: Path, words: str | bytes, name: str = "page") -> Path:
    path = tmp_path / name
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    return path


ATOM, SEARCHED, MOVES = OURS["fpds_atom"], OURS["usaspending_search_awards"], OURS["usaspending_search_transactions"]
AWARD = (
    '<feed xmlns:f="https://www.fpds.gov/FPDS"><entry><content><f:award version="1.5"><f:awardID><f:awardContractID>'
    "<f:agencyID>1100</f:agencyID><f:PIID>A</f:PIID></f:awardContractID><f:referencedIDVID><f:agencyID>4732</f:agencyID>"
    "<f:PIID>V &amp; W</f:PIID></f:referencedIDVID></f:awardID><f:listOfTreasuryAccounts><f:obligatedAmount>7"
    "</f:obligatedAmount></f:listOfTreasuryAccounts><f:obligatedAmount>5.00</f:obligatedAmount></f:award></content></entry>"
    "</feed>"
)


def test_an_atom_record_is_laid_flat_under_the_names_of_the_schema(tmp_path: Path) -> None:
    (row,) = rows(ATOM, saved(tmp_path, AWARD))
    raw = row.pop(RAW)
    assert row == {
        "_kind": "award", "agencyid": "1100", "piid": "A", "referencedidvid.agencyid": "4732",
        "referencedidvid.piid": "V & W", "obligatedamount": "5.00",
    }  # fmt: skip
    assert raw is not None and raw.startswith('<f:award version="1.5">') and raw.endswith("</f:obligatedAmount></f:award>")
    assert raw in AWARD


def test_records_that_straddle_the_chunks_of_reading_stand_as_they_stood(tmp_path: Path) -> None:
    one = AWARD[AWARD.index("<f:award") : AWARD.index("</content>")]
    page = AWARD.replace(one, "".join(f"<!--{'x' * (n % 977)}-->{one}" for n in range(2000)))
    found = rows(ATOM, saved(tmp_path, page))
    assert len(found) == 2000 and {row[RAW] for row in found} == {one}


def test_a_long_page_is_read_and_a_record_without_end_is_not(tmp_path: Path) -> None:
    one = AWARD[AWARD.index("<f:award") : AWARD.index("</content>")].replace("V &amp; W", "V" * 100_000)
    assert len(rows(ATOM, saved(tmp_path, AWARD.replace("</f:award>", f"</f:award>{one * 300}")))) == 301
    with pytest.raises(ValueError, match="longer than 16 MiB"):
        rows(ATOM, saved(tmp_path, AWARD.replace("V &amp; W", "V" * (18 << 20))))


@pytest.mark.parametrize("opening", ['<!DOCTYPE feed [<!ENTITY a "b">]>', "<!DOCTYPE feed>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(tmp_path: Path, opening: str, encoding: str) -> None:
    with pytest.raises(ValueError, match="document type"):
        rows(ATOM, saved(tmp_path, (opening + AWARD).encode(encoding)))


def test_a_web_page_that_names_fpds_is_no_feed() -> None:
    assert ATOM.nested is not None
    assert not ATOM.nested.looks_like(b"<!DOCTYPE html><html><body>https://www.fpds.gov/FPDS</body></html>")


def page(*results: dict[str, Any]) -> str:
    return json.dumps({"results": list(results), "page_metadata": {"page": 1, "hasNext": False}})


MOVE = {
    "Award ID": "A1", "Mod": "0", "Recipient Name": "EXAMPLE CO", "Action Date": "2024-05-01", "Transaction Amount": "10.10",
    "generated_internal_id": "CONT_AWD_A1_1100_-NONE-_-NONE-", "PSC": {"code": "8405", "description": "OUTERWEAR"},
    "NAICS": [{"code": "315250", "description": "CUT AND SEW"}], "Transaction Description": "SHIRTS",
    "Primary Place of Performance": {"location_country_code": "MEX", "country_name": "MEXICO"},
}  # fmt: skip


def test_pages_by_transaction_sum_actions_and_set_grants_aside(tmp_path: Path) -> None:
    grant = {**MOVE, "generated_internal_id": "ASST_NON_1_1100", "Transaction Amount": 1000}
    path = saved(tmp_path, page(MOVE, {**MOVE, "Mod": "P00001", "Transaction Amount": -3.0}, grant), "page.json")
    found = reading(path, tmp_path / "work")
    assert found.dollars_are == "action"
    assert (found.accepted.lines, found.accepted.dollars) == (2, Decimal("7.10"))
    assert {reason: t.dollars for reason, t in found.reasons.items()} == {"not_a_contract": Decimal("1000.00")}
    assert lines(found, "psc, naics, performance_country, description, modification") == [
        ("8405", "315250", "MEX", "SHIRTS", "0"), ("8405", "315250", "MEX", "SHIRTS", "P00001"),
    ]  # fmt: skip


def test_one_page_a_list_of_pages_and_a_page_a_line_say_the_same(tmp_path: Path) -> None:
    other = {**MOVE, "Mod": "1"}
    two = [page(MOVE), page(other)]
    expected = rows(MOVES, saved(tmp_path, page(MOVE, other)))
    assert len(expected) == 2
    for words in (f"[{', '.join(two)}]", "\n".join(two), "\ufeff\n" + "\r\n".join(two) + "\n\n", json.dumps([MOVE, other]),
                  "\n".join(map(json.dumps, (MOVE, other))), json.dumps(json.loads(page(MOVE, other)), indent=2)):  # fmt: skip
        assert rows(MOVES, saved(tmp_path, words)) == expected


@pytest.mark.parametrize("record", [None, 3, "x", [], [[]], {}, {"detail": "busy"}])
def test_a_record_that_is_none_comes_as_it_stood(tmp_path: Path, record: object) -> None:
    first, second = rows(MOVES, saved(tmp_path, json.dumps({"results": [MOVE, record]})))
    assert first["award id"] == "A1"
    assert set(second) - {"detail"} == {RAW}


@pytest.mark.parametrize(
    "words",
    ['{"results": [' + "[" * 200_000, "[" * 200_000, '{"results": [{"a": ' * 50_000, '{"results": [{"Award ID": "1"}', "x", "{",
     '{"results": [{"Award ID": 1}]} x', b'{"results": ["\xff"]}'],
)  # fmt: skip
def test_broken_json_gets_one_phrase(tmp_path: Path, words: str | bytes) -> None:
    with pytest.raises(ValueError) as told:
        rows(SEARCHED, saved(tmp_path, words))
    assert 5 < len(str(told.value)) < 100


def test_strange_values_do_no_harm(tmp_path: Path) -> None:
    strange = (
        '{"results": [{"Award ID": "\\ud800A", "Award Amount": %s, "PSC": [{"code": "1"}, {"code": "2"}], "NAICS": "315250", '
        '"award id": "B", "Recipient UEI": true, "_raw": "mine", "Start Date": {"x": {"x": {"x": {"x": {"x": 1}}}}}}]}'
    ) % ("9" * 10_000)
    (row,) = rows(SEARCHED, saved(tmp_path, strange))
    assert row["award id"] == "?A" and row["award amount"] == "9" * 10_000
    assert row.get("psc.code") is None and row["recipient uei"] == "true" and row[RAW] != "mine"


@pytest.mark.real
@pytest.mark.parametrize("name", NESTED)
def test_damage_gives_rows_or_one_phrase_and_nothing_else(real_data: Path, name: str, tmp_path: Path) -> None:
    feed, whole = OURS[REAL[name].feed], text(real_data / REAL[name].path)
    dice = random.Random(20260101)
    for _ in range(60):
        damaged = bytearray(whole[: dice.randrange(len(whole))] if dice.random() < 0.5 else whole)
        for _ in range(dice.choice((0, 1, 3, 50))):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        stored = zlib.compress(bytes(damaged), wbits=31) if dice.random() < 0.5 else bytes(damaged)
        stored = stored[: dice.randrange(len(stored) + 1)] if dice.random() < 0.3 else stored
        try:
            found = rows(feed, saved(tmp_path, stored))
        except ValueError as problem:
            assert len(str(problem)) < 100
            continue
        for row in found:
            assert all(cell is None or cell.encode() is not None for cell in row.values())


# cells


@pytest.mark.parametrize(
    ("cell", "commercial", "made"),
    [("A", True, "A"), (" d ", False, "D"), ("Commercial Item", True, None), ("COMMERCIAL PRODUCTS/SERVICES", True, None),
     ("SUPPLIES OR SERVICES PURSUANT TO FAR 12.102(F)", True, None), ("COMMERCIAL ITEM PROCEDURES NOT USED", False, None),
     ("COMMERCIAL PRODUCTS/SERVICES PROCEDURES NOT USED", False, None), ("MFG IN U.S.", None, "D"),
     ("mfg outside u.s. - qualifying country (dod only)", None, "L"), ("", None, None), ("COMMERCIAL", None, None)],
)  # fmt: skip
def test_codes_and_their_words_say_the_same(cell: str, commercial: bool | None, made: str | None) -> None:
    quoted = "'" + cell + "'"
    told = duckdb.sql(f"SELECT {cells.commercial(quoted)}, {cells.place_of_manufacture(quoted)}").fetchall()
    assert told == [(commercial, made)]
