"""The page of one award, its copies for the file, and the page that finds an award by what somebody holds in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify

from buyfair.cards import dossier as told
from buyfair.cards import words
from buyfair.cards.dossier_file import ON_PAGE, telling
from buyfair.cards.dossier_file_pdf import dossier_pdf
from buyfair.cards.dossier_file_record import LINES_SHOWN, in_one_sentence
from buyfair.cards.dossier_file_text import dossier_plain, plain_of
from buyfair.cards.dossier_file_word import dossier_word
from buyfair.cards.dossier_on_file import OnFile
from buyfair.terms.errors import InputRefusedError
from buyfair.web.awards import links, tables
from buyfair.web.awards.found import Choice, choice, data_hash, found
from buyfair.web.awards.timeline import HEIGHT, WIDTH, timeline
from buyfair.web.core.actor import actor_of
from buyfair.web.core.beside import beside, on_file
from buyfair.web.core.clock import today
from buyfair.web.core.held import assessed
from buyfair.web.core.sheets.take import file_asked, table

Write = Callable[[dict[str, Any], str, date, OnFile], bytes]

COPIES: dict[str, tuple[str, str, Write]] = {
    "txt": ("Plain text", "text/plain; charset=utf-8", lambda *told: dossier_plain(*told).encode()),
    "pdf": ("PDF", "application/pdf", dossier_pdf),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", dossier_word),
}
"""The forms of a copy for the file: its name, its type, and who writes it."""
NO_SUCH_COPY = "There is no copy of this form; expected txt, pdf or docx; choose one on the page of the award."


def find(request: HttpRequest) -> HttpResponseBase:
    """Finds an award by its id or PIID; with nothing asked it says how."""
    asked = request.GET.get("id", "")
    if not asked.strip():
        return render(request, "awards/find.html", {"asked": "", "stands": assessed() is not None})
    return award(request, asked)


def award(request: HttpRequest, award_id: str) -> HttpResponseBase:
    """The dossier of an award as a page; as a copy, or one `table` of it as a file, where `as` names the form."""
    folder = assessed()
    if folder is None:
        return render(request, "awards/find.html", {"asked": award_id, "stands": False}, status=404)
    try:
        document = found(folder, award_id)
    except InputRefusedError as refused:
        return _refused(request, award_id, choice(refused))
    form = request.GET.get("as")
    if (as_table := file_asked(request)) is not None:
        return _taken(request, document, folder, as_table)
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
    take_at, take_query = links.tables(head["award_id"])
    plain = plain_of(of, document) if len(document["lines"]) <= LINES_SHOWN else dossier_plain(document, hash_, day, papers)
    return render(request, "awards/award.html", {
        "title": of.title, "answer": in_one_sentence(document), "award": head, "number": told.number(head),
        "not_about_supplier": document["not_about_supplier"],
        "parts": [(of.parts[name], tables.of_part(name, document, of)) for name in ON_PAGE
                  if name in of.parts and name != "answer"], "take_at": take_at, "take_query": take_query,
        "answered": of.parts["answer"].blocks[1:], "foot": of.foot, "picture": timeline(document),
        "width": WIDTH, "height": HEIGHT,
        "copies": [(name, links.copy(head["award_id"], form), form) for form, (name, _, _) in COPIES.items()],
        "plain": plain, "supplier_awards": _of_supplier(head), "vehicle_awards": _of_vehicle(head),
        "beside": work,
    })  # fmt: skip


def _taken(request: HttpRequest, document: dict[str, Any], folder: Path, form: str) -> HttpResponseBase:
    """A table of the page as a file; it is named by the award, the table and the day."""
    head, name, day = document["award"], request.GET.get("table", ""), today()
    if name not in tables.TABLES:
        asked = words.clean(name)[:40]
        said = f'"{asked}" is no table of a dossier; expected one of {", ".join(tables.TABLES)}; take it from below the table.'
        return _refused(request, head["award_id"], Choice(said, (), 404))
    of = telling(document, data_hash(folder), day, on_file(beside(actor_of(request), head["award_id"])))
    one, about = tables.TABLES[name], tables.about(document, name, data_hash(folder), day)
    called = f"dossier-{slugify(told.number(head))[:80] or 'award'}-{name}"
    return table(tables.rows_of(name, document, of), one.columns, form, called, about, one.kinds)


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
