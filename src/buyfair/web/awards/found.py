"""Reads the dossier of an award from the portfolio that stands, or says which awards could have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from buyfair.dossier import dossier
from buyfair.intake.digest import digest
from buyfair.terms.errors import InputRefusedError

KEPT = 32
"""So many dossiers are kept, so that a copy does not read again what its page has read."""
SEVERAL = (" is the PIID of ", " is the vehicle of ")
NONE = " is no award of this folder"
BEFORE_IDS = ("name one of them: ", "the nearest are ")


@dataclass(frozen=True, slots=True)
class Choice:
    """A refusal in its own sentence, the awards that it names, and the status with which a page says so."""

    sentence: str
    ids: tuple[str, ...]
    status: int


@lru_cache(maxsize=KEPT)
def found(folder: Path, asked: str) -> dict[str, Any]:
    """The dossier of an award, given its id or PIID; a snapshot never changes, so what was read of it stays true.

    Raises: InputRefusedError for no such award, several, or a folder of another version.
    """
    return dossier(folder, asked)


@lru_cache(maxsize=KEPT)
def data_hash(folder: Path) -> str:
    """The SHA-256 of the folder's manifest, which holds that of every file in it."""
    return digest(folder / "manifest.json", lines=False).sha256


def choice(refusal: InputRefusedError) -> Choice:
    """What a refused dossier leaves to choose from: several awards, the nearest ones, or nothing at all."""
    sentence = str(refusal)
    if any(word in sentence for word in SEVERAL):
        return Choice(sentence, _ids(sentence), 300)
    return Choice(sentence, _ids(sentence), 404) if NONE in sentence else Choice(sentence, (), 409)


def _ids(sentence: str) -> tuple[str, ...]:
    """The ids that stand at the end of a refusal."""
    for before in BEFORE_IDS:
        _, told, ids = sentence.rpartition(before)
        if told:
            return tuple(ids.removesuffix(".").split(", "))
    return ()
