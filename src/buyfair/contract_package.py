"""Holds a contract text against the package that was put together for its solicitation: what of one is not in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buyfair.contract_audit import Audit
from buyfair.knowledge.clauses import PROVISION, clauses
from buyfair.spot.clauses import Found

Document = dict[str, Any]
Item = Mapping[str, Any]

IN_CONTRACT = ("contract clauses", "special contract requirements", "contract administration")
"""Places of the package that a contract holds; what stands elsewhere may lie in a paper of its own."""
OF_THE_FILE = "file note"
"""Notes are for the contract file, never for the text."""
MONTH = re.compile(r"\b[A-Z]{3} \d{4}\b")
BLANK = re.compile(r"\[[^\]]*\]|_{2,}")
SENTENCE = re.compile(r"(?<=[.;:?!])\s+|\n+")
SHORTEST = 4
"""So many words make a sentence that is looked for."""
BEFORE_AWARD = "the text shows no provision of a solicitation, and a contract need not hold what was solicited with"
ELSEWHERE = "it may lie in a paper of its own, and this text does not show it"


@dataclass(slots=True)
class Differs:
    """What was found of the items of a package, and of the clauses of a text that stand in none of them."""

    same: list[str] = field(default_factory=list)
    not_in_text: list[Document] = field(default_factory=list)
    differs: list[Document] = field(default_factory=list)
    cannot_tell: list[Document] = field(default_factory=list)


def against_package(found: Audit, package: Mapping[str, Any]) -> Document:
    """What differs between a contract text and the package of its purchase, as JSON.

    `not_in_text`: items of the package that the text does not hold; `not_in_package`: clauses of this field that the text
    holds and the package does not; `differs`: editions, Alternates, fill-ins and sentences that are not those of the
    package; `cannot_tell`: items of which this text need not show anything; `same`: the items that stand in it.
    """
    words, seen = _plain(found.document.text), Differs()
    for item in package["items"]:
        if item["kind"] == OF_THE_FILE:
            continue
        held = [c for c in found.clauses if c.held and c.number == item["number"]]
        if item["number"] and held:
            _clause(item, held, words, seen)
        elif item["number"]:
            _lacks(item, found, seen)
        else:
            _words(item, words, found, seen)
    return {
        "facts_hash": package["facts_hash"], "day": package["day"], "case": package.get("case"),
        "not_in_text": seen.not_in_text, "not_in_package": list(_more(found.clauses, package)), "differs": seen.differs,
        "cannot_tell": seen.cannot_tell, "same": seen.same,
    }  # fmt: skip


def _entry(item: Item) -> Document:
    return {"item": item["id"], "name": item["name"], "number": item["number"], "place": item["place"],
            "standing": item["authority"]["standing"], "means": item["authority"]["means"]}  # fmt: skip


def _clause(item: Item, held: Sequence[Found], words: str, seen: Differs) -> None:
    """A clause of the package that stands in the text: with its edition, its Alternate, and what fills its blanks?"""
    one = held[-1]
    off = [*_edition(item, one), *_alternate(item, held), *_filled(item, words)]
    where = {"line": one.line, "page": one.page}
    seen.differs += [_entry(item) | each | where for each in off]
    if not off:
        seen.same.append(item["id"])


def _edition(item: Item, one: Found) -> Iterator[Document]:
    asked, printed = ((MONTH.search(text) or [""])[0] for text in (item["edition"]["printed"].upper(), one.printed.upper()))
    if asked and printed and asked != printed:
        yield {"what": "edition", "package": item["edition"]["printed"], "text": one.printed}


def _alternate(item: Item, held: Sequence[Found]) -> Iterator[Document]:
    if item["alternate"] and not any(name == item["alternate"] for c in held for name, _ in c.alternates):
        yield {"what": "alternate", "package": item["alternate"], "text": None}


def _filled(item: Item, words: str) -> Iterator[Document]:
    """Blanks that the package fills in and the text does not with these words; a date behind a title is the edition."""
    for blank in item["fill_ins"]:
        if blank["filled"] and not blank["in_title"] and _plain(blank["filled"]) not in words:
            yield {"what": "fill-in", "package": f"{blank['asks']}: {blank['filled']}", "text": None}


def _lacks(item: Item, found: Audit, seen: Differs) -> None:
    """A clause of the package that the text does not hold, or of which it need not show anything."""
    if not found.clauses:
        seen.cannot_tell.append(_entry(item) | {"why": "the text names no clause at all"})
    elif item["place"] not in IN_CONTRACT and not _solicits(found):
        seen.cannot_tell.append(_entry(item) | {"why": BEFORE_AWARD})
    else:
        spoken = next((c for c in found.clauses if c.number == item["number"]), None)
        why = "the text does not hold it" if spoken is None else f"in the text it is {spoken.how}"
        seen.not_in_text.append(_entry(item) | {"why": why})


def _solicits(found: Audit) -> bool:
    """Whether any provision of a solicitation stands in the text."""
    return any(c.held and c.number in clauses() and clauses()[c.number].kind == PROVISION for c in found.clauses)


def _words(item: Item, words: str, found: Audit, seen: Differs) -> None:
    """A paragraph of the package: all of its sentences in the text, some of them, or none."""
    asked = [s for s in SENTENCE.split(item["text"]) if len(_plain(s).split()) >= SHORTEST and not BLANK.search(s)]
    there = [s for s in asked if _plain(s) in words]
    off = list(_filled(item, words)) if there else []
    if there and len(there) < len(asked):
        lacking = next(s for s in asked if s not in there).rstrip(";:")
        off.append({"what": "words", "package": lacking, "text": f"{len(there)} of its {len(asked)} sentences stand there"})
    seen.differs += [_entry(item) | each | {"line": None, "page": None} for each in off]
    if there and not off:
        seen.same.append(item["id"])
    elif not there and item["place"] in IN_CONTRACT:
        seen.not_in_text.append(_entry(item) | {"why": "none of its sentences stands in the text"})
    elif not there:
        before = item["place"] in ("representations and certifications", "evaluation factors") and not _solicits(found)
        seen.cannot_tell.append(_entry(item) | {"why": BEFORE_AWARD if before else ELSEWHERE})


def _more(stands: Sequence[Found], package: Mapping[str, Any]) -> Iterator[Document]:
    """The clauses of this field that the text holds and the package does not, each once, with what the package says of them."""
    there = {item["number"] for item in package["items"]}
    parts = ("open", "later", "apart")
    elsewhere = {item["number"]: (name, item) for name in parts for item in package[name] if item["number"]}
    told: set[str] = set()
    for one in stands:
        if not one.held or one.number in there or one.number not in clauses() or one.number in told:
            continue
        told.add(one.number)
        yield {"number": one.number, "title": clauses()[one.number].title, "date": one.printed or None, "line": one.line,
               "page": one.page, "why": _why_not(*elsewhere.get(one.number, ("", {})))}  # fmt: skip


def _why_not(part: str, item: Item) -> str:
    """Why a clause is not among the items of the package."""
    if part == "open":
        return "in the package it is open: the facts do not tell whether it is due"
    if part == "later":
        return "the package names it for later"
    if part == "apart":
        return f"the package leaves it out ({item['authority']['means']})"
    return "the package does not name it"


def _plain(text: str) -> str:
    """The words of a text alone, in small letters, so that neither marks nor breaks of lines part what is the same."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
