"""The pages of batches: all of them, what waits for somebody first; and one, with how far it is and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair import snapshots
from buyfair.cards.words import clean
from buyfair.records.table import Kind
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files import finding, jobs, places, showing, telling
from buyfair.web.award_files.checks import may_show, of_now
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.actor import actor_of
from buyfair.web.core.clock import now
from buyfair.web.core.navigation import open_to
from buyfair.web.core.sheets import take
from buyfair.web.core.sheets.formats import download
from buyfair.web.core.sheets.sheet import Sheet

MOST = 50
"""Batches on one page."""
_KINDS: take.Kinds = {"lines": "count", "dollars": "money"}
_ACCOUNT = ("read", "accepted", "rejected", "superseded")
_FIRST = ("failed", "refused", "stopped", "running", "waiting")
"""What stands first on the list, behind what waits for a decision."""


def _figure(what: str, of: str) -> Callable[[dict[str, Any]], Any]:
    """What a row tells of lines or dollars, where its batch was assessed."""
    return lambda row: (row["batch"].figures.get(what) or {}).get(of)


BATCHES = {
    "batch": lambda row: str(row["batch"]), "stands": lambda row: row["stands"], "brought": lambda row: row["batch"].at,
    "by": lambda row: row["by"], "for": lambda row: row["batch"].organization.name, "day": lambda row: row["batch"].day,
    "files": lambda row: [file.name for file in row["batch"].files.all()], "snapshot": lambda row: row["batch"].snapshot,
    **{f"{what}_{of}": _figure(what, of) for what in _KINDS for of in _ACCOUNT},
    "problem": lambda row: row["batch"].problem,
}  # fmt: skip
"""The columns of the list as a file, each with what is read of a row for it."""
_NUMBERS: take.Kinds = {f"{what}_{of}": kind for what, kind in _KINDS.items() for of in _ACCOUNT}


def listed(request: HttpRequest) -> HttpResponseBase:
    """The batches that somebody sees, what waits for a decision first."""
    state = request.GET.get("state", "")
    every, wrong = finding.batches(actor_of(request)), ""
    found = every
    if state in Batch.STATES:
        found = every.filter(state=state)
    elif state:
        wrong = f"{clean(state)[:40]!r} is no state of a batch; expected is one of {', '.join(Batch.STATES)}; choose one."
    kept = {s.id for s in snapshots.every(Path(settings.HOME))}
    shown = showing.current()
    ever = set(Deed.objects.filter(what="shown", done=True).values_list("after", flat=True))
    decide = Q(state="assessed", snapshot__in=kept - ever - {shown})
    by_state = (When(state=stands, then=Value(n)) for n, stands in enumerate(_FIRST, 1))
    place = Case(When(decide, then=Value(0)), *by_state, default=Value(9))
    ordered = found.order_by(place, "-at", "-pk")
    if (form := take.file_asked(request)) and not wrong:
        rows = (_row(batch, shown, kept, ever) for batch in ordered.prefetch_related("files").iterator(MOST))
        return take.listed(rows, BATCHES, form, "award-files", _NUMBERS)
    page = Paginator(ordered, MOST).get_page(request.GET.get("page"))
    told = {
        "rows": [_row(batch, shown, kept, ever) for batch in page], "page": page, "state": state, "wrong": wrong,
        "states": telling.STATES.items(), "shown": shown, "decide": every.filter(decide).count(), "any": every.exists(),
        "idle": not places.held(places.of_workers()), "under_way": every.filter(state__in=Batch.UNDER_WAY).count(),
    }  # fmt: skip
    return render(request, "award_files/list.html", told, status=400 if wrong else 200)


def _row(batch: Batch, shown: str, kept: set[str], ever: set[str]) -> dict[str, Any]:
    """A line of the list; what was shown before waits for no decision any more."""
    waits = batch.state
    stands = telling.STATES[batch.state]
    if batch.state == "assessed":
        waits = "decide" if batch.snapshot in kept - ever - {shown} else ""
        stands = "Assessed, kept" if batch.snapshot in kept else "Assessed, dropped since"
        stands = "Shown now" if batch.snapshot == shown else stands
    return {"batch": batch, "waits": waits, "stands": stands, "at": telling.moment(batch.at), "by": batch.by.called}


def one(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """One batch; its buttons stop it, resume it, or show what came of it."""
    if request.method == "POST":
        return _done(request, batch)
    return _page(request, batch, {})


def _page(request: HttpRequest, batch: Batch, more: dict[str, Any], status: int = 200) -> HttpResponse:
    kept = {s.id for s in snapshots.every(Path(settings.HOME))}
    now_shown = snapshots.current(Path(settings.HOME))
    shown, checks = "" if now_shown is None else now_shown.id, of_now(batch, now_shown)
    told = {
        "batch": batch, "answer": telling.answer(batch, shown, kept=batch.snapshot in kept),
        "steps": telling.steps(batch), "account": telling.account(batch), "rejected": telling.rejected(batch),
        "files": telling.looks(batch.files.order_by("pk")), "shown": shown, "kept": batch.snapshot in kept,
        "is_shown": bool(batch.snapshot) and batch.snapshot == shown, "checks": checks, "all_hold": may_show(checks),
        "deeds": telling.deeds(batch.deeds.select_related("by")), "lasted": telling.lasting(batch),
        "passed_over": batch.figures.get("passed_over", ()), "at": telling.moment(batch.at),
        "resumable": batch.state in ("stopped", "failed"), "sees": open_to(request.actor, "/portfolio/"), **more,
    }  # fmt: skip
    return render(request, "award_files/batch.html", told, status=status)


def _done(request: HttpRequest, batch: Batch) -> HttpResponse:
    """What a button asks for; what cannot be done any more is said, and the page stands as it is now."""
    doing = {"stop": _stop, "resume": _resume, "show": _show}.get(request.POST.get("do", ""))
    if doing is None:
        return _page(request, batch, {"wrong": "There is no such button; expected is one of those below."}, 400)
    try:
        says = doing(request, batch)
    except (InputRefusedError, MachineError) as problem:
        batch.refresh_from_db()
        return _page(request, batch, {"wrong": clean(problem), "why": request.POST.get("why", "")}, 409)
    messages.success(request, says)
    return redirect("award_files_batch", key=batch.pk)


def _stop(request: HttpRequest, batch: Batch) -> str:
    if not jobs.stopped(batch):
        raise InputRefusedError("It is not under way any more; expected is a batch that waits or is being assessed.")
    Deed.objects.create(batch=batch, what="stopped", at=now(), by=request.user, organization=batch.organization,
                        how="asked for")  # fmt: skip
    return "It was told to stop. Its files are kept."


def _resume(request: HttpRequest, batch: Batch) -> str:
    if not jobs.again(batch.pk, attempt=batch.attempt, states=("stopped", "failed")):
        raise InputRefusedError("It is under way already, or done; expected is a batch that was stopped or failed.")
    Deed.objects.create(batch=batch, what="resumed", at=now(), by=request.user, organization=batch.organization)
    return "It was given to the queue again."


def _show(request: HttpRequest, batch: Batch) -> str:
    why = clean(request.POST.get("why", ""))
    if batch.state != "assessed":
        raise InputRefusedError("It is not assessed; expected is a batch that is; wait until it is done.")
    if not may_show(of_now(batch, snapshots.current(Path(settings.HOME)))) and not why:
        raise InputRefusedError(
            "Not every check below holds; expected is the reason for which it is shown all the same; type it."
        )
    if len(why) > 300:
        raise InputRefusedError(f"The reason has {len(why)} characters; at most 300 are expected; shorten it.")
    new = showing.show(batch.snapshot, before=request.POST.get("before", ""), by=request.user, organization=batch.organization,
                       batch=batch, why=why)  # fmt: skip
    return "It is the portfolio that is shown now." if new else "It was the portfolio that is shown already."


def rejected_rows(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """Every record that was set aside, as it stood in its file, with file, line and reason."""
    path = snapshots.place(Path(settings.HOME)) / batch.snapshot / "rejected.parquet"
    if not batch.snapshot or not path.is_file():
        wrong = "The rejected rows lie with the snapshot, and there is none; expected is a batch whose snapshot is kept."
        return _page(request, batch, {"wrong": wrong}, 409)
    file = pq.ParquetFile(path)
    columns = tuple((field.name, _kind(field.type)) for field in file.schema_arrow)
    return download(Sheet("rejected", columns, _rows(file), {}), "csv", f"rejected-{batch.pk}")


def _kind(held: Any) -> Kind:
    return "text" if pa.types.is_string(held) else "money"


def _rows(file: pq.ParquetFile) -> Iterator[tuple[Any, ...]]:
    for some in file.iter_batches(batch_size=500):
        yield from zip(*(column.to_pylist() for column in some.columns), strict=True)
