"""Routes: an address, who may open it, and whose thing it opens. The table is what is enforced and what is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import wraps
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from buyfair.web.core.actor import Actor, actor_of
from buyfair.web.core.problems import for_programs, problem
from buyfair.web.core.refusals import NO_TOKEN, Why, logged_out, not_allowed, record
from buyfair.web.core.roles import EVERYBODY, Role
from buyfair.web.subjects import told_by_each

View = Callable[..., HttpResponseBase]
NOBODY: frozenset[Role] = frozenset()
FORM = 2_621_440
"""Bytes that an address takes which names no other cap: a form without files, or with small ones."""


Find = Callable[..., Any | None]
"""Called with the actor and the keys of the path: the thing that an address names, if the actor's organization may see
it; None where not."""


class Owners(Protocol):
    """The keys of the organizations that a thing belongs to; None where the thing does not tell."""

    def __call__(self, thing: Any, /) -> frozenset[int] | None: ...


def one_owner(thing: Any) -> frozenset[int] | None:
    """Most things belong to one organization and say so as `organization_id`."""
    owner = getattr(thing, "organization_id", None)
    return None if owner is None else frozenset({owner})


@dataclass(frozen=True)
class Route:
    """One address.

    `may` are the roles that may open it; Role.PUBLIC among them opens it without an account. With `account` somebody
    must be logged in, whatever the role. `send` are the roles that may send its form, where that is fewer.

    `thing` names what the address opens (acquisition, lead ...), `find` gets it scoped to the actor: what an actor may
    not see is not found, so that an answer never tells that it exists. Who of `may` sees it: people of the
    organization that it belongs to; people of a party to it where their role stands in `party`; people of any other
    organization where their role stands in `across`. With `personal` it belongs to one account, and nobody else of
    the same organization sees it; with `flow` it is a case, and the table of its flow says who sees it. Where none of
    these is told, it is the owning organization's alone, and `find` sees to that. The view is called with request and
    the thing, or with the keys of the path where no thing is opened.

    `takes` is how many bytes may be sent at once; None where the view reads what comes itself, within a cap of its own.
    """

    path: str
    name: str
    view: View
    may: frozenset[Role]
    methods: frozenset[str] = field(default=frozenset({"GET", "HEAD"}))
    thing: str | None = None
    find: Find | None = None
    send: frozenset[Role] | None = None
    party: frozenset[Role] | None = None
    across: frozenset[Role] | None = None
    account: bool = False
    personal: bool = False
    flow: bool = False
    owners: Owners = one_owner
    takes: int | None = FORM

    def roles_for(self, method: str) -> frozenset[Role]:
        """The roles that may use this method here."""
        return self.send if method == "POST" and self.send is not None else self.may


def route(path: str, name: str, view: View, may: frozenset[Role] = EVERYBODY, *, post: bool = False,
          only_post: bool = False, send: Iterable[Role] | None = None, thing: str | None = None, find: Find | None = None,
          party: Iterable[Role] | None = None, across: Iterable[Role] | None = None, account: bool = False,
          personal: bool = False, flow: bool = False, owners: Owners = one_owner,
          takes: int | None = FORM) -> Route:  # fmt: skip
    """A route; `post` where its page also takes a form, `only_post` where it is nothing but the target of one.

    `send` names who may send the form where that is fewer than may open the page.
    """
    methods = {"POST"} if only_post else {"GET", "HEAD", "POST"} if post or send is not None else {"GET", "HEAD"}
    return Route(path, name, view, may, frozenset(methods), thing, find, _set(send), _set(party), _set(across),
                 account, personal, flow, owners, takes)  # fmt: skip


def _set(told: Iterable[Role] | None) -> frozenset[Role] | None:
    return None if told is None else frozenset(told)


def every_route() -> list[Route]:
    """The routes of the accounts, then those of every subject in their order: each has a `routes.py` with ROUTES."""
    accounts = import_module("buyfair.web.core.accounts.routes")
    return [r for module in (accounts, *told_by_each("routes")) for r in module.ROUTES]


def login_address(request: HttpRequest) -> str:
    """Where to log in, and back to the page asked for; a form's target is no page to come back to."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return "/account/login/" + (f"?{urlencode({'next': back})}" if back else "")


def guarded(of: Route) -> View:
    """The view behind its guard: the only place where access is decided."""

    @wraps(of.view)
    def opened(request: HttpRequest, **keys: Any) -> HttpResponseBase:
        actor = actor_of(request)
        request.actor = actor
        if refused := _refused(of, request, actor):
            return refused
        if of.find is None:
            return of.view(request, **keys)
        return of.view(request, _thing(of, request, actor, keys))

    opened.route = of  # type: ignore[attr-defined]
    return opened


def refusal(of: Route, request: HttpRequest, keys: dict[str, Any]) -> HttpResponseBase | None:
    """What the guard answers to who may not, asked before anything that was sent is read; None where it may be.

    Raises: PermissionDenied, Http404, as the guard does.
    """
    request.actor = actor = actor_of(request)
    refused = _refused(of, request, actor)
    if refused is None and of.find is not None:
        _thing(of, request, actor, keys)
    return refused


def _refused(of: Route, request: HttpRequest, actor: Actor) -> HttpResponseBase | None:
    """The answer to who may not; None where the method and the role are right."""
    method = request.method or ""
    if method not in of.methods:
        record(request, of.name, of.thing or "", Why.METHOD, actor.user)
        return not_allowed(request, of.methods)
    allowed = of.roles_for(method)
    if actor.roles & allowed and (actor.known or not of.account):
        return None
    if not actor.known:
        record(request, of.name, of.thing or "", Why.NOBODY, None)
        if for_programs(request):
            return problem(401, NO_TOKEN)
        where = login_address(request)
        return redirect(where) if method != "POST" else logged_out(request, where)
    record(request, of.name, of.thing or "", Why.ROLE if method != "POST" else Why.SEND, actor.user)
    raise PermissionDenied(", ".join(sorted(r.label for r in allowed)))


def _thing(of: Route, request: HttpRequest, actor: Actor, keys: dict[str, Any]) -> Any:
    """What the address names, asked for with the roles that count here alone; else as if it were not there."""
    acting = actor.as_only(of.roles_for(request.method or ""))
    acting = replace(acting, across=bool(acting.roles & (of.across or NOBODY)))
    assert of.find is not None
    thing = of.find(acting, **keys)
    if thing is None or not _reaches(of, acting, thing):
        record(request, of.name, of.thing or "", Why.HIDDEN, actor.user)
        raise Http404
    return thing


def _reaches(of: Route, acting: Actor, thing: Any) -> bool:
    """The second lock behind `find`: what the table tells is held against the thing itself."""
    if of.personal:
        return acting.user is not None and getattr(thing, "user_id", None) == acting.user.pk
    if of.party is None and of.across is None:
        return True
    owners = of.owners(thing)
    if owners is None or owners & acting.organizations:
        return True
    return bool(acting.roles & ((of.across or NOBODY) | (of.party or NOBODY)))
