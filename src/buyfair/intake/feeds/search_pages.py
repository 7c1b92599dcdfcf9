"""Saved pages of the USAspending search API: JSON of spending_by_award and of spending_by_transaction (v2).

One page, a list of pages, a list of records, or one page or record a line. Objects inside a record are laid flat with
dotted names ("NAICS": {"code": ..} stands as `naics.code`), compared in lower case; a list of one object stands as that
object, a longer one is not read. Source: the API contracts and field look-ups of usaspending-api @0154f7d.

spending_by_award: the dollars are the total obligation of an award (Award Amount), no change by one action; the day is
that of the base award, else the first of performance. An award met on two pages counts once, the newer one.
spending_by_transaction: the dollars are the change by one action (Transaction Amount, which the API serves as text).
Actions have no key of their own there and no transaction number: records equal in every field asked for count once.
A page holds only the fields that were asked for. Origin, competition, commercial procedures and offers are never among
them. Rows whose key is no contract's (ASST_: grants, loans) are set aside. Pages of sub-awards are not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import zstandard

from buyfair.intake.feed import RAW, Feed, Field, Nested, Row
from buyfair.intake.json_records import as_it_stood, cell, records

_PLACE = "primary place of performance"
_BOTH: tuple[Field, ...] = (
    Field("piid", ("award id",)),
    Field("instrument", ("contract award type", "award type")),
    Field("ordering_period_end", ("last date to order",), "day"),
    Field("agency", ("awarding agency",)),
    Field("sub_agency", ("awarding sub agency",)),
    Field("sub_agency_code", ("awarding sub agency code",)),
    Field("supplier_name", ("recipient name",)),
    Field("supplier_uei", ("recipient uei",)),
    Field("supplier_duns", ("recipient duns number",)),
    Field(
        "supplier_country",
        ("recipient location.location_country_code", "recipient location.country_code"),
        "country",
        ("recipient location.country_name",),
    ),
    Field("supplier_state", ("recipient location.state_code",)),
    Field("supplier_district", ("recipient location.congressional_code",)),
    Field("psc", ("psc.code",), "code"),
    Field("naics", ("naics.code",), "code"),
    Field("description", ("transaction description", "description")),
    Field(
        "performance_country",
        (f"{_PLACE}.location_country_code", f"{_PLACE}.country_code", "place of performance country code"),
        "country",
        (f"{_PLACE}.country_name",),
    ),
    Field("performance_state", (f"{_PLACE}.state_code", "place of performance state code")),
    Field("performance_district", (f"{_PLACE}.congressional_code",)),
    Field("last_modified", ("last modified date",), "stamp"),
)
AWARD_FIELDS: tuple[Field, ...] = (
    *_BOTH,
    Field("action_date", ("base obligation date", "start date"), "day"),
    Field("dollars_obligated", ("award amount",), "money"),
    Field("start_date", ("start date",), "day"),
    Field("end_date", ("end date",), "day"),
)
TRANSACTION_FIELDS: tuple[Field, ...] = (
    *_BOTH,
    Field("action_date", ("action date",), "day"),
    Field("dollars_obligated", ("transaction amount",), "money"),
    Field("modification", ("mod",)),
    Field("start_date", ("issued date",), "day"),
)

_DEEPEST = 5
_KEYS = ("generated_internal_id", "Award ID")


def _opens_as_json(head: bytes) -> bool:
    return head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _looks_like_awards(head: bytes) -> bool:
    named = b'"Award ID"' in head or b'"generated_internal_id"' in head
    other = b'"Transaction Amount"' in head or b'"Sub-Award ID"' in head
    return _opens_as_json(head) and named and not other


def _looks_like_transactions(head: bytes) -> bool:
    return _opens_as_json(head) and b'"Transaction Amount"' in head


def _rows(path: Path) -> Iterator[Row]:
    """The records of the pages, one flat row each; a page without results is a record that cannot be understood.

    Raises: ValueError where the text is cut or is no JSON.
    """
    try:
        for _, found in records(path, ("results",)):
            for record in _of_page(found):
                yield _row(record)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        raise ValueError("the compressed text is damaged or cut short") from None


def _of_page(found: object) -> list[object]:
    """The results of a page that stands in a list of pages; else the record itself."""
    if isinstance(found, dict) and isinstance(found.get("results"), list) and not any(key in found for key in _KEYS):
        return list(found["results"])
    return [found]


def _row(record: object) -> Row:
    try:
        row: Row = {RAW: as_it_stood(record)}
    except RecursionError:
        raise ValueError("its records are nested too deeply") from None
    if isinstance(record, dict):
        for name, value in _cells(record, "", 1):
            if name != RAW and row.get(name) is None:
                row[name] = value
    return row


def _cells(record: dict[str, object], before: str, depth: int) -> Iterator[tuple[str, str | None]]:
    for key, value in record.items():
        name = before + (cell(key) or "").lower()
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, dict):
            yield name, cell(value)
        elif depth < _DEEPEST:
            yield from _cells(value, f"{name}.", depth + 1)


_AWARD_KEY = ("generated_internal_id",)

FEEDS = (
    Feed(
        id="usaspending_search_transactions",
        title="USAspending search results by transaction (JSON)",
        dollars="action",
        fields=TRANSACTION_FIELDS,
        marks=(frozenset({"transaction amount", "mod", "award id"}),),
        award_key=_AWARD_KEY,
        contract_prefixes=("CONT_",),
        nested=Nested(_looks_like_transactions, _rows),
    ),
    Feed(
        id="usaspending_search_awards",
        title="USAspending search results by award (JSON)",
        dollars="award_total",
        fields=AWARD_FIELDS,
        marks=(frozenset({"award amount", "award id"}),),
        award_key=_AWARD_KEY,
        line_key=_AWARD_KEY,
        contract_prefixes=("CONT_",),
        nested=Nested(_looks_like_awards, _rows),
    ),
)
