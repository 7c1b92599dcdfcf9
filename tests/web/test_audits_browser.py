"""A contracting officer checks an office's folder in a real browser, and follows one gap until the modified text is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from browser import Comes, Visit
from playwright.sync_api import expect
from test_audits import guards, mended

from buyfair.web.audits import demo
from buyfair.web.audits.models import ContractText
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True),
              pytest.mark.usefixtures("home_folder")]  # fmt: skip
SOON = (today() + timedelta(days=9)).isoformat()


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], str]:
    """A file on the officer's own disk."""

    def write(name: str, content: str) -> str:
        (tmp_path / name).write_text(content, "utf-8")
        return str(tmp_path / name)

    return write


@pytest.mark.journey
def test_an_officer_checks_a_folder_and_follows_a_gap_to_its_end(
    by_keyboard: Comes, visit: Visit, written: Callable[[str, str], str]
) -> None:
    keys = by_keyboard(Role.CONTRACTING_OFFICER)
    tab, main = keys.tab, keys.tab.locator("main")
    keys.follow("Contract texts", tab.locator(".ways"))
    keys.follow("Check contract texts")
    linen = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103")
    keys.brings(tab.locator("#files"), written("guards.txt", guards()), written("linen.txt", linen), written("x.zip", "x"))
    keys.send("Upload and check")
    tab.get_by_text("All were checked: 1 with gaps").wait_for(timeout=30_000)
    assert "2 files taken, 1 not." in keys.page.text() and "unpack it and choose its files" in keys.page.text()
    keys.follow("Contract ZZ0FIC-25-C-0101")
    expect(main).to_contain_text("1 thing is missing or not as it should be.")
    expect(main).to_contain_text("Add FAR 52.222-50, Combating Trafficking in Persons")

    keys.unfold("Say that a modification is needed")
    keys.types(tab.locator("#need-who"), "The specialist of the guards' file")
    keys.types(tab.locator("#need-send_by"), SOON)
    keys.send("Say that a modification is needed")
    keys.unfold("Say that it was sent")
    keys.types(tab.locator("#send-answer_by"), SOON)
    keys.brings(tab.locator("#send-paper_modification"), written("sent.txt", demo.signed(demo.GUARDS_NUMBER)))
    keys.send("Say that it was sent")

    keys.unfold("Check the modified text")
    keys.ticks(tab.locator("#modify-no_gap_left"))
    keys.brings(tab.locator("#modify-paper_contract"), written("still.txt", guards() + "\nUnchanged."))
    keys.send("Check the modified text")
    expect(main).to_contain_text("The text as modified still has 1 gap: TIP-01 missing")
    keys.brings(tab.locator("#modify-paper_contract"), written("mended.txt", mended()))
    keys.send("Check the modified text")
    expect(main).to_contain_text("Nothing is missing, as far as the text tells.")
    expect(main).to_contain_text("No longer a gap: TIP-01 missing.")
    if tab.locator("summary", has_text="Close it, as far as the text tells").count():
        keys.unfold("Close it, as far as the text tells")
    keys.send("Close it, as far as the text tells")
    assert ContractText.objects.get(number=demo.GUARDS_NUMBER).state == "closed"
    keys.follow("Contract texts", tab.locator(".ways"))
    keys.goes(tab.locator("main a[href='/audits/figures/']"))
    expect(main).to_contain_text("50% to 100% of 2 checked contracts have no gap")

    outsider = visit(Role.CONTRACTING_OFFICER, "Office B")
    outsider.go(f"/audits/{ContractText.objects.get(number=demo.GUARDS_NUMBER).reference}/", status=404)


def test_a_folder_is_checked_without_script_too(visit: Visit, written: Callable[[str, str], str]) -> None:
    """Step by step, by a button; who only looks begins nothing."""
    plain = visit(Role.CONTRACTING_OFFICER, script=False).go("/audits/new/")
    linen, kitchens = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), demo.made_up(demo.KITCHENS, "ZZ0FIC-25-C-0102")
    plain.tab.locator("#files").set_input_files([written("linen.txt", linen), written("kitchens.txt", kitchens)])
    plain.tab.get_by_role("button", name="Upload and check").click()
    batch = plain.tab.url.removeprefix(plain.site).partition("#")[0]
    visit(Role.CONTRACTING_OFFICER).go(batch).tab.wait_for_timeout(1500)
    assert not ContractText.objects.exclude(state="uploaded").exists(), "who only looks begins no check"
    plain.tab.get_by_role("button", name="Check the next texts").click()
    expect(plain.tab.locator("main")).to_contain_text("All were checked: 1 with gaps")
