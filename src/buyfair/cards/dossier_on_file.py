"""What is on file of the duties of an award, as whoever keeps papers tells it: what came in, what lacks, the days noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from buyfair.cards import words

NOT_TOLD = (
    "What is on file is not told by award data, so nothing stands here as received and nothing as missing. What an office "
    "filed in this system stands on the page of the award under “On file and under way”; all else the contract file tells."
)
"""Said where nobody told what is on file, as in a terminal."""
NOT_TOLD_SHORT = "Not told by award data"
TOLD = (
    "On file is what this system keeps and whoever made this copy may see; on file is not the same as true. “Not known here” "
    "means that no paper of that duty is kept in this system: the contract file tells. Award data tell nothing of what is on "
    "file."
)
NOT_HERE = "Not known here"
NOTHING = "None that you may see is filed here: look into the contract file, or ask for it."
NOTHING_OPEN = "None that you may see is filed here; whether it is owed cannot be told yet."


@dataclass(frozen=True, slots=True)
class Filed:
    """One thing that is on file, or found missing, of a duty: the row of its rule and a sentence."""

    row: str
    says: str


@dataclass(frozen=True, slots=True)
class Noted:
    """One day that somebody noted of a duty: the row of its rule, the day, what is to happen by then, and where it is noted."""

    row: str
    day: date
    what: str
    where: str

    @property
    def says(self) -> str:
        """The day in a sentence."""
        return f"{self.what} by {words.long_day(self.day.isoformat())}, as noted in {self.where}."


@dataclass(frozen=True, slots=True)
class OnFile:
    """What whoever keeps papers tells of an award.

    `nothing`: the rows of the rules whose papers are kept there, and of which nothing is.
    """

    nothing: frozenset[str] = frozenset()
    filed: tuple[Filed, ...] = ()
    noted: tuple[Noted, ...] = ()
    _of: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        of: dict[str, tuple[str, ...]] = {}
        for each in self.filed:
            of[each.row] = (*of.get(each.row, ()), each.says)
        object.__setattr__(self, "_of", of)

    def said(self, row: str, answer: str) -> tuple[str, ...]:
        """What stands in the column of a duty: what is on file, that nothing is, or that it is not known here."""
        nothing = row in self.nothing and answer != "no"
        lacks = (NOTHING if answer == "yes" else NOTHING_OPEN,) if nothing else ()
        return (*lacks, *self._of.get(row, ())) or (NOT_HERE,)

    def days(self, row: str) -> Iterable[Noted]:
        """The days that are noted of a duty, the first one first."""
        return sorted((each for each in self.noted if each.row == row), key=lambda each: (each.day, each.what))
