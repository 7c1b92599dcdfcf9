"""The text of a purchase's contract: its facts come with it, and its check says what differs from the kept package."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting

from buyfair.cards.dossier_on_file import NOT_HERE
from buyfair.cards.questions import as_toml
from buyfair.cards.words import long_day
from buyfair.cli import main
from buyfair.web.acquisitions import beside as purchases_beside
from buyfair.web.acquisitions import demo
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import opened
from buyfair.web.audits import beside as audits_beside
from buyfair.web.audits import demo as texts
from buyfair.web.audits import taking, tie_views
from buyfair.web.audits.carried import Carried, beneath, read
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.casework import deeds, verify
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import on_file
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


def upload(client: Client, content: str = TEXT, **told: str) -> ContractText:
    sent = {"files": [SimpleUploadedFile("c.txt", content.encode())], "once": "b" * 32, **told}
    answer = client.post("/audits/new/", sent)
    assert answer.status_code == 302, words(answer.content)
    return ContractText.objects.get(reference=answer["Location"].strip("/").rpartition("/")[2])


def test_a_text_is_checked_with_the_facts_of_its_purchase_and_against_its_package(acting: Acting, tmp_path: Path) -> None:
    """Each page leads to the other; the kept result is letter for letter that of the command with facts and package."""
    client, by, case = purchased(acting)
    case = solicited(client, by, case)
    bench = client.get(case.get_absolute_url()).content.decode()
    way = f"/audits/new/?purchase={case.reference}"
    assert bench.count(f'<a href="{way}">Check the contract text against this package</a>') == 1
    assert "No text of its contract was checked yet." in bench
    form = client.get(way).content.decode()
    facts = as_toml(case.facts_told)
    assert "Choose the file, nothing more." in form and 'name="regime"' not in form and 'id="purchase"' not in form
    assert f'name="purchase" value="{case.reference}"' in form and '<details class="audits-fold"><summary>Tell facts' in form
    text = upload(client, purchase=case.reference)
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
    assert f"c.txt ({text.reference})" in bench and "that its package requires by law" in bench
    draft = client.get(f"{text.get_absolute_url()}draft.txt?sheet=file").content.decode()
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


def test_before_the_solicitation_a_text_is_held_against_the_package_of_today_and_later_against_the_one_kept(
    acting: Acting,
) -> None:
    client, by, case = purchased(acting)
    text = upload(client, facts=as_toml(case.facts_told), purchase=case.reference)
    page = words(client.get(text.get_absolute_url()).content)
    assert "the package as it would have been on " in page and "One was kept since" not in page
    assert text.last is not None and text.last.document["package"]["as_of_today"] is True
    draft = " ".join(client.get(f"{text.get_absolute_url()}draft.txt?sheet=file").content.decode().split())
    assert "The package of the purchase, as it would have been on " in draft
    solicited(client, by, case)
    assert "One was kept since: check again" in words(client.get(text.get_absolute_url()).content)
    text.move("recheck", by, {})
    assert "as_of_today" not in ContractText.objects.get(pk=text.pk).last.document["package"]
    with CaptureQueriesContext(connection) as asked:
        page = words(client.get(text.get_absolute_url()).content)
    assert "items of the package" in page and len(asked) <= 40
    text = ContractText.objects.get(pk=text.pk)
    ContractText.objects.filter(pk=text.pk).update(purchase="AQ-gone")
    assert "Against the package" not in words(client.get(text.get_absolute_url()).content), "who may not see it is told nothing"


def test_a_text_that_comes_for_a_purchase_is_tied_by_the_act_that_ties_by_hand(acting: Acting) -> None:
    """Both its opening and the act say of which purchase, and who said it; the first result has its facts and its package."""
    client, by, case = purchased(acting)
    text = upload(client, purchase=case.reference)
    opening, act = text.events.get(move="open"), text.events.get(move="tie_uploaded")
    for event in (opening, act):
        assert event.by == by.user and json.loads(event.payload.body)["told"]["purchase"] == case.reference
    assert text.checks.count() == 1 and verify.verify().broken == []
    facts = read(text.last.facts)
    assert facts["agency"] == "dod" and text.last.document["package"]["as_of_today"] is True
    again = upload(client, TEXT + "\n", once="d" * 32)
    assert tied(client, again, case.reference)[0] == 302
    by_hand = ContractText.objects.get(pk=again.pk).last.document
    assert {**text.last.document, "file": {}} == {**by_hand, "file": {}}, "the same result as of one tied by hand"


def test_the_form_offers_the_purchases_of_the_office_and_takes_texts_for_none(acting: Acting) -> None:
    client, _, case = purchased(acting)
    form = client.get("/audits/new/").content.decode()
    assert f'<option value="{case.reference}">Shirts ({case.reference}), draft</option>' in form and 'name="regime"' in form
    assert upload(client).purchase == ""
    assert upload(client, TEXT + "\n", once="d" * 32, purchase=case.reference, regime="rfo").purchase == case.reference
    outside = acting(OFFICER, "Office B").get("/audits/new/").content.decode()
    assert "Shirts" not in outside and 'id="purchase"' not in outside


def test_every_text_of_an_upload_is_tied_and_a_purchase_given_up_meanwhile_harms_no_check(acting: Acting) -> None:
    client, by, case = purchased(acting)
    files = [SimpleUploadedFile(f"{n}.txt", f"{TEXT}\n{n}".encode()) for n in range(3)]
    where = client.post("/audits/new/", {"files": files, "once": "b" * 32, "purchase": case.reference})["Location"]
    first, *others = ContractText.objects.order_by("pk")
    taking.check(first, by)
    case.move("cancel", by, reason="Not needed any more.")
    assert client.post(where.partition("#")[0]).status_code == 302
    assert fresh_moves(first) == ["tie_uploaded"] and [fresh_moves(text) for text in others] == [["check"], ["check"]]
    refused = client.get("/audits/new/", {"purchase": case.reference})
    assert refused.status_code == 404 and words(refused.content).count("was given up") == 1


def seen(page: bytes) -> str:
    """The words of a page that are not folded away, nor told to a screen reader alone: what somebody reads."""
    main = re.sub(r"^.*?<main[^>]*>|</main>.*$|<option.*?</option>", " ", page.decode(), flags=re.S)
    main = re.sub(r'<span class="usa-sr-only">.*?</span>|<caption class="usa-sr-only".*?</caption>', " ", main, flags=re.S)
    closed = r"<details(?![^>]* open)[^>]*>\s*<summary>((?:(?!</summary>).)*)</summary>(?:(?!<details).)*?</details>"
    folded = re.compile(closed, re.S)
    while (less := folded.sub(r" \1 ", main)) != main:
        main = less
    return words(main.encode())


ORDER = """DEPARTMENT OF THE INTERIOR, FIELD OFFICE
PURCHASE ORDER NO. ZZ0FIC-27-P-0047
Contractor: Example Uniform Supply LLC (fictional)
Item 0001: Work shirt, cotton, 400 each at $45.00 = $18,000.00
52.222-50 Combating Trafficking in Persons (OCT 2020)
52.222-19 Child Labor - Cooperation with Authorities and Remedies (JAN 2020)
52.222-3  Convict Labor (JUN 2003)
Contracting Officer: ____________________   Date: ________
"""


def test_who_checks_the_order_of_a_small_purchase_reads_three_changes_in_three_hundred_words(acting: Acting) -> None:
    """One table says what to change; the rest is folded, and what there cannot be before signing is not among what is open."""
    client, by, _ = purchased(acting)
    office = Organization.objects.get(name="Office A")
    case = opened(by, office, "Cotton work shirts", {"tier": 0}, [("sol_date", today().isoformat()), *SMALL])
    text = upload(client, ORDER, purchase=case.reference)
    page = client.get(text.get_absolute_url()).content
    said = seen(page)
    changes = re.findall(r"(\d) (Replace|Add) (?:FAR )([0-9.-]+)", said)
    assert changes == [("1", "Replace", "52.222-50"), ("2", "Replace", "52.222-19"), ("3", "Add", "52.203-17")]
    assert said.index("What to change") < said.index("Draft correction") < said.index("Cannot be told yet")
    assert len(re.findall(r"\S*\w\S*", said)) <= 320, said
    assert "TIP-08 falls due after signing" in said and "TIP-08 turns on" not in said
    assert "whether a modification is needed" not in words(page)
    for folded in ("In the text: line 5", "Where it stands", "Take this", "Child labor: its date is older"):
        assert (folded in said) is (folded == "Child labor: its date is older"), folded
    for anchor in ("gaps", "cannot-tell", "draft", "clauses", "checks", "next", "beside", "package", "tie", "facts"):
        assert page.decode().count(f' id="{anchor}"') == 1, anchor
    for table in ("gaps", "cannot-tell", "clauses", "in-order", "checks"):
        assert client.get(text.get_absolute_url(), {"table": table, "as": "csv"}).status_code == 200
        assert (f"table={table}&amp;as=csv" in page.decode()) is (table != "in-order"), "nothing of it was found in order"


def test_a_blank_of_the_draft_is_filled_on_the_page_and_not_kept(acting: Acting) -> None:
    client, by, _ = purchased(acting)
    case = opened(by, Organization.objects.get(name="Office A"), "Cotton work shirts", {"tier": 0},
                  [("sol_date", today().isoformat()), *SMALL])  # fmt: skip
    text = upload(client, f"{ORDER}52.247-34 F.o.b. Destination (NOV 1991)\n", purchase=case.reference)
    where = text.get_absolute_url()
    page = client.get(where).content.decode()
    assert page.count('<textarea class="usa-textarea audits-blank"') == 1, "one date for both clauses"
    assert "Not judged: 52.247-34" in words(page.encode())
    assert "(DEVIATION [to fill in: " in " ".join(client.get(f"{where}draft.txt").content.decode().split())
    told = " ".join(client.get(f"{where}draft.txt", {"fill-1": "FEB 2026\x00", "fill-9": "no"}).content.decode().split())
    assert told.count("FEB 2026") == 2 and "to fill in" not in told and "1 clause: 52.247-34." in told
    assert client.get(f"{where}draft.docx", {"fill-1": "w" * 3000}).content[:2] == b"PK"
    assert "FEB 2026" not in client.get(where).content.decode()


SMALL = [
    ("agency", "civilian"), ("method", "far12"), ("regime", "rfo"), ("local_directives", False), ("lines", 1),
    ("lines[1].good", "garments"), ("lines[1].item", "supply"), ("lines[1].value", 18_000), ("lines[1].commercial", True),
    ("lines[1].cots", False), ("lines[1].acquired_outside_us", True), ("lines[1].performed_outside_us", False),
    ("lines[1].origin", ["BGD", "VNM"]),
]  # fmt: skip


def fresh_moves(text: ContractText) -> list[str]:
    return list(ContractText.objects.get(pk=text.pk).checks.values_list("move", flat=True))


def test_who_may_only_read_a_purchase_sends_no_text_for_it(acting: Acting) -> None:
    """The link stands where a contract may be drawn up, and for nobody else; a wrong number keeps what was sent."""
    client, by, case = purchased(acting)
    link = "Check the contract text against this package"
    assert link not in client.get(case.get_absolute_url()).content.decode(), "still a draft"
    case.move("complete", by, {"despite": "Offers are not in yet."})
    for page in ("", "package/"):
        where = f"{case.get_absolute_url()}{page}"
        assert f'?purchase={case.reference}">{link}</a>' in client.get(where).content.decode(), page
        assert link not in acting(Role.REPRESENTATIVE).get(where).content.decode(), page
    sent = {"files": [SimpleUploadedFile("c.txt", TEXT.encode())], "once": "c" * 32, "purchase": "AQ-9", "facts": "tier = 0"}
    refused = client.post("/audits/new/", sent)
    page = words(refused.content)
    assert refused.status_code == 422 and page.count("There is no purchase AQ-9 of an office") == 2, "on top, and at the box"
    assert "Kept from before, need not be chosen again: c.txt" in page and ">tier = 0</textarea>" in refused.content.decode()
    held = refused.content.decode().partition('name="held" value="')[2].partition('"')[0]
    sent = {"held": held, "once": "c" * 32, "purchase": case.reference, "facts": "tier = 0"}
    assert client.post("/audits/new/", sent).status_code == 302 and ContractText.objects.get().purchase == case.reference


def tied(client: Client, text: ContractText, purchase: str, **more: str) -> tuple[int, str]:
    """What the form on the page of the text answers."""
    version = ContractText.objects.get(pk=text.pk).version
    answer = client.post(f"{text.get_absolute_url()}tie/", {"version": version, "purchase": purchase, **more})
    return answer.status_code, words(answer.content)


def test_a_text_on_file_is_tied_afterwards_and_held_against_the_package_as_one_that_came_with_it(acting: Acting) -> None:
    """The same result as of a text uploaded for the purchase; one event says who tied it; both pages lead to each other."""
    client, by, case = purchased(acting)
    case = solicited(client, by, case)
    text = upload(client)
    assert text.purchase == "" and "package" not in text.last.document
    page = client.get(text.get_absolute_url()).content.decode()
    assert "and held against the package of the purchase." in words(page.encode())
    assert f'<option value="{case.reference}">Shirts ({case.reference}), solicited</option>' in page
    assert f'href="/audits/on-file/?purchase={case.reference}"' in client.get(case.get_absolute_url()).content.decode()
    assert tied(client, text, case.reference)[0] == 302
    text = ContractText.objects.get(pk=text.pk)
    event = text.events.get(move="tie_checked")
    assert (text.purchase, text.state, event.by) == (case.reference, "checked", by.user)
    assert json.loads(event.payload.body)["told"] == {"facts_of": None, "purchase": case.reference}
    assert verify.verify().broken == [] and text.checks.count() == 2
    page = words(client.get(text.get_absolute_url()).content)
    assert "Against the package of its purchase" in page and f"Not of {case.reference}, or take its facts anew" in page
    assert "checked with the facts of the purchase, and beneath them" in page and "It was held against the package that" in page
    assert f"c.txt ({text.reference})" in words(client.get(case.get_absolute_url()).content)
    with_it = text.last.document
    text.move("withdraw", by, reason="Uploaded twice.")
    assert upload(client, facts=as_toml(case.facts_told), purchase=case.reference, once="d" * 32).last.document == with_it


def test_from_the_page_of_the_purchase_a_text_is_chosen_and_its_own_facts_can_stay(acting: Acting) -> None:
    client, by, case = purchased(acting)
    way = f"/audits/on-file/?purchase={case.reference}"
    assert "Your office has no other text on file" in words(client.get(way).content)
    text = upload(client, facts='agency = "civilian"')
    page = words(client.get(way).content)
    assert "No package is kept of this purchase yet" in page and f"({text.reference}), c.txt, checked" in page
    sent = {"purchase": case.reference, "facts_of": "text"}
    refused = client.post("/audits/on-file/", sent)
    assert refused.status_code == 422 and "No text of the list was chosen" in words(refused.content)
    assert '<option value="text" selected>' in refused.content.decode()
    assert f'<option value="{text.reference} {text.version}">' in refused.content.decode()
    assert client.post("/audits/on-file/", {**sent, "text": f"{text.reference} {text.version}"}).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert text.purchase == case.reference and text.last.document["facts"]["agency"] == "civilian"
    page = words(client.get(text.get_absolute_url()).content)
    assert "It was checked with the facts told of the text itself alone." in page
    assert "It was held against the package as it would be today: none is kept of the purchase yet." in page
    assert tied(client, text, "none")[0] == 302
    assert ContractText.objects.get(pk=text.pk).purchase == ""


def test_what_cannot_be_tied_is_refused_with_its_sentence_and_nothing_changes(acting: Acting) -> None:
    client, by, case = purchased(acting)
    text = upload(client)
    refused = {"": "Number of the planned purchase is missing", "none": "This text is tied to no purchase"}
    for said in (*refused, "x" * 400, "ACQUISITION-2026-99999", "\x00", "é", text.reference):
        status, page = tied(client, text, said)
        assert (status, refused.get(said, "There is no purchase") in page) == (422, True), said
    status, page = tied(client, text, case.reference, facts_of="both")
    assert status == 422 and "Facts to check it with: 'both' was given" in page
    assert tied(client, text, case.reference)[0] == 302
    assert tied(client, text, case.reference)[0] == 302, "tied again, its facts are taken anew"
    answer = client.post(f"{text.get_absolute_url()}tie/", {"version": "1", "purchase": "none"})
    assert answer.status_code == 409 and '<option value="none" selected>' in answer.content.decode()
    assert ContractText.objects.get(pk=text.pk).checks.count() == 3
    for role in (Role.REPRESENTATIVE, Role.INSPECTOR_GENERAL):
        other = acting(role)
        assert 'id="tie"' not in other.get(text.get_absolute_url()).content.decode()
        assert tied(other, text, case.reference)[0] == 403
    outside = acting(OFFICER, "Office B")
    assert outside.get("/audits/on-file/", {"purchase": case.reference}).status_code == 404
    assert tied(outside, text, "none")[0] == 404
    text.move("withdraw", by, reason="Uploaded twice.")
    status, page = tied(client, text, "none")
    assert status == 409 and "the case must be checked; it is taken back" in page and 'id="tie"' not in page


def test_a_page_that_is_old_takes_no_text_from_a_colleague_and_says_what_became_of_the_one_chosen(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click finds it tied; one that was tied elsewhere or closed in the meantime is named so, not called unchosen."""
    client, by, case = purchased(acting)
    other = opened(by, Organization.objects.get(name="Office A"), "Gloves", {"tier": 0}, [])
    text = upload(client)
    sent = {"purchase": case.reference, "text": f"{text.reference} {text.version}"}
    text.move("tie_checked", by, {"purchase": other.reference})
    answer = client.post("/audits/on-file/", sent)
    assert answer.status_code == 409 and "changed by somebody else" in words(answer.content)
    assert f'<option value="{text.reference} {text.version}" selected>' in answer.content.decode()
    sent["text"] = f"{text.reference} {text.version}"
    as_both_clicks_read_it = ContractText.objects.get(pk=text.pk)
    for found in (tie_views._chosen, lambda *_: as_both_clicks_read_it):
        with monkeypatch.context() as at_once:
            assert client.post("/audits/on-file/", sent).status_code == 302
            at_once.setattr(tie_views, "_chosen", found)
            answer = client.post("/audits/on-file/", sent)
        assert answer["Location"] == text.get_absolute_url()
    assert f"tied to {case.reference} already" in words(client.get(text.get_absolute_url()).content)
    text = ContractText.objects.get(pk=text.pk)
    assert (text.purchase, text.checks.count()) == (case.reference, 3)
    text.move("withdraw", by, reason="Uploaded twice.")
    for said, expected in ((sent["text"], "it is taken back"), ("\x00 1", "There is no text"), ("AQ-0", "There is no text")):
        answer = client.post("/audits/on-file/", {"purchase": other.reference, "text": said})
        assert answer.status_code in (409, 422) and expected in words(answer.content), said


