"""The work of one batch in a process of its own: assess its files, take the folder as a snapshot, tell how far it is.

python -m buyfair.web.award_files.assessing PARENT MEMORY HOME OUT DAY LABEL AT FILE...

Without Django, so that it stands on nothing but what the command line stands on; each line that it writes is one JSON
document. Killed at any moment, it goes on where it stood: a folder that was assessed whole is not assessed again, and a
snapshot of it that was taken is not taken again.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from buyfair.web.award_files.bounded import MACHINE, REFUSED, STOPPED, bound, no_room, tell

TAKEN_BY_HAND = 600.0
"""Seconds to wait while somebody else takes a snapshot."""
TOLD_TO_STOP = threading.Event()
"""Set by the interrupt. Where it met a place that hears none (something thrown away, a step of the engine), the next word
that is said of how far the work is raises it again."""


def main(parent: str, memory: str, home: str, out: str, day: str, label: str, at: str, *files: str) -> int:
    """Does it, and tells each step."""
    signal.signal(signal.SIGINT, _interrupted)
    bound(int(parent), memory=int(memory))
    from buyfair.terms.errors import InputRefusedError, MachineError

    try:
        folder = Path(out)
        summary = _whole(folder) or _assessed(folder, date.fromisoformat(day) if day else None, [Path(f) for f in files])
        tell(figures=figures(summary))
        _take(folder, Path(home), label, at)
    except InputRefusedError as refusal:
        tell(refused=str(refusal))
        return REFUSED
    except (MachineError, MemoryError) as problem:
        tell(machine=str(problem) or "there was not enough memory", full=no_room(problem))
        return MACHINE
    except OSError as problem:
        if not no_room(problem):
            raise
        tell(machine=str(problem), full=True)
        return MACHINE
    except KeyboardInterrupt:
        return STOPPED
    except RuntimeError as problem:
        if "interrupt" not in str(problem).lower():  # how the engine passes on the same signal
            raise
        return STOPPED
    return 0


def _interrupted(*_: object) -> None:
    TOLD_TO_STOP.set()
    raise KeyboardInterrupt


def _told(**words: Any) -> None:
    """Says how far it is; ends the work instead where it was told to stop."""
    if TOLD_TO_STOP.is_set():
        raise KeyboardInterrupt
    tell(**words)


def _whole(folder: Path) -> Mapping[str, Any] | None:
    """The summary of a folder that an earlier try of this version wrote to its end: the manifest is its last file."""
    if not (folder / "manifest.json").is_file():
        return None
    from buyfair import catalogue

    summary = dict(json.loads((folder / "summary.json").read_text("utf-8")))
    if summary["versions"]["knowledge"] != catalogue.fingerprint():
        return None
    tell(say="assessed already by an earlier try")
    return summary


def _assessed(folder: Path, day: date | None, files: list[Path]) -> Mapping[str, Any]:
    from buyfair.cards.report import report
    from buyfair.portfolio import assess

    return assess(files, folder, day=day, render=report, say=_say, clock=_clock(), screening=_screening())


def _screening() -> Any:
    """The lists and decisions that the command line would ask on this machine."""
    from buyfair.editions import held_editions
    from buyfair.intake.decisions_file import decisions_path, read_decisions
    from buyfair.intake.list_editions import shelf
    from buyfair.screening import screening_on

    held = read_decisions(decisions_path(os.environ))
    return lambda on: screening_on(on, None, partial(held_editions, shelf=shelf(os.environ)), held)


def _clock() -> Any:
    from buyfair.terms.clock import Clock

    class Told(Clock):
        """Tells each stage when it ends."""

        def stage(self, name: str) -> None:
            """Closes a stage."""
            super().stage(name)
            _told(stage=name, seconds=round(self.stages[-1][1], 2))

    return Told()


def _say(words: str) -> None:
    _told(say=words)


def _take(folder: Path, home: Path, label: str, at: str) -> None:
    from buyfair.snapshots import take

    taken = take(folder, home, label or None, at=datetime.fromisoformat(at), say=_say, patience=TAKEN_BY_HAND)
    tell(snapshot=taken.id)


def figures(summary: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the batch says of the files: the account of records and dollars, as the assessment wrote it."""
    kept = ("day", "inputs", "passed_over", "dates", "lines", "dollars", "rejected_why", "awards", "versions")
    return {name: summary[name] for name in kept}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
