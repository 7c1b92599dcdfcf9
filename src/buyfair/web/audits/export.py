"""The tables of contract texts to take along: one row per text, or one per gap of its last check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from buyfair.cards.audit import NOT_LEGAL_ADVICE
from buyfair.web.audits.listing import asked, listed, offices
from buyfair.web.audits.models import Check
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.core.sheets.take import table

TEXTS = ("case", "contract", "contractor", "office", "file", "sha256", "stands", "checked_on", "read_as_of", "knowledge",
         "gaps", "beside", "required_by_package", "cannot_be_told", "in_order", "not_checked_because", "due",
         "worked_on_by")  # fmt: skip
GAPS = ("case", "contract", "office", "stands", "rule", "what", "clause", "due_edition", "printed_edition", "cites", "why",
        "fix", "ask", "page", "line", "quote", "read_as_of", "knowledge")  # fmt: skip
WHAT: dict[str, tuple[str, tuple[str, ...]]] = {"texts": ("Contract texts", TEXTS), "gaps": ("Gaps of their last check", GAPS)}
SOME = 100
"""So many rows are held at a time."""

Row = dict[str, Any]


def take(request: HttpRequest, what: str, form: str) -> HttpResponseBase:
    """One table as a file, under the filters of the address."""
    told = asked(request.GET, offices(request.actor))
    if what not in WHAT or form not in FORMATS or told.wrong:
        forms = ", ".join(FORMATS)
        wrong = told.wrong or (f"There is no such file; expected is texts or gaps, as one of {forms}: choose one on the list.",)
        return render(request, "audits/no_file.html", {"wrong": wrong}, status=400 if told.wrong else 404)
    title, columns = WHAT[what]
    found = listed(request.actor, told)
    rows = texts(found) if what == "texts" else gaps(found.defer(None))
    return table(rows, columns, form, f"contract-{what}", {"title": title, "not": NOT_LEGAL_ADVICE})


def texts(found: Any) -> Iterator[Row]:
    """One row per contract text."""
    for text in found.iterator(SOME):
        last = text.last
        yield dict(zip(TEXTS, (
            text.reference, text.number, text.contractor, text.organization.name, text.file_name, last and last.sha256,
            text.stands.label, last and last.made_on.isoformat(), last and last.day.isoformat(), last and last.knowledge,
            last and last.gaps, last and last.beside, last and last.required,
            last and last.unknown, last and last.kept, text.trouble, text.due and text.due.isoformat(),
            text.assignee and text.assignee.get_username(),
        ), strict=True))  # fmt: skip


def gaps(found: Any) -> Iterator[Row]:
    """One row per gap; what cannot be told is none and stands in the table of texts."""
    for text in found.iterator(SOME):
        last: Check | None = text.last
        for gap in last.every_gap if last is not None else ():
            yield dict(zip(GAPS, (
                text.reference, text.number, text.organization.name, text.stands.label, gap["id"], gap["what"], gap["clause"],
                gap["due"], gap["printed"], gap["cites"], gap["why"], gap["fix"], gap["ask"], gap["page"], gap["line"],
                gap["quote"], last.day.isoformat() if last else None, last.knowledge if last else None,
            ), strict=True))  # fmt: skip
