"""The drafts that mend one contract text: the sheet to sign, the letter, the sheet for the file, and what each leaves blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from buyfair.cards.repair import Repair, Sheet, blanks
from buyfair.cards.words import clean
from buyfair.contract_stage import UNSIGNED
from buyfair.web.audits import repair_paper
from buyfair.web.audits.models import ContractText
from buyfair.web.audits.to_change import to_fill_in
from buyfair.web.core.purchases import Purchase

DRAFTS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", repair_paper.word),
    "pdf": ("PDF", "application/pdf", repair_paper.pdf),
    "txt": ("plain text", "text/plain; charset=utf-8", lambda *found, **how: repair_paper.plain(*found, **how).encode()),
}
SIGN, LETTER, FILE = "sign", "letter", "file"
NAMES: dict[Sheet, str] = {"sign": "draft-modification", "letter": "letter-to-the-contractor", "file": "note-for-the-file"}
"""What the file of each sheet is called."""
CORRECTION = "draft-correction"
FILL, LONGEST = "fill-", 2_000
"""How the boxes of the blanks are named, by their place on the page; so many letters of one are taken."""


def document_of(text: ContractText, of: Purchase | None, filled: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The last result with what the office knows besides: who issues, what the purchase is called, what it fills in."""
    assert text.last is not None
    known = {"office": text.organization.name, "filled": dict(filled or {}), **({} if of is None else {"buys": of.title})}
    return {**text.last.document, "gaps": text.last.every_gap, "known": known}


def sheets_of(repair: Repair) -> list[dict[str, Any]]:
    """The sheets that there are of a draft, as the page offers them."""
    signs = "The correction" if repair.unsigned else (
        "The sheet to sign, in the order of Standard Form 30")  # fmt: skip
    found = [(SIGN, signs, bool(repair.changes)), (LETTER, "The letter to the contractor", bool(repair.asks)),
             (FILE, "The sheet for your own file", True)]  # fmt: skip
    return [{"sheet": sheet, "words": words} for sheet, words, there in found if there]


def filled(asked: Mapping[str, str], repair: Repair) -> dict[str, str]:
    """What was written into the blanks of the sheet to sign, by what each asks for; an empty one stays a marked blank."""
    told = ((what, clean(asked.get(f"{FILL}{n}", ""))[:LONGEST]) for n, (_, what) in enumerate(to_fill_in(blanks(repair)), 1))
    return {what: said for what, said in told if said}


def file_name(sheet: Sheet, document: Mapping[str, Any], number: str) -> str:
    """What the file is called, without its ending."""
    return f"{CORRECTION if sheet == SIGN and document.get('stage') == UNSIGNED else NAMES[sheet]}-{number}"
