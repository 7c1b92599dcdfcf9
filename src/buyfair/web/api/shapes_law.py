"""What is answered about the law of one purchase, one contract text or one plan: the shapes of the command's documents."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from buyfair.web.api.shapes import Answer, Day


class BecauseOut(Schema):
    """A fact that decided; `value` as it was told."""

    fact: str
    value: Any


class AmountUsedOut(Schema):
    """An amount, or the edition of a list, that was compared with, since when it stands so and where that is read."""

    name: str
    value: str | None = None
    since: Day = Field(alias="from")
    cites: str
    mark: str


class DutyOut(Schema):
    """A rule's answer; `missing` are the facts that would settle it, `lifted_by` what may lift it."""

    id: str
    rule: str
    title: str
    answer: Answer
    result: str
    in_force: Answer
    standing: bool
    owed_by: str
    then: str
    due: str
    cites: str
    because: list[BecauseOut]
    missing: list[str]
    amounts: list[AmountUsedOut]
    editions: list[AmountUsedOut]
    lifted_by: list[str]
    collects: str | None
    stale_since: str | None
    marks: list[str]


class BindsOut(Schema):
    """What the law of the day asks at one step of the chain, and where."""

    level: str
    rows: list[str]
    cites: list[str]
    says: str | None


class LimitOut(Schema):
    """A time within which something is done, and why it is that long."""

    days: int
    what: str
    reason: str


class InstrumentOut(Schema):
    """What a clause rests on, and where that was read."""

    cites: str
    says: str
    mark: str
    source: str
    read_on: Day | None


class ClauseOut(Schema):
    """A clause of the code, as `buyfair conduct CLAUSE --json`; `law` is by step of the chain, `gap` what law leaves out."""

    id: str
    title: str
    harms: list[str]
    floor: str
    tiers: dict[str, str]
    small_firm: str
    evidence: str
    grave: list[str]
    remedy: str
    buyer: str
    officer: str
    means_not: str
    gap: str
    inside_us: str
    parts: list[dict[str, str]]
    limits: list[LimitOut]
    law: dict[str, BindsOut]
    instruments: list[InstrumentOut]


class ClauseForOut(Schema):
    """A clause for one purchase: whether it is meant, and what the law asks of it there."""

    id: str
    title: str
    harms: list[str]
    answer: Answer
    because: list[str]
    missing: list[str]
    floor: str
    tiers: dict[str, str]
    small_firm: str
    parts: list[dict[str, Any]]
    evidence: str
    grave: list[str]
    remedy: str
    buyer: str
    officer: str
    law: list[dict[str, Any]]
    named_by_lists: list[str]


class FlowTextOut(Schema):
    """A text of a contract, by which authority, and whether it goes in without being chosen."""

    kind: str
    standing: str
    means: str
    by_default: bool
    text: str
    authorities: list[dict[str, Any]]


class FlowOut(Schema):
    """How the code goes down the chain in one way of buying."""

    id: str
    title: str
    texts: list[FlowTextOut]


class FlowForOut(FlowOut):
    """The same for one purchase, with the lines that are bought so."""

    answer: Answer
    because: list[str]
    missing: list[str]
    lines: list[int]


class PartOut(Schema):
    """One of the parts that the law asks of a plan, with the sentences that show it."""

    part: str
    present: Answer
    specific: Answer
    dated: Answer
    fits_facts: Answer
    quotes: list[dict[str, str | None]]


class PlanGapOut(Schema):
    """What a plan lacks, with its sentence where it has one, and how to mend it."""

    id: str
    part: str
    what: str
    quote: str | None
    place: str | None
    fix: str
    rule: str


class StepOut(Schema):
    """A step of guidance that binds nobody, and whether the plan speaks of it."""

    step: str
    name: str
    addressed: Answer
    quote: str | None
    place: str | None


class ReviewOut(Schema):
    """The answer of `buyfair review-plan --json`."""

    plan: str
    day: Day
    knowledge: str
    sha256: str
    adequate: Answer
    parts: list[PartOut]
    gaps: list[PlanGapOut]
    facts: dict[str, Any]
    oecd: list[StepOut]
    comply_chain: list[StepOut]
    worker_document: dict[str, Any] | None
    notes: list[Any]


class FoundClauseOut(Schema):
    """A clause that stands in a contract text."""

    number: str
    title: str
    date: str | None
    alternate: str | None
    line: int | None
    page: int | None


class GapOut(Schema):
    """What a contract file lacks under the law of its days, and how to mend it in a line."""

    id: str
    what: str
    fix: str


class AuditOut(Schema):
    """The answer of `buyfair audit --json` for one text; what cannot be told is no gap."""

    contract: str | None
    day: Day
    knowledge: str
    file: dict[str, Any]
    facts: dict[str, Any]
    clauses: list[FoundClauseOut]
    gaps: list[GapOut]
    cannot_tell: list[dict[str, Any]]
