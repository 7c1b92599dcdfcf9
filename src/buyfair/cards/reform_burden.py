"""What a reform costs those who must answer and those who buy, as the Paperwork Reduction Act asks it, and its bands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from buyfair.cards import words
from buyfair.cards.reform_words import MARKS, UNKNOWN, Document, count, dollars, listed, many, owed, part

_WHATS = {
    "respondents": "How many firms would answer",
    "responses_per_respondent": "Responses per firm and year",
    "hours_per_response": "Hours per response",
    "loaded_wage": "Dollars per hour, all costs included",
    "officer_hours_per_award": "Officers' hours per award",
}


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """One line of the burden table at its low, middle and high: in words, and the figures themselves (null: not known)."""

    name: str
    cells: tuple[str, str, str]
    values: tuple[object, object, object]
    money: bool


def untold(answer: Document) -> str:
    """What is said where there is no table: that nothing is asked of anybody, or that the answer does not tell."""
    if answer.get("fee") or answer.get("preference"):
        return "It asks nothing of anybody: a price, or a part of what is obligated, is no question to answer."
    return f"The burden is {UNKNOWN}."


def burden_rows(answer: Document) -> list[BurdenRow]:
    """The burden as the Paperwork Reduction Act asks it: respondents, responses, hours, wage, cost; none where not known."""
    burden = part(answer, "burden")
    if not burden:
        return []
    bands = {str(row.get("what")): row for row in listed(burden, "assumptions")}
    lines = (
        ("Firms that would answer", part(burden, "respondents"), count),
        ("× responses per firm and year", bands.get("responses_per_respondent", {}), count),
        ("= responses a year", part(burden, "responses"), count),
        ("× hours per response", bands.get("hours_per_response", {}), count),
        ("= hours a year", part(burden, "hours"), count),
        ("× dollars per hour, all costs in", bands.get("loaded_wage", {}), _wage),
        ("= cost to firms a year", part(burden, "dollars"), dollars),
        ("Contracting officers' hours a year", part(burden, "officer_hours"), count),
        ("Of the firms: small businesses", part(part(burden, "small"), "respondents"), count),
    )
    return [BurdenRow(name, _three(band, shown), (band.get("low"), band.get("mid"), band.get("high")), shown is not count)
            for name, band, shown in lines]  # fmt: skip


def _three(band: Document, shown: Callable[[object], str]) -> tuple[str, str, str]:
    middle = _HALF_WAY if band and "mid" not in band else shown(band.get("mid"))
    return shown(band.get("low")), middle, shown(band.get("high"))


_HALF_WAY = "half way"
"""Stands where only the ends are counted; a sign would tell a listener nothing."""


def _wage(value: object) -> str:
    return UNKNOWN if value is None else words.exact_dollars(str(value) if isinstance(value, float) else value)


def nobody(answer: Document) -> str:
    """That the reform reaches no firm anew, not even possibly, where that is so; nothing elsewhere."""
    if part(part(answer, "burden"), "respondents").get("high") != 0:
        return ""
    if part(answer, "record"):
        return ("No firm comes anew under a duty, so none is counted; what it costs to tell and to record the new facts is not "
                "reckoned.")  # fmt: skip
    return "No firm comes anew under a duty, so there is no burden to reckon."


def notes(answer: Document) -> list[str]:
    """How the table is to be read: its low and middle, whom it counts, and what it is held against."""
    every = (one_firm(answer), _ends(answer), _asks(answer), unknown_size(answer), _below(answer), anchor(answer))
    return [each for each in every if each]


def one_firm(answer: Document) -> str:
    """What it comes to for one firm: the assumptions multiplied, without the count of firms."""
    bands = {str(row.get("what")): row for row in listed(part(answer, "burden"), "assumptions")}
    wanted = [bands.get(name, {}) for name in ("responses_per_respondent", "hours_per_response", "loaded_wage")]
    if any(row.get(end) is None for row in wanted for end in _ENDS):
        return ""
    each = [[Decimal(str(row[end])) for row in wanted] for end in _ENDS]
    hours = [count(responses * hours) for responses, hours, _ in each]
    cost = [dollars(responses * hours * wage) for responses, hours, wage in each]
    return (f"For one firm that is {hours[0]} to {hours[2]} hours a year (middle {hours[1]}), {cost[0]} to {cost[2]} (middle "
            f"{cost[1]}).")  # fmt: skip


_ENDS = ("low", "mid", "high")


def _ends(answer: Document) -> str:
    low = part(part(answer, "burden"), "respondents").get("low")
    proven = "Low is nothing where no firm is covered anew for certain: what records prove, not what is likely. "
    return f"{proven if low == 0 else ''}The middle is half way between the counts, no estimate."


def _asks(answer: Document) -> str:
    """That a fee or a preference by itself asks nobody, where the reform has no duty."""
    if owed(answer):
        return ""
    return "The reform has no duty: this is what it would cost if every firm within its reach had to answer."


def _below(answer: Document) -> str:
    if not part(answer, "subcontractors").get("recorded"):
        return ""
    return "Reported subcontractors are among the firms, but not among the small ones: their size is not told."


def anchor(answer: Document) -> str:
    """What the burden is held against: the figures that OMB approved for plans and certificates against trafficking."""
    told = part(part(answer, "burden"), "anchor")
    if not told:
        return ""
    hours, responses = told.get("hours"), told.get("responses")
    each = _each(hours, responses)
    title = words.clean(told.get("title") or "").partition(":")[0]
    return (f"To compare, for the whole government: OMB control number {words.clean(told.get('control'))}"
            f"{f' ({title})' if title else ''} was approved at {count(responses)} responses and {count(hours)} hours a "
            f"year{each}.")  # fmt: skip


def _each(hours: object, responses: object) -> str:
    if not isinstance(hours, int) or not isinstance(responses, int) or responses <= 0:
        return ""
    return f", {count((Decimal(hours) / responses).quantize(Decimal('0.1')))} hours a response"


def unknown_size(answer: Document) -> str:
    """How many firms are of unknown size: they may be small."""
    told = part(part(answer, "burden"), "small").get("unknown_size")
    if told == 0:
        return f"The size of every {'prime' if part(answer, 'subcontractors').get('recorded') else 'firm'} is recorded."
    return f"The size of {many(told, 'firm')} is not recorded: these may be small, too."


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption and what the cost to firms is at its low and at its high."""

    name: str
    low: Decimal
    high: Decimal
    band: str

    @property
    def least(self) -> Decimal:
        """The lower of the two costs. Unit: US dollars, never below zero."""
        return max(Decimal(0), min(self.low, self.high))

    @property
    def most(self) -> Decimal:
        """The higher of the two costs. Unit: US dollars, never below zero."""
        return max(Decimal(0), self.low, self.high)


