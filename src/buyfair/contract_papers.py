"""Weighs what a contract file says of the contractor's own papers: is the certificate, plan or posting there as asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from buyfair.contract_file import NOT_THERE, TOLD, File, State, absent
from buyfair.contract_firms import FIRM, PIID, SOLICITED, is_named_in, may_be_one, plain_id, words_of
from buyfair.judge.amounts import months_after
from buyfair.knowledge.file_evidence import phrases
from buyfair.spot.evidence import Mention, Part
from buyfair.spot.stances import LACKING, NAMED, OWED, THERE
from buyfair.terms.answer import Answer


def certificates(file: File) -> list[Mention]:
    """What is said of the contractor's own certificates; those of subcontractors stand apart."""
    return [s for s in file.of("certificate") if not _of_sub(s, file)]


def _of_sub(s: Mention, file: File) -> bool:
    text = f"{s.parts[0].sentence.heading} {s.parts[0].text}"
    if phrases("of_subcontractor").search(text) and not re.search(r"\bprime\b|contractor'?s own", text, re.I):
        return True
    said = words_of(s.text)
    if any(words_of(sub.name) and words_of(sub.name) <= said for sub in file.subs if sub.name):
        return True
    if phrases("its_own").search(s.text) is None:
        return False
    first = s.parts[0].sentence
    before = [sub.sentence for sub in file.subs if sub.sentence.block == first.block and sub.sentence.line <= first.line]
    return any(sentence is not first for sentence in before)


def wrong_owner(s: Mention, file: File) -> str | None:
    """Why a paper is somebody else's: another firm, or another contract; None where nothing says so."""
    text = " ".join(p.text for p in s.parts if p.stance != LACKING) or s.text
    named = {plain_id(n) for n in PIID.findall(text)}
    if not any(SOLICITED.search(n) for n in file.numbers):
        named = {n for n in named if not SOLICITED.search(n)}  # which solicitation led to this contract is not told
    if file.numbers and named and not named & file.numbers:
        return "it names another contract"
    if file.contractor:
        own = words_of(file.contractor)
        firms = [f for f in FIRM.findall(text) if not may_be_one(own, words_of(f))]
        if firms and not is_named_in(own, text):
            return f"it names another firm ({firms[0].strip()})"
    if phrases("somebody_elses").search(text):
        return "it is another firm's or another contract's"
    return None


def before_award(file: File) -> State:
    """A certificate dated or received not after the award, signed, of this firm and this contract."""
    fault: State | None = None
    listed: State | None = None
    for s in certificates(file):
        if s.stance in (OWED, NAMED):
            continue
        found = _as_initial(s, file)
        if found is None:
            continue
        if found.answer is Answer.YES and s.bare:
            listed = listed or found
            continue
        if found.answer is Answer.YES:
            return found
        if fault is None or s.stance == LACKING:
            fault = found
    return fault or listed or absent(file, "a certificate before award")


def _as_initial(s: Mention, file: File) -> State | None:
    """The certificate before award as this passage tells it; None where it speaks of a later one only."""
    days = _days(s, file)
    early = [d for d in days if file.award is None or d <= file.award]
    if s.stance == LACKING:
        lacking = next(p for p in s.parts if p.stance == LACKING)
        there = [p for p in s.parts if p.stance == THERE]
        if there and early and phrases("later").search(lacking.text):
            return State(Answer.YES, TOLD, there[0].sentence)
        if days and not early:
            return None
        if not days and not there and phrases("another_year").search(lacking.text):
            return None
        return State(Answer.NO, NOT_THERE, s.sentence)
    whose = wrong_owner(s, file)
    if whose:
        return State(Answer.NO, whose, s.sentence)
    if s.inherited and not days:
        return None
    if days and not early:
        return State(Answer.NO, f"it is dated {min(days)}, after the award of {file.award}", s.sentence)
    if phrases("after_award").search(s.text) and not early:
        return State(Answer.NO, "it came after the award", s.sentence)
    if not days and phrases("yearly").search(s.text) and not phrases("before_award").search(s.text):
        return None
    if not days and s.bare and not phrases("before_award").search(s.text) and _reminder(s.text):
        return None
    return State(Answer.YES, TOLD, s.sentence)


