"""Damaged and odd award files, seeded: no traceback, no record lost silently, one sentence where a file is refused.

`make bench NAME=fuzz`, or `python bench/fuzz.py --cases 500 --seed 7 --only csv,json --cli 10`. Every case is a made-up file,
or the head of a real one where the real files are there, with damage of one kind. It is read in this process; some go
through the command. What must come of a case is told without our reader: by Python's csv module, by the values that were
put in, or by the undamaged file. Files that failed are kept in build/fuzz/.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import zstandard

from buyfair.intake import load
from buyfair.intake.read import Reading, read_awards
from buyfair.knowledge.countries import spellings
from buyfair.knowledge.psc import codes_by_title
from buyfair.records.lines import REJECTION_REASONS
from buyfair.terms.errors import InputRefusedError

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("BUYFAIR_REAL_DATA", str(ROOT.parent / "shared" / "data")))
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
class Text:
    """A CSV text record by record, without line ends, and what comes of each record: None where it is not accepted."""

    name: str
    header: bytes
    records: tuple[bytes, ...]
    lines: tuple[Line | None, ...]
    end: bytes = b"\n"

    def with_records(self, records: Sequence[bytes], end: bytes | None = None) -> bytes:
        end = self.end if end is None else end
        return end.join((self.header, *records)) + end

    def whole(self) -> bytes:
        return self.with_records(self.records)

    def kept(self, but: frozenset[int] = frozenset()) -> tuple[Line, ...]:
        return tuple(line for i, line in enumerate(self.lines) if line is not None and i not in but)


# the oracle


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


# what is damaged

HEADER = (
    "contract_transaction_unique_key,contract_award_unique_key,award_id_piid,modification_number,transaction_number,"
    "awarding_sub_agency_code,action_date,federal_action_obligation,product_or_service_code,"
    "country_of_product_or_service_origin_code,recipient_name,recipient_uei,transaction_description,solicitation_date,"
    "number_of_offers_received,last_modified_date"
)
NAMES = HEADER.split(",")
KEY, AWARD, DAY, DOLLARS, SUPPLIER = 0, 1, 6, 7, 10
TEXTS = ("SHIRTS", "shirts, cotton", 'the "best" ones', "two\nlines", "\u00e9toffe", "", "a 5 inch pipe", "IGF::OT::IGF")


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text


def made_up(rng: random.Random, count: int) -> Text:
    """A small file in which every award has one action, so that what must come of each record is plain."""
    records: list[bytes] = []
    lines: list[Line | None] = []
    for i in range(count):
        key, award = f"K{rng.randrange(10**12):012}_{i}", f"CONT_AWD_P{i:05}"
        dollars = Decimal(rng.randrange(-(10**7), 10**9)).scaleb(-2)
        day = f"20{rng.randrange(10, 26)}-0{rng.randrange(1, 10)}-{rng.randrange(10, 29)}"
        bad = rng.random() < 0.1
        cells = (key, award, f"P{i:05}", "0", "0", "9700", "soon" if bad else day, str(dollars),
                 rng.choice(["8405", "7010", ""]), rng.choice(["USA", "CHN", "", "XYZ"]), f"EXAMPLE {i}", "",
                 rng.choice(TEXTS), rng.choice(["", day]), rng.choice(["1", "", "x"]), "2025-01-02 03:04:05")  # fmt: skip
        records.append(",".join(map(cell, cells)).encode())
        lines.append(None if bad else (key, award, dollars))
    return Text("made-up.csv", HEADER.encode(), tuple(records), tuple(lines), rng.choice([b"\n", b"\n", b"\r\n"]))


@cache
def real_texts() -> tuple[Text, ...]:
    """The first records of each real CSV of awards, with what the reader makes of them undamaged."""
    found = []
    sources = [*sorted((REAL / "awards").glob("*.csv.gz")), *sorted((REAL / "format_samples").glob("*.csv"))]
    for path in sources:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        header, *records = cut(raw, 31)
        text = Text(path.name.removesuffix(".gz"), header.removeprefix(b"\xef\xbb\xbf"), tuple(records), ())
        with tempfile.TemporaryDirectory() as folder:
            outcome = run(Case("csv", "as it is", ((text.name, text.whole()),)), Path(folder))
        if outcome.reading is not None and outcome.reading.accepted.lines:
            told = {record: line for line, record, _ in outcome.accepted}
            found.append(replace(text, lines=tuple(told.get(i + 1) for i in range(len(records)))))
    return tuple(found)


def cut(raw: bytes, count: int) -> list[bytes]:
    """The first records of a text that is well formed, as they stand."""
    found, held = [], b""
    for line in raw[: 4 << 20].splitlines(keepends=True):
        held += line
        if held.count(b'"') % 2 == 0:
            found.append(held.rstrip(b"\r\n"))
            held = b""
        if len(found) == count:
            break
    return [f for f in found if f.strip()]


def a_text(rng: random.Random) -> Text:
    """A made-up text, or every third time a real one."""
    if rng.random() < 0.33 and real_texts():
        return rng.choice(real_texts())
    return made_up(rng, rng.choice([1, 2, 5, 20, 60]))


# CSV: damage in one record

ODD_BYTES = (b"\0", b"\xef\xbb\xbf", b"\xff", b"\xe9", b"\x81\x8d", b"\x1a", b"\x1b[31m", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
             b"\x7f", b"\xe2\x80\xa8", b"\x0c", b"\x0b", b"\t", b";", b"'", b"\\", b"#", b"\xc2\xa0")  # fmt: skip


def flipped(rng: random.Random, raw: bytes, times: int = 1, never: bytes = b"") -> bytes:
    """So many bits turned, none of them into or out of these bytes."""
    out = bytearray(raw)
    for _ in range(times * 20):
        if not out or times == 0:
            break
        at = rng.randrange(len(out))
        new = out[at] ^ (1 << rng.randrange(8))
        if new not in never and out[at] not in never:
            out[at], times = new, times - 1
    return bytes(out)


def inserted(rng: random.Random, raw: bytes, what: bytes) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + what + raw[at:]


def shortened(rng: random.Random, raw: bytes, most: int = 5) -> bytes:
    at, count = rng.randrange(len(raw) + 1), rng.randrange(1, most)
    return raw[:at] + raw[at + count :]


def with_cell(raw: bytes, at: int, what: bytes) -> bytes:
    cells = raw.split(b",")
    return b",".join(cells[:at] + [what] + cells[at + 1 :])


def _a_cell(rng: random.Random, raw: bytes, what: bytes) -> bytes:
    return with_cell(raw, rng.randrange(raw.count(b",") + 1), what)


def _stray_quote(rng: random.Random, raw: bytes) -> bytes:
    """A quote in the middle of a field, where it opens nothing."""
    inside = [i for i in range(1, len(raw)) if raw[i - 1 : i] not in (b",", b" ")]
    at = rng.choice(inside) if inside else len(raw)
    return raw[:at] + b'"' + raw[at:] if inside else raw


Edit = Callable[[random.Random, bytes], bytes]
EDITS: dict[str, Edit] = {
    "bits turned": lambda rng, raw: flipped(rng, raw, rng.choice([1, 3]), b'"\r\n\0'),
    "bytes deleted": shortened,
    "comma inserted": lambda rng, raw: inserted(rng, raw, b"," * rng.choice([1, 1, 2, 500])),
    "comma deleted": lambda rng, raw: raw.replace(b",", b"", 1),
    "odd bytes inserted": lambda rng, raw: inserted(rng, raw, rng.choice(ODD_BYTES)),
    "line feed inserted": lambda rng, raw: inserted(rng, raw, b"\n"),
    "carriage return inserted": lambda rng, raw: inserted(rng, raw, b"\r"),
    "line end inserted": lambda rng, raw: inserted(rng, raw, b"\r\n"),
    "quote in the middle of a field": _stray_quote,
    "huge field": lambda rng, raw: _a_cell(rng, raw, b"x" * rng.choice([200_000, 1_100_000])),
    "cut": lambda rng, raw: raw[: rng.randrange(1, len(raw) + 1)],
    "cells emptied": lambda rng, raw: _a_cell(rng, raw, b""),
    "spaces": lambda rng, raw: _a_cell(rng, raw, b"   "),
    "record of commas": lambda rng, raw: b"," * raw.count(b","),
    "garbage": lambda rng, raw: bytes(rng.choice(b"abc,,;\t\xff\x01") for _ in range(len(raw))),
    "twice": lambda rng, raw: raw + b"," + raw,
    "formula": lambda rng, raw: _a_cell(rng, raw, b"=HYPERLINK(1)"),
    "untouched": lambda rng, raw: raw,
}


def in_one_record(rng: random.Random, text: Text | None = None) -> Case:
    """One record is damaged and opens no quote: every other record stands as it stood."""
    text = text or a_text(rng)
    able = [i for i, raw in enumerate(text.records) if b'"' not in raw and raw]
    if not able:
        return as_it_is(rng, text)
    name, edit = rng.choice(list(EDITS.items()))
    hit = rng.sample(able, min(len(able), rng.choice([1, 1, 1, 3])))
    open_end = rng.random() < 0.25  # as a download that breaks off: no line end behind the last record
    hit += [len(text.records) - 1] if open_end and able[-1] == len(text.records) - 1 else []
    records = [edit(rng, raw) if i in hit else raw for i, raw in enumerate(text.records)]
    end, content = text.end, text.with_records(records)
    content = content.removesuffix(end) if open_end else content
    # a lone carriage return may be taken for a line end, as the csv module does, or for a sign of its field
    records_there = None if name == "carriage return inserted" else counted(content)
    return Case("csv", f"one record: {name}", ((text.name, content),), records_there, text.kept(frozenset(hit)),
                must_read=b"\0" not in content)  # fmt: skip


def as_it_is(rng: random.Random, text: Text | None = None) -> Case:
    text = text or a_text(rng)
    return Case("csv", "undamaged", ((text.name, text.whole()),), len(text.records), text.kept(), must_read=True)


# CSV: the whole text written otherwise, to the same meaning


def _swapped_columns(rng: random.Random, text: Text) -> bytes | None:
    rows = list(csv.reader(io.StringIO(decoded(text.whole()), newline="")))
    if any(len(row) != len(rows[0]) for row in rows):
        return None
    order = rng.sample(range(len(rows[0])), len(rows[0]))
    return "".join(",".join(cell(row[i]) for i in order) + "\n" for row in rows).encode()


def _wider(rng: random.Random, text: Text) -> bytes | None:
    more = rng.choice([1, 300, 4000])
    rows = [text.header + b"".join(b",more_%d" % i for i in range(more)), *(r + b"," * more for r in text.records)]
    return b"\n".join(rows) + b"\n"


def _blank_lines(rng: random.Random, text: Text) -> bytes | None:
    out = text.header + text.end
    for raw in text.records:
        out += rng.choice([b"", b"", text.end, b"  " + text.end, b" \t" + text.end * 2]) + raw + text.end
    return out + text.end * rng.choice([0, 3]) if rng.random() < 0.6 else out.removesuffix(text.end)


def _all_quoted(rng: random.Random, text: Text) -> bytes | None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        csv.reader(io.StringIO(decoded(text.whole()), newline=""))
    )
    return out.getvalue().encode()


def _encoded(text: Text, mark: bytes, encoding: str) -> bytes | None:
    try:
        return mark + decoded(text.whole()).encode(encoding)
    except UnicodeEncodeError:
        return None


def _ends(rng: random.Random, text: Text, ends: Sequence[bytes]) -> bytes | None:
    return b"".join(raw + rng.choice(ends) for raw in (text.header, *text.records))


Rewrite = Callable[[random.Random, Text], bytes | None]
REWRITES: dict[str, Rewrite] = {
    "byte order mark": lambda rng, t: b"\xef\xbb\xbf" + t.whole(),
    "UTF-16 little endian": lambda rng, t: _encoded(t, b"\xff\xfe", "utf-16-le"),
    "UTF-16 big endian": lambda rng, t: _encoded(t, b"\xfe\xff", "utf-16-be"),
    "Windows-1252": lambda rng, t: _encoded(t, b"", "cp1252"),
    "line ends of Windows": lambda rng, t: _ends(rng, t, [b"\r\n"]),
    "line ends of the old Macintosh": lambda rng, t: _ends(rng, t, [b"\r"]),
    "mixed line ends": lambda rng, t: _ends(rng, t, [b"\n", b"\r\n"]),
    "no line end at the end": lambda rng, t: t.whole().removesuffix(t.end),
    "blank lines": _blank_lines,
    "columns in another order": _swapped_columns,
    "many columns": _wider,
    "all quoted": _all_quoted,
    "names in capitals and spaces": lambda rng, t: t.whole().replace(t.header, b" , ".join(t.header.upper().split(b",")), 1),
}


def written_otherwise(rng: random.Random, text: Text | None = None) -> Case:
    """The same table in another shape: every record stands as it stood, and it must be read."""
    text = text or a_text(rng)
    name, rewrite = rng.choice(list(REWRITES.items()))
    if name in ("names in capitals and spaces", "many columns") and b'"' in text.header:
        return as_it_is(rng, text)
    by_content = any(line is not None and "/" in line[0] for line in text.lines)
    content = rewrite(rng, text)
    if content is None or by_content:  # what tells rows without key apart is all of their cells, in their order
        return as_it_is(rng, text)
    # a text whose quoted cells hold line feeds has several kinds of line end when rewritten: still to be read
    return Case("csv", f"whole: {name}", ((text.name, content),), len(text.records), text.kept(), must_read=True)


# CSV: damage anywhere


def _header_of(change: Callable[[list[bytes]], list[bytes]]) -> Rewrite:
    return lambda rng, t: b"\n".join((b",".join(change(t.header.split(b","))), *t.records)) + b"\n"


def _unquoted(rng: random.Random, text: Text) -> bytes | None:
    i = rng.randrange(len(text.records)) if text.records else 0
    return text.with_records([_a_cell(rng, r, b'"open') if n == i else r for n, r in enumerate(text.records)])


def _mixed_encodings(rng: random.Random, text: Text) -> bytes | None:
    of = ("utf-8", "cp1252", "utf-16-le", "utf-8")
    return text.with_records([r.decode("utf-8", "replace").encode(rng.choice(of), "replace") for r in text.records])


def _long(text: Text) -> bytes:
    """More than the first MiB, by which a text is judged."""
    last = text.records[-1] + text.end
    return text.whole() + last * (1_200_000 // len(last))


WRECKS: dict[str, Rewrite] = {
    "bits turned": lambda rng, t: flipped(rng, t.whole(), rng.choice([1, 5, 50, 500])),
    "bytes deleted": lambda rng, t: shortened(rng, t.whole(), rng.choice([5, 100, 2000])),
    "cut": lambda rng, t: t.whole()[: rng.randrange(len(t.whole()))],
    "quote inserted": lambda rng, t: inserted(rng, t.whole(), rng.choice([b'"', b'""', b'"""', b',"', b'",', b'\n"'])),
    "many quotes inserted": lambda rng, t: inserted(rng, inserted(rng, inserted(rng, t.whole(), b'"'), b',"'), b'"'),
    "quote not closed": _unquoted,
    "byte inserted": lambda rng, t: inserted(rng, t.whole(), rng.choice((*ODD_BYTES, b"\r", b"\n", b",", b"\xff\xfe"))),
    "header twice the same name": _header_of(lambda names: [*names, names[len(names) // 2]]),
    "header shuffled over the same cells": _header_of(lambda names: names[1:] + names[:1]),
    "header without a name": _header_of(lambda names: [b"" if i % 5 == 4 else n for i, n in enumerate(names)]),
    "header shorter": _header_of(lambda names: names[:-2]),
    "header longer": _header_of(lambda names: [*names, b"more"]),
    "header of reserved names": _header_of(lambda names: names + b"_raw _raw _record ~_raw rowid _part".split()),
    "header in quotes with line feed": _header_of(lambda names: [*names[:-1], b'"last\nmodified"']),
    "header with a huge name": _header_of(lambda names: [*names[:-1], b"x" * 200_000]),
    "no header": lambda rng, t: t.whole().partition(t.end)[2],
    "header only": lambda rng, t: t.header + rng.choice([b"", t.end, t.end * 3]),
    "header again and again": lambda rng, t: t.with_records([x for r in t.records for x in (r, t.header)]),
    "blank lines above": lambda rng, t: rng.choice([b"\n", b"\r\n", b"  \n", b",,,\n", b'""\n']) + t.whole(),
    "title above": lambda rng, t: b"Contract awards, as of today\n\n" + t.whole(),
    "other delimiter": lambda rng, t: t.whole().replace(b",", rng.choice([b";", b"\t", b"|", b"~", b":", b" "])),
    "all three line ends": lambda rng, t: _ends(rng, t, [b"\n", b"\r\n", b"\r"]),
    "two delimiters": lambda rng, t: t.with_records([rng.choice([r, r.replace(b",", b";")]) for r in t.records]),
    "two encodings": _mixed_encodings,
    "UTF-16 without mark": lambda rng, t: decoded(t.whole()).encode("utf-16-le"),
    "UTF-16 cut within a sign": lambda rng, t: b"\xff\xfe" + decoded(t.whole()).encode("utf-16-le")[:-3],
    "UTF-32": lambda rng, t: decoded(t.whole()).encode("utf-32"),
    "EBCDIC": lambda rng, t: decoded(t.whole()).encode("cp037", "replace"),
    "two files run together": lambda rng, t: t.whole() + b"\n\n" + HEADER.encode() + b"\n" + t.whole(),
    "noise": lambda rng, t: rng.randbytes(rng.choice([1, 3, 100, 5000])),
    "text of quotes": lambda rng, t: t.header + b"\n" + bytes(rng.choice(b'",\r\n a') for _ in range(300)),
    "zeros behind": lambda rng, t: t.whole() + b"\0" * rng.choice([1, 4096]),
    "zeros far behind": lambda rng, t: _long(t) + b"\0\0",
    "a bad byte far behind": lambda rng, t: _long(t) + b"\xff\n",
    "a record longer than any": lambda rng, t: t.with_records([*t.records, b"x" * 17_000_000]),
}  # fmt: skip
UNCOUNTED = ("all three line ends", "byte inserted", "zeros behind", "zeros far behind", "UTF-16 without mark", "EBCDIC",
             "UTF-32", "UTF-16 cut within a sign", "two encodings", "noise", "text of quotes")  # fmt: skip
"""Where the csv module and we may count otherwise: a lone carriage return, zeros, no text at all."""


def wrecked(rng: random.Random, text: Text | None = None) -> Case:
    """Anything may come of it but a loss: what is read adds up."""
    text = text or a_text(rng)
    name, wreck = rng.choice(list(WRECKS.items()))
    content = wreck(rng, text) or b""
    return Case("csv", f"anywhere: {name}", ((text.name, content),), None if name in UNCOUNTED else counted(content))


def in_stretches(rng: random.Random) -> Case:
    """A text of some hundred records that is taken for a very large one, whole or damaged."""
    text = made_up(rng, rng.choice([150, 400]))
    which = rng.choice([in_one_record, written_otherwise, wrecked])
    case = which(rng, text)
    return replace(case, kind="stretches", stretch=max(4000, len(case.files[0][1]) // rng.choice([3, 6])))


# values

ODD_AMOUNTS: tuple[tuple[str, str | None], ...] = (
    ("1e400", None), ("-1E400", None), ("NaN", None), ("Infinity", None), ("-inf", None), (" $ -1,234.5 ", "-1234.50"),
    ("\uff11\uff12\uff13", None), ("\u0661\u0662", None), ("10000000000000000", None), ("1" + "0" * 18, None),
    ("9999999999999999.99", "9999999999999999.99"), ("-9999999999999999.99", "-9999999999999999.99"),
    ("9999999999999999.995", None), ("(12.50)", "-12.50"), ("12.50-", "-12.50"), ("--5", None), ("1.2.3", None), ("0x10", None),
    ("1_000", None), ("1,23", None), ("\u22125", None), ("5%", None), ("=5", None), ("'5", None), ("1e3", "1000.00"),
    ("0.005", "0.00"), ("0.015", "0.02"), ("-0.005", "0.00"), ("1e-400", "0.00"), ("", None), ("5" * 5000, None),
    ("0." + "3" * 5000, "0.33"),
    ("1e15", "1000000000000000.00"), ("#REF!", None), ("5 5", None), ("USD 5", None), ("5\x00", None), ("true", None),
    ("0" * 41 + "5", "5.00"),
)  # fmt: skip
ODD_DAYS: tuple[tuple[str, str | None], ...] = (
    ("0000-00-00", None), ("0000-01-01", None), ("9999-12-31", "9999-12-31"), ("10000-01-01", None), ("2024-02-30", None),
    ("1/1/24", "2024-01-01"), ("2024-05-01T23:00:00-05:00", "2024-05-01"), ("2024-05-01T00:00:00Z", "2024-05-01"),
    ("2024-05-01 10:11:12.123456", "2024-05-01"), ("20240501", None), ("2024-5-1", None), ("infinity", None), ("epoch", None),
    ("-2024-05-01", None), ("2024-05-01x", None), ("13/13/2024", None), ("0/0/0000", None), ("now", None), ("", None),
    ("\uff12024-05-01", None), ("45413", None), ("Jan 1 2024", None), ("0001-01-01", None), ("2024-05-01" * 500, None),
)  # fmt: skip
ODD_KEYS = ("\x01\x02\x1f", "x" * 100_000, "\t", "\u202eabc", "'; DROP TABLE typed; --", "%s{0}$1\\", "\x7f\x1b[2J",
            "\ufffd\ufeff", "../../etc/passwd", "\U0001f980", "-NONE-", "null", "NULL", "\u00a0")  # fmt: skip


def odd_values(rng: random.Random) -> Case:
    """Odd amounts, days and keys in sound records, told one by one what they are worth."""
    text = made_up(rng, 12)
    records = list(csv.reader(io.StringIO(decoded(text.whole()), newline="")))[1:]
    told: dict[str, Decimal | None] = {}
    what = rng.choice(["amounts", "days", "keys", "sums", "others"])
    hit = rng.sample(range(12), 5)
    for i in hit:
        row = records[i]
        row[DAY], row[DOLLARS], row[12] = "2024-05-01", "7.00", "one line"
        if what == "amounts":
            row[DOLLARS], worth = rng.choice(ODD_AMOUNTS)
            told[row[KEY]] = None if worth is None else Decimal(worth)
        elif what == "days":
            row[DAY], day = rng.choice(ODD_DAYS)
            told[row[KEY]] = None if day is None else Decimal("7.00")
        elif what == "keys":
            row[rng.choice([KEY, AWARD])] += rng.choice(ODD_KEYS) + str(i)
        elif what == "sums":
            row[DOLLARS] = rng.choice(["9999999999999999.99", "-9999999999999999.99"])
            told[row[KEY]] = Decimal(row[DOLLARS])
        else:
            at = rng.choice([8, 9, 10, 11, 13, 14, 15])
            row[at] = rng.choice([*ODD_KEYS, *(a for a, _ in ODD_AMOUNTS), *(d for d, _ in ODD_DAYS)])
            told[row[KEY]] = Decimal("7.00")
    content = text.with_records([",".join(map(cell, row)).encode() for row in records])
    nul = b"\0" in content
    return Case("values", what, ((text.name, content),), len(records), text.kept(frozenset(hit)), must_read=not nul,
                amounts=told)  # fmt: skip


# containers


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "csv.gz": lambda raw: gzip.compress(raw, mtime=0),
    "csv.zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    "zip": lambda raw: zipped(("awards.csv", raw)),
    "stored.zip": lambda raw: zipped(("awards.csv", raw), how=zipfile.ZIP_STORED),
    "bzip2.zip": lambda raw: zipped(("awards.csv", raw), how=zipfile.ZIP_BZIP2),
    "lzma.zip": lambda raw: zipped(("awards.csv", raw), how=zipfile.ZIP_LZMA),
}
HARMS: dict[str, Edit] = {
    "as it is": lambda rng, raw: raw,
    "bits turned": lambda rng, raw: flipped(rng, raw, rng.choice([1, 1, 3, 30])),
    "bits of the ends turned": lambda rng, raw: flipped(rng, raw[:60]) + raw[60:-60] + flipped(rng, raw[-60:]),
    "cut": lambda rng, raw: raw[: rng.randrange(1, len(raw))],
    "cut by little": lambda rng, raw: raw[: -rng.randrange(1, 12)],
    "bytes deleted": lambda rng, raw: shortened(rng, raw, 50),
    "bytes inserted": lambda rng, raw: inserted(rng, raw, rng.randbytes(rng.randrange(1, 20))),
    "zeros within": lambda rng, raw: raw[: len(raw) // 2] + b"\0" * 20 + raw[len(raw) // 2 + 20 :],
    "something behind": lambda rng, raw: raw + rng.choice([b"\0" * 10, b"more", raw[:30]]),
    "something before": lambda rng, raw: rng.choice([b"\n", b"PK", b"\x1f\x8b", b"xx"]) + raw,
    "all noise": lambda rng, raw: raw[:8] + rng.randbytes(len(raw)),
}


def packed(rng: random.Random) -> Case:
    """A packed text, damaged or not: it is read whole or refused, since each packing carries its own check."""
    text = made_up(rng, rng.choice([3, 60, 3000]))
    suffix, pack = rng.choice(list(PACKERS.items()))
    raw = rng.choice([text.whole(), text.whole(), _encoded(text, b"\xff\xfe", "utf-16-le"), _encoded(text, b"", "cp1252")])
    name, harm = rng.choice(list(HARMS.items()))
    content = harm(rng, pack(raw or b""))
    return Case("packed", f"{suffix}: {name}", ((f"awards.{suffix}", content),), len(text.records), text.kept(),
                must_read=name == "as it is")  # fmt: skip


def _patched_name(raw: bytes) -> bytes:
    return raw.replace("\u00e9.csv".encode(), b"\xff\xfe.csv")


def odd_zip(rng: random.Random) -> Case:
    """Whole archives with odd members beside a good one: the good one is read, the others are named."""
    one, two = made_up(rng, 4), made_up(rng, 3)
    two = replace(two, records=tuple(r.replace(b"CONT_AWD_P", b"CONT_AWD_Q") for r in two.records),
                  lines=tuple(None if x is None else (x[0], x[1].replace("_P", "_Q"), x[2]) for x in two.lines))  # fmt: skip
    good, other = one.whole(), two.whole()
    both = (*one.kept(), *two.kept())
    first, count = len(one.records), len(one.records) + len(two.records)
    empty = [(f"{i}.csv", HEADER.encode() + b"\n") for i in range(40)]
    shapes: dict[str, tuple[bytes, int, tuple[Line, ...], tuple[str, ...], bool]] = {
        "two members of one name": (zipped(("a.csv", good), ("a.csv", other)), count, both, (), False),
        "names that differ in case": (zipped(("a.csv", good), ("A.CSV", other)), count, both, (), True),
        "folders": (zipped(("x/", b""), ("x/a.csv", good), ("y/a.csv", other), ("d.csv/", b"")), count, both, (), True),
        "absolute names": (zipped(("/etc/a.csv", good), ("../../a.csv", other)), count, both, (), True),
        "names of Windows": (zipped(("C:\\a.csv", good), ("..\\b.csv", other)), count, both, (), True),
        "names with control signs": (zipped(("a\n\x1b[2J.csv", good), ("b'\".csv", other)), count, both, (), True),
        "a very long name": (zipped(("n" * 5000 + ".csv", good), ("b.csv", other)), count, both, (), True),
        "a zip in the zip": (zipped(("a.csv", good), ("in.zip", zipped(("b.csv", other)))), -1, one.kept(), ("in.zip",), True),
        "a gz in the zip": (zipped(("a.csv", good), ("b.csv.gz", gzip.compress(other))), -1, one.kept(), ("b.csv.gz",), True),
        "an empty member": (zipped(("a.csv", good), ("b.csv", b"")), -1, one.kept(), ("b.csv",), True),
        "a member of blanks": (zipped(("a.csv", good), ("b.csv", b"\n" * 3_000_000)), -1, one.kept(), ("b.csv",), True),
        "a member of zeros": (zipped(("a.csv", good), ("b.csv", b"\0" * 5_000_000)), -1, one.kept(), ("b.csv",), True),
        "a member of a web page": (zipped(("a.csv", good), ("b.csv", b"<html>x</html>")), -1, one.kept(), ("b.csv",), True),
        "a false workbook": (zipped(("a.csv", good), ("b.xlsx", b"PK\3\4xx")), -1, one.kept(), ("b.xlsx",), True),
        "a false Parquet": (zipped(("a.csv", good), ("b.parquet", b"PAR1xx")), -1, one.kept(), ("b.parquet",), True),
        "a false JSON": (zipped(("a.csv", good), ("b.json", b'{"results": [')), -1, one.kept(), ("b.json",), True),
        "shadows": (zipped(("a.csv", good), ("__MACOSX/._a.csv", b"\0\5"), ("._b.csv", b"\0")), first, one.kept(), (), True),
        "many members": (zipped(*empty, ("z.csv", good)), first, one.kept(), ("0.csv",), True),
        "no member": (zipped(), -1, (), (), False),
        "only folders": (zipped(("x/", b""), ("y/", b"")), -1, (), (), False),
        "name that is no UTF-8": (_patched_name(zipped(("\u00e9.csv", good), ("b.csv", other))), -1, (), (), False),
        "a comment": (zipped(("a.csv", good))[:-2] + b"\5\0hello", first, one.kept(), (), True),
        "bytes before": (b"", -1, (), (), False),
        "text in a workbook's name": (zipped(("xl/a.csv", good)), -1, (), (), False),
    }  # fmt: skip
    name = rng.choice(list(shapes))
    content, records, kept, named, must = shapes[name]
    return Case("zip", name, (("all.zip", content),), None if records < 0 else records, kept, named, must)


# JSON

MOVE: dict[str, Any] = {
    "internal_id": 1, "Award ID": "A1", "Mod": "0", "Recipient Name": "EXAMPLE", "Action Date": "2024-05-01",
    "Transaction Amount": "10.10", "Awarding Sub Agency": "Sub", "PSC": {"code": "8405", "description": "X"},
    "NAICS": [{"code": "315250", "description": "Y"}], "Primary Place of Performance": {"country_name": "MEXICO"},
    "Recipient Location": {"location_country_code": "USA", "address": [None, 1.5]}, "Transaction Description": "SHIRTS",
}  # fmt: skip
NAMED = {"Award ID": "piid", "Transaction Amount": "dollars", "Action Date": "day", "generated_internal_id": "key"}
STRANGE: tuple[str, ...] = (
    "null", "true", "0", "-0", "1e400", "1e999999", "NaN", "-Infinity", "9" * 6000, '""', '"\\u0000"', '"\\ud800"',
    '"\\udc00x"', "[]", "{}", "[[]]", '[{"a": 1}, {"a": 2}]', '{"a": {"a": {"a": {"a": {"a": 1}}}}}',
    "[" * 200 + "]" * 200, '"' + "x" * 300_000 + '"',
    '{"": ""}', '"\\u202e\\u0007"', '"2024-02-30"', "[null]", '["2024-05-01", "2024-05-02"]', '{"code": ["x"]}', "1.5", '" "',
)  # fmt: skip
BEYOND: tuple[str, ...] = ("[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000)
"""Nested deeper than any reader goes: the file may be refused."""


def _moves(rng: random.Random, count: int) -> tuple[list[Any], list[Line]]:
    records, lines = [], []
    for i in range(count):
        dollars = Decimal(rng.randrange(1, 10**9)).scaleb(-2)
        award = f"CONT_AWD_J{i:04}_9700_-NONE-_-NONE-"
        records.append({**MOVE, "Award ID": f"J{i:04}", "Transaction Amount": str(dollars), "generated_internal_id": award})
        lines.append(("", award, dollars))
    return records, lines


def release(i: int, dollars: Decimal) -> dict[str, Any]:
    return {
        "ocid": f"ocds-{i}", "id": f"r{i}", "date": "2024-06-01T00:00:00Z", "tag": ["award"], "buyer": {"name": "AGENCY"},
        "tender": {"title": "T", "tenderPeriod": {"startDate": "2024-01-01"}, "numberOfTenderers": 2},
        "parties": [{"id": "s", "name": "SUP", "roles": ["supplier"], "address": {"countryName": "Mexico"}}],
        "awards": [{"id": f"a{i}", "status": "active", "date": "2024-05-01", "suppliers": [{"id": "s", "name": "SUP"}],
                    "value": {"amount": float(dollars), "currency": "USD"}, "items": [{"id": "1", "description": "shirts"}]}],
        "contracts": [{"id": f"c{i}", "awardID": f"a{i}", "period": {"startDate": "2024-05-01"}, "dateSigned": "2024-05-02"}],
    }  # fmt: skip


def _releases(rng: random.Random, count: int) -> tuple[list[Any], list[Line]]:
    amounts = [Decimal(rng.randrange(1, 10**9)).scaleb(-2) for _ in range(count)]
    lines = [(f"ocds-{i}/a{i}", f"ocds-{i}/a{i}", dollars) for i, dollars in enumerate(amounts)]
    return [release(i, dollars) for i, dollars in enumerate(amounts)], lines


def _waivers(rng: random.Random, count: int) -> tuple[list[Any], list[Line]]:
    return [
        {"_id": f"w{i}", "state": "submitted", "created": "2022-01-31T19:26:10.682Z", "modified": "2022-02-10T12:53:53.250Z",
         "data": {"ombDetermination": "Consistent", "piids": [{"piid": f"P{i}"}], "psc": {"pscCode": "8405"},
                  "waiverRationaleSummary": "W",
                  "countriesOfOriginAndUSContent": [{"countryOfOriginAndUSContent": {"Three": "BGD"}}]}}
        for i in range(count)
    ], []  # fmt: skip


SPOT = "@spot@"


def _places_in(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _places_in(value, (*path, key))


def _struck(rng: random.Random, record: Any, spared: tuple[str, ...]) -> tuple[Any, str]:
    """The record with one value replaced by a mark, or left out, or its name changed; and where."""
    out = json.loads(json.dumps(record))
    able = [p for p in _places_in(out) if p[0] not in spared and p not in ((s,) for s in spared)]
    path = rng.choice(able)
    inner = out
    for key in path[:-1]:
        inner = inner[key]
    how = rng.choice(["strange", "strange", "strange", "gone", "renamed"])
    if how == "strange" or isinstance(inner, list):
        inner[path[-1]] = SPOT
    elif how == "gone":
        del inner[path[-1]]
    else:
        inner[rng.choice(["", "_raw", "_RAW", "\u0130", "x" * 1000, path[-1].upper()])] = inner.pop(path[-1])
    return out, "/".join(map(str, path))


SIGNS = (b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\0", b"\xff", b"\n")
WORDS_HARMS: dict[str, Edit] = {
    "bits turned": lambda rng, raw: flipped(rng, raw, rng.choice([1, 3, 30])),
    "cut": lambda rng, raw: raw[: rng.randrange(len(raw))],
    "bytes deleted": lambda rng, raw: shortened(rng, raw, 20),
    "sign inserted": lambda rng, raw: inserted(rng, raw, rng.choice(SIGNS)),
    "something behind": lambda rng, raw: raw + rng.choice([b"x", b"\0", b"{", b"]", b"\n\n", raw]),
    "byte order mark": lambda rng, raw: b"\xef\xbb\xbf" + raw,
    "UTF-16": lambda rng, raw: raw.decode("utf-8", "replace").encode("utf-16"),
    "noise": lambda rng, raw: raw[:200] + rng.randbytes(300),
}  # fmt: skip


def in_json(rng: random.Random) -> Case:
    """Pages of search results, OCDS releases, waivers: one record strange, or the text damaged."""
    of = rng.choice(["moves", "moves", "releases", "releases", "waivers"])
    make: dict[str, Callable[[random.Random, int], tuple[list[Any], list[Line]]]] = {
        "moves": _moves, "releases": _releases, "waivers": _waivers,
    }  # fmt: skip
    records, lines = make[of](rng, rng.choice([2, 3, 8]))
    wrap = {"moves": '{"results": [%s], "page_metadata": {"page": 1}}', "releases": '{"releases": [%s]}', "waivers": "[%s]"}[of]
    if rng.random() < 0.15:
        wrap = "%s"
    between = "\n" if wrap == "%s" else ", "
    if rng.random() < 0.4:
        raw = wrap.replace("%s", between.join(map(json.dumps, records))).encode()
        name, harm = rng.choice(list(WORDS_HARMS.items()))
        return Case("json", f"{of}: text: {name}", ((f"{of}.json", harm(rng, raw)),))
    hit = rng.randrange(len(records))
    whole = rng.random() < 0.15
    # what may lawfully make another number of rows is left in peace, so that the count must hold
    spared = ("awards", "contracts", "ocid") if of == "releases" and rng.random() < 0.5 else ()
    struck, where = (SPOT, "whole") if whole else _struck(rng, records[hit], spared)
    strange = rng.choice([*STRANGE, rng.choice(BEYOND)])
    texts = [json.dumps(struck if i == hit else r).replace(f'"{SPOT}"', strange) for i, r in enumerate(records)]
    same = whole or of != "releases" or bool(spared)
    kept = tuple(line for i, line in enumerate(lines) if i != hit)
    content = wrap.replace("%s", between.join(texts)).encode("utf-8", "surrogatepass")
    sound = strange not in BEYOND and not (wrap == "%s" and whole)
    return Case("json", f"{of}: {where} = {strange[:30]}", ((f"{of}.json", content),), len(records) if same and sound else None,
                kept if sound else (), must_read=sound)  # fmt: skip


@cache
def real_nested() -> tuple[tuple[str, bytes], ...]:
    """The real samples of JSON, XML and workbooks, unpacked."""
    found = []
    for path in sorted((REAL / "format_samples").glob("*")):
        if path.suffix in (".gz", ".json", ".xlsx"):
            raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found.append((path.name.removesuffix(".gz"), raw))
    return tuple(found)


def real_text_harmed(rng: random.Random) -> Case:
    """A real sample, its text damaged."""
    samples = [s for s in real_nested() if not s[0].endswith(".xlsx")]
    if not samples:
        return in_json(rng)
    name, raw = rng.choice(samples)
    what, harm = rng.choice(list(WORDS_HARMS.items()))
    return Case("json", f"real: {what}", ((name, harm(rng, raw)),))


# workbooks

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODD_CELLS = (
    "<c><f>SUM(A1:A2)</f></c>", "<c><f>1/0</f><v>#DIV/0!</v></c>", '<c t="e"><v>#REF!</v></c>',
    '<c t="b"><v>1</v></c>', '<c t="b"><v>x</v></c>', '<c s="1"><v>-5</v></c>', '<c s="1"><v>60</v></c>',
    '<c s="1"><v>99999999</v></c>', "<c><v>1e400</v></c>", "<c><v>NaN</v></c>",
    "<c><v>123456789012345678901234567890</v></c>", '<c t="s"><v>99999</v></c>', '<c t="s"><v>-1</v></c>', "<c/>",
    '<c t="str"><f>A1</f><v>text</v></c>', '<c t="d"><v>2024-05-01</v></c>', '<c t="d"><v>2024-99-99</v></c>',
    '<c t="zz"><v>1</v></c>', '<c t="inlineStr"><is><t>a&#10;b&#13;c"d,e</t></is></c>',
    '<c t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r></is></c>',
    '<c t="inlineStr"><is><t>_x0000_&#x1F980;</t></is></c>', '<c s="7"><v>1</v></c>', "<c><v></v></c>",
    '<c t="inlineStr"><is><t>  </t></is></c>',
)  # fmt: skip


def workbook(sheets: Sequence[Sequence[Sequence[str]]], more: str = "", parts: Mapping[str, str | None] | None = None) -> bytes:
    """A workbook of cells given as XML, made by hand; `parts` replaces or leaves out members."""
    names = range(1, len(sheets) + 1)
    links = "".join(f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names)
    members: dict[str, str | None] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}<Relationship Id="rs" '
        f'Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    for n, rows in zip(names, sheets, strict=True):
        body = "".join(f'<row r="{r}">{"".join(row)}</row>' for r, row in enumerate(rows, 1))
        members[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{more}</worksheet>'
    members |= parts or {}
    return zipped(*((name, text.encode()) for name, text in members.items() if text is not None))


def _words(text: str) -> str:
    plain_text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{plain_text}</t></is></c>' if text else "<c/>"


def _sheet(rng: random.Random, count: int, prefix: str = "X") -> tuple[list[list[str]], list[Line]]:
    rows, lines = [[_words(name) for name in NAMES]], []
    for i in range(count):
        dollars = Decimal(rng.randrange(1, 10**8)).scaleb(-2)
        line = (f"{prefix}{i}", f"CONT_AWD_{prefix}{i}", dollars)
        serial = rng.choice(['<c s="1"><v>45413</v></c>', _words("2024-05-01")])
        amount = rng.choice([f"<c><v>{dollars}</v></c>", _words(str(dollars)), f"<c><f>1+1</f><v>{dollars}</v></c>"])
        texts = [_words(t) for t in (line[0], line[1], f"{prefix}{i}", "0", "0", "9700")]
        rows.append([*texts, serial, amount, "<c><v>8405</v></c>", _words("USA"), _words("EX"), "<c/>", _words("A,\nB"),
                     "<c/>", "<c><v>1</v></c>", _words("2025-01-01")])  # fmt: skip
        lines.append(line)
    return rows, lines


def in_workbook(rng: random.Random) -> Case:
    """Workbooks with odd cells in one row, odd sheets, broken parts."""
    rows, lines = _sheet(rng, rng.choice([1, 5, 30]))
    what = rng.choice(["cells", "cells", "cells", "empty sheets", "two sheets", "merged", "titles", "blank rows", "wide row",
                       "part", "xml", "archive", "archive", "real", "other sheet"])  # fmt: skip
    kept, count, must, more, name = tuple(lines), len(lines), True, "", "book.xlsx"
    sheets: list[list[list[str]]] = [rows]
    named: tuple[str, ...] = ()
    if what == "cells":
        hit = rng.randrange(len(lines))
        for _ in range(rng.choice([1, 1, 4])):
            rows[hit + 1][rng.randrange(len(NAMES))] = rng.choice(ODD_CELLS)
        kept = tuple(line for i, line in enumerate(lines) if i != hit)
        must = False  # a type that no workbook has may be refused
    elif what == "empty sheets":
        sheets = [[], rows, [[]], [["<c/>"]]]
    elif what == "two sheets":
        others, more_lines = _sheet(rng, 3, "Y")
        sheets, kept, count = [rows, others], (*lines, *more_lines), len(lines) + 3
    elif what == "merged":
        more = '<mergeCells count="1"><mergeCell ref="A1:ZZ99999"/></mergeCells>'
    elif what == "titles":
        sheets = [[[_words("Awards of the year")], [], [_words("as of"), '<c s="1"><v>45413</v></c>'], *rows]]
    elif what == "blank rows":
        sheets = [[rows[0], *([x for row in rows[1:] for x in ([], row, [_words("  ")])])]]
    elif what == "wide row":
        rows[1] = [*rows[1], *([_words("more")] * rng.choice([1, 500]))]
        kept = tuple(lines[1:])
    elif what == "other sheet":
        sheets, named = [rows, [[_words(c) for c in "abc"], [_words(c) for c in "def"]]], ("S2",)
    content = workbook(sheets, more)
    if what == "part":
        part = rng.choice(["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml",
                           "_rels/.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])  # fmt: skip
        content, must = workbook(sheets, parts={part: rng.choice([None, "", "<x/>", "<", "\0"])}), False
        kept, count = (), -1
    elif what == "xml":
        body = workbook(sheets)
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            parts = {n: book.read(n) for n in book.namelist()}
        part = rng.choice(list(parts))
        parts[part] = rng.choice([shortened, lambda r, x: flipped(r, x, 3)])(rng, parts[part])
        content, must, kept, count = zipped(*parts.items()), False, (), -1
    elif what in ("archive", "real"):
        real = [raw for n, raw in real_nested() if n.endswith(".xlsx")]
        harm_name, harm = rng.choice(list(HARMS.items()))
        content = harm(rng, rng.choice(real) if what == "real" and real else content)
        must, kept, count, what = False, (), -1, f"{what}: {harm_name}"
        name = rng.choice(["book.xlsx", "book.xlsx", "book.xls", "book.csv"])
    return Case("xlsx", what, ((name, content),), None if count < 0 else count, kept, named, must)


# folders


def in_folder(rng: random.Random) -> Case:
    """Good files among bad ones: the good are read, the bad are named."""
    good = [made_up(random.Random(rng.random()), 3) for _ in range(2)]
    files: list[tuple[str, bytes]] = []
    kept: list[Line] = []
    for n, text in enumerate(good):
        records = tuple(r.replace(b"CONT_AWD_P", b"CONT_AWD_F%d" % n) for r in text.records)
        files.append((f"good {n}.csv", text.with_records(records)))
        kept += [(a, b.replace("_P", f"_F{n}"), c) for a, b, c in text.kept()]
    bad: list[tuple[str, bytes]] = [
        ("empty.csv", b""), ("page.csv", b"<!DOCTYPE html><html></html>"), ("cut.csv.gz", gzip.compress(good[0].whole())[:-9]),
        ("cut.zip", zipped(("a.csv", good[0].whole()))[:-30]), ("false.xlsx", b"PK\3\4nothing"),
        ("half.json", b'{"results": [{"Award ID": "x", "Transaction Amount": 1'), ("other.csv", b"a,b\n1,2\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("false.parquet", b"PAR1"), ("noise.csv", rng.randbytes(900)), ("open.csv", HEADER.encode() + b'\nx,"y\n'),
        ("semi.csv", good[0].whole().replace(b",", b";")), ("cut.xml", b'<feed xmlns:f="https://www.fpds.gov/FPDS"><entry>'),
        ("false.ods", zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<"))),
        ("cut.csv.zst", zstandard.compress(good[0].whole())[:-4]), ("only header.csv", HEADER.encode() + b"\n"),
    ]  # fmt: skip
    chosen = rng.sample(bad, rng.choice([1, 3, 6]))
    if rng.random() < 0.2:
        chosen.append((os.fsdecode(b"caf\xe9.csv"), b"a,b\n1,2\n"))
    files += chosen
    rng.shuffle(files)
    named = tuple(n for n, _ in chosen if n.isascii())
    return Case("folder", " ".join(sorted(named)), tuple(files), 6, tuple(kept), named, True, True)


KINDS: dict[str, tuple[Callable[[random.Random], Case], ...]] = {
    "csv": (in_one_record, in_one_record, written_otherwise, wrecked, wrecked),
    "stretches": (in_stretches,),
    "values": (odd_values,),
    "packed": (packed, packed, odd_zip),
    "json": (in_json, in_json, in_json, real_text_harmed),
    "xlsx": (in_workbook,),
    "folder": (in_folder,),
}


def cases(kind: str, count: int, seed: int) -> Iterator[Case]:
    """The same cases for the same seed; each of them alone depends on its number only."""
    for n in range(count):
        rng = random.Random(f"{seed}/{kind}/{n}")
        yield KINDS[kind][n % len(KINDS[kind])](rng)


# the command


def through_the_command(case: Case, folder: Path) -> list[str]:
    """Exit status, one sentence, nothing written on a refusal, no scratch left."""
    paths, out = put(case, folder / "in"), folder / "out"
    command = [sys.executable, "-m", "buyfair.cli", "assess", *map(str, paths), "--out", str(out), "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, timeout=300, check=False, env=env)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if not line.startswith("passed over: ")]
    found = []
    if "Traceback" in done.stderr.decode("utf-8", "replace") or done.returncode not in (0, 1):
        found.append(f"command: exit {done.returncode}: {said[-1:]}")
    elif done.returncode == 0:
        summary = json.loads(done.stdout)
        for what in ("lines", "dollars"):
            of = {k: Decimal(str(v)) for k, v in summary[what].items()}
            if of["read"] != of["accepted"] + of["rejected"] + of["superseded"]:
                found.append(f"command: {what} do not add up: {summary[what]}")
    else:
        if len(said) != 1 or not said[0].startswith("buyfair: ") or not said[0].endswith("."):
            found.append(f"command: no sentence: {said[:3]}")
        if done.stdout or out.exists():
            found.append("command: something was written although the input was refused")
    left = sorted(p.name for p in folder.iterdir() if p.name not in ("in", "out"))
    return found + ([f"command: left behind: {left}"] if left else [])


def main() -> int:
    """Prints one row a kind and one line a fault; 1 where any case failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=300, help="of each kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default=",".join(KINDS))
    asked.add_argument("--cli", type=int, default=40, help="every so many-th case also goes through the command; 0: none")
    asked.add_argument("--nth", type=int, default=None, help="only this case of each kind")
    given = asked.parse_args()
    kept = ROOT / "build" / "fuzz"
    shutil.rmtree(kept, ignore_errors=True)
    seen: Counter[str] = Counter()
    print("kind       cases   read  refused  command  failed  seconds")
    for kind in given.only.split(","):
        tally: Counter[str] = Counter()
        begun = time.perf_counter()
        for n, case in enumerate(cases(kind, given.cases, given.seed)):
            if given.nth is not None and n != given.nth:
                continue
            with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                outcome = run(case, Path(folder))
            found = faults(case, outcome)
            tally["refused" if outcome.refused else "read"] += 1
            if given.cli and n % given.cli == 0:
                tally["command"] += 1
                with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                    found += through_the_command(case, Path(folder))
            tally["failed"] += bool(found)
            for fault in found:
                tell(f"{kind}/{n} {case.what}", fault, seen)
            if found:
                keep(case, kept / f"{kind}-{n}")
        print(f"{kind:9} {sum(tally[k] for k in ('read', 'refused')):6,} {tally['read']:6,} {tally['refused']:8,} "
              f"{tally['command']:8,} {tally['failed']:7,} {time.perf_counter() - begun:8.0f}", flush=True)  # fmt: skip
    print(f"{sum(seen.values())} faults of {len(seen)} kinds" if seen else "no fault")
    return 1 if seen else 0


def tell(which: str, fault: str, seen: Counter[str]) -> None:
    """Prints a fault; of one kind no more than three."""
    sign = re.sub(r"[0-9]+|'[^']*'", "#", fault)[:60] + which.partition(" ")[2][:25]
    seen[sign] += 1
    if seen[sign] <= 3:
        print(f"  {which}: {fault[:500]}", flush=True)


def keep(case: Case, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in case.files:
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
