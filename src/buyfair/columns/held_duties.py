"""What the law says of one award of a held file, rule by rule, with the days that it was told: read as written, not judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.columns.engine import quoted
from buyfair.columns.held import Asking
from buyfair.columns.held_award import Row, lately


@dataclass(frozen=True, slots=True)
class AwardDuties:
    """One award: its number, its supplier, the days and the kind of agency that the law was told of it, and its answers.

    `answers`: by row of the table of rules yes or unknown; a row that is not there was answered no.
    """

    award_id: str
    piid: str | None
    supplier: str | None
    solicited: date | None
    awarded: date | None
    agency: str | None
    answers: Mapping[str, str]


def duties_of(engine: Asking, folder: Path, award_id: str) -> AwardDuties | None:
    """The duties of the award of this very id; None where the file holds no such award."""
    if (read := lately(folder, award_id)) is not None:
        return _duties(award_id, read.row, read.facts, read.duties)
    ids = engine.of_award("n", "ids", award_id)
    if len(ids) != 1:
        return None
    row = engine.answer("SELECT piid, supplier_name FROM awards WHERE n = ?", [ids[0]["n"]])[0]
    days = engine.of_award("sol_date, award_date, agency", "facts", award_id)
    written = f"read_parquet('{quoted(folder / 'duties.parquet')}')"
    said = engine.answer(f"SELECT rule_id, answer FROM {written} WHERE award_id = ?", [award_id])
    return _duties(award_id, row, days, said)


def _duties(award_id: str, row: Row, days: Sequence[Row], said: Sequence[Row]) -> AwardDuties:
    told = days[0] if len(days) == 1 else {"sol_date": None, "award_date": None, "agency": None}
    answers = {each["rule_id"]: each["answer"] for each in said}
    return AwardDuties(
        award_id, row["piid"], row["supplier_name"], told["sol_date"], told["award_date"], told["agency"], answers
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owing:
    """Awards that a rule binds and that are not among those told: how many, and some of them, the first in rank first."""

    count: int
    rows: Sequence[Mapping[str, Any]]


def owing(
    engine: Asking, folder: Path, rule_id: str, without: Sequence[str], limit: int | None = None, offset: int = 0
) -> Owing:
    """The awards to which the rule of this row says yes, without these.

    Rows: award_id, piid, supplier_name, agency, rank, dollars.
    """
    written = f"read_parquet('{quoted(folder / 'duties.parquet')}')"
    bound = (
        f"FROM {written} d JOIN awards a USING (award_id) "
        "WHERE d.rule_id = ? AND d.answer = 'yes' AND NOT list_contains(?, d.award_id)"
    )
    told = [rule_id, list(without)]
    count = engine.answer(f"SELECT count(*) AS n {bound}", told)[0]["n"]
    columns = 'd.award_id, a.piid, a.supplier_name, a.agency, a."rank", a.dollars'
    page = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
    order = 'ORDER BY a."rank" NULLS LAST, d.award_id'
    return Owing(int(count), engine.answer(f"SELECT {columns} {bound} {order}{page}", told))
