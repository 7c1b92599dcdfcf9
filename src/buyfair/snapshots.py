"""Snapshots: assessed folders kept as they were taken, one of which stands as the portfolio that is shown.

Below the data folder, `snapshots/<id>/` holds the files of one assessed folder as they were, with what is made for reading
beside them, and `snapshots/current` is a link to one of them. A snapshot is never changed: it is made whole in a folder
beside and renamed, and the link is replaced in one step, so that whoever is killed at any moment leaves the old state or
the new one. Whoever only reads needs no right to write.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from buyfair import catalogue
from buyfair.assessed import AGAIN, other_version, quoted, summary_of
from buyfair.attention import awards_table
from buyfair.browse_files import FORMAT, make_for_reading
from buyfair.intake.folders import copied, settled
from buyfair.records.duties import DUTIES, FACTS
from buyfair.records.exposures import EXPOSURES, SUPPLIERS
from buyfair.records.leads import LEADS
from buyfair.records.lines import LINES
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

CURRENT, ABOUT = "current", "snapshot.json"
TAKING, LEAVING = ".taking-", ".leaving-"
LONGEST = 80
"""Characters of a label."""
_EVERY = 0.2
"""Seconds between two looks at a lock that somebody holds."""

Say = Callable[[str], None]
Make = Callable[[Path, Say], None]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One assessed folder as it was taken: its id, where it lies, its known day, and what whoever took it called it.

    `taken` is when, as whoever took it said; null where it was not told.
    """

    id: str
    folder: Path
    day: str | None
    label: str | None = None
    taken: str | None = None

    def summary(self) -> dict[str, Any]:
        """The picture as the assessment wrote it."""
        try:
            return dict(json.loads((self.folder / "summary.json").read_text("utf-8")))
        except OSError as problem:
            raise MachineError(f"the snapshot {self.id} cannot be read ({problem.strerror})") from None
        except ValueError:
            raise other_version(self.folder, "summary.json") from None


def place(home: Path) -> Path:
    """The folder of all snapshots."""
    return home / "snapshots"


