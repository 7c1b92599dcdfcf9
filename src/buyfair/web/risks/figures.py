"""The figures of what a risk is about, read live from the portfolio that is shown, and held beside those of its first day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from buyfair import browse
from buyfair import dossier as dossiers
from buyfair.cards import dossier as told
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, TooSlowError
from buyfair.web.core.held import shown
from buyfair.web.risks.about import About, in_words

NO_PORTFOLIO = "No portfolio is held yet, so there is no figure: a portfolio lead adds award files first."
LABELS = {
    "rank": "Rank (1 is looked at first)", "class": "Class of exposure", "awards": "Awards", "dollars": "Net dollars",
    "matched": "Matched", "possible": "Possible", "unknown": "Unknown", "no_listing": "No listing found",
    "not_goods": "Not goods", "taken_back": "Taken back, apart from every bound",
}  # fmt: skip
_OF_EXPOSURE = ("matched", "possible", "unknown", "no_listing", "not_goods", "taken_back")
_MONEY = ("dollars", *_OF_EXPOSURE)


@dataclass(frozen=True)
class Seen:
    """What a snapshot says: its title, its sentences, its figures by name (null: not told), and the whole document."""

    snapshot: str
    day: str | None
    title: str
    sentences: tuple[str, ...]
    figures: Mapping[str, Any]
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """One figure as it was when the risk was opened and as it is now."""

    label: str
    then: str
    now: str
    differs: bool


@lru_cache(maxsize=64)
def document_of(folder: Path, award_id: str) -> dict[str, Any]:
    """The dossier of an award; a snapshot never changes, so what was read of it stays true."""
    return dossiers.dossier(folder, award_id)


def seen(of: Snapshot, about: About) -> Seen:
    """What a snapshot says of it.

    Raises: InputRefusedError where it holds no such award, or cannot be filtered.
    """
    return _of_award(of, about.award_id) if about.award_id else _of_pattern(of, about)


def as_shown(about: About) -> tuple[Seen | None, str]:
    """What the portfolio that is shown says of it; or None, and why there is nothing to say. Raises: TooSlowError."""
    held = shown()
    if held is None:
        return None, NO_PORTFOLIO
    try:
        return seen(held, about), ""
    except InputRefusedError as refused:
        return None, str(refused)


def in_time(about: About) -> tuple[Seen | None, str]:
    """The same beside other work, which goes on where the figures of today cannot be had."""
    try:
        return as_shown(about)
    except TooSlowError as late:
        return None, str(late)


def _of_award(of: Snapshot, award_id: str) -> Seen:
    document = document_of(of.folder.resolve(), award_id)
    award, order = document["award"], document["order"] or {}
    figures = {"rank": order.get("rank"), "class": award["exposure"], "dollars": award["dollars"]}
    rank = f"Rank {order['rank']:,} of {order['of']:,}. " if order.get("rank") else "It has no rank. "
    dollars, stands = words.exact_dollars(award["dollars"]), words.class_label(award["exposure"]).lower()
    says = words.clean(f"{rank}{dollars} net; {stands}. {award['sentence']}")
    title = words.clean(f"{told.number(award)}: {told.thing(award)}")
    return Seen(of.id, document["day"], title, (says, document["not_about_supplier"]), figures, document)


def _of_pattern(of: Snapshot, about: About) -> Seen:
    summary = browse.Figures(of, about.filters)
    figures = {"awards": summary["awards"], "dollars": summary["dollars"]["accepted"]}
    figures |= {name: summary["exposure"][name] for name in _OF_EXPOSURE}
    sentences = (words.headline(summary), words.bounds(summary["exposure"]), words.NOT_ABOUT_SUPPLIER)
    document = {"calendar": summary["calendar"]}  # all that is read of it later, counted where a refusal is met
    return Seen(of.id, summary["day"], in_words(about.filters), sentences, figures, document)


def compared(then: Mapping[str, Any], current: Mapping[str, Any] | None) -> list[Compared]:
    """Each figure then and now; what was or is not told stays so."""
    names = [name for name in LABELS if name in then or (current is not None and name in current)]
    return [_compared(name, then, current) for name in names]


def _compared(name: str, then: Mapping[str, Any], current: Mapping[str, Any] | None) -> Compared:
    before, after = _said(name, then.get(name)), "not told" if current is None else _said(name, current.get(name))
    return Compared(LABELS[name], before, after, current is not None and before != after)


def _said(name: str, value: Any) -> str:
    if value is None:
        return "none" if name == "rank" else "not told"
    if name in _MONEY:
        return words.exact_dollars(value)
    return words.class_label(value) if name == "class" else words.count(value)
