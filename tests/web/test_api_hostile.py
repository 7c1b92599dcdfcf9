"""Requests that no client of good will sends: each is answered with a problem, never with a defect of ours."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from tiny_subject.models import Pledge
from tiny_subject.people import AT, proposal

from buyfair.web.api import frame, routes, tokens
from buyfair.web.core.access import Route
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
TYPES = frame.described()["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
DEEP = b'{"text": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
BODIES = {
    "empty": b"", "broken": b'{"text": "Seen.', "twice": b'{"text": "Seen."} {}', "no object": b'["Seen."]', "null": b"null",
    "number": b'{"text": 1}', "infinite": b'{"text": 1e999}', "no number": b'{"text": NaN}', "NUL": b'{"text": "\x00"}',
    "half": b'{"text": "\\udfff"}', "not UTF-8": b'{"text": "\xff\xfe"}',
    "key twice": b'{"text": "Seen.", "text": "Read."}',
    "deep": DEEP, "long number": b'{"text": ' + b"9" * 10_000 + b"}", "large": b'{"text": "' + b"x" * 2_100_000 + b'"}',
}  # fmt: skip
PATHS = (
    "/api/awards/a/b/c", "/api/awards/..%2f..%2fetc", "/api/awards/%00", "/api/awards/%ed%a0%80", "/api/awards/%F0%9F",
    "/api/awards/" + "a" * 5_000, "/api/cases/%00", "/api/cases/a%2Fb", "/api/leads/" + "9" * 400, "/api/rules/%2e%2e",
    "/api/rules/%E2%80%AE", "/api//rules", "/api/rules/", "/api/cases/A-1/moves/%00",
)  # fmt: skip
QUERIES = ("cursor=%00", "cursor=" + "x" * 3_000, "cursor=" + "x" * 9_000, "limit=1e999", "limit=-1", "limit=" + "9" * 5_000,
           "limit=NaN", "limit=1&limit=2", "%00=1", "q=%ed%a0%80", "sector=%00", "text=" + "x" * 9_000, "sort=%00",
           "a=1&" * 900)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"Accept": "image/png"}, {"Accept": "\x7f" * 500}, {"Accept-Encoding": "gzip;q=x, *"}, {"Content-Length": "1e3"},
    {"If-None-Match": "," * 5_000}, {"If-None-Match": '"' * 99}, {"Range": "bytes=-1"}, {"X-Forwarded-For": "a, b" * 999},
    {"Host": "127.0.0.1"}, {"Cookie": "sessionid=\xff; csrftoken=%00"}, {"Accept-Language": "x" * 9_000},
)  # fmt: skip


@pytest.fixture
def client() -> Client:
    """Answers a defect with 500 instead of raising it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def header(client: Client) -> dict[str, str]:
    """A token that counts."""
    office = Organization.objects.create(name="Office T", kind="agency")
    user = User.objects.create_user("officer@t.example")
    user.memberships.create(organization=office, role=Role.CONTRACTING_OFFICER.value)
    return {"Authorization": f"Bearer {tokens.made(user, office, 'hostile', [Role.CONTRACTING_OFFICER])[1]}"}


def problem(response: Any, *among: int) -> None:
    """One problem, of one of these kinds."""
    assert response.status_code in among, (response.status_code, response.content[:300])
    assert response["Content-Type"] == "application/problem+json" and response.json()["type"] in TYPES
    assert json.loads(response.content)["detail"].endswith(".")


def test_bodies(client: Client, header: dict[str, str]) -> None:
    """Broken, deep, endless or huge: refused in a sentence, and nothing is written."""
    firm = Organization.objects.create(name="Firm", kind="supplier")
    by = Actor(None, frozenset({(Role.SUPPLIER_MEMBER, firm.pk)}))
    made = Pledge.open(by, Organization.objects.get(name="Office T"), {"site": "Mill 7"}, {firm: "act"}, at=AT)
    made.move("propose", by, proposal(), at=AT)
    before = made.events.count()
    where = f"/api/cases/{made.reference}/comments"
    mark = client.get(where.removesuffix("/comments"), headers=header)["ETag"]
    for name, body in BODIES.items():
        answer = client.generic("POST", where, body, "application/json", headers={**header, "If-Match": mark})
        assert answer.status_code in (400, 413, 415, 422), (name, answer.status_code)
        problem(answer, 400, 413, 415, 422)
    for kind in ("", "text/plain", "application/json+x", "multipart/form-data; boundary=\x00", "application/jsonp"):
        problem(client.generic("POST", where, b'{"text": "Seen."}', kind, headers={**header, "If-Match": mark}), 415)
    for match in ("*", '""', '"' * 99, "x" * 5_000, 'W/"x"'):
        answer = client.generic("POST", where, b'{"text": "Seen."}', "application/json", headers={**header, "If-Match": match})
        problem(answer, 412, 428)
    assert made.events.count() == before


