"""Clauses that a contract text still holds and that the overhaul text of the FAR does not use any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from buyfair.contract_audit import Audit
from buyfair.contract_editions import days_of, regimes_of, standing_now
from buyfair.judge.rule import OVERHAUL
from buyfair.knowledge import facts as f
from buyfair.knowledge.clauses import RESERVED, Clause, clauses
from buyfair.knowledge.regimes import crosswalk
from buyfair.purchase import law
from buyfair.spot.clauses import Found

LIST_OF_CLAUSES = "52.212-5"
LISTED_BY_STATUTE = ("52.203-13", "52.203-17", "52.204-10", "52.222-3", "52.222-19", "52.222-50")
"""Clauses known here that paragraph (b) of 52.212-5 lists, to be ticked there.

Read in public copies on 2026-11-30: 52.203-17 and 52.204-10, and 52.203-13 in one of 2017. The three of part 22 are recalled:
the blank beside them asks for a look at the list.
"""
IN_USE = "the solicitation is under the overhaul text of FAR part {part}, which has this number as reserved and does not use it"
MAY_BE = (
    "if the solicitation is under the overhaul text of FAR part {part}, it is to be taken out: that text has its number as "
    "reserved and does not use it"
)


def not_used(found: Audit) -> list[dict[str, Any]]:
    """The clauses that stand in the text and have no place in the overhaul text, as JSON.

    `sure`: the purchase is known to be under that text; else `missing` tells what would decide it. `carries`: clauses that may
    stand in the text only because they are ticked in this one, so that they would go with it.
    """
    told = ((clause, _open(clause, found)) for clause in clauses().values() if clause.overhaul == RESERVED)
    return [_entry(clause, stands, missing, found) for clause, missing in told if missing is not None
            and (stands := standing_now([c for c in found.clauses if c.number == clause.number])) is not None]  # fmt: skip


def _open(clause: Clause, found: Audit) -> tuple[str, ...] | None:
    """What nobody told of the text in use: nothing where it is the overhaul's for certain; None where it cannot be."""
    texts, days = regimes_of(clause, found), days_of(found)
    first, last = days if isinstance(days, tuple) else (days or date.min, days or date.max)
    if OVERHAUL not in texts or clause.part is None:
        return None
    public = law().regimes.possible(clause.part)
    if last < public:
        return (f.SOL_DATE.key, f.REGIME.key)  # told to be under a text that was not public yet
    if len(texts) == 1:
        return () if first >= public else (f.SOL_DATE.key,)
    told = found.duties.purchase.told
    text = (f.REGIME.key,) if f.AGENCY.key in told else (f.AGENCY.key, f.REGIME.key)
    return (*text, *(() if isinstance(days, date) else (f.SOL_DATE.key,)))


def _entry(clause: Clause, stands: Found, missing: Sequence[str], found: Audit) -> dict[str, Any]:
    cites, mark = _authority(clause)
    why = (MAY_BE if missing else IN_USE).format(part=clause.part)
    return {
        "number": clause.number, "title": clause.title, "date": stands.printed or None, "line": stands.line,
        "page": stands.page, "sure": not missing, "missing": list(missing), "why": why, "cites": cites, "mark": mark,
        "carries": list(_carried(clause, stands, found)),
    }  # fmt: skip


def _authority(clause: Clause) -> tuple[str, str]:
    """Where the overhaul text tells of it, as the crosswalk has it, and how well that is known."""
    row = next((r for r in crosswalk() if clause.number in r.codified), None)
    return ("", "recalled") if row is None else (f"{row.topic}: {row.overhaul}", row.mark)


def _carried(clause: Clause, stands: Found, found: Audit) -> Iterator[str]:
    """Clauses of the list of 52.212-5 that stand in the text below it and nowhere above it."""
    if clause.number != LIST_OF_CLAUSES:
        return
    for number in LISTED_BY_STATUTE:
        held = [c for c in found.clauses if c.number == number]
        if standing_now(held) is not None and all(c.line >= stands.line for c in held if c.held):
            yield number
