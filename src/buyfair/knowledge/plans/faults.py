"""What a plan must not say, and the signs that it was written for somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from buyfair.knowledge.plans import card, cues, words
from buyfair.spot.claims import Fault
from buyfair.spot.cues import compiled
from buyfair.spot.specific import shingles


@dataclass(frozen=True, slots=True)
class ForbiddenClaim:
    """A claim that is a gap: in which part, of what kind, under which rule, and what to write instead."""

    fault: Fault
    what: str
    part: str
    cites: str
    rule: str
    fix: str
    own_part: bool
    """It belongs to the part in which it stands, and to `part` only where it stands in none."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Patterns of what another plan left behind."""

    unfilled: tuple[re.Pattern[str], ...]
    filled: re.Pattern[str]
    speaks_as_firm: re.Pattern[str]
    not_the_firm: re.Pattern[str]
    legal_form: re.Pattern[str]
    plan_of: re.Pattern[str]
    people_of: re.Pattern[str]
    its_law: re.Pattern[str]
    law_of: re.Pattern[str]
    contract_number: re.Pattern[str]
    own_people: re.Pattern[str]
    own_doing: re.Pattern[str]
    fix: str


@cache
def forbidden_claims() -> tuple[ForbiddenClaim, ...]:
    """All claims that a plan must not make, in the order of the file."""
    return tuple(
        ForbiddenClaim(
            Fault(
                e["id"], cues(e["cues"]), cues(e.get("subject", ())), cues(e.get("excepted", ())), cues(e.get("unless", ())),
                e.get("in_bans", False),
            ),
            e["what"], e["part"], e["cites"], e["rule"], e["fix"], e.get("own_part", False),
        )
        for e in card("faults.toml")["fault"]
    )  # fmt: skip


@cache
def leftovers() -> Leftovers:
    """The signs that a plan was written for somebody else."""
    told = card("leftovers.toml")
    patterns = {name: compiled(pattern, words()) for name, pattern in told["pattern"].items()}
    patterns |= {name: re.compile(pattern) for name, pattern in told["cased"].items()}
    return Leftovers(unfilled=tuple(re.compile(p) for p in told["unfilled"]), fix=told["fix"], **patterns)


@cache
def clause_runs(part: str) -> tuple[frozenset[tuple[str, ...]], int, float]:
    """The runs of words of the clause about a part, their length, and the share from which a sentence only repeats it."""
    told = card("clause.toml")
    runs = (run for text in told["text"][part] for run in shingles(text, told["run"]))
    return frozenset(runs), told["run"], told["share"]
