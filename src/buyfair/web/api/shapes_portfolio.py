"""What is answered about the portfolio as a whole: the figures of summary.json, group by group, and a row of its awards."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from buyfair.web.api.shapes import Day, Exposure, Money
from buyfair.web.api.shapes_awards import ReasonOut
from buyfair.web.api.shapes_lab import CountOut


class AwardRowOut(Schema):
    """An award in the list, as its largest line met the lists; what is not recorded is null. `n` is its place in the order."""

    n: int
    award_id: str
    piid: str | None
    parent_piid: str | None
    parent_agency_code: str | None
    rank: int | None
    band_low: int | None
    band_high: int | None
    points: int | None
    points_at_least: int | None
    supplier_key: str | None
    supplier_name: str | None
    supplier_uei: str | None
    agency: str | None
    office: str | None
    sector: str | None
    good: str | None
    strength: str | None
    psc: str | None
    psc_title: str | None
    origin_country: str | None
    performance_country: str | None
    performance_state: str | None
    supplier_state: str | None
    fiscal_year: int | None
    exposure: Exposure
    exposure_reason: str | None
    reach: str | None
    dollars: Money
    lines: int
    first_action: Day | None
    last_action: Day | None
    decision: str | None
    decision_day: Day | None
    description: str | None
    country: str | None
    name: str | None
    place: str | None


class InputOut(Schema):
    """A file that was read."""

    name: str
    sha256: str
    bytes: int
    rows: int
    layout: str
    notes: list[str]


class LinesReadOut(Schema):
    """Records read = accepted + rejected + superseded."""

    read: int
    accepted: int
    rejected: int
    superseded: int


class DollarsReadOut(Schema):
    """Dollars read = accepted + rejected + superseded."""

    read: Money
    accepted: Money
    rejected: Money
    superseded: Money


class ExposureSumsOut(Schema):
    """Each award's dollars in exactly one of matched, possible, unknown, no_listing, not_goods and taken_back.

    `possible` is the sum of its two parts. They add up to the dollars accepted.
    """

    matched: Money
    possible: Money
    possible_place_not_recorded: Money
    possible_through_input: Money
    unknown: Money
    no_listing: Money
    not_goods: Money
    taken_back: Money


class MetOut(Schema):
    """Exposed dollars, matched and possible."""

    matched: Money
    possible: Money


class ReachSumsOut(Schema):
    """Exposed dollars that no duty reaches, of which it cannot be told, and that a duty reaches with no evidence on file."""

    reached_by_no_duty: MetOut
    undecidable: MetOut
    reached_without_evidence: MetOut


class RuleSumsOut(Schema):
    """Dollars for which a rule says yes, no or unknown."""

    id: str
    title: str
    yes: MetOut
    no: MetOut
    unknown: MetOut


class ReachOut(ReachSumsOut):
    """The same with the awards, rule by rule, what is missing, and by group."""

    awards: dict[str, int]
    evidence: str
    rules: list[RuleSumsOut]
    missing: list[dict[str, Any]]
    text_not_held: dict[str, Any]
    by: dict[str, list[dict[str, Any]]]


class GroupOut(CountOut, MetOut):
    """Sums of a group of awards."""

    lines: int
    unknown: Money


class SectorSumsOut(GroupOut):
    """Of a sector."""

    sector: str | None
    possible_place_not_recorded: Money
    possible_through_input: Money


class ApartOut(GroupOut):
    """What alone makes up much of a sector, shown apart."""

    sector: str
    what: str
    psc: str


class GoodSumsOut(GroupOut):
    """Of a good; null: not one good."""

    good: str | None


class CountrySumsOut(GroupOut):
    """Of a country of origin; null: not recorded."""

    country: str | None
    name: str | None


class PairSumsOut(CountrySumsOut):
    """Of a good from a country, and for which harms it is listed."""

    good: str | None
    harms: list[str]


class HarmSumsOut(MetOut):
    """Of a harm; a line may stand under several."""

    harm: str


class AgencySumsOut(GroupOut):
    """Of an agency."""

    agency: str | None


class SupplierSumsOut(GroupOut):
    """Of what a supplier sells; about the goods and places, not about the supplier."""

    supplier: str | None
    uei: str | None


class FirstOut(Schema):
    """An award near the top of the order of looking, which is no finding. `band`: its place under other weights."""

    award_id: str
    piid: str | None
    parent_piid: str | None
    rank: int | None
    band: list[int | None]
    points: int
    points_at_least: int
    supplier: str | None
    uei: str | None
    agency: str | None
    office: str | None
    good: str | None
    sector: str | None
    psc: str | None
    country: str | None
    exposure: Exposure
    dollars: Money
    spoke: int
    asked: int
    met: dict[str, Any]
    exposed_dollars: Money | None
    over: dict[str, Any] | None
    reasons: list[ReasonOut]


class IndicatorSumsOut(Schema):
    """For how many awards an indicator says yes (`spoke`), is silent, or does not apply; `dollars` of those asked, `of`."""

    code: str
    title: str
    asks: str
    spoke: int
    silent: int
    not_applicable: int
    points_to: int
    dollars: Money
    of: Money
    sentence: str
    silence: str | None


class VehicleSumsOut(GroupOut):
    """Of the orders under one contract vehicle."""

    vehicle: str
    parent_agency: str | None
    parent_agency_name: str | None
    suppliers: int
    agencies: int
    ordering_period_end: Day | None
    best_rank: int | None


class CalendarOut(Schema):
    """A day on which something can still be decided about an award: an option, the end of an ordering period, its end."""

    award_id: str
    piid: str | None
    what: str
    day: Day
    dollars: Money
    supplier: str | None
    agency: str | None
    good: str | None
    country: str | None
    sector: str | None
    psc: str | None
    exposure: Exposure
    rank: int | None
    met: dict[str, Any]


class CalendarOfOut(Schema):
    """The calendar summed, over the whole of its span; `by_month` in its order."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    events: int
    exposed_events: int
    abroad_events: int
    dollars: Money
    not_told: int
    by_month: list[dict[str, Any]]


