"""The first look at one award file, in a process of its own.

python -m buyfair.web.award_files.look PARENT MEMORY FILE NAME WORK
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from buyfair.web.award_files.bounded import MACHINE, REFUSED, bound, tell

_FILE, _SECONDS = 2 << 30, 60


def main(parent: str, memory: str, file: str, name: str, work: str) -> int:
    """Looks, and tells what was seen as one line of JSON."""
    bound(int(parent), memory=int(memory), file=_FILE, seconds=_SECONDS)
    from buyfair.first_look import first_look
    from buyfair.terms.errors import InputRefusedError, MachineError

    try:
        seen = first_look(Path(file), name, Path(work))
    except InputRefusedError as refusal:
        tell(refused=str(refusal))
        return REFUSED
    except (MachineError, MemoryError, OSError) as problem:
        tell(machine=str(problem) or "there was not enough memory")
        return MACHINE
    tell(look=asdict(seen))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:6]))
