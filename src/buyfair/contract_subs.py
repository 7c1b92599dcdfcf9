"""Finds the subcontracts that a contract file tells of: the firm, the amount, the day and the passage about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buyfair.contract_facts import money
from buyfair.contract_firms import PROPER, is_no_firm, words_of
from buyfair.knowledge.countries import country, inside_us
from buyfair.knowledge.file_evidence import phrases
from buyfair.spot.days import days_in
from buyfair.spot.evidence import TAB
from buyfair.spot.sentences import Sentence, paragraphs
from buyfair.spot.tables import Table, tables
from buyfair.terms.document import CELL

SUBS_ARE = re.compile(r"\bsub-?(?:contracts?|awards?|contractors?)\b(?! plan)|\blower[- ]tier\b|\bagents?\b(?! orange)", re.I)
"""Words by which a file says that others work under the contract; a supplier of soap to the office is none."""
AMOUNT = re.compile(
    r"(?:US\$|USD|\$)\s?\d[\d,]*(?:\.\d\d)?(?:\s?(?:million|m))?|"
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d\d)?\b(?!\s*(?:meals|liters|units|pieces|hours|boxes))",
    re.I,
)
LONGEST_ITEM = 120
"""So long at most is an item of a list of subcontracts."""
COTS = re.compile(r"\bcots\b|off[- ]the[- ]shelf", re.I)
NOT_COTS = re.compile(r"\b(?:not|no|non)[- ]?(?:an? )?(?:cots|off)|cots: no", re.I)
CELL_HEAD = re.compile(r"\b(?:subcontractor|name|value|clause|tab)\b", re.I)
"""A cell so named is no name of a firm."""
PLACE = re.compile(r"\b(?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+\b")


@dataclass(frozen=True, slots=True)
class Sub:
    """A subcontract that the file tells of. Unit: `value` in US dollars; None where it is not told."""

    name: str
    value: Decimal | None
    day: date | None
    sentence: Sentence
    passage: str = ""
    cots: bool | None = None
    before: tuple[Sentence, ...] = ()
    """What stands before it in its paragraph, and so is not of it."""

    @property
    def inside(self) -> bool:
        """Whether its passage names a place inside the United States and none outside."""
        named = [country(m.group()) for m in PLACE.finditer(self.passage)]
        places = [c.code for c in named if c is not None]
        return bool(places) and all(code in inside_us() for code in places)


def subs_in(said: Sequence[Sentence]) -> tuple[Sub, ...]:
    """The subcontracts that a text tells of: each firm named where it speaks of subcontracts, with its passage and amount."""
    found: dict[str, Sub] = {_key(sub): sub for table in tables(said) for sub in _subs_of_table(table)}
    listing = False
    for block in paragraphs(said):
        text = " ".join(s.text for s in block)
        amounts, says = AMOUNT.search(text) is not None, phrases("subcontract").search(text) is not None
        listing = listing and amounts and len(text) < LONGEST_ITEM or says and text.rstrip().endswith(":")
        about = says or phrases("subcontract").search(block[0].heading) or phrases("passed_on").search(text) or listing
        if block[0].is_heading or not about or not amounts or TAB.match(text) and not says:
            continue
        named = _named_subs(block)
        for name, part, sentence in named:
            key = _key(Sub(name, None, None, sentence))
            amount = AMOUNT.search(part)
            new = Sub(name, money(amount.group()) if amount is not None else None, next((d.first for d in days_in(part)), None),
                      sentence, part if len(block) > 1 and len(named) > 1 else text, _cots(part),
                      tuple(block[: block.index(sentence)]))  # fmt: skip
            old = found.get(key)
            if old is None or old.value is None and new.value is not None:
                found[key] = new
    return tuple(found.values())


def _key(sub: Sub) -> str:
    return " ".join(sorted(words_of(sub.name))) or f"line {sub.sentence.line}"


def _subs_of_table(table: Table) -> Iterator[Sub]:
    """A table with a column of subcontractors: names, days, and amounts without what is off the shelf."""
    at = next((n for n, head in enumerate(table.head) if phrases("subcontract").search(head)), None)
    if at is None and any(re.search(r"52\.222-50|certificate|\brole\b|clause", head, re.I) for head in table.head):
        at = next((n for n, head in enumerate(table.head) if re.search(r"\b(?:firm|company|name|who)\b", head, re.I)), None)
    if at is None:
        return
    whole = next((n for n, head in enumerate(table.head) if re.search(r"amount|value|price|abroad|dollars", head, re.I)), None)
    shelf = next((n for n, head in enumerate(table.head) if re.search(r"off[- ]the[- ]shelf", head, re.I)), None)
    cots = next((n for n, head in enumerate(table.head) if head.strip().lower() == "cots"), None)
    for cells, sentence in table.rows:
        name = cells[at] if at < len(cells) else ""
        amount = AMOUNT.search(cells[whole]) if whole is not None and whole < len(cells) else AMOUNT.search(sentence.text)
        if not re.search(r"[A-Za-z]{3}", name) or amount is None:
            continue
        value = money(amount.group())
        part = AMOUNT.search(cells[shelf]) if shelf is not None and shelf < len(cells) else None
        if value is not None and part is not None:
            value -= money(part.group()) or 0
        is_cots = True if cots is not None and cots < len(cells) and cells[cots].lower().startswith("y") else None
        yield Sub(name, value, next((d.first for d in days_in(sentence.text)), None), sentence, sentence.text, is_cots)


def _cots(part: str) -> bool | None:
    """Yes where the words call it off the shelf; None where they do not, or deny it."""
    return True if COTS.search(part) and not NOT_COTS.search(part) else None


def _named_subs(block: Sequence[Sentence]) -> list[tuple[str, str, Sentence]]:
    """Name, the words from there to the next name, and the sentence."""
    found: list[tuple[str, str, Sentence]] = []
    for sentence in block:
        text = sentence.text
        if sentence.row:
            cells = [c.strip() for c in text.split(CELL)]
            name = next((c for c in cells if re.search(r"[A-Z][a-z]{2}", c) and not CELL_HEAD.search(c)), "")
            if name and AMOUNT.search(text):
                found.append((name, text, sentence))
            continue
        names = [m for m in PROPER.finditer(text) if not is_no_firm(m.group())]
        for m, end in zip(names, [*(m.start() for m in names[1:]), len(text)], strict=False):
            part = text[m.start() : end]
            if AMOUNT.search(part):
                found.append((m.group().strip(" .,"), part, sentence))
        if not names and AMOUNT.search(text):
            if found:
                name, part, first = found[-1]
                found[-1] = (name, f"{part} {text}", first)
            else:
                found.append((_label_name(block[0].text), text, sentence))
    if len(found) == 1:
        name, _, sentence = found[0]
        at = block.index(sentence)
        # what is told after the name is of the firm before what stands earlier in the paragraph
        return [(name or _label_name(block[0].text), " ".join(s.text for s in [*block[at:], *block[:at]]), sentence)]
    return found


def _label_name(text: str) -> str:
    told = PROPER.search(text)
    return told.group() if told is not None and not is_no_firm(told.group()) else ""
