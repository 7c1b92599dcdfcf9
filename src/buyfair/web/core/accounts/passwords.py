"""Passwords: joining by an invitation, changing one, and having a letter sent when it is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from buyfair.web.core.accounts.entering import first_step_done
from buyfair.web.core.accounts.forms import ChangePasswordForm, ForgottenForm, JoinForm, NewPasswordForm
from buyfair.web.core.accounts.log import How, Result, locked, note
from buyfair.web.core.accounts.origin import outside_address
from buyfair.web.core.accounts.people import changed, find_account, invitation, take_up
from buyfair.web.core.accounts.sessions import end_all, rebind
from buyfair.web.core.clock import now
from buyfair.web.core.models import LogIn, User

LETTERS_AN_HOUR = 3


def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person chooses a password; the second step follows."""
    letter = invitation(token)
    if letter is None:
        return render(request, "core/account/link_over.html", {"what": "invitation"}, status=410)
    form = JoinForm(request.POST or None, person=letter.person, initial={"name": letter.person.get_full_name()})
    if request.method == "POST" and form.is_valid():
        if take_up(letter, form.cleaned_data["name"], form.cleaned_data["new_password"]):
            return first_step_done(request, letter.person, How.PASSWORD, "/")
        return render(request, "core/account/link_over.html", {"what": "invitation"}, status=410)
    told = {"form": form, "person": letter.person, "parts": letter.person.memberships.select_related("organization")}
    return render(request, "core/account/join.html", told, status=400 if form.is_bound else 200)


def change(request: HttpRequest) -> HttpResponse:
    """A new password; every other session ends."""
    form = ChangePasswordForm(request.POST or None, person=request.user)
    if request.method == "POST":
        if sentence := locked(request, request.user.username):
            return render(request, "core/account/change.html", {"form": form, "sentence": sentence}, status=429)
        if form.is_valid():
            return _change(request, form.cleaned_data["new_password"])
        if "old_password" in form.errors and form.data.get("old_password"):
            note(request, request.user.username, How.PASSWORD, Result.WRONG, request.user)
    return render(request, "core/account/change.html", {"form": form}, status=400 if form.is_bound else 200)


def _change(request: HttpRequest, password: str) -> HttpResponse:
    before = request.session.session_key
    request.user.set_password(password)
    with transaction.atomic():
        request.user.save(update_fields=["password"])
        changed(request.user, "password changed", by=request.user)
    update_session_auth_hash(request, request.user)
    rebind(request, before)
    end_all(request.user, but=request.session.session_key)
    messages.success(request, "Your password is changed. Every other session and every token of yours has ended.")
    return redirect("account")


def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a letter; the answer is the same whether there is such an account or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        person = find_account(name)
        if (
            person
            and person.is_active
            and person.email
            and person.has_usable_password()
            and _few_letters(request, person)
        ):
            _letter(request, person)
        return render(request, "core/account/sent.html", {"name": name})
    return render(request, "core/account/forgotten.html", {"form": form}, status=400 if form.is_bound else 200)


def _few_letters(request: HttpRequest, person: User) -> bool:
    """No mailbox is flooded through us; each letter stands in the log of log-ins."""
    since = now() - timedelta(hours=1)
    sent = LogIn.objects.filter(user=person, result=Result.LETTER.value, at__gt=since).count()
    if sent < LETTERS_AN_HOUR:
        note(request, person.username, How.LETTER, Result.LETTER, person)
    return sent < LETTERS_AN_HOUR


def _letter(request: HttpRequest, person: User) -> None:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("account_new_password", args=[uid, default_token_generator.make_token(person)])
    text = render_to_string(
        "core/account/letter_password.txt", {"person": person, "address": outside_address(request, path)}
    )
    send_mail("A new password for Buyfair", text, None, [person.email])


def renew(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """A new password by the link of a letter; the second step is asked as ever."""
    person = _of_link(uid, token)
    if person is None:
        return render(request, "core/account/link_over.html", {"what": "letter"}, status=410)
    form = NewPasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["new_password"])
        with transaction.atomic():
            person.save(update_fields=["password"])
            changed(person, "password changed", by=person, how="letter")
        end_all(person)
        messages.success(request, "Your password is changed. Log in with it.")
        return redirect("account_login")
    return render(
        request, "core/account/renew.html", {"form": form, "person": person}, status=400 if form.is_bound else 200
    )


def _of_link(uid: str, token: str) -> User | None:
    """Whose letter this is, while its link is good: an hour, and once."""
    try:
        key = int(urlsafe_base64_decode(uid))
    except (ValueError, UnicodeError):
        return None
    person = User.objects.filter(pk=key, is_active=True).first() if 0 < key < 2**62 else None
    return person if person and default_token_generator.check_token(person, token) else None
