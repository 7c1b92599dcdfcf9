"""Which edition of a clause the solicitation's day asks, and which one the contract file prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from buyfair.contract_audit import Audit
from buyfair.judge.amounts import READ
from buyfair.judge.judging import solicited, texts_in_use
from buyfair.judge.rule import CODIFIED
from buyfair.knowledge.clauses import Dated, Edition
from buyfair.knowledge.clauses.printed import printed_date
from buyfair.purchase import law
from buyfair.spot.clause_places import STRUCK
from buyfair.spot.clauses import Found

IN_FORCE = "edition of the solicitation date"
AGENCY_DATE = "overhaul text, with the date that the agency gave it"
TO_CONFIRM = "to be confirmed"


def standing_now(held: Sequence[Found]) -> Found | None:
    """Where the clause stands at last; a later place that strikes it takes it away."""
    now: Found | None = None
    for one in held:
        if one.held:
            now = one
        elif one.how == STRUCK:
            now = None
    return now


def newest(held: Sequence[Found]) -> str | None:
    """The latest date printed beside the clause; None where none is printed."""
    dated = [c for c in held if c.held and c.month is not None]
    return max(dated, key=lambda c: c.month or date.min).printed if dated else None


def edition_due(clause: Dated, found: Audit) -> str:
    """The printed date of the edition due, with a word where somebody has to confirm it; words where it cannot be told."""
    days, regimes = days_of(found), regimes_of(clause, found)
    if days is None:
        return IN_FORCE
    both = {clause.edition_on(d, r).edition for d in (days if isinstance(days, tuple) else (days,)) for r in regimes}
    edition = next(iter(both)) if len(both) == 1 else None
    if edition is None:
        return IN_FORCE
    if edition.month is None:
        return AGENCY_DATE
    return f"{edition.printed}, {TO_CONFIRM}" if inferred_only(clause, found) == edition else edition.printed


def inferred_only(clause: Dated, found: Audit) -> Edition | None:
    """The edition of the codified text that would be due but was inferred only, with no later one read that bears it out."""
    days = days_of(found)
    if days is None or CODIFIED not in regimes_of(clause, found):
        return None
    due = clause.edition_on(days[1] if isinstance(days, tuple) else days, CODIFIED).edition
    if due is None or due.mark == READ:
        return None
    later = [e for e in clause.editions if e.first > due.first and e.mark == READ and e.month is not None]
    return None if later else due


def older_than_read(clause: Dated, printed: str | None, found: Audit) -> Edition | None:
    """The newest edition of the codified text that was read and in force by the solicitation's day, if this one is older.

    Then it is outdated for certain, whatever later edition is due.
    """
    days, month = days_of(found), printed_date(printed).month
    if days is None or month is None:
        return None
    first = days[0] if isinstance(days, tuple) else days
    read = [e for e in clause.editions if CODIFIED in e.regimes and e.mark == READ and e.month is not None and e.first <= first]
    return read[-1] if read and read[-1].month is not None and month < read[-1].month else None


def days_of(found: Audit) -> date | tuple[date, date] | None:
    """The day of the solicitation, or the first and last that it may be; None where nothing bounds it."""
    window = solicited(found.duties.purchase, law().dated, found.day)
    if window.first == window.last:
        return window.first
    return None if window.first == date.min else (window.first, window.last)


def regimes_of(clause: Dated, found: Audit) -> tuple[str, ...]:
    """The texts of the FAR that may be in use in this purchase for the clause's part."""
    part = getattr(clause, "part", "22")
    return tuple(texts_in_use(law(), found.duties.purchase, part)) if part else ("codified",)


def edition_missing(printed: str | None, found: Audit) -> tuple[str, ...]:
    """What is not told of the clause's edition: the date printed, that of the solicitation, or the edition due."""
    return ("printed date of the clause",) if printed is None else ("sol_date",) if days_of(found) is None else ("edition due",)
