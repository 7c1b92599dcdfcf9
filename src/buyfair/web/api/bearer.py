"""Who asks with a token: known before anything else is looked at, and by nothing but the token."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from buyfair.web.core.problems import for_programs, problem
from buyfair.web.core.refusals import NO_TOKEN, Why, record


class Bearer:
    """Reads `Authorization: Bearer` under /api/. A wrong token is told so, also where no token is needed.

    Where a token came along the browser's session counts for nothing, so nothing can be forged by it; the same where no
    session came along. With a session, writing needs the mark of our own form as on every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, to whom the token names."""
        if not for_programs(request):
            return self._answer(request)
        from buyfair.web.api.limits import too_many
        from buyfair.web.api.tokens import actor_by

        told = request.headers.get("Authorization", "")
        kind, _, secret = told.partition(" ")
        actor = actor_by(secret.strip()) if kind.lower() == "bearer" else None
        if (refused := too_many(request, secret.strip() if actor is not None else None)) is not None:
            return refused
        if told:
            if actor is None:
                record(request, "api", "", Why.NOBODY, None)
                return problem(401, NO_TOKEN)
            request.token_actor = actor
        if told or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request._dont_enforce_csrf_checks = True
        return self._answer(request)
