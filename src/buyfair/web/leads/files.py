"""Leads and decisions as files: the queue as CSV, and decisions in the very file of the command line, out and in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render

from buyfair.cards.words import many
from buyfair.intake.decisions_file import NAME, line_of, read_decisions
from buyfair.terms.decision import Decision, Decisions
from buyfair.terms.errors import InputRefusedError, MachineError, refuse
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization
from buyfair.web.core.sheets.take import DOLLARS, file_asked
from buyfair.web.core.sheets.take import table as sheet
from buyfair.web.leads import queue
from buyfair.web.leads.decisions import exported
from buyfair.web.leads.listed import titles
from buyfair.web.leads.models import Lead
from buyfair.web.leads.taking import Brought, take

LARGEST = 5_000_000
"""Bytes of a file of decisions that is read."""
FIELDS = ("number", "office", "state", "name", "list_name", "party", "list", "edition", "listed_since", "listed_until",
          "met", "score", "why", "list_says", "awards", "dollars", "decided", "decided_by", "decided_on",
          "reason", "proposed_by")  # fmt: skip


def table(request: HttpRequest) -> HttpResponseBase:
    """The leads of the queue under the filters of the address, as CSV or as the address asks."""
    asked = queue.read(request.GET, queue.choices(titles()))
    if asked.refused:
        return render(request, "leads/refused.html", {"refused": asked.refused}, status=400)
    found = queue.of_whom(queue.filtered(queue.seen_by(request.actor), asked), asked.values.get("whose", "all"))
    rows = map(_row, found.prefetch_related("decisions").iterator(chunk_size=500))
    return sheet(rows, FIELDS, file_asked(request) or "csv", "leads", kinds=DOLLARS)


AWARD_FIELDS = ("award_id", "piid", "role", "name", "country", "also", "numbers", "listed_then", "score", "why", "supplier",
                "agency", "dollars")  # fmt: skip


def awards_table(lead: Lead, form: str) -> HttpResponseBase:
    """Every award that carries the name of a lead, and the way in which it does."""
    rows = lead.on_awards.order_by("award_id", "role", "pk").values(*AWARD_FIELDS)
    return sheet(rows.iterator(chunk_size=500), AWARD_FIELDS, form, f"awards-of-{lead.reference}", kinds=DOLLARS)


def _row(lead: Lead) -> dict[str, Any]:
    last = next((row for row in lead.decisions.all() if row.stands), None)
    return {
        "number": lead.reference, "office": lead.organization.name, "state": lead.stands.label, "name": lead.name,
        "list_name": lead.listed, "party": lead.party, "list": lead.list_id, "edition": lead.edition,
        "listed_since": lead.listed_since or "", "listed_until": lead.listed_until or "", "met": lead.get_met_display(),
        "score": f"{lead.score:.3f}", "why": lead.why, "list_says": lead.list_says, "awards": lead.awards,
        "dollars": "" if lead.dollars is None else f"{lead.dollars:.2f}",
        "decided": last.get_said_display() if last else "", "decided_by": last.by_whom if last else "",
        "decided_on": last.day if last else "", "reason": last.reasons if last else "",
        "proposed_by": lead.decisions.all()[0].by if lead.state == "proposed" else "",
    }  # fmt: skip


def decisions_file(request: HttpRequest) -> HttpResponseBase:
    """Every decision that stands, as the command line keeps them: one JSON line each."""
    found = exported(Lead.objects.seen_by(request.actor))
    answer = StreamingHttpResponse(lines(found), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return answer


def lines(decisions: Iterable[Decision]) -> Iterator[bytes]:
    """Decisions as lines of the file."""
    yield from map(line_of, decisions)


def decisions(request: HttpRequest) -> HttpResponseBase:
    """Takes decisions along and brings them in; sent, the file is read and what it decided counts here."""
    if request.method != "POST":
        return render(request, "leads/decisions.html", {})
    snapshot, done_for = shown(), []
    try:
        if snapshot is None:
            return _again(request, "No portfolio is shown yet; decisions are about its leads. Take one first.")
        told, done = _read(request.FILES.get("file")), Brought()
        for office in Organization.objects.filter(pk__in=queue.offices(request.actor)).order_by("pk"):
            done += take(office, snapshot, most=0, decisions=told, by=request.actor)
            done_for.append(office.name)
    except (InputRefusedError, MachineError) as problem:
        return _again(request, str(problem), done_for)
    messages.success(request, said_of_file(told, done))
    return redirect("leads")


def said_of_file(told: Decisions, done: Brought) -> str:
    """What a page and the command say of a file of decisions that was read."""
    held = sum(map(len, told.values()))
    rest = "The rest was known here already, is about names that no award of the portfolio shown carries, or was decided here."
    news = f" {done.reopened:,} of them have news since and wait for a person." if done.reopened else ""
    over = f"{many(held, 'decision')} read, {done.taken_over:,} taken over.{news}"
    return f"{over} {rest}" if done.taken_over < held else over


def _read(file: Any) -> Decisions:
    """The decisions of an uploaded file. Raises: InputRefusedError, by the name that the person gave it."""
    if file is None or not file.size:
        raise refuse("no file was chosen", f"a file of decisions, such as {NAME}", "choose one")
    if file.size > LARGEST:
        raise refuse(f"the file has {file.size:,} bytes", f"at most {LARGEST:,}", "bring it in parts: one line is one decision")
    with TemporaryDirectory(prefix="buyfair-") as folder:
        path = Path(folder) / NAME
        path.write_bytes(file.read())
        try:
            return read_decisions(path)
        except InputRefusedError as problem:
            raise InputRefusedError(str(problem).replace(str(path), str(file.name)[:80])) from None


def _again(request: HttpRequest, problem: str, done_for: Sequence[str] = ()) -> HttpResponse:
    return render(request, "leads/decisions.html", {"problem": problem, "done_for": done_for}, status=422)
