"""Weighs what a contract file says of its papers: is a certificate, plan, posting or flow-down there, as the rule asks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from buyfair.contract_facts import money
from buyfair.judge.amounts import months_after
from buyfair.knowledge.countries import country, inside_us
from buyfair.spot.days import days_in
from buyfair.spot.evidence import LACKING, NAMED, OWED, TAB, THERE, Mention, Part
from buyfair.spot.sentences import Sentence
from buyfair.spot.tables import Table, tables
from buyfair.terms.answer import Answer
from buyfair.terms.document import CELL

PLACES = frozenset(("north", "south", "east", "west", "va", "md", "tx", "ca", "fl", "ny", "dc", "nc", "oh"))
PIID = re.compile(r"\b(?=[A-Z0-9-]{0,20}\d)(?=[A-Z0-9-]{0,20}[A-Z])(?:[A-Z0-9]{5,8}-?\d{2}-?[A-Z]-?[A-Z0-9]{4,5}|[A-Z0-9]{2,4}-\d{2}-[A-Z]-\d{3,5})\b")
"""How contracts and solicitations are numbered: office, year, kind, serial."""
FORM = r"(?:L\.?L\.?C|INC|CORP|LTD|LIMITED|COMPANY|Inc|Incorporated|Corp(?:oration)?|Ltd|Limited|GmbH|S\.?A\.?R\.?L|S\.A|A\.S|W\.?L\.?L|L\.?P|Co|Company|LLP|PLC|Pte|Sdn\.? Bhd|FZE|FZ-?LLC|K\.?S\.?C|PLLC|JV|Joint Venture|B\.?V|S\.?p\.?A|Pvt|Cooperative|JSC|Lda|Ltda|K\.K|S\.R\.L|SRL|Sp\. z o\.o|OOO|Oy)"
UPPER = "A-ZÀ-ÖØ-Þ"
FIRM = re.compile(rf"\b((?:[{UPPER}][\w'’&-]*,?\s+(?:(?:and|of|de|al|el|&)\s+)?){{1,6}}{FORM}\b\.?)")
OF_SUB = re.compile(r"\bsub-?(?:contract\w*|award\w*|s\b|tier)|\blower[- ]tier\b|\bits agents?\b|\bmaker'?s own\b|\bto the prime\b", re.I)
AFTER_AWARD = re.compile(r"\b(?:after|following) (?:the )?(?:award|contract (?:was )?(?:awarded|signed)|signature of the contract)\b", re.I)
BEFORE_AWARD = re.compile(r"\b(?:before|prior to|ahead of|preceding) (?:the )?(?:award|we signed|signature)\b|\bpre-?award\b|\bwith (?:its|the|their) (?:final )?(?:offer|proposal|quote|quotation|bid|tender)\b", re.I)
SINCE = re.compile(r"\b(?:after|since|following|last|latest|most recent|until)\b", re.I)
LATER = re.compile(r"\b(?:no other|no further|no second|no newer|since|later|annual\w*|yearly|year|renew\w*|anniversar\w*|again)\b", re.I)
WORKPLACE = re.compile(
    r"\b(?:sites?|camps?|bases?|kitchens?|dining|workplaces?|warehouses?|dormitor\w+|housing|quarters|barracks|gates?|galleys?|plants?|factor(?:y|ies)|"
    r"floors?|compounds?|depots?|facilit(?:y|ies)|mess|canteens?|break ?rooms?|time ?clocks?|guard\w*|workshops?|yards?|laundr(?:y|ies)|hostels?|tents?|"
    r"lines?|cutting|sewing|lockers?|changing|entrances?|doors?|each|every|villas?|stores?|port|pier|hangars?|boards?|walls?|offices?|premises|embassy|hospitals?|clinics?|rooms?|halls?|fences?|crews?|mills?|works|shop|bus|vehicles?|cabs?|vans?|workers?)\b",
    re.I,
)
HEAD_OFFICE = re.compile(r"\b(?:head ?office|headquarters?|home office|corporate (?:office|lobby|headquarters)|main office|office in (?:the )?(?:united states|virginia|ohio|texas|maryland|florida|california|u\.?s))\b", re.I)
SITE_PEOPLE = re.compile(r"\b(?:site|camp|plant|shift) (?:manager|lead|leader|supervisor|chief)\b", re.I)
WEBSITE = re.compile(r"\b[\w-]+\.(?:example|com|org|net)\b|\b(?:web ?sites?|web ?pages?|internet|intranet|online|portal)\b", re.I)


@dataclass(frozen=True, slots=True)
class State:
    """Whether a paper is there as asked; `quote` is the sentence that says so, None where nothing speaks of it."""

    answer: Answer
    why: str
    sentence: Sentence | None = None
    whom: str = ""
    lapsed: bool = False

    @property
    def quote(self) -> str | None:
        """The words of the file."""
        return None if self.sentence is None else " ".join(self.sentence.text.split())


@dataclass(frozen=True, slots=True)
class Sub:
    """A subcontract that the file tells of. Unit: `value` in US dollars; None where it is not told."""

    name: str
    value: Decimal | None
    day: date | None
    sentence: Sentence
    passage: str = ""
    cots: bool | None = None

    @property
    def inside(self) -> bool:
        """Whether its passage names a place inside the United States and none outside."""
        named = [country(m.group()) for m in PLACE.finditer(self.passage)]
        places = [c.code for c in named if c is not None]
        return bool(places) and all(code in inside_us() for code in places)


PLACE = re.compile(r"\b(?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is known of the file beside what it says of papers. `closed`: what is not told of is not there."""

    said: Sequence[Mention]
    closed: bool
    as_of: date
    award: date | None
    solicited: date | None = None
    start: date | None = None
    end: date | None = None
    contractor: str | None = None
    numbers: frozenset[str] = frozenset()
    subs: tuple[Sub, ...] = ()
    no_subs: Sentence | None = None
    speaks_of_subs: bool = False
    unread: tuple[str, ...] = ()
    """What of the document nobody could read, such as pages that are pictures."""
    unseen_in: tuple[Sentence, ...] = ()
    """Sentences that say what was not looked at."""

    def unseen(self, subject: str) -> bool:
        """Whether the text says that this was not looked at."""
        return any(re.search(SUBJECTS[subject], s.text, re.I) for s in self.unseen_in)

    def of(self, thing: str) -> list[Mention]:
        """What is said of one thing, in order."""
        return [s for s in self.said if s.thing == thing]


