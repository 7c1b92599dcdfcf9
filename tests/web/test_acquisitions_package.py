"""From facts to a solicitation: three purchases, the package by authority, what is kept by hash, and what falls due."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from certificate_stories import filing
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from people import Acting

from buyfair.cards.briefing_parts import answer, parts
from buyfair.cards.dossier_file_parts import texts_of
from buyfair.cards.package_parts import cited, plainly
from buyfair.web.acquisitions import demo, frozen, moves
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.start import opened
from buyfair.web.acquisitions.views import WITH_OFFERS
from buyfair.web.casework import store
from buyfair.web.casework.deeds import said
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.casework.verify import verify
from buyfair.web.certificates import beside as certificates
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def purchase(acting: Acting, facts: demo.Facts, name: str = "Shirts") -> tuple[Any, Actor, Acquisition]:
    """The officer's browser, the officer, and a purchase with these facts that is solicited today."""
    client = acting(Role.CONTRACTING_OFFICER)
    office = Organization.objects.get(name="Office A")
    user = User.objects.get(username__startswith=f"{Role.CONTRACTING_OFFICER}@office-a")
    by = Actor(user, frozenset({(Role.CONTRACTING_OFFICER, office.pk)}))
    case = opened(by, office, name, {"tier": 0}, [("sol_date", today().isoformat()), *facts])
    return client, by, case


def again(case: Acquisition) -> Acquisition:
    return Acquisition.objects.get(pk=case.pk)


def sent(client: Any, case: Acquisition, where: str, **told: str) -> Any:
    return client.post(f"/acquisitions/{case.reference}/{where}/", {"version": again(case).version, **told})


def shown(answer: Any) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_garments_from_bangladesh_ask_for_the_plan_and_the_certificate(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.GARMENTS)
    page = client.get(case.get_absolute_url()).content.decode()
    for row in ("TIP-03", "TIP-04", "TIP-05", "TIP-07", "CL-02", "XU-02"):
        assert f'id="rule-{row}"' in page, row
    package = client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert "52.222-56" in package and "52.222-18" in package and "Still unknown" in package
    briefing = client.get(f"{case.get_absolute_url()}briefing/").content.decode()
    assert "No offeror was looked for here." in briefing and 'href="/lists/"' in briefing
    assert (
        "Bangladesh (since" in briefing and "This is about the good and the place, not about this supplier." in briefing
    )


def test_off_the_shelf_laptops_owe_the_clause_and_no_plan(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.LAPTOPS)
    page = client.get(case.get_absolute_url()).content.decode()
    assert 'id="rule-TIP-05"' not in page and "TIP-01" in page
    required = client.get(f"{case.get_absolute_url()}package/").content.decode().partition('id="required"')[2]
    assert "52.222-50" in required and "52.222-56" not in required.partition('id="free"')[0]


def test_dining_in_djibouti_looks_at_the_people_who_are_brought_there(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.DINING)
    page = client.get(case.get_absolute_url()).content.decode()
    for row in ("TIP-02", "TIP-05", "TIP-13", "TIP-14", "TIP-15", "TIP-24"):
        assert f'id="rule-{row}"' in page, row
    assert "Alternate I" in client.get(f"{case.get_absolute_url()}package/").content.decode()


def test_the_page_of_the_briefing_says_what_its_files_say(acting: Acting) -> None:
    for facts in (demo.GARMENTS, demo.DINING):
        client, _, case = purchase(acting, facts)
        page = " ".join(html.unescape(client.get(f"{case.get_absolute_url()}briefing/").content.decode()).split())
        whole = json.loads(client.get(f"{case.get_absolute_url()}briefing.json").content)
        assert f'<p class="answer">{answer(whole)}</p>' in page
        lead = next(texts_of(next(part for part in parts(whole) if part.id == "line1").blocks[0]))
        assert f"<p>{lead}" in page and ".. Why" not in page
        for row in whole["held_already"]:
            assert f"{cited(row['cites'], row['mark'])}." in page, row["paper"]
        assert "never firms" not in page and "How near" not in page
    assert "work, which no list of goods names" in page and "before it goes out, check at acquisition.gov" in page


def test_the_page_of_the_briefing_leads_with_the_good_and_folds_its_materials(acting: Acting) -> None:
    cotton = [("lines[1].good", "garments cotton"), ("lines[1].origin", ["BGD", "VNM", "?"])]
    client, _, case = purchase(acting, [*demo.GARMENTS, *cotton])
    page = client.get(f"{case.get_absolute_url()}briefing/").content.decode()
    own, _, folded = page.partition("Named for what it is made of (")
    assert "Bangladesh (since" in own and "the wider good that it is one of" in own and "named through an input" in own
    assert "a main material" not in own.partition("<thead>")[2] and "a main material" in folded
    assert "taken as a kind of garments too" in own


def test_facts_are_complete_only_when_no_bar_is_open_or_a_reason_is_kept(acting: Acting) -> None:
    client, by, case = purchase(acting, demo.GARMENTS)
    with pytest.raises(MissingError, match="A bar cannot be told yet: .*XU-01"):
        case.move("complete", by)
    case.move("complete", by, {"despite": demo.GOES_ON})
    case = again(case)
    assert case.despite == demo.GOES_ON
    notes = [i for i in frozen.document(case)["items"] if i["id"] == frozen.GOES_ON["id"]]
    assert notes[0]["text"] == demo.GOES_ON and notes[0]["authority"]["cites"]
    assert demo.GOES_ON in " ".join(client.get(f"{case.get_absolute_url()}package.txt").content.decode().split())


