"""How official lists write parties in one cell: other names in brackets, subsidiaries in a tail, several firms in a row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = "|".join((*NUMBERS, r"\d+"))
_KNOWN_AS = r"(?:also|formerly|previously) (?:known as|doing business as)"
_OTHER_NAMES = re.compile(
    rf"^(?:(?:and|including|which includes) (?P<count>{_NUMBER}) alias(?:es)?:? |(?:and )?{_KNOWN_AS}:? )", re.I
)
_NEXT_KNOWN = re.compile(rf"(?:[;,]|(?<=\.)) ?(?:and )?(?={_KNOWN_AS} )|(?<=\w) and (?={_KNOWN_AS} )", re.I)
_NAMED_BELOW = re.compile(
    rf",? (?:and|including) (?:its|their|the) (?:(?P<count>{_NUMBER}) )?(?:[\w-]+-based )?subsidiaries"
    r"(?: from [\w ]+)?(?:,? (?:which|that) includes?:?|,|:) ", re.I,
)  # fmt: skip
_ALL_BELOW = re.compile(
    r",? (?:and|including) (?:(?:all of )?(?:its|their) )?"
    r"(?:subsidiaries|subordinates|subordinate and affiliated entities|affiliates|affiliated entities)\.?$", re.I,
)  # fmt: skip
_UNREAD = re.compile(
    r"\balias(?:es)?\b|\bknown as\b|\bdoing business as\b|\bsubsidiar(?:y|ies)\b|\bsubordinates?\b", re.I
)
_FORM = r"(?:Ltd|Limited|LLC|L\.L\.C|Inc|Incorporated|Corp|Co|Company|Pvt|GmbH|S\.A|C\.V|D\.O\.O|PLC|LLP)\b"
_COMMA = re.compile(rf"(?<=[\w.)]), (?:and )?(?!{_FORM})")
_TWO_FIRMS = re.compile(r"(?:(?<=Ltd\.)|(?<=Ltd)|(?<=Limited)|(?<=Co\.)|(?<=C\.V\.)) and ")


@dataclass(frozen=True, slots=True)
class Named:
    """One party as a cell writes it: name, other names, whether all below it are meant, and those below that it names."""

    name: str
    aliases: tuple[str, ...] = ()
    with_subsidiaries: bool = False
    below: tuple[Named, ...] = ()


def key(name: str) -> str:
    """A name without punctuation, accents and case: two spellings of one name on one list have one key."""
    bare = "".join(s for s in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(s))
    return "-".join(re.sub(r"[’'`]", "", bare).translate(_BLANKS).split())


class _Blanks(dict[int, str]):
    """Every sign that is no letter or figure becomes a blank."""

    def __missing__(self, sign: int) -> str:
        return chr(sign) if chr(sign).isalnum() else " "


_BLANKS = _Blanks()


def in_words(count: str) -> int:
    """The number that a word or figures say."""
    return int(count) if count.isdigit() else NUMBERS.index(count.lower()) + 1


def one_line(cell: str) -> str:
    """A cell with single blanks, whatever stood between its words; in composed Unicode."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def outside_brackets(text: str, sign: str) -> list[str]:
    """The parts between a sign that stands outside brackets, trimmed, none empty.

    Raises: ValueError where the brackets do not close.
    """
    parts, depth, start = [], 0, 0
    for at, here in enumerate(text):
        depth += (here == "(") - (here == ")")
        if depth < 0:
            break
        if here == sign and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    if depth != 0:
        raise ValueError(f"The brackets in {text!r} do not close.")
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def two_firms(text: str) -> list[str]:
    """Firms joined by "and" straight after the legal form of the first; another "and" belongs to a name."""
    return _TWO_FIRMS.split(text)


def names_in_a_row(text: str) -> list[str]:
    """Names between semicolons and commas; a comma before a legal form belongs to the name."""
    parts = (part for row in outside_brackets(text, ";") for part in _COMMA.split(row.removeprefix("and ")))
    return [part.strip().removeprefix("and ") for part in parts if part.strip()]


