"""What a planned purchase hands to other work: its facts, its kept package; and what other work says beside a purchase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside
from buyfair.web.subjects import told_by_each


@dataclass(frozen=True)
class Purchase:
    """A planned purchase as others may use it. `facts` is its facts file.

    `package` is what the solicitation kept; None before it, or where it cannot be read any more. `given_up` says whether the
    purchase was given up: it has no contract.
    """

    reference: str
    title: str
    url: str
    organization: int
    facts: str
    solicited_on: date | None
    package: Mapping[str, Any] | None
    given_up: bool = False


@dataclass(frozen=True)
class Listed:
    """A planned purchase in a list to choose from: what it is, where it stands, the number of its award, what is told of it."""

    reference: str
    title: str
    stands: str
    award_id: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


def purchases_of(actor: Actor, organization: int, most: int) -> list[Listed]:
    """The purchases of this organization that the actor may see, the newest first, at most so many."""
    modules = [module for module in told_by_each("purchases") if module.__name__ != __name__]
    return [each for module in modules for each in module.listed(actor, organization, most)][:most]


def purchase(actor: Actor, reference: str) -> Purchase | None:
    """The purchase of this number, if the actor may see it. The subject that plans them has a `purchases.py`."""
    modules = [module for module in told_by_each("purchases") if module.__name__ != __name__]
    found = (module.handed(actor, reference) for module in modules)
    return next((each for each in found if each is not None), None) if reference else None


def awarded_as(actor: Actor, award_id: str) -> list[QuerySet[Any, str]]:
    """The numbers of the purchases that the actor may see and that this award came of, as questions to put into another."""
    modules = [module for module in told_by_each("purchases") if hasattr(module, "awarded")]
    return [module.awarded(actor, award_id) for module in modules]


def package_today(actor: Actor, of: Purchase) -> Mapping[str, Any] | None:
    """The package of a purchase that is not solicited yet, as it would be today, marked so; None where none can be drawn."""
    if of.package is not None or of.solicited_on is not None or of.given_up:
        return None
    modules = [module for module in told_by_each("purchases") if hasattr(module, "drawn")]
    found = (module.drawn(actor, of.reference) for module in modules)
    return next(({**each, "as_of_today": True} for each in found if each is not None), None)


def beside_purchase(actor: Actor, reference: str) -> list[Beside]:
    """What every subject tells beside a purchase: where its `beside.py` has `of_purchase(actor, reference)`."""
    modules = [module for module in told_by_each("beside") if hasattr(module, "of_purchase")]
    return [told for module in modules if (told := module.of_purchase(actor, reference)) is not None]
