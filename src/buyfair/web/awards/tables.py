"""The tables of a dossier as files: duties, listings, names, indicators, calendar, history and the rest, with exact figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from buyfair.cards.dossier_duties import Duties, when
from buyfair.cards.dossier_file import Telling
from buyfair.cards.dossier_file_law import days
from buyfair.web.core.sheets.take import DOLLARS, Kinds

Document = Mapping[str, Any]
Row = Mapping[str, Any]
ALERT = "A match is about a good and a place, not about any supplier. It is an alert, not a finding."
STANDS = {"bars": "may not be bought as recorded", "binding": "binds", "beside": "alert or advice that applies",
          "standing": "duty of every contract", "open": "cannot be told yet", "events": "only if something happens",
          "free": "does not bind"}  # fmt: skip
"""Where a rule stands on the page, as the file says it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: under which of its parts it stands, its columns, those of them that are numbers, its rows."""

    part: str
    columns: tuple[str, ...]
    rows: Callable[[Document, Telling], Iterator[Row]]
    kinds: Kinds


def _table(part: str, columns: str, rows: Callable[[Document, Telling], Iterator[Row]], kinds: Kinds | None = None) -> Table:
    return Table(part, tuple(columns.split()), rows, kinds or {})


def _of(key: str) -> Callable[[Document, Telling], Iterator[Row]]:
    """The entries of one key of the document, as they stand."""
    return lambda document, told: iter(document[key])


def _duties(document: Document, told: Telling) -> Iterator[Row]:
    for place in Duties.__slots__:
        for d in getattr(told.law, place):
            yield {
                "rule": d.id, "title": d.title, "kind": d.kind, "answer": d.answer, "stands": STANDS[place], "cites": d.cites,
                "because": d.because, "waits_for": d.waits, "beside": d.beside, "asks": d.then, "owed": d.owed,
                "due": d.text_due, "due_on": d.due.day, "due_says": d.due.says, "on_file": d.on_file,
                "noted": [n.says for n in d.noted], "shown_by": d.evidence, "signs_to_follow_up": d.unmet,
                "looks_at_making": d.looks_at_making,
            }  # fmt: skip


def _facts(document: Document, told: Telling) -> Iterator[Row]:
    return iter(document["duties"]["facts"])


def _origins(document: Document, told: Telling) -> Iterator[Row]:
    """Each action on goods with what it says, and the line ids of all that say otherwise."""
    lines = {x["line_id"]: x for x in document["lines"]}
    for said in document["origins"]:
        others = [i for m in said["against"] for i in document["origins"][m]["lines"]]
        for line_id in said["lines"]:
            yield {**said, **_where(lines[line_id]), "statement": said["number"], "others": len(others),
                   "against_statements": said["against"]}  # fmt: skip


def _calendar(document: Document, told: Telling) -> Iterator[Row]:
    for day, what, how in sorted(days(document, told.law), key=lambda row: row[0]):
        yield {"day": day, "what": what, "how": how, "seen_on": told.day, "seen": when(day, told.day)}


def _history(document: Document, told: Telling) -> Iterator[Row]:
    sums = accumulate(Decimal(x["dollars"]) for x in document["lines"])
    for x, so_far in zip(document["lines"], sums, strict=True):
        yield {**x, **_where(x), "dollars_so_far": so_far}


def _where(line: Document) -> dict[str, Any]:
    """The action and the record that it was read from."""
    of = line["source"]
    return {"line_id": line["line_id"], "day": line["day"], "modification": line["modification"], "file": of["file"],
            "member": of["member"], "record": of["record"]}  # fmt: skip


TABLES: Mapping[str, Table] = {
    "duties": _table("duties", "rule title kind answer stands cites because waits_for beside asks owed due due_on due_says "
                     "on_file noted shown_by signs_to_follow_up looks_at_making", _duties),
    "facts": _table("duties", "fact value how stands caution", _facts),
    "listings": _table("exposure", "number good input_good country name listed_countries harm level depth listed_then list "
                       "title edition sentence lines dollars", _of("exposures"),
                       {"number": "count", "lines": "count", **DOLLARS}),
    "origins": _table("origins", "line_id day modification origin origin_name manufacture made contradicts_itself statement "
                      "against_statements others file member record", _origins,
                      {"statement": "count", "others": "count", "record": "count"}),
    "leads": _table("leads", "role name lead_name party list title edition listed_since listed_until listed_then score why "
                    "list_says means means_not state decision", _of("leads")),
    "questions": _table("ask", "asks why document clause", _of("ask")),
    "reasons": _table("indicators", "indicator title sentence factor points at_least", _of("reasons"),
                      {"points": "count", "at_least": "count"}),
    "indicators": _table("indicators", "code title asks answer sentence caution may_add", _of("indicators"),
                         {"may_add": "count"}),
    "calendar": _table("calendar", "day what how seen_on seen", _calendar),
    "history": _table("history", "line_id day modification dollars dollars_so_far psc psc_title description item sector good "
                      "origin origin_name performance performance_name exposure exposure_reason sentence file member record",
                      _history, {"dollars_so_far": "money", "record": "count", **DOLLARS}),
    "missing": _table("missing", "fact says missing of settles", _of("not_recorded"), {"missing": "count", "of": "count"}),
}  # fmt: skip
"""Every table that can be taken along, by its name in the address."""


def rows_of(name: str, document: Document, told: Telling) -> Iterator[Row]:
    """The rows of a table; a list of the document is told as its entries, each closed by a semicolon."""
    return TABLES[name].rows(document, told)


def of_part(part: str, document: Document, told: Telling) -> list[tuple[str, str]]:
    """The tables of a part that hold a row, each with what its link says."""
    held = [name for name, table in TABLES.items() if table.part == part and next(rows_of(name, document, told), None)]
    return [(name, "Take this table along, whole" if len(held) == 1 else f"Take the table of {name} along, whole")
            for name in held]  # fmt: skip


def about(document: Document, name: str, data_hash: str, day: date) -> dict[str, str]:
    """What a file says of itself: the award, the day it was judged as of and asked on, versions, data, what a match is not."""
    v = document["versions"]
    return {
        "table": f"dossier, {name}", "award": document["award"]["award_id"], "judged as of": document["day"],
        "asked on": day.isoformat(), "code": v["code"], "knowledge": v["knowledge"], "data": data_hash,
        "not": f"{document['not_about_supplier']} {ALERT}",
    }  # fmt: skip
