"""Says in one sentence what met between two names and what did not, with both strings as they were given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from buyfair.screen.align import Meeting
from buyfair.screen.likeness import Sides
from buyfair.screen.names import OWN_SCRIPT as _OWN_SCRIPT
from buyfair.screen.names import Word, visible

LONGEST = 120
"""Letters of a name that a sentence shows."""


def why(sides: Sides, qualifiers: Iterable[str] = ()) -> str:
    """Both strings, what met, what differs, and what country or address add."""
    parts = [*_from_another_script(sides), *_met(sides), *_differing(sides), *qualifiers]
    return f"{quoted(sides.left.given)} and {quoted(sides.right.given)}: {'; '.join(parts)}."


def _from_another_script(sides: Sides) -> Iterator[str]:
    """Says of a name in Chinese, Japanese or Korean writing how it was read."""
    for name, which in ((sides.left, "the first"), (sides.right, "the second")):
        if not name.given.isascii() and _OWN_SCRIPT.search(name.given):
            yield f"{which} is read as {' '.join(w.text for w in name.words)}"


@lru_cache(maxsize=4096)
def quoted(given: str) -> str:
    """A name in quotation marks, without characters that hide or turn what is read."""
    shown = visible(given)
    return f'"{shown if len(shown) <= LONGEST else shown[: LONGEST - 3] + "..."}"'


def _met(sides: Sides) -> Iterator[str]:
    met = sides.beside.met
    if not met:
        yield "no word of the one stands in the other"
        return
    if not sides.beside.left_only and not sides.beside.right_only and all(m.how == "same" for m in met):
        yield "the same words" if _in_order(sides) else "the same words in another order"
        yield from (_one_word(m) for m in met if _respelled(m))
        return
    if same := [m.left[0].said for m in met if m.how == "same" and not _respelled(m)]:
        yield f"both have {_list(same)}"
    yield from (_one_word(m) for m in met if m.how == "same" and _respelled(m))
    yield from (_otherwise(m) for m in met if m.how != "same")


def _in_order(sides: Sides) -> bool:
    return [w.text for w in sides.left.words] == [w.text for w in sides.right.words]


def _respelled(m: Meeting) -> bool:
    return m.left[0].said != m.right[0].said


def _one_word(m: Meeting) -> str:
    a, b = m.left[0], m.right[0]
    return f"{a.said} {'may stand for' if a.also or b.also else 'is the same word as'} {b.said}"


def _otherwise(m: Meeting) -> str:
    a, b = _row(m.left), _row(m.right)
    if m.how == "initials":
        short, long = (a, b) if len(m.left) == 1 else (b, a)
        return f"{short} are the first letters of {long}"
    if m.how == "another word for it" or any(w.also for side in m.sides for w in side):
        return f"{a} may stand for {b}"
    if m.how == "written apart":
        return f"{a} and {b} are the same letters" if m.likeness == 1.0 else f"{a} and {b} are nearly the same letters"
    if m.how == "shortened":
        return f"{min(a, b, key=len)} may be short for {max(a, b, key=len)}"
    return f"{a} is spelled {b}"


def _row(words: tuple[Word, ...]) -> str:
    return " ".join(w.said for w in words)


def _differing(sides: Sides) -> Iterator[str]:
    for words, where in ((sides.beside.left_only, "the first"), (sides.beside.right_only, "the second")):
        if words:
            yield f"only {where} has {_list([w.said for w in words])}"
    if sides.left.form and sides.right.form and sides.left.form != sides.right.form:
        yield "the legal forms differ"


def _list(words: Iterable[str]) -> str:
    held = list(dict.fromkeys(words))
    return held[0] if len(held) == 1 else f"{', '.join(held[:-1])} and {held[-1]}"