def gaps(text: ContractText) -> list[tuple[str, str]]:
    return [(gap["id"], gap["what"]) for gap in text.last.every_gap]


def test_a_tie_that_was_a_mistake_leaves_nothing_of_its_purchase_behind(acting: Acting) -> None:
    """Neither facts nor gaps; what was told of the text itself in the meantime stays told, but of no line of the purchase."""
    client, by, case = purchased(acting)
    other = opened(by, Organization.objects.get(name="Office A"), "Gloves", {"tier": 0}, [])
    text = upload(client, TEXT.partition("52.222-50")[0])
    at_first = text.last.document
    text.move("tie_checked", by, {"purchase": case.reference})
    assert ("TIP-01", "missing") in gaps(text) and not at_first["gaps"]
    text.move("recheck", by, {"facts": f'contractor = "Maker"\n"lines[1].cots" = true\n{text.last.facts}'})
    for purchase in (other.reference, case.reference, "none"):
        text.move("tie_checked", by, {"purchase": purchase})
        assert (("TIP-01", "missing") in gaps(text)) is (purchase == case.reference)
    assert text.last.facts == 'contractor = "Maker"\n'
    assert text.last.document == {**at_first, "facts": {**at_first["facts"], "contractor": "Maker"}}
    text.move("close", by, {"left_open": "The contract specialist asks for the whole text by Friday."})


