"""Whether a name bears a word of an organization, for lists that do not tell firms from persons; otherwise it is not told."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from buyfair.terms import bundled

_ENDINGS = re.compile(
    r"(?:bank|tech|chem|pharm|stroy|export|import|impex|prom|energo|trans|mash|invest|consult|soft|tronics?|net|group|"
    r"trade|metall?|gaz|neft|tekhnika|snab|torg|avia|bau|werke?|verlag|handel|kombinat|zavod|line|works?|com|lab|systems?)$"
)
_COMMA_FORM = re.compile(r"^[^,]*, ?[A-Za-z.]{2,5}$")
_IDEOGRAPHS = 0x2E80
"""Signs from here on write Chinese, Japanese or Korean; lists give persons in Latin letters."""


@cache
def _words(*kinds: str) -> frozenset[str]:
    """The words of these kinds.

    legal_form, trade: they make an organization. short_form: a legal form that is also a part of persons' names; it
    counts at the end, or at the head where no comma follows. title: before a name without a figure it makes a person.
    weaker_title: it makes a person where no word of an organization follows.
    """
    return frozenset(r["word"] for r in bundled.rows("buyfair.terms", "organization_words.csv") if r["kind"] in kinds)


def kind_by_words(name: str) -> Literal["organization", "person", "not_told"]:
    """What the words of a name tell: a title makes a person; a legal form, a trade, a figure or an ampersand a firm.

    A single word is a firm: lists write persons with two names or more. Otherwise the name tells nothing.
    """
    words = _of(name)
    if not words:
        return "not_told"
    figures = re.search(r"\d", name) is not None
    if words[0] in _words("title") and words[-1] not in _words("legal_form") and not figures:
        return "person"
    if figures or "&" in name or len(words) == 1 or any(ord(s) > _IDEOGRAPHS for s in name):
        return "organization"
    if any(_of_a_firm(word) for word in words) or _short_form(words, name):
        return "organization"
    return "person" if words[0] in _words("weaker_title") else "not_told"


def _of(name: str) -> list[str]:
    """The words of a name: no accents, S.A. as one word, a bracket at its end left out."""
    bare = "".join(s for s in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(s))
    bare = re.sub(r"\s*\([^()]*\)$", "", bare) or bare
    return re.findall(r"[^\W_]+", re.sub(r"\b(\w)\.(?=\w\b)", r"\1", re.sub(r"[\u2019'`]", "", bare)))


def _of_a_firm(word: str) -> bool:
    return word in _words("legal_form", "trade") or len(word) > 6 and _ENDINGS.search(word) is not None


def _short_form(words: list[str], name: str) -> bool:
    """Whether a name ends with a short legal form, or opens with one; a comma elsewhere is that of a person's name."""
    short, alone = _words("short_form"), "," not in name
    return words[-1] in short and (alone or _COMMA_FORM.search(name) is not None) or words[0] in short and alone
