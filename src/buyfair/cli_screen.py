"""The doors of screening: tables of names, pairs of names, and the review of leads by a person."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from buyfair.terms.errors import MachineError, refuse

if TYPE_CHECKING:
    from buyfair.intake.names_file import NamesTable
    from buyfair.screen.sites import Site
    from buyfair.screening import Columns, Found, Screening

F = TypeVar("F", bound=Callable[..., Any])
PAIRS_AT_ONCE = 1_000


class ScreenGroup(click.Group):
    """`screen FILE` screens a table; a first word that is a command of its own (review) is taken as that."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words of the command line, `table` put before those that name a file or begin with an option."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["table", *args]
        return super().parse_args(ctx, args)


def of_tables(command: F) -> F:
    """The options that say which table, which columns, which lists and which day."""
    options = (
        click.option("--name", "name", help="Column that holds the name."),
        click.option("--country", help="Column that holds the country: a name, or an ISO code."),
        click.option("--address", help="Column that holds the address."),
        click.option(
            "--id", "numbers", multiple=True,
            help="Column with a UEI, CAGE, LEI, DUNS, CNPJ or IMO, told by their shape; cage=COLUMN says which; repeatable.",
        ),
        click.option("--lists", "lists", help="Lists to ask, separated by commas; default: those about labor."),
        click.option("--decisions", type=click.Path(path_type=Path), help="File of decisions; default: your data folder."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def of_pairs(command: F) -> F:
    """The options that say which table of pairs, and which columns are its two sides."""
    options = [click.option("--pairs", type=click.Path(path_type=Path), help="A table of pairs to compare instead.")]
    for one, other in (("left", "one"), ("right", "other")):
        options += [
            click.option(f"--{one}", help=f"With --pairs: column of the {other} name."),
            click.option(f"--{one}-address", help=f"With --pairs of sites: column of the {other} address."),
            click.option(f"--{one}-country", help=f"With --pairs of sites: column of the {other} country."),
        ]
    for option in reversed(options):
        command = option(command)
    return command


def side(options: Mapping[str, str | None], which: str) -> Sides | None:
    """The columns of one side; None where its name is not told."""
    name = options[which]
    return None if name is None else Sides(name, options[f"{which}_address"], options[f"{which}_country"])


def screening(lists: str | None, on: date, decisions: Path | None) -> Screening:
    """The parties of the lists as known on a day, and the decisions held, whenever they were taken."""
    from buyfair.editions import held_editions
    from buyfair.intake.decisions_file import decisions_path, read_decisions
    from buyfair.intake.list_editions import shelf
    from buyfair.screening import screening_on

    wanted = None if lists is None else [name.strip() for name in lists.split(",") if name.strip()]
    if wanted == []:
        raise refuse("--lists names no list", "names of lists separated by commas", "see them: buyfair lists")
    held = read_decisions(decisions or decisions_path(os.environ))
    return screening_on(on, wanted, partial(held_editions, shelf=shelf(os.environ)), held)


class Placed(NamedTuple):
    """A lead and where it stands, as a person is told."""

    where: str
    found: Found


def screened(
    files: Sequence[Path], columns: Columns | None, asked: Screening, say: Callable[[str], None]
) -> tuple[dict[str, Any], list[Placed]]:
    """The leads of tables, as one document and as found.

    Raises: InputRefusedError where one of the tables cannot be read; then none is answered.
    """
    from buyfair.intake.names_file import read_names
    from buyfair.intake.table_bytes import PIPED
    from buyfair.screening import document

    if columns is None:
        raise refuse("no column of names was named", "--name COLUMN", "name the column as the header does")
    if files.count(PIPED) > 1:
        raise refuse("- was named twice", "standard input once", "name it once")
    told, placed = [], []
    for file in files:
        table = read_names(file, columns.all())
        done = asked.table(table, columns, say)
        label = table.name if file == PIPED else str(file)
        told.append((label, table.notes, document(done, asked, table.read_as)))
        of = f"{label}, " if len(files) > 1 else ""
        placed += [Placed(f"{of}row {found.lead.query.row:,}", found) for found in done.found]
    return _together(told), placed


def _together(told: Sequence[tuple[str, Sequence[str], dict[str, Any]]]) -> dict[str, Any]:
    """One document of those of several files: counts add up, and each row bears its file."""
    whole = dict(told[0][2])
    whole["files"] = [{"file": file, "read_as": of["read_as"], "counts": of["counts"]} for file, _, of in told]
    whole["notes"] = [note for _, notes, _ in told for note in notes]
    whole["read_as"] = ", ".join(dict.fromkeys(of["read_as"] for _, _, of in told))
    for key in ("counts", "unread_countries"):
        names = dict.fromkeys(name for _, _, of in told for name in of[key])
        whole[key] = {name: sum(of[key].get(name, 0) for _, _, of in told) for name in names}
    for key in ("set_aside", "leads"):
        whole[key] = [{**row, "file": file} for file, _, of in told for row in of[key]]
    several = len(told) > 1
    whole["lists_differ"] = [f"{file}, {said}" if several else said for file, _, of in told for said in of["lists_differ"]]
    return whole


def columns_of(name: str | None, country: str | None, address: str | None, numbers: tuple[str, ...]) -> Columns | None:
    """The columns that the options name; None without one of names."""
    from buyfair.screening import Columns

    return None if name is None else Columns(name, country, tuple(_numbered(of) for of in numbers), address)


def _numbered(told: str) -> tuple[str, str]:
    """A column of numbers behind the scheme that is told of it, as in cage=COLUMN; no scheme where none is."""
    from buyfair.screening import NUMBERS

    scheme, _, column = told.partition("=")
    known = scheme.strip().lower()
    return (known, column) if known in NUMBERS and column else ("", told)


def write_leads(leads: list[dict[str, Any]], whole: dict[str, Any], out: Path) -> None:
    """The leads as CSV, each with its file, or the whole document where the file is to be JSON; there at once or not at all."""
    from buyfair.cards.leads import as_csv
    from buyfair.screening import FIELDS

    as_json = out.suffix == ".json"
    content = json.dumps(whole, indent=1, ensure_ascii=False) + "\n" if as_json else as_csv(leads, (*FIELDS, "file"))
    write_whole(content, out)


def write_whole(content: str, out: Path) -> None:
    """A text file that is there whole or not at all, its folder made where it is not there.

    Raises: MachineError where it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise MachineError(f"{out} cannot be written: {problem.strerror}") from None
    replace_whole(out, content)


def replace_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Raises: MachineError where the disk refuses; InputRefusedError for a device or a pipe, which would be replaced by a file.
    """
    whole = path.resolve()
    if whole.exists() and not whole.is_file():
        raise refuse(f"{path} is no ordinary file", "a file name", "leave the option out where nothing is to be kept")
    part = whole.with_name(f".{whole.name}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(whole)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise MachineError(f"{path} cannot be written: {problem.strerror}") from None


class Sides(NamedTuple):
    """The columns of one side of a table of pairs, or of both: name, address, country."""

    name: str
    address: str | None
    country: str | None

    def all(self) -> tuple[str, ...]:
        """Every column that is asked for."""
        return tuple(c for c in self if c is not None)


def score_pairs(file: Path, left: Sides | None, right: Sides | None, out: Path | None, say: Callable[[str], None]) -> int:
    """Adds score and why to each pair, of organizations or, where addresses are named, of sites; returns how many."""
    import csv
    import io

    from buyfair.intake.names_file import read_names

    if left is None or right is None or out is None:
        raise refuse("--pairs was given alone", "--left COLUMN, --right COLUMN and --out FILE beside it", "add them")
    if (left.address is None) != (right.address is None):
        raise refuse("one side has a column of addresses", "--left-address and --right-address, or neither", "add the other")
    table = read_names(file, (*left.all(), *right.all()), whole=True, names=(left.name, right.name))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table.columns, "score", "why"])
    done = aside = 0
    for done, record in enumerate(table.rows, start=1):
        aside += _write_aside(writer, table, aside)
        score, why = _scored(record.cells, left, right)
        writer.writerow([*record.all, f"{score:.3f}", why])
        if done % PAIRS_AT_ONCE == 0:
            say(f"{done:,} pairs compared")
    _write_aside(writer, table, aside)
    write_whole(text.getvalue(), out)
    for passed in table.set_aside:
        say(f"passed over record {passed.number:,}: {passed.reason}")
    return done


def _write_aside(writer: Any, table: NamesTable, written: int) -> int:
    """The records set aside since, in their place and without a score; how many they are."""
    fresh = table.set_aside[written:]
    for aside in fresh:
        writer.writerow([*table.aside_cells[aside.number], "", f"not compared: {aside.reason}"])
    return len(fresh)


def _scored(cells: Mapping[str, str], left: Sides, right: Sides) -> tuple[float, str]:
    from buyfair.screening import compare, compare_places

    if left.address is None or right.address is None:
        named = compare(cells[left.name], cells[right.name])
        return named.score, named.why
    placed = compare_places(_site(cells, left), _site(cells, right))
    return placed.score, placed.why


def _site(cells: Mapping[str, str], of: Sides) -> Site:
    """One side as a site; a country that is not known counts as not told."""
    from buyfair.knowledge.countries import country_in_table
    from buyfair.screen.sites import Site

    told = cells[of.country] if of.country else ""
    place = country_in_table(told)
    return Site(cells[of.name], cells[of.address or ""], place.code if place else "")