def test_what_the_officer_answered_stays_where_the_purchase_does_not_tell_it(acting: Acting) -> None:
    """Where both tell, the purchase stands; untied, what was answered stands again."""
    client, by, case = purchased(acting)
    text = upload(client)
    answers = {"possible_outside": "700000", "local_directives": "yes"}
    told = {"version": text.version, **{f"answer-{path}": said for path, said in answers.items()}}
    assert client.post(f"{text.get_absolute_url()}answers/", told).status_code == 302
    assert tied(client, text, Acquisition.open(by, case.organization, {"name": "Gloves"}).reference)[0] == 302
    assert "told of the text itself: the purchase tells none" in words(client.get(text.get_absolute_url()).content)
    text = ContractText.objects.get(pk=text.pk)
    text.move("tie_checked", by, {"purchase": case.reference})
    assert read(text.last.facts) == {**read(as_toml(case.facts_told)), "possible_outside": 700000}
    text.move("tie_checked", by, {"purchase": "none"})
    assert read(text.last.facts) == {"possible_outside": 700000, "local_directives": True}


def test_no_check_in_between_takes_away_what_the_purchase_stood_in_the_place_of(acting: Acting) -> None:
    """An answer about a line and one within a table, hidden by those of the purchase; what is dropped is dropped."""
    client, by, case = purchased(acting)
    case.move("tell", by, {"changes": "add line = 1"})
    own = {"lines[1].acquired_outside_us": True, "workforce.north_korean": True, "possible_outside": 700000}
    text = upload(client, facts=as_toml(own))
    less = {key: value for key, value in own.items() if key != "possible_outside"}
    for dropped, stays in ((None, own), ("possible_outside", less), ("all", {})):
        text.move("tie_checked", by, {"purchase": case.reference})
        told = read(text.last.facts)
        assert len(told["lines"]) == 2 and not {"lines[1].acquired_outside_us", "workforce.north_korean"} & told.keys()
        told.pop(dropped or "", None)
        for facts in ("none" if dropped == "all" else as_toml(told), ""):
            text.move("recheck", by, {"facts": facts})
        text.move("tie_checked", by, {"purchase": "none"})
        assert read(text.last.facts) == stays, dropped


