"""Tells by its content what kind of file a document is; each kind that is not read has one sentence on how to mend it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Literal

from buyfair.intake.text import is_damage
from buyfair.terms.errors import InputRefusedError, refuse

Kind = Literal["pdf", "docx", "text"]
READABLE = (".txt", ".md", ".pdf", ".docx")
EXPECTED = "a contract or plan as PDF, DOCX or plain text"
MAX_BYTES = 200 * 1024 * 1024
"""200 MB: far above any contract; what is larger is a bundle of scans or no document."""

AS_PDF_OR_DOCX = "open it in a word processor and save it as DOCX or PDF"
PICTURE = "run text recognition (OCR) over it first, or give a TXT"
MAGIC: Mapping[bytes, tuple[str, str]] = {
    b"{\\rtf": ("is a Rich Text file (RTF)", AS_PDF_OR_DOCX),
    b"\x89PNG": ("is a picture (PNG)", PICTURE),
    b"\xff\xd8\xff": ("is a picture (JPEG)", PICTURE),
    b"GIF8": ("is a picture (GIF)", PICTURE),
    b"II*\0": ("is a picture (TIFF)", PICTURE),
    b"MM\0*": ("is a picture (TIFF)", PICTURE),
    b"BM": ("is a picture (BMP)", PICTURE),
    b"\x1f\x8b": ("is a compressed file (gzip)", "unpack it first"),
    b"Rar!": ("is an archive (RAR)", "unpack it first and give the documents inside"),
    b"7z\xbc\xaf": ("is an archive (7z)", "unpack it first and give the documents inside"),
    b"%!PS": ("is a PostScript file", "print it to PDF"),
}
"""How a file begins that is not read, and what it is."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")


def kind_of(name: str, content: bytes) -> Kind:
    """What the bytes are, whatever the name says.

    Raises: InputRefusedError for every kind that is not read.
    """
    if not content.strip(b"\0 \t\r\n\f"):
        raise refuse(f"{name} is empty", EXPECTED, "give the file with its text")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _packed(name, content)
    if content.startswith(OLE):
        raise _old_word(name, content)
    for begin, (is_a, mend) in MAGIC.items():
        if content.startswith(begin) and not (begin == b"BM" and b"\0" not in content[:64]):
            raise refuse(f"{name} {is_a}", EXPECTED, mend)
    return _plain(name, content)


def _packed(name: str, content: bytes) -> Kind:
    """A zip is a Word document, another office's document, or an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            short = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            first = archive.read("mimetype") if short else b""
    except Exception as problem:
        if is_damage(problem) or isinstance(problem, KeyError):
            raise damaged(name, "a whole DOCX") from problem
        raise
    other = any(n.startswith(("xl/", "ppt/")) for n in names)
    if any(n.startswith("word/") for n in names) or {"[Content_Types].xml", "_rels/.rels"} <= names and not other:
        return "docx"
    if b"opendocument" in first:
        raise refuse(f"{name} is an OpenDocument file (ODT)", EXPECTED, AS_PDF_OR_DOCX)
    if any(n.startswith("xl/") for n in names):
        raise refuse(f"{name} is a workbook (XLSX)", EXPECTED, "save the sheet with the text as PDF")
    if any(n.startswith("ppt/") for n in names):
        raise refuse(f"{name} is a presentation (PPTX)", EXPECTED, "save it as PDF")
    raise refuse(f"{name} is an archive (ZIP)", EXPECTED, "unpack it first and give the documents inside")


def _old_word(name: str, content: bytes) -> InputRefusedError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refuse(f"{name} is locked with a password", EXPECTED, "open it with the password and save it without one")
    return refuse(f"{name} is an old Office file (DOC, before 2007)", EXPECTED, AS_PDF_OR_DOCX)


def _plain(name: str, content: bytes) -> Kind:
    begin = content[:4096]
    wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
    if begin.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise refuse(f"{name} is a web page or XML", EXPECTED, "open it in a browser and print it to PDF")
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b" for byte in begin)
    if not wide and (b"\0" in begin or odd > len(begin) / 50):
        raise refuse(f"{name} holds no text that can be read", EXPECTED, "see whether the right file was given and is whole")
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in ("pdf", "docx"):
        raise refuse(f"{name} has a name that ends in .{ending} but its content is no {ending.upper()}",
                     EXPECTED, "fetch the file again, or give it the ending .txt if it is a plain text")  # fmt: skip
    return "text"


def damaged(name: str, expected: str) -> InputRefusedError:
    """The refusal of a file that breaks off or whose parts do not fit together."""
    return refuse(f"{name} is damaged", expected, "fetch the file again, or open it in its program and save it anew")
