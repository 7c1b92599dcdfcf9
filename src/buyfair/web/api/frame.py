"""How an address of the API is declared: who may use it stands in the one table, what it answers in its description."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import RawPostDataException
from ninja import Field, NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from buyfair import __version__
from buyfair.terms.errors import InputRefusedError
from buyfair.web.core.access import Find, Route, route
from buyfair.web.core.problems import KINDS, TOO_MUCH, problem
from buyfair.web.core.roles import EVERYBODY, Role

MOST_BYTES, MOST_BYTES_OF_NOBODY = 2_000_000, 200_000
"""Of one body, with an account and without."""


COME_AGAIN = 10
"""After so many seconds a program that met others at work comes again."""
NO_JSON = "The body is no JSON that can be read, or tells a key twice; expected one JSON document in UTF-8; mend it."


class ProblemError(Exception):
    """A request that is not done; becomes a problem with this status and sentence."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


class FieldProblem(Schema):
    """One field, and what is wrong with it."""

    field: str
    sentence: str


class Problem(Schema):
    """What is answered where a request is not done (RFC 9457).

    `type` is one of a closed list, each an address here that says what it means. `detail` is one sentence: what was given,
    what is expected, how to mend it. `fields`: the same by field, where there are several. `awards`: those that bear the
    number asked for, or the nearest to it.
    """

    type: str = Field(json_schema_extra={"enum": [kind.type for kind in KINDS]})
    title: str
    status: int
    detail: str
    fields: list[FieldProblem] | None = None
    awards: list[str] | None = None


class Computed(Schema):
    """An answer that is being computed: ask the same again after the seconds in Retry-After."""

    title: str
    status: int
    detail: str


class Bodies(Parser):
    """JSON as RFC 8259 has it: no NaN, no half characters, no depth that breaks a reader."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The document of a body."""
        try:
            found = json.loads(request.body, parse_constant=_no_number, object_pairs_hook=_once)
            json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            raise ValueError(NO_JSON) from None
        return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is told twice")
    return found


def _no_number(told: str) -> Any:
    raise ValueError(told)


ABOUT = (
    "What the pages of this installation tell, for programs, under the same permissions. Money is text with two decimals, days "
    "are ISO 8601, moments RFC 3339 with their offset, countries ISO 3166-1 alpha-3; answers are yes, no or unknown, and what "
    "is unknown is neither of the others. Addresses in answers (`address`, `page`, `next`) are paths of this installation. "
    "Lists come in pages: follow `next` until it is null. New keys may be added: ignore those that are not described."
)
API = NinjaAPI(title="Buyfair", version=__version__, docs_url=None, openapi_url=None, urls_namespace="buyfair_api",
               description=ABOUT, servers=[{"url": "/", "description": "This installation."}], parser=Bodies())  # fmt: skip
_router = Router()


@dataclass(frozen=True)
class _Operation:
    route: Route
    filters: Callable[[], list[dict[str, Any]]]


_operations: list[_Operation] = []


