"""Reads the Product and Service Codes Manual as a table (bytes in, codes out)."""

from __future__ import annotations

import csv
import io

from buyfair.knowledge.psc import Code


def read(table: bytes) -> tuple[Code, ...]:
    """One row per four-character code: the name of its latest period that has one, first day ever, last day if retired."""
    periods: dict[str, list[tuple[str, str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")):
        psc = row["PSC CODE"].strip()
        if len(psc) != 4:
            continue
        name = " ".join((row["PRODUCT AND SERVICE CODE NAME"] or "").split())
        periods.setdefault(psc, []).append((row["START DATE"][:10], row["END DATE"][:10], name))
    found = []
    for psc, rows in sorted(periods.items()):
        rows.sort()
        named = [row for row in rows if row[2]]
        last = "" if any(not until for _, until, _ in rows) else max(until for _, until, _ in rows)
        found.append(Code(psc, named[-1][2] if named else "", rows[0][0], last))
    return tuple(found)
