"""Puts a signed modification below the text that it changes, so that both can be read as one."""

from __future__ import annotations

from pathlib import PurePath

from buyfair.cards.repair import DRAFT
from buyfair.cards.repair_terms import BLANK
from buyfair.terms.errors import refuse
from buyfair.web.audits.checking import Reader
from buyfair.web.casework import store

HEADING = "MODIFICATION OF THE CONTRACT, in force as signed"
NOT_THE_CONTRACT = ("Letter to the contractor: what is still needed", "For the contracting officer's own file",
                    "What this draft was made from")  # fmt: skip
"""Where our draft ends to be a modification: what is asked for is not there yet."""


def joined(contract: store.Kept, signed: store.Kept, reader: Reader) -> tuple[str, bytes]:
    """The name and the bytes of the text of both.

    Raises: InputRefusedError where one cannot be read, or is the draft and not the modification, or still has its blanks.
    """
    before, after = _read(contract, reader), _read(signed, reader)
    if DRAFT in after:
        raise refuse(f"{signed.name} still says that it is a draft, not issued and not signed", "the modification as signed",
                     "attach the signed one")  # fmt: skip
    if empty := BLANK.findall(" ".join(after.split())):
        said = f"{signed.name} still has {len(empty)} of the blanks of the draft: {empty[0]}"
        raise refuse(said, "the modification as signed", "attach the one that was filled in and signed")
    lines = after.split("\n")
    end = next((n for n, line in enumerate(lines) if line.startswith(NOT_THE_CONTRACT)), len(lines))
    text = "\n".join([before, "", HEADING, *lines[:end]]) + "\n"
    return f"{PurePath(contract.name).stem[:80]}-as-modified.txt", text.encode()


def _read(kept: store.Kept, reader: Reader) -> str:
    content = store.content_of(kept.sha256)
    if content is None:
        raise refuse(f"{kept.name} is missing from the store", "a document on file", "tell the administrator")
    return reader.lines(kept.name, content)
