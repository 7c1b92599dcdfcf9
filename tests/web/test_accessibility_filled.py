"""The pages with work on them: everything that the demonstration shows is looked at in a real browser, nothing of it empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import WIDTHS, Page, Visit, against_rules, looked_at
from django.test import Client
from django.urls import reverse
from filled import ACCOUNT, acting, actor  # noqa: F401  (whoever plays a role is the account of the demonstration)

from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.audits.models import Batch as TextBatch
from buyfair.web.award_files.models import Batch
from buyfair.web.casework.flow import flow_of, flows
from buyfair.web.casework.models import Case
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.plans.models import Plan

pytest_plugins = ["browser", "filled"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OFFICER, LEAD, SUPPLIER, RUNS = (
    Role.CONTRACTING_OFFICER, Role.PORTFOLIO_LEAD, Role.SUPPLIER_CERTIFIER, Role.ADMINISTRATOR
)  # fmt: skip
WORK = (OFFICER, LEAD, SUPPLIER, *ACCOUNT)
"""Who looks at a case: the first of these who sees it, those first who work on it."""
ENGINE, TINY = "waiver", "pledge"
"""Cases of the engine itself and of the tests have no demonstration; their pages are walked with the routes."""
KINDS = sorted(f.kind for f in flows() if f.kind not in (ENGINE, TINY))


@dataclass(frozen=True)
class Filled:
    """A page: who looks, where, what stands on it only where there is work, and the status."""

    who: Role
    where: str | Callable[[], str]
    rows: str
    status: int = 200


ROWS, LINKS = "main tbody tr", "main li a"


def of_purchase(state: str, part: str) -> Callable[[], str]:
    """A page of a purchase with items."""
    return lambda: Acquisition.objects.filter(state=state).order_by("-pk")[0].get_absolute_url() + part


def of_batch(state: str) -> Callable[[], str]:
    """A batch of award files."""
    return lambda: f"/award-files/{Batch.objects.filter(state=state)[0].pk}/"


def of_upload() -> str:
    """An office's folder of contract texts."""
    return reverse("audit_batch", args=[TextBatch.objects.order_by("-pk")[0].pk])


def of_letter() -> str:
    """The letter about a plan."""
    return f"{Plan.objects.filter(state='received')[0].get_absolute_url()}letter/"


def of_refusals() -> str:
    """Who was refused what, after somebody was."""
    firm = Client()
    firm.force_login(User.objects.get(username=ACCOUNT[SUPPLIER]))
    assert firm.get("/portfolio/").status_code == 403
    return reverse("account_refusals")


def of_log_ins() -> str:
    """Who came in and who did not, after somebody did not."""
    Client().post(reverse("account_login"), {"name": ACCOUNT[RUNS], "password": "not the password"})
    return reverse("account_logins")


