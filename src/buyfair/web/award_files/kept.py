"""The snapshots that are kept: which is shown, showing another again, dropping one, and the record of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from buyfair import snapshots
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files import checks, finding, showing, telling
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.actor import actor_of
from buyfair.web.core.navigation import open_to

RECORD = 50
"""Rows of the record on the page."""


def view(request: HttpRequest) -> HttpResponse:
    """The list, and what its buttons ask for."""
    if request.method != "POST":
        return _page(request, {})
    id_, before, doing = (words.clean(request.POST.get(name, ""))[:80] for name in ("snapshot", "before", "do"))
    try:
        says = _done(request, id_, before, doing)
    except (InputRefusedError, MachineError) as problem:
        return _page(request, {"wrong": words.clean(problem)}, 409)
    messages.success(request, says)
    return redirect("award_files_snapshots")


def _done(request: HttpRequest, id_: str, before: str, doing: str) -> str:
    office = finding.offices(actor_of(request)).first()
    if doing == "show":
        _may_be_shown_here(id_)
        batch = finding.batches(actor_of(request)).filter(snapshot=id_).first()
        new = showing.show(id_, before=before, by=request.user, organization=office, batch=batch)
        return f"{id_} is the portfolio that is shown now." if new else f"{id_} was shown already."
    if doing == "drop" and request.POST.get("sure") != id_:
        raise InputRefusedError(f"{id_} was not dropped: expected is the tick beside it, for it cannot be taken back.")
    if doing == "drop":
        showing.drop(id_, before=before, by=request.user, organization=office)
        return f"{id_} was dropped."
    raise InputRefusedError("There is no such button; expected is to show a snapshot or to drop one.")


def _may_be_shown_here(id_: str) -> None:
    """Refuses what somebody must give a reason for: a batch that was never shown, of which not every check holds."""
    batch = Batch.objects.filter(snapshot=id_, state="assessed").first()
    if batch is None or Deed.objects.filter(what="shown", done=True, after=id_).exists():
        return
    if not checks.may_show(checks.of_now(batch, snapshots.current(Path(settings.HOME)))):
        raise InputRefusedError("Not every check of it holds; expected is a reason: show it from the page of its batch.")


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = showing.current()
    every = snapshots.every(Path(settings.HOME))
    told = {
        "rows": [_row(each, shown) for each in every], "shown": shown,
        "shown_elsewhere": bool(shown) and shown not in {each.id for each in every},
        "deeds": telling.deeds(Deed.objects.filter(what__in=("shown", "dropped")).select_related("by")[:RECORD]),
        "most": RECORD, "sees": open_to(request.actor, "/portfolio/"), **more,
    }  # fmt: skip
    return render(request, "award_files/snapshots.html", told, status=status)


def _row(each: Snapshot, shown: str) -> dict[str, Any]:
    taken = telling.moment(datetime.fromisoformat(each.taken)) if each.taken else "not told"
    day = words.long_day(each.day) if each.day else "not told"
    return {"id": each.id, "label": each.label, "day": day, "taken": taken, "is_shown": each.id == shown}
