"""Made-up certificates in every state for a demonstration: due and late, on file, relied on, challenged, answered, over."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from buyfair.web.casework.clocks import actor_for
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of, now
from buyfair.web.core.models import Organization, User

SOLICITED = date(2025, 6, 15)
PAPER = b"CERTIFICATE (fictional, for a demonstration)\n\nWe have implemented a compliance plan. R. Heron, President\n"
BASES = (
    ("CONT_AWD_ZZ19AQ25F00000058_1900_ZZ19AQ24D00000000_1900", "ZZ19AQ25F00000058",
     "Example Copper José Base Services (fictional)"),
    ("CONT_AWD_ZZN00125C00001292_1700_-NONE-_-NONE-", "ZZN00125C00001292",
     "Example Kestrel Gate Base Services (fictional)"),
    ("CONT_AWD_ZZFA4825C00000038_5700_-NONE-_-NONE-", "ZZFA4825C00000038",
     "Example Harbor Lane Base Services (fictional)"),
    ("CONT_AWD_ZZ80NS24P00000876_8000_-NONE-_-NONE-", "ZZ80NS24P00000876",
     "Example Lantern Springs Computer Supply (fictional)"),
)  # fmt: skip
"""Awards of the bundled sample that the law asks certificates of."""
RELYING = {
    "checked": "Signature against the delegation of May; the text; what it covers.", "not_false": "on",
    "known": "A listing of the place, no report about this supplier.",
    "explained": "Where a check cannot tell, the contract file was read beside it.",
}  # fmt: skip
NOTE = {
    "knew": "A site visit found the identity papers of eleven workers in the office of a recruiter of this contract.",
    "source": "Report of the site visit, in the office's own file", "told_to": "Inspector general, by letter of the same day",
}  # fmt: skip


@transaction.atomic
def fill() -> None:
    """One certificate in each state, where none is there yet."""
    if Certificate.objects.exists():
        return
    by, firm = (
        actor_for(User.objects.get(username="officer")),
        Organization.objects.get(name="Example Heron Supply (fictional)"),
    )
    owner, at = Organization.objects.get(pk=sorted(by.organizations)[0]), now() - timedelta(days=60)
    plan: tuple[tuple[int, str, tuple[str, ...]], ...] = (
        (0, "yearly", ("ask",)),
        (0, "before_award", ("ask", "file")),
        (1, "before_award", ("file", "rely")),
        (1, "yearly", ("file", "rely", "challenge")),
        (2, "yearly", ("file", "challenge", "answer")),
        (2, "before_award", ("file", "challenge", "withdraw")),
        (3, "child_labor", ("file", "rely", "expire")),
        (3, "subcontract", ("close",)),
    )
    for award, what, moves in plan:
        case = _opened(by, owner, firm, BASES[award], what, at)
        for n, move in enumerate(moves, 1):
            told, reason = _told(move, what, day_of(at))
            Certificate.objects.get(pk=case.pk).move(move, by, told, reason, at=at + timedelta(days=n))


def _opened(
    by: Actor, owner: Organization, firm: Organization, award: tuple[str, str, str], what: str, at: datetime
) -> Any:
    award_id, contract, supplier = award
    told = {"award_id": award_id, "contract": contract, "supplier": supplier, "what": what, "awarded_on": day_of(at),
            "solicited_on": SOLICITED}  # fmt: skip
    return Certificate.open(by, owner, told, {firm: "act"}, at=at)


def _told(move: str, what: str, day: date) -> tuple[Mapping[str, Any], str]:
    """What each move is told in a demonstration."""
    ahead = day_of(now())
    if move == "file":
        return _filing(what, day), ""
    said: dict[str, tuple[Mapping[str, Any], str]] = {
        "ask": ({"due_on": ahead - timedelta(days=3)}, ""),
        "rely": (RELYING | {"next_due": ahead + timedelta(days=20)}, ""),
        "challenge": (NOTE | {"known_since": day, "answer_by": ahead + timedelta(days=12)}, ""),
        "answer": ({"says": "The papers were given back the same week; the recruiter signed the rules anew."}, ""),
        "withdraw": ({"due_on": ahead + timedelta(days=15)}, "The supplier signs anew after its own inquiry."),
        "expire": ({}, "The time that it names is over, and the order is delivered."),
        "close": ({}, "The prime keeps this one: the text does not send it to the contracting officer."),
    }
    return said[move]


def _filing(what: str, day: date) -> Mapping[str, Any]:
    file = io.BytesIO(PAPER)
    file.name = "certificate-fictional.txt"
    texts = {"before_award": "52.222-56 MAR 2015", "child_labor": "52.222-18 FEB 2021"}
    return {
        "received_on": day, "signed_by": "R. Heron (fictional)", "signer_role": "" if what == "before_award" else "President",
        "signed_on": day, "text_version": texts.get(what, "52.222-50 NOV 2021"), "paper_certificate": file,
        "awarded_on": day, "solicited_on": SOLICITED, "covers": "All lines of the contract",
        "period_until": day + timedelta(days=30) if what == "child_labor" else None,
    }  # fmt: skip