SHIRTS = [{"item": "supply", "good": "garments", "xinjiang_labor": "?", "value": 5}]


@pytest.mark.parametrize(("own", "of_it", "found"), [
    ({"lines[1].xinjiang_labor": "no", "lines[1].value": 4}, SHIRTS, {"lines": SHIRTS, "lines[1].xinjiang_labor": "no"}),
    ({"lines[1].cots": True}, [{"item": "service"}], {"lines": [{"item": "service"}]}),
    ({"lines[1].cots": True}, [*SHIRTS, *SHIRTS], {"lines": [*SHIRTS, *SHIRTS]}),
    ({"lines": [{"cots": True, "value": 4}]}, SHIRTS, {"lines": [{"cots": True, **SHIRTS[0]}]}),
    ({"lines[1].cots": True}, [{}], {"lines[1].cots": True}),
    ({"lines[1].cots": True}, None, {"lines[1].cots": True}),
    ({"workforce.housing_provided": True}, SHIRTS, {"lines": SHIRTS, "workforce.housing_provided": True}),
])  # fmt: skip
def test_an_answer_about_a_line_stays_only_where_the_purchase_buys_the_same(own: Any, of_it: Any, found: Any) -> None:
    stays = Carried(own, [{"item": "supply", "good": "garments"}])
    assert beneath(stays, "" if of_it is None else as_toml({"lines": of_it})) == found


