"""Documents that a program sends within its JSON: as text, or as the bytes of a PDF or DOCX in base64. None is kept."""

from __future__ import annotations

import binascii
from base64 import b64decode
from pathlib import PurePath
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from buyfair.terms.errors import refuse
from buyfair.web.casework.store import safe_name

READ = (".pdf", ".docx", ".txt")
"""What a document may be."""


class PaperIn(Schema):
    """One document: `text`, or `base64`, the bytes of the file; the ending of its name (.txt, .pdf, .docx) says what it is."""

    model_config = {"extra": "forbid"}
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)] = "document.txt"
    text: str = ""
    base64: str = Field("", description="The bytes of a TXT, PDF or DOCX file.")


def content_of(paper: PaperIn) -> tuple[str, bytes]:
    """The name that a file may bear, and its bytes. Raises: InputRefusedError, one sentence."""
    name = safe_name(paper.name)
    if PurePath(name).suffix.lower() not in READ:
        raise refuse(f"{name} is no text of a kind that is read here", "a name that ends in .txt, .pdf or .docx", "rename it")
    if bool(paper.text) is bool(paper.base64):
        raise refuse(f"{name} is sent twice, or empty", "either text or base64", "send one of them")
    if paper.text and PurePath(name).suffix.lower() != ".txt":
        raise refuse(f"{name} is sent as text", "base64 for a PDF or DOCX", "send its bytes, or name it .txt")
    try:
        return name, paper.text.encode() if paper.text else b64decode(paper.base64, validate=True)
    except (binascii.Error, ValueError):
        told = f"the base64 of {name} cannot be read"
        raise refuse(told, "the bytes of the file in base64", "encode the file anew") from None
