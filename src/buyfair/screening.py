"""Names against the lists of parties: from a table of names to leads, each with both strings, why, and the list's card."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from buyfair import catalogue
from buyfair.intake.names_file import NamesTable, Record, SetAside
from buyfair.knowledge.countries import countries, country_in_table
from buyfair.knowledge.name_words import vocabulary
from buyfair.knowledge.name_words.address_words import address_words, site_vocabulary
from buyfair.screen import leads as engine
from buyfair.screen.decided import Standing, standing
from buyfair.screen.leads import Comparison, Lead, Query, Screen
from buyfair.screen.names import has_letters
from buyfair.screen.sites import Site, SiteComparison, compare_sites
from buyfair.screen.two_cores import LOT, leads_in_order
from buyfair.terms.decision import ANSWERS, Decisions
from buyfair.terms.errors import refuse
from buyfair.terms.party import ListedParty, PartyCard, PartyEdition, Statement
from buyfair.terms.party_editions import known_on, over_time
from buyfair.terms.party_names import key

Say = Callable[[str], None]
AT_ONCE = 2_000
"""Names after which progress is told; outside of tables so many are asked at once."""

NUMBERS = {
    "uei": re.compile(r"[A-HJ-NP-Z0-9]{12}"),
    "lei": re.compile(r"[A-Z0-9]{18}[0-9]{2}"),
    "duns": re.compile(r"[0-9]{9}"),
    "cage": re.compile(r"[A-Z0-9]{5}"),
    "cnpj": re.compile(r"[0-9]{14}"),
    "imo": re.compile(r"(?:IMO)?[0-9]{7}"),
}
"""The shapes of official numbers: a cell is taken for each that it fits."""


def compare(left: str, right: str) -> Comparison:
    """Two names of organizations beside each other, with all that is known of names: score from 0 to .99, and why."""
    return engine.compare(left, right, vocabulary())


def compare_places(left: Site, right: Site) -> SiteComparison:
    """Two records of a production site beside each other: name, address and country; score from 0 to .99, and why."""
    return compare_sites(left, right, site_vocabulary(), address_words())


@dataclass(frozen=True, slots=True)
class Found:
    """One lead, where it stands under the decisions held, and whether the party was listed on the known day."""

    lead: Lead
    standing: Standing
    listed_on_day: bool | None


@dataclass(slots=True)
class Screened:
    """What a table of names gave. `records` were read; `without_name` had an empty cell; `unread_countries` counts cells
    whose country is not known, which count as not told."""

    day: date
    found: list[Found] = field(default_factory=list)
    records: int = 0
    without_name: list[int] = field(default_factory=list)
    unread_countries: dict[str, int] = field(default_factory=dict)
    set_aside: Sequence[SetAside] = ()


class Screening:
    """Listed parties as known on a day, and the decisions that persons took.

    `not_held` are lists that should be asked and of which no edition is held, `not_known_then` those of which none tells
    anything of that day: they are named beside every answer, since a list that is not asked says nothing.
    """

    def __init__(
        self, parties: Sequence[ListedParty], day: date, decisions: Decisions, not_held: Sequence[str] = (),
        not_known_then: Sequence[str] = (), editions: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.parties = tuple(parties)
        self.day = day
        self.not_held, self.not_known_then = tuple(not_held), tuple(not_known_then)
        self.editions = editions or {}
        self._decisions = decisions
        self._screen = _ready(self.parties)

    @property
    def decisions_hash(self) -> str | None:
        """A short hash of all decisions held; None where there is none."""
        told = sorted(repr(d) for held in self._decisions.values() for d in held)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else None

    def of(self, queries: Sequence[Query], least: float = engine.LEAST) -> Iterator[Found]:
        """The leads of these queries, those decided included; so many are asked at once that memory stays small."""
        for at in range(0, len(queries), AT_ONCE):
            for lead in self._screen.leads(queries[at : at + AT_ONCE], least):
                yield self._found(lead)

    def table(self, table: NamesTable, columns: Columns, say: Say = lambda _: None) -> Screened:
        """Every record of a table of names, asked; equal records are asked once."""
        done = Screened(self.day)
        known: dict[Query, list[Found]] = {}
        read: deque[tuple[int, list[Query]]] = deque()
        with closing(leads_in_order(self._screen, self._fresh(table, columns, done, known, read))) as answers:
            for leads in answers:
                for lead in leads:
                    known[lead.query].append(self._found(lead))
                records, queries = read.popleft()
                for query in queries:
                    done.found += [_numbered(found, query) for found in known[_unnumbered(query)]]
                done.records += records
                if done.records % AT_ONCE == 0 or records < LOT:
                    say(f"{done.records:,} names read, {len(done.found):,} leads")
        done.set_aside = table.set_aside
        return done

    def _fresh(
        self, table: NamesTable, columns: Columns, done: Screened, known: dict[Query, list[Found]],
        read: deque[tuple[int, list[Query]]],
    ) -> Iterator[list[Query]]:  # fmt: skip
        """Lot by lot the queries of a table that were not asked before; `read` gets all of each lot, `known` the new ones."""
        while lot := list(islice(table.rows, LOT)):
            queries = [q for record in lot if (q := _query(record, columns, done)) is not None]
            fresh = list(dict.fromkeys(q for q in map(_unnumbered, queries) if q not in known))
            known.update({q: [] for q in fresh})
            read.append((len(lot), queries))
            yield fresh

    def _found(self, lead: Lead) -> Found:
        return Found(lead, standing(lead, self._decisions), lead.party.listed_on(self.day))


@lru_cache(maxsize=2)
def _ready(parties: tuple[ListedParty, ...]) -> Screen:
    """These parties, ready to be asked; the last ones are kept, since reading their names takes longer than asking them."""
    return Screen(parties, vocabulary(), {code: c.name for code, c in countries().items()}, address_words())


def screening_on(
    on: date, lists: Collection[str] | None = None, held: Callable[[str], Sequence[PartyEdition]] | None = None,
    decisions: Decisions | None = None,
) -> Screening:  # fmt: skip
    """The listed parties as known on a day.

    `lists` are asked, by default those about labor; `held` gives the editions of each, by default those that come with
    Buyfair. Raises: InputRefusedError where a list that was asked for tells nothing of that day.
    """
    wanted = [c.id for c in catalogue.party_cards() if c.about_labor] if lists is None else sorted(set(lists))
    editions = {list_id: (held or bundled_editions)(list_id) for list_id in wanted}
    known = {list_id: known_on(of, on) for list_id, of in editions.items()}
    parties = {list_id: [p for p in over_time(of) if p.kind != "goods"] for list_id, of in known.items()}
    absent = [list_id for list_id in wanted if not editions[list_id]]
    silent = [list_id for list_id in wanted if editions[list_id] and not parties[list_id]]
    if lists is not None and absent:
        raise refuse(f"no edition of {', '.join(absent)} is held", "lists that can be asked",
                     f"bring the official file: buyfair lists refresh {absent[0]} --from FILE")  # fmt: skip
    if lists is not None and silent:
        raise refuse(f"{', '.join(silent)} tells nothing of {on}", "a list and a day that it speaks of", "name a later --day")
    named = tuple(catalogue.known_as(party) for of in parties.values() for party in of)
    hashes = {list_id: of[-1].sha256 for list_id, of in known.items() if of}
    return Screening(named, on, decisions or {}, absent, silent, hashes)


def bundled_editions(list_id: str) -> Sequence[PartyEdition]:
    """The editions of a list that come with Buyfair.

    Raises: InputRefusedError where there is no such list.
    """
    module = next((m for m in catalogue.party_modules() if list_id == m.ID), None)
    if module is None:
        raise refuse(f'"{list_id}" is no list of parties', "one that buyfair lists names", "see them: buyfair lists")
    editions: Sequence[PartyEdition] = module.editions()
    return editions


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the name, the country, the address and official numbers.

    A number is its scheme and its column; without a scheme the shape of the cell decides.
    """

    name: str
    country: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    address: str | None = None

    def all(self) -> tuple[str, ...]:
        """Every column that is asked for."""
        return tuple(c for c in (self.name, self.country, self.address, *(c for _, c in self.numbers)) if c is not None)


