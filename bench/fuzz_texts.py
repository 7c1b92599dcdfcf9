"""Texts of comma-separated values for fuzz.py: damaged in one record, written otherwise, wrecked, with odd values."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from fuzz_oracle import Case, Line, counted, decoded, run

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("BUYFAIR_REAL_DATA", str(ROOT.parent / "shared" / "data")))


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


def encoded(text: Text, mark: bytes, encoding: str) -> bytes | None:
    try:
        return mark + decoded(text.whole()).encode(encoding)
    except UnicodeEncodeError:
        return None


def _ends(rng: random.Random, text: Text, ends: Sequence[bytes]) -> bytes | None:
    return b"".join(raw + rng.choice(ends) for raw in (text.header, *text.records))


Rewrite = Callable[[random.Random, Text], bytes | None]
REWRITES: dict[str, Rewrite] = {
    "byte order mark": lambda rng, t: b"\xef\xbb\xbf" + t.whole(),
    "UTF-16 little endian": lambda rng, t: encoded(t, b"\xff\xfe", "utf-16-le"),
    "UTF-16 big endian": lambda rng, t: encoded(t, b"\xfe\xff", "utf-16-be"),
    "Windows-1252": lambda rng, t: encoded(t, b"", "cp1252"),
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
