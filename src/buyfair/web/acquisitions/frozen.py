"""The package of a planned purchase: its items with what the officer decided, and the documents that a solicitation keeps."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from buyfair.cards.questions import as_toml
from buyfair.web.casework.refused import MissingError

if TYPE_CHECKING:
    from buyfair.web.acquisitions.models import Acquisition


def known(case: Acquisition, item: str, field: str) -> None:
    """Raises: MissingError where the package has no such item."""
    raise MissingError({field: f"“{item[:60]}” is no item of this package: choose one on its page"})


def digest(content: bytes) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def papers(case: Acquisition) -> dict[str, tuple[str, bytes]]:
    """By kind the documents that the solicitation keeps: name and content."""
    return {"facts": (f"{case.reference}-facts.txt", as_toml(case.facts_told).encode())}
