"""The SQL that turns one source's raw cells into actions: keys, days, money, countries, and why a record is none."""

from __future__ import annotations

from collections.abc import Sequence

from buyfair.intake import cells, usaspending
from buyfair.intake.sources import Source
from buyfair.records.lines import ACTIONS
from buyfair.records.table import SQL_TYPES

NONE = "-NONE-"
"""What USAspending writes into a key where a part is empty."""


def quoted(name: str) -> str:
    """A column's name as SQL, whatever signs it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | None) -> str:
    """A text as SQL; nothing is NULL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def content_sha(columns: Sequence[str], alias: str) -> str:
    """sha256 over all cells of a row, told apart by unit separators, an empty cell by a record separator."""
    cells_ = ", ".join(f"coalesce({alias}.{quoted(c)}, chr(30))" for c in columns)
    return f"sha256(concat_ws(chr(31), {cells_}))"


class Shape:
    """The SQL that turns one source's raw cells into the columns of an action."""

    def __init__(self, table: str, taken: Sequence[str], order: cells.DayOrder, by_content: bool) -> None:
        self.table, self.taken, self.order, self.by_content = table, list(taken), order, by_content

    def cell(self, names: Sequence[str]) -> str | None:
        """The first filled of several raw columns; None where the source has none of them."""
        here = [f"{self.table}.{quoted(n)}" for n in names if n in self.taken]
        if not here:
            return None
        if len(here) == 1:
            return here[0]
        return "coalesce(" + ", ".join(f"nullif(trim({c}), '')" for c in here) + ")"

    def text(self, *names: str) -> str:
        """The first filled of these columns, trimmed; NULL where the source has none of them."""
        cell = self.cell(names)
        return "NULL" if cell is None else cells.text(cell)

    def columns(self, source: Source) -> dict[str, str]:
        """Each column of an action with its expression, in the order of records/."""
        out = {
            "line_id": self.line_id(),
            "award_id": self.award_id(),
            "source_file": literal(source.file),
            "source_member": f"cast({literal(source.member)} AS VARCHAR)",
            "source_record": "_record",
            "action_date": self.typed("day", (usaspending.ACTION_DAY,)),
            "dollars_obligated": self.typed("money", (usaspending.DOLLARS,)),
        }
        for field in usaspending.FIELDS:
            out[field.ours] = self.country(field) if field.read == "country" else self.typed(field.read, field.names)
        return {
            c.name: out[c.name] if out[c.name] != "NULL" else f"cast(NULL AS {SQL_TYPES[c.kind]})"
            for c in ACTIONS.columns
        }

    def typed(self, read: usaspending.Read, names: Sequence[str]) -> str:
        """The first filled of these columns, read as the map says; NULL where the source has none of them."""
        cell = self.cell(names)
        if cell is None:
            return "NULL"
        if read == "day":
            return cells.day(cell, self.order)
        if read == "stamp":
            return cells.stamp(cell, self.order)
        plain = {
            "text": cells.text, "code": cells.code, "money": cells.money, "count": cells.count,
            "flag": cells.flag, "commercial": cells.commercial,
        }  # fmt: skip
        return plain[read](cell)

    def _countries(self) -> list[tuple[str, str, str]]:
        """Field, alias and raw column of every country cell in this source."""
        return [
            (f.ours, f"{f.ours}_{i}", name)
            for f in usaspending.FIELDS
            if f.read == "country"
            for i, name in enumerate((*f.names, *f.spelled))
            if name in self.taken
        ]

    def joins(self) -> str:
        """The look-ups of country cells that the expressions of this shape stand on."""
        return " ".join(
            f"LEFT JOIN country_cells {alias} ON {alias}.cell = {self.table}.{quoted(raw)}"
            for _, alias, raw in self._countries()
        )

    def country(self, field: usaspending.Field) -> str:
        """The code column decides; where it says nothing, the spelling."""
        aliases = [alias for ours, alias, _ in self._countries() if ours == field.ours]
        if not aliases:
            return "NULL"
        return f"coalesce({', '.join(f'{a}.code' for a in aliases)}, NULL)"

    def unreadable(self) -> dict[str, str]:
        """Per column, the condition under which a filled cell could not be read."""
        out = {}
        for field in usaspending.FIELDS:
            cell = self.cell(field.names)
            if field.read == "country":
                mine = [alias for ours, alias, _ in self._countries() if ours == field.ours]
                if mine:
                    strange = " OR ".join(f"{a}.known = false" for a in mine)
                    out[field.ours] = f"({strange}) AND {self.country(field)} IS NULL"
            elif cell is not None and field.read not in ("text", "code"):
                out[field.ours] = f"{cells.text(cell)} IS NOT NULL AND ({self.typed(field.read, field.names)}) IS NULL"
        return out

    def award_id(self) -> str:
        """The feed's award key, else one built from its parts as USAspending builds it."""
        key = self.text(*usaspending.AWARD_KEYS)
        piid, agency = self.text(*usaspending.PIIDS), self.text("awarding_sub_agency_code")
        parent = self.text("parent_award_id_piid", "parent_award_id")
        parent_agency = self.text("parent_award_agency_id")
        kind = self.text("award_or_idv_flag")
        built = (
            f"CASE WHEN {piid} IS NULL THEN NULL WHEN upper({kind}) = 'IDV' "
            f"THEN 'CONT_IDV_' || {piid} || '_' || coalesce({agency}, '{NONE}') "
            f"ELSE 'CONT_AWD_' || {piid} || '_' || coalesce({agency}, '{NONE}') || '_' || coalesce({parent}, '{NONE}') "
            f"|| '_' || coalesce({parent_agency}, '{NONE}') END"
        )
        return f"coalesce({key}, {built})"

    def needs_content(self) -> str:
        """Whether an action has neither the feed's key nor the parts of one, so that its content must tell it apart."""
        key = self.text(usaspending.TRANSACTION_KEY)
        return f"{key} IS NULL AND {self._built_key()} IS NULL AND {self.award_id()} IS NOT NULL"

    def deleted(self) -> str:
        """Whether a delta file says that the action is gone."""
        return f"coalesce(upper({self.text(usaspending.DELETED)}) = 'D', false)"

    def _built_key(self) -> str:
        if "transaction_number" not in self.taken:
            return "cast(NULL AS VARCHAR)"
        parts = [
            self.text("awarding_sub_agency_code"), self.text("parent_award_agency_id"), self.text("award_id_piid"),
            self.text("modification_number"), self.text("parent_award_id_piid", "parent_award_id"),
        ]  # fmt: skip
        joined = " || '_' || ".join(f"coalesce({p}, '{NONE}')" for p in parts)
        number = self.text("transaction_number")
        piid = self.text("award_id_piid")
        return f"CASE WHEN {piid} IS NOT NULL AND {number} IS NOT NULL THEN {joined} || '_' || {number} END"

    def line_id(self) -> str:
        """The action's key; without one, award and modification with the hash of the whole row's content."""
        content = (
            f"coalesce({self.award_id()}, '{NONE}') || '/' || coalesce({self.text('modification_number')}, '{NONE}') "
            f"|| '/' || substr({content_sha(self.taken, self.table)}, 1, 24)"
        )
        if self.by_content:
            return content
        return f"coalesce({self.text(usaspending.TRANSACTION_KEY)}, {self._built_key()}, {content})"

    def reason(self) -> str:
        """Why the record cannot be an action; null where it can."""
        day_cell = self.cell((usaspending.ACTION_DAY,)) or "NULL"
        ambiguous = cells.ambiguous_day(day_cell) if self.order == "undecided" else "false"
        return (
            f"CASE WHEN {self.deleted()} AND {self.text(usaspending.TRANSACTION_KEY)} IS NOT NULL THEN NULL "
            f"WHEN {self.award_id()} IS NULL THEN 'no_award_id' "
            f"WHEN {self.typed('day', (usaspending.ACTION_DAY,))} IS NULL THEN "
            f"CASE WHEN {ambiguous} THEN 'ambiguous_day' ELSE 'bad_day' END "
            f"WHEN {self.typed('money', (usaspending.DOLLARS,))} IS NULL THEN 'bad_amount' END"
        )
