"""Holds a contract text against the package that was put together for its solicitation: what of one is not in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buyfair.contract_audit import Audit, asked
from buyfair.contract_editions import standing_now
from buyfair.contract_stage import BEFORE
from buyfair.intake.documents import unread
from buyfair.knowledge.clauses import PROVISION, clauses
from buyfair.knowledge.package import NOTE, NOTICE
from buyfair.spot.clause_dates import month_of
from buyfair.spot.clauses import Found
from buyfair.spot.days import FAR_MONTH

Document = dict[str, Any]
Item = Mapping[str, Any]

IN_CONTRACT = ("contract clauses", "special contract requirements", "contract administration")
"""Places of the package that a contract holds; what stands elsewhere may lie in a paper of its own."""
OF_SOLICITATION = ("representations and certifications", "instructions to offerors", "evaluation factors")
"""Places of a solicitation that a contract need not hold."""
OF_THE_OFFICE = (NOTE, NOTICE)
"""Notes are for the contract file, and notices for after the award: neither is for the text."""
BLANK = re.compile(r"\[[^\]]*\]|_{2,}")
SENTENCE = re.compile(r"(?<=[.;:?!])\s+|\n+")
SHORTEST = 4
"""So many words make a sentence that is looked for."""
BEFORE_AWARD = "the text shows no provision of a solicitation, and a contract need not hold what was solicited with"
NO_DATE = "the text prints no date beside it that can be read, so which edition it is cannot be told"
MISSING = "missing"
NOT_HERE = "it stands in the kept package of the solicitation, and a contract need not hold what was solicited with"
IN_KEPT = "the kept package of {case}, {day}, holds {name}{sha256}"
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
    package; `cannot_tell`: items of which this text need not show anything; `same`: the items that stand in it;
    `as_of_today`, where it is there: none was kept, and this is the package as it would have been on its day.
    """
    words, seen = _plain(found.document.text), Differs()
    for item in package["items"]:
        if item["kind"] in OF_THE_OFFICE:
            continue
        every = [c for c in found.clauses if c.number == item["number"]]
        if item["number"] and (one := standing_now(every)) is not None:
            _clause(item, one, words, _near(one, found), seen)
        elif item["number"]:
            _lacks(item, found, seen)
        else:
            _words(item, words, found, seen)
    if unseen := unread(found.document):
        seen.cannot_tell += [each | {"why": unseen[0].rstrip(".")} for each in seen.not_in_text]
        seen.not_in_text = []
    return {
        "facts_hash": package["facts_hash"], "day": package["day"], "case": package.get("case"),
        "not_in_text": seen.not_in_text, "not_in_package": list(_more(found.clauses, package)), "differs": seen.differs,
        "cannot_tell": seen.cannot_tell, "same": seen.same, **({"as_of_today": True} if package.get("as_of_today") else {}),
    }  # fmt: skip


def in_kept_package(told: Document, package: Mapping[str, Any]) -> Document:
    """The audit as JSON, where provisions that the text does not hold are in order by the package that was kept.

    A provision stands in the solicitation and not in the contract. A text that is itself a solicitation must hold it, and a
    package as it would be today, or one that belongs to no purchase here, shows nothing.
    """
    if not package.get("case") or package.get("as_of_today") or told["stage"] == BEFORE:
        return told
    stands = {c["number"] for c in told["clauses"]}
    items = {i["number"]: i for i in package["items"] if i["number"] and i["number"] not in stands}
    kept = {a.rule: items[a.clause] for a in asked() if a.check == "clause" and a.clause in items
            and clauses()[a.clause].kind == PROVISION}  # fmt: skip
    parts = {part: [e for e in told[part] if not _in_order(part, e, kept)] for part in OF_PROVISIONS}
    moved = {e["id"] for part in OF_PROVISIONS for e in told[part] if e not in parts[part]}
    numbers = {kept[row]["number"] for row in moved}
    against = told["package"]
    lacks = [e for e in against["not_in_text"] if e["number"] in numbers]
    return {
        **told, **parts,
        "kept": [*told["kept"], *({"id": row, "why": _in_kept(kept[row], package), "quote": None} for row in sorted(moved))],
        "package": {**against, "not_in_text": [e for e in against["not_in_text"] if e not in lacks],
                    "cannot_tell": [*against["cannot_tell"], *({k: v for k, v in e.items() if k != "edition"}
                                                               | {"why": NOT_HERE} for e in lacks)]},
    }  # fmt: skip


