"""The portfolio that is shown: its figures under filters, its awards in pages, and the dossier of one award."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from ninja import Field, Query, Schema

from buyfair.browse_filters import FIELDS, LONGEST, MOST_VALUES, NOT_RECORDED
from buyfair.browse_rows import MOST_ROWS
from buyfair.cards.words import NOT_ABOUT_SUPPLIER, NOT_SAFE
from buyfair.columns.held_lists import ORDERS
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError
from buyfair.web.api import cursors
from buyfair.web.api.frame import ProblemError, answer, filter_of, operation
from buyfair.web.api.shapes import Money
from buyfair.web.api.shapes_awards import DossierOut
from buyfair.web.api.shapes_portfolio import AwardRowOut, SummaryOut
from buyfair.web.awards.found import choice, found
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.portfolio import address, reading

MAY = BUYERS | OVERSIGHT
_WAYS = ("sort", "cursor", "limit")


class FiguresOut(Schema):
    """The figures."""

    snapshot: str
    filters: dict[str, list[str]]
    figures: SummaryOut
    not_about_supplier: str
    not_safe: str


class AwardsOut(Schema):
    """A page of awards."""

    snapshot: str
    awards: int
    dollars: Money
    taken_back: Money
    rows: list[AwardRowOut]
    next: str | None
    not_about_supplier: str
    not_safe: str


class Paged(Schema):
    """How a list is paged."""

    sort: str = Field("rank", description="The order.", json_schema_extra={"enum": list(ORDERS)})
    cursor: cursors.Cursor = ""
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="How many rows a page has.")


def filters() -> list[dict[str, Any]]:
    """Every filter of the address bar of the portfolio, from the one table of them."""
    told = []
    for field in FIELDS.values():
        silent = [NOT_RECORDED] if field.may_be_silent else []
        told.append(filter_of(field.name, field.title, f"{field.says} Expected: {field.expected}.",
                              [*field.known(), *silent], LONGEST, MOST_VALUES))  # fmt: skip
    return told


@operation("portfolio", "api-portfolio", "The figures of the portfolio", FiguresOut, MAY, also=(409,), filters=filters)
def portfolio(request: HttpRequest) -> HttpResponse:
    """The picture in the shape of summary.json, whole or under the filters of the address, as on the pages."""
    held, asked = _asked(request)
    return answer(request, {
        "snapshot": held.id, "filters": dict(request.GET.lists()), "figures": _plain(reading.figures(held, asked)),
        "not_about_supplier": NOT_ABOUT_SUPPLIER, "not_safe": NOT_SAFE,
    })  # fmt: skip


@operation("awards", "api-awards", "Awards, page by page", AwardsOut, MAY, also=(409,), filters=filters)
def awards(request: HttpRequest, paged: Query[Paged]) -> HttpResponse:
    """The awards that meet the filters of the address, as the list of the pages; `next` leads on."""
    held, asked = _asked(request)
    question = hashlib.sha256(json.dumps([asked.filters.pairs(), paged.sort]).encode()).hexdigest()[:16]
    page = reading.awards(held, asked, paged.sort, cursors.read(paged.cursor, held.id, question), paged.limit)
    on = None
    if page.after is not None:
        ways = [("sort", paged.sort), ("limit", str(paged.limit)), ("cursor", cursors.given(held.id, question, page.after))]
        on = reverse("api-awards") + address.queried([*asked.filters.pairs(), *ways])
    told = {"snapshot": held.id, "awards": page.awards, "dollars": page.dollars, "taken_back": page.taken_back,
            "rows": _plain(page.rows), "next": on, "not_about_supplier": NOT_ABOUT_SUPPLIER,
            "not_safe": NOT_SAFE}  # fmt: skip
    return answer(request, told, **({"Link": f'<{on}>; rel="next"'} if on else {}))


@operation("awards/{path:award_id}", "api-dossier", "The dossier of an award", DossierOut, MAY, also=(409,), tag="awards")
def dossier(request: HttpRequest, award_id: str) -> HttpResponse:
    """By id or PIID, the document of `buyfair dossier --json`."""
    held = _held()
    try:
        return answer(request, _plain(found(held.folder, award_id)))
    except InputRefusedError as refused:
        of = choice(refused)
        status, kind = (409, "several-awards") if of.status == 300 else (of.status, "not-here" if of.status == 409 else "")
        raise ProblemError(status, of.sentence, kind=kind, awards=list(of.ids)) from None


def _held() -> Snapshot:
    held = reading.held()
    if held is None:
        raise ProblemError(409, "No portfolio is shown yet; bring award files at /award-files/new/, then ask again.",
                           kind="no-portfolio")  # fmt: skip
    return held


def _asked(request: HttpRequest) -> tuple[Snapshot, address.Asked]:
    """The snapshot shown and the filters of the address, each read as the pages read them."""
    read = address.read(request.GET, _WAYS)
    if read.refused:
        raise ProblemError(422, read.refused[0], fields=_by_filter(request.GET)[:20])
    return _held(), read.asked


def _by_filter(query: QueryDict) -> list[dict[str, str]]:
    """What is wrong with an address, filter by filter."""
    found = []
    for name, values in query.lists():
        alone = QueryDict(mutable=True)
        alone.setlist(name, values)
        found += [{"field": name[:40], "sentence": sentence} for sentence in address.read(alone, _WAYS).refused]
    return found


def _plain(told: Any) -> Any:
    """Money and days as text, whatever holds them."""
    return json.loads(json.dumps(told, default=_text))


def _text(value: Any) -> Any:
    if isinstance(value, date | Decimal):
        return str(value)
    return dict(value) if hasattr(value, "keys") else list(value)