def several(text: str, count: int | None = None) -> list[str]:
    """The names in a row: split at semicolons and between two firms; at commas only where the count asks for it.

    Raises: ValueError where there are more or fewer than the count told.
    """
    at_semicolons = [part.removeprefix("and ") for part in outside_brackets(text, ";")]
    between_firms = [name for part in at_semicolons for name in two_firms(part)]
    ways = (at_semicolons, between_firms, [n for part in names_in_a_row(text) for n in two_firms(part)])
    if count is None:
        return between_firms
    found = next((way for way in ways if len(way) == count), None)
    if found is None:
        raise ValueError(f"The words tell {count} names, but {len(at_semicolons)} are read in {text!r}.")
    return found


def read_name(cell: str) -> Named:
    """One party as a cell writes it.

    Raises: ValueError where a count told in words is not met, brackets do not close or words are left that speak of
    other names or subsidiaries.
    """
    text, everything = one_line(cell), False
    aliases: list[str] = []
    named: tuple[Named, ...] = ()
    outside_brackets(text, ";")
    while True:
        tail = _NAMED_BELOW.search(text)
        if tail is not None and not named:
            count = None if tail["count"] is None else in_words(tail["count"])
            named = tuple(read_name(part) for part in several(text[tail.end() :], count))
            text = text[: tail.start()]
        elif (all_below := _ALL_BELOW.search(text)) is not None:
            text, everything = text[: all_below.start()], True
        elif (told := _last_bracket(text)) is not None:
            text, aliases = told[0], [*told[1], *aliases]
        else:
            break
    name = text.strip().removesuffix(",").strip()
    if not name or any(_UNREAD.search(n) for n in (name, *aliases)):
        raise ValueError(f"The name {cell!r} cannot be read.")
    return Named(name, tuple(dict.fromkeys(a for a in aliases if a != name)), everything, named)


def _opening(text: str) -> int:
    """Where the bracket opens that closes at the end of the text."""
    depth, at = 0, len(text)
    while at and (depth or at == len(text)):
        at -= 1
        depth += (text[at] == ")") - (text[at] == "(")
    return at


def _last_bracket(text: str) -> tuple[str, list[str]] | None:
    """What stands before the last bracket, and the other names in it; None where it belongs to the name."""
    if not text.endswith(")"):
        return None
    at = _opening(text)
    inside, before = text[at + 1 : -1].strip(), text[:at].strip()
    if before and re.fullmatch(r"[A-Z]{3,6}", inside):
        return before, [inside]
    return (before, _other_names(inside)) if before and _OTHER_NAMES.match(inside) else None


_SAID_BEFORE = re.compile(
    r"^(?:(?:also|formerly|previously|currently|now)? ?(?:known as|doing business as|operating as|trading as|named|called|"
    r"[adfn][./]?k[./]?[ab]\.?|d[./]?b[./]?a\.?|formerly|previously):? )+", re.I,
)  # fmt: skip


def short_names(name: str) -> tuple[str, tuple[str, ...]]:
    """A name, and the other names in its last bracket: told by words before them, capitals, or words of the name itself.

    Any other bracket belongs to the name, as in Looms (Hill) Ltd. or in Looms (Hill).
    """
    if not name.endswith(")") or name.count("(") != name.count(")"):
        return name, ()
    at = _opening(name)
    before, inside = name[:at].strip(), name[at + 1 : -1].strip().strip("“”\"'").strip()
    parts = [part.strip().removeprefix("also ") for part in inside.split(";") if part.strip()]
    if before and parts and all(_SAID_BEFORE.match(part) for part in parts):
        return before, tuple(_SAID_BEFORE.sub("", part).strip() for part in parts)
    of_the_name = set(key(inside).split("-")) <= set(key(before).split("-"))
    if before and inside and (re.fullmatch(r"[A-Z]{3,8}", inside) or of_the_name):
        return before, (inside,)
    return name, ()


def _other_names(inside: str) -> list[str]:
    found: list[str] = []
    for part in _NEXT_KNOWN.split(inside):
        opened = _OTHER_NAMES.match(part)
        if opened is None:
            raise ValueError(f"The other names {inside!r} cannot be read.")
        count = None if opened["count"] is None else in_words(opened["count"])
        found += several(part[opened.end() :].rstrip("; "), count)
    return found
