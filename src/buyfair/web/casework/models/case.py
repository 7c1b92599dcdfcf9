"""A case: where it stands, whose it is, who else takes part. Where it stands is written by a move and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.urls import reverse

from buyfair.web.casework import flow as tables
from buyfair.web.casework.refused import StateWrittenElsewhereError
from buyfair.web.casework.rights import Part, allows, parts_of
from buyfair.web.casework.table import Flow, Relation, State
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

REFERENCE = re.compile(r"[A-Z][A-Z0-9-]{1,58}", re.ASCII)
"""How a number of a case is written: KIND-YEAR-COUNT."""
GUARDED = ("kind", "reference", "state", "version", "head", "organization_id", "assignee_id")
"""Columns that only the ledger writes."""


class Cases(models.QuerySet["Case"]):
    """Cases, always asked for by somebody."""

    def seen_by(self, actor: Actor) -> Self:
        """Those that this actor may see, by the tables of their flows."""
        return self.filter(_where(actor, {flow.kind: _seeing(flow) for flow in tables.flows()}))

    def find(self, actor: Actor, reference: str) -> Case | None:
        """The case of that number, if this actor may see it; None for what is no number at all."""
        if not REFERENCE.fullmatch(reference):
            return None
        found = self.seen_by(actor).filter(reference=reference).select_related("organization")
        return found.prefetch_related("joined").first()

    def waiting_for(self, actor: Actor) -> Self:
        """Those in which this actor may make a move now, or that were given to this person; only open ones."""
        moving = {flow.kind: _moving(flow) for flow in tables.flows()}
        given = models.Q(assignee=actor.user) if actor.user is not None else models.Q(pk__in=())
        return self.seen_by(actor).open().filter(_where(actor, moving) | given)

    def open(self) -> Self:
        """Those from which something is still awaited."""
        ended = models.Q(pk__in=())
        for flow in tables.flows():
            ended |= models.Q(kind=flow.kind, state__in=[s.name for s in flow.states if s.ends])
        return self.exclude(ended)


Cells = frozenset[tuple[Role, Relation, str]]


@cache
def _seeing(flow: Flow) -> Cells:
    every = ((role, relation, s.name) for role in Role for relation in Relation for s in flow.states)
    return frozenset(cell for cell in every if allows(flow, cell[0], cell[1], "see", cell[2]))


@cache
def _moving(flow: Flow) -> Cells:
    every = [(role, relation) for role in Role for relation in Relation]
    ways = [(move.name, state) for move in flow.moves for state in move.from_]
    return frozenset((*who, state) for move, state in ways for who in every if allows(flow, *who, move, state))


def _where(actor: Actor, cells: Mapping[str, Cells]) -> models.Q:
    """The cells of the tables that are this actor's, as one condition on cases."""
    found = models.Q(pk__in=())
    played = {**{role: [o for r, o in actor.parts if r == role] for role in actor.roles}, Role.PUBLIC: []}
    for kind, allowed in cells.items():
        states: dict[tuple[Role, Relation], list[str]] = {}
        for role, relation, state in sorted(allowed):
            if role in played:
                states.setdefault((role, relation), []).append(state)
        for (role, relation), standing in states.items():
            found |= models.Q(kind=kind, state__in=standing) & related(relation, played[role])
    return found


def related(relation: Relation, organizations: list[int]) -> models.Q:
    """Cases to which one of these organizations stands so, as a condition."""
    parties = CaseParty.objects.filter(organization__in=organizations)
    if relation == Relation.OWNER:
        return models.Q(organization__in=organizations)
    if relation == Relation.PARTY:
        return models.Q(pk__in=parties.filter(may="act").values("case"))
    if relation == Relation.OBSERVER:
        return models.Q(pk__in=parties.filter(may="see").values("case"))
    # Who may do it from outside may do it from anywhere: `anybody` is the only word for it.
    return models.Q()


