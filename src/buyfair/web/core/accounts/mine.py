"""My account: what I am here, where I am logged in, who came in as me."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from buyfair.web.core.accounts import second
from buyfair.web.core.accounts.entering import show_codes
from buyfair.web.core.accounts.log import How, Result, locked, note
from buyfair.web.core.accounts.sessions import end, end_all, sessions_of
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import LogIn, OpenSession, User

SHOWN = 20


def account(request: HttpRequest) -> HttpResponse:
    """One page of everything that is mine."""
    return render(request, "core/account/account.html", told_of(request, request.user))


def told_of(request: HttpRequest, person: User) -> dict[str, object]:
    """What is shown of an account."""
    here = request.session.session_key
    return {
        "demo": settings.DEMO,
        "person": person,
        "parts": person.memberships.select_related("organization").order_by("organization__name", "role"),
        "sessions": [(s, s.key == here) for s in sessions_of(person)],
        "logins": LogIn.objects.filter(user=person)[:SHOWN],
        "changes": person.changes.select_related("by", "organization")[:SHOWN],
        "second_step": getattr(person, "second_step", None),
        "codes_left": person.recovery_codes.filter(used=None).count(),
    }


def find_session(actor: Actor, key: int) -> OpenSession | None:
    """A session of the person who asks; nobody else's."""
    return OpenSession.objects.filter(pk=key, user=actor.user).first()


def end_session(request: HttpRequest, session: OpenSession) -> HttpResponse:
    """Ends one."""
    if session.key == request.session.session_key:
        messages.info(request, "This is the session you are in: use Log out.")
    else:
        end(session)
        messages.success(request, "That session has ended.")
    return redirect("account")


def end_others(request: HttpRequest) -> HttpResponse:
    """Ends all but this one."""
    ended = end_all(request.user, but=request.session.session_key)
    messages.success(request, f"Ended: {ended}. Only this session is open now.")
    return redirect("account")


def recovery(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, for who can show a code of the telephone now: an open browser is not enough."""
    person = request.user
    if not second.has_one(person):
        messages.info(request, "Recovery codes stand in for a second step, and this account has none.")
        return redirect("account")
    sentence = locked(request, person.username)
    if not sentence and second.right(person, request.POST.get("code", "")):
        return show_codes(request, second.new_recovery_codes(person), "/account/")
    if not sentence:
        note(request, person.username, How.CODE, Result.WRONG, person)
    told = told_of(request, person) | {
        "sentence": sentence or "This code is not right, or was used already: wait for the next one and type that."
    }
    return render(request, "core/account/account.html", told, status=403)
