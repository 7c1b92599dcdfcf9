"""What a reform costs those who answer it, as the Office of Management and Budget counts burden, and what that turns on.

Respondents x responses x hours x loaded wage: each factor low, middle and high; the dollars move with every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from buyfair.knowledge.burden import anchor
from buyfair.knowledge.reforms.reading import Assumption
from buyfair.terms.money import as_text

RESPONSES, HOURS, WAGE, OFFICER = "responses_per_respondent", "hours_per_response", "loaded_wage", "officer_hours_per_award"
RESPONDENTS = "respondents"
"""The first factor: suppliers newly covered, for certain and at most. It is counted, not assumed."""
MIDDLE = "mid"
ENDS = ("low", MIDDLE, "high")


@dataclass(frozen=True, slots=True)
class Band:
    """A number between two ends, with the one in the middle."""

    low: Decimal
    mid: Decimal
    high: Decimal

    def at(self, end: str) -> Decimal:
        """The number at one of ENDS."""
        return Decimal(getattr(self, end))


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a reform reaches anew in the twelve months told: suppliers, small ones, those of unrecorded size, and awards."""

    year: tuple[str, str]
    suppliers: tuple[int, int]
    small: tuple[int, int]
    size_not_recorded: int
    awards: tuple[int, int]


def together(held: Sequence[Assumption], own: Sequence[Assumption]) -> dict[str, Assumption]:
    """The assumptions by what they are about: a reform's own stand before those that it leaves out."""
    return {a.what: a for a in (*held, *own)}


def burden(reached: Reached, assumed: Mapping[str, Assumption]) -> dict[str, Any]:
    """The burden table of a reform. Unit: hours a year, US dollars a year."""
    factors = {RESPONDENTS: _between(reached.suppliers), **{w: _band(assumed[w]) for w in (RESPONSES, HOURS, WAGE)}}
    officers, awards = _band(assumed[OFFICER]), _between(reached.awards)
    responses = {end: factors[RESPONDENTS].at(end) * factors[RESPONSES].at(end) for end in ENDS}
    return {
        "year": {"from": reached.year[0], "to": reached.year[1]},
        "respondents": _ends(reached.suppliers),
        "responses": _whole(responses),
        "hours": _whole({end: responses[end] * factors[HOURS].at(end) for end in ENDS}),
        "dollars": {end: as_text(_cents(_product(factors, dict.fromkeys(factors, end)))) for end in ENDS},
        "officer_hours": _whole({end: awards.at(end) * officers.at(end) for end in ENDS}),
        "small": {"respondents": _ends(reached.small), "unknown_size": reached.size_not_recorded},
        "assumptions": [_told(assumed[w]) for w in (RESPONSES, HOURS, WAGE, OFFICER)],
        "tornado": tornado(factors),
        "anchor": _anchor(),
    }  # fmt: skip


def _product(factors: Mapping[str, Band], at: Mapping[str, str]) -> Decimal:
    found = Decimal(1)
    for name, end in at.items():
        found *= factors[name].at(end)
    return found


def tornado(factors: Mapping[str, Band]) -> list[dict[str, Any]]:
    """Per factor the dollars with it at its ends and all others in the middle; the one that matters most first."""
    rows = []
    for name in factors:
        low, high = (_product(factors, {**dict.fromkeys(factors, MIDDLE), name: end}) for end in ("low", "high"))
        rows.append((low - high, name, {"what": name, "low": as_text(_cents(low)), "high": as_text(_cents(high)),
                                        "swing": as_text(_cents(high - low))}))  # fmt: skip
    return [row for _, _, row in sorted(rows, key=lambda r: r[:2])]


def _between(ends: tuple[int, int]) -> Band:
    """A count between bounds; the middle is no estimate, only half way."""
    low, high = map(Decimal, ends)
    return Band(low, (low + high) / 2, high)


def _band(of: Assumption) -> Band:
    return Band(of.low, of.mid, of.high)


def _ends(of: tuple[int, int]) -> dict[str, int]:
    return {"low": of[0], "high": of[1]}


def _whole(of: Mapping[str, Decimal]) -> dict[str, int]:
    return {end: int(number.quantize(Decimal(1), ROUND_HALF_EVEN)) for end, number in of.items()}


def _cents(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _told(of: Assumption) -> dict[str, Any]:
    ends = {end: f"{getattr(of, end):f}" for end in ENDS}
    return {"what": of.what, **ends, "unit": of.unit, "source": of.source, "mark": of.mark}


def _anchor() -> dict[str, Any]:
    """The approved collection that the bands are held against."""
    held = anchor()
    return {"control": held.control, "title": held.title, "edition": held.edition, "responses": held.responses,
            "hours": held.hours, "hours_per_response": f"{held.hours_per_response:f}", "dollars": held.dollars,
            "dollars_per_hour": f"{held.dollars_per_hour:f}", "mark": held.mark}  # fmt: skip
