"""Why a move or a deed does not happen: each reason a class of its own, each with one sentence that says what is missing."""

from __future__ import annotations


class RefusedError(Exception):
    """Something was asked of a case that is not done; nothing was written. `status` is what a page answers with."""

    status = 422

    @property
    def kind(self) -> str:
        """The reason as the log of refusals keeps it."""
        return type(self).__name__.removesuffix("Error")


class NoSuchMoveError(RefusedError):
    """The flow has no such move."""

    status = 404


class NotYoursError(RefusedError):
    """The role, or the relation to the case, does not allow it."""

    status = 403


class SecondReaderError(RefusedError):
    """Another person, or another organization, must do it."""

    status = 403


class NotNowError(RefusedError):
    """The case stands where this cannot be done."""

    status = 409


class TooLateError(RefusedError):
    """The day until which it could be done is over."""

    status = 409


class TooEarlyError(RefusedError):
    """The day after which it may be done has not come."""

    status = 409


class StaleError(RefusedError):
    """Somebody else changed the case since the page was opened."""

    status = 409


class MissingError(RefusedError):
    """Something that it needs is not there; `by_name` says what, field by field."""

    def __init__(self, by_name: dict[str, str]) -> None:
        super().__init__("; ".join(by_name.values()) + ".")
        self.by_name = by_name


class DocumentRefusedError(RefusedError):
    """A file that is not taken: its kind, its size, what a scan found."""


class NoRoomError(DocumentRefusedError):
    """The disk holds no more, or cannot be written to; nothing of what was sent was kept."""

    status = 507


class StateWrittenElsewhereError(Exception):
    """A defect of ours: something beside a move tried to write where a case stands."""


class LedgerIsAppendOnlyError(Exception):
    """A defect of ours: something tried to change or delete what was written down."""
