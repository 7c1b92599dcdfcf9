"""Snapshots: taken whole or not at all, shown in one step, never changed, and nothing of them lost to a kill."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buyfair import snapshots
from buyfair.browse import figures
from buyfair.terms.errors import InputRefusedError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(sample_folder: Path) -> Path:
    return sample_folder / "assessed"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def nothing(_folder: Path, _say: snapshots.Say) -> None:
    """Makes nothing for reading: what is tried here is the taking."""


def test_a_snapshot_is_the_folder_as_it_was_and_shown_only_when_switched_to(folder: Path, home: Path) -> None:
    assert snapshots.current(home) is None and snapshots.every(home) == ()
    taken = snapshots.take(folder, home, "First look", make=nothing)
    assert snapshots.current(home) is None
    snapshots.switch(home, taken.id)
    shown = snapshots.current(home)
    assert shown == taken and shown.label == "First look" and snapshots.every(home) == (taken,)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert taken.id.startswith(manifest["day"])
    for file in manifest["files"]:
        one, other = folder / file["name"], taken.folder / file["name"]
        assert one.read_bytes() == other.read_bytes() and one.stat().st_ino != other.stat().st_ino
    assert figures(taken) == json.loads((folder / "summary.json").read_text("utf-8"))


def test_the_same_folder_is_taken_once(folder: Path, home: Path) -> None:
    first = snapshots.take(folder, home, make=nothing)
    assert snapshots.take(folder, home, "again", make=nothing) == first


def test_what_a_killed_taker_left_is_cleaned_and_a_living_one_is_left_alone(folder: Path, home: Path) -> None:
    left = snapshots.place(home) / f"{snapshots.TAKING}left"
    left.mkdir(parents=True)
    (left / "summary.json").write_text("half")
    with (snapshots.place(home) / ".taking").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputRefusedError, match="another snapshot is being taken; expected one at a time"):
            snapshots.take(folder, home, make=nothing)
        assert left.is_dir()
    snapshots.take(folder, home, make=nothing)
    assert not left.exists()


def test_a_taker_that_fails_leaves_nothing(folder: Path, home: Path) -> None:
    def fails(_folder: Path, _say: snapshots.Say) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        snapshots.take(folder, home, make=fails)
    assert snapshots.every(home) == () and [p.name for p in snapshots.place(home).iterdir()] == [".taking"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "manifest.json").unlink(), "lacks manifest.json"),
        (lambda f: (f / "lines.parquet").unlink(), "lacks lines.parquet"),
        (lambda f: (f / "rejected.parquet").unlink(), "rejected.parquet is not there"),
        (lambda f: (f / "report.html").write_text("other"), "report.html is not the file that its manifest names"),
        (lambda f: (f / "manifest.json").write_text('{"files": 3}'), "written by another version"),
        (lambda f: shutil.rmtree(f), "is no folder"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_in_one_sentence(
    folder: Path, home: Path, tmp_path: Path, spoil: object, said: str
) -> None:
    spoiled = tmp_path / "spoiled"
    shutil.copytree(folder, spoiled)
    assert callable(spoil)
    spoil(spoiled)
    with pytest.raises(InputRefusedError, match=said) as refused:
        snapshots.take(spoiled, home, make=nothing)
    assert "\n" not in str(refused.value) and snapshots.every(home) == ()


def test_a_folder_of_other_knowledge_is_refused(folder: Path, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    for name in ("summary.json", "manifest.json"):
        told = json.loads((other / name).read_text("utf-8"))
        told["versions"]["knowledge"] = "0123456789ab"
        (other / name).write_text(json.dumps(told), "utf-8")
    with pytest.raises(InputRefusedError, match="another version"):
        snapshots.take(other, home, make=nothing)


def test_what_is_shown_is_never_dropped_and_what_is_dropped_is_gone(folder: Path, home: Path) -> None:
    taken = snapshots.take(folder, home, make=nothing)
    snapshots.switch(home, taken.id)
    with pytest.raises(InputRefusedError, match="is shown"):
        snapshots.drop(home, taken.id)
    with pytest.raises(InputRefusedError, match="is no snapshot"):
        snapshots.drop(home, "../elsewhere")
    (snapshots.place(home) / "current").unlink()
    snapshots.drop(home, taken.id)
    assert snapshots.every(home) == () and not taken.folder.exists()


def test_reading_needs_no_right_to_write(folder: Path, home: Path) -> None:
    taken = snapshots.take(folder, home, make=nothing)
    snapshots.switch(home, taken.id)
    before = sorted(p.name for p in snapshots.place(home).iterdir())
    snapshots.current(home)
    figures(taken)
    assert sorted(p.name for p in snapshots.place(home).iterdir()) == before


TAKER = """
import sys
from pathlib import Path
from buyfair import snapshots
snapshots.take(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["summary.json", "manifest.json", ".work", "browse.duckdb", "snapshot.json"])
def test_a_taker_killed_at_any_moment_leaves_the_old_state_or_the_new(folder: Path, home: Path, moment: str) -> None:
    snapshots.place(home).mkdir(parents=True)
    run = subprocess.Popen(
        [sys.executable, "-c", TAKER, str(folder), str(home)], env={**os.environ, "PYTHONPATH": "src"}, cwd=ROOT
    )
    drafts = snapshots.place(home)
    while run.poll() is None and not list(drafts.glob(f"{snapshots.TAKING}*/{moment}")):
        time.sleep(0.002)
    run.kill()
    run.wait()
    kept = snapshots.every(home)
    assert len(kept) <= 1 and snapshots.current(home) is None
    for one in kept:
        assert (one.folder / "browse.duckdb").is_file() and one.summary()["day"] == one.day
    taken = snapshots.take(folder, home)
    assert [p.name for p in drafts.iterdir() if p.name.startswith(".")] == [".taking"]
    assert snapshots.switch(home, taken.id) == snapshots.current(home)
