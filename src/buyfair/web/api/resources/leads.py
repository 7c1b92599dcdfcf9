"""Leads: the queue under the filters of its page, and one lead with both strings, what met, its list and its decisions."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Schema

from buyfair.cards.leads import LEAD
from buyfair.web.api import cursors
from buyfair.web.api.frame import ProblemError, answer, filter_of, operation
from buyfair.web.api.resources import cases
from buyfair.web.api.shapes_cases import LeadOut, LeadRowOut
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.leads import queue, views
from buyfair.web.leads.flow import FLOW
from buyfair.web.leads.listed import list_of, titles
from buyfair.web.leads.models import Decided, Lead
from buyfair.web.leads.shown import shown_of
from buyfair.web.portfolio.address import queried

SAYS = {"whose": "Whom it waits for", "state": "Where it stands", "list": "The list", "met": "How the strings met",
        "where": "On which awards; now where nothing is told", "band": "The score"}  # fmt: skip


class Paged(Schema):
    """How the queue is paged."""

    cursor: cursors.Cursor = ""
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class LeadsOut(Schema):
    """A page of the queue."""

    leads: list[LeadRowOut]
    counts: dict[str, int]
    next: str | None
    says: str


def filters() -> list[dict[str, Any]]:
    """The filters of the page of leads, from the one table of them."""
    told = [filter_of(name, SAYS.get(name, name), "", may, queue.LONGEST) for name, may in queue.choices(titles()).items()]
    return [*told, filter_of("q", "Words of a name", "On the award, on the list, or of the supplier.", (), queue.LONGEST)]


@operation("leads", "api-leads", "The queue of leads", LeadsOut, BUYERS | OVERSIGHT, filters=filters)
def leads(request: HttpRequest, paged: Query[Paged]) -> HttpResponse:
    """The leads that one may see, the most pressing first, as their page lists them. A lead is not a finding."""
    asked = _asked(request)
    user = request.actor.user
    question = f"{user.pk if user else ''} {sorted(asked.values.items())}"
    after = cursors.read(paged.cursor, "leads", question)
    every = queue.filtered(queue.seen_by(request.actor), asked)
    found = queue.of_whom(every, asked.values.get("whose", "all"))
    rows = list((found if after is None else found.filter(_behind(after)))[: paged.limit + 1])
    shown, on = rows[: paged.limit], None
    if len(rows) > paged.limit:
        last = f"{shown[-1].pressing} {shown[-1].score} {shown[-1].pk}"
        ways = [("limit", str(paged.limit)), ("cursor", cursors.given("leads", question, last))]
        on = reverse("api-leads") + queried([*asked.values.items(), *ways])
    told = {"leads": [_row(lead) for lead in shown], "counts": queue.counted(every), "next": on, "says": LEAD}
    return answer(request, told, **({"Link": f'<{on}>; rel="next"'} if on else {}))


def _asked(request: HttpRequest) -> queue.Asked:
    """The filters of the address; what the page would leave out is refused here."""
    may = queue.choices(titles())
    asked, known = queue.read(request.GET, may), (*may, "q")
    strange = [name for name in request.GET if name not in (*known, "cursor", "limit")]
    refused = [(name, sentence) for name in known if name in request.GET
               for sentence in queue.read({name: request.GET[name]}, may).refused]  # fmt: skip
    refused += [(name[:40], f"{name[:40]!r} is nothing to filter by; expected is one of {', '.join(known)}; leave it out.")
                for name in strange]  # fmt: skip
    if refused:
        raise ProblemError(422, refused[0][1], fields=[{"field": name, "sentence": said} for name, said in refused[:20]])
    return asked


def _behind(after: str) -> Q:
    """What stands behind a place in the order of the queue."""
    try:
        pressing, score, key = after.split(" ")
        at, of, pk = int(pressing), Decimal(score), int(key)
    except (ValueError, InvalidOperation):
        raise ProblemError(400, cursors.NONE, kind=cursors.NO_CURSOR) from None
    return Q(pressing__gt=at) | Q(pressing=at, score__lt=of) | Q(pressing=at, score=of, pk__gt=pk)


@operation("leads/{reference}", "api-lead", "One lead", LeadOut, frozenset(who.role for who in FLOW.sees), thing="lead",
           find=views.find, flow=True)  # fmt: skip
def lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Both strings, what met and what differs, its list, its awards and every decision. It is decided by the moves of its
    case, `/api/cases/{reference}/moves/{move}`, with the ETag of this answer as If-Match."""  # fmt: skip
    of = request.found
    beside = shown_of(of)
    told = cases.document(of, request.actor) | _row(of)
    told["moves"] = [_open(move, of, request.actor.user) for move in told["moves"]]
    told |= {
        "met_as": of.met_as, "words": asdict(beside["words"]), "told_of_it": beside["told"],
        "ways": beside["ways"], "awards_carried": beside["carried"], "on_awards": [_award(row) for row in beside["awards"]],
        "on_awards_left_out": beside["awards_more"], "listed_names": beside["names"], "listed_places": beside["places"],
        "list_says": beside["says_of_it"], "on_the_list_since": beside["since"],
        "listed_since": of.listed_since, "listed_until": of.listed_until, "changed": beside["changed"],
        "decisions": [_decided(row) for row in beside["decisions"]], "list_card": _card(of), "says": LEAD,
    }  # fmt: skip
    return answer(request, told, of.head)


def _open(move: dict[str, Any], of: Lead, user: Any) -> dict[str, Any]:
    """Who proposed does not confirm."""
    own = move["name"] == "confirm" and user is not None and of.proposed_by(user)
    return move | ({"open_to_you": False, "why_not": "You proposed it; another person confirms."} if own else {})


def _award(row: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in row.items() if name != "exact"}
    return {**own, "dollars": row["exact"], "dossier": reverse("api-dossier", args=[row["award_id"]])}


def _row(of: Lead) -> dict[str, Any]:
    return {"reference": of.reference, "organization": of.organization.name, "on_the_awards": of.name, "on_the_list": of.listed,
            "party": of.party, "list": of.list_id, "edition": of.edition, "met": of.met, "score": f"{of.score:.3f}",
            "why": of.why, "caution": of.caution, "state": of.state, "stands": of.stands.label, "awards": of.awards,
            "dollars": None if of.dollars is None else f"{of.dollars:.2f}",
            "page": of.get_absolute_url(), "address": reverse("api-lead", args=[of.reference])}  # fmt: skip


def _decided(row: Decided) -> dict[str, Any]:
    return {"said": row.said, "by": row.by, "day": row.day.isoformat(), "why": row.why, "settles": row.settles,
            "stands": row.stands, "second_reader": row.second or None, "second_why": row.second_why or None,
            "second_day": row.second_on.isoformat() if row.second_on else None, "source": row.source}  # fmt: skip


def _card(of: Lead) -> dict[str, Any] | None:
    found = list_of(of)
    if found is None:
        return None
    card = found.card
    return {"id": card.id, "title": card.title, "issuer": card.issuer, "law": card.law, "means": card.means,
            "means_not": card.means_not, "licence": card.licence, "age": found.age, "behind": found.behind}  # fmt: skip
