"""What a picture says of names and lists: how many were asked, how many wait for a person, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        "sentence": sentence(told), "waits": WAITS, "lists": asked_lists(told),
        "same": [(row, _same(row)) for row in rows(told, "same")],
    }  # fmt: skip


def asked_lists(told: Row | None) -> tuple[str, ...]:
    """Which lists were asked, in which edition, and which were not and why."""
    if told is None:
        return ()
    asked = [
        f"Asked: {words.clean(held['title'])}, edition {words.clean(held['edition'])}, {held['parties']:,} parties."
        f"{' ' + words.clean(held['behind']) if held['behind'] else ''}"
        for held in rows(told, "lists")
    ]
    return (*asked, *not_asked(told))


def not_asked(told: Row) -> Iterator[str]:
    """The lists that say nothing here, in one sentence each way; a list that is not asked clears nobody."""
    if told["lists_not_held"]:
        names = ", ".join(map(words.clean, told["lists_not_held"]))
        yield f"Not asked, for no edition is held: {names}. Bring the official file: buyfair lists refresh NAME --from FILE."
    if told["lists_not_known_then"]:
        names = ", ".join(map(words.clean, told["lists_not_known_then"]))
        yield f"Not asked, for they tell nothing of the known day: {names}. A later --day asks them."


def _same(row: Row) -> str:
    """When the listed party was on the list, and on how many of the awards it was then."""
    since = f"listed since {row['listed_since']}" if row["listed_since"] else "since when it is listed is not told"
    until = f", until {row['listed_until']}" if row["listed_until"] else ""
    awards = words.many(row["awards"], "award")
    return f"{since}{until}; {awards}, on the list on the day of {row['awards_listed_then']:,} of them"


def sentence(told: Row) -> str:
    """Names asked, leads, how many wait and what was decided, in one or two sentences."""
    names, leads, waiting = told["names"], told["leads"], told["wait"]
    if not rows(told, "lists"):
        return f"The {words.many(names, 'name')} on these awards were compared with no list of parties."
    asked = (
        f"{words.many(names, 'name')} of suppliers, parents and sub-awardees {'was' if names == 1 else 'were'} compared with "
        f"{words.many(len(rows(told, 'lists')), 'list')} of parties: "
    )
    if not leads:
        return f"{asked}no lead. A name that meets no list is not safe: lists hold what their issuers could identify."
    decided = [f"{told[state]:,} {label}" for state, label in _DECIDED if told[state]]
    settled = f", decided: {', '.join(decided)}" if decided else ""
    return f"{asked}{words.many(leads, 'lead')}, {waiting:,} waiting for a person{settled}."


_DECIDED = (("same_party", "the same party"), ("not_the_same", "not the same"), ("cannot_tell", "cannot be told"))