@pytest.mark.parametrize("of_text", [None, [], SHIRTS])
def test_a_purchase_that_calls_its_lines_unknown_leaves_those_told_of_the_text(of_text: Any) -> None:
    """Also where no check says what the lines of the text are, since it came with another purchase."""
    stays = Carried({"lines": SHIRTS, "lines[1].cots": True}, of_text)
    assert beneath(stays, 'lines = "?"\nagency = "dod"') == {"agency": "dod", "lines": SHIRTS, "lines[1].cots": True}
    assert beneath(Carried({}, of_text), 'lines = "?"') == {}


def test_a_gap_of_the_text_itself_is_not_closed_by_tying_it_and_untying_it(acting: Acting) -> None:
    client, by, case = purchased(acting)
    text = upload(client, TEXT.partition("52.222-50")[0], facts=as_toml(case.facts_told))
    own = gaps(text)
    for move, told in (("recheck", {"facts": "none"}), ("tie_checked", {"purchase": case.reference, "facts_of": "text"}),
                       ("tie_checked", {"purchase": "none"})):  # fmt: skip
        text.move(move, by, told)
        assert own and set(gaps(text)) >= set(own) and text.last.facts == ""


def test_a_tie_whose_words_were_destroyed_counts_as_one_to_another_purchase(acting: Acting) -> None:
    """Nobody can tell any more to which: nothing of it is taken over, and the text can be untied all the same."""
    client, by, case = purchased(acting)
    text = upload(client, facts='agency = "civilian"')
    text.move("tie_checked", by, {"purchase": case.reference})
    deeds.destroy(text, text.last.event.number, Actor(None, frozenset()), "six years are over")
    text = ContractText.objects.get(pk=text.pk)
    text.move("recheck", by, {"facts": 'contractor = "Maker"'})
    text.move("tie_checked", by, {"purchase": "none"})
    assert (gaps(text), text.last.facts) == ([], "")


