"""The process that reads contract texts: asked line by line, it answers each with the result, or why there is none."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path

from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.checking import FactsRefusedError, checked, lines_of

MEMORY = 2_000_000_000
"""What one text may take. Unit: bytes."""


def answered(line: str) -> str:
    """The result as one line of JSON."""
    asked = json.loads(line)
    path = Path(asked["path"])
    name, content = path.name, path.read_bytes()
    try:
        if "day" not in asked:
            return json.dumps({"text": lines_of(name, content)})
        day = date.fromisoformat(asked["day"])
        return json.dumps(asdict(checked(name, content, asked["facts"], day, asked.get("package"))))
    except InputRefusedError as refused:
        return json.dumps({"refused": str(refused), "of_facts": isinstance(refused, FactsRefusedError)})
    except (MemoryError, RecursionError):
        return json.dumps({"refused": f"{name} needs more memory than one text may take; expected a text of usual length; "
                                      "part it and upload its parts.", "of_facts": False})  # fmt: skip


def main() -> None:
    """Answers until nobody asks any more."""
    with suppress(ValueError, OSError):  # a machine that sets no such limit reads all the same
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    say_to, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        print(answered(line), file=say_to, flush=True)


if __name__ == "__main__":
    main()
