"""Reads a name as a careful person would: its own words, its legal form, its places, its numbers, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import Literal

from anyascii import anyascii

from buyfair.screen.pinyin import as_pinyin, is_pinyin
from buyfair.screen.vocabulary import Phrase, Vocabulary

Kind = Literal["word", "place", "country", "number", "trade"]
PLACE = 0.3
"""What a place says about which firm is meant: many firms share it."""

LONGEST = 400
"""Letters of a name that are read; no name of a firm is longer."""

_UNSEEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
OWN_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){1,5}[a-z]\b\.?")
_APOSTROPHE = re.compile(r"(?<=[a-z0-9])['`\u2019\u02bc\u2032](?=[a-z0-9])")
_OTHER = re.compile(r"[^a-z0-9&+]+")
_JOINED_NUMBER = re.compile(r"^(no|nr|num)(\d+)$")
_ORDINAL = re.compile(r"^(\d+)(st|nd|rd|th)$")
_ONLY_FORMS = frozenset({"ltd", "limited", "inc", "incorporated", "llc", "gmbh", "plc", "bhd", "srl", "sarl"})
_FIRST_FORMS = frozenset(
    {
        *("ooo", "oao", "zao", "pao", "ao", "nao", "too", "tov", "jsc", "ojsc", "cjsc", "pjsc", "llc", "pt", "ano", "fgup"),
        *("fgbu", "gup", "mup", "npo", "pp", "ip", "uab", "sia", "cty", "srl", "sarl", "eurl", "sas"),
    }
)
"""Short legal forms that stand before the name."""
_ROMAN = {"i": "1", "v": "5", "x": "10"}
"""Single letters that are numbers where they end a name; ii, iii, iv and the like stand in the vocabulary."""
_NOTHING: frozenset[str] = frozenset()
_SUBSIDIARIES = re.compile(
    r"[,;]?\s+\(?(?:(?:and|&|including|incl\.?|plus|with)\s+)(?:[\w-]+\s+){0,3}(?:subordinate|affiliate|subsidiar)\w*.*$",
    re.IGNORECASE,
)
_ACTING_AS = re.compile(
    r"[,;(]?\s*\b(?:doing business as|trading as|also known as|formerly known as|formerly|previously|"
    r"d\s*/\s*b\s*/\s*a|t\s*/\s*a|"
    r"[af]\s*/\s*k\s*/\s*a|dba|aka|fka)\b[:\s]*|[,;(]?\s*\b(?:a\.k\.a\.|f\.k\.a\.|d\.b\.a\.)[:\s]*",
    re.IGNORECASE,
)
_WITH_ADDRESS = re.compile(
    r"^(.{4,}?\b(?:co\.?,?\s*ltd|ltd|limited|inc|corp|corporation|llc|s\.?r\.?l|gmbh|plc)\b\.?)[\s,;:/-]+"
    r"(?=.*(?:\d|\b(?:dept|department|accounts|road|rd|street|zona|zone|park|centre|tel)\b)).+$",
    re.IGNORECASE,
)
"""A name up to its legal form, where an address or a department follows in the same cell."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: how it is compared, of what kind it is, how much it says, and how the name has it.

    `also` are other words that it may stand for: what it means in Chinese, what a list itself gives in its place.
    """

    text: str
    kind: Kind
    weight: float
    said: str
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read: its words in order and the kind of its legal form ("" where none stands).

    `letters` are those of its words without gaps, `run` those of the name before words were spelled out and silent ones
    dropped, `all_letters` with the legal form too; `weight` is the sum of its words' weights.
    """

    given: str
    words: tuple[Word, ...]
    form: str
    letters: str
    run: str
    all_letters: str
    weight: float


def names_in(given: str) -> tuple[str, ...]:
    """The names that one cell holds: "X d/b/a Y" is X, Y and the whole; what follows a legal form may be an address."""
    parts = [p.strip(" ,;()") for p in _ACTING_AS.split(given[:LONGEST])]
    parts = [p for p in parts if len(p) > 2]
    if len(parts) > 1:
        return (given, *parts)
    address = _WITH_ADDRESS.match(given[:LONGEST])
    return (given, address[1]) if address else (given,)


def read(given: str, known: Vocabulary, translate: bool = False) -> Name:
    """The name in words that can be compared; never fails, a name without letters has no words.

    With `translate` Chinese words that may be part of the firm's own name are read in English, not by their sound.
    """
    latin = _latin(given, known, translate)
    tokens = list(_tokens(latin))
    kept, forms = _without_forms(tokens, known)
    spelled = _without_own_initials(_spelled(kept, known), known)
    words = _own(tuple(_words(spelled, known)), known)
    form = known.forms.get(forms[0], "") if forms else ""
    letters, weight = "".join(w.text for w in words), sum(w.weight for w in words)
    return Name(given, words, form, letters, "".join(kept), "".join(tokens), weight)


