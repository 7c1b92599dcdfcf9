"""The pages of leads: the queue, one lead, and bringing in those of the portfolio shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.leads import LEAD, NOT_CLEARED, SAME_PARTY
from buyfair.cards.screened import WAITS
from buyfair.cards.words import many
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.casework.page import Ahead, Told, about
from buyfair.web.core.actor import Actor
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization
from buyfair.web.core.sheets.take import file_asked
from buyfair.web.leads import queue
from buyfair.web.leads.files import awards_table, table
from buyfair.web.leads.flow import DECIDED, WAITING
from buyfair.web.leads.listed import list_of, titles
from buyfair.web.leads.models import Lead, Taken
from buyfair.web.leads.shown import in_words, shown_of
from buyfair.web.leads.taking import AT_ONCE, Brought, stale, take

A_PAGE = 50
"""Moves that no reader makes on the page of a lead."""


def find(actor: Actor, **keys: Any) -> Lead | None:
    """The lead of the number `reference`, if this actor may see it."""
    found: Lead | None = Lead.objects.find(actor, keys["reference"])
    return found


def leads(request: HttpRequest) -> HttpResponseBase:
    """What waits for me, and everything else under the filters of the address."""
    may = queue.choices(titles())
    asked = queue.read(request.GET, may)
    if file_asked(request) and not asked.refused:
        return table(request)
    mine = Organization.objects.filter(pk__in=queue.offices(request.actor)).order_by("name")
    every = queue.filtered(queue.seen_by(request.actor), asked)
    counts = queue.counted(every)
    whose = asked.values.get("whose") or ("me" if mine else "undecided")
    page = Paginator(queue.of_whom(every, whose), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked, "may": may, "counts": counts, "whose": whose, "page": page, "answer": answer(counts, bool(mine)),
        "tabs": [(name, words, counts[name], asked.query(whose=name)) for name, words in queue.WHOSE.items()
                 if name in (queue.READING if mine else queue.LOOKING)],
        "fields": [(name, LABELS[name], may[name], asked.values.get(name, "")) for name in LABELS],
        "fresh": _fresh(list(mine)), "snapshot": shown(), "several": len({lead.organization_id for lead in page}) > 1,
        "query": asked.query(whose=whose), "lead": LEAD, "waits": WAITS, "titles": titles(), "reads": bool(mine),
        "narrowed": bool(set(asked.values) - {"whose"}),
        "taken": [(row, many(row.leads, "lead"), many(row.ways, "way")) for row in _last_taken(list(mine))],
    }  # fmt: skip
    return render(request, "leads/leads.html", context, status=400 if asked.refused else 200)


LABELS = {"state": "Stands", "list": "List", "met": "Met", "band": "Score", "where": "Where"}


def answer(counts: dict[str, int], reads: bool) -> str:
    """The first sentence of the queue."""
    if not reads:
        return f"{many(counts['all'], 'lead')}, {counts['undecided']:,} not decided yet, {counts['decided']:,} decided."
    if not counts["me"]:
        return f"No lead waits for you. {counts['decided']:,} decided, {counts['others']:,} with another second reader."
    parts = ((counts["reopened"], "reopened"), (counts["second"], "for your second reading"), (counts["open"], "open"))
    told = ", ".join(f"{n:,} {words}" for n, words in parts if n)
    return f"{many(counts['me'], 'lead')} {'waits' if counts['me'] == 1 else 'wait'} for you: {told}."


def _last_taken(mine: list[Organization]) -> list[Taken]:
    """What was brought in last, for each office of this reader."""
    rows = Taken.objects.filter(organization__in=mine).select_related("organization").order_by("organization", "-at", "-pk")
    last: dict[int, Taken] = {}
    for row in rows:
        last.setdefault(row.organization_id, row)
    return list(last.values())


def _fresh(mine: list[Organization]) -> str:
    """Why this reader's offices should bring in: another "portfolio", or "editions" of lists alone; else empty."""
    snapshot = shown()
    why = {stale(office, snapshot) for office in mine} if snapshot is not None else set()
    return "portfolio" if "portfolio" in why else "editions" if "editions" in why else ""


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Makes cases of the leads of the portfolio shown, for each office of the one who asks."""
    snapshot, done = shown(), Brought()
    if snapshot is None:
        messages.error(request, "No portfolio is shown yet; leads are found on its awards. Take one first.")
        return redirect("leads")
    try:
        for office in Organization.objects.filter(pk__in=queue.offices(request.actor)).order_by("pk"):
            done += take(office, snapshot, most=AT_ONCE)
    except (InputRefusedError, MachineError) as problem:
        messages.error(request, str(problem))
        if done != Brought():
            messages.info(request, f"Before that: {said_of(done)}")
    else:
        messages.success(request, said_of(done))
    return redirect("leads")


def said_of(done: Brought) -> str:
    """What a bringing-in did, in one sentence."""
    left = f" {done.left:,} more are left: bring them in next." if done.left else ""
    over = f", {done.taken_over:,} taken over from the command line" if done.taken_over else ""
    return f"Brought in: {many(done.opened, 'new lead')}, {done.reopened:,} reopened by news{over}.{left}"


def lead(request: HttpRequest, lead: Lead) -> HttpResponseBase:
    """One lead: both strings, what met and what differs, what its list means, its awards, and what was decided."""
    if form := file_asked(request):
        return awards_table(lead, form)
    told = about(lead, request.actor)
    told["timeline"] = in_words(told["timeline"])
    told["ahead"] = [_mine(row, lead, request.actor) for row in told["ahead"] if row.move.name not in lead.by_files]
    waiting = queue.filtered(queue.seen_by(request.actor), queue.Asked()).filter(queue.FOR_ME).exclude(pk=lead.pk)
    forms = [row for row in told["ahead"] if row.form is not None and row.move.name != "hand_back"]
    context = {
        **told, **shown_of(lead), "lead": lead, "card": list_of(lead), "next": waiting.first(),
        "is_decided": lead.state in DECIDED, "is_waiting": lead.state in WAITING,
        "reads": lead.organization_id in queue.offices(request.actor),
        "is_mine": lead.state not in DECIDED and bool(forms), "says": LEAD,
        "same_party": SAME_PARTY, "not_cleared": NOT_CLEARED, "looked_again": _looked_again(told["timeline"]),
    }  # fmt: skip
    return render(request, "leads/lead.html", context)


def _looked_again(timeline: list[Told]) -> str:
    """Who asked for another look and why, where the last move was that; empty where news reopened it."""
    last = next((row for row in timeline if row.event.came_from != row.event.went_to), None)
    if last is None or last.event.move != "look_again":
        return ""
    who = last.event.by.called if last.event.by is not None else "Somebody"
    return f"{who} asked for another look: {dict(last.rows).get('Reason', 'the reason was destroyed under retention')}"


def _mine(row: Ahead, lead: Lead, actor: Actor) -> Ahead:
    """Who proposed is told that a second reader confirms, and gets no form for it."""
    if row.move.name != "confirm" or row.form is None or actor.user is None:
        return row
    return replace(row, form=None) if lead.proposed_by(actor.user) else row
