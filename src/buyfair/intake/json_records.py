"""Takes records out of JSON text one by one, so that a file of any size is read in bounded memory.

Numbers come as the text that stands in the file: no amount passes through a float.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from buyfair.intake.text import open_text

LARGEST = 64 << 20
"""A single record longer than this (in characters) is taken for a broken text."""
_CHUNK = 1 << 20
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

Record = tuple[str | None, Any]
"""The name of the array that a record stands in (None: at the top), and the record."""


def records(path: Path, arrays: tuple[str, ...]) -> Iterator[Record]:
    """The elements of an array at the top, or of the named arrays of an object at the top; else that object itself.

    Several texts may follow each other, as in JSON lines.

    Raises: ValueError with what is wrong, where the text breaks off or is no JSON.
    """
    with open_text(path) as stream:
        text = _Text(stream)
        while text.sign():
            if text.sign() == "[":
                for element in text.elements():
                    yield None, element
            elif text.sign() == "{":
                yield from text.members(arrays)
            else:
                raise ValueError("it is no JSON of records")


def cell(value: object) -> str | None:
    """A scalar as the text of a cell; None for anything else, and for blanks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return None
    # a lone surrogate or a zero byte is legal in JSON and in no table
    return value.encode("utf-8", "replace").decode().replace("\0", "").strip() or None


def as_it_stood(record: object) -> str:
    """The record as JSON again, for the person who looks for it."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode().replace("\0", "")



class _Text:
    """A window on the text that moves forward as records are taken."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.decode = stream, codecs.getincrementaldecoder("utf-8-sig")()
        self.held, self.at, self.ended = "", 0, False

    def _more(self) -> None:
        chunk = self.stream.read(max(_CHUNK, len(self.held) - self.at))
        self.ended = not chunk
        try:
            self.held, self.at = self.held[self.at :] + self.decode.decode(chunk, final=not chunk), 0
        except UnicodeDecodeError:
            raise ValueError("it is not UTF-8 text") from None

    def sign(self) -> str:
        """The next sign that is no blank; nothing at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in _BLANK:
                self.at += 1
            if self.at < len(self.held) or self.ended:
                return self.held[self.at : self.at + 1]
            self._more()

    def take(self, sign: str) -> None:
        if self.sign() != sign:
            raise ValueError(self._broken())
        self.at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.sign()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.held, self.at)
            except RecursionError:
                raise ValueError("its records are nested too deeply") from None
            except ValueError as problem:
                if self.ended:
                    raise ValueError(self._broken(problem)) from None
            else:
                if end < len(self.held) or self.ended:
                    self.at = end
                    return found
            if len(self.held) - self.at > LARGEST:
                raise ValueError("a record is broken, or longer than any record should be")
            self._more()

    def elements(self) -> Iterator[Any]:
        """The elements of the array that begins here."""
        self.take("[")
        if self.sign() == "]":
            return self.take("]")
        while True:
            yield self.value()
            if self.sign() == "]":
                return self.take("]")
            self.take(",")

    def members(self, arrays: tuple[str, ...]) -> Iterator[Record]:
        """The elements of the named arrays of the object that begins here; without any, the object itself."""
        self.take("{")
        rest: dict[str, Any] = {}
        met = False
        while self.sign() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise ValueError(self._broken())
            self.take(":")
            if name in arrays and self.sign() == "[":
                met = True
                for element in self.elements():
                    yield name, element
            else:
                rest[name] = self.value()
            if self.sign() != "}":
                self.take(",")
        self.take("}")
        if not met:
            yield None, rest

    def _broken(self, problem: ValueError | None = None) -> str:
        """In words: a text that ends inside a record breaks off; any other is broken where it stands."""
        at, ends_open = self.at, False
        if isinstance(problem, json.JSONDecodeError):
            at, ends_open = problem.pos, problem.msg.startswith("Unterminated")
        return "it breaks off" if self.ended and (ends_open or at >= len(self.held.rstrip()) - 4) else "its JSON is broken"
