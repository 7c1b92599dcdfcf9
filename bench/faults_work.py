"""The pieces of work that faults.py kills, and what must stand after each of them, killed or not."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from tiny_subject.models import Pledge
from tiny_subject.people import AT, pledge, proposal, supplier

from buyfair import editions, snapshots
from buyfair.web.casework import store
from buyfair.web.casework.models import Document
from buyfair.web.casework.verify import verify
from buyfair.web.core import backup
from buyfair.web.core.models import Organization

ACCEPTED: list[tuple[str, Any]] = []
"""What was told to be done, by kind: each of it must stand to the end."""


def settled() -> str:
    """The database is whole, everything accepted stands, the ledger holds; in words."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
    for kind, what in ACCEPTED:
        if kind == "move":
            assert Pledge.objects.get(pk=what).state == "proposed"
        else:
            assert store.content_of(what) is not None
    found = verify()
    assert found.broken == [], found.broken[:3]
    return f"the ledger holds ({found.cases} cases, {found.events} events, {found.documents} documents)"


class Move:
    """A case is proposed, with a document."""

    def __init__(self, home: Path) -> None:
        self.by, self.next = supplier(), pledge().pk

    def work(self) -> None:
        """The move."""
        Pledge.objects.get(pk=self.next).move("propose", self.by, proposal(), at=AT)

    def look(self, accepted: bool) -> None:
        """All of it or nothing."""
        read = Pledge.objects.get(pk=self.next)
        whole = (read.state, read.version, read.workers, Document.objects.filter(case=read).count(), read.events.count())
        assert whole in {("draft", 1, None, 0, 1), ("proposed", 2, 12, 1, 2)}, whole
        assert not accepted or read.state == "proposed"
        if read.state == "proposed":
            ACCEPTED.append(("move", self.next))
            self.next = pledge().pk


class Paper:
    """A document is stored."""

    def __init__(self, home: Path) -> None:
        self.count = 0

    @property
    def content(self) -> bytes:
        """Another one each time."""
        return f"Paper {self.count} ".encode() * 3000

    def work(self) -> None:
        """As it is uploaded."""
        file = io.BytesIO(self.content)
        file.name = "paper.txt"
        store.kept(file)

    def look(self, accepted: bool) -> None:
        """It lies there whole or not at all."""
        digest = hashlib.sha256(self.content).hexdigest()
        path = store.path_of(digest)
        assert not path.exists() or path.read_bytes() == self.content
        assert not accepted or path.exists()
        if path.exists():
            ACCEPTED.append(("document", digest))
            self.count += 1


@cache
def assessed() -> Path:
    """The bundled sample, assessed by the command line."""
    from folders import sample_by_command

    folder = settings.HOME / "work" / "sample"
    folder.mkdir()
    sample_by_command(folder)
    return folder / "assessed"


def quick(draft: Path, say: Callable[[str], None]) -> None:
    """What is made for reading, in small: two files, one after the other."""
    for name in ("one", "two"):
        (draft / f"made-{name}").write_bytes(name.encode() * 5000)


def whole(folder: Path) -> bool:
    """Whether every file of a snapshot is there as its manifest says, and what was made beside them too."""
    told = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    made = all((folder / f"made-{n}").stat().st_size == 15000 for n in ("one", "two"))
    return made and all(hashlib.sha256((folder / f["name"]).read_bytes()).hexdigest() == f["sha256"] for f in told)


class Snapshot:
    """A snapshot is taken."""

    def __init__(self, home: Path) -> None:
        self.folder, self.home = assessed(), home / "work" / "taken"

    def work(self) -> None:
        """All but what the pages read is made as it is in use."""
        snapshots.take(self.folder, self.home, make=quick)

    def look(self, accepted: bool) -> None:
        """It is listed whole or not at all."""
        found = snapshots.every(self.home)
        assert len(found) <= 1 and all(whole(s.folder) for s in found)
        assert not accepted or found
        if found:
            snapshots.drop(self.home, found[0].id)


