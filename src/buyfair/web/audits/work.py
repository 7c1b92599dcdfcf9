"""The process that reads contract texts: asked line by line, it answers each with the result, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.checking import FactsRefusedError, checked_at, lines_at
from buyfair.web.reading_apart import answering


def answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The result, or why there is none."""
    path = Path(asked["path"])
    try:
        if "day" not in asked:
            return {"text": lines_at(path)}
        day = date.fromisoformat(asked["day"])
        return asdict(checked_at(path, asked["facts"], day, asked.get("package")))
    except InputRefusedError as refused:
        return {"refused": str(refused), "of_facts": isinstance(refused, FactsRefusedError)}
    except (MemoryError, RecursionError):
        return {"refused": f"{path.name} needs more memory than one text may take; expected a text of usual length; part it "
                           "and upload its parts.", "of_facts": False}  # fmt: skip


if __name__ == "__main__":
    answering(answered)
