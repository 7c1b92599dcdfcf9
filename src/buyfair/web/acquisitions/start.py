"""The beginning of a planned purchase: what is bought, about how much, when the solicitation goes out, and who buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from buyfair.cards.words import clean
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import asking, changes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.plain_words import said
from buyfair.web.acquisitions.reading import checked
from buyfair.web.acquisitions.suggesting import Offer, chosen, meant, offers
from buyfair.web.casework.refused import RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

LONGEST = 200
WORDS_ALONE = "none"
BOXES = ("what", "meant", "item", "made", "value", "sol_date", "agency", "organization")
PATHS = (("item", "lines[1].item"), ("made", "lines[1].origin"),
         ("value", "lines[1].value"), ("sol_date", "sol_date"), ("agency", "agency"))  # fmt: skip


@dataclass
class Start:
    """What the form holds: as typed, what is wrong, and what the words may mean."""

    typed: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    told: list[tuple[str, Any]] = field(default_factory=list)


def new(request: HttpRequest) -> HttpResponse:
    """The form; sent, the purchase is opened and its questions begin."""
    offices = offices_of(request.actor)
    typed = {box: request.POST.get(box, "") for box in BOXES}
    start = Start(typed)
    if request.method == "POST":
        _read(start, offices)
        if not start.wrong and not start.offers:
            return _opened(request, start, offices)
    return _shown(request, start, offices, 422 if start.wrong else 200)


def _shown(request: HttpRequest, start: Start, offices: list[Organization], status: int) -> HttpResponse:
    """The form with everything that was typed and chosen."""
    agencies = [(value, said("agency", value)) for value in ("dod", "civilian", "exchange_or_commissary")]
    kinds = [(value, said("item", value)) for value in ("supply", "service", "construction", "research")]
    context = {"kinds": kinds, "start": start, "typed": start.typed, "wrong": start.wrong, "offers": start.offers,
               "offices": offices, "agencies": agencies, "offered": asking.offered({"goods", "countries"})}  # fmt: skip
    return render(request, "acquisitions/new.html", context, status=status)


def offices_of(actor: Actor) -> list[Organization]:
    """The offices that the actor buys for."""
    keys = [organization for role, organization in actor.parts if role == Role.CONTRACTING_OFFICER]
    return list(Organization.objects.filter(pk__in=keys).order_by("name"))


def _read(start: Start, offices: list[Organization]) -> None:
    words = clean(start.typed["what"])
    if not words:
        start.wrong["what"] = "Nothing was typed; expected what is bought, in a few words; type it."
    elif len(words) > LONGEST:
        start.wrong["what"] = f"{len(words):,} characters were typed; at most {LONGEST} are expected; shorten it."
    for box, path in PATHS:
        _told(start, box, path)
    if start.typed["organization"] and start.typed["organization"] not in {str(o.pk) for o in offices}:
        start.wrong["organization"] = "This is no office that you buy for; choose one of the list."
    if words and "what" not in start.wrong:
        _meant(start, words)
    if start.wrong and start.typed["meant"]:
        start.offers = offers(words, start.typed["item"])  # what was chosen stays chosen while something else is mended


def _told(start: Start, box: str, path: str) -> None:
    try:
        value = asking.answered(path, [start.typed[box]])
        if value is not None:
            checked(changes.changed({"lines": [{}]}, [(path, value)]))
            start.told.append((path, value))
    except InputRefusedError as refused:
        start.wrong[box] = asking.plainly(refused, path)


def _meant(start: Start, words: str) -> None:
    """What is bought: known by its name, chosen among what is offered, or kept as words alone."""
    choice = start.typed["meant"]
    found = chosen(choice) if choice else meant(words)
    if found is not None:
        start.told.insert(0, (f"lines[1].{found.key}", found.value))
    elif choice and choice != WORDS_ALONE:
        start.wrong["meant"] = "This is none of what is offered; choose one, or keep your words."
        start.offers = offers(words, start.typed["item"])
    elif not choice:
        start.offers = offers(words, start.typed["item"])


def _opened(request: HttpRequest, start: Start, offices: list[Organization]) -> HttpResponse:
    office = next((o for o in offices if str(o.pk) == start.typed["organization"]), offices[0])
    try:
        case = opened(request.actor, office, clean(start.typed["what"]), {"tier": 0, "lines": [{}]}, start.told)
    except RefusedError as refused:
        start.wrong["what"] = str(refused)
        start.offers = offers(clean(start.typed["what"]), start.typed["item"]) if start.typed["meant"] else []
        return _shown(request, start, offices, refused.status)
    messages.success(request, f"{case.reference} is open. Answer what you know; nothing must be answered at once.")
    return redirect(case.get_absolute_url())


@transaction.atomic
def opened(
    actor: Actor, office: Organization, name: str, facts: Mapping[str, Any], told: list[tuple[str, Any]]
) -> Acquisition:
    """A new purchase with its first facts, each as an event."""
    case = Acquisition.open(actor, office, {"name": name[:LONGEST]})
    first = [(path, value) for path, value in (("tier", facts.get("tier")), ("lines", 1)) if value is not None]
    case.move("tell", actor, {"changes": changes.written([*first, *told])})
    return Acquisition.objects.get(pk=case.pk)
