"""The SQL that turns one source's raw cells into rows of a table of records/: keys, days, money, and why a record is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from buyfair.intake import cells
from buyfair.intake.feed import NEEDED, Feed, Field, Read
from buyfair.intake.regular import NO_FACTS, Facts
from buyfair.records.table import SQL_TYPES, Column

RAW_SIGN = "~"
"""Begins the name of every raw column, so that no name in a file can be taken for one of ours."""

NONE = "-NONE-"
"""What USAspending writes into a key where a part is empty."""

Lookup = Mapping[str, str | None]
"""Spelling (upper case, no accents, single blanks) to code; None: the spelling says that nothing is recorded."""

WITHIN = ("source_file", "source_member", "source_record", "linked")
"""Columns that come of where a row stands, not of its cells."""

_PLAIN = {
    "text": cells.text, "code": cells.code, "money": cells.money, "count": cells.count, "flag": cells.flag,
    "commercial": cells.commercial, "place_of_manufacture": cells.place_of_manufacture,
}  # fmt: skip
_LOOKED_UP = ("country", "product_title", "industry_title")


def quoted(name: str) -> str:
    """A column's name as SQL, whatever signs it holds."""
    return '"' + name.replace('"', '""') + '"'


def raw_name(name: str) -> str:
    """A raw column's name as SQL."""
    return quoted(RAW_SIGN + name)


