"""The style of the report's pictures for pages that hold them: the very rules of the report, under one class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

UNDER = ".drawn"
_FRAME = re.compile(
    r"(?:\*|html|body|h1|header|footer|nav|main|\.(?:skip|in|mark|what|cols|sample|answer))(?![\w-])"
    r"|section\.sample|:focus-visible"
)
"""What the report says of its own frame; a page has a frame of its own."""
_PIECE = re.compile(r"\s*([^{}]+?)\s*\{")


def pictures() -> str:
    """Every rule of the report that is about a picture, a table or their words, for whatever stands inside the class.

    Pages are light only, and have a frame and a paper of their own: what the report says of those is left out.
    """
    style = files("buyfair.cards").joinpath("report_style.j2").read_text("utf-8")
    return "\n".join(("/* Made from the style of the report: manage.py style_pictures */", *_scoped(style))) + "\n"


def _scoped(style: str) -> Iterator[str]:
    at = 0
    while piece := _PIECE.match(style, at):
        head, begin = piece.group(1), piece.end()
        at = _end(style, begin)
        body = style[begin : at - 1].strip()
        if head.startswith("@media"):
            inner = "\n".join(_scoped(body))
            if inner and "dark" not in head:
                yield f"{head}{{\n{inner}\n}}"
        elif not head.startswith("@"):
            yield from _rule(head, body)


def _end(style: str, begin: int) -> int:
    """The place behind the brace that closes what was opened before `begin`."""
    depth, at = 1, begin
    while depth:
        depth += {"{": 1, "}": -1}.get(style[at], 0)
        at += 1
    return at


def _rule(head: str, body: str) -> Iterator[str]:
    kept = [f"{UNDER} {each}" if each != ":root" else UNDER for each in map(str.strip, head.split(","))
            if not _FRAME.match(each)]  # fmt: skip
    if kept:
        yield f"{','.join(kept)}{{{body}}}"
