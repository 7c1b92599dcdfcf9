"""The form of filters: what can be chosen in this snapshot, with how many awards, and what is set already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buyfair.browse_filters import FIELDS, NOT_RECORDED
from buyfair.browse_rows import Choice
from buyfair.web.portfolio.address import Asked
from buyfair.web.portfolio.spelling import said

TYPED = {"supplier": "UEI or a part of the name", "vehicle": "contract number"}
"""Filters that are typed, with what is typed: there are too many of them to choose from a list."""
CHOSEN = tuple(name for name, field in FIELDS.items() if field.shown and name not in TYPED)
Choices = Mapping[str, Sequence[Choice]]
"""Per filter its values, each with its number of awards."""


@dataclass(frozen=True)
class Option:
    """One value that can be chosen: as the address writes it, in words, with its number of awards."""

    value: str
    says: str
    chosen: bool


@dataclass(frozen=True)
class Box:
    """One field of the form: a list to choose from, or a box to type in."""

    name: str
    title: str
    typed: str | None
    value: str
    options: tuple[Option, ...]


def boxes(asked: Asked, choices: Choices) -> list[Box]:
    """The fields that a person fills; one where a link has set several values is not among them, but `carried`."""
    told = asked.filters.asked()
    return [_box(name, told.get(name, ()), choices) for name in FIELDS if FIELDS[name].shown and len(told.get(name, ())) < 2]


def _box(name: str, values: Sequence[str | None], choices: Choices) -> Box:
    value = "" if not values else _written(values[0])
    options = () if name in TYPED else tuple(_options(name, values, choices.get(name, ())))
    return Box(name, FIELDS[name].title, TYPED.get(name), value, options)


def _options(name: str, values: Sequence[str | None], choices: Sequence[Choice]) -> list[Option]:
    """The values in the order of their words, years the latest first; what is set is among them even where nothing has it."""
    mine = {_written(value) for value in values}
    found = [Option(each.value, f"{_says(name, each.value)} ({each.awards:,})", each.value in mine) for each in choices]
    found += [Option(value, f"{_says(name, value)} (0)", True) for value in mine - {each.value for each in choices}]
    return sorted(found, key=lambda each: (each.value == NOT_RECORDED, each.says.upper()), reverse=name == "year")


def _says(name: str, value: str) -> str:
    return said(name, None if value == NOT_RECORDED else value)


def _written(value: str | None) -> str:
    return NOT_RECORDED if value is None else value


def carried(asked: Asked) -> list[tuple[str, str]]:
    """What the form sends on unseen: filters that only a link sets, and those with several values."""
    return [
        (name, _written(value))
        for name, values in asked.filters.asked().items() if not FIELDS[name].shown or len(values) > 1 for value in values
    ]  # fmt: skip
