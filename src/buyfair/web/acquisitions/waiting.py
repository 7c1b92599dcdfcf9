"""What items of the package still wait on: a question that no rule turns on is asked all the same where a clause does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from buyfair.knowledge.package import REQUIRED
from buyfair.package import package_for
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions.binding import is_event
from buyfair.web.core.clock import today


@dataclass(frozen=True)
class Waiting:
    """By fact, the items of the package that wait on it, as a page names them; and apart, those that law may require."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, path: str) -> tuple[str, ...]:
        """The items that wait on a fact; none where nothing does."""
        return self.names.get(path, ())


def waiting(told: Mapping[str, Any]) -> Waiting:
    """By fact, the items that may stand in the package once it is told; what only happens later is left out."""
    try:
        items = package_for(told, today()).open
    except InputRefusedError:
        return Waiting()  # of a subcontract there is no package
    found: dict[str, dict[str, bool]] = {}
    for item in items:
        for path in item.find_out:
            if not is_event(path):
                found.setdefault(path, {})[f"{item.number} {item.title}".strip()] = item.authority.standing == REQUIRED
    by_law = {path: tuple(n for n, law in names.items() if law) for path, names in found.items() if any(names.values())}
    return Waiting({path: tuple(names) for path, names in found.items()}, by_law)
