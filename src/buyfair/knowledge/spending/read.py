"""Reads the public table of obligations by agency, product code and fiscal year (bytes in, totals out)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal

from buyfair.knowledge.spending import Spent


def read(table: bytes) -> tuple[Spent, ...]:
    """The totals of a CSV with the columns Fiscal Year, Contracting Agency ID, Product or Service Code, Dollars Obligated.

    Rows with the same key are summed. Raises: ValueError where an amount is no amount.
    """
    sums: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")):
        key = (int(row["Fiscal Year"]), row["Contracting Agency ID"].strip(), row["Product or Service Code"].strip())
        sums[key] += _dollars(row["Dollars Obligated"])
    return tuple(Spent(*key, dollars) for key, dollars in sorted(sums.items()))


def _dollars(cell: str) -> Decimal:
    bare = cell.strip().replace("$", "").replace(",", "")
    below_zero = bare.startswith("(") or bare.startswith("-")
    try:
        amount = Decimal(bare.strip("()-"))
    except ArithmeticError:
        raise ValueError(f"{cell!r} is no amount of dollars") from None
    return -amount if below_zero else amount
