"""Reads the table of withhold-release orders and findings (bytes in, parties out); every value is handled or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from buyfair.knowledge.lists.cbp_wro.entities import Entity, entities
from buyfair.terms.party import ListedParty, Reading, Statement, Status
from buyfair.terms.party_names import key, names_in_a_row, read_name
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import cells
from buyfair.terms.written_days import day

ID = "cbp_wro"
COPY = ("effective_date", "type", "status", "country", "country_code", "merchandise", "industry", "entity", "aliases",
        "remarks")  # fmt: skip
"""The columns of a public copy that has other names apart."""
OFFICIAL = ("effective", "code", "country", "merchandise", "finding", "industry", "status", "entity", "remarks")
"""A word of each column of the issuer's table, in its order; the heads themselves have changed."""
KINDS = {"WRO": "withhold-release order", "Withhold Release Order": "withhold-release order", "Finding": "finding"}
STATUSES: dict[str, Status] = {
    "Active": "in_force",
    "Modified": "modified",
    "Partially Modified": "modified",
    "Inactive": "lifted",
    "Inactive-Pending Litigation": "lifted",
}
AT_SEA = "Fishing Vessels"
"""Stands in the column of countries where an order is about vessels."""
_MAKERS_REMOVED = re.compile(r"produced by the following: ?(?P<who>.+)$", re.I)
_REMOVED = re.compile(
    r"(?P<who>.+?),? removed from the order,? (?:by [\w ]+, )?(?P<day>\d{1,2}/\d{1,2}/\d{4})\.?;? ?", re.I
)
_CHANGES = re.compile(r"\b(?:remov|revok|rescind|modif|terminat|lift|inactiv|exempt|exclud)\w*", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """One order or finding as it stands in the table."""

    at: int
    since: date
    what: str
    status: str
    country: str
    goods: str
    entity: str
    aliases: tuple[str, ...]
    remarks: str


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The parties of one edition; an order and a finding about one party are two statements of it.

    Raises: ValueError where a column, a kind, a status, a country, a day or a remark is not expected.
    """
    found: list[ListedParty] = []
    doubts: list[str] = []
    for row in rows(table):
        mine, doubt = _parties(row, country, edition_day)
        found += mine
        doubts += [doubt] if doubt else []
    return Reading(merged(found), (), tuple(dict.fromkeys(doubts)))


def rows(table: bytes) -> tuple[Row, ...]:
    """The rows of the issuer's table or of the copy with other names apart.

    Raises: ValueError where a column, a kind, a status or a day is not expected.
    """
    held = cells(table)
    head = tuple(held[0]) if held else ()
    if head != COPY and not _is_official(head):
        raise ValueError(f"The columns {', '.join(head)[:200]} are not those of the table of orders.")
    return tuple(_row(at, row, head) for at, row in enumerate(held[1:], 1))


def _is_official(head: tuple[str, ...]) -> bool:
    return len(head) == len(OFFICIAL) and all(word in told.lower() for word, told in zip(OFFICIAL, head, strict=True))


def _row(at: int, told: list[str], head: tuple[str, ...]) -> Row:
    if len(told) != len(head):
        raise ValueError(f"The row {told} has another number of cells than the head.")
    # The column of industries is ignored on purpose: the goods of an order are told by the order itself.
    if head == COPY:
        since, what, status, place, _, goods, _, entity, other, remarks = told
        aliases = tuple(a for a in other.split("; ") if a)
    else:
        since, _, place, goods, what, _, status, cell, remarks = told
        entity, *apart = (part.strip(" ,;") for part in re.split(r"\ba/k/a:? ", cell, flags=re.I))
        aliases = tuple(name for part in apart for name in names_in_a_row(part))
    if what not in KINDS or status not in STATUSES or not entity or not goods:
        raise ValueError(
            f"The row of {entity!r} of {since} is {what!r}, {status!r}, {goods!r}: not all of it is known."
        )
    return Row(at, day(since, "iso", "month_first"), KINDS[what], status, place, goods, entity, aliases, remarks)


def _parties(row: Row, country: Countries, edition_day: date) -> tuple[list[ListedParty], str]:
    """The parties of a row, and a sentence where its cell may be read in two ways."""
    place = None if row.country == AT_SEA else country(row.country)
    if place is None and row.country != AT_SEA:
        raise ValueError(f"The country {row.country!r} of {row.entity} is not known.")
    status = STATUSES[row.status]
    remark = "; ".join(filter(None, (row.status if status == "lifted" else "", row.remarks)))
    statement = Statement(row.what, status, row.since, None, edition_day, row.goods, remark, row.at)
    named, doubt = entities(row.entity, row.country == AT_SEA)
    lifted = dict(_removed(row))
    found = [_party(e, statement, place, country, edition_day, row.aliases) for e in named]
    if row.aliases and len(found) > 1:
        raise ValueError(f"The other names of {row.entity} may be those of each party in the cell.")
    return [_lifted(p, lifted) for p in found] + _let_go(row, found, lifted, statement), doubt


def _party(
    e: Entity, statement: Statement, place: str | None, country: Countries, edition_day: date, aliases: tuple[str, ...]
) -> ListedParty:
    if e.country:
        place = country(e.country)
        if place is None:
            raise ValueError(f"The country {e.country!r} of {e.name} is not known.")
    names = dict.fromkeys(name for told in (*e.aliases, *aliases) for name in (told, *_either(told)))
    return ListedParty(
        ID, f"{edition_day}", key(e.name), e.name, (statement,),
        tuple(n for n in (*_either(e.name), *names) if n != e.name), e.kind,
        (place,) if place else (), (e.address,) if e.address else (), e.identifiers, e.with_subsidiaries, e.part_of,
    )  # fmt: skip


def _either(name: str) -> tuple[str, ...]:
    """Both spellings of a name such as Wulin (or Wuling) Machinery Works; none where it has one."""
    told = re.search(r"(\w+) \(or (\w+)\)", name)
    if told is None:
        return ()
    return tuple(f"{name[: told.start()]}{word}{name[told.end() :]}" for word in told.groups())


def _removed(row: Row) -> Iterator[tuple[str, date]]:
    """The makers that the remarks take out of the order, each with its day.

    Raises: ValueError where remarks speak of a change and are not understood.
    """
    makers = _MAKERS_REMOVED.search(row.remarks)
    left = row.remarks if makers is None else makers["who"]
    for told in _REMOVED.finditer(left):
        if makers is not None:  # otherwise goods were taken out of the order; the remark stays with its statement
            yield from ((name, day(told["day"], "month_first")) for name in names_in_a_row(told["who"]))
    if _CHANGES.search(_REMOVED.sub("", left)):
        raise ValueError(f"The remark {row.remarks[:120]!r} of {row.entity} speaks of a change that cannot be read.")


def _lifted(party: ListedParty, lifted: dict[str, date]) -> ListedParty:
    until = next((d for name, d in lifted.items() if key(name) == party.key), None)
    if until is None:
        return party
    return replace(party, statements=tuple(replace(s, status="lifted", until=until) for s in party.statements))


def _let_go(row: Row, found: list[ListedParty], lifted: dict[str, date], statement: Statement) -> list[ListedParty]:
    """Makers that the remarks take out of an order on all goods of a place, which names nobody.

    Raises: ValueError where an order that names its parties lets go of another.
    """
    ours = {party.key for party in found}
    others = [(name, until) for name, until in lifted.items() if key(name) not in ours]
    if others and found[0].kind != "goods":
        raise ValueError(f"The remarks let go of {others[0][0]!r}, which the order of {found[0].name} does not name.")
    return [_never_named(name, until, row, found[0], statement) for name, until in others]


def _never_named(name: str, until: date, row: Row, order: ListedParty, statement: Statement) -> ListedParty:
    """A maker that an order on all goods of a place lets go of: on no day did it name this maker."""
    n = read_name(name)
    of_all = f"{statement.what} on all {row.goods.lower()} of {row.country}, which named no maker; this maker taken out of it"
    gone = replace(statement, what=of_all, status="lifted", since=until, until=until)
    # the order's country is that of its goods; where the maker has its seat is not told
    return replace(order, key=key(n.name), name=n.name, aliases=n.aliases, kind="organization", statements=(gone,),
                   countries=())  # fmt: skip
