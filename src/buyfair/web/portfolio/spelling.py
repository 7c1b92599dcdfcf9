"""How a value of a filter is written in an address, and how a page says it in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.reach import FACTS, STATES
from buyfair.knowledge import psc
from buyfair.knowledge.countries import countries
from buyfair.records.exposures import EXPOSURE_REASONS

DUTY_ANSWERS = {"yes": "it binds", "no": "it does not bind", "unknown": "cannot be told"}
ANSWERS = {"yes": "yes", "no": "no", "unknown": "silent", "-": "does not apply"}


def escaped(text: str) -> str:
    """A text inside an address."""
    return quote(text, safe="")


def said(name: str, value: str | None) -> str:
    """A value of a filter in words."""
    if value is None:
        return "not recorded"
    return _SAYS.get(name, words.clean)(value)


def _country(code: str) -> str:
    known = countries().get(code)
    return code if known is None else known.name


def _harm(value: str) -> str:
    name, _, how = value.partition(":")
    return f"{words.harm_label(name)} ({how})" if how else words.harm_label(name)


def _indicator(value: str) -> str:
    code, _, answer = value.partition(":")
    title = next((each.title for each in catalogue.indicators() if each.code == code), code)
    return f"{title}: {ANSWERS.get(answer, answer)}"


def _duty(value: str) -> str:
    row, _, answer = value.partition(":")
    title = next((rule.title for rule in catalogue.rules() if rule.row == row), "")
    return f"{row} {title}: {DUTY_ANSWERS.get(answer, answer)}"


def _band(value: str) -> str:
    origin, in_largest, good, _, _, _, agency = value.split("|", 6)
    said_good = words.good_label(good or None) if in_largest == "true" else "other lines than the largest"
    return f"{_country(origin) if origin else 'origin not recorded'}, {said_good}, {agency or 'agency not told'}"


def _vehicle(value: str) -> str:
    piid, apart, agency = value.partition(":")
    return f"{piid} of agency {agency}" if apart and agency else piid


def _code(value: str) -> str:
    title = psc.title(value)
    return f"{value} {words.plain_case(title)}" if title else value


_SAYS: Mapping[str, Callable[[str], str]] = {
    "sector": words.sector_label, "class": words.class_label, "good": words.good_label, "country": _country, "abroad": _country,
    "harm": _harm, "indicator": _indicator, "flow": _band, "vehicle": _vehicle, "psc": _code,
    "reach": lambda value: STATES.get(value, value), "duty": _duty, "waits": lambda value: FACTS.get(value, value),
    "reason": lambda value: EXPOSURE_REASONS.get(value, value),
    "decision": lambda value: "any month" if value == "*" else words.month(value),
}  # fmt: skip
