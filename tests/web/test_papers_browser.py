"""Plans and certificates in a real browser: an officer files, reads, returns, relies; the supplier sends, mends, answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Comes, Keys
from certificate_stories import TEXT
from people import Acting
from plan_stories import MENDED, SAMPLE
from playwright.sync_api import expect

from buyfair.web.certificates.models import Certificate
from buyfair.web.core.roles import Role
from buyfair.web.plans.models import Plan

pytest_plugins = ["browser"]
pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("home_folder"),
]  # fmt: skip
OFFICER, FIRM = (Role.CONTRACTING_OFFICER, "Office A"), (Role.SUPPLIER_CERTIFIER, "Firm B", "supplier")


def moved(keys: Keys, label: str, filled: dict[str, str], files: dict[str, Path] | None = None) -> None:
    """Opens the form of a move by its words, fills it in and sends it."""
    keys.unfold(f"{label}: open the form")
    form = keys.tab.locator("details[open] form", has=keys.tab.get_by_role("button", name=label, exact=True))
    for name, value in filled.items():
        box = form.locator(f"[name={name}]")
        if box.evaluate("e => e.tagName") == "SELECT":
            keys.chooses(box, value)
        elif box.get_attribute("type") == "checkbox":
            keys.ticks(box)
        else:
            keys.types(box, value)
    for name, path in (files or {}).items():
        keys.brings(form.locator(f"[name={name}]"), path)
    keys.send(label, form, exact=True)


def test_a_plan_is_asked_for_sent_returned_mended_and_accepted(
    by_keyboard: Comes, acting: Acting, tmp_path: Path
) -> None:
    acting(*FIRM)
    for name, text in (("plan.txt", SAMPLE), ("mended.txt", MENDED)):
        (tmp_path / name).write_text(text, "utf-8")
    officer, firm = by_keyboard(*OFFICER), by_keyboard(*FIRM, width=768)
    tab, main, theirs = officer.tab, officer.tab.locator("main"), firm.tab.locator("main")
    officer.follow("Plans", tab.locator(".ways"))
    officer.follow("Ask for the first plan")
    officer.types(tab.get_by_label("Number of the contract or order"), "ZZEXMP-22-C-0107")
    officer.types(tab.get_by_label("Let the supplier in"), "Firm B")
    officer.send("Go on")
    expect(main).to_contain_text("The name of the supplier is missing")
    officer.types(tab.get_by_label("Supplier, as the contract names it"), "Gannet Field Dining LLC (fictional)")
    officer.send("Go on")
    case = Plan.objects.get()
    where = f"/plans/{case.reference}/"

    firm.follow("Plans", firm.tab.locator(".ways"))
    firm.goes(firm.tab.locator(f"main a[href^='{where}']"))
    moved(firm, "Send the plan", {"received_on": "2026-03-02"}, {"paper_plan": tmp_path / "plan.txt"})
    expect(theirs).to_contain_text("A person of the office reads it before it answers")

    officer.page.go(where)
    expect(main).to_contain_text("The plan falls short of what the clause asks")
    expect(main).to_contain_text("careful in choosing suppliers")
    officer.follow("The letter")
    officer.types(tab.get_by_label("Letter to the supplier"), "Please mend part five.\n\nThank you.")
    with tab.expect_download() as taken:
        officer.presses(tab.get_by_role("button", name="Take it as PDF"))
    assert taken.value.suggested_filename.endswith(".pdf")
    officer.send("Return the plan with this letter")
    expect(main).to_contain_text("Done: Return it with findings.")

    firm.page.go(where)
    expect(theirs).to_contain_text("Please mend part five.")
    moved(firm, "Send the plan", {"received_on": "2026-03-20"}, {"paper_plan": tmp_path / "mended.txt"})
    officer.page.go(where)
    expect(main).to_contain_text("What was mended since version 1")
    moved(officer, "Accept the plan", {"reason": "Each part was read.", "explained": "What is left is on the site's own list."})
    expect(main).to_contain_text("Where it stands: Accepted")


def test_a_certificate_is_filed_relied_on_challenged_and_answered(
    by_keyboard: Comes, acting: Acting, tmp_path: Path
) -> None:
    acting(*FIRM)
    (tmp_path / "certificate.txt").write_bytes(TEXT)
    officer, firm = by_keyboard(*OFFICER), by_keyboard(*FIRM, width=768)
    tab, main, theirs = officer.tab, officer.tab.locator("main"), firm.tab.locator("main")
    officer.follow("Certificates", tab.locator(".ways"))
    officer.follow("Note the first certificate")
    officer.chooses(tab.locator("#what"), "yearly")
    typed = {"Number of the contract": "ZZ-1", "Supplier, as the contract": "Firm B", "Day of the award": "2025-11-20",
             "Due on": "2026-11-20", "Let the supplier in": "Firm B"}  # fmt: skip
    for label, value in typed.items():
        officer.types(tab.get_by_label(label), value)
    officer.send("Go on")
    case = Certificate.objects.get()
    where = f"/certificates/{case.reference}/"

    firm.page.go(where)
    told = {"received_on": "2026-11-12", "signed_by": "R. Heron", "signed_on": "2026-11-10",
            "text_version": "52.222-50 NOV 2021", "solicited_on": "2025-06-15"}  # fmt: skip
    moved(firm, "File the certificate that was received", told, {"paper_certificate": tmp_path / "certificate.txt"})
    officer.page.go(where)
    expect(main).to_contain_text("nothing says in which part")
    moved(officer, "Rely on it", {"checked": "Signature.", "known": "Nothing.", "not_false": "on"})
    expect(main).to_contain_text("Say here why the office relies on it all the same")
    officer.types(tab.get_by_label("Why, although something is missing"), "The board's resolution names her.")
    officer.send("Rely on it")
    expect(main).to_contain_text("Where it stands: Relied on")
    told = {"knew": "Passports were found locked away.", "source": "Report 12", "known_since": "2026-11-20",
            "told_to": "Inspector general", "answer_by": "2099-01-05"}  # fmt: skip
    moved(officer, "Challenge it", told)
    firm.page.go(where)
    expect(theirs).to_contain_text("Passports were found locked away.")
    moved(firm, "Answer the challenge", {"says": "They were given back."})
    expect(theirs).to_contain_text("Where it stands: Answered")
