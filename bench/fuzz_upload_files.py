"""Files that people may upload, for fuzz_uploads.py: Word documents, other kinds, decisions, names; damaged, odd, hostile."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from fuzz_files import HARMS, zipped
from fuzz_upload_pdfs import pdf
from fuzz_upload_words import one_of, plain, texts, worded

__all__ = ["File", "any_file", "decisions", "for_programs", "other", "pdf", "plain", "word"]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>'
TAIL = "</w:body></w:document>"


@dataclass(frozen=True)
class File:
    """What is uploaded: the name under which it is sent, its bytes, and in words what is wrong with it."""

    name: str
    content: bytes
    what: str


# Word


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("\ud800", "?")
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF))


def _paragraphs(text: str) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{_escaped(line)}</w:t></w:r></w:p>' for line in text.split("\n"))


@cache
def parts() -> dict[str, bytes]:
    """The parts of a Word document as a word processor writes them."""
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as made:
        return {name: made.read(name) for name in made.namelist()}


MAIN = "word/document.xml"
PACKINGS = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def word_with(changed: dict[str, bytes | None], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word document with parts in place of others, or left out."""
    found: dict[str, bytes | None] = {**parts(), **changed}
    return zipped(*((name, part) for name, part in found.items() if part is not None), how=how)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ODD_BODIES: dict[str, Callable[[str], bytes]] = {
    "entities upon entities": lambda t: (
        f'<!DOCTYPE w [<!ENTITY l0 "lol">{LAUGHS}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p>'
        f"{TAIL}").encode(),
    "an entity of outside": lambda t: (
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&x;'
        f"</w:t></w:r></w:p>{TAIL}").encode(),
    "tables in tables": lambda t: (
        f"{HEAD}{'<w:tbl><w:tr><w:tc>' * 900}{_paragraphs('deep')}{'</w:tc></w:tr></w:tbl>' * 900}{TAIL}").encode(),
    "nested without an end": lambda t: (HEAD + "<w:sdt><w:sdtContent>" * 60_000).encode(),
    "nested 100,000 deep": lambda t: (HEAD + "<a>" * 100_000 + "</a>" * 100_000 + TAIL).encode(),
    "a table of many cells": lambda t: (
        f"{HEAD}<w:tbl>{('<w:tr>' + '<w:tc><w:p/></w:tc>' * 60 + '</w:tr>') * 400}</w:tbl>{_paragraphs(t)}{TAIL}").encode(),
    "a cell over ten million": lambda t: (
        f'{HEAD}<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/><w:vMerge/></w:tcPr>{_paragraphs(t)}</w:tc></w:tr>'
        f"</w:tbl>{TAIL}").encode(),
    "a bomb of blanks": lambda t: (HEAD + " " * 150_000_000 + TAIL).encode(),
    "a bomb of paragraphs": lambda t: (HEAD + "<w:p/>" * 4_000_000 + TAIL).encode(),
    "a bomb of words": lambda t: (
        f"{HEAD}<w:p><w:r><w:t>" + "a b " * 15_000_000 + f"</w:t></w:r></w:p>{TAIL}").encode(),
    "an attribute without end": lambda t: f'{HEAD}<w:p w:x="{"y" * 12_000_000}"/>{_paragraphs(t)}{TAIL}'.encode(),
    "UTF-16": lambda t: f"{HEAD.replace('UTF-8', 'UTF-16')}{_paragraphs(t)}{TAIL}".encode("utf-16"),
    "a false coding": lambda t: f"{HEAD.replace('UTF-8', 'klingon')}{_paragraphs(t)}{TAIL}".encode(),
    "NULs in the XML": lambda t: f"{HEAD}{_paragraphs(t)}\0{TAIL}".encode(),
    "a sign that no XML holds": lambda t: f"{HEAD}<w:p><w:r><w:t>&#0;&#x1b;</w:t></w:r></w:p>{TAIL}".encode(),
    "no body": lambda t: f'<w:document xmlns:w="{WORD}"/>'.encode(),
    "another root": lambda t: b"<html><body>no</body></html>",
    "nothing": lambda t: b"",
    "numbering that counts itself": lambda t: (
        HEAD + '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="-7"/></w:numPr></w:pPr><w:r><w:t>x</w:t>'
        f"</w:r></w:p>{_paragraphs(t)}{TAIL}").encode(),
    "deleted and inserted": lambda t: (
        f"{HEAD}<w:p><w:del><w:r><w:delText>52.222-50</w:delText></w:r></w:del><w:ins>{'<w:ins>' * 300}<w:r><w:t>x</w:t></w:r>"
        f"{'</w:ins>' * 300}</w:ins></w:p>{_paragraphs(t)}{TAIL}").encode(),
}  # fmt: skip


