"""One example of each thing that an address opens, for walking the matrix of who may open what.

A subject adds `tests/web/examples_<subject>.py` with

- THINGS: by the name that its routes give a thing, a function of the owning organization, a party to it and a person of
  the owner, which makes one and returns an Example: the keys of the path and, for a case, the kind and the state of its
  flow;
- KEYS: by the name of a route, keys for an address that names nobody's thing (an award, a rule), or what makes them;
- NOWHERE: by the name of a route whose example cannot be there, why: every other one must be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from buyfair.web.core.models import Organization, User


@dataclass(frozen=True)
class Example:
    """The keys of a path, and of a case the flow and the state that it stands in."""

    keys: dict[str, Any]
    kind: str = ""
    state: str = ""


Maker = Callable[[Organization, Organization, User], Example]


def _told(name: str) -> dict[str, Any]:
    files = sorted(Path(__file__).parent.glob("examples_*.py"))
    return {key: value for f in files for key, value in getattr(import_module(f.stem), name, {}).items()}


def things() -> dict[str, Maker]:
    """How each thing is made."""
    return _told("THINGS")


def keys() -> dict[str, dict[str, Any] | Callable[[], dict[str, Any]]]:
    """Keys of addresses that open nobody's thing, or what makes them anew."""
    return _told("KEYS")


def keys_of(name: str) -> dict[str, Any]:
    """Keys of the address of this route."""
    told = keys()[name]
    return told() if callable(told) else told


def nowhere() -> dict[str, str]:
    """Addresses whose example is answered as not found, each with the reason."""
    return _told("NOWHERE")
