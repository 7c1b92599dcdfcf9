"""The draft modification of one text, or of all of an upload, as text and as PDF: the very words of the command's document."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from buyfair.cards.audit_repair import repairs
from buyfair.cards.brief_sheet import SPELLED, breakable, in_latin
from buyfair.cards.repair import DRAFT, SHEETS, Sheet, repair_document
from buyfair.cards.words import clean
from buyfair.terms import bundled
from buyfair.terms.errors import MachineError

WIDTH = 100
LONGEST_ROW = 2_000
"""Letters up to which a row of a table stays on one page."""
BLOCKS, SUMMARY = "Blocks of Standard Form 30", "What each contract needs"
"""The two kinds of tables of a draft."""
IN_ORDER = "In the order of Standard Form 30 (FAR 43.301, 53.243)"

Block = tuple[str, Any]
"""A title, a heading with its rank, a paragraph, a point, a numbered point, the rows of a table, or a new sheet."""


def word(*documents: Mapping[str, Any], sheets: Sequence[Sheet] = SHEETS) -> bytes:
    """The draft as a Word document, as `buyfair audit --repair` writes it of the same results: one draft, or one batch."""
    return repair_document(repairs(documents), sheets)


def blocks(content: bytes) -> Iterator[Block]:
    """What stands in a Word document of ours, in its order."""
    for one in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(one, Table):
            yield "table", [[cell.text for cell in row.cells] for row in one.rows]
        elif any(each.get(qn("w:type")) == "page" for each in one._p.iter(qn("w:br"))):
            yield "sheet", ""
        elif one.text.strip():
            yield _kind(one), one.text.strip()


def _kind(of: Paragraph) -> str:
    style = (of.style.name or "") if of.style is not None else ""
    kinds = {"Title": "title", "List Number": "number", "List Bullet": "point"}
    return kinds.get(style, style.lower() if style.startswith("Heading") else "text")


def plain(*documents: Mapping[str, Any], sheets: Sequence[Sheet] = SHEETS) -> str:
    """The draft as plain text."""
    lines: list[str] = []
    count = 0
    for kind, said in blocks(word(*documents, sheets=sheets)):
        if kind == "sheet":
            continue
        count = count + 1 if kind == "number" else 0
        lines += _plain(kind, said, count)
    return "\n".join(lines).strip() + "\n"


def _plain(kind: str, said: Any, count: int) -> list[str]:
    if kind == "table":
        rows = (_row(said[0], row) for row in said[1:])
        return ["", *(line for row in rows for line in _wrapped(row, "", "    "))]
    if kind in ("title", "heading 1"):
        line = ("=" if kind == "title" else "-") * min(len(said), WIDTH)
        return ["", *_wrapped(said.upper() if kind == "title" else said), line]
    mark = {"number": f"{count}. ", "point": "- "}.get(kind, "")
    return [*([] if kind == "point" else [""]), *_wrapped(said, mark, " " * len(mark))]


def _row(head: list[str], row: list[str]) -> str:
    """A block of the form by its number and name; a contract of the summary with each column's own name."""
    if head[0] == "Block":
        return f"{row[0]}. {row[1]}: {'; '.join(row[2:])}"
    return f"{row[0]}. {'. '.join(f'{name}: {said}' for name, said in zip(head[1:], row[1:], strict=True))}."


def _wrapped(text: str, first: str = "", hang: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=hang, break_on_hyphens=False) or [""]


def pdf(*documents: Mapping[str, Any], sheets: Sequence[Sheet] = SHEETS) -> bytes:
    """The draft as a tagged PDF (PDF/UA-1); the same results give the same bytes.

    Raises: MachineError where the pages cannot be set.
    """
    import typst

    try:
        made = typst.Compiler(
            input=bundled.text("buyfair.cards", "dossier_file.typ").encode(), ignore_system_fonts=True,
            sys_inputs={"paper": _paper(documents, sheets)},
        ).compile(format="pdf", pdf_standards=["ua-1"])  # fmt: skip
    except typst.TypstError as error:
        raise MachineError(f"The draft could not be set: {error.message}") from error
    assert isinstance(made, bytes)  # one output is asked for
    return made


def _paper(documents: Sequence[Mapping[str, Any]], sheets: Sequence[Sheet]) -> str:
    title, parts, spelled, fresh = "Draft modification", [_section("")], False, False
    for kind, said in blocks(word(*documents, sheets=sheets)):
        texts = [cell for row in said for cell in row] if kind == "table" else [said]
        spelled = spelled or any(in_latin(text) != clean(text) for text in texts)
        if kind == "sheet":
            fresh = True
        elif kind == "title":
            title = _fit(said)
        elif kind == "heading 1":
            parts.append(_section(_fit(said), fresh))
            fresh = False
        else:
            _enter(parts[-1]["blocks"], kind, said)
    if any(each["kind"] == "grid" for each in parts[0]["blocks"]):
        parts[0]["title"] = IN_ORDER  # a table is named by a heading, and the first one stands at the top
    foot = [DRAFT, *([_source(documents)] if "file" in sheets else [])]
    return json.dumps({"title": title, "foot": foot, "parts": [p for p in parts if p["blocks"]],
                       "remark": SPELLED if spelled else ""}, ensure_ascii=False)  # fmt: skip


def _section(title: str, sheet: bool = False) -> dict[str, Any]:
    return {"title": title, "blocks": [], "sheet": sheet}


def _enter(into: list[dict[str, Any]], kind: str, said: Any) -> None:
    if kind == "table":
        head, *rows = said
        into.append({
            "kind": "grid", "caption": BLOCKS if head[0] == "Block" else SUMMARY, "head": [_fit(h) for h in head],
            "widths": [1, 4, 6] if head[0] == "Block" else [4, 3, 4, 3],
            "figures": [], "whole": [sum(map(len, row)) < LONGEST_ROW for row in rows],
            "rows": [[[_fit(cell)] for cell in row] for row in rows],
        })  # fmt: skip
    elif kind in ("number", "point"):
        if not into or into[-1].get("counted") is not (kind == "number"):
            into.append({"kind": "points", "counted": kind == "number", "items": []})
        into[-1]["items"].append([_fit(said)])
    else:
        into.append({"kind": "strong" if kind.startswith("heading") or said == DRAFT else "text", "text": _fit(said)})


def _fit(text: str) -> str:
    return breakable(in_latin(text))


def _source(documents: Sequence[Mapping[str, Any]]) -> str:
    document = documents[0]
    if len(documents) > 1:
        return _fit(f"{len(documents)} texts, named at the end with their hashes; Buyfair knowledge {document['knowledge']}")
    return _fit(f"{document['file']['name']}, sha256 {document['file']['sha256'][:16]}; read as of {document['day']}; "
                f"Buyfair knowledge {document['knowledge']}")  # fmt: skip
