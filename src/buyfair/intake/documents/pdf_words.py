"""The words of one PDF page, each with its place, turned so that they run from left to right whichever way they were drawn."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from buyfair.intake.documents.characters import readable


class Word(NamedTuple):
    """A run of letters. Unit: points of the page; `base` is the height of its base line, larger is higher up."""

    text: str
    left: float
    right: float
    base: float
    size: float


class Letter(NamedTuple):
    """One letter as drawn; `turn` is its slant in whole degrees, against the clock."""

    code: int
    left: float
    right: float
    base: float
    size: float
    turn: int


class Layer(NamedTuple):
    """All words of a page that run one way, and the page's lower and upper edge as seen that way."""

    turn: int
    words: list[Word]
    low: float
    high: float


SPACE = 32
BLANK = Letter(SPACE, 0, 0, 0, 0, 0)
HYPHEN_AT_END = 2
"""How PDFium writes a hyphen behind which it took the word to go on."""
SOFT_HYPHEN = 0xAD
FARTHEST = 1e6
"""Points beyond which no page goes; a damaged file names such places, or none."""
BLANKS = frozenset((9, 10, 13, SPACE, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))


def layers_of(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> list[Layer]:
    """The words of a page by the way they run, the way of most letters first."""
    by_turn: dict[int, list[Letter]] = {}
    held: list[Letter] = []
    turn = -1
    for letter in _letters(text):
        if letter is not BLANK and letter.turn != turn:
            turn = letter.turn
            held = by_turn.setdefault(turn, [])
        held.append(letter)
    most = Counter({turn: len(letters) for turn, letters in by_turn.items()})
    ordered = [turn for turn, _ in sorted(most.items(), key=lambda item: (-item[1], item[0]))]
    return [Layer(turn, _once(_words(by_turn[turn])), *_edges(page, turn)) for turn in ordered]


def _letters(text: pdfium.PdfTextPage) -> Iterator[Letter]:
    """Each letter in the order of the file, its place turned by its slant."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_box, to_x, to_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    handle = text.raw
    for at in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in BLANKS:
            yield BLANK
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, at, to_box) or not raw.FPDFText_GetCharOrigin(handle, at, to_x, to_y):
            continue
        angle = raw.FPDFText_GetCharAngle(handle, at)
        turn = -round(math.degrees(angle)) % 360 if angle > 0 else 0
        left, right, base, size = _turned(box, x.value, y.value, turn)
        if abs(left) + abs(right) + abs(base) + abs(size) < FARTHEST:
            # letters drawn as pictures of a font may have no height
            yield Letter(code, left, right, base, max(size, right - left, 1.0) if size < 1 else size, turn)


def _turned(box: raw.FS_RECTF, x: float, y: float, turn: int) -> tuple[float, float, float, float]:
    """Left, right, base line and height as the letter is read."""
    if turn == 0:
        return box.left, box.right, y, box.top - box.bottom
    if turn == 90:
        return box.bottom, box.top, -x, box.right - box.left
    if turn == 180:
        return -box.right, -box.left, -y, box.top - box.bottom
    if turn == 270:
        return -box.top, -box.bottom, x, box.right - box.left
    along, across = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    size = max(box.top - box.bottom, box.right - box.left) / math.sqrt(2)
    left = x * along + y * across
    return left, left + size / 2, y * along - x * across, size


def turned_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page seen the way words run that are turned so."""
    along, _, across, _ = _turned(raw.FS_RECTF(left=x, right=x, top=y, bottom=y), x, y, turn)
    return along, across


def _edges(page: pdfium.PdfPage, turn: int) -> tuple[float, float]:
    """The lower and upper edge of the page, seen the way its words run."""
    left, bottom, right, top = page.get_bbox()
    corners = [turned_point(x, y, turn)[1] for x in (left, right) for y in (bottom, top)]
    return min(corners), max(corners)


def _words(letters: list[Letter]) -> Iterator[Word]:
    """Letters that follow one another without a blank, on one base line."""
    held: list[Letter] = []
    for letter in letters:
        if letter is BLANK:
            if held:
                yield _word(held)
            held = []
            continue
        if held and not _goes_on(held[-1], letter):
            yield _word(held)
            held = []
        held.append(letter)
    if held:
        yield _word(held)


def _goes_on(last: Letter, letter: Letter) -> bool:
    size = max(last.size, letter.size)
    return abs(last.base - letter.base) < 0.4 * size and -0.5 * size < letter.left - last.right < 0.3 * size


def _word(letters: list[Letter]) -> Word:
    codes = [letter.code for letter in letters]
    if codes[-1] in (SOFT_HYPHEN, HYPHEN_AT_END):
        codes[-1] = ord("-")
    said = "".join(map(chr, codes))
    if not said.isascii():
        said = readable(said.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    elif not said.isprintable():
        said = readable(said)
    _, left, right, base, size, _ = letters[0]
    for letter in letters:
        left, right, size = min(left, letter.left), max(right, letter.right), max(size, letter.size)
    return Word(said, left, right, base, size)


def _once(words: Iterator[Word]) -> list[Word]:
    """Words drawn twice at one place, to look bold, count once."""
    seen: dict[tuple[str, int, int], list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        near = seen.setdefault((word.text, round(word.left / 10), round(word.base / 10)), [])
        if not word.text.strip() or any(abs(word.left - w.left) < 1.5 and abs(word.base - w.base) < 1.5 for w in near):
            continue
        near.append(word)
        kept.append(word)
    return kept
