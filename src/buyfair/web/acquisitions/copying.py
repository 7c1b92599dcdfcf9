"""A purchase like one before: a new one that begins with its facts."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from buyfair.cards.questions import as_toml
from buyfair.judge.facts import PURCHASE
from buyfair.purchase import vocabulary
from buyfair.web.acquisitions import changes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import LONGEST
from buyfair.web.core.actor import Actor

OF_THE_FORMER = ("sol_date", "award_date", "awarded_by", "asks_ten_or_more")
"""Facts that are of the former purchase alone, beside everything that happened with it."""


def copy(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Opens the new purchase and leads there."""
    made = copied(case, request.actor)
    messages.success(request, f"{made.reference} begins with the facts of {case.reference}, without its days.")
    return redirect("acquisition_facts", made.reference)


@transaction.atomic
def copied(case: Acquisition, actor: Actor) -> Acquisition:
    """The new purchase; its facts come as a document, so that the timeline says where they are from."""
    made = Acquisition.open(actor, case.organization, {"name": f"{case.name} (again)"[:LONGEST]})
    gone = [(f.key, None) for f in vocabulary().facts if f.of == PURCHASE and (f.event or f.key in OF_THE_FORMER)]
    facts = changes.exact(changes.changed(case.told, gone))
    if facts:
        paper = BytesIO(f"# From {case.reference}\n{as_toml(facts)}".encode())
        paper.name = f"{case.reference}-facts.txt"
        made.move("read", actor, {"paper_facts": paper})
    return Acquisition.objects.get(pk=made.pk)
