"""Which editions of the lists of parties are held, bundled or brought by the user, and how a newer one is brought."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

from buyfair import catalogue
from buyfair.intake.list_editions import AN_EDITION, Kept, bring, keep, kept
from buyfair.knowledge.countries import country
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.terms.party import PartyEdition, Reading
from buyfair.terms.party_editions import Changes, changes
from buyfair.terms.party_list import within_bounds


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a file gave: the edition, what its reader passed over or doubts, and what changed since the one before it.

    `new` is false where the edition was held already; then nothing was written.
    """

    edition: PartyEdition
    passed_over: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...]
    before: PartyEdition | None
    changes: Changes
    new: bool


def held_editions(list_id: str, shelf: Path) -> tuple[PartyEdition, ...]:
    """The editions of a list that are held, bundled ones and those on the shelf, oldest first.

    Raises: MachineError where one on the shelf was changed since it was kept.
    """
    module = _module(list_id)
    own = module.editions()
    days = {e.name for e in own}
    brought = [_marked(module, k.edition) for k in kept(shelf, list_id) if k.edition.name not in days]
    return tuple(sorted((*own, *brought), key=lambda e: (e.published, e.name)))


def _marked(module: ModuleType, edition: PartyEdition) -> PartyEdition:
    """An edition from the shelf, marked where its list can tell that it shows a part only."""
    return replace(edition, partial=hasattr(module, "is_partial") and module.is_partial(edition.parties))


def refresh(list_id: str, files: Sequence[Path], shelf: Path, day: date | None = None) -> Refreshed:
    """Reads an edition from its official file and keeps it beside those that are held.

    Raises: InputRefusedError where the file is not an edition of the list, its day is not told, or another edition of
    that day is held; then nothing is written. MachineError where the disk refuses.
    """
    module = _module(list_id)
    raw = bring(files)
    published = day or _told_day(module, raw, files)
    reading = _read(module, raw, published, files)
    sha256 = hashlib.sha256(raw).hexdigest()
    edition = PartyEdition(module.ID, f"{published}", published, sha256, reading.parties, reading.partial)
    held = held_editions(module.ID, shelf)
    same_day = next((e for e in held if e.name == edition.name), None)
    if same_day is not None and changes(same_day.parties, edition.parties):
        raise _another_of_that_day(edition, files)
    earlier = [e for e in held if (e.published, e.name) < (edition.published, edition.name)]
    before = earlier[-1] if earlier else None
    changed = changes(before.parties if before else (), edition.parties)
    doubts = (*reading.doubts, *_of_another_kind(before, edition, changed))
    new = same_day is None and keep(shelf, Kept(edition, reading.passed_over, doubts), raw)
    if same_day is None and not new:  # somebody else brought one of that day meanwhile
        return refresh(list_id, files, shelf, day)
    return Refreshed(same_day or edition, reading.passed_over, doubts, before, changed, new)


def _of_another_kind(before: PartyEdition | None, edition: PartyEdition, changed: Changes) -> tuple[str, ...]:
    """A doubt where a newer edition lacks more than a third of the parties of the one before it; a partial one may."""
    if before is None or edition.partial or len(changed.removed) * 3 <= len(before.parties):
        return ()
    lacks = f"{len(changed.removed):,} of {len(before.parties):,} parties of {before.name} are not on it"
    return (f"{lacks}: is it of another kind? They count as removed on its day.",)


def _module(list_id: str) -> ModuleType:
    """A list of parties by its name, however the name is written.

    Raises: InputRefusedError naming the nearest where there is none.
    """
    held = {module.ID: module for module in catalogue.party_modules()}
    wanted = "_".join(list_id.strip().lower().replace("-", " ").split())
    if wanted in held:
        return held[wanted]
    said = list_id if len(list_id) <= 60 else f"{list_id[:57]}..."
    near = [name for name in held if wanted and name.startswith(wanted)] or get_close_matches(wanted, held, 1, 0.35)
    mend = f"the nearest is {near[0]}" if near else "see them: buyfair lists"
    raise refuse(f'"{said}" is no list of parties', f"one of {', '.join(held)}", mend)


def _told_day(module: ModuleType, raw: bytes, files: Sequence[Path]) -> date:
    """The day that the file tells of itself. Raises: InputRefusedError where it tells none."""
    try:
        told: date | None = module.told_day(raw) if hasattr(module, "told_day") else None
    except ValueError as problem:
        raise _not_read(module, problem, files) from None
    if told is None:
        raise refuse(
            f"{_named(files)} does not tell the day on which it was published",
            "that day",
            "name it, for example --day 2026-06-23",
        )
    return told


def _read(module: ModuleType, raw: bytes, published: date, files: Sequence[Path]) -> Reading:
    try:
        return within_bounds(module.read(raw, _code_of, published), module.card())
    except ValueError as problem:
        raise _not_read(module, problem, files) from None


def _not_read(module: ModuleType, problem: ValueError, files: Sequence[Path]) -> InputRefusedError:
    said = f"{problem}".removesuffix(".")
    given = f"{_named(files)} was not read: {said[:1].lower()}{said[1:]}"
    return refuse(given, f"{AN_EDITION} of {module.ID}", f"fetch it from {module.card().address}")


def _another_of_that_day(edition: PartyEdition, files: Sequence[Path]) -> InputRefusedError:
    given = f"{_named(files)} says other things than the edition of {edition.name} that is held"
    return refuse(given, "an edition of another day", "name the day on which it was published with --day")


def _named(files: Sequence[Path]) -> str:
    return ", ".join(f"{path}" for path in files)


def _code_of(spelling: str) -> str | None:
    """A country as ISO alpha-3; None where the words name none that is known."""
    found = country(spelling)
    return None if found is None else found.code
