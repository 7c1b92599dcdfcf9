"""Checks of clauses: does the clause or provision stand in the file, in the edition due, with the Alternate asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from buyfair.contract_audit import Asked, Audit, Open
from buyfair.contract_editions import (
    days_of,
    edition_due,
    edition_missing,
    inferred_only,
    newest,
    older_than_read,
    regimes_of,
    standing_now,
)
from buyfair.contract_file import File, State
from buyfair.contract_gaps import enter_gap, leave_open
from buyfair.contract_stage import BY, stage_of
from buyfair.judge.judging import Judged
from buyfair.judge.rule import CODIFIED, OVERHAUL
from buyfair.knowledge.clauses import PROVISION, Edition, clauses
from buyfair.knowledge.clauses.standing import standing
from buyfair.knowledge.file_evidence import phrases
from buyfair.spot.clause_places import ADDED, SPOKEN_OF, STRUCK
from buyfair.spot.clauses import Found
from buyfair.spot.sentences import Sentence, sentences
from buyfair.terms.answer import Answer

TITLES = re.compile(r"\bdocument title\b|\btitle of (?:the )?(?:document|directive)", re.I)
EMPTY_ROW = re.compile(
    r"(?:document title|directive|notice|title|applies)\b.*?(?::|\|)\s*(?:_{2,}|\[?\s*\]?|none (?:listed|entered)|"
    r"blank|n/?a|-+|tbd|\.{3,})\s*(?:\||$)",
    re.I,
)


def clause_stands(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """A clause or provision: does it stand, and in the edition that the solicitation's day asks?"""
    if judged.answer is Answer.NO:
        return
    clause = clauses().get(one.clause)
    if clause is None:
        return
    held = [c for c in found.clauses if c.number == one.clause]
    stands = standing_now(held)
    other = _in_its_place(one, found) if stands is None else None
    if other is not None and OVERHAUL in regimes_of(clauses()[other], found):
        why = f"under the codified text of the FAR {other} stands in its place, and which text is in use is not told"
        found.beside_open.append(Open(one, ("regime",), why))
        return
    if other is not None:
        found.kept.append((one, State(Answer.YES, f"{other} stands in its place")))
        return
    if judged.answer is Answer.UNKNOWN:
        if stands is None:
            leave_open(one, judged, found)
        else:
            _edition_if_due(one, judged, found, newest(held))
        return
    due = edition_due(clause, found)
    if stands is None and (doubt := _doubt(one, found)) is not None:
        found.beside_open.append(doubt)
        return
    if stands is None:
        _no_clause(one, judged, found, file, held, due)
        return
    printed = newest(held)
    answer = standing(clause, printed, days_of(found), regimes_of(clause, found))
    inferred, read = inferred_only(clause, found), older_than_read(clause, printed, found)
    if answer.answer is Answer.NO and inferred is not None and read is None:
        why = f"whether the edition of {inferred.printed} is due has to be confirmed; if it is, {printed} is outdated"
        found.open.append(Open(one, ("edition due",), why))
    elif answer.answer is Answer.NO:
        fix = one.renew.format(printed=printed or "no date", due=due, by=BY[stage_of(found)])
        why = answer.why if inferred is None or read is None else _surely_old(read, inferred)
        enter_gap(one, judged, found, "outdated", fix, why, stands)
    elif answer.answer is Answer.UNKNOWN:
        found.open.append(Open(one, edition_missing(printed, found), answer.why))
    else:
        found.kept.append((one, State(Answer.YES, answer.why)))


def _edition_if_due(one: Asked, judged: Judged, found: Audit, printed: str | None) -> None:
    """A clause that stands, of which nobody can tell whether it is due: its edition is not passed over."""
    clause = clauses()[one.clause]
    answer = standing(clause, printed, days_of(found), regimes_of(clause, found)).answer
    if answer is Answer.NO and printed:
        leave_open(one, judged, found, f"; if it does, the edition of {printed} in the text is outdated")
    elif answer is Answer.UNKNOWN and one.field != "trafficking":
        dated = printed or "not dated"
        leave_open(one, judged, found, f"; if it does, the edition in the text ({dated}) is to be looked at too")


def _surely_old(read: Edition, inferred: Edition) -> str:
    """Why an edition is outdated although the one that is due has to be confirmed."""
    return (f"an older edition than that of {read.printed}, which was in force before the solicitation; whether that one or "
            f"{inferred.printed} is due has to be confirmed")  # fmt: skip


