"""The queue of leads: what waits for whom, under the filters of an address, the most pressing first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value, When

from buyfair.cards.words import clean
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import BUYERS
from buyfair.web.leads.flow import DECIDED, FLOW
from buyfair.web.leads.models import MET, Decided, Lead, OnAward

LONGEST = 200
WHOSE = {"me": "Waits for me", "second": "For my second reading", "others": "With another second reader",
         "undecided": "Not decided yet", "decided": "Decided", "all": "All"}  # fmt: skip
READING, LOOKING = ("me", "second", "others", "decided", "all"), ("undecided", "decided", "all")
"""What is told apart for those who decide, and for those who only look."""
BANDS = {"high": ("0.900 and above", "0.9", "1.001"), "middle": ("0.700 to 0.899", "0.7", "0.9"),
         "low": ("below 0.700", "0", "0.7")}  # fmt: skip
WHERE = {"now": "on awards of the portfolio shown", "earlier": "no longer on them"}
STATES = {state.name: state.label for state in FLOW.states}


@dataclass(frozen=True)
class Asked:
    """The filters of an address, and a sentence for each that is none."""

    values: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def query(self, **other: str) -> str:
        """The same filters as an address writes them, with others in their place."""
        told = {name: value for name, value in {**self.values, **other}.items() if value}
        return f"?{urlencode(told)}" if told else "?"


def choices(lists: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What each filter may be, each value with its words."""
    return {"whose": WHOSE, "state": STATES, "list": dict(lists), "met": dict(MET), "where": WHERE,
            "band": {name: told[0] for name, told in BANDS.items()}}  # fmt: skip


def read(query: Mapping[str, str], may: Mapping[str, Mapping[str, str]]) -> Asked:
    """The filters of an address; what is none of the choices is told and left out."""
    values, refused = {}, []
    for name, of in may.items():
        told = clean(query.get(name, "")).strip()
        if told in of:
            values[name] = told
        elif told:
            refused.append(f'"{told[:40]}" was given for {name}; expected is one of {", ".join(of) or "none"}: choose one.')
    words = " ".join(clean(query.get("q", "")).split())
    if len(words) > LONGEST:
        refused.append(f"{len(words):,} letters were typed; at most {LONGEST} are expected: shorten it.")
    elif words:
        values["q"] = words
    return Asked(values, tuple(refused))


def offices(actor: Actor) -> frozenset[int]:
    """The organizations for which this actor reads leads."""
    return frozenset(office for role, office in actor.parts if role in BUYERS)


def seen_by(actor: Actor) -> models.QuerySet[Any]:
    """The leads that this actor may see, each with who proposed and how pressing it is for this actor."""
    last = Decided.objects.filter(lead=OuterRef("pk"), said="same_party").order_by("-pk")
    found = Lead.objects.seen_by(actor).select_related("organization").annotate(
        proposer=Subquery(last.values("user")[:1]), named=Subquery(last.values("by")[:1])
    )  # fmt: skip
    ours = Q(organization__in=offices(actor))
    user = actor.user
    mine = Q(proposer=user.pk) | Q(named__iexact=user.called) | Q(named__iexact=user.username) if user else Q(pk__in=())
    return found.annotate(pressing=models.Case(
        When(ours & Q(state="reopened"), then=Value(0)),
        When(ours & Q(state="proposed") & mine, then=Value(3)),
        When(ours & Q(state="proposed"), then=Value(1)),
        When(ours & Q(state="open"), then=Value(2)),
        When(state="reopened", then=Value(4)),
        When(state="proposed", then=Value(5)),
        When(state="open", then=Value(6)),
        default=Value(7), output_field=models.IntegerField(),
    ))  # fmt: skip


FOR_ME = Q(pressing__lt=3)


def filtered(found: models.QuerySet[Any], asked: Asked) -> models.QuerySet[Any]:
    """Those that meet the filters, in order."""
    values = asked.values
    found = found.filter(awards=0) if values.get("where") == "earlier" else found.filter(awards__gt=0)
    by = {"state": "state", "list": "list_id", "met": "met"}
    found = found.filter(**{column: values[name] for name, column in by.items() if name in values})
    if "band" in values:
        _, least, below = BANDS[values["band"]]
        found = found.filter(score__gte=least, score__lt=below)
    if words := values.get("q"):
        carries = OnAward.objects.filter(lead=OuterRef("pk"), supplier__icontains=words)
        bears = Q(name__icontains=words) | Q(party__icontains=words) | Q(listed__icontains=words)
        found = found.filter(bears | Exists(carries))
    return found.order_by("pressing", "-score", "pk")


def of_whom(found: models.QuerySet[Any], whose: str) -> models.QuerySet[Any]:
    """Those that wait for this reader, for another's second reading, the decided ones, or all."""
    parts = {"me": FOR_ME, "second": Q(pressing=1), "others": Q(pressing=3), "undecided": ~Q(state__in=DECIDED),
             "decided": Q(state__in=DECIDED)}  # fmt: skip
    return found.filter(parts[whose]) if whose in parts else found


def counted(found: models.QuerySet[Any]) -> dict[str, int]:
    """How many of these wait for whom, and how many stand in each state: one question."""
    told = dict.fromkeys((*WHOSE, *STATES), 0)
    for row in found.order_by().values("state", "pressing").annotate(n=Count("pk")):
        decided, pressing = row["state"] in DECIDED, row["pressing"]
        parts = {"all": True, row["state"]: True, "me": pressing < 3, "second": pressing == 1, "others": pressing == 3,
                 "decided": decided, "undecided": not decided}  # fmt: skip
        for name, holds in parts.items():
            told[name] += row["n"] if holds else 0
    return told
