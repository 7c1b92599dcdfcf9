"""What plans and certificates have in common: the award they are about, whose turn it is, the queue and its filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case as When
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as Where
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date

from buyfair.cards.words import calm, clean, short_dollars
from buyfair.columns.held import held_in
from buyfair.columns.held_duties import AwardDuties, duties_of, owing
from buyfair.judge.amounts import months_after
from buyfair.terms.errors import InputRefusedError, MachineError, TooSlowError
from buyfair.web.casework import deeds
from buyfair.web.casework.models import Case, CaseParty, Deadline
from buyfair.web.casework.moving import not_open, refusals_kept
from buyfair.web.casework.refused import MissingError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now
from buyfair.web.core.held import assessed
from buyfair.web.core.models import Organization
from buyfair.web.core.navigation import open_to
from buyfair.web.core.roles import Role

A_PAGE, SOON = 50, 30
FIRST_DAY, YEARS_AHEAD = date(1990, 1, 1), 10
"""No day that is told of a plan or of a certificate lies before the first, or so many years ahead."""
SUPPLIERS = (Role.SUPPLIER_MEMBER, Role.SUPPLIER_CERTIFIER)
LONGEST = {"award": 120, "contract": 120, "supplier": 200, "firm": 200, "q": 100}

# The award


def duties(award_id: str) -> AwardDuties | None:
    """What the law says of an award of the portfolio that is shown; None where there is none, or no such award."""
    folder = assessed()
    if folder is None or not award_id or "\x00" in award_id:
        return None
    try:
        return _duties(folder, award_id)
    except (InputRefusedError, MachineError):
        return None


@lru_cache(maxsize=256)
def _duties(folder: Path, award_id: str) -> AwardDuties | None:
    """A snapshot never changes, so that each award is read once; what could not be read now is asked again."""
    held = held_in(folder)
    if held is None:
        raise MachineError(f"{folder} cannot be read now")
    with held.asking() as engine:
        return duties_of(engine, folder, award_id)


OWING = ("award_id", "piid", "supplier_name", "agency", "rank", "dollars")


@dataclass(frozen=True)
class Lacking:
    """Awards that a rule binds and of which nothing is on file here, some of them; `count` is None where it cannot be told."""

    count: int | None
    rows: Sequence[Mapping[str, Any]] = ()
    page: int = 1
    pages: int = 1


def lacking(row: str, there: Sequence[str], asked: str, *, whole: bool = False) -> Lacking:
    """The awards of the portfolio to which the rule of this row says yes, without those that have a case."""
    folder = assessed()
    held = held_in(folder) if folder is not None else None
    if folder is None or held is None:
        return Lacking(None)
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 1
    try:
        with held.asking() as engine:
            found = owing(engine, folder, row, there, None if whole else A_PAGE, 0 if whole else (page - 1) * A_PAGE)
    except TooSlowError:
        raise  # there is a portfolio: to say that none can be asked would be false
    except (InputRefusedError, MachineError):
        return Lacking(None)
    rows = found.rows if whole else [_said(row) for row in found.rows]
    return Lacking(found.count, rows, page, max(1, -(-found.count // A_PAGE)))


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its dollars and its supplier as a page says them."""
    supplier = calm(row["supplier_name"]) if row["supplier_name"] is not None else ""
    return {**row, "said": short_dollars(row["dollars"]), "supplier": supplier}


def let_in(request: HttpRequest, case: Case) -> str:
    """Lets the supplier that was typed into a case, to take part; the sentence that says so.

    Raises: RefusedError.
    """
    told = " ".join(request.POST.get("firm", "").replace("\x00", " ").split())
    found = firm(Form({"firm": told}))
    if found is None:
        with refusals_kept(case, "invite", request.actor, now()):
            if case.part_for(request.actor, "invite") is None:
                raise not_open(case)
            raise MissingError({"firm": f"{told[:60]!r} is no supplier with accounts here: choose a name of the list"})
    deeds.invite(case, request.actor, found, "act")
    return f"{found.name} takes part in the case now."


def firms() -> list[str]:
    """Names of suppliers with accounts here, to choose from."""
    return list(Organization.objects.filter(kind="supplier").order_by("name").values_list("name", flat=True)[:200])


def quoted(award_id: str) -> str:
    """The id of an award within an address."""
    return quote(award_id, safe="")


