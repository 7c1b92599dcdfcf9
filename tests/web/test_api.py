"""The API says what the pages and the command say, to whom they say it, and refuses in one sentence."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from described_api import fits
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from people import Acting
from tiny_subject.models import Pledge
from tiny_subject.people import AT, proposal

from buyfair import snapshots
from buyfair.browse_filters import FIELDS
from buyfair.dossier import dossier
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api import docs, tokens
from buyfair.web.api.models import ApiToken
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, Refusal, User
from buyfair.web.core.problems import KINDS
from buyfair.web.core.roles import Role
from buyfair.web.portfolio import reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


@pytest.fixture
def officer() -> User:
    """A contracting officer of one office."""
    office = Organization.objects.create(name="Office T", kind="agency")
    user = User.objects.create_user("officer@t.example")
    user.memberships.create(organization=office, role=Role.CONTRACTING_OFFICER.value)
    return user


def bearer(user: User, days: int = 30) -> dict[str, str]:
    """The header of a new token of an officer."""
    office = user.memberships.get().organization
    _, secret = tokens.made(user, office, "nightly", [Role.CONTRACTING_OFFICER], days)
    return {"Authorization": f"Bearer {secret}"}


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem of an answer, after looking that it is one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status and told["detail"].endswith(".")
    assert told["type"] in {kind.type for kind in KINDS if kind.status == status}
    return told


def test_rules_are_told_to_everybody_and_not_sent_twice(client: Client) -> None:
    """No token; a day; the ETag saves the second answer."""
    first = client.get("/api/rules?day=2026-02-20")
    assert first.status_code == 200
    row = next(r for r in first.json()["rules"] if r["id"] == "TIP-04")
    assert row["in_force"] in ("yes", "no", "unknown")
    again = client.get("/api/rules?day=2026-02-20", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "TIP-04" in client.get("/api/rules/TIP-04").json()["card"]
    problem(client.get("/api/rules/NO-99"), 404)
    problem(client.get("/api/rules?day=yesterday"), 422)


def test_a_token_opens_what_its_maker_may_and_no_more(client: Client, officer: User, held: Path) -> None:
    """It plays the maker's role; when that is taken, the token plays nothing; when the account closes, it counts no more."""
    problem(client.get("/api/awards"), 401)
    header = bearer(officer)
    assert client.get("/api/awards", headers=header).status_code == 200
    officer.memberships.all().delete()
    problem(client.get("/api/awards", headers=header), 403)
    officer.is_active = False
    officer.save()
    refused = client.get("/api/rules", headers=header)
    problem(refused, 401)
    assert refused["WWW-Authenticate"].startswith("Bearer")
    assert Refusal.objects.filter(route="api").exists()


def test_only_the_hash_of_a_token_is_kept_and_it_ends(client: Client, officer: User, held: Path) -> None:
    """Shown once; revoked, or over, it is unknown; nobody makes one for a role of others or for ever."""
    header = bearer(officer)
    row = ApiToken.objects.get()
    assert header["Authorization"].removeprefix("Bearer ") not in str(ApiToken.objects.values())
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))
    problem(client.get("/api/awards", headers=header), 401)
    ApiToken.objects.update(expires_at=now() + timedelta(days=1))
    assert client.get("/api/awards", headers=header).status_code == 200
    call_command("api_token", "revoke", str(row.pk))
    problem(client.get("/api/awards", headers=header), 401)
    for roles, days in (([Role.ADMINISTRATOR], 30), ([], 30), ([Role.CONTRACTING_OFFICER], 366)):
        with pytest.raises(InputRefusedError):
            tokens.made(officer, row.organization, "more", roles, days)


