"""Facts held against the law without asking what to ask next: quick, for checks within a move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.judge.judging import judge
from buyfair.judge.told import read_told
from buyfair.knowledge.facts.contradictions import contradictions
from buyfair.purchase import Duties, law, vocabulary
from buyfair.web.acquisitions.changes import exact
from buyfair.web.core.clock import today


def as_written(facts: Mapping[str, Any]) -> None:
    """Raises: InputRefusedError where the command would refuse this facts file."""
    read_told(facts, vocabulary())


def checked(kept: Mapping[str, Any]) -> None:
    """Raises: InputRefusedError where a fact is none, or cannot be."""
    read_told(exact(kept), vocabulary())


def judged(kept: Mapping[str, Any]) -> Duties:
    """Every rule as of today, as the command judges it; nothing is asked next."""
    day, purchase = today(), read_told(exact(kept), vocabulary())
    return Duties(purchase, day, tuple(judge(law(), purchase, day)), (), contradictions(purchase))
