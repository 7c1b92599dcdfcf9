"""The risk briefing of a planned purchase with the sheet of what to ask, and to how many it may go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.briefing import as_document, briefing_for
from buyfair.cards.briefing_file import briefing_docx, briefing_pdf, briefing_text
from buyfair.cards.briefing_parts import DEPTHS, answer, family, lets, near, only_for, own_rows, parts, since
from buyfair.cards.dossier_file_parts import texts_of
from buyfair.cards.package_parts import cited
from buyfair.cards.words import NOT_ABOUT_SUPPLIER, NOT_SAFE, harm_label
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.acquisitions.frozen import as_bytes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.package_pages import KINDS, downloads, stopped
from buyfair.web.acquisitions.views import framed, may, version_of
from buyfair.web.casework.refused import RefusedError
from buyfair.web.core.clock import today

SHOWN = 40
"""Rows of what one line is made of on the page; the files hold every one."""


def briefing(request: HttpRequest, case: Acquisition) -> HttpResponse:
    """The briefing."""
    return _shown(request, case)


def _document(case: Acquisition) -> dict[str, Any]:
    """The briefing as the command gives it, with the number of addressees that was noted."""
    told = as_document(briefing_for(case.facts_told, today()))
    control = {"addressees": case.addressees, "number": case.control_number or None}
    return {**told, "case": case.reference, "purchase": case.title, "control": control}


def _shown(request: HttpRequest, case: Acquisition, refused: RefusedError | None = None,
           typed: Mapping[str, str] | None = None) -> HttpResponse:  # fmt: skip
    told = framed(request, case, "briefing")
    try:
        whole = _document(case)
    except InputRefusedError as problem:
        return render(request, "acquisitions/no_package.html", {**told, "why": str(problem)}, status=422)
    says = _leads(whole)
    lines = [_line(line, says[f"line{line['line']}"]) for line in whole["lines"]]
    told |= {
        "whole": whole, "lines": lines, "answer": answer(whole), "not_about": NOT_ABOUT_SUPPLIER, "not_safe": NOT_SAFE,
        "refused": refused, "typed": typed or {"addressees": case.addressees, "control_number": case.control_number},
        "may_ask": may(case, request.actor, "ask") or may(case, request.actor, "ask_complete"),
        "held": _marked(whole["held_already"]), "limits": _marked(whole["not_to_ask"]),
        "downloads": downloads(case, "briefing"), "asked": sum(len(line["questions"]) for line in lines),
    }  # fmt: skip
    return render(request, "acquisitions/briefing.html", told, status=refused.status if refused is not None else 200)


def _leads(whole: Mapping[str, Any]) -> dict[str, str]:
    """What the files say first in each of their parts, word for word."""
    return {part.id: next(texts_of(part.blocks[0]), "") for part in parts(whole) if part.blocks}


def _marked(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their citations as one text, marked where they were not read."""
    return [{**row, "by": f"{cited(row['cites'], row['mark'])}."} for row in rows]


def _question(q: Mapping[str, Any]) -> dict[str, Any]:
    by = f"{cited(q['cites'], 'recalled' if q['recalled'] else 'read')}."
    told = {**q, "only": only_for(q), "lets": lets(q)}
    return {**told, "document": stopped(q["document"]), "why": stopped(q["why"]), "by": by}


def _line(line: Mapping[str, Any], says: str) -> dict[str, Any]:
    rows = _together(x for x in own_rows(line) if x["here"] != "no")
    behind = _together(x for x in line["listings"] if x["relation"] == "input")
    return {
        **line, "says": says, "questions": [_question(q) for q in line["questions"]], "rows": rows, "family": family(line),
        "behind": behind[:SHOWN], "behind_all": len(behind), "more": max(0, len(behind) - SHOWN),
        "elsewhere": sorted({x["name"] for x in line["listings"] if x["here"] == "no"}),
        "made_of": [f"{i['good']} ({DEPTHS.get(i['depth'], i['depth'])})" for i in line["inputs"]],
    }  # fmt: skip


def _together(listings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Listings of one good, harm and list as one row with its countries, each with the day since which it is listed."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for x in listings:
        key = (x["good"], near(x), x["harm"], x["list"], x["edition"], x["here"])
        first = {**x, "harm": harm_label(x["harm"]), "near": near(x), "countries": []}
        groups.setdefault(key, first)["countries"].append(f"{x['name']} (since {since(x)})")
    return sorted(groups.values(), key=lambda row: row["here"] != "yes")


def addressees(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Notes to how many the questions go; from the tenth on only with a control number."""
    told = {name: request.POST.get(name, "").strip() for name in ("addressees", "control_number")}
    move = "ask_complete" if case.state == "complete" else "ask"
    try:
        case.move(move, request.actor, told, version=version_of(request))
    except RefusedError as refused:
        return _shown(request, Acquisition.objects.get(pk=case.pk), refused, told)
    messages.success(request, "Noted. The sheet may go out to that many.")
    return redirect("acquisition_briefing", case.reference)


def file(request: HttpRequest, case: Acquisition, form: str) -> HttpResponse:
    """The briefing as a file."""
    try:
        whole = _document(case)
        content = _drawn(whole, form)
    except (InputRefusedError, MachineError) as problem:
        context = {**framed(request, case, "briefing"), "why": str(problem)}
        return render(request, "acquisitions/no_package.html", context, status=422)
    told = HttpResponse(content, content_type=KINDS[form])
    told["Content-Disposition"] = f'attachment; filename="{case.reference}-briefing.{form}"'
    return told


def _drawn(whole: Mapping[str, Any], form: str) -> bytes:
    if form == "json":
        return as_bytes(whole)
    if form == "txt":
        return briefing_text(whole, today()).encode()
    return briefing_docx(whole, today()) if form == "docx" else briefing_pdf(whole, today())
