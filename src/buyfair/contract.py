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
from buyfair.contract_file import File
from buyfair.contract_firms import first_firm, plain_numbers
from buyfair.contract_package import against_package, in_kept_package
from buyfair.contract_sub_papers import CARRIES
from buyfair.contract_subs import SUBS_ARE, subs_in
from buyfair.intake.documents import unread
from buyfair.judge.facts import Purchase
from buyfair.judge.told import read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge import file_evidence
from buyfair.knowledge.clauses import clauses
from buyfair.knowledge.file_evidence import phrases
from buyfair.purchase import duties_of, vocabulary
from buyfair.spot.clause_places import LISTED, NOT_TICKED, RESERVED, WRITTEN_OUT
from buyfair.spot.clauses import Found, Known, clauses_in
from buyfair.spot.evidence import Mention, mentions
from buyfair.spot.sentences import Sentence, sentences
from buyfair.spot.stances import LACKING, THERE
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document
from buyfair.terms.errors import InputRefusedError

__all__ = ["Asked", "Audit", "as_document", "asked", "audit", "told_with"]

LISTS = (LISTED, WRITTEN_OUT, NOT_TICKED, RESERVED)
"""Lines that hold clauses say nothing of papers."""
CLOSING = ("certificate", "plan", "posting")
"""Words about these papers tell what the file holds; about subcontracts, only where they tell of the clause in them."""
SHORT_LINE = 80
"""A line so short that names an index is its title."""
LONGEST_HEAD = 40
"""So many lines from the top hold letterhead, title and number."""
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


def told_with(found: Audit, package: Mapping[str, Any] | None) -> dict[str, Any]:
    """The audit as JSON; where a package is given, with what differs between it and the text under `package`.

    A provision that stands in the package that was kept is in order: it belongs to the solicitation.
    """
    told = as_document(found)
    return told if package is None else in_kept_package({**told, "package": against_package(found, package)}, package)


@cache
def _known() -> Mapping[str, Known]:
    return {c.number: Known(c.number, (c.title.lower(), *(t.lower() for t in c.former_titles))) for c in clauses().values()}


def _statements(said: Sequence[Sentence], stands: Sequence[Found], told: FileFacts) -> tuple[Mention, ...]:
    """What the file says of its papers: not the lines that list clauses, nor those of the header."""
    lists = {c.line for c in stands if c.how in LISTS}
    header = {e.line for e in told.header}
    own = [s for s in said if s.line not in lists and s.line not in header]
    return mentions(own, file_evidence.things(), file_evidence.stances())


def _closed(said: Sequence[Sentence], spoken: Sequence[Mention]) -> bool:
    """Whether the text tells what the file holds: an index, or plain sentences about what is there and what is not."""
    if any(phrases("kept_apart").search(s.text) for s in said):
        return False  # the papers lie elsewhere: this text does not tell what is among them
    if any(phrases("index_of_file").search(s.text) and (s.is_heading or len(s.text) < SHORT_LINE) for s in said):
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
    about, told = found.facts.about, found.duties.purchase.told
    listed = {c.line for c in found.clauses if c.how in LISTS}
    running = [s for s in said if s.line not in listed]
    top, subs = _top(found), subs_in(running)
    return File(
        said=spoken,
        closed=found.closed,
        as_of=found.day,
        award=told.get(f.AWARD_DATE.key),
        solicited=told.get(f.SOL_DATE.key),
        start=about.get("performance_start"),
        end=about.get("performance_end"),
        contractor=about.get("contractor") or first_firm(top),
        numbers=plain_numbers([about.get("contract"), about.get("solicitation"), top]),
        subs=subs,
        no_subs=next((s for s in said if phrases("no_subcontracts").search(s.text)), None),
        speaks_of_subs=bool(subs) or any(SUBS_ARE.search(s.text) for s in running),
        unread=unread(found.document),
        unseen_in=_unseen(said),
    )


def _top(found: Audit) -> str:
    """The head of the text above its clauses, and the lines further down that give a number of its own."""
    first = min((c.line for c in found.clauses), default=LONGEST_HEAD)
    lines = found.document.lines
    return "\n".join(x.text for x in lines if x.number < min(first, LONGEST_HEAD) or OWN_NUMBER.search(x.text))


def _unseen(said: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Sentences that say that something was not looked at, and do not say that it was for no time at all."""
    not_looked_at, after_all = phrases("not_looked_at"), phrases("looked_at_after_all")
    return tuple(s for s in said if not_looked_at.search(s.text) and not after_all.search(s.text))


def _ask(one: Asked, found: Audit, file: File) -> None:
    judged = next((j for j in found.duties.judged if j.rule.row == one.rule), None)
    if judged is None or judged.in_force is Answer.NO and one.check != "large subcontracts":
        return
    CHECKS[one.check](one, judged, found, file)
