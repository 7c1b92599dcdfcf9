"""Reads the name of a production site: which firm it is, and by what number or word the firm tells its sites apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from buyfair.screen.addresses import AddressWords, bare_number, latin
from buyfair.screen.names import Name, read
from buyfair.screen.vocabulary import Vocabulary

_GLUED_FORM = re.compile(r"\b(ltd|limited|inc|corp|llc|gmbh|srl|sti)(?=unit|factory|branch|plant|\d)")
_BETWEEN = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_PIECE = re.compile(r"\d+|[a-z]+|[^a-z0-9]+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True, slots=True)
class SiteName:
    """The firm's name without what tells its sites apart, and that: numbers (unit 14), and whether a word calls a site."""

    firm: Name
    numbers: frozenset[str]
    called: bool

    @property
    def designated(self) -> bool:
        """Whether the name tells this site from others of the firm."""
        return self.called or bool(self.numbers)


def read_site_name(given: str, known: Vocabulary, words: AddressWords) -> SiteName:
    """The name in two: the firm, and its own numbering of sites; a name of nothing else is the firm's name as it is."""
    pieces = _PIECE.findall(_BETWEEN.sub(" ", _GLUED_FORM.sub(r"\1 ", latin(given))))
    numbers: set[str] = set()
    kept: list[str] = []
    called = False
    for at, piece in enumerate(pieces):
        if piece.isdigit() or (piece in _ROMAN and at):
            numbers.add(_ROMAN.get(piece) or bare_number(piece))
        elif piece in words.site:
            called = called or words.site[piece]
        else:
            kept.append(piece)
            continue
        kept.append(" ")
    firm = read("".join(kept), known)
    return SiteName(replace(firm if firm.words else read(given, known), given=given), frozenset(numbers), called)
