"""Cases of every subject, as far as their flows let one see them: read, moved and commented like on their pages."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Schema

from buyfair.web.api import cursors
from buyfair.web.api.contents import content_of
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes_cases import CaseOut, CaseRowOut, DocumentOut, GoneOut
from buyfair.web.casework import clocks, deeds, store
from buyfair.web.casework.confined import documents, reads
from buyfair.web.casework.finding import find_case, find_document, find_move
from buyfair.web.casework.flow import flows
from buyfair.web.casework.models import Case, Document, wholes
from buyfair.web.casework.moving import BY_PROGRAM, another
from buyfair.web.casework.needs import asked
from buyfair.web.casework.page import Ahead, ahead, timeline
from buyfair.web.casework.page import Told as Happened
from buyfair.web.casework.refused import MissingError, NotYoursError, RefusedError, SecondReaderError, StaleError
from buyfair.web.casework.routes import ACCOUNTS, SEEING
from buyfair.web.casework.table import Field as Need
from buyfair.web.casework.table import Move, Paper
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

MOST_OF_DOCUMENT = 5_000_000
"""Unit: bytes."""
IN_PERSON = "A certifier signs in person, so no program makes this move under that part; expected is the person at the page."
_FLOW: dict[str, Any] = {"may": SEEING, "thing": "case", "find": find_case, "flow": True, "tag": "cases"}


class CasesAsked(Schema):
    """Which cases."""

    kind: str = Field("", max_length=40, description="Of one subject alone, such as lead, risk, plan or certificate.")
    state: str = Field("", max_length=40, description="Of those that stand there alone, such as open.")
    cursor: cursors.Cursor = ""
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class CasesOut(Schema):
    """A page of cases."""

    cases: list[CaseRowOut]
    next: str | None


class MoveIn(Schema):
    """What a move is told: its fields by name, and the reason where it asks one."""

    model_config = {"extra": "forbid"}

    told: dict[str, str | bool | int | None] = Field(default_factory=dict)
    reason: str = ""


class CommentIn(Schema):
    """A comment; `confined` keeps it with the people of the organization that owns the case."""

    model_config = {"extra": "forbid"}

    text: str
    confined: bool = False


@operation("cases", "api-cases", "The cases that one may see", CasesOut, ACCOUNTS)
def cases(request: HttpRequest, of: Query[CasesAsked]) -> HttpResponse:
    """Of every subject, the newest first; by kind and state where told."""
    kinds = {flow.kind for flow in flows()}
    if of.kind and of.kind not in kinds:
        raise ProblemError(422, f"{of.kind!r} is no kind of case; expected one of {', '.join(sorted(kinds))}; choose one.")
    states = {state.name for flow in flows() if of.kind in ("", flow.kind) for state in flow.states}
    if of.state and of.state not in states:
        raise ProblemError(422, f"{of.state!r} is no state; expected one of {', '.join(sorted(states))}; choose one.")
    question = f"{of.kind} {of.state}"
    after = cursors.read(of.cursor, "cases", question)
    found = Case.objects.seen_by(request.actor).order_by("-pk")
    narrowed = {name: value for name, value in (("kind", of.kind), ("state", of.state)) if value}
    found = found.filter(**narrowed) if after is None else found.filter(**narrowed, pk__lt=int(after))
    rows = wholes(found[: of.limit + 1])
    shown, on = rows[: of.limit], None
    if len(rows) > of.limit:
        from buyfair.web.portfolio.address import queried

        ways = [*narrowed.items(), ("limit", str(of.limit)), ("cursor", cursors.given("cases", question, str(shown[-1].pk)))]
        on = reverse("api-cases") + queried(ways)
    told = {"cases": [_row(case) for case in shown], "next": on}
    return answer(request, told, **({"Link": f'<{on}>; rel="next"'} if on else {}))


@operation("cases/{reference}", "api-case", "One case", CaseOut, **_FLOW)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, its events, its deadlines, and the moves that are open to who asks. Its ETag goes into If-Match."""
    return _told(request, request.found.whole)


@operation("cases/{reference}/moves/{move}", "api-move", "Make a move", CaseOut | GoneOut, method="POST",
           also=(409, 412, 428, 503), **{**_FLOW, "thing": "move", "find": find_move})  # fmt: skip
