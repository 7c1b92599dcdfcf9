"""Opens a facts file, or a reform file: TOML, read whole, refused with one sentence that names the line and the key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from buyfair.terms.errors import InputRefusedError, refuse

LARGEST = 4 * 1024 * 1024
DEEPEST, LONGEST = 8, 10**30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file is to be, what stands in it, and how one is written."""

    what: str
    holds: str
    to_mend: str


FACTS = Wanted(
    "facts file", "facts", 'write one fact a line, such as agency = "dod", and [[lines]] above each line of the purchase'
)
REFORM = Wanted(
    "reform file", "a reform", "write title, instrument, words and source, and a change such as [[amount]] with name and value"
)


def read_facts(path: Path) -> dict[str, Any]:
    """The facts as written, numbers exact.

    Raises: InputRefusedError where the file is absent, too large, no text, or no TOML.
    """
    return parse_facts(read_whole(path, FACTS), path.name)


def read_whole(path: Path, wanted: Wanted) -> bytes:
    """The bytes of the file. Raises: InputRefusedError where it is absent, too large, or may not be read."""
    if path.is_dir():
        raise refuse(f"{path} is a folder", f"one {wanted.what} in TOML", "name the file in it")
    if not path.exists():
        raise refuse(f"{path} cannot be found", f"a {wanted.what} in TOML", "check the name, or start without one")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise refuse(f"{path} cannot be read", f"a {wanted.what} that may be read", "check its permissions") from None
    if len(content) > LARGEST:
        raise refuse(f"{path} has more than {LARGEST:,} bytes", f"a {wanted.what}", wanted.to_mend)
    return content


def parse_facts(content: bytes, name: str, wanted: Wanted = FACTS) -> dict[str, Any]:
    """The facts, or the reform, in these bytes. Raises: InputRefusedError, as above."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(f"{name} is no UTF-8 text", f"a {wanted.what} in TOML", "save it as UTF-8") from None
    try:
        facts = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise _no_toml(name, text, str(wrong), wanted) from None
    except (RecursionError, ValueError, ArithmeticError):
        raise _no_plain(name, wanted) from None
    if not _plain(facts):
        raise _no_plain(name, wanted)
    return facts


def _no_plain(name: str, wanted: Wanted) -> InputRefusedError:
    return refuse(f"{name} holds a value that no {wanted.what} needs", f"{wanted.holds} in plain values", wanted.to_mend)


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


def _no_toml(name: str, text: str, says: str, wanted: Wanted) -> InputRefusedError:
    """The line where reading stopped, and the key that stands on it."""
    at = re.search(r"at line (\d+)", says)
    lines = text.splitlines()
    number = int(at.group(1)) if at else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)  # signs that steer would steer the page
    key = line.partition("=")[0].strip()
    if re.search(r"=\s*\d{4}-\d{2}-\d{2}", line):
        return refuse(f"{key} in line {number} of {name} is no day of the calendar: {line.partition('=')[2].strip()[:40]}",
                      "a day such as 2026-04-01", "check month and day")  # fmt: skip
    what = says.partition(" (at")[0].rstrip(".").lower()
    return refuse(f"line {number} of {name} ({line[:60]}) is not TOML: {what}", f"{wanted.holds} in TOML", wanted.to_mend)
