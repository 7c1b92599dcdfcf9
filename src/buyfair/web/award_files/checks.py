"""What is checked before a new snapshot may be shown without anybody looking: each check is answered yes, no or unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files.models import Batch

SET_ASIDE_AT_MOST = 5
"""Percent of the records that may be set aside."""
FEWEST = 50
"""Percent of the awards of the portfolio that is shown which a new one must reach."""


def checked(figures: Mapping[str, Any], shown: Snapshot | None) -> list[dict[str, str]]:
    """The checks of an assessed batch against the portfolio that is shown now."""
    return [{"asks": asks, "answer": answer, "says": says} for asks, answer, says in _checks(figures, shown)]


def of_now(batch: Batch, shown: Snapshot | None) -> list[dict[str, str]]:
    """The checks of a batch against what is shown now; those of its own day where there is nothing to check, or it is shown."""
    if not batch.figures or shown is not None and shown.id == batch.snapshot:
        return list(batch.checks)
    return checked(batch.figures, shown)


def may_show(checks: list[dict[str, str]]) -> bool:
    """Whether every check was answered yes: no, and unknown too, leave it to a person."""
    return bool(checks) and all(check["answer"] == "yes" for check in checks)


def _checks(figures: Mapping[str, Any], shown: Snapshot | None) -> Iterator[tuple[str, str, str]]:
    lines, passed = figures["lines"], figures["passed_over"]
    read, aside = int(lines["read"]), int(lines["rejected"])
    adds_up = read == sum(int(lines[n]) for n in ("accepted", "rejected", "superseded"))
    yield ("Does the account add up?", _yes(adds_up),
           f"{words.count(read)} records read = {words.count(lines['accepted'])} accepted + {words.count(aside)} rejected"
           f" + {words.count(lines['superseded'])} superseded.")  # fmt: skip
    yield ("Were nearly all records taken?", _yes(aside * 100 <= read * SET_ASIDE_AT_MOST),
           f"{words.count(aside)} of {words.count(read)} records were rejected;"
           f" at most {SET_ASIDE_AT_MOST} in a hundred may be.")  # fmt: skip
    yield ("Was every file read?", _yes(not passed),
           f"{len(passed)} passed over; which, and why, stands below." if passed else "Nothing was passed over.")
    yield from _beside(figures, shown)


def _beside(figures: Mapping[str, Any], shown: Snapshot | None) -> Iterator[tuple[str, str, str]]:
    newer, as_many = "Is it as new as the portfolio that is shown?", "Does it hold about as many awards?"
    if shown is None:
        yield newer, "yes", "No portfolio is shown yet."
        yield as_many, "yes", "No portfolio is shown yet."
        return
    if figures["day"] is None or shown.day is None:
        yield newer, "unknown", "The day of one of both is not told."
    else:
        yield (newer, _yes(figures["day"] >= shown.day),
               f"This one is judged as of {words.long_day(figures['day'])}, the one that is shown as of"
               f" {words.long_day(shown.day)}.")  # fmt: skip
    try:
        before = shown.summary().get("awards")
    except (InputRefusedError, MachineError):
        before = None
    if not isinstance(before, int):
        yield as_many, "unknown", "How many awards the one that is shown holds is not told."
        return
    yield (as_many, _yes(figures["awards"] * 100 >= before * FEWEST),
           f"{words.count(figures['awards'])} awards here, {words.count(before)} in the one that is shown;"
           f" fewer than {FEWEST} in a hundred of them may be a file left out.")  # fmt: skip


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
