"""What proves the ledger: the page of oversight, and the ledger of one case as it can be verified without us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from buyfair.web.casework import confined
from buyfair.web.casework.anchoring import ledger_of
from buyfair.web.casework.models import Anchor, Case, Event, Refusal
from buyfair.web.casework.verify import verify


def ledger(request: HttpRequest) -> HttpResponse:
    """What is in the ledger and its anchors; sent, the proof itself. No word of any case is shown."""
    found = verify() if request.method == "POST" else None
    context = {
        "found": found, "cases": Case.objects.count(), "events": Event.objects.count(),
        "refusals": Refusal.objects.count(), "anchors": Anchor.objects.order_by("-day")[:30],
    }  # fmt: skip
    return render(request, "casework/ledger.html", context)


def of_case(request: HttpRequest, case: Case) -> HttpResponse:
    """The events of a case with what they said and their proof, for whoever may see the case."""
    told = ledger_of(case, whole=confined.reads(case, request.actor))
    answer = JsonResponse(told, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.reference}-ledger.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