def test_a_text_that_came_with_the_wrong_purchase_is_checked_anew_by_what_it_tells_itself(acting: Acting) -> None:
    client, by, case = purchased(acting)
    text = upload(client, TEXT.partition("52.222-50")[0], facts=as_toml(case.facts_told), purchase=case.reference)
    assert gaps(text)
    text.move("tie_checked", by, {"purchase": "none"})
    assert (gaps(text), text.last.facts) == ([], "") and text.last.document["cannot_tell"]


def test_a_purchase_of_another_office_is_never_offered_and_never_taken(acting: Acting) -> None:
    """Also to a person who acts for both offices."""
    client, by, case = purchased(acting)
    other = Organization.objects.get_or_create(name="Office B", defaults={"kind": "agency"})[0]
    assert by.user is not None
    by.user.memberships.create(organization=other, role=OFFICER.value)
    both = Actor(by.user, frozenset({(OFFICER, case.organization_id), (OFFICER, other.pk)}))
    theirs = opened(both, other, "Gloves", {"tier": 0}, [])
    text = upload(client, office=str(case.organization_id))
    assert theirs.reference not in client.get(text.get_absolute_url()).content.decode()
    status, page = tied(client, text, theirs.reference)
    assert status == 422 and f"The purchase {theirs.reference} is of another office than this text" in page


