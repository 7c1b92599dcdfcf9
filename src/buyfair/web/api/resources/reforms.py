"""The ready reforms, and what one of them or one's own would change on the portfolio shown: open to everybody, as the lab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Schema

from buyfair import catalogue
from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.knowledge.reforms import text_of
from buyfair.knowledge.reforms.reading import Reform
from buyfair.reform.said import changes
from buyfair.reform.trying import given_text
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes_lab import ReformAnswerOut
from buyfair.web.api.shapes_reform import reform_shape
from buyfair.web.api.told import exact, plain_facts, with_days
from buyfair.web.core.held import assessed
from buyfair.web.core.problems import problem
from buyfair.web.lab.asked import ANSWER, OWN, Asked, Told, ready_names
from buyfair.web.lab.opening import BUSY, LOOK_AGAIN, PATIENCE, WHY_BUSY
from buyfair.web.lab.packed import LARGEST
from buyfair.web.lab.toml import toml
from buyfair.web.lab.waiting import LINE, Busy, Refused, Waiting

NO_FINDING = "Nothing here is a forecast, a finding about a supplier, or legal advice."
"""As the page of the lab says it."""
COMPUTED = f"The answer is being computed; ask for it again, with the same request, in {LOOK_AGAIN} seconds."
NO_PORTFOLIO = "No portfolio is shown yet; expected one to try a reform on; bring award files at /award-files/new/ first."


class ReformOut(Schema):
    """A ready reform: what it changes, by which instrument, whose proposal it is."""

    name: str
    title: str
    summary: str
    instrument: str
    source: str
    changes: list[str]


class ReformsOut(Schema):
    """The ready reforms."""

    reforms: list[ReformOut]


class OneReformOut(ReformOut):
    """A ready reform with the text of its file, to change and to send as one's own."""

    words: str
    text: str


class OwnIn(Schema):
    """A reform of one's own: `text`, its file in TOML, or `reform`, the same as JSON; `against` names a ready one."""

    model_config = {"extra": "forbid"}
    text: str = Field("", max_length=LARGEST)
    reform: dict[str, Any] = Field({}, json_schema_extra=reform_shape())
    against: str = Field("", max_length=100, description="The name of a ready reform to hold it against.")


class Beside(Schema):
    """Another reform: how far both reach the same, and both together."""

    against: str = Field("", max_length=100, description="The name of a ready reform to hold it against.")


@operation("reforms", "api-reforms", "The ready reforms", ReformsOut)
def reforms(request: HttpRequest) -> HttpResponse:
    """Each reform that can be tried by its name."""
    return answer(request, {"reforms": [_row(r) for r in catalogue.reforms()]})


@operation("reforms/{name}", "api-reform", "One ready reform", OneReformOut)
def reform(request: HttpRequest, name: str) -> HttpResponse:
    """A ready reform with its draft words and the text of its file."""
    told = _ready(name)
    found = given_text(told.name, told.text).reform
    return answer(request, _row(found) | {"words": found.words, "text": told.text})


@operation("reforms/{name}/answer", "api-reform-answer", "What a ready reform would change", ReformAnswerOut,
           also=(202, 409, 503))  # fmt: skip
def tried(request: HttpRequest, name: str, beside: Query[Beside]) -> HttpResponse:
    """The answer of `buyfair reform NAME --json` on the portfolio shown; 202 while it is computed."""
    return _answered(request, _ready(name), _ready(beside.against) if beside.against else None)


@operation("reform-answers", "api-reform-own", "What a reform of one's own would change", ReformAnswerOut, method="POST",
           also=(202, 409, 413, 503), tag="reforms")  # fmt: skip
def own(request: HttpRequest, body: OwnIn) -> HttpResponse:
    """The answer of `buyfair reform FILE --json` on the portfolio shown; 202 while it is computed, then send it again."""
    if bool(body.text) is bool(body.reform):
        raise ProblemError(422, "A reform is sent once; expected either text (TOML) or reform (JSON); send one of them.")
    told = Told(OWN, body.text or toml(with_days(plain_facts(exact(request)["reform"]))))
    if len(told.text) > LARGEST:
        raise ProblemError(422, f"The reform is {len(told.text):,} letters; expected at most {LARGEST:,}; make it shorter.")
    given_text(told.name, told.text)
    return _answered(request, told, _ready(body.against) if body.against else None)


def _row(of: Reform) -> dict[str, Any]:
    return {"name": of.name, "title": of.title, "summary": of.summary, "instrument": of.instrument, "source": of.source,
            "changes": list(changes(of))}  # fmt: skip


def _ready(name: str) -> Told:
    if name not in ready_names():
        held = ", ".join(sorted(ready_names()))
        raise ProblemError(404, f"There is no ready reform of that name; expected one of {held}; choose one.")
    return Told(name, text_of(name))


def _answered(request: HttpRequest, told: Told, against: Told | None) -> HttpResponse:
    """The answer that the lab keeps, made by its process; or that it is being made, that the lab is busy, or why not."""
    folder = assessed()
    if folder is None:
        raise ProblemError(409, NO_PORTFOLIO, kind="no-portfolio")
    found = LINE.found(Path(settings.HOME), Asked(str(folder), ANSWER, told, against), PATIENCE)
    try:
        if isinstance(found, Path):
            whole: dict[str, Any] = json.loads(found.read_bytes())
            return answer(request, whole | {"not_about_supplier": NOT_ABOUT_SUPPLIER, "no_finding": NO_FINDING})
    except FileNotFoundError:  # let go between the look and the reading
        found = Waiting()
    return _not_yet(found)


def _not_yet(found: object) -> HttpResponse:
    if isinstance(found, Refused):
        told = problem(found.status, found.sentence)
    elif isinstance(found, Busy):
        told = problem(503, WHY_BUSY)
    else:
        computed = {"title": "Being computed", "status": 202, "detail": COMPUTED}
        told = JsonResponse(computed, status=202)
        told.headers["Cache-Control"] = "no-store"
    if told.status_code in (202, 503):
        told.headers["Retry-After"] = str(LOOK_AGAIN if told.status_code == 202 else BUSY)
    return told