@pytest.mark.parametrize("length", ["1e3", "-5", "x", "", "99999999999999999999"])
def test_a_length_that_is_none(client: Client, header: dict[str, str], length: str) -> None:
    """What a body is said to be long is not believed, and breaks nothing."""
    answer = client.generic("POST", "/api/cases/A-1/comments", b"{}", "application/json", headers=header, CONTENT_LENGTH=length)
    problem(answer, 400, 404, 413)
    reached = client.generic("POST", "/api/duties", b"{}", "application/json", headers=header, CONTENT_LENGTH=length)
    problem(reached, 422 if length == "" else 400, 413)  # no length: no body


def test_who_is_not_known_has_fewer_lines_answered_at_once(client: Client, header: dict[str, str]) -> None:
    """Each line costs time of everybody's: fifty without a token, and less to read."""
    told = {"agency": "dod", "lines": [{"item": "supply"}] * 51}
    problem(client.post("/api/duties", told, "application/json"), 422)
    problem(client.post("/api/conduct-for", told, "application/json"), 422)
    assert client.post("/api/duties", told, "application/json", headers=header).status_code == 200
    problem(client.post("/api/duties", {"agency": "d" * 200_001}, "application/json"), 413)


def test_paths_and_queries(client: Client, header: dict[str, str], held: Any) -> None:
    """Slashes, NUL, half characters, lengths: not there, or refused; a value may also be one that is taken."""
    for path in PATHS:
        problem(client.get(path, headers=header), 400, 404, 405, 422)
        problem(client.get(path), 400, 401, 404, 405)
    for path in ("awards", "portfolio", "leads", "cases"):
        for query in QUERIES:
            answer = client.get(f"/api/{path}?{query}", headers=header)
            assert answer.status_code == 200 or problem(answer, 400, 409, 422) is None


KEYS = {"rule_id": "TIP-04", "list_id": "dol_tvpra", "name": "MPT", "code": "listed_good_matched",
        "clause_id": "debt_bondage", "award_id": "nothing"}  # fmt: skip
ASKED = [r for r in routes.ROUTES if r.name.startswith("api-") and r.thing is None]


@pytest.mark.parametrize("operation", ASKED, ids=lambda r: r.name)
def test_what_names_nothing_is_refused_by_every_operation(client: Client, header: dict[str, str], operation: Route) -> None:
    """A slip in a day would answer for today; what is told twice would answer for one of both."""
    where = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: KEYS[found[1]], operation.path)
    ask = partial(client.post, data="{}", content_type="application/json") if "POST" in operation.methods else client.get
    refused = ask(f"{where}?dya=2020-01-01", headers=header)
    problem(refused, 422)
    assert "'dya'" in refused.json()["detail"] and refused.json()["fields"][0]["field"] == "dya"
    if "day" in frame._taken(operation.name):
        problem(ask(f"{where}?day=2020-01-01&day=2021-01-01", headers=header), 422)


def test_headers_and_methods(client: Client, header: dict[str, str]) -> None:
    """Odd headers change nothing of the answer, a length that is none is refused; odd methods are told which there are."""
    for odd in HEADERS:
        expected = 400 if "Content-Length" in odd else 200
        assert client.get("/api/rules/TIP-04", headers={**header, **odd}).status_code == expected, odd
    for told in ("Bearer", "Bearer ", "Basic eDp5", "bearer \x00", "Bearer bf_" + "x" * 9_000, "Bearer bf_\xff", "x" * 9_000):
        problem(client.get("/api/rules/TIP-04", headers={"Authorization": told}), 401)
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"):
        answer = client.generic(method, "/api/rules/TIP-04", headers=header)
        problem(answer, 405)
        assert answer["Allow"] == "GET, HEAD"
