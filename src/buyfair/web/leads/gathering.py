"""Which case a lead belongs to: what was once decided is found again, and two firms of one name stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from buyfair.terms.decision import Pair
from buyfair.web.leads.models import Lead
from buyfair.web.leads.sightings import Sighting


@dataclass
class Gathered:
    """The ways in which the awards tell one firm beside one listed party, and the case about it where there is one."""

    case: Lead | None
    told: frozenset[str]
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def best(self) -> Sighting:
        """The one that is shown: the likeliest, and of equal ones the one of which most is told."""
        if len(self.sightings) == 1:
            return self.sightings[0]
        return max(self.sightings, key=lambda s: (s.lead.score, len(s.told), len(s.on), s.lead.query.name))


def gathered(sightings: Iterable[Sighting], cases: Iterable[Lead]) -> list[Gathered]:
    """Every case with its sightings, then what is new.

    Where less is told than a case holds, it is the same question; where more is told, it is the same firm with news;
    where something else is told (another country, another number), it may be another firm of that name: asked apart.
    """
    held: dict[Pair, list[Gathered]] = {}
    for case in cases:
        of = Pair(case.asked, case.list_id, case.party_key)
        held.setdefault(of, []).append(Gathered(case, frozenset(case.told)))
    ways = [(one.pair, -len(told := one.told), sorted(told), told, one) for one in sightings]
    for pair, _, _, told, one in sorted(ways, key=lambda way: way[:3]):
        groups = held.setdefault(pair, [])
        group = _group(groups, told)
        if group is None:
            group = Gathered(None, told)
            groups.append(group)
        group.told |= told
        group.sightings.append(one)
    return [group for groups in held.values() for group in groups]


def _group(groups: list[Gathered], told: frozenset[str]) -> Gathered | None:
    for group in groups:
        if group.told == told:
            return group
    wider = [group for group in groups if told < group.told]
    if wider:
        return wider[0] if len(wider) == 1 else None
    narrower = [group for group in groups if group.told < told and not group.sightings]
    return narrower[0] if len(narrower) == 1 else None