def dossier(award_id: str, actor: Actor) -> str:
    """The address of the dossier of an award; nothing where the case names none, or the actor may not open it."""
    return f"/awards/?{urlencode({'id': award_id})}" if award_id and open_to(actor, "/awards/") else ""


# A new case


@dataclass
class Form:
    """What was typed of a new case, and what is wrong with it, both by field."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    about: AwardDuties | None = None
    offices: Sequence[Organization] = ()
    firms: Sequence[str] = ()
    already: Case | None = None


def begun(request: HttpRequest, more: Iterable[str] = ()) -> Form:
    """The form of a new case, with what the award tells or with what was typed."""
    sent = request.POST if request.method == "POST" else request.GET
    names = ("award", "contract", "supplier", "firm", "office", "another", *more)
    form = Form({name: " ".join(sent.get(name, "").replace("\x00", " ").split()) for name in names})
    form.about = duties(form.typed["award"])
    form.offices = list(offices(request.actor))
    form.firms = firms()
    if request.method != "POST" and form.about is not None:
        form.typed["contract"] = form.typed["contract"] or clean(form.about.piid or "")
        form.typed["supplier"] = form.typed["supplier"] or clean(form.about.supplier or "")
    return form


def offices(actor: Actor) -> QuerySet[Organization]:
    """The organizations for which this actor buys as contracting officer."""
    keys = [organization for role, organization in actor.parts if role == Role.CONTRACTING_OFFICER]
    return Organization.objects.filter(pk__in=keys).order_by("name")


def checked(form: Form) -> None:
    """Says what is missing or too long."""
    for name, label in (("contract", "The number of the contract"), ("supplier", "The name of the supplier")):
        if not form.typed[name]:
            form.errors[name] = f"{label} is missing: type it as the contract has it"
    for name in ("award", "contract", "supplier", "firm"):
        if len(form.typed[name]) > LONGEST[name]:
            form.errors[name] = (
                f"{len(form.typed[name])} letters were given; expected at most {LONGEST[name]}: shorten it"
            )
    if form.typed["firm"] and firm(form) is None and "firm" not in form.errors:
        form.errors["firm"] = (
            f"{form.typed['firm'][:60]!r} is no supplier with accounts here; expected a name of the list: choose "
            "one, or leave it empty"
        )
    if office(form) is None:
        form.errors["office"] = "The office is none for which you act as contracting officer: choose one of the list"


def firm(form: Form) -> Organization | None:
    """The supplier's own organization, to be let in."""
    told = form.typed["firm"]
    suppliers = Organization.objects.filter(kind="supplier")
    return suppliers.filter(Q(name=told) | Q(uei=told)).exclude(name="").order_by("pk").first() if told else None


def office(form: Form) -> Organization | None:
    """The office that will own the case: the one chosen, or the only one."""
    if not form.typed["office"] and len(form.offices) == 1:
        return form.offices[0]
    return next((each for each in form.offices if str(each.pk) == form.typed["office"]), None)


def opened(model: type[Case], by: Actor, form: Form, told: Mapping[str, Any], ask: Mapping[str, Any] | None,
           same: Mapping[str, Any] | None = None) -> Case:  # fmt: skip
    """The new case and, where a day was told, its first move: both or neither.

    Raises: RefusedError, also where the office has an open case of the same already (`same` beside contract or award), unless
    the form names that very case: so the same form sent twice opens one.
    """
    owner, let_in, at = office(form), firm(form), now()
    if owner is None:
        raise MissingError(form.errors)
    base = {"award_id": form.typed["award"], "contract": form.typed["contract"], "supplier": form.typed["supplier"]}
    with refusals_kept(None, f"open {model.flow_table.kind if model.flow_table else ''}", by, at), transaction.atomic():
        Organization.objects.select_for_update().get(pk=owner.pk)  # the same form sent twice at once waits here
        form.already = _already(model, owner, base, same or {})
        if form.already is not None and form.typed["another"] != form.already.reference:
            raise MissingError({"another": f"Your office has an open case of the same already, {form.already.reference}: go on "
                                           "there, or say below that this is another"})  # fmt: skip
        case = model.open(by, owner, {**base, **told}, {let_in: "act"} if let_in else {}, at=at)
        if ask is not None:
            case.move("ask", by, ask, at=at)
    return case


