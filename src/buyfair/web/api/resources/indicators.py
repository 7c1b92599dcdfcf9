"""The questions that are put to every award, each with what its yes adds and why: open to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from buyfair import catalogue
from buyfair.cards import indicators as cards
from buyfair.cards.stood import indicator_on
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation
from buyfair.web.api.shapes_law import StoodOut, stood
from buyfair.web.api.told import OnDay


class IndicatorOut(Schema):
    """One indicator, as `buyfair indicators CODE --json`; `on_day`, where a day is asked: how what it rests on stood."""

    code: str
    title: str
    asks: str
    factor: str
    points: int
    reason: str
    owner: str
    unit: str
    worse: str
    source: str
    feeds: list[dict[str, str]]
    silence: str
    caution: str
    assumptions: str
    exclusions: str
    harms: list[str]
    gathers: list[dict[str, str]]
    on_day: StoodOut | None = None


class IndicatorsOut(Schema):
    """Every indicator, as `buyfair indicators --json`."""

    indicators: list[IndicatorOut]
    about: str
    no_finding: str


@operation("indicators", "api-indicators", "Every indicator", IndicatorsOut)
def indicators(request: HttpRequest, asked: Query[OnDay]) -> HttpResponse:
    """What each asks, what makes it speak, what its yes adds; a yes is a reason to ask, never a finding about a supplier."""
    told = [_told(indicator.code, asked) for indicator in catalogue.indicators()]
    return answer(request, {"indicators": told, "about": cards.ABOUT, "no_finding": cards.LAST})


@operation("indicators/{code}", "api-indicator", "One indicator", IndicatorOut)
def indicator(request: HttpRequest, code: str, asked: Query[OnDay]) -> HttpResponse:
    """An indicator by its code, such as listed_good_matched."""
    try:
        return answer(request, _told(code, asked))
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None


def _told(code: str, asked: OnDay) -> dict[str, Any]:
    found = cards.found_indicator(code)
    told: dict[str, Any] = dict(cards.indicator_json(found.code))  # type: ignore[call-overload]
    return told if asked.day is None else told | {"on_day": stood(indicator_on(found, asked.day), asked.day)}
