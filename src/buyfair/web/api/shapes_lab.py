"""What is answered about a reform: whom it would reach between bounds, what moves, over which years, at what burden."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from buyfair.web.api.shapes import Answer, Day, Money, Result


class CountOut(Schema):
    """How many awards, and their dollars."""

    awards: int
    dollars: Money


class EndOut(CountOut):
    """How many awards, dollars and suppliers."""

    suppliers: int


class ReachedOut(Schema):
    """What is reached for certain, at most, and what cannot be told; the certain is part of the possible."""

    certain: EndOut
    possible: EndOut
    undecidable: EndOut


class ChangedOut(Schema):
    """What is reached before and after, what comes in and what goes out."""

    before: ReachedOut
    after: ReachedOut
    gained: ReachedOut
    lost: ReachedOut


class RuleChangedOut(ChangedOut):
    """The same for one rule."""

    id: str
    title: str
    result: Result


class MoveOfAwardsOut(CountOut):
    """How many awards go from one answer to another."""

    before: Answer
    after: Answer


class LackingOut(CountOut):
    """A fact that is missing, where records hold it, and what cannot be told because of it."""

    fact: str | None
    says: str
    held: str | None


class MoverOut(Schema):
    """One of the largest awards that change, and why; it is about the award, not about the supplier."""

    award_id: str
    piid: str | None
    supplier: str | None
    agency: str | None
    sector: str | None
    good: str | None
    state: str | None
    district: str | None
    dollars: Money
    before: Answer
    after: Answer
    why: str


class SpanOut(Schema):
    """Of running contracts or new ones: reached for certain and at most."""

    certain: CountOut
    possible: CountOut


class YearOut(Schema):
    """One year after the known day."""

    year: int
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    running: SpanOut
    new: SpanOut


class QuarterOut(Schema):
    """Suppliers by how much of what they sell is covered."""

    share: str
    suppliers: int
    dollars: Money


class LargestOut(Schema):
    """One of the suppliers with most dollars covered; `share` from 0 to 1."""

    supplier: str | None
    covered: Money
    all: Money
    share: float | None


class LeverageOut(Schema):
    """How much of their sales is covered, for how many suppliers."""

    suppliers: int
    quarters: list[QuarterOut]
    top: list[LargestOut]


class ConflictOut(Schema):
    """A law, an agreement or an order that the reform runs into."""

    with_: str = Field(alias="with")
    says: str
    cites: str
    mark: str


class PrecedentOut(Schema):
    """What was done before in the same way, and what was learned."""

    id: str
    title: str
    cites: str
    says: str
    days_to_clause: int | None


class ReformAnswerOut(ChangedOut):
    """The answer of `buyfair reform --json`, with the sentences that stand beside every firm that it names.

    `by` goes by sector, good, country, agency, size, state and district: groups with the keys of a change, and `anew`. What
    the reform has not (burden, preference, fee, record, overlap) is null.
    """

    reform: str
    title: str
    instrument: str
    instrument_means: str
    summary: str | None
    words: str
    source: str
    commercial: str | None
    conflicts: list[ConflictOut]
    precedents: list[PrecedentOut]
    expects: str | None
    changes: list[str]
    day: Day
    portfolio: dict[str, Any]
    anew: ReachedOut
    freed: ReachedOut
    moves: list[MoveOfAwardsOut]
    open: EndOut
    rules: list[RuleChangedOut]
    by: dict[str, list[dict[str, Any]]]
    missing: list[LackingOut]
    movers: list[MoverOut]
    supply: dict[str, Any]
    leverage: LeverageOut
    curve: list[YearOut]
    curve_of: dict[str, Any]
    burden: dict[str, Any] | None
    apart: list[dict[str, Any]]
    subcontractors: dict[str, Any] | None
    preference: dict[str, Any] | None
    fee: dict[str, Any] | None
    record: dict[str, Any] | None
    overlap: dict[str, Any] | None
    limits: list[str]
    manifest: dict[str, Any]
    not_about_supplier: str
    no_finding: str
