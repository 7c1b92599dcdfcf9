"""The API answers so many requests a minute, whatever the process; then it says how long to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from buyfair.web.api import limits, tokens
from buyfair.web.api.models import Spent
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


@pytest.fixture(autouse=True)
def minute(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[datetime]:
    """The hour as these tests tell it; few requests are enough."""
    at = [datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)]
    monkeypatch.setattr(limits, "now", lambda: at[0])
    settings.API_TOKEN_MINUTE, settings.API_ADDRESS_MINUTE = 3, 2
    limits._shares.clear()
    return at


def asked(client: Client, times: int, **headers: str) -> list[int]:
    """The statuses of so many requests."""
    return [client.get("/api/rules/TIP-04", headers=headers).status_code for _ in range(times)]


def test_an_address_waits_until_the_minute_is_over(client: Client, minute: list[datetime]) -> None:
    """The third of two is told how long; in the next minute it is answered; another address never waited."""
    assert asked(client, 3) == [200, 200, 429]
    refused = client.get("/api/rules/TIP-04")
    assert refused["Retry-After"] == "45" and "45 seconds" in refused.json()["detail"]
    assert refused["Content-Type"] == "application/problem+json"
    assert client.get("/api/rules/TIP-04", REMOTE_ADDR="192.0.2.9").status_code == 200
    minute[0] = minute[0].replace(minute=31)
    assert asked(client, 1) == [200]


def test_a_token_has_a_count_of_its_own_and_a_wrong_one_counts_for_its_address(client: Client) -> None:
    """Who guesses tokens is stopped as an address; a token that counts is not stopped by others there."""
    office = Organization.objects.create(name="Office T", kind="agency")
    user = User.objects.create_user("officer@t.example")
    user.memberships.create(organization=office, role=Role.CONTRACTING_OFFICER.value)
    _, secret = tokens.made(user, office, "nightly", [Role.CONTRACTING_OFFICER])
    assert asked(client, 3, Authorization="Bearer bf_guessed") == [401, 401, 429]
    assert asked(client, 4, Authorization=f"Bearer {secret}") == [200, 200, 200, 429]


def test_processes_share_one_count_and_old_minutes_are_forgotten(client: Client, minute: list[datetime]) -> None:
    """Another process, which remembers nothing itself, finds the minute spent; no address is kept as such."""
    assert asked(client, 2) == [200, 200]
    limits._shares.clear()
    assert asked(client, 1) == [429]
    assert "127.0.0.1" not in str(list(Spent.objects.values()))
    minute[0] = minute[0].replace(hour=10)
    asked(client, 1)
    assert Spent.objects.count() == 1


def test_few_requests_write(client: Client, settings: Any, django_assert_num_queries: Any) -> None:
    """A process takes several at a time; one that is refused asks nothing of the database."""
    settings.API_ADDRESS_MINUTE = 80
    asked(client, 1)
    with django_assert_num_queries(0):
        assert asked(client, 1) == [200]
    assert asked(client, 79)[-1] == 429
    with django_assert_num_queries(0):
        assert asked(client, 1) == [429]


def test_nothing_is_counted_where_people_read(client: Client, held: Path) -> None:
    """The page of the description is a page."""
    assert {client.get("/api/docs").status_code for _ in range(5)} == {200}


def test_reading_goes_on_where_nothing_can_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or a database that is busy: the process counts for itself, and the limit holds there."""

    def full(*_: Any) -> int:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(limits, "_more", full)
    assert asked(client, 3) == [200, 200, 429]


def test_who_waits_for_the_database_stops_nobody_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is asked while no lock is held."""
    locked = []
    monkeypatch.setattr(limits, "_more", lambda *_: locked.append(limits._lock.locked()) or 1)
    assert asked(client, 1) == [200] and locked == [False]
