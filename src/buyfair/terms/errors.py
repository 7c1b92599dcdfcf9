"""The one way to refuse an input: a sentence that says what was given, what was expected and how to mend it."""

from __future__ import annotations


class InputRefusedError(Exception):
    """The input was wrong (exit status 1); nothing was written."""


class MachineError(Exception):
    """The machine could not do it: disk, memory, a missing component (exit status 3)."""


class TooSlowError(MachineError):
    """A question took longer than it may: nothing is wrong with it, and nothing was found out."""


def refuse(given: str, expected: str, mend: str) -> InputRefusedError:
    """One sentence of three parts, each without its final stop."""
    return InputRefusedError(f"{given}; expected {expected}; {mend}.")
