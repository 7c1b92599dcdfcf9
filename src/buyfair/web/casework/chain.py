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


def kept(at: datetime) -> datetime:
    """The moment as the ledger keeps it: to the thousandth of a second, which every backup and every database keeps too."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def moment(at: datetime) -> str:
    """A moment in one spelling, whichever database kept it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commitment(salt: str, body: str) -> str:
    """What an event keeps of its payload: nothing can be read from it, and nothing else fits it."""
    return sha256(salt + body)


def event_hash(told: dict[str, Any]) -> str:
    """The hash of an event, which holds the hash of the event before it as `previous`."""
    return sha256(canonical(told))


Head = tuple[str, int, str]
"""The last event of a case: reference, number, hash."""


def leaf(head: Head) -> str:
    """The leaf of the tree that a case is."""
    return sha256(canonical(["leaf", *head]))


def levels(heads: Iterable[Head]) -> list[list[str]]:
    """The tree over all cases, from the leaves in the order of their references up to the root alone."""
    found = [[leaf(head) for head in sorted(heads)] or [sha256("")]]
    while len(found[-1]) > 1:
        below = found[-1]
        pairs = [below[i : i + 2] for i in range(0, len(below), 2)]
        found.append([sha256(canonical(["node", *pair])) if len(pair) == 2 else pair[0] for pair in pairs])
    return found


def root(heads: Iterable[Head]) -> str:
    """One hash over the last event of every case."""
    return levels(heads)[-1][0]


def path(heads: Iterable[Head], of: Head) -> list[tuple[str, str]]:
    """What leads from one case to the root without telling of any other: side and hash, from the leaf upwards."""
    tree, at = levels(heads), sorted(heads).index(of)
    found = []
    for level in tree[:-1]:
        beside = at ^ 1
        if beside < len(level):
            found.append(("left" if beside < at else "right", level[beside]))
        at //= 2
    return found


def anchor_hash(previous: str, day: str, cases: int, over: str) -> str:
    """The hash of a day's anchor, chained to the anchor before it."""
    return sha256(canonical({"previous": previous, "day": day, "cases": cases, "root": over}))
