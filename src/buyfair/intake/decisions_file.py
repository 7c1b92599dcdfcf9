"""Keeps decisions about leads: one JSON line each, appended under a lock and never changed; the newest of a pair counts."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from buyfair.intake.home import home
from buyfair.terms.decision import ANSWERS, Decision, Pair
from buyfair.terms.errors import MachineError, refuse

NAME = "decisions.jsonl"
_EXPECTED = "one decision a line, as buyfair screen review writes them"


def decisions_path(environment: Mapping[str, str]) -> Path:
    """The file in which decisions are kept."""
    return home(environment) / NAME


def read_decisions(path: Path) -> dict[Pair, tuple[Decision, ...]]:
    """The decisions of each pair, the oldest first; none where the file does not exist yet.

    Raises: InputRefusedError where a line is no decision: nothing is passed over, since a lead would be asked again.
    """
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # who keeps a decision holds it alone: no line is met half written
            lines = file.read().decode().split("\n")  # a reason may hold other signs that end a line elsewhere
    except (OSError, UnicodeDecodeError):
        raise refuse(f"{path} cannot be read", _EXPECTED, "check the file") from None
    held: dict[Pair, tuple[Decision, ...]] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            decision = _parsed(line, path, number)
            held[decision.pair] = (*held.get(decision.pair, ()), decision)
    return held


def _parsed(line: str, path: Path, number: int) -> Decision:
    try:
        row = json.loads(line)
        pair = Pair(_text(row["asked"]), _text(row["list"]), _text(row["party"]))
        if row["said"] not in ANSWERS:
            raise ValueError(row["said"])
        saw = {_text(part): _text(held) for part, held in dict(row["saw"]).items()}
        return Decision(pair, row["said"], _text(row["by"]), date.fromisoformat(row["day"]), _text(row["why"]), saw)
    except (KeyError, TypeError, ValueError, RecursionError):  # one line may nest deeper than can be read
        raise refuse(f"line {number} of {path} is no decision", _EXPECTED, "restore the line, or take it out") from None


def _text(told: object) -> str:
    """A text that every file and database can keep. Raises: ValueError."""
    if not isinstance(told, str) or "\x00" in told:
        raise ValueError(told)
    told.encode()  # half of a pair of signs is no text
    return told


def line_of(decision: Decision) -> bytes:
    """One decision as a line of the file."""
    row = {
        "asked": decision.pair.asked, "list": decision.pair.list_id, "party": decision.pair.party, "said": decision.said,
        "by": decision.by, "day": decision.day.isoformat(), "why": decision.why, "saw": dict(decision.saw),
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def keep_decision(path: Path, decision: Decision) -> None:
    """Appends one decision and does not return before the disk has it.

    Raises: MachineError where it cannot be kept.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() and not _ends_a_line(file.fileno()):
                file.write(b"\n")  # an earlier write was cut off: its line is refused, not joined to this one
            file.write(line_of(decision))
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise MachineError(f"the decision was not kept: {path} cannot be written ({problem.strerror})") from None


def _ends_a_line(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, 1, size - 1) == b"\n"
