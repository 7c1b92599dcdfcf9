"""What kind of document a file is, told by its content; what its name claims must agree."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePath

from buyfair.web.casework.refused import DocumentRefusedError

TAKEN = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""Every kind that is taken, by suffix, and what it is sent as."""
SAME = {"jpg": "jpeg", "text": "txt", "md": "txt"}
LARGEST_UNPACKED = 300_000_000
MOST_MEMBERS = 10_000
EXPECTED = "expected PDF, DOCX, XLSX, CSV, TXT, PNG, JPEG or JSON"


def claimed(name: str) -> str:
    """The kind that a name claims, whether it is taken or not."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    return SAME.get(suffix, suffix)


def suffix_of(name: str, content: bytes) -> str:
    """The kind of a file by its content, as the suffix of its name.

    Raises: DocumentRefusedError where it is none of those taken, or not what its name claims.
    """
    called = claimed(name)
    if called not in TAKEN:
        raise DocumentRefusedError(f"{name!r} has no name of a document that is taken: {EXPECTED}.")
    if not content:
        raise DocumentRefusedError(f"{name!r} is empty; choose the file again.")
    found = _marked(name, content) or _plain(name, called, content)
    if found != called:
        raise DocumentRefusedError(
            f"{name!r} is called {called} and is {found} by its content; give it its right name."
        )
    return found


def _marked(name: str, content: bytes) -> str | None:
    """The kinds that begin with a mark of their own."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return _packed(name, content) if content.startswith(b"PK\x03\x04") else None


def _packed(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocumentRefusedError(
            f"{name!r} is damaged: it begins like an office file and cannot be opened."
        ) from None
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_UNPACKED:
        raise DocumentRefusedError(
            f"{name!r} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB or {MOST_MEMBERS:,} parts; save it smaller."
        )
    names = {member.filename for member in members}
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise DocumentRefusedError(f"{name!r} holds macros; save it without them.")
    for part, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if part in names and "[Content_Types].xml" in names:
            return kind
    raise DocumentRefusedError(f"{name!r} is an archive and no document: unpack it and send what is in it; {EXPECTED}.")


def _plain(name: str, called: str, content: bytes) -> str:
    """Text: told apart by what its name claims, and checked."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentRefusedError(
            f"{name!r} is no kind of document that is taken: {EXPECTED}, texts in UTF-8."
        ) from None
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        raise DocumentRefusedError(f"{name!r} is no text: it holds signs that no text holds; {EXPECTED}.")
    if called == "json":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise DocumentRefusedError(
                f"{name!r} is called json and cannot be read as JSON; mend it or call it txt."
            ) from None
    return called if called in ("json", "csv", "txt") else "txt"
