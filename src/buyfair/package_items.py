"""The items of a solicitation package: what each is, which rules ask for it, what it leaves open and what lets it stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from buyfair.judge.facts import place
from buyfair.judge.judging import Judged
from buyfair.judge.seen import Ask, Reason, Seen, least, most
from buyfair.knowledge import facts as f
from buyfair.knowledge.clauses import Clause, clauses
from buyfair.knowledge.package import DISCRETION, OFFERED, OFFICER, REQUIRED, Entry, Request
from buyfair.package_fills import filled
from buyfair.package_weighing import Printed, Weighing
from buyfair.terms.answer import Answer

DEVIATION_DATE = "the date of your agency's deviation to the overhaul text, behind the title"
IN_DEFENSE = re.compile(r" ?\{dod: ([^{}]+)\}")
ROOM = "FAR 1.102-4(e)"
"""What lets an officer use words that nobody asks for."""
BY_REFERENCE = "{named} is incorporated by reference."


@dataclass(frozen=True, slots=True)
class FillIn:
    """A blank of an item: what it asks, who fills it, and what the facts already tell."""

    asks: str
    by: str
    filled: str | None
    in_title: bool = False
    """Whether it stands behind the title, as the date of a deviation does."""
    in_text: str = ""
    """Its place in the text of the item, in square brackets; empty where the text has none."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What lets an item stand, or keeps it out: its standing, why, the citations, whether they were read, and who signs."""

    standing: str
    says: str
    cites: tuple[str, ...]
    mark: str
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a package. `demands` are the rules that ask for it, `serves` those that bind through it.

    `lines` are counted from 0 and empty where the whole purchase is concerned; `find_out` the facts that would settle it;
    `instead` what can be done in the place of what does not stand by default.
    """

    id: str
    kind: str
    number: str
    title: str
    edition: Printed | None
    alternate: str
    place: str
    text: str
    fill_ins: tuple[FillIn, ...]
    lines: tuple[int, ...]
    demands: tuple[Judged, ...]
    serves: tuple[str, ...]
    because: tuple[Reason, ...]
    authority: Authority
    answer: Answer
    find_out: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    instead: str = ""
    rests: bool = False
    """Whether it rests on something told that an officer has to judge; a caution says on what."""


def item_of(entry: Entry, at: Weighing) -> Item | None:
    """The item at this purchase; None where it is not asked for, or the text in use does not have it."""
    rows = [at.judged[row] for row in entry.rows if at.judged[row].in_force is not Answer.NO]
    if entry.rows and not rows:
        return None
    clause = clauses().get(entry.clause)
    asked = least([*_asked(rows), *([at.word(entry.when)] if entry.when else []), at.watched(entry)])
    used = Answer.YES if clause is None else at.in_use(clause, entry.regimes)
    out = Seen(Answer.NO) if clause is None else at.left_out(entry, clause)
    if Answer.NO in (asked.answer, used) or out.answer is Answer.YES:
        return None
    offered = at.word(entry.offered_when) if entry.offered_when else Seen(Answer.NO)
    sure = (asked.answer, used, out.answer) == (Answer.YES, Answer.YES, Answer.NO) and offered.answer is not Answer.UNKNOWN
    rests = bool(entry.rests_when) and at.word(entry.rests_when).answer is Answer.YES
    demands = tuple(j for j in rows if j.answer is not Answer.NO)
    return Item(
        id=entry.id, kind=entry.kind, number=entry.clause, title=entry.title or (clause.title if clause else ""),
        edition=at.printed(clause, entry.alternate) if clause else None, alternate=entry.alternate, place=entry.place,
        text=_text(entry, clause, at), fill_ins=_fill_ins(entry, clause, at),
        lines=_lines(r.path for r in asked.because), demands=demands,
        serves=tuple(row for row in entry.serves if at.judged[row].answer is not Answer.NO),
        because=tuple(dict.fromkeys(asked.because)), authority=_authority(entry, demands, offered.answer is Answer.YES),
        answer=Answer.YES if sure else Answer.UNKNOWN,
        find_out=() if sure else _open([*asked.missing, *out.missing, *offered.missing], used, at),
        cautions=(*([entry.rests_on] if rests else []), *entry.cautions), rests=rests,
    )  # fmt: skip


def _asked(rows: Sequence[Judged]) -> list[Seen]:
    """What the rules that ask for an item come to: one of them is enough."""
    return [most([Seen(j.answer, j.because, j.missing) for j in rows])] if rows else []


def _text(entry: Entry, clause: Clause | None, at: Weighing) -> str:
    """Its own text; a clause stands by reference."""
    if clause is not None and not entry.text:
        edition = at.printed(clause, entry.alternate)
        return BY_REFERENCE.format(named=named(clause.number, clause.title, edition, entry.alternate))
    return _with_facts(entry.text, at)


def _with_facts(text: str, at: Weighing) -> str:
    agency = at.purchase.told.get(f.AGENCY.key)
    return IN_DEFENSE.sub(lambda found: _of_defense(found[1], agency), text)


def _of_defense(says: str, agency: object) -> str:
    """A sentence for the Department of Defense alone; where nobody told who buys, with the condition."""
    if agency == "dod":
        return f" {says}"
    return "" if agency is not None else f" In the Department of Defense {says[:1].lower()}{says[1:]}"


def named(number: str, title: str, edition: Printed | None, alternate: str = "") -> str:
    """A clause as a list of clauses names it: body, number, title, date."""
    body = "DFARS" if number.startswith("252.") else "FAR"
    dated = "" if edition is None else f" ({edition.date})"
    return f"{body} {number}, {title}{', ' + alternate if alternate else ''}{dated}"


def _fill_ins(entry: Entry, clause: Clause | None, at: Weighing) -> tuple[FillIn, ...]:
    """What the item leaves open; of the overhaul text the date of the agency's deviation too."""
    found = [
        FillIn(b.asks, b.by, filled(b.source, at.purchase, _day(at)) if b.source else None, in_text=b.in_text)
        for b in entry.blanks
    ]
    own = clause is not None and at.printed(clause, entry.alternate).own
    return (*([FillIn(DEVIATION_DATE, OFFICER, None, in_title=True)] if own else []), *found)


