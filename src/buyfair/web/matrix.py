"""Who may open what: every role against every address, method and owner, read from the tables that the guard enforces.

The answers here are worked out from the tables alone and share no line with the guard, so that the two can be held
against each other, cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from buyfair.web.core.access import Route, every_route
from buyfair.web.core.roles import Role
from buyfair.web.subjects import told_by_each


class Answer(StrEnum):
    """What somebody gets."""

    OPENS = "opens"
    LOG_IN = "asked to log in"
    REFUSED = "refused"
    HIDDEN = "not found"
    NO_METHOD = "no such method"


class Stands(StrEnum):
    """How somebody stands to a thing."""

    SELF = "own"
    OWNER = "own organization's"
    PARTY = "a party to it"
    OUTSIDER = "another's"


@dataclass(frozen=True)
class Visitor:
    """Nobody (no account), an account without a role, or an account with one role."""

    account: bool
    role: Role | None

    @property
    def label(self) -> str:
        """As the written matrix says it."""
        return self.role.label if self.role else "no role" if self.account else "nobody"


ROLES = tuple(role for role in Role if role is not Role.PUBLIC)
VISITORS = (Visitor(False, None), Visitor(True, None), *(Visitor(True, role) for role in ROLES))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Standing:
    """A case as its flow sees it; empty for what is no case."""

    kind: str = ""
    state: str = ""


NO_CASE = Standing()


def expected(route: Route, visitor: Visitor, method: str, stands: Stands | None, case: Standing = NO_CASE) -> Answer:
    """What the tables say of one cell."""
    if method not in route.methods:
        return Answer.NO_METHOD
    named = route.may if method != "POST" or route.send is None else route.send
    by_role = visitor.role is not None and visitor.role in named
    if not by_role and not (Role.PUBLIC in named and (visitor.account or not route.account)):
        return Answer.REFUSED if visitor.account else Answer.LOG_IN
    if stands is None or _sees(route, visitor, named, stands, case):
        return Answer.OPENS
    return Answer.HIDDEN


def _sees(route: Route, visitor: Visitor, named: frozenset[Role], stands: Stands, case: Standing) -> bool:
    """Whether a thing is there for this visitor."""
    if route.personal:
        return stands is Stands.SELF
    if case.kind:
        return _flow_shows(case, visitor, stands)
    if Role.PUBLIC in named and not route.account:
        return True  # what anybody may open belongs to nobody
    role = visitor.role
    if role is None:
        return False
    across, party = role in (route.across or ()), role in (route.party or ())
    return {Stands.OUTSIDER: across, Stands.PARTY: across or party}.get(stands, True)


def _flow_shows(case: Standing, visitor: Visitor, stands: Stands) -> bool:
    """Whether the flow of a case names this role, so related, in this state, among those who see it."""
    flow = next(f for f in flows() if f.kind == case.kind)
    relation = {Stands.OWNER: "owner", Stands.PARTY: "party"}.get(stands, "outsider")
    for who in flow.sees:
        if who.states and case.state not in who.states:
            continue
        if who.role == visitor.role and relation in who.relations:
            return True
        if who.role is Role.PUBLIC and "outsider" in who.relations:
            return True
    return False


def flows() -> list[Any]:
    """The table of moves of every subject that has one, by kind."""
    return sorted((m.FLOW for m in told_by_each("flow") if hasattr(m, "FLOW")), key=lambda flow: str(flow.kind))


def standings(route: Route) -> tuple[Stands | None, ...]:
    """The ways of standing to what a route opens that make a difference."""
    if route.find is None:
        return (None,)
    if route.personal:
        return (Stands.SELF, Stands.OWNER, Stands.OUTSIDER)
    return (Stands.OWNER, Stands.PARTY, Stands.OUTSIDER)


def cells(route: Route) -> Iterator[tuple[Visitor, str, Stands | None]]:
    """Every cell of one route; of a method that it does not take, nobody's and each account's without looking at things."""
    for method in METHODS:
        for visitor in VISITORS:
            for stands in standings(route) if method in route.methods else (None,):
                yield visitor, method, stands


SHORT = {
    Role.SUPPLIER_MEMBER: "SM", Role.SUPPLIER_CERTIFIER: "SC", Role.SUBCONTRACTOR: "SU", Role.CONTRACTING_OFFICER: "CO",
    Role.REPRESENTATIVE: "CR", Role.PORTFOLIO_LEAD: "PL", Role.CASE_OFFICER: "CA", Role.INSPECTOR_GENERAL: "IG",
    Role.DEBARRING_OFFICIAL: "DO", Role.MONITOR: "MO", Role.REPORTER: "RE", Role.ADMINISTRATOR: "AD",
}  # fmt: skip
HEAD = """# Authorization

