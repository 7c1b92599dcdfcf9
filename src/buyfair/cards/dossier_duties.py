"""The duties of one award as somebody must act on them: what binds and why, what waits for which fact, owed by whom, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from buyfair.cards import words
from buyfair.cards.dossier_on_file import NOT_TOLD_SHORT, Noted, OnFile
from buyfair.cards.reasons import OWED, VALUES
from buyfair.catalogue import rules
from buyfair.judge.amounts import MARKS, READ
from buyfair.judge.facts import CHOICE, COUNTRIES, DAY, FLAG, MONEY, place
from buyfair.judge.rule import AWARD, PLAN, SOLICIT, Rule
from buyfair.knowledge.countries import countries
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]

NOT_KNOWN = "Due day not known"
YEARLY = ("TIP-07",)
"""Rules that fall due again on each anniversary of the award."""
AT_START = ("TIP-06",)
"""Rules that fall due at the start of performance."""
AT_END = ("CP-01",)
"""Rules that fall due every year and when the work is completed."""
HELD = {
    "fact": "An award record can hold it; this one does not settle it.",
    "proxy": "An award record holds only something that stands for it; this one does not settle it.",
    "nowhere": "No award record holds it: ask.",
}


@dataclass(frozen=True, slots=True)
class Due:
    """When something falls due: a sentence, and the next day where recorded facts tell one."""

    says: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule of one award."""

    id: str
    title: str
    kind: str
    answer: str
    cites: str
    then: str
    owed: str
    text_due: str
    due: Due
    because: str
    waits: tuple[str, ...]
    beside: tuple[str, ...]
    evidence: str
    unmet: str
    step: str
    short: str
    """What it is called where many stand in one line; empty where it has no such name."""
    looks_at_making: bool
    """Whether it makes somebody find out how or where the thing is made, itself or through the duty that it follows."""
    on_file: tuple[str, ...]
    """What is on file of it, that nothing is, or that it is not known."""
    noted: tuple[Noted, ...]
    """The days that are noted of it where papers are kept."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A fact that has to be found out: the question, where it may be held, and which rules wait for it."""

    fact: str
    ask: str
    held: str
    waits: tuple[str, ...]
    looks_at_making: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """Every rule that is in force, or perhaps, each in exactly one place."""

    bars: tuple[Duty, ...]
    binding: tuple[Duty, ...]
    beside: tuple[Duty, ...]
    standing: tuple[Duty, ...]
    open: tuple[Duty, ...]
    events: tuple[Duty, ...]
    free: tuple[Duty, ...]

    def every(self) -> Iterable[Duty]:
        """All of them, those that bind first."""
        return (*self.bars, *self.binding, *self.beside, *self.standing, *self.open, *self.events, *self.free)


def duties_of(document: Document, day: date, on_file: OnFile | None = None) -> Duties:
    """The rules of an award by what somebody has to do about them; `day` is the one on which it is asked.

    `on_file` is what is told of papers; without it nothing is known of any.
    """
    placed: dict[str, list[Duty]] = {name: [] for name in Duties.__slots__}
    for answer in document["duties"]["answers"]:
        placed[_place(answer)].append(_duty(answer, document, day, on_file))
    placed["open"].sort(key=lambda d: not d.looks_at_making)
    return Duties(**{name: tuple(held) for name, held in placed.items()})


def _place(answer: Document) -> str:
    if answer["answer"] == "no":
        return "free"
    if answer["answer"] == "unknown" and answer["missing"] and all(map(_is_event, answer["missing"])):
        return "events"
    if answer["standing"] and answer["result"] == "duty":
        return "standing"
    if answer["answer"] == "unknown":
        return "open"
    return {"bar": "bars", "duty": "binding"}.get(answer["result"], "beside")


def _is_event(path: str) -> bool:
    fact = vocabulary().fact(path)
    return fact is not None and fact.event


@cache
def _rules() -> dict[str, Rule]:
    return {rule.row: rule for rule in rules()}


def _duty(answer: Document, document: Document, day: date, on_file: OnFile | None) -> Duty:
    rule = _rules()[answer["id"]]
    noted = () if on_file is None else tuple(on_file.days(answer["id"]))
    return Duty(
        id=answer["id"], title=answer["title"], kind=answer["result"], answer=answer["answer"], cites=answer["cites"],
        then=answer["then"], owed=f"{OWED[answer['result']][0]} {answer['owed_by']}", text_due=answer["due"],
        due=_noted(due(answer, document, day), noted), because=because(answer),
        waits=tuple(dict.fromkeys(map(short, answer["missing"]))),
        beside=tuple(dict.fromkeys(_beside(answer, rule))), evidence=rule.evidence, unmet=rule.unmet, step=rule.step,
        short=rule.short, looks_at_making=_looks(rule), noted=noted,
        on_file=(NOT_TOLD_SHORT,) if on_file is None else on_file.said(answer["id"], answer["answer"]),
    )  # fmt: skip