UNSEEN = re.compile(
    r"\b(?:(?:did|have|has|had|was|were|could|can) ?not (?:(?:\w+ ){0,2})?(?:ask(?:ed)? for|look(?:ed)? (?:at|for|into)|se(?:e|en)|examined?|review(?:ed)?|check(?:ed)?|open(?:ed)?|shown))\b|\b(?:cannot|could not|can not) (?:say|tell)\b|\bnot (?:been )?(?:seen|examined|reviewed|looked at)\b"
    r"|\boutside (?:the scope of )?this review\b|\b(?:kept|held|filed) (?:in|at) (?:another|the regional|a different|the main) office\b|\bunread\b",
    re.I,
)
SUBJECTS = {
    "provision": r"\bsolicitation|\bprovisions?\b", "certificate before award": r"before (?:the )?award|certificat|pre-?award", "yearly": r"\byearly\b|annual|certificat",
    "plan": r"\bplan\b", "posting": r"\bpost(?:ing|ed|er)|displayed", "subcontracts": r"\bsub-?contract",
}  # fmt: skip


def absent(file: File, what: str) -> State:
    """Nothing speaks of it: not there where the file tells what it holds, else not to be told."""
    subject = next((s for s in SUBJECTS if s.split()[0] in what and (s != "certificate before award" or "before" in what)), "")
    if subject and file.unseen(subject):
        return State(Answer.UNKNOWN, f"the file says that this was not looked at: {what}")
    if file.unread:
        return State(Answer.UNKNOWN, file.unread[0].rstrip("."))
    if file.closed:
        return State(Answer.NO, f"nothing in the file speaks of {what}")
    return State(Answer.UNKNOWN, f"the text does not say what the file holds, {what} included")


def certificates(file: File) -> list[Mention]:
    """What is said of the contractor's own certificates; those of subcontractors stand apart."""
    return [s for s in file.of("certificate") if not _of_sub(s, file)]


def _of_sub(s: Mention, file: File) -> bool:
    text = f"{s.parts[0].sentence.heading} {s.parts[0].text}"
    if OF_SUB.search(text) and not re.search(r"\bprime\b|contractor'?s own", text, re.I):
        return True
    said = _words(s.text)
    if any(_words(sub.name) and _words(sub.name) <= said for sub in file.subs if sub.name):
        return True
    own = re.search(r"\bits own\b|\bof its own\b|\bit (?:had |has )?(?:given|gave|sent|certified)\b|\bit ever gave\b", s.text, re.I)
    first = s.parts[0].sentence
    return own is not None and any(sub.sentence.block == first.block and sub.sentence.line <= first.line and sub.sentence is not first for sub in file.subs)


