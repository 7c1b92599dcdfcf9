"""The door of the policy lab: a reform tried on an assessed folder, shown, written as a brief, or replayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from buyfair.cli_screen import replace_whole, write_whole
from buyfair.terms.errors import refuse

if TYPE_CHECKING:
    from buyfair.columns.engines import OpenEngine
    from buyfair.reform.answer import Document

F = TypeVar("F", bound=Callable[..., Any])
MOVED = ("award_id", "piid", "supplier", "agency", "sector", "good", "state", "district", "dollars", "before", "after", "why")


def of_reforms(command: F) -> F:
    """What may be asked of a reform."""
    path = click.Path(path_type=Path)
    options = (
        click.option("--in", "folder", type=path, help="Folder that buyfair assess wrote."),
        click.option("--against", metavar="OTHER", help="Another reform: how far both reach the same, and both together."),
        click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON document, its manifest within."),
        click.option("--brief", type=path, help="Write two pages that a staffer can hand on (PDF), the manifest beside."),
        click.option("--district", metavar="XX-00", help="With --brief: one page about this congressional district."),
        click.option("--moved", type=path, help="Write every award whose answer changes, with why (CSV)."),
        click.option("--manifest", type=path, help="Write what another machine needs to give the same bytes (JSON)."),
        click.option("--replay", type=path, help="Try again what a manifest, or an answer that holds one, says."),
        click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
                     help="What judges."),
        click.option("--spark", "address", envvar="BUYFAIR_SPARK", default="local[*]", show_default=True, metavar="ADDRESS",
                     help="With --engine spark: sc://HOST:PORT of Spark Connect, or a master; also BUYFAIR_SPARK."),
        click.option("--list", "listing", is_flag=True, help="Name the ready reforms."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def asked_well(reform: str | None, told: Mapping[str, Any]) -> None:
    """Raises: UsageError where what is asked does not go together."""
    if told["listing"]:
        return
    if (reform is None) is (told["replay"] is None):
        raise click.UsageError("name a reform (a file, or one of buyfair reform --list), or a manifest to --replay")
    if told["folder"] is None:
        raise click.UsageError("name the folder that buyfair assess wrote: --in FOLDER")
    if told["district"] is not None and told["brief"] is None:
        raise click.UsageError("--district goes with --brief FILE.pdf")
    if told["replay"] is not None and (told["against"] or told["moved"]):
        raise click.UsageError("--replay takes the reform, and the one it was held against, from the manifest")


def reform_list(columns: int) -> str:
    """The ready reforms, each with its title."""
    from buyfair import catalogue

    held = catalogue.reforms()
    width = max(len(r.name) for r in held)
    rows = [f"{r.name:{width}}  {r.title}"[: max(columns, width + 20)] for r in held]
    return "\n".join([*rows, "", "Try one: buyfair reform NAME --in FOLDER; or write your own file: docs/method/lab.md"])


def answered(reform: str | None, told: Mapping[str, Any]) -> Document:
    """The answer, tried or replayed. Raises: InputRefusedError."""
    from buyfair.reform.trying import given, replayed, tried

    opened = _engine(told)
    for key, ending in (("brief", ".pdf"), ("moved", ".csv"), ("manifest", ".json")):
        if told[key] is not None:
            _free(told[key], ending, key)
    if told["replay"] is not None:
        return replayed(told["replay"], told["folder"], opened)
    against = None if told["against"] is None else given(told["against"])
    return tried(given(str(reform)), told["folder"], against, opened)


def _engine(told: Mapping[str, Any]) -> OpenEngine:
    from buyfair.columns.engines import embedded, spark

    return spark(told["address"]) if told["engine"] == "spark" else embedded


def _free(path: Path, ending: str, option: str) -> None:
    """Raises: InputRefusedError where the file has another ending than what is written, or no folder to stand in."""
    if path.suffix.lower() != ending or path.is_dir():
        raise refuse(f"{path} is no name for --{option}", f"a file name that ends in {ending}", "name another file")
    if not path.absolute().parent.is_dir():
        raise refuse(f"{path.parent} is no folder", "a folder that is there", f"make it first, or name another --{option}")


def written(reform: str | None, told: Mapping[str, Any], document: Document) -> list[Path]:
    """Writes what was asked for, each file whole or not at all; names the files."""
    manifest = json.dumps(document["manifest"], indent=1, ensure_ascii=False) + "\n"
    files: list[Path] = []
    if told["brief"] is not None:
        replace_whole(told["brief"], _paper(document, told["district"]))
        beside = told["brief"].with_suffix(".manifest.json")
        write_whole(manifest, beside)
        files += [told["brief"], beside]
    if told["moved"] is not None:
        write_whole(_moved(str(reform), told["folder"], _engine(told)), told["moved"])
        files.append(told["moved"])
    if told["manifest"] is not None:
        write_whole(manifest, told["manifest"])
        files.append(told["manifest"])
    return files


def _paper(document: Document, district: str | None) -> bytes:
    from buyfair.cards.brief import brief_pdf, district_pdf

    return brief_pdf(document) if district is None else district_pdf(document, district.upper())


def _moved(reform: str, folder: Path, engine: OpenEngine) -> str:
    from buyfair.cards.leads import as_csv
    from buyfair.reform.trying import all_moved, given

    rows: Sequence[Mapping[str, Any]] = all_moved(given(reform), folder, engine)
    return as_csv(rows, MOVED)
