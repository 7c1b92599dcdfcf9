"""What a server reads beforehand: nothing where there is no portfolio, and else what the pages of the whole show."""

from __future__ import annotations

import pytest
from django.utils.safestring import SafeString
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.browse_opening import Remembered
from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role
from buyfair.web.portfolio import views
from buyfair.web.portfolio.awake import awake
from buyfair.web.portfolio.pages import PAGES
from buyfair.web.portfolio.reading import Figures


def test_without_a_portfolio_there_is_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of an empty installation starts as any other."""
    monkeypatch.setattr("buyfair.web.portfolio.awake.reading.held", lambda: None)
    monkeypatch.setattr(views, "part", lambda name, figures: pytest.fail(f"{name} was written of nothing"))
    awake()


@pytest.mark.django_db
def test_who_comes_first_waits_for_no_part(taken: Snapshot, acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """After it every page of the whole portfolio opens without a part being written, with the same words as before."""
    person = acting(Role.PORTFOLIO_LEAD)
    monkeypatch.setattr(views, "_parts", Remembered(64))
    written: list[str] = []
    write = views.part

    def noted(name: str, figures: Figures) -> SafeString:
        written.append(name)
        return write(name, figures)

    monkeypatch.setattr(views, "part", noted)
    awake()
    assert sorted(written) == sorted({name for page in PAGES for name in page.parts})
    written.clear()
    for page in PAGES:
        assert person.get(f"/{page.address}").status_code == 200
    assert not written
