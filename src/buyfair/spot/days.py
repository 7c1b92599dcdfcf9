"""Days as contract files write them in running text: 2022-09-12, 12 Sept 2022, September 12, 2022, 09/12/22, Sept. 2022."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buyfair.terms.written_days import MONTHS

_NAME = "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "September" else "Sept?(?:ember)?" for m in MONTHS)
_ORDINAL = r"(?:st|nd|rd|th)?"
_SHAPES = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}}){_ORDINAL}(?: of|-)?[ -]?(?P<name>{_NAME})\.?,?[ -]?(?P<year>(?:19|20)\d\d|'?\d\d\b)", re.I
    ),
    re.compile(rf"\b(?P<name>{_NAME})\.? (?P<day>\d{{1,2}}){_ORDINAL},? (?P<year>(?:19|20)\d\d)", re.I),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)?\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<name>{_NAME})\.?,? (?:of )?(?P<year>(?:19|20)\d\d)\b", re.I),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"),
)
FAR_MONTH = re.compile(rf"\b(?P<name>{_NAME})\.?,?[ -](?P<year>(?:19|20)\d\d)\b", re.I)
"""A month as clauses print it: NOV 2021."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """One day in a text: from `first` to `last`, the same day twice where it is written whole. Unit: `at` is an offset."""

    first: date
    last: date
    at: int
    end: int


def days_in(text: str) -> tuple[WrittenDay, ...]:
    """Every day or month written here, in order; what no calendar holds is passed over."""
    found: list[WrittenDay] = []
    for shape in _SHAPES:
        for told in shape.finditer(text):
            if any(told.start() < f.end and f.at < told.end() for f in found):
                continue
            span = _span(told)
            if span is not None:
                found.append(WrittenDay(*span, told.start(), told.end()))
    return tuple(sorted((*found, *_same_year(text, found)), key=lambda d: d.at))


_PARTIAL = re.compile(
    rf"\b(?P<day>\d{{1,2}}){_ORDINAL} (?P<name>{_NAME})\b"
    rf"|\b(?P<name2>{_NAME})\.? (?P<day2>\d{{1,2}}){_ORDINAL}\b(?!,? \d{{4}})",
    re.I,
)


def _same_year(text: str, whole: list[WrittenDay]) -> Iterator[WrittenDay]:
    """`3 May and 5 May 2022`: a day without its year takes that of the next whole day of the sentence."""
    for told in _PARTIAL.finditer(text):
        if any(told.start() < f.end and f.at < told.end() for f in whole):
            continue
        after = [f for f in whole if f.at >= told.end()] or [f for f in whole if f.end <= told.start()][-1:]
        if not after:
            continue
        day, name = told["day"] or told["day2"], told["name"] or told["name2"]
        try:
            read = date(after[0].first.year, month_named(name), int(day))
        except ValueError:
            continue
        yield WrittenDay(read, read, told.start(), told.end())


def _span(told: re.Match[str]) -> tuple[date, date] | None:
    parts = told.groupdict()
    year = int(parts["year"].lstrip("'"))
    year += 2000 if year < 100 else 0
    month = month_named(parts["name"]) if parts.get("name") else int(parts["month"])
    try:
        if parts.get("day") is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if month > 12 >= int(parts["day"]) and "/" in told.group():  # 31/05/2022 can only be the 31st of May
            return (whole := date(year, int(parts["day"]), month)), whole
        return (whole := date(year, month, int(parts["day"]))), whole
    except ValueError:
        return None


def month_named(name: str) -> int:
    """The number of a month from its name or its first three letters; an old long s is an s."""
    return next(at for at, month in enumerate(MONTHS, 1) if month[:3].lower() == name[:3].casefold())
