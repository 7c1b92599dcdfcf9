"""What is answered is described: real answers fit their shape, with every key in it and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from described_api import fits
from django.utils.html import escape
from people import Acting

from buyfair.web.api import frame
from buyfair.web.core.problems import KINDS
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db]
ASKED = {
    "/api/awards": "limit=500", "/api/portfolio": "", "/api/rules": "", "/api/rules/TIP-04": "", "/api/rules/TIP-04/texts": "",
    "/api/amounts": "", "/api/amounts/MPT": "", "/api/indicators/listed_good_matched": "", "/api/lists": "day=2015-01-01",
    "/api/lists/dol_tvpra": "", "/api/lists/dol_tvpra/rows": "limit=500", "/api/lists/uflpa_entity_list/rows": "limit=500",
    "/api/lists/world_bank_debarred/rows": "", "/api/reforms": "", "/api/reforms/plan_from_250000": "",
}  # fmt: skip
PAIR = {"left": {"name": "Hetian Taida Apparel"}, "right": {"name": "Hetian Taida"}}
NAMES = [{"name": "Hetian Taida Apparel Co., Ltd"}, {"name": "x" * 1_500}, {"name": "Two", "country": "Nowhereland"}]
SENT: dict[str, Any] = {"/api/screening": {"names": NAMES}, "/api/screening-pairs": {"pairs": [PAIR]}}


def described_as(address: str) -> str:
    """The address as the description writes it."""
    parts = address.split("/")
    alike: list[str] = [p for p in frame.described()["paths"] if len(p.split("/")) == len(parts)]
    return next(p for p in sorted(alike, key=lambda p: p.count("{")) if all(
        told.startswith("{") or told == given for told, given in zip(p.split("/"), parts, strict=True)))  # fmt: skip


@pytest.mark.parametrize("address", ASKED)
def test_an_answer_has_the_shape_that_is_described(acting: Acting, held: Path, address: str) -> None:
    """Of the whole portfolio and of a part, of lists of goods and of parties, held and not."""
    officer = acting(Role.CONTRACTING_OFFICER)
    fits(officer.get(f"{address}?{ASKED[address]}").json(), described_as(address))
    if address == "/api/portfolio":
        fits(officer.get(f"{address}?sector=food").json(), address)


@pytest.mark.parametrize("address", SENT)
def test_an_answer_to_what_was_sent_does_too(acting: Acting, home_folder: Path, address: str) -> None:
    """Leads, names that were set aside, and pairs."""
    got = acting(Role.CONTRACTING_OFFICER).post(address, SENT[address], "application/json")
    fits(got.json(), address, "post")


def test_every_kind_of_problem_has_an_address_that_says_what_it_means(acting: Acting) -> None:
    """The type is one of a closed list; each opens its row of the page."""
    page = acting(Role.PUBLIC).get("/api/docs").content.decode()
    told = frame.described()["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert told == [kind.type for kind in KINDS] and len(set(told)) == len(told)
    for kind in KINDS:
        assert kind.type == f"/api/docs#problem-{kind.name}"
        assert f'id="problem-{kind.name}"' in page and escape(kind.mend) in page


def test_a_problem_names_its_field_as_it_was_sent(acting: Acting, held: Path) -> None:
    """By parameter, by filter, by the way into a body; and says which of the reasons of one status it is."""
    officer = acting(Role.CONTRACTING_OFFICER)
    asked = {"awards?sector=nothing&sort=rank": "sector", "awards?limit=0": "limit", "leads?state=nothing": "state",
             "rules?day=20260220": "day"}  # fmt: skip
    for address, field in asked.items():
        told = officer.get(f"/api/{address}").json()
        assert [row["field"] for row in told["fields"]] == [field] and told["type"].endswith("#problem-refused"), address
    told = officer.post("/api/audit", {"texts": [{"name": ""}], "txts": 1}, "application/json").json()
    assert {row["field"] for row in told["fields"]} == {"texts.0.name", "txts"}
    assert "leave it out" in str(told["fields"]) and "body.body" not in str(told)
    first = officer.get("/api/awards?limit=1").json()["rows"][0]
    assert officer.get("/api/awards?cursor=x").json()["type"].endswith("#problem-no-such-cursor")
    several = officer.get(f"/api/awards/{first['piid'][:-1]}").json()
    assert several["type"].endswith(("#problem-not-found", "#problem-several-awards"))
    paths = frame.described()["paths"]
    assert set(paths["/api/conduct"]["get"]["responses"]) == {"200", "304", "400", "401", "422", "429", "default"}
    sort = next(p for p in paths["/api/awards"]["get"]["parameters"] if p["name"] == "sort")
    assert {officer.get(f"/api/awards?limit=1&sort={name}").status_code for name in sort["schema"]["enum"]} == {200}


def test_a_client_can_be_written_from_the_description_alone() -> None:
    """Each parameter has words, each answer a shape, each status its reason; what a case never answers is not told of it."""
    told = frame.described()
    for path, of in told["paths"].items():
        for method, one in of.items():
            assert all(p.get("description") for p in one["parameters"]), (path, [p["name"] for p in one["parameters"]])
            assert all(answered["description"] for answered in one["responses"].values()) and one["summary"]
            assert {"ETag"} <= set(one["responses"]["200"]["headers"]), (path, method)
    case = told["paths"]["/api/cases/{reference}"]["get"]
    assert "304" not in case["responses"] and "If-None-Match" not in {p["name"] for p in case["parameters"]}
    assert "ignore" in told["info"]["description"] and told["servers"][0]["url"] == "/"


def test_a_state_that_is_none_is_refused(acting: Acting, home_folder: Path) -> None:
    """A slip must not read as an empty list."""
    officer = acting(Role.CONTRACTING_OFFICER)
    assert officer.get("/api/cases?kind=lead&state=same_party").status_code == 200
    for wrong in ("state=nonsense", "kind=lead&state=relied", "state=%00", "kind=leads"):
        assert officer.get(f"/api/cases?{wrong}").status_code == 422