def take(
    folder: Path, home: Path, label: str | None = None, *, at: datetime | None = None, say: Say = lambda _: None,
    make: Make = make_for_reading, patience: float = 0.0,
) -> Snapshot:  # fmt: skip
    """Keeps an assessed folder as a snapshot. It is not shown before a `switch`; the same folder gives the same snapshot.

    `at` is when, for the record. Each file is copied, and the copy held against the manifest. `patience` is how many seconds
    to wait while another is being taken.

    Raises: InputRefusedError for a folder that buyfair assess did not write, or not whole, or by another version, and while
    another snapshot is being taken; MachineError for disk or rights.
    """
    manifest = _manifest(folder)
    named = _label(label)
    with _machine(home), _lone_taker(home, patience) as place_:
        _tidy(place_)
        id_ = _id(manifest)
        if (place_ / id_).is_dir():
            return _read(place_ / id_)
        draft = Path(mkdtemp(prefix=TAKING, dir=place_))
        try:
            say("copying and checking")
            _copied(folder, draft, manifest)
            say("making what the pages read")
            make(draft, say)
            about = {"id": id_, "day": manifest["day"], "label": named, "taken": None if at is None else at.isoformat()}
            (draft / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
            draft.chmod(0o755)
            settled(draft)
            draft.rename(place_ / id_)
            settled(place_)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return _read(place_ / id_)


def current(home: Path) -> Snapshot | None:
    """The snapshot that is shown, its own name resolved so that one answer reads one snapshot; None where none is."""
    link = place(home) / CURRENT
    folder = link.resolve()
    return _read(folder) if (folder / "summary.json").is_file() else None


def every(home: Path) -> tuple[Snapshot, ...]:
    """All snapshots, the latest known day first; of one day, the one taken last."""
    if not place(home).is_dir():
        return ()
    found = [
        _read(f)
        for f in place(home).iterdir()
        if not f.name.startswith(".") and f.name != CURRENT and (f / ABOUT).is_file()
    ]
    return tuple(sorted(found, key=lambda s: (s.day or "", s.taken or "", s.id), reverse=True))


def one(home: Path, id_: str) -> Snapshot:
    """The snapshot of this id. Raises: InputRefusedError where there is none."""
    found = {s.id: s for s in every(home)}
    if id_ not in found:
        held = ", ".join(list(found)[:3]) or "none"
        raise refuse(f"{quoted(id_)} is no snapshot", "the id of one that is kept", f"kept are {held}")
    return found[id_]


def switch(home: Path, id_: str) -> Snapshot:
    """Shows this snapshot from now on, in one step. Raises: InputRefusedError where there is none of this id."""
    with _machine(home), _lock(place(home) / ".pointer", wait=True):
        found = one(home, id_)
        draft = place(home) / f".{CURRENT}-{os.getpid()}"
        draft.unlink(missing_ok=True)
        draft.symlink_to(found.id)
        draft.replace(place(home) / CURRENT)
        settled(place(home))
    return found


def drop(home: Path, id_: str) -> None:
    """Removes a snapshot for good. Raises: InputRefusedError where there is none, or it is the one that is shown."""
    with _machine(home), _lock(place(home) / ".pointer", wait=True):
        found, shown = one(home, id_), current(home)
        if shown is not None and shown.folder == found.folder.resolve():
            raise refuse(f"{id_} is the snapshot that is shown", "one that is not", "switch to another first")
        leaving = Path(mkdtemp(prefix=LEAVING, dir=place(home)))
        found.folder.rename(leaving / found.id)
        settled(place(home))
    shutil.rmtree(leaving, ignore_errors=True)


# How one is taken


_TABLES = (awards_table(), LINES, EXPOSURES, FACTS, DUTIES, LEADS, SUPPLIERS)


def _manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder of this version, as a whole. Raises: InputRefusedError for any other folder."""
    summary = summary_of(folder, _TABLES, "priority.ranked", "reach", "exposure", "flows_of")
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = {str(f["name"]): str(f["sha256"]) for f in manifest["files"]}
        said = (manifest["day"], manifest["versions"])
    except OSError as problem:
        raise MachineError(f"{folder / 'manifest.json'} cannot be read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise other_version(folder, "manifest.json") from None
    strange = [name for name in files if Path(name).name != name or name.startswith(".")]
    if strange or said != (summary["day"], summary["versions"]):
        raise refuse(
            f"{quoted(folder)} has a manifest that is not of its files", "a folder that buyfair assess wrote", AGAIN
        )
    if summary["versions"]["knowledge"] != catalogue.fingerprint():
        raise other_version(folder, f"knowledge {summary['versions']['knowledge']}")
    if summary["day"] is None:
        raise refuse(f"{quoted(folder)} holds no award", "a folder with awards to show", AGAIN)
    return dict(manifest)


def _id(manifest: Mapping[str, Any]) -> str:
    """A name that tells the known day, and by its hash the files and how they were made ready for reading."""
    told = [FORMAT, manifest["day"], manifest["versions"], sorted((f["name"], f["sha256"]) for f in manifest["files"])]
    return f"{manifest['day']}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"


def _label(label: str | None) -> str | None:
    said = " ".join((label or "").split())
    if len(said) > LONGEST:
        raise refuse(f"the name of the snapshot has {len(said)} characters", f"at most {LONGEST}", "shorten it")
    return said or None


def _copied(folder: Path, draft: Path, manifest: Mapping[str, Any]) -> None:
    """Copies the files that the manifest names; what was copied is held against it, not what lay there before."""
    for file in manifest["files"]:
        name = file["name"]
        try:
            found = copied(folder / name, draft / name)
        except FileNotFoundError:
            raise _changed(folder, f"{name} is not there") from None
        if found != file["sha256"]:
            raise _changed(folder, f"{name} is not the file that its manifest names")
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _changed(folder: Path, what: str) -> InputRefusedError:
    return refuse(
        f"{quoted(folder)} was changed or is half written: {what}", "the files as buyfair assess wrote them", AGAIN
    )


def _read(folder: Path) -> Snapshot:
    """A snapshot from its folder; an assessed folder that a link was set to by hand goes by its own name."""
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
        return Snapshot(str(told["id"]), folder, told["day"], told["label"], told["taken"])
    except (OSError, ValueError, KeyError, TypeError):
        return Snapshot(folder.name, folder, None)


def _tidy(place_: Path) -> None:
    """Removes what those left behind that were killed: whoever holds the lock is the only one at work."""
    for left in place_.iterdir():
        if left.name.startswith((TAKING, LEAVING)):
            shutil.rmtree(left, ignore_errors=True)
        elif left.name.startswith(f".{CURRENT}-") and not _lives(left.name.rpartition("-")[2]):
            left.unlink(missing_ok=True)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _lone_taker(home: Path, patience: float) -> Iterator[Path]:
    place(home).mkdir(parents=True, exist_ok=True)
    with _lock(place(home) / ".taking", wait=False, patience=patience):
        yield place(home)


@contextmanager
def _lock(path: Path, *, wait: bool, patience: float = 0.0) -> Iterator[None]:
    """Held by one process, and let go of by the machine when that ends in whatever way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with path.open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                break
            except BlockingIOError:
                if time.monotonic() < until:
                    time.sleep(_EVERY)
                    continue
                raise refuse("another snapshot is being taken", "one at a time", "try again when that is done") from None
        yield


@contextmanager
def _machine(home: Path) -> Iterator[None]:
    """What the disk refuses is said in one sentence."""
    try:
        yield
    except OSError as problem:
        raise MachineError(f"{place(home)} could not be written ({problem.strerror or problem})") from None
