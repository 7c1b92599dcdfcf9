"""The editions of lists that this installation holds: bundled ones, and those that its administrator has brought."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from buyfair.catalogue import fingerprint
from buyfair.editions import held_editions
from buyfair.terms.party import PartyEdition


def held(list_id: str) -> Sequence[PartyEdition]:
    """The editions of a list of parties, oldest first; read anew only after one was brought."""
    return _read(list_id, _shelf(), _brought(list_id))


def known() -> str:
    """What all pages rest on, in few letters: it changes with the bundled knowledge and with an edition that is brought."""
    folder = _shelf()
    lists = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    return " ".join((_bundled(), *(f"{name}:{edition}" for name in lists for edition in _brought(name))))


def _shelf() -> Path:
    return Path(settings.HOME) / "lists"


def _brought(list_id: str) -> tuple[str, ...]:
    place = _shelf() / list_id
    return tuple(sorted(p.name for p in place.iterdir() if not p.name.startswith("."))) if place.is_dir() else ()


@lru_cache(maxsize=64)
def _read(list_id: str, folder: Path, _: tuple[str, ...]) -> tuple[PartyEdition, ...]:
    return held_editions(list_id, folder)


@cache
def _bundled() -> str:
    return fingerprint()