def _day(at: Weighing) -> date:
    return at.days[1] if at.days is not None else at.found.asked


def _authority(entry: Entry, demands: Sequence[Judged], offered: bool) -> Authority:
    """What lets it stand. Law asks for a clause by its number; words of our own beside a duty are the officer's to take."""
    free = entry.standing == REQUIRED and not entry.clause
    cites = dict.fromkeys((*([ROOM] if free else []), *entry.cites,
                           *(t.cites for j in demands for t in (j.texts or j.rule.texts[-1:]))))  # fmt: skip
    marks = {entry.mark, *(t.mark for j in demands for t in j.texts)}
    says = entry.says or "; ".join(dict.fromkeys(j.rule.title for j in demands))
    mark = next((m for m in ("recalled", "inferred") if m in marks), "read")
    return Authority(OFFERED if offered else DISCRETION if free else entry.standing, says, tuple(cites), mark)


def _open(missing: Iterable[Ask], used: Answer, at: Weighing) -> tuple[str, ...]:
    """The facts to find out, each once, the purchase's own first; else the day, or which text of the FAR is in use."""
    paths = [a.path for a in sorted(missing, key=lambda a: (a.order, a.path))]
    if not paths and f.SOL_DATE.key not in at.purchase.told:
        paths = [f.SOL_DATE.key]
    elif not paths and used is Answer.UNKNOWN:
        paths = [f.REGIME.key]
    return tuple(dict.fromkeys(paths))


def _lines(paths: Iterable[str]) -> tuple[int, ...]:
    """The lines that the facts which decided stand in."""
    return tuple(sorted({line for line, _ in map(place, paths) if line is not None}))
