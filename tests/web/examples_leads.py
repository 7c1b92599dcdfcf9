"""Examples of what the addresses of leads open."""

from __future__ import annotations

from datetime import date
from typing import Any

from examples import Example

from buyfair.screen.leads import Lead as Match
from buyfair.screen.leads import Query
from buyfair.terms.party import ListedParty, Statement
from buyfair.web.casework.models import CaseParty
from buyfair.web.core.models import Organization, User
from buyfair.web.leads.models import Lead
from buyfair.web.leads.sightings import On, Sighting
from buyfair.web.leads.taking import bring

SAID = Statement("section (ii)", "in_force", date(2023, 1, 2), None, date(2023, 1, 2))
PARTY = ListedParty("uflpa_entity_list", "2024-01-01", "otter-mill", "Otter Mill Garments", (SAID,), countries=("CHN",))


def sighting(name: str = "OTTER MILL GARMENT", **told: Any) -> Sighting:
    """One way in which awards tell a made-up name beside a made-up party."""
    query = Query(1, name, **{"countries": ("CHN",), **told})
    match = Match(query, PARTY, name, PARTY.name, 0.912, f'"{name}" and "{PARTY.name}": both have otter and mill.')
    return Sighting(match, (On("A9", "supplier", True, "A9", "Agency", name, None),))


def lead(owner: Organization, party: Organization, person: User) -> Example:
    """A lead of the owner's that waits, another organization let in."""
    bring(owner, "example", date(2026, 11, 1), [sighting()], {})
    found = Lead.objects.filter(organization=owner).latest("pk")
    CaseParty.objects.get_or_create(case=found, organization=party, defaults={"may": "act"})
    return Example({"reference": found.reference}, "lead", found.state)


THINGS = {"lead": lead}
