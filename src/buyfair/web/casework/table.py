"""The words of which a subject writes its table of moves: who, what is needed, which clock starts, which ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from buyfair.web.core.roles import Role


class FlowError(Exception):
    """A table of moves that cannot be walked; says which row and why."""


class Relation(StrEnum):
    """How somebody stands to a case through the organization acted for."""

    OWNER = "owner"
    PARTY = "party"
    OBSERVER = "observer"
    OUTSIDER = "outsider"


@dataclass(frozen=True)
class Who:
    """One role in some relations to the case; in some states only, where `states` names them."""

    role: Role
    relations: frozenset[Relation]
    states: frozenset[str] = frozenset()

    def covers(self, role: Role, relation: Relation, state: str) -> bool:
        """Whether this row speaks of that role, in that relation, in that state."""
        return self.role == role and relation in self.relations and (not self.states or state in self.states)


Whose = tuple[Who, ...]


def owner(*roles: Role | str, states: tuple[str, ...] = ()) -> Whose:
    """People of the organization that owns the case."""
    return _who(roles, {Relation.OWNER}, states)


def party(*roles: Role | str, states: tuple[str, ...] = ()) -> Whose:
    """People of an organization that takes part; where it was let in only to look, they may look."""
    return _who(roles, {Relation.PARTY}, states)


def anybody(*roles: Role | str, states: tuple[str, ...] = ()) -> Whose:
    """Everybody of that role, of whichever organization: oversight, and what is public."""
    return _who(roles, set(Relation), states)


def _who(roles: tuple[Role | str, ...], relations: set[Relation], states: tuple[str, ...]) -> Whose:
    return tuple(Who(_role(role), frozenset(relations), frozenset(states)) for role in roles)


def _role(told: Role | str) -> Role:
    try:
        return Role(told)
    except ValueError:
        raise FlowError(f"there is no role {told!r}; the roles are {', '.join(Role)}") from None


@dataclass(frozen=True)
class State:
    """Where a case may stand. `ends`: nothing more is awaited; only a move that reopens leads out."""

    name: str
    label: str
    says: str = ""
    ends: bool = False


class Answer(StrEnum):
    """What a field of a form takes."""

    TEXT = "text"
    LONG = "long text"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True)
class Field:
    """One thing that a move asks to be told. `waivable`: a waiver that stands may take its place.

    `confined`: only the organization that owns the case reads it.
    """

    name: str
    label: str
    takes: Answer = Answer.TEXT
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    waivable: bool = False
    confined: bool = False


@dataclass(frozen=True)
class Paper:
    """A document of this kind must be on the case, or come with the move."""

    kind: str
    optional: bool = False
    waivable: bool = False

    @property
    def name(self) -> str:
        """What the form calls it."""
        return f"paper_{self.kind}"


Need = Field | Paper


@dataclass(frozen=True)
class Clock:
    """A deadline that a move sets: so many days after it, or on the day that a field tells.

    `warns` days before, it counts as at risk.
    """

    name: str
    what: str
    whose: Whose
    days: int | None = None
    on: str = ""
    warns: int = 7


@dataclass(frozen=True)
class Move:
    """One row of a flow.

    `second` names moves whose last mover may not make this one; `other_office` names moves whose last mover's
    organization may not. `sets` starts clocks, `ends` ends them; `before` a clock: only until its day; `after` a clock:
    only when its day is over, or it was met. `reopens`: leads out of a state that ends. `by_clock`: the
    work of every day may make it too, as nobody in particular.
    """

    name: str
    label: str
    from_: tuple[str, ...]
    to: str
    who: Whose
    says: str = ""
    needs: tuple[Need, ...] = ()
    reason: bool = False
    second: tuple[str, ...] = ()
    other_office: tuple[str, ...] = ()
    sets: tuple[Clock, ...] = ()
    ends: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    reopens: bool = False
    by_clock: bool = False


@dataclass(frozen=True, eq=False)
class Flow:
    """The whole table of a subject: what it is called, where it may stand, who sees it, which moves there are.

    `papers` are the kinds of documents it takes, each with its label; `by_moves` are those of them that come with a move
    and are never added by hand. `strips`: metadata of pictures is taken off.
    `confined` are kinds of papers that only the organization that owns the case reads; `confides` are those beside its
    people who read what is confined.
    `comments` are those who may write a comment and add a document; left out, everybody who may make some move.
    """

    kind: str
    label: str
    states: tuple[State, ...]
    start: str
    moves: tuple[Move, ...]
    sees: Whose
    opens: Whose
    open_sets: tuple[Clock, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    by_moves: tuple[str, ...] = ()
    confined: tuple[str, ...] = ()
    confides: Whose = ()
    comments: Whose | None = None
    strips: bool = False

    def __post_init__(self) -> None:
        from buyfair.web.casework.flow_checks import faults

        if found := faults(self):
            raise FlowError(f"the flow of {self.kind}: {'; '.join(found)}")

    @property
    def opening(self) -> Move:
        """Opening a case, as a move from nowhere to the start."""
        return Move("open", "Opened", (), self.start, self.opens, sets=self.open_sets)

    def state(self, name: str) -> State:
        """The state of that name; one that only a former edition of the table knew is called by its bare name."""
        return next((state for state in self.states if state.name == name), State(name, name))

    def move(self, name: str) -> Move | None:
        """The move of that name; None where there is none."""
        return next((move for move in self.moves if move.name == name), None)

    def clock(self, name: str) -> Clock | None:
        """The clock of that name, wherever it is set."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Every clock that some move sets."""
        return tuple(clock for move in (self.opening, *self.moves) for clock in move.sets)

    @property
    def by_hand(self) -> tuple[tuple[str, str], ...]:
        """The kinds of documents that anybody who takes part may add."""
        return tuple((kind, label) for kind, label in self.papers if kind not in self.by_moves)

    @property
    def takes_part(self) -> Whose:
        """Whoever may make some move."""
        return tuple(dict.fromkeys(Who(w.role, w.relations) for move in self.moves for w in move.who))

    @property
    def writes(self) -> Whose:
        """Who may comment and add documents."""
        return self.takes_part if self.comments is None else self.comments


SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
