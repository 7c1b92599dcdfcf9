"""What the tests share: the real files, where they are, and the one way to say that they are not."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What the person at this machine has decided or brought is no part of a test.
os.environ["BUYFAIR_HOME"] = str(ROOT / "build" / "nobody")

# A shell starts what runs in the background deaf to interrupts, and so would be the commands that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
