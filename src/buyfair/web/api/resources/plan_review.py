"""A compliance plan reviewed part by part, for those who buy or oversee; no plan that is sent is kept."""

from __future__ import annotations

import json
from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.papers import PaperIn, content_of
from buyfair.web.api.shapes_facts import plan_facts_shape
from buyfair.web.api.shapes_law import ReviewOut
from buyfair.web.api.told import OnDay
from buyfair.web.api.turns import turn
from buyfair.web.casework.store import lying
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.plans.apart import read
from buyfair.web.reading_apart import BusyError

MAY = BUYERS | OVERSIGHT


class PlanIn(Schema):
    """The plan, the workers' document beside it where it is a file of its own, and facts, each as text."""

    model_config = {"extra": "forbid"}
    plan: PaperIn
    worker_document: PaperIn | None = None
    facts: dict[str, str] = Field({}, json_schema_extra=plan_facts_shape())


@operation("review-plan", "api-review-plan", "A compliance plan, part by part", ReviewOut, MAY, method="POST",
           also=(413, 503), tag="audit")  # fmt: skip
def review(request: HttpRequest, body: PlanIn, asked: Query[OnDay]) -> HttpResponse:
    """The answer of `buyfair review-plan --json`: what is there, what is missing, what the facts ask."""
    papers = [content_of(paper) for paper in (body.plan, body.worker_document) if paper is not None]
    try:
        with ExitStack() as folders:
            paths = [folders.enter_context(lying(name, content)) for name, content in papers]
            with turn():
                return answer(request, json.loads(read(paths, body.facts, asked.known_day, wait=0)))
    except BusyError as busy:
        raise ProblemError(503, str(busy)) from None
