"""Reads one cell of the table of orders as the parties that it names: firms, prisons, vessels, or all goods of a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from buyfair.terms import bundled
from buyfair.terms.party import Kind
from buyfair.terms.party_names import Named, names_in_a_row, outside_brackets, read_name, two_firms

_BELOW = re.compile(r"(?=,? and (?:its|their|subsidiaries)\b)", re.I)
_VESSEL = re.compile(r"^Fishing Vessels?: ", re.I)
_FLEET = re.compile(r"^Fishing Vessels owned by ", re.I)
_IMO = re.compile(r",? ?\(?IMO(?: (?:No\.?|number))?:? ?(\d{7})\)?", re.I)
_OF_PLACE = re.compile(r" \(of (?P<address>[^()]+), (?P<country>[^(),]+)\)$")


@dataclass(frozen=True, slots=True)
class Entity:
    """One party of a cell; `country` where the cell tells another than its row."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "organization"
    address: str = ""
    country: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    with_subsidiaries: bool = False
    part_of: str = ""


@cache
def _decided() -> dict[str, dict[str, Any]]:
    """The cells that a person read, as written."""
    return {c["written"]: c for c in bundled.card(__package__ or "", "list.toml")["cell"]}


def entities(cell: str, at_sea: bool) -> tuple[tuple[Entity, ...], str]:
    """The parties of a cell, and a sentence where it may be read in two ways.

    Raises: ValueError where its brackets or its numbers in words do not fit.
    """
    if cell in _decided():
        told = _decided()[cell]
        found = tuple(e for name in told["parties"] for e in _of_names(name))
        address = told.get("address", "")
        return tuple(Entity(e.name, e.aliases, told["kind"], address or e.address, e.country) for e in found), ""
    if at_sea:
        return _at_sea(cell), ""
    found = tuple(e for part in outside_brackets(cell, ";") for firm in _firms(part) for e in _of_names(firm))
    if re.search(r" and their subsidiaries$", cell):
        found = tuple(Entity(e.name, e.aliases, e.kind, e.address, e.country, (), True, e.part_of) for e in found)
    doubtful = [e.name for e in found if len(names_in_a_row(e.name)) > 1]
    return found, f"The cell {cell!r} was read as one party; it may name several." if doubtful else ""


def _firms(part: str) -> list[str]:
    """Two firms joined by "and", each with its legal form; what is said of those below stays with the last."""
    firms, *below = _BELOW.split(part, maxsplit=1)
    *others, last = two_firms(firms)
    return [*others, "".join((last, *below))]


def _at_sea(cell: str) -> tuple[Entity, ...]:
    """The vessels of a cell, or the firm that owns them.

    Raises: ValueError where it says neither.
    """
    if _FLEET.match(cell):
        return _of_names(_FLEET.sub("", cell))
    if not _VESSEL.match(cell):
        raise ValueError(f"The cell {cell!r} of an order on vessels names neither a vessel nor an owner.")
    found = []
    for part in outside_brackets(_VESSEL.sub("", cell), ";"):
        told = _IMO.search(part)
        number = () if told is None else (("imo", told[1]),)
        found.append(Entity(_IMO.sub("", part).strip(), kind="vessel", identifiers=number))
    return tuple(found)


def _of_names(text: str) -> tuple[Entity, ...]:
    """A party with those below it that the words name."""
    place = _OF_PLACE.search(text)
    address, country = ("", "") if place is None else (place["address"], place["country"])
    named = read_name(_OF_PLACE.sub("", text))
    main = Entity(_clean(named), named.aliases, "organization", address, country, (), named.with_subsidiaries)
    below = (Entity(_clean(n), n.aliases, part_of=main.name) for n in named.below)
    return (main, *below)


def _clean(named: Named) -> str:
    """The name without a full stop that ends the cell and not an abbreviation."""
    name = re.sub(r"\.{2,}$", ".", named.name)
    return name.removesuffix(".") if re.search(r"[a-z]{5,}\.$", name) else name
