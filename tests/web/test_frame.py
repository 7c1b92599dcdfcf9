"""The frame of the pages: the first page opens for anybody, nothing is fetched from outside, refusals have words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from people import Acting

from buyfair.web.core.roles import Role

pytestmark = pytest.mark.django_db


def test_the_first_page_opens_without_an_account() -> None:
    """Status, frame and the policy that forbids everything from outside."""
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<h1" in answer.content.decode()


def test_what_is_not_there_is_said_in_the_frame_of_every_page() -> None:
    """No such page: a sentence, not a bare status."""
    answer = Client().get("/nothing/of/the/kind/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_the_system_says_that_it_lives() -> None:
    """The database was asked."""
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_somebody_who_acts_for_an_office_sees_the_first_page(acting: Acting, held: Path) -> None:
    """With an account and a portfolio."""
    assert (held / "awards.parquet").is_file()
    assert acting(Role.CONTRACTING_OFFICER).get("/").status_code == 200
