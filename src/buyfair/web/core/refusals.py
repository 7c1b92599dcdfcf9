"""What a page says when it does not open: what was asked, why not, what to do; in the frame of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A role that may not open the page; says which may."""
    return render(request, "core/forbidden.html", {"may": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or nothing that this account may see."""
    return render(request, "core/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A defect of ours; nothing typed is lost that was sent before."""
    return render(request, "core/broken.html", status=500)