def test_what_limits_the_purchase_stands_above_everything_else(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, case = purchase(acting, [*demo.GARMENTS, ("lines[1].cots", True), ("lines[1].bulk_cargo", True)])
    drawn = frozen.as_document
    bar = {"id": "XU-01", "title": "A bar that is open", "find_out": ["lines[1].xinjiang_labor"]}
    monkeypatch.setattr(frozen, "as_document", lambda package: {**drawn(package), "open_bars": [bar]})
    page = client.get(f"{case.get_absolute_url()}package/").content.decode()
    above = page.partition('class="actions"')[0]
    assert "only under an exception of DFARS 225.7002-2" in above
    assert "bulk cargo is never a COTS item" in above
    assert "cannot be told yet: 1 rule that could forbid it" in above and "A bar that is open" in above
    assert "Find out: <a" in above


def test_a_duty_without_text_says_whether_it_binds_and_by_which_authority(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.GARMENTS)
    whole = frozen.document(case)
    page = client.get(f"{case.get_absolute_url()}package/").content.decode().partition("no text of the solicitation")[2]
    for row in whole["without_text"]:
        said = html.unescape(page.partition(f"/rules/{row['id']}/")[2].partition("</li>")[0])
        binds = "it is advice" if row["result"] == "advice" else "binds"
        assert (binds if row["answer"] == "yes" else "cannot be told yet") in said and plainly(row["cites"]) in said, row["id"]
    near = sum(row["whose"] == "purchase" for row in whole["without_text"])
    assert f"({near} of this purchase, " in page.partition("</summary>")[0]
    assert {row["answer"] for row in whole["without_text"]} == {"yes", "unknown"}


def test_a_bar_that_stands_is_not_argued_away(acting: Acting) -> None:
    _, by, case = purchase(acting, [*demo.GARMENTS, ("lines[1].xinjiang_labor", True)])
    with pytest.raises(MissingError, match="A bar stands"):
        case.move("complete", by, {"despite": "We need them."})


def test_nothing_is_complete_without_agency_day_and_lines(acting: Acting) -> None:
    client, by, _ = purchase(acting, [])
    bare = opened(by, Organization.objects.get(name="Office A"), "Bare", {"tier": 0}, [])
    with pytest.raises(MissingError, match="Not told yet: who buys and the day"):
        bare.move("complete", by)
    assert client.get(f"{bare.get_absolute_url()}package/").status_code == 200
    assert client.get(f"{bare.get_absolute_url()}briefing/").status_code == 200


def completed(acting: Acting, facts: demo.Facts) -> tuple[Any, Actor, Acquisition]:
    client, by, case = purchase(acting, facts)
    case.move("complete", by, {"despite": demo.GOES_ON})
    case = again(case)
    case.move("ask_complete", by, {"addressees": "6"})
    return client, by, again(case)


def decided(client: Any, case: Acquisition, item: str, taken: str, why: str) -> Any:
    return sent(client, case, "package/keep", **{f"taken:{item}": taken, f"why:{item}": why})


def test_the_officer_decides_within_discretion_and_nowhere_else(acting: Acting) -> None:
    client, _, case = completed(acting, demo.GARMENTS)
    free = next(
        i for i in frozen.document(case)["items"] if i["authority"]["standing"] == "discretion" and i["rules"] == []
    )
    silent = decided(client, case, free["id"], "out", " ")
    assert silent.status_code == 422
    assert decided(client, case, "trafficking", "out", "no").status_code == 422
    assert decided(client, case, "nothing", "out", "no").status_code == 422
    for way in ("sideways", ""):
        bad = decided(client, case, free["id"], way, "Lowest price <b>decides</b>.")
        assert bad.status_code == 422 and "Lowest price &lt;b&gt;decides&lt;/b&gt;." in bad.content.decode()
    assert decided(client, case, free["id"], "out", "Lowest price decides.").status_code == 302
    told = frozen.document(again(case))
    assert free["id"] not in [i["id"] for i in told["items"]]
    assert (
        next(i for i in told["apart"] if i["id"] == free["id"])["authority"]["says"]
        == "The reason: Lowest price decides."
    )
    page = client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert "Left out by the contracting officer" in page and "Lowest price decides." in page
    assert decided(client, case, "trafficking_certificate", "in", "A plain form helps small firms.").status_code == 302
    record = " ".join(client.get(f"{case.get_absolute_url()}package.txt").content.decode().split())
    why = record.partition("WHAT THE CONTRACTING OFFICER DECIDED, AND WHY")[2].partition("NOTES TO COMPLETE")[0]
    assert f"Left out: {free['name']}. The reason: Lowest price decides." in why
    assert "Taken in: Certificate before award on the trafficking compliance plan. The reason: A plain form" in why


def apart_on(page: str, heading: str) -> str:
    """What stands under one of the headings of what is not in the package."""
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def test_what_needs_a_signature_is_drafted_what_is_unlawful_is_said_and_neither_is_copied(acting: Acting) -> None:
    """Off-the-shelf laptops of a civilian office without negotiation: a factory is not inspected, labor is not compared."""
    client, _, case = completed(acting, demo.LAPTOPS)
    where = case.get_absolute_url()
    page = html.unescape(client.get(f"{where}package/").content.decode())
    asked = apart_on(page, "Needs a waiver or deviation")
    assert "Not in the package. A draft of the request stands with each" in asked
    drafts = {"plan_below_the_amount": ("Request for an individual deviation", "the agency head, or whom"),
              "factory_inspection": ("Request for a waiver to add a term", "whom the agency's procedures name")}  # fmt: skip
    for name, (title, signer) in drafts.items():
        item = asked.partition(f'id="item-{name}"')[2].partition('id="item-')[0]
        assert "Draft of the request" in item and title in item and f"Signed by {signer}" in item, name
        assert "Contracting officer: [name, day]" in item and "What you can do instead: " in item, name
    assert "inspect the supplies at the plant where they are made" in asked, "the draft asks for this very term"
    never = apart_on(page, "Not lawful here")
    assert "no waiver puts it there" in never and "Draft of the request" not in never and "Signed by" not in never
    for name in ("leave_out_the_clause", "factor_in_sealed_bidding"):
        item = never.partition(f'id="item-{name}"')[2].partition('id="item-')[0]
        assert "Not lawful" in item and "What you can do instead: " in item, name
    whole = frozen.document(case)
    apart = [i for i in whole["apart"] if i["authority"]["standing"] in ("waiver", "not lawful")]
    assert {i["id"] for i in apart} >= {*drafts, "leave_out_the_clause", "factor_in_sealed_bidding"}
    copied = (client.get(f"{where}{file}").content.decode() for file in ("package.txt", "solicitation.txt"))
    text, pasted = (" ".join(told.split()) for told in copied)
    stands, _, beside = text.partition("NOT IN THE PACKAGE, AND WHY")
    assert "52.222-50" in stands and "52.222-50" in pasted
    for item in apart:
        words = [" ".join(said.split())[:70] for said in (item["name"], item["text"]) if said]
        assert words[0] in beside and not any(said in own for said in words for own in (stands, pasted)), item["id"]


def test_blanks_are_filled_on_the_page_and_stand_in_the_documents(acting: Acting) -> None:
    client, _, case = completed(acting, demo.DINING)
    item = next(i for i in frozen.document(case)["items"] if i["id"] == "where_to_report")
    said = "General Order 1 <script>, paragraph 2"
    assert sent(client, case, "package/keep", **{f"blank:{item['id']}:0": said}).status_code == 302
    page = client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert "General Order 1 &lt;script&gt;, paragraph 2" in page and "<script>," not in page
    whole = Document(io.BytesIO(client.get(f"{case.get_absolute_url()}package.docx").content))
    assert said in "".join(t.text or "" for t in whole.element.iter() if t.tag.endswith("}t"))
    assert sent(client, case, "package/keep", **{"blank:trafficking:0": "FEB 2026"}).status_code == 302
    assert "(DEVIATION FEB 2026)" in client.get(f"{case.get_absolute_url()}solicitation.txt").content.decode()
    assert "(DEVIATION FEB 2026)" in client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert sent(client, case, "package/keep", **{"blank:nothing:0": "x"}).status_code == 422
    before, long = again(case).filled, "w" * 5001
    cut = sent(client, case, "package/keep", **{f"blank:{item['id']}:0": long})
    assert cut.status_code == 422 and "5,001 characters" in cut.content.decode() and long in cut.content.decode()
    assert again(case).filled == before


def test_whatever_button_is_pressed_every_blank_of_the_page_is_kept(acting: Acting) -> None:
    """One form keeps the page: a decision, another blank or the solicitation takes along what was typed elsewhere."""
    client, _, case = completed(acting, demo.DINING)
    page = client.get(f"{case.get_absolute_url()}package/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert page.count('<form method="post"') == page.count('id="whole"') == 1
    typed = {"blank:where_to_report:0": "A. Example, Office A", "blank:note_responsible:0": "to follow"}
    bad = sent(client, case, "package/keep", **typed, **{"taken:flow_down": "out", "why:flow_down": "",
                                                                "taken:where_to_report": "out", "why:where_to_report": ""})
    assert bad.status_code == 422 and ">\nA. Example, Office A</textarea>" in bad.content.decode(), "nothing typed is lost"
    assert bad.content.decode().count("has no reason yet: write below it why you leave it out") == 2, "each by its name"
    late = sent(client, case, "package/solicit", day="2031-01-01", **typed)
    assert late.status_code == 422 and ">\nto follow</textarea>" in late.content.decode()
    assert blanks_of(case, "where_to_report") == ["A. Example, Office A", None]
    assert blanks_of(case, "note_responsible")[0] == "to follow"
    other = {"blank:where_to_report:0": "B. Example"}
    assert sent(client, case, "package/solicit", day=today().isoformat(), **other).status_code == 302
    assert blanks_of(case, "where_to_report")[0] == "B. Example", "what is typed goes into what is kept"


def test_one_date_of_the_deviation_stands_behind_each_title_and_one_may_differ(acting: Acting) -> None:
    client, _, case = completed(acting, demo.DINING)
    assert 'name="deviation"' in client.get(f"{case.get_absolute_url()}package/").content.decode()

    def dates() -> dict[str, str | None]:
        return {i["id"]: b["filled"] for i in frozen.document(again(case))["items"] for b in i["fill_ins"] if b["in_title"]}

    assert len(dates()) > 1
    sent(client, case, "package/keep", deviation="FEB 2026", **{"blank:trafficking:0": "MAR 2026"})
    assert dates() == {**dict.fromkeys(dates(), "FEB 2026"), "trafficking": "MAR 2026"}
    boxes = {f"blank:{name}:0": date or "" for name, date in dates().items()}
    sent(client, case, "package/keep", deviation="", **boxes)
    assert dates()["trafficking"] == "MAR 2026" and "FEB 2026" in dates().values(), "an empty box takes no date away"
    sent(client, case, "package/keep", deviation="", **{**boxes, "blank:trafficking:0": "FEB 2026"})
    boxes = dict.fromkeys(boxes, "FEB 2026")
    sent(client, case, "package/keep", deviation="APR 2026", **boxes)
    assert set(dates().values()) == {"APR 2026"}, "where all have one date, a new one is typed once"


def test_the_number_of_the_solicitation_is_told_once_and_stands_in_what_goes_out(acting: Acting) -> None:
    client, _, case = completed(acting, SHIRTS)
    where = case.get_absolute_url()
    assert "Solicitation no: [number]" in client.get(f"{where}solicitation.txt").content.decode()
    assert 'name="sol_number"' in client.get(f"{where}package/").content.decode()
    assert sent(client, case, "package/keep", sol_number="140X00-27-Q-0009").status_code == 302
    text = client.get(f"{where}solicitation.txt").content.decode()
    assert "Solicitation no: 140X00-27-Q-0009" in text and "Agency: [" not in text and "Issued by: Office A" in text
    assert sent(client, case, "package/keep", deviation="FEB 2026").status_code == 302
    assert "Solicitation no: 140X00-27-Q-0009" in client.get(f"{where}solicitation.txt").content.decode(), "it stays"
    sent(client, case, "package/keep", sol_number="")
    assert "Solicitation no: [number]" in client.get(f"{where}solicitation.txt").content.decode()


def blanks_of(case: Acquisition, name: str) -> list[str | None]:
    told = frozen.document(again(case))
    item = next(i for i in (*told["items"], *told["open"]) if i["id"] == name)
    return [b["filled"] for b in item["fill_ins"]]


def test_words_that_the_facts_filled_in_follow_the_facts(acting: Acting) -> None:
    client, by, case = completed(acting, demo.GARMENTS)
    name, date_line = "child_labor_provision", {"blank:trafficking:0": "FEB 2026"}
    own = blanks_of(case, name)[0]
    assert own == "garments: Argentina, India, Thailand"
    sent(client, case, "package/keep", **{f"blank:{name}:0": own})
    sent(client, case, "package/keep", **date_line)
    assert again(case).filled.get(name, {}) == {}, "what only repeats the facts is not kept as the officer's words"
    sent(client, case, "package/keep", **{f"blank:{name}:0": "Garments, and my own words"})
    assert blanks_of(again(case), name)[0] == "Garments, and my own words"
    again(case).move("tell", by, {"changes": 'lines[1].cots = true'})
    assert blanks_of(again(case), name)[0] == "Garments, and my own words", "the facts fill this in as before"
    again(case).move("tell", by, {"changes": 'lines[1].good = "cotton"'})
    assert blanks_of(again(case), name)[0].startswith("cotton: ")  # type: ignore[union-attr]
    assert blanks_of(again(case), "trafficking") == ["FEB 2026"], "a blank of the officer's alone stays"
    trafficking = next(i for i in frozen.document(again(case))["items"] if i["id"] == "trafficking")
    assert "(DEVIATION FEB 2026)" in trafficking["name"] and "(DEVIATION FEB 2026)" in trafficking["text"]


def test_what_was_solicited_is_kept_by_hash_and_no_later_change_touches_it(acting: Acting) -> None:
    client, by, case = completed(acting, demo.GARMENTS)
    where = case.get_absolute_url()
    before = {form: client.get(f"{where}package.{form}").content for form in ("json", "docx", "pdf")}
    wrong_day = sent(client, case, "package/solicit", day="2031-01-01")
    assert (
        wrong_day.status_code == 422
        and "The facts say" in wrong_day.content.decode()
        and 'value="2031-01-01"' in wrong_day.content.decode()
    )
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    case = again(case)
    assert (case.state, case.package_hash) == ("solicited", hashlib.sha256(before["json"]).hexdigest())
    kept = {d.paper: d.content.sha256 for d in case.documents.all() if d.paper.startswith("package")}
    assert kept["package_docx"] == hashlib.sha256(before["docx"]).hexdigest()
    assert kept["package_pdf"] == hashlib.sha256(before["pdf"]).hexdigest()
    Acquisition.objects.filter(pk=case.pk).update(told={"agency": "civilian"}, choices={})
    assert {form: client.get(f"{where}package.{form}").content for form in before} == before
    assert sent(client, case, "answer", **{"said:agency": "civilian"}).status_code == 409
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 409
    assert verify().broken == []


def test_the_page_of_a_purchase_names_the_way_on(acting: Acting) -> None:
    """From complete facts to the solicitation, and from there to the check of the contract's text."""
    client, _, case = completed(acting, demo.GARMENTS)
    where = case.get_absolute_url()
    page = client.get(where).content.decode()
    assert page.index("<h3>Issue the solicitation</h3>") < page.index("/audits/new/?purchase="), "first it is solicited"
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    page = client.get(where).content.decode()
    assert "<h3>Issue the solicitation</h3>" not in page
    assert f'href="/audits/new/?purchase={case.reference}"' in page


def test_nobody_puts_another_package_in_the_place_of_the_one_that_was_solicited(acting: Acting) -> None:
    client, _, case = completed(acting, demo.LAPTOPS)
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    where = case.get_absolute_url()
    before = {form: client.get(f"{where}package.{form}").content for form in ("json", "docx", "pdf")}
    for kind in ("package", "package_docx", "package_pdf", "facts"):
        other = SimpleUploadedFile("other.json", b'{"items": []}')
        answer = client.post(f"/cases/{case.reference}/documents/", {"paper": kind, "file": other})
        assert answer.status_code == 422 and "not added by hand" in answer.content.decode(), kind
    record = client.post(f"/cases/{case.reference}/documents/", {"paper": "record", "file": SimpleUploadedFile("a.txt", b"a")})
    assert record.status_code == 302
    assert 'value="package_pdf"' not in client.get(where).content.decode()
    event = case.documents.get(paper="record").event
    case.documents.filter(paper="record").update(paper="package", event=event)
    assert {form: client.get(f"{where}package.{form}").content for form in before} == before


def test_a_kept_package_that_is_gone_is_said_to_be_gone_and_never_drawn_anew(acting: Acting) -> None:
    client, _, case = completed(acting, demo.LAPTOPS)
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    where, files = case.get_absolute_url(), ("package.json", "package.docx", "package.pdf", "package.txt", "solicitation.txt")
    page = client.get(f"{where}package/").content.decode()
    assert "drawn from the kept data by the software of today" in page
    for kind in ("package", "package_docx", "package_pdf"):
        store.path_of(case.documents.get(paper=kind).content.sha256).unlink()
    for file in ("package/", *files):
        answer = client.get(f"{where}{file}")
        assert answer.status_code == 410 and "restore it from the backup" in answer.content.decode(), file
    assert sent(client, case, "package/keep", **{"blank:trafficking:0": "x"}).status_code == 410


def test_documents_that_do_not_follow_from_the_facts_are_not_solicited(acting: Acting) -> None:
    _, by, case = completed(acting, demo.LAPTOPS)
    papers = {f"paper_{kind}": demo.named(*told) for kind, told in frozen.papers(case).items()}
    papers["paper_package"] = demo.named("package.json", json.dumps({"items": []}).encode())
    with pytest.raises(RefusedError, match="not the document that follows from the facts"):
        case.move("solicit", by, {"day": today().isoformat(), **papers})
    assert again(case).state == "complete"


def test_every_file_says_what_it_is_and_carries_its_versions(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.GARMENTS)
    where = case.get_absolute_url()
    facts = json.loads(client.get(f"{where}package.json").content)["facts_hash"][:16]
    for what, title in (("package", "Solicitation package"), ("briefing", "Risk briefing")):
        pdf = pypdfium2.PdfDocument(client.get(f"{where}{what}.pdf").content)
        text = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pdf))
        word = Document(io.BytesIO(client.get(f"{where}{what}.docx").content))
        plain = client.get(f"{where}{what}.txt").content.decode()
        assert title in text and title in word.paragraphs[0].text and title in plain
        assert facts in text and facts in plain


