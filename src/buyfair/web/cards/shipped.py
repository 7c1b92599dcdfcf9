"""The written pages of the method: generated ones from what runs, the others as they stand in docs/, shipped beside this.

`python -m buyfair.web.cards.shipped docs` brings what stands beside this up to date; a test fails where it is stale.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from buyfair.cards import documents
from buyfair.terms import bundled

HERE = "buyfair.web.cards.pages"
COVERAGE = "coverage"
LINE = re.compile(r"^<!--.*?-->\s*", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One written page: its name in an address, its path below docs/, its title and its text in Markdown."""

    name: str
    file: str
    title: str
    text: str


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