def _already(model: type[Case], owner: Organization, base: Mapping[str, str], same: Mapping[str, Any]) -> Case | None:
    """The newest open case of the office about the same contract or award."""
    about = Q(contract__iexact=base["contract"]) | (Q(award_id=base["award_id"]) if base["award_id"] else Q(pk__in=()))
    found: Case | None = model.objects.filter(about, organization=owner, **same).open().order_by("-pk").first()
    return found


def day(text: str) -> date | None:
    """A day as typed; None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def far(told: date, today: date) -> str:
    """What is said of a day that lies too far away to be one of a contract; nothing of any other."""
    last = months_after(today, 12 * YEARS_AHEAD)
    return (
        ""
        if FIRST_DAY <= told <= last
        else f"{told} was given; expected a day from {FIRST_DAY} to {last}: check its year"
    )


# The queue


@dataclass(frozen=True)
class Filters:
    """What the address asks of a queue, read; `wrong` are the sentences about what it asks and nobody knows."""

    state: str = ""
    due: str = ""
    turn: str = ""
    q: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """As an address has it, without the page."""
        told = {name: getattr(self, name) for name in ("state", "due", "turn", "q") if getattr(self, name)}
        return urlencode(told, quote_via=quote)


DUE = {"late": "late", "soon": f"due within {SOON} days"}


def filters(asked: QueryDict, states: Sequence[str]) -> Filters:
    """The filters of an address."""
    told = {name: asked.get(name, "") for name in ("state", "due", "turn", "q")}
    known = {"state": (*states, "open"), "due": tuple(DUE), "turn": ("mine",)}
    wrong = []
    for name, values in known.items():
        if told[name] and told[name] not in values:
            wrong.append(
                f"{name}={told[name][:40]!r} is none that this list knows; expected one of {', '.join(values)}."
            )
            told[name] = ""
    told["q"] = clean(told["q"])[: LONGEST["q"]]
    return Filters(**told, wrong=tuple(wrong))


def queue(cases: QuerySet[Any], actor: Actor, of: Filters, turns: Mapping[str, str], today: date) -> QuerySet[Any]:
    """The cases that an actor may see under these filters: whose turn is mine first, then by the next day that is due."""
    running = Deadline.objects.filter(case=OuterRef("pk"), ended_by=None).order_by("due", "pk")
    found = cases.seen_by(actor).select_related("organization", "assignee").annotate(
        next_due=Subquery(running.values("due")[:1]), next_what=Subquery(running.values("what")[:1]),
        mine=When(Where(_mine(actor, turns), then=Value(0)), default=Value(1)),
    )  # fmt: skip
    if of.state == "open":
        found = found.open()
    elif of.state:
        found = found.filter(state=of.state)
    if of.turn:
        found = found.filter(mine=0)
    if of.due:
        found = found.filter(next_due__lt=today) if of.due == "late" else found.filter(
            next_due__gte=today, next_due__lte=today + timedelta(days=SOON))  # fmt: skip
    if of.q:
        found = found.filter(
            Q(supplier__icontains=of.q)
            | Q(contract__icontains=of.q)
            | Q(reference__icontains=of.q)
            | Q(award_id__icontains=of.q)
        )
    return found.order_by("mine", F("next_due").asc(nulls_last=True), "-pk")


def _mine(actor: Actor, turns: Mapping[str, str]) -> Q:
    """Cases whose next step is this actor's: by the organization acted for; where no supplier was let in, the office's."""
    offices = [organization for role, organization in actor.parts if role == Role.CONTRACTING_OFFICER]
    firms = [organization for role, organization in actor.parts if role in SUPPLIERS]
    office, supplier = ([state for state, whose in turns.items() if whose == side] for side in ("office", "supplier"))
    acting = CaseParty.objects.filter(case=OuterRef("pk"), may="act")
    return (
        Q(state__in=office, organization__in=offices)
        | Q(~Exists(acting), state__in=supplier, organization__in=offices)
        | Q(Exists(acting.filter(organization__in=firms)), state__in=supplier)
    )


def page_of(rows: QuerySet[Any], asked: str | None) -> Any:
    """One page of a queue, whatever number is asked for."""
    return Paginator(rows, A_PAGE).get_page(asked)


def standing(due: date | None, today: date) -> str:
    """How a day stands: late, today, in so many days."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"late by {-days} day{'' if days == -1 else 's'}"
    return "due today" if not days else f"in {days} day{'' if days == 1 else 's'}"
