"""What every page is told beside its own: the way through the site, and whether the data shown are made up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from buyfair import __version__


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame's own words."""
    return {"code_version": __version__, "actor": getattr(request, "actor", None)}
