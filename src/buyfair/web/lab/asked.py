"""What an address of the lab asks for: a reform, perhaps another beside it, on one snapshot, in one of four forms."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from buyfair import __version__, catalogue
from buyfair.knowledge.reforms import text_of
from buyfair.web.lab.packed import packed, unpacked

OWN = "own"
"""The name of a reform that lives in its address."""
ANSWER, BRIEF, DISTRICT, MOVED = "answer", "brief", "district", "moved"
ENDINGS = {ANSWER: "json", BRIEF: "pdf", DISTRICT: "pdf", MOVED: "csv"}


@dataclass(frozen=True, slots=True)
class Told:
    """A reform by its name and the text of its file."""

    name: str
    text: str

    @property
    def packed(self) -> str:
        """Its text as letters of an address; empty for a ready one, which its name tells."""
        return packed(self.text) if self.name == OWN else ""


@cache
def ready_names() -> frozenset[str]:
    """The names of the ready reforms."""
    return frozenset(reform.name for reform in catalogue.reforms())


def named(name: str, letters: str = "") -> Told | None:
    """The reform of a name, or of the letters of an address; None where there is none of the name.

    Raises: InputRefusedError where the letters hold no text.
    """
    if name == OWN:
        return Told(OWN, unpacked(letters)) if letters else None
    return Told(name, text_of(name)) if name in ready_names() else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to be made: of a reform, on a folder, in a form. `district` goes with DISTRICT alone."""

    folder: str
    form: str
    reform: Told
    against: Told | None = None
    district: str = ""

    def document(self) -> dict[str, object]:
        """As another process is told."""
        against = None if self.against is None else [self.against.name, self.against.text]
        return {"folder": self.folder, "form": self.form, "reform": [self.reform.name, self.reform.text], "against": against,
                "district": self.district}  # fmt: skip

    @property
    def own(self) -> bool:
        """Whether somebody wrote a reform of it: of those there is no end, of the ready ones there is."""
        return OWN in (self.reform.name, None if self.against is None else self.against.name)

    @property
    def key(self) -> str:
        """The file name of what is made: by snapshot, form, texts and the knowledge that judges."""
        told = {**self.document(), "snapshot": snapshot(Path(self.folder)), "code": __version__, "knowledge": _knowledge()}
        return f"{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}.{ENDINGS[self.form]}"


def read_asked(told: dict[str, object]) -> Asked:
    """What another process asks, told as above."""
    reform, against = told["reform"], told["against"]
    assert isinstance(reform, list)
    other = Told(*against) if isinstance(against, list) else None
    return Asked(str(told["folder"]), str(told["form"]), Told(*reform), other, str(told["district"]))


@cache
def _knowledge() -> str:
    return catalogue.fingerprint()


def snapshot(folder: Path) -> str:
    """A hash of the folder's manifest, which names every file with its own hash; a snapshot is never changed in place."""
    file = folder / "manifest.json"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "-"
