"""What people did comes back from a backup whole: on either database, and from one to the other."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test.utils import override_settings
from people import Acting

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.casework.models.document import Content
from buyfair.web.core.accounts import codes
from buyfair.web.core.backup import back_up, restore, verify
from buyfair.web.core.clock import now
from buyfair.web.core.models import Membership, OpenSession, SecondStep, User
from buyfair.web.core.roles import Role

BROUGHT = hashlib.sha256(b"award_id,dollars").hexdigest()
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worked(acting: Acting, home_folder: Path) -> Path:
    """An office with people, and a document that somebody left."""
    acting(Role.CONTRACTING_OFFICER)
    acting(Role.SUPPLIER_MEMBER, "Heron Supply Ünïcode 織", "supplier")
    (home_folder / "documents" / "ab").mkdir(parents=True)
    (home_folder / "documents" / "ab" / "abcd").write_bytes(b"left here")
    (home_folder / "documents" / ".half").write_bytes(b"being written")
    (home_folder / "uploads" / "files").mkdir(parents=True)
    (home_folder / "uploads" / "files" / BROUGHT).write_bytes(b"award_id,dollars")
    (home_folder / "snapshots" / "one").mkdir(parents=True)
    (home_folder / "snapshots" / "one" / "summary.json").write_bytes(b"{}")
    (home_folder / "snapshots" / "current").symlink_to("one")
    return home_folder


def elsewhere(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of the operator on another installation, one that stands on SQLite."""
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    env |= {"BUYFAIR_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests' / 'web'}",
            "BUYFAIR_SUBJECTS": "tiny_subject", "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}  # fmt: skip
    return subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], env=env, capture_output=True, text=True)


def rows_of(backup: Path) -> bytes:
    """The rows that a backup holds."""
    with tarfile.open(backup) as tar:
        member = tar.extractfile("rows.jsonl")
        assert member is not None
        return member.read()


@pytest.mark.slow
def test_a_backup_goes_to_another_installation_and_back(worked: Path, tmp_path: Path) -> None:
    """The same rows, byte for byte, after two moves between databases; documents too, and nobody is logged in."""
    there, first, second = tmp_path / "there", tmp_path / "first.backup", tmp_path / "second.backup"
    counts = back_up(first)
    assert counts["core.user"] == 2 and "sessions.session" not in counts
    assert elsewhere(there, "migrate").returncode == 0
    done = elsewhere(there, "restore", str(first))
    assert done.returncode == 0, done.stderr
    assert (there / "documents" / "ab" / "abcd").read_bytes() == b"left here"
    assert not (there / "documents" / ".half").exists()
    assert (there / "uploads" / "files" / BROUGHT).read_bytes() == b"award_id,dollars"
    assert (there / "snapshots" / "current" / "summary.json").read_bytes() == b"{}"
    assert elsewhere(there, "backup", str(second)).returncode == 0
    assert rows_of(second) == rows_of(first)
    call_command("flush", interactive=False)
    restore(second)
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(
        m.user.username for m in Membership.objects.select_related("user")
    )
    assert Session.objects.count() == 0
    added = User.objects.create(username="the next one")
    assert added.pk > max(User.objects.exclude(pk=added.pk).values_list("pk", flat=True))


def test_nothing_is_restored_over_the_work_of_people(worked: Path, tmp_path: Path) -> None:
    """Somebody works here already."""
    back_up(tmp_path / "a.backup")
    with pytest.raises(InputRefusedError, match="has rows already; expected an empty one"):
        restore(tmp_path / "a.backup")


def test_a_backup_is_proven_without_being_restored(worked: Path, tmp_path: Path) -> None:
    """It counts rows and files, and names a content that was damaged before; award files are left out on request."""
    counts = back_up(tmp_path / "a.backup")
    held = verify(tmp_path / "a.backup")
    assert held.rows == counts
    assert held.files == {"documents": 1, "snapshots": 1, "uploads/files": 1}
    assert held.damaged == ["documents/ab/abcd"]
    back_up(tmp_path / "b.backup", award_files=False)
    assert "uploads/files" not in verify(tmp_path / "b.backup").files


