"""The doors of screening: a table of names, pairs of names, and the review of leads by a person."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from buyfair.terms.errors import MachineError, refuse

if TYPE_CHECKING:
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
        click.option("--id", "numbers", multiple=True, help="Column with a UEI, CAGE, LEI, DUNS, CNPJ or IMO; repeatable."),
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


def of_folder(folder: Path, lists: str | None, decisions: Path | None) -> list[Found]:
    """The leads of an assessed folder, asked anew as of its known day, of the lists that it was asked of."""
    from buyfair.award_leads import known_day, queries_of, written_leads

    rows = written_leads(folder)
    named = ",".join(sorted({row["list"] for row in rows})) or None
    return list(screening(lists or named, known_day(folder), decisions).of(queries_of(rows)))


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


def screened(
    file: Path, columns: Columns | None, asked: Screening, say: Callable[[str], None]
) -> tuple[dict[str, Any], list[Found]]:
    """The leads of a table, as a document and as found."""
    from buyfair.intake.names_file import read_names
    from buyfair.screening import document

    if columns is None:
        raise refuse("no column of names was named", "--name COLUMN", "name the column as the header does")
    table = read_names(file, columns.all())
    done = asked.table(table, columns, say)
    return {**document(done, asked, table.read_as), "notes": list(table.notes)}, done.found


def columns_of(name: str | None, country: str | None, address: str | None, numbers: tuple[str, ...]) -> Columns | None:
    """The columns that the options name; None without one of names."""
    from buyfair.screening import Columns

    return None if name is None else Columns(name, country, tuple(("", column) for column in numbers), address)


def write_leads(leads: list[dict[str, Any]], whole: dict[str, Any], out: Path) -> None:
    """The leads as CSV, or the whole document where the file is to be JSON; there at once or not at all."""
    from buyfair.cards.leads import as_csv
    from buyfair.screening import FIELDS

    content = json.dumps(whole, indent=1, ensure_ascii=False) + "\n" if out.suffix == ".json" else as_csv(leads, FIELDS)
    write_whole(content, out)


def write_whole(content: str, out: Path) -> None:
    """A text file that is there whole or not at all.

    Raises: MachineError where it cannot be written.
    """
    beside = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, "utf-8")
        beside.replace(out)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise MachineError(f"{out} could not be written ({problem.strerror or problem})") from None


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
    table = read_names(file, (*left.all(), *right.all()), whole=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table.columns, "score", "why"])
    done = 0
    for done, record in enumerate(table.rows, start=1):
        score, why = _scored(record.cells, left, right)
        writer.writerow([*record.all, f"{score:.3f}", why])
        if done % PAIRS_AT_ONCE == 0:
            say(f"{done:,} pairs compared")
    write_whole(text.getvalue(), out)
    for aside in table.set_aside:
        say(f"passed over record {aside.number:,}: {aside.reason}")
    return done


def _scored(cells: Mapping[str, str], left: Sides, right: Sides) -> tuple[float, str]:
    from buyfair.screen.sites import Site
    from buyfair.screening import compare, compare_places

    if left.address is None or right.address is None:
        named = compare(cells[left.name], cells[right.name])
        return named.score, named.why
    a, b = (Site(cells[s.name], cells[s.address or ""], cells[s.country] if s.country else "") for s in (left, right))
    placed = compare_places(a, b)
    return placed.score, placed.why


# Review

KEYS = {"s": "same_party", "n": "not_the_same", "c": "cannot_tell"}
HOW = "s same party, n not the same, c cannot tell, Enter later, q stop"


def review(found: list[Found], by: str, on: date, path: Path, width: int) -> Iterator[str]:
    """Asks about each lead that waits, keeps each answer at once, and says what was done."""
    from buyfair.cards.leads import lead_text
    from buyfair.intake.decisions_file import keep_decision
    from buyfair.screen.decided import pair_of, seen
    from buyfair.screening import as_row
    from buyfair.terms.decision import Decision

    waiting = list({pair_of(f.lead): f for f in found if f.standing.waits}.values())
    kept = 0
    for nth, one in enumerate(waiting, start=1):
        click.echo(f"\n{nth} of {len(waiting)}")
        click.echo("\n".join(lead_text(as_row(one), width)))
        answer = _asked()
        if answer == "q":
            break
        if answer in KEYS:
            why = _line("Why (a sentence for the file): ")
            if not why:
                click.echo("Not kept: a decision needs its reason.")
                continue
            said = KEYS[answer]
            keep_decision(path, Decision(pair_of(one.lead), said, by, on, why, seen(one.lead)))  # type: ignore[arg-type]
            kept += 1
    yield f"{kept:,} decided, {len(waiting) - kept:,} still open. Kept in {path}"


def _asked() -> str:
    while True:
        answer = _line(f"[{HOW}] ").lower()
        if answer in (*KEYS, "q", ""):
            return answer
        click.echo(f"{answer[:20]} is none of these.")


def _line(words: str) -> str:
    """One line that a person typed; the end of the input stops the review."""
    click.echo(words, nl=False)
    line = sys.stdin.readline()
    if not line:
        return "q"
    return line.strip()
