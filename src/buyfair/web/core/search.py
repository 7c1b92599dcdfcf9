"""What a search of the site finds: each subject that has something to find says so in the same few words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One thing that met the words: its title, its address, what kind of thing it is, and why it was found."""

    title: str
    url: str
    kind: str
    why: str
