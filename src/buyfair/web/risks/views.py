"""The pages of the register: the list, and one risk with what it is, what is done about it and who was told."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buyfair.cards.words import NOT_ABOUT_SUPPLIER, long_day
from buyfair.web.casework.forms import form_of
from buyfair.web.casework.page import Ahead, about
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now as moment
from buyfair.web.core.clock import today
from buyfair.web.core.navigation import open_to
from buyfair.web.risks import about as subjects
from buyfair.web.risks import figures, leverage, listing, sending
from buyfair.web.risks.answered import none_of
from buyfair.web.risks.flow import ANSWER_DAYS
from buyfair.web.risks.models import Message, Risk
from buyfair.web.risks.responses import BY_NAME

OWN_PAGES = {"respond": "risk_respond", "respond_again": "risk_respond", "send": "risk_message", "send_more": "risk_message"}
"""Moves that have a page of their own; the form of any other stands on the page of the risk."""


def find(actor: Actor, **keys: Any) -> Risk | None:
    """The risk of the number `reference`, if this actor may see it."""
    found: Risk | None = Risk.objects.find(actor, keys["reference"])
    return found


def find_message(actor: Actor, **keys: Any) -> Message | None:
    """The message `number` of the risk of the number `reference`."""
    risk, number = find(actor, **keys), keys["number"]
    return risk.messages.filter(number=number).first() if risk is not None and number < 2**31 else None


def register(request: HttpRequest) -> HttpResponse:
    """The register: how many risks stand how, what waits for me first, and which of the first awards lack a response."""
    risks, day = listing.register(request.actor), today()
    known = listing.choices(risks)
    asked = listing.read(request.GET, known)
    found = listing.ordered(listing.filtered(risks, asked.filters, day), request.actor)
    page = Paginator(found, listing.A_PAGE).get_page(request.GET.get("page"))
    told = {
        "asked": asked, "boxes": listing.boxes(asked, known), "page": page, "day": day,
        "rows": [{"risk": risk, "late": _late(risk, day), "mine": _mine(risk, request.actor)} for risk in page],
        "counts": listing.counts(risks, day), "firsts": listing.firsts_in_time(request.actor, risks, asked.first),
        "first_choices": [(n, asked.query(first=n)) for n in listing.FIRST], "export": asked.query(first=None),
        "newer": asked.query(page=page.number - 1), "older": asked.query(page=page.number + 1),
        "may_open": open_to(request.actor, "/risks/new/"), "not_about": NOT_ABOUT_SUPPLIER, "answer_days": ANSWER_DAYS,
        "none": none_of(request.actor),
    }  # fmt: skip
    return render(request, "risks/register.html", told, status=400 if asked.refused else 200)


def _late(risk: Any, day: Any) -> bool:
    return risk.state != "closed" and risk.next_due is not None and risk.next_due < day


def _mine(risk: Risk, actor: Actor) -> bool:
    return actor.user is not None and risk.answerable_id == actor.user.pk and risk.state != "closed"


def risk(request: HttpRequest, risk: Risk) -> HttpResponse:
    """One risk: where it stands, what is done, who was told, its figures then and now, and what is ahead."""
    return render(request, "risks/risk.html", whole(risk, request.actor))


def whole(risk: Risk, actor: Actor) -> dict[str, Any]:
    """Everything that the page of a risk shows."""
    subject = subjects.of(risk.award_id, risk.query)
    current, why_not = figures.in_time(subject)
    told = about(risk, actor)
    told["ahead"] = [_filled(row, risk) for row in told["ahead"]]
    return told | {
        "risk": risk, "answer": in_one_sentence(risk), "subject": subject, "seen": current, "why_not": why_not,
        "figures": figures.compared(risk.then, current.figures if current is not None else None),
        "then_day": long_day(risk.snapshot_day.isoformat()) if risk.snapshot_day else None,
        "now_day": long_day(current.day) if current is not None and current.day else None,
        "same": current is not None and current.snapshot == risk.snapshot,
        "leverage": leverage.leverage(subject, current, today()),
        "response": BY_NAME.get(risk.response), "messages_": _messages(risk, actor), "not_about": NOT_ABOUT_SUPPLIER,
        "own_pages": OWN_PAGES,
    }  # fmt: skip


def _filled(row: Ahead, risk: Risk) -> Ahead:
    """The form of a receipt, with the number of the message that waits for one; and the page of a move that has its own."""
    if row.move.name != "receive" or row.form is None:
        return row
    waiting = risk.latest.filter(receipt=None).exclude(standing__in=("waiting", "failed")).first()
    told = {"message": waiting.number} if waiting is not None else {}
    return Ahead(row.move, row.who, row.to, form_of(risk.flow, row.move, risk.version, told))


def _messages(risk: Risk, actor: Actor) -> list[dict[str, Any]]:
    """Each message; whether this actor may send it now, and whether nobody can tell if it left."""
    mine = any(risk.part_for(actor, move) is not None for move in ("send", "send_more"))
    rows = risk.messages.select_related("event__by", "receipt").prefetch_related("receipt__documents")
    open_now = set(risk.latest.filter(sending.due(moment()), way="email").values_list("pk", flat=True))
    return [{"message": m, "may_try": mine and m.pk in open_now, "stuck": m.standing == "being sent" and m.pk in open_now}
            for m in rows]  # fmt: skip


def in_one_sentence(risk: Risk) -> str:
    """The answer that stands first."""
    if risk.state == "closed":
        return "It is closed: nothing more is awaited, and the reason stands in the timeline."
    if not risk.response:
        return "No response yet: nobody has said what is done about it."
    until = f" by {long_day(risk.due.isoformat())}" if risk.due else ""
    done = f"{risk.response_label}, {risk.owned_by}{until}."
    if risk.state == "reviewed":
        return f"{done} Reviewed: {risk.came_label}."
    if risk.state == "told":
        return f"{done} Told, with a receipt; what came of it is not reviewed yet."
    return f"{done} Nobody is known to have been told yet."
