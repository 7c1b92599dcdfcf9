"""Every list that a page shows can be taken along as a file: whole, the same in each format, and safe to open."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import certificate_stories
import plan_stories
import pytest
from django.test import Client
from people import Acting
from test_portfolio_files import rows_of
from tiny_subject.people import AT, officer, pledge, proposal, supplier

from buyfair import snapshots
from buyfair.browse_compare import compare
from buyfair.dossier import dossier
from buyfair.web.audits import demo, taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import Check
from buyfair.web.audits.shown import in_order
from buyfair.web.award_files.models import Batch
from buyfair.web.awards.tables import TABLES
from buyfair.web.certificates.checks import checks
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import LogIn, Organization, Refusal, User
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.plans.models import Plan
from test_dossier_file import chosen

pytestmark = pytest.mark.django_db
FORMULA = "=HYPERLINK(1)"
MANY = 60
"""More rows than a page shows at a time."""


def read(who: Client, address: str, form: str = "csv") -> tuple[list[Any], str]:
    """The first column of a file that a page gives, and what the file says."""
    answer = who.get(f"{address}{'&' if '?' in address else '?'}as={form}")
    assert answer.status_code == 200 and answer.streaming, address
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    return rows_of(form, b"".join(answer.streaming_content))


@pytest.fixture
def filled(acting: Acting, home_folder: Path) -> None:
    """More log-ins, refusals and batches than a page shows, each with a text that a spreadsheet would run."""
    acting(Role.ADMINISTRATOR)
    office, somebody = Organization.objects.get(name="Office A"), User.objects.get()
    of = {"at": now(), "last_at": now()}
    LogIn.objects.bulk_create(
        LogIn(mark=f"{n}", how="password", result="in", address="192.0.2.1", browser=FORMULA, **of) for n in range(MANY)
    )
    Refusal.objects.bulk_create(
        Refusal(who=f"{n}", route=FORMULA, method="GET", why="role", hour=now(), **of) for n in range(MANY)
    )
    figures = {"lines": {"read": 20, "accepted": 19, "rejected": 1, "superseded": 0}, "dollars": {"read": "-1.50"}}
    Batch.objects.bulk_create(
        Batch(organization=office, by=somebody, at=now(), same=f"{n}", label=FORMULA, state="failed", figures=figures)
        for n in range(MANY)
    )
    for _ in range(3):
        case = pledge()
        case.move("propose", supplier(), proposal(), at=AT)


LISTS = [
    (Role.ADMINISTRATOR, "/account/log-ins/", MANY, "'" + FORMULA),
    (Role.ADMINISTRATOR, "/account/refusals/", MANY, "'" + FORMULA),
    (Role.ADMINISTRATOR, "/account/people/", 4, "administrator@office-a.example"),
    (Role.ADMINISTRATOR, "/award-files/", MANY, "'" + FORMULA),
    (Role.ADMINISTRATOR, "/award-files/?state=failed", MANY, "19"),
    (Role.CONTRACTING_OFFICER, "/my-work/", 3, "agree"),
    (Role.CONTRACTING_OFFICER, "/my-work/?what=deadlines", 3, "Answer"),
]


@pytest.mark.parametrize(("role", "address", "many", "says"), LISTS, ids=[address for _, address, _, _ in LISTS])
def test_a_list_is_taken_along_whole_and_nothing_in_it_runs(
    role: Role, address: str, many: int, says: str, acting: Acting, filled: None
) -> None:
    """All rows, not those of the page alone; its own page says where; the same rows in each format."""
    who = acting(role)
    held, text = read(who, address)
    assert len(held) == many and says.casefold() in text.casefold(), text[:600]
    assert ("-1.50" in text) == address.startswith("/award-files/")
    assert "\"'-1.50" not in text, "a number below zero is no formula"
    for form in set(FORMATS) - {"csv"}:
        assert len(read(who, address, form)[0]) == many
    page = who.get(address).content.decode()
    assert re.search(r'href="\?[^"]*as=csv"', page) and re.search(r'href="\?[^"]*as=jsonl"', page)


def test_who_may_not_read_a_list_takes_no_file_of_it(acting: Acting, filled: None) -> None:
    """The page and the file have one guard."""
    officer = acting(Role.CONTRACTING_OFFICER)
    for address in ("/account/log-ins/", "/account/refusals/", "/award-files/"):
        assert officer.get(f"{address}?as=csv").status_code == 403
    assert acting(Role.PUBLIC).get("/my-work/?as=csv").status_code == 302
    other = acting(Role.CONTRACTING_OFFICER, "Office Z")
    assert read(other, "/my-work/")[0] == []


CARDS = {"/rules/?day=2026-02-20": "2026-02-20", "/amounts/?day=2026-02-20": "2026-02-20", "/indicators/": "never a finding",
         "/lists/?day=2026-02-20": "2026-02-20", "/lists/dol_tvpra/?q=bricks": "Bricks", "/lists/dol_tvpra/?page=2": "Bricks",
         "/goods/": "no country", "/countries/": "BGD"}  # fmt: skip


@pytest.mark.parametrize("address", CARDS)
def test_the_rows_of_cards_are_taken_along_by_everybody(address: str, client: Client, home_folder: Path) -> None:
    """As many as the page counts, under the words and for the day of its address; the file says for which day it answers."""
    held, text = read(client, address)
    page = client.get(address).content.decode()
    assert held and CARDS[address] in text and "knowledge" in text and "`" not in text
    if found := re.search(r"<p>(\d+) of (\d+) (?:parties|listings)", page):
        assert len(held) == int(found[1])
    assert re.search(r'href="\?[^"]*as=xlsx"', page)
    assert len(read(client, address, "jsonl")[0]) == len(held)


def test_for_what_is_no_day_there_is_a_sentence_and_no_file(client: Client, home_folder: Path) -> None:
    answer = client.get("/rules/?day=yesterday&as=csv")
    assert answer.status_code == 400 and "is no day" in answer.content.decode()


DOSSIER: dict[str, tuple[Callable[[Any], Any] | None, str]] = {
    "duties": (lambda d: d["duties"]["answers"], "signs_to_follow_up"), "facts": (lambda d: d["duties"]["facts"], "proxy"),
    "listings": (lambda d: d["exposures"], "about any supplier"), "leads": (lambda d: d["leads"], "list_says"),
    "origins": (lambda d: [i for said in d["origins"] for i in said["lines"]], "against_statements"),
    "questions": (lambda d: d["ask"], "document"), "reasons": (lambda d: d["reasons"], "at_least"),
    "indicators": (lambda d: d["indicators"], "Origin changes between actions"),
    "missing": (lambda d: d["not_recorded"], "settles"),
    "history": (lambda d: d["lines"], "dollars_so_far"), "calendar": (None, "Last action in these files"),
}  # fmt: skip
"""Each table of a dossier: the entries of the document that it tells, where it is one key of it, and what its file says."""


def test_every_table_of_a_dossier_is_taken_along_whole_with_its_exact_figures(acting: Acting, held: Path) -> None:
    """As many rows as the document has entries, the same in each format, and the dollars add up to those of the award."""
    who, award_id = acting(Role.CONTRACTING_OFFICER), chosen(held, 1)[0]
    document, where = dossier(held, award_id), f"/awards/{award_id}/"
    page = html.unescape(who.get(where).content.decode())
    assert set(DOSSIER) == set(TABLES)
    for name, (entries, says) in DOSSIER.items():
        rows, text = read(who, f"{where}?table={name}")
        assert entries is None or len(rows) == len(entries(document)), name
        assert (f'href="{where}?table={name}&as=csv"' in page) == bool(rows), name
        assert award_id in text and document["versions"]["knowledge"] in text and (says in text or not rows), name
        for form in set(FORMATS) - {"csv"}:
            assert len(read(who, f"{where}?table={name}", form)[0]) == len(rows), (name, form)
    taken = list(csv.DictReader(io.StringIO(told_of(who, f"{where}?table=history&as=csv"))))
    dollars = [Decimal(row["dollars"]) for row in taken if not row["line_id"].startswith("#")]
    assert [str(d) for d in dollars] == [x["dollars"] for x in document["lines"]]
    assert str(sum(dollars)) == document["award"]["dollars"]
    assert taken[len(dollars) - 1]["dollars_so_far"] == document["award"]["dollars"]
    odd = who.get(f"{where}?table=nothing&as=csv")
    assert odd.status_code == 404 and "is no table of a dossier; expected one of duties, facts" in odd.content.decode()
    assert acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(f"{where}?table=duties&as=csv").status_code == 403


def told_of(who: Client, address: str) -> str:
    return b"".join(who.get(address).streaming_content).decode("utf-8-sig")


def a_plan() -> str:
    by, office = officer(), Organization.objects.get(name="Office A")
    case = plan_stories.opened(by, office)
    plan_stories.sent(case, by)
    return str(case.get_absolute_url())


def a_certificate() -> str:
    by, office = officer(), Organization.objects.get(name="Office A")
    case = certificate_stories.due(by, office)
    case.move("file", by, certificate_stories.filing(signer_role=""))
    return str(case.get_absolute_url())


def a_text() -> str:
    by, office = officer(), Organization.objects.get(name="Office A")
    text = demo.made_up(demo.GUARDS, demo.GUARDS_NUMBER)
    batch = taking.batch_of(by, office, "once")
    taking.take(batch, by, [taking.kept(demo.file("guards.txt", text))], "")
    with here():
        taking.check_some(batch, by)
    return str(batch.texts.get().get_absolute_url())


def reviewed() -> dict[str, Any]:
    found: dict[str, Any] = Plan.objects.get().versions.get().document_of_review
    return found


def checked() -> dict[str, Any]:
    found: dict[str, Any] = Check.objects.get().document
    return found


OF_ONE: dict[str, tuple[Callable[[], str], Callable[[], int], str]] = {
    "version=1&table=gaps": (a_plan, lambda: len(reviewed()["gaps"]), "no finding that anybody broke the law"),
    "version=1&table=answers": (a_plan, lambda: 4 * len(reviewed()["parts"]), "Housing plan"),
    "": (a_certificate, lambda: len(checks(Certificate.objects.get(), today())), "none of them says that it is true"),
    "table=gaps": (a_text, lambda: len(checked()["gaps"]), "TIP-01"),
    "table=cannot-tell": (a_text, lambda: len(checked()["cannot_tell"]), "to_tell_it"),
    "table=clauses": (a_text, lambda: len(checked()["clauses"]), "52.233-1"),
    "table=in-order": (a_text, lambda: len(in_order(checked())), "the edition due"),
    "table=checks": (a_text, lambda: 1, "read_as_of"),
}  # fmt: skip
"""What stands behind the question mark of one case: the case, how many rows its table has, and what its file says."""


@pytest.mark.parametrize("asked", OF_ONE)
def test_a_table_of_one_case_is_taken_along_by_whoever_reads_its_page(asked: str, acting: Acting, home_folder: Path) -> None:
    make, counted, says = OF_ONE[asked]
    who = acting(Role.CONTRACTING_OFFICER)
    where, many = make(), counted()
    rows, text = read(who, f"{where}?{asked}")
    assert len(rows) == many and says in text and where.split("/")[2] in text, (len(rows), text[:1500])
    for form in set(FORMATS) - {"csv"}:
        assert len(read(who, f"{where}?{asked}", form)[0]) == many
    page = html.unescape(who.get(where).content.decode())
    assert (f'href="?{asked}{"&" if asked else ""}as=csv"' in page) == bool(many)
    assert acting(Role.CONTRACTING_OFFICER, "Office Z").get(f"{where}?{asked}&as=csv").status_code == 404


@pytest.mark.parametrize("make", [a_plan, a_text])
def test_a_table_that_a_case_does_not_have_is_refused_in_a_sentence(make: Any, acting: Acting, home_folder: Path) -> None:
    who = acting(Role.CONTRACTING_OFFICER)
    answer = who.get(f"{make()}?table=nothing&as=csv")
    assert answer.status_code == 404 and "take it from below the table" in answer.content.decode()


def test_a_supplier_takes_no_finding_along_before_the_office_answered(acting: Acting, home_folder: Path) -> None:
    """The page and its tables are kept back alike."""
    by, firm = officer(), acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    office, of = (Organization.objects.get(name=name) for name in ("Office A", "Firm B"))
    case = plan_stories.opened(by, office, of)
    plan_stories.sent(case, by)
    for what in ("gaps", "answers"):
        answer = firm.get(f"{case.get_absolute_url()}?table={what}&as=csv")
        assert answer.status_code == 409 and "before it answers" in answer.content.decode()
    case.move("hand_back", by, {"letter": "Mend part five.", "answer_by": "2099-01-01"})
    assert len(read(firm, f"{case.get_absolute_url()}?table=gaps")[0]) == len(reviewed()["gaps"])


@pytest.mark.slow
def test_two_snapshots_compared_are_taken_along(
    acting: Acting, tmp_path: Path, settings: Any, tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> None:
    """Every group as the page's comparison has it, and every award of either."""
    from test_browse import fewer

    settings.HOME = tmp_path / "home"
    assessed = fewer(tmp_path_factory, sample_folder)
    one = snapshots.take(sample_folder / "assessed", settings.HOME)
    other = snapshots.take(assessed, settings.HOME)
    snapshots.switch(settings.HOME, one.id)
    told = compare(one, other)
    lead, address = acting(Role.PORTFOLIO_LEAD), f"/portfolio/snapshots/?before={one.id}&after={other.id}"
    answer = lead.get(f"{address}&as=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    classes = {row["value"]: row["dollars_change"] for row in rows if row["by"] == "class"}
    assert classes == {row["class"]: row["change"] for row in told["exposure"]}
    assert sum(row["by"] == "good" for row in rows) == len(told["goods"])
    counts = told["awards"]
    held, _ = read(lead, f"{address}&what=awards")
    assert len(held) == sum(counts[what]["awards"] for what in ("came", "went", "stayed"))
    page = lead.get(address).content.decode()
    assert f"?before={one.id}&amp;after={other.id}&amp;what=awards&amp;as=csv" in page
    assert lead.get(f"/portfolio/snapshots/?before={one.id}&after={one.id}&as=csv").status_code == 400
