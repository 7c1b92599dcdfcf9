"""What every page is told beside its own: the way through the site, and whether the data shown are made up."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from buyfair import __version__
from buyfair.cards.words import SAMPLE_BANNER, is_sample
from buyfair.web.core.actor import Actor
from buyfair.web.core.held import assessed
from buyfair.web.core.navigation import KNOWLEDGE, WORK, open_to, ways

THE_SIX = (
    "excessive working hours", "harsh conditions", "health and safety risks", "child labor", "debt bondage", "forced labor",
)  # fmt: skip
"""The harms that lead every page, in the words of the mission."""
ACCOUNT = {"account": "/account/", "login": "/account/login/", "logout": "/account/logout/"}


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame's own words."""
    actor = getattr(request, "actor", None) or Actor(None, frozenset())
    return {
        "code_version": __version__,
        "actor": actor,
        "the_six": THE_SIX,
        "work_ways": ways(WORK, actor, request.path),
        "knowledge_ways": ways(KNOWLEDGE, actor, request.path),
        "search_address": "/search/" if open_to(actor, "/search/") else "",
        **{f"{name}_address": address if open_to(actor, address) else "" for name, address in ACCOUNT.items()},
        "demo": bool(getattr(settings, "DEMO", False)),
        "made_up": f"{SAMPLE_BANNER}, except those of rules and lists" if is_made_up(assessed()) else "",
    }


def is_made_up(folder: Path | None) -> bool:
    """Whether the portfolio held is the bundled sample."""
    return folder is not None and _is_made_up(folder)


@lru_cache(maxsize=4)
def _is_made_up(folder: Path) -> bool:
    """A folder of a snapshot never changes, so it is asked once."""
    try:
        return is_sample(json.loads((folder / "summary.json").read_text("utf-8")))
    except (OSError, ValueError):
        return False
