"""Tells the notes that say a part was not read, so that what was not found there counts as unknown and not as missing."""

from __future__ import annotations

from buyfair.terms.document import Document

NOT_READ = "could not be read"


def unread(document: Document) -> tuple[str, ...]:
    """The notes of a document that name a part of it nobody read; none where all of it was."""
    return tuple(note for note in document.notes if NOT_READ in note)