def _looks(rule: Rule) -> bool:
    return rule.looks_at_making or (rule.follows is not None and _looks(rule.follows))


# Why

_ARTICLE = ("supply", "service")
"""What a line is, of which one is counted."""


def because(answer: Document) -> str:
    """The facts that decided, as one clause; nothing where none did."""
    return words.listing([reason(b["fact"], b["value"]) for b in answer["because"]])


def reason(path: str, value: object) -> str:
    """One fact as a clause: `the value of the acquisition is $245,672.50 or more`."""
    fact, line = vocabulary().fact(path), place(path)[0]
    if fact is None:
        return f"{path} is {value}"
    if fact.kind == FLAG:
        said = fact.phrase if line is None else f"the line {fact.phrase}"
        return said if value is True else fact.opposite or f"it is not so that {said}"
    are = "are" if isinstance(value, list) and len(value) != 1 else "is"
    return f"{fact.phrase} {are} {told(path, value)}"


def told(path: str, value: object) -> str:
    """A told value as a person reads it."""
    fact = vocabulary().fact(path)
    kind = "" if fact is None else fact.kind
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return words.listing([_one(kind, v) for v in value]) or "none"
    if isinstance(value, str) and " to " in value and kind not in (CHOICE, DAY):
        low, _, high = value.partition(" to ")
        return f"{_one(kind, low)} or more" if high == "no upper end" else f"between {_one(kind, low)} and {_one(kind, high)}"
    return _one(kind, value)


def _one(kind: str, value: object) -> str:
    if kind == MONEY:
        return words.exact_dollars(value)
    if kind == DAY:
        return words.long_day(value)
    if kind == COUNTRIES and value in countries():
        return countries()[str(value)].name
    if value in _ARTICLE:
        return f"a {value}"
    if kind == CHOICE:
        return VALUES.get(str(value), words.clean(value).replace("_", " "))
    return words.clean("not told which" if value == "?" else value)


def question(path: str) -> str:
    """What to ask a person to learn a fact."""
    fact = vocabulary().fact(path)
    return path if fact is None else fact.ask


def short(path: str) -> str:
    """A fact that is not told, in few words: `whether the line is a COTS item`."""
    fact, line = vocabulary().fact(path), place(path)[0]
    if fact is None:
        return path
    if fact.kind != FLAG:
        return fact.phrase
    return f"whether {fact.phrase if line is None else f'the line {fact.phrase}'}"


def _beside(answer: Document, rule: Rule) -> Iterable[str]:
    """What else stands with an answer: amounts and groups used, what would lift it, what subcontractors owe, its readings."""
    amounts = [f"{words.exact_dollars(a['value'])} since {_stands(a)}" for a in answer["amounts"]]
    if amounts:
        yield f"{'Amounts' if len(amounts) > 1 else 'Amount'} of the law: {'; '.join(dict.fromkeys(amounts))}."
    if groups := [f"as of {_stands(g)}" for g in answer["editions"]]:
        yield f"What the law names: {'; '.join(dict.fromkeys(groups))}."
    for lift in rule.lifted_by:
        if lift.key in answer["lifted_by"]:
            yield f"Would be lifted, if signed, by: {lift.says} ({lift.cites})."
    if answer["collects"]:
        yield str(answer["collects"])
    if answer["stale_since"]:
        yield f"Its text was read on {words.long_day(answer['stale_since'])}; whether it still stands is not known."
    for mark in answer["marks"]:
        if mark != READ:
            yield f"Its text is {MARKS[mark]}."


def _stands(version: Document) -> str:
    """Since when a value of the law stands, and by which text."""
    mark = "" if version["mark"] == READ else f"; {MARKS[version['mark']]}"
    return f"{words.long_day(version['from'])} ({version['cites']}{mark})"


# When


def due(answer: Document, document: Document, day: date) -> Due:
    """When a rule falls due, from facts that the dossier has; where it has none, that the day is not known and why."""
    step, row = _rules()[answer["id"]].step, answer["id"]
    if row in AT_START:
        return Due(f"{NOT_KNOWN}: the start of performance is not recorded in this dossier.")
    if row in YEARLY:
        return _yearly(document, day)
    if row in AT_END:
        return _at_end(document)
    if step in (PLAN, SOLICIT):
        return _fact_day(document, "sol_date", "The solicitation was issued on", "the day of the solicitation")
    if step == AWARD:
        made = _award_was_made(document)
        return _fact_day(document, "award_date", f"{words.sentence_case(made)} on", "the day of the award")
    return Due("No day of the law follows from what is recorded.")


