"""The power is cut while SQLite writes: whatever part of the last writes reached the disk, all that was accepted is there."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tiny_subject.models import Pledge
from tiny_subject.people import AT, pledge, proposal, supplier

from buyfair.web.casework.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home_folder")]
LOG = "-wal"
"""What SQLite writes before the file itself."""


@pytest.fixture
def only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is killed by bench/faults_postgres.py")


def asked(sql: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


def copied(to: Path) -> Path:
    """The file of the database and its log, as they lie on the disk now."""
    to.mkdir()
    own = Path(connection.settings_dict["NAME"])
    shutil.copy(own, to / "db")
    shutil.copy(own.with_name(own.name + LOG), to / f"db{LOG}")
    return to / "db"


@contextmanager
def on(database: Path) -> Iterator[None]:
    """The application comes up on another file."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def stands(accepted: list[int], not_yet: int | None) -> None:
    """Everything accepted is there; what was under way is there whole or not at all."""
    assert asked("PRAGMA integrity_check") == [("ok",)] and asked("PRAGMA foreign_key_check") == []
    assert verify().broken == []
    for key in accepted:
        read = Pledge.objects.get(pk=key)
        assert (read.state, read.events.count(), read.documents.count()) == ("proposed", 2, 1)
    if not_yet is not None:
        read = Pledge.objects.get(pk=not_yet)
        assert (read.state, read.events.count(), read.documents.count()) in {("draft", 1, 0), ("proposed", 2, 1)}


def proposed(key: int) -> None:
    """A move; when this comes back, it was accepted."""
    Pledge.objects.get(pk=key).move("propose", supplier(), proposal(), at=AT)


def test_what_was_accepted_outlasts_a_log_that_is_cut_or_torn_at_any_byte(only_sqlite: None, tmp_path: Path) -> None:
    keys = [pledge().pk for _ in range(4)]
    asked("PRAGMA wal_autocheckpoint=0")
    asked("PRAGMA wal_checkpoint(TRUNCATE)")
    after = []
    for number, key in enumerate(keys):
        proposed(key)
        after.append(copied(tmp_path / f"after-{number}"))
    chance, seen = random.Random(7), set()
    for number in range(len(keys) - 1):
        first = (size := lambda d: d.with_name(f"db{LOG}").stat().st_size)(after[number])
        last = size(after[number + 1])
        assert first < last, "a move is in the log before it is accepted"
        for cut in (first, last - 1, *(chance.randrange(first, last) for _ in range(6))):
            for torn in (b"", chance.randbytes(last - cut), bytes(last - cut)):
                folder = tmp_path / "cut"
                shutil.copytree(after[number + 1].parent, folder)
                log = folder / f"db{LOG}"
                log.write_bytes(log.read_bytes()[:cut] + torn)
                with on(folder / "db"):
                    stands(keys[: number + 1], keys[number + 1])
                    seen.add(Pledge.objects.get(pk=keys[number + 1]).state)
                    proposed(keys[-1]) if number == 0 else None
                    assert verify().broken == [], "and it goes on working"
                shutil.rmtree(folder)
    assert "draft" in seen, "a cut within a move takes the move away"


def test_what_was_accepted_outlasts_a_power_cut_while_the_log_is_brought_into_the_file(
    only_sqlite: None, tmp_path: Path
) -> None:
    keys = [pledge().pk for _ in range(2)]
    asked("PRAGMA wal_autocheckpoint=0")
    asked("PRAGMA wal_checkpoint(TRUNCATE)")
    for key in keys:
        proposed(key)
    before = copied(tmp_path / "before")
    asked("PRAGMA wal_checkpoint(PASSIVE)")
    old, new, page = before.read_bytes(), copied(tmp_path / "brought").read_bytes(), 4096
    assert old != new
    old, chance = old.ljust(len(new), b"\0"), random.Random(8)
    for _ in range(12):
        parts = [(new if chance.random() < 0.5 else old)[at : at + page] for at in range(0, len(new), page)]
        folder = tmp_path / "cut"
        shutil.copytree(before.parent, folder)
        (folder / "db").write_bytes(b"".join(parts))
        with on(folder / "db"):
            stands(keys, None)
        shutil.rmtree(folder)
