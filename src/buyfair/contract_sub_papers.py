"""Weighs what a contract file says of its subcontracts' papers: does each carry the clause, and has each subcontractor certified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from buyfair.contract_file import File, State, absent
from buyfair.contract_firms import words_of
from buyfair.contract_papers import days_since
from buyfair.contract_subs import NO_AGENTS, NO_SUBS, OF_SUB, Sub
from buyfair.judge.amounts import months_after
from buyfair.spot.evidence import Mention, Part
from buyfair.spot.sentences import Sentence
from buyfair.spot.stances import LACKING, THERE
from buyfair.terms.answer import Answer

CARRIES = re.compile(r"52\.222-50|traffick|same clause|the clause|flow|whole of the promise", re.I)
WHOLE_TERMS = re.compile(
    r"\b(?:clauses?|articles?|terms)\s*:.{5,400}?\b(?:no others?|nothing else|nothing more|the whole of it|that is all|with no annex|these alone)\b", re.I | re.DOTALL
)
"""The terms of a subcontract, told to their end."""


def flow_down(file: File) -> State:
    """The clause in every subcontract that the file tells of."""
    state: State | None = None
    for s in file.of("flow_down"):
        if s.stance == LACKING and (NO_SUBS.search(s.text) or NO_AGENTS.search(s.text)):
            continue
        if s.stance == LACKING and any(p.stance == LACKING and (CARRIES.search(p.text) or CARRIES.search(s.text) or s.label) for p in s.parts) or s.stance == THERE and s.partly:
            return State(Answer.NO, "a subcontract is without the clause", s.sentence, _whom(s, file))
        if s.stance == THERE and (CARRIES.search(s.text) or s.label and s.sentence.row) and state is None:
            state = State(Answer.YES, "the file tells of it", s.sentence)
    bare = next((sub for sub in file.subs if sub.name and _told_without(sub)), None)
    if bare is not None:
        return State(Answer.NO, "what the file tells of this subcontract's terms does not name the clause", bare.sentence, f"the subcontract with {bare.name}" if bare.name else "")
    if state is not None:
        return state
    if file.no_subs is not None:
        return State(Answer.YES, "there are no subcontracts", file.no_subs)
    if not file.speaks_of_subs:
        return State(Answer.UNKNOWN, "whether there are subcontracts is not told")
    return absent(file, "the clause in the subcontracts")


def _told_without(sub: Sub) -> bool:
    """The passage tells which clauses the subcontract holds, and this one is not among them."""
    if WHOLE_TERMS.search(sub.passage) and not CARRIES.search(sub.passage):
        return True
    return re.search(r"\b5?2?52\.2\d\d-\d+", sub.passage) is not None and "52.222-50" not in sub.passage.replace(" ", "") and not re.search(r"traffick|same clauses", sub.passage, re.I)


def _whom(s: Mention, file: File) -> str:
    said = words_of(" ".join(p.text for p in s.parts if p.stance == LACKING) or s.text)
    named = [sub.name for sub in file.subs if words_of(sub.name) and words_of(sub.name) <= said]
    return f"the subcontract with {named[0]}" if len(named) == 1 else "every subcontract"


def certificates_of(sub: Sub, file: File) -> list[Part]:
    """What is said of this subcontractor's certificate: from where its name stands until another's does."""
    others = [o for o in file.subs if o is not sub and o.name]
    common = frozenset().union(*(words_of(o.name) for o in others)) | words_of(file.contractor or "")
    own = words_of(sub.name) - common or words_of(sub.name)
    found: list[Part] = []
    for s in file.of("certificate"):
        block = s.parts[0].sentence.block == sub.sentence.block
        mine = block or not sub.name and OF_SUB.search(s.text) is not None or _all_of_them(s, file)
        for p in s.parts:
            said = words_of(p.text)
            if own & said:
                mine = True
            elif any((words_of(o.name) - own) & said for o in others) and not block:
                mine = False
            if mine:
                found.append(p)
    return found


def _left_out(p: Part, sub: Sub) -> bool:
    """`Every subcontractor has certified, with the exception of ...`: this one."""
    told = re.search(r"\b(?:except(?:ing| for)?|exception of|but not|apart from|other than|all but)\b(?P<whom>.*)", p.text, re.I)
    return told is not None and bool(words_of(sub.name)) and words_of(sub.name) <= words_of(told["whom"])


def _all_of_them(s: Mention, file: File) -> bool:
    return re.search(r"\b(?:neither|none|both|all|each|every) (?:of (?:the|these|them) )?(?:\w+ ){0,2}(?:plants?|firms?|sub-?contractors?|subs|two|three|suppliers?)\b", s.text, re.I) is not None


def sub_certificate(said: Sequence[Part], sub: Sub, file: File) -> State:
    """The subcontractor's certificate: before its sub-award, and not older than a year."""
    whom = sub.name or "the subcontractor"
    dated: list[date] = []
    there: Sentence | None = None
    lapse: Sentence | None = None
    for p in said:
        days = [d.last for d in p.days if d.first != sub.day and d.first <= file.as_of]
        if p.stance == LACKING or _left_out(p, sub):
            if there is None or _left_out(p, sub):
                return State(Answer.NO, "the file says that it is not there, or not as it should be", p.sentence, whom)
            lapse = p.sentence
            dated += days_since(p, file)
        elif p.stance == THERE and (days or there is None):
            there = p.sentence
            dated += days
    if there is None and not dated:
        found = absent(file, f"a certificate of {whom}")
        return State(found.answer, found.why, sub.sentence, whom)
    if sub.day is not None and dated and min(dated) > months_after(sub.day, 1):
        return State(Answer.NO, f"it is dated {min(dated)}, after the sub-award of {sub.day}", there or lapse, whom)
    day = min(file.as_of, file.end) if file.end is not None else file.as_of
    if dated and day > months_after(max(dated), 12):
        return State(Answer.NO, f"the last is of {max(dated)}, older than a year on {day}", lapse or there, whom, lapsed=True)
    return State(Answer.YES, "the file tells of it", there or lapse, whom)
