"""What an office's contract texts show together: how many have no gap, which gaps there are, and how that went day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from buyfair.cards.words import share
from buyfair.web.audits.models import Check, ContractText, Gap
from buyfair.web.core.actor import Actor

MOST_DAYS = 366


@dataclass(frozen=True)
class Counted:
    """How many texts: with gaps, with none found but something untold, with nothing missing as far as they tell."""

    gaps: int = 0
    cannot_tell: int = 0
    none: int = 0

    @property
    def checked(self) -> int:
        """All that were checked."""
        return self.gaps + self.cannot_tell + self.none

    @property
    def least(self) -> int:
        """Percent that have no gap for certain, as far as the text tells; a whole number for a picture."""
        return 100 * self.none // self.checked if self.checked else 0

    @property
    def most(self) -> int:
        """Percent that have none if everything untold turns out well; a whole number for a picture."""
        return 100 * (self.none + self.cannot_tell) // self.checked if self.checked else 0

    @property
    def share(self) -> str:
        """From the sure part to the possible one, as a page says it."""
        least, most = share(self.none, self.checked), share(self.none + self.cannot_tell, self.checked)
        return least if least == most else f"{least} to {most}"


def counted(results: Iterable[tuple[int, int]]) -> Counted:
    """The texts with so many gaps and so many things that cannot be told each."""
    kinds = Counter("gaps" if gaps else "cannot_tell" if unknown else "none" for gaps, unknown in results)
    return Counted(kinds["gaps"], kinds["cannot_tell"], kinds["none"])


def texts(actor: Actor, office: str) -> Any:
    """The texts that count: seen by the actor, of that office where one is named, not taken back."""
    found = ContractText.objects.seen_by(actor).exclude(state="withdrawn")
    return found.filter(organization=int(office)) if office else found


def figures(actor: Actor, office: str) -> dict[str, Any]:
    """Everything that the page of figures says."""
    of = texts(actor, office)
    read = of.exclude(last=None)
    now = counted(read.values_list("last__gaps", "last__unknown"))
    first = counted(Check.objects.filter(text__in=read, number=1).values_list("gaps", "unknown"))
    return {
        "now": now, "first": first,
        "beside": read.filter(Q(last__beside__gt=0) | Q(last__required__gt=0)).count(),
        "uploaded": of.count(), "unread": of.filter(last=None).count(),
        "kinds": _gaps_by(of, "rule", "what"), "clauses": _gaps_by(of, "clause"), "trend": trend(of),
        "stands": _stands(of),
    }  # fmt: skip


def _gaps_by(of: Any, *names: str) -> list[dict[str, Any]]:
    """In how many texts each gap stands, by these columns, the most first."""
    of_last = Gap.objects.filter(check_of__in=of.exclude(last=None).values("last"))
    if names == ("clause",):
        of_last = of_last.exclude(clause="")
    rows = of_last.values(*names).annotate(texts=Count("text", distinct=True), times=Count("pk"))
    total = of.exclude(last=None).count()
    return [{**row, "share": share(row["texts"], total)} for row in rows.order_by("-texts", *names)]


def _stands(of: Any) -> list[tuple[str, int]]:
    from buyfair.web.audits.flow import FLOW

    rows = dict(of.values_list("state").annotate(Count("pk")).order_by())
    return [(s.label, rows[s.name]) for s in FLOW.states if s.name in rows]


def trend(of: Any) -> list[tuple[date, Counted]]:
    """For each day on which something was checked, all texts as their last check until then showed them."""
    rows = Check.objects.filter(text__in=of).order_by("made_on", "at", "pk")
    standing: dict[int, tuple[int, int]] = {}
    days: dict[date, Counted] = {}
    held: date | None = None
    for text, day, gaps, unknown in rows.values_list("text", "made_on", "gaps", "unknown").iterator():
        if held is not None and day != held:
            days[held] = counted(standing.values())
        standing[text], held = (gaps, unknown), day
    if held is not None:
        days[held] = counted(standing.values())
    return list(days.items())[-MOST_DAYS:]


@dataclass(frozen=True)
class Bar:
    """One day of the picture. Unit: hundredths of its height and places from the left."""

    x: float
    width: float
    least: int
    most: int
    day: date

    @property
    def top(self) -> int:
        """Where the sure part begins from above."""
        return 100 - self.least

    @property
    def between(self) -> int:
        """How much turns on what cannot be told."""
        return self.most - self.least

    @property
    def above(self) -> int:
        """Where that begins from above."""
        return 100 - self.most


def bars(days: list[tuple[date, Counted]]) -> list[Bar]:
    """The days side by side, from left to right. Unit: 600 places across."""
    step = min(60.0, 600 / len(days)) if days else 0
    return [Bar(round(n * step, 1), round(step * 0.8, 1), c.least, c.most, day) for n, (day, c) in enumerate(days)]
