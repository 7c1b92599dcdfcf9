"""Reads a plan in a process of its own, ended where it takes too long: a slow or broken file harms no page."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.reading_apart import SECONDS, Beside, BusyError, answering

LITTLE = 100_000
"""Plain text up to so many bytes is read at once, without a process of its own."""
AT_ONCE = threading.BoundedSemaphore(2)
"""So many processes beside this one read at the same time; who comes next waits for one of them."""


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
    asked = {"paths": [str(path) for path in paths], "facts": dict(facts), "day": day.isoformat()}
    if not AT_ONCE.acquire(timeout=wait):
        raise BusyError("Others are having their plans read at this moment: nothing was done; send it again in a minute.")
    beside = Beside("buyfair.web.plans.apart", SECONDS)
    try:
        told = beside.ask(asked)
    finally:
        beside.close()
        AT_ONCE.release()
    if not told:
        within = f"was not read to its end within {SECONDS:g} seconds"
        raise _unread(paths[0], within if told is None else "could not be read to its end")
    if "refused" in told:
        raise InputRefusedError(told["refused"])
    return str(told["review"])


def _unread(path: Path, how: str) -> InputRefusedError:
    return refuse(f"{path.name} {how}", "a plan that is read in that time", "save it anew as DOCX or TXT, or part it")


def answered(asked: Mapping[str, Any]) -> dict[str, str]:
    """The review, or why there is none."""
    try:
        return {"review": here([Path(path) for path in asked["paths"]], asked["facts"], date.fromisoformat(asked["day"]))}
    except InputRefusedError as refused:
        return {"refused": str(refused)}


if __name__ == "__main__":
    answering(answered)