def test_a_purchase_that_was_given_up_is_taken_nowhere(acting: Acting) -> None:
    """Neither on the page of a text, nor from its own page, nor with an upload; a text that is tied to it can be untied."""
    client, by, case = purchased(acting)
    text = upload(client)
    text.move("tie_checked", by, {"purchase": case.reference})
    case.move("cancel", by, reason="The need went away.")
    assert tied(client, text, "none")[0] == 302
    status, page = tied(client, text, case.reference)
    said = f"The purchase {case.reference} was given up"
    assert status == 422 and said in page
    for way in ("on-file", "new"):
        answer = client.get(f"/audits/{way}/?purchase={case.reference}")
        assert answer.status_code in (404, 409) and said in words(answer.content), way
    files = [SimpleUploadedFile("d.txt", b"Another text.")]
    for way, sent in (("on-file", {"text": f"{text.reference} {text.version}"}), ("new", {"files": files, "once": "f" * 32})):
        answer = client.post(f"/audits/{way}/", {"purchase": case.reference, **sent})
        assert answer.status_code in (409, 422) and said in words(answer.content), way
    assert [(one.purchase, one.checks.count()) for one in ContractText.objects.all()] == [("", 3)]


def test_the_demonstration_has_an_awarded_purchase_with_the_text_of_its_contract(acting: Acting) -> None:
    client, by, case = purchased(acting)
    case = solicited(client, by, case)
    Acquisition.objects.filter(pk=case.pk).update(award_id=demo.AWARD)
    batch = taking.batch_of(by, Organization.objects.get(name="Office A"), "e" * 32)
    text = texts.one(batch, by, texts.SHIRTS, texts.SHIRTS_NUMBER, "checked")
    for _ in range(2):
        texts.of_its_purchase(text, by)
    text = ContractText.objects.get(pk=text.pk)
    assert (text.purchase, text.checks.count()) == (case.reference, 2)
    assert text.last.document["package"]["case"] == case.reference


