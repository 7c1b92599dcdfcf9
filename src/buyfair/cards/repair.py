"""Writes the draft by which a contracting officer mends a contract: the sheet to sign, a letter, and a sheet for the file.

The sheet to sign is in the order of Standard Form 30 and holds only what is signed; why, and what stays in the office, stands
on the sheet for the file. What is not known is marked as to be filled in. An order that is not signed yet is corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import docx
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from buyfair.cards.packed import packed
from buyfair.cards.repair_terms import (
    BLANK,
    COMMERCIAL_TERMS,
    DRAFT,
    LATER_EDITION,
    NO_ESTIMATE,
    OFFERED,
    SHEETS,
    Block,
    Change,
    Consent,
    Repair,
    RepairBatch,
    Sheet,
    consent_for,
    to_fill,
)
from buyfair.contract_firms import called

__all__ = ["COMMERCIAL_TERMS", "DRAFT", "SHEETS", "Change", "Consent", "Repair", "RepairBatch", "Sheet", "blanks",
           "consent_for", "repair_document", "to_fill"]  # fmt: skip


NAMED = 12
"""So many clauses that nobody looked at are named on the sheet; more are counted."""


def repair_document(batch: RepairBatch, sheets: Sequence[Sheet] = SHEETS) -> bytes:
    """The draft as a Word document, whole or some of its sheets; the same batch gives the same bytes."""
    document = docx.Document()
    several = len(batch.repairs) > 1
    title = _title(batch, sheets)
    _prepared(document, batch, title)
    if several:
        _summary(document, batch)
    nth = 0
    for repair in batch.repairs:
        for sheet in sheets:
            if not _has(repair, sheet):
                continue
            if nth or several:
                _new_page(document)
            if nth or several or _heading(repair, sheet) != title:
                document.add_heading(_clean(_heading(repair, sheet)), 1)
                document.add_paragraph(DRAFT)
            _WRITES[sheet](document, repair)
            nth += 1
    if "file" in sheets:
        if several:
            _new_page(document)  # each contract's sheets go into its own file, and name no other contract
        _sources(document, batch)
    return packed(document)


def _has(repair: Repair, sheet: Sheet) -> bool:
    return bool(repair.asks) if sheet == "letter" else True


def _title(batch: RepairBatch, sheets: Sequence[Sheet]) -> str:
    if len(batch.repairs) != 1:
        return "Draft modifications of contracts"
    return _heading(batch.repairs[0], sheets[0])


def _heading(repair: Repair, sheet: Sheet) -> str:
    """What a sheet is called."""
    if sheet == "letter":
        return f"Letter to the contractor: what is still needed for {_named(repair)}"
    if sheet == "file":
        return f"For the contracting officer's own file: {_named(repair)}"
    if repair.unsigned:
        return f"Draft correction of {_named(repair)}, before it is signed"
    return f"Draft {'amendment' if repair.solicitation else 'modification'} of {_named(repair)}"


def _prepared(document: Word, batch: RepairBatch, title: str) -> None:
    """Title, language, the mark of a draft on every page, and properties that do not change from one run to the next."""
    days = [repair.read_as_of for repair in batch.repairs]
    day = max((d for d in days if re.fullmatch(r"\d{4}-\d\d-\d\d", d)), default="1980-01-01")
    properties = document.core_properties
    properties.title, properties.author, properties.language = _clean(title)[:250], "Buyfair", "en-US"
    properties.subject, properties.comments, properties.last_modified_by = DRAFT, "", "Buyfair"
    properties.created = properties.modified = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    document.sections[0].header.paragraphs[0].text = DRAFT
    document.add_heading(_clean(title), 0)
    document.add_paragraph(DRAFT).runs[0].bold = True


def _named(repair: Repair) -> str:
    kind = called(repair.contract)
    return f"{'solicitation' if repair.solicitation else 'contract' if kind == 'solicitation' else kind} {repair.contract}"


def _summary(document: Word, batch: RepairBatch) -> None:
    """One row per contract, before all drafts."""
    document.add_heading("Summary", 1)
    offices = list(dict.fromkeys(repair.office for repair in batch.repairs if repair.office))
    changes = sum(len(repair.changes) for repair in batch.repairs)
    said = f"{_count(len(batch.repairs), 'contract')}, {_count(changes, 'change')} of their texts."
    document.add_paragraph(_clean(f"Office: {'; '.join(offices) or '[office]'}. {said}"))
    gaps = [", ".join(change.gap_id for change in repair.changes) or "none" for repair in batch.repairs]
    rows = [(one.contract, gap, _action(one), _signature(one)) for one, gap in zip(batch.repairs, gaps, strict=True)]
    _table(document, "What each contract needs", ("Contract", "Gaps", "Action", "Signature needed"), rows)


def _action(repair: Repair) -> str:
    kinds = Counter(change.kind for change in repair.changes)
    said = [f"{kind}: {times}" for kind, times in kinds.items()]
    if repair.asks:
        said.append(f"ask the contractor for {_count(len(repair.asks), 'thing')}")
    return "; ".join(said) or "none"


def _signature(repair: Repair) -> str:
    if not repair.changes:
        return "none"
    if repair.unsigned:
        return "none yet: it is put right before it is signed"
    return "contractor and contracting officer" if _must_sign(repair) else "contracting officer"


def _must_sign(repair: Repair) -> bool:
    return not repair.solicitation and not repair.unsigned and any(change.consent == "bilateral" for change in repair.changes)


def _modification(document: Word, repair: Repair) -> None:
    """What is signed: the blocks of Standard Form 30 and the changes in their words, nothing besides."""
    if not repair.changes:
        document.add_paragraph("No change of the text is proposed.")
        return
    if repair.unsigned:
        _correction(document, repair)
        return
    _table(document, "Blocks of Standard Form 30", ("Block", "Name", "Entry"),
           [(number, name, repair.said(entry)) for number, name, entry in _blocks(repair)])  # fmt: skip
    document.add_heading("Block 14: Description of amendment/modification", 2)
    if repair.buys:
        document.add_paragraph(_clean(f"Purchase: {repair.buys}."))
    for nth, change in enumerate(repair.changes, 1):
        document.add_heading(_clean(f"Change {nth}: {change.kind}"), 3)
        document.add_paragraph(_clean(repair.said(change.words)))
    document.add_paragraph(_clean(f"{repair.said(_price(repair))} Everything that is not changed here stays as it is."))


def _correction(document: Word, repair: Repair) -> None:
    """What is put right in a text before anybody signs it."""
    document.add_paragraph("This text is not signed yet. Before it is signed, it is put right so:")
    for nth, change in enumerate(repair.changes, 1):
        document.add_heading(_clean(f"Correction {nth}: {change.kind}"), 3)
        document.add_paragraph(_clean(repair.said(change.words)))
    document.add_paragraph(_clean(f"Everything else stays as it is drafted.{_not_judged(repair)}"))


def _not_judged(repair: Repair) -> str:
    """Which clauses stay without having been looked at, so that nobody takes their silence for a yes."""
    if not repair.unjudged:
        return ""
    few = len(repair.unjudged) <= NAMED
    named = f": {', '.join(repair.unjudged)}" if few else ", which the sheet for the file names"
    return f" Not looked at, neither whether they are due nor their dates: {_count(len(repair.unjudged), 'clause')}{named}."


def _price(repair: Repair) -> str:
    if repair.solicitation:
        return ""
    before = f"{repair.value} before this change; after it " if repair.value else ""
    return f"Total contract price: {before}{to_fill('unchanged, increased by or decreased by')}."


def blanks(repair: Repair) -> list[tuple[str, str]]:
    """What somebody has to fill in on the sheet to sign, in its order: where, and what."""
    if not repair.changes:
        return []
    form = [] if repair.unsigned else _blocks(repair)
    rows = [(f"Block {number}, {name[:1].lower()}{name[1:]}", entry) for number, name, entry in form]
    word = "Correction" if repair.unsigned else "Change"
    rows += [(f"{word} {nth}", change.words) for nth, change in enumerate(repair.changes, 1)]
    rows += [] if repair.unsigned else [("Total contract price", _price(repair))]
    return [(where, what) for where, entry in rows for what in BLANK.findall(repair.said(entry))]


def _blocks(repair: Repair) -> list[tuple[str, str, str]]:
    number, none = repair.contract, "does not apply"
    pre, post = (number, none) if repair.solicitation else (none, number)
    return [
        ("1", "Contract ID code", to_fill("code")),
        ("2", "Amendment/modification number", to_fill("number of this modification, such as P00001")),
        ("3", "Effective date", _effective(repair)),
        ("4", "Requisition/purchase request number", to_fill("number")),
        ("5", "Project number", to_fill("number, if there is one")),
        ("6", "Issued by", _issuer(repair)),
        ("7", "Administered by", to_fill("office and its code, if it is not that of block 6")),
        ("8", "Name and address of contractor",
         none if repair.solicitation else repair.contractor or to_fill("name and address")),
        ("9A", "Amendment of solicitation number", pre),
        ("9B", "Dated", (repair.dated or to_fill("day of the solicitation")) if repair.solicitation else none),
        ("10A", "Modification of contract/order number", post),
        ("10B", "Dated", none if repair.solicitation else repair.dated or to_fill("day of the contract")),
        ("11", "Only for amendments of solicitations", _offers(repair)),
        ("12", "Accounting and appropriation data", to_fill("if required")),
        *_authority(repair),
        ("14", "Description of amendment/modification", f"See below: {_count(len(repair.changes), 'change')}."),
        ("15", "Contractor's name, title, signature and day", "[empty until it is signed]"),
        ("16", "Contracting officer's name, title, signature and day", "[empty until it is signed]"),
    ]


def _issuer(repair: Repair) -> str:
    """Block 6: the office as far as it is known; its code is nowhere told."""
    if not repair.office:
        return ", ".join((to_fill("office and its code"), *([repair.agency_text] if repair.agency_text else [])))
    agency = "" if not repair.agency_text or repair.agency_text.lower() in repair.office.lower() else f", {repair.agency_text}"
    return f"{repair.office}{agency}, {to_fill('code of the office')}"


def _effective(repair: Repair) -> str:
    if _must_sign(repair):
        return to_fill("the day on which both agree")
    return to_fill("the day of issue")


def _offers(repair: Repair) -> str:
    if not repair.solicitation:
        return "does not apply"
    return "[ ] The hour and day for offers is extended  [ ] is not extended; offerors must acknowledge this amendment"


AUTHORITIES: dict[Block, tuple[str, str]] = {
    "A": ("Change order", to_fill("the Changes clause of the contract")),
    "B": ("Administrative changes", "FAR 43.103(b)(1)"),
    "C": ("Supplemental agreement", "FAR 43.103(a)(3), by agreement of the parties"),
    "D": ("Other", to_fill("the clause that lets the contracting officer change this alone, FAR 43.103(b)(3)")),
}


def _authority(repair: Repair) -> list[tuple[str, str, str]]:
    """Block 13: the one authority ticked, and whether the contractor signs."""
    chosen = None if repair.solicitation else _chosen(repair)
    none = "does not apply" if repair.solicitation else ""
    terms = "FAR 52.212-4(c), " if repair.commercial_terms and chosen == "C" else ""
    rows = [
        (f"13{block}", name, none or (f"[X] Authority: {terms}{authority}" if block == chosen else "[ ]"))
        for block, (name, authority) in AUTHORITIES.items()
    ]
    if repair.solicitation:
        signs = "does not apply"
    elif _must_sign(repair):
        signs = "[ ] is not  [X] is required to sign this document and return " + to_fill("how many copies")
    else:
        signs = "[X] is not  [ ] is required to sign this document"
    return [*rows, ("13E", "The contractor", signs)]


def _chosen(repair: Repair) -> Block:
    """An agreement carries every change with it; else the authority that is not merely administrative leads."""
    blocks = {_block(change) for change in repair.changes}
    order: tuple[Block, ...] = ("C", "A", "D", "B")
    return next(block for block in order if block in blocks)


def _block(change: Change) -> Block:
    if change.consent == "bilateral":
        return "C"
    return change.block or ("B" if change.kind.startswith("correct") else "D")


def _letter(document: Word, repair: Repair) -> None:
    """What the contracting officer must still obtain, as a letter that can be sent after review."""
    document.add_paragraph(_clean(f"To: {repair.contractor or '[contractor]'}"))
    document.add_paragraph(_clean(f"From: {repair.office or '[office]'}"))
    document.add_paragraph("Day: [day]")
    document.add_paragraph(_clean(f"Our file on {_named(repair)} does not show the following. Please send it by [day], or tell "
                                  "us where it already is. Each line names the rule that asks for it."))  # fmt: skip
    for ask in repair.asks:
        document.add_paragraph(_clean(ask), style="List Number")
    document.add_paragraph("A paper that is missing from our file is a question to you and no finding against you.")
    document.add_paragraph("[Name of the contracting officer, office, telephone]")
    _numbered_anew(document, len(repair.asks))


def _own(document: Word, repair: Repair) -> None:
    """What stays in the office: why each change is made and who signs it, what may be taken over, what is to be filled in."""
    document.add_paragraph("Nobody signs this sheet, and it is not sent: it tells why the draft says what it says.")
    if repair.changes:
        document.add_heading("Why, and who signs", 2)
    for nth, change in enumerate(repair.changes, 1):
        document.add_paragraph(_clean(f"{nth}: {change.kind} ({change.gap_id})"), style="List Bullet")
        document.add_paragraph(_clean(f"Because: {_stopped(change.because)}"))
        document.add_paragraph(_clean(f"Signature: {change.consent}. {change.why}"))
    if repair.changes and not repair.solicitation and not repair.unsigned:
        document.add_paragraph(LATER_EDITION)
        alone = [str(nth) for nth, change in enumerate(repair.changes, 1) if change.consent == "unilateral"]
        if _must_sign(repair) and alone:
            document.add_paragraph(f"If the contractor does not agree, the contracting officer can still issue alone: "
                                   f"change {', '.join(alone)}.")  # fmt: skip
        document.add_paragraph(NO_ESTIMATE)
    _offer(document, repair)
    if repair.own:
        document.add_heading("To note, and to see to", 2)
    for one in repair.own:
        document.add_paragraph(_clean(one), style="List Bullet")
    if empty := blanks(repair):
        document.add_heading("To fill in before it goes out", 2)
    for where, what in empty:
        document.add_paragraph(_clean(f"{where}: {what}"), style="List Bullet")


def _stopped(said: str) -> str:
    return f"{said.rstrip('.')}."


def _offer(document: Word, repair: Repair) -> None:
    """Changes that may be due, each with a box to tick."""
    if repair.offered:
        document.add_heading("May be due: take over what is", 2)
        document.add_paragraph(OFFERED)
    for change in repair.offered:
        document.add_paragraph(_clean(f"[ ] {change.words} Because {_stopped(change.because)} Signature: {change.consent}."))


_WRITES: dict[Sheet, Callable[[Word, Repair], None]] = {"sign": _modification, "letter": _letter, "file": _own}


def _numbered_anew(document: Word, count: int) -> None:
    """Each letter counts its list from one; Word would else go on from the letter before."""
    numbering = document.part.numbering_part.element
    listed = [p for p in document.paragraphs if p.style is not None and p.style.name == "List Number"][-count:]
    style = document.styles["List Number"].element.find(f".//{qn('w:numId')}")
    kind = next(n.abstractNumId.val for n in numbering.num_lst if style is not None and str(n.numId) == style.get(qn("w:val")))
    number = numbering.add_num(kind)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in listed:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number.numId


def _sources(document: Word, batch: RepairBatch) -> None:
    """Which texts were read and as of which day."""
    document.add_heading("What this draft was made from", 1)
    for repair in batch.repairs:
        document.add_paragraph(_clean(f"{_named(repair)[:1].upper()}{_named(repair)[1:]}: read as of {repair.read_as_of}."))
        for source in repair.sources:
            document.add_paragraph(_clean(source), style="List Bullet")
    if unseen := list(dict.fromkeys(number for repair in batch.repairs for number in repair.not_looked_for)):
        said = "Whether these are due was not looked at; see the package of each purchase"
        document.add_paragraph(f"{said}: {', '.join(unseen)}.")
    if alone := list(dict.fromkeys(number for repair in batch.repairs for number in repair.unjudged)):
        document.add_paragraph(f"Found in the text and not looked at, neither whether they are due nor their dates: "
                               f"{', '.join(alone)}.")  # fmt: skip


def _table(document: Word, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with a name, a header row that repeats on each page, and rows that do not break over one."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    _described(table, name)
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _mark_row(table, 0, "w:tblHeader")
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = _clean(words)
        _mark_row(table, -1, "w:cantSplit")
    document.add_paragraph()


def _described(table: Table, name: str) -> None:
    for tag in ("w:tblCaption", "w:tblDescription"):
        mark = OxmlElement(tag)
        mark.set(qn("w:val"), name)
        table._tbl.tblPr.append(mark)


def _mark_row(table: Table, nth: int, tag: str) -> None:
    table.rows[nth]._tr.get_or_add_trPr().append(OxmlElement(tag))


def _new_page(document: Word) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
