"""What the law says of one award of a held file, rule by rule, with the days that it was told: read as written, not judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from buyfair.columns.engine import quoted
from buyfair.columns.held import Asking


@dataclass(frozen=True, slots=True)
class AwardDuties:
    """One award: its number and supplier, the days that the law was told of it, and by row of the table of rules yes or
    unknown. A row that is not there was answered no."""

    award_id: str
    piid: str | None
    supplier: str | None
    solicited: date | None
    awarded: date | None
    answers: Mapping[str, str]


def duties_of(engine: Asking, folder: Path, award_id: str) -> AwardDuties | None:
    """The duties of the award of this very id; None where the file holds no such award."""
    ids = engine.answer("SELECT n FROM ids WHERE award_id = ?", [award_id])
    if len(ids) != 1:
        return None
    row = engine.answer("SELECT piid, supplier_name FROM awards WHERE n = ?", [ids[0]["n"]])[0]
    days = engine.answer("SELECT sol_date, award_date FROM facts WHERE award_id = ?", [award_id])
    told = days[0] if len(days) == 1 else {"sol_date": None, "award_date": None}
    written = f"read_parquet('{quoted(folder / 'duties.parquet')}')"
    said = engine.answer(f"SELECT rule_id, answer FROM {written} WHERE award_id = ?", [award_id])
    answers = {each["rule_id"]: each["answer"] for each in said}
    return AwardDuties(
        award_id, row["piid"], row["supplier_name"], told["sol_date"], told["award_date"], answers
    )  # fmt: skip
