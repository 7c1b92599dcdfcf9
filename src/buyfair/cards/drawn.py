"""Draws blocks of text one below the other for a terminal, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import StringIO
from typing import TypeVar

from rich.console import Console

T = TypeVar("T")


def drawn(blocks: Iterable[Callable[[Console, T], None]], told: T, width: int, color: bool) -> str:
    """Calm text of at most `width` columns, readable without color; nothing of the terminal's own settings counts."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, color_system="standard" if color else None, no_color=not color,
        emoji=False, markup=False, highlight=False, force_jupyter=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for block in blocks:
        block(console, told)
    text = out.getvalue()
    return text if color else "\n".join(line.rstrip() for line in text.split("\n"))