def test_each_document_names_the_purchase_its_number_and_what_is_bought_from_where(acting: Acting) -> None:
    client, _, case = purchase(acting, [*demo.GARMENTS, ("lines[1].origin", ["BGD", "?"])], name="400 cotton work shirts")
    for file in ("package.txt", "briefing.txt", "solicitation.txt"):
        text = " ".join(client.get(f"{case.get_absolute_url()}{file}").content.decode().split())
        assert "400 cotton work shirts" in text[:400] and case.reference in text[:400], file
    text = " ".join(client.get(f"{case.get_absolute_url()}package.txt").content.decode().split())
    assert "Line 1: garments; the value of the line is $1,200,000.00; the countries that it may come from are Bangl" in text
    assert "Quantities stand in the schedule" in text


def test_the_page_of_a_package_leads_with_blanks_papers_and_the_way_out_and_folds_the_rest(acting: Acting) -> None:
    client, _, case = completed(acting, demo.GARMENTS)
    page = client.get(f"{case.get_absolute_url()}package/").content.decode()
    unfolded = re.sub(r"<details.*?</details>", " ", page.partition("<main")[2].partition('id="required"')[0], flags=re.S)
    head = re.sub(r"<[^>]+>", " ", unfolded)
    assert "52.222-50" in head and "Fill in what goes out" in head and "Text to paste" in head
    assert len(head.split()) < 520, "of thirteen items that law requires"
    assert 'id="blanks"' in page and page.count('name="blank:where_to_report:0"') == 1, "each blank has one box"
    assert page.count('<details class="acq-fold">') >= 4
    bad = decided(client, case, "flow_down", "", "a reason alone").content.decode()
    assert '<details class="acq-fold" open><summary><h2 id="free">' in bad, "what is not kept yet is not folded away"


