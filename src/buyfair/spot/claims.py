"""Reads what a sentence claims against its bans: a ban with an exception allows what it excepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from buyfair.spot.cues import Cue, said
from buyfair.spot.statements import Statement


@dataclass(frozen=True, slots=True)
class Turns:
    """Words that turn a sentence, as patterns: what bans, what opens an exception, what parts two claims."""

    bans: re.Pattern[str]
    excepts: re.Pattern[str]
    parts: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence, whether it stands under a ban, and whether it is what a ban excepts."""

    text: str
    banned: bool
    excepted: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A claim that a reader looks for: said outright by `cues`, or as an exception of a ban on `subject` by `excepted`.

    `unless` are sentences that look like it and are none.
    """

    id: str
    cues: tuple[Cue, ...]
    subject: tuple[Cue, ...]
    excepted: tuple[Cue, ...]
    unless: tuple[Cue, ...]
    in_bans: bool = False
    """The claim itself may stand in words of a ban, such as `not responsible for subcontractors`."""


def clauses(text: str, turns: Turns, under_ban: bool = False) -> Iterator[Clause]:
    """The pieces of a sentence in order. A ban reaches to the next piece that stands on its own."""
    for piece in _pieces(text, turns.parts):
        told = turns.excepts.split(piece, maxsplit=1)
        head = told[0]
        banned = turns.bans.search(head) is not None or under_ban
        yield Clause(head, banned)
        if len(told) > 1:
            tail = " ".join(t for t in told[1:] if t)
            yield Clause(tail, turns.bans.search(tail) is not None, excepted=banned)


def _pieces(text: str, parts: re.Pattern[str]) -> list[str]:
    return [piece for piece in parts.split(text) if piece and piece.strip()]


def claims(statement: Statement, fault: Fault, turns: Turns) -> bool:
    """Whether the sentence makes this claim."""
    if said(fault.unless, statement):
        return False
    if fault.in_bans:
        return said(fault.cues, statement)
    under = bool(statement.lead) and turns.bans.search(statement.lead) is not None
    for clause in clauses(statement.said, turns, under):
        own = replace(statement, said=clause.text)
        if clause.excepted and not clause.banned and said(fault.subject, statement) and said(fault.excepted, own):
            return True
        if not clause.banned and said(fault.cues, own):
            return True
    return False
