"""Finds the clauses and provisions that a text holds: number, title, date, Alternates, and whether it really holds them.

A clause may stand in a list, be written out, be added by a modification or be ticked in a list of boxes. It may also only be
spoken of, be struck, reserved or left unticked: then it does not bind, and the place where that is said is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from buyfair.spot.clause_dates import NEAR, dates_in, month_of
from buyfair.spot.clause_places import (
    ADDED,
    BEFORE,
    BRINGS_IN,
    GOES,
    GONE,
    HELD,
    LISTED,
    NUMBER,
    OF_OTHERS,
    SPOKEN_OF,
    STRUCK,
    TICKED,
    Place,
    how_it_stands,
    is_proposed,
    plain_number,
)  # fmt: skip
from buyfair.spot.days import FAR_MONTH
from buyfair.spot.sentences import Sentence
from buyfair.terms.document import CELL

FOR_OTHERS = re.compile(
    r"\bflow down (?:any|the following|these)\b|\bin (?:a|all|each|any|its) sub-?contracts?\b[^.]*:?\s*[-–—:]?$|"
    r"\bin this paragraph \(e\)\(1\)",
    re.I,
)
THAT_CLAUSE = re.compile(r"^\W*(?:it|this clause|that clause|the clause|the provision|the same clause)\b", re.I)
BROUGHT_IN = re.compile(r"\b(?:incorporat\w+|added|inserted|made (?:a )?part|put (?:back|in))\b", re.I)
OF_CLAUSE = re.compile(r"\b(?:of|to|for)\s+(?:far\s+|dfars\s+|the clause\s+|clause\s+|the\s+){0,6}$", re.I)
ALTERNATE_OF = re.compile(r"^(?P<before>.*?)\balt(?:ernate|\.)?\s*(?P<name>[IVX]{1,4})\b(?P<tail>.*)$", re.I)


@dataclass(frozen=True, slots=True)
class Known:
    """A clause to look for: its number and its titles in small letters, the one in use first."""

    number: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a clause stands or is spoken of.

    `month` is the first day of the month printed beside it; `alternates` pairs each Alternate's name with its own month.
    """

    number: str
    title: str
    month: date | None
    printed: str
    alternates: tuple[tuple[str, date | None], ...]
    how: str
    line: int
    page: int | None
    quote: str

    @property
    def held(self) -> bool:
        """Whether it binds by what stands here."""
        return self.how in HELD


def clauses_in(said: Sequence[Sentence], known: Mapping[str, Known]) -> tuple[Found, ...]:
    """Every clause of a text, at every place, in order."""
    found: list[Found] = []
    others = False
    for n, sentence in enumerate(said):
        after = said[n + 1].text if n + 1 < len(said) else ""
        others = _list_of_others(sentence, others)
        opens = n == 0 or said[n - 1].block != sentence.block
        above = " ".join(s.text for s in said[max(0, n - 4) : n] if s.block == sentence.block)
        here = [*_in_sentence(sentence, after, known, opens, above), *_by_title(sentence, known)]
        if others:
            here = [replace(f, how=SPOKEN_OF) if f.held else f for f in here]
        found += here or _goes_on(sentence, found)
    return tuple(_alternates_beside(found, said))


def _list_of_others(sentence: Sentence, others: bool) -> bool:
    """Whether the list that begins or goes on here is one of clauses for subcontracts."""
    if sentence.is_heading:
        return FOR_OTHERS.search(sentence.text) is not None or re.search(r"\bflow-?down\b", sentence.text, re.I) is not None
    if FOR_OTHERS.search(sentence.text):
        return True
    if NUMBER.search(sentence.text) is None and not re.match(r"^\W*\w{0,3}\W", sentence.text):
        return False
    return others and not re.match(r"^\s*\((?:[f-h]|2)\)\s", sentence.text)


