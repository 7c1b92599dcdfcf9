"""Takes off what a picture tells beside itself: place, camera, hour, owner. Where it cannot, the file is not taken."""

from __future__ import annotations

import struct

from buyfair.web.casework.refused import DocumentRefusedError

PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"sBIT", b"pHYs"}
"""The parts of a PNG that draw it; text, hour, EXIF and whatever else are left out."""


def stripped(name: str, suffix: str, content: bytes) -> bytes:
    """The same picture without what it tells beside itself; plain texts as they are.

    Raises: DocumentRefusedError for kinds from which it cannot be taken off, and for damaged ones.
    """
    if suffix in ("txt", "csv", "json"):
        return content
    if suffix not in _READERS:
        raise DocumentRefusedError(
            f"{name!r} may tell who wrote it and where, and this cannot be taken off a {suffix}; send pictures or plain text."
        )
    try:
        return _READERS[suffix](content)
    except (ValueError, struct.error, IndexError):
        raise DocumentRefusedError(f"{name!r} is damaged; save the picture again and send it.") from None


def _jpeg(content: bytes) -> bytes:
    """Leaves out the application segments (EXIF, XMP, maker's) and comments; APP14 tells colors and stays."""
    out, at = bytearray(content[:2]), 2
    while True:
        at = content.index(b"\xff", at)
        mark = content[at + 1]
        if mark == 0xD9:
            return bytes(out) + b"\xff\xd9"
        if mark == 0xFF:
            at += 1
            continue
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if mark == 0xDA:
            end = _after_scan(content, end)
        if not (0xE0 <= mark <= 0xED or mark in (0xEF, 0xFE)):
            out += content[at:end]
        at = end


def _after_scan(content: bytes, at: int) -> int:
    """Where the drawn part ends: at the next mark that is neither an escaped byte nor a restart."""
    while content[at] != 0xFF or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
        at += 1
    return at


def _png(content: bytes) -> bytes:
    out, at = bytearray(content[:8]), 8
    while True:
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if len(content) < at + 12 + size:
            raise ValueError
        if kind in PNG_KEPT:
            out += content[at : at + 12 + size]
        at += 12 + size
        if kind == b"IEND":
            return bytes(out)


_READERS = {"jpeg": _jpeg, "png": _png}
