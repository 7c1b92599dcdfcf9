"""Takes contract texts in: each file of an upload becomes a case, or is answered with the sentence that says why not."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db import transaction

from buyfair.web.audits.checking import reading
from buyfair.web.audits.models import Batch, BatchFile, ContractText
from buyfair.web.audits.prepared import READ, not_a_text
from buyfair.web.audits.tying import move_of
from buyfair.web.casework import content_kinds, deeds, store
from buyfair.web.casework.refused import DocumentRefusedError, MissingError, RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization
from buyfair.web.core.purchases import purchase

MOST_FILES = 60
"""Files of one upload."""
MOST_TOGETHER = 250_000_000
"""Bytes of the files of one upload."""
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz")
AT_ONCE = 8
"""A page that checks texts answers after so long, and goes on when asked again. Unit: seconds."""


def kept(file: Any) -> store.Kept:
    """A file of an upload, stored. Raises: DocumentRefusedError, one sentence."""
    name = store.safe_name(str(file.name or ""))
    if PurePath(name).suffix.lower() in ARCHIVES:
        raise DocumentRefusedError(f"{name!r} is an archive and no contract text: unpack it and choose its files, all at once.")
    if content_kinds.claimed(name) in content_kinds.TAKEN.keys() - set(READ):  # asked first: what is no text is not stored
        raise DocumentRefusedError(f"{not_a_text(name)}.")
    return store.kept(file)


def batch_of(by: Actor, office: Organization, once: str) -> Batch:
    """The upload of that form; the one already made where the same form comes twice."""
    found, _ = Batch.objects.get_or_create(organization=office, once=once, defaults={"by": by.user, "at": now()})
    return found


def take(
    batch: Batch, by: Actor, found: Iterable[store.Kept | tuple[str, str]], facts: str, purchase_of: str = ""
) -> None:  # fmt: skip
    """One row per file: what was stored becomes a case with its document; a name with a sentence is noted with it.

    Each file is a transaction of its own, and a file that is there already is passed over: an upload that was broken off goes
    on when the same form is sent again. `purchase_of` is the number of the planned purchase of which the texts are.
    """
    for one in found:
        name, digest = (one.name, one.sha256) if isinstance(one, store.Kept) else (one[0], "")
        with transaction.atomic():
            Batch.objects.select_for_update().get(pk=batch.pk)  # the same form sent twice at once waits here
            if not batch.files.filter(name=name, sha256=digest).exists():
                text, says = _opened(batch, by, one, facts, purchase_of) if isinstance(one, store.Kept) else (None, one[1])
                number = batch.files.count() + 1
                BatchFile.objects.create(batch=batch, number=number, name=name, sha256=digest, text=text, says=says)


def _opened(batch: Batch, by: Actor, one: store.Kept, facts: str, purchase_of: str) -> tuple[ContractText | None, str]:
    same = ContractText.objects.filter(
        organization=batch.organization, documents__content__sha256=one.sha256, documents__paper="contract"
    ).exclude(state="withdrawn")
    if (already := same.first()) is not None:
        return None, f"{one.name!r} is on file already as {already.reference}: open that and check it again there."
    told = {"upload": batch, "file_name": one.name, **({"facts_told": facts} if facts else {}),
            **({"purchase": purchase_of} if purchase_of else {})}  # fmt: skip
    text = ContractText.open(by, batch.organization, told)
    deeds.attach(text, by, "contract", one)
    return text, ""


def waiting(batch: Batch) -> Any:
    """The texts of an upload that were not yet tried, in the order in which they came."""
    return batch.texts.filter(state="uploaded", trouble="").order_by("pk")


def check(text: ContractText, by: Actor) -> None:
    """Checks one text; where it cannot be read, the case says why and waits for another.

    One that was uploaded for a purchase is tied to it by the act that ties a text by hand: with its facts and its package.
    """
    try:
        text.move(*_first(text, by))
    except MissingError as refused:
        text.trouble = _sentence(refused)
        text.save(update_fields=["trouble"])
    except RefusedError:
        pass  # somebody else checked it, or took it back, in the meantime


def _first(text: ContractText, by: Actor) -> tuple[Any, ...]:
    """The move that checks a text first, and what it is told; a purchase that has no contract any more ties nothing."""
    of = purchase(by, text.purchase)
    if of is None or of.given_up or of.organization != text.organization_id:
        return ("check", by)
    return (move_of(text), by, {"purchase": of.reference})


def _sentence(refused: MissingError) -> str:
    said = str(refused)
    return said[:1].upper() + said[1:]


def check_some(batch: Batch, by: Actor, seconds: float = AT_ONCE) -> None:
    """Checks the texts that wait, one after the other, until the time is over; at least one."""
    until = time.monotonic() + seconds
    with reading():
        for text in list(waiting(batch)):
            check(text, by)
            if time.monotonic() > until:
                return