def operation(path: str, name: str, summary: str, answers: Any, may: frozenset[Role] = EVERYBODY, *, method: str = "GET",
              thing: str | None = None, find: Find | None = None, flow: bool = False, tag: str = "",
              also: Iterable[int] = (), filters: Callable[[], list[dict[str, Any]]] = list,
              ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Declares one address: `path` below /api/ as ninja writes it, `name` of the route, `answers` the shape of the answer.

    `may`, `thing`, `find` and `flow` are those of a Route; what `find` found stands as `request.found`. `filters` gives the
    parameters of the address that ninja does not read itself, as OpenAPI writes them; asked when the description is made.
    """

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        known = Role.PUBLIC not in may
        sent = {413, 415} if method == "POST" else set()
        refused = {400, 422, 429, *({404} if "{" in path else set()), *sent, *({401, 403} if known else {401}), *also}
        extra: dict[str, Any] = {"security": [{"token": []}] if known else [{}, {"token": []}]}
        _router.add_api_operation(
            f"/{path}", [method], view,
            response={200: answers, **{status: Computed if status == 202 else Problem for status in sorted(refused)}},
            summary=summary, description=(view.__doc__ or summary), tags=[tag or path.partition("/")[0]],
            operation_id=name, openapi_extra=extra, by_alias=True,
        )  # fmt: skip
        address = "api/" + path.replace("{", "<").replace("}", ">")
        row = route(address, name, _nowhere, may, only_post=method == "POST", thing=thing, find=find, flow=flow)
        _operations.append(_Operation(row, filters))
        return view

    return declared


def _nowhere(request: HttpRequest, **_: Any) -> HttpResponseBase:
    raise LookupError("the routes of the API were not finished")


def routes() -> list[Route]:
    """The routes of every operation that was declared, each answered by ninja behind the guard."""
    API.add_router("", _router)
    views = {str(pattern.pattern): pattern.callback for pattern in API.urls[0]}
    return [replace(o.route, view=_view(views[o.route.path.removeprefix("api/")], o)) for o in _operations]


def _view(of: Callable[..., HttpResponse], declared: _Operation) -> Callable[..., HttpResponseBase]:
    """The view of a route: the guard has decided; what it found goes along on the request."""

    def answered(request: HttpRequest, *found: Any, **_: Any) -> HttpResponseBase:
        keys = request.resolver_match.kwargs
        request.found = found[0] if found else None
        if request.method == "POST" and request.content_type != "application/json":
            return problem(415, "The body is not sent as JSON; expected is Content-Type: application/json; say so.")
        if request.method == "POST" and (refused := _too_much(request)):
            return refused
        if request.GET and (refused := _strange(request, declared.route.name)):
            return refused
        asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        try:
            return of(request, **keys)
        finally:
            request.method = asked

    answered.__module__ = __name__
    return answered


@cache
def _taken(name: str) -> dict[str, bool]:
    """What an address takes behind the question mark: by name, whether it may be told more than once."""
    own = next(o for paths in _router.path_operations.values() for o in paths.operations if o.operation_id == name)
    query = (model for model in own.models if model.__ninja_param_source__ == "query")
    filters = next(o.filters for o in _operations if o.route.name == name)()
    return {**{name: False for model in query for name in model.__ninja_flatten_map__},
            **{row["name"]: row["schema"].get("type") == "array" for row in filters}}  # fmt: skip


def _strange(request: HttpRequest, name: str) -> HttpResponse | None:
    """The refusal of what names nothing here, or is told twice where one is taken: a slip must not answer another question."""
    takes, told = _taken(name), []
    for given, values in request.GET.lists():
        if given not in takes:
            known = ", ".join(takes) or "none"
            told.append((given, f"{given[:40]!r} is nothing that this address takes; expected of: {known}; leave it out."))
        elif len(values) > 1 and not takes[given]:
            told.append((given, f"{given} is told {len(values)} times; expected is one value; keep one."))
    if not told:
        return None
    return problem(422, told[0][1], fields=[{"field": given[:40], "sentence": sentence} for given, sentence in told[:20]])


def _too_much(request: HttpRequest) -> HttpResponse | None:
    """The answer to a body that is too large, or says no size; who is not known may send less."""
    told, most = str(request.META.get("CONTENT_LENGTH") or "0"), MOST_BYTES if request.actor.known else MOST_BYTES_OF_NOBODY
    if not (told.isascii() and told.isdigit()):
        return problem(400, "Content-Length is no whole number; expected is the size of the body in bytes; send that.")
    if int(told[:20]) <= most:
        return None
    return problem(413, f"The body is larger than {most:,} bytes; send less at a time.")


def answer(request: HttpRequest, document: Any, tag: str | None = None, **headers: str) -> HttpResponse:
    """The document as JSON with its ETag; 304 where the one who asks has it already.

    Without `tag` the ETag is the hash of the bytes, so it is right whatever the answer rests on.
    """
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, default=_iso).encode("utf-8", "replace")
    mark = f'"{tag or hashlib.sha256(body).hexdigest()[:32]}"'
    asked = [m.strip().removeprefix("W/") for m in request.headers.get("If-None-Match", "").split(",")]
    same = request.method in {"GET", "HEAD"} and tag is None and mark in asked
    found = HttpResponse(status=304) if same else HttpResponse(body, content_type="application/json")
    found.headers["ETag"] = mark
    found.headers["Cache-Control"] = "private, no-cache"
    found.headers["Vary"] = "Authorization, Cookie"
    for name, value in headers.items():
        found.headers[name] = value
    return found


def _iso(value: object) -> str:
    """Days and moments as ISO 8601 writes them."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} stands in an answer")


@API.exception_handler(ProblemError)
def _problem(request: HttpRequest, told: ProblemError) -> HttpResponse:
    answered = problem(told.status, told.detail, **told.more)
    if told.status == 503 and told.more.get("kind") != TOO_MUCH:  # the same again would take as long
        answered.headers["Retry-After"] = str(COME_AGAIN)
    return answered


@API.exception_handler(InputRefusedError)
def _refused(request: HttpRequest, told: InputRefusedError) -> HttpResponse:
    return problem(422, str(told))


@API.exception_handler(ValidationError)
def _invalid(request: HttpRequest, told: ValidationError) -> HttpResponse:
    fields = [{"field": _place(error), "sentence": _sentence(error)} for error in told.errors[:20]]
    return problem(422, fields[0]["sentence"], fields=fields)


def _place(error: dict[str, Any]) -> str:
    """The path of what is wrong: of a parameter its name, of a key in a body the way to it, as in texts.0.name."""
    where, *path = error["loc"]
    path = path[1:] if where == "body" and len(path) > 1 else path
    return ".".join(str(part)[:40] for part in path) or "body"


