"""Every operation, asked whatever its description allows and what it forbids: an answer that it describes, and never a 500."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.test import Client
from examples import things
from examples_knowledge import AWARD
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from schemathesis import GenerationMode

from buyfair.web.api import frame, routes, tokens
from buyfair.web.casework.models import Case
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import EVERYBODY, Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
assert routes.ROUTES  # every resource is declared by now
TOLD = frame.described()
SCHEMA = schemathesis.openapi.from_dict(TOLD)
SEED, EXAMPLES = (int(os.environ.get(f"BUYFAIR_FUZZ_{name}", told)) for name, told in (("SEED", "20"), ("EXAMPLES", "10")))
"""A long run (bench/fuzz_api.py) tells others."""
WRONG = EXAMPLES // 3
"""So many of them are of a kind that the description forbids."""
OPERATIONS = [one.ok() for one in SCHEMA.get_all_operations()]
ROLES = (None, Role.CONTRACTING_OFFICER, Role.SUPPLIER_MEMBER)
ASKED = [(one, role) for one in OPERATIONS for role in ROLES
         if role != Role.SUPPLIER_MEMBER or frame.may_of()[TOLD["paths"][one.path][one.method]["operationId"]] != EVERYBODY]
"""Of what is open to everybody, a token of one role is enough."""
MADE_UP = 3
"""One key of a path in so many is made up; the others name what is there."""
KNOWN = {"rule_id": ["TIP-04", "CL-05"], "list_id": ["dol_tvpra", "uflpa_entity_list"], "code": ["listed_good_matched"],
         "clause_id": ["debt_bondage"], "name": ["MPT", "plan_from_250000"], "award_id": [AWARD]}  # fmt: skip
CASES = {Role.CONTRACTING_OFFICER: ("plan", "certificate", "risk message", "acquisition", "lead"),
         Role.SUPPLIER_MEMBER: ("plan", "certificate")}  # fmt: skip
"""What each may see."""


class Asking:
    """Who asks, with what is there for it: cases of several kinds of its office, in which a firm takes part."""

    def __init__(self, role: Role | None, of: Any) -> None:
        self.client, self.headers, self.keys = Client(raise_request_exception=False), {}, dict(KNOWN)
        if role is None:
            return
        office = Organization.objects.create(name="Office F", kind="agency")
        firm = Organization.objects.create(name="Firm F", kind="supplier")
        own = firm if role == Role.SUPPLIER_MEMBER else office
        user = User.objects.create_user("fuzz@f.example")
        user.memberships.create(organization=own, role=role.value)
        self.headers = {"Authorization": f"Bearer {tokens.made(user, own, 'fuzz', [role])[1]}"}
        if "{reference}" in of.path:
            kinds = ("lead",) if "/leads/" in of.path else CASES[role]
            self.keys["reference"] = [things()[kind](office, firm, user).keys["reference"] for kind in kinds]

    def answer(self, case: Any, real: int) -> Any:
        """The answer to one request, with keys in its path that name something, unless `real` is small."""
        path, given = case.operation.path, dict(case.path_parameters or {})
        if real % MADE_UP:
            given |= {name: self.keys[name][real % len(self.keys[name])] for name in given if name in self.keys}
        headers = {**self.headers, "If-Match": '"x"'}
        if real % MADE_UP and (of := Case.objects.filter(reference=str(given.get("reference"))[:40].replace("\0", "")).first()):
            headers["If-Match"] = f'"{of.head}"'
            open_now, papers = [move.name for move in of.flow.moves if of.state in move.from_], of.documents.all()
            given |= {"move": open_now[real % len(open_now)]} if "move" in given and open_now else {}
            given |= {"number": papers[0].pk} if "number" in given and papers else {}
        for name, value in given.items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="replace"))
        query = urlencode(case.query or {}, doseq=True, errors="replace")
        body = json.dumps(case.body, default=str).encode() if case.operation.body else b""
        return self.client.generic(case.method, f"{path}?{query}", body, "application/json", headers=headers)


@pytest.mark.parametrize(("operation", "role"), ASKED, ids=lambda of: getattr(of, "label", str(of)))
def test_no_request_breaks_an_operation(operation: Any, role: Role | None, held: Path, monkeypatch: Any) -> None:
    """With tokens of several roles and without one; of the kinds that are described, and of others."""
    for limit in ("API_TOKEN_MINUTE", "API_ADDRESS_MINUTE"):
        monkeypatch.setattr(f"django.conf.settings.{limit}", 10**9)
    asking, described = Asking(role, operation), TOLD["paths"][operation.path][operation.method]["responses"]

    def each(case: Any, real: int) -> None:
        response = asking.answer(case, real)
        status = str(response.status_code)
        assert int(status) < 500 and status != "429", response.content
        assert status in described or status == "404", (status, response.content)  # a made-up path may be no path of ours
        if status not in described or status == "304":
            return
        kind = next(iter(described[status]["content"]))
        assert response["Content-Type"].partition(";")[0] == kind
        shape = described[status]["content"][kind]["schema"]
        validator_for({**shape, "components": TOLD["components"]}).validate(response.json())

    _run(each, operation.as_strategy(), EXAMPLES - WRONG)
    if operation.body or operation.query:
        _run(each, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), WRONG)


def _run(each: Any, made: Any, times: int) -> None:
    seeded = seed(SEED)(given(made, st.integers(0, 10_000))(each))
    settings(max_examples=times, deadline=None, database=None, phases=[Phase.generate],
             suppress_health_check=list(HealthCheck))(seeded)()  # fmt: skip
