"""A person's calendar of deadlines: the page that gives its address once, and the feed that the address opens."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from buyfair.web.casework import clocks, feed
from buyfair.web.casework.models import CalendarKey
from buyfair.web.core.clock import now


def calendar(request: HttpRequest) -> HttpResponse:
    """Makes a new address, or takes the calendar back; an address is shown this once."""
    user, address = request.actor.user, ""
    if request.method == "POST":
        if request.POST.get("what") == "take back":
            feed.taken_back(user)
        else:
            address = request.build_absolute_uri(reverse("calendar_feed", args=[feed.renewed(user, now())]))
    key = CalendarKey.objects.filter(user=user).first()
    answer = render(request, "casework/calendar.html", {"key": key, "address": address})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def feed_of(request: HttpRequest, key: str) -> HttpResponse:
    """The feed; whoever knows the address reads it, so that calendars without a log-in can."""
    user = feed.whose(key)
    if user is None:
        raise Http404
    deadlines = clocks.running_for(clocks.actor_for(user))[: feed.MOST]
    content = feed.calendar(deadlines, request.build_absolute_uri("/").rstrip("/"), now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
