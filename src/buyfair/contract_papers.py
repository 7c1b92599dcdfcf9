"""Weighs what a contract file says of the contractor's own papers: is the certificate, plan or posting there, as the rule asks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from buyfair.contract_file import File, State, absent
from buyfair.contract_firms import FIRM, PIID, SOLICITED, is_named_in, may_be_one, plain_id, words_of
from buyfair.contract_subs import OF_SUB
from buyfair.judge.amounts import months_after
from buyfair.spot.evidence import Mention, Part
from buyfair.spot.stances import LACKING, NAMED, OWED, THERE
from buyfair.terms.answer import Answer

AFTER_AWARD = re.compile(r"\b(?:after|following) (?:the )?(?:award|contract (?:was )?(?:awarded|signed)|signature of the contract)\b", re.I)
BEFORE_AWARD = re.compile(r"\b(?:before|prior to|ahead of|preceding) (?:the )?(?:award|we signed|signature)\b|\bpre-?award\b|\bwith (?:its|the|their) (?:final )?(?:offer|proposal|quote|quotation|bid|tender)\b", re.I)
SINCE = re.compile(r"\b(?:after|since|following|last|latest|most recent|until)\b", re.I)
LATER = re.compile(r"\b(?:no other|no further|no second|no newer|since|later|annual\w*|yearly|year|renew\w*|anniversar\w*|again)\b", re.I)
FAULT = re.compile(r"\b(?:draft|blank|unsigned|undated|template|copy not received|not signed|specimen)\b", re.I)
"""What makes the paper of a row no paper; `none` in a cell speaks of that cell alone."""
WORKPLACE = re.compile(
    r"\b(?:sites?|camps?|bases?|kitchens?|dining|workplaces?|warehouses?|dormitor\w+|housing|quarters|barracks|gates?|galleys?|plants?|factor(?:y|ies)|"
    r"floors?|compounds?|depots?|facilit(?:y|ies)|mess|canteens?|break ?rooms?|time ?clocks?|guard\w*|workshops?|yards?|laundr(?:y|ies)|hostels?|tents?|"
    r"lines?|cutting|sewing|lockers?|changing|entrances?|doors?|each|every|villas?|stores?|port|pier|hangars?|boards?|walls?|offices?|premises|embassy|hospitals?|clinics?|rooms?|halls?|fences?|crews?|mills?|works|shop|bus|vehicles?|cabs?|vans?|workers?)\b",
    re.I,
)
HEAD_OFFICE = re.compile(r"\b(?:head ?office|headquarters?|home office|corporate (?:office|lobby|headquarters)|main office|office in (?:the )?(?:united states|virginia|ohio|texas|maryland|florida|california|u\.?s))\b", re.I)
SITE_PEOPLE = re.compile(r"\b(?:site|camp|plant|shift) (?:manager|lead|leader|supervisor|chief)\b", re.I)
WEBSITE = re.compile(r"\b[\w-]+\.(?:example|com|org|net)\b|\b(?:web ?sites?|web ?pages?|internet|intranet|online|portal)\b", re.I)


def certificates(file: File) -> list[Mention]:
    """What is said of the contractor's own certificates; those of subcontractors stand apart."""
    return [s for s in file.of("certificate") if not _of_sub(s, file)]


def _of_sub(s: Mention, file: File) -> bool:
    text = f"{s.parts[0].sentence.heading} {s.parts[0].text}"
    if OF_SUB.search(text) and not re.search(r"\bprime\b|contractor'?s own", text, re.I):
        return True
    said = words_of(s.text)
    if any(words_of(sub.name) and words_of(sub.name) <= said for sub in file.subs if sub.name):
        return True
    own = re.search(r"\bits own\b|\bof its own\b|\bit (?:had |has )?(?:given|gave|sent|certified)\b|\bit ever gave\b", s.text, re.I)
    first = s.parts[0].sentence
    return own is not None and any(sub.sentence.block == first.block and sub.sentence.line <= first.line and sub.sentence is not first for sub in file.subs)


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
    if re.search(r"\b(?:another|a different|the previous|an earlier|the former|the old|a sister) (?:firm|company|contract|contractor|order|solicitation)\b", text, re.I):
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
        if there and early and LATER.search(lacking.text):
            return State(Answer.YES, "the file tells of it", there[0].sentence)
        if days and not early:
            return None
        if not days and not there and LATER.search(lacking.text) and re.search(r"\b(?:annual\w*|yearly|renew\w*|anniversar\w*|no other|no further|since)\b", lacking.text, re.I):
            return None
        return State(Answer.NO, "the file says that it is not there, or not as it should be", s.sentence)
    whose = wrong_owner(s, file)
    if whose:
        return State(Answer.NO, whose, s.sentence)
    if s.inherited and not days:
        return None
    if days and not early:
        return State(Answer.NO, f"it is dated {min(days)}, after the award of {file.award}", s.sentence)
    if AFTER_AWARD.search(s.text) and not early:
        return State(Answer.NO, "it came after the award", s.sentence)
    if not days and re.search(r"\b(?:annual\w*|yearly|renew\w*|anniversar\w*)\b", s.text, re.I) and not BEFORE_AWARD.search(s.text):
        return None
    if not days and s.bare and not BEFORE_AWARD.search(s.text) and _reminder(s.text):
        return None
    return State(Answer.YES, "the file tells of it", s.sentence)


