"""Damaged and odd award files: a small seeded part of `make bench NAME=fuzz`, and what it once found, each at its smallest."""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import fuzz  # noqa: E402
import fuzz_files  # noqa: E402
import fuzz_oracle as oracle  # noqa: E402
import fuzz_texts  # noqa: E402

FEW = {"csv": 11, "stretches": 3, "values": 4, "packed": 6, "json": 4, "xlsx": 5, "folder": 1}
"""So many cases of each kind: seconds, not minutes."""
HEAD = (
    "contract_transaction_unique_key,contract_award_unique_key,award_id_piid,action_date,federal_action_obligation,"
    "recipient_name,transaction_description,last_modified_date"
)


@pytest.fixture(autouse=True)
def without_real_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same cases on every machine."""
    monkeypatch.setattr(fuzz_texts, "REAL", Path("none"))
    for held in (fuzz_texts.real_texts, fuzz_files.real_nested):
        held.cache_clear()
    yield
    for held in (fuzz_texts.real_texts, fuzz_files.real_nested):
        held.cache_clear()


def row(key: str, day: str = "2024-05-01", name: str = "EXAMPLE") -> str:
    return f"T{key},A{key},A{key},{day},1.00,{name},SHIRTS,2024-06-01"


def lines(*keys: str) -> tuple[oracle.Line, ...]:
    return tuple((f"T{key}", f"A{key}", Decimal("1.00")) for key in keys)


def faults(case: oracle.Case, folder: Path) -> list[str]:
    folder.mkdir()
    return oracle.faults(case, oracle.run(case, folder))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", FEW)
def test_damage_makes_no_traceback_and_loses_no_record(kind: str, tmp_path: Path) -> None:
    found = {
        f"{kind}/{n} {case.what}": wrong
        for n, case in enumerate(fuzz.cases(kind, FEW[kind], seed=14))
        if (wrong := faults(case, tmp_path / str(n)))
    }
    assert found == {}


TEXTS: dict[str, tuple[str, int | None, tuple[oracle.Line, ...]]] = {
    "a blank line within and no line end at the end": (f"{HEAD}\n{row('1')}\n\n{row('2', day='soon')}", 2, lines("1")),
    "a name over two lines and no line end at the end": (
        f"{HEAD}\n" + row("1", name='"a\nb"') + "\n" + row("2", day="soon"), 2, lines("1"),
    ),
    "carriage returns as line ends": ("\r".join((HEAD, row("1"), row("2", day="soon"), row("3"), "")), 3, lines("1", "3")),
    "carriage returns and a broken record": ("\r".join((HEAD, row("1"), "T2,x", row("3"), "")), 3, lines("1", "3")),
    "carriage returns as line ends and a line feed in a text": (
        "\r".join((HEAD, row("1", name='"a\nb"'), row("2", day="soon"), row("3"), "")), 3, lines("1", "3"),
    ),
    "a download that breaks off": (f"{HEAD}\n{row('1')}\nT2,A2,A", 2, lines("1")),
    "one carriage return within a field": (f"{HEAD}\n{row('1', name='a' + chr(13) + 'b')}\n{row('2')}\n", None, lines("2")),
    "a reserved name twice": (f"{HEAD},_raw,_raw\n{row('1')},a,b\n", 1, lines("1")),
    "a column name longer than any": (f"{HEAD},{'c' * 200_000}\n{row('1')},\n", 1, lines("1")),
    "the mark of byte order twice": (f"\ufeff\ufeff{HEAD}\n{row('1')}\n", 1, lines("1")),
    "the year zero": (f"{HEAD}\n{row('1', day='0000-01-01')}\n{row('2')}\n", 2, lines("2")),
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_an_odd_text_is_read_record_by_record(what: str, tmp_path: Path) -> None:
    text, records, kept = TEXTS[what]
    case = oracle.Case("csv", what, (("odd.csv", text.encode()),), records, kept, must_read=True)
    assert faults(case, tmp_path / "case") == []


def test_a_large_text_with_one_stray_return_loses_nothing(tmp_path: Path) -> None:
    """Stretches that were done over the text as it came are not those of the text with plain line ends."""
    rows = [f"{row(str(n), name='C' + chr(13) + 'O' if n == 350 else 'CO')},,," for n in range(400)]
    text = "\r\n".join((f"{HEAD},solicitation_date,naics_code,cage_code", *rows, "")).encode()
    kept = lines(*map(str, range(400)))
    case = oracle.Case("stretches", "stray", (("large.csv", text),), 400, kept, must_read=True, stretch=6000)
    assert faults(case, tmp_path / "case") == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two(tmp_path: Path) -> None:
    both = fuzz_files.zipped(*(("a.csv", f"{HEAD}\n{row(key)}\n".encode()) for key in "12"))
    case = oracle.Case("zip", "twice", (("all.zip", both),), 2, lines("1", "2"), must_read=True)
    assert faults(case, tmp_path / "case") == []


def test_what_an_archive_holds_beside_its_texts_is_read_or_named(tmp_path: Path) -> None:
    good, more = (f"{HEAD}\n{row(key)}\n".encode() for key in "12")
    held = fuzz_files.zipped(("a.csv", good), ("b.csv.gz", gzip.compress(more)), ("c.zip", fuzz_files.zipped(("d.csv", more))))
    case = oracle.Case("zip", "beside", (("all.zip", held),), None, lines("1"), ("b.csv.gz", "c.zip"), must_read=True)
    assert faults(case, tmp_path / "case") == []


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_gets_one_sentence(how: int, tmp_path: Path) -> None:
    whole = fuzz_files.zipped(("a.csv", "\n".join((HEAD, *(row(str(n)) for n in range(50)))).encode()), how=how)
    for n, at in enumerate((45, len(whole) // 2)):
        for damaged in (whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :], whole[:at] + whole[at + 5 :]):
            case = oracle.Case("zip", "damaged", (("all.zip", damaged),), 50, lines(*map(str, range(50))))
            assert faults(case, tmp_path / f"{n}-{len(damaged)}") == []


def test_a_cut_text_in_two_bytes_a_sign_gets_one_sentence(tmp_path: Path) -> None:
    text = "\n".join((HEAD, *(row(str(n)) for n in range(12_000))))
    content = gzip.compress(b"\xff\xfe" + text.encode("utf-16-le"), mtime=0)[:-3000]
    case = oracle.Case("packed", "cut", (("wide.csv.gz", content),))
    assert oracle.run(case, folder(tmp_path, "case")).refused is not None
    assert faults(case, tmp_path / "again") == []


def folder(above: Path, name: str) -> Path:
    made = above / name
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("awards", "records"),
    [
        ('{"id": "1", "value": {"amount": 5}}', 1),
        ('[{"id": "1", "date": "2024-01-01", "value": {"amount": 5}}, 7, "x"]', 3),
        ('[{"date": "2024-01-01", "value": {"amount": 5}}, {"date": "2024-01-01", "value": {"amount": 7}}]', 2),
        ('[{"id": "1", "date": "2024-01-01", "value": {"amount": 5}}, {"id": "1", "date": "2024-01-02"}]', 2),
    ],
    ids=["no list", "no objects", "no names", "one name twice"],
)
def test_no_award_of_a_release_vanishes(awards: str, records: int, tmp_path: Path) -> None:
    other = json.dumps(fuzz_files.release(1, Decimal("2.50")))
    text = f'{{"releases": [{{"ocid": "o", "date": "2024-01-01", "awards": {awards}}}, {other}]}}'
    kept = (("ocds-1/a1", "ocds-1/a1", Decimal("2.50")),)
    case = oracle.Case("json", "awards", (("releases.json", text.encode()),), records + 1, kept, must_read=True)
    assert faults(case, tmp_path / "case") == []


def test_the_command_refuses_in_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    content = fuzz_files.zipped(("a.csv", f"{HEAD}\n{row('1')}\n".encode()), how=zipfile.ZIP_LZMA)
    damaged = oracle.Case("zip", "damaged", (("all.zip", content[:60] + b"\xff\xff" + content[62:]),))
    assert fuzz.through_the_command(damaged, folder(tmp_path, "case")) == []


def test_the_oracle_itself_finds_what_is_lost(tmp_path: Path) -> None:
    text = f"{HEAD}\n{row('1')}\n{row('2', day='soon')}\n".encode()
    case = oracle.Case("csv", "false", (("a.csv", text),), 3, lines("1", "2"), ("b.csv",), amounts={"T1": Decimal("7.00")})
    told = faults(case, tmp_path / "case")
    assert [fault.partition(":")[0] for fault in told] == ["count", "lost or changed", "misread", "not named"]
    assert list(oracle.of_sentence("Invalid Input Error\nx")) != []
