"""What makes a table of moves unwalkable: found when it is loaded, one sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from buyfair.web.casework.table import SLUG, Field, Flow, Move, Paper, Relation, Who, Whose

DEEDS = frozenset({"open", "see", "comment", "attach", "assign", "invite", "destroy", "verify", "waive", "confined"})
"""What may be done with a case beside its moves; no move may be called so."""


def faults(flow: Flow) -> list[str]:
    """Every fault of the table, in its own order."""
    return [*_names(flow), *_places(flow), *_ways(flow), *_people(flow), *_asked(flow), *_confined(flow), *_clocks(flow)]


def _names(flow: Flow) -> Iterator[str]:
    names = [s.name for s in flow.states] + [m.name for m in flow.moves]
    yield from (f"{name!r} is no name: expected small letters, digits and _" for name in (flow.kind, *names)
                if not SLUG.fullmatch(name))  # fmt: skip
    for what, told in (("state", flow.states), ("move", flow.moves)):
        twice = [name for name, count in Counter(row.name for row in told).items() if count > 1]
        yield from (f"the {what} {name} stands twice" for name in twice)
    yield from (f"no move may be called {m.name}: the engine does that itself" for m in flow.moves if m.name in DEEDS)


def _places(flow: Flow) -> Iterator[str]:
    known = {state.name for state in flow.states}
    if flow.start not in known:
        yield f"it starts at {flow.start}, which is none of its states"
    for move in flow.moves:
        if not move.from_:
            yield f"the move {move.name} comes from nowhere"
        yield from (f"the move {move.name} comes from {name}, which is none of its states" for name in move.from_
                    if name not in known)  # fmt: skip
        if move.to not in known:
            yield f"the move {move.name} leads to {move.to}, which is none of its states"
    named = {name for whose in _everybody(flow) for who in whose for name in who.states}
    yield from (f"somebody is named for {name}, which is none of its states" for name in sorted(named - known))


def _ways(flow: Flow) -> Iterator[str]:
    reached, before = {flow.start}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {move.to for move in flow.moves if reached & set(move.from_)}
    for state in flow.states:
        leading_out = [move for move in flow.moves if state.name in move.from_]
        if state.name not in reached:
            yield f"the state {state.name} cannot be reached"
        if not state.ends and not leading_out:
            yield f"no move leads out of {state.name}, and it does not say that it ends"
        if state.ends:
            yield from (f"the move {m.name} leads out of {state.name}, which ends, and does not say that it reopens"
                        for m in leading_out if not m.reopens)  # fmt: skip


def _people(flow: Flow) -> Iterator[str]:
    yield from (f"nobody may {what}" for what, whose in (("see it", flow.sees), ("open it", flow.opens)) if not whose)
    for move in flow.moves:
        if not move.who:
            yield f"nobody may make the move {move.name}"
        for who in move.who:
            if blind := [s for s in move.from_ if not _seen(flow, who, s)]:
                yield f"the move {move.name} is open to a {who.role.label} who may not see the case in {', '.join(blind)}"
        if move.by_clock and (move.second or move.other_office):
            yield f"the move {move.name} is made by the clock, which is no other person and no other organization"
        yield from _pairs(flow, move)


def _pairs(flow: Flow, move: Move) -> Iterator[str]:
    known = {"open", *(m.name for m in flow.moves)}
    yield from (f"the move {move.name} asks for another than made {name}, which is none of its moves"
                for name in (*move.second, *move.other_office) if name not in known)  # fmt: skip


def _seen(flow: Flow, who: Who, state: str) -> bool:
    if who.states and state not in who.states:
        return True
    acting = who.relations - {Relation.OBSERVER}
    return all(any(s.covers(who.role, relation, state) for s in flow.sees) for relation in acting)


def _asked(flow: Flow) -> Iterator[str]:
    kinds = {kind for kind, _ in flow.papers}
    yield from (f"{kind} comes with moves only, and is none of its papers" for kind in flow.by_moves if kind not in kinds)
    for move in flow.moves:
        names = [need.name for need in move.needs]
        yield from (f"the move {move.name} asks for {name} twice" for name, n in Counter(names).items() if n > 1)
        for need in move.needs:
            if isinstance(need, Paper) and need.kind not in kinds:
                yield f"the move {move.name} needs a document {need.kind}, which is none of its papers"
            if isinstance(need, Field) and (
                not SLUG.fullmatch(need.name) or need.name in ("reason", "waiver", "version")
            ):
                yield f"the move {move.name} asks for a field called {need.name!r}, which is no free name"


def _confined(flow: Flow) -> Iterator[str]:
    kinds = {kind for kind, _ in flow.papers}
    yield from (f"{kind} is confined, and is none of its papers" for kind in flow.confined if kind not in kinds)
    for move in flow.moves:
        hidden = [n.name for n in move.needs if isinstance(n, Field) and n.confined]
        hidden += [n.name for n in move.needs if isinstance(n, Paper) and n.kind in flow.confined]
        if hidden and any(who.relations != {Relation.OWNER} for who in move.who):
            yield f"the move {move.name} asks for {', '.join(hidden)}, which somebody who makes it may not read"


def _clocks(flow: Flow) -> Iterator[str]:
    set_somewhere = {clock.name for clock in flow.clocks}
    for move in (flow.opening, *flow.moves):
        named = {*move.ends, *filter(None, (move.before, move.after))}
        yield from (
            f"the move {move.name} names a clock {name} that no move sets" for name in sorted(named - set_somewhere)
        )
        days = {need.name for need in move.needs if isinstance(need, Field)}
        for clock in move.sets:
            if (clock.days is None) == (not clock.on):
                yield f"the clock {clock.name} needs days, or the field that tells its day, and not both"
            if clock.on and clock.on not in days:
                yield f"the clock {clock.name} is set by a field {clock.on} that {move.name} does not ask"


def _everybody(flow: Flow) -> Iterator[Whose]:
    yield from (flow.sees, flow.opens, flow.comments or (), flow.confides)
    yield from (move.who for move in flow.moves)
