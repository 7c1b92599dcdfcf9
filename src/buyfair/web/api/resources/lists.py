"""The lists of goods and of parties as they were known on a day, and what each names: open to everybody."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Schema

from buyfair import catalogue
from buyfair.cards import lists as cards
from buyfair.cards.list_days import Then, due_on, listings_of, then
from buyfair.cards.listings import listing_row, party_row
from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.listing import ListCard, Listing
from buyfair.terms.party import ListedParty, PartyCard
from buyfair.web.api import cursors
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Answer, Day
from buyfair.web.api.told import OnDay
from buyfair.web.cards.shelf import held, known

MOST = 500
Found = ListCard | PartyCard
Row = tuple[tuple[str, ...], Listing]
Of = Literal["goods", "parties"]
_BUILDING = Lock()
ROWS_ARE = {
    True: "The parties of the newest edition held. Who was listed on the day and was taken off since has no row here: no row "
          "is no answer about the day.",
    False: "Every pair of good and country of any edition held, each with how it stood on the day.",
}  # fmt: skip
"""What has a row, of a list of parties and of a list of goods."""
CHANGED = "Another edition of a list was brought since this list was begun; begin again without the cursor."


class ListOut(Schema):
    """A list as known on the day: which edition, how old, and what it named in words.

    `edition_on_day` is null where no edition of that day is held; then `edition` says so in words. `next_due`: the day by which
    a law wants the next edition; null where nothing that is held tells one.
    """

    id: str
    title: str
    of: Of
    about_labor: bool
    edition: str
    edition_on_day: str | None
    published: Day | None
    age: str
    next_due: Day | None
    named: str
    means: str
    means_not: str


class ListsOut(Schema):
    """Every list."""

    day: Day
    lists: list[ListOut]
    not_safe: str


class EditionOut(Schema):
    """An edition that is held; `names` counts its pairs of good and country, or its parties."""

    edition: str
    published: Day
    names: int
    whole: bool


class OneListOut(ListOut):
    """A list with its source and every edition held."""

    day: Day
    issuer: str
    law: str
    address: str
    licence: str
    read: Day
    behind: str
    behind_since: Day | None
    editions: list[EditionOut]
    rows: str
    not_safe: str


class GoodRowOut(Schema):
    """A pair of good and country; `named_on_day`: whether the list named it then. `first_held` and `ended` are in words."""

    good: str
    country: str
    country_name: str
    harm: str
    first_held: str
    named_on_day: Answer
    ended: str


class PartyRowOut(Schema):
    """A listed party, with what the list says of it. `identifiers` are pairs of scheme and number; `since` is in words."""

    party: str
    aliases: list[str]
    kind: str
    countries: list[str]
    addresses: list[str]
    identifiers: list[list[str]]
    says: str
    since: str
    named_on_day: Answer


class RowsOut(Schema):
    """A page of what a list names: rows of goods, or of parties, as `of` says."""

    list_id: str
    of: Of
    day: Day
    edition: str | None
    edition_on_day: str | None
    rows_are: str
    count: int
    rows: list[GoodRowOut] | list[PartyRowOut]
    next: str | None
    means_not: str
    not_safe: str
    not_about_supplier: str


class Asked(OnDay):
    """The words to look for, and the page."""

    q: str = Field("", max_length=100, description="Words that a row must hold, each of them.")
    cursor: cursors.Cursor = ""
    limit: int = Field(50, ge=1, le=MOST, description="How many rows a page has.")


@operation("lists", "api-lists", "Every list on a day", ListsOut)
def lists(request: HttpRequest, asked: Query[OnDay]) -> HttpResponse:
    """Each list with the edition that was known on the day, its age, and what a listing means and does not."""
    told = [_list(of, asked) for of in cards.every()]
    return answer(request, {"day": asked.known_day.isoformat(), "lists": told, "not_safe": cards.NOT_SAFE})


@operation("lists/{list_id}", "api-list", "One list on a day", OneListOut)
def one(request: HttpRequest, list_id: str, asked: Query[OnDay]) -> HttpResponse:
    """A list by its name, with its source and every edition that is held."""
    of = _found(list_id)
    behind = of if isinstance(of, PartyCard) else None
    return answer(request, _list(of, asked) | {
        "day": asked.known_day.isoformat(), "issuer": of.issuer, "law": of.law, "address": of.address,
        "licence": of.licence, "read": of.read.isoformat(), "behind": behind.behind if behind else "",
        "behind_since": behind.behind_since.isoformat() if behind and behind.behind_since else None,
        "editions": _editions(of), "rows": reverse("api-list-rows", args=[of.id]), "not_safe": cards.NOT_SAFE,
    })  # fmt: skip


@operation("lists/{list_id}/rows", "api-list-rows", "What a list names, page by page", RowsOut, also=(409,))
def rows(request: HttpRequest, list_id: str, asked: Query[Asked]) -> HttpResponse:
    """What the newest edition held names, narrowed by the words of `q`, in the order of the page of the list."""
    of, day = _found(list_id), asked.known_day
    wanted = " ".join(asked.q.split()).casefold()
    mark = hashlib.sha256(known().encode()).hexdigest()[:16]
    start = _start(asked.cursor, mark, f"{of.id} {day} {wanted}")
    with _BUILDING:  # what several ask for at once is put in order once
        every = _parties(of.id, mark) if isinstance(of, PartyCard) else _goods(of, day.isoformat(), mark)
    kept = [row for folded, row in every if all(word in folded for word in wanted.split())]
    shown, on = kept[start : start + asked.limit], None
    if start + asked.limit < len(kept):
        cursor = cursors.given(mark, f"{of.id} {day} {wanted}", str(start + asked.limit))
        ways = {"day": day.isoformat(), **({"q": asked.q} if asked.q else {}), "limit": asked.limit, "cursor": cursor}
        on = f"{reverse('api-list-rows', args=[of.id])}?{urlencode(ways)}"
    told = {"list_id": of.id, "of": _kind(of), "day": day.isoformat(), "edition": _newest(of),
            "edition_on_day": _on_day(of, day), "rows_are": ROWS_ARE[isinstance(of, PartyCard)], "count": len(kept), "next": on,
            "rows": [_row(row, day) for row in shown], "means_not": of.means_not, "not_safe": cards.NOT_SAFE,
            "not_about_supplier": NOT_ABOUT_SUPPLIER}  # fmt: skip
    return answer(request, told, **({"Link": f'<{on}>; rel="next"'} if on else {}))


def _found(name: str) -> Found:
    try:
        return cards.found_list(name)
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None


def _kind(of: Found) -> str:
    """What the list names."""
    return "parties" if isinstance(of, PartyCard) else "goods"


def _list(of: Found, asked: OnDay) -> dict[str, Any]:
    day = asked.known_day
    stood: Then = then(of, day, held)
    return {"id": of.id, "title": of.title, "of": _kind(of),
            "about_labor": of.about_labor if isinstance(of, PartyCard) else True, "edition": stood.edition,
            "edition_on_day": _on_day(of, day),
            "published": stood.published and stood.published.isoformat(), "age": stood.age(day),
            "next_due": _due(of, day), "named": stood.named,
            "means": of.means, "means_not": of.means_not}  # fmt: skip


def _due(of: Found, day: date) -> str | None:
    due = due_on(of, day)
    return None if due is None else due.isoformat()


def _editions(of: Found) -> list[dict[str, Any]]:
    if isinstance(of, PartyCard):
        return [{"edition": e.name, "published": e.published.isoformat(), "names": len(e.parties), "whole": not e.partial}
                for e in held(of.id)]  # fmt: skip
    return [{"edition": e.name, "published": e.published.isoformat(), "names": e.pairs, "whole": e.whole}
            for e in catalogue.editions()[of.id]]  # fmt: skip


def _newest(of: Found) -> str | None:
    if isinstance(of, ListCard):
        return of.edition
    editions = held(of.id)
    return editions[-1].name if editions else None


def _on_day(of: Found, day: date) -> str | None:
    """The edition that was the newest on the day; None where none of that day is held."""
    editions = catalogue.editions()[of.id] if isinstance(of, ListCard) else held(of.id)
    before = [e.name for e in editions if e.published <= day]
    return before[-1] if before else None


def _start(cursor: str, mark: str, question: str) -> int:
    try:
        return int(cursors.read(cursor, mark, question) or 0)
    except ProblemError as refused:
        raise ProblemError(409, CHANGED, kind="list-changed") if refused.status == 409 else refused from None


@lru_cache(maxsize=4)
def _parties(list_id: str, _: str) -> list[tuple[str, ListedParty]]:
    """Every party in the page's order with its words to look among, whatever the day; made anew when an edition is brought.

    Few lists are kept: one of 400,000 parties holds about 100 MB of words.
    """
    editions, told = held(list_id), date(2000, 1, 1)
    cells = [(party_row(p, told)[:4], p) for p in (editions[-1].parties if editions else ())]
    return [(" ".join(row).casefold(), p) for row, p in sorted(cells, key=lambda row: row[0][0].casefold())]


@lru_cache(maxsize=8)
def _goods(of: ListCard, day: str, _: str) -> list[tuple[str, Row]]:
    """Every pair of good and country as the page of that day shows it, in its order; these lists are small."""
    on = date.fromisoformat(day)
    rows = sorted(((listing_row(x, on), x) for x in listings_of(of.id)), key=lambda row: row[0])
    return [(" ".join(row[0]).casefold(), row) for row in rows]


def _row(of: Row | ListedParty, day: date) -> dict[str, Any]:
    if isinstance(of, ListedParty):
        cells = party_row(of, day)
        return {"party": of.name, "aliases": list(of.aliases), "kind": of.kind, "countries": list(of.countries),
                "addresses": list(of.addresses), "identifiers": [list(pair) for pair in of.identifiers],
                "says": cells[2], "since": cells[3], "named_on_day": cells[4]}  # fmt: skip
    cells, listing = of
    return {"good": cells[0], "country": listing.country, "country_name": cells[1], "harm": cells[2], "first_held": cells[3],
            "named_on_day": cells[4], "ended": cells[5]}  # fmt: skip
