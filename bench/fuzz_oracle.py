"""One case of fuzz.py, its reading, and what must come of it, told without our reader."""

from __future__ import annotations

import csv
import io
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from buyfair.intake import load
from buyfair.intake.read import Reading, read_awards
from buyfair.knowledge.countries import spellings
from buyfair.knowledge.psc import codes_by_title
from buyfair.records.lines import REJECTION_REASONS
from buyfair.terms.errors import InputRefusedError

ENGINE_WORDS = re.compile(r"Error:|Exception|duckdb|Invalid Input|codec|Errno|Traceback|state machine|0x[0-9a-f]{4}", re.I)

Line = tuple[str, str, Decimal]
"""An accepted action: line id ("" where the row's content makes it), award id, dollars."""


@dataclass(frozen=True)
class Case:
    """Files, and what must come of them. `records`: so many must be accounted for, where the files are read at all.

    `kept` must be among the accepted, where the files are read; `named` must be among what was passed over, by name.
    `must_read`: nothing in the files excuses a refusal. `amounts`: dollars by line id, None where the row must be rejected.
    `stretch`: read in stretches of so many bytes, as only very large files are.
    """

    kind: str
    what: str
    files: tuple[tuple[str, bytes], ...]
    records: int | None = None
    kept: tuple[Line, ...] = ()
    named: tuple[str, ...] = ()
    must_read: bool = False
    in_folder: bool = False
    amounts: Mapping[str, Decimal | None] = field(default_factory=dict)
    stretch: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a case: a refusal in words, or a reading with its tables; or what was raised."""

    refused: str | None = None
    raised: str | None = None
    reading: Reading | None = None
    accepted: tuple[tuple[Line, int, str], ...] = ()
    rejected: tuple[tuple[Any, ...], ...] = ()


def run(case: Case, folder: Path) -> Outcome:
    """Reads the case in this process, in fresh folders."""
    paths = put(case, folder / "in")
    work = folder / "work"
    work.mkdir()
    usual = load.STRETCH
    load.STRETCH = case.stretch or usual
    try:
        reading = read_awards(paths, countries=spellings(), product_titles=codes_by_title(), work=work)
    except InputRefusedError as refusal:
        return Outcome(refused=str(refusal))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # the engine's panics are no Exception
        ours = [f for f in traceback.extract_tb(problem.__traceback__) if "buyfair" in f.filename]
        where = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "?"
        return Outcome(raised=f"{type(problem).__name__} in {where}: {str(problem).splitlines()[:1]}")
    finally:
        load.STRETCH = usual
    with duckdb.connect() as sql:
        actions = "SELECT line_id, award_id, dollars_obligated, source_record, source_file FROM"
        accepted = tuple(((r[0], r[1], r[2]), r[3], r[4]) for r in sql.execute(f"{actions} ({reading.actions})").fetchall())
        rejected = "SELECT file, member, record, line, reason, dollars, raw FROM read_parquet(?)"
        return Outcome(None, None, reading, accepted, tuple(sql.execute(rejected, [str(reading.rejected)]).fetchall()))


def put(case: Case, folder: Path) -> list[Path]:
    """Writes the files; the paths to hand over."""
    folder.mkdir()
    for name, content in case.files:
        (folder / name).write_bytes(content)
    return [folder] if case.in_folder else [folder / name for name, _ in case.files]


def faults(case: Case, outcome: Outcome) -> list[str]:
    """Everything that is wrong with what came of the case, each as label: detail."""
    if outcome.raised is not None:
        return [f"raised: {outcome.raised}"]
    if outcome.refused is not None:
        found = list(of_sentence(outcome.refused))
        return found + ([f"refused without need: {outcome.refused}"] if case.must_read else [])
    assert outcome.reading is not None
    found = [f for _, why in outcome.reading.passed_over for f in of_sentence(why)]
    found += of_account(outcome, outcome.reading) + of_rejected(case, outcome) + of_kept(case, outcome)
    said = " ".join(f"{name} {why}" for name, why in outcome.reading.passed_over)
    return found + [f"not named: {name} was passed over in silence" for name in case.named if name not in said]


def of_sentence(words: str) -> Iterator[str]:
    """One sentence: given, expected, how to mend it."""
    if "\n" in words or "\r" in words or not words.endswith(".") or "; expected " not in words or len(words) > 1000:
        yield f"no sentence: {words[:300]!r}"
    if ENGINE_WORDS.search(words):
        yield f"words of the engine: {words[:300]!r}"


def of_account(outcome: Outcome, reading: Reading) -> list[str]:
    """Every record and dollar in one class, and the tables as long as the account says."""
    blocks = [b for b in (reading.subawards, reading.waivers) if b is not None]
    found = []
    for read, accepted, aside, gone in (
        (reading.read, reading.accepted, reading.set_aside, reading.superseded),
        *((b.read, b.accepted, b.set_aside, b.superseded) for b in blocks),
    ):
        parts = (accepted, aside, gone)
        if read.lines != sum(p.lines for p in parts) or read.dollars != sum((p.dollars for p in parts), Decimal(0)):
            found.append(f"account: {read} is not {parts}")
    if (len(outcome.accepted), sum((a[0][2] for a in outcome.accepted), Decimal(0))) != (
        reading.accepted.lines, reading.accepted.dollars,
    ):  # fmt: skip
        found.append(f"accepted table: {len(outcome.accepted)} rows, {reading.accepted}")
    aside_lines = sum(t.lines for t in (reading.set_aside, *(b.set_aside for b in blocks)))
    told, of_table = Counter({k: t.lines for k, t in reading.reasons.items()}), Counter(r[4] for r in outcome.rejected)
    if len(outcome.rejected) != aside_lines or (told != of_table if not blocks else told - of_table):
        found.append(f"rejected table: {len(outcome.rejected)} rows, {aside_lines} set aside, {dict(reading.reasons)}")
    if sum(i.rows for i in reading.inputs) != all_read(reading):
        found.append(f"inputs: {[i.rows for i in reading.inputs]} rows, {all_read(reading)} read")
    return found


def all_read(reading: Reading) -> int:
    """Records read, in the lines and the blocks beside them."""
    return reading.read.lines + sum(b.read.lines for b in (reading.subawards, reading.waivers) if b is not None)


def of_rejected(case: Case, outcome: Outcome) -> list[str]:
    """Each rejected row has its reason, its place once, and its text as it stood there."""
    found = []
    places = Counter((file, member, record) for file, member, record, *_ in outcome.rejected)
    if places and max(places.values()) > 1:
        found.append(f"rejected twice: {places.most_common(1)}")
    texts = {name: in_lines(content) for name, content in case.files if plain(content)}
    for file, member, record, line, reason, _, raw in outcome.rejected:
        if reason not in REJECTION_REASONS or record is None or record < 1 or raw is None or not raw.strip():
            found.append(f"rejected row: {(file, member, record, line, reason, (raw or '')[:80])}")
        elif member is None and file in texts and line is not None:
            first = re.split("[\r\n]", raw, maxsplit=1)[0]
            # a lone carriage return inside a record is shown as a blank
            if not any(line <= len(t) and t[line - 1].replace("\r", " ").startswith(first) for t in texts[file]):
                found.append(f"rejected line: record {record} is not on line {line}: {raw[:80]!r}")
    return found


def plain(content: bytes) -> bool:
    return not content.startswith((b"PK", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff", b"{", b"["))


def in_lines(content: bytes) -> list[list[str]]:
    """The physical lines by each way of counting that a person may see in an editor."""
    texts = [content.decode("utf-8", "replace"), content.decode("cp1252", "replace")]
    return [t.split("\n") for t in texts] + [re.split("\r\n|\r|\n", t) for t in texts]


def of_kept(case: Case, outcome: Outcome) -> list[str]:
    """What was not touched stands as it stood, the count is that of an independent reader, amounts are worth what they say."""
    assert outcome.reading is not None
    found = []
    if case.records is not None and all_read(outcome.reading) != case.records:
        found.append(f"count: {all_read(outcome.reading)} records read, {case.records} are there")
    keyless = any(line[0] == "" for line in case.kept)
    missing = Counter(case.kept) - Counter(("", *a[0][1:]) if keyless else a[0] for a in outcome.accepted)
    if missing:
        found.append(f"lost or changed: {sum(missing.values())} of {len(case.kept)}, as {next(iter(missing))}")
    dollars = {a[0][0]: a[0][2] for a in outcome.accepted}
    wrong = {k: (dollars.get(k), v) for k, v in case.amounts.items() if dollars.get(k) != v}
    return found + ([f"misread: {wrong}"] if wrong else [])


def counted(content: bytes) -> int | None:
    """How many data records Python's csv module finds below the header, lines of blanks not counted."""
    limit = csv.field_size_limit(1 << 30)
    try:
        text = decoded(content)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=False))
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(limit)
    blank = [not row or (len(row) == 1 and row[0] != "" and not row[0].strip()) for row in rows]
    return sum(not b for b in blank) - 1


def decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
