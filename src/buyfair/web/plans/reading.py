"""Reads a plan as `buyfair review-plan` does: the same engine on the same bytes, and the same JSON comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.dateparse import parse_date

from buyfair.cards.plan_review import NAMES
from buyfair.compliance_plan import AGAINST, MISSING, as_document, review
from buyfair.intake.documents import read_document
from buyfair.terms.document import Document
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.casework import store
from buyfair.web.plans.flow import FACTS

KEPT = 32
Paper = tuple[str, str]
"""A content by its hash, and the name under which it came."""


@lru_cache(maxsize=KEPT)
def reviewed(plan: Paper, facts: tuple[tuple[str, str], ...], day: date, work_document: Paper | None = None) -> str:
    """The review as JSON text, to the letter that of `buyfair review-plan FILE --facts FACTS --day DAY --json`.

    Raises: InputRefusedError where a file cannot be read.
    """
    beside = None if work_document is None else _opened(work_document)
    found = review(_opened(plan), dict(facts) or None, day, beside)
    return json.dumps(as_document(found), indent=1, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _opened(paper: Paper) -> Document:
    digest, name = paper
    content = store.content_of(digest)
    if content is None:
        raise refuse(f"{name} lies no more in the store", "a document that is there", "send the file again")
    with TemporaryDirectory(prefix="buyfair-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_document(path)


def ahead_of(told: Mapping[str, Any]) -> None:
    """Reads a plan that lies in the store already, so that the move finds its review ready; what is wrong is said there."""
    plan, beside = told.get("paper_plan"), told.get("paper_work_document")
    day = _day(str(told.get("received_on") or "").strip())
    if day is None or not isinstance(plan, store.Kept):
        return
    facts = tuple((f.name, str(told[f.name]).strip()) for f in FACTS if str(told.get(f.name) or "").strip())
    with suppress(InputRefusedError):
        reviewed((plan.sha256, plan.name), facts, day,
                 (beside.sha256, beside.name) if isinstance(beside, store.Kept) else None)  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def lacking(document: Mapping[str, Any]) -> list[str]:
    """What of the legal minimum is missing, is against the law, or could not be told; one phrase each."""
    return list(dict.fromkeys(_lacking(document)))


def _lacking(document: Mapping[str, Any]) -> Iterator[str]:
    for gap in document["gaps"]:
        if gap["what"] in (MISSING, AGAINST):
            yield f"{NAMES[gap['part']].lower()}: {gap['what']}"
    for part in document["parts"]:
        if part["present"] == "unknown":
            yield f"{NAMES[part['part']].lower()}: whether it is there cannot be told"
