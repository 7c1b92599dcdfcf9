"""Reads award files into canonical actions, and accounts for every record and every dollar of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from buyfair.intake import cells, usaspending
from buyfair.intake.locate import records_at, wanted_records
from buyfair.intake.shape import Shape, content_sha, literal, quoted
from buyfair.intake.sources import Given, Source, find, open_sources, open_text, with_plain_line_ends
from buyfair.records.lines import ACTIONS
from buyfair.records.table import SQL_TYPES
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Input:
    """One file that was read. Unit: `rows` are data records, header and blank lines not counted."""

    name: str
    sha256: str
    size: int
    rows: int
    layout: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Records and dollars in one class. Unit: US dollars, net."""

    lines: int
    dollars: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: two Parquet files in the work folder and the account of it.

    read = accepted + rejected + superseded, for records and for dollars.
    """

    actions: Path
    rejected: Path
    inputs: tuple[Input, ...]
    passed_over: tuple[tuple[str, str], ...]
    read: Tally
    accepted: Tally
    set_aside: Tally
    superseded: Tally
    unreadable: Mapping[str, int]
    reasons: Mapping[str, Tally]


def read_awards(
    paths: Sequence[Path], *, countries: Mapping[str, str | None], work: Path, say: Say = lambda _: None
) -> Reading:
    """Reads every award file behind the paths.

    `countries` maps each spelling (upper case, no accents, single blanks) to ISO alpha-3, or to None where it says
    that no country is recorded. `work` is an empty folder for intermediate files.

    Raises: InputRefusedError with one sentence; MachineError where disk or memory do not suffice.
    """
    try:
        return _Reader(countries, work, say).read(find(paths))
    except (duckdb.OutOfMemoryException, duckdb.IOException) as problem:
        raise MachineError(f"reading stopped: {str(problem).splitlines()[0]}") from None


def spelled(name: str) -> str:
    """The SQL form of a spelling, as `countries` keys it."""
    return f"trim(regexp_replace(strip_accents(upper({name})), '\\s+', ' ', 'g'))"


class _Reader:
    """One run of reading: a scratch database in the work folder, so that memory stays bounded."""

    def __init__(self, countries: Mapping[str, str | None], work: Path, say: Say) -> None:
        self.work, self.say = work, say
        self.sql = duckdb.connect(str(work / "intake.duckdb"))
        self.sql.execute(
            "SET autoinstall_known_extensions = false; SET preserve_insertion_order = true; SET TimeZone = 'UTC'"
        )
        self.sql.execute("CREATE TABLE spellings (spelling VARCHAR PRIMARY KEY, code VARCHAR)")
        self.sql.execute(
            "INSERT INTO spellings SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [list(countries), list(countries.values())],
        )
        columns = ", ".join(f"{c.name} {SQL_TYPES[c.kind]}" for c in ACTIONS.columns)
        self.sql.execute(f"CREATE TABLE typed ({columns}, _source INTEGER, _reason VARCHAR, _deleted BOOLEAN)")
        self.sql.execute(
            "CREATE TABLE broken (_source INTEGER, record BIGINT, line BIGINT, reason VARCHAR, raw VARCHAR)"
        )
        self.sources: list[Source] = []
        self.unreadable: dict[str, int] = {}

    def read(self, given: list[Given]) -> Reading:
        inputs: list[Input] = []
        passed_over: list[tuple[str, str]] = []
        for file in given:
            try:
                read, skipped = self._read_file(file)
            except InputRefusedError as refusal:
                if not file.in_folder or len(given) == 1:
                    raise
                passed_over.append((file.name, str(refusal)))
                continue
            inputs.append(read)
            passed_over += skipped
        for _, why in passed_over:
            self.say(f"passed over: {why}")
        if not inputs:
            raise refuse(
                f"none of the {len(given)} files holds award actions (the first: {passed_over[0][1].rstrip('.')})",
                "at least one file of USAspending contract actions",
                "name the download itself",
            )
        return self._account(tuple(inputs), tuple(passed_over))

    def _read_file(self, file: Given) -> tuple[Input, list[tuple[str, str]]]:
        rows = 0
        notes: list[str] = []
        layouts: list[str] = []
        sources, passed_over = open_sources(file, self.work)
        refusals: list[InputRefusedError] = []
        for source in sources:
            try:
                rows += self._read_source(source)
            except InputRefusedError as refusal:
                refusals.append(refusal)
                passed_over.append((source.name(), str(refusal)))
                continue
            layout = f"{usaspending.layout(_header(source))}, {len(source.header)} columns"
            layouts += [layout] if layout not in layouts else []
            notes += self.sources[-1].notes
        if refusals and not layouts:
            raise refusals[0]
        return Input(file.name, file.sha256, file.size, rows, "; ".join(layouts), tuple(notes)), passed_over

    # one source: raw text, broken records, typed actions

    def _read_source(self, source: Source) -> int:
        """Reads one table; whatever it refuses leaves nothing behind."""
        _require(source, _header(source))
        self.say(f"reading {source.name()}")
        number = len(self.sources)
        by_content = not _has_key(source)
        source, taken, broken = self._load(source, number, by_content)
        table = f"raw_{number}"
        order = self._day_order(table, taken)
        shape = Shape(table, taken, order, by_content)
        if not by_content and self._one(f"SELECT count(*) FROM {table} WHERE {shape.needs_content()}"):
            # some actions have no key: what tells them apart is the whole row, so the whole row is read
            self.sql.execute(f"DROP TABLE {table}")
            source, taken, broken = self._load(source, number, True)
            shape = Shape(table, taken, order, by_content)
        rows = self._one(f"SELECT count(*) FROM {table}") + len(broken)
        if rows == 0:
            raise refuse(
                f"{source.name()} has a header and no record", "award actions below the header", "export it again"
            )
        if broken:
            self.sql.executemany("INSERT INTO broken VALUES (?, ?, ?, ?, ?)", broken)
        self._type(table, number, source, shape)
        self.sources.append(source)
        return rows

    def _load(self, source: Source, number: int, whole: bool) -> tuple[Source, list[str], list[list[object]]]:
        """The raw table with the columns the map reads, or with all of them."""
        names = _raw_names(source)
        known = usaspending.known_columns()
        taken = [n for n in names if whole or n in known]
        table = f"raw_{number}"
        self.sql.execute(f"DROP TABLE IF EXISTS {table}")
        if source.kind == "parquet":
            self._load_parquet(table, source, names, taken)
            self.sql.execute(f"UPDATE {table} SET _record = rowid + 1")
            return source, taken, []
        try:
            self._load_csv(table, source, names, taken)
        except duckdb.InvalidInputException as problem:
            if "state machine" not in str(problem):
                raise _unreadable(source, problem) from None
            source = with_plain_line_ends(source, self.work)
            try:
                self._load_csv(table, source, names, taken)
            except duckdb.InvalidInputException as again:
                raise _unreadable(source, again) from None
        except duckdb.IOException as problem:
            if "GZIP" not in str(problem) and "ZSTD" not in str(problem):
                raise
            raise _unreadable(source, problem) from None
        return source, taken, self._set_broken_aside(table, source, number)

    def _load_parquet(self, table: str, source: Source, names: list[str], taken: list[str]) -> None:
        theirs = dict(zip(names, source.header, strict=True))
        columns = ", ".join(f"cast({quoted(theirs[n])} AS VARCHAR) AS {quoted(n)}" for n in taken)
        self.sql.execute(
            f"CREATE TABLE {table} AS SELECT 0::BIGINT AS _record, {columns} "
            f"FROM read_parquet({literal(str(source.path))}, hive_partitioning = false)"
        )

    def _load_csv(self, table: str, source: Source, names: list[str], taken: list[str]) -> None:
        columns = ", ".join(f"{literal(n)}: 'VARCHAR'" for n in names)
        self.sql.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        self.sql.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT 0::BIGINT AS _record, {', '.join(map(quoted, taken))} "
            f"FROM read_csv({literal(str(source.path))}, columns = {{{columns}}}, header = true, "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', hive_partitioning = false, "
            f"compression = '{source.compression}', nullstr = '', strict_mode = true, store_rejects = true, "
            "max_line_size = 16777216)"
        )

    def _set_broken_aside(self, table: str, source: Source, number: int) -> list[list[object]]:
        """Numbers the records; where some were broken, walks the text once to say which and on what line."""
        positions = [
            int(row[0]) - 1 for row in self.sql.execute("SELECT DISTINCT byte_position FROM reject_errors").fetchall()
        ]
        if not positions:
            self.sql.execute(f"UPDATE {table} SET _record = rowid + 1")
            return []
        with open_text(source.path) as stream:
            places, count = records_at(stream, positions)
        if not all(place.closed for place in places):
            raise refuse(
                f"in {source.name()} a quote is opened in the record on line {places[-1].line} and never closed, "
                "so that the rest of the file cannot be told apart",
                "a closing quote in that record",
                "close the quote, or remove it, and run again",
            )
        if self._one(f"SELECT count(*) FROM {table}") + len(places) != count:
            raise refuse(
                f"the quotes of {source.name()} cannot be read in one way only",
                "quotes around whole fields, doubled inside them (RFC 4180)",
                "export the file again",
            )
        broken: list[list[object]] = [
            [number, place.record, place.line, "broken_record", place.text()] for place in places
        ]
        self.sql.execute(
            f"CREATE TABLE kept AS SELECT record, row_number() OVER (ORDER BY record) - 1 AS nth "
            f"FROM (SELECT unnest(range(1, {count} + 1)) AS record) "
            "WHERE NOT list_contains(?::BIGINT[], record)",
            [[place.record for place in places]],
        )
        self.sql.execute(f"UPDATE {table} SET _record = kept.record FROM kept WHERE kept.nth = {table}.rowid")
        self.sql.execute("DROP TABLE kept")
        return broken

    def _type(self, table: str, number: int, source: Source, shape: Shape) -> None:
        self._country_values(table, shape.taken)
        shape_columns = ", ".join(f"{expression} AS {name}" for name, expression in shape.columns(source).items())
        self.sql.execute(
            f"CREATE TABLE one AS SELECT {shape_columns}, {number} AS _source, {shape.reason()} AS _reason, "
            f"{shape.deleted()} AS _deleted FROM {table} {shape.joins()}"
        )
        for name, expression in shape.unreadable().items():
            count = self._one(f"SELECT count(*) FROM {table} {shape.joins()} WHERE {expression}")
            if count:
                self.unreadable[name] = self.unreadable.get(name, 0) + count
        self.sql.execute("INSERT INTO typed BY NAME SELECT * FROM one; DROP TABLE one")

    def _day_order(self, table: str, taken: list[str]) -> cells.DayOrder:
        days = [n for f in usaspending.FIELDS if f.read in ("day", "stamp") for n in f.names if n in taken]
        parts = [cells.day_parts(quoted(n)) for n in [usaspending.ACTION_DAY, *days]]
        first = ", ".join(f"max({p[0]})" for p in parts)
        second = ", ".join(f"max({p[1]})" for p in parts)
        row = self.sql.execute(f"SELECT greatest({first}, 0), greatest({second}, 0) FROM {table}").fetchone()
        assert row is not None
        return cells.day_order((int(row[0]), int(row[1])))

    def _country_values(self, table: str, taken: list[str]) -> None:
        """Each distinct country cell of the source with its code: looked up once, not once per row."""
        cells_ = [n for f in usaspending.FIELDS if f.read == "country" for n in (*f.names, *f.spelled) if n in taken]
        every = " UNION ".join(f"SELECT {quoted(n)} AS cell FROM {table}" for n in cells_) or "SELECT NULL AS cell"
        self.sql.execute(
            f"CREATE OR REPLACE TABLE country_cells AS SELECT cell, code, spelling IS NOT NULL AS known FROM ({every}) "
            f"LEFT JOIN spellings ON spelling = {spelled('cell')} WHERE trim(cell) <> ''"
        )

    # the account over all sources

    def _account(self, inputs: tuple[Input, ...], passed_over: tuple[tuple[str, str], ...]) -> Reading:
        self.say("reconciling")
        self._supersede()
        actions, rejected = self.work / "actions.parquet", self.work / "rejected.parquet"
        names = ", ".join(ACTIONS.names())
        self.sql.execute(
            f"COPY (SELECT {names} FROM typed WHERE _reason IS NULL) TO {literal(str(actions))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        self._write_rejected(rejected)
        tallies = {
            str(kind): Tally(int(lines), Decimal(dollars or 0))
            for kind, lines, dollars in self.sql.execute(
                "SELECT CASE WHEN _reason IS NULL THEN 'accepted' WHEN _reason = 'superseded' THEN 'superseded' "
                "ELSE 'rejected' END, count(*), sum(dollars_obligated) FROM typed GROUP BY 1"
            ).fetchall()
        }
        broken = self._one("SELECT count(*) FROM broken")
        nothing = Tally(0, Decimal("0.00"))
        set_aside = tallies.get("rejected", nothing)
        set_aside = Tally(set_aside.lines + broken, set_aside.dollars)
        accepted, superseded = tallies.get("accepted", nothing), tallies.get("superseded", nothing)
        read = Tally(
            sum(i.rows for i in inputs), self._dollars("SELECT coalesce(sum(dollars_obligated), 0) FROM typed")
        )
        reading = Reading(
            actions, rejected, inputs, passed_over, read, accepted, set_aside, superseded,
            dict(sorted(self.unreadable.items())), self._reasons(),
        )  # fmt: skip
        self.sql.close()
        _must_reconcile(reading)
        return reading

    def _supersede(self) -> None:
        """An older version of the same action, or an exact repeat, gives way; a modification never does.

        The greatest last-modified stamp stays, ties by the row's sha256, then by place in the input. A row that a delta
        file marks as deleted takes with it every version that is not newer.
        """
        self.sql.execute(
            "CREATE TABLE twice AS SELECT line_id FROM typed WHERE _reason IS NULL GROUP BY line_id HAVING count(*) > 1"
        )
        if self._one("SELECT count(*) FROM twice") > 0:
            self._keep_the_latest()
        self.sql.execute("UPDATE typed SET _reason = 'superseded' WHERE _deleted AND _reason IS NULL")

    def _keep_the_latest(self) -> None:
        hashes = " UNION ALL ".join(self._hashes(number) for number in range(len(self.sources)))
        self.sql.execute(f"CREATE TABLE ties AS {hashes}")
        self.sql.execute(
            "CREATE TABLE gone AS SELECT _source, source_record FROM ("
            "SELECT _source, source_record, row_number() OVER (PARTITION BY line_id "
            "ORDER BY _deleted AND last_modified IS NULL DESC, last_modified DESC NULLS LAST, _deleted DESC, "
            "sha DESC, _source, source_record) AS place FROM typed JOIN ties USING (_source, source_record)) WHERE place > 1"
        )
        self.sql.execute(
            "UPDATE typed SET _reason = 'superseded' FROM gone "
            "WHERE gone._source = typed._source AND gone.source_record = typed.source_record"
        )

    def _hashes(self, number: int) -> str:
        columns = [str(row[0]) for row in self.sql.execute(f"DESCRIBE raw_{number}").fetchall() if row[0] != "_record"]
        return (
            f"SELECT {number} AS _source, _record AS source_record, {content_sha(columns, 'r')} AS sha FROM raw_{number} r "
            f"WHERE _record IN (SELECT source_record FROM typed WHERE _source = {number} AND _reason IS NULL "
            "AND line_id IN (SELECT line_id FROM twice))"
        )

    def _write_rejected(self, target: Path) -> None:
        """The rows set aside, in file order, each with its line and its text as it stood."""
        self.sql.execute(
            "CREATE TABLE aside (file VARCHAR, member VARCHAR, record BIGINT, line BIGINT, reason VARCHAR, "
            "dollars DECIMAL(18,2), raw VARCHAR)"
        )
        for number, source in enumerate(self.sources):
            who = f"{literal(source.file)}, {literal(source.member)}"
            self.sql.execute(
                f"INSERT INTO aside SELECT {who}, record, line, reason, NULL, raw FROM broken WHERE _source = {number}"
            )
            bad = self.sql.execute(
                "SELECT source_record, _reason, dollars_obligated FROM typed WHERE _source = ? AND _reason IS NOT NULL "
                "AND _reason <> 'superseded'", [number]
            ).fetchall()  # fmt: skip
            if not bad:
                continue
            places = self._places(number, source, {int(row[0]) for row in bad})
            self.sql.executemany(
                f"INSERT INTO aside VALUES ({who}, ?, ?, ?, ?, ?)",
                [[row[0], places[int(row[0])][0], row[1], row[2], places[int(row[0])][1]] for row in bad],
            )
        self.sql.execute(
            f"COPY (SELECT * FROM aside ORDER BY file, member, record) TO {literal(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )

    def _places(self, number: int, source: Source, wanted: set[int]) -> dict[int, tuple[int | None, str]]:
        if source.kind == "csv":
            with open_text(source.path) as stream:
                return {p.record: (p.line, p.text()) for p in wanted_records(stream, wanted)}
        found = self.sql.execute(
            f"SELECT _record, to_json(r) FROM raw_{number} r WHERE _record IN (SELECT unnest(?))", [sorted(wanted)]
        ).fetchall()
        return {int(record): (None, str(raw)) for record, raw in found}

    def _reasons(self) -> dict[str, Tally]:
        found = self.sql.execute(
            "SELECT reason, count(*), coalesce(sum(dollars), 0) FROM aside GROUP BY 1 ORDER BY 1"
        ).fetchall()
        return {str(reason): Tally(int(lines), Decimal(dollars)) for reason, lines, dollars in found}

    def _one(self, query: str) -> int:
        row = self.sql.execute(query).fetchone()
        assert row is not None
        return int(row[0])

    def _dollars(self, query: str) -> Decimal:
        row = self.sql.execute(query).fetchone()
        assert row is not None
        return Decimal(row[0]).quantize(Decimal("0.01"))


def _has_key(source: Source) -> bool:
    """Whether the feed tells one action from another by more than its content."""
    header = {name.lower() for name in source.header}
    return usaspending.TRANSACTION_KEY in header or ("transaction_number" in header and "award_id_piid" in header)


def _header(source: Source) -> frozenset[str]:
    return frozenset(name.lower() for name in source.header)


def _raw_names(source: Source) -> list[str]:
    """The raw table's names: the map's own where it reads the column, a number for any other.

    Raises: InputRefusedError where a column that the map reads stands twice.
    """
    known = usaspending.known_columns()
    lower = [name.lower() for name in source.header]
    twice = sorted(name for name in known if lower.count(name) > 1)
    if twice:
        raise refuse(
            f"{source.name()} has {lower.count(twice[0])} columns named {twice[0]}",
            "one column of each name",
            "remove or rename the one that does not hold",
        )
    return [name if name in known else f"column_{i}" for i, name in enumerate(lower)]


def _unreadable(source: Source, problem: Exception) -> InputRefusedError:
    return refuse(
        f"{source.name()} cannot be read to its end ({str(problem).splitlines()[0]})",
        "a whole comma-separated file",
        "download it again",
    )


def _require(source: Source, header: frozenset[str]) -> None:
    missing = usaspending.needed_and_missing(header)
    if not missing:
        return
    known = len(header & usaspending.known_columns())
    nearest = (
        f"of its {len(source.header)} columns {known} are known from USAspending prime transactions, the nearest layout"
        if known
        else f"none of its {len(source.header)} columns is known from USAspending prime transactions"
    )
    raise refuse(
        f"{source.name()} lacks {' and '.join(missing)} ({nearest})",
        "contract actions as USAspending exports them",
        "export prime award transactions, or add the missing columns",
    )


def _must_reconcile(reading: Reading) -> None:
    """The law of intake; a breach is our defect and stops the run."""
    parts = (reading.accepted, reading.set_aside, reading.superseded)
    lines, dollars = sum(p.lines for p in parts), sum((p.dollars for p in parts), Decimal(0))
    if lines != reading.read.lines or dollars != reading.read.dollars:
        raise AssertionError(f"{lines} lines and {dollars} dollars are accounted for, of {reading.read}")
