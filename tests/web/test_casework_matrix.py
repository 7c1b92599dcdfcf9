"""Role x relation x state x deed of a pledge, each cell through its address, against a table written by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from tiny_subject.models import Pledge
from tiny_subject.people import AT, monitor, officer, paper, pledge, proposal, somebody, supplier

from buyfair.web.casework import deeds
from buyfair.web.casework.models import Case, CaseParty, Event, Refusal
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("home_folder")]

LOGIN = 0
"""Whoever has no account is led to the log-in, or, where some flow shows something to anybody, finds nothing."""
RELATIONS = {"owner": "Office A", "party": "Firm B", "observer": "Looker L", "outsider": "Stranger S"}
STATES = ("draft", "proposed", "agreed", "reported", "closed")

# Who sees a pledge: in which relation, in which states.
LATER = STATES[1:]
SEES = {
    ("supplier_member", "party"): STATES, ("supplier_member", "observer"): STATES,
    ("monitor", "party"): STATES, ("monitor", "observer"): STATES,
    ("contracting_officer", "owner"): LATER,
    **{("inspector_general", relation): STATES for relation in RELATIONS},
}  # fmt: skip
# Who moves it: from where, in which relation.
MOVES = {
    "propose": ("draft", {("supplier_member", "party")}),
    "hand_back": ("proposed", {("contracting_officer", "owner")}),
    "agree": ("proposed", {("contracting_officer", "owner")}),
    "report": ("agreed", {("supplier_member", "party")}),
    "close": ("reported", {("monitor", "party")}),
    "reopen": ("closed", {("monitor", "party"), ("contracting_officer", "owner")}),
}
PART = {("supplier_member", "party"), ("monitor", "party"), ("contracting_officer", "owner")}
EACH = connection.vendor == "sqlite"
FORM = {"workers": "3", "dollars": "9", "pay_by": "2026-06-30", "reason": "as agreed"}


def expected(role: str, relation: str, state: str, deed: str) -> set[int]:
    """The statuses that are right for one cell."""
    if state not in SEES.get((role, relation), ()):
        return {LOGIN} if role == "public" else {403, 404}
    if deed == "see":
        return {200}
    if deed in MOVES:
        origin, who = MOVES[deed]
        return {403} if (role, relation) not in who else {302} if state == origin else {409}
    if deed == "comment":
        return {302} if (role, relation) in PART else {403}
    if deed == "attach":
        return {302} if (role, relation) in PART and state != "closed" else {403}
    assert deed == "assign"
    return {302} if (role, relation) == ("contracting_officer", "owner") and state != "closed" else {403}


def cases() -> dict[str, Pledge]:
    """One pledge in each state, moved there by others than those who try, with all the documents that a move asks."""
    found = {}
    first, third = supplier("Monitor C", "first"), monitor("Firm B", "third")
    steps = [
        ("propose", first, proposal, ""),
        ("agree", officer(name="second"), lambda: {"pay_by": "2026-06-30"}, ""),
        ("report", first, lambda: {"paper_receipts": paper()}, ""),
        ("close", third, dict, "seen"),
    ]
    looker, _ = Organization.objects.get_or_create(name="Looker L", defaults={"kind": "monitor"})
    for n, state in enumerate(STATES):
        case = pledge()
        CaseParty.objects.create(case=case, organization=looker, may="see")
        for move, by, with_, reason in steps[:n]:
            case.move(move, by, with_(), reason, at=AT)
        found[state] = case
    deeds.attach(found["draft"], first, "plan", paper(), at=AT)
    deeds.attach(found["agreed"], first, "receipts", paper(), at=AT)
    return found


def knocking() -> Iterator[tuple[str, str, Client]]:
    """Every role in every relation; on another database than SQLite a role that sees no pledge at all in one of them."""
    yield "public", "outsider", Client()
    for relation, organization in RELATIONS.items():
        for role in Role:
            if role != Role.PUBLIC and (EACH or relation == "owner" or role.value in {named for named, _ in SEES}):
                client = Client()
                client.force_login(somebody(role, organization).user)
                yield role.value, relation, client


def answer(client: Client, case: Pledge, deed: str) -> int:
    """What the address of that deed answers; what was done is undone."""
    where = f"/cases/{case.reference}/"
    with transaction.atomic():
        if deed == "see":
            status = client.get(f"/pledges/{case.reference}/").status_code
        elif deed in MOVES:
            status = client.post(f"{where}moves/{deed}/", {"version": case.version, **FORM}).status_code
        elif deed == "attach":
            file = paper()
            status = client.post(f"{where}documents/", {"paper": "plan", "file": file}).status_code
        else:
            told = {"comment": {"text": "a word"}, "assign": {"user": ""}}[deed]
            status = client.post(f"{where}{deed}/", told).status_code
        transaction.set_rollback(True)
    if client.session.get("_auth_user_id") is None:
        return LOGIN if status in (302, 403, 404) and case.version == Case.objects.get(pk=case.pk).version else status
    return status


def test_each_cell_answers_as_the_table_says() -> None:
    standing = cases()
    before = Event.objects.count(), Refusal.objects.count()
    wrong, cells = [], 0
    for role, relation, client in knocking():
        for state, case in standing.items():
            for deed in ("see", *MOVES, "comment", "attach", "assign"):
                cells += 1
                got = answer(client, case, deed)
                if got not in expected(role, relation, state, deed):
                    wrong.append((role, relation, state, deed, got))
    assert wrong == []
    assert cells == (49 if EACH else 25) * 5 * 10
    assert (Event.objects.count(), Refusal.objects.count()) == before