def wrong_owner(s: Mention, file: File) -> str | None:
    """Why a paper is somebody else's: another firm, or another contract; None where nothing says so."""
    text = " ".join(p.text for p in s.parts if p.stance != LACKING) or s.text
    named = {_plain_id(n) for n in PIID.findall(text)}
    if not any(SOLICITED.search(n) for n in file.numbers):
        named = {n for n in named if not SOLICITED.search(n)}  # which solicitation led to this contract is not told
    if file.numbers and named and not named & file.numbers:
        return "it names another contract"
    if file.contractor:
        own = _words(file.contractor)
        firms = [f for f in FIRM.findall(text) if not _same(own, _words(f))]
        if firms and not _names(own, text):
            return f"it names another firm ({firms[0].strip()})"
    if re.search(r"\b(?:another|a different|the previous|an earlier|the former|the old|a sister) (?:firm|company|contract|contractor|order|solicitation)\b", text, re.I):
        return "it is another firm's or another contract's"
    return None


SOLICITED = re.compile(r"\d{2}[RQB][A-Z0-9]{3,5}$")
"""The number of a request for proposals or quotations, or of an invitation for bids."""


def _names(own: frozenset[str], text: str) -> bool:
    own = own - PLACES
    return len(own & _words(text)) >= min(3, len(own))


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
            days = [d.last for d in p.days if d.first <= file.as_of] if p.stance == THERE and not faulty else _since(p, file)
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


FAULT = re.compile(r"\b(?:draft|blank|unsigned|undated|template|copy not received|not signed|specimen)\b", re.I)
"""What makes the paper of a row no paper; `none` in a cell speaks of that cell alone."""


def _since(p: Part, file: File) -> list[date]:
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


CARRIES = re.compile(r"52\.222-50|traffick|same clause|the clause|flow|whole of the promise", re.I)


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


WHOLE_TERMS = re.compile(
    r"\b(?:clauses?|articles?|terms)\s*:.{5,400}?\b(?:no others?|nothing else|nothing more|the whole of it|that is all|with no annex|these alone)\b", re.I | re.DOTALL
)
"""The terms of a subcontract, told to their end."""


def _told_without(sub: Sub) -> bool:
    """The passage tells which clauses the subcontract holds, and this one is not among them."""
    if WHOLE_TERMS.search(sub.passage) and not CARRIES.search(sub.passage):
        return True
    return re.search(r"\b5?2?52\.2\d\d-\d+", sub.passage) is not None and "52.222-50" not in sub.passage.replace(" ", "") and not re.search(r"traffick|same clauses", sub.passage, re.I)


def _whom(s: Mention, file: File) -> str:
    said = _words(" ".join(p.text for p in s.parts if p.stance == LACKING) or s.text)
    named = [sub.name for sub in file.subs if _words(sub.name) and _words(sub.name) <= said]
    return f"the subcontract with {named[0]}" if len(named) == 1 else "every subcontract"


def plain_numbers(texts: Iterable[str | None]) -> frozenset[str]:
    """The numbers of contracts and solicitations in these texts, without their hyphens."""
    return frozenset(_plain_id(n) for text in texts if text for n in PIID.findall(text))


def _plain_id(number: str) -> str:
    return number.replace("-", "").upper()


