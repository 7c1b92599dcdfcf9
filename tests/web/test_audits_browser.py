"""A contracting officer checks an office's folder in a real browser, and follows one gap until the modified text is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from browser import Visit, three_widths, walk_by_keyboard
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
def test_an_officer_checks_a_folder_and_follows_a_gap_to_its_end(visit: Visit, written: Callable[[str, str], str]) -> None:
    page = visit(Role.CONTRACTING_OFFICER).go("/audits/")
    tab = page.tab
    tab.get_by_role("link", name="Check contract texts").first.click()
    linen = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103")
    tab.locator("#files").set_input_files([written("guards.txt", guards()), written("linen.txt", linen), written("x.zip", "x")])
    tab.get_by_role("button", name="Upload and check").click()
    tab.get_by_text("All were checked: 1 with gaps").wait_for(timeout=30_000)
    assert "2 files taken, 1 not." in page.text() and "unpack it and choose its files" in page.text()
    tab.get_by_role("link", name="Contract ZZ0FIC-25-C-0101").click()
    assert "1 thing is missing or not as it should be." in page.text()
    assert "Add FAR 52.222-50, Combating Trafficking in Persons" in page.text()

    tab.get_by_text("Say that a modification is needed: open the form").click()
    tab.locator("#need-who").fill("The specialist of the guards' file")
    tab.locator("#need-send_by").fill(SOON)
    tab.get_by_role("button", name="Say that a modification is needed").click()
    tab.get_by_text("Say that it was sent: open the form").click()
    tab.locator("#send-answer_by").fill(SOON)
    tab.locator("#send-paper_modification").set_input_files(written("sent.txt", demo.signed(demo.GUARDS_NUMBER)))
    tab.get_by_role("button", name="Say that it was sent").click()

    tab.get_by_text("Check the modified text: open the form").click()
    tab.locator("label[for=modify-no_gap_left]").click()
    tab.locator("#modify-paper_contract").set_input_files(written("still.txt", guards() + "\nUnchanged."))
    tab.get_by_role("button", name="Check the modified text").click()
    assert "The text as modified still has 1 gap: TIP-01 missing" in page.text()
    tab.locator("#modify-paper_contract").set_input_files(written("mended.txt", mended()))
    tab.get_by_role("button", name="Check the modified text").click()
    assert "Nothing is missing, as far as the text tells." in page.text() and "No longer a gap: TIP-01 missing." in page.text()
    tab.get_by_role("button", name="Close it, as far as the text tells").or_(
        tab.get_by_text("Close it, as far as the text tells: open the form")).first.click()  # fmt: skip
    tab.wait_for_load_state()
    if tab.locator("#close-left_open").count():
        tab.get_by_role("button", name="Close it, as far as the text tells").click()
    assert ContractText.objects.get(number=demo.GUARDS_NUMBER).state == "closed"
    page.go("/audits/figures/")
    assert "50% to 100% of 2 checked contracts have no gap" in page.text()

    outsider = visit(Role.CONTRACTING_OFFICER, "Office B")
    outsider.go(f"/audits/{ContractText.objects.get(number=demo.GUARDS_NUMBER).reference}/", status=404)


def test_every_page_holds_at_three_widths_and_by_keyboard_without_script_too(
    visit: Visit, written: Callable[[str, str], str]
) -> None:
    plain = visit(Role.CONTRACTING_OFFICER, script=False).go("/audits/new/")
    linen, kitchens = demo.made_up(demo.LINEN, "ZZ0FIC-26-C-0103"), demo.made_up(demo.KITCHENS, "ZZ0FIC-25-C-0102")
    plain.tab.locator("#files").set_input_files([written("linen.txt", linen), written("kitchens.txt", kitchens)])
    plain.tab.get_by_role("button", name="Upload and check").click()
    batch = plain.tab.url.removeprefix(plain.site).partition("#")[0]
    visit(Role.CONTRACTING_OFFICER).go(batch).tab.wait_for_timeout(1500)
    assert not ContractText.objects.exclude(state="uploaded").exists(), "who only looks begins no check"
    plain.tab.get_by_role("button", name="Check the next texts").click()
    assert "All were checked: 1 with gaps" in plain.text()
    gap, unsure = (ContractText.objects.get(file_name=f"{n}.txt").get_absolute_url() for n in ("kitchens", "linen"))
    pages = {"/audits/": "audits", "/audits/new/": "audits_new", "/audits/figures/": "audits_figures", batch: "audits_upload",
             gap: "audits_gap", unsure: "audits_unsure"}  # fmt: skip
    for address, name in pages.items():
        three_widths(visit, Role.CONTRACTING_OFFICER, address, name)
    walk_by_keyboard(visit(Role.CONTRACTING_OFFICER).go(gap))
    walk_by_keyboard(visit(Role.CONTRACTING_OFFICER).go("/audits/new/"))
