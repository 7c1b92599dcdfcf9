"""Routes: an address, who may open it, and whose thing it opens. The table is what is enforced and what is tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect

from buyfair.web.core.actor import Actor, actor_of
from buyfair.web.core.roles import EVERYBODY, Role
from buyfair.web.subjects import told_by_each

View = Callable[..., HttpResponseBase]


class Find(Protocol):
    """Finds the thing that an address names, if this actor's organization may see it; None where not."""

    def __call__(self, actor: Actor, **keys: Any) -> Any | None: ...


@dataclass(frozen=True)
class Route:
    """One address.

    `may` are the roles that may open it; Role.PUBLIC among them opens it without an account. `thing` names what the
    address opens (acquisition, lead ...), `find` gets it scoped to the actor: what an actor may not see is not found,
    so that an answer never tells that it exists. The view is called with request and the thing, or with the keys of
    the path where no thing is opened.
    """

    path: str
    name: str
    view: View
    may: frozenset[Role]
    methods: frozenset[str] = field(default=frozenset({"GET", "HEAD"}))
    thing: str | None = None
    find: Find | None = None


def route(path: str, name: str, view: View, may: frozenset[Role] = EVERYBODY, *, post: bool = False,
          thing: str | None = None, find: Find | None = None) -> Route:  # fmt: skip
    """A route; `post` where its page also takes a form."""
    methods = frozenset({"GET", "HEAD", "POST"} if post else {"GET", "HEAD"})
    return Route(path, name, view, may, methods, thing, find)


def every_route() -> list[Route]:
    """The routes of every subject, in the order of the subjects: each has a `routes.py` with ROUTES."""
    return [r for module in told_by_each("routes") for r in module.ROUTES]


def guarded(of: Route) -> View:
    """The view behind its guard: the only place where access is decided."""

    @wraps(of.view)
    def opened(request: HttpRequest, **keys: Any) -> HttpResponseBase:
        actor = actor_of(request)
        request.actor = actor
        if not actor.roles & of.may:
            if not actor.known:
                return redirect(f"/account/login/?next={request.get_full_path()}")
            raise PermissionDenied(", ".join(sorted(r.label for r in of.may)))
        if request.method not in of.methods:
            return HttpResponseNotAllowed(sorted(of.methods))
        if of.find is None:
            return of.view(request, **keys)
        thing = of.find(actor, **keys)
        if thing is None:
            raise Http404
        return of.view(request, thing)

    return opened
