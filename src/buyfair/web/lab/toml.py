"""A reform written as the text of its file, so that what a form says can be taken, read by anybody and tried elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any


def toml(told: Mapping[str, Any]) -> str:
    """The text: values first, then each table; what is read back is what was told."""
    values = {key: value for key, value in told.items() if not _tables(value)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    for key, rows in told.items():
        for row in rows if _tables(rows) else ():
            lines += [f"[[{_key(key)}]]", *(f"{_key(name)} = {_value(value)}" for name, value in row.items())]
    return "\n".join(lines) + "\n"


def _tables(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value) and all(
        isinstance(each, Mapping) for each in value)  # fmt: skip


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _quoted(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_value, value))}]"
    return _long(str(value)) if "\n" in str(value) else _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long(text: str) -> str:
    """Words of several lines, one below the other."""
    lines = [_quoted(line)[1:-1] for line in text.replace("\r\n", "\n").split("\n")]
    return '"""\n' + "\n".join(lines) + '"""'
