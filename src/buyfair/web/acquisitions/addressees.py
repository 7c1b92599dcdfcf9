"""To how many the same questions go within twelve months, over the purchases of an office: the limit counts them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from buyfair.briefing import as_document, briefing_for
from buyfair.cards.briefing_questions import on_sheet
from buyfair.cards.words import listing, many
from buyfair.judge.amounts import months_after
from buyfair.terms.errors import InputRefusedError
from buyfair.web.casework.models import Event
from buyfair.web.core.clock import day_of, today

if TYPE_CHECKING:
    from buyfair.web.acquisitions.models import Acquisition

FREE = 9
"""Addressees that may be asked without a control number."""
WITHIN = 12
"""Months within which the same questions count together (44 USC 3502(3))."""
MOST, NAMED = 60, 5
"""So many other purchases are looked at, the newest first, and so many named."""
MOVES = ("ask", "ask_complete")


@dataclass(frozen=True)
class Others:
    """Other purchases of the office whose letter has a question in common with this one.

    `counted` are those of which it was noted within twelve months, without a control number, to how many it went;
    `silent` those of which nothing is noted: unknown, not none. `unread` is how many more there are that were not looked at.
    """

    counted: tuple[tuple[str, int], ...] = ()
    silent: tuple[str, ...] = ()
    unread: int = 0

    @property
    def number(self) -> int:
        """How many addressees were noted there; who is asked in two of them counts in each."""
        return sum(number for _, number in self.counted)


def others(case: Acquisition) -> Others:
    """The other purchases of the same organization that send one of the same questions."""
    return _found(case, noted_alone=False)


def noted(case: Acquisition) -> Others:
    """Of the same, those alone of which it was noted to how many the letter went: few are read for it."""
    return _found(case, noted_alone=True)


def _found(case: Acquisition, *, noted_alone: bool) -> Others:
    every = type(case).objects.filter(organization=case.organization_id).exclude(pk=case.pk).order_by("-opened_at", "-pk")
    every = every.filter(addressees__gt=0, control_number="") if noted_alone else every
    looked = list(every[:MOST])
    own = _questions(case) if looked else frozenset()
    if not own:
        return Others()
    since = months_after(today(), -WITHIN)
    days = dict(Event.objects.filter(case__in=every, move__in=MOVES).values_list("case").annotate(last=Max("at")))
    counted, silent = [], []
    for other in looked:
        last = days.get(other.pk)
        if other.addressees is None and (other.stands.ends or day_of(other.opened_at) < since):
            continue
        if other.addressees is not None and (last is None or day_of(last) < since or not other.addressees):
            continue
        if other.control_number or not own & _questions(other):
            continue
        if other.addressees is None:
            silent.append(other.reference)
        else:
            counted.append((other.reference, other.addressees))
    return Others(tuple(counted), tuple(silent), every.count() - MOST if len(looked) == MOST else 0)


def _questions(case: Acquisition) -> frozenset[str]:
    """The questions of the letter in their words; none where the facts are those of no briefing."""
    try:
        return frozenset(q["asks"] for q, _ in on_sheet(as_document(briefing_for(case.facts_told, today()))))
    except InputRefusedError:
        return frozenset()


def in_all(found: Others, own: int | None) -> str:
    """The sum and of which purchases it is made, and of which nothing is noted; nothing where this purchase is alone."""
    said = []
    if found.counted:
        named = listing(f"{reference} ({number})" for reference, number in found.counted)
        whole = "" if own is None else f": {many(found.number + own, 'addressee')} in all"
        said.append(f"The same questions, or some of them, went out within twelve months in other purchases of this office: "
                    f"{named}{whole}.")  # fmt: skip
    if found.silent:
        said.append(f"Of {_named(found.silent)} nothing is noted: to how many these go is unknown, and not counted.")
    if found.unread:
        said.append(f"{many(found.unread, 'older purchase')} of this office {'was' if found.unread == 1 else 'were'} not "
                    "looked at.")  # fmt: skip
    return " ".join(said)


def _named(references: Iterable[str]) -> str:
    held = tuple(references)
    more = (f"{len(held) - NAMED} more",) if len(held) > NAMED else ()
    return listing((*held[:NAMED], *more))
