"""Reads the case tables under cases/: a sentence, then one Markdown table; what a lawyer reviews is what is tested."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a case table, its cells by column name."""

    file: str
    name: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def told(self, column: str) -> str | None:
        """The cell; None where it says `?`, not told."""
        return None if self.cells[column] == "?" else self.cells[column]


def paths(folder: str = ".") -> list[Path]:
    """The case tables of a folder and of the folders below it, sorted."""
    return sorted((CASES / folder).rglob("*.md"))


def table(path: Path) -> list[Case]:
    """The rows of one case table.

    Raises: ValueError where the file has no table, or a row has other cells than the table's head.
    """
    name = path.relative_to(CASES).with_suffix("").as_posix()
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    rows = [_cells(line) for line in lines if line.startswith("|")]
    if len(rows) < 3 or set("".join(rows[1])) - set("-: "):
        raise ValueError(f"{name} holds no table with a head, a rule and rows.")
    head = rows[0]
    for row in rows[2:]:
        if len(row) != len(head):
            raise ValueError(f"{name}: the row {row[0]!r} has {len(row)} cells where the head has {len(head)}.")
    return [Case(name, row[0], dict(zip(head, row, strict=True))) for row in rows[2:]]


def cases(*folders_or_files: str) -> list[Case]:
    """Every row of these folders or files (without suffix), in file order."""
    found: list[Case] = []
    for name in folders_or_files:
        file = CASES / f"{name}.md"
        for path in [file] if file.is_file() else paths(name):
            found += table(path)
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
