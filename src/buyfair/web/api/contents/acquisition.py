"""What a planned purchase holds: its facts, what the officer decided about the package, and what became of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from ninja import Schema

from buyfair.judge.told import NOT_SAID
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.api.shapes import Day
from buyfair.web.api.shapes_facts import Facts
from buyfair.web.casework.models import Case
from buyfair.web.core.actor import Actor


class ChoiceMadeOut(Schema):
    """What the officer decided about an item that is theirs to take in or leave out, and why."""

    taken: bool
    why: str


class AcquisitionContent(Schema):
    """A planned purchase. `facts` can be sent to /api/duties as they stand. `choices` and `filled` go by item of the package.

    The package that was solicited stands among the documents of the case; `package_sha256` is its hash.
    """

    kind: Literal["acquisition"]
    name: str
    facts: Facts
    choices: dict[str, ChoiceMadeOut]
    filled: dict[str, dict[str, str]]
    despite: str
    addressees: int | None
    control_number: str | None
    package_sha256: str | None
    solicited_on: Day | None
    award_id: str | None
    supplier: str | None
    awarded_on: Day | None


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its pages tell it to everybody who may see it."""
    assert isinstance(of, Acquisition)
    return {
        "kind": "acquisition", "name": of.name, "facts": _told(of.facts_told), "choices": of.choices, "filled": of.filled,
        "despite": of.despite, "addressees": of.addressees, "control_number": of.control_number or None,
        "package_sha256": of.package_hash or None, "solicited_on": of.solicited_on, "award_id": of.award_id or None,
        "supplier": of.supplier or None, "awarded_on": of.awarded_on,
    }  # fmt: skip


def _told(value: Any) -> Any:
    """The same as a program sends it: amounts are numbers, and a fact that is put off is not told."""
    if isinstance(value, dict):
        return {key: _told(inner) for key, inner in value.items() if inner != NOT_SAID}
    if isinstance(value, list):
        return [_told(inner) for inner in value]
    if isinstance(value, Decimal):  # exact for up to fifteen digits, so for every amount below ten trillion dollars
        return int(value) if value == value.to_integral_value() else float(value)
    return value
