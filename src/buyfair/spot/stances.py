"""Reads from the words about a paper whether it is there, is lacking, is only promised, or is only named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from buyfair.spot.days import days_in

THERE, LACKING, OWED, NAMED = "there", "lacking", "owed", "named"
"""Stances: it is there; it is not, or not as it should be; somebody must give it; it is only named."""
HARD = re.compile(r"\b(?:shall|must|will|should|would|if|to be|is to|are to)\b")
MUST = re.compile(r"\b(?:shall|must)\b")
IS_GIVEN = re.compile(r"\b(?:was|were|has been|have been|is|are) (?:received|on file|posted|signed|given|filed|up|in)\b")
TURNING = re.compile(r"\b(?:not|nothing|none|never|neither|no|nor|without|hardly)\b|n't\b", re.I)
NEAR = 6
BARE_LACK = re.compile(
    r"\b(?:missing|absent|lack(?:s|ed|ing)?|omitted|left out|blank|unsigned|undated|empty|overlooked|outstanding|"
    r"overdue|forgotten|dropped|skipped|expired|lapsed|withdrawn)\b",
    re.I,
)
WITHOUT_IT = re.compile(r"\bwithout (?:it|them|(?:this|that|the|our|its) (?:\w+ )?clause)\b")


@dataclass(frozen=True, slots=True)
class Stances:
    """The words that tell a stance. `idle` words say nothing of the thing; `content` opens what a paper says inside."""

    idle: tuple[re.Pattern[str], ...]
    content: tuple[re.Pattern[str], ...]
    lacking: tuple[re.Pattern[str], ...]
    there: tuple[re.Pattern[str], ...]
    flips: tuple[re.Pattern[str], ...]
    owed: tuple[re.Pattern[str], ...]
    partly: tuple[re.Pattern[str], ...]


def stance_of(part: str, stances: Stances, bare: bool = False) -> tuple[str, bool]:
    """What a part of a sentence says of its thing, and whether only in part. `bare`: a mere name there means it is there."""
    low = WITHOUT_IT.sub("lacking it", part.lower())
    flips = [shape for shape in stances.flips if shape.search(low)]
    for shape in flips:
        low = shape.sub(" ", low)
    stance, partly = _plain_stance(low, stances, bare)
    if len(flips) % 2 and stance in (THERE, LACKING):
        stance = LACKING if stance == THERE else THERE
    return stance, partly


def _plain_stance(part: str, stances: Stances, bare: bool) -> tuple[str, bool]:
    """The stance of words that nothing turns round as a whole."""
    low = part.lower()
    cut = _cut(low, stances)
    if not low[:cut].strip():
        return NAMED, False  # what somebody alleges or asks is no word about the paper
    main = low[:cut]
    for shape in stances.idle:
        main = shape.sub(" ~ ", main)
    partly = any(shape.search(main) for shape in stances.partly)
    lacks = [m for shape in stances.lacking for m in shape.finditer(main)]
    if lacks:
        return (THERE if _turned(lacks, main) else LACKING), partly
    if re.search(r":\s*(?:no|none|nil|-|—)\s*[.;,]?\s*$|\|\s*(?:no|none|nil|-|—)\s*$", main):
        return LACKING, partly
    owed = any(shape.search(main) for shape in stances.owed)
    if owed and HARD.search(main) is None and days_in(part) and any(shape.search(main) for shape in stances.there):
        owed = False  # it was given on a day, whoever asks for it
    there = any(shape.search(low) for shape in stances.there) or bool(days_in(part))
    if owed and (MUST.search(main) or not IS_GIVEN.search(main)):
        return OWED, partly
    return (THERE if there or bare else NAMED), partly


def _cut(low: str, stances: Stances) -> int:
    """Where what a paper says inside begins."""
    found = [(shape, told) for shape in stances.content if (told := shape.search(low)) is not None]
    return min((told.start("cut" if "cut" in shape.groupindex else 0) for shape, told in found), default=len(low))


def outside(part: str, stances: Stances) -> str:
    """What is said of the paper itself, without what stands inside it."""
    low = part.lower()
    cut = _cut(low, stances)
    if not low[:cut].strip():
        return part
    verb = re.match(r"\S+", low[cut:])
    return part[: cut + (verb.end() if verb is not None and cut < len(low) and low[cut].isalpha() else 0)]


def _turned(lacks: Sequence[re.Match[str]], text: str) -> bool:
    """`not omitted`, `in neither is it absent`: each word of lack has a denial shortly before it, and none stands alone."""
    words = [m for m in lacks if TURNING.search(m.group()) is None]
    denials = [m for m in lacks if TURNING.search(m.group()) is not None]
    inner = [m for d in denials for m in BARE_LACK.finditer(d.group())]
    if not words and not inner:
        return False
    for word in words:
        before = [d for d in TURNING.finditer(text, 0, word.start()) if len(text[d.end() : word.start()].split()) <= NEAR]
        if not before:
            return False
    ends = [w.start() for w in words]
    return all(_inner_of(d) or any(_shortly_before(d, end, text) for end in ends) for d in denials)


def _shortly_before(denial: re.Match[str], end: int, text: str) -> bool:
    return denial.start() < end and len(text[min(denial.end(), end) : end].split()) <= NEAR


def _inner_of(denial: re.Match[str]) -> bool:
    """A denial that holds its own word of lack: `not been omitted`."""
    return BARE_LACK.search(denial.group()) is not None
