"""The code of conduct, whole, by clause, and for one planned purchase: open to everybody, and nothing told is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Schema

from buyfair.cards import conduct as cards
from buyfair.conduct import as_document, clause_document, code_document, conduct_for
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Day
from buyfair.web.api.shapes_facts import Facts
from buyfair.web.api.shapes_law import ClauseForOut, ClauseOut, FlowForOut, FlowOut
from buyfair.web.api.told import OnDay, planned


class CodeOut(Schema):
    """The code, as `buyfair conduct --json`."""

    code: dict[str, Any]
    knowledge: str
    clauses: list[ClauseOut]
    flow_down: list[FlowOut]


class ForOut(Schema):
    """The code for one purchase, as `buyfair conduct --for FACTS --json`."""

    day: Day
    knowledge: str
    code: dict[str, Any]
    clauses: list[ClauseForOut]
    flow_down: list[FlowForOut]
    tiers: list[str]
    small: str
    cautions: list[Any]
    missing: list[str]


@operation("conduct", "api-conduct", "The code of conduct", CodeOut)
def code(request: HttpRequest) -> HttpResponse:
    """Every clause with its sources, its times and what the law asks today."""
    return answer(request, code_document())


@operation("conduct/{clause_id}", "api-conduct-clause", "One clause of the code", ClauseOut)
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """A clause by its id, such as debt_bondage."""
    try:
        return answer(request, clause_document(cards.found_clause(clause_id)))
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None


@operation("conduct-for", "api-conduct-for", "The code of conduct for a planned purchase", ForOut, method="POST", tag="conduct")
def for_purchase(request: HttpRequest, facts: Body[Facts], asked: Query[OnDay]) -> HttpResponse:
    """The body is the facts, as for /api/duties: which clauses are meant, what the law asks of each, and the text to use."""
    return answer(request, as_document(conduct_for(planned(request), asked.known_day)))
