"""What a page says when it does not open: what was asked, why not, what to do; and the record of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from buyfair.web.core.clock import now
from buyfair.web.core.models import Refusal
from buyfair.web.core.problems import for_programs, problem
from buyfair.web.core.shortage import Shortage, shortage_of


class Why(StrEnum):
    """The reasons for which a page does not open."""

    NOBODY = "not logged in"
    ROLE = "role may not"
    SEND = "role may not send"
    HIDDEN = "not there for this account"
    METHOD = "no such method"
    FORGED = "not sent from our page"


ENDED = "Your session ended, in another window perhaps, while this was at work."
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
NO_TOKEN = "Nobody is known by this request; expected is Authorization: Bearer and a token that counts; ask the operator."
ROWS_AN_HOUR = 500
"""More kinds of refusal than that are counted together: a flood of one account cannot fill the disk."""
UNSAID = ("password", "code", "token", "secret")
"""Parts of the names of fields that are never shown again."""


def record(request: HttpRequest, route: str, kind: str, why: Why, user: Any | None) -> None:
    """Keeps who was refused what, when and why: one row an hour, counted up."""
    moment = now()
    method = request.method if request.method in METHODS else "other"
    key = {"who": str(user.pk) if user else "", "route": route, "method": method, "why": why.value,
           "hour": moment.replace(minute=0, second=0, microsecond=0)}  # fmt: skip
    if _counted(key, moment):
        return
    if Refusal.objects.filter(who=key["who"], hour=key["hour"]).count() >= ROWS_AN_HOUR:
        key |= {"route": "and more", "method": "other"}
        kind = ""
        if _counted(key, moment):
            return
    try:
        with transaction.atomic():
            Refusal.objects.create(**key, user=user, kind=kind, at=moment, last_at=moment)
    except IntegrityError:
        _counted(key, moment)


def _counted(key: dict[str, Any], moment: Any) -> bool:
    """Whether there was such a row already; it counts one more."""
    return bool(Refusal.objects.filter(**key).update(times=F("times") + 1, last_at=moment))


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that is not taken, so that it can be copied; secrets are left out."""
    if request.method != "POST":
        return []
    try:
        lists = list(request.POST.lists())
    except Exception:  # no form that can be read: too large, cut off, of no kind
        return []
    shown = ((name, " ".join(values)) for name, values in lists if name != "csrfmiddlewaretoken")
    return [(name, value) for name, value in shown if value and not any(u in name.lower() for u in UNSAID)]


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A role that may not open the page; says which may."""
    if for_programs(request):
        return problem(403, f"This account plays no role that may do this; it is for: {exception or 'others'}.")
    told = {"may": str(exception or ""), "typed": typed(request)}
    return render(request, "core/forbidden.html", told, status=403)


def logged_out(request: HttpRequest, login: str) -> HttpResponse:
    """A form that arrives after the session has ended: what was typed is shown, and the way back in."""
    if for_programs(request):
        return problem(401, NO_TOKEN)
    return render(request, "core/account/logged_out.html", {"login": login, "typed": typed(request)}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that was opened before the last log-in."""
    match = request.resolver_match
    user = request.user if request.user.is_authenticated else None
    record(request, (match.url_name or "") if match else "", "", Why.FORGED, user)
    if for_programs(request):
        return problem(403, "A session of a browser writes with the mark of our own form; send a token instead.")
    return render(request, "core/account/forged.html", {"typed": typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or nothing that this account may see."""
    if for_programs(request):
        return problem(404, "Nothing of that name is here for this account; the addresses stand in /api/openapi.json.")
    return render(request, "core/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A full disk, a database that does not answer, or a defect of ours; nothing typed is lost that was sent before."""
    if short := shortage_of(sys.exc_info()[1]):
        return _short(request, short)
    if for_programs(request):
        return problem(500, "Something broke here, and it is ours to mend; the same request may be sent again.")
    return render(request, "core/broken.html", status=500)


def _short(request: HttpRequest, short: Shortage) -> HttpResponse:
    """Says what is short, and shows what was typed; without asking the database where that does not answer."""
    answer = problem(short.status, f"{short.sentence} {short.mends}") if for_programs(request) else _page(request, short)
    if short.status == 503:
        answer.headers["Retry-After"] = "60"
    return answer


def _page(request: HttpRequest, short: Shortage) -> HttpResponse:
    told: dict[str, Any] = {"short": short, "sent": request.method == "POST"}
    try:
        told |= {"typed": typed(request), "files": [f.name for f in request.FILES.values() if f.name]}
    except Exception:
        # The form itself could not be taken in: the disk had no room for its files.
        told |= {"typed": [], "files": []}
    try:
        return render(request, "core/short.html", told, status=short.status)
    except DatabaseError:
        return HttpResponse(render_to_string("core/short.html", told), status=short.status)


def not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """An address that does not take this method; says which it takes."""
    if for_programs(request):
        takes = ", ".join(sorted(methods))
        refused = problem(405, f"This address takes {takes}; send one of these.")
        refused.headers["Allow"] = takes
        return refused
    told = {"method": request.method, "takes": ", ".join(sorted(methods)), "typed": typed(request)}
    answer = render(request, "core/not_allowed.html", told, status=405)
    answer.headers["Allow"] = ", ".join(sorted(methods))
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Larger than one form may be, too many fields, or not what a browser sends."""
    if for_programs(request):
        return problem(400, "The request is larger than this address takes, or no HTTP of ours; send less, as described.")
    if isinstance(exception, SessionInterrupted):  # raised after the page was made: what it saved stands
        if short := shortage_of(exception):
            return _short(request, short)
        return render(request, "core/bad_request.html", {"sentence": ENDED, "ended": True}, status=400)
    return render(request, "core/bad_request.html", status=400)
