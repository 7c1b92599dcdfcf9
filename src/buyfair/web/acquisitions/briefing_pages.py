"""The risk briefing of a planned purchase with the sheet of what to ask, and to how many it may go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from buyfair.briefing import as_document, briefing_for
from buyfair.cards.briefing_file import briefing_docx, briefing_pdf, briefing_text
from buyfair.cards.briefing_parts import DEPTHS, answer, family, lets, near, only_for, own_rows, parts, since
from buyfair.cards.briefing_questions import HEAD, asked_too, on_sheet, questions_docx, questions_pdf, questions_text
from buyfair.cards.dossier_file_parts import texts_of
from buyfair.cards.package_parts import cited, days
from buyfair.cards.package_texts import NUMBER
from buyfair.cards.words import NOT_ABOUT_SUPPLIER, NOT_SAFE, clean, harm_label, many
from buyfair.package_document import good_in_words
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.acquisitions.addressees import in_all, others
from buyfair.web.acquisitions.frozen import WHOLE, as_bytes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.package_pages import KINDS, stopped
from buyfair.web.acquisitions.views import framed, may, version_of
from buyfair.web.casework.refused import RefusedError
from buyfair.web.core.clock import today

SHOWN = 40
"""Rows of what one line is made of on the page; the files hold every one."""
FORMS = (("docx", "Word"), ("pdf", "PDF"), ("txt", "Text"), ("json", "Data (JSON)"))
ASKS = (
    ("by", "Answer by which day"), ("vendor", "Name and address of the vendor"), ("office", "Name and address of your office"),
    ("to", "Answer to whom: name, e-mail, address"),
)  # fmt: skip
"""What stands at the head of the letter to a vendor, by the names of its fields."""
TOLD_FEW = "The facts say that the same questions go to fewer than ten: no number is needed."
TOLD_MANY = "The facts say that the same questions go to ten or more: note the control number below before it goes out."
LONGEST = 300
"""Letters of one field of the head."""
SHEET_FORMS: dict[str, Callable[[Mapping[str, Any], date], bytes]] = {
    "docx": questions_docx, "pdf": questions_pdf, "txt": lambda whole, day: questions_text(whole, day).encode(),
}  # fmt: skip


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
        "downloads": [(reverse(f"acquisition_briefing_{form}", args=[case.reference]), words) for form, words in FORMS],
        "on_sheet": [_question(q) for q, _ in on_sheet(whole)], "asked_too": [_question(q) for q in asked_too(whole)],
        "head": [(name, words, case.organization.name if name == "office" else "") for name, words in ASKS],
        "many": f"{_many(case)} {in_all(others(case), case.addressees)}".strip(), "days": days(whole),
        "asked": sum(len(line["questions"]) for line in lines),
    }  # fmt: skip
    return render(request, "acquisitions/briefing.html", told, status=refused.status if refused is not None else 200)


def _many(case: Acquisition) -> str:
    """To how many the letter goes: as it was noted, else as the facts say."""
    if case.addressees is not None:
        number = f", OMB control number {case.control_number}" if case.control_number else ""
        return f"Noted: {many(case.addressees, 'addressee')}{number}."
    told = case.told.get("asks_ten_or_more")
    if isinstance(told, bool):
        return TOLD_MANY if told else TOLD_FEW
    return "To how many it goes is not noted yet."


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
        **line, "says": says, "named": good_in_words(line["good"] or line["item"] or "not told yet"),
        "questions": [_question(q) for q in line["questions"]], "rows": rows, "family": family(line),
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


def sheet(request: HttpRequest, case: Acquisition, form: str) -> HttpResponseBase:
    """The letter to a vendor; what was typed for its head stands in it and is not kept."""
    typed = {name: clean(request.GET.get(name, ""))[:LONGEST] for name in HEAD}
    try:
        whole = _document(case)
        whole["number"] = case.filled.get(WHOLE, {}).get(NUMBER, "")
        whole["head"] = {"office": case.organization.name, **{name: said for name, said in typed.items() if said}}
        content = SHEET_FORMS[form](whole, today())
    except (InputRefusedError, MachineError) as problem:
        context = {**framed(request, case, "briefing"), "why": str(problem)}
        return render(request, "acquisitions/no_package.html", context, status=422)
    told = HttpResponse(content, content_type=KINDS[form])
    told["Content-Disposition"] = f'attachment; filename="{case.reference}-questions.{form}"'
    return told


def _drawn(whole: Mapping[str, Any], form: str) -> bytes:
    if form == "json":
        return as_bytes(whole)
    if form == "txt":
        return briefing_text(whole, today()).encode()
    return briefing_docx(whole, today()) if form == "docx" else briefing_pdf(whole, today())
