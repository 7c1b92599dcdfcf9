"""What items of the package still wait on: a question that no rule turns on is asked all the same where a clause does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.package import package_for
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions.binding import is_event
from buyfair.web.core.clock import today

Waiting = Mapping[str, tuple[str, ...]]
"""By fact, the items of the package that wait on it, as a page names them."""


def waiting(told: Mapping[str, Any]) -> Waiting:
    """By fact, the items that may stand in the package once it is told; what only happens later is left out."""
    try:
        items = package_for(told, today()).open
    except InputRefusedError:
        return {}  # of a subcontract there is no package
    found: dict[str, dict[str, None]] = {}
    for item in items:
        for path in item.find_out:
            if not is_event(path):
                found.setdefault(path, {})[f"{item.number} {item.title}".strip()] = None
    return {path: tuple(names) for path, names in found.items()}
