"""Where nothing stands yet, a page says what to do next; what is begun often is one click away."""

from __future__ import annotations

import pytest
from django.test import Client
from people import Acting

from buyfair.contract import audit
from buyfair.terms.document import Document, WrittenLine
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.audits.asking import questions
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]

NOTHING = [
    (Role.CONTRACTING_OFFICER, "/my-work/", "No case waits for you", 'href="/acquisitions/new/"'),
    (Role.PORTFOLIO_LEAD, "/my-work/", "No case waits for you", 'href="/award-files/new/"'),
    (Role.MONITOR, "/my-work/", "Your roles begin no case here", 'href="/help/"'),
    (Role.INSPECTOR_GENERAL, "/ledger/", "Nothing is in the ledger yet", "manage.py anchor_ledger"),
]


@pytest.mark.parametrize(("role", "address", "says", "leads"), NOTHING)
def test_an_empty_page_says_what_to_do_next(role: Role, address: str, says: str, leads: str, acting: Acting) -> None:
    page = acting(role).get(address).content.decode()
    assert says in page and leads in page.split("<main")[1]


def test_a_purchase_is_planned_one_click_from_the_first_page(acting: Acting, client: Client) -> None:
    """For who may plan one; others find those that are planned, and somebody without an account what is there."""
    officer = acting(Role.CONTRACTING_OFFICER).get("/").content.decode()
    assert '<a href="/acquisitions/new/">Plan a purchase</a>' in officer
    lead = acting(Role.PORTFOLIO_LEAD, "Office B").get("/").content.decode()
    assert '<a href="/acquisitions/">Planned purchases</a>' in lead and 'href="/acquisitions/new/"' not in lead
    assert "plan a purchase" in client.get("/").content.decode()


def test_the_search_says_that_cases_are_found_too(acting: Acting) -> None:
    page = acting(Role.CONTRACTING_OFFICER).get("/search/").content.decode()
    assert "vehicles, cases, rules" in page and "contract or case" in page


def test_a_page_asks_for_lines_in_the_words_of_people() -> None:
    """No page shows how a facts file is written."""
    bare = "52.222-50 Combating Trafficking in Persons (NOV 2021)"
    found = audit(Document("bare.txt", "0" * 64, (WrittenLine(bare, 1),)), {}, today())
    asked = [each["asks"] for each in questions(found)]
    assert any("How many line items" in each for each in asked)
    assert not any("[[" in each for each in asked)


SOLICITED = ("2027-03-01", "2026-12-15", "", "soon", "2026-12-14")


def test_purchases_stand_in_the_order_of_their_solicitations(acting: Acting) -> None:
    """The next one first; one whose day is not told, or is none, last; the database orders them, page by page."""
    client = acting(Role.CONTRACTING_OFFICER)
    officer, office = User.objects.get(), Organization.objects.get()
    for day in SOLICITED:
        case = Acquisition.open(actor_for(officer), office, {"name": f"bought {day or 'some time'}"})
        Acquisition.objects.filter(pk=case.pk).update(told={"sol_date": day} if day else {})
    page = client.get("/acquisitions/").content.decode()
    places = [page.index(f"Bought {day}") for day in ("2026-12-14", "2026-12-15", "2027-03-01", "some time", "soon")]
    assert places == sorted(places)
