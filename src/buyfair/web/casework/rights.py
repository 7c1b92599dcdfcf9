"""Who may do what with a case: one reading of the tables for pages, moves and lists alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from buyfair.web.casework.flow import flows
from buyfair.web.casework.table import Flow, Relation, Who, Whose
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import Role

DEEDS = ("see", "confined", "comment", "attach", "assign", "invite")
"""What may be done with every case beside its moves; `confined` is to read what its owner confines."""


@dataclass(frozen=True)
class Part:
    """One way in which somebody acts on a case: as what, for which organization, in which relation to it."""

    role: Role
    organization: int | None
    relation: Relation


def allows(flow: Flow, role: Role, relation: Relation, deed: str, state: str) -> bool:
    """Whether this role in this relation may do this, a move or a deed, while the case stands there.

    `confined` is to read what only the owner of the case reads.
    """
    if not _sees(flow, role, relation, state):
        return False
    if deed == "see":
        return True
    if (move := flow.move(deed)) is not None:
        return state in move.from_ and _covered(move.who, role, relation, state)
    if deed == "confined":
        return relation == Relation.OWNER or _covered(flow.confides, role, relation, state)
    if deed == "comment":
        return _covered(flow.writes, role, relation, state)
    if deed == "attach":
        return not flow.state(state).ends and _covered(flow.writes, role, relation, state)
    if deed in ("assign", "invite"):
        return (
            relation == Relation.OWNER
            and not flow.state(state).ends
            and _covered(flow.takes_part, role, relation, state)
        )
    return False


def opens(flow: Flow, role: Role, relation: Relation) -> bool:
    """Whether this role may open a case to which it will stand so."""
    return _covered(flow.opens, role, relation, flow.start)


def _sees(flow: Flow, role: Role, relation: Relation, state: str) -> bool:
    as_party = Relation.PARTY if relation == Relation.OBSERVER else relation
    return _covered(flow.sees, role, relation, state) or _covered(flow.sees, role, as_party, state)


def _covered(whose: Whose, role: Role, relation: Relation, state: str) -> bool:
    return any(who.covers(role, relation, state) for who in whose)


def parts_of(actor: Actor, owner: int, parties: dict[int, str]) -> list[Part]:
    """Every way in which an actor stands to a case of that owner and those parties, in a fixed order."""
    told = [Part(role, organization, _relation(organization, owner, parties)) for role, organization in actor.parts]
    order = list(Relation)
    return [*sorted(told, key=lambda p: (order.index(p.relation), p.role, p.organization or 0)),
            Part(Role.PUBLIC, None, Relation.OUTSIDER)]  # fmt: skip


def _relation(organization: int, owner: int, parties: dict[int, str]) -> Relation:
    if organization == owner:
        return Relation.OWNER
    may = parties.get(organization)
    if may is None:
        return Relation.OUTSIDER
    return Relation.PARTY if may == "act" else Relation.OBSERVER


def matrix() -> Iterator[tuple[Flow, str, Role, Relation, str, bool]]:
    """Every cell: flow, state, role, relation, move or deed, and whether it is allowed."""
    for flow in flows():
        deeds = (*DEEDS, *(move.name for move in flow.moves))
        for state in flow.states:
            for role in Role:
                for relation in Relation if role != Role.PUBLIC else (Relation.OUTSIDER,):
                    for deed in deeds:
                        yield flow, state.name, role, relation, deed, allows(flow, role, relation, deed, state.name)


def in_words(whose: Whose, state: str) -> str:
    """Who they are, as a page says it."""
    told: dict[str, list[str]] = {}
    for who in whose:
        if not who.states or state in who.states:
            told.setdefault(_where(who), []).append(who.role.label)
    return "; ".join(f"{', '.join(dict.fromkeys(roles))} {where}" for where, roles in told.items())


def _where(who: Who) -> str:
    if Relation.OUTSIDER in who.relations:
        return "of any organization"
    return "of the office that owns it" if Relation.OWNER in who.relations else "of a party"
