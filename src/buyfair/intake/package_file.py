"""Opens a solicitation package that was kept as JSON: read whole, refused with one sentence where it is none."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from buyfair.intake.facts_file import Wanted, read_whole
from buyfair.terms.errors import refuse

PACKAGE = Wanted("package", "one", "write one with buyfair package FACTS.toml --json, or take the one that a purchase kept")
PARTS = ("items", "open", "later", "apart", "facts_hash", "day")
OF_ITEMS = ("id", "kind", "number", "name", "alternate", "edition", "place", "text", "fill_ins", "authority")


def read_package(path: Path) -> dict[str, Any]:
    """The package as `buyfair package --json` writes it, with the hash of the file.

    Raises: InputRefusedError where the file is none.
    """
    content = read_whole(path, PACKAGE)
    return {**parse_package(content, path.name), "sha256": sha256(content).hexdigest()}


def parse_package(content: bytes, name: str) -> dict[str, Any]:
    """The package in these bytes. Raises: InputRefusedError where they are none."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise refuse(f"{name} is no JSON", "a package as JSON", PACKAGE.to_mend) from None
    if not isinstance(told, dict) or not all(part in told for part in PARTS) or not all(map(_is_item, _items(told))):
        raise refuse(f"{name} is no package", "a package as JSON, with its items", PACKAGE.to_mend)
    return told


def _items(told: dict[str, Any]) -> list[Any]:
    """Everything that ought to be an item."""
    parts = [told[part] for part in ("items", "open", "later", "apart")]
    return [item for part in parts for item in (part if isinstance(part, list) else [None])]


def _is_item(item: Any) -> bool:
    if not isinstance(item, dict) or not all(key in item for key in OF_ITEMS):
        return False
    blanks, edition, authority = item["fill_ins"], item["edition"], item["authority"]
    return (
        isinstance(item["number"], str | None) and isinstance(item["alternate"], str | None)
        and isinstance(item["text"], str) and isinstance(item["name"], str) and isinstance(item["kind"], str)
        and (not item["number"] or isinstance(edition, dict) and isinstance(edition.get("printed"), str))
        and isinstance(authority, dict) and {"standing", "means"} <= set(authority) and isinstance(blanks, list)
        and all(isinstance(b, dict) and {"asks", "filled", "in_title"} <= set(b) for b in blanks)
        and all(isinstance(b["filled"], str | None) for b in blanks)
    )  # fmt: skip
