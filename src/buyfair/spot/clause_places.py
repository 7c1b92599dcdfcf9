"""Tells how a clause stands at a place in a text: listed, written out, added, spoken of, struck, reserved or left unticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from buyfair.spot.days import FAR_MONTH
from buyfair.spot.sentences import Sentence
from buyfair.terms.document import CELL

NUMBER = re.compile(r"\b(?P<number>(?:2?52)\s?\.\s?2\d\d\s?[-\u2010-\u2015\u2212]\s?(?:7\d{3}|\d{1,3}))(?![\d-])")
LISTED, WRITTEN_OUT, ADDED = "listed", "written out", "added"
SPOKEN_OF, STRUCK, NOT_TICKED, RESERVED = "spoken of", "struck", "not ticked", "reserved"
HELD = (LISTED, WRITTEN_OUT, ADDED)
"""Ways of standing in a text that bind; the others do not."""
BEFORE = re.compile(
    r"^[\s|>]*(?:[-*•·▪◦o]\s+)?"
    r"(?P<box>[\[(_]\s*[xX✓✔_ ]*\s*[\])_]|[☐☑☒■□✓✔]|\b[xX]\b(?=\s*\()|_{2,}[xX]?_*)?\s*"
    r"(?:(?:clauses?|provisions?|terms|asked of offerors|section [A-M])[\s:|]+)?"
    r"(?:(?:clause|provision|dfars|dfar|far|ref(?:erence)?|no\.?|number|clin|item)[\s:]*"
    r"|\(?[a-zA-Z0-9]{1,4}[.)]\s*(?:\([ivx]+\)\s*)?"
    r"|[A-Z]{1,2}[.-]?\d{1,3}(?:[.-]\d{1,3})?[.:)]?\s+"
    r"|\(\d{1,3}\)\s*(?:\([ivx]+\)\s*)?|\d{1,3}(?:\.\d{1,3})*[.:)]?\s+){0,8}$",
    re.I,
)
"""What may stand before the number where a line lists a clause: a box, a bullet, a numbering, `FAR`."""
TICKED = re.compile(r"[xX✓✔☑☒■]")
GONE = re.compile(
    r"\b(?:delet(?:e[sd]?|ing)|remov(?:es?|ed|ing)|struck(?: out| through)?|crossed out|lined out|stricken|cancelled|"
    r"withdrawn|not applicable|does not apply|do not apply|n/a|not used|not included|not incorporated|"
    r"not (?:a )?part of|omitted|left out|is absent|are absent|not in (?:the|this)|"
    r"does not (?:contain|include|hold|carry|list|appear)|"
    r"(?:was|were|is|are) (?:never|not) (?:added|included|inserted|incorporated|listed)|missing|lacks|without|"
    r"excluded|replaced by|superseded by)\b",
    re.I,
)
IS_RESERVED = re.compile(r"\[?\breserved\b\]?", re.I)
BRINGS_IN = re.compile(
    r"\b(?:incorporat\w+|add(?:s|ed|ing)?|insert(?:s|ed|ing)?|is (?:hereby )?made (?:a )?part|appl(?:y|ies)|"
    r"includes?|included|contains?|replaced? with|replaced? .{0,60}\bwith|in its place|substitut\w+|restor\w+|"
    r"reinstat\w+|is in full force|govern\w*|carr(?:y|ies)|holds?|lists?|listed|"
    r"following (?:far |dfars )?(?:clauses?|provisions?))\b",
    re.I,
)
OF_OTHERS = re.compile(
    r"\b(?:sub-?contract\w*|sub-?award\w*|lower[- ]tier|suppliers?|purchase orders?|agents?|vendors?)\b",
    re.I,
)
WRITTEN_PARAGRAPH = re.compile(r"^\(a\)\s|^\s*\(a\)\s+Definitions|^As (?:prescribed|used) in", re.I)
PUT_IN = re.compile(r"incorporat|insert|\badd", re.I)
OF_CONTRACT = re.compile(r"\bthis contract\b|\bprime contract\b|\bmodification\b|\bP0{2,}\d+\b|\bsection I\b", re.I)
UNDER_OTHERS = re.compile(r"^\W*(?:\w{1,3}[.)]?\s+)?(?:sub-?contract|sub-?award|flow-?down|lower tier)", re.I)
ENTRY = re.compile(r"^\s*(?:tab|folder|exhibit|enclosure)\b", re.I)
OF_PAPER = re.compile(
    r"\b(?:certificat\w*|certif\w+|plan|posting|letter|representation|statement|promise|duty|duties|requirements?)\b"
    r"[^.;:]{0,30}$"
    r"|\b(?:paragraph|under|per|pursuant to|in accordance with|required by|asked (?:for )?by|see|with|of|by)\s+"
    r"(?:(?:the|far|dfars|clause|provision|paragraph|its|\(\w\)(?:\(\d\))?|of|in)\s+)*$",
    re.I,
)
"""Before a number: the words are about a paper or a paragraph, not about the clause's standing."""
IN_LIST = re.compile(
    r"\b(?:clauses?|provisions?|section [A-Z]|part \d|article \d+|incorporat\w+|following)\b"
    r"[^.;]{0,60}(?:[:=]|\s\|)[\s|]*(?:[^.;]*,\s*)?$",
    re.I,
)
GOES = re.compile(r"\b(?:deleted|removed|struck(?: out)?|stricken|replaced|superseded|taken out|substituted for)\b", re.I)
COMES = re.compile(
    r"\b(?:put|inserted|substituted|placed|set|written)\b(?: in)?(?: (?:its|their) (?:place|stead))?|"
    r"\bin (?:its|their) (?:place|stead)\b|\breplaced (?:by|with)\b|\bsuperseded by\b|\bsubstituted\b",
    re.I,
)
CITED_WHOLE = re.compile(
    r"[\s,]*(?:[A-Z][A-Za-z'’\-–—]*(?:[\s,]+(?:[A-Z][A-Za-z'’\-–—]*|in|of|and|for|on|to|the|with|or|by))*[\s,|]*)?"
    rf"\(?\s*(?i:{FAR_MONTH.pattern})"
)
"""The number is followed by its title and date, or by its date alone."""
PROPOSED = re.compile(
    r"\b(?:shall|will|should|must|would|ought to|to be|proposed?|recommend\w*|draft|plans? to|asks? (?:us|for)|"
    r"needs? to)\b[^.]{0,40}\b(?:add|insert|incorporat|modif)",
    re.I,
)
BOX = re.compile(r"\[?\s*[xX✓✔☐☑☒_ ]?\s*\]?|yes|no|n/?a|not applicable|applies|does not apply|deleted|included|omitted", re.I)
ITS_PLACE = re.compile(r"\b(?:is|are|was|were)\b (?:its|in|the|at|attached|annex|section|article|clause)")
VERB = re.compile(
    r"\s*(?:\([^)]*\)\s*)?,?\s*(?:is|are|was|were|has|have|had|does|do|did|requires?|shall|must|will|applies|appears|"
    r"stands|which|that|says|paragraphs?|in (?:each|all|both|every|it|them)|prohibits|in (?:this|the)|could|cannot|"
    r"may|should|and (?:its|the)|not)\b",
    re.I,
)
"""What opens a sentence about a clause."""
PARTS = re.compile(r";|,? (?:but|however|whereas|although|though|while)\b", re.I)


