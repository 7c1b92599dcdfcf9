"""The register as a queue: filters of its address, what waits for me first, and which of the first awards lack a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import Case as When_
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict
from pyarrow import parquet

from buyfair import browse_rows
from buyfair.browse_filters import Filters
from buyfair.cards import titles, words
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, TooSlowError
from buyfair.web.casework.models import Deadline
from buyfair.web.core.actor import Actor
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization
from buyfair.web.risks.about import About
from buyfair.web.risks.flow import FLOW
from buyfair.web.risks.models import Risk
from buyfair.web.risks.responses import CHOICES, label_of

A_PAGE = 50
DUE = (("late", "late"), ("month", "within 30 days"), ("later", "later"), ("none", "no date runs"))
ABOUT = (("award", "one award"), ("pattern", "a pattern of the portfolio"))
FIRST = (20, 50, 100)
OWN = ("first", "page")
"""Words of the address that filter nothing."""


@dataclass(frozen=True)
class Box:
    """A field of the form of filters."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True)
class Asked:
    """What an address of the register asks: its filters, how many of the first awards, and what could not be read."""

    filters: Mapping[str, str] = field(default_factory=dict)
    first: int = FIRST[0]
    refused: tuple[str, ...] = ()

    def query(self, **more: object) -> str:
        """The same address with something changed; None takes it away."""
        told = {**self.filters, **({"first": self.first} if self.first != FIRST[0] else {}), **more}
        kept = [(name, str(value)) for name, value in told.items() if value is not None]
        return f"?{urlencode(kept, quote_via=quote)}" if kept else "?"


