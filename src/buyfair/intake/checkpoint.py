"""What a long reading has finished, kept in its work folder so that a run that was killed goes on where it stood."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Checkpoint:
    """Small notes of finished steps, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kept(self, step: str) -> dict[str, Any] | None:
        """What was noted of a finished step; None where it was not finished."""
        try:
            note: dict[str, Any] = json.loads((self.folder / f"{step}.done").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return note

    def keep(self, step: str, note: dict[str, Any]) -> dict[str, Any]:
        """Notes a step as finished; its files must be whole by now."""
        draft = self.folder / f"{step}.draft"
        with draft.open("w", encoding="utf-8") as out:
            json.dump(note, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.folder / f"{step}.done")
        return note