def plain_number(written: str) -> str:
    """`52. 222–50` as `52.222-50`."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", written))


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a clause's number: the sentence, all numbers in it and which of them this is, and what stands around it.

    `after` is the next sentence, `above` what the paragraph said before; `opens` tells that the sentence opens its paragraph.
    """

    sentence: Sentence
    hits: Sequence[re.Match[str]]
    k: int
    after: str
    opens: bool
    above: str

    @property
    def hit(self) -> re.Match[str]:
        """The number itself."""
        return self.hits[self.k]

    @property
    def before(self) -> str:
        """The words from the number before to this one."""
        return self.sentence.text[self.hits[self.k - 1].end() if self.k else 0 : self.hit.start()]

    @property
    def tail(self) -> str:
        """The words from this number to the next."""
        return self.sentence.text[self.hit.end() : self.hits[self.k + 1].start() if self.k + 1 < len(self.hits) else None]

    @property
    def in_list(self) -> bool:
        """Whether the line lists the clause: a row that opens with it, or a line with nothing but numbering before it."""
        text = self.sentence.text
        if ENTRY.match(text) or _is_prose(self.tail):
            return False
        if self.sentence.row:
            return text[: self.hit.start()].strip(" |").count("|") <= 1
        return self.opens and self.k == 0 and BEFORE.match(self.before) is not None


