"""One award of a held file with all that was written of it, in milliseconds whatever the file holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any

from buyfair.columns.engine import quoted
from buyfair.columns.held import Asking
from buyfair.columns.held_making import KIND
from buyfair.records.duties import DUTIES, FACTS
from buyfair.records.leads import LEADS
from buyfair.records.lines import LINES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldAward:
    """The rows of one award as written: its own, its lines by day, its exposures by number, duties, facts and leads.

    `numbers`: of each line its exposures.
    """

    row: Row
    lines: Sequence[Row]
    exposures: Sequence[Row]
    numbers: Mapping[str, Sequence[int]]
    facts: Sequence[Row]
    duties: Sequence[Row]
    leads: Sequence[Row]


LATELY = 64
_lately: OrderedDict[tuple[Path, str], HeldAward] = OrderedDict()
_lock = Lock()


def lately(folder: Path, award_id: str) -> HeldAward | None:
    """Row, facts and duties of the award of this very id, where this process read it lately; a held file never changes."""
    with _lock:
        return _lately.get((folder.resolve(), award_id))


def award_of(engine: Asking, folder: Path, asked: str) -> HeldAward | None:
    """The one award of this id, else of this PIID; None where it is none or several."""
    found = _award(engine, folder, asked)
    if found is not None:
        kept = replace(found, lines=(), exposures=(), numbers={}, leads=())  # a large award is not held whole
        with _lock:
            _lately[(folder.resolve(), found.row["award_id"])] = kept
            while len(_lately) > LATELY:
                _lately.popitem(last=False)
    return found


def _award(engine: Asking, folder: Path, asked: str) -> HeldAward | None:
    row = _row(engine, asked)
    if row is None:
        return None

    def of(table: str, names: Sequence[str], order: str) -> Sequence[Row]:
        return engine.of_award(", ".join(f'"{name}"' for name in names), table, row["award_id"], order)

    lines = of("lines", (*LINES.names(), "exposed"), "action_date, nth")
    columns = ", ".join(f'"{name}"' for name in DUTIES.names())
    written = f"read_parquet('{quoted(folder / 'duties.parquet')}', file_row_number = true)"
    duties = engine.answer(f"SELECT {columns} FROM {written} WHERE award_id = ? ORDER BY file_row_number", [row["award_id"]])
    numbers, exposures = _exposures(engine, lines)
    return HeldAward(
        row, [{k: v for k, v in line.items() if k != "exposed"} for line in lines], exposures, numbers,
        of("facts", FACTS.names(), "nth"), duties, of("leads", LEADS.names(), "nth"),
    )  # fmt: skip


def _row(engine: Asking, asked: str) -> Row | None:
    found = engine.of_award("n", "ids", asked)
    if not found:
        found = engine.answer("SELECT n FROM awards WHERE upper(piid) = ? LIMIT 2", [asked.upper()])
    if len(found) != 1:
        return None
    return engine.answer("SELECT * FROM awards WHERE n = ?", [found[0]["n"]])[0]


def _exposures(engine: Asking, lines: Sequence[Row]) -> tuple[Mapping[str, Sequence[int]], Sequence[Row]]:
    """The exposures of these lines, numbered from 0 in the order of their key, and which of them each line has."""
    sets = sorted({line["exposed"] for line in lines if line["exposed"] is not None})
    held = {
        row["exposed"]: row["numbers"]
        for row in engine.answer("SELECT exposed, numbers FROM exposure_sets WHERE list_contains(?, exposed)", [sets])
    }
    own = sorted({n for numbers in held.values() for n in numbers})
    nth = {n: i for i, n in enumerate(own)}
    columns = ", ".join(f'"{name}"' for name in KIND)
    rows = engine.answer(
        f"SELECT number, {columns} FROM exposures WHERE list_contains(?, number) ORDER BY number", [own]
    )
    numbers = {line["line_id"]: [nth[n] for n in held[line["exposed"]]] for line in lines if line["exposed"] in held}
    told = []
    for row in rows:
        of = [line for line in lines if line["exposed"] in held and row["number"] in held[line["exposed"]]]
        dollars = sum((line["dollars_obligated"] for line in of), Decimal(0))
        told.append(dict(row) | {"number": nth[row["number"]], "lines": len(of), "dollars": dollars})
    return numbers, told
