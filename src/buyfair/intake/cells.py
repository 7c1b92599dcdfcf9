"""Reads single cells defensively: an unreadable cell becomes null and is counted, never guessed.

Each function returns DuckDB SQL for one cell whose text is the SQL expression `cell`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

DayOrder = Literal["dmy", "mdy", "undecided"]
"""How a file writes days with slashes; decided by the file's own values (a part above 12), never by habit."""

_NUMBER = r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
_AMOUNT = (
    "^(?:"
    + "|".join(
        (rf"[-+]? *\$? *{_NUMBER}", rf"\$ *[-+]? *{_NUMBER}", rf"\$? *\( *\$? *{_NUMBER} *\)", rf"\$? *{_NUMBER} *-")
    )
    + ")$"
)
"""An amount has one sign at most: before or behind it, or parentheses for less than zero."""
_SLASHED = r"^(\d{1,2})/(\d{1,2})/([1-9]\d{3}|\d{2})(?:[ T].*)?$"
_ISO = r"^[1-9]\d{3}-\d{2}-\d{2}(?:[ T].*)?$"


def text(cell: str) -> str:
    """The trimmed text, null where nothing stands."""
    return f"nullif(trim({cell}), '')"


def code(cell: str) -> str:
    """An upper-case code; a whole number that went through a spreadsheet (561612.0) gets its shape back."""
    return f"nullif(upper(regexp_replace(trim({cell}), '\\.0$', '')), '')"


def money(cell: str) -> str:
    """Dollars and cents: signs, parentheses or a trailing minus for less than zero, thousands separators, a dollar sign.

    Rounded half-even to cents once, in decimals. Unit: US dollars.
    """
    bare = f"trim({cell})"
    number = f"replace(regexp_extract({bare}, '{_NUMBER}'), ',', '')"
    # beyond eighteen decimals only matters whether anything is there: it decides a half
    short = f"regexp_replace({number}, '(\\.[0-9]{{18}})[0-9]*[1-9][0-9]*', '\\11')"
    rounded = f"try_cast(round_even(try_cast({short} AS DECIMAL(38,20)), 2) AS DECIMAL(18,2))"
    below_zero = f"regexp_matches({bare}, '^\\$? *[-(]|-$')"
    plain = f"regexp_matches({cell}, '^-?[0-9]{{1,15}}(\\.[0-9]{{1,2}})?$')"
    return (
        f"CASE WHEN {plain} THEN try_cast({cell} AS DECIMAL(18,2)) "
        f"WHEN regexp_matches({bare}, '{_AMOUNT}') "
        f"THEN CASE WHEN {below_zero} THEN -{rounded} ELSE {rounded} END END"
    )


def _slashed(cell: str, day_first: bool) -> str:
    day, month = (1, 2) if day_first else (2, 1)
    part = f"regexp_extract(trim({cell}), '{_SLASHED}', %d)"
    year = f"CASE WHEN length({part % 3}) = 2 THEN '20' || {part % 3} ELSE {part % 3} END"
    return f"try_cast({year} || '-' || lpad({part % month}, 2, '0') || '-' || lpad({part % day}, 2, '0') AS DATE)"


def day(cell: str, order: DayOrder) -> str:
    """A calendar day: ISO, or with slashes in the order that the file has shown; undecided days only where both agree."""
    iso = f"try_cast(substr(trim({cell}), 1, 10) AS DATE)"
    first, second = _slashed(cell, True), _slashed(cell, False)
    slashed = {
        "dmy": first,
        "mdy": second,
        "undecided": f"CASE WHEN {second} IS NULL THEN {first} WHEN {first} IS NULL OR {first} = {second} THEN {second} END",
    }[order]
    return (
        f"CASE WHEN regexp_matches(trim({cell}), '{_ISO}') THEN {iso} "
        f"WHEN regexp_matches(trim({cell}), '{_SLASHED}') THEN {slashed} END"
    )


def ambiguous_day(cell: str) -> str:
    """Whether a day with slashes is a day of the calendar in both orders, and not the same one."""
    return f"coalesce({_slashed(cell, True)} <> {_slashed(cell, False)}, false)"


def stamp(cell: str, order: DayOrder) -> str:
    """A moment, to the second, as the feed writes it; a day alone is its midnight."""
    clock = f"regexp_extract(trim({cell}), '[ T](\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?)', 1)"
    padded = (
        f"CASE length({clock}) WHEN 0 THEN '00:00:00' WHEN 4 THEN '0' || {clock} || ':00' "
        f"WHEN 5 THEN {clock} || ':00' ELSE lpad({clock}, 8, '0') END"
    )
    return f"try_cast(cast({day(cell, order)} AS VARCHAR) || ' ' || {padded} AS TIMESTAMP)"


