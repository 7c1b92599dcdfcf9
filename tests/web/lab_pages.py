"""What the stories of the lab share: pages that are waited for, and a shelf on which a reform is computed once.

What is refused here says its own sentence (PYTEST_DONT_REWRITE).
"""

from __future__ import annotations

import html
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the lab keeps while these stories are told."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture
def lab(held: Path, home_folder: Path, shelf: Path) -> Path:
    """A portfolio, and the lab's shelf of the module's other stories beside it; the assessed folder."""
    (home_folder / "lab").symlink_to(shelf)
    return held.resolve()


def shown(address: str, client: Client | None = None) -> Any:
    """The page, once it is more than a page that says to wait."""
    for _ in range(60):
        page = (client or Client()).get(address)
        if page.status_code != 202:
            return page
        assert page["Refresh"] == "3", "a page that waits looks again by itself"
        time.sleep(0.2)
    raise AssertionError(f"{address} still waits")


def content(page: Any) -> bytes:
    return b"".join(page.streaming_content) if page.streaming else bytes(page.content)


def words_of(page: Any) -> str:
    """The text of a page in one line, as a reader has it."""
    text = re.sub(r"<[^>]+>", " ", content(page).decode())
    return " ".join(html.unescape(text).split())