FORMS = frozenset(
    ("llc", "inc", "incorporated", "corp", "corporation", "ltd", "limited", "co", "company", "gmbh", "sa", "as", "sarl", "wll", "lp", "llp", "plc", "the", "and",
     "of", "group", "jv", "joint", "venture", "pte", "sdn", "bhd", "fze", "fictional", "services", "service", "bv", "spa", "pvt", "cooperative")
)  # fmt: skip


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", re.sub(r"[’']s\b", "", name.lower()).replace(".", ""))) - FORMS


def _same(own: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one firm: each having a word that the other lacks, they are two."""
    return bool(own & other) and not (own - other and other - own)


SUB_NAMED = re.compile(r"\bsub-?(?:contract\w*|award\w*)\b|\bsuppliers?\b|\bagents?\b|\brecruit(?:ers?|ment agency)\b|\bsubs\b|\bpurchase orders?\b|\blower[- ]tier\b", re.I)
SUBS_ARE = re.compile(r"\bsub-?(?:contracts?|awards?|contractors?)\b(?! plan)|\blower[- ]tier\b|\bagents?\b(?! orange)", re.I)
"""Words by which a file says that others work under the contract; a supplier of soap to the office is none."""
GIVEN_ON = re.compile(r"\b(?:entrusted to|contracted (?:out )?to|let to|placed with|agreement with|(?:order|contract)s? (?:with|to|of)|hired (?:in turn|from|by)|hires? (?:a|the|another) firm|taken on by|handed to|(?:bought|comes?|supplied) (?:from|by)|his is an? .{0,20}order)\b", re.I)
"""Work or supply passed on without the word subcontract."""
NO_SUBS = re.compile(
    r"\b(?:no|without(?: any)?|has no) sub-?(?:contract\w*|award\w*)\b(?! (?:has|have|had|is|was|were|lacks?|without|exceeds?|above|over))|\bsub-?(?:contracts?|awards?|contractors?)(?: (?:and|or) \w+)?\s*(?::|\|)?\s*(?:none|no|nil)\b|"
    r"\bnone of the work is subcontracted\b|\b(?:does not|did not|do not|never) subcontracts?\b|\b(?:nothing|no part (?:of (?:the work|it) )?)(?:is|was|has been) subcontracted\b|\bself-?perform\w*|\bsub-?contracts?:? .{0,30}\bproposed none\b|\bno sub-?contract\w* (?:is|was|are|were) (?:proposed|planned|used)\b|\ball work is done by its own\b|\bthere (?:is|are|were|was) no sub-?contract\w*",
    re.I,
)
NO_AGENTS = re.compile(r"\b(?:agents?|recruiters?)\s*:?\s*(?:nil|none|no)\b", re.I)
PROPER = re.compile(
    rf"\b(?:[{UPPER}][\w'’.&-]+(?:\s+(?:&|and|de|of|al|el|d'|du|des|da|do|del|di|van|von|y|e|la|le)\s+|\s+)){{1,5}}[{UPPER}][\w'’.&-]+\b|\b[{UPPER}][\w'’]+ (?:&|and) [{UPPER}][\w'’]+\b"
)
AMOUNT = re.compile(r"(?:US\$|USD|\$)\s?\d[\d,]*(?:\.\d\d)?(?:\s?(?:million|m))?|(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d\d)?\b(?!\s*(?:meals|liters|units|pieces|hours|boxes))", re.I)


def subs_in(said: Sequence[Sentence]) -> tuple[Sub, ...]:
    """The subcontracts that a text tells of: each firm named where the text speaks of subcontracts, with its passage and amount."""
    found: dict[str, Sub] = {_key(sub): sub for table in tables(said) for sub in _subs_of_table(table)}
    blocks: dict[int, list[Sentence]] = {}
    for sentence in said:
        blocks.setdefault(sentence.block, []).append(sentence)
    listing = False
    for block in blocks.values():
        text = " ".join(s.text for s in block)
        heading = block[0].heading
        listing = listing and AMOUNT.search(text) is not None and len(text) < 120 or SUB_NAMED.search(text) is not None and text.rstrip().endswith(":")
        about = SUB_NAMED.search(text) or SUB_NAMED.search(heading) or GIVEN_ON.search(text) or listing
        if block[0].is_heading or not about or not AMOUNT.search(text) or TAB.match(text) and not SUB_NAMED.search(text):
            continue
        named = _named_subs(block)
        for name, part, sentence in named:
            key = _key(Sub(name, None, None, sentence))
            amount = AMOUNT.search(part)
            new = Sub(name, money(amount.group()) if amount is not None else None, next((d.first for d in days_in(part)), None),
                      sentence, part if len(block) > 1 and len(named) > 1 else text, _cots(part))  # fmt: skip
            old = found.get(key)
            if old is None or old.value is None and new.value is not None:
                found[key] = new
    return tuple(found.values())


def _key(sub: Sub) -> str:
    return " ".join(sorted(_words(sub.name))) or f"line {sub.sentence.line}"


def _subs_of_table(table: Table) -> Iterator[Sub]:
    """A table with a column of subcontractors: names, days, and amounts without what is off the shelf."""
    at = next((n for n, head in enumerate(table.head) if SUB_NAMED.search(head)), None)
    if at is None and any(re.search(r"52\.222-50|certificate|\brole\b|clause", head, re.I) for head in table.head):
        at = next((n for n, head in enumerate(table.head) if re.search(r"\b(?:firm|company|name|who)\b", head, re.I)), None)
    if at is None:
        return
    whole = next((n for n, head in enumerate(table.head) if re.search(r"amount|value|price|abroad|dollars", head, re.I)), None)
    shelf = next((n for n, head in enumerate(table.head) if re.search(r"off[- ]the[- ]shelf", head, re.I)), None)
    cots = next((n for n, head in enumerate(table.head) if head.strip().lower() == "cots"), None)
    for cells, sentence in table.rows:
        name = cells[at] if at < len(cells) else ""
        amount = AMOUNT.search(cells[whole]) if whole is not None and whole < len(cells) else AMOUNT.search(sentence.text)
        if not re.search(r"[A-Za-z]{3}", name) or amount is None:
            continue
        value = money(amount.group())
        part = AMOUNT.search(cells[shelf]) if shelf is not None and shelf < len(cells) else None
        if value is not None and part is not None:
            value -= money(part.group()) or 0
        is_cots = True if cots is not None and cots < len(cells) and cells[cots].lower().startswith("y") else None
        yield Sub(name, value, next((d.first for d in days_in(sentence.text)), None), sentence, sentence.text, is_cots)


def _cots(part: str) -> bool | None:
    return True if re.search(r"\bcots\b|off[- ]the[- ]shelf", part, re.I) and not re.search(r"\b(?:not|no|non)[- ]?(?:an? )?(?:cots|off)|cots: no", part, re.I) else None


def _named_subs(block: Sequence[Sentence]) -> list[tuple[str, str, Sentence]]:
    """Name, the words from there to the next name, and the sentence."""
    found: list[tuple[str, str, Sentence]] = []
    for sentence in block:
        text = sentence.text
        if sentence.row:
            cells = [c.strip() for c in text.split(CELL)]
            name = next((c for c in cells if re.search(r"[A-Z][a-z]{2}", c) and not re.search(r"\b(?:subcontractor|name|value|clause|tab)\b", c, re.I)), "")
            if name and AMOUNT.search(text):
                found.append((name, text, sentence))
            continue
        names = [m for m in PROPER.finditer(text) if not _is_other(m.group())]
        for m, end in zip(names, [*(m.start() for m in names[1:]), len(text)], strict=False):
            part = text[m.start() : end]
            if AMOUNT.search(part):
                found.append((m.group().strip(" .,"), part, sentence))
            elif found and not AMOUNT.search(found[-1][1]):
                continue
        if not names and AMOUNT.search(text):
            if found:
                name, part, first = found[-1]
                found[-1] = (name, f"{part} {text}", first)
            else:
                found.append((_label_name(block[0].text), text, sentence))
    if len(found) == 1:
        name, _, sentence = found[0]
        return [(name or _label_name(block[0].text), " ".join(s.text for s in block), sentence)]
    return found


def _label_name(text: str) -> str:
    told = PROPER.search(text)
    return told.group() if told is not None and not _is_other(told.group()) else ""


def _is_other(name: str) -> bool:
    if country(name) is not None:
        return True
    return re.search(r"\b(?:Subcontracts?|FAR|DFARS|January|February|March|April|May|June|July|August|September|October|November|December|Contracting|Officer|Clause|Tab|United States|Section|Combating|Trafficking|Copy|Both|Two|Three|One|Appendix|Line|Option|Government|Inspector)\b", name) is not None


def certificates_of(sub: Sub, file: File) -> list[Part]:
    """What is said of this subcontractor's certificate: from where its name stands until another's does."""
    others = [o for o in file.subs if o is not sub and o.name]
    common = frozenset().union(*(_words(o.name) for o in others)) | _words(file.contractor or "")
    own = _words(sub.name) - common or _words(sub.name)
    found: list[Part] = []
    for s in file.of("certificate"):
        block = s.parts[0].sentence.block == sub.sentence.block
        mine = block or not sub.name and OF_SUB.search(s.text) is not None or _all_of_them(s, file)
        for p in s.parts:
            said = _words(p.text)
            if own & said:
                mine = True
            elif any((_words(o.name) - own) & said for o in others) and not block:
                mine = False
            if mine:
                found.append(p)
    return found


def _left_out(p: Part, sub: Sub) -> bool:
    """`Every subcontractor has certified, with the exception of ...`: this one."""
    told = re.search(r"\b(?:except(?:ing| for)?|exception of|but not|apart from|other than|all but)\b(?P<whom>.*)", p.text, re.I)
    return told is not None and bool(_words(sub.name)) and _words(sub.name) <= _words(told["whom"])


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
            dated += _since(p, file)
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
