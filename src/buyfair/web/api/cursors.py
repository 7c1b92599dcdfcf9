"""A place in a list: opaque, signed, and good only for the snapshot and the question that it was given for."""

from __future__ import annotations

from typing import Annotated

from django.core import signing
from ninja import Field

from buyfair.web.api.frame import ProblemError

Cursor = Annotated[str, Field(max_length=4_000, description="Where the page begins, as `next` of the one before says it.")]
_SALT = "api.cursor"
NO_CURSOR = "no-such-cursor"
NONE = "The cursor is none that a page gave; begin again without it."


def given(stands_on: str, question: str, after: str) -> str:
    """The cursor of the next page."""
    return signing.dumps([stands_on, question, after], salt=_SALT)


def read(cursor: str, stands_on: str, question: str) -> str | None:
    """The place that a cursor names; None at the beginning.

    Raises: ProblemError, 400 for no cursor of ours or of another question, 409 where another snapshot is shown since.
    """
    if not cursor:
        return None
    try:
        of, asked, after = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise ProblemError(400, NONE, kind=NO_CURSOR) from None
    if asked != question:
        raise ProblemError(400, "The cursor belongs to other filters or another order; begin again without it.", kind=NO_CURSOR)
    if of != stands_on:
        raise ProblemError(409, "Another snapshot is shown since this list was begun; begin again without the cursor.",
                           kind="list-changed")  # fmt: skip
    return str(after)
