"""What the portfolio shown says of names and listed parties: the leads that were written, with all that can be seen of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pyarrow import parquet

from buyfair.assessed import AGAIN
from buyfair.award_leads import queries_of, written_leads
from buyfair.editions import held_editions
from buyfair.intake.list_editions import shelf
from buyfair.screen.decided import TOLD, Standing, pair_of, seen
from buyfair.screen.leads import Lead
from buyfair.screening import Found, as_row, screening_on
from buyfair.terms.decision import Pair
from buyfair.terms.errors import refuse
from buyfair.terms.party import ListedParty

OF_AN_AWARD = ("piid", "agency", "supplier_name", "dollars")


@dataclass(frozen=True, slots=True)
class On:
    """One award that carries the name, and in which part."""

    award_id: str
    role: str
    listed_then: bool | None
    piid: str = ""
    agency: str = ""
    supplier: str = ""
    dollars: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One way in which the awards tell a name, beside one listed party: a lead, and the awards that carry it."""

    lead: Lead
    on: tuple[On, ...]

    @property
    def pair(self) -> Pair:
        """What decisions about it are kept under."""
        return pair_of(self.lead)

    @property
    def told(self) -> frozenset[str]:
        """What the awards tell of the one asked about: other names, countries, numbers."""
        return frozenset(json.loads(seen(self.lead)[TOLD]))

    @property
    def met(self) -> str:
        """How the two strings met."""
        lead, party = self.lead, self.lead.party
        if lead.score == 1 or ": the same " in lead.why and set(lead.query.identifiers) & set(party.identifiers):
            return "number"
        if lead.listed == party.name:
            return "name"
        return "alias" if lead.listed in party.names else "known_as"


def shows(lead: Lead) -> dict[str, list[str]]:
    """What a person sees of the listed party, part by part, in plain words; beside it `saw` holds the hashes."""
    party = lead.party
    numbers = [f"{scheme} {value}" for scheme, value in party.identifiers]
    return {
        "the names on the list": list(party.names),
        "its countries, addresses and numbers": [*party.countries, *party.addresses, *numbers],
        "what the list says of it": [part for part in str(as_row_of(lead)["list_says"]).split("; ") if part],
        "edition": [party.edition],
    }


def as_row_of(lead: Lead) -> dict[str, Any]:
    """The lead as a screening writes it."""
    return as_row(Found(lead, Standing("open"), None))


def of_folder(folder: Path, home: Mapping[str, str], on: date, agency: str = "") -> list[Sighting]:
    """The written leads of an assessed folder, each with the listed party as its list is known on a day.

    `agency` keeps those on awards of that agency alone.

    Raises: InputRefusedError where the folder has no leads that this version reads.
    """
    rows = written_leads(folder)
    told = awards_of(folder, {row["award_id"] for row in rows})
    rows = [row for row in rows if not agency or _same(told.get(row["award_id"], {}).get("agency"), agency)]
    again, parties = _asked_again(on, home, rows) if rows else ({}, {})
    return [Sighting(again.get(key) or _as_written(of[0], parties), tuple(_on(row, told) for row in of))
            for key, of in sorted(_grouped(rows).items())]  # fmt: skip


def _same(one: object, other: str) -> bool:
    return str(one or "").casefold().split() == other.casefold().split()


Key = tuple[str, ...]
Again = tuple[dict[Key, Lead], dict[tuple[str, str], ListedParty]]


def _grouped(rows: Iterable[Mapping[str, Any]]) -> dict[Key, list[Mapping[str, Any]]]:
    """The rows by name as asked and listed party, as the assessment counts leads."""
    held: dict[Key, list[Mapping[str, Any]]] = {}
    for row in rows:
        of = (row["list"], row["party_key"], row["name"], row["country"] or "", row["also"], row["numbers"])
        held.setdefault(of, []).append(row)
    return held


def _asked_again(on: date, home: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> Again:
    """The same names asked of the same lists, with every edition that was published by that day; and who is listed there."""
    lists = sorted({row["list"] for row in rows})
    asked = screening_on(on, lists, partial(held_editions, shelf=shelf(home)))
    meets = {_key(found.lead): found.lead for found in asked.of(queries_of([dict(row) for row in rows]))}
    return meets, {(party.list_id, party.key): party for party in asked.parties}


def _key(lead: Lead) -> Key:
    query, numbers = lead.query, "; ".join(f"{scheme} {value}" for scheme, value in lead.query.identifiers)
    place = query.countries[0] if query.countries else ""
    return lead.party.list_id, lead.party.key, query.name, place, " | ".join(query.also), numbers


def _as_written(row: Mapping[str, Any], parties: Mapping[tuple[str, str], ListedParty]) -> Lead:
    """A lead that is none any more by the lists of today: the party as they list it, else what the row itself tells of it."""
    (query,) = queries_of([dict(row)])
    bare = ListedParty(row["list"], row["edition"], row["party_key"], row["party"], ())
    party = parties.get((row["list"], row["party_key"]), bare)
    return Lead(query, party, row["name"], row["lead_name"], float(row["score"]), row["why"])


def _on(row: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]]) -> On:
    of = told.get(row["award_id"], {})
    return On(row["award_id"], row["role"], row["listed_then"], of.get("piid") or "", of.get("agency") or "",
              of.get("supplier_name") or "", of.get("dollars"))  # fmt: skip


def awards_of(folder: Path, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the picture says of these awards: number, agency, supplier, dollars.

    Raises: InputRefusedError where it cannot be read.
    """
    wanted = sorted(ids)
    if not wanted:
        return {}
    path = folder / "awards.parquet"
    try:
        table = parquet.read_table(path, columns=["award_id", *OF_AN_AWARD], filters=[("award_id", "in", wanted)])
    except (OSError, ValueError, KeyError):
        raise refuse(f"{path.name} of the portfolio cannot be read", "a folder that buyfair assess wrote", AGAIN) from None
    return {row.pop("award_id"): row for row in table.to_pylist()}
