"""Whether the edition of a clause that a contract prints is the one that its solicitation needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from buyfair.judge.rule import CODIFIED
from buyfair.knowledge.clauses import Dated, Due, Edition
from buyfair.knowledge.clauses.printed import PrintedDate, printed_date
from buyfair.terms.answer import Answer

Days = date | tuple[date, date]
"""The day of the solicitation, or the first and the last day on which it may lie."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the printed edition stands, which one is due as far as that is known, and why.

    `no`: an older edition, or a clause that is not used then; `due` is None where none is, or where days or texts differ.
    """

    answer: Answer
    due: Edition | None
    why: str


def standing(clause: Dated, printed: str | None, solicited: Days | None, regime: str | tuple[str, ...] = CODIFIED) -> Standing:
    """Whether this edition of a clause, or of an alternate, is the one in force when the solicitation was issued.

    Between two days, and under several texts of the FAR, it answers where every day and each text agree. A newer edition
    than the one due is no gap: it may have come by modification.
    """
    if solicited is None:
        return Standing(Answer.UNKNOWN, None, "the day of the solicitation is not told")
    told = printed_date(printed)
    regimes = regime if isinstance(regime, tuple) else (regime,)
    found = [_on(clause, told, day, text) for text in regimes for day in _days(clause, told, solicited, text)]
    if len({f.answer for f in found}) > 1:
        return Standing(Answer.UNKNOWN, None, "it depends on the day of the solicitation, or on which text of the FAR applied")
    due = found[-1].due if len({f.due for f in found}) == 1 else None
    return Standing(found[-1].answer, due, found[-1].why)


def _days(clause: Dated, told: PrintedDate, solicited: Days, regime: str) -> tuple[date, ...]:
    """The first day, the last, and each day between on which the answer may change."""
    if not isinstance(solicited, tuple):
        return (solicited,)
    first, last = min(solicited), max(solicited)
    changes = (*clause.boundaries(regime), *((told.month,) if told.month is not None else ()))
    return tuple(sorted({first, last, *(day for day in changes if first < day < last)}))


def _on(clause: Dated, told: PrintedDate, day: date, regime: str) -> Standing:
    due = clause.edition_on(day, regime)
    if due.edition is None:
        return Standing(Answer.NO if due.known else Answer.UNKNOWN, None, due.why)
    if not told.told:
        return Standing(Answer.UNKNOWN, due.edition, "no date of an edition is printed")
    if due.edition.month is None:
        return _beside_overhaul(clause, told, due.edition, due)
    if told.deviation or told.month is None:
        return Standing(Answer.UNKNOWN, due.edition, "an agency's own deviation is printed, whose text is not held")
    return _beside_dated(told.month, due, due.edition.month, day)


def _beside_dated(printed: date, due: Due, month: date, day: date) -> Standing:
    """A printed month against the month of the edition that is due, or of the newest that is known to be."""
    if printed < month:
        return Standing(Answer.NO, due.edition, "an older edition than the one due")
    if printed > day:
        return Standing(Answer.YES, due.edition, "a newer edition than the one due; a modification may have brought it")
    if not due.known:
        return Standing(Answer.UNKNOWN, due.edition, due.why)
    if printed > month:
        return Standing(Answer.YES, due.edition, "a newer month than that of the edition due")
    return Standing(Answer.YES, due.edition, "the edition due")


def _beside_overhaul(clause: Dated, told: PrintedDate, edition: Edition, due: Due) -> Standing:
    """A printed date against the overhaul text, to which each agency puts a date of its own."""
    public = edition.first.replace(day=1)
    if told.deviation:
        return _beside_deviation(clause, told, edition, due)
    if told.month is not None and told.month < public:
        return Standing(Answer.NO, edition, "its date is older than the overhaul text")
    codified = any(e.month == told.month for e in clause.editions)
    why = "an edition of the codified text; the overhaul text is due" if codified else "no edition of that date is held"
    return Standing(Answer.NO if codified else Answer.UNKNOWN, edition, why)


def _beside_deviation(clause: Dated, told: PrintedDate, edition: Edition, due: Due) -> Standing:
    """A deviation is the overhaul text unless its own date, or that of the clause it stands behind, is too old."""
    public = edition.first.replace(day=1)
    if (told.deviated is not None and told.deviated < public) or (told.year is not None and told.year < public.year):
        return Standing(Answer.NO, edition, "a deviation from before the overhaul text was public")
    if not due.known:
        return Standing(Answer.UNKNOWN, edition, due.why)
    if told.deviated is None and (told.year == public.year or _older_than(clause, told.month, edition.first)):
        return Standing(Answer.UNKNOWN, edition, "a deviation that may be older than the overhaul text")
    return Standing(Answer.YES, edition, "a deviation, as the overhaul text asks; each agency puts its own date")


def _older_than(clause: Dated, month: date | None, public: date) -> bool:
    """Whether a date belongs to an edition that was no longer in force when the overhaul text was public.

    The date of the edition in force, with the word deviation behind it, is how the FAR writes one (52.103(a)).
    """
    beside = clause.edition_on(public, CODIFIED).edition
    return month is not None and (beside is None or beside.month is None or month < beside.month)