class Switch:
    """Another snapshot is shown."""

    def __init__(self, home: Path) -> None:
        self.home = home / "work" / "switched"
        for id_ in ("a", "b"):
            folder = snapshots.place(self.home) / id_
            shutil.copytree(assessed(), folder)
            quick(folder, str)
            (folder / "snapshot.json").write_text(json.dumps({"id": id_, "day": None, "label": None, "taken": None}))
        self.shown = snapshots.switch(self.home, "a").id

    def work(self) -> None:
        """The other one."""
        snapshots.switch(self.home, "b" if self.shown == "a" else "a")

    def look(self, accepted: bool) -> None:
        """The old or the new one is shown, whole."""
        found = snapshots.current(self.home)
        assert found is not None and found.id in ("a", "b") and whole(found.folder)
        assert not accepted or found.id != self.shown
        self.shown = found.id


def _sightings(out: Any) -> None:
    from buyfair.web.leads.made_up import made_up
    from buyfair.web.leads.sightings import of_folder

    home = {"BUYFAIR_HOME": str(settings.HOME)}
    out.send(of_folder(assessed(), home, None) + made_up(assessed()))


class Leads:
    """Leads are brought in for an office, five to a transaction."""

    def __init__(self, home: Path) -> None:
        from buyfair.web.leads import taking

        assessed()
        taking.AT_ONCE = 5
        gives, takes = multiprocessing.Pipe()
        # Apart, so that the readers of the folder start no threads in what is forked again and again.
        child = multiprocessing.get_context("fork").Process(target=_sightings, args=(takes,))
        connections.close_all()
        child.start()
        self.sightings = list(gives.recv())[:40]
        child.join()
        self.offices, self.expected = 0, 0
        self._another()

    def _another(self) -> None:
        self.offices += 1
        self.office = Organization.objects.create(name=f"Office {self.offices} (fictional)", kind="agency")

    def work(self) -> None:
        """Until none is left."""
        from buyfair.web.leads.taking import bring

        while bring(self.office, "s", date(2026, 1, 2), self.sightings, {}).left:
            pass

    def look(self, accepted: bool) -> None:
        """Five by five, each with its first event; those that came through are those of the first run."""
        from buyfair.web.leads.models import Lead, OnAward, Taken

        leads = list(Lead.objects.filter(organization=self.office))
        done = Taken.objects.filter(organization=self.office).exists()
        assert all(lead.events.count() == 1 for lead in leads)
        assert OnAward.objects.filter(lead__organization=self.office).count() >= len(leads)
        assert not accepted or done
        if done:
            self.expected = self.expected or len(leads)
            assert len(leads) == self.expected > 5
            self._another()
        else:
            assert len(leads) % 5 == 0


class Backup:
    """A backup is written."""

    def __init__(self, home: Path) -> None:
        self.target = home / "work" / "a.backup"

    def work(self) -> None:
        """Documents too; no portfolio."""
        backup.back_up(self.target, portfolio=False)

    def look(self, accepted: bool) -> None:
        """The file is there whole or not at all."""
        assert not accepted or self.target.exists()
        if self.target.exists():
            found = backup.verify(self.target)
            assert found.damaged == []
            self.target.unlink()
        for left in self.target.parent.glob(".a.backup.*"):
            left.unlink()


class Edition:
    """An edition of a list is brought."""

    def __init__(self, home: Path) -> None:
        from test_list_editions import page

        self.shelf, self.file = home / "work" / "lists", home / "work" / "page.html"
        self.file.write_bytes(page(80))
        self.before = len(editions.held_editions("uflpa_entity_list", self.shelf))

    def work(self) -> None:
        """As lists refresh does."""
        editions.refresh("uflpa_entity_list", [self.file], self.shelf)

    def look(self, accepted: bool) -> None:
        """It is held whole, with its very bytes, or not at all."""
        held = editions.held_editions("uflpa_entity_list", self.shelf)
        assert len(held) - self.before in (0, 1)
        assert not accepted or len(held) > self.before
        if len(held) > self.before:
            assert len(held[-1].parties) == 160
            assert (self.shelf / "raw" / held[-1].sha256).read_bytes() == self.file.read_bytes()
            shutil.rmtree(self.shelf)


WORKS: dict[str, Callable[[Path], Any]] = {
    "move": Move, "document": Paper, "snapshot": Snapshot, "switch": Switch, "leads": Leads, "backup": Backup, "list": Edition,
}  # fmt: skip
