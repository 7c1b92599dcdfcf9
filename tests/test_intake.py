"""Stories of reading: what an officer hands over, what comes of it, and the one sentence when it is no award file."""

from __future__ import annotations

import gzip
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import zstandard

from buyfair.intake.read import Reading, read_awards
from buyfair.knowledge.countries import spellings
from buyfair.terms.errors import InputRefusedError

HEADER = (
    "contract_transaction_unique_key,contract_award_unique_key,award_id_piid,modification_number,action_date,"
    "federal_action_obligation,product_or_service_code,country_of_product_or_service_origin_code,"
    "country_of_product_or_service_origin,recipient_name,transaction_description,last_modified_date"
)


def row(key: str = "T1", award: str = "A1", dollars: str = "100.00", day: str = "2024-05-01", **more: str) -> str:
    cells = {
        "mod": "0", "psc": "8405", "origin": "", "country": "", "name": "EXAMPLE CO", "words": "SHIRTS", "seen": "2024-06-01",
        **more,
    }  # fmt: skip
    return ",".join(
        [key, award, award, cells["mod"], day, dollars, cells["psc"], cells["origin"], cells["country"], cells["name"],
         cells["words"], cells["seen"]]
    )  # fmt: skip


def written(folder: Path, *rows: str, header: str = HEADER, name: str = "awards.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return path


def read(tmp_path: Path, *paths: Path) -> Reading:
    work = tmp_path / f"work-{len(list(tmp_path.glob('work-*')))}"
    work.mkdir()
    return read_awards(paths, countries=spellings(), work=work)


def actions(reading: Reading, columns: str = "*") -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM ({reading.actions}) ORDER BY line_id").fetchall()


def test_a_modification_adds_and_never_supersedes(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        row("T1", dollars="100.00", mod="0"),
        row("T2", dollars="-30.00", mod="P00001", seen="2020-01-01"),
        row("T3", dollars="5.55", mod="P00002"),
    )
    reading = read(tmp_path, path)
    assert reading.accepted.lines == 3
    assert reading.accepted.dollars == Decimal("75.55")
    assert reading.superseded.lines == 0


def test_an_older_version_of_the_same_action_gives_way(tmp_path: Path) -> None:
    path = written(
        tmp_path, row("T1", dollars="9.00", seen="2024-02-01"), row("T1", dollars="7.00", seen="2024-03-01"), row("T2")
    )
    reading = read(tmp_path, path)
    assert reading.accepted.dollars == Decimal("107.00")
    assert (reading.superseded.lines, reading.superseded.dollars) == (1, Decimal("9.00"))


def test_the_same_action_in_two_files_counts_once(tmp_path: Path) -> None:
    one = written(tmp_path, row("T1"), row("T2"), name="one.csv")
    two = written(tmp_path, row("T2"), row("T3"), name="two.csv")
    reading = read(tmp_path, one, two)
    assert (reading.read.lines, reading.accepted.lines, reading.superseded.lines) == (4, 3, 1)


def test_without_any_key_only_a_repeat_of_the_whole_row_gives_way(tmp_path: Path) -> None:
    header = "award_id_piid,action_date,federal_action_obligation,note"
    path = written(tmp_path, "A,2024-01-01,5,x", "A,2024-01-01,5,x", "A,2024-01-01,5,y", header=header)
    reading = read(tmp_path, path)
    assert (reading.accepted.lines, reading.superseded.lines) == (2, 1)


def test_every_rejected_row_says_why_and_where(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        row("T1", words='"two\nlines"'),
        row("T2", day="2024-02-30"),
        row("T3", dollars="N/A"),
        row("", award=""),
        "T5,A5,only,four",
        row("T6", dollars="(12.50)"),
    )
    reading = read(tmp_path, path)
    found = duckdb.sql(f"SELECT record, line, reason, dollars FROM '{reading.rejected}' ORDER BY record").fetchall()
    assert found == [
        (2, 4, "bad_day", Decimal("100.00")),
        (3, 5, "bad_amount", None),
        (4, 6, "no_award_id", Decimal("100.00")),
        (5, 7, "broken_record", None),
    ]
    raw = duckdb.sql(f"SELECT raw FROM '{reading.rejected}' WHERE record = 5").fetchall()
    assert raw == [("T5,A5,only,four",)]
    assert reading.read.dollars == Decimal("287.50")
    assert actions(reading, "source_record, dollars_obligated") == [(1, Decimal("100.00")), (6, Decimal("-12.50"))]


def test_countries_are_read_in_three_notations_and_the_unreadable_is_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        row("T1", origin="KOR"),
        row("T2", country='"KOREA, SOUTH"'),
        row("T3", country="south korea"),
        row("T4", origin="NAN"),
        row("T5", country="ATLANTIS"),
        row("T6", origin="XXQ", country="JAPAN"),
    )
    reading = read(tmp_path, path)
    assert [r[0] for r in actions(reading, "origin_country")] == ["KOR", "KOR", "KOR", None, None, "JPN"]
    assert reading.unreadable == {"origin_country": 1}


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("25/07/2013", "03/04/2013"), "2013-04-03"),
        (("07/25/2013", "03/04/2013"), "2013-03-04"),
    ],
    ids=["day first, the file shows it", "month first, the file shows it"],
)
def test_the_file_itself_decides_the_order_of_day_and_month(tmp_path: Path, days: tuple[str, str], first: str) -> None:
    path = written(tmp_path, *(row(f"T{i}", day=day, seen="") for i, day in enumerate(days)))
    reading = read(tmp_path, path)
    assert str(actions(reading, "action_date")[1][0]) == first


