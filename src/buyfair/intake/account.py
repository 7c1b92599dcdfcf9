"""Accounts for every record and every dollar that was read: accepted, rejected or superseded, and nothing twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, zip_longest
from pathlib import Path

import duckdb
import pyarrow as pa

from buyfair.intake.digest import Digests, LineFinder
from buyfair.intake.feed import RAW, Dollars
from buyfair.intake.load import Loaded, Part
from buyfair.intake.locate import wanted_records
from buyfair.intake.regular import NO_FACTS
from buyfair.intake.shape import WITHIN, literal, quoted
from buyfair.intake.text import open_text
from buyfair.records.lines import ACTIONS
from buyfair.records.subawards import SUBAWARDS
from buyfair.records.table import SQL_TYPES, Table
from buyfair.records.waivers import WAIVERS

KINDS: tuple[Dollars, ...] = ("action", "award_total", "account_share")
"""The kinds of dollars that lines may be of; the first that a run holds is the one it sums."""

FILLED = (
    "solicitation_date", "start_date", "end_date", "potential_end_date", "ordering_period_end", "total_value", "office",
    "supplier_uei", "supplier_cage", "parent_name", "parent_uei", "supplier_country", "supplier_state", "business_size",
    "psc", "naics", "description", "origin_country", "performance_country", "performance_state", "commercial", "pricing",
    "extent_competed", "offers_received", "set_aside",
)  # fmt: skip
"""What an award's total may tell of the award where its actions are silent; never an amount that is summed."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Records and dollars in one class. Unit: US dollars, net."""

    lines: int
    dollars: Decimal


@dataclass(frozen=True, slots=True)
class Block:
    """A block beside the lines (sub-awards, waivers): its table and its own account. Unit: US dollars.

    `linked`: of the accepted, what stands under awards of this run; `primes`: how many awards these are.
    """

    rows: Path
    read: Tally
    accepted: Tally
    set_aside: Tally
    superseded: Tally
    linked: Tally
    primes: int


@dataclass(frozen=True, slots=True)
class Book:
    """The closed account of a run; `actions` are the accepted rows as SQL over files of the work folder."""

    actions: str
    rejected: Path
    dollars_are: Dollars
    read: Tally
    accepted: Tally
    set_aside: Tally
    superseded: Tally
    unreadable: Mapping[str, int]
    reasons: Mapping[str, Tally]
    notes: tuple[str, ...]
    subawards: Block | None
    waivers: Block | None


@dataclass(frozen=True, slots=True)
class _Held:
    """One stretch of rows with the source it came of, by number."""

    number: int
    part: Part
    loaded: Loaded


ONE_GROUP = 100_000
"""So few rows stand in one group of a file, which one thread reads."""
NOTHING = Tally(0, Decimal("0.00"))


