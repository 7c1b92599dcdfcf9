"""The addresses of planned purchases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponseBase

from buyfair.web.acquisitions import briefing_pages, copying, facts_pages, frozen, listing, package_pages, start, views
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.package_pages import KINDS
from buyfair.web.core.access import Route, route
from buyfair.web.core.roles import BUYERS, Role

OFFICER = frozenset({Role.CONTRACTING_OFFICER})
SEES = BUYERS | {Role.INSPECTOR_GENERAL}
ONE = "acquisitions/<str:reference>/"

_of_one = partial(route, thing="acquisition", find=views.find, flow=True)


def _form(path: str, name: str, view: Callable[..., HttpResponseBase]) -> Route:
    """The target of a form about one purchase."""
    return _of_one(ONE + path, name, view, OFFICER, only_post=True)


def _as(view: Callable[..., HttpResponseBase], form: str) -> Callable[..., HttpResponseBase]:
    """The same view for one form of its file."""

    @wraps(view)
    def drawn(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
        return view(request, case, form)

    return drawn


ROUTES = [
    route("acquisitions/", "acquisitions", listing.listed, SEES),
    route("acquisitions/new/", "acquisition_new", start.new, OFFICER, post=True),
    _of_one(ONE, "acquisition", views.workbench, SEES),
    _form("answer/", "acquisition_answer", views.answer),
    _of_one(f"{ONE}facts/", "acquisition_facts", facts_pages.facts, SEES),
    _form("facts/change/", "acquisition_change", facts_pages.change),
    _form("facts/read/", "acquisition_read", facts_pages.read),
    _of_one(f"{ONE}facts.toml", "acquisition_facts_file", views.facts_file, SEES),
    _of_one(f"{ONE}duties.json", "acquisition_duties_file", views.answer_file, SEES),
    _of_one(f"{ONE}briefing/", "acquisition_briefing", briefing_pages.briefing, SEES),
    _form("briefing/addressees/", "acquisition_addressees", briefing_pages.addressees),
    *(
        _of_one(f"{ONE}briefing.{form}", f"acquisition_briefing_{form}", _as(briefing_pages.file, form), SEES)
        for form in KINDS
    ),
    _of_one(f"{ONE}package/", "acquisition_package", package_pages.package, SEES),
    _form("package/keep/", "acquisition_keep", package_pages.keep),
    _form("package/solicit/", "acquisition_solicit", package_pages.solicit),
    *(
        _of_one(f"{ONE}package.{form}", f"acquisition_package_{form}", _as(package_pages.file, form), SEES)
        for form in KINDS
    ),
    _of_one(f"{ONE}solicitation.txt", "acquisition_package_paste", _as(package_pages.file, frozen.PASTE), SEES),
    _of_one(f"{ONE}solicitation.docx", "acquisition_solicitation_docx", _as(package_pages.file, frozen.TEXTS_DOCX), SEES),
    _of_one(f"{ONE}solicitation.pdf", "acquisition_solicitation_pdf", _as(package_pages.file, frozen.TEXTS_PDF), SEES),
    _of_one(f"{ONE}requests.docx", "acquisition_requests_docx", _as(package_pages.file, frozen.DRAFTS), SEES),
    *(
        _of_one(f"{ONE}questions.{form}", f"acquisition_questions_{form}", _as(briefing_pages.sheet, form), SEES)
        for form in ("docx", "pdf", "txt")
    ),
    _form("copy/", "acquisition_copy", copying.copy),
]
