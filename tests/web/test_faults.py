"""A document that is stored, killed or refused room at each of its moments: it lies there whole or not at all."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from buyfair.terms.errors import InputRefusedError
from buyfair.web.casework import store
from buyfair.web.casework.refused import NoRoomError
from buyfair.web.core import backup

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from faults_points import ended_at

CONTENT = b"We pay back in three parts."


def kept() -> store.Kept:
    """A document as it is uploaded, stored."""
    file = io.BytesIO(CONTENT)
    file.name = "plan.txt"
    return store.kept(file)


@pytest.mark.parametrize("full", [False, True], ids=["killed", "disk full"])
def test_a_document_is_whole_or_not_there_whenever_its_work_ends(home_folder: Path, full: bool) -> None:
    accepted, moment, digest = False, 0, kept().sha256
    while not accepted:
        store.path_of(digest).unlink()
        store.path_of(digest).parent.rmdir()
        moment += 1
        accepted, _ = ended_at(moment, kept, full=full)
        path = store.path_of(digest)
        assert not path.exists() or path.read_bytes() == CONTENT
        assert not accepted or path.exists()
        for left in path.parent.glob(".*") if path.parent.is_dir() else []:
            assert not full, "a refusal leaves nothing"
            left.unlink()
        assert kept().sha256 == digest and store.content_of(digest) == CONTENT, "sent again, it is taken"
        assert moment < 50
    assert moment > 4


def test_a_full_disk_is_said_in_a_sentence(home_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(NoRoomError, match="nothing of it was kept") as refused:
        kept()
    assert refused.value.status == 507
    assert not [p for p in (home_folder / "documents").rglob("*") if p.is_file()]


def test_what_is_restored_comes_whole_and_a_second_try_goes_on(home_folder: Path, tmp_path: Path) -> None:
    """Killed between two things that it brings, it leaves those it brought; what is shown comes after what it names."""

    def laid_out() -> Path:
        from_ = tmp_path / "kept"
        for name in ("documents/ab/abcd", "uploads/files/abcd", "snapshots/one/summary.json"):
            (from_ / name).parent.mkdir(parents=True, exist_ok=True)
            (from_ / name).write_bytes(CONTENT)
        if not (from_ / "snapshots" / "current").is_symlink():
            (from_ / "snapshots" / "current").symlink_to("one")
        return from_

    accepted, moment = False, 0
    while not accepted:
        moment += 1
        accepted, _ = ended_at(moment, lambda: backup._folders(laid_out()))
        shown = home_folder / "snapshots" / "current"
        assert not shown.is_symlink() or (shown / "summary.json").read_bytes() == CONTENT
        assert moment < 200
    assert (home_folder / "documents" / "ab" / "abcd").read_bytes() == CONTENT and shown.is_symlink()
    assert (home_folder / "uploads" / "files" / "abcd").read_bytes() == CONTENT


def test_no_backup_takes_the_place_of_one_that_came_meanwhile(tmp_path: Path) -> None:
    own, target = tmp_path / ".own", tmp_path / "a.backup"
    own.write_bytes(b"mine")
    target.write_bytes(b"theirs")
    with pytest.raises(InputRefusedError, match="is there already"):
        backup._put(own, target)
    assert target.read_bytes() == b"theirs"