class Account:
    """Closes the books over what was loaded."""

    def __init__(
        self, sql: duckdb.DuckDBPyConnection, work: Path, loaded: Sequence[Loaded], digests: Digests
    ) -> None:
        self.sql, self.work, self.loaded, self.digests = sql, work, loaded, digests
        pairs = [(part, one) for one in loaded for part in one.parts]
        self.held = [_Held(number, part, one) for number, (part, one) in enumerate(pairs)]
        self.notes: list[str] = []
        self.typed: set[int] = set()

    def close_books(self) -> Book:
        """Supersedes, rejects, writes the tables, and makes sure that nothing is lost."""
        lines = [h for h in self.held if h.loaded.feed.table is ACTIONS]
        kind: Dollars = next((k for k in KINDS if any(h.loaded.feed.dollars == k for h in lines)), "action")
        self.sql.execute(
            "CREATE TABLE gone (_part INTEGER, source_record BIGINT, why VARCHAR); CREATE TABLE aside (file VARCHAR, "
            "member VARCHAR, record BIGINT, line BIGINT, reason VARCHAR, dollars DECIMAL(18,2), raw VARCHAR)"
        )
        self._union("typed", ACTIONS, lines)
        self._mark("typed", "dollars_obligated")
        self._supersede("typed", ACTIONS, lines)
        self._one_kind(lines, kind)
        self._met_twice(lines)
        self._set_aside("typed", lines)
        tallies = self._tallies("typed", lines)
        reasons, unreadable = self._reasons(), self._unreadable(lines)
        actions = self._actions(lines, kind)
        subawards = self._block(SUBAWARDS, "subawards", "dollars")
        waivers = self._block(WAIVERS, "waivers", None)
        rejected = self.work / "rejected.parquet"
        self.sql.execute(
            f"COPY (SELECT * FROM aside ORDER BY file, member NULLS FIRST, record) TO {literal(str(rejected))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        return Book(actions, rejected, kind, *tallies, unreadable, reasons, tuple(self.notes), subawards, waivers)

    # the rows of all parts as one view, in the order of the input

    def _union(self, name: str, table: Table, held: Sequence[_Held]) -> None:
        selects = [self._rows(h) for h in held]
        selects = selects or [self._nothing(table)]
        self.sql.execute(f"CREATE VIEW {name} AS " + " UNION ALL ".join(selects))

    def _rows(self, held: _Held, which: str = "true") -> str:
        """The typed rows of one part, each with its place in the input, as SQL over a file of the work folder.

        `which` chooses among them by the number of the record.
        """
        if held.part.facts is not NO_FACTS:
            return self._shaped(held, which)
        typed = f"SELECT *, source_record AS _record FROM read_parquet({literal(str(self._typed(held)))})"
        return f"SELECT * EXCLUDE (_record) FROM ({typed}) WHERE {which}"

    def _shaped(self, held: _Held, which: str = "true") -> str:
        source = held.loaded.source
        of_place = {
            "source_file": literal(source.file),
            "source_member": f"cast({literal(source.member)} AS VARCHAR)",
            "source_record": "_record",
            "linked": "cast(NULL AS BOOLEAN)",
        }
        names = [c.name for c in held.loaded.feed.table.columns]
        columns = ", ".join(f"{of_place[n]} AS {n}" if n in of_place else n for n in names)
        return (
            f"SELECT {columns}, _deleted, _reason, _unreadable, _line_feeds, {held.number} AS _part "
            f"FROM ({held.loaded.rows(held.part, which)})"
        )

    def _typed(self, held: _Held) -> Path:
        """The part with every cell read, in file order: where it is no quick matter, cells are read once."""
        target = self.work / f"typed-{held.number:05}.parquet"
        if held.number not in self.typed:
            self.typed.add(held.number)
            draft = target.with_suffix(".draft")
            # several threads displace the last rows of a group where cells are computed
            alone = held.part.rows > ONE_GROUP
            if alone:
                threads = self._one("SELECT current_setting('threads')")
                self.sql.execute("SET threads = 1")
            self.sql.execute(
                f"COPY ({self._shaped(held)}) TO {literal(str(draft))} (FORMAT parquet, COMPRESSION lz4_raw)"
            )
            if alone:
                self.sql.execute(f"SET threads = {threads}")
            draft.replace(target)
        return target

    def _mark(self, name: str, money: str | None) -> None:
        """What the books need of each row, looked up once."""
        amount = money or "cast(0 AS DECIMAL(18,2))"
        self.sql.execute(
            f"CREATE TABLE {name}_marks AS SELECT _part, source_record, line_id, award_id, last_modified, "
            f"{amount} AS dollars, _deleted, _reason, _unreadable, _line_feeds FROM {name}"
        )

    # what gives way

    def _supersede(self, view: str, table: Table, held: Sequence[_Held]) -> None:
        """An older version of the same row, or an exact repeat, gives way; a modification never does.

        The greatest last-modified stamp stays, ties by the row's sha256, then by place in the input. A row that a delta
        file marks as deleted takes with it every version that is not newer.
        """
        marks = f"{view}_marks"
        self.sql.execute(
            f"CREATE OR REPLACE TABLE twice AS SELECT line_id FROM {marks} WHERE _reason IS NULL "
            "GROUP BY line_id HAVING count(*) > 1"
        )
        if self._one("SELECT count(*) FROM twice"):
            # the hash decides only between rows of one stamp: few, so that few are read again
            self.sql.execute(
                f"CREATE OR REPLACE TABLE versions AS SELECT *, count(*) OVER (PARTITION BY line_id, last_modified, _deleted) "
                f"AS alike FROM {marks} WHERE _reason IS NULL AND line_id IN (SELECT line_id FROM twice)"
            )
            self.sql.execute("CREATE OR REPLACE TABLE hashes (_part INTEGER, source_record BIGINT, sha VARCHAR)")
            cells = ", ".join(
                f"coalesce(cast({c} AS VARCHAR), chr(30))" for c in table.names() if c not in WITHIN
            )
            alike = self.sql.execute("SELECT DISTINCT _part FROM versions WHERE alike > 1").fetchall()
            again = {int(row[0]) for row in alike}
            for h in held:
                if h.number in again:
                    which = f"_record IN (SELECT source_record FROM versions WHERE alike > 1 AND _part = {h.number})"
                    self.sql.execute(
                        f"INSERT INTO hashes SELECT _part, source_record, sha256(concat_ws(chr(31), {cells})) "
                        f"FROM ({self._rows(h, which)})"
                    )
            self.sql.execute(
                "INSERT INTO gone SELECT _part, source_record, 'superseded' FROM ("
                "SELECT _part, source_record, row_number() OVER (PARTITION BY line_id "
                "ORDER BY _deleted AND last_modified IS NULL DESC, last_modified DESC NULLS LAST, _deleted DESC, "
                "sha DESC NULLS LAST, _part, source_record) AS place "
                "FROM versions LEFT JOIN hashes USING (_part, source_record)) WHERE place > 1"
            )
        self.sql.execute(
            f"INSERT INTO gone SELECT _part, source_record, 'superseded' FROM {marks} WHERE _deleted AND _reason IS NULL "
            "AND (_part, source_record) NOT IN (SELECT (_part, source_record) FROM gone)"
        )

    def _one_kind(self, lines: Sequence[_Held], kind: Dollars) -> None:
        """One run sums one kind of dollars: what another kind says of the same award gives fields, its dollars give way."""
        other = [h.number for h in lines if h.loaded.feed.dollars != kind]
        if not other:
            return
        parts = ", ".join(map(str, other))
        summed = ", ".join(str(h.number) for h in lines if h.loaded.feed.dollars == kind)
        self.sql.execute(
            "INSERT INTO gone SELECT _part, source_record, CASE WHEN award_id IN (SELECT award_id FROM typed_marks "
            f"WHERE _part IN ({summed}) AND _reason IS NULL) THEN 'superseded' ELSE 'other_kind_of_dollars' END "
            f"FROM typed_marks WHERE _part IN ({parts}) AND _reason IS NULL "
            "AND (_part, source_record) NOT IN (SELECT (_part, source_record) FROM gone)"
        )
        kinds = sorted({h.loaded.feed.dollars for h in lines if h.loaded.feed.dollars != kind})
        self.notes.append(
            f"dollars are summed over rows of one kind ({kind}); rows of another kind ({', '.join(kinds)}) only tell fields "
            "of awards that are among them"
        )

    def _met_twice(self, lines: Sequence[_Held]) -> None:
        """The same action met in two feeds counts once, also where one of them keys it with fewer parts.

        With a transaction number: agency, PIID, modification, transaction number and parent name the action. Without
        one: award or PIID, modification, day and amount, where the other feed knows exactly such an action.
        """
        feeds = list(dict.fromkeys(h.loaded.feed.id for h in lines if h.loaded.feed.dollars == "action"))
        if len(feeds) < 2:
            return
        place = " ".join(f"WHEN {h.number} THEN {feeds.index(h.loaded.feed.id)}" for h in lines
                         if h.loaded.feed.dollars == "action")  # fmt: skip
        standing = (
            f"SELECT *, CASE _part {place} END AS feed FROM typed WHERE _reason IS NULL AND NOT _deleted "
            "AND (_part, source_record) NOT IN (SELECT (_part, source_record) FROM gone)"
        )
        self.sql.execute(
            "CREATE TEMP TABLE standing AS SELECT _part, source_record, feed, award_id, sub_agency_code, upper(piid) AS piid, "
            "upper(parent_piid) AS parent_piid, coalesce(nullif(upper(modification), ''), '0') AS modification, "
            f"transaction_number, action_date, dollars_obligated FROM ({standing}) WHERE feed IS NOT NULL"
        )
        same = (
            "coalesce(a.modification, '') = coalesce(b.modification, '') AND a.piid = b.piid "
            "AND coalesce(a.parent_piid, '') = coalesce(b.parent_piid, '')"
        )
        # all of Defense has one agency in the keys of FPDS and several in award files: the award's key may tell it instead
        numbered = (
            f"{same} AND (a.sub_agency_code = b.sub_agency_code OR a.award_id = b.award_id) "
            "AND a.transaction_number = b.transaction_number"
        )
        bare = (
            "(a.transaction_number IS NULL OR b.transaction_number IS NULL) AND a.modification = b.modification "
            "AND a.action_date = b.action_date AND a.dollars_obligated = b.dollars_obligated AND "
            "(a.award_id = b.award_id OR (a.piid = b.piid AND coalesce(a.parent_piid, b.parent_piid, '') = "
            "coalesce(b.parent_piid, a.parent_piid, '')))"
        )
        for how in (numbered, bare):
            self.sql.execute(
                "INSERT INTO gone SELECT DISTINCT a._part, a.source_record, 'superseded' FROM standing a "
                f"JOIN standing b ON a.piid = b.piid AND b.feed < a.feed AND {how} "
                "WHERE (a._part, a.source_record) NOT IN (SELECT (_part, source_record) FROM gone) "
                "AND (b._part, b.source_record) NOT IN (SELECT (_part, source_record) FROM gone)"
            )
        self.sql.execute("DROP TABLE standing")

    # what is written

    def _actions(self, lines: Sequence[_Held], kind: Dollars) -> str:
        """The accepted rows as SQL over files of the work folder: the columns of ACTIONS, and `_line`, their order."""
        gone = self.work / "gone.parquet"
        self.sql.execute(
            "COPY (SELECT _part, source_record FROM gone UNION ALL SELECT _part, source_record FROM typed_marks "
            f"WHERE _reason IS NOT NULL ORDER BY ALL) TO {literal(str(gone))} (FORMAT parquet)"
        )
        away = {
            int(row[0])
            for row in self.sql.execute(f"SELECT DISTINCT _part FROM read_parquet({literal(str(gone))})").fetchall()
        }
        totals = [h for h in lines if h.loaded.feed.dollars == "award_total"] if kind == "action" else []
        columns, beside = ", ".join(f"t.{c}" for c in ACTIONS.names()), ""
        if totals:
            parts = ", ".join(str(h.number) for h in totals)
            filled = ", ".join(f"max({c}) AS {c}" for c in FILLED)
            told = self.work / "totals.parquet"
            self.sql.execute(
                f"COPY (SELECT award_id, {filled} FROM typed WHERE _part IN ({parts}) AND _reason IS NULL "
                f"GROUP BY award_id ORDER BY award_id) TO {literal(str(told))} (FORMAT parquet)"
            )
            columns = ", ".join(
                f"coalesce(t.{c}, f.{c}) AS {c}" if c in FILLED else f"t.{c}" for c in ACTIONS.names()
            )
            beside = f"LEFT JOIN read_parquet({literal(str(told))}) f ON f.award_id = t.award_id"
        selects, before = [], 0
        for held in lines:
            left = (
                f"_record NOT IN (SELECT source_record FROM read_parquet({literal(str(gone))}) WHERE _part = {held.number})"
                if held.number in away
                else "true"
            )
            first = before - held.part.before
            selects.append(f"SELECT *, cast(source_record + {first} AS BIGINT) AS _line FROM ({self._rows(held, left)})")
            before += held.part.rows if held.loaded.parts[-1] is not held.part else held.loaded.records - held.part.before
        rows = " UNION ALL ".join(selects) or self._nothing(ACTIONS)
        return f"SELECT {columns}, t._line FROM ({rows}) t {beside}"

    def _nothing(self, table: Table) -> str:
        columns = ", ".join(f"cast(NULL AS {SQL_TYPES[c.kind]}) AS {c.name}" for c in table.columns)
        return (
            f"SELECT {columns}, false AS _deleted, cast(NULL AS VARCHAR) AS _reason, 0::BIGINT AS _unreadable, "
            "0 AS _line_feeds, 0 AS _part, 0::BIGINT AS _line WHERE false"
        )

    def _set_aside(self, view: str, held: Sequence[_Held]) -> None:
        """The rows set aside, each with its line and its text as it stood."""
        for loaded in dict.fromkeys(h.loaded for h in held):
            mine = [h for h in held if h.loaded is loaded]
            parts = ", ".join(str(h.number) for h in mine)
            bad = self.sql.execute(
                f"SELECT source_record, _reason, dollars FROM {view}_marks "
                f"WHERE _part IN ({parts}) AND _reason <> 'superseded' "
                f"UNION ALL SELECT t.source_record, g.why, dollars FROM {view}_marks t JOIN gone g "
                f"USING (_part, source_record) WHERE t._part IN ({parts}) AND g.why <> 'superseded' ORDER BY 1"
            ).fetchall()
            records = [int(r[0]) for r in bad]
            # a place that cannot be told leaves its record without line and text, never without its reason
            places = dict(zip_longest(records, self._places(view, loaded, mine, records), fillvalue=(None, "")))
            rows = [(int(r), places[int(r)][0], str(why), dollars, places[int(r)][1]) for r, why, dollars in bad]
            rows += [(b.record, b.line, "broken_record", None, b.raw) for b in loaded.broken]
            self._insert(loaded, rows)

    def _insert(self, loaded: Loaded, rows: list[tuple[int, int | None, str, Decimal | None, str]]) -> None:
        if not rows:
            return
        kinds = (pa.int64(), pa.int64(), pa.string(), pa.decimal128(18, 2), pa.string())
        arrays = [pa.array(list(column), kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        incoming = pa.table(arrays, names=["record", "line", "reason", "dollars", "raw"])
        self.sql.register("incoming", incoming)
        who = f"{literal(loaded.source.file)}, {literal(loaded.source.member)}"
        self.sql.execute(f"INSERT INTO aside SELECT {who}, record, line, reason, dollars, raw FROM incoming")
        self.sql.unregister("incoming")

    def _places(
        self, view: str, loaded: Loaded, held: Sequence[_Held], records: list[int]
    ) -> Iterator[tuple[int | None, str]]:
        """Line and text of each of these records, in their order."""
        source = loaded.source
        if source.kind == "parquet":
            yield from self._parquet_places(loaded, records)
            return
        finder = self._finder(loaded)
        if finder is not None:
            total, counted = self._line_feeds(view, held, records)
            # one line end per record, the header's, and those inside texts; the last record may have none
            if finder.lines() - total == loaded.records + finder.ends_in_line_end():
                for record, (ahead, inside) in zip(records, counted, strict=True):
                    line = 1 + record + ahead
                    yield line, finder.text(line, 1 + inside).decode("utf-8", "replace").rstrip("\r\n")
                return
        with open_text(source.path) as stream:
            for place in wanted_records(stream, set(records)):
                yield place.line, place.text()

    def _finder(self, loaded: Loaded) -> LineFinder | None:
        """Finds lines through the counts of line ends, where the plain file itself was read and its header is one line."""
        path = loaded.source.path.resolve()
        if loaded.source.compression != "none" or loaded.broken:
            return None
        try:
            counts = self.digests.of(path).line_ends
        except KeyError:
            return None
        with path.open("rb") as stream:
            if stream.readline().count(b'"') % 2:
                return None
        return LineFinder(path, counts) if counts else None

    def _line_feeds(
        self, view: str, held: Sequence[_Held], records: list[int]
    ) -> tuple[int, list[tuple[int, int]]]:
        """How many line ends stand inside records altogether, and for each record ahead of it and inside it."""
        parts = ", ".join(str(h.number) for h in held)
        found = [
            (int(record), int(n))
            for record, n in self.sql.execute(
                f"SELECT source_record, _line_feeds FROM {view}_marks WHERE _part IN ({parts}) AND _line_feeds > 0 ORDER BY 1"
            ).fetchall()
        ]
        numbers, upto = [r for r, _ in found], [0, *accumulate(n for _, n in found)]
        out = []
        for record in records:
            at = bisect_left(numbers, record)
            inside = found[at][1] if at < len(found) and numbers[at] == record else 0
            out.append((upto[at], inside))
        return upto[-1], out

    def _parquet_places(self, loaded: Loaded, records: list[int]) -> Iterator[tuple[int | None, str]]:
        path = literal(str(loaded.source.path))
        self.sql.register("wanted", pa.table([pa.array(records, pa.int64())], names=["record"]))
        raw = quoted(RAW) if loaded.feed.nested is not None else "to_json(t)"
        columns = ", ".join(quoted(c) for c in loaded.source.header)
        found = self.sql.execute(
            f"SELECT {raw} FROM (SELECT row_number() OVER () AS nth, t FROM (SELECT {columns} FROM read_parquet({path}, "
            "hive_partitioning = false)) t) JOIN wanted ON record = nth ORDER BY nth"
            if loaded.feed.nested is None
            else f"SELECT {raw} FROM (SELECT row_number() OVER () AS nth, {raw} FROM read_parquet({path}, "
            "hive_partitioning = false)) JOIN wanted ON record = nth ORDER BY nth"
        ).fetchall()
        self.sql.unregister("wanted")
        for (text,) in found:
            yield None, "" if text is None else str(text)

    # sums

    def _tallies(self, view: str, held: Sequence[_Held]) -> tuple[Tally, Tally, Tally, Tally]:
        """Read, accepted, rejected, superseded; a breach of their law is our defect and stops the run."""
        found = {
            str(kind): Tally(int(lines), Decimal(dollars or 0).quantize(Decimal("0.01")))
            for kind, lines, dollars in self.sql.execute(
                "SELECT CASE WHEN reason IS NULL THEN 'accepted' WHEN reason = 'superseded' THEN 'superseded' "
                "ELSE 'rejected' END, count(*), sum(dollars) FROM (SELECT dollars, coalesce(_reason, g.why) AS reason "
                f"FROM {view}_marks LEFT JOIN gone g USING (_part, source_record)) GROUP BY 1"
            ).fetchall()
        }
        sources = list(dict.fromkeys(h.loaded for h in held))
        aside = found.get("rejected", NOTHING)
        aside = Tally(aside.lines + sum(len(loaded.broken) for loaded in sources), aside.dollars)
        accepted, superseded = found.get("accepted", NOTHING), found.get("superseded", NOTHING)
        dollars = self.sql.execute(f"SELECT coalesce(sum(dollars), 0) FROM {view}_marks").fetchall()[0]
        read = Tally(sum(one.records for one in sources), Decimal(dollars[0]).quantize(Decimal("0.01")))
        parts = (accepted, aside, superseded)
        if sum(p.lines for p in parts) != read.lines or sum((p.dollars for p in parts), Decimal(0)) != read.dollars:
            raise AssertionError(f"{parts} are accounted for, of {read}")
        return read, accepted, aside, superseded

    def _block(self, table: Table, name: str, money: str | None) -> Block | None:
        """A block beside the lines, with its own account; which of its primes are in the run is told later."""
        held = [h for h in self.held if h.loaded.feed.table is table]
        if not held:
            return None
        self._union(name, table, held)
        self._mark(name, money)
        if table is SUBAWARDS:
            self._older_reports(name)
        self._supersede(name, table, held)
        target = self.work / f"{name}.parquet"
        columns, beside = ", ".join(f"t.{c}" for c in table.names()), ""
        if table is SUBAWARDS:
            self._primes()
            own = {"award_id": "coalesce(p.award_id, t.award_id)", "linked": "p.award_id IS NOT NULL"}
            columns = ", ".join(f"{own.get(c, f't.{c}')} AS {c}" for c in table.names())
            beside = (
                "LEFT JOIN (SELECT part, record, award_id FROM met) p ON p.part = t._part AND p.record = t.source_record"
            )
        self.sql.execute(
            f"COPY (SELECT {columns} FROM {name} t {beside} WHERE _reason IS NULL AND (_part, source_record) NOT IN "
            f"(SELECT (_part, source_record) FROM gone) ORDER BY _part, source_record) TO {literal(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        self._set_aside(name, held)
        linked, primes = NOTHING, 0
        if table is SUBAWARDS:
            lines, dollars, primes = self.sql.execute(
                f"SELECT count(*), coalesce(sum(dollars), 0), count(DISTINCT award_id) "
                f"FROM read_parquet({literal(str(target))}) WHERE linked"
            ).fetchall()[0]
            linked = Tally(int(lines), Decimal(dollars).quantize(Decimal("0.01")))
        return Block(target, *self._tallies(name, held), linked, int(primes))

    def _older_reports(self, name: str) -> None:
        """A report that was changed later gives way as a whole: its rows of an earlier day are older versions."""
        self.sql.execute(
            f"CREATE TEMP TABLE reports AS SELECT _part, source_record, last_modified, max(last_modified) OVER "
            f"(PARTITION BY award_id, report_id) AS newest FROM {name} WHERE _reason IS NULL AND report_id IS NOT NULL"
        )
        self.sql.execute(
            "INSERT INTO gone SELECT _part, source_record, 'superseded' FROM reports WHERE last_modified < newest"
        )
        self.sql.execute(
            f"UPDATE {name}_marks SET _reason = 'superseded' FROM gone WHERE gone._part = {name}_marks._part "
            f"AND gone.source_record = {name}_marks.source_record"
        )
        self.sql.execute("DROP TABLE reports")

    def _primes(self) -> None:
        """The prime of each sub-award among the awards of the run: by key; without one by PIID, agency and vehicle.

        Without a key an award is taken only where exactly one fits: an empty part of a built key is no fact.
        """
        self.sql.execute(
            "CREATE TEMP TABLE primes AS SELECT DISTINCT t.award_id, upper(piid) AS piid, upper(sub_agency_code) AS agency, "
            "upper(parent_piid) AS parent FROM typed t LEFT JOIN gone g USING (_part, source_record) "
            "WHERE _reason IS NULL AND g.why IS NULL"
        )
        self.sql.execute(
            "CREATE TEMP TABLE met AS SELECT part, record, min(award_id) AS award_id FROM ("
            "SELECT s._part AS part, s.source_record AS record, p.award_id FROM subawards s JOIN primes p USING (award_id) "
            "UNION SELECT s._part, s.source_record, p.award_id FROM subawards s JOIN primes p ON upper(s.piid) = p.piid "
            "AND coalesce(upper(s.parent_piid), '') = coalesce(p.parent, '') "
            "AND (s.sub_agency_code IS NULL OR p.agency IS NULL OR upper(s.sub_agency_code) = p.agency)) "
            "GROUP BY part, record HAVING count(DISTINCT award_id) = 1"
        )

    def _unreadable(self, held: Sequence[_Held]) -> dict[str, int]:
        """Per column, how many filled cells could not be read."""
        counted: dict[str, int] = {}
        masks = self.sql.execute(
            "SELECT _part, _unreadable, count(*) FROM typed_marks WHERE _unreadable > 0 GROUP BY ALL"
        ).fetchall()
        fields = {h.number: h.loaded.shape.read_fields() for h in held}
        for part, mask, n in masks:
            for i, field in enumerate(fields[int(part)]):
                if int(mask) >> i & 1:
                    counted[field.ours] = counted.get(field.ours, 0) + int(n)
        return dict(sorted(counted.items()))

    def _reasons(self) -> dict[str, Tally]:
        found = self.sql.execute(
            "SELECT reason, count(*), coalesce(sum(dollars), 0) FROM aside GROUP BY 1 ORDER BY 1"
        ).fetchall()
        return {str(reason): Tally(int(lines), Decimal(dollars)) for reason, lines, dollars in found}

    def _one(self, query: str) -> int:
        return int(self.sql.execute(query).fetchall()[0][0])