def _noted(told: Due, noted: Sequence[Noted]) -> Due:
    """With the days that are noted of it; they are an office's own and stand for no day of the law."""
    return Due(" ".join((told.says, *(each.says for each in noted))), told.day) if noted else told


def fact(document: Document, key: str) -> str | None:
    """A fact that the record tells the law; None where it does not."""
    return next((f["value"] for f in document["duties"]["facts"] if f["fact"] == key), None)


def _fact_day(document: Document, key: str, says: str, lacks: str) -> Due:
    found = fact(document, key)
    if found is None:
        return Due(f"{NOT_KNOWN}: {lacks} is not recorded.")
    return Due(f"{says} {words.long_day(found)}.", found)


def _award_was_made(document: Document) -> str:
    """What was awarded on the day of the award: the law counts an order from the award of its vehicle."""
    return "the award was made" if document["award"]["parent_piid"] is None else "the contract of this order was awarded"


def _yearly(document: Document, day: date) -> Due:
    """The anniversaries of the award, as far as performance is recorded to run: the last one before a day, and the next."""
    awarded = fact(document, "award_date")
    if awarded is None:
        return Due(f"{NOT_KNOWN}: the day of the award is not recorded.")
    start, last = date.fromisoformat(awarded), last_day(document)
    until = date.max if last is None else date.fromisoformat(last)
    years = range(start.year + 1, min(max(day.year, start.year) + 2, until.year + 1))
    days = [d for d in (_anniversary(start, year) for year in years) if d <= until]
    before = max((d for d in days if d < day), default=None)
    ahead = min((d for d in days if d >= day), default=None)
    said = [f"on {words.long_day(before.isoformat())} it last fell due"] if before else []
    said.append(f"next on {words.long_day(ahead.isoformat())}" if ahead else
                f"none further, for performance is recorded to end on {words.long_day(last)}")  # fmt: skip
    return Due(f"By our reading on each anniversary of the day on which {_award_was_made(document)}, "
               f"{words.long_day(awarded)}: {', '.join(said)}.", ahead.isoformat() if ahead else None)  # fmt: skip


def _anniversary(awarded: date, year: int) -> date:
    try:
        return awarded.replace(year=year)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)


def _at_end(document: Document) -> Due:
    ends = document["periods"]["end_date"]
    if ends is None:
        return Due(f"{NOT_KNOWN}: the end of performance is not recorded.")
    return Due(f"At the latest when the work is completed: performance is recorded to end on {words.long_day(ends)}.", ends)


def last_day(document: Document) -> str | None:
    """The last day of performance on record, with all options; None where none is recorded."""
    ends = [document["periods"][key] for key in ("end_date", "potential_end_date")]
    return max((end for end in ends if end is not None), default=None)


def when(day_due: str, day: date) -> str:
    """Where a day lies as seen from the day on which it is asked: `past`, `this month` or how many days ahead."""
    ahead = (date.fromisoformat(day_due) - day).days
    if ahead < 0:
        return f"{words.many(-ahead, 'day')} past"
    if ahead == 0:
        return "today"
    month = "this month, " if day_due[:7] == day.isoformat()[:7] else ""
    return f"{month}{words.many(ahead, 'day')} ahead"


# What to find out


def untold(document: Document, held: Duties) -> tuple[Untold, ...]:
    """The facts that rules wait for, one that is the same question once: those of rules that look at the making first."""
    said = {m["fact"]: m["held"] for m in document["duties"]["missing"]}
    asked: dict[str, list[tuple[str, Document]]] = {}
    rows = {d.id for d in (*held.standing, *held.open) if d.answer == "unknown"}
    for answer in document["duties"]["answers"]:
        for path in answer["missing"] if answer["id"] in rows else ():
            asked.setdefault(question(path), []).append((path, answer))
    found = [_untold(ask, waits, said) for ask, waits in asked.items() if not all(_is_event(path) for path, _ in waits)]
    return tuple(sorted(found, key=lambda u: (not u.looks_at_making, -len(u.waits))))


def _untold(ask: str, waits: Sequence[tuple[str, Document]], said: Mapping[str, str]) -> Untold:
    key = place(waits[0][0])[1]
    first = sorted(waits, key=lambda wait: not wait[1]["looks_at_making"])
    looks = any(answer["looks_at_making"] for _, answer in waits)
    return Untold(key, ask, HELD[said[key]] if looks and key in said else "",
                  tuple(dict.fromkeys(answer["id"] for _, answer in first)), looks)  # fmt: skip
