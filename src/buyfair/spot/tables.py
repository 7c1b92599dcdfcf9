"""Rows of a text that stand together as a table, with the cells of its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buyfair.spot.sentences import Sentence
from buyfair.terms.document import CELL


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the cells of its first row, and every other row with its own cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Sentence], ...]


def cells(sentence: Sentence) -> tuple[str, ...]:
    """The cells of a row."""
    return tuple(c.strip() for c in sentence.text.strip().strip("|").split(CELL.strip()))


def _like(above: Sentence, row: Sentence) -> bool:
    """Whether the line right above a row is the head of its table, though it was not told as a row."""
    return not above.row and abs(len(cells(above)) - len(cells(row))) <= 1 and len(cells(above)) > 2


def tables(said: Sequence[Sentence]) -> tuple[Table, ...]:
    """Every run of two rows or more."""
    runs: list[list[Sentence]] = []
    last: Sentence | None = None
    for sentence in said:
        if sentence.row:
            if last is not None and last.row and sentence.line - last.line <= 2:
                runs[-1].append(sentence)
            else:
                head = last if last is not None and sentence.line - last.line == 1 and _like(last, sentence) else None
                runs.append([sentence] if head is None else [head, sentence])
        last = sentence
    return tuple(Table(cells(run[0]), tuple((cells(s), s) for s in run[1:])) for run in runs if len(run) > 1)