def test_the_tenth_addressee_needs_a_control_number(acting: Acting) -> None:
    client, _, case = purchase(acting, demo.GARMENTS)
    assert sent(client, case, "briefing/addressees", addressees="9").status_code == 302
    ten = sent(client, case, "briefing/addressees", addressees="10")
    assert (
        ten.status_code == 422
        and "44 USC 3502(3), 3512" in ten.content.decode()
        and 'value="10"' in ten.content.decode()
    )
    for number in ("12-34", "٠٠٠٠-٠٠٠٠", "1234-5678x"):
        assert sent(client, case, "briefing/addressees", addressees="10", control_number=number).status_code == 422
    assert sent(client, case, "briefing/addressees", addressees="10", control_number="1234-5678").status_code == 302
    case = again(case)
    assert (case.addressees, case.control_number, case.told["asks_ten_or_more"]) == (10, "1234-5678", True)


def test_a_code_that_asks_every_offeror_is_not_issued_before_their_number_is_noted(acting: Acting) -> None:
    client, by, case = purchase(acting, demo.GARMENTS)
    case.move("complete", by, {"despite": demo.GOES_ON})
    assert "Note first" in client.get(f"{case.get_absolute_url()}package/").content.decode()
    silent = sent(client, case, "package/solicit", day=today().isoformat())
    assert silent.status_code == 422 and "nobody noted to how many it goes" in silent.content.decode()
    assert sent(client, case, "briefing/addressees", addressees="12", control_number="1234-5678").status_code == 302
    told = json.loads(client.get(f"{case.get_absolute_url()}briefing.json").content)
    assert told["control"] == {"addressees": 12, "number": "1234-5678"}
    assert "Note first" not in client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302


