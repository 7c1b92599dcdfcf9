"""Finds the clauses and provisions that a text holds: number, title, printed date, Alternates, and whether it really holds them.

A clause may stand in a list, be written out, be added by a modification or be ticked in a list of boxes. It may also only be
spoken of, be struck, reserved or left unticked: then it does not bind, and the place where that is said is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from buyfair.spot.days import FAR_MONTH, month_named
from buyfair.spot.sentences import Sentence
from buyfair.terms.document import CELL

NUMBER = re.compile(r"\b(?P<number>(?:2?52)\s?\.\s?2\d\d\s?[-\u2010-\u2015\u2212]\s?(?:7\d{3}|\d{1,3}))(?![\d-])")
ALTERNATE = re.compile(r"\balt(?:ernate|\.)?\s*(?P<name>[IVX]{1,4})\b(?!\w)", re.I)
LISTED, WRITTEN_OUT, ADDED = "listed", "written out", "added"
SPOKEN_OF, STRUCK, NOT_TICKED, RESERVED = "spoken of", "struck", "not ticked", "reserved"
HELD = (LISTED, WRITTEN_OUT, ADDED)
"""Ways of standing in a text that bind; the others do not."""

BEFORE = re.compile(
    r"^[\s|>]*(?:[-*•·▪◦o]\s+)?(?P<box>[\[(_]\s*[xX✓✔_ ]*\s*[\])_]|[☐☑☒■□✓✔]|\b[xX]\b(?=\s*\()|_{2,}[xX]?_*)?\s*"
    r"(?:(?:clauses?|provisions?|terms|asked of offerors|section [A-M])[\s:|]+)?(?:(?:clause|provision|dfars|dfar|far|ref(?:erence)?|no\.?|number|clin|item)[\s:]*|\(?[a-zA-Z0-9]{1,4}[.)]\s*(?:\([ivx]+\)\s*)?|[A-Z]{1,2}[.-]?\d{1,3}(?:[.-]\d{1,3})?[.:)]?\s+|\(\d{1,3}\)\s*(?:\([ivx]+\)\s*)?|\d{1,3}(?:\.\d{1,3})*[.:)]?\s+){0,8}$",
    re.I,
)
"""What may stand before the number where a line lists a clause: a box, a bullet, a numbering, `FAR`."""
TICKED = re.compile(r"[xX✓✔☑☒■]")
GONE = re.compile(
    r"\b(?:delet(?:e[sd]?|ing)|remov(?:es?|ed|ing)|struck(?: out| through)?|crossed out|lined out|stricken|cancelled|withdrawn|not applicable|"
    r"does not apply|do not apply|n/a|not used|not included|not incorporated|not (?:a )?part of|omitted|left out|is absent|"
    r"are absent|not in (?:the|this)|does not (?:contain|include|hold|carry|list|appear)|(?:was|were|is|are) (?:never|not) "
    r"(?:added|included|inserted|incorporated|listed)|missing|lacks|without|excluded|replaced by|superseded by)\b",
    re.I,
)
IS_RESERVED = re.compile(r"\[?\breserved\b\]?", re.I)
BRINGS_IN = re.compile(
    r"\b(?:incorporat\w+|add(?:s|ed|ing)?|insert(?:s|ed|ing)?|is (?:hereby )?made (?:a )?part|appl(?:y|ies)|includes?|included|contains?|"
    r"replaced? with|replaced? .{0,60}\bwith|in its place|substitut\w+|restor\w+|reinstat\w+|is in full force|govern\w*|carr(?:y|ies)|holds?|lists?|listed|"
    r"following (?:far |dfars )?(?:clauses?|provisions?))\b",
    re.I,
)
OF_OTHERS = re.compile(r"\b(?:sub-?contract\w*|sub-?award\w*|lower[- ]tier|suppliers?|purchase orders?|agents?|vendors?)\b", re.I)
WRITTEN_PARAGRAPH = re.compile(r"^\(a\)\s|^\s*\(a\)\s+Definitions|^As (?:prescribed|used) in", re.I)


@dataclass(frozen=True, slots=True)
class Known:
    """A clause to look for: its number, its titles in small letters, and the numbers of its Alternates."""

    number: str
    titles: tuple[str, ...]
    provision: bool = False


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
    no_alternates: tuple[str, ...]
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


FOR_OTHERS = re.compile(r"\bflow down (?:any|the following|these)\b|\bin (?:a|all|each|any|its) sub-?contracts?\b[^.]*:?\s*[-–—:]?$|\bin this paragraph \(e\)\(1\)", re.I)


def _list_of_others(sentence: Sentence, others: bool) -> bool:
    """Whether the list that begins or goes on here is one of clauses for subcontracts."""
    if sentence.is_heading:
        return FOR_OTHERS.search(sentence.text) is not None or re.search(r"\bflow-?down\b", sentence.text, re.I) is not None
    if FOR_OTHERS.search(sentence.text):
        return True
    ends = NUMBER.search(sentence.text) is None and not re.match(r"^\W*\w{0,3}\W", sentence.text) or re.match(r"^\s*\((?:[f-h]|2)\)\s", sentence.text)
    return others and not ends


def _goes_on(sentence: Sentence, found: Sequence[Found]) -> list[Found]:
    """`It is hereby added`: the clause of the sentence before, brought in or struck."""
    if not found or sentence.line - found[-1].line > 3 or not re.match(r"^\W*(?:it|this clause|that clause|the clause|the provision|the same clause)\b", sentence.text, re.I):
        return []
    last = found[-1]
    if _is_proposed(sentence.text) or OF_OTHERS.search(sentence.text):
        return []
    if GONE.search(sentence.text):
        return [replace(last, how=STRUCK, line=sentence.line, quote=sentence.text)]
    if re.search(r"\b(?:incorporat\w+|added|inserted|made (?:a )?part|put (?:back|in))\b", sentence.text, re.I):
        own, alternates, gone = _dates(sentence.text, "")
        now = replace(last, how=ADDED, line=sentence.line, page=sentence.page, quote=sentence.text, alternates=alternates or last.alternates)
        return [replace(now, month=own[0], printed=own[1]) if own[0] is not None else now]
    return []


def plain_number(written: str) -> str:
    """`52. 222–50` as `52.222-50`."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", written))