def test_pages_of_awards_follow_on_without_gap_and_only_within_their_snapshot(
    client: Client, officer: User, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every award once, in the order of the list; a cursor of another question or snapshot is refused."""
    header = bearer(officer)
    whole = client.get("/api/awards?limit=500", headers=header).json()
    seen, at = [], "/api/awards?limit=7"
    while at and len(seen) < 35:
        page = client.get(at, headers=header)
        seen += [r["award_id"] for r in page.json()["rows"]]
        at = page.json()["next"]
    assert seen == [r["award_id"] for r in whole["rows"]][: len(seen)] and len(set(seen)) == len(seen) > 7
    problem(client.get("/api/awards?cursor=made-up", headers=header), 400)
    on = client.get("/api/awards?limit=1", headers=header).json()["next"]
    problem(client.get(on + "&sector=food", headers=header), 400)
    monkeypatch.setattr(reading, "held", lambda: replace(snapshots.current(settings.HOME), id="another"))
    problem(client.get(on, headers=header), 409)
    monkeypatch.undo()
    problem(client.get("/api/awards?sector=nothing", headers=header), 422)
    problem(client.get("/api/awards?limit=0", headers=header), 422)


def test_a_dossier_is_that_of_the_command(client: Client, officer: User, held: Path) -> None:
    """The same document, number by number."""
    header = bearer(officer)
    award = client.get("/api/awards?limit=1", headers=header).json()["rows"][0]["award_id"]
    told = fits(client.get(f"/api/awards/{award}", headers=header).json(), "/api/awards/{award_id}")
    assert told == json.loads(json.dumps(dossier(held, award), default=str))
    problem(client.get("/api/awards/no-such-award", headers=header), 404)


def test_a_case_is_moved_by_who_had_read_it(acting: Acting) -> None:
    """Without If-Match 428, with an old one 412, and the second of two writers does not overwrite the first."""
    owner = Organization.objects.create(name="Office A", kind="agency")
    firm = Organization.objects.create(name="Firm", kind="supplier")
    by = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, firm.pk)}))
    made = Pledge.open(by, owner, {"site": "Mill 7"}, {firm: "act"}, at=AT)
    made.move("propose", by, proposal(), at=AT)
    officer = acting(Role.CONTRACTING_OFFICER)
    read = officer.get(f"/api/cases/{made.reference}")
    told = fits(read.json(), "/api/cases/{reference}")
    assert read.status_code == 200 and told["state"] == made.state
    listed = fits(officer.get("/api/cases").json(), "/api/cases")["cases"]
    assert made.reference in {c["reference"] for c in listed}
    agree = next(m for m in told["moves"] if m["name"] == "agree")
    assert [(a["name"], a["takes"], a["needed"]) for a in agree["asks"]] == [("pay_by", "day", True)] and agree["open_to_you"]
    assert next(m for m in told["moves"] if m["name"] == "hand_back")["asks"][0]["name"] == "reason"
    plan = fits(officer.get(told["documents"][0]["address"]).json(), "/api/cases/{reference}/documents/{number}")
    assert plan["name"] == "plan.txt" and b64decode(plan["base64"]) == b"We pay back in three parts."
    assert officer.get("/api/cases/X-1/documents/1").status_code == 404
    send = {"content_type": "application/json", "data": json.dumps({"text": "Seen."})}
    where = f"/api/cases/{made.reference}/comments"
    problem(officer.post(where, **send), 428)
    assert officer.post(where, **send, headers={"If-Match": read["ETag"]}).status_code == 200
    problem(officer.post(where, **send, headers={"If-Match": read["ETag"]}), 412)
    back, move = officer.get(f"/api/cases/{made.reference}")["ETag"], f"/api/cases/{made.reference}/moves/hand_back"
    twice = {"told": {"reason": "Too few."}, "reason": "Too few."}
    problem(officer.post(move, twice, "application/json", headers={"If-Match": back}), 422)
    within = officer.post(move, {"told": {"reason": "Too few."}}, "application/json", headers={"If-Match": back})
    assert within.status_code == 200 and within.json()["state"] == "draft"
    problem(acting(Role.CONTRACTING_OFFICER, "Office B").get(f"/api/cases/{made.reference}"), 404)


def test_a_browser_writes_only_from_our_own_page(acting: Acting) -> None:
    """A session that another site makes use of is refused; a token needs no mark of a form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("somebody"))
    problem(client.post("/api/cases/X-1/comments", "{}", content_type="application/json"), 403)


