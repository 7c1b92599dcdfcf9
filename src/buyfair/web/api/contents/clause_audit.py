"""What the check of a contract text holds: the text by its number, every check of it, and what the last one found."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Day, Moment
from buyfair.web.api.shapes_law import AuditOut, GapOut
from buyfair.web.audits.models import Check, ContractText
from buyfair.web.audits.shown import answer
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor


class TextCheckOut(Schema):
    """One check: `day` as of which the text was read, counts of gaps, of what cannot be told, and of what was kept apart.

    `beside` counts what the text lacks of other law, `required` what the package of its purchase requires by law besides.

    `destroyed`: what it found was destroyed under retention; its counts stand.
    """

    number: int
    at: Moment
    day: Day
    knowledge: str
    file_name: str
    sha256: str
    gaps: int
    beside: int
    required: int
    cannot_tell: int
    kept: int
    destroyed: bool


class ClauseAuditContent(Schema):
    """A contract text under audit. `result` is the answer of `buyfair audit --json` at the last check.

    `gaps` are those that stand: of the last check and, after a modification, of papers still owed. What cannot be told is no
    gap and is not in order either. `trouble` says why a text could not be checked. `purchase` is the planned purchase, by its
    reference.
    """

    kind: Literal["clause_audit"]
    says: str
    file_name: str
    number: str | None
    contractor: str | None
    purchase: str | None
    trouble: str | None
    checks: list[TextCheckOut]
    result: AuditOut | None
    gaps: list[GapOut]


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it to everybody who may see it."""
    assert isinstance(of, ContractText)
    last = of.last
    return {
        "kind": "clause_audit", "says": answer(of), "file_name": of.file_name, "number": of.number or None,
        "contractor": of.contractor or None, "purchase": of.purchase or None, "trouble": of.trouble or None,
        "checks": [_check(row) for row in of.checks.order_by("number")],
        "result": last.document if last is not None and not last.destroyed else None,
        "gaps": last.every_gap if last is not None else [],
    }  # fmt: skip


def _check(of: Check) -> dict[str, Any]:
    told = {name: getattr(of, name) for name in TextCheckOut.model_fields if name != "cannot_tell"}
    return {**told, "cannot_tell": of.unknown}
