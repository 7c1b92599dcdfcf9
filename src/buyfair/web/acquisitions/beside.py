"""What planned purchases say beside an award: the purchase from which it came."""

from __future__ import annotations

import json
from collections.abc import Iterator

from buyfair.cards.dossier_on_file import Filed, Noted
from buyfair.cards.words import listing, long_day
from buyfair.web.acquisitions.after import CLOCK_OF
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.casework import store
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import BUYERS, Role

SENT = ("clause", "provision", "notice")
"""Kinds of items that go to whoever offers."""


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The purchase that names this award, if the actor may see it; nothing for roles that plan none."""
    if not actor.roles & (BUYERS | {Role.INSPECTOR_GENERAL}):
        return None
    seen = Acquisition.objects.seen_by(actor).filter(award_id=award_id).order_by("reference")
    rows = list(seen.prefetch_related("deadlines")) if award_id else []
    held = tuple(Held(f"{c.title} ({c.reference})", c.get_absolute_url(), c.stands.label, _says(c)) for c in rows)
    says = (
        "This award came from a purchase that was planned here."
        if held
        else "No purchase planned here names this award."
    )
    filed = tuple(each for case in rows for each in _solicited(case))
    return Beside("Acquisition", says, held, filed=filed, noted=tuple(each for case in rows for each in _noted(case)))


def _says(case: Acquisition) -> str:
    return f"solicited on {case.solicited_on}; the package is kept as it was" if case.solicited_on else ""


def _solicited(case: Acquisition) -> Iterator[Filed]:
    """The clauses, provisions and notices that went out with its solicitation, each of the duty that it is of."""
    if case.solicited_on is None:
        return
    day = long_day(case.solicited_on.isoformat())
    for row, names in sent_out(case.package_hash):
        yield Filed(row, f"Sent out with the solicitation of {day}: {listing(names)} ({case.reference}). What the contract "
                         "holds, its own text tells.")  # fmt: skip


def sent_out(package: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By rule what the kept package of this hash holds of it; nothing where it cannot be read any more."""
    content = store.content_of(package) if package else None
    found: dict[str, dict[str, None]] = {}
    for item in json.loads(content)["items"] if content is not None else ():
        if item["kind"] in SENT:
            words = item["name"].partition(",")[0] if item["number"] else f"notice “{item['name']}”"
            for rule in item["rules"]:
                found.setdefault(rule["id"], {})[words] = None
    return tuple((row, tuple(names)) for row, names in found.items())


def _noted(case: Acquisition) -> Iterator[Noted]:
    """The days that were told with the award, each of the duty that it belongs to."""
    row_of = {clock: row for row, clock in CLOCK_OF.items()}
    for deadline in case.deadlines.all():
        if deadline.ended_by_id is None and deadline.clock in row_of:
            yield Noted(row_of[deadline.clock], deadline.due, deadline.what, case.reference)