def _sentence(error: dict[str, Any]) -> str:
    """What is wrong with one field, what is expected, how to mend it."""
    place = _place(error)
    if error["type"] == "missing":
        return f"{place} is not told; expected is a value of the kind that is described; add it."
    if error["type"] == "extra_forbidden":
        return f"{place} is no key that is taken here; expected are those that are described; leave it out."
    expected = _OF_PYDANTIC.sub("", error["msg"]).strip()
    return f"{place} is not taken as it is; expected: {expected[:1].lower()}{expected[1:200].rstrip('.')}; mend it."


_OF_PYDANTIC = re.compile(r"^(?:Input should be|Value error, expected|Value error,)\s*")


@API.exception_handler(HttpError)
def _http(request: HttpRequest, told: HttpError) -> HttpResponse:
    return problem(told.status_code, NO_JSON if told.status_code == 400 else f"{str(told).rstrip('.')}.")


@API.exception_handler(RequestDataTooBig)
@API.exception_handler(RawPostDataException)
def _large(request: HttpRequest, told: Exception) -> HttpResponse:
    return problem(413, f"The body is larger than this address takes ({MOST_BYTES:,} bytes); send less at a time.")


def filter_of(name: str, title: str, says: str, known: Iterable[str], longest: int, most: int = 1) -> dict[str, Any]:
    """One filter of an address as OpenAPI writes it: values that are known by name, or what names one."""
    named = sorted({value for value in known if value})
    words: dict[str, Any] = {"type": "string", "maxLength": longest}
    one: dict[str, Any] = {"anyOf": [{"type": "string", "enum": named}, words]} if named else words
    shape = one if most == 1 else {"type": "array", "items": one, "maxItems": most}
    return {"name": name, "in": "query", "required": False, "description": f"{title}. {says}".strip(), "schema": shape}


@cache
def described() -> dict[str, Any]:
    """The description of the whole API, OpenAPI 3.1."""
    found = dict(API.get_openapi_schema(path_prefix="api"))
    found["components"] = {**found["components"], "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    declared = {o.route.name: o for o in _operations}
    for path in found["paths"].values():
        for one in path.values():
            of = declared[one["operationId"]]
            one["parameters"] = [*(_said(p) for p in one.get("parameters", [])), *of.filters()]
            _headers(one, of.route)
            for status, told in one["responses"].items():
                if int(status) >= 400:
                    told["description"] = "; ".join(f"{k.title}: {k.mend}" for k in KINDS if k.status == int(status))
                    told["content"] = _PROBLEM
            one["responses"]["default"] = {"description": "Not done, as may be anywhere: 500, 503, 507.", "content": _PROBLEM}
    return json.loads(json.dumps(found))


_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_IN_PATHS = {
    "reference": "The number of the case, as `reference` tells it.", "move": "The name of a move, as the case tells it.",
    "number": "The number of the document, as the case tells it.",
    "rule_id": "The row of the rule, such as TIP-04, or its own name.",
    "list_id": "The name of the list, such as dol_tvpra.", "code": "The code of the indicator, such as listed_good_matched.",
    "clause_id": "The id of the clause, such as debt_bondage.", "award_id": "The id of the award, or its PIID.",
    "name": "The name of the amount, such as MPT, or of the reform, such as plan_from_250000.",
}  # fmt: skip
"""What stands in the path of an address, by its key."""


def _said(parameter: dict[str, Any]) -> dict[str, Any]:
    """The same parameter with words."""
    return {**parameter, "description": _IN_PATHS[parameter["name"]]} if parameter["in"] == "path" else parameter


_TEXT = {"type": "string"}
_IF_MATCH = {"name": "If-Match", "in": "header", "required": True, "schema": _TEXT,
             "description": "The ETag of the case as it was read."}  # fmt: skip
_UNCHANGED = {"description": "Not changed since the answer whose ETag was sent in If-None-Match; nothing is sent again."}


_IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "required": False, "schema": _TEXT,
                  "description": "The ETag of the answer that is held: answered 304 where nothing changed."}  # fmt: skip


def _headers(of: dict[str, Any], route: Route) -> None:
    """What an operation tells and takes in headers: how answers are known again, where lists lead on, when to come again."""
    responses = of["responses"]
    told = {"ETag": {"description": "Of this very answer, or of the case in it.", "schema": _TEXT}}
    if any(p["name"] == "cursor" for p in of["parameters"]):
        told["Link"] = {"description": 'Where the list leads on, as rel="next".', "schema": _TEXT}
    responses["200" if "200" in responses else 200]["headers"] = told
    again = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    for status, answered in responses.items():
        if str(status) in ("202", "429", "503"):
            answered["headers"] = again
    if any(str(status) == "428" for status in responses):
        of["parameters"] = [*of["parameters"], _IF_MATCH]
    elif route.thing == "document" or not (route.flow or "POST" in route.methods):  # a case is sent whole each time
        responses["304"] = _UNCHANGED
        of["parameters"] = [*of["parameters"], _IF_NONE_MATCH]


def may_of() -> dict[str, frozenset[Role]]:
    """Which roles may use each operation."""
    return {o.route.name: o.route.may for o in _operations}