def _reminder(text: str) -> bool:
    return phrases("reminder").search(text) is not None


def _days(s: Mention, file: File) -> list[date]:
    """The days beside a paper, without those of the contract itself where others stand there."""
    own = {file.award, file.solicited, file.start}
    days = [d.first for d in s.days]
    return [d for d in days if d not in own] or days


def each_year(file: File) -> State:
    """A certificate not older than twelve months on the day the file is read, or on the last day of performance."""
    if file.award is None:
        return State(Answer.UNKNOWN, "the day of the award is not told")
    day = file.last_day
    if day <= months_after(file.award, 12):
        return State(Answer.YES, "less than a year has passed since the award")
    dated: list[tuple[date, Mention]] = []
    missed: Mention | None = None
    for s in certificates(file):
        if s.stance not in (THERE, LACKING) or wrong_owner(s, file):
            continue
        faulty = s.sentence.row and s.stance == LACKING and phrases("no_paper").search(s.text) is not None
        for p in s.parts:
            given = p.stance == THERE and not faulty
            days = [d.last for d in p.days if d.first <= file.as_of] if given else days_since(p, file)
            dated += [(d, s) for d in days]
            if p.stance == LACKING:
                missed = s
        if s.stance == THERE and not s.days and phrases("came_every_year").search(s.text):
            return State(Answer.YES, "the file says that they came every year", s.sentence)
    if not dated:
        if missed is None:
            return absent(file, "a yearly certificate")
        return State(Answer.NO, "no certificate has a day", missed.sentence)
    last, where = max(dated, key=lambda pair: pair[0])
    if day <= months_after(last, 12):
        return State(Answer.YES, f"the last is of {last}", where.sentence)
    return State(Answer.NO, f"the last is of {last}, older than a year on {day}", (missed or where).sentence, lapsed=True)


def days_since(p: Part, file: File) -> list[date]:
    """The days behind `since` or `after the certificate of`: until then there was one."""
    told = phrases("since").search(p.text)
    own = {file.award, file.solicited, file.start}
    return [d.last for d in p.days if told is not None and d.at > told.start() and d.first not in own][:1]


def in_file(file: File, thing: str, what: str) -> State:
    """A paper that is simply there, of this firm and contract; a mere entry of an index does not outweigh plain words."""
    return _last_word(file.of(thing), lambda s: wrong_owner(s, file)) or absent(file, what)


def _last_word(said: Iterable[Mention], fault: Callable[[Mention], str | None]) -> State | None:
    """What is said last; a mere entry of an index does not mend what plain words said to lack."""
    state: State | None = None
    for s in said:
        if s.stance == LACKING:
            state = State(Answer.NO, NOT_THERE, s.sentence)
        elif s.stance == THERE:
            wrong = fault(s)
            if wrong:
                state = state if state is not None and state.answer is Answer.YES else State(Answer.NO, wrong, s.sentence)
            elif state is None or state.answer is Answer.YES or not s.bare and not _reminder(s.text) and _brings(s):
                state = State(Answer.YES, TOLD, s.sentence)
    return state


def _brings(s: Mention) -> bool:
    """Words strong enough to mend what was said to lack before: it came, with a day."""
    return bool(s.days) or phrases("came_after_all").search(s.text) is not None


def by_start(file: File) -> State:
    """The plan's contents where workers see them; before work starts, nothing is due yet."""
    if file.start is not None and file.as_of < file.start:
        return State(Answer.YES, "work has not started")
    return _last_word(file.of("posting"), _not_at_work) or absent(file, "a posting of the plan")


def _not_at_work(s: Mention) -> str | None:
    """Why a posting is none where the work is done; None where it is, or where no place is told."""
    said = s.text
    for elsewhere in ("head_office", "people_at_work", "website"):
        said = phrases(elsewhere).sub(" ", said)
    if phrases("workplace").search(said):
        return None
    if phrases("head_office").search(s.text):
        return "it is posted at the firm's own office, not where the work is done"
    return "it is on a website only" if phrases("website").search(s.text) else None