def _unnumbered(query: Query) -> Query:
    return replace(query, row=0)


def _numbered(found: Found, query: Query) -> Found:
    return replace(found, lead=replace(found.lead, query=query))


def _query(record: Record, columns: Columns, done: Screened) -> Query | None:
    name = record.cells[columns.name]
    numbers = tuple(n for scheme, column in columns.numbers for n in numbers_in(record.cells[column], scheme))
    if not has_letters(name) and not numbers:
        done.without_name.append(record.number)
        return None
    told = record.cells[columns.country] if columns.country else ""
    place = country_in_table(told) if told else None
    if told and place is None:
        done.unread_countries[told] = done.unread_countries.get(told, 0) + 1
    address = record.cells[columns.address] if columns.address else ""
    return Query(record.number, name, countries=(place.code,) if place else (), identifiers=numbers, address=address)


def numbers_in(cell: str, scheme: str = "") -> Iterator[tuple[str, str]]:
    """The official numbers that a cell may be, each with its scheme; of a told scheme that one alone."""
    bare = re.sub(r"[\s./-]", "", cell.upper())
    for name, shape in NUMBERS.items():
        if scheme in ("", name) and shape.fullmatch(bare) and _checks(name, bare.removeprefix("IMO")):
            yield name, bare.removeprefix("IMO")


