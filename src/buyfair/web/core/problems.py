"""What a program is told when its request is not done: a problem of RFC 9457 with one sentence, instead of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse

PAGES = ("/api/docs",)
"""What stands under /api/ for people to read."""
TOO_MUCH = "too-much"
"""The kind of problem of what was asked at once and not done in its time."""
EXPLAINED = "/api/docs#problem-"
"""Where each kind of problem is explained, by its name; this and the name are its `type`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the first of a status is that of every problem which names no other. `mend`: what a program does."""

    name: str
    status: int
    title: str
    mend: str

    @property
    def type(self) -> str:
        """Its `type`: an address on this installation, which opens what it means."""
        return f"{EXPLAINED}{self.name}"


KINDS = (
    Kind("unreadable", 400, "The request cannot be read", "Send what is described, as HTTP and JSON have it."),
    Kind("no-such-cursor", 400, "The cursor is none of this list", "Begin the list again without a cursor."),
    Kind("no-token", 401, "No token, or one that does not count", "Send a token that counts; the operator makes them."),
    Kind("not-this-role", 403, "This role may not", "Use a token of a role that may; the page of each address names them."),
    Kind("another-reader", 403, "Another person must do this",
         "Leave it to another person, of the organization that the sentence names: two programs are no two readers."),
    Kind("in-person", 403, "A person must do this at the page", "Leave it to the person whose token it is: no program signs."),
    Kind("not-found", 404, "Not found", "Look for it in the list that names it: it is not there for this token."),
    Kind("no-such-method", 405, "No such method here", "Send one of the methods in Allow."),
    Kind("not-now", 409, "Not as things stand", "Read it again: a case says which moves are open, and why others are not."),
    Kind("not-here", 409, "Not to be had here", "Do not ask again: take it from its page, or tell the operator, as it says."),
    Kind("list-changed", 409, "The list changed since it was begun", "Begin the list again without a cursor."),
    Kind("no-portfolio", 409, "No portfolio is shown yet", "Wait until somebody brought award files."),
    Kind("several-awards", 409, "Several awards bear this number", "Ask for one of those in awards, by its id."),
    Kind("no-length", 411, "The size of the body is not told", "Send Content-Length."),
    Kind("changed", 412, "Changed since it was read", "Read the case again, decide again, send its new ETag as If-Match."),
    Kind("too-large", 413, "Too large", "Send less at a time."),
    Kind("not-json", 415, "Not JSON", "Send JSON, with Content-Type: application/json."),
    Kind("refused", 422, "Refused", "Mend what the sentence, and fields, name; the same again is refused again."),
    Kind("not-read", 428, "Say what was read", "Read the case, and send its ETag as If-Match."),
    Kind("too-many-requests", 429, "Too many requests", "Wait for the seconds in Retry-After."),
    Kind("defect", 500, "A defect of ours", "Send it again once; if it goes on, tell the operator."),
    Kind("busy", 503, "Not now", "Wait for the seconds in Retry-After, then send the same again."),
    Kind(TOO_MUCH, 503, "Not done in its time", "Send less at a time; the same again may take as long."),
    Kind("no-room", 507, "No room left", "Tell the operator; nothing was kept."),
)  # fmt: skip
"""Every kind of problem that is answered, in the order of their status: a closed list."""


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks here, so that no page is of use."""
    return request.path.startswith("/api/") and not request.path.startswith(PAGES)


def kind_of(status: int, name: str = "") -> Kind:
    """The kind of that name; without one the first of the status."""
    return next(kind for kind in KINDS if (kind.name == name if name else kind.status == status))


def problem(status: int, detail: str, kind: str = "", **more: Any) -> JsonResponse:
    """The problem as it is sent; `detail` is one sentence: given, expected, how to mend it. `kind` is a name of KINDS."""
    of = kind_of(status, kind)
    told = {"type": of.type, "title": of.title, "status": status, "detail": detail, **more}
    answer = JsonResponse(told, status=status, content_type="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="buyfair"'
    return answer