def literal(text: str | None) -> str:
    """A text as SQL; nothing is NULL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def spelled(cell: str) -> str:
    """The SQL form of a spelling, as lookups key it."""
    return f"trim(regexp_replace(strip_accents(upper({cell})), '\\s+', ' ', 'g'))"


def content_sha(columns: Sequence[str]) -> str:
    """sha256 over all cells of a row, told apart by unit separators, an empty cell by a record separator."""
    cells_ = ", ".join(f"coalesce({c}, chr(30))" for c in columns)
    return f"sha256(concat_ws(chr(31), {cells_}))"


def found_in(lookup: Lookup, key: str) -> str:
    """The code behind a spelling, '' where the spelling says that nothing is recorded, NULL where it is not known.

    A map per first letter: a row is looked up where it stands, so that the order of the file is kept.
    """
    by_letter: dict[str, list[str]] = {}
    for spelling in lookup:
        by_letter.setdefault(spelling[:1], []).append(spelling)
    if not by_letter:
        return "cast(NULL AS VARCHAR)"
    maps = " ".join(
        f"WHEN {literal(letter)} THEN map([{', '.join(map(literal, names))}], "
        f"[{', '.join(literal(lookup[name] or '') for name in names)}])[{key}]"
        for letter, names in by_letter.items()
    )
    return f"CASE substr({key}, 1, 1) {maps} END"


class Shape:
    """The SQL that turns one source's raw cells into the columns of its feed's table.

    The raw rows are a table with the columns `taken`, under the names of the feed's map (others under any name). Facts
    known of all their cells make the SQL simpler and never change what it says.
    """

    def __init__(
        self, feed: Feed, taken: Sequence[str], order: cells.DayOrder, by_content: bool,
        lookups: Mapping[Read, Lookup], facts: Facts = NO_FACTS,
    ) -> None:  # fmt: skip
        self.feed, self.taken, self.order, self.by_content = feed, list(taken), order, by_content
        self.lookups, self.facts = lookups, facts
        self._trimmed = frozenset(map(raw_name, facts.trimmed))
        self._alike = frozenset((raw_name(c), kind) for c, kind in facts.alike)
        self._spelled = {raw_name(c): spelled_ for c, spelled_ in facts.spelled.items()}

    def knowing(self, facts: Facts) -> Shape:
        """The same for rows of which these facts hold."""
        return Shape(self.feed, self.taken, self.order, self.by_content, self.lookups, facts)

    def asked(self) -> dict[str, frozenset[Read]]:
        """How each raw column that the map reads is read: of these, facts help."""
        reads: dict[str, set[Read]] = {n: set() for n in self.taken if n in self.feed.known_columns()}
        for field in self.feed.fields:
            for name in (*field.names, *field.spelled):
                if name in reads and field.part == "whole":
                    reads[name].add(field.read)
        return {name: frozenset(found) for name, found in reads.items()}

    # single cells

    def raw(self, names: Sequence[str], part: str = "whole") -> list[str]:
        """The raw cells of these columns that the source has, the wanted part of each."""
        here = [raw_name(n) for n in names if n in self.taken]
        if part == "before_colon":
            return [f"split_part({c}, ':', 1)" for c in here]
        if part == "behind_colon":
            return [f"CASE WHEN contains({c}, ':') THEN substr({c}, strpos({c}, ':') + 1) ELSE {c} END" for c in here]
        return here

    def cell(self, names: Sequence[str], part: str = "whole") -> str | None:
        """The first filled of several raw cells; None where the source has none of them."""
        here = self.raw(names, part)
        if len(here) <= 1:
            return here[0] if here else None
        return "coalesce(" + ", ".join(map(self._filled, here)) + ")"

    def _filled(self, cell: str) -> str:
        """The trimmed text of a raw cell, or of the first filled of several, null where nothing stands."""
        return cell if cell in self._trimmed or cell.startswith("coalesce(") else cells.text(cell)

    def text(self, *names: str) -> str:
        """The first filled of these columns, trimmed; NULL where the source has none of them."""
        cell = self.cell(names)
        return "cast(NULL AS VARCHAR)" if cell is None else self._filled(cell)

    def value(self, field: Field) -> str:
        """What a field says, in the type of its column; NULL where the source has none of its cells."""
        if field.read in _LOOKED_UP:
            found = [f"nullif({looked}, '')" for _, looked in self._looked(field)]
            return f"coalesce({', '.join(found)}, NULL)" if found else "NULL"
        cell = self.cell(field.names, field.part)
        if cell is None:
            return "NULL"
        if field.read == "text":
            return self._filled(cell)
        if (cell, field.read) in self._alike:
            return {"code": cell, "money": f"try_cast({cell} AS DECIMAL(18,2))", "day": f"try_cast({cell} AS DATE)"}[field.read]
        if field.read in ("day", "stamp"):
            kind = "DATE" if field.read == "day" else "TIMESTAMP"
            slow = cells.day(cell, self.order) if field.read == "day" else cells.stamp(cell, self.order)
            # nearly every cell is an ISO day or moment: a cast reads it without patterns
            iso = f"substr({cell}, 5, 1) = '-' AND substr({cell}, 8, 1) = '-'"
            plain = f"length({cell}) IN (10, 19) AND {cell} >= '1' AND {iso}"
            return f"CASE WHEN {plain} THEN try_cast(try_cast({cell} AS TIMESTAMP) AS {kind}) ELSE {slow} END"
        return _PLAIN[field.read](cell)

    def _looked(self, field: Field) -> list[tuple[str, str]]:
        """Every cell of a looked-up field with what was found for it: code columns first, then spellings."""
        lookup = self.lookups.get(field.read, {})
        out = []
        for i, cell in enumerate(self.raw((*field.names, *field.spelled), field.part)):
            spelled_ = self._spelled.get(cell)
            if spelled_ is not None:
                found = {c: lookup[s] or "" for c, s in spelled_.items() if s in lookup}
                own = all(code == c for c, code in found.items()) and len(found) == len(spelled_)
                out.append((cell, cell if own else found_in(found, cell)))
                continue
            looked = found_in(lookup, f"_{field.ours}_{i}")
            if "USA" in lookup:
                looked = f"CASE WHEN {cell} = 'USA' THEN 'USA' ELSE {looked} END"
            out.append((cell, looked))
        return out

    def _strange(self, field: Field) -> list[str]:
        """Conditions, one of which holds where a cell of a looked-up field is filled and means nothing to us."""
        lookup = self.lookups.get(field.read, {})
        known = {c for c, spelled_ in self._spelled.items() if all(s in lookup for s in spelled_.values())}
        return [
            f"({self._filled(c)} IS NOT NULL AND {looked} IS NULL)" for c, looked in self._looked(field) if c not in known
        ]

    def spellings(self) -> dict[str, str]:
        """The spelling of each cell that is looked up, as a column of its own; a cell that needs no look has none."""
        out = {}
        for field in self.feed.fields:
            if field.read in _LOOKED_UP:
                for i, cell in enumerate(self.raw((*field.names, *field.spelled), field.part)):
                    if cell not in self._spelled:
                        out[f"_{field.ours}_{i}"] = f"CASE WHEN {cell} <> 'USA' AND {cell} <> '' THEN {spelled(cell)} END"
        return out

    def _needs(self, ours: str) -> str:
        field = self.feed.field(ours)
        return "NULL" if field is None else self.value(field)

    def _part(self, ours: str) -> str:
        field = self.feed.field(ours)
        cell = None if field is None else self.cell(field.names, field.part)
        return "cast(NULL AS VARCHAR)" if cell is None else self._filled(cell)

    # one row

    def columns(self) -> dict[str, str]:
        """Each column that comes of cells with its expression, in the order of records/."""
        own = {"line_id": self.line_id(), "award_id": self.award_id()}
        out = {}
        for column in self.feed.table.columns:
            if column.name not in WITHIN:
                expression = own.get(column.name) or self._needs(column.name)
                out[column.name] = f"cast({expression} AS {SQL_TYPES[column.kind]})"
        money = self._money_column()
        if money is not None and self.feed.currency:
            out[money.name] = f"CASE WHEN {self.other_currency()} THEN NULL ELSE {out[money.name]} END"
        return out

    def _money_column(self) -> Column | None:
        name = {"actions": "dollars_obligated", "subawards": "dollars"}.get(self.feed.table.name)
        return None if name is None else self.feed.table.column(name)

    def award_id(self) -> str:
        """The feed's award key, else one built from its parts as USAspending builds it."""
        key = self.text(*self.feed.award_key) if self.feed.award_key else "cast(NULL AS VARCHAR)"
        piid, agency = self._part("piid"), self._part("sub_agency_code")
        parent, parent_agency = self._part("parent_piid"), self._part("parent_agency_code")
        built = (
            f"CASE WHEN {piid} IS NULL THEN NULL WHEN {self.is_vehicle()} "
            f"THEN 'CONT_IDV_' || {piid} || '_' || coalesce({agency}, '{NONE}') "
            f"ELSE 'CONT_AWD_' || {piid} || '_' || coalesce({agency}, '{NONE}') || '_' || coalesce({parent}, '{NONE}') "
            f"|| '_' || coalesce({parent_agency}, '{NONE}') END"
        )
        return f"coalesce({key}, {built})"

    def is_vehicle(self) -> str:
        """Whether the row says that it is a vehicle under which orders are placed."""
        if self.feed.vehicle is None:
            return "false"
        column, values = self.feed.vehicle
        return f"coalesce(upper({self.text(column)}) IN ({', '.join(map(literal, values))}), false)"

    def key(self) -> str:
        """The feed's key of the row or one built from its parts; without one its content must tell it apart."""
        return f"coalesce({self._own_key()}, {self._built_key()})"

    def _own_key(self) -> str:
        return self.text(*self.feed.line_key) if self.feed.line_key else "cast(NULL AS VARCHAR)"

    def _built_key(self) -> str:
        number, piid = self._part("transaction_number"), self._part("piid")
        names = ("sub_agency_code", "parent_agency_code", "piid", "modification", "parent_piid")
        joined = " || '_' || ".join(f"coalesce({self._part(n)}, '{NONE}')" for n in names)
        # the key of an action on a vehicle ends without a number; any other action without one has no key
        number = f"coalesce({number}, CASE WHEN {self.is_vehicle()} THEN '{NONE}' END)"
        return f"CASE WHEN {piid} IS NOT NULL AND {number} IS NOT NULL THEN {joined} || '_' || {number} END"

    def line_id(self) -> str:
        """The action's key; without one, award and modification with the hash of the whole row's content."""
        if not self.by_content:
            return "_key"
        content = (
            f"coalesce({self.award_id()}, '{NONE}') || '/' || coalesce({self._part('modification')}, '{NONE}') "
            f"|| '/' || substr({content_sha([raw_name(n) for n in self.taken])}, 1, 24)"
        )
        return f"coalesce(_key, {content})"

    def deleted(self) -> str:
        """Whether a delta file says that the action is gone."""
        gone = "('D', 'DELETED', 'INACTIVE')"
        return f"coalesce(upper({self.text(*self.feed.deleted)}) IN {gone}, false)" if self.feed.deleted else "false"

    def other_currency(self) -> str:
        """Whether the row's amount is in another currency than US dollars."""
        return f"coalesce(upper({self.text(*self.feed.currency)}) <> 'USD', false)" if self.feed.currency else "false"

    def reason(self) -> str:
        """Why the record cannot be a row of the table; null where it can. Stands on the columns of the row itself."""
        when = [("_deleted AND _keyed", "NULL")]
        for column, values in self.feed.not_when:
            listed = ", ".join(literal(v.lower()) for v in values)
            when.append((f"lower({self.text(column)}) IN ({listed})", "'not_a_contract'"))
        if self.feed.contract_prefixes and self.feed.award_key:
            key = self.text(*self.feed.award_key)
            fits = " OR ".join(f"starts_with({key}, {literal(p)})" for p in self.feed.contract_prefixes)
            when.append((f"{key} IS NOT NULL AND NOT ({fits})", "'not_a_contract'"))
        when.append(("award_id IS NULL", "'no_award_id'"))
        for column, _ in NEEDED[self.feed.table.name]:
            if self.feed.table.column(column).kind == "day":
                when += [
                    (f"{column} IS NULL AND {self._ambiguous(column)}", "'ambiguous_day'"),
                    (f"{column} IS NULL", "'bad_day'"),
                ]
            else:
                when.append((self.other_currency(), "'other_currency'"))
                if self.feed.dollars == "account_share":
                    when.append((f"{self._part(column)} IS NULL", "'no_obligation'"))
                when.append((f"{column} IS NULL", "'bad_amount'"))
        return "CASE " + " ".join(f"WHEN {condition} THEN {then}" for condition, then in when) + " END"

    def _ambiguous(self, ours: str) -> str:
        field = self.feed.field(ours)
        cell = None if field is None else self.cell(field.names, field.part)
        return cells.ambiguous_day(cell) if cell is not None and self.order == "undecided" else "false"

    # what is counted beside

    def read_fields(self) -> list[Field]:
        """The fields whose filled cells may be unreadable, in order: bit i of the mask stands for field i."""
        return [f for f in self.feed.fields if f.read not in ("text", "code")][:62]

    def unreadable(self) -> str:
        """A mask of the fields that are filled and cannot be read; the needed ones lead to rejection instead."""
        needed = {name for name, _ in NEEDED[self.feed.table.name]}
        bits = []
        for i, field in enumerate(self.read_fields()):
            if field.ours in needed:
                continue
            if field.read in _LOOKED_UP:
                if not self.lookups.get(field.read):
                    continue
                strange = self._strange(field)
                if strange:
                    bits.append(f"CASE WHEN {field.ours} IS NULL AND ({' OR '.join(strange)}) THEN {1 << i} ELSE 0 END")
                continue
            cell = self.cell(field.names, field.part)
            if cell is not None:
                bits.append(f"CASE WHEN {field.ours} IS NULL AND {self._filled(cell)} IS NOT NULL THEN {1 << i} ELSE 0 END")
        return "cast(" + (" + ".join(bits) or "0") + " AS BIGINT)"

    def day_parts(self) -> tuple[str, str]:
        """The greatest first and second part of the row's days with slashes: what decides the order of day and month."""
        days = [c for f in self.feed.fields if f.read in ("day", "stamp") for c in self.raw(f.names, f.part)]
        if not days:
            return "0", "0"
        slashed = " OR ".join(f"contains({c}, '/')" for c in days)
        parts = [cells.day_parts(c) for c in days]
        return (
            f"CASE WHEN {slashed} THEN greatest({', '.join(p[0] for p in parts)}, 0) ELSE 0 END",
            f"CASE WHEN {slashed} THEN greatest({', '.join(p[1] for p in parts)}, 0) ELSE 0 END",
        )

    def line_feeds(self) -> str:
        """How many line ends stand inside the row's free texts, from which the line of a later record is told."""
        texts = {n for f in self.feed.fields if f.ours == "description" for n in f.names if n in self.taken}
        counted = [
            f"CASE WHEN contains({n}, chr(10)) THEN length({n}) - length(replace({n}, chr(10), '')) ELSE 0 END"
            for n in map(raw_name, sorted(texts))
        ]
        return " + ".join(counted) or "0"

    def select(self, raw: str) -> str:
        """The typed rows of a raw table expression, in its order: the table's columns, then what reading needs of them."""
        looked = {"_key": self.key(), **self.spellings()}
        keyed = f"SELECT *, {', '.join(f'{e} AS {name}' for name, e in looked.items())} FROM ({raw})"
        columns = self.columns()
        shaped = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        inner = f"SELECT *, {shaped}, {self.deleted()} AS _deleted, _key IS NOT NULL AS _keyed FROM ({keyed})"
        return (
            f"SELECT {', '.join(columns)}, _record, _deleted, {self.reason()} AS _reason, "
            f"{self.unreadable()} AS _unreadable, cast({self.line_feeds()} AS INTEGER) AS _line_feeds FROM ({inner})"
        )
