"""The command `buyfair`: from a file to an answer, one clear sentence when something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from buyfair import __version__
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

INPUT_WRONG, USAGE, MACHINE, INTERRUPTED = 1, 2, 3, 130
F = TypeVar("F", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="buyfair")
def main() -> None:
    """See what the US government buys, and at whose risk."""


def _day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given} is no day; expected a day of the calendar such as 2025-09-30") from None


@main.command(name="assess")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("assessed"), show_default=True, help="Folder to write."
)
@click.option("--day", callback=_day, help="Known day (ISO); default: the latest action date in the input.")
@click.option("--json", "as_json", is_flag=True, help="Print summary.json to standard output instead of the picture.")
@click.option("--timings", is_flag=True, help="Print seconds per stage to standard error.")
def assess_command(paths: tuple[Path, ...], out: Path, day: date | None, as_json: bool, timings: bool) -> None:
    """Award files to a picture of risk: PATHS are CSV, gz, zst, zip or Parquet files, or folders of these."""
    if out.exists() and not out.is_dir():
        raise click.exceptions.Exit(
            _refused(refuse(f"{out} is a file", "a folder to write into", "choose another --out"))
        )
    try:
        from buyfair.cards.picture import picture
        from buyfair.cards.report import report
        from buyfair.portfolio import assess
        from buyfair.terms.clock import Clock

        clock = Clock()
        summary = assess(paths, out, day=day, render=report, say=_progress(), clock=clock)
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    except MachineError as problem:
        click.echo(f"buyfair: {problem}", err=True)
        raise click.exceptions.Exit(MACHINE) from None
    except (KeyboardInterrupt, click.Abort):
        raise click.exceptions.Exit(_stopped()) from None
    except RuntimeError as problem:
        if "interrupt" not in str(problem).lower():  # how the engine passes on the same signal
            raise
        raise click.exceptions.Exit(_stopped()) from None
    if timings:
        for name, seconds in clock.stages:
            click.echo(f"{seconds:9.2f} s  {name}", err=True)
    if as_json:
        _print_json(summary)
        return
    width = min(shutil.get_terminal_size((100, 40)).columns, 120)
    click.echo(picture(summary, width=width, color=sys.stdout.isatty()), nl=False)
    click.echo(f"\nThe report with every table and source: {out / 'report.html'}")


def _refused(refusal: Exception) -> int:
    click.echo(f"buyfair: {refusal}", err=True)
    return INPUT_WRONG


def _stopped() -> int:
    click.echo("buyfair: stopped; nothing was written, run the same command again", err=True)
    return INTERRUPTED


def _print_json(document: Mapping[str, Any]) -> None:
    click.echo(json.dumps(document, indent=1, ensure_ascii=False))


def _progress() -> Callable[[str], None]:
    """Progress on a terminal; silent when piped, but for what was passed over."""

    def say(words: str) -> None:
        if sys.stderr.isatty() or words.startswith("passed over"):
            click.echo(words, err=True)

    return say


@main.command(name="sample")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def sample_command(target: Path) -> None:
    """Copy the bundled made-up sample of awards to TARGET, to try the other commands on."""
    from importlib.resources import files

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((files("buyfair.samples") / "awards_sample.csv.gz").read_bytes())
    click.echo(f"{target}: 4,000 made-up lines; no figure from them says anything about the real world.")


def entry() -> None:
    """The command as installed: every way out has its exit status, an interrupt too, whatever it met."""
    try:
        done = main.main(standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (KeyboardInterrupt, click.Abort):
        done = _stopped()
    if done == INTERRUPTED:
        # An interrupt met inside an extension module leaves a mark in the interpreter that would replace our exit
        # status at its end; everything is unwound by now, so the process may leave at once.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    sys.exit(done if isinstance(done, int) else 0)


if __name__ == "__main__":
    entry()
