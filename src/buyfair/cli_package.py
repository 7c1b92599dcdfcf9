"""The door of the solicitation package: one planned purchase as a page, a text, a Word document, a PDF or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from buyfair.cli_screen import replace_whole
from buyfair.terms.errors import refuse

F = TypeVar("F", bound=Callable[..., Any])
Made = Callable[[dict[str, Any], date], bytes]
SUFFIXES = (".docx", ".pdf", ".txt", ".json")
PAPERS = RECORD, TEXTS, QUESTIONS = ("record", "solicitation", "questions")
BRIEFING = "briefing"
"""The papers of a purchase by the names that the command gives them; the briefing has a flag of its own."""
NAMED = {
    RECORD: "solicitation package", TEXTS: "solicitation texts", QUESTIONS: "questions for vendors", BRIEFING: "risk briefing",
}  # fmt: skip


def of_packages(command: F) -> F:
    """The options of a package."""
    options = (
        click.option("--out", type=click.Path(path_type=Path),
                     help="Write it to this file; its name says the form: .docx, .pdf, .txt or .json."),
        click.option("--paper", type=click.Choice(PAPERS), default=RECORD,
                     help="The record for the file, the texts that go into the solicitation, or the questions for vendors."),
        click.option("--briefing", is_flag=True, help="The risk briefing of goods and places, with what to ask, in its place."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def asked_package(facts: Path, day: date, paper: str) -> dict[str, Any]:
    """The package, or the risk briefing with its questions, of a facts file as one document.

    Raises: InputRefusedError where the file cannot be read or a fact is wrong.
    """
    from buyfair.intake.facts_file import read_facts

    told = read_facts(facts)
    if paper in (BRIEFING, QUESTIONS):
        from buyfair.briefing import as_document as briefing_document
        from buyfair.briefing import briefing_for

        return briefing_document(briefing_for(told, day))
    from buyfair.package import as_document, package_for

    return as_document(package_for(told, day))


def print_package(document: dict[str, Any], day: date, as_json: bool, paper: str) -> None:
    """The document as JSON, or as a page of text."""
    click.echo(_json(document) if as_json else _paper(paper)[".txt"](document, day).decode(), nl=False)


def write_package(document: dict[str, Any], day: date, to: Path, paper: str) -> str:
    """Writes the file in the form that its name says, and tells what it is.

    Raises: InputRefusedError where the name says no form or its folder is not there.
    """
    suffix = to.suffix.lower()
    if suffix not in SUFFIXES or to.is_dir():
        expected = "a name that ends in .docx, .pdf, .txt or .json"
        raise refuse(f"{to} names no form of file", expected, "name another file for --out")
    if not to.absolute().parent.is_dir():
        raise refuse(f"{to.parent} is no folder", "a folder that is there", "make it first, or name another --out")
    replace_whole(to, _json(document).encode() if suffix == ".json" else _paper(paper)[suffix](document, day))
    return f"The {NAMED[paper]} of {document['day']}: {to}"


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _paper(paper: str) -> dict[str, Made]:
    """How one paper is made, by the form of its file."""
    from buyfair.cards import briefing_file, briefing_questions, package_record, package_solicitation

    copy = {
        BRIEFING: briefing_file.BRIEFING, QUESTIONS: briefing_questions.SHEET, TEXTS: package_solicitation.PAPER,
        RECORD: package_record.RECORD,
    }[paper]  # fmt: skip
    return {".txt": lambda document, day: copy.text(document, day).encode(), ".docx": copy.docx, ".pdf": copy.pdf}
