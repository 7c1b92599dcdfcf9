"""Journey 1 goes on in a real browser: a portfolio lead brings new award files, watches them, compares, and shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from award_file_pages import batch_of, rows, working
from browser import Visit, looked_at, walk_by_keyboard
from people import Acting

from buyfair import snapshots
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.roles import Role

pytest_plugins = ["browser", "award_file_pages"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.journey
def test_a_lead_brings_new_files_watches_compares_and_shows_them(
    visit: Visit, acting: Acting, held: Path, home_folder: Path, tmp_path: Path
) -> None:
    """The portfolio stays as it was until the very click that shows the new one, and goes back by another."""
    (home_folder / "snapshots" / "current").unlink()
    (home_folder / "snapshots" / held.name).symlink_to(held)
    snapshots.switch(home_folder, held.name)
    (tmp_path / "september.csv").write_bytes(rows(0, 25))
    (tmp_path / "page.csv").write_bytes(b"<!doctype html><html>Error 502</html>")
    page = visit(Role.PORTFOLIO_LEAD).go("/portfolio/")
    tab = page.tab
    tab.get_by_role("link", name="New award files").click()
    tab.get_by_role("link", name="Bring award files").first.click()
    tab.locator("#files").set_input_files([str(tmp_path / "september.csv"), str(tmp_path / "page.csv")])
    tab.get_by_label("What to call it").fill("September, one office")
    tab.get_by_role("button", name="Bring them").click()
    assert "page.csv is a web page saved under the name of a data file" in page.text()
    assert tab.get_by_label("What to call it").input_value() == "September, one office"
    assert tab.get_by_label("september.csv").is_checked(), "what can be read need not be sent again"
    tab.get_by_role("button", name="Bring them").click()
    tab.get_by_text("No background worker runs at the moment").wait_for()
    worker = working("--batch")
    try:
        tab.get_by_text("It is being assessed: step").wait_for(timeout=60_000)
        tab.get_by_text("It is not shown: that is for you to decide").wait_for(timeout=120_000)
    finally:
        worker.kill()
        worker.wait()
    batch = Batch.objects.get()
    looked_at(visit(Role.PORTFOLIO_LEAD), f"/award-files/{batch.pk}/", "award_files_batch")
    assert "fewer than 50 in a hundred of them may be a file left out" in page.text()
    tab.get_by_role("link", name="Compare it with the portfolio that is shown").click()
    assert "To September, one office".lower() in page.text().lower()
    assert snapshots.current(home_folder).id == held.name  # type: ignore[union-attr]
    tab.go_back()
    tab.get_by_role("button", name="Show it").click()
    assert "expected is the reason for which it is shown all the same" in page.text()
    tab.get_by_label("Why, although not every check holds").fill("A look at one office alone")
    tab.get_by_role("button", name="Show it").click()
    assert "It is the portfolio that is shown now" in page.text()
    tab.get_by_role("link", name="Open the portfolio").click()
    assert "Snapshot September, one office" in page.text()
    page.go("/award-files/snapshots/")
    tab.get_by_role("button", name="Show it").first.click()
    assert f"{held.name} is the portfolio that is shown now" in page.text()
    assert [(d.before, d.after) for d in Deed.objects.filter(what="shown").order_by("pk")] == [
        (held.name, batch.snapshot), (batch.snapshot, held.name),
    ]  # fmt: skip
    looked_at(visit(Role.PORTFOLIO_LEAD), "/award-files/snapshots/", "award_files_snapshots")
    walk_by_keyboard(page.go("/award-files/snapshots/"))


def test_a_batch_under_way_is_read_without_script_and_on_a_telephone(visit: Visit, acting: Acting, home_folder: Path) -> None:
    """The link looks again; a page that is watched asks no more than it needs."""
    batch = batch_of("running", label="Fiscal year 2026", step=3, says="classifying and looking up lists",
                     stages=[{"name": "read and reconcile", "seconds": 41.2}])  # fmt: skip
    plain = visit(Role.PORTFOLIO_LEAD, script=False).go(f"/award-files/{batch.pk}/")
    assert "The worker that was at work on it was ended" in plain.text()
    Batch.objects.update(state="stopped")
    plain.tab.get_by_role("link", name="See how far it is now").click()
    assert "It was stopped" in plain.text()
    Batch.objects.update(state="running")
    small = visit(Role.PORTFOLIO_LEAD, width=360)
    looked_at(small, f"/award-files/{batch.pk}/", "award_files_under_way")
    Batch.objects.update(state="failed", problem="The machine could not do it: the disk is full.")
    small.tab.get_by_text("It could not be assessed to its end").wait_for(timeout=30_000)
    looked_at(visit(Role.PORTFOLIO_LEAD, width=360), "/award-files/new/", "award_files_new")
    walk_by_keyboard(visit(Role.PORTFOLIO_LEAD).go("/award-files/new/"))
