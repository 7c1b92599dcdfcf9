"""Lets a browser keep a page for as long as it says the same: until what is known, the day or the reader changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from buyfair import __version__
from buyfair.web.cards.shelf import known
from buyfair.web.core.clock import now, today
from buyfair.web.core.held import assessed

View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """The view, answering 304 where the browser already has this very page."""
    conditional = condition(etag_func=_mark, last_modified_func=_since)(view)

    @wraps(view)
    def kept(request: HttpRequest, **keys: Any) -> HttpResponseBase:
        answer = conditional(request, **keys)
        alone = {"private": True} if _reader(request) else {"public": True}
        patch_cache_control(answer, no_cache=True, **alone)
        patch_vary_headers(answer, ["Cookie"])
        return answer

    return kept


def _mark(request: HttpRequest, **_: Any) -> str:
    told = (known(), __version__, today().isoformat(), request.get_full_path(), _reader(request), str(assessed()))
    return f'"{hashlib.sha256("|".join(told).encode()).hexdigest()[:32]}"'


def _since(request: HttpRequest, **_: Any) -> datetime:
    """Since when the page says what it says: the start of this day, or of this server if that was later."""
    midnight = now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, _started())


@cache
def _started() -> datetime:
    return now().replace(microsecond=0)


def _reader(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""