def swings(answer: Document) -> list[Swing]:
    """The assumptions by how far the cost moves with them, the widest first."""
    burden = part(answer, "burden")
    bands = {str(row.get("what")): row for row in listed(burden, "assumptions")}
    rows = [row for row in listed(burden, "tornado") if row.get("low") is not None and row.get("high") is not None]
    named = [(str(row.get("what")), words.money(row["low"]), words.money(row["high"])) for row in rows]
    found = [Swing(what(key), low, high, band(bands.get(key))) for key, low, high in named]
    return sorted(found, key=lambda swing: (-abs(swing.high - swing.low), swing.name))


def what(key: object) -> str:
    """An assumption in words."""
    told = words.clean(key)
    return _WHATS.get(told, words.sentence_case(told.replace("_", " ")))


def band(row: Document | None) -> str:
    """An assumption's low, middle and high with its unit."""
    if not row:
        return ""
    ends = " / ".join(count(row.get(end)) for end in ("low", "mid", "high"))
    return f"{ends} {words.clean(row.get('unit') or '')}".strip()


def assumption(row: Document) -> str:
    """One assumption with its band, its source and whether that was read."""
    mark = MARKS.get(str(row.get("mark")))
    source = words.clean(row.get("source") or "no source told")
    return f"{what(row.get('what'))}: {band(row)} ({source}{f'; {mark}' if mark else ''})."