def count(cell: str) -> str:
    """A whole number, not below zero."""
    number = f"try_cast(try_cast(trim({cell}) AS DECIMAL(18,2)) AS BIGINT)"
    return f"CASE WHEN regexp_matches(trim({cell}), '^[0-9]+(\\.0*)?$') THEN {number} END"


def flag(cell: str) -> str:
    """True or false in the feeds' spellings."""
    return (
        f"CASE WHEN lower(trim({cell})) IN ('t', 'true', 'y', 'yes', '1') THEN true "
        f"WHEN lower(trim({cell})) IN ('f', 'false', 'n', 'no', '0') THEN false END"
    )


COMMERCIAL = {
    "A": True, "COMMERCIAL ITEM": True, "COMMERCIAL PRODUCTS/SERVICES": True,
    "B": True, "SUPPLIES OR SERVICES PURSUANT TO FAR 12.102(F)": True,
    "PRODUCTS OR SERVICES PURSUANT TO FAR 12.102(F)": True,
    "C": True, "SERVICES PURSUANT TO FAR 12.102(G)": True,
    "D": False, "COMMERCIAL ITEM PROCEDURES NOT USED": False, "COMMERCIAL PRODUCTS/SERVICES PROCEDURES NOT USED": False,
}  # fmt: skip
"""FPDS data dictionary, element 10H (commercial item acquisition procedures): each code with its words, old and new."""

PLACES_OF_MANUFACTURE = {
    "A": "PERFORMED OR MANUFACTURED IN US, BUT SERVICES PERFORMED BY A FOREIGN CONCERN "
    "OR MORE THAN 50% FOREIGN CONTENT",
    "B": "PERFORMED OR MANUFACTURED OUTSIDE US",
    "C": "NOT A MANUFACTURED END PRODUCT",
    "D": "MFG IN U.S.",
    "E": "MFG OUTSIDE U.S. - USE OUTSIDE THE UNITED STATES",
    "F": "MFG OUTSIDE U.S. - RESALE",
    "G": "MFG OUTSIDE U.S. - TRADE AGREEMENTS",
    "H": "MFG OUTSIDE U.S. - COMMERCIAL INFORMATION TECHNOLOGY",
    "I": "MFG OUTSIDE U.S. - PUBLIC INTEREST DETERMINATION",
    "J": "MFG OUTSIDE U.S. - DOMESTIC NONAVAILABILITY",
    "K": "MFG OUTSIDE U.S. - UNREASONABLE COST",
    "L": "MFG OUTSIDE U.S. - QUALIFYING COUNTRY (DOD ONLY)",
}
"""FPDS place-of-manufacture codes. Source: USAspending data dictionary crosswalk of 2026-05-20, domain values."""


def commercial(cell: str) -> str:
    """Commercial procedures used: FPDS codes A, B, C yes, D no, or their words. Says nothing of COTS."""
    return _told(cell, {word: str(used).lower() for word, used in COMMERCIAL.items()})


def place_of_manufacture(cell: str) -> str:
    """The FPDS code, from the code itself or from its words."""
    codes = {code_: f"'{code_}'" for code_ in PLACES_OF_MANUFACTURE}
    return _told(cell, codes | {words: f"'{code_}'" for code_, words in PLACES_OF_MANUFACTURE.items()})


def _told(cell: str, answers: Mapping[str, str]) -> str:
    """The answer that stands for the cell's word, whatever its case; null for any other word."""
    by_answer: dict[str, list[str]] = {}
    for word, answer in answers.items():
        by_answer.setdefault(answer, []).append(f"'{word}'")
    whens = " ".join(f"WHEN upper(trim({cell})) IN ({', '.join(w)}) THEN {a}" for a, w in by_answer.items())
    return f"CASE {whens} END"


def day_order(evidence: tuple[int, int]) -> DayOrder:
    """The order of day and month, from the greatest first and second parts that a file shows."""
    first, second = evidence
    if first > 12 and second <= 12:
        return "dmy"
    if second > 12 and first <= 12:
        return "mdy"
    return "undecided"


def day_parts(cell: str) -> tuple[str, str]:
    """SQL for the two leading parts of a day with slashes."""
    part = f"try_cast(nullif(regexp_extract(trim({cell}), '{_SLASHED}', %d), '') AS INTEGER)"
    return part % 1, part % 2
