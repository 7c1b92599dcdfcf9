"""Every operation, asked whatever its description allows: an answer that it describes, and never a 500."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema_rs import validator_for

from buyfair.web.api import frame, routes, tokens
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
assert routes.ROUTES  # every resource is declared by now
TOLD = frame.described()
SCHEMA = schemathesis.openapi.from_dict(TOLD)
SEED, EXAMPLES = (int(os.environ.get(f"BUYFAIR_FUZZ_{name}", told)) for name, told in (("SEED", "20"), ("EXAMPLES", "15")))
"""A long run (bench/fuzz_api.py) tells others."""
OPERATIONS = [one.ok() for one in SCHEMA.get_all_operations()]


def sent(client: Client, case: Any, headers: dict[str, str]) -> Any:
    """One made-up request, as it is."""
    path = case.operation.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="replace"))
    query = urlencode(case.query or {}, doseq=True, errors="replace")
    body = json.dumps(case.body).encode() if case.operation.body else b""
    return client.generic(case.method, f"{path}?{query}", body, "application/json", headers=headers)


@pytest.mark.parametrize("role", [None, Role.CONTRACTING_OFFICER, Role.SUPPLIER_MEMBER], ids=str)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.label)
def test_no_request_breaks_an_operation(operation: Any, role: Role | None, held: Path, monkeypatch: Any) -> None:
    """With tokens of several roles and without one."""
    for limit in ("API_TOKEN_MINUTE", "API_ADDRESS_MINUTE"):
        monkeypatch.setattr(f"django.conf.settings.{limit}", 10**9)
    client, headers = Client(raise_request_exception=False), {}
    if role is not None:
        office = Organization.objects.create(name="Office F", kind="agency")
        user = User.objects.create_user("fuzz@f.example")
        user.memberships.create(organization=office, role=role.value)
        headers = {"Authorization": f"Bearer {tokens.made(user, office, 'fuzz', [role])[1]}", "If-Match": '"x"'}
    described = TOLD["paths"][operation.path][operation.method]["responses"]

    @seed(SEED)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(operation.as_strategy())
    def each(case: Any) -> None:
        response = sent(client, case, headers)
        assert response.status_code < 500 and response.status_code != 429, response.content
        assert str(response.status_code) in described or response.status_code == 404, response.status_code
        kind = next(iter(described[str(response.status_code)]["content"]))
        assert response["Content-Type"].partition(";")[0] == kind
        shape = described[str(response.status_code)]["content"][kind]["schema"]
        validator_for({**shape, "components": TOLD["components"]}).validate(response.json())

    each()