@pytest.mark.parametrize("body", [b"{", b"NaN", b'{"text": "\\ud800"}', b"[" * 100_000, b"\x00", b'{"text": 1e999}'])
def test_a_broken_body_is_refused_in_a_sentence(officer: User, body: bytes, client: Client) -> None:
    """Never a 500."""
    office = officer.memberships.get().organization
    firm = Organization.objects.create(name="Firm", kind="supplier")
    by = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, firm.pk)}))
    made = Pledge.open(by, office, {"site": "Mill 7"}, {firm: "act"}, at=AT)
    made.move("propose", by, proposal(), at=AT)
    where, header = f"/api/cases/{made.reference}/comments", bearer(officer)
    assert problem(client.generic("POST", where, body, "application/json", headers=header), 400)
    problem(client.generic("POST", where, body, "text/plain", headers=header), 415)


def test_what_is_not_there_is_told_to_programs_too(client: Client) -> None:
    """Unknown paths, methods; and the description and its page."""
    problem(client.get("/api/nothing"), 404)
    assert problem(client.delete("/api/rules"), 405) and client.delete("/api/rules")["Allow"] == "GET, HEAD"
    assert client.head("/api/rules").status_code == 200
    told = client.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1") and "/api/awards/{award_id}" in told["paths"]
    page = client.get("/api/docs")
    assert page.status_code == 200 and b"curl" in page.content and b"style=" not in page.content


def test_a_list_of_cases_asks_as_often_for_many_as_for_few(acting: Acting) -> None:
    """No question of its own for each row."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    owner = Organization.objects.create(name="Office A", kind="agency")
    firm = Organization.objects.create(name="Firm", kind="supplier")
    by = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, firm.pk)}))
    officer, counts = acting(Role.CONTRACTING_OFFICER), []
    for more in (2, 6):
        for _ in range(more):
            Pledge.open(by, owner, {"site": "Mill 7"}, {firm: "act"}, at=AT).move("propose", by, proposal(), at=AT)
        with CaptureQueriesContext(connection) as asked:
            rows = officer.get("/api/cases").json()["cases"]
        # Counting requests of a minute asks now and then, whatever is listed.
        counts.append((len(rows), sum("SELECT" in q["sql"] and "spent" not in q["sql"] for q in asked.captured_queries)))
    assert [n for n, _ in counts] == [2, 8] and counts[0][1] == counts[1][1]


def test_every_filter_of_the_pages_is_described_and_counts(client: Client, officer: User, held: Path) -> None:
    """From the one table of filters; a described value narrows as on the page, one that names nothing is refused."""
    paths = client.get("/api/openapi.json").json()["paths"]
    for path in ("/api/awards", "/api/portfolio"):
        assert set(FIELDS) <= {p["name"] for p in paths[path]["get"]["parameters"]}
    header = bearer(officer)
    whole = client.get("/api/awards?limit=1", headers=header).json()["awards"]
    narrowed = client.get("/api/awards?limit=1&sector=food&sector=none", headers=header).json()["awards"]
    assert 0 < narrowed < whole
    assert "sectr" in problem(client.get("/api/awards?sectr=food", headers=header), 422)["detail"]


def test_the_first_address_leads_to_all_others() -> None:
    told = Client().get("/api/").json()
    described = Client().get(told["description"]).json()
    assert told["addresses"] == sorted(described["paths"]) and Client().get(told["page"]).status_code == 200
    browser = Client(headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert browser.get("/api", follow=True).redirect_chain[-1] == ("/api/docs", 302)


def test_every_example_of_the_page_can_be_sent(officer: User, home_folder: Path) -> None:
    """As it is printed; what asks for a portfolio says that none is shown, and what is in capitals is to be replaced."""
    header, client = bearer(officer), Client()
    for one in (one for _, group in docs._groups() for one in group):
        to_replace = re.search(r"/[A-Z_]{5,}(?:/|$)", one["example"])
        if to_replace is None:
            ask = partial(client.post, data=one["data"], content_type="application/json") if one["data"] else client.get
            got = ask(one["example"], headers=header if one["token"] else {})
            assert got.status_code == 200 or "No portfolio is shown" in got.json()["detail"], (one["example"], got.content)
