"""What an audit of a contract file asks and what it finds: gaps, rules kept, and rules of which the file tells too little."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from buyfair.contract_facts import FileFacts
from buyfair.contract_file import State
from buyfair.judge.judging import Judged
from buyfair.knowledge import file_evidence
from buyfair.purchase import Duties
from buyfair.spot.clauses import Found
from buyfair.terms.document import Document


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an audit asks: the rule, how to look, how a gap is called and mended."""

    rule: str
    check: str
    fix: str
    missing: str = "missing"
    ask: str = ""
    clause: str = ""
    alternate: str = ""
    instead: tuple[str, ...] = ()
    """Clauses of the codified text that stand in the place of this one: in commercial purchases, or for another thing."""
    thing: str = ""
    things: tuple[str, ...] = ()
    event: str = ""
    topic: str = ""
    renew: str = ""
    lapsed: str = ""
    field: str = "trafficking"
    sure_from: date | None = None
    """First day on which the regulation surely asked for the clause; what it asked before was not read."""
    but_not: str = ""
    """Buyers, as a file may name them, for whom the regulation does not ask for the clause although the rule binds."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that the law asks and the file lacks. `quote`, `line` say where the file shows it; None where it is silent."""

    asked: Asked
    what: str
    fix: str
    why: str
    judged: Judged
    quote: str | None = None
    line: int | None = None
    page: int | None = None
    due: str = ""
    printed: str = ""
    ask: str = ""
    """The same as it is put to the contractor; empty where it is the office's own to mend."""


@dataclass(frozen=True, slots=True)
class Open:
    """A rule of which the file does not let anybody tell whether it is kept."""

    asked: Asked
    missing: tuple[str, ...]
    why: str


@dataclass(slots=True)
class Audit:
    """What was found in one file. `kept` are the rules that the file shows to be kept, with the words that show it."""

    document: Document
    facts: FileFacts
    duties: Duties
    day: date
    clauses: tuple[Found, ...]
    closed: bool
    gaps: list[Gap] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    kept: list[tuple[Asked, State]] = field(default_factory=list)
    beside: list[Gap] = field(default_factory=list)
    """Clauses of other law that are missing or outdated."""
    beside_open: list[Open] = field(default_factory=list)
    """Clauses of other law that the text does not hold, of which nobody can tell whether they are due."""


@cache
def asked() -> tuple[Asked, ...]:
    """Everything that an audit asks, in its order."""
    told = tomllib.loads(files(file_evidence).joinpath("asked.toml").read_text("utf-8"))
    lists = ("things", "instead")
    return tuple(Asked(**{**row, **{key: tuple(row.get(key, ())) for key in lists}}) for row in told["asked"])
