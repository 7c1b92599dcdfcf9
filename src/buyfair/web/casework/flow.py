"""The tables of moves: the words to write one, all that there are, and the engine's own, of waivers."""

from __future__ import annotations

from functools import cache

from buyfair.web.casework.table import (
    Answer,
    Clock,
    Field,
    Flow,
    FlowError,
    Move,
    Paper,
    Relation,
    State,
    Who,
    Whose,
    anybody,
    owner,
    party,
)
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role
from buyfair.web.subjects import told_by_each

__all__ = [
    "Answer", "Clock", "FLOW", "Field", "Flow", "FlowError", "Move", "Paper", "Relation", "State", "Who", "Whose",
    "anybody", "flow_of", "flows", "owner", "party",
]  # fmt: skip

FLOW = Flow(
    kind="waiver",
    label="Waiver",
    states=(
        State("asked", "Asked for", "Somebody else of the office decides."),
        State("granted", "Granted", "It stands until its last day, and may be cited by the move that it is for."),
        State("refused", "Refused", "What was to be waived stays needed.", ends=True),
        State("withdrawn", "Withdrawn", "It may not be cited any more.", ends=True),
    ),
    start="asked",
    opens=owner(*sorted(BUYERS)),
    sees=owner(*sorted(BUYERS)) + anybody(*sorted(OVERSIGHT)),
    moves=(
        Move("grant", "Grant the waiver", ("asked",), "granted", owner(Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD),
             says="The move that it is for may then be made without what is waived, until the last day.",
             needs=(Field("until", "Last day on which it stands", Answer.DAY),), reason=True, second=("open",),
             sets=(Clock("expiry", "The waiver ends", owner(*sorted(BUYERS)), on="until", warns=14),)),
        Move("refuse", "Refuse the waiver", ("asked",), "refused", owner(Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD),
             reason=True),
        Move("withdraw", "Withdraw the waiver", ("granted",), "withdrawn",
             owner(Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD), reason=True, ends=("expiry",)),
    ),
)  # fmt: skip
"""A waiver: the written leave to make one move of one case without one thing that it needs, until a day."""


@cache
def flows() -> tuple[Flow, ...]:
    """The table of every subject, by kind: the folder is the register."""
    found = [module.FLOW for module in told_by_each("flow") if hasattr(module, "FLOW")]
    kinds = [flow.kind for flow in found]
    if twice := sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        raise FlowError(f"two subjects call their cases {', '.join(twice)}")
    return tuple(sorted(found, key=lambda flow: flow.kind))


def flow_of(kind: str) -> Flow:
    """The table of one kind of case."""
    found = next((flow for flow in flows() if flow.kind == kind), None)
    if found is None:
        raise FlowError(
            f"no subject has cases of kind {kind!r}: it was taken out, or BUYFAIR_SUBJECTS does not name it"
        )
    return found
