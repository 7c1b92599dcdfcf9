"""What a power cut may leave of a PostgreSQL server that was killed: its log cut behind what was flushed, its pages torn.

A killed process leaves the memory of the machine, and so everything that it wrote. Here that is taken away again, as far as
nothing was flushed: the log behind the place that the server called flushed when it accepted the last move, and whatever it
wrote into its files since its last checkpoint. What is kept of a page is never newer than what is kept of the log, since the
server flushes the log first.
"""

from __future__ import annotations

import random
import shutil
import signal
import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE, SECTOR = 8192, 512
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
SMALL = {"shared_buffers": "'1MB'", "bgwriter_delay": "'10ms'", "bgwriter_lru_maxpages": "1000",
         "bgwriter_lru_multiplier": "10", "wal_writer_delay": "'10ms'"}  # fmt: skip
"""A server that writes its pages soon, so that there are some which no checkpoint flushed."""
WAYS = ("cut short", "zeros", "noise", "some sectors")
"""What may stand in the log behind what was flushed."""


def asked(sql: str) -> tuple[Any, ...]:
    """One row of the server's answer."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())


def flushed() -> int:
    """Up to where the server says that its log is on the disk. Unit: bytes since its first."""
    return int(asked("SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn")[0])


def made_small(server: Any) -> None:
    """Sets the server so that it writes pages soon, and holds it to what makes it safe; it is begun anew."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name, value in SMALL.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = {value}")
    connection.close()
    import psutil

    first = psutil.Process(server.get_pid())
    first.send_signal(signal.SIGINT)  # how a server is told to end at once, in good order
    first.wait(timeout=60)
    server.ensure_postgres_running()
    off = [name for name in MUST_BE_ON if asked(f"SHOW {name}") != ("on",)]
    assert not off, f"this server is not set to outlast a power cut: {off}"


@dataclass
class Flushed:
    """What is certainly on the disk: the files as a checkpoint left them, in a folder of their own."""

    data: Path
    copy: Path
    redo: str = ""
    size: int = 0
    line: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def checkpoint(self) -> None:
        """Everything is flushed now, and nothing is under way: this is what a power cut cannot take."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
        self.redo, self.line = self._at()
        self.size = int(asked("SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'")[0])
        shutil.rmtree(self.copy, ignore_errors=True)
        for path in self._files(self.data):
            to = self.copy / path.relative_to(self.data)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)

    def no_other(self) -> bool:
        """Whether no checkpoint came since."""
        return self._at() == (self.redo, self.line)

    @staticmethod
    def _at() -> tuple[str, int]:
        redo, line = asked("SELECT redo_lsn::text, timeline_id FROM pg_control_checkpoint()")
        return str(redo), int(line)

    @staticmethod
    def _files(data: Path) -> list[Path]:
        """Tables, indexes and what became of transactions; what is flushed at each change by itself is left out."""
        own = (p for folder in ("base", "global", "pg_xact", "pg_multixact") for p in (data / folder).rglob("*") if p.is_file())
        return [p for p in own if p.name not in ("pg_control", "PG_VERSION", "pg_filenode.map", "pg_internal.init")]

    def power_cut(self, at: int, chance: random.Random) -> str:
        """Takes away what was not flushed: the log behind `at`, and pages written since the checkpoint, or sectors of them."""
        way = chance.choice(WAYS)
        self._log(at, way, chance)
        for path in self._files(self.data):
            before = self.copy / path.relative_to(self.data)
            old, new = before.read_bytes() if before.exists() else b"", path.read_bytes()
            if old != new:
                kept = self._pages(path, old, new, at, chance)
                path.write_bytes(kept)
        return way

    def _log(self, at: int, way: str, chance: random.Random) -> None:
        """Everything of the log behind `at`, in its segment and in those after it."""
        each = 2**32 // self.size
        number = at // self.size
        first = f"{self.line:08X}{number // each:08X}{number % each:08X}"
        for path in sorted((self.data / "pg_wal").iterdir()):
            if not path.is_file() or len(path.name) != 24 or path.name < first:
                continue
            content = path.read_bytes()
            cut = at % self.size if path.name == first else 0
            rest = content[cut:]
            self.seen["log"] += len(rest.rstrip(b"\0"))
            if way == "cut short":  # the server makes its segments whole beforehand, so that none ends within a page
                content = content[:cut] + bytes(-cut % PAGE)
            elif way == "some sectors":
                content = content[:cut] + _sectors(bytes(len(rest)), rest, chance)
            else:
                content = content[:cut] + (bytes(len(rest)) if way == "zeros" else chance.randbytes(len(rest)))
            path.write_bytes(content)

    def _pages(self, path: Path, old: bytes, new: bytes, at: int, chance: random.Random) -> bytes:
        """Each page that differs as it was, as it became, or torn; what became of transactions as it was."""
        if "base" not in path.parts and "global" not in path.parts:
            return old
        pages = []
        for place in range(0, len(new), PAGE):
            was, became = old[place : place + PAGE], new[place : place + PAGE]
            choice = chance.choice(("lost", "kept", "torn"))
            if was == became:
                pages.append(became)
            elif _written(became) > at:  # its log was flushed before it, so that this log cannot be lost
                self.seen["lost"] += 1
                pages.append(was or bytes(len(became)))
            else:
                self.seen[choice] += 1
                whole = was or bytes(len(became))
                pages.append({"lost": whole, "kept": became}.get(choice) or _sectors(whole, became, chance))
        return b"".join(pages)


def _written(page: bytes) -> int:
    """The place in the log of the last change of a page."""
    high, low = struct.unpack("<II", page[:8])
    return int(high << 32 | low)


def _sectors(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Some sectors new, the others old."""
    return b"".join((new if chance.random() < 0.5 else old)[at : at + SECTOR] for at in range(0, len(new), SECTOR))
