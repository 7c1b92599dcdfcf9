"""Documents: told by content, kept once by hash, scanned, stripped where wished, handed out as attachments only."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from people import Acting
from tiny_subject.people import AT, paper, pledge, proposal, supplier

from buyfair.web.casework import content_kinds, deeds, store, stripping
from buyfair.web.casework.models import Content
from buyfair.web.casework.refused import DocumentRefusedError
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db]


def office(part: str, *more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", b"<Types/>"), (part, b"<document/>"), *more):
            archive.writestr(name, content)
    return out.getvalue()


def png(*more: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*m) for m in more) + drawn + chunk(b"IEND", b"")


def jpeg(exif: bytes = b"") -> bytes:
    def segment(mark: int, content: bytes) -> bytes:
        return bytes([0xFF, mark]) + struct.pack(">H", len(content) + 2) + content

    told = segment(0xE1, b"Exif\x00\x00" + exif) + segment(0xFE, b"taken at the mill") if exif else b""
    tables = segment(0xDB, bytes(65)) + segment(0xC0, bytes(9))
    scan = segment(0xDA, bytes(6)) + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + told + tables + scan + segment(0xC4, bytes(20)) + scan + b"\xff\xd9" + b"trailing thumbnail"


GOOD = [
    ("a.pdf", b"%PDF-1.7\n..."), ("a.docx", office("word/document.xml")), ("a.xlsx", office("xl/workbook.xml")),
    ("a.png", png()), ("a.jpg", jpeg()), ("a.jpeg", jpeg()), ("a.json", b'{"a": 1}'), ("a.csv", b"a,b\n1,2\n"),
    ("a.txt", "Año".encode()), ("a.txt", b"\xef\xbb\xbfwith a mark"),
]  # fmt: skip
BAD = [
    ("a.exe", b"MZ", "has no name of a document that is taken"),
    ("a", b"text", "has no name of a document that is taken"),
    ("a.pdf", b"", "is empty"),
    ("a.pdf", png(), "is called pdf and is png by its content"),
    ("a.txt", b"%PDF-1.4", "is called txt and is pdf by its content"),
    ("a.pdf", b"plain text", "is called pdf and is txt by its content"),
    ("a.docx", office("xl/workbook.xml"), "is called docx and is xlsx by its content"),
    ("a.docx", office("other.xml"), "is an archive and no document"),
    ("a.docx", b"PK\x03\x04broken", "is damaged"),
    ("a.docx", office("word/document.xml", ("word/vbaProject.bin", b"x")), "holds macros"),
    ("a.csv", b"a,b\x00c", "is no text"),
    ("a.txt", b"\xff\xfe\x00", "texts in UTF-8"),
    ("a.json", b"{not json", "cannot be read as JSON"),
    ("a.json", b"[" * 100_000, "cannot be read as JSON"),
    ("a.html", b"<script>alert(1)</script>", "has no name of a document that is taken"),
]


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[f"{n} {i}" for i, (n, _) in enumerate(GOOD)])
def test_what_is_taken_is_told_by_its_content(name: str, content: bytes) -> None:
    assert content_kinds.suffix_of(name, content) == name.rpartition(".")[2].replace("jpg", "jpeg")


@pytest.mark.parametrize(("name", "content", "sentence"), BAD, ids=[f"{n}: {s}" for n, _, s in BAD])
def test_what_is_not_taken_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(DocumentRefusedError) as said:
        content_kinds.suffix_of(name, content)
    assert sentence in str(said.value)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = office("word/document.xml", ("word/media/big", bytes(content_kinds.LARGEST_UNPACKED + 1)))
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentRefusedError, match="unpacks to more than 300 MB"):
        content_kinds.suffix_of("a.docx", bomb)


def test_a_file_beyond_the_limit_is_refused_and_not_kept(home_folder: Path, settings: Any) -> None:
    settings.DOCUMENT_LARGEST = 1000
    with pytest.raises(DocumentRefusedError, match="is larger than 0.001 MB"):
        store.kept(paper("a.txt", b"x" * 1001))
    assert not (home_folder / "documents").exists()


def test_the_same_content_lies_once_whole_and_under_its_hash(home_folder: Path) -> None:
    first, second = store.kept(paper("a.txt", b"same")), store.kept(paper("b.txt", b"same"))
    assert (first.sha256, first.name, second.name) == (second.sha256, "a.txt", "b.txt")
    lying = [p for p in (home_folder / "documents").rglob("*") if p.is_file()]
    assert lying == [home_folder / "documents" / first.sha256[:2] / first.sha256]
    assert store.content_of(first.sha256) == b"same"


def test_a_content_that_was_cut_short_on_disk_is_written_anew(home_folder: Path) -> None:
    kept = store.kept(paper("a.txt", b"whole"))
    path = store.path_of(kept.sha256)
    path.unlink()
    path.write_bytes(b"wh")
    assert store.content_of(kept.sha256) is None
    store.kept(paper("a.txt", b"whole"))
    assert store.content_of(kept.sha256) == b"whole"


@pytest.mark.parametrize(("told", "safe"), [
    ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\me\\plan.pdf", "plan.pdf"), ("a\r\nb\u202etxt.pdf", "abtxt.pdf"),
    ("", "document"), ("plan\x00.txt", "plan.txt"), ("x" * 300 + ".txt", "x" * 100 + ".txt"), ("Año 2026.txt", "Año 2026.txt"),
])  # fmt: skip
def test_a_name_is_only_a_name(told: str, safe: str) -> None:
    assert store.safe_name(told) == safe


def clean(content: bytes) -> str | None:
    """A scanner that finds one word."""
    return "the test virus" if b"EICAR" in content else None


BY_COMMAND = """-c 'import sys; sys.exit(b"EICAR" in open(sys.argv[1], "rb").read())'"""


@pytest.mark.parametrize("scanner", [f"{__name__}:clean", clean, f"{sys.executable} {BY_COMMAND}"])
def test_what_the_scanner_finds_is_not_kept(home_folder: Path, settings: Any, scanner: Any) -> None:
    settings.DOCUMENT_SCAN = scanner
    store.kept(paper("a.txt", b"nothing bad"))
    with pytest.raises(DocumentRefusedError, match="the scanner found"):
        store.kept(paper("b.txt", b"EICAR"))
    assert len([p for p in (home_folder / "documents").rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize(
    "scanner", ["/no/such/scanner", "no.such:function", f"{sys.executable} -c 'raise SystemExit(2)'"]
)
def test_a_scanner_that_fails_lets_nothing_through(home_folder: Path, settings: Any, scanner: str) -> None:
    settings.DOCUMENT_SCAN = scanner
    with pytest.raises(DocumentRefusedError, match="could not be scanned, so it is not taken"):
        store.kept(paper("a.txt", b"nothing bad"))
    assert not (home_folder / "documents").exists()


def test_a_picture_is_stripped_of_place_hour_and_words() -> None:
    bare = stripping.stripped("a.jpg", "jpeg", jpeg(b"GPS 23.8N 90.4E"))
    assert b"GPS" not in bare and b"taken at" not in bare and b"trailing" not in bare
    assert bare == stripping.stripped("a.jpg", "jpeg", jpeg())
    assert bare.count(b"\x12\xff\x00\x34\xff\xd0\x56") == 2, "both scans are drawn"
    told = png((b"tEXt", b"Author\x00Rahima"), (b"eXIf", b"GPS"), (b"tIME", bytes(7)))
    assert stripping.stripped("a.png", "png", told) == png()


@pytest.mark.parametrize(
    ("suffix", "content"), [("jpeg", b"\xff\xd8\xff\xe1\x00"), ("png", png()[:40]), ("jpeg", jpeg()[:30])]
)
def test_a_damaged_picture_is_refused_and_not_kept_as_it_came(suffix: str, content: bytes) -> None:
    with pytest.raises(DocumentRefusedError, match="is damaged"):
        stripping.stripped("a", suffix, content)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_what_cannot_be_stripped_is_not_taken_where_it_must_be(suffix: str) -> None:
    with pytest.raises(DocumentRefusedError, match="may tell who wrote it and where"):
        stripping.stripped("a", suffix, b"x")


def test_a_document_is_handed_out_as_an_attachment_to_whom_sees_the_case(home_folder: Path, acting: Acting) -> None:
    case = pledge()
    document = deeds.attach(case, supplier(), "plan", paper('Año "plan".txt', b"<script>"), at=AT)
    where = f"/cases/{case.reference}/documents/{document.pk}/"
    answer = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(where)
    assert answer.content == b"<script>"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''A%C3%B1o%20")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert acting(Role.CONTRACTING_OFFICER, "Office A").get(where).status_code == 404, "it is a draft"
    assert acting(Role.SUPPLIER_MEMBER, "Firm Z", "supplier").get(where).status_code == 404
    other = pledge()
    through = f"/cases/{other.reference}/documents/{document.pk}/"
    assert acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(through).status_code == 404


def test_an_upload_that_is_refused_says_why_and_leaves_nothing(home_folder: Path, acting: Acting) -> None:
    case = pledge()
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    sent = {"paper": "receipts", "file": SimpleUploadedFile("a.pdf", png())}
    answer = firm.post(f"/cases/{case.reference}/documents/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "is called pdf and is png by its content; give it its right name." in page
    assert '<option value="receipts" selected>' in page
    assert (Content.objects.count(), case.documents.count()) == (0, 0)


def test_a_document_is_scanned_before_the_case_is_locked(home_folder: Path, settings: Any) -> None:
    """A slow scanner stops nobody else from writing."""
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    settings.DOCUMENT_SCAN = lambda content: seen.append(len(connection.savepoint_ids))
    case = pledge()
    deeds.attach(case, supplier(), "plan", paper(), at=AT)
    case.move("propose", supplier(), proposal(), at=AT)
    assert seen == [depth, depth]