def test_a_changed_award_file_of_a_backup_is_told(worked: Path, tmp_path: Path) -> None:
    """One byte of a file that was brought."""
    back_up(tmp_path / "a.backup")
    content = (tmp_path / "a.backup").read_bytes()
    (tmp_path / "b.backup").write_bytes(content.replace(b"award_id,dollars", b"award_id,Dollars"))
    with pytest.raises(InputRefusedError, match="was changed or cut"):
        verify(tmp_path / "b.backup")


def test_a_backup_of_before_has_a_sentence_of_its_own(worked: Path, tmp_path: Path) -> None:
    """It has no list of files: that it was cut would be untrue."""
    back_up(tmp_path / "a.backup")
    content = (tmp_path / "a.backup").read_bytes()
    (tmp_path / "b.backup").write_bytes(content.replace(b'"list": "files.jsonl"', b'"lost": "files.jsonl"'))
    with pytest.raises(InputRefusedError, match="before a backup listed its files.*restore it with the version that wrote it"):
        verify(tmp_path / "b.backup")


def test_what_the_disk_cannot_hold_is_not_begun(worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence with both numbers, and no half backup."""
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=1000))
    with pytest.raises(MachineError, match="has 1,000 bytes left"):
        back_up(tmp_path / "a.backup")
    assert not list(tmp_path.glob("*.backup*")) and not list(tmp_path.glob(".a.backup*"))


def test_a_backup_is_for_its_owner_alone_and_opens_no_session(worked: Path, tmp_path: Path) -> None:
    """It holds what only some may see, and none of the keys by which browsers are logged in."""
    who, key = User.objects.first(), "k" * 32
    assert who is not None
    OpenSession.objects.create(user=who, key=key, began=now(), seen=now(), how="password", address="127.0.0.1")
    target = tmp_path / "a.backup"
    back_up(target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert key.encode() not in rows_of(target)


def test_what_was_brought_beside_the_pages_comes_back_too(worked: Path, tmp_path: Path) -> None:
    """Editions of lists, decisions of the command line, and a file that the disk knows by two names."""
    edition = worked / "lists" / "uflpa_entity_list" / "2026-06-23"
    edition.mkdir(parents=True)
    (edition / "parties.csv").write_bytes(b"key,name")
    (edition.parent / ".half").mkdir()
    (worked / "decisions.jsonl").write_bytes(b'{"asked": "otter"}\n')
    os.link(worked / "snapshots" / "one" / "summary.json", worked / "snapshots" / "one" / "twin.json")
    back_up(tmp_path / "a.backup")
    told = verify(tmp_path / "a.backup").files
    assert (told["lists"], told["decisions.jsonl"], told["snapshots"]) == (1, 1, 2)
    call_command("flush", interactive=False)
    other = worked.with_name("other")
    other.mkdir()
    with override_settings(HOME=other):
        (other / "decisions.jsonl").write_bytes(b"of somebody else")
        with pytest.raises(InputRefusedError, match="holds other decisions already"):
            restore(tmp_path / "a.backup")
        assert User.objects.count() == 0 and (other / "decisions.jsonl").read_bytes() == b"of somebody else"
        (other / "decisions.jsonl").unlink()
        (other / "snapshots" / "two").mkdir(parents=True)
        (other / "snapshots" / "current").unlink(missing_ok=True)
        (other / "snapshots" / "current").symlink_to("two")
        restore(tmp_path / "a.backup")
        shown = (other / "snapshots" / "current").readlink()
    assert (other / "lists" / "uflpa_entity_list" / "2026-06-23" / "parties.csv").read_bytes() == b"key,name"
    assert not (other / "lists" / "uflpa_entity_list" / ".half").exists()
    assert (other / "decisions.jsonl").read_bytes() == b'{"asked": "otter"}\n'
    assert (other / "snapshots" / "one" / "twin.json").read_bytes() == b"{}"
    assert shown == Path("one"), "what is shown is what the backup says"


def test_a_document_that_a_row_names_and_nobody_kept_is_told(worked: Path, tmp_path: Path) -> None:
    """As where the command ran without BUYFAIR_HOME: every row, and not one document."""
    Content.objects.create(sha256="0" * 64, size=4, suffix="pdf")
    back_up(tmp_path / "a.backup")
    with pytest.raises(CommandError, match=f"contents that rows name and are not in it: 1, the first is documents/{'0' * 64}"):
        call_command("backup", "--verify", str(tmp_path / "a.backup"))


def test_mistakes_of_the_operator_are_answered_by_a_sentence(worked: Path, tmp_path: Path) -> None:
    """A folder in place of a file, a place that is not there, a file that nobody may read."""
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("backup", "--verify", str(tmp_path))
    with pytest.raises(CommandError, match="is no folder; expected one that is there"):
        call_command("backup", str(tmp_path / "no" / "such" / "place"))
    (worked / "documents" / "ab" / "gone").symlink_to("abcd")
    (worked / "documents" / "xx").mkdir()
    blocked = worked / "documents" / "xx" / ("y" * 64)
    blocked.write_bytes(b"")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("buyfair.web.core.backup.backup_file.Writing.lying", refused)
        with pytest.raises(CommandError, match=r"of the store: Input/output error\. No backup was written\."):
            call_command("backup", str(tmp_path / "a.backup"))
    assert not (tmp_path / "a.backup").exists()


def refused(*_: object) -> None:
    """A disk that cannot read what lies on it."""
    raise OSError(errno.EIO, os.strerror(errno.EIO), "of the store")


def test_who_restores_is_told_of_second_steps_that_the_key_does_not_open(worked: Path, tmp_path: Path) -> None:
    """The key is no part of a backup; without it no code counts."""
    who = User.objects.first()
    assert who is not None
    SecondStep.objects.create(user=who, key=codes.closed(codes.new_key()), at=now())
    back_up(tmp_path / "a.backup")
    for key, told in (("another key", True), (settings.SECRET_KEY, False)):
        call_command("flush", interactive=False)
        said = io.StringIO()
        with override_settings(SECRET_KEY=key):
            call_command("restore", str(tmp_path / "a.backup"), stdout=said)
        assert ("1 of 1 second steps" in said.getvalue()) is told


def test_no_backup_is_written_over_another(worked: Path, tmp_path: Path) -> None:
    """The first one stays as it is."""
    (tmp_path / "a.backup").write_bytes(b"older")
    with pytest.raises(InputRefusedError, match="is there already"):
        back_up(tmp_path / "a.backup")
    assert (tmp_path / "a.backup").read_bytes() == b"older"


@pytest.mark.parametrize("harm", ["cut", "changed", "not ours", "another version", "leads elsewhere"])
def test_what_is_not_whole_is_refused_and_leaves_nothing(harm: str, worked: Path, tmp_path: Path) -> None:
    """One sentence each, and an installation as empty as before."""
    whole, harmed = tmp_path / "a.backup", tmp_path / "b.backup"
    back_up(whole)
    content = whole.read_bytes()
    if harm == "cut":
        harmed.write_bytes(content[: len(content) // 3])
    elif harm == "changed":
        harmed.write_bytes(content.replace(b"Heron Supply", b"Other Supply"))
    elif harm == "not ours":
        harmed.write_bytes(b"PK\x03\x04 something else")
    elif harm == "another version":
        harmed.write_bytes(content.replace(b'"core.0001_accounts"', b'"core.0001_otherone"'))
    else:
        escaping(whole, harmed)
    call_command("flush", interactive=False)
    if harm == "leads elsewhere":
        restore(harmed)
        assert not (tmp_path / "outside").exists()
        return
    with pytest.raises(InputRefusedError):
        restore(harmed)
    assert User.objects.count() == 0


def escaping(whole: Path, harmed: Path) -> None:
    """The same backup with a member that wants to be written outside."""
    with tarfile.open(whole) as old, tarfile.open(harmed, "w") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
        away = tarfile.TarInfo("../outside")
        away.size = 4
        new.addfile(away, io.BytesIO(b"away"))
