"""Enters into an audit what the file lacks, what it shows to be kept, and what it does not let anybody tell."""

from __future__ import annotations

from buyfair.contract_audit import Asked, Audit, Gap, Open
from buyfair.contract_editions import edition_due, newest
from buyfair.contract_file import State
from buyfair.judge.judging import Judged
from buyfair.knowledge.clauses import clauses
from buyfair.spot.clauses import Found
from buyfair.spot.sentences import Sentence
from buyfair.terms.answer import Answer


def leave_open(one: Asked, judged: Judged, found: Audit, then: str = "") -> None:
    """Enters a rule of which nobody can tell whether it binds, naming the facts that are missing, and what it would mean."""
    told = Open(one, tuple(m.path for m in judged.missing), f"whether the rule binds turns on facts not told{then}")
    (found.open if one.field == "trafficking" else found.beside_open).append(told)


def enter_state(one: Asked, judged: Judged, found: Audit, state: State, due: str = "") -> None:
    """Enters what was found of a paper: kept, lacking, or not to be told."""
    if state.answer is Answer.YES:
        found.kept.append((one, state))
    elif state.answer is Answer.UNKNOWN:
        found.open.append(Open(one, (one.thing or "the file",), state.why))
    else:
        fix = one.fix.format(whom=state.whom or "every subcontract", due=due)
        what = one.lapsed if state.lapsed and one.lapsed else one.missing
        enter_gap(one, judged, found, what, fix, state.why, state.sentence, whom=state.whom)


def enter_gap(
    one: Asked, judged: Judged, found: Audit, what: str, fix: str, why: str, where: Found | Sentence | None,
    quote: str | None = None, whom: str = "",
) -> None:  # fmt: skip
    """Enters one thing that the file lacks, with the words that show it and the editions due and printed."""
    text = quote or (where.quote if isinstance(where, Found) else where.text if where is not None else None)
    line, page = (None, None) if where is None else (where.line, where.page)
    due = edition_due(clauses()[one.clause], found) if one.clause else ""
    printed = (newest([c for c in found.clauses if c.number == one.clause]) or "") if one.clause else ""
    said = None if text is None else " ".join(text.split())
    ask = one.ask.format(whom=whom or "every subcontract")
    gap = Gap(one, what, fix, why, judged, said, line, page, due, printed, ask)
    (found.gaps if one.field == "trafficking" else found.beside).append(gap)
