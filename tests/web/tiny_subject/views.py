"""The pages of pledges."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buyfair.web.casework.page import about
from buyfair.web.core.actor import Actor
from tiny_subject.models import Pledge


def find(actor: Actor, **keys: Any) -> Pledge | None:
    """The pledge of the number `reference`, if this actor may see it."""
    found: Pledge | None = Pledge.objects.find(actor, keys["reference"])
    return found


def pledge(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """One pledge: its own facts, and everything that the engine knows of it."""
    return render(request, "tiny_subject/pledge.html", {"pledge": pledge, **about(pledge, request.actor)})
