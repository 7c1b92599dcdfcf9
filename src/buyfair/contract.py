"""Audits a contract file against the law: which clauses stand in it, what its facts require, what is missing and the one-line fix."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from buyfair import contract_papers as papers
from buyfair.catalogue import fingerprint
from buyfair.contract_facts import FileFacts, facts_of
from buyfair.contract_papers import File, State
from buyfair.intake.documents import unread
from buyfair.judge.amounts import READ
from buyfair.judge.facts import Interval, Purchase
from buyfair.judge.judging import Judged, texts_in_use
from buyfair.judge.rule import CODIFIED
from buyfair.judge.told import read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge import file_evidence
from buyfair.knowledge.clauses import PROVISION, Dated, Edition, clauses
from buyfair.knowledge.clauses.standing import standing
from buyfair.purchase import Duties, cites, duties_of, law, shown, vocabulary
from buyfair.spot.clauses import Found, Known, clauses_in
from buyfair.spot.evidence import LACKING, THERE, Mention, mentions
from buyfair.spot.sentences import Sentence, sentences
from buyfair.terms.answer import Answer
from buyfair.terms.document import Document
from buyfair.terms.errors import InputRefusedError

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


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an audit asks: the rule, how to look, how a gap is called and mended."""

    rule: str
    check: str
    fix: str
    missing: str = "missing"
    ask: str = ""
    clause: str = ""
    alternate: str = ""
    thing: str = ""
    things: tuple[str, ...] = ()
    event: str = ""
    topic: str = ""
    renew: str = ""
    lapsed: str = ""
    field: str = "trafficking"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that the law asks and the file lacks. `quote` and `line` say where the file shows it; None where it is silent."""

    asked: Asked
    what: str
    fix: str
    why: str
    judged: Judged
    quote: str | None = None
    line: int | None = None
    page: int | None = None
    due: str = ""
    printed: str = ""
    ask: str = ""
    """The same as it is put to the contractor; empty where it is the office's own to mend."""


@dataclass(frozen=True, slots=True)
class Open:
    """A rule of which the file does not let anybody tell whether it is kept."""

    asked: Asked
    missing: tuple[str, ...]
    why: str


@dataclass(slots=True)
class Audit:
    """What was found in one file. `kept` are the rules that the file shows to be kept, with the words that show it."""

    document: Document
    facts: FileFacts
    duties: Duties
    day: date
    clauses: tuple[Found, ...]
    closed: bool
    gaps: list[Gap] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    kept: list[tuple[Asked, State]] = field(default_factory=list)
    beside: list[Gap] = field(default_factory=list)


@cache
def asked() -> tuple[Asked, ...]:
    """Everything that an audit asks, in its order."""
    told = tomllib.loads(files(file_evidence).joinpath("asked.toml").read_text("utf-8"))
    return tuple(Asked(**{**row, "things": tuple(row.get("things", ()))}) for row in told["asked"])


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
        s.stance in (THERE, LACKING) and (s.thing in CLOSING or s.thing == "flow_down" and papers.CARRIES.search(s.text))
        for s in spoken
    )


def _purchase(told: FileFacts, given: Mapping[str, Any] | None, spoken: Sequence[Mention]) -> Purchase:
    """The facts as the engine holds them; a value of the header that cannot be is a note, one of a facts file is refused."""
    facts = dict(told.told)
    facts.setdefault("tier", 0)
    if "credible_information" not in facts:
        happened = [s for s in spoken if s.thing == "information"]
        if any(_happened(s) for s in happened):
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
    none = next((s for s in said if papers.NO_SUBS.search(s.text)), None)
    listed = {c.line for c in found.clauses if c.how in LISTS}
    held = papers.subs_in([s for s in said if s.line not in listed])
    return File(
        said=spoken, closed=found.closed, as_of=found.day, award=told.get(f.AWARD_DATE.key), solicited=told.get(f.SOL_DATE.key),
        start=about.get("performance_start"), end=about.get("performance_end"), contractor=about.get("contractor") or _first_firm(top),
        numbers=papers.plain_numbers([about.get("contract"), about.get("solicitation"), top]), subs=held,
        unread=unread(found.document), no_subs=none, unseen_in=tuple(s for s in said if papers.UNSEEN.search(s.text) and not SEEN_AFTER_ALL.search(s.text)), speaks_of_subs=bool(held) or any(papers.SUBS_ARE.search(s.text) for s in said if s.line not in listed),
    )  # fmt: skip


