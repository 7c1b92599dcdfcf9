"""Files around and beside plain texts for fuzz.py: archives, JSON, workbooks and folders, damaged and odd."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import zstandard

import fuzz_texts
from fuzz_oracle import Case, Line
from fuzz_texts import HEADER, NAMES, Edit, encoded, flipped, inserted, made_up, shortened


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
    raw = rng.choice([text.whole(), text.whole(), encoded(text, b"\xff\xfe", "utf-16-le"), encoded(text, b"", "cp1252")])
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
    for path in sorted((fuzz_texts.REAL / "format_samples").glob("*")):
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
        ("empty.csv", b""), ("page.csv", b"<!DOCTYPE html><html></html>"),
        ("cut.csv.gz", gzip.compress(good[0].whole(), mtime=0)[:-9]),
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
