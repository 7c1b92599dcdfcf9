"""Listed parties as a plain table: one row per statement, so that an edition can be read, reviewed and kept as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import cast, get_args

from buyfair.terms.party import Kind, ListedParty, Statement, Status
from buyfair.terms.party_names import key

Countries = Callable[[str], str | None]
"""A spelling of a country as ISO alpha-3; None where it names none."""

COLUMNS = (
    "key", "name", "aliases", "kind", "countries", "addresses", "identifiers", "with_subsidiaries", "part_of", "what",
    "status", "since", "until", "about", "remark", "row",
)  # fmt: skip
_BETWEEN, _ESCAPED = " | ", "\\|"


def as_table(parties: Iterable[ListedParty]) -> str:
    """The parties as CSV text, one row per statement in the order given."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_row(party, statement) for party in parties for statement in party.statements)
    return text.getvalue()


def _row(p: ListedParty, s: Statement) -> tuple[object, ...]:
    return (
        p.key, p.name, _joined(p.aliases), p.kind, _joined(p.countries), _joined(p.addresses),
        _joined(f"{scheme}:{value}" for scheme, value in p.identifiers), "yes" if p.with_subsidiaries else "no",
        p.part_of, s.what, s.status, s.since or "", s.until or "", s.about, s.remark, s.row,
    )  # fmt: skip


def _joined(values: Iterable[str]) -> str:
    return _BETWEEN.join(value.replace("|", _ESCAPED) for value in values)


def from_rows(rows: Iterable[dict[str, str]], list_id: str, edition: str, known_from: date) -> tuple[ListedParty, ...]:
    """The parties of a table; rows of one key stand together as the statements of one party.

    Raises: ValueError where a kind, a status or a day is not known.
    """
    held: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        held.setdefault(row["key"], []).append(row)
    return tuple(_party(mine, list_id, edition, known_from) for mine in held.values())


def _party(rows: list[dict[str, str]], list_id: str, edition: str, known_from: date) -> ListedParty:
    r = rows[0]
    statements = tuple(
        Statement(
            s["what"], cast(Status, _one_of(s["status"], Status)), _day(s["since"]), _day(s["until"]), known_from,
            s["about"], s["remark"], int(s["row"]),
        )
        for s in rows
    )  # fmt: skip
    identifiers = tuple(cast("tuple[str, str]", tuple(i.split(":", 1))) for i in _split(r["identifiers"]))
    return ListedParty(
        list_id, edition, r["key"], r["name"], statements, _split(r["aliases"]),
        cast(Kind, _one_of(r["kind"], Kind)), _split(r["countries"]), _split(r["addresses"]), identifiers,
        r["with_subsidiaries"] == "yes", r["part_of"],
    )  # fmt: skip


def _one_of(word: str, closed: object) -> str:
    if word not in get_args(closed):
        raise ValueError(f"The word {word!r} is none of {', '.join(get_args(closed))}.")
    return word


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(value.replace(_ESCAPED, "|") for value in cell.split(_BETWEEN)) if cell else ()


def merged(parties: Iterable[ListedParty]) -> tuple[ListedParty, ...]:
    """One party per key, in the order of the first row of each, with the statements and names of all its rows."""
    held: dict[str, ListedParty] = {}
    for party in parties:
        held[party.key] = _together(held[party.key], party) if party.key in held else party
    return tuple(held.values())


def _together(a: ListedParty, b: ListedParty) -> ListedParty:
    other = () if key(b.name) == key(a.name) else (b.name,)
    names = dict.fromkeys((*a.aliases, *other, *b.aliases))
    return replace(
        a,
        statements=(*a.statements, *b.statements),
        aliases=tuple(name for name in names if name != a.name),
        countries=tuple(dict.fromkeys((*a.countries, *b.countries))),
        addresses=tuple(dict.fromkeys((*a.addresses, *b.addresses))),
        identifiers=tuple(dict.fromkeys((*a.identifiers, *b.identifiers))),
        with_subsidiaries=a.with_subsidiaries or b.with_subsidiaries,
        part_of=a.part_of or b.part_of,
    )