class Case(models.Model):
    """One row per case; a subject adds columns of its own in a model that inherits from this one.

    `version` counts the events, `head` is the hash of the last.
    """

    flow_table: Flow | None = None
    """The flow of a subject's model; each subject sets it."""

    reference = models.CharField(max_length=60, unique=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    state = models.CharField(max_length=40, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="cases", editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    opened_at = models.DateTimeField(editable=False)
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="given_cases", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)
    parties = models.ManyToManyField(Organization, through="CaseParty", related_name="joined_cases")

    objects = Cases.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "state"], name="cases_by_state")]

    def __str__(self) -> str:
        return str(self.reference)

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        """Remembers what the ledger had written, so that a save can tell who changed it."""
        found = super().from_db(db, field_names, values)
        found.as_read = {name: found.__dict__[name] for name in GUARDED if name in found.__dict__}
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the columns of the subject and no other: what stands in this very table is the ledger's to write."""
        if self._state.adding:
            if not getattr(self, "being_opened", False):
                raise StateWrittenElsewhereError(f"a case is opened by {type(self).__name__}.open, never by save")
            super().save(*args, **kwargs)
            return
        as_read = getattr(self, "as_read", {})
        if changed := [name for name, value in as_read.items() if self.__dict__.get(name, value) != value]:
            raise StateWrittenElsewhereError(f"{', '.join(changed)} of {self.reference}: only a move writes it")
        told = kwargs.pop("update_fields", None)
        own = (
            {f.name for f in self._meta.local_concrete_fields if f.name != "case_ptr"}
            if type(self) is not Case
            else set()
        )
        super().save(*args, **kwargs, update_fields=sorted(own if told is None else own & set(told)))

    @classmethod
    def open(cls, by: Actor, organization: Organization, told: Mapping[str, Any] | None = None,
             parties: Mapping[Organization, str] | None = None, at: datetime | None = None) -> Self:  # fmt: skip
        """A new case of this subject for an organization; `told` are its own columns, `parties` who may see or act."""
        from buyfair.web.casework.moving import opened

        found: Self = opened(cls, by, organization, told or {}, parties or {}, at)
        return found

    def move(self, name: str, by: Actor, with_: Mapping[str, Any] | None = None, reason: str = "",
             version: int | None = None, at: datetime | None = None) -> Any:  # fmt: skip
        """Makes one move, or refuses it with a sentence; the event that was written.

        `with_` holds the fields and documents it needs; `version` is what the page that asked had seen.
        """
        from buyfair.web.casework.moving import moved

        return moved(self, name, by, with_ or {}, reason, version, at)

    def lapse(self, name: str, with_: Mapping[str, Any] | None = None, reason: str = "", at: datetime | None = None) -> Any:
        """Makes a move that the table leaves to the clock, as nobody in particular; the event, which says so."""
        from buyfair.web.casework.moving import moved

        return moved(self, name, None, with_ or {}, reason, None, at)

    def unmet(self, move: str, told: Mapping[str, Any]) -> dict[str, str]:
        """What the subject itself asks beyond its table: by field, a sentence without its stop. A subject overrides this."""
        return {}

    def moved(self, move: str, told: Mapping[str, Any]) -> None:
        """Called within the move after it was written, to keep the subject's own columns. A subject overrides this."""

    def destroyed(self, event: Any) -> None:
        """Called before what an event said is destroyed under retention, while its documents still tell their hashes.

        A subject overrides this to empty what it keeps of that event in tables of its own.
        """

    @property
    def title(self) -> str:
        """What it is called beside its number. A subject overrides this."""
        return self.flow.label

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the general page says of it beside its state: label and words. A subject overrides this."""
        return []

    @property
    def caution(self) -> str:
        """The sentence that stands beside its title wherever that is told. A subject overrides this."""
        return ""

    by_files: tuple[str, ...] = ()
    """Moves that nobody makes by hand, whatever the table says of who may. A subject sets this."""

    @property
    def state_means(self) -> str:
        """What it means that the case stands where it stands. A subject adds to it."""
        return self.stands.says

    def get_absolute_url(self) -> str:
        """Its page: the general one, unless the subject has its own."""
        return reverse("case", args=[self.reference])

    def after(self, move: str) -> str:
        """The page to which a move leads: its own, unless the subject has one on which the work goes on."""
        return self.get_absolute_url()

    @property
    def flow(self) -> Flow:
        """Its table of moves."""
        return tables.flow_of(self.kind)

    @property
    def stands(self) -> State:
        """Where it stands, with its words."""
        return self.flow.state(self.state)

    @property
    def whole(self) -> Case:
        """The same case with the columns of its subject."""
        model = model_of(self.kind)
        return self if isinstance(self, model) else model.objects.prefetch_related("joined").get(pk=self.pk)

    def parts(self, actor: Actor) -> list[Part]:
        """Every way in which this actor stands to this case."""
        joined = {p.organization_id: p.may for p in self.joined.all()}
        return parts_of(actor, self.organization_id, joined)

    def part_for(self, actor: Actor, deed: str) -> Part | None:
        """The way in which this actor may do this now; None where not."""
        return next((p for p in self.parts(actor) if allows(self.flow, p.role, p.relation, deed, self.state)), None)


def model_of(kind: str) -> type[Case]:
    """The model of a kind of case."""
    for model in apps.get_models():
        if issubclass(model, Case) and model.flow_table is not None and model.flow_table.kind == kind:
            return model
    return Case


def wholes(cases: Iterable[Case]) -> list[Case]:
    """The same cases in the same order, each with the columns of its subject: one look per kind."""
    told = list(cases)
    found: dict[int, Case] = {}
    for kind in {case.kind for case in told}:
        keys = [case.pk for case in told if case.kind == kind]
        rows = model_of(kind).objects.filter(pk__in=keys).select_related("organization", "assignee")
        found.update({row.pk: row for row in rows.prefetch_related("joined")})
    return [found[case.pk] for case in told]


class CaseParty(models.Model):
    """One row per organization that was let into a case beside its owner, and whether it acts or only looks."""

    MAY = (("act", "takes part"), ("see", "may look"))

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joined")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    may = models.CharField(max_length=3, choices=MAY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "organization"], name="a_party_once")]


class Numbering(models.Model):
    """One row per kind of case and year: the last reference number given."""

    kind = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="a_numbering_once")]
