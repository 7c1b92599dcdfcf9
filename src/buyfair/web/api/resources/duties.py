"""Which rules bind a planned purchase: open to everybody, and nothing that is told is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Body, Field, Query, Schema

from buyfair.purchase import as_document, duties
from buyfair.web.api.frame import answer, operation
from buyfair.web.api.shapes import Day
from buyfair.web.api.shapes_facts import Facts
from buyfair.web.api.shapes_law import DutyOut
from buyfair.web.api.told import OnDay, planned


class DutiesOut(Schema):
    """The answer of `buyfair duties --json`."""

    day: Day
    knowledge: str
    regime: dict[str, str]
    duties: list[DutyOut]
    ask_next: list[str]
    contradictions: list[str]


class Asked(OnDay):
    """How the command is asked."""

    all: bool = Field(False, description="Also the rules that are not in force on the day.")


@operation("duties", "api-duties", "Which rules bind a planned purchase", DutiesOut, method="POST")
def bound(request: HttpRequest, facts: Body[Facts], asked: Query[Asked]) -> HttpResponse:
    """The body is the facts by the keys of a facts file, days as text: {"agency": "dod", "lines": [{"item": "supply"}]}.

    Answers yes, no or unknown for each rule, because of which facts, which facts are missing and what to ask next; `all`
    names the rules that are not in force on the day, too. `day` is the day asked about; it never replaces the law day.
    """
    return answer(request, as_document(duties(planned(request), asked.known_day), asked.all))
