"""The text of a purchase's contract: its facts come with it, and its check says what differs from the kept package."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting

from buyfair.cards.questions import as_toml
from buyfair.cli import main
from buyfair.web.acquisitions import demo
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import opened
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
OFFICER = Role.CONTRACTING_OFFICER
TEXT = (
    "Contract ZZEXMP-26-C-0900 (fictional)\nSection I, clauses incorporated by reference\n"
    "52.222-26  Equal Opportunity (SEP 2016)\n52.222-50  Combating Trafficking in Persons (NOV 2021)\n"
)


@pytest.fixture(autouse=True)
def read_here() -> Iterator[None]:
    with here():
        yield


def purchased(acting: Acting) -> tuple[Client, Actor, Acquisition]:
    """The officer's browser, the officer, and a purchase with its facts."""
    client = acting(OFFICER)
    office = Organization.objects.get(name="Office A")
    user = User.objects.get(username__startswith=f"{OFFICER}@office-a")
    by = Actor(user, frozenset({(OFFICER, office.pk)}))
    return client, by, opened(by, office, "Shirts", {"tier": 0}, [("sol_date", today().isoformat()), *demo.GARMENTS])


def solicited(client: Client, by: Actor, case: Acquisition) -> Acquisition:
    case.move("complete", by, {"despite": "Offers are not in yet."})
    case.move("ask_complete", by, {"addressees": "3"})
    version = Acquisition.objects.get(pk=case.pk).version
    told = {"version": version, "day": today().isoformat()}
    assert client.post(f"{case.get_absolute_url()}package/solicit/", told).status_code == 302
    return Acquisition.objects.get(pk=case.pk)


def words(page: bytes) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode())))


def upload(client: Client, **told: str) -> ContractText:
    answer = client.post("/audits/new/", {"files": [SimpleUploadedFile("c.txt", TEXT.encode())], "once": "b" * 32, **told})
    assert answer.status_code == 302, words(answer.content)
    return ContractText.objects.get(reference=answer["Location"].strip("/").rpartition("/")[2])


def test_a_text_is_checked_with_the_facts_of_its_purchase_and_against_its_package(acting: Acting, tmp_path: Path) -> None:
    """Each page leads to the other; the kept result is letter for letter that of the command with facts and package."""
    client, by, case = purchased(acting)
    case = solicited(client, by, case)
    bench = client.get(case.get_absolute_url()).content.decode()
    way = f"/audits/new/?purchase={case.reference}"
    assert bench.count(f'href="{way}"') == 2 and "No text of its contract was checked yet." in bench
    form = client.get(way).content.decode()
    facts = as_toml(case.facts_told)
    assert facts.strip() in html.unescape(form)
    assert f'name="purchase" value="{case.reference}"' in form
    text = upload(client, facts=facts, purchase=case.reference)
    assert text.purchase == case.reference
    page = words(client.get(text.get_absolute_url()).content)
    assert "Against the package of its purchase" in page and "In the package, not in the text" in page
    for name, content in {"c.txt": TEXT, "f.toml": facts}.items():
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "p.json").write_bytes(client.get(f"{case.get_absolute_url()}package.json").content)
    asked = ["audit", str(tmp_path / "c.txt"), "--facts", str(tmp_path / "f.toml"), "--package", str(tmp_path / "p.json")]
    by_command = CliRunner().invoke(main, [*asked, "--json", "--day", today().isoformat()])
    assert client.get(f"{text.get_absolute_url()}checks/1.json").content.decode() == by_command.stdout
    told = json.loads(by_command.stdout)["package"]
    assert told["case"] == case.reference and f"{len(told['not_in_text'])} do not stand in it" in page
    bench = words(client.get(case.get_absolute_url()).content)
    assert f"c.txt ({text.reference})" in bench and "missing or not as" in bench
    draft = client.get(f"{text.get_absolute_url()}draft.txt").content.decode()
    free = sum(e["standing"] == "discretion" for e in told["not_in_text"])
    assert " ".join(draft.split()).count("The package of the purchase holds") == free > 0


def test_another_office_is_told_nothing_of_a_purchase(acting: Acting) -> None:
    _, _, case = purchased(acting)
    other = acting(OFFICER, "Office B")
    for reference in (case.reference, "AQ-0", "x" * 500, "\x00", "é"):
        answer = other.get("/audits/new/", {"purchase": reference})
        assert answer.status_code in (200, 404) and "Shirts" not in answer.content.decode()
        if reference == case.reference:
            assert answer.status_code == 404 and "There is no purchase" in words(answer.content)
    sent = {"files": [SimpleUploadedFile("c.txt", TEXT.encode())], "once": "c" * 32, "purchase": case.reference}
    refused = other.post("/audits/new/", sent)
    assert refused.status_code == 422 and "There is no purchase" in words(refused.content)
    assert "Kept from before, need not be chosen again" in words(refused.content) and not ContractText.objects.exists()


def test_before_the_solicitation_no_package_is_kept_and_a_later_check_holds_the_text_against_it(acting: Acting) -> None:
    client, by, case = purchased(acting)
    text = upload(client, facts=as_toml(case.facts_told), purchase=case.reference)
    assert "No package is kept of it yet" in words(client.get(text.get_absolute_url()).content)
    assert text.last is not None and "package" not in text.last.document
    solicited(client, by, case)
    assert "The last check was made without its package: check again" in words(client.get(text.get_absolute_url()).content)
    text.move("recheck", by, {})
    with CaptureQueriesContext(connection) as asked:
        page = words(client.get(text.get_absolute_url()).content)
    assert "items of the package" in page and len(asked) <= 40
    text = ContractText.objects.get(pk=text.pk)
    ContractText.objects.filter(pk=text.pk).update(purchase="AQ-gone")
    assert "Against the package" not in words(client.get(text.get_absolute_url()).content), "who may not see it is told nothing"
