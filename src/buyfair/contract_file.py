"""What is known of a contract file while its papers are weighed: what it says, how far it goes, and what nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from buyfair.contract_subs import Sub
from buyfair.spot.evidence import Mention
from buyfair.spot.sentences import Sentence
from buyfair.terms.answer import Answer

TOLD = "the file tells of it"
NOT_THERE = "the file says that it is not there, or not as it should be"
SUBJECTS = {
    "provision": r"\bsolicitation|\bprovisions?\b",
    "certificate before award": r"before (?:the )?award|certificat|pre-?award",
    "yearly": r"\byearly\b|annual|certificat",
    "plan": r"\bplan\b",
    "posting": r"\bpost(?:ing|ed|er)|displayed",
    "subcontracts": r"\bsub-?contract",
}
"""What may not have been looked at, and the words that name it."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether a paper is there as asked; `quote` is the sentence that says so, None where nothing speaks of it."""

    answer: Answer
    why: str
    sentence: Sentence | None = None
    whom: str = ""
    lapsed: bool = False

    @property
    def quote(self) -> str | None:
        """The words of the file."""
        return None if self.sentence is None else " ".join(self.sentence.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is known of the file beside what it says of papers. `closed`: what is not told of is not there."""

    said: Sequence[Mention]
    closed: bool
    as_of: date
    award: date | None
    solicited: date | None = None
    start: date | None = None
    end: date | None = None
    contractor: str | None = None
    numbers: frozenset[str] = frozenset()
    subs: tuple[Sub, ...] = ()
    no_subs: Sentence | None = None
    speaks_of_subs: bool = False
    unread: tuple[str, ...] = ()
    """What of the document nobody could read, such as pages that are pictures."""
    unseen_in: tuple[Sentence, ...] = ()
    """Sentences that say what was not looked at."""

    @property
    def last_day(self) -> date:
        """The day by which a yearly paper is due: that of reading, or the last of performance where it is over."""
        return self.as_of if self.end is None else min(self.as_of, self.end)

    def unseen(self, subject: str) -> bool:
        """Whether the text says that this was not looked at."""
        return any(re.search(SUBJECTS[subject], s.text, re.I) for s in self.unseen_in)

    def of(self, thing: str) -> list[Mention]:
        """What is said of one thing, in order."""
        return [s for s in self.said if s.thing == thing]


def absent(file: File, what: str) -> State:
    """Nothing speaks of it: not there where the file tells what it holds, else not to be told."""
    subject = next((s for s in SUBJECTS if s.split()[0] in what and (s != "certificate before award" or "before" in what)), "")
    if subject and file.unseen(subject):
        return State(Answer.UNKNOWN, f"the file says that this was not looked at: {what}")
    if file.unread:
        return State(Answer.UNKNOWN, file.unread[0].rstrip("."))
    if file.closed:
        return State(Answer.NO, f"nothing in the file speaks of {what}")
    return State(Answer.UNKNOWN, f"the text does not say what the file holds, {what} included")
