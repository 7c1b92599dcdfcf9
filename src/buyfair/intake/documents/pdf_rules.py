"""The lines drawn on a PDF page: what parts the rows and cells of tables and forms."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from buyfair.intake.documents.pdf_words import turned_point

MOST = 6000
"""Drawn things beyond which a page is a drawing and no table."""
THIN = 3.0
"""Points: a filled box no thicker is a line."""
SHORTEST = 4.0


class Rule(NamedTuple):
    """A level line: from where to where, and its height. Unit: points."""

    left: float
    right: float
    base: float


class Post(NamedTuple):
    """An upright line: its lower and upper end, and where it stands. Unit: points."""

    low: float
    high: float
    at: float


class Drawn(NamedTuple):
    """All level and upright lines of a page, pieces of one line joined."""

    rules: list[Rule]
    posts: list[Post]


Stroke = tuple[float, float, float, float]


def drawn_on(page: pdfium.PdfPage, turn: int) -> Drawn:
    """The lines of a page, seen the way its words run."""
    if turn % 90:
        return Drawn([], [])
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for nth, thing in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if nth > MOST:
            return Drawn([], [])
        for x1, y1, x2, y2 in _strokes(thing):
            a, b = turned_point(x1, y1, turn), turned_point(x2, y2, turn)
            stroke = (min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]))
            wide, tall = stroke[1] - stroke[0], stroke[3] - stroke[2]
            if tall < 1 and wide > SHORTEST:
                level.append(stroke)
            elif wide < 1 and tall > SHORTEST:
                upright.append(stroke)
    rules = [Rule(begin, end, at) for begin, end, at in _joined((s[0], s[1], s[2]) for s in level)]
    posts = [Post(begin, end, at) for begin, end, at in _joined((s[2], s[3], s[0]) for s in upright)]
    return Drawn(rules, posts)


def _strokes(thing: pdfium.PdfObject) -> Iterator[Stroke]:
    """The straight pieces of a drawn path; a filled area counts only where it is thin enough to be a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(thing.raw, ctypes.byref(fill), ctypes.byref(stroke)) or not (fill.value or stroke.value):
        return
    if not stroke.value:
        left, bottom, right, top = thing.get_bounds()
        if min(right - left, top - bottom) <= THIN:
            middle = ((left + right) / 2, (bottom + top) / 2)
            level = right - left >= top - bottom
            yield (left, middle[1], right, middle[1]) if level else (middle[0], bottom, middle[0], top)
        return
    matrix = thing.get_matrix()
    points = _points(thing)
    begin = last = (0.0, 0.0)
    for kind, closes, x, y in points:
        here = matrix.on_point(x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*last, *here)
        if closes:
            yield (*here, *begin)
        last = here


def _points(thing: pdfium.PdfObject) -> Iterator[tuple[int, bool, float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(raw.FPDFPath_CountSegments(thing.raw), MOST)):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        yield raw.FPDFPathSegment_GetType(segment), bool(raw.FPDFPathSegment_GetClose(segment)), x.value, y.value


def _joined(lines: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces that touch and stand in one line as one."""
    joined: list[tuple[float, float, float]] = []
    tracks: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines, key=lambda one: one[2]):
        if tracks and line[2] - tracks[-1][-1][2] <= 1.5:
            tracks[-1].append(line)
        else:
            tracks.append([line])
    for track in tracks:
        held: tuple[float, float, float] | None = None
        for begin, end, at in sorted(track):
            if held is not None and begin <= held[1] + 3:
                held = (held[0], max(held[1], end), held[2])
                continue
            if held is not None:
                joined.append(held)
            held = (begin, end, at)
        if held is not None:
            joined.append(held)
    return joined
