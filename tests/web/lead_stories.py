"""A small assessed portfolio with leads, shown, and the people who decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from buyfair.screening import Screening, screening_on
from buyfair.terms.decision import Decisions
from buyfair.terms.party import ListedParty, PartyEdition, Statement
from folders import made_once
from test_award_leads import assessed

LIST = "uflpa_entity_list"
HERON, QUILL = "HERON VALLEY GARMENT CO LTD", "QUILL RIVER TEXTILE"
AWARDS = (
    ("A1", "A1", "0", "2024-03-01", "120000.00", HERON, "", "", "CHN", "8405", "SHIRTS, COTTON", "CHN"),
    ("A1", "A1", "1", "2024-06-01", "500.00", HERON, "", "", "CHN", "8405", "SHIRTS, COTTON", "CHN"),
    ("A2", "A2", "0", "2024-04-01", "20000.00", "BLUE HERON IMPORTS LLC", QUILL, "", "USA", "9330", "PVC SHEET", "CHN"),
    ("A3", "A3", "0", "2024-05-01", "70000.00", HERON, "", "", "CHN", "8405", "SHIRTS, COTTON", "CHN"),
    ("A4", "A4", "0", "2024-05-02", "1000.00", "ORCHID HILL", "", "", "USA", "8405", "SHIRTS, COTTON", "CHN"),
)
"""Made-up firms: two names that meet a made-up list, on three awards; one that meets nothing."""


def listed(name: str, key: str, aliases: tuple[str, ...] = (), numbers: tuple[tuple[str, str], ...] = ()) -> ListedParty:
    """A made-up party of a made-up edition."""
    said = (Statement("section (ii)", "in_force", date(2023, 1, 2), None, date(2023, 1, 2), "made up for a test"),)
    return ListedParty(LIST, "2024-01-01", key, name, said, aliases, countries=("CHN",), identifiers=numbers)


FIRST = PartyEdition(
    LIST, "2024-01-01", date(2024, 1, 1), "0" * 64,
    (listed("Heron Valley Garment Co., Ltd.", "heron"), listed("Quill River Textile Group", "quill")),
)  # fmt: skip


def newer(edition: PartyEdition, party: ListedParty) -> PartyEdition:
    """The next edition: the same parties, one of them as told."""
    held = tuple(party if p.key == party.key else p for p in edition.parties)
    return PartyEdition(LIST, "2024-09-01", date(2024, 9, 1), "1" * 64, held)


def lists(*editions: PartyEdition) -> Any:
    """Which editions are held, as the shelf would say it."""
    return lambda list_id, shelf=None: editions if list_id == LIST else ()


def known(editions: Sequence[PartyEdition], on: date, decisions: Decisions | None = None) -> Screening:
    """The made-up list, as known on a day."""
    return screening_on(on, [LIST], lists(*editions), decisions or {})


def assess_with(
    folder: Path, editions: Sequence[PartyEdition], decisions: Decisions | None = None, awards: Any = AWARDS
) -> Path:  # fmt: skip
    """An assessed folder of these awards beside these editions; a portfolio goes by the name of its folder."""
    out, _ = assessed(folder, awards, known=partial(known, editions, decisions=decisions))
    return out.rename(folder / folder.name)


def show(folder: Path, home: Path) -> None:
    """Shows an assessed folder as the portfolio."""
    place = home / "snapshots"
    place.mkdir(exist_ok=True)
    (place / "current").unlink(missing_ok=True)
    (place / "current").symlink_to(folder)


def assessed_once(factory: pytest.TempPathFactory) -> Path:
    """The portfolio of AWARDS beside FIRST, assessed once for all tests of a run; they look at it and change nothing."""
    return made_once(factory, "leads-first", lambda to: assess_with(to / "first", [FIRST]) and None) / "first" / "first"


@pytest.fixture
def first(home_folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The portfolio with its leads, shown; the made-up list is the one that is held."""
    made = assessed_once(tmp_path_factory)
    show(made, home_folder)
    monkeypatch.setattr("buyfair.web.leads.sightings.held_editions", lists(FIRST))
    return made
