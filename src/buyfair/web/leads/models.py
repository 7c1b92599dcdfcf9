"""Leads as cases: the two strings, what each list said when, on which awards, and every decision ever taken about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from buyfair.cards.leads import LEAD, NOT_CLEARED, SAME_PARTY
from buyfair.cards.words import clean, short_dollars
from buyfair.catalogue import party_cards
from buyfair.web.casework.models import Case, Event
from buyfair.web.casework.refused import MissingError
from buyfair.web.core.clock import day_of, today
from buyfair.web.core.models import Organization, User
from buyfair.web.leads.flow import FLOW, PROPOSING

SAID = (("same_party", "same party"), ("not_the_same", "not the same"), ("cannot_tell", "cannot be told"))
MET = (("number", "by an official number"), ("name", "by its name"), ("alias", "by another name on the list"),
       ("known_as", "by a name known otherwise"))  # fmt: skip
BROUGHT = {"bring_same": "same_party", "bring_not_the_same": "not_the_same", "bring_cannot_tell": "cannot_tell"}
_BRINGING_IN = ContextVar("bringing_in", default=False)
HERE = {"propose": "same_party", "not_the_same": "not_the_same", "cannot_tell": "cannot_tell"}


@cache
def list_titles() -> dict[str, str]:
    """What each list of parties is called, by its id."""
    return {card.id: card.title for card in party_cards()}


@contextmanager
def bringing_in() -> Iterator[None]:
    """Within it decisions are taken over and news reopens: nobody makes these moves by hand, in somebody else's name."""
    token = _BRINGING_IN.set(True)
    try:
        yield
    finally:
        _BRINGING_IN.reset(token)