class FlowSumsOut(CountOut, MetOut):
    """From a country through a good to an agency; `through`: by an input of the good."""

    country: str | None
    name: str | None
    good: str | None
    strength: str | None
    depth: str | None
    through: bool
    in_largest: bool
    agency: str | None


class NotToldOut(CountOut):
    """Why the exposure of some lines cannot be told."""

    reason: str
    sentence: str
    lines: int


class NotToldCodeOut(CountOut):
    """Product codes of which it cannot be told."""

    psc: str | None
    title: str | None
    lines: int


class SummaryOut(Schema):
    """The document `summary.json` of an assessment: under filters, of the awards that meet them.

    What is said of the input as a whole (inputs, lines.read, rejected, superseded, leads, sources) stands as in the whole.
    """

    day: Day
    versions: dict[str, str]
    inputs: list[InputOut]
    passed_over: list[Any]
    dates: dict[str, Day | None]
    lines: LinesReadOut
    dollars: DollarsReadOut
    dollars_are: str
    notes: list[str]
    rejected_why: list[dict[str, Any]]
    awards: int
    unreadable: dict[str, int]
    subawards: dict[str, Any] | None
    waivers: dict[str, Any] | None
    exposure: ExposureSumsOut
    exposed_lines: dict[str, dict[str, Any]]
    origins: dict[str, int]
    reach: ReachOut
    sectors: list[SectorSumsOut]
    apart: list[ApartOut]
    goods: list[GoodSumsOut]
    countries: list[CountrySumsOut]
    pairs: list[PairSumsOut]
    sheets: list[dict[str, Any]]
    harms: list[HarmSumsOut]
    agencies: list[AgencySumsOut]
    suppliers: list[SupplierSumsOut]
    priority: dict[str, Any] | None
    first: list[FirstOut]
    indicators: list[IndicatorSumsOut]
    vehicles: list[VehicleSumsOut]
    vehicles_of: dict[str, Any]
    calendar: list[CalendarOut]
    calendar_of: CalendarOfOut
    flows: list[FlowSumsOut]
    flows_of: dict[str, Any]
    leads: dict[str, Any] | None
    not_told: list[NotToldOut]
    not_told_codes: list[NotToldCodeOut]
    blind_spots: list[str]
    whole_government: dict[str, Any] | None
    sources: list[dict[str, Any]]
