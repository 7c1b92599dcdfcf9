"""Letters as a person reads them: joined letters parted, blanks of every width one blank, unseen marks gone."""

from __future__ import annotations

import re

_FROM = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "\u2010": "-", "\u2011": "-",
}  # fmt: skip
READ = str.maketrans(_FROM)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def readable(text: str) -> str:
    """The text with its letters parted, one kind of blank, and no control characters."""
    return CONTROL.sub("", text.translate(READ))
