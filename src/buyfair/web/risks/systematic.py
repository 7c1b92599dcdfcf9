"""The register as the agency's systematic approach on one page, its copies, and the register as a table to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from buyfair import browse
from buyfair.browse_filters import Filters
from buyfair.cards import risk_register, words
from buyfair.cards.dossier_file_parts import Block, Grid, Points
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization
from buyfair.web.core.sheets import take
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.risks import listing
from buyfair.web.risks.models import Message, Risk

Told = dict[str, Any]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COPIES: Mapping[str, tuple[str, str, Callable[[Told], bytes]]] = {
    "pdf": ("PDF", "application/pdf", risk_register.pdf), "docx": ("Word", WORD, risk_register.word),
}  # fmt: skip
FIRST = 20
COLUMNS = ("reference", "title", "office", "award_id", "filters", "stands", "response", "owner", "done_by", "next_day", "next",
           "late", "told", "came", "snapshot", "records_as_of")  # fmt: skip


def told(actor: Actor, day: date) -> Told:
    """Everything that the page says, gathered."""
    risks = listing.register(actor)
    firsts = listing.firsts(actor, risks, FIRST)
    snapshot, summary = _portfolio(actor)
    standing = list(_with_messages(listing.ordered(risks.exclude(state="closed"), actor)))
    return {
        "office": _office(actor, risks), "day": day.isoformat(), "of": firsts.of or "nothing", "snapshot": snapshot,
        "summary": summary, "counts": listing.counts(risks, day), "messages": _messages(risks),
        "first": {"asked": len(firsts.rows), "answered": firsts.answered} if firsts.rows else None,
        "risks": [_row(risk, day) for risk in standing],
    }  # fmt: skip


def _portfolio(actor: Actor) -> tuple[Told | None, Mapping[str, Any] | None]:
    """The snapshot that is shown and its figures: of the agencies of the actor where these are told, else of the whole."""
    held = shown()
    if held is None:
        return None, None
    agencies = listing.agencies(actor, held)
    try:
        summary: Mapping[str, Any] = browse.figures(held, Filters(agency=agencies))  # counted here, where a refusal is met
    except InputRefusedError:
        summary = held.summary()
    return {"id": held.id, "day": held.day, "label": held.label}, summary


def _office(actor: Actor, risks: QuerySet[Risk]) -> str:
    """Whose register it is: the offices whose risks stand in it, else those that the actor acts for."""
    names = sorted(set(risks.order_by().values_list("organization__name", flat=True)))
    return words.listing(names or [o.name for o in Organization.objects.filter(pk__in=sorted(actor.organizations))])


def _with_messages(risks: QuerySet[Risk]) -> QuerySet[Risk]:
    return risks.prefetch_related("messages")


def _messages(risks: QuerySet[Risk]) -> dict[str, int]:
    every = Message.objects.filter(risk__in=risks.order_by().values("pk"))
    return {
        "written": every.count(), "sent": every.filter(Q(standing="sent") | Q(receipt__isnull=False)).count(),
        "received": every.exclude(receipt=None).count(),
    }  # fmt: skip


def _row(risk: Any, day: date) -> Told:
    late = risk.state != "closed" and risk.next_due is not None and risk.next_due < day
    return {
        "reference": risk.reference, "title": risk.title, "stands": risk.stands.label, "response": risk.response_label,
        "owner": risk.owned_by, "due": risk.due.isoformat() if risk.due else None,
        "told": [_told(message) for message in risk.messages.all()], "late": late,
        "came": risk.came_label if risk.reviewed_on else None,
        "next": f"{risk.next_what} by {risk.next_due.isoformat()}" if risk.next_due else "no day runs",
    }  # fmt: skip


def _told(message: Message) -> str:
    how = f"received {message.received_on.isoformat()}" if message.received_on else f"{message.stands}, no receipt yet"
    return f"{message.to_name} ({message.to_part}), {message.get_way_display()}, {how}"


def systematic(request: HttpRequest) -> HttpResponse:
    """The page, which prints as it stands."""
    document = told(request.actor, today())
    page = risk_register.page(document)
    shown_ = [
        {"id": part.id, "title": part.title, "blocks": [_block(b) for b in part.blocks], "sheet": part.sheet}
        for part in page.parts
    ]
    copies = [(form, name) for form, (name, _, _) in COPIES.items()]
    context = {"title": page.title, "parts": shown_, "foot": page.foot, "copies": copies}
    return render(request, "risks/systematic.html", context)


def _block(block: Block) -> dict[str, Any]:
    form = "grid" if isinstance(block, Grid) else "points" if isinstance(block, Points) else "say"
    return {"form": form, "of": block}


def copied(request: HttpRequest, form: str) -> HttpResponse:
    """A copy of the page for the file."""
    if form not in COPIES:
        return _no_such(request, f"There is no copy as “{words.clean(form)[:20]}”; expected pdf or docx: take one below.")
    _, kind, write = COPIES[form]
    day = today()
    return _as_file(write(told(request.actor, day)), kind, f"systematic-approach-{day.isoformat()}.{form}")


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole register as a table, filtered as its address says."""
    if form not in FORMATS:
        forms = ", ".join(FORMATS)
        return _no_such(request, f"There is no table as “{words.clean(form)[:20]}”; expected one of {forms}: take one below.")
    day, risks = today(), listing.register(request.actor)
    asked = listing.read(request.GET, listing.choices(risks))
    if asked.refused:
        return _no_such(request, " ".join(asked.refused), 400)
    found = _with_messages(listing.ordered(listing.filtered(risks, asked.filters, day), request.actor))
    return take.table((_columns(risk, day) for risk in found), COLUMNS, form, "risk-register")


def _columns(risk: Any, day: date) -> Told:
    row = _row(risk, day)
    said = (row["reference"], row["title"], risk.organization.name, risk.award_id or None, risk.query or None, row["stands"],
            row["response"], row["owner"] if risk.answerable else None, row["due"],
            risk.next_due.isoformat() if risk.next_due else None, risk.next_what, row["late"], row["told"], row["came"],
            risk.snapshot, risk.snapshot_day.isoformat() if risk.snapshot_day else None)  # fmt: skip
    return dict(zip(COLUMNS, said, strict=True))


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _no_such(request: HttpRequest, sentence: str, status: int = 404) -> HttpResponse:
    return render(request, "risks/no_such.html", {"sentence": sentence}, status=status)
