"""The two addresses of an agency's own log-in: going there, and coming back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buyfair.web.core.accounts import single
from buyfair.web.core.accounts.entering import first_step_done, safe_next
from buyfair.web.core.accounts.log import How, Result, note


def go(request: HttpRequest) -> HttpResponse:
    """To the agency's log-in."""
    of = single.offered()
    if of is None:
        return _failed(request, "This installation has no log-in of an agency: log in by password.")
    try:
        return redirect(single.begin(request, of, safe_next(request, request.GET.get("next", ""))))
    except single.SingleError as e:
        return _failed(request, str(e))


def back(request: HttpRequest) -> HttpResponse:
    """From the agency's log-in."""
    of = single.offered()
    if of is None:
        return _failed(request, "This installation has no log-in of an agency: log in by password.")
    name = ""
    try:
        said, onward = single.finish(request, of)
        name = said.email or said.subject
        person = single.account_of(of, said)
    except single.SingleError as e:
        note(request, name, How.SINGLE, Result.STRANGER if name else Result.WRONG)
        return _failed(request, str(e))
    return first_step_done(request, person, How.SINGLE, onward, second_done=said.several)


def _failed(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("account_login")
