"""Reads what plainly stands in the head of a contract text under no name of a fact: office, price of a line, origin, delivery.

What is only likely is a guess: it counts as not told, and is asked with the words that suggest it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from buyfair.knowledge import agencies
from buyfair.knowledge.countries import country, inside_us
from buyfair.knowledge.goods import good_named
from buyfair.spot.header import Entry
from buyfair.terms.document import Document, WrittenLine

CLAUSE = re.compile(r"\b2?52\.2\d\d-\d{1,4}\b")
LONGEST_HEAD, LETTERHEAD, LONGEST_NAME = 60, 3, 100
"""Lines above which the head ends; lines that may be its letterhead; letters of the name of an office."""
OFFICE = re.compile(r"(?:U\.?S\.? |united states )?(?:department of|general services admin|agency for|bureau of)", re.I)
PRICE = re.compile(r"=\s*(?:US)?\$\s*(?P<value>[\d,]+(?:\.\d\d)?)\s*\.?$")
COUNTED = re.compile(r"(?P<count>\d[\d,]*)\s*(?:each|ea\b|pairs?|dozens?|units?|boxes|cases)\.?(?:,? (?:at|@)\s*(?:US)?\$\s*"
                     r"(?P<price>[\d,]+(?:\.\d\d)?))?", re.I)  # fmt: skip
ORIGIN = re.compile(r"^\s*(?:country|countries|place) of (?:origin|manufacture)\s*:\s*(?P<said>.+)$", re.I)
DELIVERY = re.compile(r"^\s*(?:delivery|deliver to|delivered to|ship to|place of delivery)\s*:\s*(?P<said>.+)$", re.I)
STATE = re.compile(
    r",\s*(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"\b(?=\s*(?:\d{5}|,|;|\.|$))"
)
"""A state behind the name of a town: Denver, CO."""
COMMERCIAL = re.compile(r"^\W*commercial (?:products?|services?|items?)\b", re.I)
FAR_12 = re.compile(r"\bFAR part 12\b", re.I)
DENIED = re.compile(r"\b(?:not|no|unless|if|other than|non)\b", re.I)


@dataclass(slots=True)
class FileFacts:
    """What is told: `told` as in a facts file, `about` the file itself; `notes` are values that could not be read."""

    told: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    header: list[Entry] = field(default_factory=list)
    guesses: list[dict[str, Any]] = field(default_factory=list)
    """What may be so by the words of a line: `fact`, `value`, `words`, `line`; it counts as not told, and is asked."""


def read_head(document: Document, found: FileFacts, agency_named: Callable[[str], str | None]) -> None:
    """Adds what plainly stands there and was not told under its own name; each with the line where it stands."""
    head = list(_head(document))
    _office(head, found, agency_named)
    for line in head:
        _procedure(line, found)
        _origin(line, found)
        _delivery(line, found)
    _whole(found)


def _head(document: Document) -> Iterator[WrittenLine]:
    for line in document.lines[:LONGEST_HEAD]:
        if CLAUSE.search(line.text):
            return
        yield line


def _office(head: list[WrittenLine], found: FileFacts, agency_named: Callable[[str], str | None]) -> None:
    """The letterhead: the name of an agency on one of the first lines, with its office behind it."""
    for line in [each for each in head if each.text.strip()][:LETTERHEAD]:
        said = " ".join(line.text.split())
        if ":" in said or len(said) > LONGEST_NAME or said.endswith("."):
            continue
        known = any(agencies.kind(None, part) for part in (said, *re.split(r"[,;(]| - ", said)))
        if not known and OFFICE.match(said) is None:
            continue
        if "office" not in found.about:
            found.about["office"] = said
            found.header.append(Entry("office", said, line.number))
        kind = agency_named(said)
        if "agency" not in found.told and kind is not None:
            found.told["agency"] = kind
            found.header.append(Entry("agency", said, line.number))
        return


def _procedure(line: WrittenLine, found: FileFacts) -> None:
    """Whether the text calls what it buys commercial, and by which procedure it says that it buys."""
    said = line.text.strip()
    if len(said) > LONGEST_NAME or DENIED.search(said) or any(line.number == e.line for e in found.header):
        return
    if COMMERCIAL.match(said) and "commercial" not in found.about:
        found.about["commercial"] = True
        for each in found.told.get("lines", ()):
            each.setdefault("commercial", True)
        found.header.append(Entry("commercial", said, line.number))
        if FAR_12.search(said) and "method" not in found.told:
            found.told["method"] = "far12"
            found.header.append(Entry("method", said, line.number))


def _origin(line: WrittenLine, found: FileFacts) -> None:
    """The countries of origin, where the text has one line that they can be of."""
    told, lines = ORIGIN.match(line.text), found.told.get("lines", [])
    if told is None or len(lines) != 1 or "origin" in lines[0]:
        return
    named = [country(part.strip(" .")) for part in re.split(r",|;|/|\bor\b|\band\b", told["said"]) if part.strip(" .")]
    codes = [one.code for one in named if one is not None]
    if not codes or len(codes) < len(named):
        found.notes.append(f"Line {line.number}: the countries of origin ({told['said'].strip()[:40]}) could not all be read; "
                           "they count as not told.")  # fmt: skip
        return
    lines[0]["origin"] = list(dict.fromkeys(codes))
    found.header.append(Entry("origin", told["said"].strip(), line.number))
    if not set(codes) & set(inside_us()):
        _guess(found, "lines[1].acquired_outside_us", True, line.text, line.number)


def _delivery(line: WrittenLine, found: FileFacts) -> None:
    """Where it is delivered; where else work is done this tells nobody."""
    told = DELIVERY.match(line.text)
    if told is None or "performed_in" in found.told:
        return
    named = [country(part.strip(" .")) for part in told["said"].split(",")]
    codes = ["USA"] if STATE.search(told["said"]) else [one.code for one in named if one is not None]
    if codes:
        found.told["performed_in"] = [codes[-1], "?"]
        found.header.append(Entry("performed_in", told["said"].strip(), line.number))


def free_line(found: FileFacts, entry: Entry, before: int) -> dict[str, Any]:
    """A line that is written in words: its price where it is reckoned out; what it is and which good are guesses."""
    told: dict[str, Any] = {}
    price, counted, path = PRICE.search(entry.value), COUNTED.search(entry.value), f"lines[{before + 1}]"
    if price is not None:
        value = _dollars(price["value"])
        if counted is not None and counted["price"] and _dollars(counted["count"]) * _dollars(counted["price"]) != value:
            found.notes.append(f"Line {entry.line}: “{entry.value[:60]}” does not add up; its value counts as not told.")
        else:
            told["value"] = value
    if counted is not None:
        _guess(found, f"{path}.item", "supply", entry.value, entry.line)
    good = good_named(entry.value)
    if good is not None:
        _guess(found, f"{path}.good", good.name, entry.value, entry.line)
    return told


def _dollars(said: str) -> Decimal:
    return Decimal(said.replace(",", ""))


def _whole(found: FileFacts) -> None:
    """The sum of the lines may be the value of the whole: options and other lines may stand elsewhere."""
    values = [line.get("value") for line in found.told.get("lines", ())]
    if "value" in found.told or not values or None in values:
        return
    first = min((e.line for e in found.header if e.key.startswith("line")), default=None)
    if first is not None:
        summed = sum((v for v in values if v is not None), Decimal(0))
        _guess(found, "value", summed, "the sum of the lines", first)


def _guess(found: FileFacts, fact: str, value: Any, words: str, line: int) -> None:
    shown = str(value) if isinstance(value, Decimal) else value
    found.guesses.append({"fact": fact, "value": shown, "words": " ".join(words.split())[:120], "line": line})
