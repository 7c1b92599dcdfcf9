"""The page of one award, its copies for the file, and the page that finds an award by what somebody holds in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from buyfair.cards import dossier as told
from buyfair.cards.dossier_file import ON_PAGE, telling
from buyfair.cards.dossier_file_pdf import dossier_pdf
from buyfair.cards.dossier_file_record import LINES_SHOWN, in_one_sentence
from buyfair.cards.dossier_file_text import dossier_plain, plain_of
from buyfair.cards.dossier_file_word import dossier_word
from buyfair.cards.dossier_on_file import OnFile
from buyfair.terms.errors import InputRefusedError
from buyfair.web.awards import links
from buyfair.web.awards.found import Choice, choice, data_hash, found
from buyfair.web.awards.timeline import HEIGHT, WIDTH, timeline
from buyfair.web.core.actor import actor_of
from buyfair.web.core.beside import beside, on_file
from buyfair.web.core.clock import today
from buyfair.web.core.held import assessed

Write = Callable[[dict[str, Any], str, date, OnFile], bytes]

COPIES: dict[str, tuple[str, str, Write]] = {
    "txt": ("Plain text", "text/plain; charset=utf-8", lambda *told: dossier_plain(*told).encode()),
    "pdf": ("PDF", "application/pdf", dossier_pdf),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", dossier_word),
}
"""The forms of a copy for the file: its name, its type, and who writes it."""
NO_SUCH_COPY = "There is no copy of this form; expected txt, pdf or docx; choose one on the page of the award."


def find(request: HttpRequest) -> HttpResponse:
    """Finds an award by its id or PIID; with nothing asked it says how."""
    asked = request.GET.get("id", "")
    if not asked.strip():
        return render(request, "awards/find.html", {"asked": "", "stands": assessed() is not None})
    return award(request, asked)


def award(request: HttpRequest, award_id: str) -> HttpResponse:
    """The dossier of an award as a page, or as a copy where `as` names its form."""
    folder = assessed()
    if folder is None:
        return render(request, "awards/find.html", {"asked": award_id, "stands": False}, status=404)
    try:
        document = found(folder, award_id)
    except InputRefusedError as refused:
        return _refused(request, award_id, choice(refused))
    form = request.GET.get("as")
    return _page(request, document, folder) if form is None else _copied(request, document, folder, form)


def _refused(request: HttpRequest, asked: str, of: Choice) -> HttpResponse:
    """No such award, or several: its sentence, and the awards that could be meant."""
    meant = [(one, links.link("award", one)) for one in of.ids]
    context = {"asked": asked, "refused": of, "meant": meant, "stands": True}
    return render(request, "awards/find.html", context, status=of.status)


def _page(request: HttpRequest, document: dict[str, Any], folder: Path) -> HttpResponse:
    head = document["award"]
    hash_, day = data_hash(folder), today()
    work = beside(actor_of(request), head["award_id"])
    papers = on_file(work)
    of = telling(document, hash_, day, papers)
    plain = plain_of(of, document) if len(document["lines"]) <= LINES_SHOWN else dossier_plain(document, hash_, day, papers)
    return render(request, "awards/award.html", {
        "title": of.title, "answer": in_one_sentence(document), "award": head, "number": told.number(head),
        "not_about_supplier": document["not_about_supplier"],
        "parts": [of.parts[name] for name in ON_PAGE if name in of.parts and name != "answer"],
        "answered": of.parts["answer"].blocks[1:], "foot": of.foot, "picture": timeline(document),
        "width": WIDTH, "height": HEIGHT,
        "copies": [(name, links.copy(head["award_id"], form), form) for form, (name, _, _) in COPIES.items()],
        "plain": plain, "supplier_awards": _of_supplier(head), "vehicle_awards": _of_vehicle(head),
        "beside": work,
    })  # fmt: skip


def _of_supplier(head: dict[str, Any]) -> str | None:
    """The other awards of the portfolio from its supplier."""
    told = head["uei"] or head["supplier"]
    return links.awards_with("supplier", told) if told else None


def _of_vehicle(head: dict[str, Any]) -> str | None:
    """The other awards of the portfolio under its vehicle, which the code of an agency makes one."""
    told = head["parent_piid"]
    return links.awards_with("vehicle", f"{told}:{head['parent_agency'] or '*'}") if told else None


def _copied(request: HttpRequest, document: dict[str, Any], folder: Path, form: str) -> HttpResponse:
    """A copy as a download; it is named by the award and the day."""
    if form not in COPIES:
        return _refused(request, document["award"]["award_id"], Choice(NO_SUCH_COPY, (), 404))
    _, kind, write = COPIES[form]
    day = today()
    papers = on_file(beside(actor_of(request), document["award"]["award_id"]))
    answer = HttpResponse(write(document, data_hash(folder), day, papers), content_type=kind)
    name = slugify(told.number(document["award"]))[:80] or "award"
    answer["Content-Disposition"] = f'attachment; filename="dossier-{name}-{day.isoformat()}.{form}"'
    return answer
