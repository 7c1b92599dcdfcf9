"""Names against the lists of parties, for those who buy or oversee; no name that is sent is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema
from pydantic import StringConstraints

from buyfair.cards.leads import LEAD
from buyfair.cards.lists import NOT_SAFE
from buyfair.intake.names_file import read_names
from buyfair.knowledge.countries import country_in_table
from buyfair.screen.sites import Site
from buyfair.screening import (
    NUMBERS,
    Columns,
    Screening,
    bundled_editions,
    compare,
    compare_places,
    document,
    screening_on,
)
from buyfair.terms.decision import Decision, Pair
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Answer, Day
from buyfair.web.api.told import OnDay
from buyfair.web.api.turns import turn
from buyfair.web.cards.shelf import held, known
from buyfair.web.casework.store import lying
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.leads.decisions import exported
from buyfair.web.leads.models import Lead

MAY = BUYERS | OVERSIGHT
MOST_NAMES, MOST_PAIRS = 1_000, 200
ANY = "any"
SCHEMES = (*NUMBERS, ANY)
Cell = Annotated[str, StringConstraints(max_length=2_000)]


class NameIn(Schema):
    """A name, and what is known beside it. `identifiers`: official numbers by scheme; `any` where its shape is to tell."""

    model_config = {"extra": "forbid"}
    name: Cell = ""
    country: Cell = ""
    address: Cell = ""
    identifiers: dict[Literal["uei", "lei", "duns", "cage", "cnpj", "imo", "any"], Cell] = {}


class NamesIn(Schema):
    """The names to screen; row 1 is the first."""

    model_config = {"extra": "forbid"}
    names: list[NameIn] = Field(min_length=1, max_length=MOST_NAMES)


class SideIn(Schema):
    """One side of a pair; with addresses on both sides, production sites are compared."""

    model_config = {"extra": "forbid"}
    name: Annotated[str, StringConstraints(max_length=1_000)]
    address: Annotated[str, StringConstraints(max_length=1_000)] = ""
    country: Annotated[str, StringConstraints(max_length=200)] = ""


class PairIn(Schema):
    """Two names to compare."""

    model_config = {"extra": "forbid"}
    left: SideIn
    right: SideIn


class PairsIn(Schema):
    """The pairs to compare."""

    model_config = {"extra": "forbid"}
    pairs: list[PairIn] = Field(min_length=1, max_length=MOST_PAIRS)


class ListAskedOut(Schema):
    """A list that was asked, in which edition; `behind` says what is newer than it."""

    list_: str = Field(alias="list")
    title: str
    edition: str
    parties: int
    names: int
    sha256: str
    behind: str
    means: str
    means_not: str


class SetAsideOut(Schema):
    """A row that was not read as a name, and why."""

    row: int
    reason: str


class FoundLeadOut(Schema):
    """Two strings that a person compares: `score` from 0 to 1, `why` with both, what a listing means and does not.

    `decision` is what a person said of it, or open. `listed_on_day`: whether the party was listed on the day asked about.
    """

    row: int
    name: str
    lead_name: str
    list_: str = Field(alias="list")
    edition: str
    listed_since: Day | None
    listed_until: Day | None
    listed_on_day: Answer
    list_says: str
    score: float
    why: str
    identifiers: str
    means: str
    means_not: str
    party: str
    decision: str


class PairOut(Schema):
    """How alike two names are: `score` from 0 to 1, three decimals as text."""

    left: str
    right: str
    score: str
    why: str


class ScreenedOut(Schema):
    """The answer of `buyfair screen --json` for one table."""

    day: Day
    lists: list[ListAskedOut]
    lists_not_held: list[str]
    lists_not_known_then: list[str]
    counts: dict[str, int]
    read_as: str
    unread_countries: dict[str, int]
    set_aside: list[SetAsideOut]
    lists_differ: list[str]
    leads: list[FoundLeadOut]
    lead_means: str
    not_safe: str
    decisions_of: list[str]


class PairsOut(Schema):
    """Score and why of each pair, in the order asked."""

    pairs: list[PairOut]
    lead_means: str


class Asked(OnDay):
    """Which lists, separated by commas; without a choice those about labor."""

    lists: str = Field("", max_length=1_000, description="Names of lists of parties, commas between; else those about labor.")


@operation("screening", "api-screening", "Names against the lists of parties", ScreenedOut, MAY, method="POST", also=(413, 503))
def screen(request: HttpRequest, body: NamesIn, asked: Query[Asked]) -> HttpResponse:
    """Up to 1,000 names to leads, each with both strings, the score, why, and what a listing means and does not.

    A lead is two strings that a person compares; no lead is not safe. Names that are sent are not kept. What was decided
    about a lead on the pages of the organization asked for counts; `decisions_of` names it.
    """
    wanted = tuple(sorted({name.strip() for name in asked.lists.split(",") if name.strip()}))
    with turn():
        lists = _decided(_screening(asked.known_day, wanted, known()), request.actor)
        columns = Columns("name", "country", tuple((s if s != ANY else "", s) for s in SCHEMES), "address")
        with _lying(body) as path:
            table = read_names(path, columns.all())
            done = lists.table(table, columns)
        return answer(request, document(done, lists, table.read_as) | {
            "lead_means": LEAD, "not_safe": NOT_SAFE, "decisions_of": _named(request.actor),
        })  # fmt: skip


@operation("screening-pairs", "api-screening-pairs", "Two names beside each other", PairsOut, MAY, method="POST",
           also=(413, 503), tag="screening")  # fmt: skip
def pairs(request: HttpRequest, body: PairsIn) -> HttpResponse:
    """Up to 200 pairs of names, or of production sites, with score and why, as `buyfair screen --pairs` writes them."""
    with turn():
        return answer(request, {"pairs": [_pair(p.left, p.right) for p in body.pairs], "lead_means": LEAD})


def _pair(left: SideIn, right: SideIn) -> dict[str, Any]:
    if bool(left.address) != bool(right.address):
        raise ProblemError(422, "One side of a pair has an address; expected one on both sides, or on none; add the other.")
    found = compare_places(_site(left), _site(right)) if left.address else compare(left.name, right.name)
    return {"left": left.name, "right": right.name, "score": f"{found.score:.3f}", "why": found.why}


def _site(of: SideIn) -> Site:
    place = country_in_table(of.country)
    return Site(of.name, of.address, place.code if place else "")


@contextmanager
def _lying(body: NamesIn) -> Iterator[Path]:
    """The names as a table, so that they are read as every table is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "country", "address", *SCHEMES])
    for row in body.names:
        numbers = {str(scheme): number for scheme, number in row.identifiers.items()}
        writer.writerow([row.name, row.country, row.address, *(numbers.get(scheme, "") for scheme in SCHEMES)])
    with lying("names.csv", text.getvalue().encode()) as path:
        yield path


def _named(actor: Actor) -> list[str]:
    """The organizations that the one who asks acts for."""
    return list(Organization.objects.filter(pk__in=actor.organizations).order_by("name").values_list("name", flat=True))


def _decided(of: Screening, actor: Actor) -> Screening:
    """The same with the decisions that stand on the pages of the organizations that the one who asks acts for."""
    found: dict[Pair, tuple[Decision, ...]] = {}
    for decision in exported(Lead.objects.seen_by(actor).filter(organization__in=actor.organizations)):
        found[decision.pair] = (*found.get(decision.pair, ()), decision)
    return Screening(of.parties, of.day, found, of.not_held, of.not_known_then, of.editions)


@lru_cache(maxsize=2)
def _screening(day: date, lists: tuple[str, ...], _: str) -> Screening:
    for name in lists:
        bundled_editions(name)  # says which is no list, before a folder is looked for by its name
    return screening_on(day, lists or None, held)
