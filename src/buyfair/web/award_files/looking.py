"""The first look at a file before a batch of it is accepted: bounded in time and memory, whatever the file holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings

from buyfair.cards.words import clean
from buyfair.terms.errors import refuse
from buyfair.web.award_files import places

PATIENCE = 90
"""Seconds, after which a file is refused that should have been seen in one or two."""


def looked(sha256: str, name: str) -> dict[str, Any]:
    """What was seen of a content that is kept.

    Raises: InputRefusedError with one sentence where no award can be read from it, or not within the bounds.
    """
    with places.looking() as work:
        command = [sys.executable, "-m", "buyfair.web.award_files.look", str(os.getpid()), str(settings.JOB_MEMORY),
                   str(places.content(sha256)), name, str(work)]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise beyond(name) from None
    told = _told(done.stdout)
    if "look" in told:
        return dict(told["look"])
    if "refused" in told:
        # the sentence is one already; what stood in the file is not passed on as it is
        raise _again(clean(told["refused"]))
    raise beyond(name)


def beyond(name: str) -> Exception:
    """What is said of a file that unpacks into more than can be looked at, or is so strange that reading it ends."""
    return refuse(
        f"{name} could not be looked into within {PATIENCE} seconds and the memory that a look may use",
        "an award file that unpacks into what its size promises", "look at what it holds; send it unpacked, or in parts",
    )  # fmt: skip


def _again(sentence: str) -> Exception:
    from buyfair.terms.errors import InputRefusedError

    return InputRefusedError(sentence)


def _told(out: bytes) -> dict[str, Any]:
    lines = out.decode("utf-8", "replace").strip().splitlines()
    try:
        return dict(json.loads(lines[-1])) if lines else {}
    except ValueError:
        return {}