def test_clauses_that_stand_and_notices_for_the_start_are_told_with_the_duties_of_the_award(acting: Acting, held: Path) -> None:
    """The page and its copy tell the same; a duty that no paper here speaks of stays unknown, and others see nothing of it."""
    client, by, case = purchased(acting)
    case = solicited(client, by, case)
    Acquisition.objects.filter(pk=case.pk).update(award_id=demo.AWARD)
    batch = taking.batch_of(by, Organization.objects.get(name="Office A"), "f" * 32)
    text = texts.one(batch, by, texts.SHIRTS, texts.SHIRTS_NUMBER, "checked")
    texts.of_its_purchase(text, by)
    with CaptureQueriesContext(connection) as asked:
        found = [subject.of_award(by, demo.AWARD) for subject in (audits_beside, purchases_beside)]
    assert len(asked) <= 4, "two each at most"
    told = on_file(one for one in found if one is not None)
    day = long_day(today().isoformat())
    checked = f"Contract text {text.reference}, checked {day}: "
    assert told.said("CL-06", "yes")[0] == f"{checked}FAR 52.222-19 (JAN 2025) stands in it, line 13; outdated (52.222-19)."
    assert told.said("TIP-01", "yes")[0] == f"{checked}FAR 52.222-50 (NOV 2021) stands in it, line 14; outdated (52.222-50)."
    assert told.said("TIP-01", "yes")[1:] == (
        f"Sent out with the solicitation of {day}: FAR 52.222-50 ({case.reference}). What the contract holds, its own text "
        "tells.",
        f"Kept with the package of the solicitation of {day}, for the start of performance: notice “Whom to tell, and at once” "
        f"({case.reference}). What the contractor was given is not told here.",
    )
    of_its_start = [filed.row for filed in found[1].filed if "notice" in filed.says]
    assert set(of_its_start) > {"TIP-01", "TIP-08"}
    assert not any("Sent out" in filed.says and "notice" in filed.says for filed in found[1].filed)
    by_package = f"{checked}in order, as far as it tells: the kept package of {case.reference}, {today().isoformat()}, holds "
    assert told.said("TIP-03", "yes")[0].startswith(by_package) and case.package_hash in told.said("TIP-03", "yes")[0]
    assert told.said("WB-03", "yes") == (NOT_HERE,), "nothing here speaks of it"
    page, copy = (words(client.get("/awards/", {"id": demo.AWARD, **more}).content) for more in ({}, {"as": "txt"}))
    for row in ("TIP-01", "TIP-03", "TIP-08"):
        for sentence in told.said(row, "yes"):
            assert sentence in page and sentence in " ".join(copy.split()), sentence
    other = words(acting(OFFICER, "Office B").get("/awards/", {"id": demo.AWARD}).content)
    assert "Sent out with the solicitation" not in other and text.reference not in other


def test_a_program_ties_a_text_by_the_move_that_the_table_describes(acting: Acting) -> None:
    """What the case asks is what is sent; the case says of which purchase it is."""
    client, _, case = purchased(acting)
    text = upload(client)
    read = client.get(f"/api/cases/{text.reference}")
    move = next(one for one in read.json()["moves"] if one["name"] == "tie_checked")
    assert move["open_to_you"] and [ask["name"] for ask in move["asks"]] == ["purchase", "facts_of"]
    where, mark = f"/api/cases/{text.reference}/moves/tie_checked", {"If-Match": read["ETag"]}
    for told, status in (("ACQUISITION-2026-99999", 422), (case.reference, 200)):
        sent = {"told": {"purchase": told}}
        answer = client.post(where, json.dumps(sent), content_type="application/json", headers=mark)
        assert answer.status_code == status, answer.content
    assert case.reference in json.dumps(answer.json()["facts"])
