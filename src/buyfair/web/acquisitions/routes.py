"""The addresses of planned purchases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponseBase

from buyfair.web.acquisitions import copying, facts_pages, listing, start, views
from buyfair.web.core.access import Route, route
from buyfair.web.core.roles import BUYERS, Role

OFFICER = frozenset({Role.CONTRACTING_OFFICER})
SEES = BUYERS | {Role.INSPECTOR_GENERAL}
ONE = "acquisitions/<str:reference>/"

_of_one = partial(route, thing="acquisition", find=views.find, flow=True)


def _form(path: str, name: str, view: Callable[..., HttpResponseBase]) -> Route:
    """The target of a form about one purchase."""
    return _of_one(ONE + path, name, view, OFFICER, only_post=True)


ROUTES = [
    route("acquisitions/", "acquisitions", listing.listed, SEES),
    route("acquisitions/list.csv", "acquisitions_export", listing.export, SEES),
    route("acquisitions/new/", "acquisition_new", start.new, OFFICER, post=True),
    _of_one(ONE, "acquisition", views.workbench, SEES),
    _form("answer/", "acquisition_answer", views.answer),
    _of_one(f"{ONE}facts/", "acquisition_facts", facts_pages.facts, SEES),
    _form("facts/change/", "acquisition_change", facts_pages.change),
    _form("facts/read/", "acquisition_read", facts_pages.read),
    _of_one(f"{ONE}facts.toml", "acquisition_facts_file", views.facts_file, SEES),
    _of_one(f"{ONE}duties.json", "acquisition_duties_file", views.answer_file, SEES),
    _form("copy/", "acquisition_copy", copying.copy),
]
