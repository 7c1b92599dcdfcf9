"""Coming in: password, then a code; the first time, setting up where the codes come from. And going out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe

from buyfair.web.core.accounts import codes, second, single
from buyfair.web.core.accounts.forms import CodeForm, FirstCodeForm, LogInForm
from buyfair.web.core.accounts.log import How, Result, locked, note
from buyfair.web.core.accounts.people import find_account
from buyfair.web.core.clock import now
from buyfair.web.core.models import User

BETWEEN = timedelta(minutes=10)
"""How long the first step stays good while the second is awaited."""
WRONG = ("This address and this password do not belong together, or the account is closed. Type both again, "
         "have a new password sent, or ask your administrator.")  # fmt: skip
WRONG_FIRST = ("This code does not belong to the key below. Look whether the telephone's clock is right, and type the code "
               "that it shows now.")  # fmt: skip
WRONG_CODE = (
    "This code is not right, too old, or was used already. Wait for the next one and type it, or use a recovery code."
)


def safe_next(request: HttpRequest, told: str) -> str:
    """Where to go after logging in: a page of this site, or the first page."""
    # A backslash or a line end is read as a slash or as nothing by some browsers.
    inside = url_has_allowed_host_and_scheme(told, allowed_hosts=None, require_https=request.is_secure())
    plain = told.startswith("/") and not any(c in told for c in "\\\r\n\t") and len(told) < 2000
    return told if inside and plain and not told.startswith("/account/log") else "/"


def log_in(request: HttpRequest) -> HttpResponse:
    """The first step."""
    onward = safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated:
        return redirect(onward)
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if sentence := locked(request, name):
            note(request, name, How.PASSWORD, Result.LOCKED, find_account(name))
            return _page(request, form, onward, sentence, 429)
        if person := _right(request, name, form.cleaned_data["password"]):
            return first_step_done(request, person, How.PASSWORD, onward)
        return _page(request, form, onward, locked(request, name) or WRONG, 403)
    return _page(request, form, onward, "", 200 if request.method != "POST" else 400)


def _page(request: HttpRequest, form: LogInForm, onward: str, sentence: str, status: int) -> HttpResponse:
    told = {"form": form, "next": onward, "sentence": sentence, "single": single.offered(), "demo": settings.DEMO}
    return render(request, "core/account/login.html", told, status=status)


def _right(request: HttpRequest, name: str, password: str) -> User | None:
    """The person whose address and password these are; what was wrong goes into the log and never onto the page."""
    person = find_account(name)
    # An account that does not exist takes as long as one that does.
    found = authenticate(request, username=person.username if person else name, password=password)
    if found is None:
        why = Result.STRANGER if person is None else Result.WRONG if person.is_active else Result.CLOSED
        note(request, person.username if person else name, How.PASSWORD, why, person)
    return found


def first_step_done(
    request: HttpRequest, person: User, how: How, onward: str, *, second_done: bool = False
) -> HttpResponse:
    """The first step was right: on to the second, or in where none is asked."""
    if second_done or (settings.DEMO and not second.has_one(person)):
        return come_in(request, person, how if second_done else How.DEMO, onward)
    note(request, person.username, how, Result.STEP, person)
    request.session.cycle_key()
    request.session["pending"] = {"user": person.pk, "hash": person.get_session_auth_hash(), "next": onward,
                                  "at": now().isoformat(), "how": how.value}  # fmt: skip
    return redirect("account_code" if second.has_one(person) else "account_set_up")


def pending(request: HttpRequest) -> tuple[User, dict[str, Any]] | None:
    """Who has done the first step in this browser, while that is still good: not after a new password or a closing."""
    kept = request.session.get("pending")
    if not kept or now() - datetime.fromisoformat(kept["at"]) > BETWEEN:
        return None
    person = User.objects.filter(pk=kept["user"], is_active=True).first()
    return (person, kept) if person and person.get_session_auth_hash() == kept["hash"] else None


def come_in(request: HttpRequest, person: User, how: How, onward: str) -> HttpResponse:
    """The session begins, under a new key."""
    request.session.flush()
    request.session["how"] = how.value
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    note(request, person.username, how, Result.IN, person)
    return redirect(onward)


def _again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "The first step is more than ten minutes old or was not done: begin again.")
    return redirect("account_login")


def code(request: HttpRequest) -> HttpResponse:
    """The second step."""
    if not (waiting := pending(request)):
        return _again(request)
    person, kept = waiting
    if not second.has_one(person):
        return redirect("account_set_up")
    form, sentence, status = CodeForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 403
        if sentence := locked(request, person.username):
            note(request, person.username, How.CODE, Result.LOCKED, person)
            status = 429
        elif form.is_valid() and (how := second.right(person, form.cleaned_data["code"])):
            return _in_by_code(request, person, how, kept["next"])
        else:
            note(request, person.username, How.CODE, Result.WRONG, person)
            sentence = locked(request, person.username) or WRONG_CODE
    return render(
        request, "core/account/code.html", {"form": form, "sentence": sentence, "person": person}, status=status
    )


def _in_by_code(request: HttpRequest, person: User, how: How, onward: str) -> HttpResponse:
    answer = come_in(request, person, how, onward)
    if how is How.RECOVERY:
        left = person.recovery_codes.filter(used=None).count()
        messages.warning(
            request, f"That recovery code is used up; {left} are left. Fresh ones are made under My account."
        )
    return answer


def set_up(request: HttpRequest) -> HttpResponse:
    """The first time: the picture that a telephone's camera reads, and the code that proves that it did."""
    if not (waiting := pending(request)):
        return _again(request)
    person, kept = waiting
    if second.has_one(person):
        return redirect("account_code")
    key = request.session.setdefault("new_key", codes.new_key())
    form, sentence, status = FirstCodeForm(request.POST or None), "", 200
    if request.method == "POST":
        if form.is_valid() and second.set_up(person, key, form.cleaned_data["code"]):
            return _in_first_time(request, person, kept["next"])
        sentence = WRONG_FIRST
        status = 403
    told = {"form": form, "sentence": sentence, "person": person, "key": codes.in_fours(key),
            "picture": mark_safe(codes.picture(codes.enrolment(key, person.username)))}  # fmt: skip
    return render(request, "core/account/set_up.html", told, status=status)


def _in_first_time(request: HttpRequest, person: User, onward: str) -> HttpResponse:
    come_in(request, person, How.SET_UP, onward)
    return show_codes(request, second.new_recovery_codes(person), onward)


def show_codes(request: HttpRequest, fresh: list[str], onward: str) -> HttpResponse:
    """The recovery codes, this once."""
    told = {"codes": [second.pretty(c) for c in fresh], "next": onward}
    answer = render(request, "core/account/codes.html", told)
    answer["Cache-Control"] = "no-store"
    return answer


def log_out(request: HttpRequest) -> HttpResponse:
    """The session ends."""
    logout(request)
    messages.success(request, "You are logged out.")
    return redirect("account_login")
