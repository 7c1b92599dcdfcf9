"""From which day a card holds that is no law, and what it rests on stood on a day; nothing is told of an older edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.list_days import before_it_began, edition_known
from buyfair.cards.page import Card, Grid, Section
from buyfair.cards.rules import found_rule, state
from buyfair.judge.rule import Rule
from buyfair.knowledge.conduct import Clause, code
from buyfair.terms.answer import Answer

if TYPE_CHECKING:  # a card reads what an indicator says of itself, never how it asks
    from buyfair.measure.indicator import Indicator

NOTHING_OLDER = "nothing older is held"
FIELDS_ALONE = "not known from which day: it rests on fields of award records, and no day of these is held"
UNDATED = ("Points and questions are those of this version of Buyfair; from which day they are is not known, as no release is "
           "dated yet.")  # fmt: skip
_YEARS, _CLAUSES = re.compile(r"\((\d{4})\)"), re.compile(r"\b52\.\d{3}-\d+")
_HEAD = ("it rests on", "from which day", "on that day", "why")


@dataclass(frozen=True, slots=True)
class Stood:
    """Whether something was there on a day, and that in one sentence."""

    answer: Answer
    says: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that a card rests on: from which day it is, as far as that is held, and how it stood on a day."""

    name: str
    since: str
    answer: Answer
    why: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        """As a row of a table."""
        return self.name, self.since, self.answer.value, self.why


def edition(first: date, day: date, last: date | None = None) -> Stood:
    """How an edition stood that was first published on one day, and last changed on another."""
    if day < first:
        return Stood(Answer.NO, f"On {day} this edition did not exist: first published {first}; {NOTHING_OLDER}.")
    if last is not None and day < last:
        said = f"On {day} this text did not stand yet: an earlier one, first published {first}, was changed up to {last}"
        return Stood(Answer.NO, f"{said}; {NOTHING_OLDER}.")
    since = f", as it stands since {last}" if last is not None and last != first else ""
    return Stood(Answer.YES, f"First published {first}{since}; it was there on {day}.")


# The code of conduct


def code_on(day: date) -> Stood:
    """Whether the edition of the code that is held was there on a day."""
    return edition(code()["day"], day)


def clause_grounds(clause: Clause, day: date) -> Section:
    """What a clause of the code rests on, and the rules of law beside it, as they stood on a day."""
    rests = (_instrument(source.cites, day) for source in clause.instruments)
    rows = dict.fromkeys(row for hook in clause.law.values() for row in hook.rows)
    law = (_rule(row, day) for row in rows)
    return _grounds(day, (*rests, *(ground for ground in law if ground is not None)))


def _grounds(day: date, grounds: Sequence[Ground]) -> Section:
    return Section(f"What it rests on, as of {day}", (Grid(_HEAD, tuple(ground.row for ground in grounds), True),))


def _instrument(cites: str, day: date) -> Ground:
    """An instrument by what its citation dates: the year in brackets, or the oldest edition held of a clause it names."""
    held = [catalogue.clauses()[number] for number in _CLAUSES.findall(cites) if number in catalogue.clauses()]
    if held:
        oldest = [(clause.number, min(clause.editions, key=lambda e: e.first)) for clause in held]
        since = "; ".join(f"{number}: oldest edition held {e.printed}, from {e.first}" for number, e in oldest)
        if all(e.first <= day for _, e in oldest):
            return Ground(cites, since, Answer.YES, "an edition that is held was in use")
        return Ground(cites, since, Answer.UNKNOWN, f"{NOTHING_OLDER}, so an older one cannot be told")
    years = [int(year) for year in _YEARS.findall(cites)]
    if not years:
        return Ground(cites, "not known from which day", Answer.UNKNOWN, "no day of it is held")
    since = words.listing([str(year) for year in years]) + ", as cited; the day is not held"
    if max(years) < day.year:
        return Ground(cites, since, Answer.YES, "there by its year; whom it bound by then is not told here")
    if min(years) > day.year:
        return Ground(cites, since, Answer.NO, f"it did not exist: its year is {min(years)}")
    return Ground(cites, since, Answer.UNKNOWN, "the years alone do not tell")


