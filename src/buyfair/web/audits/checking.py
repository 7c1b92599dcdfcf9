"""Holds one contract text against the law, in a process of its own: a slow or broken file harms no page."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.casework.store import lying
from buyfair.web.reading_apart import SECONDS, Beside, BusyError

Package = Mapping[str, Any] | None
"""The package of the purchase that a text is the contract of."""
FACTS_NAME = "what you told"


@dataclass(frozen=True)
class Found:
    """One check: the document as `buyfair audit --json` writes it, the questions still open, and the facts it was made with."""

    document: dict[str, Any]
    questions: list[dict[str, Any]]
    told: str


class FactsRefusedError(InputRefusedError):
    """It is the facts, not the text, that cannot be read."""


class Reader(Protocol):
    """What reads a text and holds it against the law."""

    def check(self, name: str, content: bytes, facts: str, day: date, package: Package = None) -> Found:
        """Raises: InputRefusedError, one sentence, where the text or (FactsRefusedError) the facts cannot be read."""
        ...

    def lines(self, name: str, content: bytes) -> str:
        """The text of a document, line by line. Raises: InputRefusedError."""
        ...


def checked(name: str, content: bytes, facts: str, day: date, package: Package = None) -> Found:
    """The check, here and now; where a package is given, with what differs from it. Raises: InputRefusedError."""
    with lying(name, content) as path:
        return checked_at(path, facts, day, package)


def checked_at(path: Path, facts: str, day: date, package: Package = None) -> Found:
    """The same of a file that lies somewhere: nothing is written, so that who is killed amid it leaves nothing."""
    from buyfair.cards.questions import as_toml
    from buyfair.contract import audit, told_with
    from buyfair.intake.documents import read_document
    from buyfair.intake.facts_file import parse_facts
    from buyfair.web.audits.asking import laid, questions

    document = read_document(path)
    try:
        given = laid(parse_facts(facts.encode(), FACTS_NAME), document) if facts.strip() else None
        found = audit(document, given, day)
    except InputRefusedError as refused:
        raise FactsRefusedError(str(refused)) from None
    return Found(told_with(found, package), questions(found), as_toml(found.facts.told))


def lines_of(name: str, content: bytes) -> str:
    """The text of a document, here and now. Raises: InputRefusedError."""
    with lying(name, content) as path:
        return lines_at(path)


def lines_at(path: Path) -> str:
    """The same of a file that lies somewhere."""
    from buyfair.intake.documents import read_document

    return read_document(path).text


class Here:
    """Reads within this process: for texts of our own."""

    def check(self, name: str, content: bytes, facts: str, day: date, package: Package = None) -> Found:
        """As `checked`."""
        return checked(name, content, facts, day, package)

    def lines(self, name: str, content: bytes) -> str:
        """As `lines_of`."""
        return lines_of(name, content)


class Apart(Beside):
    """Reads in a process beside this one, which is ended where a text takes too long and started again for the next."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__("buyfair.web.audits.work", seconds)

    def check(self, name: str, content: bytes, facts: str, day: date, package: Package = None) -> Found:
        """As `checked`, within the time that one text may take."""
        told = self._asked(name, content, {"facts": facts, "day": day.isoformat(), "package": package})
        return Found(told["document"], told["questions"], told["told"])

    def lines(self, name: str, content: bytes) -> str:
        """As `lines_of`, within the same time."""
        return str(self._asked(name, content, {})["text"])

    def _asked(self, name: str, content: bytes, more: Mapping[str, Any]) -> dict[str, Any]:
        with lying(name, content) as path:
            told = self.ask({"path": str(path), **more})
        if not told:
            self.close()
            how = "could not be read to its end" if told is not None else (
                f"was not read to its end within {self._seconds:g} seconds")  # fmt: skip
            raise refuse(f"{name} {how}", "a text that is read in that time",
                         "save it anew as DOCX or TXT, or part it and upload its parts")  # fmt: skip
        if "refused" in told:
            raise (FactsRefusedError if told["of_facts"] else InputRefusedError)(told["refused"])
        return told


AT_ONCE = threading.BoundedSemaphore(2)
"""So many processes beside this one read at the same time; who comes next waits for one of them."""
_READER: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def here() -> Iterator[None]:
    """Whatever is checked within is read in this process."""
    token = _READER.set(Here())
    try:
        yield
    finally:
        _READER.reset(token)


@contextmanager
def reading(wait: float | None = None) -> Iterator[Reader]:
    """The reader for one or several texts: that which was set, else a process beside, ended with it.

    `wait` is how many seconds to wait for others, where that is less than one text may take.
    Raises: BusyError where too many read already.
    """
    if (held := _READER.get()) is not None:
        yield held
        return
    if not AT_ONCE.acquire(timeout=SECONDS if wait is None else wait):
        raise BusyError("Others are having their texts read at this moment: nothing was done; send it again in a minute.")
    apart = Apart()
    token = _READER.set(apart)
    try:
        yield apart
    finally:
        _READER.reset(token)
        apart.close()
        AT_ONCE.release()
