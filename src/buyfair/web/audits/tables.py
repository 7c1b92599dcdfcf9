"""What the last check of one text found, as files: its gaps, what cannot be told, clauses, what is in order, every check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from buyfair.cards.audit import NOT_LEGAL_ADVICE
from buyfair.cards.words import clean
from buyfair.web.audits.export import GAPS, Row, gaps
from buyfair.web.audits.models import GONE, ContractText
from buyfair.web.audits.shown import told
from buyfair.web.core.sheets.take import Kinds, table

Told = Mapping[str, Any]
LINES: Kinds = {"page": "count", "line": "count"}
COUNTED: Kinds = {"check": "count", "gaps": "count", "cannot_be_told": "count", "in_order": "count"}
CHECKS = ("check", "made_on", "read_as_of", "knowledge", "file", "sha256", "gaps", "cannot_be_told", "in_order", "changed")


def _open(of: Told) -> Iterator[Row]:
    return ({"rule": one["id"], "why": one["why"], "to_tell_it": one["needs"]} for one in of["cannot_tell"])


def _kept(of: Told) -> Iterator[Row]:
    return ({"rule": one["id"], "why": one["why"], "quote": one["quote"]} for one in of["kept"])


def _checks(of: Told) -> Iterator[Row]:
    for row in of["history"]:
        one = row["check"]
        yield dict(zip(CHECKS, (
            one.number, one.made_on, one.day, one.knowledge, one.file_name, one.sha256, one.gaps, one.unknown, one.kept,
            row["changes"],
        ), strict=True))  # fmt: skip


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Told], Iterator[Row]], Kinds]] = {
    "gaps": (GAPS, lambda of: gaps_of(of["text"]), LINES),
    "cannot-tell": (("rule", "why", "to_tell_it"), _open, {}),
    "clauses": (("number", "title", "date", "alternate", "page", "line"), lambda of: iter(of["clauses"]), LINES),
    "in-order": (("rule", "why", "quote"), _kept, {}),
    "checks": (CHECKS, _checks, COUNTED),
}
"""Each table by its name in the address: its columns, its rows, and which columns are numbers."""

NAMES = (("gaps", "Gaps of the law against trafficking"), ("cannot-tell", "What cannot be told"), ("clauses", "Clauses found"),
         ("in-order", "What is in order"), ("checks", "Checks made"))  # fmt: skip
"""What each is called on the page that offers it."""


def offered(of: Told) -> list[tuple[str, str]]:
    """The tables of a text that hold a row, by name, with what each is called."""
    held = {"gaps": of.get("found", {}).get("gaps"), "cannot-tell": of.get("cannot_tell"), "clauses": of.get("clauses"),
            "in-order": of.get("kept"), "checks": of.get("history")}  # fmt: skip
    return [(name, words) for name, words in NAMES if held[name]]


def gaps_of(text: ContractText) -> Iterator[Row]:
    """The gaps of one text, as the table of all texts has them."""
    return gaps(ContractText.objects.filter(pk=text.pk).select_related("organization", "last").defer(None))


def taken(request: HttpRequest, text: ContractText, form: str) -> HttpResponseBase:
    """One table as a file; where the result was destroyed under retention, only what still stands of its checks."""
    what, of = request.GET.get("table", "gaps"), {**told(text), "text": text}
    if what not in TABLES:
        said = f'"{clean(what)[:40]}" is no table of a text; expected one of {", ".join(TABLES)}: take it from below the table.'
        return render(request, "audits/no_file.html", {"wrong": (said,), "text": text}, status=404)
    if what != "checks" and "found" not in of:
        said = f"What its last check found was {GONE}: check the text again." if text.last is not None else of["answer"]
        return render(request, "audits/no_file.html", {"wrong": (said,), "text": text}, status=410 if text.last else 404)
    columns, rows, kinds = TABLES[what]
    last = text.last
    about = {"case": text.reference, "contract": text.number, "answer": of["answer"], "not": NOT_LEGAL_ADVICE}
    if last is not None:
        about |= {"check": str(last.number), "read as of": last.day.isoformat(), "knowledge": last.knowledge,
                  "sha256": last.sha256}  # fmt: skip
    return table(rows(of) if "history" in of else iter(()), columns, form, f"{text.reference.lower()}-{what}", about, kinds)
