"""Changes of the law that can be tried on real awards before anybody enacts them; each file one reform."""

from __future__ import annotations

import tomllib
from decimal import Decimal

from buyfair.knowledge.reforms.reading import Names, Reform, read_reform
from buyfair.terms import bundled


def reforms(names: Names) -> tuple[Reform, ...]:
    """Every ready reform, its files in sorted order, read as strictly as a user's file.

    Raises: InputRefusedError where a file names what does not exist.
    """
    files = [file.removesuffix(".toml") for file in bundled.names(__name__, ".toml")]
    return tuple(read_reform(name, tomllib.loads(text_of(name), parse_float=Decimal), names) for name in files)


def text_of(name: str) -> str:
    """The text of one ready reform, as it stands in its file."""
    return bundled.text(__name__, f"{name}.toml")
