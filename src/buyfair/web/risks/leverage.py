"""When something can be decided: options, ordering periods and ends ahead, and the dates that they suggest for a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from buyfair.cards import words
from buyfair.web.risks.about import About, dossier
from buyfair.web.risks.figures import Seen

BEFORE = (90, 60, 30)
"""Days before a decision by which an answer helps: our own measure."""
LEAST, USUAL = 14, 30
"""Days that a response takes at least, and where nothing is ahead."""
SHOWN = 8


@dataclass(frozen=True)
class Ahead:
    """One decision ahead: its day, what it is, what it means, and the award where it stands."""

    day: date
    what: str
    means: str
    award: str
    opens: str


@dataclass(frozen=True)
class Proposal:
    """A date that is suggested, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Leverage:
    """What is ahead, in a sentence and in rows, and the dates that it suggests."""

    says: str
    ahead: tuple[Ahead, ...]
    proposals: tuple[Proposal, ...]


def leverage(about: About, seen: Seen | None, day: date) -> Leverage:
    """What is ahead on a day, as far as the portfolio tells."""
    if seen is None:
        return Leverage("When there is leverage cannot be told: no figures are at hand.", (), (_usual(day),))
    told = _of_award(seen.document) if about.award_id else _of_pattern(seen.document)
    ahead = tuple(a for a in told if a.day >= day)
    known = f"as of {words.long_day(seen.day)}" if seen.day else "as recorded"
    if not ahead:
        return Leverage(_nothing(about, seen, told, day, known), (), (_usual(day),))
    first, more = ahead[0], len(ahead) - 1
    days = (first.day - day).days
    says = (f"The next decision is in {words.many(days, 'day')}, on {words.long_day(first.day.isoformat())}: "
            f"{first.what[:1].lower()}{first.what[1:]} ({known}).")  # fmt: skip
    if more:
        says += f" {words.many(more, 'more')} recorded after it." if more == 1 else f" {more:,} more are recorded after it."
    return Leverage(says, ahead[:SHOWN], (*_before(first, day), _usual(day)))


def _nothing(about: About, seen: Seen, told: list[Ahead], day: date, known: str) -> str:
    """Why nothing is shown as ahead: nothing recorded is not the same as nothing there."""
    if told:
        last = words.long_day(told[-1].day.isoformat())
        return (f"The last decision that this snapshot records was on {last}, which is past: what was decided then is not in "
                f"it ({known}). A newer snapshot may tell what is ahead.")  # fmt: skip
    over = seen.document.get("over") if about.award_id else None
    if over:
        return f"{over['sentence']} So there is no leverage left in this award itself ({known})."
    return f"No decision ahead is recorded ({known}); one that is not recorded may still be there: ask the contracting officer."


def _of_award(document: Mapping[str, Any]) -> list[Ahead]:
    decision, award = document["decision"], document["award"]
    periods = document.get("periods") or {}
    last = periods.get("potential_end_date")
    found = [] if decision is None else [_ahead(decision["day"], decision["what"], award)]
    if last and (decision is None or last > decision["day"]):
        found.append(Ahead(date.fromisoformat(last), "Last day of all recorded options",
                           "Every option ends by then.", "", dossier(award["award_id"])))  # fmt: skip
    return found


def _of_pattern(summary: Mapping[str, Any]) -> list[Ahead]:
    rows = sorted(summary.get("calendar") or (), key=lambda row: str(row["day"]))
    return [_ahead(row["day"], row["what"], row) for row in rows]


def _ahead(day: str, what: str, award: Mapping[str, Any]) -> Ahead:
    label, means = words.DECISIONS.get(what, (words.sentence_case(words.clean(what)), ""))
    number = words.clean(award.get("piid") or award["award_id"])
    return Ahead(date.fromisoformat(str(day)), label, means, number, dossier(str(award["award_id"])))


def _before(first: Ahead, day: date) -> tuple[Proposal, ...]:
    """The days before a decision that leave time enough."""
    what = f"{first.what[:1].lower()}{first.what[1:]}"
    found = [Proposal(first.day - timedelta(days=n), f"{n} days before: {what}") for n in BEFORE]
    able = tuple(p for p in found if (p.day - day).days >= LEAST)
    last = first.day - timedelta(days=1)
    return able or ((Proposal(last, "the day before the decision; there is little time"),) if last > day else ())


def _usual(day: date) -> Proposal:
    return Proposal(day + timedelta(days=USUAL), f"{USUAL} days from now")