def test_the_number_noted_never_contradicts_the_facts(acting: Acting) -> None:
    client, by, case = purchase(acting, demo.GARMENTS)
    sent(client, case, "briefing/addressees", addressees="12", control_number="1234-5678")
    again(case).move("tell", by, {"changes": "lines[1].cots = true"})
    assert again(case).addressees == 12, "another fact leaves it"
    again(case).move("tell", by, {"changes": "asks_ten_or_more = false"})
    case = again(case)
    assert (case.addressees, case.control_number) == (None, "")
    assert "Noted:" not in client.get(f"{case.get_absolute_url()}briefing/").content.decode()
    sent(client, case, "briefing/addressees", addressees="12", control_number="1234-5678")
    again(case).move("tell", by, {"changes": "undo = true"})
    assert again(case).addressees is None, "what is undone is not noted any more"
    sent(client, case, "briefing/addressees", addressees="12", control_number="1234-5678")
    again(case).move("read", by, {"paper_facts": demo.named("facts.txt", b'agency = "dod"')})
    assert again(case).addressees is None, "the file says nothing of it"


def test_what_lies_ahead_is_not_marked_as_issued(acting: Acting) -> None:
    client, by, case = purchase(acting, demo.GARMENTS)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    case.move("tell", by, {"changes": f'sol_date = "{tomorrow}"'})
    again(case).move("complete", by, {"despite": demo.GOES_ON})
    again(case).move("ask_complete", by, {"addressees": "6"})
    early = sent(client, case, "package/solicit", day=tomorrow)
    assert early.status_code == 422 and f"{tomorrow} lies ahead" in early.content.decode()


