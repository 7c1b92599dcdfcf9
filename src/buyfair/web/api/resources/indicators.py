"""The questions that are put to every award, each with what its yes adds and why: open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from buyfair.cards import indicators as cards
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api.frame import ProblemError, answer, operation


class IndicatorOut(Schema):
    """One indicator, as `buyfair indicators CODE --json`."""

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


class IndicatorsOut(Schema):
    """Every indicator, as `buyfair indicators --json`."""

    indicators: list[IndicatorOut]
    about: str
    no_finding: str


@operation("indicators", "api-indicators", "Every indicator", IndicatorsOut)
def indicators(request: HttpRequest) -> HttpResponse:
    """What each asks, what makes it speak, what its yes adds; a yes is a reason to ask, never a finding about a supplier."""
    return answer(request, {"indicators": cards.indicator_json(None), "about": cards.ABOUT, "no_finding": cards.LAST})


@operation("indicators/{code}", "api-indicator", "One indicator", IndicatorOut)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """An indicator by its code, such as listed_good_matched."""
    try:
        return answer(request, cards.indicator_json(code))
    except InputRefusedError as refused:
        raise ProblemError(404, str(refused)) from None
