"""What is answered about the law of one purchase, one contract text or one plan: the shapes of the command's documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from buyfair.cards.stood import Stood
from buyfair.web.api.shapes import Answer, Day, Result


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
    result: Result
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


class StoodOut(Schema):
    """Whether what stands here was there on the day asked about, in one word and in a sentence; no older edition is told."""

    day: Day
    answer: Answer
    says: str


def stood(of: Stood, day: date) -> dict[str, str]:
    """The same as an answer tells it."""
    return {"day": day.isoformat(), "answer": of.answer.value, "says": of.says}


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


class PartForOut(Schema):
    """A part of a clause, and whether it is meant for the purchase."""

    id: str
    answer: Answer
    because: list[str]
    missing: list[str]
    text: str


class AskedOfClauseOut(Schema):
    """A rule that asks something of the clause's matter, and whether it binds the purchase."""

    id: str
    answer: Answer
    title: str


class ClauseForOut(Schema):
    """A clause for one purchase: whether it is meant, and what the law asks of it there.

    `small_firm` is null where no small firm sells, `officer` where no officer buys.
    """

    id: str
    title: str
    harms: list[str]
    answer: Answer
    because: list[str]
    missing: list[str]
    floor: str
    tiers: dict[str, str]
    small_firm: str | None
    parts: list[PartForOut]
    evidence: str
    grave: list[str]
    remedy: str
    buyer: str
    officer: str | None
    law: list[AskedOfClauseOut]
    named_by_lists: list[str]


class AuthorityOut(Schema):
    """What lets a text be put into a contract."""

    id: str
    kind: str
    says: str
    cites: list[str]
    mark: str


class FlowTextOut(Schema):
    """A text of a contract, by which authority, and whether it goes in without being chosen."""

    kind: str
    standing: str
    means: str
    by_default: bool
    text: str
    authorities: list[AuthorityOut]


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


class SaidToWorkersOut(Schema):
    """One thing that the law has a worker told, whether the document says it, and where."""

    id: str
    name: str
    kind: str
    said: Answer
    quote: str | None
    place: str | None


class WorkersLackOut(Schema):
    """What the workers' document lacks or says against the law, and how to mend it."""

    id: str
    item: str
    what: str
    quote: str | None
    place: str | None
    fix: str


class WorkerDocumentOut(Schema):
    """The workers' document, as a file of its own, an annex, or sentences of the plan about it."""

    found_in: str
    name: str
    says: list[SaidToWorkersOut]
    findings: list[WorkersLackOut]


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
    worker_document: WorkerDocumentOut | None
    notes: list[str]


class FoundClauseOut(Schema):
    """A clause that stands in a contract text."""

    number: str
    title: str
    date: str | None
    alternate: str | None
    line: int | None
    page: int | None


class SpokenOfOut(FoundClauseOut):
    """A clause that the text speaks of and does not hold, and how it does."""

    how: str


class GapOut(Schema):
    """What a contract file lacks under the law of its days, and how to mend it in a line.

    `quote`, `line` and `page` say where it was seen, null where it stands nowhere; `due` is the edition due, `printed` the one
    that stands there; `ask` what only a person can answer.
    """

    id: str
    rule: str
    what: str
    fix: str
    why: str
    quote: str | None
    line: int | None
    page: int | None
    cites: str
    owed_by: str
    ask: str | None
    clause: str | None
    alternate: str | None
    due: str | None
    printed: str | None


class BesideGapOut(GapOut):
    """A gap of another field of law, which is counted apart."""

    field: str


class BesideOpenOut(Schema):
    """A clause of another field of law that the text does not hold, of which nobody can tell whether it is due."""

    id: str
    field: str
    clause: str
    missing: list[str]
    why: str


class NotUsedOut(Schema):
    """A clause that stands in the text and that the overhaul text of the FAR does not use: it is to be taken out where `sure`.

    `missing`: what would tell which text of the FAR applies; `carries`: clauses that may stand only because they are ticked in
    it; `mark`: how well the place in the overhaul text, `cites`, is known.
    """

    number: str
    title: str
    date: str | None
    line: int
    page: int | None
    sure: bool
    missing: list[str]
    why: str
    cites: str
    mark: str
    carries: list[str]


class OpenOut(Schema):
    """A rule of which the text does not tell whether it is kept: no gap, and not in order either."""

    id: str
    missing: list[str]
    why: str


class KeptOut(Schema):
    """A rule that is kept, as far as the text tells, and why."""

    id: str
    why: str
    quote: str | None


class FileOut(Schema):
    """The file that was read."""

    name: str
    sha256: str
    pages: int | None


class ToSignOut(Schema):
    """The line on which the contracting officer would sign, where it is empty."""

    line: int
    page: int | None
    quote: str


class ReadOut(Schema):
    """What was read in the head of the text as a fact: its words, and the line where they stand."""

    fact: str
    words: str
    line: int


class GuessOut(Schema):
    """What the words of a line suggest: it counts as not told."""

    fact: str
    value: Any
    words: str
    line: int


class AuditOut(Schema):
    """The answer of `buyfair audit --json` for one text; what cannot be told is no gap.

    `facts` by the keys of /api/duties and of the head of the text, with money as text. `tells_what_it_holds`: what does not
    stand in the text is missing; else it is unknown.
    """

    contract: str | None
    file: FileOut
    stage: str = Field("not told", description="before award, not signed yet, awarded, or not told: who signs a change "
                                                    "turns on it.")  # fmt: skip
    to_sign: ToSignOut | None = None
    day: Day
    knowledge: str
    facts: dict[str, Any]
    clauses: list[FoundClauseOut]
    spoken_of: list[SpokenOfOut]
    gaps: list[GapOut]
    cannot_tell: list[OpenOut]
    kept: list[KeptOut]
    beside: list[BesideGapOut]
    beside_open: list[BesideOpenOut] = []
    not_used: list[NotUsedOut] = []
    read: list[ReadOut] = []
    guesses: list[GuessOut] = []
    tells_what_it_holds: bool
    notes: list[str]
    package: dict[str, Any] | None = Field(None, description="Against the package of its purchase, where there is one.")
