"""Decisions as the command line keeps them: what it decided counts here, and what is decided here can be taken there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from buyfair.screen.decided import standing
from buyfair.terms.decision import Decision, Decisions, Pair
from buyfair.web.casework.refused import RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.leads.flow import DECIDED, WAITING
from buyfair.web.leads.gathering import Gathered
from buyfair.web.leads.models import BROUGHT, Decided, Lead

MOVES = {said: move for move, said in BROUGHT.items()}


def as_decision(row: Decided) -> Decision:
    """A decision as a file keeps it."""
    lead = row.lead
    return Decision(Pair(lead.asked, lead.list_id, lead.party_key), row.said, row.by_whom, row.day, row.reasons, row.saw)


def exported(leads: Iterable[Lead]) -> Iterator[Decision]:
    """The decisions that stand about these leads, the oldest first; a proposal is none yet, and where somebody asked for
    another look, or something is new, none stands any more.
    """
    rows = Decided.objects.filter(lead__in=[lead.pk for lead in leads], lead__state__in=DECIDED, stands=True)
    yield from map(as_decision, rows.select_related("lead").order_by("day", "pk"))


def brought(group: Gathered, known: list[Decided], decisions: Decisions, by: Actor) -> list[Decided]:
    """Takes over what a file decided about a lead that waits, once; the row that was written, if one was."""
    case = group.case
    if case is None or case.state not in WAITING or not group.sightings:
        return []
    found = _covering(group, decisions)
    if found is None or _known(found, known):
        return []
    told = {"decided_by": found.by[:200], "decided_on": found.day.isoformat()}
    try:
        case.move(MOVES[found.said], by, told, found.why)
    except RefusedError:
        return []
    row = case.decisions.select_related("lead").latest("pk")
    row.saw, row.shows = dict(found.saw), {}
    row.save(update_fields=["saw", "shows"])
    return [row]


def _covering(group: Gathered, decisions: Decisions) -> Decision | None:
    """The one decision that was taken of every way in which the awards tell this name; None where one of them has none."""
    found = [standing(one.lead, decisions).decision for one in group.sightings]
    return found[0] if all(each == found[0] for each in found) else None


def _known(decision: Decision, rows: list[Decided]) -> bool:
    """Whether this very decision was taken over before, or was taken here: as it stands, or by its first reader alone."""
    told = (decision.said, decision.by[:200], decision.day, decision.why.strip())
    return any(told in ((r.said, r.by_whom[:200], r.day, r.reasons.strip()), (r.said, r.by, r.day, r.why.strip()))
               for r in rows)  # fmt: skip


def news_of(group: Gathered, row: Decided) -> tuple[str, ...]:
    """The parts that can be seen now and could not when it was decided."""
    decision = as_decision(row)
    held: Mapping[Pair, tuple[Decision, ...]] = {decision.pair: (decision,)}
    found = (part for one in group.sightings for part in standing(one.lead, held).news)
    return tuple(dict.fromkeys(found))
