"""The code of conduct, whole, by clause, and for one planned purchase: open to everybody, and nothing told is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Schema

from buyfair.cards import conduct as cards
from buyfair.cards.stood import code_on
from buyfair.conduct import as_document, clause_document, code_document, conduct_for
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Day
from buyfair.web.api.shapes_facts import Facts
from buyfair.web.api.shapes_law import ClauseForOut, ClauseOut, FlowForOut, FlowOut, StoodOut, stood
from buyfair.web.api.told import OnDay, planned


class CodeOut(Schema):
    """The code, as `buyfair conduct --json`; `on_day`, where a day is asked: whether this edition was there then."""

    code: dict[str, Any]
    knowledge: str
    clauses: list[ClauseOut]
    flow_down: list[FlowOut]
    on_day: StoodOut | None = None


class ClauseOnDayOut(ClauseOut):
    """A clause; `on_day`, where a day is asked: whether the edition of the code that is held was there then."""

    on_day: StoodOut | None = None


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
def code(request: HttpRequest, asked: Query[OnDay]) -> HttpResponse:
    """Every clause with its sources, its times and what the law asks today."""
    return answer(request, _on_day(code_document(), asked))


@operation("conduct/{clause_id}", "api-conduct-clause", "One clause of the code", ClauseOnDayOut)
def clause(request: HttpRequest, clause_id: str, asked: Query[OnDay]) -> HttpResponse:
    """A clause by its id, such as debt_bondage."""
    try:
        return answer(request, _on_day(clause_document(cards.found_clause(clause_id)), asked))
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None


def _on_day(document: Mapping[str, Any], asked: OnDay) -> dict[str, Any]:
    """The document as it stands now; where a day is asked, with whether this edition was there on it."""
    return dict(document) if asked.day is None else {**document, "on_day": stood(code_on(asked.day), asked.day)}


@operation("conduct-for", "api-conduct-for", "The code of conduct for a planned purchase", ForOut, method="POST", tag="conduct")
def for_purchase(request: HttpRequest, facts: Body[Facts], asked: Query[OnDay]) -> HttpResponse:
    """The body is the facts, as for /api/duties: which clauses are meant, what the law asks of each, and the text to use."""
    return answer(request, as_document(conduct_for(planned(request), asked.known_day)))
