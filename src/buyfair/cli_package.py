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
SUFFIXES = (".docx", ".pdf", ".txt", ".json")


def of_packages(command: F) -> F:
    """The options of a package."""
    options = (
        click.option("--out", type=click.Path(path_type=Path),
                     help="Write it to this file; its name says the form: .docx, .pdf, .txt or .json."),
        click.option("--briefing", is_flag=True, help="The risk briefing of goods and places, with what to ask, in its place."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def asked_package(facts: Path, day: date, briefing: bool) -> dict[str, Any]:
    """The package, or the risk briefing, of a facts file as one document.

    Raises: InputRefusedError where the file cannot be read or a fact is wrong.
    """
    from buyfair.intake.facts_file import read_facts

    told = read_facts(facts)
    if briefing:
        from buyfair.briefing import as_document as briefing_document
        from buyfair.briefing import briefing_for

        return briefing_document(briefing_for(told, day))
    from buyfair.package import as_document, package_for

    return as_document(package_for(told, day))


def print_package(document: dict[str, Any], day: date, as_json: bool, briefing: bool) -> None:
    """The document as JSON, or as a page of text."""
    click.echo(_json(document) if as_json else _text(document, day, briefing), nl=False)


def write_package(document: dict[str, Any], day: date, to: Path, briefing: bool) -> str:
    """Writes the file in the form that its name says, and tells what it is.

    Raises: InputRefusedError where the name says no form or its folder is not there.
    """
    if to.suffix.lower() not in SUFFIXES or to.is_dir():
        expected = "a name that ends in .docx, .pdf, .txt or .json"
        raise refuse(f"{to} names no form of file", expected, "name another file for --out")
    if not to.absolute().parent.is_dir():
        raise refuse(f"{to.parent} is no folder", "a folder that is there", "make it first, or name another --out")
    replace_whole(to, _made(to.suffix.lower(), briefing)(document, day))
    return f"The {'risk briefing' if briefing else 'solicitation package'} of {document['day']}: {to}"


def _made(suffix: str, briefing: bool) -> Callable[[dict[str, Any], date], bytes]:
    if suffix == ".json":
        return lambda document, _: _json(document).encode()
    if suffix == ".txt":
        return lambda document, day: _text(document, day, briefing).encode()
    if briefing:
        from buyfair.cards import briefing_file

        return briefing_file.briefing_docx if suffix == ".docx" else briefing_file.briefing_pdf
    from buyfair.cards import package_file

    return package_file.package_docx if suffix == ".docx" else package_file.package_pdf


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _text(document: dict[str, Any], day: date, briefing: bool) -> str:
    if briefing:
        from buyfair.cards.briefing_file import briefing_text

        return briefing_text(document, day)
    from buyfair.cards.package_file import package_text

    return package_text(document, day)