def _doubt(one: Asked, found: Audit) -> Open | None:
    """Why it is not sure that the regulation asks for the clause, where the law that it carries binds."""
    days = days_of(found)
    first = days[0] if isinstance(days, tuple) else days
    if one.sure_from is not None and (first is None or first < one.sure_from):
        return Open(one, ("sol_date",) if days is None or days != first else (),
                    f"the regulation asks for it since {one.sure_from}; what it asked before is not held here")  # fmt: skip
    buyer = " ".join(e.value for e in found.facts.header if e.key in ("agency", "office"))
    if one.but_not and re.search(one.but_not, buyer, re.I):
        return Open(one, (), "the regulation does not ask for it in contracts of some agencies, and this may be one of them")
    return None


def _in_its_place(one: Asked, found: Audit) -> str | None:
    """The clause of the codified text that stands instead; the overhaul text has no 52.212-3."""
    for number in one.instead:
        held = [c for c in found.clauses if c.number == number]
        if CODIFIED in regimes_of(clauses()[number], found) and standing_now(held) is not None:
            return number
    return None


def _no_clause(one: Asked, judged: Judged, found: Audit, file: File, held: Sequence[Found], due: str) -> None:
    if not found.clauses or file.unread:
        why = file.unread[0].rstrip(".") if file.unread else "the text names no clause at all"
        found.open.append(Open(one, ("clause list",), why))
        return
    unseen = file.unseen("provision") or not found.closed and not _shows_solicitation(found)
    if clauses()[one.clause].kind == PROVISION and unseen:
        found.open.append(Open(one, ("solicitation",), "the text does not show the provisions of the solicitation"))
        return
    where = next((c for c in held if c.how != SPOKEN_OF), None) or next(iter(held), None)
    why = "the text does not hold it" if where is None else f"in the text it is {where.how}"
    enter_gap(one, judged, found, one.missing, one.fix.format(due=due, printed="", by=BY[stage_of(found)]), why, where)


def _shows_solicitation(found: Audit) -> bool:
    """Whether any provision of a solicitation stands in the text: where none does, it may be the contract alone."""
    return any(c.held and c.number in clauses() and clauses()[c.number].kind == PROVISION for c in found.clauses) or re.search(
        r"\bprovisions? (?:of|in|that stood in) the solicitation\b|\bsection [KL]\b", found.document.text, re.I) is not None


def alternate_stands(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """A clause with its Alternate: does the Alternate stand, and is its table of directives filled?"""
    if judged.answer is Answer.NO:
        return
    held = [c for c in found.clauses if c.number == one.clause]
    places = [c for c in held if c.held and any(name == one.alternate for name, _ in c.alternates)]
    with_it = places[-1] if places and _still_with(one, held) else None
    if with_it is not None:
        empty = next((e for e in (_left_empty(found, c) for c in places) if e is not None), None)
        if empty is None or judged.answer is Answer.UNKNOWN:
            found.kept.append((one, State(Answer.YES, f"{one.alternate} stands in the text")))
            return
        why = "its table of directives is left empty"
        enter_gap(one, judged, found, one.missing, _alternate_fix(one, found), why, with_it, empty.text)
    elif judged.answer is Answer.UNKNOWN:
        leave_open(one, judged, found)
    elif found.clauses:
        why = "the clause stands without it"
        enter_gap(one, judged, found, one.missing, _alternate_fix(one, found), why, standing_now(held))


def _still_with(one: Asked, held: Sequence[Found]) -> bool:
    """Whether the clause, as a modification last brought it in, still has the Alternate."""
    last = next((c for c in reversed(held) if c.how == ADDED), None)
    if last is None or any(name == one.alternate for name, _ in last.alternates):
        return True
    struck = [name for c in held if c.how == STRUCK for name, _ in c.alternates]
    return one.alternate not in struck and last.month is None


def _alternate_fix(one: Asked, found: Audit) -> str:
    alternate = clauses()[one.clause].alternate(one.alternate)
    due = "" if alternate is None else edition_due(alternate, found)
    return one.fix.format(due=due, printed="", by=BY[stage_of(found)])


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
        if near and (EMPTY_ROW.search(s.text) or phrases("empty_table").search(s.text)):
            return s
        if re.search(r"\balt(?:ernate|\.)? I\b", s.text, re.I) and phrases("empty_table").search(s.text):
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
