"""The one place that writes where a case stands: a move is checked, written and recorded in one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from buyfair.web.casework import chain, needs, store
from buyfair.web.casework.models import Case, CaseParty, Content, Document, Event, Numbering, Payload, Refusal
from buyfair.web.casework.models.deadline import Deadline
from buyfair.web.casework.refused import (
    DocumentRefusedError,
    MissingError,
    NoSuchMoveError,
    NotNowError,
    NotYoursError,
    RefusedError,
    SecondReaderError,
    StaleError,
    TooEarlyError,
    TooLateError,
)
from buyfair.web.casework.rights import Part, allows, in_words, opens, parts_of
from buyfair.web.casework.table import Flow, Move, Relation, Whose
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of, now
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

BY_CLOCK = {"by_clock": True}
"""What an event says that was written by the work of every day."""
BY_PROGRAM = "by_program"
"""Where an event tells the program that did it, under a token of the person named: the number of the token, its name."""


@dataclass(frozen=True)
class Done:
    """What is to be written down: the deed, as whom, where the case stands afterwards, what was said."""

    deed: str
    by: Actor
    part: Part
    at: datetime
    to: str
    said: Mapping[str, Any] = field(default_factory=dict)
    about: int | None = None


def moved(case: Case, name: str, by: Actor | None, with_: Mapping[str, Any], reason: str, version: int | None,
          at: datetime | None) -> Event:  # fmt: skip
    """Makes one move of a case, or refuses it; the object is brought up to date. By None it is made by the clock."""
    by, clock = by or Actor(None, frozenset()), by is None
    at = at or now()
    with refusals_kept(case, name, by, at):
        move = _move_of(case.flow, name)
        if not clock:
            somebody(case, move, by)
        with_ = needs.kept(move, with_, strips=case.flow.strips)
        with transaction.atomic():
            locked = _locked(case)
            part = _by_clock(locked, move, day_of(at)) if clock else _checked(locked, move, by, version, day_of(at))
            told = needs.told(locked, move, with_, reason, day_of(at))
            whole = locked.whole
            if unmet := whole.unmet(name, told.values):
                raise MissingError(unmet)
            event = appended(locked, Done(name, by, part, at, move.to, {**told.said, **BY_CLOCK} if clock else told.said))
            attached(locked, event, told.papers)
            _clocks(locked, event, move, told.values, day_of(at))
            whole.moved(name, told.values)
        case.refresh_from_db()
        _up_to_date(case, locked)
    return event


def opened(model: type[Case], by: Actor, organization: Organization, told: Mapping[str, Any],
           parties: Mapping[Organization, str], at: datetime | None) -> Case:  # fmt: skip
    """A new case at the start of its flow, with its number and its first event."""
    at = at or now()
    flow = model.flow_table
    if flow is None:
        raise NoSuchMoveError(f"{model.__name__} has no flow, so that no case of it can be opened.")
    with refusals_kept(None, f"open {flow.kind}", by, at):
        parts = parts_of(by, organization.pk, {o.pk: may for o, may in parties.items()})
        part = next((p for p in parts if opens(flow, p.role, p.relation)), None)
        if part is None:
            raise NotYoursError(f"A case of this kind ({flow.label}) is opened by: {in_words(flow.opens, flow.start)}.")
        with transaction.atomic():
            case = _new(model, flow, by, organization, told, at)
            CaseParty.objects.bulk_create(CaseParty(case_id=case.pk, organization=o, may=m) for o, m in parties.items())
            words = {name: str(getattr(value, "pk", value)) for name, value in told.items() if value is not None}
            said = {"told": words, "owner": organization.pk, "parties": {str(o.pk): may for o, may in parties.items()}}
            event = appended(case, Done("open", by, part, at, flow.start, said))
            _clocks(case, event, flow.opening, {}, day_of(at))
    return case


def _new(model: type[Case], flow: Flow, by: Actor, organization: Organization, told: Mapping[str, Any],
         at: datetime) -> Case:  # fmt: skip
    case = model(
        **told, kind=flow.kind, reference=_numbered(flow.kind, day_of(at).year), organization=organization,
        opened_by=by.user, opened_at=at, state=flow.start,
    )  # fmt: skip
    case.being_opened = True
    case.save(force_insert=True)
    case.being_opened = False
    return case


def _numbered(kind: str, year: int) -> str:
    Numbering.objects.get_or_create(kind=kind, year=year)
    row = Numbering.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{kind.upper().replace('_', '-')}-{year}-{row.last:05d}"


def appended(case: Case, done: Done) -> Event:
    """Writes one event with its payload, and where the case stands: within the transaction of the caller."""
    salt, body = secrets.token_hex(32), chain.canonical({**done.said, **_program(done.by)})
    event = Event(
        case_id=case.pk, number=case.version + 1, at=chain.kept(done.at), by=done.by.user,
        organization_id=done.part.organization, role=done.part.role.value, move=done.deed,
        came_from=case.state if case.version else "", went_to=done.to,
        about=done.about, committed=chain.commitment(salt, body), previous=case.head or chain.NOTHING_BEFORE,
    )  # fmt: skip
    event.hash = chain.event_hash(event.hashed(case.reference))
    event.save()
    Payload.objects.create(event=event, salt=salt, body=body)
    Case.objects.filter(pk=case.pk).update(state=done.to, version=event.number, head=event.hash)
    case.state, case.version, case.head = done.to, event.number, event.hash
    case.as_read = {**getattr(case, "as_read", {}), "state": done.to, "version": event.number, "head": event.hash}
    return event


def _program(by: Actor) -> dict[str, Any]:
    of = by.program
    return {} if of is None else {BY_PROGRAM: {"token": of.token, "name": of.name}}


@contextmanager
def refusals_kept(case: Case | None, move: str, by: Actor, at: datetime) -> Iterator[None]:
    """Writes a row for what is refused, after everything else was undone."""
    try:
        yield
    except RefusedError as refused:
        Refusal.objects.create(
            at=at, by=by.user, case_id=case.pk if case is not None else None, move=move[:60], kind=refused.kind,
            sentence=str(refused),
        )  # fmt: skip
        raise


def not_open(case: Case) -> NotYoursError:
    """What is said to who may not do something that is no move."""
    return NotYoursError(f"While the case is {case.stands.label.lower()}, this is not open to you.")


@contextmanager
def deed(case: Case, name: str, by: Actor, at: datetime) -> Iterator[tuple[Case, Part]]:
    """A transaction in which something beside a move is done: the locked case and as whom; refused where not allowed."""
    with refusals_kept(case, name, by, at):
        with transaction.atomic():
            locked = _locked(case)
            part = locked.part_for(by, name)
            if part is None:
                raise not_open(locked)
            yield locked, part
        case.refresh_from_db()
        _up_to_date(case, locked)


def _up_to_date(case: Case, locked: Case) -> None:
    case.as_read = dict(getattr(locked, "as_read", {}))


def _locked(case: Case) -> Case:
    found: Case = Case.objects.select_for_update().get(pk=case.pk)
    return found


def _move_of(flow: Flow, name: str) -> Move:
    move = flow.move(name)
    if move is None:
        raise NoSuchMoveError(f"There is no move {name[:40]!r}; the moves are {', '.join(m.name for m in flow.moves)}.")
    return move


def somebody(case: Case, move: Move, by: Actor) -> None:
    """Refuses whoever could not make this move in any state."""
    for part in case.parts(by):
        if any(allows(case.flow, part.role, part.relation, move.name, state) for state in move.from_):
            return
    raise NotYoursError(f"To {_lower(move.label)} is for: {_all_words(move.who)}.")


def _by_clock(case: Case, move: Move, day: date) -> Part:
    """As whom the clock moves; refused where the table does not name the move as one of its own."""
    if not move.by_clock:
        raise NotYoursError(f"To {_lower(move.label)} is for: {_all_words(move.who)}.")
    _stands(case, move)
    _in_time(case, move, day)
    return Part(Role.ADMINISTRATOR, None, Relation.OUTSIDER)


def _stands(case: Case, move: Move) -> None:
    if case.state not in move.from_:
        able = " or ".join(case.flow.state(name).label.lower() for name in move.from_)
        raise NotNowError(f"To {_lower(move.label)} the case must be {able}; it is {case.stands.label.lower()}.")


def _checked(case: Case, move: Move, by: Actor, version: int | None, day: date) -> Part:
    if version is not None and version != case.version:
        raise StaleError("The case was changed by somebody else since this page was opened; look at it and send again.")
    _stands(case, move)
    part = case.part_for(by, move.name)
    if part is None:
        raise NotYoursError(f"To {_lower(move.label)} is for: {in_words(move.who, case.state)}.")
    another(case, move, by, part)
    _in_time(case, move, day)
    return part


def another(case: Case, move: Move, by: Actor, part: Part) -> None:
    """Refuses who made the move that another person, or another organization, must follow; and a second program."""
    for names, same in ((move.second, "person"), (move.other_office, "organization")):
        for name in names:
            last = case.events.filter(move=name).order_by("-number").first()
            mine = (by.user and by.user.pk) if same == "person" else part.organization
            other = last and (last.by_id if same == "person" else last.organization_id)
            if last is not None and (mine is None or mine == other):
                raise SecondReaderError(
                    f"To {_lower(move.label)} takes another {same} than the one who made the move {_label(case.flow, name)!r}."
                )
            if last is not None and by.program is not None and _may_be_program(last, part.organization):
                raise SecondReaderError(
                    f"To {_lower(move.label)} takes a person at the page: a program of the same organization made "
                    f"the move {_label(case.flow, name)!r}, and two programs are no two readers."
                )


def _may_be_program(event: Event, organization: int | None) -> bool:
    """Whether a program of that organization made it; also where what the event said was destroyed: then nobody can tell."""
    payload: Payload = event.payload
    return event.organization_id == organization and (payload.destroyed or BY_PROGRAM in json.loads(payload.body))


def _in_time(case: Case, move: Move, day: date) -> None:
    if move.before:
        clock = case.deadlines.filter(clock=move.before).order_by("-pk").first()
        if clock is None or day > clock.due:
            until = f"the last day was {clock.due}" if clock is not None else "that clock was never started"
            raise TooLateError(f"To {_lower(move.label)} is too late: {until}.")
    if move.after:
        clock = case.deadlines.filter(clock=move.after).order_by("-pk").first()
        if clock is None or (clock.ended_by_id is None and day <= clock.due):
            first = (
                f"{clock.what} runs until {clock.due}" if clock is not None else "the clock before it was never started"
            )
            raise TooEarlyError(f"To {_lower(move.label)} is too early: {first}.")


def attached(case: Case, event: Event, papers: Mapping[str, store.Kept]) -> None:
    """Puts documents that lie in the store on the case: within the transaction of the caller.

    Raises: DocumentRefusedError where the last other holder of the same content destroyed it at this moment.
    """
    for paper, kept in papers.items():
        content, _ = Content.objects.get_or_create(
            sha256=kept.sha256, defaults={"size": kept.size, "suffix": kept.suffix}
        )  # fmt: skip
        if not store.lies(kept.sha256):  # asked after the row is ours: nobody takes the bytes away any more
            raise DocumentRefusedError(f"{kept.name!r} was destroyed elsewhere while it was sent here: send it once more.")
        Document.objects.create(case_id=case.pk, event=event, content=content, paper=paper, name=kept.name)


def _clocks(case: Case, event: Event, move: Move, told: Mapping[str, Any], day: date) -> None:
    if move.ends:
        case.deadlines.filter(clock__in=move.ends, ended_by=None).update(ended_by=event)
    for clock in move.sets:
        due = told[clock.on] if clock.on else date.fromordinal(day.toordinal() + (clock.days or 0))
        if due is not None:
            Deadline.objects.create(case_id=case.pk, clock=clock.name, what=clock.what, due=due, set_by=event)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _label(flow: Flow, name: str) -> str:
    move = flow.opening if name == "open" else flow.move(name)
    return move.label if move is not None else name


def _all_words(whose: Whose) -> str:
    """Every role of a move, in whichever state."""
    return "; ".join(dict.fromkeys(in_words((who,), next(iter(sorted(who.states)), "")) for who in whose))
