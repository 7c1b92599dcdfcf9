"""The second reading of a plan, six steps of the OECD guidance and eight of Comply Chain, and the worker's own document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from buyfair.knowledge.plans import card, cues, words
from buyfair.spot.cues import Cue, compiled


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a frame, or one thing that a document must say; `contrary` are cues of what it must not say."""

    id: str
    name: str
    cues: tuple[Cue, ...]
    contrary: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkerDocument:
    """What the written work document holds, how it is given, and how its place in a plan is known.

    `annex` opens it, `leaves` opens what follows it, `mentioned` names it.
    """

    cites: str
    items: tuple[Step, ...]
    conditions: tuple[Step, ...]
    annex: re.Pattern[str]
    mentioned: re.Pattern[str]
    leaves: re.Pattern[str]


@cache
def frames() -> dict[str, tuple[Step, ...]]:
    """The steps of each frame by its id."""
    return {entry["id"]: _steps(entry["step"]) for entry in card("frames.toml")["frame"]}


@cache
def worker_document() -> WorkerDocument:
    """What the clause asks of the written work document."""
    told = card("worker_document.toml")
    patterns = (compiled(told[name], words()) for name in ("annex", "mentioned", "leaves"))
    return WorkerDocument(told["cites"], _steps(told["item"]), _steps(told["condition"]), *patterns)


def _steps(entries: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(e["id"], e["name"], cues(e["cues"]), cues(e.get("contrary", ()))) for e in entries)
