"""A letter on paper: the words that a person wrote or changed, as plain text, as Word and as an accessible PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

import docx
from docx.shared import Inches, Pt

from buyfair.cards.brief_sheet import SPELLED, breakable, in_latin
from buyfair.cards.packed import packed
from buyfair.terms import bundled
from buyfair.terms.errors import MachineError

TITLE_LETTERS = 250


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a letter: lines of one paragraph run together, a blank line or a point begins another."""
    found: list[str] = []
    fresh = True
    for line in text.splitlines():
        said = _printable(line)
        if not said.strip():
            fresh = True
        elif (
            fresh
            or not line[:1].isspace()
            and (said[:1] in "-•" or said.split(" ", 1)[0].rstrip(".").isdigit())
            or _is_head(said)
        ):
            found.append(said.strip())
            fresh = _is_head(said)
        else:
            found[-1] += f" {said.strip()}"
    return found


def _is_head(line: str) -> bool:
    """The lines of address and subject stand alone."""
    return line.startswith(("To: ", "Subject: "))


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter == "\t" or letter.isprintable()).replace("\t", " ")


def letter_plain(title: str, text: str, foot: Sequence[str], day: date) -> bytes:
    """The letter as text, with its day and what stands at its foot."""
    return "\n".join([title, day.isoformat(), "", text.rstrip("\n"), "", "--", *foot, ""]).encode("utf-8", "replace")


def letter_word(title: str, text: str, foot: Sequence[str], day: date) -> bytes:
    """The letter as a Word document; the same words and day give the same bytes."""
    word = docx.Document()
    properties = word.core_properties
    properties.title, properties.author, properties.language = _printable(title)[:TITLE_LETTERS], "Buyfair", "en-US"
    properties.subject, properties.comments, properties.last_modified_by = "Letter", "", "Buyfair"
    properties.created = properties.modified = datetime.combine(day, datetime.min.time(), UTC)
    section = word.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    for n, line in enumerate(foot):
        under = section.footer.paragraphs[0] if n == 0 else section.footer.add_paragraph()
        under.add_run(_printable(line)).font.size = Pt(7)
    word.add_heading(_printable(title), 0)
    word.add_paragraph(day.isoformat())
    for said in paragraphs(text):
        word.add_paragraph(said)
    return packed(word)


def letter_pdf(title: str, text: str, foot: Sequence[str], day: date) -> bytes:
    """The letter as a tagged PDF (PDF/UA-1); the same words and day give the same bytes.

    Raises: MachineError if typst finds the pages not accessible.
    """
    import typst

    told = [day.isoformat(), *paragraphs(text)]
    spelled = any(in_latin(said) != said for said in (title, *told))
    paper = {
        "title": _fit(title), "foot": [_fit(line) for line in foot], "remark": SPELLED if spelled else "",
        "parts": [{"title": "", "blocks": [{"kind": "text", "text": _fit(said)} for said in told]}],
    }  # fmt: skip
    try:
        made = typst.Compiler(
            input=_template(), ignore_system_fonts=True, sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)}
        ).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise MachineError(f"The letter could not be set: {error.message}") from error
    assert isinstance(made, bytes)  # one output is asked for
    return made


def _fit(text: str) -> str:
    return breakable(in_latin(_printable(text)))


@cache
def _template() -> bytes:
    return bundled.text("buyfair.cards", "dossier_file.typ").encode()