def move(request: HttpRequest, reference: str, move: str, body: MoveIn) -> HttpResponse:
    """Makes one move of a case. If-Match must carry the ETag of the case as it was read."""
    whole, row = request.found.case.whole, request.found.move
    version = _read(request, whole)
    told = dict(body.told)
    if told.get("reason") and body.reason:
        raise ProblemError(422, "The reason is told twice; expected once, beside told or within it; leave one out.")
    reason = body.reason or str(told.pop("reason", None) or "")
    strange = set(told) - {need.name for need in asked(row)}
    if strange:
        raise ProblemError(422, f"{sorted(strange)[0][:40]!r} is nothing that this move asks; the case says what it does.")
    try:
        whole.move(row.name, not_signing(request.actor), told, reason, version)
    except RefusedError as refused:
        if isinstance(refused, NotYoursError) and whole.part_for(request.actor, row.name) is not None:
            raise ProblemError(403, IN_PERSON, kind="in-person") from None
        raise _problem(refused) from None
    whole.refresh_from_db()
    return _told(request, whole)


@operation("cases/{reference}/comments", "api-comment", "Write a comment", CaseOut | GoneOut, method="POST",
           also=(409, 412, 428), **_FLOW)  # fmt: skip
def comment(request: HttpRequest, reference: str, body: CommentIn) -> HttpResponse:
    """Writes a comment on a case. If-Match must carry the ETag of the case as it was read."""
    whole = request.found.whole
    _read(request, whole)
    try:
        deeds.comment(whole, request.actor, body.text, confined=body.confined)
    except RefusedError as refused:
        raise _problem(refused) from None
    whole.refresh_from_db()
    return _told(request, whole)


@operation("cases/{reference}/documents/{int:number}", "api-document", "A document of a case", DocumentOut, also=(409,),
           **{**_FLOW, "thing": "document", "find": find_document})  # fmt: skip
