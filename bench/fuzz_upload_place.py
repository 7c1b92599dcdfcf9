"""Where the cases of fuzz_uploads.py take place: people with their browsers, a portfolio with leads, who reads beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def reading_beside(seconds: float) -> Iterator[None]:
    """The processes beside that read texts and plans are kept from case to case; each text has so many seconds."""
    from buyfair.web.audits import checking
    from buyfair.web.plans import apart
    from buyfair.web.reading_apart import Beside

    class Lasting(Beside):
        """Ended only where its last answer did not come."""

        def __init__(self) -> None:
            super().__init__("buyfair.web.plans.apart", seconds)
            self.answered = True

        def ask(self, asked: Any) -> Any:
            told = super().ask(asked)
            self.answered = bool(told)
            return told

        def close(self) -> None:
            if not self.answered:
                super().close()

    texts, reviews, before = checking.Apart(seconds), Lasting(), apart.Beside
    apart.Beside = lambda *_: reviews  # type: ignore[misc, assignment]
    token = checking._READER.set(texts)
    try:
        yield
    finally:
        checking._READER.reset(token)
        apart.Beside = before  # type: ignore[misc]
        texts.close()
        Beside.close(reviews)


def assessed(scratch: Path) -> Path:
    """A small portfolio with leads."""
    from lead_stories import FIRST, assess_with

    return assess_with(scratch / "shown", [FIRST])


def peopled(home: Path, portfolio: Path) -> dict[str, Any]:
    """The people of the cases, in a database that is ready, and the portfolio that is shown to them; their browsers."""
    from django.test import Client
    from lead_stories import FIRST, lists, show
    from tiny_subject.people import officer, somebody

    from buyfair.web.core.models import Organization
    from buyfair.web.core.roles import Role
    from buyfair.web.leads import sightings

    by, firm = officer(), somebody(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    above = somebody(Role.INSPECTOR_GENERAL, "Oversight", "oversight")
    people: dict[str, Any] = {"by": by, "office": Organization.objects.get(name="Office A"),
                              "firm": Organization.objects.get(name="Firm B")}  # fmt: skip
    for name, actor in (("officer", by), ("supplier", firm), ("inspector", above)):
        people[name] = Client()
        people[name].force_login(actor.user)
    show(portfolio, home)
    sightings.held_editions = lists(FIRST)
    people["officer"].post("/leads/bring-in/")
    return people
