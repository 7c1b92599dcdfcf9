"""The page on which a response is given: the five beside one another, the owner, and dates that the calendar suggests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.web.casework import deeds
from buyfair.web.casework.moving import refusals_kept, somebody
from buyfair.web.casework.page import acting_as
from buyfair.web.casework.refused import MissingError, NotNowError, RefusedError
from buyfair.web.casework.table import Move
from buyfair.web.core.clock import now as moment
from buyfair.web.core.clock import today
from buyfair.web.risks import about, figures, leverage, unmet
from buyfair.web.risks.models import Risk
from buyfair.web.risks.responses import RESPONSES

FIELDS = ("response", "how", "answerable", "due")


def move_of(risk: Risk, *names: str) -> Move:
    """The move of these that leads on from where the risk stands; the first where none does."""
    rows = [move for move in risk.flow.moves if move.name in names]
    return next((move for move in rows if risk.state in move.from_), rows[0])


def version_of(request: HttpRequest) -> int:
    """The last event that the page had seen; none that fits where it was not told."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1


def refused_before(risk: Risk, move: Move, request: HttpRequest) -> RefusedError | None:
    """Why the form would be of no use to who opens it, or as the risk stands; None where it is."""
    try:
        with refusals_kept(risk, move.name, request.actor, moment()):
            somebody(risk, move, request.actor)
    except RefusedError as refused:
        return refused
    if risk.state not in move.from_:
        able = " or ".join(risk.flow.state(name).label.lower() for name in move.from_)
        return NotNowError(f"For this the risk must be {able}; it is {risk.stands.label.lower()}.")
    return None


def respond(request: HttpRequest, risk: Risk) -> HttpResponseBase:
    """The form of a response; sent, the move, and the risk is given to its owner."""
    move = move_of(risk, "respond", "respond_again")
    if refused := refused_before(risk, move, request):
        return _form(request, risk, move, refused, {})
    if request.method != "POST":
        return _form(request, risk, move, None, {})
    told = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    try:
        risk.move(move.name, request.actor, told, request.POST.get("reason", ""), version_of(request))
    except RefusedError as wrong:
        risk.refresh_from_db()
        return _form(request, risk, move, wrong, wrong.by_name if isinstance(wrong, MissingError) else {})
    try:
        _given(request, risk)
    except RefusedError as wrong:
        messages.warning(request, f"The response stands, but the case was not given to its owner: {wrong}")
    else:
        messages.success(request, "The response stands. Tell whoever acts on it next.")
    return redirect(risk)


def _given(request: HttpRequest, risk: Risk) -> None:
    """Gives the case to the owner of the response, so that its deadlines are that person's.

    It is an event of its own: whoever is stopped in between has a response with an owner, in a case that is the office's.
    """
    if risk.assignee_id != risk.answerable_id:
        deeds.assign(risk, request.actor, risk.answerable)


def _form(request: HttpRequest, risk: Risk, move: Move, refused: RefusedError | None, errors: dict[str, str]) -> HttpResponse:
    """The page, with what was typed."""
    subject = about.of(risk.award_id, risk.query)
    seen, _ = figures.in_time(subject)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in (*FIELDS, "reason")}
    if request.method != "POST" and request.actor.user is not None:
        typed["answerable"] = request.actor.user.get_username()
    told = {
        "risk": risk, "case": risk, "move": move, "refused": refused, "errors": errors, "typed": typed, "responses": RESPONSES,
        "people": sorted(unmet.people(risk).items()), "leverage": leverage.leverage(subject, seen, today()),
        "acts_as": acting_as(risk, request.actor), "today": today(),
    }  # fmt: skip
    return render(request, "risks/respond.html", told, status=refused.status if refused is not None else 200)