def _checks(scheme: str, number: str) -> bool:
    """Whether the check digits of a number fit, where its scheme has them and they are plain to reckon."""
    if scheme == "imo":
        return sum(int(d) * w for d, w in zip(number[:6], range(7, 1, -1), strict=True)) % 10 == int(number[6])
    if scheme == "lei":
        return int("".join(str(int(c, 36)) for c in number)) % 97 == 1
    return True


# Rows


FIELDS = (
    "row", "name", "lead_name", "list", "edition", "listed_since", "score", "why", "identifiers", "means", "means_not",
    "party", "listed_until", "listed_on_day", "list_says", "decision",
)  # fmt: skip
"""The columns of leads in their order; the first eleven stay as they are."""


@cache
def _cards() -> dict[str, PartyCard]:
    return {card.id: card for card in catalogue.party_cards()}


def as_row(found: Found) -> dict[str, Any]:
    """A lead as one row of text and numbers."""
    lead, party = found.lead, found.lead.party
    card = _cards()[party.list_id]
    since, until = listed_between(party)
    return {
        "row": lead.query.row, "name": lead.query.name, "lead_name": lead.listed, "list": party.list_id,
        "edition": party.edition, "listed_since": since and since.isoformat(), "score": lead.score, "why": lead.why,
        "identifiers": "; ".join(f"{scheme} {value}" for scheme, value in party.identifiers),
        "means": card.means, "means_not": card.means_not, "party": party.name,
        "listed_until": until and until.isoformat(),
        "listed_on_day": {True: "yes", False: "no", None: "unknown"}[found.listed_on_day],
        "list_says": _says(party), "decision": _decided(found.standing),
    }  # fmt: skip


def listed_between(party: ListedParty) -> tuple[date | None, date | None]:
    """The first day on which a statement held, and the day from which none does any more; None where not told."""
    first = min((s.since for s in party.statements if s.since is not None), default=None)
    ends = [s.until for s in party.statements]
    return first, None if None in ends or not ends else max(e for e in ends if e is not None)