def choices(risks: QuerySet[Risk]) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Every filter: its label and its values."""
    names = ("answerable__username", "answerable__first_name", "answerable__last_name")
    owners = risks.exclude(answerable=None).values_list(*names)
    people = {name: f"{first} {last}".strip() or name for name, first, last in owners.distinct().order_by()}
    return {
        "state": ("Stands", tuple((s.name, s.label) for s in FLOW.states)),
        "response": ("Response", (*CHOICES, ("none", label_of("")))),
        "owner": ("Owner", (*sorted(people.items(), key=lambda p: p[1].lower()), ("nobody", "nobody yet"))),
        "due": ("Due", DUE),
        "about": ("About", ABOUT),
    }


def read(query: QueryDict, known: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]) -> Asked:
    """The filters of an address, and a sentence for each that names nothing."""
    filters, refused, first = {}, [], FIRST[0]
    for name, values in query.lists():
        value = values[-1].strip()
        if name == "first" and value in map(str, FIRST):
            first = int(value)
        elif name in known and value:
            if value in dict(known[name][1]):
                filters[name] = value
            else:
                able = ", ".join(key for key, _ in known[name][1][:8])
                given = f"{known[name][0]}: “{words.clean(value)[:40]}” was given"
                refused.append(f"{given}; expected one of {able}; choose one below.")
        elif value and name != "page":
            said, able = words.clean(name)[:40] or "an empty name", ", ".join((*known, "first"))
            refused.append(f"“{said}” is nothing to filter by; expected is one of {able}; take it out of the address.")
    return Asked(filters, first, tuple(refused))


def boxes(asked: Asked, known: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]) -> list[Box]:
    """The form, with what is set."""
    return [Box(name, label, values, asked.filters.get(name, "")) for name, (label, values) in known.items()]


def with_dates(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    """Each with `next_due`: the day of the first deadline that still runs."""
    running = Deadline.objects.filter(case=OuterRef("pk"), ended_by=None).order_by("due", "pk")
    return risks.annotate(next_due=Subquery(running.values("due")[:1]), next_what=Subquery(running.values("what")[:1]))


def register(actor: Actor) -> QuerySet[Risk]:
    """Every risk that this actor may see, with its dates."""
    return with_dates(Risk.objects.seen_by(actor))


def filtered(risks: QuerySet[Risk], filters: Mapping[str, str], day: date) -> QuerySet[Risk]:
    """Those that meet the filters."""
    for name, value in filters.items():
        risks = risks.filter(_condition(name, value, day))
    return risks


def _condition(name: str, value: str, day: date) -> Q:
    month = day + timedelta(days=30)
    if name == "due":
        return {"late": Q(next_due__lt=day), "month": Q(next_due__gte=day, next_due__lte=month), "later": Q(next_due__gt=month),
                "none": Q(next_due=None)}[value]  # fmt: skip
    if name == "owner":
        return Q(answerable=None) if value == "nobody" else Q(answerable__username=value)
    if name == "response":
        return Q(response="" if value == "none" else value)
    if name == "about":
        return ~Q(award_id="") if value == "award" else Q(award_id="")
    return Q(state=value)


def ordered(risks: QuerySet[Risk], actor: Actor) -> QuerySet[Risk]:
    """What waits for me first, then the most pressing; closed ones last."""
    mine = Q(answerable=actor.user) if actor.user is not None else Q(pk__in=())
    place = When_(When(state="closed", then=Value(2)), When(mine, then=Value(0)), default=Value(1))
    return risks.select_related("answerable", "organization").order_by(place, F("next_due").asc(nulls_last=True), "pk")


def counts(risks: QuerySet[Risk], day: date) -> dict[str, int]:
    """How many stand how: by state, without a response, late."""
    found: dict[str, int] = {s.name: 0 for s in FLOW.states}
    found.update({row["state"]: row["n"] for row in risks.order_by().values("state").annotate(n=Count("pk"))})
    standing = risks.exclude(state="closed")
    return found | {
        "all": sum(found.values()), "standing": sum(found.values()) - found["closed"],
        "late": standing.filter(next_due__lt=day).count(), "unanswered": standing.filter(response="").count(),
    }  # fmt: skip


@dataclass(frozen=True)
class First:
    """One of the awards to look at first, and whether a response stands."""

    rank: int
    title: str
    supplier: str
    dollars: str
    opens: str
    begins: str
    risk: Risk | None

    @property
    def answered(self) -> bool:
        """Whether a response was given."""
        return self.risk is not None and bool(self.risk.response)


@dataclass(frozen=True)
class Firsts:
    """The first ranked awards of the portfolio that is shown, or why there are none; `of` says whose they are."""

    rows: tuple[First, ...] = ()
    says: str = ""
    of: str = ""

    @property
    def answered(self) -> int:
        """How many have a response."""
        return sum(1 for row in self.rows if row.answered)

    @property
    def missing(self) -> list[First]:
        """Those without."""
        return [row for row in self.rows if not row.answered]


def firsts(actor: Actor, risks: QuerySet[Risk], many: int) -> Firsts:
    """The first ranked awards: of the agencies of the actor's organizations where these are told, else of the whole.

    Raises: TooSlowError.
    """
    held = shown()
    if held is None:
        return Firsts(says="No portfolio is held yet, so nothing is ranked: a portfolio lead adds award files first.")
    told, named = _told_agencies(actor), agencies(actor, held)
    if told and not named:
        none = f"o award of the portfolio bears the agency {words.listing(map(words.clean, told))}"
        return Firsts(says=f"N{none}.", of=f"nothing, for n{none}")
    try:
        rows = _ranked(held, named, many)
    except InputRefusedError as refused:
        return Firsts(says=str(refused))
    by_award: dict[str, Risk] = {}
    for risk in risks.filter(award_id__in=[row["award_id"] for row in rows]).select_related("answerable").order_by("pk"):
        if risk.response or risk.award_id not in by_award:
            by_award[risk.award_id] = risk
    found = tuple(_first(row, by_award.get(row["award_id"])) for row in rows)
    return Firsts(found, "" if rows else "No award is ranked.", words.listing(named) or "the whole portfolio")


def firsts_in_time(actor: Actor, risks: QuerySet[Risk], many: int) -> Firsts:
    """The same beside other work, which goes on where they cannot be had."""
    try:
        return firsts(actor, risks, many)
    except TooSlowError as late:
        return Firsts(says=str(late))


def agencies(actor: Actor, held: Snapshot) -> tuple[str, ...]:
    """The agencies of the organizations that the actor acts for, as the awards of this snapshot spell them."""
    told, spelled = _told_agencies(actor), _spelled(held)
    return tuple(sorted({name for each in told for name in spelled.get(_key(each), ())})) if spelled else told


def _told_agencies(actor: Actor) -> tuple[str, ...]:
    """The agencies as the organizations tell them; none where this is not told."""
    told = Organization.objects.filter(pk__in=sorted(actor.organizations)).exclude(agency="")
    return tuple(sorted(set(told.values_list("agency", flat=True))))


@lru_cache(maxsize=4)
def _spelled(held: Snapshot) -> dict[tuple[str, ...], set[str]]:
    """Every agency of its awards, by its words in small letters; nothing where the file of awards cannot be read."""
    try:
        column = parquet.read_table(held.folder / "awards.parquet", columns=["agency"]).column("agency")
    except (OSError, ValueError, KeyError):
        return {}
    found: dict[tuple[str, ...], set[str]] = {}
    for name in column.unique().to_pylist():
        found.setdefault(_key(name or ""), set()).add(name)
    return found


def _key(agency: str) -> tuple[str, ...]:
    return tuple(agency.casefold().split())


@lru_cache(maxsize=16)
def _ranked(held: Snapshot, named: tuple[str, ...], many: int) -> tuple[dict[str, Any], ...]:
    """A snapshot never changes, so what was read of it stays true."""
    found = browse_rows.awards(held, Filters(agency=named), "rank", None, many).rows
    return tuple(row for row in found if row["rank"] is not None)


def _title(row: Mapping[str, Any]) -> str:
    """What was bought and where, no surer than the record is."""
    abroad = row["sector"] == titles.ABROAD
    good = titles.good({"good": row["good"], "strength": row["strength"]}) if row["good"] is not None and not abroad else ""
    code = words.sector_label(row["sector"]) if abroad else titles.code_name(row["psc"], row["psc_title"])
    met = {"good": row["good"], "psc": row["psc"], "country": row["origin_country"], "reason": row["exposure_reason"]}
    place = titles.place({**row, "met": met}, {str(row["country"]): str(row["name"])})
    return f"{words.sentence_case(good or code) or words.thing(row)}, {place}"


def _first(row: Mapping[str, Any], risk: Risk | None) -> First:
    about = About(row["award_id"])
    return First(row["rank"], _title(row), words.clean(row["supplier_name"] or "Supplier not told"),
                 words.exact_dollars(row["dollars"]), about.opens, about.begins, risk)  # fmt: skip
