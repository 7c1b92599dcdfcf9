"""The folder that the operator allows: award files in it are listed and chosen, and copied in as an upload would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from buyfair.intake.sources import SUFFIXES
from buyfair.terms.errors import refuse
from buyfair.web.award_files.arriving import BLOCK, Arrived, Arriving

MOST = 200
"""Files that are listed."""


@dataclass(frozen=True)
class Lying:
    """A file in the folder. Unit: `size` in bytes."""

    name: str
    size: int
    changed: datetime


def lying() -> list[Lying]:
    """The award files in the folder, the newest first; nothing where no folder is allowed."""
    folder = settings.INBOX
    found = []
    try:
        for path in Path(folder).iterdir() if folder is not None else ():
            if _may(path):
                stat = path.stat()
                found.append(Lying(path.name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC)))
    except OSError:
        return []  # it is not there, or may not be read, or changed this very moment
    return sorted(found, key=lambda f: (f.changed, f.name), reverse=True)[:MOST]


def _may(path: Path) -> bool:
    """A plain file with the name of an award file; no link, for a link leads out of the folder."""
    return path.name.lower().endswith(SUFFIXES) and not path.is_symlink() and path.is_file()


def brought(name: str) -> Arrived:
    """Copies one file in.

    Raises: InputRefusedError where there is none of this name, it changes meanwhile, or it cannot be kept.
    """
    if settings.INBOX is None or name not in {each.name for each in lying()}:
        raise refuse(f"{name[:120]!r} does not lie in the folder", "one of the files that are listed", "open the page anew")
    path = Path(settings.INBOX) / name
    arriving = Arriving(name)
    try:
        before = path.stat()
        with path.open("rb") as source:
            while block := source.read(BLOCK):
                arriving.write(block)
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise refuse(f"{name} is still being written", "a file at rest", "choose it again when it is whole")
        return Arrived("folder", arriving.name, arriving.size, arriving.keep())
    except OSError as problem:
        raise refuse(
            f"{name} cannot be read ({problem.strerror})", "a readable file", "tell whoever runs the installation"
        ) from None
    finally:
        arriving.close()