def test_the_same_questions_count_together_over_the_purchases_of_an_office(acting: Acting) -> None:
    """Ten or more persons within twelve months, in whichever purchase; what nobody noted is unknown and not none."""
    client, by, first = purchase(acting, demo.GARMENTS)
    office = Organization.objects.get(name="Office A")
    second = opened(by, office, "More shirts", {"tier": 0}, [("sol_date", today().isoformat()), *demo.GARMENTS])
    third = opened(by, office, "Even more shirts", {"tier": 0}, [("sol_date", today().isoformat()), *demo.GARMENTS])
    first.move("ask", by, {"addressees": "6"})
    page = sent(client, second, "briefing/addressees", addressees="4")
    said = shown(page)
    assert page.status_code == 422 and f"{first.reference} (6): 10 addressees in all" in said
    assert f"Of {third.reference} nothing is noted: to how many these go is unknown, and not counted" in said
    assert again(second).addressees is None
    assert sent(client, second, "briefing/addressees", addressees="3").status_code == 302, "nine together are free"
    with pytest.raises(MissingError, match=f"{first.reference} \\(6\\)"):
        third.move("ask", by, {"addressees": "1"})
    again(third).move("ask", by, {"addressees": "1", "control_number": "1234-5678"})
    told = again(third)
    assert (told.addressees, told.told["asks_ten_or_more"]) == (1, True), "ten with the other purchases"
    told.move("tell", by, {"changes": 'lines[1].value = "1300000"'})
    assert again(third).addressees == 1, "another fact leaves it"
    briefing = shown(client.get(f"{first.get_absolute_url()}briefing/"))
    assert f"{second.reference} (3): 9 addressees in all" in briefing, "what has a number of its own is not counted"


def test_the_award_shows_which_certificate_is_due_before_it_and_keeps_what_was_open(acting: Acting) -> None:
    """It bars nothing: the sentence stands with a link to note the certificate, and the event keeps what was not on file."""
    client, by, case = completed(acting, demo.GARMENTS)
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    page = shown(answer_ := client.get(case.get_absolute_url()))
    assert "Due before the award, from the offeror:" in page and "CL-03" in page
    assert f"/certificates/new/?purchase={case.reference}" in answer_.content.decode()
    assert "nothing is on file that stands and is not challenged" in page
    told = {"what": "child_labor", "purchase": case.reference, "contract": case.reference, "supplier": "Heron (fictional)"}
    form = client.get(f"/certificates/new/?purchase={case.reference}&what=child_labor").content.decode()
    assert f'name="purchase" value="{case.reference}"' in form and f'value="{today().isoformat()}"' in form
    assert client.post("/certificates/new/", {**told, "purchase": "ACQUISITION-1999-1"}).status_code == 422
    assert client.post("/certificates/new/", told).status_code == 302
    paper = Certificate.objects.get()
    assert paper.purchase == case.reference
    open_ = shown(client.get(case.get_absolute_url()))
    assert "CL-03, " in open_.partition("What is due before the award and not on file")[2], "noted as due is not on file"
    day = today().isoformat()
    paper.move("file", by, filing(received_on=day, signed_on=day, solicited_on=day, awarded_on=""))
    there = shown(client.get(case.get_absolute_url()))
    assert f"({paper.reference})" in there.partition("Due before the award")[2]
    assert "CL-03, " not in there.partition("What is due before the award and not on file")[2]
    award = {"award_id": "CONT_AWD_Y", "supplier": "Heron", "day": day, "certificate_day": "2099-01-02"}
    award["not_on_file"] = "TIP-04"
    again(case).move("award", by, award)
    event = case.events.filter(move="award").select_related("payload").get()
    assert (said(event) or {})["told"]["not_on_file"] == "TIP-04"
    beside = certificates.of_award(by, "CONT_AWD_Y")
    assert beside is not None and [paper.reference in held.words for held in beside.held] == [True], "beside the award"
    assert not (certificates.of_award(by, "CONT_AWD_OTHER") or beside).held


def test_after_the_award_what_falls_due_stands_with_its_days_and_the_dossier_knows_it(acting: Acting) -> None:
    from buyfair.web.acquisitions.beside import of_award

    client, by, case = completed(acting, demo.GARMENTS)
    sent(client, case, "package/solicit", day=today().isoformat())
    told = {"award_id": "CONT_AWD_X", "supplier": "Firm", "day": today().isoformat()}
    case = again(case)
    with pytest.raises(MissingError, match="TIP-07 binds"):
        case.move("award", by, told)
    with pytest.raises(MissingError, match="would lie before the solicitation"):
        case.move("award", by, {**told, "day": "2001-01-01"})
    case.move("award", by, {**told, "certificate_day": "2099-01-02", "posting_day": "2098-01-01"})
    page = client.get(case.get_absolute_url()).content.decode()
    due = page.partition('id="due"')[2].partition("</section>")[0]
    assert "2099-01-02" in due and "2098-01-01" in due and "TIP-07" in due
    beside = of_award(by, "CONT_AWD_X")
    assert beside is not None and beside.held[0].url == case.get_absolute_url()
    other = Actor(
        by.user, frozenset({(Role.CONTRACTING_OFFICER, Organization.objects.create(name="Q", kind="agency").pk)})
    )
    assert of_award(other, "CONT_AWD_X").held == ()  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_demonstration_holds_a_purchase_in_every_state_and_a_second_start_adds_none() -> None:
    from buyfair.web.acquisitions.flow import FLOW
    from buyfair.web.demo import accounts

    accounts("a-password-of-a-demonstration")
    demo.fill()
    demo.fill()
    assert sorted(Acquisition.objects.values_list("state", flat=True)) == sorted(
        ["draft", *(s.name for s in FLOW.states)]
    )
    assert all("fictional" in name for name in Acquisition.objects.values_list("name", flat=True))


