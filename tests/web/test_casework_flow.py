"""A table of moves says what is wrong with it, and what it allows is read in one way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny_subject.flow import FLOW as PLEDGE

from buyfair.web.casework.flow import (
    Clock,
    Field,
    Flow,
    FlowError,
    Move,
    Paper,
    Relation,
    State,
    anybody,
    flow_of,
    flows,
    owner,
    party,
)
from buyfair.web.casework.rights import allows, matrix
from buyfair.web.core.roles import Role

OFFICER, FIRM, WATCHER = Role.CONTRACTING_OFFICER, Role.SUPPLIER_MEMBER, Role.MONITOR
GOOD: dict[str, Any] = {
    "kind": "thing",
    "label": "Thing",
    "states": (State("begun", "Begun"), State("done", "Done", ends=True)),
    "start": "begun",
    "moves": (Move("finish", "Finish", ("begun",), "done", owner(OFFICER)),),
    "sees": owner(OFFICER),
    "opens": owner(OFFICER),
}


def moved(**told: Any) -> dict[str, Any]:
    return {"moves": (replace(GOOD["moves"][0], **told),)}


LOST = (*GOOD["states"], State("lost", "Lost", ends=True))
STUCK = (State("begun", "Begun"), State("done", "Done"))
OUT = (*GOOD["moves"], Move("again", "Again", ("done",), "begun", owner(OFFICER)))
FAULTS = [
    ({"states": LOST}, "the state lost cannot be reached"),
    ({"states": STUCK}, "no move leads out of done, and it does not say that it ends"),
    ({"moves": OUT}, "the move again leads out of done, which ends, and does not say that it reopens"),
    ({"start": "nowhere"}, "it starts at nowhere, which is none of its states"),
    (moved(from_=()), "the move finish comes from nowhere"),
    (moved(from_=("begun", "limbo")), "the move finish comes from limbo, which is none of its states"),
    (moved(to="limbo"), "the move finish leads to limbo, which is none of its states"),
    (moved(who=()), "nobody may make the move finish"),
    (moved(who=party(FIRM)), "the move finish is open to a supplier member who may not see the case in begun"),
    (moved(who=anybody(OFFICER)), "the move finish is open to a contracting officer who may not see the case in begun"),
    (moved(name="comment"), "no move may be called comment: the engine does that itself"),
    (moved(name="Finish it"), "'Finish it' is no name: expected small letters, digits and _"),
    (moved(needs=(Paper("plan"),)), "the move finish needs a document plan, which is none of its papers"),
    (moved(needs=(Field("a", "A"), Field("a", "A"))), "the move finish asks for a twice"),
    (moved(needs=(Field("reason", "R"),)), "the move finish asks for a field called 'reason', which is no free name"),
    (moved(second=("propose",)), "the move finish asks for another than made propose, which is none of its moves"),
    (moved(ends=("reply",)), "the move finish names a clock reply that no move sets"),
    (moved(before="reply"), "the move finish names a clock reply that no move sets"),
    (
        moved(sets=(Clock("c", "C", owner(OFFICER)),)),
        "the clock c needs days, or the field that tells its day, and not both",
    ),
    (
        moved(sets=(Clock("c", "C", owner(OFFICER), on="day"),)),
        "the clock c is set by a field day that finish does not ask",
    ),
    ({"sees": ()}, "nobody may see it"),
    ({"opens": ()}, "nobody may open it"),
    (
        {"sees": owner(OFFICER) + owner(WATCHER, states=("limbo",))},
        "somebody is named for limbo, which is none of its states",
    ),
    ({"moves": GOOD["moves"] * 2}, "the move finish stands twice"),
]


@pytest.mark.parametrize(("changed", "sentence"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_table_that_cannot_be_walked_says_why(changed: dict[str, Any], sentence: str) -> None:
    Flow(**GOOD)
    with pytest.raises(FlowError) as refused:
        Flow(**{**GOOD, **changed})
    assert sentence in str(refused.value)


def test_a_role_that_is_none_is_named() -> None:
    with pytest.raises(FlowError, match="there is no role 'emperor'; the roles are public, "):
        owner("emperor")


def test_the_folder_is_the_register() -> None:
    assert flow_of("pledge") is PLEDGE
    assert {"pledge", "waiver"} <= {flow.kind for flow in flows()}
    with pytest.raises(FlowError, match="no subject has cases of kind 'dream'"):
        flow_of("dream")


def plainly_read(flow: Flow, role: Role, relation: Relation, deed: str, state: str) -> bool:
    """The same table read by hand, row by row, without the engine's own words."""

    def named(rows: Any, how: set[Relation]) -> bool:
        return any(w.role is role and w.relations & how and (state in w.states or not w.states) for w in rows)

    looking = {relation, Relation.PARTY} if relation is Relation.OBSERVER else {relation}
    if not named(flow.sees, looking):
        return False
    ended = {s.name for s in flow.states if s.ends}
    moves = {m.name: m for m in flow.moves}
    movers = [w for m in flow.moves for w in m.who]
    writers = movers if flow.comments is None else flow.comments
    anywhere = any(w.role is role and relation in w.relations for w in movers)
    if deed in moves:
        return state in moves[deed].from_ and named(moves[deed].who, {relation})
    if deed == "see":
        return True
    if deed == "confined":
        return relation is Relation.OWNER or named(flow.confides, {relation})
    if deed in ("comment", "attach"):
        writing = anywhere if flow.comments is None else named(writers, {relation})
        return writing and (deed == "comment" or state not in ended)
    assert deed in ("assign", "invite")
    return relation is Relation.OWNER and anywhere and state not in ended


def test_every_cell_of_every_flow_is_as_its_table_says() -> None:
    cells = list(matrix())
    wrong = [
        (flow.kind, state, role, relation, deed)
        for flow, state, role, relation, deed, allowed in cells
        if allowed != plainly_read(flow, role, relation, deed, state)
    ]
    assert wrong == []
    assert {allowed for *_, allowed in cells} == {True, False}


def test_who_was_let_in_only_to_look_does_nothing_else() -> None:
    looking = [
        (role, deed)
        for flow, _, role, relation, deed, allowed in matrix()
        if allowed and flow is PLEDGE and relation is Relation.OBSERVER
    ]
    deeds = {deed for role, deed in looking if role is not Role.INSPECTOR_GENERAL}
    assert deeds == {"see"}


def test_what_is_no_move_is_allowed_to_nobody() -> None:
    assert not any(allows(PLEDGE, role, Relation.OWNER, "sell", "agreed") for role in Role)
