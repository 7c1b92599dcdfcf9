"""The pages of every case: what waits for me, a case, its moves, documents, comments, the calendar, the ledger's proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from buyfair.web.casework import clocks, content_kinds, deeds, store
from buyfair.web.casework.finding import CaseMove
from buyfair.web.casework.forms import form_of, told_by
from buyfair.web.casework.models import Case, Document, wholes
from buyfair.web.casework.moving import refusals_kept, somebody
from buyfair.web.casework.page import about, acting_as
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.casework.table import Move
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import User
from buyfair.web.core.navigation import Entry, ways
from buyfair.web.core.sheets.sheet import some as batched
from buyfair.web.core.sheets.take import file_asked, listed

A_PAGE = 50


BEGIN = (Entry("Plan a purchase", "/acquisitions/new/"), Entry("Decide on leads", "/leads/"),
         Entry("Answer what to look at first: the risk register", "/risks/"), Entry("Check a contract text", "/audits/"),
         Entry("Ask for a plan that is missing", "/plans/missing/"),
         Entry("Bring award files", "/award-files/new/"))  # fmt: skip
"""Where a case begins, for whom nothing waits."""
CASES = {
    "number": lambda row: row["case"].reference, "title": lambda row: row["case"].title,
    "caution": lambda row: row["case"].caution,
    "kind": lambda row: row["case"].flow.label, "stands": lambda row: row["case"].stands.label,
    "you_may": lambda row: row["moves"],
    "worked_on_by": lambda row: row["case"].assignee and row["case"].assignee.get_username(),
    "office": lambda row: row["case"].organization.name, "opened": lambda row: row["case"].opened_at,
}  # fmt: skip
DEADLINES = {
    "case": lambda of: of.deadline.case.reference, "what": lambda of: of.deadline.what, "due": lambda of: of.deadline.due,
    "stands": lambda of: of.standing, "office": lambda of: of.deadline.case.organization.name,
}  # fmt: skip
"""The two tables of what waits for somebody, as files."""


def work(request: HttpRequest) -> HttpResponseBase:
    """What waits for me: cases in which I may make a move or that were given to me, and the deadlines that are mine."""
    waiting = (
        Case.objects.waiting_for(request.actor).select_related("organization", "assignee").order_by("-opened_at", "-pk")
    )
    running = clocks.running_for(request.actor)
    if form := file_asked(request):
        if request.GET.get("what") == "deadlines":
            return listed(clocks.standings(running, today()), DEADLINES, form, "my-deadlines")
        return listed(_rows(waiting, request.actor), CASES, form, "my-work")
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    due = clocks.standings(running[:A_PAGE], today())
    rows = [_row(case, request.actor) for case in wholes(page)]
    told = {"page": page, "due": due, "rows": rows, "next": ways(BEGIN, request.actor, "")}
    return render(request, "casework/work.html", told)


def _rows(cases: Any, actor: Any) -> Iterator[dict[str, Any]]:
    """Every row of the table, some at a time with what their subjects say of them."""
    for some in batched(cases.iterator(A_PAGE), A_PAGE):
        yield from (_row(whole, actor) for whole in wholes(some))


def _row(case: Case, actor: Any) -> dict[str, Any]:
    moves = [m.label for m in case.flow.moves if case.part_for(actor, m.name) is not None]
    return {"case": case, "moves": moves}


def case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """A case whose subject has no page of its own; else the way to that page."""
    whole = case.whole
    if whole.get_absolute_url() != request.path:
        return redirect(whole.get_absolute_url())
    return render(request, "casework/case.html", about(whole, request.actor))


def move(request: HttpRequest, found: CaseMove) -> HttpResponseBase:
    """The form of one move; sent, the move itself."""
    case, row = found.case.whole, found.move
    if request.method != "POST":
        return _form(request, case, found, {}, {}, _not_yours(case, row, request.actor))
    told: dict[str, Any] = {}
    try:
        with refusals_kept(case, row.name, request.actor, now()):
            somebody(case, row, request.actor)
        told, wrong = told_by(request, case.flow, row)
        if wrong:
            raise MissingError(wrong)
        with_ = {name: value for name, value in told.items() if name != "reason"}
        case.move(row.name, request.actor, with_, told.get("reason", ""), _version(request))
    except RefusedError as refused:
        case.refresh_from_db()
        errors = refused.by_name if isinstance(refused, MissingError) else {}
        return _form(request, case, found, told, errors, refused)
    messages.success(request, f"Done: {row.label}. The case is now: {case.stands.label.lower()}.")
    return redirect(case.after(row.name) if case.part_for(request.actor, "see") else "work")


def _not_yours(case: Case, row: Move, actor: Any) -> RefusedError | None:
    """Why the form of a move would be of no use to who opens it; None where it is."""
    try:
        somebody(case, row, actor)
    except RefusedError as refused:
        return refused
    return None


def _version(request: HttpRequest) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1


def _form(request: HttpRequest, case: Case, found: CaseMove, told: dict[str, Any], errors: dict[str, str],
          refused: RefusedError | None) -> HttpResponse:  # fmt: skip
    form = form_of(case.flow, found.move, case.version, told, errors, request.actor)
    context = {"case": case, "form": form, "refused": refused, "acts_as": acting_as(case, request.actor)}
    return render(request, "casework/move.html", context, status=refused.status if refused is not None else 200)


def comment(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Writes a comment; where it is refused, the page comes back with what was typed."""
    text, only = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("confined") == "on"
    try:
        deeds.comment(case, request.actor, text, confined=only)
    except RefusedError as refused:
        return _again(request, case, refused, {"typed_comment": text, "typed_confined": only})
    messages.success(request, "Your comment is on the case.")
    return redirect(f"{case.whole.get_absolute_url()}#timeline")


