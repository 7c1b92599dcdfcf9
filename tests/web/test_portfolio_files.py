"""Tables taken along: every row that meets the filters, in four formats, each saying what it is; and the search box."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair import browse
from buyfair.browse_filters import Filters
from buyfair.snapshots import Snapshot, every
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets import workbook
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.core.sheets.sheet import Sheet

pytestmark = pytest.mark.django_db


def rows_of(form: str, body: bytes) -> tuple[list[Any], str]:
    """The first column of the rows of a file, and what it says of itself."""
    if form == "csv":
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        return [line[0] for line in lines[1:] if not line[0].startswith("# ")], str(lines)
    if form == "jsonl":
        told = [json.loads(line) for line in body.decode().splitlines()]
        return [next(iter(row.values())) for row in told[:-1]], str(told[-1])
    if form == "parquet":
        table = parquet.read_table(io.BytesIO(body))
        return table.columns[0].to_pylist(), str(table.schema.metadata)
    book = load_workbook(io.BytesIO(body), read_only=True)
    said = [[cell.value for cell in row] for row in book["About"].iter_rows()]
    return [row[0].value for row in list(book.worksheets[0].iter_rows())[1:]], str(said)


def test_every_row_is_in_every_file(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """The awards of a filter, the same in four formats and as many as the picture counts; each file says its filters."""
    lead = acting(Role.PORTFOLIO_LEAD)
    counted = browse.figures(taken, Filters(sector=("apparel",)))["awards"]
    seen = []
    for form in FORMATS:
        answer = lead.get(f"/portfolio/files/awards.{form}?sector=apparel")
        assert answer.streaming and taken.id in answer.headers["Content-Disposition"]
        held, about = rows_of(form, b"".join(answer.streaming_content))
        assert "Sector: Apparel" in about and taken.id in about
        seen.append(held)
    assert all(each == seen[0] for each in seen)
    assert len(set(seen[0])) == len(seen[0]) == counted


def test_a_file_without_rows_has_its_columns(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Nothing met the filter; what would have stood there is told."""
    answer = acting(Role.PORTFOLIO_LEAD).get("/portfolio/files/calendar.parquet?agency=Nobody")
    table = parquet.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert (table.num_rows, "award_id" in table.column_names) == (0, True)


