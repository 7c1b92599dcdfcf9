"""The people of an organization, and what an administrator does for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from buyfair.web.core.accounts import people
from buyfair.web.core.accounts.forms import GiveForm, InviteForm
from buyfair.web.core.accounts.mine import told_of
from buyfair.web.core.accounts.origin import outside_address
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import LogIn, Membership, Refusal, User
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets import take

A_PAGE = 50


def seen_by(actor: Actor) -> Any:
    """The accounts that somebody may see: of the own organizations; an administrator every one."""
    every = User.objects.order_by("last_name", "first_name", "username").prefetch_related("memberships__organization")
    if Role.ADMINISTRATOR in actor.roles:
        return every
    return every.filter(memberships__organization__in=actor.organizations).distinct()


def find_person(actor: Actor, key: int) -> User | None:
    """An account that the actor may see."""
    return seen_by(actor).filter(pk=key).first()


def owners_of_person(person: User) -> frozenset[int] | None:
    """The organizations that somebody acts for."""
    return frozenset(m.organization_id for m in person.memberships.all())


def _page_of(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


Cells = Mapping[str, Callable[[Any], Any]]
PEOPLE: Cells = {
    "name": lambda of: of.called, "account": lambda of: of.username, "open": lambda of: of.is_active,
    "roles": lambda of: [f"{part.label} of {part.organization}" for part in of.memberships.all()],
    "last_here": lambda of: of.last_login,
}  # fmt: skip
LOGINS: Cells = {
    "at": lambda row: row.at, "last_at": lambda row: row.last_at, "who": lambda row: row.user and row.user.called,
    "account": lambda row: row.user and row.user.username, "how": lambda row: row.how, "result": lambda row: row.result,
    "times": lambda row: row.times, "from": lambda row: row.address, "browser": lambda row: row.browser,
}  # fmt: skip
REFUSALS: Cells = {
    "last_at": lambda row: row.last_at, "at": lambda row: row.at, "who": lambda row: row.user and row.user.called,
    "account": lambda row: row.user and row.user.username, "page": lambda row: row.route, "kind": lambda row: row.kind,
    "method": lambda row: row.method, "why": lambda row: row.why, "times": lambda row: row.times,
}  # fmt: skip
"""The columns of the lists as files, each with what is read of a row for it."""
AT_ONCE = 500
"""Rows of a file that are held at a time."""


def listed(request: HttpRequest) -> HttpResponseBase:
    """Who is here, as what."""
    if form := take.file_asked(request):
        return take.listed(seen_by(request.actor).iterator(AT_ONCE), PEOPLE, form, "people")
    return render(
        request, "core/account/people.html", {"page": _page_of(request, seen_by(request.actor)), "runs": _runs(request)}
    )


def _runs(request: HttpRequest) -> bool:
    return Role.ADMINISTRATOR in request.actor.roles


def person(request: HttpRequest, of: User) -> HttpResponse:
    """One account; an administrator may change it here."""
    if request.method == "POST":
        return _changed(request, of)
    return _person_page(request, of, GiveForm(), 200)


def _person_page(request: HttpRequest, of: User, form: GiveForm, status: int) -> HttpResponse:
    told = told_of(request, of) if _runs(request) else {"person": of, "parts": of.memberships.all()}
    told |= {"runs": _runs(request), "form": form, "invited": of.invitations.filter(over=None).order_by("-at").first()}
    return render(request, "core/account/person.html", told, status=status)


def _changed(request: HttpRequest, of: User) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, "Nothing was chosen: use one of the buttons below.")
        return _person_page(request, of, GiveForm(), 400)
    form = GiveForm(request.POST if act is _give else None)
    try:
        said = act(request, of, form)
    except ValidationError as e:
        messages.error(request, " ".join(e.messages))
        return _person_page(request, of, form, 400)
    messages.success(request, said)
    return redirect("account_person", key=of.pk)


def _why(request: HttpRequest) -> str:
    return "".join(c for c in request.POST.get("why", "") if c.isprintable()).strip()[:300]


def _give(request: HttpRequest, of: User, form: GiveForm) -> str:
    if not form.is_valid():
        raise ValidationError("No role was given: see below.")
    told = form.cleaned_data
    people.give(of, told["organization"], Role(told["role"]), by=request.user, why=told["why"])
    return "The role is given. It holds from the next page that the person opens."


def _take(request: HttpRequest, of: User, _: GiveForm) -> str:
    told = request.POST.get("part", "")
    part = (
        Membership.objects.filter(user=of, pk=int(told)).first()
        if told.isascii() and told.isdigit() and len(told) < 18
        else None
    )
    if part is None:
        raise ValidationError("This role is not held any more: look at the list below.")
    people.take(part, by=request.user, why=_why(request))
    return "The role is taken. It is gone from the next page that the person opens."


def _close(request: HttpRequest, of: User, _: GiveForm) -> str:
    if of.pk == request.user.pk:
        raise ValidationError("Nobody closes the own account from inside: ask another administrator.")
    people.close(of, by=request.user, why=_why(request))
    return "The account is closed; its sessions and tokens have ended. What the person did stays on record."


def _open(request: HttpRequest, of: User, _: GiveForm) -> str:
    people.open_again(of, by=request.user, why=_why(request))
    return "The account is open again, with the roles below."


def _reset(request: HttpRequest, of: User, _: GiveForm) -> str:
    if of.pk == request.user.pk:
        raise ValidationError("Nobody resets the own second step: ask another administrator, or use a recovery code.")
    people.reset_second_step(of, by=request.user, why=_why(request))
    return (
        "The next log-in of this person sets up a new second step. "
        "Make sure by another way that it was really the person who asked."
    )


def _invite_again(request: HttpRequest, of: User, _: GiveForm) -> str:
    if of.has_usable_password() or not of.is_active:
        raise ValidationError("This person has joined already, or the account is closed: no invitation is needed.")
    return _sent(request, of, people.invite(of, request.user))


ACTS: dict[str, Callable[[HttpRequest, User, GiveForm], str]] = {
    "give": _give, "take": _take, "close": _close, "open": _open, "reset": _reset, "invite": _invite_again,
}  # fmt: skip


def invite(request: HttpRequest) -> HttpResponse:
    """A new account: nobody signs up, an administrator invites."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        token = people.new_person(told["email"], told["name"], told["organization"], [Role(told["role"])], request.user)
        of = User.objects.get(username=told["email"])
        messages.success(request, _sent(request, of, token))
        return redirect("account_person", key=of.pk)
    return render(request, "core/account/invite.html", {"form": form}, status=400 if form.is_bound else 200)


def _sent(request: HttpRequest, of: User, token: str) -> str:
    """Sends the letter; the link is shown this once too, for an installation that sends no mail."""
    address = outside_address(request, reverse("account_join", args=[token]))
    text = render_to_string(
        "core/account/letter_invitation.txt", {"person": of, "address": address, "by": request.user}
    )
    send_mail("Your account in Buyfair", text, None, [of.email])
    return (
        f"An invitation was sent to {of.email}. It is good for seven days and for one use. "
        f"Where no mail is set up, hand over this link: {address}"
    )


def logins(request: HttpRequest) -> HttpResponseBase:
    """Every attempt to come in."""
    return _record(request, LogIn.objects.select_related("user"), LOGINS, "logins")


def refusals(request: HttpRequest) -> HttpResponseBase:
    """Who was refused what."""
    return _record(request, Refusal.objects.select_related("user"), REFUSALS, "refusals")


def _record(request: HttpRequest, rows: Any, cells: Cells, name: str) -> HttpResponseBase:
    """A page of a record, or the whole of it as a file."""
    if form := take.file_asked(request):
        return take.listed(rows.iterator(AT_ONCE), cells, form, name)
    return render(request, f"core/account/{name}.html", {"page": _page_of(request, rows)})
