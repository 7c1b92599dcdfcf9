"""What the tests share: the real files and where they are, and what is assessed once for all who only look at it."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import seconds
from folders import made_once, real_once, sample_by_command

# Nothing that is read while the tests are collected is thrown away again, so nobody need look for waste until they run.
gc.disable()

ROOT = Path(__file__).resolve().parents[1]

# What the person at this machine has decided or brought is no part of a test.
os.environ["BUYFAIR_HOME"] = str(ROOT / "build" / "nobody")

# A shell starts what runs in the background deaf to interrupts, and so would be the commands that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Where it is asked for, what each test costs is measured."""
    if os.environ.get("BUYFAIR_SECONDS"):
        config.pluginmanager.register(seconds)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: set aside, with the little waste in it, so that no search for waste walks through
    all of it again."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 50)


def says_browser(path: Path) -> bool:
    """Whether a file of tests names the mark of those that drive a browser."""
    return "mark.browser" in path.read_text("utf-8")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only tests in a browser are asked for, no other file is read: that takes longer than many a test."""
    asked = str(config.option.markexpr).partition(" and ")[0] == "browser"
    return True if asked and collection_path.suffix == ".py" and not says_browser(collection_path) else None


COLLECTED = pytest.StashKey[frozenset[str]]()
"""The names of all tests of the files that were read, those that are not run as well."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Marks what was measured to be slow, before anybody chooses by it; the files that take longest come first, and of those in
    a browser the long walks through the demonstration, so that at the end no worker waits for the other."""
    config.stash[COLLECTED] = frozenset(item.nodeid for item in items)
    for item in items:
        if item.nodeid in seconds.slow():
            item.add_marker("slow")
        if item.get_closest_marker("browser") and not says_browser(item.path):
            raise pytest.UsageError(f"{item.nodeid} drives a browser and its file does not say pytest.mark.browser")
    yield
    items.sort(key=lambda item: (-seconds.heavy().get(item.nodeid.partition("::")[0], 0), not walks_long(item)))


def walks_long(item: pytest.Item) -> bool:
    """Whether a test walks in a browser through everything that the demonstration shows."""
    return item.get_closest_marker("browser") is not None and "demonstration" in getattr(item, "fixturenames", ())


def pytest_unconfigure() -> None:
    """What was set aside is given back before the program ends: a library would else complain of it. Those that share the
    tests among them end before it is asked, and a last search through everything takes as long as a hundred tests."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        gc.unfreeze()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public files; the test is skipped, with the reason, where it is absent."""
    folder = Path(os.environ.get("BUYFAIR_REAL_DATA", str(ROOT.parent / "shared" / "data")))
    if not folder.is_dir():
        pytest.skip("the real files are not here: set BUYFAIR_REAL_DATA to the folder that holds awards/ and lists/")
    mark = ROOT / "build" / "real-ran.txt"
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, `assessed` by the command, and what the command said."""
    return made_once(tmp_path_factory, "sample", sample_by_command)


@pytest.fixture(scope="session")
def export_folder(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Path:
    """A real export with the full header, `assessed`, and what the program gave back."""
    source = real_data / "awards" / "ice_fy13_17_usaspending_prime_transactions.csv.gz"
    return real_once(tmp_path_factory, source)
