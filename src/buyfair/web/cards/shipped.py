"""The written pages of the method: generated ones from what runs, the others as they stand in docs/, shipped beside this.

`python -m buyfair.web.cards.shipped docs` brings what stands beside this up to date; a test fails where it is stale.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from buyfair.cards import documents
from buyfair.terms import bundled

HERE = "buyfair.web.cards.pages"
COVERAGE = "coverage"
DAYS = "days.toml"
"""From which day each shipped page is, and since which day its text stands: written with the pages, by their hash."""
LINE = re.compile(r"^<!--.*?-->\s*", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One written page: its name in an address, its path below docs/, its title and its text in Markdown."""

    name: str
    file: str
    title: str
    text: str

    @property
    def days(self) -> tuple[date, date] | None:
        """From which day the page is and its text stands; None where it is made of what runs, of which no day is held."""
        held = _days().get(self.file)
        return None if held is None else (held["first"], held["last"])


@cache
def _days() -> Mapping[str, Mapping[str, Any]]:
    return {name.replace("__", "/"): held for name, held in bundled.card(HERE, DAYS).items()}


@cache
def pages() -> dict[str, Page]:
    """Every page of the method by its path below docs/, in the order of their names."""
    told = {**_written(), **_generated()}
    return {file: _page(file, told[file]) for file in sorted(told)}


def page_named(name: str) -> Page:
    """The page of a name in an address.

    Raises: KeyError where there is none.
    """
    return next(p for p in pages().values() if p.name == name)


def coverage() -> Page:
    """What serves which published proposal."""
    return _page("coverage.md", bundled.text(HERE, "coverage.md"))


def copied(docs: Path) -> dict[str, str]:
    """What is to stand beside this, by name, from the folder of written pages: all of them that nothing generates."""
    made = set(documents.documents())
    files = [docs / "coverage.md", *sorted((docs / "method").glob("*.md")), *sorted((docs / "decisions").glob("*.md"))]
    told = {f.relative_to(docs).as_posix(): f for f in files}
    return {file.replace("/", "__"): path.read_text("utf-8") for file, path in told.items() if file not in made}


def _written() -> dict[str, str]:
    names = [name for name in bundled.names(HERE, ".md") if name != "coverage.md"]
    return {name.replace("__", "/"): bundled.text(HERE, name) for name in names}


def _generated() -> dict[str, str]:
    """The pages that are made of what runs; cards have addresses of their own."""
    every = documents.documents()
    method = {file: text for file, text in every.items() if file.startswith("method/")}
    return method | {file: every[file] for file in ("cards/clauses.md", "cards/reforms.md")}


def _page(file: str, text: str) -> Page:
    text = LINE.sub("", text)
    folder, _, name = file.removesuffix(".md").rpartition("/")
    told = {"cards/reforms": "ready-reforms", "method/README": "overview"}.get(file.removesuffix(".md"), name)
    title = next(line for line in text.splitlines() if line.startswith("# ")).removeprefix("# ")
    return Page(f"decision-{told}" if folder == "decisions" else told, file, title, text)


def main(docs: Path) -> None:
    """Writes every page that is shipped, and takes away what is no page any more."""
    here = Path(__file__).parent / "pages"
    told = copied(docs)
    for stale in {p.name for p in here.glob("*.md")} - told.keys():
        (here / stale).unlink()
    for name, text in told.items():
        (here / name).write_text(text, "utf-8")
    kept = here / DAYS
    held = tomllib.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    kept.write_text(_written_days({name: _dated(docs, name, text, held.get(name)) for name, text in told.items()}), "utf-8")


def digest(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _dated(docs: Path, name: str, text: str, held: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The days of a page: as they were while its text is the same, else since the day on which its file was written."""
    if held is not None and held["sha256"] == digest(text):
        return held
    written = datetime.fromtimestamp((docs / name.replace("__", "/")).stat().st_mtime, UTC).date()
    return {"first": written if held is None else held["first"], "last": written, "sha256": digest(text)}


def _written_days(days: Mapping[str, Mapping[str, Any]]) -> str:
    entries = (
        f'["{name}"]\nfirst = {of["first"]}\nlast = {of["last"]}\nsha256 = "{of["sha256"]}"\n'
        for name, of in sorted(days.items())
    )
    return "# Since when each page is, and its text stands, by the days of the repository.\n\n" + "\n".join(entries)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
