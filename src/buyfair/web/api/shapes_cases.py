"""What is answered about cases, and about leads, which are cases too."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema

from buyfair.web.api.contents import Content
from buyfair.web.api.shapes import Answer, Day, Moment, Money, PairOut
from buyfair.web.casework.clocks import STANDINGS
from buyfair.web.casework.table import Answer as Asked

Takes = Annotated[str, Field(json_schema_extra={"enum": [kind.value for kind in Asked]})]
Standing = Annotated[str, Field(json_schema_extra={"enum": list(STANDINGS)})]


class CaseRowOut(Schema):
    """A case in a list; `caution` is the sentence that stands beside its title, `stands` its state in words."""

    reference: str
    kind: str
    title: str
    caution: str
    state: str
    stands: str
    organization: str
    opened_at: Moment
    version: int
    assignee: str | None
    page: str
    address: str


class FactOut(Schema):
    """What is known of a case."""

    label: str
    words: str


class EventOut(Schema):
    """What was done: by whom, by which program of theirs, what was said. `left_out`: part of it is not for who asks."""

    number: int
    at: Moment
    what: str
    move: str
    by: str | None
    program: str | None
    to: str
    said: dict[str, Any] | None
    left_out: bool
    hash: str


class ChoiceOut(Schema):
    """One of the values that may be told."""

    value: str
    label: str


class AskOut(Schema):
    """What a move is told: `takes` is text, long text, day, number, money (as text), choice or tick (true)."""

    name: str
    label: str
    takes: Takes
    help: str
    choices: list[ChoiceOut]
    needed: bool
    waivable: bool


class PaperAskOut(Schema):
    """A document that a move needs. One that is not on the case yet can be added or sent on the page only."""

    kind: str
    label: str
    needed: bool
    waivable: bool
    on_the_case: bool


class MoveOut(Schema):
    """A move that leads on. `asks` go into `told`, but `reason`, which may stand beside it; `why_not`: why it is not open."""

    name: str
    label: str
    says: str
    to: str
    who: str
    open_to_you: bool
    why_not: str | None
    asks: list[AskOut]
    papers: list[PaperAskOut]


class DeadlineOut(Schema):
    """A clock of the case and how it stands today."""

    what: str
    due: Day
    standing: Standing


class DocumentRowOut(Schema):
    """A document of the case; its content stands at `address`, unless it was destroyed under retention."""

    number: int
    paper: str
    name: str
    sha256: str | None
    bytes: int | None
    address: str | None


class WithinOut(Schema):
    """What a case holds, as far as who asks may see it."""

    state_means: str
    facts: list[FactOut]
    events: list[EventOut]
    moves: list[MoveOut]
    deadlines: list[DeadlineOut]
    documents: list[DocumentRowOut]


class CaseOut(CaseRowOut, WithinOut):
    """A case whole, as far as who asks may see it.

    `content` is what its subject holds, of a shape for each `kind`; null for a subject that an agency added itself.
    """

    content: Content | None


class GoneOut(Schema):
    """Where a move took the case out of sight: only where it stands."""

    reference: str
    state: str


class DocumentOut(Schema):
    """The bytes of a document, in base64."""

    number: int
    paper: str
    name: str
    sha256: str
    base64: str


class PieceOut(Schema):
    """A stretch of a string as it was given; `how` it met, empty for what is not compared (a legal form, a comma)."""

    text: str
    how: str


class WordsMetOut(Schema):
    """Words that met, or that stand on one side only: on the award (`left`), on the list (`right`)."""

    left: str
    right: str
    says: str


class WordsOut(Schema):
    """Both strings in pieces, and beside each other word by word."""

    left: list[PieceOut]
    right: list[PieceOut]
    rows: list[WordsMetOut]


class WayOut(Schema):
    """A way in which the awards write the name, with what stands beside it, and how many do."""

    name: str
    country: str
    also: str
    numbers: str
    score: str
    why: str
    awards: int


class SinceDecidedOut(Schema):
    """What came and what is gone since the last decision, part by part."""

    part: str
    came: list[str]
    gone: list[str]


class LeadListOut(Schema):
    """The card of the list: what a hit on it means and does not; `age` of the edition, `behind` what it is known to lack."""

    id: str
    title: str
    issuer: str
    law: str
    means: str
    means_not: str
    licence: str
    age: str
    behind: str


class LeadRowOut(PairOut):
    """A lead in the queue: two strings that a person compares. `score` has three decimals, as text."""

    reference: str
    organization: str
    caution: str
    state: str
    stands: str
    page: str
    address: str


class LeadAwardOut(Schema):
    """An award that carries the name; `then`: whether the party was listed on its day.

    `address` is its page, `dossier` its address here.
    """

    award_id: str
    address: str
    dossier: str
    called: str
    agency: str
    role: str
    supplier: str
    then: Answer
    dollars: Money | None


class DecidedOut(Schema):
    """What a person decided about it, why, and who read it a second time."""

    said: str
    by: str
    day: Day
    why: str
    settles: str
    stands: bool
    second_reader: str | None
    second_why: str | None
    second_day: Day | None
    source: str


class LeadOut(LeadRowOut, WithinOut):
    """A lead whole; it is a case, with the keys of one. `words` are both strings word by word."""

    kind: str
    title: str
    opened_at: Moment
    version: int
    assignee: str | None
    met_as: str
    words: WordsOut
    told_of_it: list[str]
    ways: list[WayOut]
    awards_carried: str
    on_awards: list[LeadAwardOut]
    on_awards_left_out: int
    listed_names: list[str]
    listed_places: list[str]
    list_says: list[str]
    on_the_list_since: str
    listed_since: Day | None
    listed_until: Day | None
    changed: list[SinceDecidedOut]
    decisions: list[DecidedOut]
    list_card: LeadListOut | None
    says: str
