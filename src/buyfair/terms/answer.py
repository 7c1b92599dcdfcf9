"""Three answers: yes, no, unknown. Unknown is never folded into either of the others."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """The answer of a check, a case row or a rule."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