def test_the_lines_of_the_whole_are_all_there(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """As many as were accepted."""
    answer = acting(Role.INSPECTOR_GENERAL, kind="oversight").get("/portfolio/files/lines.csv")
    held, _ = rows_of("csv", b"".join(answer.streaming_content))
    assert len(held) == browse.figures(taken)["lines"]["accepted"]


@pytest.mark.parametrize("address", ["cats.csv", "awards.exe", "awards.csv?sector=fod", "awards.csv?x=1"])
def test_a_file_that_there_is_not_is_refused_in_a_sentence(address: str, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """No such table, no such format, filters that name nothing."""
    answer = acting(Role.PORTFOLIO_LEAD).get(f"/portfolio/files/{address}")
    assert answer.status_code == 400 and "cannot be made" in answer.content.decode()


def test_a_supplier_takes_nothing_along(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Refused as every page of the portfolio is."""
    assert acting(Role.SUPPLIER_MEMBER, "Firm", "supplier").get("/portfolio/files/awards.csv").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_is_given_piece_by_piece(form: str) -> None:
    """The first piece goes out before the last row was read; no formula runs in a spreadsheet."""
    read = []

    def rows() -> Any:
        for n in range(60_000):
            read.append(n)
            yield (f"=1+{n}", n)

    pieces = FORMATS[form][2](Sheet("made", (("said", "text"), ("n", "count")), rows(), {"filters": "none"}))
    begun = next(piece for piece in pieces if len(piece) > 3)
    assert len(read) < 60_000
    held, _ = rows_of(form, b"".join([begun, *pieces]))
    assert len(held) == 60_000
    assert held[1] == ("'=1+1" if form == "csv" else "=1+1")


@pytest.mark.parametrize("many, names", [(0, ["made"]), (6, ["made", "made 2"]), (7, ["made", "made 2", "made 3"])])
def test_a_workbook_of_more_rows_than_a_sheet_holds_goes_on_in_the_next(
    many: int, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row once, in its order, over the seams; each sheet has the columns, and none is made for no row."""
    monkeypatch.setattr(workbook, "_SHEET", 3)
    rows = [(f"row {n}", n) for n in range(many)]
    written = workbook.as_xlsx(Sheet("made", (("said", "text"), ("n", "count")), iter(rows), {"filters": "none"}))
    book = load_workbook(io.BytesIO(b"".join(written)), read_only=True)
    assert book.sheetnames == [*names, "About"]
    held = [list(book[name].iter_rows(values_only=True)) for name in names]
    assert all(sheet[0] == ("said", "n") and len(sheet) <= 4 for sheet in held)
    assert [row for sheet in held for row in sheet[1:]] == rows
    assert ("filters", "none") in list(book["About"].iter_rows(values_only=True))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    """With an apostrophe before it, as spreadsheets write texts; a number bears none."""
    made = Sheet("made", (("said", "text"), ("n", "count")), [(text, -5), ("1=1", 1)], {})
    told = list(csv.reader(io.StringIO(b"".join(FORMATS["csv"][2](made)).decode("utf-8-sig"), newline="")))
    assert told[1:] == [[f"'{text}", "-5"], ["1=1", "1"]]


def test_the_search_box_finds_suppliers_and_awards_for_buyers_only(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """By a part of a name; a supplier and nobody in particular find nothing of the portfolio."""
    text = acting(Role.CONTRACTING_OFFICER).get("/search/?q=heron").content.decode()
    assert "Suppliers (" in text and "Awards (" in text and "HERON" in text
    assert 'href="/portfolio/?supplier=' in text and 'href="/awards/CONT_AWD' in text
    for role, kind in ((Role.SUPPLIER_MEMBER, "supplier"), (Role.PUBLIC, "agency")):
        assert "HERON" not in acting(role, f"Of {kind}", kind).get("/search/?q=heron").content.decode()


def test_the_search_box_finds_a_vehicle_whose_address_opens_its_awards(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """By its number, in any case of letters: as many awards as the picture counts under it, and a list of them."""
    of = max(taken.summary()["vehicles"], key=lambda row: int(row["awards"]))
    client = acting(Role.CONTRACTING_OFFICER)
    page = html.unescape(client.get(f"/search/?q={of['vehicle'].lower()}").content.decode())
    said = page.partition("Vehicles (1)")[2]
    assert said and f"{of['awards']} awards under it" in said and of["parent_agency_name"].lower() in said.lower()
    address = said.partition('href="')[2].partition('"')[0]
    assert address == f"/portfolio/?vehicle={of['vehicle']}%3A{of['parent_agency']}" and client.get(address).status_code == 200
    listed = client.get(address.replace("/portfolio/", "/portfolio/awards/"))
    assert listed.status_code == 200 and listed.content.decode().count('href="/awards/CONT_') >= int(of["awards"])
    assert of["vehicle"] not in acting(Role.SUPPLIER_MEMBER, "Firm", "supplier").get("/search/?q=ZZ").content.decode()


@pytest.mark.parametrize("typed", ["%00", "x" * 300, "%E2%80%AE%E2%80%AE", "%27%22%3E%3Cscript%3E", "%F0%9F%98%80 or 1=1 --"])
def test_whatever_is_typed_into_the_search_box_is_answered(typed: str, acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """A sentence, never a defect; nothing typed runs."""
    answer = acting(Role.PORTFOLIO_LEAD).get(f"/search/?q={typed}")
    assert answer.status_code in (200, 400)
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_the_command_takes_a_folder_and_shows_it(taken: Snapshot, home_folder: Path) -> None:  # noqa: F811
    """A folder that is none is refused in a sentence; one that is is shown at once."""
    with pytest.raises(CommandError, match="expected"):
        call_command("take_portfolio", str(home_folder))
    assert every(home_folder) == ()


OWN = {"": "sectors harms", "calendar": "calendar", "map": "countries pairs", "goods": "goods pairs", "flows": "flows",
       "reach": "reach reach-rules reach-missing", "vehicles": "vehicles", "agencies": "agencies", "indicators": "indicators",
       "not-told": "not-told not-told-codes"}  # fmt: skip


def test_each_page_offers_the_tables_that_it_prints_and_each_can_be_taken(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Under the filters of the page; what is written is what its figures say, and says under which filters it was made."""
    lead = acting(Role.PORTFOLIO_LEAD)
    figures = browse.figures(taken, Filters(sector=("apparel",)))
    for slug, names in OWN.items():
        page = lead.get(f"/portfolio/{slug}/?sector=apparel" if slug else "/portfolio/?sector=apparel").content.decode()
        for name in names.split():
            assert f'href="/portfolio/files/{name}.csv?sector=apparel"' in page, (slug, name)
            answer = lead.get(f"/portfolio/files/{name}.csv?sector=apparel")
            held, about = rows_of("csv", b"".join(answer.streaming_content))
            assert "Sector: Apparel" in about
            if name.replace("-", "_") in figures and name not in ("reach", "calendar", "flows", "vehicles"):
                assert len(held) == len(figures[name.replace("-", "_")]), name
