"""Writes the draft by which a contracting officer mends a contract: changes in the order of Standard Form 30, and a letter.

It is a draft in the form's order and no filled-in form: what is not known stands in square brackets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import docx
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from buyfair.cards.audit_beside import not_checked
from buyfair.cards.packed import packed
from buyfair.contract_firms import called

Consent = Literal["unilateral", "bilateral"]
Block = Literal["A", "B", "C", "D"]
DRAFT = "DRAFT for the contracting officer's review. Not issued, not signed, no legal advice."


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the text of a contract, as the amendment says it, and who must agree to it."""

    gap_id: str
    kind: str
    """`add clause`, `replace clause`, `add provision`, `correct clause` and the like."""
    words: str
    because: str
    """The rule and its citation."""
    consent: Consent
    why: str
    """Why the contractor's signature is needed, or is not."""
    block: Block | None = None
    """Which line of block 13 it falls under, where its consent and kind do not tell."""


@dataclass(frozen=True, slots=True)
class Repair:
    """All that one contract, or one solicitation, lacks."""

    contract: str
    office: str | None
    contractor: str | None
    agency_text: str
    changes: tuple[Change, ...]
    asks: tuple[str, ...]
    """What must still come from the contractor, each with its rule and citation."""
    read_as_of: str
    sources: tuple[str, ...]
    solicitation: bool = False
    dated: str | None = None
    """The day of the contract, or of the solicitation."""
    own: tuple[str, ...] = ()
    """What the buyer's own office must do, each with its rule and citation."""
    commercial_terms: bool = False
    """Whether FAR 52.212-4 stands in the contract: then it is changed as its paragraph (c) says."""
    offered: tuple[Change, ...] = ()
    """Changes of which nobody can tell yet whether they are due: the officer ticks them, or not."""


@dataclass(frozen=True, slots=True)
class RepairBatch:
    """The repairs of one office, in the order in which they are to be printed."""

    repairs: tuple[Repair, ...]


BEFORE_AWARD = "Before the award the contracting officer amends the solicitation alone (FAR 43.301(a)(1)(i))."
CORRECTION = "It corrects a slip of the pen and changes nobody's rights: an administrative change (FAR 43.101, 43.103(b)(1))."
PROVISION = ("A provision binds offerors before the award; after it the contractor gives the same word by agreement "
             "(FAR 43.103(a)(3)).")  # fmt: skip
BY_AGREEMENT = ("A new text enters a running contract by agreement and for consideration (FAR 1.108(d)(3), 43.103(a)(3)); "
                "the Changes clause (FAR 52.243-1) reaches specifications, shipment and place of delivery only")  # fmt: skip


COMMERCIAL_TERMS = "52.212-4"
BY_ITS_TERMS = ("FAR 52.212-4 stands in this contract: its paragraph (c) lets terms change by written agreement of the parties "
                "alone; a new text enters a running contract for consideration (FAR 1.108(d)(3), 43.103(a)(3)).")  # fmt: skip


def consent_for(
    kind: str, commercial: bool | None, solicitation: bool = False, commercial_terms: bool = False
) -> tuple[Consent, str]:
    """Whether a kind of change needs the contractor's signature, and why; in doubt it does.

    Source: FAR 43.103, 43.301, 52.243-1(a), 52.212-4(c), read in excerpts on 2026-11-29; FAR 1.108(d)(3) recalled.
    """
    if solicitation:
        return "unilateral", BEFORE_AWARD
    if kind == "correct clause":
        return "unilateral", CORRECTION
    if kind == "add provision":
        return "bilateral", PROVISION
    if commercial_terms:
        return "bilateral", BY_ITS_TERMS
    if commercial:
        return "bilateral", f"{BY_AGREEMENT}; under FAR 52.212-4(c) terms change by written agreement of the parties only."
    return "bilateral", f"{BY_AGREEMENT}."


def repair_document(batch: RepairBatch) -> bytes:
    """The draft as a Word document; the same batch gives the same bytes."""
    document = docx.Document()
    _prepared(document, batch)
    if len(batch.repairs) != 1:
        _summary(document, batch)
    for nth, repair in enumerate(batch.repairs):
        if nth or len(batch.repairs) > 1:
            _new_page(document)
        _modification(document, repair)
        if repair.own:
            _own(document, repair)
        if repair.asks:
            _new_page(document)
            _letter(document, repair)
    if len(batch.repairs) > 1:
        _new_page(document)  # each contract's sheets go into its own file, and name no other contract
    _sources(document, batch)
    return packed(document)


def _prepared(document: Word, batch: RepairBatch) -> None:
    """Title, language, the mark of a draft on every page, and properties that do not change from one run to the next."""
    one = len(batch.repairs) == 1
    title = f"Draft modification of {_named(batch.repairs[0])}" if one else "Draft modifications of contracts"
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
    return "contractor and contracting officer" if _must_sign(repair) else "contracting officer"


def _must_sign(repair: Repair) -> bool:
    return not repair.solicitation and any(change.consent == "bilateral" for change in repair.changes)