def upload(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Adds a document."""
    try:
        document = deeds.attach(case, request.actor, request.POST.get("paper", ""), request.FILES.get("file"))
    except RefusedError as refused:
        return _again(request, case, refused, {"typed_paper": request.POST.get("paper", "")})
    messages.success(request, f"{document.name} is on the case.")
    return redirect(f"{case.whole.get_absolute_url()}#documents")


def assign(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Gives the case to somebody of its owner, or to nobody."""
    told = request.POST.get("user", "")
    user = User.objects.filter(username=told).first() if told and "\x00" not in told else None
    try:
        if told and user is None:
            raise MissingError({"user": "there is no such person: choose somebody from the list"})
        deeds.assign(case, request.actor, user)
    except RefusedError as refused:
        return _again(request, case, refused, {})
    whose = f"given to {user.get_username()}" if user is not None else "made nobody's in particular"
    messages.success(request, f"The case was {whose}.")
    return redirect(case.whole.get_absolute_url())


def waive(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Asks for a waiver of one thing that a move of this case needs."""
    move, _, need = request.POST.get("what", "").partition(":")
    because = request.POST.get("because", "").replace("\r\n", "\n")
    try:
        waiver = deeds.ask_waiver(case, request.actor, move, need, because)
    except RefusedError as refused:
        return _again(request, case, refused, {"typed_because": because, "typed_what": f"{move}:{need}"})
    messages.success(request, f"The waiver was asked for: {waiver.reference}. Somebody else of your office decides.")
    return redirect(waiver.get_absolute_url())


def _again(request: HttpRequest, case: Case, refused: RefusedError, typed: dict[str, Any]) -> HttpResponse:
    case.refresh_from_db()
    typed = {name: one.replace("\x00", "") if isinstance(one, str) else one for name, one in typed.items()}  # no page holds it
    context = {**about(case.whole, request.actor), **typed, "refused": refused}
    return render(request, "casework/case.html", context, status=refused.status)


def download(request: HttpRequest, document: Document) -> HttpResponse:
    """A document, as an attachment and never within a page."""
    content = store.content_of(document.content.sha256)
    if content is None:
        return render(request, "casework/gone.html", {"document": document}, status=410)
    answer = HttpResponse(content, content_type=content_kinds.TAKEN[document.content.suffix])
    answer.headers["Content-Disposition"] = _as_attachment(document.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _as_attachment(name: str) -> str:
    return str(content_disposition_header(True, store.safe_name(name)))
