"""The one place where the pages read a portfolio: which snapshot is shown, and its figures under the filters of an address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from buyfair.web.core.held import assessed
from buyfair.web.portfolio.address import Asked

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """The snapshot that is shown."""

    folder: Path
    id: str
    day: str | None


def held() -> Held | None:
    """The snapshot that is shown; None where none was taken yet."""
    folder = assessed()
    return None if folder is None else Held(folder, folder.name, figures_of(folder).get("day"))


def figures(of: Held, asked: Asked) -> Figures:
    """The picture of the awards that meet the filters, in the shape of summary.json."""
    return figures_of(of.folder)


@lru_cache(maxsize=4)
def figures_of(folder: Path) -> Figures:
    """The picture as the assessment wrote it; a folder of a snapshot never changes."""
    return dict(json.loads((folder / "summary.json").read_text("utf-8")))
