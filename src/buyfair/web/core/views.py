"""The first page, the pages about this site, and whether the system lives."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The question that the site answers, and the ways in."""
    return render(request, "core/home.html")


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
