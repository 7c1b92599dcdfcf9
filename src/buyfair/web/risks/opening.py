"""A new risk, from an award or from filters of the portfolio: its figures are looked at first, then kept as they stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.words import clean
from buyfair.web.casework.refused import RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization
from buyfair.web.risks import figures, leverage, unmet
from buyfair.web.risks.about import About, read, read_address
from buyfair.web.risks.figures import Seen
from buyfair.web.risks.flow import LEAD, OFFICER
from buyfair.web.risks.models import Risk

LONGEST_NAME, LONGEST_WHY = 300, 20_000
NOTHING = "No award of this portfolio meets these filters, so there is nothing to open a risk about: loosen one of them."
OWN = ("csrfmiddlewaretoken", "address", "named", "why", "organization", "page")


def new(request: HttpRequest) -> HttpResponseBase:
    """What a risk would be about, with its figures as they stand; sent, the risk itself."""
    given = request.POST if request.method == "POST" else request.GET
    about, refused = _about(given)
    seen, why_not = figures.as_shown(about) if about and not refused else (None, "")
    if about.award_id and seen is not None:
        about = About(seen.document["award"]["award_id"])
    if why_not:
        refused = [why_not]
    if seen is not None and not about.award_id and not seen.figures["awards"]:
        refused = [NOTHING]
    if request.method == "POST" and not refused and seen is not None:
        return _opened(request, about, seen)
    status = 422 if request.method == "POST" else 400 if refused else 200
    return _form(request, about, seen, refused, status)


def _about(given: Any) -> tuple[About, list[str]]:
    address = given.get("address", "").strip()
    if address:
        return read_address(address)
    return read([(name, value) for name, values in given.lists() if name not in OWN for value in values])


def _form(request: HttpRequest, about: About, seen: Seen | None, refused: list[str], status: int,
          wrong: dict[str, str] | None = None, other: Risk | None = None) -> HttpResponse:  # fmt: skip
    given = request.POST if request.method == "POST" else request.GET
    offices = _offices(request)
    standing = _standing(offices, about) if other is None and about else None
    if request.method == "POST" and not about and not refused:
        refused = ["Nothing was named; expected an award, or filters of the portfolio: paste the address of one below."]
    told = {
        "about": about, "seen": seen, "refused": refused, "wrong": wrong or {}, "other": other or standing, "offices": offices,
        "figures": figures.compared(seen.figures, seen.figures) if seen is not None else [],
        "leverage": leverage.leverage(about, seen, today()) if seen is not None else None,
        "named": given.get("named", seen.title[:LONGEST_NAME] if seen is not None and not refused else ""),
        "why": given.get("why", ""),
        "typed_address": given.get("address", ""), "chosen": given.get("organization", ""),
    }  # fmt: skip
    return render(request, "risks/new.html", told, status=status)


def _offices(request: HttpRequest) -> list[Organization]:
    """The organizations for which this actor may open a risk."""
    able = sorted({organization for role, organization in request.actor.parts if role in (LEAD, OFFICER)})
    return list(Organization.objects.filter(pk__in=able).order_by("name"))


def _standing(offices: list[Organization], about: About) -> Risk | None:
    """A risk about the same that stands already in one of these offices."""
    found: Risk | None = Risk.objects.filter(only__in=[unmet.only(o.pk, about.award_id, about.query) for o in offices]).first()
    return found


def _opened(request: HttpRequest, about: About, seen: Seen) -> HttpResponseBase:
    named, why = clean(request.POST.get("named", "")), request.POST.get("why", "").replace("\r\n", "\n").strip()
    office = _office(request)
    wrong = _wrong(named, why, office)
    if wrong or office is None:
        return _form(request, about, seen, [], 422, wrong)
    try:
        with transaction.atomic():
            risk = kept(request.actor, office, about, seen, named, why)
    except IntegrityError:
        return _form(request, about, seen, [], 409, other=_standing([office], about))
    except RefusedError as refused:
        return _form(request, about, seen, [str(refused)], refused.status)
    messages.success(request, f"{risk.reference} is open. Give it a response next.")
    return redirect(risk)


def kept(by: Actor, office: Organization, about: About, seen: Seen, named: str, why: str, at: datetime | None = None) -> Risk:
    """A risk with its figures as they stand; what is said of them is part of its first event.

    Raises: IntegrityError where the office has one about the same that is not closed.
    """
    said = {"named": named or seen.title[:LONGEST_NAME], "why": why, "award_id": about.award_id, "query": about.query,
            "snapshot": seen.snapshot, "said_then": " ".join(seen.sentences)}  # fmt: skip
    risk = Risk.open(by=by, organization=office, told={name: text for name, text in said.items() if text}, at=at)
    risk.then, risk.only = dict(seen.figures), unmet.only(office.pk, about.award_id, about.query)
    risk.snapshot_day = date.fromisoformat(seen.day) if seen.day else None
    risk.save(update_fields=["then", "only", "snapshot_day"])
    return risk


def _office(request: HttpRequest) -> Organization | None:
    """The one chosen, or the only one."""
    offices, chosen = _offices(request), request.POST.get("organization", "")
    if not chosen:
        return offices[0] if len(offices) == 1 else None
    return next((office for office in offices if str(office.pk) == chosen), None)


def _wrong(named: str, why: str, office: Organization | None) -> dict[str, str]:
    found = {}
    if not named:
        found["named"] = "The name is empty; expected a few words that say what it is about: type them."
    elif len(named) > LONGEST_NAME:
        found["named"] = f"The name has {len(named)} letters; at most {LONGEST_NAME} are expected: shorten it."
    if len(why) > LONGEST_WHY or "\x00" in why:
        found["why"] = f"The reason has {len(why):,} letters; at most {LONGEST_WHY:,} are expected: shorten it."
    if office is None:
        found["organization"] = "The office is none that you open risks for; expected one of the list: choose one."
    return found
