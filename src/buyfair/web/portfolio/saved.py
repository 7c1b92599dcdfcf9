"""Saved views: kept under a name by one person, shared with an organization if so wished, changed by nobody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render

from buyfair.cards.words import clean
from buyfair.web.core.actor import Actor, actor_of
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.portfolio import address
from buyfair.web.portfolio.listing import WAYS
from buyfair.web.portfolio.models import SavedView
from buyfair.web.portfolio.pages import PAGES, Page

LONGEST = 80


def open_to(actor: Actor) -> QuerySet[SavedView]:
    """The views that somebody may open: their own, and those shared with an organization that they act for here."""
    offices = organizations(actor)
    return SavedView.objects.filter(
        Q(user=actor.user, organization__in=offices) | Q(shared=True, organization__in=offices)
    ).select_related("user", "organization")


def own(actor: Actor, **keys: Any) -> SavedView | None:
    """The view of this key, if it is the actor's own: nobody else's may be changed."""
    key = int(keys["key"])
    if actor.user is None or key >= 2**63:
        return None
    found: SavedView | None = SavedView.objects.filter(
        user=actor.user, organization__in=organizations(actor), pk=key
    ).first()
    return found


def organizations(actor: Actor) -> list[int]:
    """The organizations that the actor sees the portfolio for."""
    return sorted(organization for role, organization in actor.parts if role in BUYERS | OVERSIGHT)


def views(request: HttpRequest) -> HttpResponse:
    """The list of saved views; a form posted here saves one."""
    if request.method == "POST":
        return _save(request)
    return _listed(request, {})


def _listed(request: HttpRequest, typed: dict[str, object], status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = open_to(actor)
    told = {
        "mine": [view for view in found if view.user_id == actor.user.pk],  # type: ignore[union-attr]
        "shared": [view for view in found if view.user_id != actor.user.pk],  # type: ignore[union-attr]
        "offices": Organization.objects.filter(pk__in=organizations(actor)).order_by("name"),
        **typed,
    }
    return render(request, "portfolio/saved.html", told, status=status)


def _save(request: HttpRequest) -> HttpResponse:
    """Saves the address that was posted under the name that was typed; what was typed stays where it is refused."""
    actor, name, at = actor_of(request), clean(request.POST.get("name", "")), request.POST.get("address", "")
    office, place = _office(request, actor), _place(at)
    wrong = _unfit(name)
    if place is None:
        wrong = wrong or "The address is none of the portfolio; expected is a page with filters: open it and save it there."
    if office is None:
        wrong = wrong or "The organization is none that you act for here: choose one of the list."
    if wrong is None and place is not None:
        page, query = place
        try:
            with transaction.atomic():
                SavedView.objects.create(
                    organization_id=office, user=actor.user, name=name, page=page.slug, query=query,
                    shared=bool(request.POST.get("shared")), saved=now(),
                )  # fmt: skip
        except IntegrityError:
            wrong = _taken(name)
        else:
            messages.success(request, f"Saved: {name}.")
            return redirect("portfolio_views")
    typed = {"wrong": wrong, "name": name, "address": at, "shared_typed": bool(request.POST.get("shared"))}
    return _listed(request, typed, 400)


def view(request: HttpRequest, found: SavedView) -> HttpResponse:
    """One saved view of one's own: renamed, shared or not, or removed."""
    if request.method != "POST":
        return render(request, "portfolio/saved_one.html", {"view": found, "name": found.name})
    if "remove" in request.POST:
        found.delete()
        messages.success(request, f"Removed: {found.name}.")
        return redirect("portfolio_views")
    return _renamed(request, found)


def _renamed(request: HttpRequest, found: SavedView) -> HttpResponse:
    name = clean(request.POST.get("name", ""))
    wrong = _unfit(name)
    if wrong is None:
        found.name, found.shared = name, bool(request.POST.get("shared"))
        try:
            with transaction.atomic():
                found.save(update_fields=["name", "shared"])
        except IntegrityError:
            wrong = _taken(name)
    if wrong is not None:
        return render(request, "portfolio/saved_one.html", {"view": found, "name": name, "wrong": wrong}, status=400)
    messages.success(request, f"Saved: {name}.")
    return HttpResponseRedirect(found.address)


def _unfit(name: str) -> str | None:
    if not name:
        return "A view needs a name of at least one letter: type one."
    if len(name) > LONGEST:
        return f"The name has {len(name)} characters; at most {LONGEST} are expected: shorten it."
    return None


def _taken(name: str) -> str:
    return f"You have a view called “{name}” already; each has its own name: choose another."


def _office(request: HttpRequest, actor: Actor) -> int | None:
    """The organization that the view is saved for: the one chosen, or the only one."""
    offices = organizations(actor)
    chosen = request.POST.get("organization", "")
    if not chosen:
        return offices[0] if offices else None
    return next((office for office in offices if str(office) == chosen), None)


def _place(at: str) -> tuple[Page, str] | None:
    """The page and the filters of an address of the portfolio; None for any other address."""
    try:
        parts = urlsplit(at)
    except ValueError:
        return None
    page = next((each for each in PAGES if f"/{each.address}" == parts.path), None)
    read = address.read(QueryDict(parts.query), WAYS)
    if page is None or read.refused or parts.netloc:
        return None
    return page, read.asked.query
