"""The door of assortments: a table of items, its goods and places looked up and its firms screened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from buyfair.cli_screen import screening, write_whole
from buyfair.terms.errors import refuse

if TYPE_CHECKING:
    from buyfair.items import Columns

F = TypeVar("F", bound=Callable[..., Any])


def of_items(command: F) -> F:
    """The options that say which columns of a table tell what."""
    options = (
        click.option("--item", help="Column that says what the item is."),
        click.option("--brand", help="Column of the brand."),
        click.option("--maker", help="Column of who makes it."),
        click.option("--site", help="Column of the factory or farm."),
        click.option("--origin", help="Column of the country of origin: a name, or an ISO code."),
        click.option("--code", help="Column of a PSC or stock number (NSN); a GTIN or SKU is kept and tells no good."),
        click.option("--lists", help="Lists of parties to ask, separated by commas; default: those about labor."),
        click.option(
            "--decisions", type=click.Path(path_type=Path), help="File of decisions; default: your data folder."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def columns_of(told: Mapping[str, str | None]) -> Columns:
    """The columns named. Raises: InputRefusedError where that of the items is not, or lists are asked about no firm."""
    from buyfair.items import FIRMS, Columns

    if not told["item"]:
        raise refuse("no column of items was named", "--item COLUMN", "name the column as the header does")
    columns = Columns(**{name: told[name] for name in ("item", *FIRMS, "origin", "code")})  # type: ignore[arg-type]
    if told["lists"] is not None and not any(columns.of(firm) for firm in FIRMS):
        raise refuse("--lists asks about firms and no column of firms was named", "--brand, --maker or --site",
                     "name one, or leave --lists out: goods and places are always looked up")  # fmt: skip
    return columns


def items_screened(
    file: Path, told: Mapping[str, str | None], decisions: Path | None, day: date, say: Callable[[str], None]
) -> dict[str, Any]:
    """What a table of items gives, as a document."""
    columns = columns_of(told)
    from buyfair.intake.names_file import read_names
    from buyfair.items import FIRMS, LONGEST_TEXT, document, screen_items

    # what an item is may be told in several lines: no column is held to one
    table = read_names(file, columns.all(), longest=LONGEST_TEXT, names=())
    firms = any(columns.of(firm) for firm in FIRMS)
    parties = screening(told["lists"], day, decisions) if firms else None
    return {**document(screen_items(table, columns, day, parties, say), parties), "notes": list(table.notes)}


def write_items(document: dict[str, Any], out: Path) -> None:
    """The items as CSV, one row each, or the whole document where the file is to be JSON; whole or not at all."""
    from buyfair.cards.items import as_rows
    from buyfair.cards.leads import as_csv
    from buyfair.items import FIELDS

    if out.suffix == ".json":
        write_whole(json.dumps(document, indent=1, ensure_ascii=False) + "\n", out)
        return
    write_whole(as_csv(list(as_rows(document)), FIELDS), out)
