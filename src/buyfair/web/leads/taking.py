"""Brings the leads of the portfolio shown into the queue: new ones are opened, decided ones with news are reopened, aloud.

Lists are asked as of today, whatever the known day of the portfolio: an edition that came since is news of a lead too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from buyfair.award_leads import known_day
from buyfair.catalogue import party_modules
from buyfair.intake.decisions_file import NAME, read_decisions
from buyfair.intake.list_editions import RAW
from buyfair.screen.decided import TOLD, seen
from buyfair.screening import listed_between
from buyfair.snapshots import Snapshot
from buyfair.terms.decision import Decisions
from buyfair.web.casework.deeds import comment
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role
from buyfair.web.leads.changes import in_words
from buyfair.web.leads.decisions import brought, news_of
from buyfair.web.leads.flow import DECIDED, WAITING
from buyfair.web.leads.gathering import Gathered, gathered
from buyfair.web.leads.made_up import made_up
from buyfair.web.leads.models import Decided, Lead, OnAward, Taken, bringing_in
from buyfair.web.leads.sightings import On, Sighting, as_row_of, of_folder, shows

AT_ONCE = 250
"""So many new leads are opened in one transaction."""


@dataclass(frozen=True)
class Asked:
    """As of which day the lists were asked, and which editions were held."""

    day: date
    editions: str


@dataclass
class Brought:
    """What a bringing-in did; `left` new leads were not opened yet."""

    opened: int = 0
    reopened: int = 0
    taken_over: int = 0
    left: int = 0

    def __add__(self, other: Brought) -> Brought:
        return Brought(self.opened + other.opened, self.reopened + other.reopened, self.taken_over + other.taken_over,
                       self.left + other.left)  # fmt: skip


def job(office: Organization) -> Actor:
    """What brings leads in for an office: no person, so it can be neither reader."""
    return Actor(None, frozenset({(Role.PORTFOLIO_LEAD, office.pk)}))


def stale(office: Organization, snapshot: Snapshot) -> str:
    """Why the leads that this office sees are not those of today: "portfolio", "editions", or "" where they are."""
    last = Taken.objects.filter(organization=office).first()
    if last is None or last.snapshot != snapshot.id:
        return "portfolio"
    return "editions" if last.editions != held_by(Path(settings.HOME) / "lists", today()) else ""


def held_by(shelf: Path, day: date) -> str:
    """A hash of the editions of lists published by a day: those that came with this version, and those that were brought."""
    brought = (f"{of.name}:{edition.name}" for of in (shelf.iterdir() if shelf.is_dir() else ())
               if of.is_dir() and of.name != RAW
               for edition in of.iterdir()
               if not edition.name.startswith(".") and edition.name[:10] <= day.isoformat())  # fmt: skip
    bundled = (f"{of.ID}:{edition.name}:{edition.sha256}" for of in party_modules() for edition in of.editions()
               if edition.published <= day)  # fmt: skip
    return hashlib.sha256("\n".join(sorted({*brought, *bundled})).encode()).hexdigest()


def take(office: Organization, snapshot: Snapshot, *, most: int | None = None, decisions: Decisions | None = None,
         by: Actor | None = None) -> Brought:  # fmt: skip
    """Brings in the leads of a snapshot; about `most` new ones, or all.

    `decisions` are taken over by whom is told, by default those of the command line's file by the daily job.

    Raises: InputRefusedError where the snapshot or the file of decisions cannot be read.
    """
    home, day = {"BUYFAIR_HOME": str(settings.HOME)}, known_day(snapshot.folder)
    asked = Asked(max(day, today()), held_by(Path(settings.HOME) / "lists", today()))
    sightings = of_folder(snapshot.folder, home, asked.day, office.agency)
    if settings.DEMO:
        sightings += made_up(snapshot.folder)
    told = read_decisions(Path(settings.HOME) / NAME) if decisions is None else decisions
    done = bring(office, snapshot.id, day, sightings, told, by, asked)
    while done.left and (most is None or done.opened < most):
        done.left = 0  # the next step tells what is left of this office
        done += bring(office, snapshot.id, day, sightings, told, by, asked)
    return done


@transaction.atomic
@bringing_in()
def bring(office: Organization, snapshot: str, day: date, sightings: Iterable[Sighting], decisions: Decisions,
          reader: Actor | None = None, asked: Asked | None = None) -> Brought:  # fmt: skip
    """One step of it, in one transaction: the same sightings a second time change nothing."""
    Organization.objects.select_for_update().get(pk=office.pk)  # two who bring in at once open no lead twice
    by, sightings = job(office), list(sightings)
    cases = list(Lead.objects.filter(organization=office).order_by("pk"))
    known = _decisions(office)
    groups = gathered(sightings, cases)
    done = Brought()
    for group in groups:
        if group.case is None and done.opened < AT_ONCE:
            group.case = Lead.open(by, office, _told(group))
            done.opened += 1
    _kept(groups, by)
    for group in groups:
        if group.case is not None:
            rows = known.get(group.case.pk, [])
            over = brought(group, rows, decisions, reader or by)
            done.taken_over += len(over)
            done.reopened += _reopened(group, [*over, *rows], by)
    done.left = sum(group.case is None for group in groups)
    _on_awards(office, groups)
    if not done.left:
        ways = {"ways": len(sightings), "leads": sum(bool(g.sightings) for g in groups), "day": day, "at": now(),
                "asked": asked.day if asked else day, "editions": asked.editions if asked else ""}  # fmt: skip
        Taken.objects.update_or_create(organization=office, snapshot=snapshot, defaults=ways)
    return done


def _decisions(office: Organization) -> dict[int, list[Decided]]:
    """Every decision about the leads of an office, the newest first, in one look."""
    held: dict[int, list[Decided]] = {}
    rows = Decided.objects.filter(lead__organization=office).select_related("lead").order_by("-pk")
    for row in rows:
        held.setdefault(row.lead_id, []).append(row)
    return held


def _reopened(group: Gathered, rows: list[Decided], by: Actor) -> bool:
    """Reopens what was decided, or proposed, where something is new since; says what."""
    case = group.case
    if case is None or case.state not in ("proposed", *DECIDED) or not group.sightings or not rows:
        return False
    news = news_of(group, rows[0])
    if not news:
        return False
    now_shown = {**shows(group.best.lead), TOLD: sorted(group.told)}
    case.move("news", by, {"what": in_words(news, rows[0].shows, now_shown)})
    return True


def _told(group: Gathered) -> dict[str, Any]:
    """What a case keeps of its leads."""
    best = group.best
    lead, pair = best.lead, best.pair
    since, until = listed_between(lead.party)
    whole = replace(lead.query, also=tuple(sorted(group.told)), countries=(), identifiers=(), address="")
    dollars = {on.award_id: on.dollars for one in group.sightings for on in one.on}
    return {
        "asked": pair.asked, "list_id": pair.list_id, "party_key": pair.party, "told": sorted(group.told),
        "name": lead.query.name, "listed": lead.listed, "met_as": lead.asked, "party": lead.party.name,
        "edition": lead.party.edition[:200], "met": best.met, "score": Decimal(f"{lead.score:.3f}"), "why": lead.why,
        "list_says": as_row_of(lead)["list_says"], "listed_since": since, "listed_until": until,
        "saw": seen(replace(lead, query=whole)), "shows": {**shows(lead), TOLD: sorted(group.told)},
        "awards": len(dollars), "dollars": _sum(dollars),
    }  # fmt: skip


def _sum(of: Mapping[str, Decimal | None]) -> Decimal | None:
    """The dollars of these awards; None where one of them does not tell."""
    told = [dollars for dollars in of.values() if dollars is not None]
    return sum(told, Decimal(0)) if told and len(told) == len(of) else None


def _kept(groups: Iterable[Gathered], by: Actor) -> None:
    """Writes what changed of leads that were there: a statement for each that changed, none for the others."""
    for group in groups:
        case = group.case
        if case is not None:
            told = _told(group) if group.sightings else {"awards": 0, "dollars": None}
            changed = {name: value for name, value in told.items() if getattr(case, name) != value}
            if changed:
                _said(case, changed, by)
                Lead.objects.filter(pk=case.pk).update(**changed)
                for name, value in changed.items():
                    setattr(case, name, value)


def _said(case: Lead, changed: Mapping[str, Any], by: Actor) -> None:
    """Says in the timeline what changed of a lead that waits: whoever has its page open is told before deciding."""
    if "saw" in changed and case.state in WAITING:
        now_shown = changed.get("shows", case.shows)
        parts = [part for part, told in now_shown.items() if part != "edition" and case.shows.get(part) != told]
        comment(case, by, f"What can be seen of it has changed.\n{in_words(parts, case.shows, now_shown)}")


def _on_awards(office: Organization, groups: Iterable[Gathered]) -> None:
    """The awards that carry each name now, in place of those that did before; what is the same is left as it is."""
    held = _held(office)
    now = {group.case.pk: [_row(group.case, one, on) for one in group.sightings for on in one.on]
           for group in groups if group.case is not None}  # fmt: skip
    changed = [pk for pk, rows in now.items() if held.get(pk, set()) != set(map(_as_told, rows))]
    for at in range(0, len(changed), AT_ONCE):
        OnAward.objects.filter(lead__in=changed[at : at + AT_ONCE]).delete()
    OnAward.objects.bulk_create((row for pk in changed for row in now[pk]), batch_size=AT_ONCE)


TELLS = ("award_id", "role", "name", "country", "also", "numbers", "listed_then", "score", "why", "piid", "agency", "supplier",
         "dollars")  # fmt: skip


def _held(office: Organization) -> dict[int, set[tuple[Any, ...]]]:
    """By lead, what is kept of its awards: one look."""
    held: dict[int, set[tuple[Any, ...]]] = {}
    for pk, *told in OnAward.objects.filter(lead__organization=office).values_list("lead", *TELLS).iterator():
        held.setdefault(pk, set()).add(tuple(told))
    return held


def _as_told(row: OnAward) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in TELLS)


def _row(case: Lead, one: Sighting, on: On) -> OnAward:
    query = one.lead.query
    return OnAward(
        lead_id=case.pk, award_id=on.award_id, role=on.role, name=query.name, country=" ".join(query.countries),
        also=" | ".join(query.also), numbers="; ".join(f"{scheme} {value}" for scheme, value in query.identifiers),
        listed_then=on.listed_then, score=Decimal(f"{one.lead.score:.3f}"), why=one.lead.why, piid=on.piid,
        agency=on.agency, supplier=on.supplier, dollars=on.dollars,
    )  # fmt: skip
