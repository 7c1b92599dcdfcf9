"""The door of contract audits: contract texts as TXT, PDF or DOCX, one file or a folder, against the law."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from buyfair.cli_screen import replace_whole
from buyfair.terms.errors import refuse

F = TypeVar("F", bound=Callable[..., Any])


def of_audits(command: F) -> F:
    """The options of an audit."""
    options = (
        click.option("--facts", type=click.Path(path_type=Path),
                     help="A facts file (TOML) for all contracts named; it overrides what their headers tell."),
        click.option("--package", type=click.Path(path_type=Path),
                     help="The package of the purchase (JSON): what differs between it and each text, beside the law."),
        click.option("--repair", type=click.Path(path_type=Path),
                     help="Write the draft modification (one contract) or batch (several) to this DOCX file."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document; of several contracts an array."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def audited(
    paths: Sequence[Path], facts: Path | None, day: date, say: Callable[[str], None], package: Path | None = None
) -> list[dict[str, Any]]:
    """The audit of each contract in the order given, a folder opened to its end; beside it, what differs from a package.

    Raises: InputRefusedError where a file cannot be read or a fact is wrong.
    """
    from buyfair.contract import audit, told_with
    from buyfair.intake.documents import documents_of, read_document
    from buyfair.intake.facts_file import read_facts
    from buyfair.intake.package_file import read_package

    told = None if facts is None else read_facts(facts)
    kept = None if package is None else read_package(package)
    files = documents_of(paths, say)
    found = []
    for n, path in enumerate(files, 1):
        say(f"{n} of {len(files)}: {path.name}")
        found.append(told_with(audit(read_document(path), told, day), kept))
    return found


def print_audits(found: Sequence[dict[str, Any]], as_json: bool, several: bool, width: int) -> None:
    """The audits as JSON, or as pages for a terminal, with one line for each where they are several."""
    if as_json:
        click.echo(json.dumps(list(found) if several else found[0], indent=1, ensure_ascii=False))
        return
    from buyfair.cards.audit import audit_text, overview

    if several:
        click.echo(overview(found, width), nl=False)
        click.echo("\n" + "=" * width + "\n")
    click.echo(("\n" + "=" * width + "\n\n").join(audit_text(d, width) for d in found), nl=False)


def write_repair(found: Sequence[dict[str, Any]], to: Path) -> str:
    """Writes the draft and says what it is. Raises: InputRefusedError where the name is no DOCX or its folder is not there."""
    if to.suffix.lower() != ".docx" or to.is_dir():
        raise refuse(f"{to} is no name of a Word document", "a file name that ends in .docx", "name another file for --repair")
    if not to.absolute().parent.is_dir():
        raise refuse(f"{to.parent} is no folder", "a folder that is there", "make it first, or name another --repair")
    from buyfair.cards.audit_repair import repairs
    from buyfair.cards.repair import repair_document

    batch = repairs(found)
    if not batch.repairs:
        return "Nothing was found missing, so no modification was written."
    replace_whole(to, repair_document(batch))
    return f"The draft of {len(batch.repairs)} modification{'s' if len(batch.repairs) > 1 else ''}: {to}"
