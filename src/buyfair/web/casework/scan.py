"""The hook for a virus scanner: what it does not call clean is not taken."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from buyfair.web.casework.refused import DocumentRefusedError

SECONDS = 60


def scanned(name: str, content: bytes) -> None:
    """Passes where no scanner is set, or where it calls the content clean.

    The setting DOCUMENT_SCAN (BUYFAIR_SCAN in the environment) is a command, which gets the path of the file and exits
    with 0 for clean and 1 for found, as clamdscan does; or `package.module:function`, which gets the bytes and returns
    what it found, or nothing.

    Raises: DocumentRefusedError where something is found and where the scanner fails.
    """
    told = getattr(settings, "DOCUMENT_SCAN", None) or os.environ.get("BUYFAIR_SCAN", "")
    if not told:
        return
    try:
        found = _by_function(told, content) if callable(told) or _names_function(told) else _by_command(told, content)
    except (OSError, subprocess.SubprocessError, ImportError, ValueError):
        raise _failed(name) from None
    if found:
        raise DocumentRefusedError(f"{name!r} is not taken: the scanner found {found[:80]}. It was not kept.")


def _names_function(told: str) -> bool:
    return ":" in told and " " not in told and "/" not in told


def _by_function(told: str | Callable[[bytes], str | None], content: bytes) -> str | None:
    called = told if callable(told) else import_string(told.replace(":", "."))
    found: str | None = called(content)
    return found


def _by_command(told: str, content: bytes) -> str | None:
    with tempfile.NamedTemporaryFile(prefix="scan-") as file:
        file.write(content)
        file.flush()
        done = subprocess.run([*shlex.split(told), file.name], capture_output=True, timeout=SECONDS, check=False)
    if done.returncode not in (0, 1):
        raise OSError
    return None if done.returncode == 0 else "something harmful"


def _failed(name: str) -> DocumentRefusedError:
    return DocumentRefusedError(
        f"{name!r} could not be scanned, so it is not taken; try again, or tell the administrator."
    )
