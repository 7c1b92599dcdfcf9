"""The tables of contract texts to take along: one row per text, or one per gap of its last check, as CSV or XLSX."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from buyfair.cards.audit import NOT_LEGAL_ADVICE
from buyfair.cards.leads import as_csv
from buyfair.web.audits.listing import asked, listed, offices
from buyfair.web.audits.models import Check
from buyfair.web.core.clock import today

TEXTS = ("case", "contract", "contractor", "office", "file", "sha256", "stands", "checked_on", "read_as_of", "knowledge",
         "gaps", "cannot_be_told", "in_order", "not_checked_because", "due", "worked_on_by")  # fmt: skip
GAPS = ("case", "contract", "office", "stands", "rule", "what", "clause", "due_edition", "printed_edition", "cites", "why",
        "fix", "ask", "page", "line", "quote", "read_as_of", "knowledge")  # fmt: skip
WHAT: dict[str, tuple[str, tuple[str, ...]]] = {"texts": ("Contract texts", TEXTS), "gaps": ("Gaps of their last check", GAPS)}
AS_OFFICE = str.maketrans("", "", "".join(map(chr, [*range(9), 11, 12, *range(14, 32)])))
LONGEST_CELL = 32_767
SOME = 100
"""So many rows are held at a time."""

Row = dict[str, Any]


def take(request: HttpRequest, what: str, form: str) -> HttpResponseBase:
    """One table as a file, under the filters of the address."""
    told = asked(request.GET, offices(request.actor))
    if what not in WHAT or form not in FORMS or told.wrong:
        wrong = told.wrong or ("There is no such file; expected is texts or gaps, as csv or xlsx: choose one on the list.",)
        return render(request, "audits/no_file.html", {"wrong": wrong}, status=400 if told.wrong else 404)
    found = listed(request.actor, told)
    rows = texts(found) if what == "texts" else gaps(found.defer(None))
    kind, write = FORMS[form]
    answer = StreamingHttpResponse(write(rows, WHAT[what][1], f"{WHAT[what][0]}. {NOT_LEGAL_ADVICE}"), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="contract-{what}-{today().isoformat()}.{form}"'
    return answer


def texts(found: Any) -> Iterator[Row]:
    """One row per contract text."""
    for text in found.iterator(SOME):
        last = text.last
        yield dict(zip(TEXTS, (
            text.reference, text.number, text.contractor, text.organization.name, text.file_name, last and last.sha256,
            text.stands.label, last and last.made_on.isoformat(), last and last.day.isoformat(), last and last.knowledge,
            last and last.gaps, last and last.unknown, last and last.kept, text.trouble, text.due and text.due.isoformat(),
            text.assignee and text.assignee.get_username(),
        ), strict=True))  # fmt: skip


def gaps(found: Any) -> Iterator[Row]:
    """One row per gap; what cannot be told is none and stands in the table of texts."""
    for text in found.iterator(SOME):
        last: Check | None = text.last
        for gap in last.every_gap if last is not None else ():
            yield dict(zip(GAPS, (
                text.reference, text.number, text.organization.name, text.stands.label, gap["id"], gap["what"], gap["clause"],
                gap["due"], gap["printed"], gap["cites"], gap["why"], gap["fix"], gap["ask"], gap["page"], gap["line"],
                gap["quote"], last.day.isoformat() if last else None, last.knowledge if last else None,
            ), strict=True))  # fmt: skip


def _csv(rows: Iterator[Row], fields: Sequence[str], about: str) -> Iterator[bytes]:
    yield ("\ufeff" + as_csv([], fields)).encode()
    while some := list(islice(rows, SOME)):
        yield as_csv(some, fields).partition("\n")[2].encode()
    yield f'"# {about}"\n'.encode()


def _xlsx(rows: Iterator[Row], fields: Sequence[str], about: str) -> Iterator[bytes]:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet, beside = book.create_sheet("Table"), book.create_sheet("About")
    sheet.append(list(fields))
    for row in rows:
        cells = [WriteOnlyCell(sheet, _legal(row[name])) for name in fields]
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"  # what a document says is never run as a formula
        sheet.append(cells)
    beside.append([about])
    out = io.BytesIO()
    book.save(out)
    yield out.getvalue()


def _legal(value: Any) -> Any:
    return value.translate(AS_OFFICE)[:LONGEST_CELL] if isinstance(value, str) else value


FORMS: dict[str, tuple[str, Callable[[Iterator[Row], Sequence[str], str], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