def _first_firm(top: str) -> str | None:
    """The firm that a contract's own head names, where no line calls it the contractor."""
    told = papers.FIRM.search(top)
    return None if told is None else re.split(rf",\s+(?!{papers.FORM}\b)", told[1])[-1]


def _ask(one: Asked, found: Audit, file: File) -> None:
    judged = next((j for j in found.duties.judged if j.rule.row == one.rule), None)
    if judged is None or judged.in_force is Answer.NO and one.check not in ("large subcontracts",):
        return
    CHECKS[one.check](one, judged, found, file)


def _clause(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """A clause or provision: does it stand, and in the edition that the solicitation's day asks?"""
    if judged.answer is Answer.NO:
        return
    clause = clauses().get(one.clause)
    if clause is None:
        return
    held = [c for c in found.clauses if c.number == one.clause]
    stands = _standing_now(held)
    if judged.answer is Answer.UNKNOWN:
        if stands is None:
            _leave_open(one, judged, found)
        return
    due = _due(clause, found)
    if stands is None:
        _no_clause(one, judged, found, file, held, due)
        return
    printed = _newest(held)
    answer = standing(clause, printed, _days(found), _regimes(clause, found))
    inferred = _inferred(clause, found)
    if answer.answer is Answer.NO and inferred is not None:
        why = f"the edition of {inferred.printed} is inferred and was not read; if it is right, {printed} is outdated"
        found.open.append(Open(one, ("edition due",), why))
    elif answer.answer is Answer.NO and one.renew:
        _gap(one, judged, found, "outdated", one.renew.format(printed=printed, due=due), answer.why, stands)
    elif answer.answer is Answer.UNKNOWN and one.field == "trafficking":
        found.open.append(Open(one, _edition_missing(printed, found), answer.why))
    else:
        found.kept.append((one, State(Answer.YES, answer.why)))


def _inferred(clause: Dated, found: Audit) -> Edition | None:
    """The edition of the codified text that would be due but was inferred only, with no later one read that bears it out."""
    days = _days(found)
    if days is None or CODIFIED not in _regimes(clause, found):
        return None
    due = clause.edition_on(days[1] if isinstance(days, tuple) else days, CODIFIED).edition
    if due is None or due.mark == READ or any(e.first > due.first and e.mark == READ and e.month is not None for e in clause.editions):
        return None
    return due


def _standing_now(held: Sequence[Found]) -> Found | None:
    """Where the clause stands at last; a later place that strikes it takes it away."""
    now: Found | None = None
    for one in held:
        if one.held:
            now = one
        elif one.how == "struck":
            now = None
    return now


def _newest(held: Sequence[Found]) -> str | None:
    dated = [c for c in held if c.held and c.month is not None]
    return max(dated, key=lambda c: c.month or date.min).printed if dated else None


def _no_clause(one: Asked, judged: Judged, found: Audit, file: File, held: Sequence[Found], due: str) -> None:
    if not found.clauses or file.unread:
        why = file.unread[0].rstrip(".") if file.unread else "the text names no clause at all"
        found.open.append(Open(one, ("clause list",), why))
        return
    if clauses()[one.clause].kind == PROVISION and (file.unseen("provision") or not found.closed and not _shows_solicitation(found)):
        found.open.append(Open(one, ("solicitation",), "the text does not show the provisions of the solicitation"))
        return
    where = next((c for c in held if c.how != "spoken of"), None) or next(iter(held), None)
    why = "the text does not hold it" if where is None else f"in the text it is {where.how}"
    _gap(one, judged, found, one.missing, one.fix.format(due=due, printed=""), why, where)


def _shows_solicitation(found: Audit) -> bool:
    """Whether any provision of a solicitation stands in the text: where none does, it may be the contract alone."""
    return any(c.held and c.number in clauses() and clauses()[c.number].kind == PROVISION for c in found.clauses) or re.search(
        r"\bprovisions? (?:of|in|that stood in) the solicitation\b|\bsection [KL]\b", found.document.text, re.I) is not None


IN_FORCE = "edition of the solicitation date"


def _due(clause: Dated, found: Audit) -> str:
    """The printed date of the edition due; words where it cannot be told."""
    days, regimes = _days(found), _regimes(clause, found)
    if days is None:
        return IN_FORCE
    both = {clause.edition_on(d, r).edition for d in (days if isinstance(days, tuple) else (days,)) for r in regimes}
    edition = next(iter(both)) if len(both) == 1 else None
    return edition.printed if edition is not None and edition.month is not None else IN_FORCE


def _days(found: Audit) -> date | tuple[date, date] | None:
    from buyfair.judge.judging import solicited

    window = solicited(found.duties.purchase, law().dated, found.day)
    if window.first == window.last:
        return window.first
    return None if window.first == date.min else (window.first, window.last)


def _regimes(clause: Dated, found: Audit) -> tuple[str, ...]:
    part = getattr(clause, "part", "22")
    return tuple(texts_in_use(law(), found.duties.purchase, part)) if part else ("codified",)


def _edition_missing(printed: str | None, found: Audit) -> tuple[str, ...]:
    return ("printed date of the clause",) if printed is None else ("sol_date",) if _days(found) is None else ("edition due",)


def _alternate(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    if judged.answer is Answer.NO:
        return
    held = [c for c in found.clauses if c.number == one.clause]
    places = [c for c in held if c.held and any(name == one.alternate for name, _ in c.alternates)]
    base = _standing_now(held)
    with_it = places[-1] if places and _still_with(one, held) else None
    if with_it is not None:
        empty = next((e for e in (_left_empty(found, c) for c in places) if e is not None), None)
        if empty is None or judged.answer is Answer.UNKNOWN:
            found.kept.append((one, State(Answer.YES, f"{one.alternate} stands in the text")))
            return
        _gap(one, judged, found, one.missing, _alternate_fix(one, found), "its table of directives is left empty", with_it, empty.text)
        return
    if judged.answer is Answer.UNKNOWN:
        _leave_open(one, judged, found)
    elif found.clauses:
        _gap(one, judged, found, one.missing, _alternate_fix(one, found), "the clause stands without it", base)


def _still_with(one: Asked, held: Sequence[Found]) -> bool:
    """Whether the clause, as a modification last brought it in, still has the Alternate."""
    last = next((c for c in reversed(held) if c.how == "added"), None)
    if last is None or any(name == one.alternate for name, _ in last.alternates):
        return True
    return not any(c.how == "struck" and any(name == one.alternate for name, _ in c.alternates) for c in held) and last.month is None


def _alternate_fix(one: Asked, found: Audit) -> str:
    alternate = clauses()[one.clause].alternate(one.alternate)
    return one.fix.format(due="" if alternate is None else _due(alternate, found), printed="")


TITLES = re.compile(r"\bdocument title\b|\btitle of (?:the )?(?:document|directive)", re.I)
EMPTY_ROW = re.compile(r"(?:document title|directive|notice|title|applies)\b.*?(?::|\|)\s*(?:_{2,}|\[?\s*\]?|none (?:listed|entered)|blank|n/?a|-+|tbd|\.{3,})\s*(?:\||$)", re.I)
SAID_EMPTY = re.compile(r"\b(?:table|list|schedule|columns?|rows?|spaces?|fill-?in)\b.{0,80}\b(?:left )?(?:blank|empty|bare|unfilled|(?:not|never) filled|no entr|without entr|nothing)\b|\b(?:blank|empty|bare|unfilled) (?:table|list|row|column|fill-?in)", re.I)


def _left_empty(found: Audit, alternate: Found) -> Sentence | None:
    """The words that show the Alternate's table without a directive; only near it, or where they name it."""
    lines = found.document.lines
    for n, line in enumerate(lines):
        if alternate.line <= line.number <= alternate.line + 20 and TITLES.search(line.text) and line.text.rstrip()[-1:] != ".":
            below = [x.text for x in lines[n + 1 : n + 7]]
            if not _filled(below):
                return Sentence(line.text.strip(), line.number, line.number, line.page)
    for s in sentences(found.document):
        near = alternate.line <= s.line <= alternate.line + 14
        if near and (EMPTY_ROW.search(s.text) or SAID_EMPTY.search(s.text)):
            return s
        if re.search(r"\balt(?:ernate|\.)? I\b", s.text, re.I) and SAID_EMPTY.search(s.text):
            return s
    return None


def _filled(below: Sequence[str]) -> bool:
    """Whether a directive stands below the heads of the table; blanks and lines to write on are none."""
    for text in below:
        said = re.sub(r"[_\s.|\-–—\[\]]", "", text)
        if not text.strip():
            continue
        if said and not re.match(r"(?:applies|maybeobtained|\(?contractingofficer|insert|none|n/?a|blank|tbd)", said, re.I):
            return re.match(r"^\s*(?:\(?\w{1,3}[.)]|\d{2,3}\.\d{3}|[A-Z]{4,}\s)", text) is None or "|" in text
        if not said:
            return False
    return False


def _paper(weigh: Callable[[Asked, File], State]) -> Callable[[Asked, Judged, Audit, File], None]:
    """A check of a paper that the rule asks where its facts say yes."""

    def check(one: Asked, judged: Judged, found: Audit, file: File) -> None:
        if judged.answer is Answer.NO:
            return
        if judged.answer is Answer.UNKNOWN:
            _leave_open(one, judged, found)
            return
        _weighed(one, judged, found, weigh(one, file))

    return check


def _weighed(one: Asked, judged: Judged, found: Audit, state: State, due: str = "") -> None:
    if state.answer is Answer.YES:
        found.kept.append((one, state))
    elif state.answer is Answer.UNKNOWN:
        found.open.append(Open(one, (one.thing or "the file",), state.why))
    else:
        fix = one.fix.format(whom=state.whom or "every subcontract", due=due)
        what = one.lapsed if state.lapsed and one.lapsed else one.missing
        _gap(one, judged, found, what, fix, state.why, state.sentence, whom=state.whom)


def _yearly(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    if judged.answer is Answer.NO:
        return
    if judged.answer is Answer.UNKNOWN:
        _leave_open(one, judged, found)
        return
    state = papers.each_year(file)
    _weighed(one, judged, found, state, "the anniversary of the award")


def _large_subcontracts(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """The certificates that the prime must collect: each subcontract told of is judged as what it is."""
    for sub in file.subs:
        answer = _judged_sub(one, sub, found)
        if answer is None or answer.answer is Answer.NO:
            continue
        if answer.answer is Answer.UNKNOWN:
            continue
        state = papers.sub_certificate(papers.certificates_of(sub, file), sub, file)
        _weighed(one, answer, found, state)


def _judged_sub(one: Asked, sub: papers.Sub, found: Audit) -> Judged | None:
    own = found.duties.purchase
    outside = any(line.get("performed_outside_us") or line.get("acquired_outside_us") for line in own.lines or ())
    if sub.value is None or not outside or sub.cots or sub.inside or not sub.name and not papers.SUB_NAMED.search(sub.passage):
        return None
    told = {k: v for k, v in own.told.items() if k in ("agency", "sol_date", "award_date", "method")}
    kinds = {line.get("item") for line in own.lines or ()}
    line: dict[str, Any] = {"item": "supply" if kinds == {"supply"} else "service", "value": Interval(sub.value, sub.value)}
    line |= {"performed_outside_us": True} if line["item"] == "service" else {"acquired_outside_us": True}
    if not any(own_line.get("cots") for own_line in own.lines or ()):
        line |= {"cots": False, "bulk_cargo": False}  # else it may be the part that is off the shelf
    day = sub.day or own.told.get(f.AWARD_DATE.key)  # a subcontract of no told day is taken to be of the award's
    told |= {"tier": Interval(Decimal(1), Decimal(1))} | ({"sub_award_date": day} if day is not None else {})
    judged = duties_of(Purchase(told, (line,)), found.day)
    return next((j for j in judged.judged if j.rule.row == one.rule), None)


NO_EVENT = re.compile(r"\bno (?:\w+ ){0,3}(?:reports?|complaints?|allegations?|information|cases?|abuses?|instances?)\b|\bnothing\b", re.I)


def _happened(s: Mention) -> bool:
    """Whether a passage tells that information of abuse came in; a denial inside what was told does not undo it."""
    if any(re.fullmatch(r"\W*(?:no|none|nil)\W*", p.text, re.I) for p in s.parts):
        return False
    return s.stance in (THERE, LACKING) and NO_EVENT.search(s.parts[0].text) is None


def _told(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """After information of abuse: was everybody told who must be?"""
    events = [s for s in file.of(one.event) if _happened(s)]
    if not events:
        return
    without = []
    for thing in one.things:
        said = [s for s in file.of(thing) if s.stance in (THERE, LACKING)]
        if not said or said[-1].stance == LACKING or thing == "told_inspector" and any(s.stance == LACKING for s in said):
            without.append((thing, next((s for s in said), events[0])))
    if not without:
        found.kept.append((one, State(Answer.YES, "the file tells of the notices", events[0].sentence)))
        return
    names = {"told_officer": "the contracting officer", "told_inspector": "the agency's inspector general",
             "told_debarring": "the suspending and debarring official"}  # fmt: skip
    whom = " and ".join(names.get(thing, thing) for thing, _ in without)
    if not file.closed:
        found.open.append(Open(one, tuple(t for t, _ in without), "the text does not say what the file holds"))
        return
    s = without[0][1].sentence
    _gap(one, judged, found, one.missing, one.fix.format(whom=whom), f"nothing shows that {whom} was told", s, whom=whom)


def _referred(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """What the officer must pass on: reported where the file says in words that it was not."""
    if not any(_happened(s) for s in file.of("information")):
        return
    lacking = [s for s in file.of("told_debarring") if s.stance == LACKING]
    if lacking:
        _gap(one, judged, found, one.missing, one.fix.format(whom="the suspending and debarring official"), "the file says that it was not", lacking[0].sentence)


def _entered(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    if not any(s.stance == THERE for s in file.of(one.event)):
        return
    lacking = [s for s in file.of(one.things[0]) if s.stance == LACKING]
    if lacking:
        _gap(one, judged, found, one.missing, one.fix, "the file says that it is not entered", lacking[0].sentence)


def _covers(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """A paper that is there but does not speak of the subject."""
    said = file.of(one.thing)
    if judged.answer is not Answer.YES or not said:
        return
    topic = re.compile(one.topic, re.I)
    speaks = [s for s in said if topic.search(s.text) or topic.search(s.label)]
    if not speaks and (whole := next((s for s in said if COMPLETE.search(f"{s.sentence.heading} {s.text}")), None)) is not None:
        _gap(one, judged, found, one.missing, one.fix, "the whole of it is told, and trafficking is not in it", whole.sentence)
        return
    silent = next((s for s in speaks if _says_not(s, topic)), None)
    if silent is not None:
        _gap(one, judged, found, one.missing, one.fix, "the file says that it does not speak of trafficking", silent.sentence)


COMPLETE = re.compile(r"\b(?:complete|in full|in its entirety|the whole|all (?:items|that)|nothing else)\b", re.I)
NOT_A_WORD = re.compile(r"\b(?:nothing|not(?: one| a)?|no|never|none|silent|without|nowhere|does not|neither|omits?|lacks?)\b", re.I)


def _says_not(s: Mention, topic: re.Pattern[str]) -> bool:
    return any(topic.search(p) and NOT_A_WORD.search(p) and not re.search(r"\bno (?:exception|finding|issue|trafficking|abuse|sign|indicat)", p, re.I)
               for p in (part.text for part in s.parts))  # fmt: skip


CHECKS: Mapping[str, Callable[[Asked, Judged, Audit, File], None]] = {
    "clause": _clause,
    "alternate": _alternate,
    "before award": _paper(lambda one, file: papers.before_award(file)),
    "in file": _paper(lambda one, file: papers.in_file(file, one.thing, "the compliance plan")),
    "by start": _paper(lambda one, file: papers.by_start(file)),
    "each year": _yearly,
    "subcontracts": _paper(lambda one, file: papers.flow_down(file)),
    "large subcontracts": _large_subcontracts,
    "told": _told,
    "referred": _referred,
    "entered": _entered,
    "covers": _covers,
}


def _leave_open(one: Asked, judged: Judged, found: Audit) -> None:
    if one.field == "trafficking":
        found.open.append(Open(one, tuple(m.path for m in judged.missing), "whether the rule binds turns on facts not told"))


def _gap(
    one: Asked, judged: Judged, found: Audit, what: str, fix: str, why: str, where: Found | Sentence | None, quote: str | None = None,
    whom: str = "",
) -> None:  # fmt: skip
    text = quote or (where.quote if isinstance(where, Found) else where.text if where is not None else None)
    line, page = (None, None) if where is None else (where.line, where.page)
    due = _due(clauses()[one.clause], found) if one.clause else ""
    printed = (_newest([c for c in found.clauses if c.number == one.clause]) or "") if one.clause else ""
    gap = Gap(one, what, fix, why, judged, None if text is None else " ".join(text.split()), line, page, due, printed, one.ask.format(whom=whom or "every subcontract"))
    (found.gaps if one.field == "trafficking" else found.beside).append(gap)


def as_document(found: Audit) -> dict[str, Any]:
    """The audit of one file as JSON."""
    about = found.facts.about
    return {
        "contract": about.get("contract") or _number_of(found) or found.document.name,
        "file": {"name": found.document.name, "sha256": found.document.sha256, "pages": found.document.pages},
        "day": found.day.isoformat(),
        "knowledge": fingerprint(),
        "facts": _facts(found),
        "clauses": [_clause_entry(c) for c in found.clauses if c.held],
        "spoken_of": [_clause_entry(c) | {"how": c.how} for c in found.clauses if not c.held],
        "gaps": [_gap_entry(g) for g in found.gaps],
        "cannot_tell": [{"id": o.asked.rule, "missing": list(o.missing), "why": o.why} for o in found.open],
        "kept": [{"id": a.rule, "why": s.why, "quote": s.quote} for a, s in found.kept],
        "beside": [_gap_entry(g) | {"field": g.asked.field} for g in found.beside],
        "tells_what_it_holds": found.closed,
        "notes": [*found.document.notes, *found.facts.notes, *found.duties.contradictions],
    }


CALLED = re.compile(r"(?i:\b(?:contract|order)\b(?: no\.?| number)?:?)\s+(?=[A-Z0-9-]*\d)([A-Z0-9]+(?:-[A-Z0-9]+)+)\b")
"""A number of another form, right behind the word contract or order."""
CONTRACT_NO = re.compile(rf"(?i:\b(?:contract|order)\b.{{0,40}}?)({papers.PIID.pattern})")


def _number_of(found: Audit) -> str | None:
    """The number that the head of the text, above its clauses, gives; further down others may be spoken of."""
    first = min((c.line for c in found.clauses), default=60)
    head = [line.text for line in found.document.lines if line.number < first]
    told = next((m for text in head if (m := CONTRACT_NO.search(text)) is not None), None)
    if told is not None:
        return told[1]
    called = next((m for text in head if (m := CALLED.search(text)) is not None), None)
    if called is not None:
        return called[1]
    numbers = [n for text in head for n in papers.PIID.findall(text) if not papers.SOLICITED.search(n.replace("-", ""))]
    return numbers[0] if numbers else None


def _facts(found: Audit) -> dict[str, Any]:
    own = found.duties.purchase
    told: dict[str, Any] = {k: shown(v, k == "tier") for k, v in own.told.items()}
    told |= {k: v.isoformat() if isinstance(v, date) else v for k, v in found.facts.about.items()}
    if own.lines is not None:
        told["lines"] = [{k: shown(v) for k, v in line.items()} for line in own.lines]
    return told


def _clause_entry(c: Found) -> dict[str, Any]:
    known = clauses().get(c.number)
    return {
        "number": c.number, "title": known.title if known is not None else c.title, "date": c.printed or None,
        "alternate": c.alternates[0][0] if c.alternates else None, "line": c.line, "page": c.page,
    }  # fmt: skip


def _gap_entry(g: Gap) -> dict[str, Any]:
    return {
        "id": g.asked.rule, "rule": g.judged.rule.id, "what": g.what, "fix": g.fix, "why": g.why, "quote": g.quote,
        "line": g.line, "page": g.page, "cites": cites(g.judged), "owed_by": g.judged.rule.owed_by,
        "ask": g.ask or None, "clause": g.asked.clause or None, "alternate": g.asked.alternate or None, "due": g.due or None, "printed": g.printed or None,
    }  # fmt: skip
