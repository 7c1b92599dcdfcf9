"""Proves the ledger: walks every case from its first event, every anchor, every document, and names what does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from buyfair.web.casework import chain, store
from buyfair.web.casework.models import Anchor, AnchoredHead, Case, Document, Event, Payload


@dataclass(frozen=True)
class Broken:
    """Where the ledger does not hold."""

    case: str
    number: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.case}{'' if self.number is None else f', event {self.number}'}: {self.what}"


@dataclass
class Verdict:
    """What was looked at, and the first break of each case, in the order of cases."""

    cases: int = 0
    events: int = 0
    destroyed: int = 0
    anchors: int = 0
    documents: int = 0
    broken: list[Broken] = field(default_factory=list)

    @property
    def counts(self) -> str:
        """What was looked at, in words."""
        payloads = f" ({_many(self.destroyed, 'payload')} destroyed under retention)" if self.destroyed else ""
        told = [_many(self.cases, "case"), _many(self.events, "event") + payloads, _many(self.documents, "document")]
        return f"{', '.join(told)}, {_many(self.anchors, 'anchor')}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def verify() -> Verdict:
    """Looks at everything; writes nothing."""
    found = Verdict()
    anchored = {(h.reference, h.number): h.hash for h in AnchoredHead.objects.all()}
    _cases(found, anchored)
    _anchors(found)
    _documents(found)
    return found


def _cases(found: Verdict, anchored: dict[tuple[str, int], str]) -> None:
    cases = {case.pk: case for case in Case.objects.all()}
    events = Event.objects.select_related("payload").order_by("case_id", "number").iterator(2000)
    walked = set()
    for key, group in groupby(events, key=lambda event: event.case_id):
        walked.add(key)
        first = next(_breaks(cases[key], found, group, anchored), None)
        found.broken += [first] if first is not None else []
    found.cases = len(cases)
    found.broken += [
        Broken(c.reference, None, "it has no event at all") for key, c in cases.items() if key not in walked
    ]
    lost = sorted({reference for reference, _ in anchored} - {case.reference for case in cases.values()})
    found.broken += [Broken(reference, None, "it was anchored, and the case is gone") for reference in lost]


def _breaks(case: Case, found: Verdict, events: Any, anchored: dict[tuple[str, int], str]) -> Iterator[Broken]:
    """The breaks of one case, from its first event on; the rest of the group is counted all the same."""
    before: Event | None = None
    empty, told_destroyed, breaks = [], set(), []
    for event in events:
        found.events += 1
        breaks += [Broken(case.reference, event.number, what) for what in _of(case, event, before, anchored)]
        if _payload(event) is None:
            empty.append(event.number)
        if event.move == "destroy":
            told_destroyed.add(event.about)
        before = event
    found.destroyed += len(empty)
    breaks += [Broken(case.reference, number, "its payload is gone, and no event says that it was destroyed")
               for number in empty if number not in told_destroyed]  # fmt: skip
    breaks += [Broken(case.reference, None, what) for what in _end(case, before, anchored)]
    yield from breaks


def _of(case: Case, event: Event, before: Event | None, anchored: dict[tuple[str, int], str]) -> Iterator[str]:
    expected = before.number + 1 if before is not None else 1
    if event.number != expected:
        yield f"event {expected} is missing"
    if event.previous != (before.hash if before is not None else chain.NOTHING_BEFORE):
        yield "it does not hold the hash of the event before it"
    if event.came_from != (before.went_to if before is not None else ""):
        yield f"it starts from {event.came_from!r}, where the event before it did not lead"
    if event.hash != chain.event_hash(event.hashed(case.reference)):
        yield "what the row holds does not fit its hash"
    if anchored.get((case.reference, event.number), event.hash) != event.hash:
        yield "it is not the event that was anchored"
    yield from _said(case, event)


def _payload(event: Event) -> Payload | None:
    """Its payload; None where nothing is left of it."""
    payload: Payload | None = getattr(event, "payload", None)
    return None if payload is None or payload.destroyed else payload


def _said(case: Case, event: Event) -> Iterator[str]:
    payload = _payload(event)
    if payload is None:
        return
    if chain.commitment(payload.salt, payload.body) != event.committed:
        yield "its payload is not what it committed to"
    elif event.move == "open" and json.loads(payload.body).get("owner") != case.organization_id:
        yield "the case belongs to another organization than it was opened for"


def _end(case: Case, last: Event | None, anchored: dict[tuple[str, int], str]) -> Iterator[str]:
    if last is None:
        return
    if case.state != last.went_to:
        yield f"the case stands at {case.state!r}, and its last event led to {last.went_to!r}"
    if (case.version, case.head) != (last.number, last.hash):
        yield f"the case counts {case.version} events, and the last that is there is {last.number}"
    beyond = [number for reference, number in anchored if reference == case.reference and number > last.number]
    if beyond:
        yield f"event {max(beyond)} was anchored and is gone"


def _anchors(found: Verdict) -> None:
    heads: dict[str, chain.Head] = {}
    previous = chain.NOTHING_BEFORE
    for anchor in Anchor.objects.prefetch_related("heads").order_by("day"):
        found.anchors += 1
        heads.update({h.reference: (h.reference, h.number, h.hash) for h in anchor.heads.all()})
        for what in _of_anchor(anchor, previous, list(heads.values())):
            found.broken.append(Broken(f"anchor of {anchor.day}", None, what))
        previous = anchor.hash


def _of_anchor(anchor: Anchor, previous: str, heads: list[chain.Head]) -> Iterator[str]:
    if anchor.previous != previous:
        yield "it does not hold the hash of the anchor before it"
    if (anchor.cases, anchor.root) != (len(heads), chain.root(heads)):
        yield "its root does not fit the events that it anchored"
    if anchor.hash != chain.anchor_hash(anchor.previous, anchor.day.isoformat(), anchor.cases, anchor.root):
        yield "what the row holds does not fit its hash"


def _documents(found: Verdict) -> None:
    whole: dict[str, bool] = {}
    documents = Document.objects.filter(content__isnull=False).select_related("content", "case", "event__payload")
    for document in documents.order_by("pk"):
        found.documents += 1
        digest = document.content.sha256
        if digest not in whole:
            whole[digest] = store.content_of(digest) is not None
        if not whole[digest]:
            found.broken.append(_document(document, "its content is gone, or is not what it was"))
        elif not _named(document):
            found.broken.append(_document(document, "its event does not speak of this content under this name"))


def _named(document: Document) -> bool:
    payload = _payload(document.event)
    told = [] if payload is None else json.loads(payload.body).get("documents", [])
    return {"paper": document.paper, "name": document.name, "sha256": document.content.sha256} in told


def _document(document: Document, what: str) -> Broken:
    return Broken(document.case.reference, document.event.number, f"document {document.name!r}: {what}")
