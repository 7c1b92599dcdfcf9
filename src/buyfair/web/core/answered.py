"""Whether somebody has said what is done about an award: each subject that answers for awards tells, for many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from buyfair.web.core.actor import Actor
from buyfair.web.subjects import told_by_each


@dataclass(frozen=True)
class Answered:
    """What stands about one award, in a few words, and where it opens; `begins` where nothing stands and one may begin."""

    words: str
    url: str = ""
    begins: str = ""


def answered(actor: Actor, award_ids: Iterable[str]) -> Mapping[str, Answered]:
    """By award what stands; an award of which no subject tells is left out.

    A subject that answers for awards has an `answered.py` with `of_awards(actor, award_ids)`, which asks the database once.
    """
    asked = tuple(dict.fromkeys(award_ids))
    found: dict[str, Answered] = {}
    for module in told_by_each("answered"):
        if asked and module.__name__ != __name__:
            found = {**module.of_awards(actor, asked), **found}
    return found
