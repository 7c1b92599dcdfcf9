"""Fills the demonstration before its pages are served, in a process of its own."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Makes what is not there yet and says on standard error what goes on; 1 where real people work in the database, 3
    where the machine could not do it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buyfair.web.settings")
    import django

    django.setup()
    from buyfair.terms.errors import InputRefusedError, MachineError
    from buyfair.web.demo import fill

    try:
        fill(say)
    except InputRefusedError as refusal:
        say(f"buyfair: {refusal}")
        return 1
    except MachineError as problem:
        say(f"buyfair: {problem} Start it again.")
        return 3
    return 0


def say(sentence: str) -> None:
    """What goes on, where the person who started it reads it."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