def test_a_day_that_could_be_two_is_set_aside_aloud(tmp_path: Path) -> None:
    path = written(tmp_path, row("T1", day="03/04/2013", seen=""), row("T2", day="05/05/2013", seen=""))
    reading = read(tmp_path, path)
    assert reading.reasons["ambiguous_day"].lines == 1
    assert reading.accepted.lines == 1


def packed(path: Path, how: str) -> Path:
    content = path.read_bytes()
    target = path.with_name(f"packed.{how}")
    if how == "csv.gz":
        target.write_bytes(gzip.compress(content, mtime=0))
    elif how == "csv.zst":
        target.write_bytes(zstandard.compress(content))
    elif how == "parquet":
        table = f"read_csv('{path}', all_varchar = true, hive_partitioning = false)"
        duckdb.sql(f"COPY (SELECT * FROM {table}) TO '{target}' (FORMAT parquet)")
    else:
        stored = zipfile.ZIP_STORED if how == "stored.zip" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(target, "w", stored) as archive:
            archive.writestr("All_Contracts_1.csv", content)
    return target


@pytest.mark.parametrize("how", ["csv.gz", "csv.zst", "zip", "stored.zip", "parquet"])
def test_every_container_gives_the_same_actions(tmp_path: Path, how: str) -> None:
    plain = written(tmp_path, row("T1", words='"a ""quoted"" word, and\na break"'), row("T2", dollars='"$1,234.565"'))
    same = "line_id, award_id, source_record, action_date, dollars_obligated, psc, description, last_modified"
    assert actions(read(tmp_path, packed(plain, how)), same) == actions(read(tmp_path, plain), same)


def test_several_members_of_one_zip_are_one_input(tmp_path: Path) -> None:
    target = tmp_path / "two.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a_1.csv", f"{HEADER}\n{row('T1')}\n")
        archive.writestr("a_2.csv", f"{HEADER}\r\n{row('T2')}\r\n")
        archive.writestr("readme.txt", "not awards")
    reading = read(tmp_path, target)
    assert reading.inputs[0].rows == 2
    assert [r[0] for r in actions(reading, "source_member")] == ["a_1.csv", "a_2.csv"]


def test_a_byte_order_mark_windows_letters_and_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    text = f"{HEADER}\r\n{row('T1', name='CAFÉ EXAMPLE')}\r\n\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert actions(read(tmp_path, path), "line_id, supplier_name") == [("T1", "CAFÉ EXAMPLE")]
    path.write_bytes(text.encode("cp1252"))
    reading = read(tmp_path, path)
    assert actions(reading, "supplier_name") == [("CAFÉ EXAMPLE",)]
    assert reading.inputs[0].notes == ("read as Windows-1252",)


def test_a_folder_is_read_and_what_is_no_award_file_in_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    written(folder, row("T1"), name="one.csv")
    (folder / "other.csv").write_text("a,b\n1,2\n")
    reading = read(tmp_path, folder)
    assert reading.accepted.lines == 1
    assert [name for name, _ in reading.passed_over] == ["other.csv"]