@cache
def bombs() -> dict[str, bytes]:
    """The large bodies, packed once."""
    return {name: word_with({MAIN: make(texts()[2])}) for name, make in ODD_BODIES.items() if name.startswith("a bomb")}


def word(rng: random.Random) -> tuple[str, bytes, str]:
    """A Word document: odd words, an odd body, parts that lack or are wrong, or an odd package."""
    text, what = worded(rng)
    sound = f"{HEAD}{_paragraphs(text)}{TAIL}".encode("utf-8", "replace")
    kind = rng.choice(["words", "words", "body", "body", "parts", "parts", "package", "harm"])
    if kind == "body":
        name = one_of(rng, ODD_BODIES)
        return "paper.docx", bombs().get(name) or word_with({MAIN: ODD_BODIES[name](text)}), f"docx: {name}"
    if kind == "parts":
        part = rng.choice(list(parts()))
        put = rng.choice([None, b"", b"<x/>", b"<", b"\0\0", b"\xff\xfe", parts()[part][: len(parts()[part]) // 2]])
        return "paper.docx", word_with({MAIN: sound, part: put}), f"docx: {part} is {put if put is None else put[:9]!r}"
    if kind == "package":
        return _package(rng, sound)
    content = word_with({MAIN: sound}, rng.choice(PACKINGS))
    if kind == "harm":
        name = rng.choice(list(HARMS))
        return "paper.docx", HARMS[name](rng, content), f"docx: {name}"
    return "paper.docx", content, f"docx: {what}"


def _package(rng: random.Random, sound: bytes) -> tuple[str, bytes, str]:
    whole = word_with({MAIN: sound})
    shapes: dict[str, Callable[[], bytes]] = {
        "twelve thousand members": lambda: word_with({f"word/m{n}.xml": b"" for n in range(12_000)}),
        "names that climb": lambda: word_with({MAIN: sound, "../../../x.txt": b"x", "/etc/x": b"x", "C:\\x": b"x"}),
        "the main part twice": lambda: zipped((MAIN, b"<x/>"), *parts().items(), (MAIN, sound)),
        "a name of 60,000": lambda: word_with({MAIN: sound, "n" * 60_000: b""}),
        "said to be locked": lambda: whole.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0").replace(
            b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"),
        "a packing nobody knows": lambda: whole.replace(b"\x14\0\0\0\x08\0", b"\x14\0\0\0\x63\0"),
        "sizes that lie": lambda: _lying_sizes(whole),
        "macros": lambda: word_with({MAIN: sound, "word/vbaProject.bin": b"x"}),
        "a zip in a zip in a zip": lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c.docx", whole)))))),
        "an archive of texts": lambda: zipped(("a.txt", b"x"), ("b.docx", whole)),
        "a sheet": lambda: zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")),
        "both sheet and text": lambda: word_with({MAIN: sound, "xl/workbook.xml": b"<x/>"}),
        "relations that go round": lambda: word_with({MAIN: sound, "word/_rels/document.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="document.xml"/>'
            b"</Relationships>")}),
        "an empty archive": lambda: zipped(),
        "quarter of a gigabyte of zeros": lambda: _zeros(),
    }  # fmt: skip
    name = one_of(rng, shapes)
    return "paper.docx", shapes[name](), f"docx: {name}"


@cache
def _zeros() -> bytes:
    return word_with({MAIN: b"\0" * 250_000_000})


def _lying_sizes(whole: bytes) -> bytes:
    """The directory says of every member that it is small."""
    out, at = bytearray(whole), 0
    while (at := whole.find(b"PK\1\2", at)) >= 0:
        out[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at += 4
    return bytes(out)


# everything else


def other(rng: random.Random) -> tuple[str, bytes, str]:
    """Files of other kinds, whole or damaged."""
    text = rng.choice(texts())
    noise = rng.randbytes(rng.choice([1, 300, 60_000]))
    found: dict[str, tuple[str, bytes]] = {
        "empty": ("text.txt", b""), "a web page": ("page.html", f"<!DOCTYPE html><html>{text}</html>".encode()),
        "a web page called text": ("page.txt", f"<html><script>x</script>{text}</html>".encode()),
        "an archive": ("all.zip", zipped(("a.txt", text.encode()))), "a gz": ("a.txt.gz", gzip.compress(text.encode())),
        "a nested archive": ("all.zip", zipped(("a.zip", zipped(("b.zip", zipped(("c.txt", text.encode()))))))),
        "noise": (rng.choice(["a.txt", "a.pdf", "a.docx", "a.png", "a"]), noise),
        "RTF": ("a.txt", b"{\\rtf1 x}"), "old Word": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900),
        "a picture": ("a.png", _png()), "a damaged picture": ("a.png", _png()[:-20]),
        "a photograph": ("a.jpg", b"\xff\xd8\xff\xe1\x00\x08Exif\0\0\xff\xda\0\2\1\2\3\xff\xd9"),
        "a sheet": ("a.csv", b"a,b\n=1+1,\"x\n\"\n"), "JSON": ("a.json", b'{"a": 1}'),
        "JSON nested deep": ("a.json", b"[" * 90_000 + b"]" * 90_000), "JSON that is none": ("a.json", b'{"a": NaN,}'),
        "JSON of a long number": ("a.json", b'{"a": ' + b"9" * 6000 + b"}"),
        "a picture that is a PDF": ("a.png", b"%PDF-1.7 x"), "zeros": ("a.txt", b"\0" * 100_000),
        "a large text": ("a.txt", (text * 3000).encode()[:8_000_000]),
        "larger than any": ("a.txt", b"x" * 25_000_001),
    }  # fmt: skip
    name = one_of(rng, found)
    return *found[name], f"other: {name}"


@cache
def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "PNG")
    return out.getvalue()


# decisions

ROW = {"asked": "heron valley garment", "list": "uflpa_entity_list", "party": "heron", "said": "not_the_same",
       "by": "R. Reader", "day": "2026-11-12", "why": "Another trade (fictional).", "saw": {"name": "x"}}  # fmt: skip
ODD_VALUES = ("", " ", "\0", "\ud800", "\u202e", "x" * 300_000, None, 1, 1e308, True, [], {}, [[]], {"a": None}, "2026-02-30",
              "0000-01-01", "9999-12-31", "20261112", "2026-W01-1", "\U0001f980", "<b>", "not_the_same", "same_party",
              "cannot_tell", "=1+1", "a\nb", "a\u2028b")  # fmt: skip


def decisions(rng: random.Random, exported: bytes) -> tuple[str, bytes, str]:
    """A file of decisions: `exported` is one that this installation wrote; values, lines or bytes are changed."""
    rows = [json.loads(line) for line in exported.splitlines()] or [ROW]
    kind = rng.choice(["values", "values", "values", "shape", "harm", "many", "coding", "as it is"])
    if kind == "values":
        row = rng.choice(rows)
        name, value = rng.choice([*row, "strange"]), rng.choice(ODD_VALUES)
        row[name] = {rng.choice(ODD_VALUES[:6]) or "k": value} if name == "saw" and rng.random() < 0.5 else value
        what = f"{name} = {str(value)[:20]!r}"
    elif kind == "many":
        rows, what = [{**rows[0], "asked": f"{rows[0]['asked']} {n}" * (n % 3)} for n in range(4000)], "4,000 rows"
    else:
        what = kind
    content = b"\n".join(json.dumps(row).encode() for row in rows) + b"\n"
    if kind == "shape":
        content = rng.choice([b"", b"[]", b"null\n", b"{}\n", b"[" * 90_000, b"\n\n\n", content.replace(b"\n", b"\r"),
                              b"\xef\xbb\xbf" + content, content * 2, content[:-9],
                              b'{"asked":' * 3000 + b"1" + b"}" * 3000])  # fmt: skip
    if kind == "coding":
        content = content.decode().encode(rng.choice(["utf-16", "utf-32", "cp037"]))
    if kind == "harm":
        name = rng.choice(list(HARMS))
        content, what = HARMS[name](rng, content), name
    return "decisions.jsonl", content, f"decisions: {what}"


# names

ODD_NAMES: tuple[Callable[[str, str], str], ...] = (
    lambda stem, end: f"{stem}.pdf", lambda stem, end: f"{stem}.docx", lambda stem, end: f"{stem}.txt",
    lambda stem, end: stem, lambda stem, end: f"{stem}{end.upper()}", lambda stem, end: f"{stem}.html",
    lambda stem, end: f"{stem}.zip", lambda stem, end: f"{stem}.xlsx", lambda stem, end: f"{stem}{end}.exe",
    lambda stem, end: f"../../../etc/{stem}{end}", lambda stem, end: f"C:\\Users\\x\\{stem}{end}",
    lambda stem, end: f"/{stem}{end}", lambda stem, end: end, lambda stem, end: f"a\0b{end}",
    lambda stem, end: f"a\r\nSet-Cookie: x{end}", lambda stem, end: f"a\x1b[2J\x07{end}", lambda stem, end: "n" * 300 + end,
    lambda stem, end: "\U0001f980" * 120 + end, lambda stem, end: f"\u202etxt.{stem}{end}",
    lambda stem, end: f" {stem} {end} ", lambda stem, end: f"\"'<script>&{end}", lambda stem, end: f"%s%n%00{{{{x}}}}{end}",
    lambda stem, end: f"{stem}{end};filename=other.exe", lambda stem, end: f"caf\u00e9{end}",
    lambda stem, end: f"cafe\u0301{end}", lambda stem, end: f"..{end}", lambda stem, end: f"{stem}.{'x' * 300}",
    lambda stem, end: f"{stem}{end}.", lambda stem, end: "", lambda stem, end: f".{stem}", lambda stem, end: f"con{end}",
    lambda stem, end: f"=1+1{end}", lambda stem, end: f"\ud800{end}",
)  # fmt: skip


def any_file(rng: random.Random, kinds: tuple[Callable[[random.Random], tuple[str, bytes, str]], ...]) -> File:
    """A file of one of these kinds, under its own name or an odd one."""
    name, content, what = rng.choice(kinds)(rng)
    if rng.random() < 0.25:
        stem, dot, suffix = name.rpartition(".")
        number = rng.randrange(len(ODD_NAMES))
        name = ODD_NAMES[number](stem or suffix, dot + suffix if stem else "")
        what = f"{what}; called {name[:40]!r}"
    return File(name, content, what)


def for_programs(rng: random.Random, file: File) -> dict[str, object]:
    """The same file within the JSON of a program."""
    told: dict[str, object] = {"name": file.name}
    if file.name.endswith(".txt") and rng.random() < 0.6:
        told["text"] = file.content.decode("utf-8", "replace")
    else:
        told["base64"] = base64.b64encode(file.content).decode()
    if rng.random() < 0.1:
        told[rng.choice(["name", "text", "base64", "more"])] = rng.choice(ODD_VALUES)
    return told