Who may open what. Written by `manage.py authorization --out docs/method/authorization.md` from the tables that the guard
enforces; never edited. `tests/web/test_access_matrix.py` walks every cell with a real request.

Nobody: not logged in, or the account is closed. No role: an account to which no role was given, or whose roles were
taken. **yes**: opens. **own**: where it belongs to the own organization. **party**: where the own organization takes
part. **any**: whomever it belongs to. **self**: the account's own alone. **flow**: as the tables of moves below say.
A point: refused (403), and asked to log in where nobody is; what is somebody else's is not found (404). Every refusal
leaves a row. HEAD is answered like GET; every other method that does not stand here is answered 405.

What is confined: fields, documents and comments that only the owner's people read, and those whom the table names beside
them. In a flow that confines no field and no document it is comments alone, where their writers said so.
"""


def written() -> str:
    """The whole matrix as one page."""
    ours = [r for r in every_route() if r.view.__module__.startswith("buyfair.")]
    heads = ["address", "method", "opens", "nobody", "no role", *(SHORT[r] for r in ROLES)]
    rows = [_row(r, m) for r in sorted(ours, key=lambda r: r.path) for m in ("GET", "POST") if m in r.methods]
    legend = ", ".join(f"{short} {role.label}" for role, short in SHORT.items())
    parts = [HEAD, f"Roles: {legend}.\n", "## Addresses\n", _table(heads, rows)]
    for flow in _told():
        heads = ["move", "from", "to", *(SHORT[r] for r in ROLES)]
        parts += [f"## Moves of a case: {flow.label}\n", _table(heads, _moves(flow))]
    return "\n".join(parts)


def _told() -> list[Any]:
    """The flows of this tree: what an installation adds is no part of the page."""
    told = [m.FLOW for m in told_by_each("flow") if m.__name__.startswith("buyfair.") and hasattr(m, "FLOW")]
    return sorted(told, key=lambda flow: str(flow.kind))


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _row(route: Route, method: str) -> list[str]:
    return [f"`/{route.path}`", method, route.thing or "", *(_sign(route, v, method) for v in VISITORS)]


def _sign(route: Route, visitor: Visitor, method: str) -> str:
    """One cell in a word."""
    answers = {s: expected(route, visitor, method, s) for s in standings(route)}
    opens = frozenset(s for s, answer in answers.items() if answer is Answer.OPENS)
    if not opens:
        return "."
    if None in opens or route.find is None:
        return "yes"
    if route.personal:
        return "self"
    if route.flow:
        return "flow" if visitor.role in {who.role for flow in _told() for who in flow.sees} else "."
    return "any" if Stands.OUTSIDER in opens else "own, party" if Stands.PARTY in opens else "own"


def _moves(flow: Any) -> list[list[str]]:
    """Seeing, reading what is confined, opening and each move of one flow."""
    rows = [["see it", "", "", *_by_role(flow.sees)], ["read what is confined", "", "", *_confided(flow)],
            ["open one", "", flow.start, *_by_role(flow.opens)]]  # fmt: skip
    rows += [[m.label, ", ".join(m.from_), m.to, *_by_role(m.who)] for m in flow.moves]
    return rows


def _confided(flow: Any) -> list[str]:
    """The owner's people who see the case, and those whom the table names beside them."""
    signs = []
    for role in ROLES:
        owns = [who for who in flow.sees if who.role == role and "owner" in who.relations]
        beside = [who for who in flow.confides if who.role == role]
        states = sorted({state for who in owns for state in who.states})
        own = f"own ({', '.join(states)})" if states else "own"
        signs.append(_relations(beside) if beside else own if owns else ".")
    return signs


def _by_role(whose: Any) -> list[str]:
    return [_relations([w for w in whose if w.role == role]) for role in ROLES]


def _relations(rows: list[Any]) -> str:
    told = {str(relation) for who in rows for relation in who.relations}
    if not told:
        return "."
    words = "any" if "outsider" in told else ", ".join(w for w, r in (("own", "owner"), ("party", "party")) if r in told)
    states = sorted({state for who in rows for state in who.states})
    return f"{words} ({', '.join(states)})" if states else words
