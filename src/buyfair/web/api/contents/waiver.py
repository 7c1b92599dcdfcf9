"""What a waiver holds: of which case, for which move, of which of its needs, why, and until when."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from buyfair.web.api.shapes import Day
from buyfair.web.casework.models import Case, Waiver
from buyfair.web.core.actor import Actor


class WaiverContent(Schema):
    """The written leave to make one move of one case without one thing that it needs; `until` is null where not granted."""

    kind: Literal["waiver"]
    of: str
    move: str
    need: str
    because: str
    until: Day | None


def content(of: Case, actor: Actor) -> dict[str, Any]:
    """As its page tells it to everybody who may see it."""
    assert isinstance(of, Waiver)
    return {"kind": "waiver", "of": of.of.reference, "move": of.move_name, "need": of.need_name, "because": of.because,
            "until": of.until}  # fmt: skip
