"""The message about a risk: drafted, changed, looked at, then sent or handed over; tried again where it failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.web.casework.page import acting_as
from buyfair.web.casework.refused import MissingError, NotYoursError, RefusedError
from buyfair.web.core.clock import now as moment
from buyfair.web.core.clock import today
from buyfair.web.risks import about, drafting, figures, unmet
from buyfair.web.risks.answering import move_of, refused_before, version_of
from buyfair.web.risks.flow import MESSAGE, OFFICER, WAYS
from buyfair.web.risks.models import Message, Risk
from buyfair.web.risks.sending import send

FIELDS = tuple(need.name for need in MESSAGE)


def compose(request: HttpRequest, risk: Risk) -> HttpResponseBase:
    """The form of a message; asked for, how it will look; sent, the message itself."""
    move = move_of(risk, "send", "send_more")
    if refused := refused_before(risk, move, request):
        return _form(request, risk, _typed(request), refused, {})
    if request.method != "POST":
        return _form(request, risk, _drafted(request, risk), None, {})
    typed = _typed(request)
    if request.POST.get("do") != "send":
        wrong = unmet.message(typed)
        return _form(request, risk, typed, MissingError(wrong) if wrong else None, wrong, preview=not wrong)
    try:
        risk.move(move.name, request.actor, typed, version=version_of(request))
    except RefusedError as wrong_:
        risk.refresh_from_db()
        return _form(request, risk, typed, wrong_, wrong_.by_name if isinstance(wrong_, MissingError) else {})
    _gone(request, risk.messages.latest("number"))
    return redirect(f"{risk.get_absolute_url()}#messages")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\r\n", "\n") for name in FIELDS}


def _drafted(request: HttpRequest, risk: Risk) -> dict[str, str]:
    seen, _ = figures.as_shown(about.of(risk.award_id, risk.query))
    return drafting.draft(risk, seen, _voice(request, risk))


def _voice(request: HttpRequest, risk: Risk) -> str:
    asked = request.GET.get("for", "")
    return asked if asked in dict(drafting.VOICES) else drafting.voice_of(risk, request.actor)


def _for_officer(request: HttpRequest, risk: Risk) -> bool:
    """Whether the draft is one to the supplier, and who writes it is not the contracting officer."""
    officer = request.actor.plays(OFFICER, risk.organization_id)
    return bool(risk.response) and not officer and _voice(request, risk) == "supplier"


def _gone(request: HttpRequest, message: Message) -> None:
    """Sends an e-mail, and says what became of it."""
    if message.way == "email":
        send(message, moment())
    if message.standing == "failed":
        messages.error(request, f"Message {message.number} is written down, but could not be sent ({message.failed_why}). "
                                "Nothing is lost: try again below.")  # fmt: skip
    elif message.standing == "sent":
        messages.success(request, f"Message {message.number} was sent. File its receipt when it is confirmed.")
    else:
        messages.success(request, f"Message {message.number} is written down ({message.stands}). File its receipt next.")


def try_again(request: HttpRequest, message: Message) -> HttpResponseBase:
    """Sends a message that has not gone out yet."""
    risk: Risk = message.risk
    move = move_of(risk, "send", "send_more")
    if risk.part_for(request.actor, move.name) is None:
        raised = refused_before(risk, move, request) or NotYoursError("This is for whoever may write messages about the risk.")
        return _form(request, risk, {name: getattr(message, name) for name in FIELDS}, raised, {})
    if not risk.latest.filter(pk=message.pk).exists():
        messages.info(request, f"Message {message.number} is about a former response: it is not sent any more.")
    elif message.way == "email" and not message.gone:
        _gone(request, message)
    else:
        messages.info(request, f"Message {message.number} is {message.standing}: there is nothing to send.")
    return redirect(f"{risk.get_absolute_url()}#messages")


def _form(request: HttpRequest, risk: Risk, typed: dict[str, str], refused: RefusedError | None, errors: dict[str, str],
          preview: bool = False) -> HttpResponse:  # fmt: skip
    told: dict[str, Any] = {
        "risk": risk, "case": risk, "typed": typed, "refused": refused, "errors": errors, "preview": preview, "ways": WAYS,
        "voices": [(name, label, f"?for={name}", name == _voice(request, risk)) for name, label in drafting.VOICES]
        if risk.response else [],
        "harsh": drafting.harsh(typed.get("text", "")) if preview else [], "acts_as": acting_as(risk, request.actor),
        "for_officer": _for_officer(request, risk),
        "way_label": dict(WAYS).get(typed.get("way", ""), ""), "today": today(),
    }  # fmt: skip
    return render(request, "risks/message.html", told, status=refused.status if refused is not None else 200)