def _rule(row: str, day: date) -> Ground | None:
    """A rule of law as it stood; a note, which binds nobody, is no ground."""
    rule = found_rule(row)
    if not isinstance(rule, Rule):
        return None
    answer, why = state(rule, day)
    return Ground(f"`{rule.row}`: {rule.title}", f"oldest text held from {min(t.first for t in rule.texts)}", answer, why)


# Indicators


def grounds_of(indicator: Indicator, day: date) -> tuple[Ground, ...]:
    """What an indicator rests on beside fields of award records: lists and rules, as they stood on a day."""
    lists = {card.id: card for card in catalogue.cards()}
    found = (_list(one, day) if one in lists else _rule(one, day) for one in indicator.rests_on)
    return tuple(ground for ground in found if ground is not None)


def _list(list_id: str, day: date) -> Ground:
    card = next(card for card in catalogue.cards() if card.id == list_id)
    began = catalogue.began(next(module for module in catalogue.list_modules() if list_id == module.ID))
    oldest = min(catalogue.editions()[list_id], key=lambda e: e.published, default=None)
    name = f"`{card.id}`: {card.title}"
    held = f"oldest edition held {oldest.name}, published {oldest.published}" if oldest is not None else "no edition is held"
    since = f"{began}; {held}" if began is not None else f"not known; {held}"
    known = edition_known(card, day)
    if known is not None:
        return Ground(name, since, Answer.YES, f"edition {known.name}, published {known.published}")
    if before_it_began(list_id, day):
        return Ground(name, since, Answer.NO, f"the list did not exist: first published {began}")
    return Ground(name, since, Answer.UNKNOWN, f"{NOTHING_OLDER}, so an older edition cannot be told")


def indicator_on(indicator: Indicator, day: date) -> Stood:
    """Whether what an indicator rests on was there on a day; from which day the question itself is put is not known."""
    grounds = grounds_of(indicator, day)
    if not grounds:
        return Stood(Answer.UNKNOWN, f"{words.sentence_case(FIELDS_ALONE)}.")
    told = words.listing([f"{ground.name.replace('`', '')} ({ground.why})" for ground in grounds])
    answers = {ground.answer for ground in grounds}
    if answers == {Answer.NO}:
        return Stood(Answer.NO, f"On {day} what it rests on did not exist: {told}; {NOTHING_OLDER}.")
    if Answer.YES in answers:
        return Stood(Answer.YES, f"On {day} it could rest on what is named here: {told}.")
    return Stood(Answer.UNKNOWN, f"On {day} it cannot be told what it could rest on: {told}.")


def indicator_grounds(indicator: Indicator, day: date) -> Section:
    """The same as a section of its card."""
    grounds = grounds_of(indicator, day)
    if not grounds:
        return Section(f"What it rests on, as of {day}", (f"{words.sentence_case(FIELDS_ALONE)}. {UNDATED}",))
    section = _grounds(day, grounds)
    return Section(section.title, (*section.blocks, UNDATED))


def indicators_on(day: date) -> Card:
    """Every indicator by what it rests on, as that stood on a day."""
    rows = tuple(_row(indicator, day) for indicator in catalogue.indicators())
    count = {answer: sum(row[2] == answer.value for row in rows) for answer in Answer}
    said = (f"Of {len(rows)} indicators, {count[Answer.YES]} rest on something that was there on {day}, {count[Answer.NO]} on "
            f"something that did not exist, and of {count[Answer.UNKNOWN]} it is not known. {UNDATED}")  # fmt: skip
    head = ("indicator", "what it rests on, and from which day", "there on that day", "why")
    return Card("", f"Indicators on {day}", (said,), "", (), (Section("By indicator", (Grid(head, rows, True),)),))


def _row(indicator: Indicator, day: date) -> tuple[str, str, str, str]:
    since = "; ".join(f"{g.name}: {g.since}" for g in grounds_of(indicator, day)) or "fields of award records: not known"
    stood = indicator_on(indicator, day)
    return f"`{indicator.code}`: {indicator.title}", since, stood.answer.value, stood.says

