"""A text that is tied is checked with the facts of its purchase as told now; what is read, guessed or wrong says so."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import Acting

from buyfair.web.acquisitions import changes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import opened
from buyfair.web.audits.carried import read
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
OFFICER = Role.CONTRACTING_OFFICER
ORDER = """DEPARTMENT OF THE INTERIOR, FIELD OFFICE
PURCHASE ORDER NO. ZZ0FIC-27-P-0012
Date of order: December 21, 2026
Solicitation issued: December 15, 2026
Contractor: Example Uniform Supply LLC (fictional), Dayton, OH
Item 0001: Work shirt, cotton, 400 each at $45.00 = $18,000.00
Country of origin: Bangladesh or Vietnam
Commercial product (FAR part 12). Simplified acquisition.

CONTRACT CLAUSES
52.212-4  Contract Terms and Conditions - Commercial Products and Commercial Services (NOV 2023)
52.222-50 Combating Trafficking in Persons (OCT 2020)

Contracting Officer: ____________________   Date: ________
"""
TOLD: list[tuple[str, Any]] = [
    ("agency", "civilian"), ("sol_date", "2026-12-15"), ("method", "far12"), ("regime", "rfo"), ("lines[1].item", "supply"),
    ("lines[1].good", "garments cotton"), ("lines[1].value", 18000), ("lines[1].acquired_outside_us", True),
]  # fmt: skip


@pytest.fixture(autouse=True)
def read_here() -> Iterator[None]:
    with here():
        yield


def office(acting: Acting) -> tuple[Client, Actor]:
    client = acting(OFFICER)
    place = Organization.objects.get(name="Office A")
    user = User.objects.get(username__startswith=f"{OFFICER}@office-a")
    return client, Actor(user, frozenset({(OFFICER, place.pk)}))


def planned(by: Actor, title: str = "Cotton work shirts", told: list[tuple[str, Any]] = TOLD) -> Acquisition:
    return opened(by, Organization.objects.get(name="Office A"), title, {"tier": 0, "lines": [{}]}, told)


def telling(case: Acquisition, by: Actor, path: str, value: Any) -> None:
    Acquisition.objects.get(pk=case.pk).move("tell", by, {"changes": changes.written([(path, value)])})


def upload(client: Client, content: str = ORDER, **told: str) -> ContractText:
    sent = {"files": [SimpleUploadedFile("order.txt", content.encode())], "once": "e" * 32, **told}
    answer = client.post("/audits/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return ContractText.objects.get(reference=answer["Location"].strip("/").rpartition("/")[2])


def fresh(text: ContractText) -> ContractText:
    return ContractText.objects.get(pk=text.pk)


def shown(client: Client, text: ContractText) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(text.get_absolute_url()).content.decode())))


def test_checking_again_takes_the_facts_of_the_purchase_as_they_are_told_now(acting: Acting) -> None:
    client, by = office(acting)
    case, text = planned(by), upload(client)
    text.move("tie_checked", by, {"purchase": case.reference})
    assert "it tells the same today" in shown(client, text)
    telling(case, by, "regime", "codified")
    said = shown(client, text)
    assert f"The purchase {case.reference} tells other facts than this check took: the text of the FAR in use." in said
    fresh(text).move("recheck", by, {})
    assert read(fresh(text).last.facts)["regime"] == "codified" and "tells other facts" not in shown(client, text)
    telling(case, by, "regime", "rfo")
    fresh(text).move("recheck", by, {"facts_of": "last"})
    assert read(fresh(text).last.facts)["regime"] == "codified", "kept, since somebody said so"
    assert "tells other facts than this check took" in shown(client, text), "and the page says it"


def test_tied_again_to_the_same_purchase_the_facts_are_taken_anew(acting: Acting) -> None:
    client, by = office(acting)
    case, text = planned(by), upload(client)
    text.move("tie_checked", by, {"purchase": case.reference})
    telling(case, by, "regime", "codified")
    page = client.get(text.get_absolute_url()).content.decode()
    assert f"Not of {case.reference}, or take its facts anew" in page
    assert f"({case.reference}), draft: its facts anew</option>" in page
    sent = {"version": fresh(text).version, "purchase": case.reference}
    assert client.post(f"{text.get_absolute_url()}tie/", sent).status_code == 302
    assert read(fresh(text).last.facts)["regime"] == "codified"


def test_what_was_answered_stays_when_the_facts_are_taken_anew_and_the_purchase_tells_none_of_it(acting: Acting) -> None:
    """Of the text, and of a line of the purchase; an answer takes the facts of the purchase anew as well."""
    client, by = office(acting)
    case, text = planned(by), upload(client)
    text.move("tie_checked", by, {"purchase": case.reference})
    telling(case, by, "regime", "codified")
    answers = {"answer-signed": "yes", "answer-local_directives": "no"}
    answer = client.post(f"{text.get_absolute_url()}answers/", {"version": fresh(text).version, **answers})
    assert answer.status_code == 302, shown(client, text)
    assert read(fresh(text).last.facts)["regime"] == "codified"
    fresh(text).move("recheck", by, {"facts": '"lines[1].performed_outside_us" = false', "facts_of": "purchase"})
    own = {"signed": True, "local_directives": False, "lines[1].performed_outside_us": False}
    for _ in range(2):
        facts = read(fresh(text).last.facts)
        assert {**facts, **own, "regime": "codified"} == facts
        fresh(text).move("recheck", by, {})
    own_told = shown(client, text).partition("Told of the text itself, and not by the purchase: ")[2]
    assert "the text is signed" in own_told[:400] and "the text of the FAR" not in own_told[:400]
    telling(case, by, "local_directives", True)
    fresh(text).move("recheck", by, {})
    assert read(fresh(text).last.facts)["local_directives"] is True, "where both tell, the purchase stands"
    fresh(text).move("recheck", by, {"facts": "none", "facts_of": "purchase"})
    assert "signed" not in read(fresh(text).last.facts)
    fresh(text).move("tie_checked", by, {"purchase": "none"})
    assert read(fresh(text).last.facts) == {}


def test_a_text_tied_with_its_own_facts_alone_keeps_them(acting: Acting) -> None:
    client, by = office(acting)
    case, text = planned(by), upload(client, facts='agency = "civilian"')
    text.move("tie_checked", by, {"purchase": case.reference, "facts_of": "text"})
    fresh(text).move("recheck", by, {})
    assert read(fresh(text).last.facts) == {"agency": "civilian"}
    assert "They are those of the text alone" in shown(client, text)


def test_what_came_with_the_upload_stays_beneath_the_facts_of_its_purchase(acting: Acting) -> None:
    client, by = office(acting)
    case = planned(by)
    text = upload(client, facts='possible_outside = 5\nregime = "codified"\n', purchase=case.reference)
    fresh(text).move("recheck", by, {})
    facts = read(fresh(text).last.facts)
    assert (facts["possible_outside"], facts["regime"]) == (5, "rfo")


def test_a_purchase_that_matches_is_offered_before_the_result(acting: Acting) -> None:
    client, by = office(acting)
    case = planned(by)
    planned(by, "Gloves", [("sol_date", "2026-12-15")])
    text = upload(client)
    page = client.get(text.get_absolute_url()).content.decode()
    assert page.index('id="tie"') < page.index('id="gaps"') and page.count('id="tie"') == 1
    said = shown(client, text)
    same = "With the solicitation day 2026-12-15, of the value of $18,000.00, called cotton, work and shirt"
    assert f"Yes, it is the contract of Cotton work shirts ({case.reference}) {same}." in said and said.count("Yes, it is") == 1
    assert f'<option value="{case.reference}" selected>' in page
    unlike = ORDER.replace("December 15", "December 14").replace("18,000", "19,000").replace("$45.00", "$47.50")
    other = upload(client, unlike, once="f" * 32)
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Yes, it is the contract of" not in page and page.index('id="tie"') > page.index('id="gaps"')


def test_an_order_that_is_not_signed_is_corrected_and_once_signed_modified(acting: Acting) -> None:
    client, by = office(acting)
    text = upload(client, regime="rfo")
    assert text.last.document["facts"]["regime"] == "rfo"
    said = shown(client, text)
    assert "Not signed yet (line 14 is empty)" in said and "Draft correction" in said
    page = client.get(text.get_absolute_url()).content.decode()
    assert "/moves/need/" not in page, "what nobody signed is put right, not modified"
    draft = client.get(f"{text.get_absolute_url()}draft.txt")
    assert draft.content.decode().startswith("DRAFT CORRECTION OF PURCHASE ORDER ZZ0FIC-27-P-0012")
    assert 'filename="draft-correction-zz0fic-27-p-0012.txt"' in draft["Content-Disposition"]
    client.post(f"{text.get_absolute_url()}answers/", {"version": fresh(text).version, "answer-signed": "yes"})
    said = shown(client, text)
    assert "ot signed yet" not in said and "Draft modification" in said
    signed = client.get(f"{text.get_absolute_url()}draft.txt").content.decode()
    assert "10B. Dated: 2026-12-21" in signed and "6. Issued by: DEPARTMENT OF THE INTERIOR, FIELD OFFICE" in signed
    assert "Block 6, issued by: code of the office" in said, "what is blank is listed beside the download"


def test_what_a_page_says_of_facts_is_no_talk_of_programs(acting: Acting) -> None:
    client, by = office(acting)
    case, text = planned(by), upload(client)
    text.move("tie_checked", by, {"purchase": case.reference})
    for each in (upload(client, ORDER.replace("Date of order", "Ordered on"), once="f" * 32), fresh(text)):
        way = f"{each.get_absolute_url()}draft.txt?sheet="
        for said in (shown(client, each), *(client.get(f"{way}{sheet}").content.decode() for sheet in ("sign", "file"))):
            plain = said.replace("contracting_officer@", "")
            assert not re.search(r"lines\[|\['|numbers not held|\b[a-z]+_[a-z]+|DFARS|252\.2", plain), plain


def test_the_text_of_the_far_is_asked_in_the_first_form_and_where_it_was_left_open(acting: Acting) -> None:
    client, _ = office(acting)
    form = client.get("/audits/new/").content.decode()
    assert 'id="regime"' in form and "52.212-5 is not used" in form
    text = upload(client)
    assert 'name="answer-regime"' in client.get(text.get_absolute_url()).content.decode()
    clash = client.post("/audits/new/", {"facts": 'regime = "rfo"', "regime": "codified"})
    assert clash.status_code == 422 and "The facts below name the overhaul text" in html.unescape(clash.content.decode())


@pytest.mark.parametrize(("sent", "field", "says"), [
    ({}, "files", "No file was chosen"),
    ({"facts": "agency = "}, "facts", "The facts:"),
    ({"regime": "both"}, "regime", "none of the list"),
])  # fmt: skip
def test_each_field_that_is_wrong_is_marked_and_the_summary_leads_to_it(
    acting: Acting, sent: dict[str, str], field: str, says: str
) -> None:
    client, _ = office(acting)
    page = client.post("/audits/new/", sent).content.decode()
    summary, _, form = page.partition("<form method=\"post\" enctype")
    link = re.search(rf'<a href="#{field}">([^<]*)</a>', summary)
    assert link is not None and says in html.unescape(link[1])
    mark = re.search(rf'usa-form-group--error">.{{0,900}}?id="{field}-error">([^<]*)<.*?aria-invalid="true"', form, re.S)
    assert mark is not None and says in html.unescape(mark[1])


def test_each_answer_that_is_wrong_is_marked_and_the_others_are_not(acting: Acting) -> None:
    client, _ = office(acting)
    text = upload(client)
    answers = {"answer-lines[1].good": "sky hooks", "answer-lines[1].item": "supply", "answer-local_directives": "perhaps"}
    answer = client.post(f"{text.get_absolute_url()}answers/", {"version": fresh(text).version, **answers})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and fresh(text).checks.count() == 1
    links = re.findall(r'<li><a href="#(answer-[0-9]+)">', page)
    assert len(links) == 2 == page.count("usa-form-group--error")
    for link in links:
        assert f'id="{link}-error"' in page and re.search(rf'id="{link}"[^>]*aria-invalid="true"', page)
    assert "lines[1]" not in page.partition("<form")[0] and "This answer is \"sky hooks\"" in page
    assert 'value="sky hooks"' in page and '<option value="supply" selected>' in page


@pytest.mark.parametrize(("where", "sent", "box", "says"), [
    ("tie/", {}, "tie-purchase", "Number of the planned purchase is missing"),
    ("tie/", {"purchase": "AQ-0"}, "tie-purchase", "There is no purchase"),
    ("tie/", {"purchase": "{case}", "facts_of": "both"}, "facts-of", "'both' was given"),
    ("/audits/on-file/", {"purchase": "{case}"}, "text", "No text of the list was chosen"),
    ("/audits/on-file/", {"purchase": "{case}", "text": "{text}", "facts_of": "both"}, "facts-of", "'both' was given"),
])  # fmt: skip
def test_a_tie_that_is_refused_marks_what_was_wrong_and_leads_to_it(
    acting: Acting, where: str, sent: dict[str, str], box: str, says: str
) -> None:
    client, by = office(acting)
    case, text = planned(by), upload(client)
    names = {"case": case.reference, "text": f"{text.reference} {fresh(text).version}"}
    told = {"version": str(fresh(text).version), **{name: said.format(**names) for name, said in sent.items()}}
    answer = client.post(where if where.startswith("/") else f"{text.get_absolute_url()}{where}", told)
    page = html.unescape(answer.content.decode())
    link = re.search(rf'<a href="#{box}">([^<]*)</a>', page)
    assert answer.status_code == 422 and link is not None and says in link[1]
    assert page.count("usa-form-group--error") == 1 and re.search(rf'id="{box}"[^>]*aria-invalid="true"', page)
