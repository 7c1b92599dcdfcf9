"""The door of compliance plans: a plan as text, PDF or DOCX, reviewed part by part."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from buyfair.compliance_plan import Review

F = TypeVar("F", bound=Callable[..., Any])


def of_plans(command: F) -> F:
    """The options of a review."""
    options = (
        click.option("--facts", type=click.Path(path_type=Path),
                     help="A facts file (TOML); it overrides the plan's opening lines."),
        click.option("--worker-document", "worker", type=click.Path(path_type=Path),
                     help="The work document or offer letter of workers, where it is a file of its own."),
        click.option("--letter", is_flag=True, help="Print the findings as the text of a letter to the contractor."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document; of several plans an array."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def reviewed(paths: Sequence[Path], facts: Path | None, worker: Path | None, day: date) -> list[Review]:
    """A review of each plan in the order given. Raises: InputRefusedError where a file cannot be read."""
    from buyfair.compliance_plan import review
    from buyfair.intake.documents import read_document
    from buyfair.intake.facts_file import read_facts

    told = None if facts is None else read_facts(facts)
    beside = None if worker is None else read_document(worker)
    return [review(read_document(path), told, day, beside) for path in paths]


def print_reviews(found: Sequence[Review], as_json: bool, letter: bool, width: int) -> None:
    """The reviews as JSON, as letters, or as pages for a terminal."""
    from buyfair.compliance_plan import as_document

    documents = [as_document(r) for r in found]
    if as_json:
        told: object = documents[0] if len(documents) == 1 else documents
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    from buyfair.cards.plan_review import letter_text, review_text

    pages = [letter_text(d) if letter else review_text(d, width) for d in documents]
    click.echo(("\n" + "=" * width + "\n\n").join(pages), nl=False)
