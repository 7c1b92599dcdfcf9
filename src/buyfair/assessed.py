"""An assessed folder as it is read again: its summary, and its tables in the types that they declare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from buyfair.columns.engine import Engine, TableExpression, typed
from buyfair.records.table import Table
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

AGAIN = "assess the award files again: buyfair assess FILE --out FOLDER"


def summary_of(folder: Path, tables: Iterable[Table], *keys: str) -> dict[str, Any]:
    """The summary of an assessed folder that holds these tables.

    `keys` are what it must say beside its day, such as priority.ranked.

    Raises: InputRefusedError for no such folder, or one of another version.
    """
    needed = ("manifest.json", "summary.json", *(f"{t.name}.parquet" for t in tables))
    if not stands(folder) or not folder.is_dir():
        raise refuse(f"{quoted(folder)} is no folder", "a folder that buyfair assess wrote", AGAIN)
    absent = [name for name in needed if not (folder / name).is_file()]
    if absent:
        raise refuse(f"{quoted(folder)} lacks {', '.join(absent)}", "a folder that buyfair assess wrote", AGAIN)
    try:
        found = json.loads((folder / "summary.json").read_text("utf-8"))
        for key in ("day", "versions.knowledge", "inputs", *keys):
            reduce(getitem, key.split("."), found)
    except OSError as problem:
        raise MachineError(f"{folder / 'summary.json'} cannot be read: {problem.strerror}") from None
    except (ValueError, TypeError, KeyError):
        raise other_version(folder, "summary.json") from None
    return dict(found)


def stands(path: Path) -> bool:
    """Whether there is something of this name; a name too long to be one names nothing."""
    try:
        return path.exists()
    except OSError:
        return False


def other_version(folder: Path, what: str) -> InputRefusedError:
    """The refusal of a folder that this version cannot read."""
    return refuse(f"{quoted(folder)} was written by another version ({what})", "the files of this version", AGAIN)


@contextmanager
def whole_tables(folder: Path) -> Iterator[None]:
    """Files that are there and cannot be read as tables are the input's defect, not ours."""
    try:
        yield
    except (InputRefusedError, MachineError):
        raise
    except Exception as problem:
        if "interrupt" in str(problem).lower():
            raise KeyboardInterrupt from None
        if not type(problem).__module__.lstrip("_").startswith("duckdb"):
            raise
        raise refuse(f"{quoted(folder)} holds a file that cannot be read", "whole Parquet tables", AGAIN) from None


def written(engine: Engine, folder: Path, table: Table) -> TableExpression:
    """A table of the folder. Raises: InputRefusedError where it has not the columns of this version."""
    held = engine.read(folder / f"{table.name}.parquet", f"written_{table.name}")
    missing = [name for name in table.names() if name not in held.columns]
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise other_version(folder, f"{table.name}.parquet lacks {', '.join(missing[:3])}{more}")
    return held


def shaped(rows: TableExpression, table: Table) -> TableExpression:
    """The rows with every column in the type that its table declares, whatever a writer made of whole numbers."""
    cast = {c.name: typed(rows[c.name], c.kind) for c in table.columns}
    other = {name: column for name, column in cast.items() if column.type() != rows[name].type()}
    return rows.mutate(**other) if other else rows


def quoted(given: object) -> str:
    """What was given, in quotes and no longer than a line bears."""
    said = str(given)
    return f'"{said if len(said) <= 60 else said[:57] + "..."}"'
