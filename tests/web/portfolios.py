"""A snapshot of the bundled sample that pages can filter, taken once for all tests of a run; tests change nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsed import taken_once
from buyfair.snapshots import Snapshot


@pytest.fixture
def taken(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, settings: Any) -> Snapshot:
    """The snapshot that is shown."""
    assessed = next(p for p in (sample_folder, sample_folder / "assessed") if (p / "summary.json").is_file())
    snapshot = taken_once(tmp_path_factory, "pages-home", assessed)
    settings.HOME = snapshot.folder.parent.parent
    return snapshot
