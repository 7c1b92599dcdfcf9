"""Reads one document, whatever it is written in."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

from buyfair.intake.documents.kinds import EXPECTED, MAX_BYTES, kind_of
from buyfair.intake.documents.pdf import read_pdf
from buyfair.intake.documents.plain import read_plain
from buyfair.intake.documents.word import read_word
from buyfair.terms.document import Document, WrittenLine
from buyfair.terms.errors import refuse

NO_SUCH = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
"""What the machine says of a name behind which no file stands."""

Read = tuple[list[WrittenLine], int | None, list[str]]


def read_document(path: Path) -> Document:
    """The lines of a PDF, DOCX, TXT or MD in reading order; the same bytes give the same document.

    Raises: InputRefusedError, one sentence, for what cannot be read: another kind of file, locked, damaged, only pictures.
    """
    content = _content(path)
    read = {"pdf": read_pdf, "docx": read_word, "text": read_plain}[kind_of(path.name, content)]
    lines, pages, notes = read(path.name, content)
    return Document(path.name, hashlib.sha256(content).hexdigest(), tuple(lines), pages, tuple(notes))


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refuse(f"{path} is a folder", EXPECTED, "name the documents inside it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            most = f"at most {MAX_BYTES // 2**20} MB"
            raise refuse(f"{path.name} has {size // 2**20} MB", most, "part it and give its parts")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise refuse(f"{path.name} does not end", f"at most {MAX_BYTES // 2**20} MB", "give a file and no device")
        return content
    except PermissionError as problem:
        raise refuse(f"{path} may not be opened", EXPECTED, "ask for the right to read it, or give a copy") from problem
    except OSError as problem:
        if problem.errno not in NO_SUCH:
            raise
        raise refuse(f"{path} is not there", EXPECTED, "see how its name is spelled") from problem