def document_of(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The bytes of one document, in base64, as they were stored. Up to 5 MB; what is larger is taken from its page."""
    found = request.found
    content = store.content_of(found.content.sha256) if found.content.size <= MOST_OF_DOCUMENT else None
    if content is None:
        told = f"{found.name} has {found.content.size:,} bytes, or is not as it was stored"
        raise ProblemError(409, f"{told}; expected at most {MOST_OF_DOCUMENT:,}, whole; take it from the page of the case.",
                           kind="not-here")  # fmt: skip
    return answer(request, {"number": found.pk, "paper": found.paper, "name": found.name, "sha256": found.content.sha256,
                            "base64": b64encode(content).decode()})  # fmt: skip


def _read(request: HttpRequest, of: Case) -> int:
    """The version that the sender had read, told by If-Match."""
    told = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not told:
        raise ProblemError(428, "If-Match is missing; expected is the ETag of the case as it was read; read it first.")
    if told != of.head:
        raise ProblemError(412, "The case was changed since it was read; read it again, then decide again.")
    return int(of.version)


def not_signing(actor: Actor) -> Actor:
    """The same actor; a program without the part of a certifier: who may sign for a supplier does so as a person."""
    return actor if actor.program is None else actor.as_only(actor.roles - {Role.SUPPLIER_CERTIFIER})


def _problem(refused: RefusedError) -> ProblemError:
    if isinstance(refused, StaleError):
        return ProblemError(412, str(refused))
    fields = refused.by_name.items() if isinstance(refused, MissingError) else ()
    kind = "another-reader" if isinstance(refused, SecondReaderError) else ""
    told = {"fields": [{"field": name, "sentence": sentence} for name, sentence in fields]} if fields else {}
    return ProblemError(refused.status, str(refused), kind=kind, **told)


def _row(of: Case) -> dict[str, Any]:
    return {"reference": of.reference, "kind": of.kind, "title": of.title, "caution": of.caution,
            "state": of.state, "stands": of.stands.label, "organization": of.organization.name,
            "opened_at": of.opened_at.isoformat(), "version": of.version,
            "assignee": of.assignee.called if of.assignee is not None else None,
            "page": of.get_absolute_url(), "address": reverse("api-case", args=[of.reference])}  # fmt: skip


def _told(request: HttpRequest, of: Case) -> HttpResponse:
    """The case as who asks may see it; where a move took it out of sight, only where it stands."""
    if of.part_for(request.actor, "see") is None:
        return answer(request, {"reference": of.reference, "state": of.state}, of.head)
    return answer(request, document(of, request.actor) | {"content": content_of(of, request.actor)}, of.head)


def document(of: Case, actor: Actor) -> dict[str, Any]:
    """What is told of one case to who may see it."""
    due = clocks.standings(of.deadlines.select_related("case", "ended_by"), today())
    events = [_event(t) for t in timeline(of, reads(of, actor))]
    moves = [_move(of, a, actor) for a in ahead(of, actor) if a.move.name not in of.by_files]
    facts = [{"label": label, "words": str(said)} for label, said in of.facts]
    return _row(of) | {"state_means": of.state_means, "facts": facts, "events": events, "moves": moves,
                       "deadlines": [_clock(d) for d in due],
                       "documents": [_document(d) for d in documents(of, actor).select_related("content")]}  # fmt: skip


def _event(of: Happened) -> dict[str, Any]:
    """An event; `program` is the name of the program that did it, under a token of whom `by` names."""
    row, said = of.event, of.said
    return {"number": row.number, "at": row.at.isoformat(), "what": of.what, "move": row.move,
            "by": row.by.called if row.by is not None else None, "program": ((said or {}).get(BY_PROGRAM) or {}).get("name"),
            "to": row.went_to, "said": said, "left_out": of.left_out, "hash": row.hash}  # fmt: skip


def _move(of: Case, row: Ahead, actor: Actor) -> dict[str, Any]:
    move, papers = row.move, _papers(of, row.move)
    why_not = _why_not(of, row, actor, papers)
    return {"name": move.name, "label": move.label, "says": move.says, "to": move.to, "who": row.who,
            "open_to_you": why_not is None, "why_not": why_not, "asks": [_ask(need) for need in asked(move)],
            "papers": papers}  # fmt: skip


def _ask(need: Need) -> dict[str, Any]:
    choices = [{"value": value, "label": label} for value, label in need.choices]
    return {"name": need.name, "label": need.label, "takes": need.takes.value, "help": need.help, "choices": choices,
            "needed": not need.optional, "waivable": need.waivable}  # fmt: skip


def _papers(of: Case, move: Move) -> list[dict[str, Any]]:
    labels, wanted = dict(of.flow.papers), [need for need in move.needs if isinstance(need, Paper)]
    held = set(of.documents.filter(content__isnull=False).values_list("paper", flat=True)) if wanted else set()
    return [{"kind": need.kind, "label": labels[need.kind], "needed": not need.optional, "waivable": need.waivable,
             "on_the_case": need.kind in held} for need in wanted]  # fmt: skip


def _why_not(of: Case, row: Ahead, actor: Actor, papers: list[dict[str, Any]]) -> str | None:
    """Why a program of who asks cannot make this move now; None where it can be tried."""
    part = of.part_for(not_signing(actor), row.move.name)
    if part is None:
        return f"It is for: {row.who}." if of.part_for(actor, row.move.name) is None else IN_PERSON
    try:
        another(of, row.move, actor, part)
    except SecondReaderError as refused:
        return str(refused)
    lacking = [p["label"] for p in papers if p["needed"] and not p["waivable"] and not p["on_the_case"]]
    return f"A document is needed that the page takes: {', '.join(lacking)}." if lacking else None


def _document(of: Document) -> dict[str, Any]:
    """A document of the case; one that was destroyed under retention has no name, hash or bytes any more."""
    held = of.content
    return {"number": of.pk, "paper": of.paper, "name": of.name, "sha256": held.sha256 if held else None,
            "bytes": held.size if held else None,
            "address": reverse("api-document", args=[of.case.reference, of.pk]) if held else None}  # fmt: skip


def _clock(of: clocks.Standing) -> dict[str, Any]:
    return {"what": of.deadline.what, "due": of.deadline.due.isoformat(), "standing": of.standing}