def readings(given: str, known: Vocabulary) -> tuple[Name, ...]:
    """Every way to read a cell: each name that it holds, by its letters and by what its words may stand for."""
    found = []
    for name in names_in(given):
        found.append(read(name, known))
        if len(found[-1].words) > 1 and any(w.also for w in found[-1].words):
            found.append(_meant(found[-1], known))
        if _HAN.search(name) and (other := read(name, known, translate=True)).letters != found[-1].letters:
            found.append(other)
    return tuple(n for n in found if n.words)


def has_letters(given: str) -> bool:
    """Whether anything stands in a cell that could be a name."""
    return any(letter.isalnum() for letter in visible(given))


def _meant(name: Name, known: Vocabulary) -> Name:
    """The name with the words that some of its words may stand for, words of the trade before others."""
    words = []
    for w in name.words:
        text = min(w.also, key=lambda other: (other not in known.trade, other)) if w.also else w.text
        words.append(w if text == w.text else replace(_word(text, w.said, known), also=frozenset({w.text})))
    letters = "".join(w.text for w in words)
    return Name(name.given, tuple(words), name.form, letters, letters, letters, sum(w.weight for w in words))


def visible(given: str) -> str:
    """The name without control characters and marks that turn the direction of writing, in composed letters."""
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFKC", unescape(given[:LONGEST]))).split())


def _latin(given: str, known: Vocabulary, translate: bool) -> str:
    text = visible(given)
    text = _SUBSIDIARIES.sub("", text) or text
    if text.isascii():
        return text.lower()
    text = text.lower()
    if OWN_SCRIPT.search(text):
        text = _read_out(text, known, translate)
    return anyascii(text.replace("\u044c", "").replace("\u044a", "")).lower()


def _read_out(text: str, known: Vocabulary, translate: bool) -> str:
    """Words of the vocabulary become English, other Chinese becomes its sound, one word a run.

    Read from the end, the longest word first: names end in what the firm does and in its form.
    """
    text = _simplified(text)
    longest = max(map(len, known.ideographs), default=1)
    out: list[str] = []
    run, end = "", len(text)
    while end:
        piece = _piece(text, end, longest, known, translate)
        if not piece and _HAN.match(text[end - 1]):
            run, end = text[end - 1] + run, end - 1
            continue
        out += [_sound(run, known), f" {known.ideographs[piece][0]} " if piece else text[end - 1]]
        run, end = "", end - (len(piece) or 1)
    return "".join([_sound(run, known), *reversed(out)])


def _piece(text: str, end: int, longest: int, known: Vocabulary, translate: bool) -> str:
    """The longest word of the vocabulary that ends here."""
    for n in range(min(longest, end), 0, -1):
        piece = text[end - n : end]
        if piece in known.ideographs and (translate or known.ideographs[piece][1] != "word"):
            return piece
    return ""


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # tables of Chinese writing: only for who meets it

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _simplified(text: str) -> str:
    """Traditional letters as simplified ones."""
    return _converter()(text) if _HAN.search(text) else text


def _sound(run: str, known: Vocabulary) -> str:
    """Chinese by its sound; a place that it begins with stands alone."""
    if not run:
        return ""
    from pypinyin import lazy_pinyin  # a large table: only for who meets Chinese

    said = lazy_pinyin(run, v_to_u=False)
    first = next((n for n in (4, 3, 2) if len(said) > n and ("".join(said[:n]),) in known.places), 0)
    return f" {''.join(said[:first])} {''.join(said[first:])} "


def _tokens(latin: str) -> Iterator[str]:
    text = _APOSTROPHE.sub("", latin)
    text = _DOTTED.sub(lambda m: " " + re.sub(r"[.\s]", "", m.group()) + " ", text)
    single = ""
    for token in _OTHER.sub(" ", text.replace("&", " & ").replace("+", " & ")).split():
        if len(token) == 1 and token.isalpha():
            single += token
            continue
        if token == "&" and single:
            continue  # "L & H" is read as "LH"
        if single:
            yield single
            single = ""
        if token != "&":
            yield from _numbered(token)
    if single:
        yield single


def _numbered(token: str) -> Iterator[str]:
    """ "No4" is two words, "4th" is the number 4."""
    if found := _JOINED_NUMBER.match(token):
        yield from (found[1], found[2])
    elif found := _ORDINAL.match(token):
        yield found[1]
    else:
        yield token


