"""What the newest check of a contract's text tells of each duty of its award: nothing more than it found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from people import Acting

from buyfair.cards.dossier_on_file import NOT_HERE, OnFile
from buyfair.web.audits import beside, demo, taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import Check, ContractText
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import on_file
from buyfair.web.core.clock import zone
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
AWARD = "CONT_AWD_ZZ0FIC24C0108_9700_-NONE-_-NONE-"
UNIFORMS = """Agency: dod     Solicitation date: 2024-05-02
Value: $4,200,000.00   Possible outside US: $4,200,000.00   Method: open, negotiated under FAR part 15   Commercial: no
Line 1: supply; uniforms; value $3,890,000.00; made in Vietnam; acquired outside US: yes; COTS: no

Contract ZZ0FIC-24-C-0108

CLAUSES
"""


@pytest.fixture(autouse=True)
def read_here() -> Iterator[None]:
    with here():
        yield


def checked(acting: Acting, *clauses: str, head: str = "") -> tuple[Actor, ContractText]:
    """An officer, and the text of the contract with these clauses, checked once."""
    acting(Role.CONTRACTING_OFFICER)
    by = actor_for(User.objects.get(username=f"{Role.CONTRACTING_OFFICER}@office-a.example"))
    batch = taking.batch_of(by, Organization.objects.get(name="Office A"), "b" * 32)
    taking.take(batch, by, [taking.kept(demo.file("uniforms.txt", head + UNIFORMS + "\n".join(clauses)))], "")
    text = ContractText.objects.get(file_name="uniforms.txt")
    text.move("check", by, at=datetime(2026, 3, 2, 12, tzinfo=zone()))
    return by, text


def told(by: Actor) -> OnFile:
    found = beside.of_award(by, AWARD)
    assert found is not None and found.filed
    return on_file([found])


def said(by: Actor, text: ContractText, rule: str) -> str:
    """What is told of one rule, after the number of the text and the day of its check."""
    (sentence,) = told(by).said(rule, "yes")
    return sentence.removeprefix(f"Contract text {text.reference}, checked March 2, 2026: ")


def test_an_edition_of_other_law_that_is_old_or_not_told_is_never_told_as_in_order(acting: Acting) -> None:
    """Nor from a result that was kept when it still stood among what is in order."""
    by, text = checked(acting, "252.225-7059  Title (JUN 2023)", "252.225-7060  Title (DEC 2022)", "52.222-19  Title")
    due = "DFARS 252.225-7059 (JUN 2023) stands in it, line 8; in order, as far as it tells: the edition due."
    assert said(by, text, "XU-02") == due
    assert "in order" not in said(by, text, "XU-03")
    assert said(by, text, "CL-06").endswith("it does not let anybody tell: no date of an edition is printed.")
    check = Check.objects.get()
    former = check.document | {"beside": [], "cannot_tell": []}
    whys = {"CL-06": "no date of an edition is printed", "XU-03": "an older edition than the one due"}
    former["kept"] += [{"id": rule, "why": why, "quote": None} for rule, why in whys.items()]
    Check.objects.filter(pk=check.pk).update(result=json.dumps(former))
    assert said(by, text, "XU-03") == "DFARS 252.225-7060 (DEC 2022) stands in it, line 9."
    assert said(by, text, "CL-06") == "FAR 52.222-19 (no date printed) stands in it, line 10."
    assert said(by, text, "XU-02") == due
    page = acting(Role.CONTRACTING_OFFICER).get(text.get_absolute_url()).content.decode()
    assert {rule for rule in whys if f"{rule}</a>: {whys[rule]}" in page} == set() and "XU-02</a>: the edition due" in page


def test_what_the_text_lacks_of_other_law_is_told_with_its_duty_and_promises_no_modification(acting: Acting) -> None:
    """Of a gap it is said what becomes of it; of other law an extract may have left a clause out."""
    by, text = checked(acting, "52.222-50  Combating Trafficking in Persons (OCT 2020)", "52.222-19  Title (JAN 2006)")
    text.move("need", by, demo.told("need", "ZZ0FIC-24-C-0108"))
    assert said(by, text, "XU-03") == "missing (252.225-7060), unless the text is an extract."
    assert said(by, text, "CL-06") == "FAR 52.222-19 (JAN 2006) stands in it, line 9; outdated (52.222-19)."
    assert said(by, text, "TIP-01").endswith("; outdated (52.222-50), a modification is to be sent.")
    Check.objects.update(result="")
    assert {filed.row for filed in told(by).filed} == {gap["id"] for gap in Check.objects.get().every_gap}, "destroyed"


@pytest.mark.parametrize(
    ("number", "title"),
    [("ZZ0FIC-25-P-0031", "Purchase order ZZ0FIC-25-P-0031"), ("ZZ14P024P00000609", "Purchase order ZZ14P024P00000609"),
     ("ZZ0FIC-25-Q-0031", "Solicitation ZZ0FIC-25-Q-0031"), ("ZZ0FIC-25-C-0031", "Contract ZZ0FIC-25-C-0031"),
     ("", "x.txt")],
)  # fmt: skip
def test_a_text_is_called_on_its_page_what_its_number_is_of(number: str, title: str) -> None:
    assert ContractText(number=number, file_name="x.txt").title == title


def test_the_answer_counts_what_is_beside_the_law_against_trafficking_in_its_own_words(acting: Acting) -> None:
    """On the page, in the list of what is missing, and where a text has no other gap."""
    by, text = checked(acting, "52.222-50  Combating Trafficking in Persons (OCT 2020)", "52.222-19  Title (JAN 2006)",
                       "252.225-7012  Title (APR 2022)")  # fmt: skip
    page = acting(Role.CONTRACTING_OFFICER).get(text.get_absolute_url()).content.decode()
    assert "3 things are missing or outdated: 1 of the law against trafficking and 2 of other law" in page
    row = page.partition('id="beside">FAR 52.222-19')[2].partition("</tr>")[0]
    assert "(JAN 2006)" in row and "Child labor: " in row and ">CL-06</a>" in row
    assert "Not looked for: " in page and "52.203-13" in page
    text.move("recheck", by, {"paper_contract": demo.file("uniforms.txt", UNIFORMS + "\n".join((
        "52.222-50  Combating Trafficking in Persons (NOV 2021)", "52.222-19  Title (JAN 2006)",
        "252.225-7012  Title (APR 2022)", "252.225-7060  Title (JUN 2023)")))})  # fmt: skip
    page = acting(Role.CONTRACTING_OFFICER).get(text.get_absolute_url()).content.decode()
    assert "1 thing of other law is missing or outdated" in page
    listed = acting(Role.CONTRACTING_OFFICER).get("/audits/?stands=all&result=beside").content.decode()
    assert text.get_absolute_url() in listed


@pytest.mark.parametrize(
    ("directives", "beside_it", "expected"),
    [
        ("none", "", NOT_HERE),
        ("told on 2024-06-03: off-limits list 7", "", "alternate missing (52.222-50)."),
        ("", "", "it does not let anybody tell: whether the rule binds turns on facts not told."),
        ("", ", Alternate I (MAR 2015)", "in order, as far as it tells: Alternate I stands in the text."),
    ],
)
def test_the_clause_without_its_alternate_tells_nothing_of_the_duty_of_the_alternate(
    acting: Acting, directives: str, beside_it: str, expected: str
) -> None:
    """Also where the facts of the check said that no directive calls for it, and those of the award leave it open."""
    clause = "52.222-50  Combating Trafficking in Persons (NOV 2021)"
    head = f"Local directives: {directives}\n" if directives else ""
    by, text = checked(acting, clause + beside_it, head=head)
    assert said(by, text, "TIP-02") == expected
    assert said(by, text, "TIP-01").startswith("FAR 52.222-50 (NOV 2021) stands in it, line ")
