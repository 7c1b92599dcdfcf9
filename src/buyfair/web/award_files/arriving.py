"""Files on their way in: written to the data folder as they come, in bounded memory, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from buyfair.intake.folders import flushed
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.award_files import places
from buyfair.web.award_files.places import ARRIVING, Lock
from buyfair.web.casework.store import safe_name

BLOCK = 1 << 20


def full(name: str) -> InputRefusedError:
    """What is said where the disk holds no more."""
    return refuse(
        f"the disk of this installation has no room for {name}", "a file that fits",
        "nothing of it was kept; tell whoever runs the installation, then send it again",
    )  # fmt: skip


def too_large(name: str) -> InputRefusedError:
    """What is said of a file beyond the cap."""
    most = settings.AWARD_FILE_LARGEST
    said = f"{most / 1_000_000_000:g} GB" if most >= 1_000_000_000 else f"{most:,} bytes"
    return refuse(
        f"{name} is larger than {said}", f"at most {said} for one file",
        "send it in parts, or pack it as zip or gz: packed files are read as they are",
    )  # fmt: skip


class Arriving:
    """A file that is being written under a name of its own, with its hash; `keep` gives it its place.

    Raises: InputRefusedError from `write` and `keep` where it is too large or the disk has no room.
    """

    def __init__(self, name: str) -> None:
        self.name = safe_name(name)
        self.size = 0
        self._hash = hashlib.sha256()
        try:
            self._path, self._file = _opened()
        except OSError as problem:
            raise _said(problem, self.name) from None

    def write(self, block: bytes) -> None:
        """Takes in the next bytes."""
        self.size += len(block)
        if self.size > settings.AWARD_FILE_LARGEST:
            raise too_large(self.name)
        self._hash.update(block)
        try:
            view = memoryview(block)
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as problem:
            raise _said(problem, self.name) from None

    def keep(self) -> str:
        """Puts the whole content under its hash, so that it lasts a power cut; gives the hash."""
        if self.size == 0:
            raise refuse(f"{self.name} is empty (0 bytes)", "an award file", "download it again")
        sha256 = self._hash.hexdigest()
        target = places.content(sha256)
        try:
            places.made(target.parent)
            if not target.is_file():
                os.fsync(self._file)
                os.fchmod(self._file, 0o400)
                self._path.replace(target)
                flushed(target.parent)
        except OSError as problem:
            raise _said(problem, self.name) from None
        finally:
            self.close()
        return sha256

    def close(self) -> None:
        """Lets go of it; what was not kept is gone."""
        if self._file >= 0:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = -1


def _opened() -> tuple[Path, int]:
    """A new file that is locked as long as it is open, so that nobody takes it for one that was left behind."""
    folder = places.made(places.uploads())
    while True:
        path = folder / f"{ARRIVING}{secrets.token_hex(8)}"
        lock = Lock(path)
        # Whoever sweeps may have held it first, and removed it.
        if lock.taken(patience=5.0) and path.exists():
            return path, lock.fileno()
        lock.close()


def _said(problem: OSError, name: str) -> InputRefusedError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return full(name)
    return refuse(
        f"{name} could not be written ({problem.strerror or problem})", "a data folder that can be written to",
        "nothing of it was kept; tell whoever runs the installation, then send it again",
    )  # fmt: skip


class Arrived(UploadedFile):
    """A file of a form that lies whole in the data folder, under its hash."""

    def __init__(self, field: str, name: str, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.field_name = field
        self.sha256 = sha256

    def close(self) -> None:
        """There is nothing open."""


class Streaming(FileUploadHandler):
    """Takes the files of a form one after the other, and notes those that were not taken with the reason."""

    chunk_size = BLOCK

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.file: Any = _Nothing()
        self._fits = True

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any, **told: Any) -> None:  # noqa: N803
        """What is larger than the room that is left is not begun with."""
        self._fits = content_length < places.free()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.file = _Nothing()
        self.file = self._or_skip(self._begun)

    def _begun(self) -> Arriving:
        if not self._fits:
            raise full(safe_name(self.file_name))
        return Arriving(self.file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes of it."""
        self._or_skip(lambda: self.file.write(raw_data))

    def file_complete(self, file_size: int) -> Arrived | None:
        """It is whole; None where it was not taken."""
        arriving, self.file = self.file, _Nothing()
        try:
            return Arrived(self.field_name, arriving.name, arriving.size, arriving.keep())
        except InputRefusedError as refusal:
            self.refused.append(str(refusal))
            return None
        finally:
            arriving.close()

    def upload_interrupted(self) -> None:
        """Whoever sent it went away."""
        self.file.close()

    def _or_skip(self, doing: Callable[[], Any]) -> Any:
        try:
            return doing()
        except InputRefusedError as refusal:
            self.refused.append(str(refusal))
            raise SkipFile from None


class _Nothing:
    """No file at the moment."""

    def close(self) -> None:
        """Nothing to let go of."""
