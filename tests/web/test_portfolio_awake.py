"""What a server reads beforehand: nothing where there is no portfolio, and else what the pages of the whole show."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.safestring import SafeString
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair.browse_opening import Remembered
from buyfair.snapshots import Snapshot
from buyfair.web.core import beforehand
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


def test_what_cannot_be_read_beforehand_is_one_line_in_the_log(
    taken: Snapshot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture  # noqa: F811
) -> None:
    """A snapshot of another version may lack anything; the server stands, and whoever opens the page is told."""
    monkeypatch.setattr("buyfair.web.portfolio.awake.reading.choices", lambda *told: {}["a column of later"])
    beforehand.read()
    assert [row.getMessage() for row in caplog.records if row.name == "buyfair.awake"] == [
        "Not everything was read beforehand (buyfair.web.portfolio.awake: KeyError: 'a column of later')."
    ]


def test_what_is_shown_anew_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each snapshot once, from the start; looked for every few seconds for as long as the server stands."""
    shown, done = ["", "first", "first", "second"], []

    def slept(seconds: float) -> None:
        del shown[0]
        if not shown:
            raise SystemExit

    monkeypatch.setattr(beforehand, "_id", lambda: shown[0])
    monkeypatch.setattr(beforehand, "read", lambda: done.append(shown[0]))
    monkeypatch.setattr(beforehand, "sleep", slept)
    quiet = dict.fromkeys(("unfreeze", "collect", "freeze", "set_threshold"), lambda *told: None)
    monkeypatch.setattr(beforehand, "gc", SimpleNamespace(**quiet))
    with pytest.raises(SystemExit):
        beforehand.watch()
    assert done == ["", "first", "second"]
