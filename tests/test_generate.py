"""The invented award file: the same bytes each time, the current layout, nobody real, and counts that add up."""

import csv
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "src/buyfair/samples/awards_sample.csv.gz"
COLUMNS = (ROOT / "bench/columns_297.txt").read_text(encoding="utf-8").split()


def run_generate(out: Path, *more: str) -> dict[str, int | str]:
    """Run the command as a person would and return the counts that it prints."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench/generate.py"), "--out", str(out), *more],
        capture_output=True,
        text=True,
        check=True,
    )
    counts: dict[str, int | str] = json.loads(done.stderr)
    return counts


@cache
def sample_rows() -> list[dict[str, str]]:
    with gzip.open(SAMPLE, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_money(text: str) -> Decimal | None:
    """Read money as a careful person would; None if it cannot be read."""
    bare = re.sub(r"[$, ]", "", text)
    minus = bare.startswith("(") or bare.endswith("-") or bare.startswith("-")
    try:
        amount = Decimal(bare.strip("()-"))
    except InvalidOperation:
        return None
    return -amount if minus else amount


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path) -> None:
    one, two, other = tmp_path / "one.csv.gz", tmp_path / "two.csv.gz", tmp_path / "other.csv.gz"
    assert run_generate(one, "--rows", "2500", "--workers", "1") == run_generate(
        two, "--rows", "2500", "--workers", "2"
    )
    run_generate(other, "--rows", "2500", "--seed", "7")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != other.read_bytes()


def test_the_bundled_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.csv"
    run_generate(made, "--rows", "4000", "--seed", "20261122")
    bundled = gzip.decompress(SAMPLE.read_bytes())
    assert hashlib.sha256(made.read_bytes()).hexdigest() == hashlib.sha256(bundled).hexdigest()
    assert SAMPLE.read_bytes()[4:8] == bytes(4), "the sample carries the time of its making"
    assert SAMPLE.stat().st_size < 600_000


def test_the_header_is_the_current_layout() -> None:
    with gzip.open(SAMPLE, "rt", encoding="utf-8", newline="") as file:
        lengths = Counter(map(len, csv.reader(file)))
    assert list(sample_rows()[0]) == COLUMNS
    assert lengths == {297: 4001}


def test_every_supplier_is_plainly_fictional() -> None:
    for row in sample_rows():
        for name in ("recipient_name", "recipient_name_raw", "recipient_parent_name", "recipient_parent_name_raw"):
            assert "EXAMPLE" in row[name] or "FICTIONAL" in row[name]
        assert row["recipient_uei"].startswith("ZZ") and len(row["recipient_uei"]) == 12
        assert row["award_id_piid"].startswith("ZZ") or not row["award_id_piid"]


def test_the_printed_counts_are_those_of_an_independent_count(tmp_path: Path) -> None:
    out = tmp_path / "counted.csv"
    said = run_generate(out, "--rows", "6000", "--seed", "3")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    whole = Counter(tuple(row.values()) for row in rows)
    keys = Counter(cells[0] for cells in whole if cells[0])
    amounts = [read_money(row["federal_action_obligation"]) for row in rows]
    assert said["rows"] == len(rows)
    assert said["exact_repeats"] == sum(n - 1 for n in whole.values())
    assert said["older_versions"] == sum(n - 1 for n in keys.values())
    assert said["bad_amount"] == sum(amount is None for amount in amounts)
    assert said["bad_date"] == sum(row["action_date"] == "2024-02-30" for row in rows)
    assert said["no_award_id"] == sum(not row["award_id_piid"] for row in rows)
    assert said["odd_money"] == sum(
        amount is not None and not re.fullmatch(r"-?\d+\.\d\d", row["federal_action_obligation"])
        for amount, row in zip(amounts, rows, strict=True)
    )
    assert said["dollars_of_all_parsable"] == str(sum(a for a in amounts if a is not None))


def test_older_versions_differ_in_dollars_and_carry_an_earlier_date() -> None:
    versions: dict[str, set[tuple[str, str]]] = {}
    for row in sample_rows():
        if row["contract_transaction_unique_key"]:
            version = (row["last_modified_date"], row["federal_action_obligation"])
            versions.setdefault(row["contract_transaction_unique_key"], set()).add(version)
    several = [v for v in versions.values() if len(v) > 1]
    assert several
    for v in several:
        assert len({day for day, _ in v}) == len(v) == len({money for _, money in v})


def test_clean_rows_hold_no_trouble_and_running_totals_add_up(tmp_path: Path) -> None:
    out = tmp_path / "clean.csv"
    said = run_generate(out, "--rows", "3000", "--clean")
    assert [v for k, v in said.items() if k not in ("rows", "dollars_of_all_parsable")] == [0] * 6 + ["0.00"] * 2
    awards: dict[str, list[dict[str, str]]] = {}
    with out.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["action_date"] <= "2025-09-30"
            awards.setdefault(row["contract_award_unique_key"], []).append(row)
    net = {}
    for key, rows in awards.items():
        dollars = [Decimal(row["federal_action_obligation"]) for row in rows]
        net[key] = sum(dollars)
        if any(row["modification_number"] == "0" for row in rows):
            last = max(rows, key=lambda r: (r["modification_number"], r["transaction_number"]))
            assert Decimal(last["total_dollars_obligated"]) == net[key]
        options = [Decimal(row["base_and_all_options_value"]) for row in rows]
        assert sum(options) >= net[key] or any(row["action_type_code"] == "C" for row in rows)
    assert min(net.values()) < 0, "some awards must be net below zero"
    assert len(awards) == 1000 and max(map(len, awards.values())) == 12


def test_keys_are_built_as_usaspending_builds_them() -> None:
    for row in sample_rows():
        if not row["award_id_piid"]:
            assert not row["contract_transaction_unique_key"] and not row["contract_award_unique_key"]
            continue
        sub, piid = row["awarding_sub_agency_code"], row["award_id_piid"]
        owner, parent = row["parent_award_agency_id"] or "-NONE-", row["parent_award_id_piid"] or "-NONE-"
        mod, transaction = row["modification_number"], row["transaction_number"] or "-NONE-"
        award = f"CONT_AWD_{piid}_{sub}_{parent}_{owner}"
        vehicle = row["award_or_idv_flag"] == "IDV"
        assert row["contract_transaction_unique_key"] == f"{sub}_{owner}_{piid}_{mod}_{parent}_{transaction}"
        assert row["contract_award_unique_key"] == (f"CONT_IDV_{piid}_{sub}" if vehicle else award)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    out = tmp_path_factory.mktemp("plain") / "plain.csv"
    run_generate(out, "--rows", "700")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("form", ["csv.gz", "zst", "parquet", "zip"])
def test_every_form_holds_the_same_rows(tmp_path: Path, form: str, plain: list[list[str]]) -> None:
    out = tmp_path / f"other.{form}"
    run_generate(out, "--rows", "700", "--member-rows", "300")
    assert read_form(out)[1:] == plain[1:]


def read_form(path: Path) -> list[list[str]]:
    if path.suffix == ".parquet":
        found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        return [[], *[[cell or "" for cell in row] for row in found]]
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = [
                list(csv.reader(io.TextIOWrapper(archive.open(n), "utf-8", newline=""))) for n in archive.namelist()
            ]
        assert [len(m) for m in members] == [301, 301, 101]
        return [[], *[row for member in members for row in member[1:]]]
    if path.suffix == ".zst":
        read = "SELECT * FROM read_csv(?, all_varchar = true, delim = ',', quote = '\"', compression = 'zstd')"
        found = duckdb.execute(read, [str(path)]).fetchall()
        return [[], *[[cell or "" for cell in row] for row in found]]
    text = gzip.decompress(path.read_bytes()).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def test_an_unknown_suffix_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench/generate.py"), "--out", str(tmp_path / "x.xlsx")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "must end in .csv" in done.stderr
