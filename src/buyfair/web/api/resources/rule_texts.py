"""The wordings of one rule, each with its days, its citation and where it was read: open to everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from buyfair.cards import rules as cards
from buyfair.judge.rule import Rule, Text
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Answer, Day
from buyfair.web.api.told import OnDay


class TextOut(Schema):
    """One wording of the law and the days for which it answers; `begins`: the law itself began on `first`."""

    cites: str
    first: str
    until: str | None
    holds_until: str
    begins: bool
    changes_on: str | None
    read_on: str
    source: str
    quote: str
    mark: str
    regimes: list[str]


class TextsOut(Schema):
    """Every wording held; `in_force` is yes, no or unknown on the day, and `why` says it in words."""

    id: str
    rule: str
    title: str
    day: Day
    in_force: Answer
    why: str
    texts: list[TextOut]


@operation("rules/{rule_id}/texts", "api-rule-texts", "Every wording of one rule", TextsOut)
def texts(request: HttpRequest, rule_id: str, asked: Query[OnDay]) -> HttpResponse:
    """The versions of a rule, the sentence each was read in, and how the rule stands on the day."""
    try:
        of = cards.found_rule(rule_id)
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None
    if not isinstance(of, Rule):
        raise ProblemError(404, f"{of.row} is a note without a rule; its card stands at /rules/{of.row}/.")
    stands, why = cards.state(of, asked.known_day)
    return answer(request, {
        "id": of.row, "rule": of.id, "title": of.title, "day": asked.known_day.isoformat(), "in_force": stands.value,
        "why": why, "texts": [_text(text) for text in of.texts],
    })  # fmt: skip


def _text(of: Text) -> dict[str, Any]:
    return {"cites": of.cites, "first": of.first.isoformat(), "until": _iso(of.until),
            "holds_until": of.holds_until.isoformat(), "begins": of.begins, "changes_on": _iso(of.changes_on),
            "read_on": of.read_on.isoformat(), "source": of.source, "quote": of.quote, "mark": of.mark,
            "regimes": list(of.regimes)}  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