def _without_forms(tokens: list[str], known: Vocabulary) -> tuple[list[str], list[Phrase]]:
    """Takes legal forms off the end, the beginning, and the end of a bracket; the last one found at the end leads."""
    kept, forms = list(tokens), []
    while len(kept) > 1 and (found := _form_at_end(kept, known)):
        forms.append(found)
        kept = kept[: -len(found)]
    while len(kept) > 1 and (found := _form_at_start(kept, known)):
        forms.append(found)
        kept = kept[len(found) :]
    at = 1
    while at < len(kept):  # a place may follow the form: X Co., Ltd., Hubei
        n = next((n for n in (4, 3, 2, 1) if _is_form(kept[at : at + n], known)), 0)
        if n:
            forms.append(tuple(kept[at : at + n]))
            del kept[at : at + n]
        at += not n
    return kept, forms


def _is_form(tokens: list[str], known: Vocabulary) -> bool:
    """A legal form that can be nothing else, wherever it stands."""
    phrase = tuple(tokens)
    return phrase in known.forms and (phrase[-1] in _ONLY_FORMS or phrase[0] in _ONLY_FORMS)


def _form_at_end(tokens: list[str], known: Vocabulary) -> Phrase:
    for n in range(min(known.longest, len(tokens) - 1), 0, -1):
        if (phrase := tuple(tokens[-n:])) in known.forms:
            return phrase
    return ()


def _form_at_start(tokens: list[str], known: Vocabulary) -> Phrase:
    for n in range(min(known.longest, len(tokens) - 1), 0, -1):
        phrase = tuple(tokens[:n])
        if phrase in known.forms and (n > 1 or phrase[0] in _FIRST_FORMS):
            return phrase
    return ()


def _spelled(tokens: list[str], known: Vocabulary) -> list[tuple[str, str]]:
    """Abbreviations and variants of spelling in their one form, the longest phrase first; each with what it was."""
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(tokens):
        for n in (4, 3, 2, 1):
            phrase = tuple(tokens[at : at + n])
            if len(phrase) == n and (found := _phrase(phrase, at + n == len(tokens) > 1, known)):
                out += [(word, " ".join(phrase)) for word in found]
                at += n
                break
        else:
            out.append((tokens[at], tokens[at]))
            at += 1
    return out


def _without_own_initials(tokens: list[tuple[str, str]], known: Vocabulary) -> list[tuple[str, str]]:
    """A name that bears its own initials beside it (... Corps XPCC) is read without them."""
    letters = "".join(text[0] for text, _ in tokens if text not in known.silent)
    kept = [(t, said) for t, said in tokens if not (3 <= len(t) <= 6 and t == letters[: len(t)] and len(tokens) > len(t))]
    return kept if kept else tokens


def _phrase(phrase: Phrase, last: bool, known: Vocabulary) -> Phrase:
    """What these words stand for; nothing where they stand for themselves."""
    if phrase in known.spelled:
        return known.spelled[phrase]
    if len(phrase) > 1:  # syllables of a Chinese word that are written apart
        joined = "".join(phrase)
        return (joined,) if joined in known.other and all(map(is_pinyin, phrase)) else ()
    word = phrase[0]
    if last and word in _ROMAN:
        return (_ROMAN[word],)
    other = as_pinyin(word)
    return (other,) if other != word else ()


def _words(tokens: list[tuple[str, str]], known: Vocabulary) -> Iterator[Word]:
    at = 0
    while at < len(tokens):
        for n in (3, 2, 1):
            phrase = tuple(text for text, _ in tokens[at : at + n])
            if len(phrase) == n and phrase in known.places:
                place, kind = known.places[phrase]
                yield Word(
                    place,
                    "country" if kind == "country" else "place",
                    PLACE,
                    " ".join(s for _, s in tokens[at : at + n]),
                )
                at += n
                break
        else:
            text, said = tokens[at]
            at += 1
            if text not in known.silent:
                yield _word(text, said, known)


def _word(text: str, said: str, known: Vocabulary) -> Word:
    if text.isdigit():
        return Word(text.lstrip("0") or "0", "number", 0.6, said)
    return Word(
        text, "trade" if text in known.trade else "word", known.weight(text), said, known.other.get(text, _NOTHING)
    )


def _own(words: tuple[Word, ...], known: Vocabulary) -> tuple[Word, ...]:
    """A name of nothing but trade words (Western Gold) is told apart by them: they count as its own."""
    if len(words) < 2 or any(w.kind == "word" for w in words):
        return words
    return tuple(
        Word(w.text, w.kind, max(w.weight, min(known.rarity(w.text), 0.7)), w.said, w.also) if w.kind == "trade" else w
        for w in words
    )
