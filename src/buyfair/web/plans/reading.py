"""Reads a plan as `buyfair review-plan` does: the same engine on the same bytes, and the same JSON comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.dateparse import parse_date

from buyfair.cards.plan_review import ASKED, NAMES
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.casework import store
from buyfair.web.plans import apart
from buyfair.web.plans.flow import FACTS

KEPT = 32
Paper = tuple[str, str]
"""A content by its hash, and the name under which it came."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file could not be read."""

    says: str


def reviewed(plan: Paper, facts: tuple[tuple[str, str], ...], day: date, work_document: Paper | None = None) -> str:
    """The review as JSON text, to the letter that of `buyfair review-plan FILE --facts FACTS --day DAY --json`.

    Raises: InputRefusedError where a file cannot be read.
    """
    found = _tried(plan, facts, day, work_document)
    if isinstance(found, Unread):
        raise InputRefusedError(found.says)
    return found


@lru_cache(maxsize=KEPT)
def _tried(plan: Paper, facts: tuple[tuple[str, str], ...], day: date, work_document: Paper | None) -> str | Unread:
    """The review, or why there is none: either is found once, so that nothing is read again while a case is locked."""
    papers = [(name, _content(digest, name)) for digest, name in filter(None, (plan, work_document))]
    with ExitStack() as folders:
        paths = [folders.enter_context(store.lying(name, content)) for name, content in papers]
        try:
            return apart.read(paths, dict(facts), day)
        except InputRefusedError as refused:
            return Unread(str(refused))


def _content(digest: str, name: str) -> bytes:
    content = store.content_of(digest)
    if content is None:  # said, never remembered: it may lie there again
        raise refuse(f"{name} lies no more in the store", "a document that is there", "send the file again")
    return content


def ahead_of(told: Mapping[str, Any], known: Mapping[str, str]) -> None:
    """Reads a plan that lies in the store already, so that the move finds its review, or why there is none, ready.

    `known` are the facts that the office told of the version before.
    """
    plan, beside = told.get("paper_plan"), told.get("paper_work_document")
    day = _day(str(told.get("received_on") or "").strip())
    if day is None or not isinstance(plan, store.Kept):
        return
    with suppress(InputRefusedError):
        reviewed((plan.sha256, plan.name), tuple(facts(told, known).items()), day,
                 (beside.sha256, beside.name) if isinstance(beside, store.Kept) else None)  # fmt: skip


def facts(told: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """What is told of the work now, and of what is not, what was told before."""
    said = {field.name: str(told.get(field.name) or "").strip() or known.get(field.name, "") for field in FACTS}
    return {name: words for name, words in said.items() if words}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def lacking(document: Mapping[str, Any]) -> list[str]:
    """Every gap, and every part of which something could not be told; one phrase each."""
    if document["adequate"] == "yes":
        return []
    return list(dict.fromkeys(_lacking(document))) or ["not every part is there, about this work, dated and fit for it"]


def _lacking(document: Mapping[str, Any]) -> Iterator[str]:
    for gap in document["gaps"]:
        yield f"{NAMES[gap['part']].lower()}: {gap['what']}"
    for part in document["parts"]:
        if "unknown" in (part[asked] for asked in ASKED):
            yield f"{NAMES[part['part']].lower()}: something cannot be told"
