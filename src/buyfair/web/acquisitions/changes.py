"""Facts as they are kept and changed: exactly the facts file of `buyfair duties`, as JSON; each change is one line of text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.cards.questions import MOST_LINES, telling
from buyfair.judge.facts import MONEY, place
from buyfair.judge.seen import LINES
from buyfair.judge.told import NOT_SAID
from buyfair.purchase import vocabulary
from buyfair.terms.errors import InputRefusedError, refuse

ADD, REMOVE, UNDO = "add line", "remove line", "undo"
"""What may be done to the facts beside telling one."""
OF_A_LINE = re.compile(rf"{LINES}\[[1-9][0-9]{{0,5}}\]\.[a-z_]+", re.ASCII)
"""How a fact of one line is written."""
Told = dict[str, Any]


def plain(value: Any) -> Any:
    """A value of a facts file as JSON: days and exact amounts as text."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else value


def exact(kept: Mapping[str, Any]) -> Told:
    """The facts as the engine reads them: amounts are numbers again; a day may stay as text."""
    found: Told = {}
    for key, value in kept.items():
        if key == LINES and isinstance(value, list):
            found[key] = [{k: _exact(f"{LINES}[1].{k}", v) for k, v in line.items()} for line in value]
        elif isinstance(value, Mapping):
            found[key] = {k: _exact(f"{key}.{k}", v) for k, v in value.items()}
        else:
            found[key] = _exact(key, value)
    return found


def _exact(path: str, value: Any) -> Any:
    fact = vocabulary().fact(path)
    return Decimal(value) if fact is not None and fact.kind == MONEY and _amount(value) else value


def _amount(value: Any) -> bool:
    return isinstance(value, str) and value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit()


def written(changes: Iterable[tuple[str, Any]]) -> str:
    """Changes as an event keeps them, one a line."""
    return "\n".join(f"{path} = {json.dumps(plain(value), ensure_ascii=False)}" for path, value in changes)


def read(text: str) -> list[tuple[str, Any]]:
    """The changes of such a text.

    Raises: InputRefusedError, naming the line.
    """
    found = []
    for line in filter(str.strip, text.splitlines()):
        path, _, value = line.partition(" = ")
        try:
            found.append((path.strip(), json.loads(value, parse_float=Decimal, parse_constant=_no_number)))
        except (ValueError, RecursionError):
            raise refuse(f"“{line[:60]}” is no change", "path = value, such as lines[1].cots = true",
                         "write the value as true, a number, or words in quotes") from None  # fmt: skip
    return found


def _no_number(said: str) -> Any:
    raise ValueError(said)


def changed(kept: Mapping[str, Any], changes: Iterable[tuple[str, Any]]) -> Told:
    """The facts after the changes; nothing is checked against the law's words here.

    Raises: InputRefusedError for a line or a fact that there is not.
    """
    told = deepcopy(dict(kept))
    for path, value in changes:
        told = _one(told, path, value)
    return told


def _one(told: Told, path: str, value: Any) -> Told:
    if path == ADD:
        return _added(told)
    if path == REMOVE:
        return _removed(told, value)
    if path == LINES and isinstance(value, int) and not isinstance(value, bool):
        return {**told, LINES: [{} for _ in range(max(1, min(value, MOST_LINES)))]}
    _there(told, path)
    if path == LINES and isinstance(value, list) and not all(isinstance(line, Mapping) for line in value):
        raise refuse("The lines are told by something that is no line", "a number of lines, or a table for each",
                     "add a line, then tell its facts")  # fmt: skip
    return plain(telling(told, path, value)) if value is not None else _without(told, path)


def _there(told: Told, path: str) -> None:
    """Raises: InputRefusedError where the path is none, or names a line that there is not."""
    no_line = path.startswith(f"{LINES}[") and OF_A_LINE.fullmatch(path) is None
    if path != LINES and (no_line or vocabulary().fact(path) is None):
        raise refuse(f"{path[:60]} is no fact", "one that the page asks for", "open the page again and answer there")
    line, _ = place(path) if path.startswith(f"{LINES}[") else (None, path)
    if line is not None and not 0 <= line < count(told):
        raise refuse(
            f"{path[:60]} names a line that there is not", f"a line from 1 to {count(told)}", "add the line first"
        )


def count(told: Mapping[str, Any]) -> int:
    """How many lines are told."""
    lines = told.get(LINES)
    return len(lines) if isinstance(lines, list) else 0


def _added(told: Told) -> Told:
    if count(told) >= MOST_LINES:
        raise refuse(f"There are {count(told)} lines", f"at most {MOST_LINES} here", "tell like lines together")
    return {**told, LINES: [*(told[LINES] if count(told) else []), {}]}


def _removed(told: Told, number: Any) -> Told:
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= count(told):
        raise refuse(f"Line {str(number)[:20]} is not there", f"a line from 1 to {count(told)}", "open the page again")
    lines = [line for n, line in enumerate(told[LINES], start=1) if n != number]
    return {**told, LINES: lines} if lines else {key: value for key, value in told.items() if key != LINES}


def _without(told: Told, path: str) -> Told:
    line, key = place(path) if path.startswith(f"{LINES}[") else (None, path)
    if line is not None:
        told[LINES][line].pop(key, None)
        return told
    table, _, inner = key.partition(".")
    if inner and isinstance(told.get(table), dict):
        told[table].pop(inner, None)
        return told if told[table] else {k: v for k, v in told.items() if k != table}
    told.pop(key, None)
    return told


def value_at(told: Mapping[str, Any], path: str) -> Any:
    """What is told at a path; None where nothing is."""
    if path.startswith(f"{LINES}["):
        line, key = place(path)
        lines = told.get(LINES)
        held = lines[line] if isinstance(lines, list) and line is not None and 0 <= line < len(lines) else {}
        return held.get(key)
    table, _, inner = path.partition(".")
    held = told.get(table) if inner else None
    return held.get(inner) if isinstance(held, Mapping) else told.get(path)


def put_off(told: Mapping[str, Any], path: str) -> bool:
    """Whether somebody said of this fact that it is not known yet, or that there may be more than was told."""
    held = value_at(told, path)
    return bool(held == NOT_SAID) or left_open(held)


def left_open(held: Any) -> bool:
    """Whether a told list says that there may be more: an answer, and one that is open."""
    parts = held if isinstance(held, list) else []
    return NOT_SAID in [part.get("country") if isinstance(part, Mapping) else part for part in parts]


def storable(told: Mapping[str, Any]) -> Told:
    """The same as JSON that every database takes.

    Raises: InputRefusedError where a text holds what no text should.
    """
    kept: Told = plain(told)
    if "\\u0000" in json.dumps(kept):
        raise InputRefusedError("A text holds a character that is none (NUL); expected plain words; type it anew.")
    return kept