PAGES: dict[str, tuple[Filled, ...]] = {
    "lists": (
        Filled(OFFICER, "/", LINKS),
        Filled(OFFICER, "/my-work/", ROWS),
        Filled(OFFICER, "/search/?q=example", LINKS),
        Filled(LEAD, "/leads/", ROWS),
        Filled(OFFICER, "/plans/", ROWS),
        Filled(OFFICER, "/plans/missing/", ROWS),
        Filled(OFFICER, "/certificates/missing/", ROWS),
        Filled(OFFICER, "/certificates/", ROWS),
        Filled(SUPPLIER, "/plans/", ROWS),
    ),
    "risks and award files": (
        Filled(LEAD, "/risks/", ROWS),
        Filled(LEAD, "/risks/systematic/", ROWS),
        Filled(LEAD, "/award-files/", ROWS),
        Filled(LEAD, of_batch("assessed"), ROWS),
        Filled(LEAD, of_batch("refused"), "main li"),
    ),
    "purchases": (
        Filled(OFFICER, "/acquisitions/", ROWS),
        Filled(OFFICER, of_purchase("solicited", "facts/"), ROWS),
        Filled(OFFICER, of_purchase("complete", "briefing/"), "main h2"),
        Filled(OFFICER, of_purchase("solicited", "package/"), "main h2"),
    ),
    "contract texts and plans": (
        Filled(OFFICER, "/audits/", ROWS),
        Filled(OFFICER, "/audits/figures/", ROWS),
        Filled(OFFICER, of_upload, ROWS),
        Filled(OFFICER, of_letter, "main textarea"),
    ),
    "portfolio": (
        Filled(LEAD, "/portfolio/?sector=none&good=cotton&class=no_listing", "main a"),
        Filled(LEAD, "/portfolio/?class=nothing&harm=none", "main form", 400),
        Filled(LEAD, "/portfolio/snapshots/?before=nothing&after=nothing", "main [role=alert]", 400),
    ),
    "accounts": (
        Filled(RUNS, of_log_ins, ROWS),
        Filled(RUNS, of_refusals, ROWS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_with_rows_on_them_hold(name: str, demonstration: Path, visit: Visit) -> None:
    """Each is opened once by who works with it, on a telephone; one that turns out empty fails."""
    tabs: dict[Role, Page] = {}
    wrong: list[str] = []
    for told in PAGES[name]:
        page = tabs.get(told.who) or tabs.setdefault(told.who, visit(told.who, lends=True))
        address = told.where if isinstance(told.where, str) else told.where()
        wrong += held(page, address, told.status)
        if not page.tab.locator(told.rows).count():
            wrong.append(f"{address} is empty: there is no {told.rows}")
    assert not wrong, "\n".join(wrong)


def held(page: Page, address: str, status: int = 200) -> list[str]:
    """What does not hold on a page: all of them are told, not the first alone. At the width that leaves least room, unless
    every width is asked for; the same template is looked at in the wider ones with all addresses."""
    page.tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    try:
        looked_at(page, address, "filled_" + address.strip("/").partition("?")[0].replace("/", "_"), status=status)
    except AssertionError as problem:
        return [str(problem)]
    return []


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_holds_in_each_state_and_with_a_refused_form(kind: str, demonstration: Path, visit: Visit) -> None:
    """Each state of its flow, by who sees it; a form sent empty comes back whole, with its sentence."""
    tabs: dict[Role, Page] = {}
    wrong: list[str] = []
    seen: list[tuple[Page, str]] = []
    for state in flow_of(kind).states:
        case = Case.objects.filter(kind=kind, state=state.name).order_by("pk").first()
        assert case is not None, f"the demonstration shows no {kind} that is {state.label}: add one to demo.py of its subject"
        role = next((r for r in WORK if Case.objects.seen_by(actor(r)).filter(pk=case.pk).exists()), None)
        assert role is not None, f"nobody of the demonstration sees {case.reference}"
        page = tabs.get(role) or tabs.setdefault(role, visit(role, lends=True))
        seen.append((page, case.whole.get_absolute_url()))
        wrong += held(*seen[-1])
    assert any(sent_empty(page, address, wrong) for page, address in seen), f"no form was refused on a page of {kind}"
    assert not wrong, "\n".join(wrong)


SENT_EMPTY = """form => {
  form.noValidate = true;
  form.querySelectorAll('textarea, input:not([type=hidden]):not([type=submit])').forEach(f => {
    if (['checkbox', 'radio'].includes(f.type)) f.checked = false; else f.value = '';
  });
}"""


def sent_empty(page: Page, address: str, wrong: list[str]) -> bool:
    """Sends the first form that asks for words with nothing in it; whether it was refused, and what its page then breaks."""
    form = page.go(address).tab.locator("main form[method=post]:has(textarea)").first
    if not form.count():
        return False
    form.evaluate(SENT_EMPTY)
    with page.tab.expect_navigation() as sent:
        form.evaluate("f => f.requestSubmit(f.querySelector('[type=submit]'))")
    if sent.value.status < 400:
        return False
    assert sent.value.status < 500, f"a form of {address} sent empty was answered {sent.value.status}"
    if page.too_wide():
        wrong.append(f"{address}, a form refused: {page.too_wide()}")
    wrong += [f"{address}, a form refused: {found}" for found in against_rules(page, f"{address}, a form refused")]
    return True
