"""Saved views: kept by one person, shared with one organization, changed by nobody else."""

from __future__ import annotations

import pytest
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role
from buyfair.web.portfolio.models import SavedView

pytestmark = pytest.mark.django_db
HERE = "/portfolio/views/"


def saved(acting: Acting, name: str = "Food", **more: str) -> SavedView:
    """A view that the lead of office A saved."""
    answer = acting(Role.PORTFOLIO_LEAD).post(HERE, {"name": name, "address": "/portfolio/goods/?sector=food", **more})
    assert answer.status_code == 302
    return SavedView.objects.get(name=name)


def test_a_view_is_saved_opened_renamed_and_removed(acting: Acting) -> None:
    """The whole life of a view."""
    view, lead = saved(acting), acting(Role.PORTFOLIO_LEAD)
    listed = lead.get(HERE).content.decode()
    assert 'href="/portfolio/goods/?sector=food"' in listed and "Goods; Sector: Food" in listed
    renamed = lead.post(f"{HERE}{view.pk}/", {"name": "What we eat", "shared": "yes"})
    assert renamed.headers["Location"] == "/portfolio/goods/?sector=food"
    view.refresh_from_db()
    assert (view.name, view.shared) == ("What we eat", True)
    lead.post(f"{HERE}{view.pk}/", {"remove": "yes"})
    assert not SavedView.objects.exists()


def test_only_its_owner_changes_a_view(acting: Acting) -> None:
    """A colleague of the office, another office, a supplier: not found or refused, and nothing is changed."""
    view = saved(acting, shared="yes")
    address = f"{HERE}{view.pk}/"
    others = (
        (acting(Role.CONTRACTING_OFFICER), 404),
        (acting(Role.PORTFOLIO_LEAD, "Office B"), 404),
        (acting(Role.INSPECTOR_GENERAL, "Office of the Inspector", "oversight"), 404),
        (acting(Role.SUPPLIER_MEMBER, "Firm", "supplier"), 403),
    )
    for client, status in others:
        assert client.get(address).status_code == status
        assert client.post(address, {"name": "Mine now"}).status_code == status
        assert client.post(address, {"remove": "yes"}).status_code == status
    view.refresh_from_db()
    assert view.name == "Food"


def test_a_shared_view_is_seen_by_its_organization_and_by_no_other(acting: Acting) -> None:
    """And one that is not shared by its owner alone."""
    saved(acting, "Ours", shared="yes")
    saved(acting, "Mine")
    office = acting(Role.CONTRACTING_OFFICER).get(HERE).content.decode()
    assert "Ours" in office and "Mine" not in office
    assert "Ours" not in acting(Role.PORTFOLIO_LEAD, "Office B").get(HERE).content.decode()


@pytest.mark.parametrize(
    ("name", "address", "says"),
    [
        ("", "/portfolio/", "needs a name"),
        ("x" * 81, "/portfolio/", "at most 80"),
        ("Away", "https://example.org/portfolio/", "none of the portfolio"),
        ("Away", "//example.org/portfolio/", "none of the portfolio"),
        ("Odd", "/portfolio/?sector=nothing", "none of the portfolio"),
        ("Food", "/portfolio/", "already"),
    ],
)
def test_what_cannot_be_saved_is_said_and_what_was_typed_stays(name: str, address: str, says: str, acting: Acting) -> None:
    """A sentence each; the name and the address stay in the form."""
    saved(acting)
    answer = acting(Role.PORTFOLIO_LEAD).post(HERE, {"name": name, "address": address})
    text = answer.content.decode()
    assert answer.status_code == 400 and says in text
    assert f'value="{name}"' in text and f'value="{address}"' in text
    assert SavedView.objects.count() == 1


def test_the_page_says_where_it_can_be_saved(acting: Acting, taken: Snapshot) -> None:  # noqa: F811
    """Each page of the portfolio carries the form, with its own address."""
    text = acting(Role.PORTFOLIO_LEAD).get("/portfolio/map/?sector=food").content.decode()
    assert 'name="address" value="/portfolio/map/?sector=food"' in text
