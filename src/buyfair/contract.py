"""Audits a contract file against the law: which clauses stand in it, what its facts require, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from buyfair.contract_audit import Asked, Audit, asked
from buyfair.contract_checks import CHECKS
from buyfair.contract_document import as_document
from buyfair.contract_events import happened
from buyfair.contract_facts import FileFacts, facts_of
from buyfair.contract_file import UNSEEN, File
from buyfair.contract_firms import first_firm, plain_numbers
from buyfair.contract_sub_papers import CARRIES
from buyfair.contract_subs import NO_SUBS, SUBS_ARE, subs_in
from buyfair.intake.documents import unread
from buyfair.judge.facts import Purchase
from buyfair.judge.told import read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge import file_evidence
from buyfair.knowledge.clauses import clauses
from buyfair.purchase import duties_of, vocabulary
from buyfair.spot.clauses import Found, Known, clauses_in
from buyfair.spot.evidence import Mention, mentions
from buyfair.spot.sentences import Sentence, sentences
from buyfair.spot.stances import LACKING, THERE
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document
from buyfair.terms.errors import InputRefusedError

__all__ = ["Asked", "Audit", "as_document", "asked", "audit"]

INDEX = re.compile(r"\b(?:file index|index (?:of|to) (?:the )?(?:contract )?files?|contents of (?:the )?(?:contract )?file|file contents|table of tabs)\b", re.I)
LISTS = ("listed", "written out", "not ticked", "reserved")
"""Lines that hold clauses say nothing of papers."""
SEEN_AFTER_ALL = re.compile(r"\b(?:no (?:month|week|day|visit)|never)\b", re.I)
KEPT_APART = re.compile(
    r"\b(?:is|are|form|forms) (?:no|not) (?:a )?part of this (?:document|copy|text|print)\b|\bkept in (?:a folder|files?) of (?:their|its) own\b"
    r"|\bthe (?:papers|file) (?:is|are) kept elsewhere\b", re.I,
)  # fmt: skip
"""The papers lie elsewhere: this text does not tell what is among them."""
CLOSING = ("certificate", "plan", "posting")
"""Words about these papers tell what the file holds; about subcontracts, only where they tell of the clause in them."""
OWN_NUMBER = re.compile(r"\bprovisions\b.{0,300}\bsolicitation\b|\bsolicitation (?:no|number)\b|\bcontract no\b", re.I)


def audit(document: Document, given: Mapping[str, Any] | None, today: date) -> Audit:
    """What the law asks of this contract and the file lacks.

    `given` are the facts of a facts file, laid over those of the text's own header; `today` stands where the text does not say
    as of which day it is read.
    Raises: InputRefusedError naming the key of the facts file that is wrong.
    """
    told = facts_of(document, given)
    day = told.about.get("read_as_of") or today
    said = sentences(document)
    stands = clauses_in(said, _known())
    spoken = _statements(said, stands, told)
    purchase = _purchase(told, given, spoken)
    found = Audit(document, told, duties_of(purchase, day), day, stands, _closed(said, spoken))
    file = _file(found, said, spoken)
    for one in asked():
        _ask(one, found, file)
    return found


@cache
def _known() -> Mapping[str, Known]:
    return {c.number: Known(c.number, (c.title.lower(), *(t.lower() for t in c.former_titles))) for c in clauses().values()}


def _statements(said: Sequence[Sentence], stands: Sequence[Found], told: FileFacts) -> tuple[Mention, ...]:
    """What the file says of its papers: not the lines that list clauses, nor those of the header."""
    lists = {c.line for c in stands if c.how in LISTS}
    header = {e.line for e in told.header}
    return mentions([s for s in said if s.line not in lists and s.line not in header], file_evidence.things(), file_evidence.stances())


def _closed(said: Sequence[Sentence], spoken: Sequence[Mention]) -> bool:
    """Whether the text tells what the file holds: an index, or plain sentences about what is there and what is not."""
    if any(KEPT_APART.search(s.text) for s in said):
        return False
    if any(INDEX.search(s.text) and (s.is_heading or len(s.text) < 80) for s in said):
        return True
    return any(
        s.stance in (THERE, LACKING) and (s.thing in CLOSING or s.thing == "flow_down" and CARRIES.search(s.text))
        for s in spoken
    )


def _purchase(told: FileFacts, given: Mapping[str, Any] | None, spoken: Sequence[Mention]) -> Purchase:
    """The facts as the engine holds them; a value of the header that cannot be is a note, one of a facts file is refused."""
    facts = dict(told.told)
    facts.setdefault("tier", 0)
    if "credible_information" not in facts and any(happened(s) for s in spoken if s.thing == "information"):
        facts["credible_information"] = True
    while True:
        try:
            return read_told(facts, vocabulary())
        except InputRefusedError as refusal:
            key = re.split(r"[\[. ]", str(refusal), maxsplit=1)[0]
            if given and (key in given or key not in facts) or key not in facts:
                raise
            told.notes.append(f"The header's {key} counts as not told: {refusal}")
            facts.pop(key)


def _file(found: Audit, said: Sequence[Sentence], spoken: Sequence[Mention]) -> File:
    about = found.facts.about
    told = found.duties.purchase.told
    first = min((c.line for c in found.clauses), default=40)
    top = "\n".join(line.text for line in found.document.lines if line.number < min(first, 40) or OWN_NUMBER.search(line.text))
    none = next((s for s in said if NO_SUBS.search(s.text)), None)
    listed = {c.line for c in found.clauses if c.how in LISTS}
    held = subs_in([s for s in said if s.line not in listed])
    return File(
        said=spoken, closed=found.closed, as_of=found.day, award=told.get(f.AWARD_DATE.key), solicited=told.get(f.SOL_DATE.key),
        start=about.get("performance_start"), end=about.get("performance_end"), contractor=about.get("contractor") or first_firm(top),
        numbers=plain_numbers([about.get("contract"), about.get("solicitation"), top]), subs=held,
        unread=unread(found.document), no_subs=none, unseen_in=tuple(s for s in said if UNSEEN.search(s.text) and not SEEN_AFTER_ALL.search(s.text)), speaks_of_subs=bool(held) or any(SUBS_ARE.search(s.text) for s in said if s.line not in listed),
    )  # fmt: skip


def _ask(one: Asked, found: Audit, file: File) -> None:
    judged = next((j for j in found.duties.judged if j.rule.row == one.rule), None)
    if judged is None or judged.in_force is Answer.NO and one.check not in ("large subcontracts",):
        return
    CHECKS[one.check](one, judged, found, file)
