"""Weighs what a contract file says of subcontracts: does each carry the clause, and has each subcontractor certified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from buyfair.contract_file import NOT_THERE, TOLD, File, State, absent
from buyfair.contract_firms import words_of
from buyfair.contract_papers import days_since
from buyfair.contract_subs import Sub
from buyfair.judge.amounts import months_after
from buyfair.knowledge.file_evidence import phrases
from buyfair.spot.evidence import Mention, Part
from buyfair.spot.sentences import Sentence
from buyfair.spot.stances import LACKING, THERE
from buyfair.terms.answer import Answer

CARRIES = re.compile(r"52\.222-50|traffick|same clause|the clause|flow|whole of the promise", re.I)
WHOLE_TERMS = re.compile(
    r"\b(?:clauses?|articles?|terms)\s*:.{5,400}?\b(?:no others?|nothing else|nothing more|the whole of it|"
    r"that is all|with no annex|these alone)\b",
    re.I | re.DOTALL,
)
"""The terms of a subcontract, told to their end."""
EXCEPTED = re.compile(
    r"\b(?:except(?:ing| for)?|exception of|but not|apart from|other than|all but)\b(?P<whom>.*)", re.I,
)  # fmt: skip


def flow_down(file: File) -> State:
    """The clause in every subcontract that the file tells of."""
    state: State | None = None
    for s in file.of("flow_down"):
        if s.stance == LACKING and (phrases("no_subcontracts").search(s.text) or phrases("no_agents").search(s.text)):
            continue
        if s.stance == LACKING and (CARRIES.search(s.text) or s.label) or s.stance == THERE and s.partly:
            return State(Answer.NO, "a subcontract is without the clause", s.sentence, _whom(s, file))
        if s.stance == THERE and (CARRIES.search(s.text) or s.label and s.sentence.row) and state is None:
            state = State(Answer.YES, TOLD, s.sentence)
    bare = next((sub for sub in file.subs if sub.name and _told_without(sub)), None)
    if bare is not None:
        why = "what the file tells of this subcontract's terms does not name the clause"
        return State(Answer.NO, why, bare.sentence, f"the subcontract with {bare.name}")
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
    if "52.222-50" in sub.passage.replace(" ", "") or re.search(r"traffick|same clauses", sub.passage, re.I):
        return False
    return re.search(r"\b5?2?52\.2\d\d-\d+", sub.passage) is not None


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
        first = s.parts[0].sentence
        block = first.block == sub.sentence.block and first not in sub.before
        mine = block or not sub.name and phrases("of_subcontractor").search(s.text) is not None or _all_of_them(s)
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
    told = EXCEPTED.search(p.text)
    return told is not None and bool(words_of(sub.name)) and words_of(sub.name) <= words_of(told["whom"])


def _all_of_them(s: Mention) -> bool:
    return phrases("all_of_them").search(s.text) is not None


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
                return State(Answer.NO, NOT_THERE, p.sentence, whom)
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
    day = file.last_day
    if dated and day > months_after(max(dated), 12):
        return State(Answer.NO, f"the last is of {max(dated)}, older than a year on {day}", lapse or there, whom, lapsed=True)
    return State(Answer.YES, TOLD, there or lapse, whom)
