"""What is done with a case beside its moves: comments, documents, who works on it, who else is let in. Each is an event."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from buyfair.web.casework import needs, store
from buyfair.web.casework.models import Case, CaseParty, Content, Document, Event, Payload, Waiver
from buyfair.web.casework.moving import Done, appended, attached, deed, not_open, refusals_kept
from buyfair.web.casework.refused import MissingError
from buyfair.web.casework.rights import Part, in_words
from buyfair.web.casework.table import Answer, Paper, Relation
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def comment(case: Case, by: Actor, text: str, at: datetime | None = None, confined: bool = False) -> Event:
    """Writes a comment; it is kept as the payload of its event and nowhere else. `confined`: for the owner's people only."""
    at = at or now()
    with deed(case, "comment", by, at) as (locked, part):
        if not text.strip():
            raise MissingError({"text": "the comment is empty: write something first"})
        if len(text) > needs.LONGEST[Answer.LONG] or "\x00" in text:
            raise MissingError({"text": "the comment is longer than 20,000 letters: make it shorter, or attach it"})
        if confined and locked.part_for(by, "confined") is None:
            raise not_open(locked)
        said = {"text": text.strip()} | ({"confined": True} if confined else {})
        return appended(locked, Done("comment", by, part, at, locked.state, said))


def attach(case: Case, by: Actor, paper: str, file: Any, at: datetime | None = None) -> Document:
    """Adds a document of a kind that the flow knows. It is scanned and stored before the case is locked."""
    at = at or now()
    with refusals_kept(case, "attach", by, at):
        if case.part_for(by, "attach") is None:
            raise not_open(case)
        if paper not in dict(case.flow.papers):
            raise MissingError({"paper": f"{paper[:40]!r} is no kind of document that this case takes: choose one"})
        if paper in case.flow.by_moves:
            label = dict(case.flow.papers)[paper]
            raise MissingError({"paper": f"{label} comes with a move of the case and is not added by hand: choose another"})
        if paper in case.flow.confined and case.part_for(by, "confined") is None:
            label, beside = dict(case.flow.papers)[paper], in_words(case.flow.confides, case.state)
            also = f", and by: {beside}" if beside else " alone"
            raise MissingError({"paper": f"{label} is read by the organization that owns the case{also}: choose another"})
        if not file:
            raise MissingError({"file": "no file was chosen: choose one"})
        kept = file if isinstance(file, store.Kept) else store.kept(file, strips=case.flow.strips)
    return filed(case, by, paper, kept, at)


def filed(case: Case, by: Actor, paper: str, kept: store.Kept, at: datetime) -> Document:
    """Puts on the case a document that lies in the store already: one that was sent, or that the subject wrote itself."""
    with deed(case, "attach", by, at) as (locked, part):
        said = {"documents": [{"paper": paper, "name": kept.name, "sha256": kept.sha256}]}
        event = appended(locked, Done("attach", by, part, at, locked.state, said))
        attached(locked, event, {paper: kept})
    found: Document = event.documents.get()
    return found


def assignable(case: Case) -> list[User]:
    """Who may be given the case: people of its owner who may make some move in it."""
    roles = {who.role.value for who in case.flow.takes_part if Relation.OWNER in who.relations}
    members = User.objects.filter(
        memberships__organization=case.organization, memberships__role__in=roles, is_active=True
    )
    return list(members.distinct().order_by("username"))


def assign(case: Case, by: Actor, user: User | None, at: datetime | None = None) -> Event:
    """Gives the case to a person of its owner, or to nobody."""
    at = at or now()
    with deed(case, "assign", by, at) as (locked, part):
        if user is not None and user not in assignable(locked):
            raise MissingError({"user": "this person plays no part in the case: choose somebody from the list"})
        before = locked.assignee_id
        said = {"from": before, "to": user.pk if user is not None else None}
        event = appended(locked, Done("assign", by, part, at, locked.state, said))
        Case.objects.filter(pk=locked.pk).update(assignee=user)
        locked.as_read["assignee_id"] = user.pk if user is not None else None
    return event


def invite(case: Case, by: Actor, organization: Organization, may: str, at: datetime | None = None) -> Event:
    """Lets another organization into the case, to take part (`act`) or to look (`see`)."""
    at = at or now()
    with deed(case, "invite", by, at) as (locked, part):
        if organization.pk == locked.organization_id or may not in dict(CaseParty.MAY):
            raise MissingError({"organization": "this organization cannot be let in: choose another, to act or to see"})
        said = {"organization": organization.pk, "may": may}
        event = appended(locked, Done("invite", by, part, at, locked.state, said))
        CaseParty.objects.update_or_create(case_id=locked.pk, organization=organization, defaults={"may": may})
    return event


def waivable(case: Case) -> list[tuple[str, str, str]]:
    """What a waiver could be asked for, as the case stands: move, need, and both in words."""
    found = []
    for move in case.flow.moves:
        if case.state in move.from_:
            for need in move.needs:
                label = dict(case.flow.papers)[need.kind] if isinstance(need, Paper) else need.label
                found += [(move.name, need.name, f"{move.label}: without {label}")] if need.waivable else []
    return found


def ask_waiver(case: Case, by: Actor, move: str, need: str, because: str, at: datetime | None = None) -> Waiver:
    """Opens a waiver for one need of one move of a case; somebody else of the owner grants or refuses it.

    Raises: MissingError, NotYoursError.
    """
    at = at or now()
    with refusals_kept(case, "waive", by, at):
        if not because.strip() or len(because) > needs.LONGEST[Answer.LONG] or "\x00" in because:
            raise MissingError({"because": "the reason is missing or too long: say why, in at most 20,000 letters"})
        if (move, need) not in {(m, n) for m, n, _ in waivable(case)}:
            raise MissingError({"need": "nothing of that kind may be waived as the case stands: choose from the list"})
    told = {"of_id": case.pk, "move_name": move, "need_name": need, "because": because.strip()}
    return Waiver.open(by, case.organization, told, at=at)


def destroy(case: Case, number: int, by: Actor, why: str, at: datetime | None = None) -> Event:
    """Destroys what an event said, and its documents, under retention; the event stays, and a new one says so.

    A content that another case still holds stays for that case. This is a command of the operator, no page.
    """
    at = at or now()
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        payload = Payload.objects.select_related("event").get(event__case=locked.pk, event__number=number)
        part = Part(Role.ADMINISTRATOR, None, Relation.OUTSIDER)
        event = appended(locked, Done("destroy", by, part, at, locked.state, {"why": why}, about=number))
        locked.whole.destroyed(payload.event)
        Payload.objects.filter(pk=payload.pk).update(salt="", body="")
        contents = [d.content for d in payload.event.documents.all() if d.content is not None]
        payload.event.documents.update(content=None, name="")
        gone = [c for c in contents if not c.documents.exists()]
        for content in gone:
            content.delete()
        transaction.on_commit(partial(forget, [content.sha256 for content in gone]))
    case.refresh_from_db()
    return event


def forget(digests: Iterable[str]) -> None:
    """Takes the bytes away that no row names. The row is held while they go, so that none who brings the same comes between."""
    for digest in digests:
        with suppress(IntegrityError), transaction.atomic():  # somebody has brought the same again: it stays
            Content.objects.create(sha256=digest, size=0, suffix="")
            store.forget(digest)
            transaction.set_rollback(True)


def said(event: Event) -> dict[str, Any] | None:
    """What an event said; None where it was destroyed."""
    payload = event.payload
    if payload.destroyed:
        return None
    found: dict[str, Any] = json.loads(payload.body)
    return found
