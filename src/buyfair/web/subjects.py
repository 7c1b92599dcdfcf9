"""The subjects of the web application: each is a folder beside the engine of cases; the folder is the register."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import buyfair.web

ENGINE = ("core", "casework")
"""What every subject stands on; in the order of imports."""


@cache
def subjects() -> tuple[str, ...]:
    """Every package of pages: the engine first, then the subjects by name, then those named by BUYFAIR_SUBJECTS.

    A subject added later is found because its folder is there; one of another package (an agency's own) is named in
    the environment, several with commas between.
    """
    found = sorted(m.name for m in iter_modules(buyfair.web.__path__) if m.ispkg and m.name not in ENGINE)
    more = [name for name in os.environ.get("BUYFAIR_SUBJECTS", "").split(",") if name]
    return (*(f"buyfair.web.{name}" for name in (*ENGINE, *found)), *more)


def told_by_each(name: str) -> list[ModuleType]:
    """The module of this name (`routes`, `flow`) of every subject that has one."""
    return [import_module(f"{subject}.{name}") for subject in _with(name)]


@cache
def _with(name: str) -> tuple[str, ...]:
    """The subjects that have such a module; pages ask it ever again, and every look goes to the disk."""
    return tuple(subject for subject in subjects() if find_spec(f"{subject}.{name}") is not None)
