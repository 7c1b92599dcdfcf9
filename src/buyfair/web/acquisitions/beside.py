"""What planned purchases say beside an award: the purchase from which it came."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards.dossier_on_file import Filed, Noted
from buyfair.cards.words import listing, long_day
from buyfair.web.acquisitions.after import CLOCK_OF
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.casework import store
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import BUYERS, Role

SENT, AT_START = ("clause", "provision"), ("notice",)
"""Kinds of items of a package: what the solicitation itself carries, and what is for the start of performance."""


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
    """What went out with its solicitation, and the notices kept for the start of performance, each of its duty."""
    if case.solicited_on is None:
        return
    day, items = long_day(case.solicited_on.isoformat()), _packed(case.package_hash)
    for row, names in _by_rule(items, SENT):
        yield Filed(row, f"Sent out with the solicitation of {day}: {names} ({case.reference}). What the contract holds, its "
                         "own text tells.")  # fmt: skip
    for row, names in _by_rule(items, AT_START):
        yield Filed(row, f"Kept with the package of the solicitation of {day}, for the start of performance: {names} "
                         f"({case.reference}). What the contractor was given is not told here.")  # fmt: skip


def _packed(package: str) -> Sequence[Mapping[str, Any]]:
    """The items of the kept package of this hash; none where it cannot be read any more."""
    content = store.content_of(package) if package else None
    items: list[Mapping[str, Any]] = json.loads(content)["items"] if content is not None else []
    return items


def _by_rule(items: Sequence[Mapping[str, Any]], kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """By rule what a package holds of it that is of one of these kinds."""
    found: dict[str, dict[str, None]] = {}
    for item in items:
        if item["kind"] in kinds:
            words = item["name"].partition(",")[0] if item["number"] else f"notice “{item['name']}”"
            for rule in item["rules"]:
                found.setdefault(rule["id"], {})[words] = None
    return ((row, listing(names)) for row, names in found.items())


def _noted(case: Acquisition) -> Iterator[Noted]:
    """The days that were told with the award, each of the duty that it belongs to."""
    row_of = {clock: row for row, clock in CLOCK_OF.items()}
    for deadline in case.deadlines.all():
        if deadline.ended_by_id is None and deadline.clock in row_of:
            yield Noted(row_of[deadline.clock], deadline.due, deadline.what, case.reference)