def _in_sentence(sentence: Sentence, after: str, known: Mapping[str, Known], opens: bool, above: str) -> Iterator[Found]:
    text = sentence.text
    hits = list(NUMBER.finditer(text))
    for k, hit in enumerate(hits):
        number = plain_number(hit["number"])
        end = hits[k + 1].start() if k + 1 < len(hits) else len(text)
        tail = text[hit.end() : end]
        how = _how(sentence, text[: hit.start()] if k == 0 else text[hits[k - 1].end() : hit.start()], tail, hits, k, after, opens, above)
        goes = GOES.search(tail) if how == ADDED else None
        own, alternates, gone = _dates(tail if goes is None else tail[goes.end() :], text[: hit.start()] if k == 0 else "")
        yield Found(
            number, _title(tail, known.get(number)), own[0], own[1], alternates, gone, how,
            sentence.line, sentence.page, " ".join(text.split()),
        )  # fmt: skip


def _how(sentence: Sentence, before: str, tail: str, hits: Sequence[re.Match[str]], k: int, after: str, opens: bool, above: str) -> str:
    """Whether the clause stands at this place, or is only spoken of, struck, reserved or left unticked."""
    text = sentence.text
    if re.search(r"\?[\"'”]*$", text.rstrip()):
        return SPOKEN_OF
    if IS_RESERVED.match(tail.lstrip(" ,:-–—(|")):
        return RESERVED
    if sentence.row and not ENTRY.match(text) and text[: hits[k].start()].strip(" |").count("|") <= 1 and not _is_prose(tail) or opens and not sentence.row and k == 0 and BEFORE.match(before) is not None and not _is_prose(tail) and not ENTRY.match(text):
        return _of_list(sentence, before, tail, after)
    scope = _clause_of(text, hits[k])
    if (moved := _replaced(scope, hits[k], text)) is not None:
        return moved
    if _list_of_numbers(text, hits) and not _says(GONE, scope) and not _says(OF_OTHERS, text):
        return LISTED
    if UNDER_OTHERS.match(sentence.heading) or _says(OF_OTHERS, above) and not _says(OF_CONTRACT, f"{above} {text}"):
        return SPOKEN_OF
    if (other := _says(OF_OTHERS, text)) is not None and other.start() < hits[k].start() and not _says(OF_CONTRACT, text):
        return SPOKEN_OF
    if OF_PAPER.search(before) and not _says(PUT_IN, scope):
        return SPOKEN_OF
    if _says(GONE, scope):
        return STRUCK
    if _is_proposed(text):
        return SPOKEN_OF
    if _says(BRINGS_IN, scope):
        return ADDED
    if re.match(r"\s?\((?:\w|\w\)\(\d)\)", tail):
        return SPOKEN_OF
    if _cited_whole(tail) or IN_LIST.search(before) or _list_of_numbers(text, hits):
        return LISTED
    return SPOKEN_OF


