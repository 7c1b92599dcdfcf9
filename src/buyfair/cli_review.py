"""The door of review: leads that wait are shown to a person one by one, and each answer is kept at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from buyfair.cli_screen import Placed, screening
from buyfair.terms.decision import Decision, Said
from buyfair.terms.errors import refuse
from buyfair.terms.interrupts import interrupts_held

if TYPE_CHECKING:
    from buyfair.screening import Found

KEYS: dict[str, Said] = {"s": "same_party", "n": "not_the_same", "c": "cannot_tell"}
ASSESS_AGAIN = "The folder was assessed before these decisions: assess again, and they count there."
HOW = "s same party, n not the same, c cannot tell, Enter later, q stop"


def of_folder(folder: Path, lists: str | None, decisions: Path | None) -> list[Placed]:
    """The leads of an assessed folder, asked anew as of its known day, of the lists that it was asked of.

    Each stands by name and country.
    """
    from buyfair.award_leads import known_day, queries_of, written_leads
    from buyfair.cards.words import clean

    def where(found: Found) -> str:
        query = found.lead.query
        return f'"{clean(query.name)}"{f" ({query.countries[0]})" if query.countries else ""}'

    rows = written_leads(folder)
    named = lists or ",".join(sorted({row["list"] for row in rows})) or None
    asked = screening(named, known_day(folder), decisions)
    return [Placed(where(found), found) for found in asked.of(queries_of(rows))]


@dataclass(slots=True)
class Reviewer:
    """Who decides, on which day, and the file in which each decision is kept at once. `kept` counts them.

    Raises: InputRefusedError where nobody is named.
    """

    by: str
    on: date
    path: Path
    kept: int = 0

    def __post_init__(self) -> None:
        self.by = " ".join(self.by.split())
        if not self.by:
            raise refuse("--by names nobody", "who decides", "name a person: it stands beside each decision")

    def keep(self, found: Found, said: Said, why: str) -> None:
        """Keeps one decision; an interrupt waits until it is kept and counted."""
        from buyfair.intake.decisions_file import keep_decision
        from buyfair.screen.decided import pair_of, seen

        with interrupts_held():
            keep_decision(self.path, Decision(pair_of(found.lead), said, self.by, self.on, why, seen(found.lead)))
            self.kept += 1


def review(placed: Iterable[Placed], reviewer: Reviewer, width: int) -> str:
    """Asks about each lead that waits, keeps each answer at once, and says what was done."""
    from buyfair.screen.decided import pair_of

    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    waiting = list({pair_of(one.found.lead): one for one in placed if one.found.standing.waits}.values())
    shown: set[str] = set()
    for nth, one in enumerate(waiting, start=1):
        click.echo(f"\n{nth} of {len(waiting)}")
        _show(one, shown, width)
        answer = _asked()
        if answer is None:
            break
        if answer not in KEYS:
            continue
        why = _line("Why (a sentence for the file, q stop): ")
        if why is None or why.lower() == "q":
            break
        if why:
            reviewer.keep(one.found, KEYS[answer], why)
        else:
            click.echo("Not kept: a decision needs its reason.")
    return f"{reviewer.kept:,} decided, {len(waiting) - reviewer.kept:,} still open. Kept in {reviewer.path}"


def _show(one: Placed, shown: set[str], width: int) -> None:
    """A lead, and what a hit means and does not where its list comes for the first time."""
    from buyfair.cards.leads import lead_text, means_told
    from buyfair.screening import as_row

    row = as_row(one.found)
    click.echo("\n".join(lead_text(row, width, one.where)))
    if row["list"] not in shown:
        click.echo("\n".join(means_told(row, width)))
        shown.add(row["list"])


def _asked() -> str | None:
    """A key of KEYS, nothing for later, or None where the review is to stop."""
    while True:
        answer = _line(f"[{HOW}] ")
        if answer is None or answer.lower() == "q":
            return None
        if answer.lower() in (*KEYS, ""):
            return answer.lower()
        click.echo(f"{answer[:20]} is none of these.")


def _line(words: str) -> str | None:
    """One line that a person typed; None at the end of the input."""
    click.echo(words, nl=False)
    line = sys.stdin.readline()
    return line.strip() if line else None
