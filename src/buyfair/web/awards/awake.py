"""Reads one dossier before anybody asks: where the rows of an award lie, and what every dossier needs, is known then."""

from __future__ import annotations

from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.awards.found import found
from buyfair.web.core.held import assessed, shown
from buyfair.web.received import duties


def awake() -> None:
    """The dossier of the award to look at first; nothing where there is none, or it cannot be read now."""
    held, folder = shown(), assessed()
    if held is None or folder is None:
        return
    try:
        for row in (held.summary().get("first") or ())[:1]:
            found(folder, row["award_id"])
            duties(row["award_id"])
    except (InputRefusedError, MachineError, OSError):
        return  # whoever opens a dossier is told
