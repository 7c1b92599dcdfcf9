"""What a picture says of names and lists: how many were asked, how many wait for a person, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.cards import words
from buyfair.cards.tables import rows, section

Row = Mapping[str, Any]
WAITS = (
    "A lead is two strings that a person compares. Until somebody decides it stands in leads.parquet and in the dossier of "
    "its award only: in no figure, class or rank, and with no name here."
)


def screened(summary: Row) -> dict[str, Any] | None:
    """The section of the report: its sentences, and what a person decided to be the same party."""
    told = section(summary, "leads")
    if told is None:
        return None
    return {
        "sentence": sentence(told), "waits": WAITS,
        "lists": [f"{words.clean(held['title'])}, edition {words.clean(held['edition'])}, {held['parties']:,} parties"
                  for held in rows(told, "lists")],
        "same": rows(told, "same"),
    }  # fmt: skip


def sentence(told: Row) -> str:
    """Names asked, leads, how many wait and what was decided, in one or two sentences."""
    names, leads, waiting = told["names"], told["leads"], told["wait"]
    if not rows(told, "lists"):
        return f"The {_many(names, 'name')} on these awards were not screened: no list of parties was known on that day."
    absent = told["lists_not_held"]
    missing = f" Not asked, for no edition is held: {', '.join(map(words.clean, absent))}." if absent else ""
    return _asked(told, names, leads, waiting) + missing


def _asked(told: Row, names: int, leads: int, waiting: int) -> str:
    asked = (
        f"{_many(names, 'name')} of suppliers, parents and sub-awardees {'was' if names == 1 else 'were'} compared with "
        f"{_many(len(rows(told, 'lists')), 'list')} of parties: "
    )
    if not leads:
        return f"{asked}no lead. A name that meets no list is not safe: lists hold what their issuers could identify."
    decided = [f"{told[state]:,} {label}" for state, label in _DECIDED if told[state]]
    settled = f", decided: {', '.join(decided)}" if decided else ""
    return f"{asked}{_many(leads, 'lead')}, {waiting:,} waiting for a person{settled}."


_DECIDED = (("same_party", "the same party"), ("not_the_same", "not the same"), ("cannot_tell", "not to be told"))


def _many(n: int, one: str) -> str:
    return f"{n:,} {one if n == 1 else one + 's'}"