def _reminder(text: str) -> bool:
    return re.search(r"\b(?:reminders?|letters? about|correspondence|requests?|blank|templates?|e-?mails?)\b", text, re.I) is not None


def _days(s: Mention, file: File) -> list[date]:
    """The days beside a paper, without those of the contract itself where others stand there."""
    own = {file.award, file.solicited, file.start}
    days = [d.first for d in s.days]
    return [d for d in days if d not in own] or days


def each_year(file: File) -> State:
    """A certificate not older than twelve months on the day the file is read, or on the last day of performance."""
    if file.award is None:
        return State(Answer.UNKNOWN, "the day of the award is not told")
    day = min(file.as_of, file.end) if file.end is not None else file.as_of
    if day <= months_after(file.award, 12):
        return State(Answer.YES, "less than a year has passed since the award")
    dated: list[tuple[date, Mention]] = []
    missed: Mention | None = None
    for s in certificates(file):
        if s.stance not in (THERE, LACKING) or wrong_owner(s, file):
            continue
        faulty = s.sentence.row and s.stance == LACKING and FAULT.search(s.text) is not None
        for p in s.parts:
            days = [d.last for d in p.days if d.first <= file.as_of] if p.stance == THERE and not faulty else days_since(p, file)
            dated += [(d, s) for d in days]
            if p.stance == LACKING:
                missed = s
        if s.stance == THERE and not s.days and re.search(r"\b(?:each|every) year\b|\b(?:yearly|annual\w*)\b.*\b(?:each|every|up to date|current)\b", s.text, re.I):
            return State(Answer.YES, "the file says that they came every year", s.sentence)
    if not dated:
        return State(Answer.NO, "no certificate has a day", missed.sentence) if missed is not None else absent(file, "a yearly certificate")
    last, where = max(dated, key=lambda pair: pair[0])
    if day <= months_after(last, 12) + timedelta(days=0):
        return State(Answer.YES, f"the last is of {last}", where.sentence)
    return State(Answer.NO, f"the last is of {last}, older than a year on {day}", (missed or where).sentence, lapsed=True)


def days_since(p: Part, file: File) -> list[date]:
    """The days behind `since` or `after the certificate of`: until then there was one."""
    told = SINCE.search(p.text)
    own = {file.award, file.solicited, file.start}
    return [d.last for d in p.days if told is not None and d.at > told.start() and d.first not in own][:1]


def in_file(file: File, thing: str, what: str) -> State:
    """A paper that is simply there, of this firm and contract; a mere entry of an index does not outweigh plain words."""
    return _last_word(file.of(thing), file, lambda s: wrong_owner(s, file)) or absent(file, what)


def _last_word(said: Iterable[Mention], file: File, fault: Callable[[Mention], str | None]) -> State | None:
    state: State | None = None
    for s in said:
        if s.stance == LACKING:
            state = State(Answer.NO, "the file says that it is not there, or not as it should be", s.sentence)
        elif s.stance == THERE:
            wrong = fault(s)
            if wrong:
                state = state if state is not None and state.answer is Answer.YES else State(Answer.NO, wrong, s.sentence)
            elif state is None or state.answer is Answer.YES or not s.bare and not _reminder(s.text) and _brings(s):
                state = State(Answer.YES, "the file tells of it", s.sentence)
    return state


def _brings(s: Mention) -> bool:
    """Words strong enough to mend what was said to lack before: it came, with a day."""
    return bool(s.days) or re.search(r"\b(?:then|later|now|since|finally|eventually|received|arrived|replaced)\b", s.text, re.I) is not None


def by_start(file: File) -> State:
    """The plan's contents where workers see them; before work starts, nothing is due yet."""
    if file.start is not None and file.as_of < file.start:
        return State(Answer.YES, "work has not started")
    return _last_word(file.of("posting"), file, _not_at_work) or absent(file, "a posting of the plan")


def _not_at_work(s: Mention) -> str | None:
    said = SITE_PEOPLE.sub(" ", HEAD_OFFICE.sub(" ", s.text))
    if WORKPLACE.search(WEBSITE.sub(" ", said)):
        return None
    if HEAD_OFFICE.search(s.text):
        return "it is posted at the firm's own office, not where the work is done"
    return "it is on a website only" if WEBSITE.search(s.text) else None
