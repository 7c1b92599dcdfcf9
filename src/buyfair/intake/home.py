"""The folder of what a user has brought and decided: below BUYFAIR_HOME, else in the user's own folder of data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def home(environment: Mapping[str, str]) -> Path:
    """The folder, whether it is there or not."""
    named = environment.get("BUYFAIR_HOME", "")
    return Path(named) if named else Path.home() / ".local" / "share" / "buyfair"
