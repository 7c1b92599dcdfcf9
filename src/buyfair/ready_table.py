"""Lines that already lie as a table in our words: taken where they lie, checked, counted, and judged like any others.

Nothing is read, reconciled or set aside here: whoever keeps the table did that. What the engines rely on is checked, and a
table that breaks it is refused whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from buyfair.columns.engine import TYPES, Engine, TableExpression, typed
from buyfair.columns.words import nothing, silent, total
from buyfair.intake.account import Tally
from buyfair.intake.read import Input, Reading
from buyfair.knowledge.countries import countries
from buyfair.records.lines import ACTIONS, REJECTED
from buyfair.records.table import Kind
from buyfair.terms.errors import refuse

LAYOUT = "table with the columns of records"
NEEDED = tuple(c.name for c in ACTIONS.columns if not c.nullable)
COUNTRIES = ("origin_country", "performance_country", "supplier_country")
_FITS: dict[Kind, Callable[[Any], bool]] = {
    "text": lambda told: told.is_string(), "day": lambda told: told.is_date(), "stamp": lambda told: told.is_timestamp(),
    "money": lambda told: told.is_decimal() or told.is_integer(), "count": lambda told: told.is_integer(),
    "flag": lambda told: told.is_boolean(),
}  # fmt: skip


def taken(engine: Engine, table: str, work: Path) -> tuple[TableExpression, Reading]:
    """The actions of a table, in the order of their line id, and the account of them: all of them are accepted.

    Raises: InputRefusedError where it is no table of actions.
    """
    place = str(Path(table).absolute()) if Path(table).exists() else table
    actions = engine.standing("actions", _columns(engine.lying(place, "actions_given"), table), "line_id")
    all_of_them = _counted(engine, actions, table)
    _check_countries(engine, actions, table)
    kinds = {c.name: c.kind for c in REJECTED.columns}
    engine.write(engine.values("none_rejected", kinds, ()), REJECTED, work / "rejected.parquet")
    sha256, size = _fingerprint(Path(table))
    given = Input(PurePosixPath(table).name, sha256, size, all_of_them.lines, LAYOUT, ())
    none = Tally(0, Decimal(0))
    return actions, Reading(
        "", work / "rejected.parquet", (given,), (), "action", all_of_them, all_of_them, none, none, {}, {}
    )  # fmt: skip


def _columns(given: TableExpression, table: str) -> TableExpression:
    """The columns of records ACTIONS; those that the table has not are not recorded."""
    if missing := [name for name in NEEDED if name not in given.columns]:
        raise refuse(f"{table} has no column {missing[0]}", f"the columns of actions, {', '.join(NEEDED)} among them",
                     "give award files instead, without --table")  # fmt: skip
    held = {}
    for c in ACTIONS.columns:
        if c.name in given.columns and not _FITS[c.kind](given[c.name].type()):
            raise refuse(f"{table} holds {c.name} as {given[c.name].type()}", f"{c.name} as {TYPES[c.kind]}", "change its type")
        held[c.name] = typed(given[c.name], c.kind) if c.name in given.columns else nothing(TYPES[c.kind])
    return given.select(**held)


def _counted(engine: Engine, actions: TableExpression, table: str) -> Tally:
    """How many lines and dollars; every line must tell what no line may leave open, and bear an id of its own."""
    a = actions
    untold = {f"no_{name}": silent(a[name]) for name in NEEDED}
    counted = a.agg(lines=a.count(), ids=a.line_id.nunique(), dollars=total(a.dollars_obligated), **untold)
    row = engine.rows(counted)[0]
    if not row["lines"]:
        raise refuse(f"{table} has no rows", "a table of contract actions", "name another")
    for name in NEEDED:
        if row[f"no_{name}"]:
            raise refuse(f"{row[f'no_{name}']:,} rows of {table} have no {name}", "one in every row", "leave these rows out")
    if row["ids"] < row["lines"]:
        raise refuse(f"{table} names {row['ids']:,} lines in {row['lines']:,} rows", "a line_id for every row, each once",
                     "leave repeats out")  # fmt: skip
    return Tally(int(row["lines"]), Decimal(row["dollars"]))


def _check_countries(engine: Engine, actions: TableExpression, table: str) -> None:
    """Every country must be one that we know by its code."""
    for column in COUNTRIES:
        told = (row[column] for row in engine.rows(actions.select(column).distinct().order_by(column)))
        if unknown := [code for code in told if code is not None and code not in countries()]:
            raise refuse(f'{table} holds "{unknown[0]}" as {column}', "countries as ISO 3166-1 alpha-3", "change the spelling")


def _fingerprint(place: Path) -> tuple[str | None, int | None]:
    """Hash and size of a table on this machine; of one that lies elsewhere neither is told."""
    files = sorted(place.rglob("*.parquet")) if place.is_dir() else [place] if place.is_file() else []
    if not files:
        return None, None
    told = [_digest(file) for file in files]
    whole = told[0] if place.is_file() else hashlib.sha256("\n".join(told).encode()).hexdigest()
    return whole, sum(file.stat().st_size for file in files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
