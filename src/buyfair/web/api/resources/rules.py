"""The rules, each as it stands on a day: open to everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from buyfair import catalogue
from buyfair.cards import rules as cards
from buyfair.judge.rule import Rule
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Answer, Day, Result
from buyfair.web.api.told import OnDay


class RuleOut(Schema):
    """A rule."""

    id: str
    rule: str
    title: str
    result: Result
    owed_by: str
    then: str
    in_force: Answer
    means_not: str


class RulesOut(Schema):
    """Every rule on a day."""

    day: Day
    rules: list[RuleOut]


class RuleOnDay(RuleOut):
    """One rule with its card as text."""

    day: Day
    card: str


@operation("rules", "api-rules", "Every rule on a day", RulesOut)
def rules(request: HttpRequest, of: Query[OnDay]) -> HttpResponse:
    """Each rule with what it asks, of whom, and whether it is in force on the day: yes, no or unknown."""
    on = of.known_day
    return answer(request, {"day": on.isoformat(), "rules": [_row(r, on) for r in catalogue.rules()]})


@operation("rules/{rule_id}", "api-rule", "One rule on a day", RuleOnDay)
def rule(request: HttpRequest, rule_id: str, of: Query[OnDay]) -> HttpResponse:
    """A rule by its row id (TIP-04) or its own name, with its whole card as text."""
    on = of.known_day
    try:
        found = cards.found_rule(rule_id)
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None
    if not isinstance(found, Rule):
        raise ProblemError(404, f"{found.row} is a note without a rule; its card stands at /rules/{found.row}/.")
    return answer(request, _row(found, on) | {"day": on.isoformat(), "card": cards.rule_card(found.row, on, 100)})


def _row(of: Rule, on: date) -> dict[str, Any]:
    return {"id": of.row, "rule": of.id, "title": of.title, "result": of.result, "owed_by": of.owed_by, "then": of.then,
            "in_force": cards.state(of, on)[0].value, "means_not": of.means_not}  # fmt: skip