def _bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    good = f"{HEADER}\n{row('T1')}\n" * 200
    folder.mkdir()
    found: dict[str, tuple[Path, str]] = {}

    def add(name: str, content: bytes, words: str) -> None:
        (folder / name).write_bytes(content)
        found[name] = (folder / name, words)

    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", good)
    nothing = io.BytesIO()
    with zipfile.ZipFile(nothing, "w") as archive:
        archive.writestr("readme.txt", "no awards here")
    add("empty.csv", b"", "is empty")
    add("blank.csv", b"\n\n  \n", "only blanks")
    add("page.csv", b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "web page")
    add("binary.csv", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00" * 50, "binary")
    add("cut.zip", memory.getvalue()[: len(memory.getvalue()) // 2], "truncated")
    add("readme.zip", nothing.getvalue(), "no CSV or Parquet")
    add("cut.csv.gz", gzip.compress(good.encode())[:-40], "cut short")
    add("cut.parquet", b"PAR1" + b"\x00" * 100, "damaged or truncated")
    add("semicolons.csv", good.replace(",", ";").encode(), "separated by semicolons")
    add("tabs.csv", good.replace(",", "\t").encode(), "separated by tabs")
    add("columns.csv", b"award_id_piid,psc\nA,8405\n", "federal_action_obligation")
    add("header.csv", (HEADER + "\n").encode(), "no record")
    add("unclosed.csv", f"{HEADER}\n{row('T1')}\n{row('T2', words=chr(34) + 'open')}\n{row('T3')}\n".encode(), "never closed")
    return found


def test_bad_input_gets_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from buyfair.cli import main

    for name, (path, words) in _bad_files(tmp_path / "bad").items():
        out = tmp_path / "out" / name
        done = CliRunner().invoke(main, ["assess", str(path), "--out", str(out), "--json"])
        said = done.stderr.strip()
        assert done.exit_code == 1, (name, done.output, done.exception)
        assert words in said, (name, said)
        assert said.count("\n") == 0 and "; expected " in said and said.endswith("."), (name, said)
        assert done.stdout == "", name
        assert not out.exists(), name
    assert [p.name for p in tmp_path.iterdir()] == ["bad"], "no folder and no scratch stays behind"


def test_a_folder_without_awards_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(InputRefusedError, match="holds no award file"):
        read(tmp_path, tmp_path / "none")
    with pytest.raises(InputRefusedError, match="there is no file"):
        read(tmp_path, tmp_path / "missing.csv")


def test_the_missing_columns_are_named_with_the_nearest_layout(tmp_path: Path) -> None:
    path = written(tmp_path, "S1,P1,10", header="subaward_number,prime_award_piid,subaward_amount")
    with pytest.raises(InputRefusedError, match="action_date.*nearest layout|action_date.*none of its 3 columns"):
        read(tmp_path, path)


def test_what_a_delta_file_marks_as_deleted_is_superseded(tmp_path: Path) -> None:
    full = written(tmp_path, row("T1"), row("T2"), row("T3", seen="2024-09-01"), name="full.csv")
    delta = written(
        tmp_path,
        "D," + row("T1", seen="2024-07-01"),
        "D,T2,,,,,,,,,,,2024-07-01",
        "D," + row("T3", seen="2024-07-01"),
        "C," + row("T4"),
        header="correction_delete_ind," + HEADER,
        name="delta.csv",
    )
    reading = read(tmp_path, full, delta)
    assert [r[0] for r in actions(reading, "line_id")] == ["T3", "T4"], "T3 came back after its deletion"
    assert (reading.superseded.lines, reading.set_aside.lines) == (5, 0)


def test_a_row_without_key_is_told_apart_by_all_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, row("") + ",x", row("") + ",y", row("") + ",y", row("T1") + ",z", header=HEADER + ",note")
    reading = read(tmp_path, path)
    assert (reading.accepted.lines, reading.superseded.lines) == (3, 1)


def test_a_needed_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    header = "award_id_piid,action_date,federal_action_obligation,federal_action_obligation"
    path = written(tmp_path, "A,2024-01-01,5,7", header=header)
    with pytest.raises(InputRefusedError, match="2 columns named federal_action_obligation"):
        read(tmp_path, path)


def test_names_that_engines_reserve_and_names_that_repeat_do_no_harm(tmp_path: Path) -> None:
    header = "award_id_piid,action_date,federal_action_obligation,_record,rowid,note,note_3,note,"
    path = written(tmp_path, "A,2024-01-01,5,r,s,t,u,v,", "A,2024-01-01", header=header)
    reading = read(tmp_path, path)
    assert (reading.accepted.lines, reading.set_aside.lines) == (1, 1)
    table = tmp_path / "reserved.parquet"
    duckdb.sql(
        "COPY (SELECT 'A' AS award_id_piid, '2024-01-01' AS action_date, 5 AS federal_action_obligation, 9 AS file_row_number) "
        f"TO '{table}' (FORMAT parquet)"
    )
    assert read(tmp_path, table).accepted.dollars == Decimal("5.00")


@pytest.mark.parametrize("folder", ["federal_action_obligation=9", "agency=DHS", "plain"])
def test_the_names_of_folders_say_nothing_of_the_rows(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    path = written(tmp_path / folder, row("T1", dollars="97.00"))
    for given in (path, packed(path, "parquet")):
        assert read(tmp_path, given).accepted.dollars == Decimal("97.00")


def test_a_name_is_a_name_and_no_pattern(tmp_path: Path) -> None:
    written(tmp_path, row("T2", dollars="7.00"), name="awb.csv")
    for name in ("aw*.csv", "aw?.csv", "aw[b].csv"):
        assert read(tmp_path, written(tmp_path, row("T1"), name=name)).accepted.dollars == Decimal("100.00"), name


def test_a_moment_of_another_zone_is_read_alike_on_every_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    table = tmp_path / "zone.parquet"
    duckdb.sql(
        "COPY (SELECT 'A' AS award_id_piid, TIMESTAMPTZ '2024-05-01 00:00:00+00' AS action_date, "
        f"5 AS federal_action_obligation) TO '{table}' (FORMAT parquet)"
    )
    assert str(actions(read(tmp_path, table), "action_date")[0][0]) == "2024-05-01"


def test_a_zst_cut_between_two_blocks_is_noticed(tmp_path: Path) -> None:
    packer = zstandard.ZstdCompressor().compressobj()
    first = packer.compress(f"{HEADER}\n{row('T1')}\n".encode()) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    path = tmp_path / "cut.csv.zst"
    path.write_bytes(first)
    with pytest.raises(InputRefusedError, match="cut short"):
        read(tmp_path, path)
    path.write_bytes(first + packer.compress(f"{row('T2')}\n".encode()) + packer.flush())
    assert read(tmp_path, path).accepted.lines == 2


@pytest.mark.parametrize("ends", [("\r\n", "\n", "\r\n"), ("\n", "\r\n", "\n"), ("\n", "\n", "\r\n")])
def test_mixed_line_ends_are_read_and_noted(tmp_path: Path, ends: tuple[str, str, str]) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes("".join(t + e for t, e in zip((HEADER, row("T1"), row("T2")), ends, strict=True)).encode())
    reading = read(tmp_path, path)
    assert reading.accepted.lines == 2
    assert {str(r[0]) for r in actions(reading, "last_modified")} == {"2024-06-01 00:00:00"}


def test_a_zip_passes_over_what_is_no_award_table(tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Contracts_PrimeTransactions_1.csv", f"{HEADER}\n{row('T1')}\n")
        archive.writestr("Contracts_Subawards_1.csv", "subaward_number,prime_award_piid,subaward_amount\nS,P,1\n")
        archive.writestr("empty.csv", "")
        archive.writestr("__MACOSX/._Contracts.csv", b"\x00\x05\x16\x07")
    reading = read(tmp_path, target)
    assert reading.accepted.lines == 1
    assert [name for name, _ in reading.passed_over] == ["all.zip (empty.csv)", "all.zip (Contracts_Subawards_1.csv)"]


def test_a_file_named_twice_is_read_once_and_same_names_are_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = written(tmp_path / "one", row("T1"), row("T2", day="soon"))
    two = written(tmp_path / "two", row("T3"), row("T4", day="soon"))
    reading = read(tmp_path, one, two, one)
    assert (reading.read.lines, reading.accepted.lines) == (4, 2)
    assert [i.name for i in reading.inputs] == ["one/awards.csv", "two/awards.csv"]