class Lead(Case):
    """One row per name on awards and listed party that it could be, for the office that owns it.

    `asked`, `list_id` and `party_key` are the pair that decisions are kept under; `told` is what the awards tell of the
    one asked about (other names, countries, numbers), which tells two firms of one name apart. `saw` has a short hash of
    each part of what can be seen now, `shows` the same in plain words. `awards` is 0 where the portfolio shown has it no
    more.
    """

    flow_table = FLOW

    asked = models.TextField()
    list_id = models.CharField(max_length=60, db_index=True)
    party_key = models.TextField()
    told = models.JSONField(default=list)
    name = models.TextField()
    listed = models.TextField()
    met_as = models.TextField()
    party = models.TextField()
    edition = models.CharField(max_length=200)
    met = models.CharField(max_length=10, choices=MET)
    score = models.DecimalField(max_digits=4, decimal_places=3)
    why = models.TextField()
    list_says = models.TextField(blank=True)
    listed_since = models.DateField(null=True)
    listed_until = models.DateField(null=True)
    saw = models.JSONField(default=dict)
    shows = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    awards = models.PositiveIntegerField(default=0)
    dollars = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    news = models.TextField(blank=True)

    @property
    def title(self) -> str:
        """Both strings."""
        return f'"{clean(self.name)}" beside "{clean(self.listed)}"'

    @property
    def list_title(self) -> str:
        """The list as its card calls it; by its id where no card is held any more."""
        return list_titles().get(self.list_id, self.list_id)

    @property
    def dollars_told(self) -> str:
        """What the awards come to, in short; empty where one of them does not tell."""
        return "" if self.dollars is None else short_dollars(self.dollars)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, where its own page is not shown."""
        return [("On the awards", clean(self.name)), ("On the list", f"{clean(self.listed)}; {self.list_id}, {self.edition}"),
                ("Why", clean(self.why)), ("Score", f"{self.score:.3f}")]  # fmt: skip

    by_files = ("news", *BROUGHT)

    @property
    def caution(self) -> str:
        """What two strings do not say, and what a hit on the list does not mean."""
        card = next((card for card in party_cards() if card.id == self.list_id), None)
        return f"{LEAD} A hit on this list does not mean: {card.means_not}" if card is not None else LEAD

    @property
    def state_means(self) -> str:
        """What it means, and what "same party" and "cannot be told" do not."""
        more = {"same_party": SAME_PARTY, "cannot_tell": NOT_CLEARED}.get(self.state, "")
        return f"{super().state_means} {more}".strip()

    def get_absolute_url(self) -> str:
        """The subject's own page."""
        return reverse("lead", args=[self.reference])

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """What a file or an edition says comes by bringing it in; a decision of a day that has not come is none."""
        if move in (*BROUGHT, "news") and not _BRINGING_IN.get():
            return {"what" if move == "news" else "reason": "nobody makes this move by hand: bring the file of decisions in"}
        if move in BROUGHT and told["decided_on"] > today():
            return {"decided_on": f"On which day: {told['decided_on']} was given; expected a day that has come"}
        return {}

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Keeps what was decided, beside what was decided before."""
        event: Event = self.events.order_by("-number").first()
        if move in HERE:
            self._keep(HERE[move], event, told, _called(event), day_of(event.at), "here")
        elif move in BROUGHT:
            self._keep(BROUGHT[move], event, told, told["decided_by"], told["decided_on"], "file")
        elif move == "confirm":
            if event.by is not None and self.proposed_by(event.by):
                raise MissingError({"reason": "you are the first reader of this proposal; another person of the office "
                                              "confirms it"})  # fmt: skip
            self.decisions.filter(pk=self.proposal.pk).update(
                stands=True, second=_called(event), second_why=told["reason"], second_on=day_of(event.at)
            )
        elif move == "news":
            self.news = told["what"]
            self.save(update_fields=["news"])

    def _keep(self, said: str, event: Event, told: Mapping[str, Any], by: str, day: Any, source: str) -> None:
        Decided.objects.create(
            lead_id=self.pk, said=said, by=by, day=day, why=told["reason"], settles=told.get("settles") or "", source=source,
            user_id=event.by_id, saw=self.saw, shows=self.shows, stands=event.move not in PROPOSING, event=event,
        )  # fmt: skip

    @property
    def proposal(self) -> Decided:
        """What the first reader said last."""
        found: Decided = self.decisions.filter(said="same_party").order_by("-pk").first()
        return found

    def proposed_by(self, user: User) -> bool:
        """Whether this person is the first reader of the proposal: by account, or as a file names them."""
        names = {name.strip().casefold() for name in (user.called, user.get_username())}
        return self.proposal.user_id == user.pk or self.proposal.by.strip().casefold() in names


def _called(event: Event) -> str:
    return event.by.called if event.by is not None else "no account"


class Decided(models.Model):
    """One row per decision: what was said, by whom, when and why, and what could be seen then.

    `stands` is false for "same party" until a second reader confirms it. `source`: here, or a file of the command line.
    """

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="decisions")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=12, choices=SAID)
    by = models.CharField(max_length=200)
    day = models.DateField()
    why = models.TextField()
    settles = models.TextField(blank=True)
    source = models.CharField(max_length=4)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saw = models.JSONField(default=dict)
    shows = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    stands = models.BooleanField(default=True)
    second = models.CharField(max_length=200, blank=True)
    second_why = models.TextField(blank=True)
    second_on = models.DateField(null=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def by_whom(self) -> str:
        """Everybody who read it."""
        return f"{self.by}, second reader {self.second}" if self.second else str(self.by)

    @property
    def reasons(self) -> str:
        """Every reason that was given."""
        more = f" What would settle it: {self.settles}" if self.settles else ""
        return f"{self.why} Second reader: {self.second_why}" if self.second_why else f"{self.why}{more}"


class OnAward(models.Model):
    """One row per award and way in which the portfolio shown carries the name of a lead."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="on_awards")
    award_id = models.CharField(max_length=300, db_index=True)
    role = models.CharField(max_length=20)
    name = models.TextField()
    country = models.CharField(max_length=3, blank=True)
    also = models.TextField(blank=True)
    numbers = models.TextField(blank=True)
    listed_then = models.BooleanField(null=True)
    score = models.DecimalField(max_digits=4, decimal_places=3)
    why = models.TextField()
    piid = models.TextField(blank=True)
    agency = models.TextField(blank=True)
    supplier = models.TextField(blank=True)
    dollars = models.DecimalField(max_digits=18, decimal_places=2, null=True)


class Taken(models.Model):
    """One row per office and snapshot of which all leads became cases: when, and how many.

    `ways` counts the leads as the assessment counts them: one for each way in which the awards write a name. `asked` is the
    day as of which the lists were asked, `editions` a hash of those that were held by then.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    snapshot = models.CharField(max_length=255)
    day = models.DateField()
    at = models.DateTimeField()
    ways = models.PositiveIntegerField(default=0)
    leads = models.PositiveIntegerField(default=0)
    asked = models.DateField(null=True)
    editions = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "snapshot"], name="leads_of_a_snapshot_once")]
