"""PDF files for fuzz_uploads.py: odd in themselves, locked, bombs, or damaged."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from functools import cache

from fuzz_files import HARMS
from fuzz_upload_words import one_of, texts


def pdf_of(bodies: list[bytes], root: int = 1, more: bytes = b"") -> bytes:
    """A PDF of these objects, its table of places right."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return bytes(out + b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, root, more, start))


def _stream(content: bytes, packed: bool = True) -> bytes:
    held = zlib.compress(content, 9) if packed else content
    return b"<</Length %d%s>>stream\n" % (len(held), b"/Filter/FlateDecode" if packed else b"") + held + b"\nendstream"


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _pages(content: bytes, box: bytes = b"[0 0 612 792]", kids: bytes = b"[3 0 R]", count: int = 1,
           more: bytes = b"") -> bytes:  # fmt: skip
    page = b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" + more + b">>"
    tree = b"<</Type/Pages/Kids" + kids + b"/Count %d>>" % count
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, content, FONT])


def _drawn(text: str) -> bytes:
    said = "".join(f"({line[:200].translate({40: 32, 41: 32, 92: 32})}) Tj T*\n" for line in text.split("\n")[:70])
    return b"BT /F 9 Tf 11 TL 36 770 Td\n" + said.encode("latin-1", "replace") + b"ET"


ODD_PDFS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda t: _pages(_stream(_drawn(t))),
    "a bomb of drawing": lambda t: _pages(_stream(b"0 0 m 9 9 l S\n" * 6_000_000)),
    "a bomb of words": lambda t: _pages(_stream(b"BT /F 9 Tf 1 1 Td\n" + b"(52.222-50 a b c) Tj\n" * 1_000_000 + b"ET")),
    "a bomb within a bomb": lambda t: _pages(_nested_stream()),
    "a page that is its own parent": lambda t: _pages(_stream(_drawn(t)), kids=b"[2 0 R 3 0 R]", count=2),
    "one page, 20,000 times": lambda t: _pages(_stream(_drawn(t)), kids=b"[" + b"3 0 R " * 20_000 + b"]", count=20_000),
    "a count that lies": lambda t: _pages(_stream(_drawn(t)), count=2_000_000_000),
    "a sheet without end": lambda t: _pages(_stream(_drawn(t)), box=b"[-1e9 -1e9 1e9 1e38]"),
    "a sheet without size": lambda t: _pages(_stream(_drawn(t)), box=b"[0 0 0 0]"),
    "lists nested deep": lambda t: _pages(_stream(_drawn(t)), more=b"/X" + b"[" * 30_000 + b"]" * 30_000),
    "locked": lambda t: _locked("secret"),
    "locked with nothing": lambda t: _locked(""),
    "no text": lambda t: _pages(_stream(b"0 0 m 9 9 l S")),
    "letters far away": lambda t: _pages(_stream(b"BT /F 1e30 Tf 1e30 -1e30 Td (52.222-50) Tj /F 0 Tf (x) Tj ET")),
    "letters upon letters": lambda t: _pages(_stream(b"BT /F 9 Tf 99 99 Td (same) Tj ET\n" * 5_000)),
    "many ruled lines": lambda t: _pages(_stream(b"".join(b"%d 0 m %d 700 l S 0 %d m 600 %d l S\n" % ((n % 600,) * 4)
                                                          for n in range(6_000)) + _drawn(t))),
    "no root": lambda t: pdf_of([FONT], root=9),
    "only the mark": lambda t: b"%PDF-1.7",
    "a mark within a text": lambda t: b"This speaks of %PDF-1.7 files.\n" + t.encode(),
    "names with NULs": lambda t: _pages(_stream(_drawn(t)), more=b"/A#00#00B (x)"),
    "control signs drawn": lambda t: _pages(_stream(b"BT /F 9 Tf 36 700 Td (52.222-50 \\000\\001\\033\\177 x) Tj ET")),
}  # fmt: skip


def _nested_stream() -> bytes:
    once = zlib.compress(zlib.compress(b"0 " * 30_000_000, 9), 9)
    return b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(once) + once + b"\nendstream"


def _locked(word_: str) -> bytes:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=pdfencrypt.StandardEncryption(word_, ownerPassword="owner", canPrint=0))
    canvas.drawString(72, 700, "A contract that not everybody reads. 52.222-50")
    canvas.save()
    return out.getvalue()


@cache
def _odd_pdf(name: str, number: int) -> bytes:
    return ODD_PDFS[name](texts()[number])


def pdf(rng: random.Random) -> tuple[str, bytes, str]:
    """A PDF: odd in itself, or damaged."""
    name = one_of(rng, ODD_PDFS)
    content = _odd_pdf(name, 0 if "bomb" in name else rng.randrange(len(texts())))
    if rng.random() < 0.4 and "bomb" not in name:
        harm = rng.choice(list(HARMS))
        return "paper.pdf", HARMS[harm](rng, content), f"pdf: {name}, {harm}"
    return "paper.pdf", content, f"pdf: {name}"
