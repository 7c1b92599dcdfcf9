"""Reads an address as a clerk would: its numbers by what they number, its own words, and the kinds of places it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from buyfair.screen.names import visible

_LETTER_FOR_NUMBER = re.compile(r"(?<=\d)o\b")
_NUMBER_FOR_LETTER = re.compile(r"(?<=[a-z]\.)0(?=\.)")
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[a-z](?![a-z]))?|[a-z]+|[,;#]")
_DIGITS = re.compile(r"\d+")
POSTAL = 5
"""Digits from which a number that nothing labels is a postal code; one digit less where it ends the address."""

GLUED = 4
"""Letters that a kind of place and the name beside it must have at least to be cut apart."""

BEFORE_THEIR_WORD = {
    "km": "km",
    "bolge": "bolge",
    "kisim": "kisim",
    "floor": "floor",
    "sokak": "street",
    "cadde": "street",
}
"""Words whose number stands before them."""


@dataclass(frozen=True, slots=True)
class AddressWords:
    """What a reader of addresses must know, all in lower case and in Latin letters.

    `known`: a word of an address -> its one spelling and its kind (street, house, part, unit, code, box, area, country,
    silent). `site`: words of names by which a firm calls one of its sites -> whether the word alone does (branch does,
    section may be part of any name).
    """

    known: Mapping[str, tuple[str, str]]
    site: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Address:
    """An address as read. `words` are the names of streets, villages and towns, kinds of places (zone, park) left out;
    `numbers` what each label numbers (house, postal, street, sector, km ...); `run` are all letters in a row."""

    given: str
    words: tuple[str, ...]
    numbers: Mapping[str, frozenset[str]]
    run: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    spelled: str
    kind: str


def latin(given: str) -> str:
    """Lower case in Latin letters, letters and digits that a scanner took for each other put right."""
    text = anyascii(visible(given)).lower()
    return _NUMBER_FOR_LETTER.sub("o", _LETTER_FOR_NUMBER.sub("0", text))


def read_address(given: str, words: AddressWords) -> Address:
    """The address in parts that can be compared; never fails."""
    tokens = [_token(part, words) for text in _TOKEN.findall(latin(given)) for part in _unglued(text, words)]
    numbers: dict[str, set[str]] = {}
    for label, number in _labelled(tokens):
        numbers.setdefault(label, set()).add(number)
    own = tuple(dict.fromkeys(t.spelled for t in tokens if t.kind == "word"))
    run = "".join(t.text for t in tokens if t.text.isalpha())
    return Address(given, own, {k: frozenset(v) for k, v in sorted(numbers.items())}, run)


def _token(text: str, words: AddressWords) -> _Token:
    if text[0].isdigit():
        return _Token(text, text, "number")
    if text in ",;":
        return _Token(text, text, "stop")
    spelled, kind = ("no", "house") if text == "#" else words.known.get(text, (text, "word"))
    return _Token(text, spelled, "silent" if kind == "word" and len(text) == 1 else kind)


def _unglued(text: str, words: AddressWords) -> tuple[str, ...]:
    """A kind of place written together with a name beside it, as two words: areakarachi."""
    if text in words.known or len(text) < 2 * GLUED:
        return (text,)
    for cut in range(len(text) - GLUED, GLUED - 1, -1):
        for kind, rest in ((text[:cut], text[cut:]), (text[-cut:], text[:-cut])):
            if words.known.get(kind, ("", ""))[1] in ("area", "street", "country"):
                return (kind, *_unglued(rest, words)) if text.startswith(kind) else (*_unglued(rest, words), kind)
    return (text,)


def _labelled(tokens: list[_Token]) -> Iterator[tuple[str, str]]:
    """Each number with what it numbers: by the word before it or after it, else by its length."""
    label = ""
    ends = max((at for at, t in enumerate(tokens) if t.kind not in ("country", "stop")), default=0)
    for at, token in enumerate(tokens):
        if token.kind == "number":
            yield (
                _following(tokens, at) or _by_length(token.text, label, bool(at) and at == ends),
                bare_number(token.text),
            )
        else:
            label = _label(tokens, at, label)


def _label(tokens: list[_Token], at: int, label: str) -> str:
    """What numbers after this word number; a plain "no" straight after such a word keeps it (unit no. 4), save a street."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is not None and before.kind == "number" and _following(tokens, at - 1):
        return ""
    if token.kind in ("part", "unit", "box"):
        return token.spelled
    if token.kind == "house":
        keeps = token.spelled == "no" and label and before is not None and before.kind in ("part", "unit", "box")
        return label if keeps else "house"
    if token.kind == "code":
        return "postal"
    return "street" if token.kind == "street" else ""


def _following(tokens: list[_Token], at: int) -> str:
    """The label that stands after its number: 7 km, 5. cadde, 3rd floor; a floor that has a number after it keeps that."""
    after, then = (tokens[n] if n < len(tokens) else None for n in (at + 1, at + 2))
    if after is None or (at and tokens[at - 1].kind in ("house", "part")):
        return ""
    if after.spelled == "floor" and then is not None and then.kind == "number":
        return ""
    return BEFORE_THEIR_WORD.get(after.spelled, "")


def _by_length(number: str, label: str, last: bool) -> str:
    """A long number is a postal code; a house has one only where its label says so."""
    size = len(_digits(number))
    if size >= POSTAL and label != "house":
        return "postal"
    return label or ("postal" if size == POSTAL - 1 and last else "house")


def _digits(number: str) -> str:
    found = _DIGITS.match(number)
    return found[0] if found else ""


def bare_number(number: str) -> str:
    """The digits alone: 89a and 89 are one house, and leading noughts say nothing."""
    return _digits(number).lstrip("0") or "0"
