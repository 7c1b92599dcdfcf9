"""What is told of the work that a compliance plan is for: its own opening lines, and a facts file that overrides them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from buyfair.knowledge.countries import countries, country, inside_us
from buyfair.knowledge.plans.details import languages_in, nationals
from buyfair.knowledge.plans.header import header_words
from buyfair.spot.specific import names_in
from buyfair.terms.answer import Answer
from buyfair.terms.document import CELL, Document, WrittenLine
from buyfair.terms.errors import refuse

FEW_WORDS = 3
OPENING, OPENS_WITH = 40, {"contractor", "contract", "plan_date", "workforce"}
"""A header stands within so many lines, and one of these keys is in it."""
IGNORED_TABLES = ("lines",)
SEVERAL = re.compile(r"(?<!\s)\s{3,}(?=[A-Z][\w /.#-]{1,40}:\s)")
KEYED = re.compile(r"^\s*(?:[-*•]\s*)?(?P<key>[A-Za-z][\w /.#()-]{1,40}?)\s*:\s*(?P<value>\S.*)?$")
AT_WORK = re.compile(r"\b(?:in|at) [A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*(?:,? [A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)?")
"""Where people work, which is not where they come from."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The work that a plan is for; what is not told is None or unknown.

    `told` holds the lines as written, `nationals` and `places` are codes of countries, `recruiters` is empty where it is
    told that there are none, `read` are the numbers of the lines that the header takes. `housing_headed`: the plan has a
    heading about housing; `never_housed`: the header says none and no more.
    """

    told: Mapping[str, str] = field(default_factory=dict)
    nationals: tuple[str, ...] | None = None
    languages: tuple[str, ...] = ()
    recruiters: tuple[str, ...] | None = None
    housing: Answer = Answer.UNKNOWN
    housing_headed: bool = False
    never_housed: bool = False
    places: tuple[str, ...] = ()
    read: frozenset[int] = frozenset()

    @property
    def contractor(self) -> str | None:
        """The firm whose plan it is."""
        return self.told.get("contractor")

    @property
    def contract(self) -> str | None:
        """The contract as the header names it."""
        return self.told.get("contract")


def plan_facts(document: Document, told: Mapping[str, Any] | None) -> PlanFacts:
    """The facts of a plan's header, overridden by those of a file.

    Raises: InputRefusedError where the file has a key or a value that is none.
    """
    lines, read = header(document)
    words = {key: value for key, value in lines.items() if not header_words().untold.search(value)}
    words |= _of_file(told or {})
    everything = " ; ".join(words.values())
    return PlanFacts(
        told=words,
        nationals=_nationals(words.get("workforce")),
        languages=languages_in(words.get("workforce", "")),
        recruiters=_recruiters(words.get("recruiters")),
        housing=_housing(words.get("housing")),
        never_housed=len(words.get("housing", "").split()) <= FEW_WORDS,
        places=countries_named(everything),
        read=read,
    )


def header(document: Document) -> tuple[dict[str, str], frozenset[int]]:
    """The keys and values of the opening lines, and the numbers of these lines; nothing where there is no header."""
    found: dict[str, str] = {}
    read: list[int] = []
    last = ""
    for line in document.lines[:OPENING]:
        pairs = list(_pairs(line))
        known = [(header_words().keys[k], v) for k, v in pairs if k in header_words().keys]
        fresh = [(k, v) for k, v in known if k not in found]
        if fresh:
            found |= dict(fresh)
            last = fresh[-1][0]
            read.append(line.number)
        elif last and line.text[:1].isspace() and line.text.strip() and not pairs:
            found[last] = f"{found[last]} {line.text.strip()}".strip()
            read.append(line.number)
        elif not line.text.strip():
            if len(OPENS_WITH & set(found)) > 1:
                break
        elif found and not pairs:
            break
    return (found, frozenset(read)) if OPENS_WITH & set(found) else ({}, frozenset())


def _pairs(line: WrittenLine) -> Iterator[tuple[str, str]]:
    if line.row or CELL in line.text:
        key, _, value = line.text.partition(CELL)
        yield key.strip().rstrip(":").lower(), value.replace(CELL, ", ").strip()
        return
    for piece in SEVERAL.split(line.text):
        told = KEYED.match(piece)
        if told is not None:
            yield told["key"].strip().lower(), (told["value"] or "").strip()


def _of_file(told: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a file in the words of a header. Raises: InputRefusedError, as above."""
    found: dict[str, str] = {}
    for key, value in told.items():
        if key == "workforce" and isinstance(value, Mapping):
            found |= _workforce(value)
        elif key in set(header_words().keys.values()):
            found[key] = _text(key, value)
        elif not _of_a_purchase(key):
            near = get_close_matches(key, [*sorted(set(header_words().keys.values()))], 1, 0.0)
            raise refuse(f"{key} is no fact of a plan", f"a key such as {near[0]}", "see the opening lines of a plan")
    return found


@cache
def _purchase_keys() -> frozenset[str]:
    from buyfair.knowledge.facts import FACTS  # loads the engine of rules: only for who brings a file

    return frozenset(fact.key.partition(".")[0] for fact in FACTS) | set(IGNORED_TABLES)


def _of_a_purchase(key: str) -> bool:
    """Facts of a purchase may stand in the same file; a plan is not read for them."""
    return key in _purchase_keys()


def _workforce(told: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    if "nationals" in told:
        found["workforce"] = _text("workforce.nationals", told["nationals"])
    if "recruiters" in told:
        found["recruiters"] = _text("workforce.recruiters", told["recruiters"]) or "none"
    if isinstance(told.get("housing_provided"), bool):
        found["housing"] = "provided" if told["housing_provided"] else "none"
    return found


def _text(key: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    if isinstance(value, (str, int)) or hasattr(value, "isoformat"):
        return str(value)
    raise refuse(f"{key} is {str(value)[:40]}", "words or a list of words", "write it as the header of a plan would")


def _nationals(told: str | None) -> tuple[str, ...] | None:
    """The countries that workers come from; None where they are not told."""
    if told is None:
        return None
    placed = AT_WORK.sub(" ", told)
    return countries_named(placed) or countries_named(told) or None


def countries_named(text: str) -> tuple[str, ...]:
    """Every country or nation that a text names, by code."""
    return names_in(text, country_words())


@cache
def country_words() -> dict[str, str]:
    """Names of countries and of their people; short codes are left out: they are words of other things too."""
    named = {c.name: c.code for c in countries().values()}
    return {**{name: code for name, code in named.items() if len(name) > 3}, **_other_names(), **nationals()}


def _other_names() -> dict[str, str]:
    return {name: found.code for name in header_words().countries if (found := country(name)) is not None}


def abroad(codes: Sequence[str]) -> tuple[str, ...]:
    """Those outside the United States."""
    return tuple(code for code in codes if code not in inside_us())


def _recruiters(told: str | None) -> tuple[str, ...] | None:
    if told is None:
        return None
    if header_words().none.search(told):
        return ()
    pieces = [p.strip(" .") for p in re.split(r";|,(?! (?:Ltd|LLC|Inc|Pvt|Co)\b)|\(|\band\b| / ", told) if p.strip(" .")]
    first = next((n for n, p in enumerate(pieces) if re.search(r"[A-Z]", p)), 0)  # `one man, Juma of the taxi park`
    return tuple(p for n, p in enumerate(pieces) if n == first or header_words().firm.search(p))


def _housing(told: str | None) -> Answer:
    if told is None:
        return Answer.UNKNOWN
    return Answer.NO if header_words().none.search(told) else Answer.YES
