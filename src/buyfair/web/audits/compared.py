"""What changed from one check of a text to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.cards.audit_words import fact_in_words
from buyfair.web.audits.models import GONE, Check, gap_key


def changes(before: Check, after: Check) -> list[str]:
    """One sentence for each thing that differs; one that says so where nothing does."""
    if before.destroyed or after.destroyed:
        return [f"What one of them found was {GONE}, so that nobody can tell what differs."]
    old, new = before.document, after.document
    said = [*_asked(before, after, old, new)]
    untold = {key: words for key, words in _gaps(before).items() if key[0] in _open(new)}
    said += _moved("No longer a gap", _gaps(before), {**_gaps(after), **untold})
    said += _moved("New", _gaps(after), _gaps(before))
    said += _moved("Can now be told", _open(old), _open(new))
    said += _moved("Can no longer be told", _open(new), _open(old))
    return said or ["Nothing differs from the check before."]


def _asked(before: Check, after: Check, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What the two checks were made from."""
    found = []
    if before.sha256 != after.sha256:
        found.append(f"Another text was read: {after.file_name}.")
    if before.knowledge != after.knowledge:
        found.append(f"The law was read anew: knowledge {after.knowledge} instead of {before.knowledge}.")
    if before.day != after.day:
        found.append(f"Read as of {after.day} instead of {before.day}.")
    facts = sorted(k for k in {*old["facts"], *new["facts"]} if old["facts"].get(k) != new["facts"].get(k))
    if facts:
        found.append(f"Facts that differ: {', '.join(fact_in_words(name) for name in facts)}.")
    return found


def _moved(word: str, of: Mapping[Any, str], without: Mapping[Any, str]) -> list[str]:
    return [f"{word}: {says}." for key, says in of.items() if key not in without]


def _gaps(check: Check) -> dict[Any, str]:
    return {gap_key(g): f"{g['id']} {g['what']}" for g in check.every_gap}


def _open(document: Mapping[str, Any]) -> dict[Any, str]:
    return {o["id"]: str(o["id"]) for o in document["cannot_tell"]}
