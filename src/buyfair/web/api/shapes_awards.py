"""What is answered about awards: the dossier of one, and a row of the list."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Answer, Day, Exposure, Money
from buyfair.web.api.shapes_law import DutyOut


class AwardOut(Schema):
    """What an award is, and what its largest line met of the lists."""

    award_id: str
    piid: str | None
    parent_piid: str | None
    parent_agency: str | None
    parent_agency_name: str | None
    supplier: str | None
    uei: str | None
    agency: str | None
    office: str | None
    good: str | None
    sector: str | None
    psc: str | None
    psc_title: str | None
    country: str | None
    name: str | None
    place: str | None
    dollars: Money
    exposure: Exposure
    exposure_reason: str
    met: dict[str, Any]
    sentence: str
    lines: int
    first_action: Day
    last_action: Day


class OrderOut(Schema):
    """Where it stands in the order of looking, which is no finding; `band` is where it stands under other weights."""

    rank: int | None
    of: int
    band: list[int] | None
    points: int
    points_at_least: int
    spoke: int
    asked: int


class ReasonOut(Schema):
    """Why it stands there: one indicator, its sentence and what it adds."""

    indicator: str
    factor: str
    title: str
    sentence: str
    points: int
    at_least: int


class IndicatorSaidOut(Schema):
    """An indicator's answer for this award; null where it is silent. A yes is a reason to ask."""

    code: str
    title: str
    asks: str
    answer: Answer | None
    sentence: str
    caution: str
    may_add: int


class ExposureOut(Schema):
    """A listing that lines of the award met: good, place, harm, and how."""

    number: int
    good: str
    input_good: str | None
    country: str | None
    name: str | None
    listed_countries: list[str]
    listed_names: list[str]
    harm: str
    evidence: str
    sentence: str
    level: str
    depth: str
    listed_then: bool
    list: str
    title: str
    edition: str
    lines: int
    dollars: Money


class LineOut(Schema):
    """One transaction of the award, with the numbers of the exposures that it met."""

    line_id: str
    day: Day
    modification: str | None
    dollars: Money
    psc: str | None
    psc_title: str | None
    description: str | None
    origin: str | None
    origin_name: str | None
    performance: str | None
    performance_name: str | None
    item: str | None
    sector: str | None
    good: str | None
    strength: str | None
    exposure: Exposure
    exposure_reason: str
    made_of: bool
    sentence: str
    exposures: list[int]
    source: dict[str, Any]


class OriginSaidOut(Schema):
    """What actions on goods say alike of where they were made, and the numbers of what stands against it."""

    number: int
    origin: str | None
    origin_name: str | None
    manufacture: str | None
    made: Literal["inside", "outside"] | None
    contradicts_itself: bool
    against: list[int]
    lines: list[str]


class DossierDutyOut(DutyOut):
    """A rule's answer for the award; `looks_at_making`: it looks at how the good is made."""

    looks_at_making: bool


class DossierDutiesOut(Schema):
    """What the law asked of the award, and with which facts."""

    reach: str
    facts: list[dict[str, Any]]
    answers: list[DossierDutyOut]
    missing: list[dict[str, Any]]
    evidence: str


class DossierOut(Schema):
    """The document of `buyfair dossier --json`. It is about the good and the place, not about the supplier."""

    day: Day
    versions: dict[str, str]
    told_with: dict[str, Any]
    award: AwardOut
    not_about_supplier: str
    not_safe: str | None
    order: OrderOut
    reasons: list[ReasonOut]
    indicators: list[IndicatorSaidOut]
    exposures: list[ExposureOut]
    lines: list[LineOut]
    origins: list[OriginSaidOut]
    reconciled: dict[str, Any]
    decision: dict[str, Any] | None
    over: dict[str, Any] | None
    periods: dict[str, Day | None]
    ask: list[dict[str, Any]]
    duties: DossierDutiesOut
    duties_sentence: str
    leads: list[dict[str, Any]]
    leads_sentence: str
    leads_lists: dict[str, Any]
    not_recorded: list[dict[str, Any]]
    sources: dict[str, Any]
