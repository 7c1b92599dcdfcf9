"""Names the documents of a case: files as given, folders as the readable files inside them."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from buyfair.intake.documents.kinds import READABLE
from buyfair.terms.errors import refuse


def _to_standard_error(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def documents_of(paths: Iterable[Path], tell: Callable[[str], None] = _to_standard_error) -> list[Path]:
    """Every document, a folder opened to its end in the order of its names, none twice; `tell` hears what is passed over.

    Raises: InputRefusedError for a path that is not there, and where nothing is left to read.
    """
    found: dict[Path, None] = {}
    given = list(paths)
    for path in given:
        if _is_there(path) and path.is_dir():
            found.update(dict.fromkeys(_inside(path, tell)))
        elif _is_there(path):
            found[path] = None
        else:
            raise refuse(f"{path} is not there", "a document or a folder of documents", "see how its name is spelled")
    if not found:
        named = ", ".join(map(str, given)) or "nothing"
        raise refuse(f"{named} holds no document", f"files that end in {', '.join(READABLE)}", "give another file or folder")
    return list(found)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as problem:
        if problem.errno == errno.ENAMETOOLONG:
            return False
        raise


def _inside(folder: Path, tell: Callable[[str], None]) -> Iterable[Path]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).parts):
        if path.is_dir():
            continue
        why = _passed_over(path, folder)
        if why is None:
            yield path
        else:
            tell(f"passed over {path}: {why}")


def _passed_over(path: Path, folder: Path) -> str | None:
    """Why a file of a folder is not read; None where it is."""
    if path.name.startswith("~$"):
        return "a lock that Word leaves beside an open document"
    if any(part.startswith(".") for part in path.relative_to(folder).parts):
        return "hidden"
    if path.suffix.lower() not in READABLE:
        return f"no file that ends in {', '.join(READABLE)}"
    return None if path.is_file() else "no plain file"
