"""Journey 1 goes on in a real browser: a portfolio lead brings new award files, watches them, compares, and shows them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from award_file_pages import batch_of, rows, working
from browser import WIDTHS, Comes, Page, Visit, looked_at, walk_by_keyboard
from people import Acting
from playwright.sync_api import expect

from buyfair import browse_compare, snapshots
from buyfair.cards import words
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.core.roles import Role

pytest_plugins = ["browser", "award_file_pages"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.journey
def test_a_lead_brings_new_files_watches_compares_and_shows_them(
    by_keyboard: Comes, visit: Visit, held: Path, home_folder: Path, tmp_path: Path
) -> None:
    """The portfolio stays as it was until the very key that shows the new one, and goes back by another."""
    (home_folder / "snapshots" / "current").unlink()
    (home_folder / "snapshots" / held.name).symlink_to(held)
    snapshots.switch(home_folder, held.name)
    (tmp_path / "september.csv").write_bytes(rows(0, 25))
    (tmp_path / "page.csv").write_bytes(b"<!doctype html><html>Error 502</html>")
    keys = by_keyboard(Role.PORTFOLIO_LEAD)
    page, tab, main = keys.page, keys.tab, keys.tab.locator("main")
    keys.follow("Portfolio", tab.locator(".ways"))
    keys.follow("New award files")
    keys.follow("Bring award files", main)
    keys.brings(tab.locator("#files"), tmp_path / "september.csv", tmp_path / "page.csv")
    keys.types(tab.get_by_label("What to call it"), "September, one office")
    keys.send("Bring them")
    expect(main).to_contain_text("page.csv is a web page saved under the name of a data file")
    assert tab.get_by_label("What to call it").input_value() == "September, one office"
    assert tab.get_by_label("september.csv").is_checked(), "what can be read need not be sent again"
    keys.send("Bring them")
    tab.get_by_text("No background worker runs at the moment").wait_for()
    worker = working("--batch")
    try:
        tab.get_by_text("It is being assessed: step").wait_for(timeout=60_000)
        tab.get_by_text("It is not shown: that is for you to decide").wait_for(timeout=120_000)
    finally:
        worker.kill()
        worker.wait()
    batch = Batch.objects.get()
    looked_at(visit(Role.PORTFOLIO_LEAD, lends=True), f"/award-files/{batch.pk}/", "award_files_batch")
    expect(main).to_contain_text("fewer than 50 in a hundred of them may be a file left out")
    keys.follow("Compare it with the portfolio that is shown")
    expect(main).to_contain_text(re.compile("To September, one office", re.IGNORECASE))
    compared(page, home_folder, visit)
    assert snapshots.current(home_folder).id == held.name  # type: ignore[union-attr]
    page.go(f"/award-files/{batch.pk}/")
    keys.send("Show it")
    expect(main).to_contain_text("expected is the reason for which it is shown all the same")
    keys.types(tab.get_by_label("Why, although not every check holds"), "A look at one office alone")
    keys.send("Show it")
    expect(main).to_contain_text("It is the portfolio that is shown now")
    keys.follow("Open the portfolio")
    expect(main).to_contain_text("Snapshot September, one office")
    page.go("/award-files/snapshots/")
    keys.send("Show it")
    expect(main).to_contain_text(f"{held.name} is the portfolio that is shown now")
    assert [(d.before, d.after) for d in Deed.objects.filter(what="shown").order_by("pk")] == [
        (held.name, batch.snapshot), (batch.snapshot, held.name),
    ]  # fmt: skip
    looked_at(visit(Role.PORTFOLIO_LEAD, lends=True), "/award-files/snapshots/", "award_files_snapshots")
    walk_by_keyboard(page.go("/award-files/snapshots/"))


def compared(page: Page, home: Path, visit: Visit) -> None:
    """The page that sets both side by side: its figures are those of the comparison, and it holds; what cannot be compared
    is refused in a sentence."""
    address = page.tab.url.removeprefix(page.site)
    asked = dict(parse_qsl(urlsplit(address).query))
    told = browse_compare.compare(*(snapshots.one(home, asked[end]) for end in ("before", "after")))
    classes = page.tab.locator("table:has(#classes-caption) tbody tr")
    for n, row in enumerate(told["exposure"]):
        cells = [words.exact_dollars(row[end]) for end in ("before", "after", "change")]
        assert classes.nth(n).locator("td").all_inner_texts() == cells, words.class_label(row["class"])
    awards = [f"{words.count(told['awards'][what]['awards'])} award" for what in ("came", "went", "stayed")]
    assert all(each in page.text() for each in awards)
    small = visit(Role.PORTFOLIO_LEAD, width=WIDTHS[0], lends=True)
    looked_at(small, address, "portfolio_compared")
    twice = f"/portfolio/snapshots/?before={asked['before']}&after={asked['before']}"
    small = visit(Role.PORTFOLIO_LEAD, width=WIDTHS[0], lends=True)
    looked_at(small, twice, "portfolio_not_compared", status=400)
    assert "given twice" in small.tab.inner_text("[role=alert]")


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
    looked_at(visit(Role.PORTFOLIO_LEAD, width=360, lends=True), "/award-files/new/", "award_files_new")
    walk_by_keyboard(visit(Role.PORTFOLIO_LEAD, lends=True).go("/award-files/new/"))
