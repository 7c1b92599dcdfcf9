"""A reform of one's own as a part of an address: the text of its file, pressed small.

It lives nowhere else: nobody's draft is stored here, so there is nothing to moderate, to lose or to give away, and the same
address shows the same reform for as long as somebody keeps it.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from buyfair.terms.errors import refuse

LONGEST = 6_000
"""Letters of an address that every browser, proxy and mail program carries."""
LARGEST = 48_000
"""Bytes of a text that is unpressed; a small address cannot be made to fill the memory."""


def packed(text: str) -> str:
    """The text as letters of an address. Raises: InputRefusedError where it is too long for one."""
    content = text.encode()
    found = urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    if len(content) > LARGEST or len(found) > LONGEST:
        raise refuse(
            f"This reform has {len(content):,} bytes, {len(found):,} letters when pressed",
            f"at most {LARGEST:,} bytes and {LONGEST:,} letters, since it lives in the address of its page",
            "shorten its words, or try the file with the command: buyfair reform FILE --in FOLDER",
        )
    return found


def unpacked(letters: str) -> str:
    """The text again. Raises: InputRefusedError where the letters were cut or changed on the way."""
    broken = refuse("The reform in this address was cut or changed on the way", "the whole address as it was shared",
                    "ask for the address again, or for the file of the reform")  # fmt: skip
    if len(letters) > LONGEST:
        raise broken
    try:
        content = urlsafe_b64decode(letters.encode("ascii") + b"=" * (-len(letters) % 4))
        pressed = zlib.decompressobj()
        text = pressed.decompress(content, LARGEST)
        if not pressed.eof or pressed.unused_data:
            raise broken
        return text.decode("utf-8")
    except (ValueError, binascii.Error, zlib.error):
        raise broken from None
