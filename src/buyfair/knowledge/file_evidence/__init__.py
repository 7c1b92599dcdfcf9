"""What contract files are read for: how they call their facts and their papers, and by which words a paper is there or not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from buyfair.spot.stances import Stances
from buyfair.spot.things import Thing

SHAPES = ("heads", "topics", "unless", "labels", "beside", "columns", "opens", "weak")


def _shapes(told: Any) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape) for shape in told or ())


@cache
def header_keys() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """How each fact is called in the header of a file, by our name for it."""
    return {name: _shapes(shapes) for name, shapes in _table("header.toml")["keys"].items()}


@cache
def things() -> tuple[Thing, ...]:
    """The papers and events that a file may speak of."""
    return tuple(thing for found in subjects().values() for thing in found)


@cache
def subjects() -> Mapping[str, tuple[Thing, ...]]:
    """The same by the file that tells how they are recognized, files in sorted order."""
    found = {}
    for file in sorted(files(__name__).joinpath("things").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            told = tomllib.loads(file.read_text("utf-8"))
            found[file.name.removesuffix(".toml")] = tuple(_thing(one) for one in told.get("thing", [told]))
    return found


def _thing(told: Mapping[str, Any]) -> Thing:
    shapes = {
        field: _shapes(told.get(key))
        for field, key in (("strong", "any"), *((k, k) for k in SHAPES))
    }
    return Thing(
        told["id"], told["name"], aliases=tuple(told.get("aliases", ())), yields_to=tuple(told.get("yields_to", ())),
        weak_to=tuple(told.get("weak_to", ())), inside=told.get("inside", False), **shapes,
    )  # fmt: skip


@cache
def phrases(name: str) -> re.Pattern[str]:
    """Any phrase of the list of this name, whole and whatever its capitals.

    Raises: KeyError where no list is so named.
    """
    return re.compile(rf"\b(?:{'|'.join(_table('phrases.toml')[name])})\b", re.I)


@cache
def stances() -> Stances:
    """The words by which something is there, lacking, owed, or there only in part."""
    told = _table("words.toml")
    return Stances(*(_shapes(told[k]) for k in ("idle", "content", "lacking", "there", "flips", "owed", "partly")))


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))