def how_it_stands(at: Place) -> str:
    """Whether the clause stands at this place, or is only spoken of, struck, reserved or left unticked."""
    text = at.sentence.text
    if re.search(r"\?[\"'”]*$", text.rstrip()):
        return SPOKEN_OF
    if IS_RESERVED.match(at.tail.lstrip(" ,:-–—(|")):
        return RESERVED
    if at.in_list:
        return _of_list(at)
    scope = _clause_of(text, at.hit)
    if (moved := _replaced(at.hit, text)) is not None:
        return moved
    if _list_of_numbers(at.hits) and not says(GONE, scope) and not says(OF_OTHERS, text):
        return LISTED
    if _of_others(at) or OF_PAPER.search(at.before) and not says(PUT_IN, scope):
        return SPOKEN_OF
    if says(GONE, scope):
        return STRUCK
    if is_proposed(text):
        return SPOKEN_OF
    if says(BRINGS_IN, scope):
        return ADDED
    if re.match(r"\s?\((?:\w|\w\)\(\d)\)", at.tail):
        return SPOKEN_OF
    listed = CITED_WHOLE.match(at.tail) or IN_LIST.search(at.before) or _list_of_numbers(at.hits)
    return LISTED if listed else SPOKEN_OF


def _of_others(at: Place) -> bool:
    """Whether the passage is about subcontracts and not about this contract."""
    text = at.sentence.text
    if UNDER_OTHERS.match(at.sentence.heading) or says(OF_OTHERS, at.above) and not says(OF_CONTRACT, f"{at.above} {text}"):
        return True
    other = says(OF_OTHERS, text)
    return other is not None and other.start() < at.hit.start() and not says(OF_CONTRACT, text)


def _of_list(at: Place) -> str:
    """A line of a list: ticked or not, struck or not, or the head of the clause itself."""
    text = at.sentence.text
    cells = [c.strip() for c in text.split(CELL)] if at.sentence.row else []
    marks = [c for c in cells if BOX.fullmatch(c)]
    if marks and not any(TICKED.search(c) or c.lower() in ("yes", "applies", "included") for c in marks):
        return NOT_TICKED if any(marks) else LISTED
    head = BEFORE.match(at.before)
    if head is not None and head["box"] is not None and not TICKED.search(head["box"]):
        return NOT_TICKED
    moved = _replaced(NUMBER.search(text, max(0, len(at.before) - 1)) or at.hits[0], text)
    if moved is not None:
        return moved
    if GONE.search(at.tail):
        return STRUCK
    return WRITTEN_OUT if WRITTEN_PARAGRAPH.match(at.after) else LISTED


@lru_cache(maxsize=64)
def says(shape: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place of a shape; a sentence that names a hundred clauses is not searched anew for each."""
    return shape.search(text)


@lru_cache(maxsize=64)
def is_proposed(text: str) -> bool:
    """Whether the sentence only asks or plans that a clause be put in."""
    return PROPOSED.search(text) is not None


def _replaced(hit: re.Match[str], text: str) -> str | None:
    """Where one clause or edition goes and another comes: what stands after the word of going comes; None where none goes."""
    goes = says(GOES, text)
    if goes is None or COMES.search(text, goes.start()) is None:
        return None
    if hit.start() > goes.start():
        return ADDED
    later = NUMBER.search(text, goes.end())
    again = later is not None and plain_number(later["number"]) == plain_number(hit["number"])
    return STRUCK if again or FAR_MONTH.search(text, goes.end()) is None else ADDED


def _clause_of(text: str, hit: re.Match[str]) -> str:
    """The part of the sentence between semicolons, or `but`, in which the number stands."""
    begin = max((m.end() for m in PARTS.finditer(text, 0, hit.start())), default=0)
    ends = PARTS.search(text, hit.end())
    return text[begin : ends.start() if ends else len(text)]


def _is_prose(tail: str) -> bool:
    """Whether what follows the number reads as a sentence about it and not as a title."""
    if FAR_MONTH.search(tail) is None and ITS_PLACE.search(tail):
        return True
    return VERB.match(tail) is not None


def _list_of_numbers(hits: Sequence[re.Match[str]]) -> bool:
    """Two numbers or more, set apart by commas and little else."""
    return len(hits) >= 3 and all(b.start() - a.end() < 60 for a, b in pairwise(hits))
