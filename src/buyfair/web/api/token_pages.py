"""Which programs act for an organization, under whose token: seen by its people, and ended by whoever sees it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.web.api.models import ApiToken
from buyfair.web.api.tokens import revoked
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.take import file_asked
from buyfair.web.core.sheets.take import listed as taken

A_PAGE = 50


def seen_by(actor: Actor) -> QuerySet[ApiToken]:
    """The tokens of one's own organizations; an administrator sees every one. Those that count come first."""
    counts = When(revoked_at=None, expires_at__gt=now(), maker__is_active=True, then=Value(True))
    every = ApiToken.objects.select_related("organization", "maker", "revoked_by")
    every = every.annotate(counts=Case(counts, default=Value(False), output_field=BooleanField())).order_by("-counts", "-pk")
    return every if Role.ADMINISTRATOR in actor.roles else every.filter(organization__in=actor.organizations)


def find_token(actor: Actor, key: int) -> ApiToken | None:
    """A token that the actor may see."""
    return seen_by(actor).filter(pk=key).first()


TOKENS = {
    "number": lambda of: of.pk, "name": lambda of: of.name, "for": lambda of: str(of.organization),
    "in_the_name_of": lambda of: of.maker.called, "plays": lambda of: of.plays, "made": lambda of: of.made_at,
    "ends": lambda of: of.expires_at, "last_used": lambda of: of.last_used, "stands": lambda of: of.stands,
}  # fmt: skip
"""The table of tokens as a file: what stands on the page, and nothing by which a token could be used."""


def listed(request: HttpRequest) -> HttpResponseBase:
    """Every token, with what it plays, since when, until when, and when it was last used."""
    every = seen_by(request.actor)
    if form := file_asked(request):
        return taken(every, TOKENS, form, "tokens")
    told: dict[str, Any] = {
        "page": Paginator(every, A_PAGE).get_page(request.GET.get("page")), "count": every.filter(counts=True).count(),
        "runs": Role.ADMINISTRATOR in request.actor.roles,
    }  # fmt: skip
    return render(request, "api/tokens.html", told)


def end(request: HttpRequest, token: ApiToken) -> HttpResponse:
    """Ends one; the program is refused from its next request on."""
    if revoked(token, request.user):
        messages.success(request, f"The token {token.name} has ended: its program is refused from now on.")
    else:
        messages.info(request, f"The token {token.name} had ended before.")
    return redirect("account_tokens")
