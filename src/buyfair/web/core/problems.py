"""What a program is told when its request is not done: a problem of RFC 9457 with one sentence, instead of a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

PAGES = ("/api/docs",)
"""What stands under /api/ for people to read."""
TITLES = {
    400: "The request cannot be read", 401: "No token, or one that does not count", 403: "This role may not",
    404: "Not found", 405: "No such method here", 409: "Not as things stand", 412: "Changed since it was read",
    413: "Too large", 415: "Not JSON", 422: "Refused", 428: "Say what was read", 429: "Too many requests",
    500: "A defect of ours", 503: "Not now", 507: "No room left",
}  # fmt: skip


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks here, so that no page is of use."""
    return request.path.startswith("/api/") and not request.path.startswith(PAGES)


def problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """The problem as it is sent; `detail` is one sentence: given, expected, how to mend it."""
    told = {"type": "about:blank", "title": TITLES.get(status, "Refused"), "status": status, "detail": detail, **more}
    answer = JsonResponse(told, status=status, content_type="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="buyfair"'
    return answer
