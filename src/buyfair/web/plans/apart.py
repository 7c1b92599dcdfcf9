"""Reads a plan in a process of its own, ended where it takes too long: a slow or broken file harms no page."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.casework.refused import RefusedError

SECONDS = 45
"""How long one plan may take. Unit: seconds."""
MEMORY = 2_000_000_000
"""What one plan may take. Unit: bytes."""
LITTLE = 100_000
"""Plain text up to so many bytes is read at once, without a process of its own."""
AT_ONCE = threading.BoundedSemaphore(2)
"""So many processes beside this one read at the same time; who comes next waits for one of them."""


class BusyError(RefusedError):
    """Too many plans are being read at this moment."""

    status = 503


def read(paths: Sequence[Path], facts: Mapping[str, str], day: date, wait: float = SECONDS) -> str:
    """The review of a plan, and of a work document beside it, as JSON text; for others it waits at most so long.

    Raises: InputRefusedError, BusyError.
    """
    little = all(path.suffix.lower() == ".txt" and path.stat().st_size <= LITTLE for path in paths)
    return here(paths, facts, day) if little else _apart(paths, facts, day, wait)


def here(paths: Sequence[Path], facts: Mapping[str, str], day: date) -> str:
    """The same, in this process. Raises: InputRefusedError."""
    from buyfair.compliance_plan import as_document, review
    from buyfair.intake.documents import read_document

    plan, *beside = [read_document(path) for path in paths]
    found = review(plan, dict(facts) or None, day, beside[0] if beside else None)
    return json.dumps(as_document(found), indent=1, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _apart(paths: Sequence[Path], facts: Mapping[str, str], day: date, wait: float) -> str:
    asked = json.dumps({"paths": [str(path) for path in paths], "facts": dict(facts), "day": day.isoformat()})
    if not AT_ONCE.acquire(timeout=wait):
        raise BusyError("Others are having their plans read at this moment: nothing was done; send it again in a minute.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "buyfair.web.plans.apart"], input=asked.encode(), capture_output=True, timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _unread(paths[0], f"was not read to its end within {SECONDS:g} seconds") from None
    finally:
        AT_ONCE.release()
    if done.returncode or not done.stdout:
        raise _unread(paths[0], "could not be read to its end")
    told: dict[str, str] = json.loads(done.stdout)
    if "refused" in told:
        raise InputRefusedError(told["refused"])
    return told["review"]


def _unread(path: Path, how: str) -> InputRefusedError:
    return refuse(f"{path.name} {how}", "a plan that is read in that time", "save it anew as DOCX or TXT, or part it")


def main() -> None:
    """Answers once: the review, or why there is none."""
    with suppress(ValueError, OSError):  # a machine that sets no such limit reads all the same
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    say_to, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    asked = json.load(sys.stdin)
    try:
        told = {"review": here([Path(path) for path in asked["paths"]], asked["facts"], date.fromisoformat(asked["day"]))}
    except InputRefusedError as refused:
        told = {"refused": str(refused)}
    print(json.dumps(told), file=say_to)


if __name__ == "__main__":
    main()
