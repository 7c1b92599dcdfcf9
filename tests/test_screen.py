"""Screening a table of names: leads that can be argued with, bad input in one sentence, decisions asked once."""

from __future__ import annotations

import csv
import fcntl
import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from buyfair import catalogue
from buyfair.cli import main
from buyfair.intake import table_bytes
from buyfair.intake.decisions_file import keep_decision, read_decisions
from buyfair.intake.names_file import LONGEST_CELL, read_names
from buyfair.screen.decided import pair_of, seen, standing
from buyfair.screen.leads import Lead, Query
from buyfair.screening import FIELDS, Columns, Screening, as_row, compare, numbers_in
from buyfair.screening import document as screened_document
from buyfair.terms.decision import Decision
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.party import ListedParty, Statement

LISTED = "Hetian Taida Apparel Co., Ltd"
DAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYFAIR_HOME", str(tmp_path / "home"))


def run(*words: object, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["screen", *map(str, words)], input=typed)


def table(folder: Path, text: str | bytes, name: str = "names.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def document(*words: object, typed: str | None = None) -> dict[str, object]:
    done = run(*words, "--json", typed=typed)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def leads(told: dict[str, object]) -> list[dict[str, object]]:
    found = told["leads"]
    assert isinstance(found, list)
    return found


# What comes out


def test_a_listed_maker_is_a_lead_with_both_strings_and_the_list_card(tmp_path: Path) -> None:
    told = document(table(tmp_path, "firm,place\nHETIAN TAIDA GARMENT,China\nBlue Heron Imports LLC,USA\n"),
                    "--name", "firm", "--country", "place")  # fmt: skip
    first = leads(told)[0]
    assert first["row"] == 1
    assert "HETIAN TAIDA GARMENT" in str(first["why"])
    assert str(first["lead_name"]) in str(first["why"])
    assert first["means"]
    assert first["means_not"]
    assert first["listed_since"]
    assert 0.4 <= float(str(first["score"])) < 1
    assert {lead["list"] for lead in leads(told)} == {"cbp_wro", "uflpa_entity_list"}
    assert {lead["row"] for lead in leads(told)} == {1}


def test_no_lead_is_no_row_and_status_zero(tmp_path: Path) -> None:
    told = document(table(tmp_path, "firm\nBlue Heron Imports LLC\n"), "--name", "firm")
    assert leads(told) == []
    assert told["counts"]["names"] == 1  # type: ignore[index]


def test_the_columns_of_leads_stand_in_their_order(tmp_path: Path) -> None:
    out = tmp_path / "leads.csv"
    assert run(table(tmp_path, f'firm\n"{LISTED}"\n'), "--name", "firm", "--out", out).exit_code == 0
    rows = list(csv.reader(out.open(encoding="utf-8")))
    assert tuple(rows[0]) == (*FIELDS, "file")
    assert rows[0][:11] == ["row", "name", "lead_name", "list", "edition", "listed_since", "score", "why", "identifiers",
                            "means", "means_not"]  # fmt: skip
    assert len(rows) > 1


def test_json_files_hold_the_whole_document_and_standard_input_is_a_table(tmp_path: Path) -> None:
    out = tmp_path / "leads.json"
    done = run("-", "--name", "firm", "--out", out, typed=f'firm\n"{LISTED}"\n')
    assert done.exit_code == 0, done.output
    assert leads(json.loads(out.read_text()))[0]["lead_name"]


def test_a_listing_is_told_as_of_the_known_day(tmp_path: Path) -> None:
    names = table(tmp_path, "firm\nAnnapurna Carpet\n")
    told = leads(document(names, "--name", "firm", "--lists", "cbp_wro"))[0]
    assert told["listed_until"] == "2021-07-23"
    assert told["listed_on_day"] == "no"


def test_pairs_get_a_score_and_a_reason_beside_what_they_had(tmp_path: Path) -> None:
    pairs, out = table(tmp_path, "id,a,b\n7,Haishuo Textile,HAI SHUO TEXT\n8,Orchid Hill,\n"), tmp_path / "scored.csv"
    assert run("--pairs", pairs, "--left", "a", "--right", "b", "--out", out).exit_code == 0
    near, empty = csv.DictReader(out.open(encoding="utf-8"))
    assert (near["id"], near["score"]) == ("7", f"{compare('Haishuo Textile', 'HAI SHUO TEXT').score:.3f}")
    assert float(near["score"]) > 0.9
    assert float(empty["score"]) == 0
    assert empty["why"]


def test_pairs_that_cannot_be_compared_stay_in_their_place_without_a_score(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    two_lines = '"Two\nlines"'
    rows = "1,Amber,Birch,too,many", "2,Amber,Amber", '3,"Amber" x,Elm', f"4,{two_lines},Elm", "5,Elm,Elm", f"6,Fir,{two_lines}"
    pairs.write_text("\n".join(("id,a,b", *rows)))
    done = run("--pairs", pairs, "--left", "a", "--right", "b", "--out", out)
    assert done.exit_code == 0, done.output
    held = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    assert [row["id"] for row in held] == ["1", "2", "", "4", "5", "6"]
    assert [bool(row["score"]) for row in held] == [False, True, False, False, True, False]
    assert [row["why"].startswith("not compared: ") for row in held] == [not row["score"] for row in held]
    assert "passed over record 3" in done.output


def test_one_country_by_any_spelling_keeps_two_sites_together(tmp_path: Path) -> None:
    pairs, out = tmp_path / "sites.csv", tmp_path / "scored.csv"
    places = ("PAK", "Pakistan", "PK", "", "Atlantis", "India")
    both = 'Haishuo Mill,"12 Lake Road, Orchid Town",PAK,Haishuo Mills,"Lake Rd. 12, Orchid Town"'
    rows = [f"{both},{place}" for place in places]
    pairs.write_text("a,x,p,b,y,q\n" + "\n".join(rows) + "\n")
    words = ("--left", "a", "--right", "b", "--left-address", "x", "--right-address", "y")
    assert run("--pairs", pairs, *words, "--left-country", "p", "--right-country", "q", "--out", out).exit_code == 0
    *same, other = csv.DictReader(out.open(encoding="utf-8"))
    assert len({row["score"] for row in same}) == 1
    assert float(other["score"]) < float(same[0]["score"])
    assert "the first is in PAK, the second in IND" in other["why"]


def test_several_tables_are_screened_together_and_each_row_bears_its_file(tmp_path: Path) -> None:
    one = table(tmp_path, f'firm\n"{LISTED}"\n', "one.csv")
    two = table(tmp_path, "firm;x\nMálaga;1\n;2\n".encode("cp1252"), "two.csv")
    words = (one, two, "-", "--name", "firm", "--lists", "uflpa_entity_list")
    piped = "firm,x\nTaida Apparel,1\na,b,c\n"
    told, out = document(*words, typed=piped), tmp_path / "leads.csv"
    assert [(lead["file"], lead["row"]) for lead in leads(told)] == [(str(one), 1), ("standard input", 1)]
    counts = told["counts"]
    assert (counts["records"], counts["names"], counts["without_name"], counts["set_aside"]) == (5, 3, 1, 1)  # type: ignore[index]
    assert (counts["leads"], counts["same_party"]) == (2, 0)  # type: ignore[index]
    assert told["set_aside"][0]["file"] == "standard input"  # type: ignore[index]
    done = run(*words, "--out", out, typed=piped)
    assert f"{one}, row 1  score" in done.output
    assert "two.csv was read as Windows-1252." in " ".join(done.output.split())
    assert [row["file"] for row in csv.DictReader(out.open(encoding="utf-8"))] == [str(one), "standard input"]
    refused = run(one, tmp_path / "none.csv", "--name", "firm")
    assert refused.exit_code == 1
    assert run("-", "-", "--name", "firm", typed=piped).exit_code == 1


def test_pairs_of_sites_are_compared_with_their_addresses(tmp_path: Path) -> None:
    pairs, out = tmp_path / "sites.csv", tmp_path / "scored.csv"
    pairs.write_text(
        "a,x,b,y\nHaishuo Mill,\"12 Lake Road, Orchid Town\",HAI SHUO MILL,Lake Rd 12 Orchid Town\n"
        "Haishuo Mill,\"12 Lake Road, Orchid Town\",Amber Works,7 Harbour St Vale City\n"
    )
    words = ("--pairs", pairs, "--left", "a", "--right", "b", "--out", out, "--left-address", "x")
    assert run(*words, "--right-address", "y").exit_code == 0
    same, other = csv.DictReader(out.open(encoding="utf-8"))
    assert float(same["score"]) > 0.8 > 0.2 > float(other["score"])
    assert "both addresses have" in same["why"]
    one_sided = run(*words)
    assert one_sided.exit_code == 1
    assert "--right-address" in one_sided.output


def test_an_address_that_meets_the_lists_own_raises_a_lead_and_another_lowers_it() -> None:
    told = Statement("order", "in_force", date(2022, 6, 21), None, DAY)
    at = ("12 Lake Road, Orchid Town",)
    placed = ListedParty("uflpa_entity_list", "2025-01-14", "k", "Haishuo Textile", (told,), addresses=at)
    asked = Screening([placed], DAY, {})

    def lead(address: str) -> Lead:
        return next(asked.of([Query(1, "Haishuo Text Mill", address=address)], least=0.0)).lead

    assert lead("7 Harbour Street, Vale City").score < lead("").score < lead("Lake Rd. 12, Orchid Town").score
    assert "both addresses have" in lead("Lake Rd. 12, Orchid Town").why
    assert "no place of the one address" in lead("7 Harbour Street, Vale City").why


def test_that_two_lists_say_other_things_of_one_party_is_said(tmp_path: Path) -> None:
    gone = Statement("order", "lifted", date(2020, 1, 1), date(2021, 1, 1), DAY)
    stands = Statement("section", "in_force", date(2022, 1, 1), None, DAY)
    parties = [ListedParty("cbp_wro", "2026-06-23", "a", "Haishuo Textile", (gone,)),
               ListedParty("uflpa_entity_list", "2025-01-14", "b", "Haishuo Textile", (stands,))]  # fmt: skip
    asked = Screening(parties, DAY, {})
    names = read_names(table(tmp_path, "firm\nHaishuo Textile\n"), ("firm",))
    told = screened_document(asked.table(names, Columns("firm")), asked, "UTF-8")
    assert told["lists_differ"] == ["row 1: Haishuo Textile stands on uflpa_entity_list and no longer on cbp_wro"]


def test_equal_records_are_asked_once_and_answered_each(tmp_path: Path) -> None:
    names = table(tmp_path, "firm\n" + f'"{LISTED}"\n' * 3)
    told = document(names, "--name", "firm", "--lists", "uflpa_entity_list")
    assert [lead["row"] for lead in leads(told)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("cell", "schemes"),
    [("ZZTESTUE1234", {"uei"}), ("12.345.678/0001-95", {"cnpj"}), ("IMO 7654329", {"imo"}), ("IMO 7654321", set()),
     ("1A2B3", {"cage"}),
     ("123456789", {"duns"}), ("no number", set()), ("", set())],
)  # fmt: skip
def test_official_numbers_are_told_by_their_shape(cell: str, schemes: set[str]) -> None:
    assert {scheme for scheme, _ in numbers_in(cell)} == schemes


def test_help_answers_at_once_and_a_table_of_names_needs_no_database() -> None:
    for words, absent in (
        (["screen", "--help"], ("ibis", "duckdb", "django", "pyarrow", "scipy")),
        (["lists"], ("ibis", "duckdb", "django", "pyarrow", "scipy")),
        (["screen", "-", "--name", "firm"], ("ibis", "duckdb", "django", "pyarrow")),
    ):
        code = (
            "import sys; from click.testing import CliRunner; from buyfair.cli import main; "
            f"done = CliRunner().invoke(main, {words!r}, input='firm\\nBlue Heron Imports\\n'); "
            f"sys.exit(done.exit_code or bool(set({absent!r}) & set(sys.modules)))"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0, words


# Bad input


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("firm\nA\n", 'names.csv has no column "supplier"; expected one of its columns: firm; '),
        ("", "names.csv is empty; "),
        (b"\xff\xfex", "names.csv begins as UTF-16 and does not go on so; "),
        (gzip.compress(b"supplier\nA\n", mtime=0)[:-9], "names.csv is damaged; "),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, content: str | bytes, words: str) -> None:
    done = run(table(tmp_path, content), "--name", "supplier", "--out", tmp_path / "out.csv")
    assert done.exit_code == 1
    assert words in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "out.csv").exists()


def test_an_absent_file_an_unknown_list_and_no_column_are_refused(tmp_path: Path) -> None:
    names = table(tmp_path, "firm\nA\n")
    for words, says in (
        ((tmp_path / "none.csv", "--name", "firm"), "cannot be found"),
        ((names, "--name", "firm", "--lists", "ulfpa"), "the nearest is"),
        ((names,), "no column of names was named"),
        (("--pairs", names, "--left", "firm"), "--pairs was given alone"),
    ):
        done = run(*words)
        assert done.exit_code == 1, done.output
        assert says in done.output


def test_a_list_that_is_not_held_is_named_and_never_passes_in_silence(tmp_path: Path) -> None:
    names = table(tmp_path, "firm\nBlue Heron Imports\n")
    assert document(names, "--name", "firm")["lists_not_held"] == ["mte_cadastro", "sam_exclusions"]
    assert "Not asked, for no edition is held" in run(names, "--name", "firm").output
    done = run(names, "--name", "firm", "--lists", "cbp_wro,ofac_sdn")
    assert done.exit_code == 1
    assert "no edition of ofac_sdn is held" in done.output
    assert "buyfair lists refresh ofac_sdn" in done.output


def test_hostile_cells_are_set_aside_or_handled_and_nothing_is_lost(tmp_path: Path) -> None:
    rows = [
        ["A" * 10_000_000, ""],
        ["Hetian\u202e Taida\x07 Appa\u200brel", ""],
        ["", "x"],
        ["=cmd|' /C calc'!A1", ""],
        ["---", ""],
        ["two", "cells", "more"],
        ["\u0000", ""],
        [LISTED, ""],
    ]
    text = io.StringIO()
    csv.writer(text).writerows([["firm", "note"], *rows])
    told = document(table(tmp_path, text.getvalue()), "--name", "firm", "--lists", "uflpa_entity_list")
    counts = told["counts"]
    assert counts["records"] == len(rows)  # type: ignore[index]
    assert counts["records"] == counts["names"] + counts["without_name"] + counts["set_aside"]  # type: ignore[index]
    reasons = {aside["row"]: aside["reason"] for aside in told["set_aside"]}  # type: ignore[attr-defined]
    assert reasons == {
        1: f"a cell has 10,000,000 letters; no name has more than {LONGEST_CELL:,}",
        6: "it has 3 cells under 2 columns: a name with a delimiter needs quotation marks",
    }
    assert {lead["row"] for lead in leads(told)} == {2, 8}
    assert all("\u202e" not in str(lead["why"]) for lead in leads(told))


def names_of(path: Path, *needed: str) -> tuple[list[str], list[tuple[int, str]]]:
    held = read_names(path, needed or ("firm",))
    return [record.cells["firm"] for record in held.rows], [(a.number, a.reason) for a in held.set_aside]


def zipped(folder: Path, **files: str | bytes) -> Path:
    path = folder / "names.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def workbook(folder: Path, **sheets: list[list[str]]) -> Path:
    """A workbook (ODS) of a few cells."""

    def element(name: str, words: str, held: Iterable[str]) -> str:
        return f"<{name} {words}>{''.join(held)}</{name}>"

    spaces = " ".join(f'xmlns:{x}="urn:oasis:names:tc:opendocument:xmlns:{x}:1.0"' for x in ("office", "table", "text"))
    def cell(said: str) -> str:
        return element("table:table-cell", 'office:value-type="string"', [element("text:p", "", [said])])

    told = [
        element("table:table", f'table:name="{title}"', (element("table:table-row", "", map(cell, row)) for row in rows))
        for title, rows in sheets.items()
    ]
    path = folder / "names.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:body><office:spreadsheet>{told}</office:spreadsheet></office:body>"
        archive.writestr("META-INF/manifest.xml", f"<manifest {spaces}/>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return path


def test_a_quotation_that_is_not_closed_loses_no_record_in_silence(tmp_path: Path) -> None:
    held, aside = names_of(table(tmp_path, 'firm,at\nAmber,1\n"Birch,2\nCedar,3\n"Dove",4\nElm,5\n'))
    assert held == ["Amber", "Elm"]
    assert [number for number, _ in aside] == [2]
    assert "3 lines were taken for one" in aside[0][1]
    held, aside = names_of(table(tmp_path, 'firm,at\nAmber,1\n"Birch,2\nCedar",3\nElm,5\n'))
    assert held == ["Amber", "Elm"]
    assert aside == [(2, "its name runs over 2 lines: it holds a line break, or a quotation mark that is not closed")]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_table_that_ends_inside_a_quotation_is_refused(tmp_path: Path, end: str) -> None:
    path, out = table(tmp_path, f'firm,at\nAmber,1\nBirch,"2\nCedar,3{end}'), tmp_path / "leads.csv"
    done = run(path, "--name", "firm", "--out", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert "ends inside a quotation that begins in record 2" in done.output
    assert names_of(table(tmp_path, f'firm,at\nAmber,1\nBirch,"2\n3"{end}'))[0] == ["Amber", "Birch"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\n\n", b"\xff\xfe", b"\xff\xfe\n\0", b"\0\0"])
def test_a_table_without_a_letter_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    done = run(table(tmp_path, content), "--name", "firm")
    assert done.exit_code == 1
    assert done.output.startswith("buyfair: names.csv is empty; ")


def test_blank_lines_above_the_header_are_passed(tmp_path: Path) -> None:
    assert names_of(table(tmp_path, "\n  \r\nfirm\nAmber\n"))[0] == ["Amber"]


def test_a_packed_table_is_read_whole_or_refused(tmp_path: Path) -> None:
    raw = "".join(f"{chr(97 + n % 26)}{n * 7919 % 100_003} Works\n" for n in range(60_000))
    packed = zstandard.compress(f"firm\n{raw}".encode())
    assert len(names_of(table(tmp_path, packed, "names.csv.zst"))[0]) == 60_000
    for cut in (len(packed) - 1, len(packed) // 2, 40):
        with pytest.raises(InputRefusedError, match=r"names.csv.zst is (damaged|empty)"):
            names_of(table(tmp_path, packed[:cut], "names.csv.zst"))


def test_a_zip_with_one_table_is_read_and_any_other_is_refused(tmp_path: Path) -> None:
    one = zipped(tmp_path, names_csv="firm\nAmber\n", readme_txt="what it is")
    assert names_of(one)[0] == ["Amber"]
    piped = run("-", "--name", "firm", typed=one.read_bytes())
    assert piped.exit_code == 0, piped.output
    damaged = table(tmp_path, one.read_bytes()[:60], "cut.zip")
    inner = one.read_bytes()
    for files, says in (
        ({"a_csv": "firm\nA\n", "b_csv": "firm\nB\n"}, "names.zip holds 2 files (a.csv, b.csv)"),
        ({}, "names.zip holds no table"),
        ({"inner_zip": inner}, "inner.zip in names.zip holds no table"),
    ):
        done = run(zipped(tmp_path, **files), "--name", "firm")
        assert (done.exit_code, done.output.count("\n")) == (1, 1)
        assert says in done.output
    assert "cut.zip is damaged" in run(damaged, "--name", "firm").output


def test_which_sheet_of_a_workbook_was_read_is_said(tmp_path: Path) -> None:
    rows = [["firm", "city", "note"], ["Amber", "Vale", "x"]]
    path = workbook(tmp_path, Cover=[["about", "this", "book"], ["a", "b", "c"]], Names=rows)
    assert document(path, "--name", "firm")["notes"] == ['Of the 2 sheets of names.ods "Names" was read.']
    assert 'Of the 2 sheets of names.ods "Names" was read.' in run(path, "--name", "firm").output
    both = run(workbook(tmp_path, Old=rows, New=rows), "--name", "firm")
    assert both.exit_code == 1
    assert '2 sheets ("Old", "New")' in both.output
    assert "no column" in run(path, "--name", "supplier").output


def test_a_column_that_stands_twice_is_refused_by_its_places(tmp_path: Path) -> None:
    for header, which in (
        ("firm,x,firm", '"firm" (column 1), "firm" (column 3)'),
        ("Firm,FIRM", '"Firm" (column 1), "FIRM" (column 2)'),
    ):
        done = run(table(tmp_path, f"{header}\n1,2,3\n"), "--name", "firm")
        assert done.exit_code == 1
        assert f'the column "firm" 2 times: {which}' in done.output
    assert names_of(table(tmp_path, "Firm,firm\nOther,Amber\n"))[0] == ["Amber"]


def test_a_table_larger_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_bytes, "LARGEST", 1_000)
    for path in (table(tmp_path, "firm\n" + "A\n" * 600), table(tmp_path, gzip.compress(b"firm\n" + b"A\n" * 600), "n.gz")):
        with pytest.raises(InputRefusedError, match="has more than 1,000 bytes"):
            names_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheets_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = delimiter.join(("Supplier", "City")) + "\r\n" + delimiter.join(("Hetian Taida Apparel", "Málaga")) + "\r\n"
    told = document(table(tmp_path, text.encode(encoding)), "--name", "supplier", "--lists", "uflpa_entity_list")
    assert [lead["row"] for lead in leads(told)] == [1]


def test_a_cell_that_a_spreadsheet_would_run_is_kept_from_it(tmp_path: Path) -> None:
    out = tmp_path / "leads.csv"
    run(table(tmp_path, "firm\n=Hetian Taida Apparel\n"), "--name", "firm", "--out", out)
    assert {row["name"][:2] for row in csv.DictReader(out.open(encoding="utf-8"))} == {"'="}


# Decisions


def a_lead(**query: object) -> Lead:
    party = next(p for p in catalogue.parties(["uflpa_entity_list"]) if p.name == LISTED)
    asked = Query(1, "Taida Apparel", **query)  # type: ignore[arg-type]
    return Lead(asked, party, asked.name, party.name, 0.9, "why")


def decided(lead: Lead, said: str = "not_the_same") -> Decision:
    return Decision(pair_of(lead), said, "A. Sample", DAY, "another address", seen(lead))  # type: ignore[arg-type]


def test_what_was_decided_is_not_asked_again_and_news_reopens_it_aloud(tmp_path: Path) -> None:
    path, lead = tmp_path / "decisions.jsonl", a_lead()
    assert standing(lead, {}).waits
    keep_decision(path, decided(lead, "cannot_tell"))
    keep_decision(path, decided(lead))
    held = read_decisions(path)
    assert standing(lead, held).state == "not_the_same"
    later = replace(lead, party=replace(lead.party, edition="2027-01-01"))
    assert not standing(later, held).waits, "a new edition that says the same of the party is no news"
    named = replace(lead, party=replace(lead.party, aliases=("Another Name",)))
    assert standing(named, held).state == "reopened"
    assert standing(named, held).news == ("the names on the list",)
    told_more = replace(lead, query=replace(lead.query, countries=("CHN",)))
    assert standing(told_more, held).news == ("what is told of the one asked about",)


def test_that_less_is_told_than_when_it_was_decided_is_no_news() -> None:
    lead = a_lead(countries=("CHN",))
    assert not standing(a_lead(), {pair_of(lead): (decided(lead),)}).waits


def test_two_firms_of_one_name_are_decided_apart_and_neither_is_asked_again() -> None:
    here, there = a_lead(countries=("USA",)), a_lead(countries=("CHN",))
    held = {pair_of(here): (decided(here, "not_the_same"), decided(there, "same_party"))}
    assert standing(here, held).state == "not_the_same"
    assert standing(there, held).state == "same_party"
    assert standing(a_lead(countries=("DEU",)), held).state == "reopened"


def test_an_address_with_any_sign_in_it_is_no_news_of_itself() -> None:
    lead = a_lead(address="12 Main St; Suite 3\u2028Hill Town")
    assert not standing(lead, {pair_of(lead): (decided(lead),)}).waits


def test_that_fewer_statements_are_known_on_an_earlier_day_is_no_news() -> None:
    lead = a_lead()
    earlier = replace(lead, party=replace(lead.party, statements=lead.party.statements[:1]))
    assert not standing(earlier, {pair_of(lead): (decided(lead),)}).waits
    assert standing(lead, {pair_of(lead): (decided(earlier),)}).news == ("what the list says of it",)


def test_what_the_list_adds_and_what_kind_of_party_it_is_reaches_the_reader() -> None:
    told = Statement("finding", "lifted", date(2020, 1, 1), date(2021, 1, 1), DAY, "Aluminum", "Inactive-Pending Litigation.")
    plain = ListedParty("cbp_wro", "2026-06-23", "k", "Haishuo", (told,), kind="vessel")
    party = replace(plain, with_subsidiaries=True, part_of="Haishuo Group")
    (found,) = Screening([party], DAY, {}).of([Query(1, "Haishuo")])
    says = as_row(found)["list_says"]
    for words in ("Inactive-Pending Litigation", "it is a vessel", "subsidiaries of Haishuo Group", "its subsidiaries too"):
        assert words in says


def test_what_speaks_against_one_party_is_said_and_lowers() -> None:
    told = (Statement("order", "in_force", date(2022, 6, 21), None, DAY),)
    numbers = (("uei", "ZZTESTUE1234"), ("cage", "1A2B3"))
    firm = ListedParty("cbp_wro", "2026-06-23", "f", "Haishuo Textile", told, identifiers=numbers)
    ship = ListedParty("cbp_wro", "2026-06-23", "s", "Jin Da Hai", told, kind="vessel")
    asked = Screening([firm, ship], DAY, {})

    def lead(name: str, *numbers: tuple[str, str]) -> Lead:
        return next(asked.of([Query(1, name, identifiers=numbers)], least=0.0)).lead

    other = lead("Haishuo Textile", ("uei", "ZZTESTUE9999"))
    assert other.score < lead("Haishuo Textile").score
    assert "the UEIs differ (ZZTESTUE9999 and ZZTESTUE1234)" in other.why
    assert "the second is a vessel" in lead("Jin Da Hai Bakery").why
    assert lead("Haishuo Textile", ("cage", "1A2B3")).score == 1
    by_shape = lead("Amber Hill Foods", ("cage", "1A2B3"))
    assert by_shape.score < 1
    assert "the names are not alike" in by_shape.why


def test_a_line_that_is_no_decision_is_refused_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    keep_decision(path, decided(a_lead()))
    with path.open("a") as file:
        file.write('{"asked": "x", "li')
    with pytest.raises(InputRefusedError, match=r"line 2 of .* is no decision"):
        read_decisions(path)
    keep_decision(path, decided(a_lead()))
    assert len(path.read_text().splitlines()) == 3


@pytest.mark.parametrize("more", [
    '"saw": {"x": 5}', '"saw": {"x": "\\u0000"}', '"saw": 1', '"by": "\\ud800"', '"why": "a\\u0000b"', '"asked": 5',
    '"x": ' + "[" * 100_000,
], ids=lambda more: str(more)[:24])  # fmt: skip
def test_a_line_with_what_no_file_or_database_keeps_is_refused_in_a_sentence(tmp_path: Path, more: str) -> None:
    keep_decision(path := tmp_path / "decisions.jsonl", decided(a_lead()))
    path.write_text(path.read_text("utf-8").rstrip().removesuffix("}") + f", {more}}}\n", "utf-8")
    with pytest.raises(InputRefusedError, match=r"line 1 of .* is no decision"):
        read_decisions(path)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\u0085"])
def test_a_reason_may_hold_any_sign_that_ends_a_line_elsewhere(tmp_path: Path, end: str) -> None:
    path, lead = tmp_path / "decisions.jsonl", a_lead()
    keep_decision(path, replace(decided(lead), why=f"another{end}address"))
    assert read_decisions(path)[pair_of(lead)][-1].why == f"another{end}address"


def test_decisions_are_not_read_while_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    keep_decision(path, decided(a_lead()))
    with path.open("ab") as file, ThreadPoolExecutor(1) as other:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b'{"asked": "x", "li')
        file.flush()
        reading = other.submit(read_decisions, path)
        with pytest.raises(TimeoutError):
            reading.result(timeout=0.2)
        file.truncate(path.stat().st_size - len(b'{"asked": "x", "li'))
        fcntl.flock(file, fcntl.LOCK_UN)
        assert len(reading.result(timeout=5)) == 1


def test_a_person_reviews_leads_in_the_terminal_and_they_stay_decided(tmp_path: Path) -> None:
    names = table(tmp_path, f'firm\n"{LISTED}"\nTaida Apparel\n')
    words = (names, "--name", "firm", "--lists", "uflpa_entity_list")
    before = document(*words)["counts"]
    assert before["open"] == 2  # type: ignore[index]
    done = run("review", *words, "--by", "A. Sample", typed="s\nsame registration number\nz\n\n")
    assert done.exit_code == 0, done.output
    assert "z is none of these" in done.output
    assert "1 decided, 1 still open" in done.output
    after = document(*words)
    assert (after["counts"]["open"], after["counts"]["same_party"]) == (1, 1)  # type: ignore[index]
    assert "same party, A. Sample" in str(leads(after)[0]["decision"])
    again = run("review", *words, "--by", "A. Sample", typed="")
    assert "1 of 1" in again.output
    assert "same registration" not in again.output


def the_reviewed(tmp_path: Path) -> tuple[object, ...]:
    names = table(tmp_path, f'firm\n"{LISTED}"\nTaida Apparel\n')
    return ("review", names, "--name", "firm", "--lists", "uflpa_entity_list", "--by", "A. Sample")


@pytest.mark.parametrize(("typed", "kept"), [("", 0), ("s\n", 0), ("s\nq\n", 0), ("q\n", 0), ("s\nsame number\nn\n", 1)])
def test_an_answer_that_breaks_off_keeps_nothing(tmp_path: Path, typed: str, kept: int) -> None:
    done = run(*the_reviewed(tmp_path), typed=typed)
    assert done.exit_code == 0, done.output
    assert f"{kept} decided, {2 - kept} still open" in done.output
    assert len(read_decisions(tmp_path / "home" / "decisions.jsonl")) == kept


def test_who_stops_a_review_is_told_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Typing(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            if line := super().readline():
                return line
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Typing("s\nsame number\nn\n"))
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    assert main.main(["screen", *map(str, the_reviewed(tmp_path))], standalone_mode=False) == 130
    path = tmp_path / "home" / "decisions.jsonl"
    assert said.getvalue() == f"\nbuyfair: stopped; 1 decision was kept in {path}\n"
    assert len(read_decisions(path)) == 1


def test_a_review_needs_somebody_and_answers_of_its_own(tmp_path: Path) -> None:
    words = the_reviewed(tmp_path)
    done = run(*words[:-1], " ", typed="s\nsame number\n")
    assert done.exit_code == 1
    assert done.output.startswith("buyfair: --by names nobody; ")
    piped = run("review", "-", *words[2:], typed="firm\nTaida Apparel\n")
    assert piped.exit_code == 1
    assert piped.output.startswith("buyfair: - is standard input")


def test_a_review_says_once_what_a_hit_on_a_list_means(tmp_path: Path) -> None:
    done = run(*the_reviewed(tmp_path), typed="\n\n")
    assert "2 of 2" in done.output
    assert done.output.count("A hit means: ") == done.output.count("It does not mean: ") == 1


def test_a_reopened_lead_says_what_is_new(tmp_path: Path) -> None:
    lead = a_lead()
    keep_decision(tmp_path / "home" / "decisions.jsonl", decided(lead))
    names = table(tmp_path, "firm,at\nTaida Apparel,PRC\n")
    done = run(names, "--name", "firm", "--country", "at", "--lists", "uflpa_entity_list")
    said = " ".join(done.output.split())
    assert "1 waits for a person." in said
    assert "Reopened: news in what is told of the one asked about (before: not the same, A. Sample" in said
    assert "Decided:" not in said


def test_a_decision_needs_its_reason(tmp_path: Path) -> None:
    names = table(tmp_path, f'firm\n"{LISTED}"\n')
    done = run("review", names, "--name", "firm", "--lists", "uflpa_entity_list", "--by", "A. Sample", typed="n\n\n")
    assert "a decision needs its reason" in done.output
    assert "0 decided" in done.output


# The matcher over lists


def test_every_listed_party_is_found_by_each_of_its_own_names() -> None:
    parties = catalogue.parties()
    asked = Screening(parties, DAY, {})
    named = [(p, n) for p in parties for n in p.names]
    found = asked.of([Query(i, name) for i, (_, name) in enumerate(named)])
    met = {(f.lead.query.row, f.lead.party.key, f.lead.party.list_id) for f in found}
    assert [n for i, (p, n) in enumerate(named) if (i, p.key, p.list_id) not in met] == []


def test_lists_that_are_not_about_labor_are_asked_only_by_name() -> None:
    assert {p.list_id for p in catalogue.parties()} == {"cbp_wro", "uflpa_entity_list"}