def _says(party: ListedParty) -> str:
    """What the list says of a party: each statement with its days and remark, and what kind of party it is."""
    kinds = {"vessel": "it is a vessel", "site": "it is a place"}
    more = [
        *([kinds[party.kind]] if party.kind in kinds else []),
        *([f"it is named as one of the subsidiaries of {party.part_of}"] if party.part_of else []),
        *(["the list means its subsidiaries too"] if party.with_subsidiaries else []),
    ]
    return "; ".join([*(_said(s) for s in party.statements), *more])


def _said(statement: Statement) -> str:
    if statement.since is not None and statement.since == statement.until:
        return f"{statement.what}, {statement.since}"  # what happened on a day, and stood on none
    since = f"from {statement.since}" if statement.since else f"shown by the edition of {statement.known_from}"
    over = f", over from {statement.until}" if statement.until else ""
    state = "" if statement.status == "in_force" else f" ({statement.status})"
    about = f", about {statement.about}" if statement.about else ""
    remark = f" (the list adds: {statement.remark.rstrip('. ')})" if statement.remark else ""
    return f"{statement.what}{state} {since}{over}{about}{remark}"


def _decided(now: Standing) -> str:
    if now.decision is None:
        return "open"
    by = f"{now.decision.said.replace('_', ' ')}, {now.decision.by}, {now.decision.day}: {now.decision.why}"
    return f"reopened, news in {', '.join(now.news)} (before: {by})" if now.state == "reopened" else by


def document(screened: Screened, screening: Screening, read_as: str) -> dict[str, Any]:
    """All that a table of names gave: the known day, the lists with their editions, counts, what was set aside, leads."""
    rows = [as_row(found) for found in screened.found]
    states: list[str] = [found.standing.state for found in screened.found]
    return {
        "day": screened.day.isoformat(),
        "lists": lists_asked(screening),
        "lists_not_held": list(screening.not_held), "lists_not_known_then": list(screening.not_known_then),
        "counts": {
            "records": screened.records + len(screened.set_aside),
            "names": screened.records - len(screened.without_name),
            "without_name": len(screened.without_name), "set_aside": len(screened.set_aside), "leads": len(rows),
            "names_with_leads": len({row["row"] for row in rows}),
            **{state: states.count(state) for state in ("open", "reopened", *ANSWERS)},
        },
        "read_as": read_as,
        "unread_countries": dict(sorted(screened.unread_countries.items(), key=lambda told: (-told[1], told[0]))),
        "set_aside": [{"row": aside.number, "reason": aside.reason} for aside in screened.set_aside],
        "lists_differ": list(_differing(screened.found)),
        "leads": rows,
    }  # fmt: skip


def _differing(found: Sequence[Found]) -> Iterator[str]:
    """Where one party stands on one list on the known day and does not on another: said, not settled."""
    of: dict[tuple[int, str], list[Found]] = {}
    for one in found:
        of.setdefault((one.lead.query.row, key(one.lead.party.name)), []).append(one)
    for (row, _), held in of.items():
        answers = {one.lead.party.list_id: one.listed_on_day for one in held}
        if True in answers.values() and False in answers.values():
            on = ", ".join(sorted(name for name, stands in answers.items() if stands))
            off = ", ".join(sorted(name for name, stands in answers.items() if stands is False))
            yield f"row {row:,}: {held[0].lead.party.name} stands on {on} and no longer on {off}"


def _published(edition: str) -> date:
    """The day of an edition; its name begins with it."""
    return date.fromisoformat(edition[:10])


def lists_asked(screening: Screening) -> list[dict[str, Any]]:
    """The lists that were asked, each with its newest edition and what a hit on it means and does not."""
    told = []
    for list_id in sorted({p.list_id for p in screening.parties}):
        held, card = [p for p in screening.parties if p.list_id == list_id], _cards()[list_id]
        told.append({
            "list": list_id, "title": card.title, "edition": max(p.edition for p in held), "parties": len(held),
            "sha256": screening.editions.get(list_id), "behind": card.behind_of(max(_published(p.edition) for p in held)),
            "names": sum(len(p.names) for p in held), "means": card.means, "means_not": card.means_not,
        })  # fmt: skip
    return told
