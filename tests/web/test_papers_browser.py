"""Plans and certificates in a real browser: an officer files, reads, returns, relies; the supplier sends, mends, answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import Visit, looked_at, three_widths, walk_by_keyboard
from certificate_stories import TEXT
from people import Acting
from plan_stories import MENDED, SAMPLE

from buyfair.web.certificates.models import Certificate
from buyfair.web.core.roles import Role
from buyfair.web.plans.models import Plan

pytest_plugins = ["browser"]
pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("home_folder"),
]  # fmt: skip
OFFICER, FIRM = (Role.CONTRACTING_OFFICER, "Office A"), (Role.SUPPLIER_CERTIFIER, "Firm B", "supplier")


def moved(tab: Any, label: str, filled: dict[str, str], files: dict[str, Path] | None = None) -> None:
    """Opens the form of a move by its words, fills it in and sends it."""
    tab.locator("summary", has_text=f"{label}: open the form").click()
    form = tab.locator("details[open] form", has=tab.get_by_role("button", name=label, exact=True))
    for name, value in filled.items():
        box = form.locator(f"[name={name}]")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            ticked = box.get_attribute("type") == "checkbox"
            form.locator(f"label[for={box.get_attribute('id')}]").click() if ticked else box.fill(value)
    for name, path in (files or {}).items():
        form.locator(f"[name={name}]").set_input_files(str(path))
    form.get_by_role("button", name=label, exact=True).click()


def test_a_plan_is_asked_for_sent_returned_mended_and_accepted(visit: Visit, acting: Acting, tmp_path: Path) -> None:
    acting(*FIRM)
    for name, text in (("plan.txt", SAMPLE), ("mended.txt", MENDED)):
        (tmp_path / name).write_text(text, "utf-8")
    officer, firm = visit(*OFFICER), visit(*FIRM, width=768)
    tab = officer.go("/plans/").tab
    tab.get_by_role("link", name="Ask for the first plan").click()
    tab.get_by_label("Number of the contract or order").fill("ZZEXMP-22-C-0107")
    tab.get_by_label("Let the supplier in").fill("Firm B")
    tab.get_by_role("button", name="Go on").click()
    assert "The name of the supplier is missing" in tab.inner_text("main")
    tab.get_by_label("Supplier, as the contract names it").fill("Gannet Field Dining LLC (fictional)")
    tab.get_by_role("button", name="Go on").click()
    case = Plan.objects.get()
    where = f"/plans/{case.reference}/"

    sends = firm.go(where).tab
    moved(
        sends, "Send the plan", {"received_on": "2026-03-02"}, {"paper_plan": tmp_path / "plan.txt"}
    )
    assert "A person of the office reads it before it answers" in sends.inner_text("main")

    tab.goto(officer.site + where)
    assert "The plan falls short of what the clause asks" in tab.inner_text("main")
    assert "careful in choosing suppliers" in tab.inner_text("main")
    tab.get_by_role("link", name="The letter").click()
    tab.get_by_label("Letter to the supplier").fill("Please mend part five.\n\nThank you.")
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Take it as PDF").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    tab.get_by_role("button", name="Return the plan with this letter").click()
    assert "Done: Return it with findings." in tab.inner_text("main")

    sends.goto(firm.site + where)
    assert "Please mend part five." in sends.inner_text("main")
    moved(
        sends, "Send the plan", {"received_on": "2026-03-20"}, {"paper_plan": tmp_path / "mended.txt"}
    )
    tab.goto(officer.site + where)
    assert "What was mended since version 1" in tab.inner_text("main")
    moved(
        tab,
        "Accept the plan",
        {"reason": "Each part was read.", "explained": "What is left is on the site's own list."},
    )
    assert "Where it stands: Accepted" in tab.inner_text("main")
    walk_by_keyboard(officer.go(where))
    three_widths(visit, OFFICER[0], where, "plan")
    looked_at(visit(*OFFICER, width=360), f"{where}letter/?version=1", "plan_letter")
    looked_at(visit(*OFFICER, width=360), "/plans/", "plans")


def test_a_certificate_is_filed_relied_on_challenged_and_answered(visit: Visit, acting: Acting, tmp_path: Path) -> None:
    acting(*FIRM)
    (tmp_path / "certificate.txt").write_bytes(TEXT)
    officer, firm = visit(*OFFICER), visit(*FIRM, width=768)
    tab = officer.go("/certificates/").tab
    tab.get_by_role("link", name="Note the first certificate").click()
    tab.locator("#what").select_option("yearly")
    typed = {"Number of the contract": "ZZ-1", "Supplier, as the contract": "Firm B", "Day of the award": "2025-11-20",
             "Due on": "2026-11-20", "Let the supplier in": "Firm B"}  # fmt: skip
    for label, value in typed.items():
        tab.get_by_label(label).fill(value)
    tab.get_by_role("button", name="Go on").click()
    case = Certificate.objects.get()
    where = f"/certificates/{case.reference}/"

    sends = firm.go(where).tab
    told = {"received_on": "2026-11-12", "signed_by": "R. Heron", "signed_on": "2026-11-10",
            "text_version": "52.222-50 NOV 2021", "solicited_on": "2025-06-15"}  # fmt: skip
    moved(sends, "File the certificate that was received", told, {"paper_certificate": tmp_path / "certificate.txt"})
    tab.goto(officer.site + where)
    assert "nothing says in which part" in tab.inner_text("main")
    told = {"checked": "Signature.", "known": "Nothing.", "not_false": "on"}
    moved(tab, "Rely on it", told)
    assert "Say here why the office relies on it all the same" in tab.inner_text("main")
    tab.get_by_label("Why, although something is missing").fill("The board's resolution names her.")
    tab.get_by_role("button", name="Rely on it").click()
    assert "Where it stands: Relied on" in tab.inner_text("main")
    told = {"knew": "Passports were found locked away.", "source": "Report 12", "known_since": "2026-11-20",
            "told_to": "Inspector general", "answer_by": "2099-01-05"}  # fmt: skip
    moved(tab, "Challenge it", told)
    sends.goto(firm.site + where)
    assert "Passports were found locked away." in sends.inner_text("main")
    moved(sends, "Answer the challenge", {"says": "They were given back."})
    assert "Where it stands: Answered" in sends.inner_text("main")
    walk_by_keyboard(officer.go(where))
    three_widths(visit, OFFICER[0], where, "certificate")
    looked_at(visit(*OFFICER, width=360), "/certificates/new/", "certificate_new")
    looked_at(visit(*OFFICER, width=360), "/certificates/", "certificates")
