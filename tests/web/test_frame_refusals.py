"""What a page says when it does not open: in the frame, in words, with what to do next; also when nothing else works."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import get_resolver
from people import Acting

from buyfair.web.core import refusals
from buyfair.web.core.roles import Role


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_where_to_begin(acting: Acting) -> None:
    """Without an account and with one; the address, hostile or not, is not said back."""
    for client in (Client(), acting(Role.CONTRACTING_OFFICER)):
        answer = client.get("/nothing/<script>alert(1)</script>/%F0%9F%A6%89/")
        text = answer.content.decode()
        assert answer.status_code == 404
        assert "What to do next" in text
        assert "<script>alert" not in text


@pytest.mark.django_db
def test_a_page_for_others_says_to_whom_it_is_open(acting: Acting, rf: RequestFactory) -> None:
    """And what to do to be among them; what was typed stands there to be copied, as text."""
    told = {"may": "portfolio lead", "typed": [("why", "<b>Because</b>\nof this")]}
    text = render_to_string("core/forbidden.html", told, rf.get("/portfolio/"))
    assert "It is open to: portfolio lead." in text
    assert "&lt;b&gt;Because&lt;/b&gt;<br>of this" in text


def test_when_the_database_is_gone_the_page_still_says_so(rf: RequestFactory) -> None:
    """No mark of pytest lets this test near a database: any question to it would fail here."""
    request = rf.get("/portfolio/")
    answer = refusals.broken(request)
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "What Buyfair never does" in answer.content.decode()


def test_when_the_database_is_gone_every_address_answers_500_with_words(django_db_blocker: Any) -> None:
    """Through the whole chain, with the cookie of a session that cannot be looked up."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    with django_db_blocker.block():
        answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


@pytest.mark.parametrize("name", ["not_allowed", "bad_request", "broken"])
def test_each_refusal_has_a_heading_and_a_next_step(name: str, rf: RequestFactory) -> None:
    """One heading of the first rank, the answer, what to do."""
    text = render_to_string(f"core/{name}.html", {"method": "PUT", "takes": "GET"}, rf.get("/"))
    assert text.count("<h1") == 1
    assert 'class="answer"' in text
    assert "What to do next" in text


def test_the_refusals_of_the_frame_are_the_ones_in_use() -> None:
    """404, 403 and 500 lead to our pages, not to those of the framework."""
    resolver = get_resolver()
    assert resolver.resolve_error_handler(404) is refusals.not_found
    assert resolver.resolve_error_handler(403) is refusals.forbidden
    assert resolver.resolve_error_handler(500) is refusals.broken
