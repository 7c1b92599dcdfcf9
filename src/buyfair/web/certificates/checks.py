"""What can be told from a certificate itself, as yes, no or unknown with a sentence; nothing of it says that it is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from buyfair.judge.amounts import months_after
from buyfair.judge.facts import Purchase
from buyfair.judge.judging import solicited, texts_in_use
from buyfair.knowledge.clauses import clauses
from buyfair.knowledge.clauses.standing import Standing, standing
from buyfair.purchase import law
from buyfair.terms.answer import Answer
from buyfair.web.certificates.kinds import OTHER, SUBCONTRACT, Kind, edition

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class Paper(Protocol):
    """What was told of a certificate when it was filed."""

    kind_of: Kind
    received_on: date | None
    signed_by: str
    signer_role: str
    signed_on: date | None
    period_from: date | None
    period_until: date | None
    text_version: str
    covers: str
    awarded_on: date | None
    solicited_on: date | None
    agency: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    asked: str
    answer: Answer
    says: str


def checks(paper: Paper, day: date) -> list[Check]:
    """What can be told of a certificate on a day; nothing where none is on file."""
    if paper.signed_on is None:
        return []
    return [
        *_text(paper, paper.signed_on),
        *_signer(paper),
        *_before_award(paper, paper.signed_on),
        *_time(paper, day),
        *_lines(paper),
    ]


def doubts(paper: Paper, day: date) -> list[Check]:
    """The checks that say no or cannot tell."""
    return [check for check in checks(paper, day) if check.answer is not YES]


def until(paper: Paper) -> date | None:
    """The last day that it speaks for: as it says, but a yearly one for no more than twelve months from its signature."""
    year = months_after(paper.signed_on, 12) if paper.kind_of.yearly and paper.signed_on is not None else None
    return min((last for last in (paper.period_until, year) if last is not None), default=None)


def next_due(paper: Paper) -> date | None:
    """The next anniversary of the award after the signature; without the day of award a year from the signature."""
    if paper.signed_on is None:
        return None
    if paper.awarded_on is None or paper.awarded_on > paper.signed_on:
        return months_after(paper.awarded_on or paper.signed_on, 12)
    years = 12 * (paper.signed_on.year - paper.awarded_on.year)
    return next(d for n in (0, 12, 24) if (d := months_after(paper.awarded_on, years + n)) > paper.signed_on)


def _text(paper: Paper, signed: date) -> Iterator[Check]:
    asked, clause = "Was its text in force on its day?", paper.kind_of.clause
    if not paper.text_version or paper.text_version == OTHER:
        yield Check(
            asked, UNKNOWN, "No text version that is held here was told: look for the date printed beside its title."
        )
        return
    number, held = edition(paper.text_version)
    if number != clause or held is None:
        yield Check(asked, NO, f"Its text is that of {number}; this certificate stands in {clause}.")
    elif held.first > signed:
        yield Check(asked, NO, f"{number} ({held.printed}) is in force from {held.first} on, after it was signed.")
    else:
        found = _standing(paper, held.printed)
        due = f" Due was {number} ({found.due.printed})." if found.due is not None and found.answer is NO else ""
        yield Check(asked, found.answer, f"{number} ({held.printed}): {found.why}.{due}")


def _standing(paper: Paper, printed: str) -> Standing:
    """The printed text against the one that the day of the solicitation asks, as an audit of a contract has it."""
    told = {"sol_date": paper.solicited_on, "award_date": paper.awarded_on, "agency": paper.agency or None}
    purchase = Purchase({key: value for key, value in told.items() if value is not None})
    window = solicited(purchase, law().dated, date.max)
    days = (
        None
        if window.first == date.min
        else window.first
        if window.first == window.last
        else (window.first, window.last)
    )
    clause = clauses()[paper.kind_of.clause]
    return standing(clause, printed, days, texts_in_use(law(), purchase, clause.part or "22"))


def _signer(paper: Paper) -> Iterator[Check]:
    asked = "Is it told in which part the person signed?"
    if paper.signer_role.strip():
        power = "Whether that person may bind the supplier the paper does not tell."
        yield Check(asked, YES, f"{paper.signed_by} signed as {paper.signer_role}. {power}")
    else:
        yield Check(asked, NO, f"{paper.signed_by} signed; nothing says in which part: ask who may bind the supplier.")


def _before_award(paper: Paper, signed: date) -> Iterator[Check]:
    if paper.kind_of.key == SUBCONTRACT:
        yield Check("Was it signed before the sub-award?", UNKNOWN, "The day of the sub-award is not told here.")
    if not paper.kind_of.before_award:
        return
    asked, came = "Was it signed and received before the award?", paper.received_on or signed
    if paper.awarded_on is None:
        yield Check(asked, UNKNOWN, "The day of the award is not told here.")
    elif signed > paper.awarded_on:
        yield Check(asked, NO, f"Signed on {signed}, after the award of {paper.awarded_on}: no award without it.")
    elif came > paper.awarded_on:
        yield Check(asked, NO, f"Signed on {signed}, but received on {came}, after the award of {paper.awarded_on}.")
    else:
        yield Check(asked, YES, f"Signed on {signed}, received on {came}; the award is of {paper.awarded_on}.")


def _time(paper: Paper, day: date) -> Iterator[Check]:
    asked, last, named = "Does it still speak for today?", until(paper), paper.period_until
    if paper.period_from is not None and paper.period_from > day:
        yield Check(asked, NO, f"It speaks for a time that begins on {paper.period_from}.")
    elif last is not None and last < day:
        ended = (
            f"Its period ended on {last}." if named == last else f"Its twelve months ended on {last}: the next is due."
        )
        yield Check(asked, NO, ended)
    elif last is not None:
        period = "It names no period" if named is None else f"It names {named}, but comes each year"
        ours = f"{period}; twelve months from its signature, our reading of the law, end on {last}."
        yield Check(asked, YES, f"It speaks until {last}." if named == last else ours)


def _lines(paper: Paper) -> Iterator[Check]:
    asked = "Does it name the products and countries?"
    if paper.kind_of.names_lines:
        told = paper.covers.strip()
        yield Check(
            asked, YES if told else UNKNOWN, "It does; see what it covers." if told else "What it covers was not told."
        )
