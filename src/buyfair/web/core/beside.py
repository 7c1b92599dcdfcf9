"""What work says beside an award: each subject that holds cases about awards tells what it has on file, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buyfair.cards.dossier_on_file import Filed, Noted, OnFile
from buyfair.web.core.actor import Actor
from buyfair.web.subjects import told_by_each


@dataclass(frozen=True)
class Held:
    """One case about the award: what it is, where it opens, where it stands, and what is known or awaited by which day."""

    words: str
    url: str
    state: str
    says: str = ""


@dataclass(frozen=True)
class Beside:
    """What one subject has about an award. `says` is the answer in one sentence, also where nothing is held.

    `begin` leads to a new case about this award, words and address, where the actor may open one; else None. `keeps`: the
    rows of the rules whose papers are kept here; `filed` and `noted`: what is on file of them, and the days that run.
    """

    title: str
    says: str
    held: tuple[Held, ...] = ()
    begin: tuple[str, str] | None = None
    keeps: tuple[str, ...] = ()
    filed: tuple[Filed, ...] = ()
    noted: tuple[Noted, ...] = ()


def beside(actor: Actor, award_id: str) -> list[Beside]:
    """What every subject tells. A subject with cases about awards has a `beside.py` with `of_award(actor, award_id)`.

    It returns None where the actor's roles have no part in that subject.
    """
    modules = [module for module in told_by_each("beside") if module.__name__ != __name__]
    return [told for module in modules if (told := module.of_award(actor, award_id)) is not None]


def on_file(told: Iterable[Beside]) -> OnFile:
    """What all subjects together have on file of the duties of the award."""
    every = list(told)
    return OnFile(
        frozenset(row for each in every for row in each.keeps if row not in {filed.row for filed in each.filed}),
        tuple(filed for each in every for filed in each.filed),
        tuple(noted for each in every for noted in each.noted),
    )
