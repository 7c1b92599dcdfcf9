"""How events are chained: plain hashes over plain text, so that anybody can do it again in another language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

NOTHING_BEFORE = "0" * 64
"""What stands as the hash before the first."""


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """The hash of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def moment(at: datetime) -> str:
    """A moment in one spelling, whichever database kept it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: str, body: str) -> str:
    """What an event keeps of its payload: nothing can be read from it, and nothing else fits it."""
    return sha256(salt + body)


def event_hash(told: dict[str, Any]) -> str:
    """The hash of an event, which holds the hash of the event before it as `previous`."""
    return sha256(canonical(told))


def root(heads: Iterable[tuple[str, int, str]]) -> str:
    """One hash over the last event of every case: lines `reference number hash`, sorted."""
    return sha256("".join(f"{reference} {number} {head}\n" for reference, number, head in sorted(heads)))


def anchor_hash(previous: str, day: str, cases: int, over: str) -> str:
    """The hash of a day's anchor, chained to the anchor before it."""
    return sha256(canonical({"previous": previous, "day": day, "cases": cases, "root": over}))
