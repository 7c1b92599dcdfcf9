"""Contract texts held against the law, for those who buy or oversee; no text that is sent is kept."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.papers import PaperIn, content_of
from buyfair.web.api.shapes_facts import Facts
from buyfair.web.api.shapes_law import AuditOut
from buyfair.web.api.told import OnDay, exact, plain_facts
from buyfair.web.api.turns import turn
from buyfair.web.audits.checking import reading
from buyfair.web.core.problems import TOO_MUCH
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.lab.toml import toml
from buyfair.web.reading_apart import BusyError

MAY = BUYERS | OVERSIGHT
MOST_TEXTS = 10
SECONDS = 60
"""After so long no further text of one request is begun."""


class TextsIn(Schema):
    """The texts, and the facts for all of them, by the keys of a facts file; they override what the texts' headers tell."""

    model_config = {"extra": "forbid"}
    texts: list[PaperIn] = Field(min_length=1, max_length=MOST_TEXTS)
    facts: Facts = Facts()


class AuditsOut(Schema):
    """The answer of `buyfair audit --json` for each text, in the order sent."""

    audits: list[AuditOut]


@operation("audit", "api-audit", "Contract texts against the law", AuditsOut, MAY, method="POST", also=(413, 503))
def audit(request: HttpRequest, body: TextsIn, asked: Query[OnDay]) -> HttpResponse:
    """Clauses found, what the facts require, gaps with their fix. Up to 10 texts (TXT, PDF, DOCX), 2 MB together.

    Each is read in a process beside the server, within its time. To keep a text and work on its gaps, upload it at
    /audits/new/. `day` is the known day where a text does not say as of when.
    """
    papers = [content_of(paper) for paper in body.texts]
    told = exact(request).get("facts")
    facts = toml(plain_facts(told)) if told else ""
    until, found = time.monotonic() + SECONDS, []
    try:
        with turn(), reading(wait=0) as reader:
            for name, content in papers:
                if time.monotonic() > until:
                    raise ProblemError(503, f"The texts took longer than {SECONDS} seconds; expected fewer; send some of them.",
                                       kind=TOO_MUCH)  # fmt: skip
                found.append(reader.check(name, content, facts, asked.known_day).document)
    except BusyError as busy:
        raise ProblemError(503, str(busy)) from None
    return answer(request, {"audits": found})
