"""Made-up purchases in every state, for `buyfair serve --demo`: nothing in them is real."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from buyfair.knowledge.package import DISCRETION
from buyfair.web.acquisitions import frozen
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import opened
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

OFFICE, OFFICER = "Example Contracting Office (fictional)", "officer"
SUPPLIER = "EXAMPLE PEÑA HOLLOW TEXTILES LLC (FICTIONAL)"
AWARD = "CONT_AWD_ZZ14P024P00000609_1443_-NONE-_-NONE-"
Facts = list[tuple[str, Any]]

GARMENTS: Facts = [
    ("agency", "dod"), ("method", "open"), ("competitive_negotiation", True), ("uses_at", "us"), ("local_directives", False),
    ("workforce.north_korean", False), ("lines[1].good", "garments"), ("lines[1].item", "supply"),
    ("lines[1].value", 1_200_000), ("lines[1].commercial", False), ("lines[1].cots", False),
    ("lines[1].acquired_outside_us", True),
    ("lines[1].origin", ["BGD"]), ("lines[1].xinjiang_labor", "?"), ("sec_registrant", "?"),
]  # fmt: skip
"""Above the threshold of the plan."""
LAPTOPS: Facts = [
    ("agency", "civilian"), ("method", "far12"), ("competitive_negotiation", False), ("lines[1].good", "electronics"),
    ("lines[1].item", "supply"), ("lines[1].value", 800_000), ("lines[1].commercial", True), ("lines[1].cots", True),
    ("lines[1].acquired_outside_us", True), ("lines[1].origin", ["CHN", "?"]), ("lines[1].conflict_minerals", True),
]  # fmt: skip
"""Off the shelf: no plan and no certificate, and everything else."""
DINING: Facts = [
    ("agency", "dod"), ("method", "open"), ("competitive_negotiation", True), ("uses_at", "abroad"),
    ("workforce.migrant", True), ("workforce.relocation", True), ("workforce.housing_provided", True),
    ("workforce.work_document_required", True), ("workforce.north_korean", False), ("local_directives", True),
    ("lines[1].psc", "S203"), ("lines[1].item", "service"), ("lines[1].value", 3_890_000), ("lines[1].commercial", False),
    ("lines[1].cots", False), ("lines[1].performed_outside_us", True), ("lines[1].origin", ["DJI"]),
]  # fmt: skip
"""Meals for troops, cooked by people from elsewhere."""
GOES_ON = (
    "Offers are not in yet: who makes it is known then. The representation of DFARS 252.225-7059 is read before award."
)
WHY_OUT = "Made-up reason: the evaluation is by lowest price, so that no factor on labor is used."


def fill() -> None:
    """Opens them once; a second start finds them."""
    office = Organization.objects.filter(name=OFFICE).first()
    user = User.objects.filter(username=OFFICER).first()
    if office is None or user is None or Acquisition.objects.filter(organization=office).exists():
        return
    by = Actor(user, frozenset({(Role.CONTRACTING_OFFICER, office.pk)}))
    opened(by, office, "Example: rice for a school kitchen (fictional)", {"tier": 0}, [("lines[1].good", "rice")])
    _told(by, office, "Example: off-the-shelf laptops (fictional)", LAPTOPS)
    _complete(_told(by, office, "Example: dining services in Djibouti (fictional)", DINING), by)
    _solicited(_told(by, office, "Example: uniforms sewn in Bangladesh (fictional)", GARMENTS), by)
    _awarded(_told(by, office, "Example: work shirts, awarded (fictional)", GARMENTS), by, AWARD)
    done = _awarded(_told(by, office, "Example: laptops, delivered (fictional)", LAPTOPS), by, "EXAMPLE-DELIVERED")
    done.move("close", by, reason="Made up: everything was delivered.")
    _told(by, office, "Example: gloves, given up (fictional)", LAPTOPS).move(
        "cancel", by, reason="Made up: the need went away."
    )


def _told(by: Actor, office: Organization, name: str, facts: Facts) -> Acquisition:
    return opened(by, office, name, {"tier": 0}, [("sol_date", today().isoformat()), *facts])


def _complete(case: Acquisition, by: Actor) -> Acquisition:
    case.move("complete", by, {"despite": GOES_ON})
    return Acquisition.objects.get(pk=case.pk)


def _solicited(case: Acquisition, by: Actor) -> Acquisition:
    case = _complete(case, by)
    free = next((i for i in frozen.document(case)["items"] if i["authority"]["standing"] == DISCRETION
                 and i["id"] != frozen.GOES_ON["id"]), None)  # fmt: skip
    if free is not None:
        case.move("choose", by, {"item": free["id"], "taken": "out", "why": WHY_OUT})
        case = Acquisition.objects.get(pk=case.pk)
    case.move("ask_complete", by, {"addressees": "1"})
    case = Acquisition.objects.get(pk=case.pk)
    papers = {f"paper_{kind}": named(*told) for kind, told in frozen.papers(case).items()}
    case.move("solicit", by, {"day": today().isoformat(), **papers})
    return Acquisition.objects.get(pk=case.pk)


def _awarded(case: Acquisition, by: Actor, award_id: str) -> Acquisition:
    case = _solicited(case, by)
    year = (today() + timedelta(days=365)).isoformat()
    case.move("award", by, {"award_id": award_id, "supplier": SUPPLIER, "day": today().isoformat(),
                            "posting_day": (today() + timedelta(days=30)).isoformat(), "certificate_day": year})  # fmt: skip
    return Acquisition.objects.get(pk=case.pk)


def named(name: str, content: bytes) -> BytesIO:
    """A document as it is uploaded."""
    file = BytesIO(content)
    file.name = name
    return file
