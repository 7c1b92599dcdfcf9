"""Tries reforms in a process of its own, so that one that takes too long can be ended and harms no page.

Asked line by line on its standard input; answers each with a line when the file is kept, or why it could not be made. It ends
by itself when nobody has asked for a while, after many reforms, and at a signal of its own clock.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from buyfair.reform.portfolio import Portfolio
from buyfair.reform.trying import MOVED, given_text, opened
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.lab import kept
from buyfair.web.lab.asked import ANSWER, BRIEF, DISTRICT, Asked, Told, read_asked

IDLE = 180
"""Seconds without a question after which the process ends and gives its memory back."""
MOST = 200
"""Questions after which a new process starts, so that nothing can pile up."""
DONE = "done"
WRONG, ABSENT, BROKEN = 422, 404, 503
"""What a page answers where the folder is wrong, where there is no such district, and where the machine could not do it."""


class Open:
    """The folder that was asked last, kept open for the next reform."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._folder = ""
        self._portfolio: Portfolio | None = None

    def portfolio(self, folder: str) -> Portfolio:
        """The portfolio of a folder. Raises: InputRefusedError for a folder that buyfair assess did not write."""
        if self._portfolio is None or folder != self._folder:
            self.close()
            self._portfolio = self._held.enter_context(opened(Path(folder)))
            self._folder = folder
        return self._portfolio

    def close(self) -> None:
        """Gives back what it holds."""
        self._portfolio = None
        self._held.close()


def made(of: Open, asked: Asked, home: Path) -> bytes:
    """What is asked for, as the bytes of its file. Raises: InputRefusedError, MachineError."""
    if asked.form in (BRIEF, DISTRICT):
        return _paper(json.loads(_answer(of, asked, home)), asked)
    return _answer(of, asked, home) if asked.form == ANSWER else _moved(of, asked)


def _answer(of: Open, asked: Asked, home: Path) -> bytes:
    """The answer in JSON, as the command prints it; the one that is kept, where one is."""
    from buyfair.reform.answer import answer

    wanted = Asked(asked.folder, ANSWER, asked.reform, asked.against)
    if (path := kept.held(home, wanted.key)) is not None:
        return path.read_bytes()
    against = None if asked.against is None else given_text(*_as_given(asked.against))
    found = answer(of.portfolio(asked.folder), given_text(*_as_given(asked.reform)), against)
    content = (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
    kept.keep(home, wanted.key, content)
    return content


def _as_given(told: Told) -> tuple[str, str]:
    return told.name, told.text


def _paper(answer: dict[str, Any], asked: Asked) -> bytes:
    from buyfair.cards.brief import brief_pdf, district_pdf

    return brief_pdf(answer) if asked.form == BRIEF else district_pdf(answer, asked.district)


def _moved(of: Open, asked: Asked) -> bytes:
    """Every award whose answer changes, as the command writes it."""
    from buyfair.cards.leads import as_csv
    from buyfair.reform.judged import judged_awards
    from buyfair.reform.law import reformed
    from buyfair.reform.parts import moved

    reform = given_text(*_as_given(asked.reform)).reform
    return as_csv(moved(judged_awards(of.portfolio(asked.folder), reformed(reform))), MOVED).encode()


def answered(of: Open, asked: Asked, home: Path, seconds: int) -> None:
    """Makes one thing and keeps it, or why it could not be made; alone on the machine, within its time."""
    with kept.alone(home):
        if kept.held(home, asked.key) is not None:
            return
        signal.alarm(seconds)  # ends this process: a query cannot outlive it, and nothing is half kept
        try:
            kept.keep(home, asked.key, made(of, asked, home))
        except InputRefusedError as wrong:
            kept.refuse(home, asked.key, str(wrong), ABSENT if asked.form == DISTRICT else WRONG)
        except MachineError as broken:
            of.close()
            kept.refuse(home, asked.key, str(broken), BROKEN)
        finally:
            signal.alarm(0)
        kept.let_go(home)


def main(folder: str) -> None:
    """Answers until nobody asks any more; `folder` is its own, for what does not fit into memory, and goes with it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked decides when this one ends
    os.nice(5)
    say_to, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    tempfile.tempdir = folder
    of = Open()
    try:
        for _ in range(MOST):
            ready, _, _ = select.select([sys.stdin], [], [], IDLE)
            line = sys.stdin.readline() if ready else ""
            if not line:
                return
            told = json.loads(line)
            answered(of, read_asked(told["asked"]), Path(told["home"]), int(told["seconds"]))
            print(DONE, file=say_to, flush=True)
    finally:
        of.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