OF_PROVISIONS = ("gaps", "beside", "cannot_tell", "beside_open")
"""Where an audit tells that a text lacks a provision, or that nobody can tell whether it does."""


def _in_order(part: str, entry: Mapping[str, Any], kept: Mapping[str, Item]) -> bool:
    return entry["id"] in kept and (part not in ("gaps", "beside") or entry["what"] == MISSING)


def _in_kept(item: Item, package: Mapping[str, Any]) -> str:
    sha256 = package.get("sha256")
    hashed = f" (sha256 {sha256})" if sha256 else ""
    return IN_KEPT.format(case=package["case"], day=package["day"], name=item["name"], sha256=hashed)


def _entry(item: Item) -> Document:
    return {"item": item["id"], "name": item["name"], "number": item["number"], "place": item["place"],
            "standing": item["authority"]["standing"], "means": item["authority"]["means"]}  # fmt: skip


def _clause(item: Item, one: Found, words: str, near: str, seen: Differs) -> None:
    """A clause of the package that stands in the text: with its edition, its Alternate, and what fills its blanks?"""
    off = [*_edition(item, one), *_alternate(item, one), *_filled(item, words)]
    where = {"line": one.line, "page": one.page}
    seen.differs += [_entry(item) | each | where for each in off]
    if not off and one.month is None and FAR_MONTH.search(item["edition"]["printed"]):
        seen.cannot_tell.append(_entry(item) | {"why": NO_DATE})
    elif not off and (blank := next((b for b in _few_words(item) if _plain(b) not in near), None)) is not None:
        seen.cannot_tell.append(_entry(item) | {"why": f"“{blank}” stands in the text, and not with the clause"})
    elif not off:
        seen.same.append(item["id"])


def _near(one: Found, found: Audit) -> str:
    """The words from a clause on until the next clause that stands in the text."""
    until = min((c.line for c in found.clauses if c.held and c.line > one.line), default=len(found.document.text))
    return _plain("\n".join(line.text for line in found.document.lines if one.line <= line.number < until))


def _few_words(item: Item) -> Iterator[str]:
    """What fills a blank with so few words that they may stand anywhere in a text."""
    for blank in item["fill_ins"]:
        if blank["filled"] and not blank["in_title"] and len(_plain(blank["filled"]).split()) < SHORTEST:
            yield blank["filled"]


def _edition(item: Item, one: Found) -> Iterator[Document]:
    asked = FAR_MONTH.search(item["edition"]["printed"])
    if asked is None or one.month is None:
        return
    own = ["DEVIATION" in text.upper() for text in (item["edition"]["printed"], one.printed)]
    if month_of(asked) != one.month or own[0] is not own[1]:
        yield {"what": "edition", "package": item["edition"]["printed"], "text": one.printed}


def _alternate(item: Item, one: Found) -> Iterator[Document]:
    names = [name for name, _ in one.alternates]
    if names != [item["alternate"]][: bool(item["alternate"])]:
        yield {"what": "alternate", "package": item["alternate"] or "without one", "text": ", ".join(names) or None}


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
        spoken = next((c for c in reversed(found.clauses) if c.number == item["number"] and not c.held), None)
        why = "the text does not hold it" if spoken is None else f"in the text it is {spoken.how}"
        seen.not_in_text.append(_entry(item) | {"why": why, "edition": item["edition"]["printed"]})


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
    if not asked:
        seen.cannot_tell.append(_entry(item) | {"why": "each of its sentences has a blank or is too short to be looked for"})
    elif there and not off:
        seen.same.append(item["id"])
    elif not there and item["place"] in IN_CONTRACT:
        seen.not_in_text.append(_entry(item) | {"why": "none of its sentences stands in the text"})
    elif not there:
        before = item["place"] in OF_SOLICITATION and not _solicits(found)
        seen.cannot_tell.append(_entry(item) | {"why": BEFORE_AWARD if before else ELSEWHERE})


def _more(stands: Sequence[Found], package: Mapping[str, Any]) -> Iterator[Document]:
    """The clauses of this field that the text holds and the package does not, each once, with what the package says of them."""
    there = {item["number"] for item in package["items"]}
    parts = ("open", "later", "apart")
    elsewhere = {item["number"]: (name, item) for name in parts for item in package[name] if item["number"]}
    told: set[str] = set()
    for one in stands:
        if one.number in there or one.number not in clauses() or one.number in told:
            continue
        if not one.held or standing_now([c for c in stands if c.number == one.number]) is None:
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