def test_each_step_says_the_next_and_its_form_holds_what_is_known_already(acting: Acting) -> None:
    """From the complete facts by the package to the award; a reason told once stands in the form again."""
    client, by, case = purchase(acting, demo.GARMENTS)
    case.move("complete", by, {"despite": "Offers are not in yet."})
    page = client.get(case.get_absolute_url()).content.decode()
    assert page.index('id="next"') < page.index('id="next-questions"') and "the purchase is a draft then" in page
    case = again(case)
    case.move("tell", by, {"changes": "small_business = true"})
    for address in (case.get_absolute_url(), f"{case.get_absolute_url()}package/"):
        assert ">Offers are not in yet.</textarea>" in client.get(address).content.decode()
    case = again(case)
    case.move("complete", by, {"despite": "Offers are not in yet."})
    case = again(case)
    case.move("ask_complete", by, {"addressees": "6"})
    assert f'{case.get_absolute_url()}package/#solicit"' in client.get(f"{case.get_absolute_url()}briefing/").content.decode()
    package = client.get(f"{case.get_absolute_url()}package/").content.decode()
    places = [package.index(f'id="{part}"') for part in ("dated", "papers", "solicit", "items")]
    assert places == sorted(places), "what to fill in, to take and to do comes before what may be read"
    sent = {"version": again(case).version, "day": today().isoformat()}
    assert client.post(f"{case.get_absolute_url()}package/solicit/", sent).status_code == 302
    assert f'href="{case.get_absolute_url()}#next"' in client.get(f"{case.get_absolute_url()}package/").content.decode()
    form = client.get(case.get_absolute_url()).content.decode()
    next_year = moves.year_after(today()).isoformat()
    assert f'name="certificate_day" value="{next_year}"' in form and f'name="day" value="{today().isoformat()}"' in form
    assert "TIP-07 binds." in form and "TIP-06 binds" in form


def test_a_reason_stands_only_for_the_bars_that_it_was_written_of(acting: Acting) -> None:
    """Other facts may close its bar or open another: it is not filled in then, and where no bar is open it is not kept."""
    client, by, case = purchase(acting, demo.GARMENTS)
    reason = "Offers are not in yet."
    assert f">{WITH_OFFERS}</textarea>" in client.get(case.get_absolute_url()).content.decode(), "only offers can tell"
    case.move("complete", by, {"despite": reason})
    pages = (case.get_absolute_url(), f"{case.get_absolute_url()}package/")
    labor, origin = "lines[1].xinjiang_labor", "lines[1].origin"
    told = [(f"{labor} = false", "none"), (f'{origin} = ["CHN"]', "empty"), (f'{labor} = "?"', "empty"),
            (f'{origin} = ["BGD"]', "same"), (f"{labor} = false", "none")]  # fmt: skip
    for changes, stands in told:
        case = again(case)
        case.move("tell", by, {"changes": changes})
        for page in pages:
            form = client.get(page).content.decode()
            assert ('name="despite"' in form) == (stands != "none"), (changes, page)
            assert (f">{reason}</textarea>" in form) == (stands == "same"), (changes, page)
    case = again(case)
    case.move("complete", by, {"despite": reason})
    case = again(case)
    assert (case.state, case.despite, case.gone_on) == ("complete", "", {})
    assert frozen.GOES_ON["id"] not in {i["id"] for i in frozen.document(case)["items"]}
    case.move("tell", by, {"changes": f'{labor} = "?"'})
    assert f">{reason}</textarea>" not in client.get(pages[0]).content.decode(), "it was sent where no bar was open"


def test_what_is_offered_stands_in_the_package_once_the_officer_takes_it_in(acting: Acting) -> None:
    client, _, case = completed(acting, demo.GARMENTS)
    page = client.get(f"{case.get_absolute_url()}package/").content.decode()
    offered = apart_on(page, "Offered: you may take these in")
    assert 'id="item-child_labor_certificate"' in offered and "Take it in" in offered
    assert "the words are ours, and it may be left out" in offered
    sent(client, case, "package/keep", **{"blank:trafficking_certificate:0": "EX-26-R-0001"})
    sent(client, case, "package/keep", **{"taken:trafficking_certificate": "in", "why:trafficking_certificate": "Asked for."})
    assert "EX-26-R-0001" in client.get(f"{case.get_absolute_url()}package.txt").content.decode()
    assert decided(client, case, "child_labor_certificate", "in", "Small firms ask for a plain form.").status_code == 302
    told = {i["id"]: i for i in frozen.document(again(case))["items"]}
    assert told["child_labor_certificate"]["authority"]["standing"] == "discretion"
    assert "Small firms ask for a plain form." in told["child_labor_certificate"]["cautions"][-1]
    assert decided(client, case, "child_labor_certificate", "out", "The provision says it.").status_code == 302
    assert "child_labor_certificate" not in {i["id"] for i in frozen.document(again(case))["items"]}


