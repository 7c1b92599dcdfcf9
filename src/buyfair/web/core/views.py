"""The first page, the pages about this site, and whether the system lives."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from buyfair.web.core.actor import actor_of
from buyfair.web.core.first_page import AWARDS, doors, held_now, nine
from buyfair.web.core.held import assessed
from buyfair.web.core.navigation import open_to


def home(request: HttpRequest) -> HttpResponse:
    """The question that the site answers, and the ways in."""
    actor = actor_of(request)
    folder = assessed() if open_to(actor, "/portfolio/") else None
    told = {"doors": doors(actor), "nine": nine(actor), "held": held_now(folder) if folder else None,
            "may_list": open_to(actor, AWARDS), "may_hold": open_to(actor, "/portfolio/"),
            "may_bring": open_to(actor, "/award-files/new/")}  # fmt: skip
    return render(request, "core/home.html", told)


def help_(request: HttpRequest) -> HttpResponse:
    """How to read the pages, in plain words."""
    return render(request, "core/help.html")


def keyboard(request: HttpRequest) -> HttpResponse:
    """The shortcuts."""
    return render(request, "core/keyboard.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """What the pages promise to everybody who reads otherwise, and how it is checked."""
    return render(request, "core/help_accessibility.html")


def sources(request: HttpRequest) -> HttpResponse:
    """Where facts and parts come from, and under which licences."""
    return render(request, "core/help_sources.html")


def healthz(request: HttpRequest) -> JsonResponse:
    """Alive, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
