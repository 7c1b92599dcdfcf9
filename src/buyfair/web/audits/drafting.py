"""The drafts that mend one contract text: the sheet to sign, the letter, the sheet for the file, and what each leaves blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from buyfair.cards.repair import Repair, Sheet
from buyfair.contract_stage import UNSIGNED
from buyfair.web.audits import repair_paper
from buyfair.web.audits.models import ContractText
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


def document_of(text: ContractText, of: Purchase | None) -> dict[str, Any]:
    """The last result with what the office knows besides: who issues, and what the purchase is called."""
    assert text.last is not None
    known = {"office": text.organization.name, **({} if of is None else {"buys": of.title})}
    return {**text.last.document, "gaps": text.last.every_gap, "known": known}


def sheets_of(repair: Repair) -> list[dict[str, Any]]:
    """The sheets that there are of a draft, as the page offers them."""
    signs = "The correction" if repair.unsigned else (
        "The sheet to sign, in the order of Standard Form 30")  # fmt: skip
    found = [(SIGN, signs, bool(repair.changes)), (LETTER, "The letter to the contractor", bool(repair.asks)),
             (FILE, "The sheet for your own file", True)]  # fmt: skip
    return [{"sheet": sheet, "words": words} for sheet, words, there in found if there]


def file_name(sheet: Sheet, document: Mapping[str, Any], number: str) -> str:
    """What the file is called, without its ending."""
    return f"{CORRECTION if sheet == SIGN and document.get('stage') == UNSIGNED else NAMES[sheet]}-{number}"
