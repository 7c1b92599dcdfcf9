"""The portfolio as it is asked: without a filter what the assessment wrote, with one what a plain count finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from browsed import taken_once
from buyfair.browse import Filters, counted, figures
from buyfair.snapshots import Snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Snapshot:
    return taken_once(tmp_path_factory, "browsed", sample_folder / "assessed")


def bytes_of(document: object) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def test_counted_anew_without_a_filter_every_figure_is_that_of_the_assessment(snapshot: Snapshot) -> None:
    counted_anew, written = counted(snapshot, Filters()), snapshot.summary()
    for key in written:
        assert counted_anew[key] == written[key], key
    assert bytes_of(counted_anew) == bytes_of(written) == bytes_of(figures(snapshot))
