"""A first look at an award file says in seconds what is in it, and is not to be had by files that are none."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from buyfair import first_look as module
from buyfair.first_look import Look, at_a_record, first_look
from buyfair.terms.errors import InputRefusedError

SAMPLE = Path(str(files("buyfair.samples") / "awards_sample.csv.gz"))


def looked(folder: Path, name: str, content: bytes) -> Look:
    """A look at these bytes under this name."""
    held, work = folder / "content", folder / "work"
    held.write_bytes(content)
    work.mkdir()
    return first_look(held, name, work)


def beginning(lines: int) -> bytes:
    """The header and some records of the sample."""
    with gzip.open(SAMPLE, "rb") as source:
        return b"".join(source.readline() for _ in range(lines + 1))


def zipped(**members: bytes) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_small_file_is_counted_whole(tmp_path: Path) -> None:
    """All of it was read, so that the counts are those of the file."""
    look = looked(tmp_path, "awards.csv", beginning(12))
    assert (look.whole, look.records, look.accepted) == (True, 12, 12)
    assert look.layout.startswith("USAspending prime transactions")


def test_of_a_large_file_the_beginning_is_read_and_no_count_is_told(tmp_path: Path) -> None:
    """What was not counted is not told; why records would be rejected is, by the words of the assessment."""
    look = first_look_of_sample(tmp_path)
    assert (look.whole, look.records, look.sampled) == (False, None, True)
    assert 1000 < look.read < 4000 and look.read == look.accepted + look.rejected + look.superseded
    assert look.reasons.keys() <= {"bad_amount", "bad_day", "no_award_id"} and sum(look.reasons.values()) == look.rejected > 0


def first_look_of_sample(folder: Path) -> Look:
    """The bundled sample, as packed as it is."""
    (folder / "work").mkdir()
    return first_look(SAMPLE, "awards_sample.csv.gz", folder / "work")


def test_a_parquet_file_tells_how_many_records_it_holds_without_reading_them(tmp_path: Path) -> None:
    """Its own foot says so."""
    header, *records = [line.split(",") for line in beginning(0).decode().splitlines()] + [[]]
    del records
    columns = {name: ["x"] * 5_000 for name in header}
    out = io.BytesIO()
    days = {name: ["2024-05-06"] * 5_000 for name in header if name.endswith("date")}
    money = {name: ["10.00"] * 5_000 for name in header if "obligat" in name or "value" in name}
    pq.write_table(pa.table(columns | days | money), out)
    look = looked(tmp_path, "awards.parquet", out.getvalue())
    assert (look.records, look.read, look.whole) == (5_000, 2_000, False)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("awards.csv.gz", SAMPLE.read_bytes()[:-20_000], "compressed but damaged or cut short"),
        ("awards.zip", zipped(a=b"x")[:-30], "its directory at the end is missing or damaged"),
        ("awards.zip", zipped(**{"readme.txt": b"x"}), "holds no CSV or Parquet file"),
        ("awards.csv", b"<!doctype html><html>Error 502", "a web page saved under the name of a data file"),
        ("awards.csv", b"sector;dollars;year\n1;2;3\n", "separated by semicolons"),
        ("awards.csv", b"agency,obligated_dollars\nA,1\n", "holds totals"),
        ("awards.csv", b"\x7fELF\0\0\0\1" * 20, "a binary file"),
        ("awards.parquet", b"PAR1" + b"\0" * 50, "cannot be read"),
        ("awards.json", b'{"hello": "there"}', "of no layout that is known here"),
        ("awards.csv", beginning(0), "has a header and no record"),
    ],
    ids=lambda told: "content" if isinstance(told, bytes) else told,
)
def test_what_holds_no_award_is_refused_in_the_sentence_of_the_assessment(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    """Given, expected, how to mend it."""
    with pytest.raises(InputRefusedError, match=says) as refused:
        looked(tmp_path, name, content)
    assert "expected" in str(refused.value) and name in str(refused.value)


def test_a_file_whose_every_record_would_be_rejected_is_refused(tmp_path: Path) -> None:
    """A portfolio of nothing is nothing to wait for."""
    header, *records = beginning(3).decode().splitlines()
    broken = "\n".join([header, *("," * record.count(",") for record in records)])
    with pytest.raises(InputRefusedError, match="none of the 3 records of awards.csv"):
        looked(tmp_path, "awards.csv", broken.encode())


def test_names_inside_an_archive_lead_nowhere(tmp_path: Path) -> None:
    """A member that is called like a path outside is read, and nothing is written where it points."""
    name = "../../../outside.csv"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, beginning(5))
    assert looked(tmp_path, "awards.zip", out.getvalue()).accepted == 5
    assert not list(tmp_path.parent.rglob("outside.csv"))


def test_what_unpacks_without_end_is_read_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that become gigabytes: the look unpacks a bounded part, and says what that was."""
    row = beginning(1)
    bomb = zipped(a__csv=b"", **{"awards.csv": row + row.splitlines(keepends=True)[1] * 100_000})
    begun = time.process_time()
    look = looked(tmp_path, "awards.zip", bomb)
    assert look.whole is False and look.read < 10_000
    assert time.process_time() - begun < 5
    assert sum(f.stat().st_size for f in tmp_path.rglob("*") if f.is_file()) < 20 * module.HEAD


def test_a_sample_ends_with_a_whole_record() -> None:
    """A line end within quotes is none; a text without any is taken as it is."""
    assert at_a_record(b'a,b\n1,"x\ny"\n2,"z\n') == b'a,b\n1,"x\ny"\n'
    assert at_a_record(b"a,b\n1,2\n3,") == b"a,b\n1,2\n"
    assert at_a_record(b"a,b") == b"a,b"
