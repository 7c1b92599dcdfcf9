"""The amounts that the law changes by date, each as it stands on a day: open to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from buyfair import catalogue
from buyfair.cards import amounts as cards
from buyfair.judge.amounts import Amount, AmountVersion
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.money import as_text
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes import Answer, Day
from buyfair.web.api.told import OnDay


class ValueOut(Schema):
    """A value from its first day on; money as text with two decimals, a count of days or persons as text too."""

    value: str
    first: str
    cites: str
    quote: str
    mark: str
    read_on: str
    source: str
    changes_on: str | None


class AmountOut(Schema):
    """An amount on the day; `told` is yes, or unknown where no value held answers for that day."""

    name: str
    title: str
    unit: str
    told: Answer
    says: str
    on_day: ValueOut | None


class AmountsOut(Schema):
    """Every amount."""

    day: Day
    amounts: list[AmountOut]


class OneAmountOut(AmountOut):
    """One amount with every value held."""

    day: Day
    versions: list[ValueOut]
    rules: list[str]


@operation("amounts", "api-amounts", "Every amount on a day", AmountsOut)
def amounts(request: HttpRequest, asked: Query[OnDay]) -> HttpResponse:
    """Each threshold of the law with its value on the day, its citation and the sentence that it was read in."""
    told = [_row(amount, asked) for amount in catalogue.amounts().values()]
    return answer(request, {"day": asked.known_day.isoformat(), "amounts": told})


@operation("amounts/{name}", "api-amount", "One amount on a day", OneAmountOut)
def amount(request: HttpRequest, name: str, asked: Query[OnDay]) -> HttpResponse:
    """An amount by its name, such as MPT, with every value held and the rules that compare with it."""
    try:
        found = cards.found_amount(name)
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None
    rules = [rule.row for rule in catalogue.rules() if found.name in rule.compares_with]
    return answer(request, _row(found, asked) | {
        "day": asked.known_day.isoformat(), "versions": [_value(found, v) for v in found.versions], "rules": rules,
    })  # fmt: skip


def _row(of: Amount, asked: OnDay) -> dict[str, Any]:
    day = asked.known_day
    version = of.on(day)
    return {"name": of.name, "title": of.title, "unit": of.unit, "told": cards.answer_on(of, day).value,
            "says": cards.value_on(of, day), "on_day": None if version is None else _value(of, version)}  # fmt: skip


def _value(of: Amount, version: AmountVersion) -> dict[str, Any]:
    changes = version.changes_on
    return {"value": as_text(version.value) if of.in_dollars else f"{version.value:f}", "first": version.first.isoformat(),
            "cites": version.cites, "quote": version.quote, "mark": version.mark, "read_on": version.read_on.isoformat(),
            "source": version.source, "changes_on": changes and changes.isoformat()}  # fmt: skip