def _goes_on(sentence: Sentence, found: Sequence[Found]) -> list[Found]:
    """`It is hereby added`: the clause of the sentence before, brought in or struck."""
    text = sentence.text
    if not found or sentence.line - found[-1].line > 3 or not THAT_CLAUSE.match(text):
        return []
    last = found[-1]
    if is_proposed(text) or OF_OTHERS.search(text):
        return []
    if GONE.search(text):
        return [replace(last, how=STRUCK, line=sentence.line, quote=text)]
    if not BROUGHT_IN.search(text):
        return []
    told = dates_in(text)
    now = replace(last, how=ADDED, line=sentence.line, page=sentence.page, quote=text)
    if told.alternates:
        now = replace(now, alternates=told.alternates)
    return [now if told.month is None else replace(now, month=told.month, printed=told.printed)]


def _in_sentence(sentence: Sentence, after: str, known: Mapping[str, Known], opens: bool, above: str) -> Iterator[Found]:
    text = sentence.text
    hits = list(NUMBER.finditer(text))
    for k, hit in enumerate(hits):
        number = plain_number(hit["number"])
        at = Place(sentence, hits, k, after, opens, above)
        how = how_it_stands(at)
        goes = GOES.search(at.tail) if how == ADDED else None
        told = dates_in(at.tail if goes is None else at.tail[goes.end() :])
        yield Found(
            number, _title(at.tail, known.get(number)), told.month, told.printed, told.alternates, how,
            sentence.line, sentence.page, " ".join(text.split()),
        )  # fmt: skip


def _title(tail: str, known: Known | None) -> str:
    said = re.split(r"\(\s*(?:" + FAR_MONTH.pattern + r")|;", tail.replace(CELL, " "), maxsplit=1)[0]
    said = re.sub(r"^[\s,:.\-–—]+|[\s,:.\-–—(]+$", "", FAR_MONTH.sub("", said))
    said = " ".join(said.split())
    if known is not None and any(t in said.lower() for t in known.titles):
        return known.titles[0].title().replace(" In ", " in ").replace(" And ", " and ")
    return said[:120]


def _by_title(sentence: Sentence, known: Mapping[str, Known]) -> Iterator[Found]:
    """A clause named by its title alone, where the sentence brings it in."""
    text = sentence.text
    if NUMBER.search(text) or OF_OTHERS.search(text):
        return
    low = text.lower()
    for clause in known.values():
        title = next((t for t in clause.titles if t in low), None)
        if title is None:
            continue
        tail = text[low.index(title) + len(title) :]
        told = dates_in(tail)
        listed = told.month is not None and BEFORE.match(text[: low.index(title)]) is not None
        if not listed and not re.search(r"\bclause\b|\bprovision\b", text, re.I):
            continue
        how = STRUCK if GONE.search(text) else ADDED if BRINGS_IN.search(text) else LISTED if listed else SPOKEN_OF
        yield Found(
            clause.number, title.title(), told.month, told.printed, told.alternates, how,
            sentence.line, sentence.page, text,
        )  # fmt: skip


def _alternates_beside(found: Sequence[Found], said: Sequence[Sentence]) -> Iterator[Found]:
    """`Alternate I (MAR 2015) of 52.222-50`, and an Alternate on the line right below its clause."""
    by_line = {s.line: s for s in said}
    lines = sorted(by_line)
    places = {line: n for n, line in enumerate(lines)}
    for one in found:
        here = one
        sentence = by_line.get(one.line)
        if sentence is not None and not one.alternates:
            before = NUMBER.split(sentence.text)[0]
            told = ALTERNATE_OF.match(before)
            if told is not None and OF_CLAUSE.search(before):
                here = _with_alternate(here, told)
        at = places.get(one.line, -1)
        if one.held and not here.alternates and 0 <= at < len(lines) - 1:
            below = by_line[lines[at + 1]]
            if not NUMBER.search(below.text) and (told := ALTERNATE_OF.match(below.text)) and BEFORE.match(told["before"]):
                here = _with_alternate(here, told)
        yield here


def _with_alternate(found: Found, told: re.Match[str]) -> Found:
    """The clause with the Alternate that stands beside it, unless that is unticked or struck."""
    name = f"Alternate {told['name'].upper()}"
    near = FAR_MONTH.search(told["tail"])
    month = month_of(near) if near is not None and near.start() < NEAR else None
    box = BEFORE.match(told["before"])
    unticked = box is not None and box["box"] is not None and not TICKED.search(box["box"])
    if unticked or GONE.search(told["tail"][:60]):
        return found
    return replace(found, alternates=((name, month),))
