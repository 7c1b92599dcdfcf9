"""Every list that a page shows can be taken along as a file: whole, the same in each format, and safe to open."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from people import Acting
from test_portfolio_files import rows_of
from tiny_subject.people import AT, pledge, proposal, supplier

from buyfair import snapshots
from buyfair.browse_compare import compare
from buyfair.web.award_files.models import Batch
from buyfair.web.core.clock import now
from buyfair.web.core.models import LogIn, Organization, Refusal, User
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.formats import FORMATS

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
