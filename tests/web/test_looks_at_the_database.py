"""How often a page looks into the database: so many times, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting
from tiny_subject.people import AT, pledge, proposal, supplier

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.clock import now
from buyfair.web.core.models import LogIn, Membership, Organization, Refusal, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]

OFFICER, ADMINISTRATOR = Role.CONTRACTING_OFFICER, Role.ADMINISTRATOR
LOOKS = [
    (OFFICER, "/", 4),
    (OFFICER, "/search/?q=example", 10),
    (OFFICER, "/my-work/", 10),
    (OFFICER, "/lab/", 3),
    (OFFICER, "/acquisitions/", 7),
    (OFFICER, "/acquisitions/{purchase}/", 13),
    (OFFICER, "/acquisitions/{purchase}/package/", 6),
    (OFFICER, "/account/", 9),
    (OFFICER, "/account/people/", 7),
    (ADMINISTRATOR, "/account/people/", 7),
    (ADMINISTRATOR, "/account/log-ins/", 5),
    (ADMINISTRATOR, "/account/refusals/", 5),
]
TOLD = {"tier": 0, "agency": "dod", "sol_date": "2026-12-15", "lines": [{"good": "garments", "value": 1200000}]}
FEW = 3


@pytest.fixture
def more(acting: Acting, home_folder: Path) -> Callable[[], Acquisition]:
    """Adds a few of everything that the pages list, and gives a purchase that more and more was done with."""
    client, office = acting(OFFICER), Organization.objects.get(name="Office A")
    officer = User.objects.get()
    opened = Acquisition.open(actor_for(officer), office, {"name": "example"})

    def add() -> Acquisition:
        of = {"at": now(), "last_at": now()}
        for _ in range(FEW):
            case = Acquisition.open(actor_for(officer), office, {"name": "example"})
            client.post(f"/cases/{opened.reference}/comment/", {"text": "Looked at."})
            given = pledge()
            given.move("propose", supplier(), proposal(), at=AT)
            LogIn.objects.create(user=officer, mark=f"{case.pk}", how="password", result="in", address="192.0.2.1", **of)
            Refusal.objects.create(user=officer, who=f"{case.pk}", route="page", method="GET", why="role", hour=now(), **of)
            person = User.objects.create(username=f"{case.pk}@office-a.example")
            Membership.objects.create(user=person, organization=office, role=Role.REPRESENTATIVE.value)
        Acquisition.objects.update(told=TOLD)
        return opened

    return add


def looks(client: Client, address: str) -> int:
    """How often the page looks, once it was opened before: what a process keeps is kept then.

    The fewer of two times, for now and then a session notes that it is still in use.
    """
    assert client.get(address).status_code == 200
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found.append(len(asked))
    return min(found)


def test_a_page_looks_as_often_for_many_rows_as_for_few(acting: Acting, more: Callable[[], Acquisition]) -> None:
    """Each list, the workbench of a purchase, search, the first page and the pages of accounts."""
    purchase = more()
    clients = {role: acting(role) for role in (OFFICER, ADMINISTRATOR)}
    rows = [(role, address.format(purchase=purchase.reference), number) for role, address, number in LOOKS]
    few = {(role, address): looks(clients[role], address) for role, address, _ in rows}
    more()
    many = {(role, address): looks(clients[role], address) for role, address, _ in rows}
    assert many == few
    other = [f"{address} for {role}: {few[role, address]}, not {number}" for role, address, number in rows
             if few[role, address] != number]  # fmt: skip
    assert not other
