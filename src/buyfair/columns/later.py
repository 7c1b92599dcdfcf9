"""Says column expressions without making them: what was asked before is known by how it is said, and not made anew.

The library takes longer to make the expressions of a question than the engine takes to answer it, and a page asks the same
questions of ever other awards. Within `saying` every word gives a Later: a number that stands for how it was said. Only a
question that was never put into the engine's language is made, by one thread at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from operator import add, and_, eq, ge, gt, invert, le, lt, mul, ne, neg, or_, sub
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
MOST = 50_000
"""Things said that one book holds; the next conversation opens a new one."""


class Book:
    """What was said: each way of saying it has a number, what it needs stands before it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.answers: dict[Any, Any] = {}
        self._numbers: dict[Any, int] = {}
        self._said: list[tuple[Callable[..., Any], tuple[Any, ...], Mapping[str, Any]]] = []
        self._made: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._said)

    def say(self, word: Callable[..., Any], *given: Any, **named: Any) -> Later:
        """What a word gives of these."""
        key = (word, *map(_key, given), *((name, _key(value)) for name, value in named.items()))
        number = self._numbers.get(key)
        if number is None:
            with self.lock:
                number = self._numbers.get(key)
                if number is None:
                    self._said.append((word, given, named))
                    number = self._numbers[key] = len(self._said) - 1
        return Later(self, number)

    def make(self, number: int) -> Any:
        """The expression itself."""
        with self.lock:
            if number not in self._made:
                word, given, named = self._said[number]
                with _plainly():
                    self._made[number] = word(*map(self._of, given), **{k: self._of(v) for k, v in named.items()})
            return self._made[number]

    def _of(self, value: Any) -> Any:
        if isinstance(value, Later):
            return self.make(value.number)
        if isinstance(value, list | tuple):
            return type(value)(map(self._of, value))
        return value

    def once(self, key: Any, work: Callable[[], R]) -> R:
        """What was worked out of something said, worked out once."""
        if key not in self.answers:
            with self.lock:
                self.answers[key] = work()
        found: R = self.answers[key]
        return found


class Later:
    """An expression that was said and not made. It takes part in others as the expression would."""

    __slots__ = ("book", "number")

    def __init__(self, book: Book, number: int) -> None:
        self.book, self.number = book, number

    def made(self) -> Any:
        """The expression itself."""
        return self.book.make(self.number)

    def __getattr__(self, name: str) -> Later:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.book.say(getattr, self, name)

    def __getitem__(self, name: str) -> Later:
        return self.book.say(_item, self, name)

    def __call__(self, *given: Any, **named: Any) -> Later:
        return self.book.say(_called, self, *given, **named)

    def __bool__(self) -> bool:
        raise TypeError("an expression is neither true nor false before it is asked")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("an expression has no parts before it is made")

    def __hash__(self) -> int:
        return hash((Later, self.number))

    def __eq__(self, other: object) -> Later:  # type: ignore[override]
        return self.book.say(eq, self, other)

    def __ne__(self, other: object) -> Later:  # type: ignore[override]
        return self.book.say(ne, self, other)

    def __lt__(self, other: object) -> Later:
        return self.book.say(lt, self, other)

    def __le__(self, other: object) -> Later:
        return self.book.say(le, self, other)

    def __gt__(self, other: object) -> Later:
        return self.book.say(gt, self, other)

    def __ge__(self, other: object) -> Later:
        return self.book.say(ge, self, other)

    def __and__(self, other: object) -> Later:
        return self.book.say(and_, self, other)

    def __or__(self, other: object) -> Later:
        return self.book.say(or_, self, other)

    def __add__(self, other: object) -> Later:
        return self.book.say(add, self, other)

    def __sub__(self, other: object) -> Later:
        return self.book.say(sub, self, other)

    def __mul__(self, other: object) -> Later:
        return self.book.say(mul, self, other)

    def __neg__(self) -> Later:
        return self.book.say(neg, self)

    def __invert__(self) -> Later:
        return self.book.say(invert, self)


def _item(of: Any, name: str) -> Any:
    return of[name]


def _called(what: Any, *given: Any, **named: Any) -> Any:
    return what(*given, **named)


def _key(value: Any) -> Any:
    """How a value is told from others: by what it is as well, since 1 is no flag and no text."""
    if isinstance(value, Later):
        return Later, value.number
    if isinstance(value, list | tuple):
        return type(value), *map(_key, value)
    return type(value), value


# Whether words are said or spoken at once


class _Mode(threading.local):
    book: Book | None = None


_mode = _Mode()
_books = [Book()]


@contextmanager
def saying() -> Iterator[Book]:
    """Within it, and in this thread, words only say what they would give."""
    if len(_books[0]) > MOST:
        _books[0] = Book()
    before, _mode.book = _mode.book, _books[0]
    try:
        yield _books[0]
    finally:
        _mode.book = before


@contextmanager
def _plainly() -> Iterator[None]:
    before, _mode.book = _mode.book, None
    try:
        yield
    finally:
        _mode.book = before


def said(word: Callable[P, R]) -> Callable[P, R]:
    """A word that within `saying` is said only."""

    @wraps(word)
    def spoken(*given: P.args, **named: P.kwargs) -> R:
        if _mode.book is None:
            return word(*given, **named)
        return _mode.book.say(word, *given, **named)  # type: ignore[return-value]

    return spoken
