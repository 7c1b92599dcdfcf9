"""A case of each subject tells what its page tells, in a shape of its own, and to a supplier no more than its page does."""

from __future__ import annotations

from typing import Any

import pytest
from described_api import fits, sends
from examples import things
from people import Acting

from buyfair.web.api.contents import CONTENTS
from buyfair.web.casework.flow import flows
from buyfair.web.casework.models import Waiver
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
THING = {"acquisition": "acquisition", "certificate": "certificate", "clause_audit": "contract text", "lead": "lead",
         "plan": "plan", "risk": "risk message"}  # fmt: skip


@pytest.fixture
def office(acting: Acting) -> Organization:
    """An office with an officer, and a firm."""
    acting(Role.CONTRACTING_OFFICER)
    acting(Role.SUPPLIER_MEMBER, "Firm")
    made: Organization = Organization.objects.get(name="Office A")
    return made


def made(kind: str, office: Organization) -> str:
    """The reference of a case of that kind, of the office and the firm."""
    firm, person = Organization.objects.get(name="Firm"), User.objects.get(memberships__organization=office)
    return str(things()[THING[kind]](office, firm, person).keys["reference"])


def test_every_subject_has_a_shape() -> None:
    """Whoever adds one here describes what it holds."""
    assert {flow.kind for flow in flows()} - {"pledge"} == set(CONTENTS) == {*THING, "waiver"}


@pytest.mark.parametrize("kind", sorted(THING))
def test_a_case_tells_what_its_subject_holds(acting: Acting, office: Organization, kind: str) -> None:
    """In the shape of its kind, with no key that is not described."""
    told = fits(acting(Role.CONTRACTING_OFFICER).get(f"/api/cases/{made(kind, office)}").json(), "/api/cases/{reference}")
    content = told["content"]
    assert content["kind"] == told["kind"] == kind
    held: dict[str, Any] = {
        "acquisition": lambda: sends(content["facts"], "/api/duties")["tier"] == 0,
        "certificate": lambda: "not" in content["means_not"] and (content["paper"] is None) == (not content["checks"]),
        "clause_audit": lambda: content["gaps"] == content["result"]["gaps"] != [] and content["checks"][0]["gaps"] > 0,
        "lead": lambda: content["lead"] == f"/api/leads/{told['reference']}",
        "plan": lambda: content["versions"][0]["review"]["parts"] and content["versions"][0]["left_out"] is None,
        "risk": lambda: content["messages"][0]["to_name"] == "Office B" and content["due"] and content["settled"] is None,
    }  # fmt: skip
    assert held[kind]()


def test_a_supplier_reads_no_review_before_the_office_answered(acting: Acting, office: Organization) -> None:
    """As on the page: that a version came in is told, what its review found is not."""
    case = made("plan", office)
    supplier = acting(Role.SUPPLIER_MEMBER, "Firm")
    version = fits(supplier.get(f"/api/cases/{case}").json(), "/api/cases/{reference}")["content"]["versions"][0]
    assert version["review"] is version["told"] is None and "did not answer" in version["left_out"]


def test_a_waiver_tells_what_it_is_for(acting: Acting, office: Organization) -> None:
    from buyfair.web.casework.models import Case

    reference = made("clause_audit", office)
    of, by = Case.objects.get(reference=reference), Actor(None, frozenset({(Role.CONTRACTING_OFFICER, office.pk)}))
    waiver = Waiver.open(by, office, {"of": of, "move_name": "modify", "need_name": "no_gap_left", "because": "It must stay."})
    told = fits(acting(Role.CONTRACTING_OFFICER).get(f"/api/cases/{waiver.reference}").json(), "/api/cases/{reference}")
    assert (told["content"]["of"], told["content"]["until"]) == (reference, None)
