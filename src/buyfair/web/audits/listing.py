"""The queue of contract texts: what waits comes first, filters stand in the address, an odd one is answered with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as When_
from django.db.models import F, Min, Q, QuerySet, Value, When

from buyfair.cards.words import clean
from buyfair.web.audits.flow import FLOW
from buyfair.web.audits.models import HEAVY, ContractText, Gap, key_of
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization

LONGEST = 100
OPEN = "open"
STATES = {OPEN: "Something is awaited", **{s.name: s.label for s in FLOW.states}, "all": "All"}
RESULTS = {"gaps": "With gaps", "beside": "Something beside the law against trafficking is missing or outdated",
           "cannot_tell": "No gap found, but something cannot be told",
           "none": "No gap, as far as the text tells", "unread": "Not checked"}  # fmt: skip
GAP = ("rule", "what", "clause")
"""What a gap may be asked for by."""
SHOWS = {"gaps": Q(last__gaps__gt=0), "cannot_tell": Q(last__gaps=0, last__unknown__gt=0),
         "none": Q(last__gaps=0, last__unknown=0), "unread": Q(last=None),
         "beside": Q(last__beside__gt=0) | Q(last__required__gt=0)}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The filters of an address; `wrong` are the sentences about those that could not be read."""

    stands: str = OPEN
    result: str = ""
    office: str = ""
    gap: tuple[tuple[str, str], ...] = ()
    words: str = ""
    wrong: tuple[str, ...] = field(default=())

    @property
    def query(self) -> str:
        """As an address writes them."""
        told = {"stands": "" if self.stands == OPEN else self.stands, "result": self.result, "office": self.office,
                **dict(self.gap), "q": self.words}  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def gap_words(self) -> str:
        """The gap that is asked for, as a page says it."""
        return ", ".join(f"FAR {said}" if name == "clause" else said for name, said in self.gap)


def asked(given: Any, offices: list[Organization]) -> Asked:
    """The filters, read."""
    wrong: list[str] = []
    words = clean(given.get("q", ""))
    if len(words) > LONGEST:
        wrong.append(f"{len(words):,} letters were typed; at most {LONGEST} are expected: shorten them.")
    gap = tuple((name, said) for name in GAP if (said := clean(given.get(name, ""))[:60]))
    keys = {str(o.pk): o.name for o in offices}
    return Asked(
        _one_of(given, "stands", STATES, OPEN, wrong), _one_of(given, "result", RESULTS, "", wrong),
        _one_of(given, "office", keys, "", wrong), gap, words[:LONGEST], tuple(wrong),
    )  # fmt: skip


def _one_of(given: Any, name: str, choices: dict[str, str], otherwise: str, wrong: list[str]) -> str:
    told = given.get(name, "")
    if told and told not in choices:
        given_as = clean(told)[:40] or "What was given"
        wrong.append(f"{given_as!r} is no choice of {name}; expected is one of the list: choose one.")
        return otherwise
    return told or otherwise


def offices(actor: Actor) -> list[Organization]:
    """The offices whose texts this actor sees."""
    seen = ContractText.objects.seen_by(actor).values("organization")
    return list(Organization.objects.filter(pk__in=seen).order_by("name"))


def listed(actor: Actor, of: Asked) -> QuerySet[Any]:
    """The texts under these filters: what waits first, by its day, then the newest."""
    found = ContractText.objects.seen_by(actor)
    if of.stands == OPEN:
        found = found.exclude(state__in=[s.name for s in FLOW.states if s.ends])
    elif of.stands != "all":
        found = found.filter(state=of.stands)
    if of.result:
        found = found.filter(SHOWS[of.result])
    if of.office:
        found = found.filter(organization=int(of.office))
    if of.gap:
        found = found.filter(last__in=Gap.objects.filter(**dict(of.gap)).values("check_of"))
    if of.words:
        found = found.filter(with_words(of.words))
    running = Min("deadlines__due", filter=Q(deadlines__ended_by=None))
    ended = When_(When(state__in=[s.name for s in FLOW.states if s.ends], then=Value(1)), default=Value(0))
    return found.select_related("organization", "assignee", "last").defer(*HEAVY).annotate(due=running, ended=ended).order_by(
        "ended", F("due").asc(nulls_last=True), "-opened_at", "-pk")  # fmt: skip


def with_words(words: str) -> Q:
    """Texts whose number, contractor, file or case number holds these words."""
    found = Q(number__icontains=words) | Q(contractor__icontains=words) | Q(file_name__icontains=words)
    found |= Q(reference__iexact=words)
    return found | Q(number_key__contains=key_of(words)) if len(key_of(words)) > 3 else found