@lru_cache(maxsize=64)
def _says(shape: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place of a shape; a sentence that names a hundred clauses is not searched anew for each."""
    return shape.search(text)


PUT_IN = re.compile(r"incorporat|insert|\badd", re.I)
OF_CONTRACT = re.compile(r"\bthis contract\b|\bprime contract\b|\bmodification\b|\bP0{2,}\d+\b|\bsection I\b", re.I)
UNDER_OTHERS = re.compile(r"^\W*(?:\w{1,3}[.)]?\s+)?(?:sub-?contract|sub-?award|flow-?down|lower tier)", re.I)
ENTRY = re.compile(r"^\s*(?:tab|folder|exhibit|enclosure)\b", re.I)
OF_PAPER = re.compile(
    r"\b(?:certificat\w*|certif\w+|plan|posting|letter|representation|statement|promise|duty|duties|requirements?)\b[^.;:]{0,30}$"
    r"|\b(?:paragraph|under|per|pursuant to|in accordance with|required by|asked (?:for )?by|see|with|of|by)\s+(?:(?:the|far|dfars|clause|provision|paragraph|its|\(\w\)(?:\(\d\))?|of|in)\s+)*$",
    re.I,
)
IN_LIST = re.compile(r"\b(?:clauses?|provisions?|section [A-Z]|part \d|article \d+|incorporat\w+|following)\b[^.;]{0,60}(?:[:=]|\s\|)[\s|]*(?:[^.;]*,\s*)?$", re.I)


def _cited_whole(tail: str) -> bool:
    """The number is followed by its title and date, or by its date alone."""
    return re.match(r"[\s,]*(?:[A-Z][A-Za-z'’\-–—]*(?:[\s,]+(?:[A-Z][A-Za-z'’\-–—]*|in|of|and|for|on|to|the|with|or|by))*[\s,|]*)?\(?\s*(?i:" + FAR_MONTH.pattern + ")", tail) is not None


@lru_cache(maxsize=64)
def _is_proposed(text: str) -> bool:
    return re.search(r"\b(?:shall|will|should|must|would|ought to|to be|proposed?|recommend\w*|draft|plans? to|asks? (?:us|for)|needs? to)\b[^.]{0,40}\b(?:add|insert|incorporat|modif)", text, re.I) is not None


GOES = re.compile(r"\b(?:deleted|removed|struck(?: out)?|stricken|replaced|superseded|taken out|substituted for)\b", re.I)
COMES = re.compile(r"\b(?:put|inserted|substituted|placed|set|written)\b(?: in)?(?: (?:its|their) (?:place|stead))?|\bin (?:its|their) (?:place|stead)\b|\breplaced (?:by|with)\b|\bsuperseded by\b|\bsubstituted\b", re.I)


def _replaced(scope: str, hit: re.Match[str], text: str) -> str | None:
    """Where one clause or edition goes and another comes: what stands after the word of going comes; None where nothing is replaced."""
    goes = _says(GOES, text)
    if goes is None or COMES.search(text, goes.start()) is None:
        return None
    if hit.start() > goes.start():
        return ADDED
    later = NUMBER.search(text, goes.end())
    if later is not None and plain_number(later["number"]) == plain_number(hit["number"]) or FAR_MONTH.search(text, goes.end()) is None:
        return STRUCK
    return ADDED


def _clause_of(text: str, hit: re.Match[str]) -> str:
    """The part of the sentence between semicolons, or `but`, in which the number stands."""
    begin = max((m.end() for m in PARTS.finditer(text, 0, hit.start())), default=0)
    ends = PARTS.search(text, hit.end())
    return text[begin : ends.start() if ends else len(text)]


PARTS = re.compile(r";|,? (?:but|however|whereas|although|though|while)\b", re.I)


def _is_prose(tail: str) -> bool:
    """Whether what follows the number reads as a sentence about it and not as a title."""
    if FAR_MONTH.search(tail) is None and re.search(r"\b(?:is|are|was|were)\b (?:its|in|the|at|attached|annex|section|article|clause)", tail):
        return True
    return re.match(
        r"\s*(?:\([^)]*\)\s*)?,?\s*(?:is|are|was|were|has|have|had|does|do|did|requires?|shall|must|will|applies|appears|stands|which|that|says|paragraphs?|in (?:each|all|both|every|it|them)|"
        r"prohibits|in (?:this|the)|could|cannot|may|should|and (?:its|the)|not)\b", tail, re.I,
    ) is not None  # fmt: skip


def _of_list(sentence: Sentence, before: str, tail: str, after: str) -> str:
    """A line of a list: ticked or not, struck or not, or the head of the clause itself."""
    cells = [c.strip() for c in sentence.text.split(CELL)] if sentence.row else []
    marks = [c for c in cells if re.fullmatch(r"\[?\s*[xX✓✔☐☑☒_ ]?\s*\]?|yes|no|n/?a|not applicable|applies|does not apply|deleted|included|omitted", c, re.I)]
    head = BEFORE.match(before)
    box = head["box"] if head is not None else None
    if cells and marks and not any(TICKED.search(c) or c.lower() in ("yes", "applies", "included") for c in marks):
        return NOT_TICKED if any(c for c in marks) else LISTED
    if box is not None and not TICKED.search(box):
        return NOT_TICKED
    if (moved := _replaced(sentence.text, NUMBER.search(sentence.text, max(0, len(before) - 1)) or NUMBER.search(sentence.text), sentence.text)) is not None:  # type: ignore[arg-type]
        return moved
    if GONE.search(tail):
        return STRUCK
    return WRITTEN_OUT if WRITTEN_PARAGRAPH.match(after) else LISTED


def _list_of_numbers(text: str, hits: Sequence[re.Match[str]]) -> bool:
    """Two numbers or more, set apart by commas and little else."""
    return len(hits) >= 3 and all(b.start() - a.end() < 60 for a, b in pairwise(hits))


def _dates(tail: str, before: str) -> tuple[tuple[date | None, str], tuple[tuple[str, date | None], ...], tuple[str, ...]]:
    """The clause's own month, and those of its Alternates: a month belongs to the Alternate right before it."""
    alternates: dict[str, date | None] = {}
    gone: list[str] = []
    taken: set[int] = set()
    for told in ALTERNATE.finditer(tail):
        name = f"Alternate {told['name'].upper()}"
        near = FAR_MONTH.search(tail, told.end())
        month = None
        if near is not None and near.start() - told.end() <= 14:
            month = date(int(near["year"]), month_named(near["name"]), 1)
            taken.add(near.start())
        around = tail[max(0, told.start() - 30) : told.end() + 45]
        if re.search(r"\b(?:without|no|not|does not apply|n/a|deleted|omitted|except)\b|\[\s*\]|☐", around, re.I):
            gone.append(name)
        else:
            alternates.setdefault(name, month)
    own = next((m for m in FAR_MONTH.finditer(tail) if m.start() not in taken), None)
    if own is None and ALTERNATE.search(before) is None:
        own = None
    if own is None:
        return (None, ""), tuple(alternates.items()), tuple(gone)
    month = date(int(own["year"]), month_named(own["name"]), 1)
    printed = f"{own['name'][:3].upper()} {own['year']}"
    if re.search(r"\bdeviation\W*$", tail[: own.start()], re.I):
        return (month, f"DEVIATION {printed}"), tuple(alternates.items()), tuple(gone)
    deviation = DEVIATION.match(tail, own.end())
    if deviation is not None:
        printed += f" ({' '.join(deviation['words'].split()).upper()})"
    return (month, printed), tuple(alternates.items()), tuple(gone)


DEVIATION = re.compile(r"[\s)(,;-]*(?P<words>deviation(?:\s+(?:\w{3,9}\.?\s+)?\d{4}|\s+\d{4}-O\d+)?)", re.I)
"""What an agency prints behind the date of a text of its own."""


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
        own, alternates, gone = _dates(tail, "")
        listed = own[0] is not None and BEFORE.match(text[: low.index(title)]) is not None
        if not listed and not re.search(r"\bclause\b|\bprovision\b", text, re.I):
            continue
        how = STRUCK if GONE.search(text) else ADDED if BRINGS_IN.search(text) else LISTED if listed else SPOKEN_OF
        yield Found(clause.number, title.title(), own[0], own[1], alternates, gone, how, sentence.line, sentence.page, text)


ALTERNATE_OF = re.compile(r"^(?P<before>.*?)\balt(?:ernate|\.)?\s*(?P<name>[IVX]{1,4})\b(?P<tail>.*)$", re.I)


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
            if told is not None and re.search(r"\b(?:of|to|for)\s+(?:far\s+|dfars\s+|the clause\s+|clause\s+|the\s+){0,6}$", before, re.I):
                here = _with_alternate(here, told, before)
        at = places.get(one.line, -1)
        if one.held and not here.alternates and 0 <= at < len(lines) - 1:
            below = by_line[lines[at + 1]]
            if not NUMBER.search(below.text) and (told := ALTERNATE_OF.match(below.text)) and BEFORE.match(told["before"]):
                here = _with_alternate(here, told, told["before"])
        yield here


def _with_alternate(found: Found, told: re.Match[str], before: str) -> Found:
    name = f"Alternate {told['name'].upper()}"
    near = FAR_MONTH.search(told["tail"])
    month = date(int(near["year"]), month_named(near["name"]), 1) if near is not None and near.start() < 14 else None
    box = BEFORE.match(before if told["before"] == before else told["before"])
    unticked = box is not None and box["box"] is not None and not TICKED.search(box["box"])
    if unticked or GONE.search(told["tail"][:60]):
        return replace(found, no_alternates=(*found.no_alternates, name))
    return replace(found, alternates=((name, month),))