def _modification(document: Word, repair: Repair) -> None:
    """The changes of one contract in the blocks of Standard Form 30."""
    document.add_heading(_clean(f"Draft modification of {_named(repair)}"), 1)
    if not repair.changes:
        document.add_paragraph("No change of the text is proposed.")
        _offer(document, repair)
        return
    document.add_paragraph("In the order of Standard Form 30, Amendment of Solicitation/Modification of Contract (FAR 43.301, "
                           "53.243). What stands in square brackets is for the contracting officer to fill in.")  # fmt: skip
    _table(document, "Blocks of Standard Form 30", ("Block", "Name", "Entry"), _blocks(repair))
    document.add_heading("Block 14: Description of amendment/modification", 2)
    for nth, change in enumerate(repair.changes, 1):
        document.add_heading(_clean(f"Change {nth}: {change.kind} ({change.gap_id})"), 3)
        document.add_paragraph(_clean(change.words))
        document.add_paragraph(_clean(f"Because: {change.because}"))
        document.add_paragraph(_clean(f"Signature: {change.consent}. {change.why}"))
    _offer(document, repair)
    alone = [str(nth) for nth, change in enumerate(repair.changes, 1) if change.consent == "unilateral"]
    if _must_sign(repair) and alone:
        document.add_paragraph(f"If the contractor does not agree, the contracting officer can still issue alone: "
                               f"change {', '.join(alone)}.")  # fmt: skip
    document.add_paragraph("Total contract price: [unchanged / increased by / decreased by; no estimate on the contractor's "
                           "copy, FAR 43.301(a)(3)]. Everything that is not changed here stays as it is.")  # fmt: skip


def _offer(document: Word, repair: Repair) -> None:
    """Changes that may be due, each with a box to tick."""
    if repair.offered:
        document.add_heading("Offered, to be ticked where it is due", 3)
        said = "Whether these are due cannot be told from the text. What is not ticked is no part of the change."
        document.add_paragraph(said)
    for change in repair.offered:
        document.add_paragraph(_clean(f"[ ] {change.words} Because {change.because} Signature: {change.consent}."))


def _blocks(repair: Repair) -> list[tuple[str, str, str]]:
    number, none = repair.contract, "does not apply"
    pre, post = (number, none) if repair.solicitation else (none, number)
    return [
        ("1", "Contract ID code", "[code]"),
        ("2", "Amendment/modification number", "[to be filled in]"),
        ("3", "Effective date", _effective(repair)),
        ("4", "Requisition/purchase request number", "[number]"),
        ("5", "Project number", "[number, if there is one]"),
        ("6", "Issued by", (repair.office or "[office and its code]") + _agency(repair)),
        ("7", "Administered by", "[office and its code, if it is not that of block 6]"),
        ("8", "Name and address of contractor", none if repair.solicitation else repair.contractor or "[contractor]"),
        ("9A", "Amendment of solicitation number", pre),
        ("9B", "Dated", (repair.dated or "[day of the solicitation]") if repair.solicitation else none),
        ("10A", "Modification of contract/order number", post),
        ("10B", "Dated", none if repair.solicitation else repair.dated or "[day of the contract]"),
        ("11", "Only for amendments of solicitations", _offers(repair)),
        ("12", "Accounting and appropriation data", "[if required]"),
        *_authority(repair),
        ("14", "Description of amendment/modification", f"See below: {_count(len(repair.changes), 'change')}."),
        ("15", "Contractor's name, title, signature and day", "[empty until signed]"),
        ("16", "Contracting officer's name, title, signature and day", "[empty until signed]"),
    ]


def _agency(repair: Repair) -> str:
    return f", {repair.agency_text}" if repair.agency_text and repair.agency_text != repair.office else ""


def _effective(repair: Repair) -> str:
    if _must_sign(repair):
        return "[the day on which both agree]"
    return "[the day of issue]"


def _offers(repair: Repair) -> str:
    if not repair.solicitation:
        return "does not apply"
    return "[ ] The hour and day for offers is extended  [ ] is not extended; offerors must acknowledge this amendment"


AUTHORITIES: dict[Block, tuple[str, str]] = {
    "A": ("Change order", "[the Changes clause of the contract]"),
    "B": ("Administrative changes", "FAR 43.103(b)(1)"),
    "C": ("Supplemental agreement", "FAR 43.103(a)(3), by agreement of the parties"),
    "D": ("Other", "[the clause that lets the contracting officer change this alone, FAR 43.103(b)(3)]"),
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
        signs = "[ ] is not  [X] is required to sign this document and return [number] copies"
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
    document.add_heading(_clean(f"Letter to the contractor: what is still needed for {_named(repair)}"), 1)
    document.add_paragraph(DRAFT)
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
    """What no contractor can mend: it stays in the office."""
    document.add_heading(_clean(f"For the contracting officer's own file: {_named(repair)}"), 2)
    for one in repair.own:
        document.add_paragraph(_clean(one), style="List Bullet")


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
    said = "Not looked for in the texts; see in the package of each purchase whether they are due"
    document.add_paragraph(f"{said}: {', '.join(not_checked())}.")


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
