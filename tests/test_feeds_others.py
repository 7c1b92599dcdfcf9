"""Feeds beside contract actions: totals, account shares, sub-awards, waivers, Open Contracting, plain tables, workbooks."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyfair.intake import json_records, sheets
from buyfair.intake.feed import RAW, Row
from buyfair.intake.feeds import FEEDS, made_in_america, ocds
from buyfair.intake.load import recognized
from buyfair.intake.read import Reading, read_awards
from buyfair.intake.sources import Source
from buyfair.knowledge.countries import spellings
from buyfair.records.lines import ACTIONS
from buyfair.records.subawards import SUBAWARDS
from buyfair.records.waivers import WAIVERS
from buyfair.terms.errors import InputRefusedError

ACCOUNTS = "awards/usaspending_hhs_account_breakdown_by_award_2025_1899x79.csv.gz"
SUBS = "awards/ice_contracts_subawards_2018_175x41.csv.gz"
PRIMES = "awards/ice_fy13_17_usaspending_prime_transactions.csv.gz"
DERIVED = "awards/csis_fsrs_canada_related_subawards_3323.csv.gz"
OCDS = "format_samples/ocds_1_1_release_example.json"


def read(tmp_path: Path, *paths: Path) -> Reading:
    work = tmp_path / f"work-{len(list(tmp_path.glob('work-*')))}"
    work.mkdir()
    return read_awards(paths, countries=spellings(), work=work)


def held(path: Path, columns: str, order: str = "source_file, source_record") -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM '{path}' ORDER BY {order}").fetchall()


def lines(reading: Reading, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM ({reading.actions}) ORDER BY source_file, source_record").fetchall()


def set_aside(reading: Reading) -> set[str]:
    return {str(reason) for (reason,) in held(reading.rejected, "reason", "reason")}


def written(folder: Path, name: str, *rows: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    return path


def recognized_as(header: Sequence[str]) -> str:
    return recognized(Source("made-up.csv", None, "csv", Path("none"), tuple(header)), FEEDS).id


def names_of(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as text:
        return text.readline().strip().split(",")


def test_a_feed_maps_only_columns_of_its_table_once_and_in_lower_case() -> None:
    for feed in FEEDS:
        ours = [field.ours for field in feed.fields]
        assert set(ours) <= set(feed.table.names()), feed.id
        assert len(set(ours)) == len(ours), feed.id
        assert all(name == name.lower() for name in feed.known_columns()), feed.id
    assert len({feed.id for feed in FEEDS}) == len(FEEDS)


def test_the_plain_table_and_the_side_tables_are_mapped_whole() -> None:
    place = {"line_id", "award_id", "source_file", "source_member", "source_record", "linked"}
    for id_, table, absent in (
        ("plain_awards", ACTIONS, set()),
        ("usaspending_subawards", SUBAWARDS, {"parent_agency_code", "psc"}),
        ("made_in_america_waivers", WAIVERS, set()),
    ):
        feed = next(f for f in FEEDS if f.id == id_)
        assert set(table.names()) - place - absent == {field.ours for field in feed.fields}, id_


def fitting(header: Sequence[str]) -> list[str]:
    names = frozenset(name.lower() for name in header)
    return [f.id for f in FEEDS if f.nested is None and f.may_be(names) and not f.missing(names)]


def test_a_header_fits_one_feed_and_no_other() -> None:
    plain = ["award_id", "action_date", "dollars_obligated", "psc", "description", "origin_country"]
    assert fitting(SUMMARY) == ["usaspending_award_summaries"]
    assert fitting(CURRENT) == ["usaspending_subawards"]
    assert fitting(plain) == ["plain_awards"]


@pytest.mark.real
def test_real_headers_fit_one_feed_and_no_other(real_data: Path) -> None:
    assert fitting(names_of(real_data / ACCOUNTS)) == ["usaspending_account_breakdown"]
    assert fitting(names_of(real_data / SUBS)) == ["usaspending_subawards"]
    assert fitting(names_of(real_data / DERIVED)) == []


def test_a_nested_text_is_one_feed_s() -> None:
    texts = {
        "ocds": json.dumps({"releases": [release(awards=[award()])]}).encode(),
        "made_in_america_waivers": json.dumps([waiver()]).encode(),
    }
    for id_, text in texts.items():
        assert [f.id for f in FEEDS if f.nested is not None and f.nested.looks_like(text)] == [id_]
    for text in (b"", b"{}", b"[]", b"<html>", b"_id,state\n1,2\n", b"award_id,action_date\n", b"\xff\xfe{"):
        assert not ocds.looks_like(text) and not made_in_america.looks_like(text)


# award summaries


SUMMARY = (
    "contract_award_unique_key", "award_id_piid", "parent_award_id_piid", "total_obligated_amount",
    "potential_total_value_of_award", "award_base_action_date", "award_latest_action_date", "awarding_sub_agency_code",
    "recipient_name", "recipient_uei", "product_or_service_code", "prime_award_base_transaction_description",
    "country_of_product_or_service_origin_code", "primary_place_of_performance_country_code", "last_modified_date",
)  # fmt: skip


def summary(**cells: str) -> list[str]:
    usual = {
        "contract_award_unique_key": "CONT_AWD_A1_1700_-NONE-_-NONE-", "award_id_piid": "A1",
        "total_obligated_amount": "1000.50", "potential_total_value_of_award": "9000",
        "award_base_action_date": "2021-05-06", "award_latest_action_date": "2024-01-02",
        "recipient_name": "EXAMPLE CO", "product_or_service_code": "8405",
        "country_of_product_or_service_origin_code": "BGD", "last_modified_date": "2024-02-01 10:00:00",
    }  # fmt: skip
    return [{**usual, **cells}.get(name, "") for name in SUMMARY]


def test_an_award_summary_is_a_total_on_the_day_the_award_began(tmp_path: Path) -> None:
    reading = read(tmp_path, written(tmp_path, "one.csv", SUMMARY, summary()))
    assert reading.dollars_are == "award_total"
    assert lines(reading, "line_id, cast(action_date AS VARCHAR), dollars_obligated, total_value, origin_country") == [
        ("CONT_AWD_A1_1700_-NONE-_-NONE-", "2021-05-06", Decimal("1000.50"), Decimal("9000.00"), "BGD")
    ]


def test_a_newer_summary_of_an_award_takes_the_place_of_the_older(tmp_path: Path) -> None:
    newer = summary(total_obligated_amount="1500", last_modified_date="2025-02-01 10:00:00")
    reading = read(tmp_path, written(tmp_path, "one.csv", SUMMARY, summary(), newer))
    assert (reading.accepted.dollars, reading.superseded.dollars) == (Decimal("1500.00"), Decimal("1000.50"))


def test_a_summary_of_a_grant_is_no_contract(tmp_path: Path) -> None:
    grant = summary(contract_award_unique_key="ASST_NON_G1_7500")
    reading = read(tmp_path, written(tmp_path, "one.csv", SUMMARY, summary(), grant))
    assert set_aside(reading) == {"not_a_contract"}


def test_older_summaries_are_recognized_by_their_own_names() -> None:
    older = [{"total_obligated_amount": "total_dollars_obligated"}.get(name, name) for name in SUMMARY]
    assert {recognized_as(SUMMARY), recognized_as(older)} == {"usaspending_award_summaries"}
    assistance = [{"contract_award_unique_key": "assistance_award_unique_key", "award_id_piid": "award_id_fain"}.get(n, n)
                  for n in SUMMARY]  # fmt: skip
    with pytest.raises(InputRefusedError, match="lacks the award's identifier"):
        recognized_as(assistance)


# account breakdown


@pytest.mark.real
def test_account_shares_of_the_real_download_are_summed_and_outlay_rows_set_aside(real_data: Path, tmp_path: Path) -> None:
    assert recognized_as(names_of(real_data / ACCOUNTS)) == "usaspending_account_breakdown"
    reading = read(tmp_path, real_data / ACCOUNTS)
    assert reading.dollars_are == "account_share"
    assert (reading.read.lines, reading.read.dollars) == (1899, Decimal("-41590653.69"))
    assert (reading.accepted.lines, reading.set_aside.lines, reading.superseded.lines) == (481, 1418, 0)
    assert reading.accepted.dollars == Decimal("-41590653.69")
    shares = lines(
        reading, "award_id, source_record, dollars_obligated, psc, naics, performance_country, cast(action_date AS VARCHAR), "
        "supplier_name",
    )  # fmt: skip
    one = "CONT_AWD_75D30121F11919_7523_47QRAA18D001P_4732"
    mine = [dollars for award_id, _, dollars, *_ in shares if award_id == one]
    assert (len(mine), sum(mine)) == (9, 0), "money moved between accounts, and one row that reports an outlay only"
    assert shares[0] == (
        "CONT_AWD_75P00123C00023_7570_-NONE-_-NONE-", 5, Decimal("-185000.00"), "R426", "561499", "USA", "2023-09-26",
        "GRAMERCY RESEARCH GROUP, L.L.C",
    )  # fmt: skip


# sub-awards


CURRENT = (
    "prime_award_unique_key", "prime_award_piid", "prime_award_parent_piid", "prime_awardee_uei", "subaward_type",
    "subaward_fsrs_report_id", "subaward_fsrs_report_last_modified_date", "subaward_number", "subaward_amount",
    "subaward_action_date", "subawardee_uei", "subawardee_name", "subawardee_country_code", "subaward_description",
    "subaward_primary_place_of_performance_country_code",
)  # fmt: skip
SUB = ("CONT_AWD_A1_1700_-NONE-_-NONE-", "A1", "", "PRIMEUEI0001", "sub-contract", "R1", "2024-03-01", "N/A", "250.25",
       "2024-02-01", "SUBUEI000001", "SUB CO", "MEX", "SEWING", "MEX")  # fmt: skip


def test_sub_awards_are_a_block_of_their_own_and_find_their_prime(tmp_path: Path) -> None:
    prime = written(tmp_path, "prime.csv", SUMMARY, summary())
    subs = written(tmp_path, "subs.csv", CURRENT, SUB, SUB, (*SUB[:8], "99.75", *SUB[9:]))
    reading = read(tmp_path, prime, subs)
    assert reading.accepted.dollars == Decimal("1000.50")
    assert reading.subawards is not None
    block = reading.subawards
    assert (block.read.dollars, block.accepted.dollars, block.superseded.dollars) == tuple(
        map(Decimal, ("600.25", "350.00", "250.25"))
    ), "one number in one report twice: an exact repeat is superseded, another amount is another sub-award"
    assert held(block.rows, "award_id, report_id, supplier_name, supplier_country, performance_country, linked")[0] == (
        "CONT_AWD_A1_1700_-NONE-_-NONE-", "R1", "SUB CO", "MEX", "MEX", True
    )  # fmt: skip


def test_sub_grants_are_no_contracts(tmp_path: Path) -> None:
    grants = ("ASST_NON_G1_7500", *SUB[1:]), ("", *SUB[1:4], "sub-grant", *SUB[5:])
    reading = read(tmp_path, written(tmp_path, "subs.csv", CURRENT, SUB, *grants))
    assert reading.subawards is not None
    assert (reading.subawards.accepted.lines, reading.subawards.set_aside.lines) == (1, 2)
    assert set_aside(reading) == {"not_a_contract"}


@pytest.mark.real
def test_the_sub_awards_of_2018_are_read_to_the_cent(real_data: Path, tmp_path: Path) -> None:
    assert recognized_as(names_of(real_data / SUBS)) == "usaspending_subawards"
    reading = read(tmp_path, real_data / SUBS, real_data / PRIMES)
    assert reading.accepted.dollars == Decimal("488365827.77"), "sub-award dollars are never added to primes"
    assert reading.subawards is not None
    assert (reading.subawards.read.lines, reading.subawards.accepted.lines) == (175, 175)
    assert reading.subawards.accepted.dollars == Decimal("186477899.21")
    first = held(
        reading.subawards.rows,
        "subaward_number, piid, parent_piid, cast(action_date AS VARCHAR), dollars, prime_name, supplier_name, "
        "supplier_duns, naics, sub_agency_code, performance_country",
    )[0]
    assert first == (
        "BAPSLE-USIS", "HSCECR14F00046", "HSCEMS14A00011", "2014-11-04", Decimal("1100746.08"), "XL ASSOCIATES, INC.",
        "PAE PROFESSIONAL SERVICES, INC.", "159836121", "541611", "7012", "USA",
    )  # fmt: skip


@pytest.mark.real
def test_a_derived_table_without_primes_is_refused_with_what_it_lacks(real_data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="prime_award_piid.*subaward_action_date.*sub-awards of contracts"):
        read(tmp_path, real_data / DERIVED)


# Made in America waivers


def waiver(**data: object) -> dict[str, object]:
    usual = {
        "contractingOfficeAgencyName": "EXAMPLE AGENCY", "fundingAgencyName": "EXAMPLE FUND",
        "naics": {"NAICS_Code": 315210, "NAICS_Title": "Cut and Sew"}, "psc": {"pscId": 1, "pscCode": "8405", "pscName": "X"},
        "procurementTitle": "Work shirts", "summaryOfProcurement": "Shirts for rangers.", "waiverCoverage": "Individual Waiver",
        "waiverRationaleSummary": "None made here.", "requestStatus": "Reviewed", "ombDetermination": "Consistent with Policy",
        "solicitationId": "S-1", "piids": [{"piid": "A1 "}, {"piid": ""}, {"piid": "A2"}],
        "countriesOfOriginAndUSContent": [
            {"countryiesOfOriginAndUSContent": "", "countryOfOriginAndUSContent": {"Two": "BD", "Three": "BGD", "Name": "X"}}
        ],
    }  # fmt: skip
    return {
        "_id": "61f8", "state": "submitted", "data": {**usual, **data}, "created": "2022-01-31T19:26:10.682Z",
        "modified": "2022-02-10T12:53:53.250Z",
    }  # fmt: skip


SHOWN = (
    "award_id, agency, piid, solicitation, title, description, psc, naics, origin_country, origins, status, determination, "
    "cast(action_date AS VARCHAR), cast(last_modified AS VARCHAR)"
)
SHIRTS = (
    "61f8", "EXAMPLE AGENCY", "A1; A2", "S-1", "Work shirts", "Shirts for rangers.\n\nNone made here.", "8405", "315210",
    "BGD", "BGD", "Reviewed", "Consistent with Policy", "2022-01-31", "2022-02-10 12:53:53",
)  # fmt: skip


def waivers_of(reading: Reading, columns: str = SHOWN) -> list[tuple[Any, ...]]:
    assert reading.waivers is not None
    return held(reading.waivers.rows, columns)


def test_waivers_are_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "waivers-data.json"
    path.write_text(json.dumps([waiver()]), "utf-8")
    assert waivers_of(read(tmp_path, path)) == [SHIRTS]


@pytest.mark.parametrize("titled", [True, False])
def test_waivers_are_read_from_the_csv_of_2022(tmp_path: Path, titled: bool) -> None:
    data = waiver()["data"]
    assert isinstance(data, dict)
    names = {
        "Contracting_Office_Agency_Name": data["contractingOfficeAgencyName"], "NAICS_Code": "315210", "Psc_Code": "8405",
        "Procurement_Title": "Work shirts", "Summary_of_Procurement": "Shirts for rangers.",
        "Piids": json.dumps(data["piids"]), "Waiver_Rationale_Summary": "None made here.", "Request_Status": "Reviewed",
        "OMB_Determination": "Consistent with Policy", "Solicitation_Id": "S-1",
        "Countries_Of_Origin_And_USContent": json.dumps(data["countriesOfOriginAndUSContent"]),
    }  # fmt: skip
    dotted = [
        "data.contractingOfficeAgencyName", "data.naics.NAICS_Code", "data.psc.pscCode", "data.procurementTitle",
        "data.summaryOfProcurement", "data.piids", "data.waiverRationaleSummary", "data.requestStatus",
        "data.ombDetermination", "data.solicitationId", "data.countriesOfOriginAndUSContent",
    ]  # fmt: skip
    header = ["_id", "created", "modified", *(names if titled else dotted)]
    cells = ["61f8", "2022-01-31T19:26:10.682Z", "2022-02-10T12:53:53.250Z", *map(str, names.values())]
    path = written(tmp_path, "waivers.csv", header, ['"' + c.replace('"', '""') + '"' for c in cells])
    assert waivers_of(read(tmp_path, path)) == [SHIRTS]


def test_waivers_are_read_from_the_csv_of_2026_where_a_column_stands_twice(tmp_path: Path) -> None:
    header = [
        "_id", "created", "modified", "Waiver_Title", "North_American_Industry_Classification_System_(NAICS)",
        "Product_Service_Code_(PSC)", "Waiver_Type", "OMB_Determination", "Request_Status", "Waiver_Expiration_Date",
        "Contracting_Office_Agency_Name", "Procurement_Instrument_Identifier(s)_(PIID)_for_this_waiver_(if_applicable)",
        "Solicitation_ID", "Summary_of_Procurement_(500_word_max)", "Waiver_Type",
    ]  # fmt: skip
    cells = [
        "69b0", "2026-03-09T18:51:55.311833000+0000", "2026-03-09 18:51:55.311833+00:00", "Shirts", '"315210 - Cut, Sew "',
        "8405 - OUTERWEAR", "Nonavailability", "", "Submitted", "2027-03-09", "EXAMPLE AGENCY", "", "S-2", '"Line\none"', "",
    ]  # fmt: skip
    path = written(tmp_path, "waivers.csv", header, cells)
    columns = (
        "award_id, title, naics, psc, kind, piid, origin_country, cast(end_date AS VARCHAR), description, "
        "cast(last_modified AS VARCHAR)"
    )
    assert waivers_of(read(tmp_path, path), columns) == [
        ("69b0", "Shirts", "315210", "8405", "Nonavailability", None, None, "2027-03-09", "Line\none", "2026-03-09 18:51:55")
    ]


def test_a_later_version_of_a_waiver_counts_and_two_origins_are_none(tmp_path: Path) -> None:
    two = [{"countryOfOriginAndUSContent": {"Three": c}} for c in ("CHN", "ITA")]
    later = {**waiver(countriesOfOriginAndUSContent=two), "modified": "2022-03-01T00:00:00.000Z"}
    path = tmp_path / "waivers.json"
    path.write_text(json.dumps([waiver(), later, {"data": {"ombDetermination": ""}}]), "utf-8")
    reading = read(tmp_path, path)
    assert waivers_of(reading, "origin_country, origins") == [(None, "CHN; ITA")]
    assert reading.waivers is not None
    counts = [t.lines for t in (reading.waivers.read, reading.waivers.set_aside, reading.waivers.superseded)]
    assert counts == [3, 1, 1]


# Open Contracting


def release(number: int = 1, ocid: str = "ocds-xxxxxx-1", **more: object) -> dict[str, Any]:
    return {
        "ocid": ocid, "id": f"r{number}", "date": f"2024-05-{number:02}T10:00:00Z", "tag": ["award"],
        "buyer": {"id": "b", "name": "City of Exampleton"}, **more,
    }  # fmt: skip


def award(**more: object) -> dict[str, Any]:
    return {
        "id": "a1", "title": "Shirts", "status": "active", "date": "2024-04-30T23:30:00-05:00",
        "value": {"amount": 1200.10, "currency": "USD"}, "suppliers": [{"id": "s", "name": "Example Outfitters"}],
        "items": [
            {"id": "1", "description": "Work shirts", "quantity": 10, "unit": {"name": "each"}, "countryOfOrigin": "BGD",
             "classification": {"scheme": "PSC", "id": "8405", "description": "Outerwear, men's"}},
        ], **more,
    }  # fmt: skip


def ocds_rows(tmp_path: Path, text: object, *, lines: bool = False) -> list[Row]:
    path = tmp_path / "made-up.json"
    listed = text if lines and isinstance(text, list) else [text]
    path.write_text("\n".join(json.dumps(one) for one in listed), "utf-8")
    assert ocds.looks_like(path.read_bytes())
    return list(ocds.rows(path))


PARTY = {"id": "s", "roles": ["supplier"], "address": {"countryName": "Mexico"},
         "identifier": {"scheme": "US-UEI", "id": "ABCDEFGHIJK1"}}  # fmt: skip


@pytest.mark.parametrize("shape", ["package", "single", "compiled", "record package", "lines", "list", "packages in lines"])
def test_an_award_is_the_same_in_every_shape_of_open_contracting(tmp_path: Path, shape: str) -> None:
    one = release(awards=[award()], parties=[PARTY])
    shapes: dict[str, object] = {
        "package": {"version": "1.1", "releases": [one]}, "single": one, "lines": [one], "list": [one],
        "compiled": {**one, "tag": ["compiled"]},
        "record package": {"records": [{"ocid": one["ocid"], "compiledRelease": one}]},
        "packages in lines": [{"releases": [one]}],
    }  # fmt: skip
    found = ocds_rows(tmp_path, shapes[shape], lines="lines" in shape)
    assert len(found) == 1
    expected = {
        "award_key": "ocds-xxxxxx-1/a1", "awards/date": "2024-04-30", "awards/value/amount": "1200.1",
        "awards/value/currency": "USD", "awards/suppliers/name": "Example Outfitters", "buyer/name": "City of Exampleton",
        "items/classification/psc": "8405", "items/countryoforigin": "BGD", "parties/address/countryname": "Mexico",
        "parties/identifier/uei": "ABCDEFGHIJK1", "date": "2024-05-01 10:00:00", "gone": None,
        "awards/description": "Shirts; Work shirts (10 each); Outerwear, men's",
    }  # fmt: skip
    assert {name: found[0][name] for name in expected} == expected


def test_an_ocds_file_becomes_awards(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl"
    later = release(2, awards=[award(value={"amount": "1300", "currency": "usd"})])
    gone = release(3, ocid="ocds-xxxxxx-2", awards=[award(status="cancelled")])
    texts = (release(awards=[award()]), release(ocid="ocds-xxxxxx-2", awards=[award()]), gone, later,
             release(ocid="ocds-xxxxxx-3", awards=[award(value={"amount": 5, "currency": "EUR"})]))  # fmt: skip
    path.write_text("\n".join(map(json.dumps, texts)), "utf-8")
    reading = read(tmp_path, path)
    assert reading.dollars_are == "award_total"
    assert lines(reading, "award_id, dollars_obligated, psc, origin_country, agency") == [
        ("ocds-xxxxxx-1/a1", Decimal("1300.00"), "8405", "BGD", "City of Exampleton")
    ]
    assert (reading.read.lines, reading.superseded.lines, reading.set_aside.lines) == (5, 3, 1)
    assert set_aside(reading) == {"other_currency"}


def test_what_a_later_release_leaves_out_is_carried_on(tmp_path: Path) -> None:
    signed = {"id": "c1", "awardID": "a1", "dateSigned": "2024-05-09", "period": {"endDate": "2025-05-09T00:00:00Z"}}
    texts = [release(1, awards=[award()]), release(2, contracts=[signed]), release(3, tag=["tender"], tender={"title": "x"})]
    first, second = ocds_rows(tmp_path, {"releases": texts})
    assert second["awards/suppliers/name"] == first["awards/suppliers/name"] == "Example Outfitters"
    assert (second["awards/value/amount"], second["contracts/period/enddate"]) == ("1200.1", "2025-05-09")


def test_contracts_speak_where_the_award_is_silent(tmp_path: Path) -> None:
    contracts = [
        {"id": f"c{n}", "awardID": "a1", "dateSigned": f"2024-05-0{n}", "value": {"amount": amount, "currency": "USD"}}
        for n, amount in ((2, 0.1), (1, 0.2))
    ]
    silent = {name: value for name, value in award().items() if name not in ("value", "date")}
    (row,) = ocds_rows(tmp_path, release(awards=[silent], contracts=contracts))
    assert (row["awards/value/amount"], row["awards/date"]) == ("0.3", "2024-05-01")
    alone = [{**contracts[0], "awardID": None, "title": "Tents"}]
    (row,) = ocds_rows(tmp_path, release(contracts=alone))
    assert (row["award_key"], row["awards/value/amount"], row["awards/description"]) == ("ocds-xxxxxx-1/c2", "0.1", "Tents")


def test_a_currency_is_taken_from_the_release_and_never_guessed(tmp_path: Path) -> None:
    bare = award(value={"amount": 7})
    (none,) = ocds_rows(tmp_path, release(awards=[bare]))
    (one,) = ocds_rows(tmp_path, release(awards=[bare], tender={"value": {"amount": 8, "currency": "CAD"}}))
    (two,) = ocds_rows(tmp_path, release(awards=[bare, award(id="a2")], tender={"value": {"amount": 8, "currency": "CAD"}}))[:1]
    assert [r["awards/value/currency"] for r in (none, one, two)] == [None, "CAD", "several"]


def test_a_code_is_a_product_code_only_where_its_scheme_says_so_and_all_items_agree(tmp_path: Path) -> None:
    def classified(*pairs: tuple[str, str]) -> str | None:
        items = [{"id": str(n), "classification": {"scheme": s, "id": c}} for n, (s, c) in enumerate(pairs)]
        (row,) = ocds_rows(tmp_path, release(awards=[award(items=items)]))
        return row["items/classification/psc"]

    assert classified(("CPV", "8405")) is None
    assert classified(("psc", "8405"), ("US-PSC", "8405")) == "8405"
    assert classified(("PSC", "8405"), ("PSC", "8410")) is None


def test_a_release_without_ocid_or_award_id_is_set_aside_whole(tmp_path: Path) -> None:
    nameless = {**award(), "id": None}
    found = ocds_rows(tmp_path, {"releases": [release(awards=[nameless]), {"id": "x", "awards": []}, "ocid", 4, None]})
    assert [set(row) for row in found] == [{RAW}] * 5


@pytest.mark.real
def test_the_fictional_example_of_the_standard_is_read_and_its_pounds_are_set_aside(real_data: Path, tmp_path: Path) -> None:
    reading = read(tmp_path, real_data / OCDS)
    assert held(reading.rejected, "reason", "record") == [("not_a_contract",), ("other_currency",), ("other_currency",)]
    found = list(ocds.rows(real_data / OCDS))
    assert [row["date"] for row in found] == ["2010-05-10 09:30:00", "2010-05-10 10:30:00", "2011-01-10 09:30:00"]
    last = found[-1]
    assert (last["awards/value/amount"], last["awards/suppliers/name"]) == ("11000000", "AnyCorp Cycle Provision")
    assert (last["tender/numberoftenderers"], last["contracts/period/maxextentdate"]) == ("2", "2011-12-31")


# nested texts that are damaged or hostile


def rows_or_words(rows: Iterator[Row]) -> int | str:
    """How many rows came, or the one plain sentence; anything else is a fault."""
    try:
        return sum(1 for _ in rows)
    except ValueError as problem:
        assert "\n" not in str(problem) and "char" not in str(problem)
        return str(problem)


@pytest.mark.parametrize("feed", [ocds, made_in_america])
def test_damaged_json_gives_rows_or_one_plain_sentence(tmp_path: Path, feed: Any) -> None:
    text = json.dumps({"releases": [release(n, awards=[award()]) for n in range(1, 9)]} if feed is ocds else [waiver()] * 8)
    raw = text.encode()
    draw = random.Random(5)
    said = set()
    for turn in range(150):
        damaged = bytearray(raw)
        for _ in range(draw.randint(1, 6)):
            damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
        if turn % 3 == 0:
            del damaged[draw.randrange(len(damaged)) :]
        path = tmp_path / "damaged.json"
        path.write_bytes(damaged)
        said.add(rows_or_words(feed.rows(path)))
    assert "it breaks off" in said and any(isinstance(s, int) for s in said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["ocid", "id", "date", "awards", "contracts", "value", "amount", "currency", "items", "suppliers",
                         "releases", "records", "compiledRelease", "classification", "status", "awardID", "parties", "roles",
                         "address", "piids", "data", "psc", "_id", "countriesOfOriginAndUSContent", "period", "startDate"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_any_json_gives_rows_or_one_plain_sentence(tmp_path_factory: pytest.TempPathFactory, text: object) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    for shape in (text, [text], {"releases": [text]}, {"ocid": "o", "awards": text}, {"_id": "w", "data": text}):
        path.write_text(json.dumps(shape), "utf-8")
        for feed in (ocds, made_in_america):
            for row in feed.rows(path) if isinstance(shape, (dict, list)) else ():
                assert all(cell is None or isinstance(cell, str) for cell in row.values())


def test_hostile_json_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "hostile.json"
    deep = '{"ocid":"o","awards":' + "[" * 100_000
    for text in (deep, '{"ocid": nul', '{"ocid": "o", "awards": [{"id": "a", "value": {"amount": 1e', '{"ocid" "o"}', "{,}"):
        path.write_text(text, "utf-8")
        assert isinstance(rows_or_words(ocds.rows(path)), str), text[:40]
    path.write_bytes(b'{"ocid": "\xff\xfe"}')
    assert rows_or_words(ocds.rows(path)) == "it is not UTF-8 text"
    path.write_text(json.dumps(release(awards=[award(value={"amount": "9" * 5000}, date="9999-99-99")])), "utf-8")
    assert rows_or_words(ocds.rows(path)) == 1
    nested: Any = "x"
    for _ in range(900):
        nested = {"a": nested}
    path.write_text(json.dumps({"ocid": "o", "date": "2024", "awards": [award(), {"id": "b", "x": nested}]}), "utf-8")
    assert rows_or_words(ocds.rows(path)) in (2, "its records are nested too deeply")


def test_json_is_read_in_small_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.json"
    many = [{"n": n, "text": "€" * (n % 7), "list": [n, -0.5, True]} for n in range(500)]
    path.write_text(json.dumps({"head": {"of": "package"}, "releases": many, "tail": [1]}, ensure_ascii=False), "utf-8")
    whole = list(json_records.records(path, ("releases",)))
    monkeypatch.setattr(json_records, "_CHUNK", 7)
    assert list(json_records.records(path, ("releases",))) == whole
    assert [r["n"] for _, r in whole] == [str(n) for n in range(500)]
    zipped = tmp_path / "many.json.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    assert list(json_records.records(zipped, ("releases",))) == whole


# a plain table


def test_a_city_s_own_table_runs(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "city.csv",
        ["Award_ID", "action_date", "dollars_obligated", "agency", "supplier_name", "psc", "description", "origin_country",
         "extra"],
        ["PO-1", "2024-05-01", "48250.00", "City of Exampleton", "Example Outfitters", "8405", "Shirts", "Bangladesh", "x"],
        ["PO-1", "2024-06-01", "(250)", "City of Exampleton", "Example Outfitters", "8405", "Shirts", "BGD", "x"],
        ["PO-2", "2024-06-01", "10", "City of Exampleton", "", "", "", "", ""],
        ["PO-2", "2024-06-01", "10", "City of Exampleton", "", "", "", "", ""],
    )  # fmt: skip
    reading = read(tmp_path, path)
    assert (reading.dollars_are, reading.accepted.dollars, reading.superseded.lines) == ("action", Decimal("48010.00"), 1)
    assert lines(reading, "award_id, dollars_obligated, origin_country, description")[:2] == [
        ("PO-1", Decimal("48250.00"), "BGD", "Shirts"), ("PO-1", Decimal("-250.00"), "BGD", "Shirts"),
    ]  # fmt: skip


def test_line_ids_of_a_plain_table_tell_versions_apart(tmp_path: Path) -> None:
    header = ["line_id", "award_id", "action_date", "dollars_obligated", "commercial", "last_modified"]
    rows = (["L1", "PO-1", "2024-05-01", "10", "yes", "2024-05-02"], ["L1", "PO-1", "2024-05-01", "12", "no", "2024-05-03"])
    reading = read(tmp_path, written(tmp_path, "city.csv", header, *rows))
    assert lines(reading, "line_id, dollars_obligated, commercial") == [("L1", Decimal("12.00"), False)]


def test_our_own_lines_can_be_read_again(tmp_path: Path) -> None:
    first = read(tmp_path, written(tmp_path, "one.csv", SUMMARY, summary()))
    copy = tmp_path / "lines.parquet"
    duckdb.sql(f"COPY ({first.actions}) TO '{copy}' (FORMAT parquet)")
    again = read(tmp_path, copy)
    shown = "line_id, award_id, action_date, dollars_obligated, origin_country, last_modified"
    assert lines(again, shown) == lines(first, shown)


# workbooks


NUMBERED = "<c{r}><v>{v}</v></c>"


def xlsx(*tables: Sequence[Sequence[object]]) -> bytes:
    """A workbook made by hand, so that no writer stands between the test and the reader."""
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        sheets_ = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n, _ in enumerate(tables, 1))
        links = "".join(
            f'<Relationship Id="r{n}" Type="{kinds}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in enumerate(tables, 1)
        )
        package = "http://schemas.openxmlformats.org/package/2006"
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        book.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r0" '
                      f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>{sheets_}</sheets></workbook>')
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}<Relationship Id="rs" Type="{kinds}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
                      "</styleSheet>")  # fmt: skip
        for n, rows in enumerate(tables, 1):
            body = "".join(f'<row r="{r}">{"".join(map(xml_cell, row))}</row>' for r, row in enumerate(rows, 1))
            book.writestr(f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>')
    return out.getvalue()


def xml_cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):
        return f'<c s="1"><v>{value[0]}</v></c>' if value[0] != "error" else '<c t="e"><v>#DIV/0!</v></c>'
    if isinstance(value, (int, float)):
        return f"<c><v>{value!r}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def made(tmp_path: Path, raw: bytes, name: str = "book.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(raw)
    return path


def test_every_kind_of_cell_is_written_as_text(tmp_path: Path) -> None:
    cells = ["x, \"y\"\nz", 8405, 0.1 + 0.2, 1234567.89, 12345678901234.56, (45413,), (45413.5,), True, ("error",), None, 1e-7]
    book = made(tmp_path, xlsx([[*"abcdefghijk"], cells], [], [["only"]]))
    found = sheets.tables(book, "book.xlsx", tmp_path)
    assert [sheet for sheet, _ in found] == ["S1", "S3"], "a sheet that holds nothing is no table"
    assert found[0][1].read_text("utf-8").split("\n", 1)[1] == (
        '"x, ""y""\nz",8405,0.3,1234567.89,12345678901234.56,2024-05-01,2024-05-01 12:00:00,true,,,0.0000001\n'
    )


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_keeps_its_cents(amount: Decimal) -> None:
    assert Decimal(sheets.written(float(amount))) == amount
    assert "E" not in sheets.written(float(amount)) and not sheets.written(float(amount)).endswith(".0")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_written_within_a_hair(number: float) -> None:
    text = sheets.written(number)
    assert text == "" or float(text) == pytest.approx(number, rel=1e-14)


def test_the_header_is_found_below_titles() -> None:
    header, row = ["award_id", "action_date", "dollars_obligated"], ["A1", "2024-05-01", 5.0]
    assert sheets.header_row([header, row, row]) == 0
    assert sheets.header_row([["Purchases of the city"], [], ["made", "by", ""], header, row]) == 3
    assert sheets.header_row([["as of", 45413.0, "x", "y"], header, row]) == 1, "a header holds texts only"
    block = [["From", "To", "By"], ["a", "b", "c"]]
    wide = [f"column_{n}" for n in range(9)]
    assert sheets.header_row([*block, wide, *[[1.0] * 9] * 8]) == 2
    assert sheets.header_row([]) == 0
    assert sheets.header_row([["a", "b"], [1.0, 2.0]]) == 0
    assert sheets.header_row([["title"]] * 30 + [header, row]) == 0, "after twenty rows of titles nobody guesses"


def test_a_workbook_with_a_title_runs(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Purchases 2024"], [], ["award_id", "action_date", "dollars_obligated", "psc", "origin_country"],
        ["PO-1", (45413,), 1200.1, 8405, "BGD"], ["PO-2", (45414,), 0.1 + 0.2, "7B22", None], ["Total", None, 1200.4],
    ]  # fmt: skip
    reading = read(tmp_path, made(tmp_path, xlsx([["Read me first"]], rows)))
    assert lines(reading, "award_id, cast(action_date AS VARCHAR), dollars_obligated, psc, source_member") == [
        ("PO-1", "2024-05-01", Decimal("1200.10"), "8405", "S2"), ("PO-2", "2024-05-02", Decimal("0.30"), "7B22", "S2"),
    ]  # fmt: skip
    assert set_aside(reading) == {"bad_day"}, "a row of totals is set aside aloud"
    assert len(reading.passed_over) == 1


def test_a_workbook_is_told_by_its_content(tmp_path: Path) -> None:
    raw = xlsx([["award_id", "action_date", "dollars_obligated"], ["A", (45413,), 1]])
    misnamed = made(tmp_path, raw, "book.xls")
    assert sheets.looks_like_sheet(raw[:8], misnamed)
    assert read(tmp_path, misnamed).accepted.lines == 1
    with zipfile.ZipFile(tmp_path / "text.docx", "w") as other:
        other.writestr("[Content_Types].xml", "")
        other.writestr("word/document.xml", "")
    assert not sheets.looks_like_sheet(b"PK\x03\x04", tmp_path / "text.docx")
    assert not sheets.looks_like_sheet(b"award_id", made(tmp_path, b"award_id,x", "really.csv.xlsx"))


def ods(rows: str) -> bytes:
    out = io.BytesIO()
    space = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
    spaces = " ".join(space.format(name) for name in ("office", "table", "text"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr(
            "content.xml",
            f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="T">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def ods_row(*cells: str, again: int = 1) -> str:
    inner = "".join(
        f'<table:table-cell office:value-type="float" office:value="{c}"/>' if c[0].isdigit() and "-" not in c
        else f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
        for c in cells
    )  # fmt: skip
    return f'<table:table-row table:number-rows-repeated="{again}">{inner}</table:table-row>'


def test_an_open_document_runs(tmp_path: Path) -> None:
    rows = ods_row("award_id", "action_date", "dollars_obligated") + ods_row("PO-1", "2024-05-01", "12.5")
    assert read(tmp_path, made(tmp_path, ods(rows), "book.ods")).accepted.dollars == Decimal("12.50")


@pytest.mark.real
def test_a_real_xls_is_read(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "lists" / "dol_eo13126_2014.xls"
    ((sheet, table),) = sheets.tables(path, path.name, tmp_path)
    lines = table.read_text("utf-8").splitlines()
    assert (sheet, lines[0], lines[1], len(lines)) == ("Sheet1", "Country,Good", "Afghanistan,Bricks", 55)


def refused(tmp_path: Path, raw: bytes, name: str = "book.xlsx") -> str:
    path = made(tmp_path, raw, name)
    assert sheets.looks_like_sheet(raw[:8], path)
    with pytest.raises(InputRefusedError) as problem:
        sheets.tables(path, name, tmp_path)
    return str(problem.value)


def test_bombs_locks_and_ruins_are_refused_in_one_sentence(tmp_path: Path) -> None:
    raw = xlsx([["a", "b", "c"], [1, 2, 3]])
    bomb = io.BytesIO(raw)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/picture.bin", bytes(30_000_000))
    assert "would unpack to" in refused(tmp_path, bomb.getvalue())
    assert "damaged or truncated" in refused(tmp_path, raw[: len(raw) // 2])
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    assert "cannot be read as a workbook" in refused(tmp_path, ole, "book.xls")
    assert "locked with a password" in refused(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"))
    assert "every sheet is empty" in refused(tmp_path, xlsx([], []))
    endless = ods(ods_row(*["x"] * 200, again=2**20))
    assert "cannot be read as a workbook" in refused(tmp_path, endless, "book.ods")


def test_a_cell_in_the_last_corner_does_not_take_the_machine_down(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["a"]]))) as small, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as book:
        for member in small.namelist():
            text = small.read(member)
            if "sheet1" in member:
                text = text.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            book.writestr(member, text)
    assert "holds more than a workbook should" in refused(tmp_path, raw.getvalue())


@pytest.mark.slow
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    rows = ods_row("award_id", "action_date", "dollars_obligated") + ods_row("PO-1", "2024-05-01", "12.5")
    draw = random.Random(7)
    for name, raw in (("book.xlsx", xlsx([["a", "b", "c"], [1, 2.5, "x"]])), ("book.ods", ods(rows))):
        for turn in range(40):
            damaged = bytearray(raw)
            for _ in range(draw.randint(1, 8)):
                damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
            if turn % 4 == 0:
                del damaged[draw.randrange(8, len(damaged)) :]
            path = made(tmp_path, bytes(damaged), name)
            if sheets.looks_like_sheet(bytes(damaged[:8]), path):
                try:
                    assert sheets.tables(path, name, tmp_path)
                except InputRefusedError as refusal:
                    assert "\n" not in str(refusal)
