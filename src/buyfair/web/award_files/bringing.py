"""The page where award files are brought: uploaded, taken from the folder of the operator, or chosen from those held."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from buyfair.cards.words import clean
from buyfair.intake.sources import SUFFIXES
from buyfair.terms.errors import InputRefusedError
from buyfair.web.award_files import finding, inbox, places, telling
from buyfair.web.award_files.accepting import Brought, accepted, forgotten, taken_in
from buyfair.web.award_files.arriving import Arrived, Streaming
from buyfair.web.award_files.models import AwardFile
from buyfair.web.core.actor import actor_of
from buyfair.web.core.models import Organization

SHOWN = 30
"""Files held that are offered; those ticked come first."""
LONGEST = 80


@csrf_exempt
def bring(request: HttpRequest) -> HttpResponseBase:
    """The form; what is sent is written to the data folder as it comes, so the guard against forgery stands behind that."""
    if request.method == "POST":
        request.upload_handlers = [Streaming()]
    return csrf_protect(_bring)(request)


def _bring(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    offices = list(finding.offices(actor))
    if request.method != "POST":
        return _form(request, offices, offices[0], {})
    typed = _typed(request)
    arrived: list[Arrived] = request.FILES.getlist("files")
    office = next((o for o in offices if str(o.pk) == typed["office"]), offices[0] if not typed["office"] else None)
    if office is None:
        for each in arrived:
            forgotten(each.sha256)
        typed["wrong"] = ["The organization is none that you act for here; expected is one of the list; choose one."]
        return _form(request, offices, offices[0], typed, 400)
    return _sent(request, offices, office, typed, arrived)


def _typed(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "label": clean(sent.get("label", "")), "day": clean(sent.get("day", "")), "at_once": "at_once" in sent,
        "office": sent.get("office", ""), "held": [h for h in sent.getlist("held") if h.isdecimal() and len(h) < 19],
        "folder": sent.getlist("folder")[: inbox.MOST],
    }  # fmt: skip


def _sent(request: HttpRequest, offices: list[Organization], office: Organization, typed: dict[str, Any],
          arrived: list[Arrived]) -> HttpResponse:  # fmt: skip
    """Takes in what was sent; the batch is accepted when all of it can be read, else what can be is kept and ticked."""
    wrong = [clean(sentence) for sentence in request.upload_handlers[0].refused]
    brought = taken_in(arrived, office, request.user, "upload")
    lying = _from_folder(typed["folder"], office, request.user, wrong)
    chosen = list(finding.files(office).filter(pk__in=typed["held"]))
    wrong += [*brought.refused, *lying.refused, *_missing(chosen)]
    files = list({f.pk: f for f in (*chosen, *brought.files, *brought.known, *lying.files, *lying.known)}.values())
    day = _day(typed["day"], wrong)
    if len(typed["label"]) > LONGEST:
        wrong.append(f"The name has {len(typed['label'])} characters; at most {LONGEST} are expected: shorten it.")
    if not files and not wrong:
        wrong.append("No file was chosen; expected is at least one award file; choose it, or tick one that is held.")
    if wrong:
        kept = [f.pk for f in files if f.held]
        return _form(request, offices, office, typed | {"wrong": wrong, "held": kept, "folder": [],
                                                        "now_held": [f.name for f in (*brought.files, *lying.files)]},
                     400)  # fmt: skip
    batch, new = accepted(files, office, request.user, label=typed["label"], day=day, show_at_once=typed["at_once"])
    if not new:
        same = "The same files with the same day were brought before: this is their batch."
        by_itself = "It is not shown by itself: what was chosen when it was brought stands."
        messages.info(request, f"{same} {by_itself}" if typed["at_once"] and not batch.show_at_once else same)
    elif brought.known or lying.known:
        names = ", ".join(f.name for f in (*brought.known, *lying.known))
        messages.info(request, f"Held already, and not stored a second time: {names}.")
    return redirect("award_files_batch", key=batch.pk)


def _from_folder(names: list[str], office: Organization, by: Any, wrong: list[str]) -> Brought:
    arrived = []
    for name in names:
        try:
            arrived.append(inbox.brought(name))
        except InputRefusedError as refusal:
            wrong.append(clean(refusal))
    return taken_in(arrived, office, by, "folder")


def _missing(chosen: list[AwardFile]) -> list[str]:
    return [f"{f.name} is no longer in the data folder; expected is its content; bring it again." for f in chosen if not f.held]


def _day(typed: str, wrong: list[str]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        wrong.append(
            f"{typed[:40]!r} is no day; expected is a day of the calendar such as 2026-09-30; correct it or leave it empty."
        )
        return None


def _form(request: HttpRequest, offices: list[Organization], office: Organization, typed: dict[str, Any],
          status: int = 200) -> HttpResponse:  # fmt: skip
    ticked = set(map(int, typed.get("held", ())))
    every = finding.files(office)
    first = [f for f in every.filter(pk__in=ticked) if f.held]
    held = [*first, *(f for f in every.exclude(pk__in=ticked)[:SHOWN] if f.held)][: max(SHOWN, len(first))]
    told = {
        "offices": offices, "office": office, "largest": telling.size(settings.AWARD_FILE_LARGEST), "suffixes": SUFFIXES,
        "free": telling.size(places.free()), "offered": telling.looks(held), "ticked": ticked,
        "lying": [(each, telling.size(each.size)) for each in inbox.lying()], "inbox": settings.INBOX is not None,
        "inbox_there": settings.INBOX is not None and Path(settings.INBOX).is_dir(), **typed,
    }  # fmt: skip
    return render(request, "award_files/bring.html", told, status=status)
