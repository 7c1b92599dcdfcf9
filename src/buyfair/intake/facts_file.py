"""Opens a facts file: TOML, read whole, refused with one sentence that names the line and the key."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from buyfair.terms.errors import InputRefusedError, refuse

LARGEST = 4 * 1024 * 1024
DEEPEST, LONGEST = 8, 10**30
TO_MEND = 'write one fact a line, such as agency = "dod", and [[lines]] above each line of the purchase'


def read_facts(path: Path) -> dict[str, Any]:
    """The facts as written, numbers exact.

    Raises: InputRefusedError where the file is absent, too large, no text, or no TOML.
    """
    if path.is_dir():
        raise refuse(f"{path} is a folder", "one facts file in TOML", "name the file in it")
    if not path.exists():
        raise refuse(f"{path} cannot be found", "a facts file in TOML", "check the name, or start without one")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise refuse(f"{path} cannot be read", "a facts file that may be read", "check its permissions") from None
    if len(content) > LARGEST:
        raise refuse(f"{path} has more than {LARGEST:,} bytes", "a facts file", TO_MEND)
    return parse_facts(content, path.name)


def parse_facts(content: bytes, name: str) -> dict[str, Any]:
    """The facts in these bytes. Raises: InputRefusedError, as above."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(f"{name} is no UTF-8 text", "a facts file in TOML", "save it as UTF-8") from None
    try:
        facts = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise _no_toml(name, text, str(wrong)) from None
    except (RecursionError, ValueError, ArithmeticError):
        raise refuse(f"{name} holds a value that no facts file needs", "plain facts", TO_MEND) from None
    if not _plain(facts):
        raise refuse(f"{name} holds a value that no facts file needs", "plain facts", TO_MEND)
    return facts


def _plain(facts: dict[str, Any]) -> bool:
    """Whether nothing is nested deeper, and no whole number longer, than facts ever are."""
    held: list[tuple[Any, int]] = [(facts, 0)]
    while held:
        value, depth = held.pop()
        if depth > DEEPEST or isinstance(value, int) and abs(value) >= LONGEST:
            return False
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        held += [(v, depth + 1) for v in inner]
    return True


def _no_toml(name: str, text: str, says: str) -> InputRefusedError:
    """The line where reading stopped, and the key that stands on it."""
    at = re.search(r"at line (\d+)", says)
    lines = text.splitlines()
    number = int(at.group(1)) if at else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    key = line.partition("=")[0].strip()
    if re.search(r"=\s*\d{4}-\d{2}-\d{2}", line):
        return refuse(f"{key} in line {number} of {name} is no day of the calendar: {line.partition('=')[2].strip()[:40]}",
                      "a day such as 2026-04-01", "check month and day")  # fmt: skip
    what = says.partition(" (at")[0].rstrip(".").lower()
    return refuse(f"line {number} of {name} ({line[:60]}) is not TOML: {what}", "facts in TOML", TO_MEND)
