"""The list of planned purchases: what waits for me first, mine and my office's, by where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from buyfair.cards.words import clean
from buyfair.web.acquisitions.flow import FLOW
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.take import file_asked, table

A_PAGE = 50
NEXT = {"draft": "answer its questions", "complete": "look through the package and solicit", "solicited": "record the award",
        "awarded": "watch what falls due; close it at the end"}  # fmt: skip
COLUMNS = ("number", "purchase", "stands", "next", "solicitation", "award", "supplier", "awarded", "office", "officer")


def asked(request: HttpRequest) -> tuple[QuerySet[Acquisition], dict[str, str], list[str]]:
    """The purchases that the address asks for, its filters, and a sentence for each that is none."""
    filters = {name: clean(request.GET.get(name, "")) for name in ("whose", "state", "q")}
    wrong = []
    states = {state.name for state in FLOW.states}
    rows = Acquisition.objects.seen_by(request.actor)
    if filters["state"] and filters["state"] not in states:
        wrong.append(
            f"“{filters['state'][:40]}” is no state; expected one of {', '.join(sorted(states))}; it was left out."
        )
        filters["state"] = ""
    if filters["whose"] not in ("", "mine", "office"):
        wrong.append(f"“{filters['whose'][:40]}” is no such choice; expected mine or office; it was left out.")
        filters["whose"] = ""
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["whose"] == "mine":
        rows = rows.filter(Q(assignee=request.actor.user) | Q(assignee=None, opened_by=request.actor.user))
    if filters["whose"] == "office":
        rows = rows.filter(organization__in=request.actor.organizations)
    if filters["q"]:
        words = filters["q"] = filters["q"][:200]
        named = Q(name__icontains=words) | Q(reference__icontains=words)
        rows = rows.filter(named | Q(supplier__icontains=words) | Q(award_id=words))
    return rows.select_related("organization", "assignee", "opened_by").order_by("-opened_at", "-pk"), filters, wrong


def listed(request: HttpRequest) -> HttpResponseBase:
    """The page, or its rows as a file; nothing of another office stands on it."""
    rows, filters, wrong = asked(request)
    if (form := file_asked(request)) and not wrong:
        return table(_told(rows), COLUMNS, form, "acquisitions")
    waiting = rows.waiting_for(request.actor)
    states = Acquisition.objects.seen_by(request.actor).order_by().values("state").annotate(n=Count("pk"))
    counts = dict.fromkeys((state.name for state in FLOW.states), 0) | {row["state"]: row["n"] for row in states}
    page = Paginator(_ordered(rows, waiting), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [_row(case) for case in page], "filters": filters, "wrong": wrong,
        "waiting": waiting.count(), "total": sum(counts.values()), "may_open": _may_open(request.actor),
        "states": [(s.name, s.label, counts[s.name]) for s in FLOW.states], "query": _query(request),
    }  # fmt: skip
    return render(request, "acquisitions/list.html", context, status=400 if wrong else 200)


def _ordered(rows: QuerySet[Acquisition], waiting: QuerySet[Acquisition]) -> QuerySet[Acquisition]:
    """What waits for me first, then by the day of the solicitation; a day that is not told comes last."""
    place = Case(When(pk__in=waiting.order_by().values("pk"), then=Value(0)), default=Value(1))
    told = rows.annotate(sol_told=KeyTextTransform("sol_date", "told"))
    day = Case(When(sol_told__regex=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", then=F("sol_told")), default=Value("9999"),
               output_field=TextField())  # fmt: skip
    return told.order_by(place, day, "reference")


def _may_open(actor: Actor) -> bool:
    return Role.CONTRACTING_OFFICER in actor.roles


def _query(request: HttpRequest) -> str:
    told = request.GET.copy()
    for name in ("page", "as"):
        told.pop(name, None)
    return told.urlencode()


def _row(case: Acquisition) -> dict[str, Any]:
    return {"case": case, "next": NEXT.get(case.state, "nothing"), "day": case.sol_date,
            "officer": (case.assignee or case.opened_by)}  # fmt: skip


def _told(rows: QuerySet[Acquisition]) -> Iterator[dict[str, Any]]:
    """The rows as a file has them."""
    for case in rows.iterator():
        row = _row(case)
        officer = row["officer"].get_username() if row["officer"] else None
        cells = (case.reference, case.name, case.stands.label, row["next"], case.solicited_on or row["day"], case.award_id,
                 case.supplier, case.awarded_on, case.organization.name, officer)  # fmt: skip
        yield dict(zip(COLUMNS, cells, strict=True))