SHIRTS: demo.Facts = [
    ("agency", "civilian"), ("method", "far12"), ("competitive_negotiation", False), ("regime", "rfo"),
    ("asks_ten_or_more", False), ("lines[1].item", "supply"), ("lines[1].good", "garments cotton"), ("lines[1].value", 18_000),
    ("lines[1].origin", ["BGD", "VNM"]), ("lines[1].commercial", True), ("lines[1].cots", False),
    ("lines[1].acquired_outside_us", True), ("lines[1].performed_outside_us", False),
]  # fmt: skip


def test_three_papers_of_a_purchase_are_taken_from_its_page_the_one_that_goes_out_first(acting: Acting) -> None:
    client, _, case = purchase(acting, SHIRTS, name="400 cotton work shirts")
    where = case.get_absolute_url()
    page = client.get(f"{where}package/").content.decode()
    papers = page.partition('acq-papers"')[2].partition("</dl>")[0]
    named = re.findall("<dt>([^<]+)</dt>", papers)
    assert named == ["Texts for the solicitation", "Questions for vendors", "Record for your file"]
    taken = re.findall(r'href="([^"]+)">([^<]+)<span', papers)
    assert "Drafts of requests" in {words for _, words in taken} and len(taken) == 8
    letter = papers.partition("<form")[2].partition("</form>")[0]
    assert 'name="by"' in letter and f'action="{where}questions.docx"' in letter, "the letter is taken here, with its day"
    taken += [(f"{where}questions.docx?by=2026-12-15", "Word")]
    for address, words in taken:
        answer = client.get(address)
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], words
    word = Document(io.BytesIO(client.get(taken[0][0]).content))
    assert "400 cotton work shirts" in word.paragraphs[0].text and "Office A" in "".join(p.text for p in word.paragraphs)


def test_the_letter_to_a_vendor_takes_its_head_from_the_form_and_keeps_nothing(acting: Acting) -> None:
    client, _, case = purchase(acting, SHIRTS, name="400 cotton work shirts")
    where, version = case.get_absolute_url(), again(case).version
    page = client.get(f"{where}briefing/").content.decode()
    form = page.partition(f'action="{where}questions.docx"')[2].partition("</form>")[0]
    assert 'name="vendor"' in form and 'value="Office A"' in form
    for_all = " ".join(client.get(f"{where}questions.txt?by=2026-12-15").content.decode().split())
    assert "[" not in for_all, "with its day, one letter goes to every vendor as it is"
    assert "To: the vendor to whom this letter is sent" in for_all and "From: Office A" in for_all
    limit = page.index("need an OMB control number (44 USC")
    assert limit < page.index(f'action="{where}questions.docx"'), "told before the download"
    head = {"vendor": "Example <b>Shirts</b>\x00, Anytown", "by": "2026-12-15", "to": "w" * 400}
    text = " ".join(client.get(f"{where}questions.txt", head).content.decode().split())
    assert "To: Example <b>Shirts</b> , Anytown" in text and "answer by: December 15, 2026" in text and "From: Office A" in text
    assert "w" * 300 in text.replace(" ", "") and "w" * 301 not in text.replace(" ", "")
    assert client.get(f"{where}questions.docx", head).content[:2] == b"PK"
    assert client.get(f"{where}questions.pdf", head).content[:4] == b"%PDF"
    assert again(case).version == version


@pytest.mark.parametrize("told, says", [
    (False, "go to fewer than ten: no number is needed"), (True, "go to ten or more: note the control number"),
    (None, "is not noted yet"),
])  # fmt: skip
def test_to_how_many_it_goes_is_not_asked_again_where_the_facts_say_it(acting: Acting, told: bool | None, says: str) -> None:
    facts = [(path, value) for path, value in SHIRTS if path != "asks_ten_or_more"]
    client, _, case = purchase(acting, facts if told is None else [*facts, ("asks_ten_or_more", told)])
    assert says in client.get(f"{case.get_absolute_url()}briefing/").content.decode()


def test_a_fact_that_fewer_than_ten_are_asked_lets_the_solicitation_go(acting: Acting) -> None:
    client, by, case = purchase(acting, [*demo.GARMENTS, ("asks_ten_or_more", False)])
    case.move("complete", by, {"despite": demo.GOES_ON})
    assert "Note first" not in client.get(f"{case.get_absolute_url()}package/").content.decode()
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302


def test_the_texts_that_went_out_are_kept_and_of_an_older_package_drawn_from_its_data(acting: Acting) -> None:
    client, _, case = completed(acting, demo.GARMENTS)
    where = case.get_absolute_url()
    before = {form: client.get(f"{where}solicitation.{form}").content for form in ("docx", "pdf", "txt")}
    assert sent(client, case, "package/solicit", day=today().isoformat()).status_code == 302
    kept = {d.paper: d.content.sha256 for d in case.documents.all()}
    assert kept["texts_docx"] == hashlib.sha256(before["docx"]).hexdigest()
    assert {form: client.get(f"{where}solicitation.{form}").content for form in before} == before
    case.documents.filter(paper__startswith="texts_").update(paper="record")
    assert client.get(f"{where}solicitation.docx").content == before["docx"], "drawn from the data that were kept"


def test_the_number_of_the_solicitation_is_told_once(acting: Acting) -> None:
    client, _, case = completed(acting, demo.GARMENTS)
    for name in ("trafficking_certificate", "child_labor_certificate"):
        assert decided(client, case, name, "in", "A plain form helps.").status_code == 302
    sent(client, case, "package/keep", **{"blank:trafficking_certificate:0": "EX-26-R-0001"})
    text = " ".join(client.get(f"{case.get_absolute_url()}solicitation.txt").content.decode().split())
    assert "Solicitation no: EX-26-R-0001" in text and text.count("solicitation EX-26-R-0001: [name, title") == 2
    assert "solicitation EX-26-R-0001" in client.get(f"{case.get_absolute_url()}package/").content.decode()
