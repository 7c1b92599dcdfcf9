"""Certificates: filed, checked, relied on with what was known or challenged, answered, renewed; never just believed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from certificate_stories import due, filing, paper, relying
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people import Acting
from tiny_subject.people import officer, somebody

from buyfair.terms.answer import Answer
from buyfair.web import received
from buyfair.web.casework import deeds
from buyfair.web.casework.refused import MissingError, NotNowError, NotYoursError
from buyfair.web.certificates import checks
from buyfair.web.certificates.beside import of_award
from buyfair.web.certificates.kinds import KINDS
from buyfair.web.certificates.models import Certificate
from buyfair.web.certificates.views import TURNS
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def an_office() -> tuple[Any, Organization]:
    by = officer()
    return by, Organization.objects.get(name="Office A")


def a_firm(role: Role = Role.SUPPLIER_MEMBER) -> tuple[Any, Organization]:
    by = somebody(role, "Firm B", "supplier")
    return by, Organization.objects.get(name="Firm B")


def filed(what: str = "yearly", firm: bool = False, award_id: str = "", **told: Any) -> Certificate:
    by, office = an_office()
    untold = {name: None for name in ("solicited_on", "awarded_on") if told.get(name) == ""}
    case = due(by, office, a_firm()[1] if firm else None, what, award_id=award_id, **untold)
    case.move("file", by, filing(**told))
    return Certificate.objects.get(pk=case.pk)


def form(client: Client, case: Certificate, move: str, **told: object) -> Any:
    case.refresh_from_db()
    return client.post(f"/cases/{case.reference}/moves/{move}/", {"version": str(case.version), **told})


def answers(case: Certificate, day: date | None = None) -> dict[str, Answer]:
    return {check.asked: check.answer for check in checks.checks(case, day or date(2026, 11, 30))}


TEXT, SIGNER = "Was its text in force on its day?", "Is it told in which part the person signed?"
BEFORE, TIME, LINES = (
    "Was it signed and received before the award?",
    "Does it still speak for today?",
    "Does it name the products and countries?",
)  # fmt: skip


def test_a_certificate_goes_from_due_to_relied_on_to_challenged_to_withdrawn(acting: Acting) -> None:
    office, firm = acting(Role.CONTRACTING_OFFICER), acting(Role.SUPPLIER_CERTIFIER, "Firm B", "supplier")
    a_firm()
    made = office.post("/certificates/new/", {
        "what": "yearly", "contract": "ZZ-1", "supplier": "Firm B", "firm": "Firm B", "due_on": "2026-11-20",
        "awarded_on": "2025-11-20", "solicited_on": "2025-06-15",
    })  # fmt: skip
    assert made.status_code == 302
    case = Certificate.objects.get()
    assert [(d.clock, d.due) for d in case.deadlines.all()] == [("certificate", date(2026, 11, 20))]
    assert "Nothing is on file." in firm.get(case.get_absolute_url()).content.decode()
    told = filing(paper_certificate=SimpleUploadedFile("certificate.pdf", b"%PDF-1.4 scanned"))
    assert form(firm, case, "file", **told).status_code == 302
    page = office.get(case.get_absolute_url()).content.decode()
    assert "nothing on the paper speaks against it" in page and "On file is not the same as true" in page
    again = next(day for year in range(2026, 2100) if (day := date(year, 11, 20)) >= today())
    assert f'value="{again}"' in page, "the next anniversary of the award that is not over"
    assert form(office, case, "rely", **relying()).status_code == 302
    case.refresh_from_db()
    assert {d.clock for d in case.deadlines.filter(ended_by=None)} == {"renewal"}
    note = {"knew": "A camp inspection found passports locked away.", "source": "Report 12 of the site office",
            "known_since": "2026-11-20", "told_to": "Inspector general, 2026-11-21", "answer_by": "2099-01-05"}  # fmt: skip
    assert form(office, case, "challenge", **note).status_code == 302
    assert "passports locked away" in firm.get(case.get_absolute_url()).content.decode()
    assert form(firm, case, "answer", says="They were returned; we look into it.").status_code == 302
    assert form(firm, case, "withdraw", reason="We sign anew.", due_on="2099-02-01").status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert {d.clock for d in case.deadlines.filter(ended_by=None)} == {"certificate"}


@pytest.mark.parametrize(
    ("told", "asked", "answer", "says"),
    [
        ({"text_version": "52.222-50 OCT 2020"}, TEXT, Answer.NO, "Due was 52.222-50 (NOV 2021)"),
        ({"text_version": "52.222-50 OCT 2020", "solicited_on": "", "awarded_on": ""}, TEXT, Answer.UNKNOWN, "not told"),
        ({"text_version": "52.222-50 NOV 2021", "solicited_on": "2025-10-15"}, TEXT, Answer.NO, "older than the overhaul text"),
        ({"text_version": "52.222-50 OCT 2025", "solicited_on": "2025-10-15"}, TEXT, Answer.UNKNOWN, "which text of the FAR"),
        ({"text_version": "52.222-56 OCT 2020"}, TEXT, Answer.NO, "this certificate stands in 52.222-50"),
        ({"text_version": ""}, TEXT, Answer.UNKNOWN, "No text version"),
        ({"text_version": "other"}, TEXT, Answer.UNKNOWN, "No text version"),
        ({"signer_role": ""}, SIGNER, Answer.NO, "nothing says in which part"),
        ({"period_until": "2026-11-29"}, TIME, Answer.NO, "Its period ended on 2026-11-29."),
        ({"period_until": "2026-11-30"}, TIME, Answer.YES, "until 2026-11-30"),
        ({"period_from": "2026-12-01"}, TIME, Answer.NO, "begins on 2026-12-01"),
        ({"signed_on": "2025-11-29"}, TIME, Answer.NO, "Its twelve months ended on 2026-11-29"),
        ({"signed_on": "2025-11-30"}, TIME, Answer.YES, "2026-11-30"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_paper_is_said_and_never_silently_accepted(
    told: dict[str, str], asked: str, answer: Answer, says: str
) -> None:
    case = filed(**told)
    found = {check.asked: check for check in checks.checks(case, date(2026, 11, 30))}
    assert found[asked].answer is answer
    assert says in found[asked].says
    assert all(check.answer is Answer.YES for check in found.values() if check.asked != asked)


def test_a_certificate_before_award_is_held_against_the_day_of_award() -> None:
    late = filed("before_award", text_version="52.222-56 OCT 2020")
    assert answers(late)[BEFORE] is Answer.NO
    in_time = filed("before_award", text_version="52.222-56 OCT 2020", signed_on="2025-11-20", received_on="2025-11-20")
    assert answers(in_time) == {TEXT: Answer.YES, SIGNER: Answer.YES, BEFORE: Answer.YES}
    assert answers(filed("before_award", awarded_on=""))[BEFORE] is Answer.UNKNOWN
    child = filed("child_labor", text_version="52.222-18 FEB 2021", signed_on="2025-11-01")
    assert answers(child)[LINES] is Answer.UNKNOWN
    assert set(KINDS) == {"before_award", "yearly", "child_labor", "subcontract"}


def test_relying_over_a_doubt_is_refused_until_it_is_explained(acting: Acting) -> None:
    case = filed(signer_role="", text_version="52.222-50 OCT 2020")
    office = acting(Role.CONTRACTING_OFFICER)
    answer = form(office, case, "rely", **relying(checked="Looked at the signature."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nothing says in which part" in page and "Due was 52.222-50 (NOV 2021)" in page
    assert "Looked at the signature." in page
    assert form(office, case, "rely", **relying(not_false="")).status_code == 422, (
        "nobody relies on what is known to be false"
    )
    assert form(office, case, "rely", **relying(next_due="", explained="Asked.")).status_code == 422, (
        "a yearly one sets the next"
    )
    assert (
        form(
            office, case, "rely", **relying(explained="The board's resolution names her; the text is asked anew.")
        ).status_code
        == 302
    )


def test_days_that_cannot_be_are_refused_field_by_field(acting: Acting) -> None:
    by, office = an_office()
    case = due(by, office)
    client = acting(Role.CONTRACTING_OFFICER)
    for told, name in (
        ({"signed_on": "2999-01-01"}, "Signed on"), ({"received_on": "2026-11-01"}, "expected a day not after it was received"),
        ({"period_from": "2026-12-01", "period_until": "2026-01-01"}, "before it begins"),
        ({"signed_on": "yesterday"}, "expected a day"),
        ({"signed_by": ""}, "Signed by is missing"), ({"signed_by": "x" * 500}, "at most 200 letters"),
        ({"text_version": "52.222-99"}, "one of the choices"),
    ):  # fmt: skip
        answer = form(client, case, "file", **filing(**told))
        assert answer.status_code == 422 and name in answer.content.decode(), told
        if "signed_by" not in told:
            assert "R. Heron" in answer.content.decode()
    assert case.events.count() == 1


def test_an_end_before_its_time_and_a_move_out_of_turn_are_refused() -> None:
    by, office = an_office()
    case = due(by, office)
    with pytest.raises(NotNowError, match="the case must be on file or answered; it is due"):
        case.move("rely", by, relying())
    case.move("file", by, filing())
    case = Certificate.objects.get(pk=case.pk)
    case.move("rely", by, relying())
    with pytest.raises(MissingError, match="Its time is not over: it speaks until 2027-11-10"):
        case.move("expire", by, {}, "x")
    old = filed(period_until=str(today() - timedelta(days=1)))
    old.move("rely", by, relying(explained="For the last month."))
    old.move("expire", by, {"due_on": "2099-01-01"}, "Its period is over.")
    assert old.state == "expired"
    with pytest.raises(MissingError, match="the certificate that came in now"):
        told = filing()
        del told["paper_certificate"]
        old.move("file", by, told)


def test_the_wrong_roles_are_refused_and_strangers_find_nothing(acting: Acting) -> None:
    case = filed(firm=True)
    member, _ = a_firm()
    where = f"/certificates/{case.reference}/"
    for role, organization, kind, status in (
        (Role.REPRESENTATIVE, "Office A", "agency", 200), (Role.PORTFOLIO_LEAD, "Office A", "agency", 200),
        (Role.INSPECTOR_GENERAL, "IG", "oversight", 200), (Role.DEBARRING_OFFICIAL, "SDO", "oversight", 200),
        (Role.SUPPLIER_MEMBER, "Firm Z", "supplier", 404), (Role.CONTRACTING_OFFICER, "Office Q", "agency", 404),
        (Role.SUBCONTRACTOR, "Firm B", "supplier", 403), (Role.MONITOR, "M", "monitor", 403),
    ):  # fmt: skip
        assert acting(role, organization, kind).get(where).status_code == status, role
    note = {"knew": "x", "source": "x", "known_since": "2026-01-01", "told_to": "x", "answer_by": "2099-01-01"}
    for who in (member, somebody(Role.REPRESENTATIVE, "Office A"), somebody(Role.INSPECTOR_GENERAL, "IG", "oversight")):
        with pytest.raises(NotYoursError):
            case.move("rely", who, relying())
        with pytest.raises(NotYoursError):
            case.move("challenge", who, note)
    with pytest.raises(NotYoursError, match="supplier certifier of a party"):
        case.move("withdraw", member, {}, "A member does not take a signature back.")
    assert acting(Role.REPRESENTATIVE).get("/certificates/new/").status_code == 403


def test_the_page_says_what_relying_means_and_no_markup_passes(acting: Acting) -> None:
    case = filed(
        "child_labor",
        text_version="52.222-18 FEB 2021",
        signed_on="2025-11-01",
        covers="<script>x</script>\nCotton, India",
    )
    page = acting(Role.CONTRACTING_OFFICER).get(f"/certificates/{case.reference}/").content.decode()
    assert "It is no finding that the certificate is true." in page and "FAR 22.1503(d)" in page
    assert "CL-07" in page and "<script>x" not in page and "&lt;script&gt;" in page
    assert page.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


def test_the_queue_filters_by_its_address_and_asks_no_more_for_many(acting: Acting) -> None:
    by, office = an_office()
    first, client = filed(), acting(Role.CONTRACTING_OFFICER)
    client.get("/certificates/")
    with CaptureQueriesContext(connection) as few:
        client.get("/certificates/")
    for _ in range(5):
        due(by, office, what="child_labor")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/certificates/").content.decode()
    assert len(many) == len(few) <= 20
    assert "6 certificates wait for you" in page, "no supplier was let in, so that the office has the next step"
    assert page.index(first.reference) < page.index("CERTIFICATE-2026-00002")
    assert first.reference not in client.get("/certificates/?what=child_labor").content.decode()
    assert client.get("/certificates/?what=%27--").status_code == 400
    table = b"".join(client.get("/certificates/?as=csv&state=filed").streaming_content).decode("utf-8-sig")
    assert len([line for line in table.splitlines() if not line.startswith("# ")]) == 2 and "52.222-50 NOV 2021" in table
    with CaptureQueriesContext(connection) as one:
        client.get(f"/certificates/{first.reference}/")
    assert len(one) <= 32


def test_the_next_anniversary_is_that_of_the_award() -> None:
    assert checks.next_due(filed(signed_on="2025-11-01")) == date(2026, 11, 20)
    assert checks.next_due(filed(awarded_on="2024-02-29", signed_on="2026-02-28")) == date(2027, 2, 28)
    assert checks.next_due(filed(awarded_on="", signed_on="2026-02-28", solicited_on="")) == date(2027, 2, 28)
    assert paper().name == "certificate.txt"


def test_the_page_shows_what_was_known_when_it_was_relied_on_and_when_it_was_challenged(acting: Acting) -> None:
    by, _ = an_office()
    case = filed()
    case.move("rely", by, relying(known="A listing of the place."))
    case.move("challenge", by, {"knew": "First note.", "source": "Letter", "known_since": "2026-11-01", "told_to": "IG",
                                "answer_by": "2099-01-01"})  # fmt: skip
    case.move("answer", by, {"says": "Not so."})
    case.move("challenge", by, {"knew": "Second note.", "source": "Visit", "known_since": "2026-11-02", "told_to": "IG, SDO",
                                "answer_by": "2099-01-01"})  # fmt: skip
    noted = acting(Role.INSPECTOR_GENERAL, "IG", "oversight").get(case.get_absolute_url()).content.decode()
    noted = noted[noted.index('id="noted"') : noted.index('id="means"')]
    assert "Second note." in noted and "First note." not in noted, "the last of each; the others stand in the timeline"
    assert noted.index("Second note.") < noted.index("Not so.") < noted.index("A listing of the place.")


def test_a_text_that_came_after_the_signature_is_said() -> None:
    case = filed(text_version="52.222-50 OCT 2025", signed_on="2025-09-30")
    found = {check.asked: check for check in checks.checks(case, date(2026, 9, 30))}
    assert found[TEXT].answer is Answer.NO and "after it was signed" in found[TEXT].says
    assert found[TIME].answer is Answer.YES


def test_a_yearly_one_speaks_no_longer_than_twelve_months_whatever_it_names() -> None:
    case = filed(period_until="2029-12-31", signed_on="2025-11-10")
    found = {check.asked: check for check in checks.checks(case, date(2026, 11, 10))}
    assert checks.until(case) == date(2026, 11, 10)
    assert found[TIME].answer is Answer.YES and "It names 2029-12-31, but comes each year" in found[TIME].says
    late = {check.asked: check for check in checks.checks(case, date(2026, 11, 11))}
    assert late[TIME].answer is Answer.NO and "Its twelve months ended on 2026-11-10" in late[TIME].says


def test_the_next_one_is_due_within_thirteen_months(acting: Acting) -> None:
    case, office = filed(), acting(Role.CONTRACTING_OFFICER)
    for day in (today() - timedelta(days=1), today() + timedelta(days=430)):
        answer = form(office, case, "rely", **relying(next_due=str(day)))
        assert answer.status_code == 422 and f"The next one is due on: {day} was given" in answer.content.decode()


def test_a_certificate_before_award_that_came_after_it_and_a_sub_award_without_its_day_are_doubts() -> None:
    late = filed("before_award", text_version="52.222-56 OCT 2020", signed_on="2025-11-20", received_on="2025-11-21")
    found = {check.asked: check for check in checks.checks(late, today())}
    assert found[BEFORE].answer is Answer.NO and "but received on 2025-11-21" in found[BEFORE].says
    below = {check.asked: check for check in checks.checks(filed("subcontract"), date(2026, 11, 30))}
    assert below["Was it signed before the sub-award?"].answer is Answer.UNKNOWN


def test_relying_after_a_challenge_says_what_became_of_it(acting: Acting) -> None:
    by, _ = an_office()
    case, office = filed(), acting(Role.CONTRACTING_OFFICER)
    note = {"knew": "x", "source": "x", "known_since": "2026-01-01", "told_to": "x", "answer_by": "2099-01-01"}
    case.move("challenge", by, note)
    case.move("answer", by, {"says": "Not so."})
    answer = form(office, case, "rely", **relying())
    assert answer.status_code == 422 and "say here what became of that" in answer.content.decode()
    assert form(office, case, "rely", **relying(explained="The inspector general found nothing of it.")).status_code == 302
    told = Certificate.objects.get(pk=case.pk)
    told.move("file", by, filing())
    told.move("rely", by, relying())


@pytest.mark.parametrize("name", ["awarded_on", "solicited_on", "period_until", "signed_on", "received_on"])
def test_a_day_that_no_contract_has_is_refused_and_the_page_stands(acting: Acting, name: str) -> None:
    by, office = an_office()
    case, client = due(by, office), acting(Role.CONTRACTING_OFFICER)
    for day in ("9999-12-31", "1026-11-20"):
        assert form(client, case, "file", **filing(**{name: day})).status_code == 422
        sent = {"what": "yearly", "contract": "ZZ-9", "supplier": "F", name: day}
        if name in ("awarded_on", "solicited_on"):
            assert client.post("/certificates/new/", sent).status_code == 422
    assert client.get(case.get_absolute_url()).status_code == 200
    assert Certificate.objects.count() == 1


def test_the_days_of_the_contract_are_the_offices_to_tell() -> None:
    by, office = an_office()
    member, firm = a_firm()
    case = due(by, office, firm, awarded_on=None)
    case.move("file", member, filing(solicited_on="2015-01-01", awarded_on="2025-11-21"))
    case = Certificate.objects.get(pk=case.pk)
    assert (case.solicited_on, case.awarded_on) == (date(2025, 6, 15), date(2025, 11, 21)), "noted by nobody before"
    case.move("file", by, filing(solicited_on="", awarded_on="2025-11-20"))
    case = Certificate.objects.get(pk=case.pk)
    assert (case.solicited_on, case.awarded_on) == (date(2025, 6, 15), date(2025, 11, 20))


def test_who_challenges_is_told_before_typing_that_the_supplier_reads_it(acting: Acting) -> None:
    case = filed(firm=True)
    page = acting(Role.CONTRACTING_OFFICER).get(case.get_absolute_url()).content.decode()
    form_ = page[page.index("A supplier that was let in reads what the government knows") :]
    assert form_.index('name="knew"') < form_.index("the supplier does not.") < form_.index('name="told_to"')
    assert "the supplier does not get it" in page


def test_a_certificate_that_was_taken_back_is_on_file_nowhere(acting: Acting) -> None:
    by, _ = an_office()
    case, office = filed(award_id="ZZ-A"), acting(Role.CONTRACTING_OFFICER)
    case.move("withdraw", by, {}, "It is signed anew.")
    case.move("ask", by, {"due_on": "2099-01-01"})
    page = office.get(case.get_absolute_url()).content.decode()
    assert "Nothing that stands is on file now; what was signed on 2026-11-10" in page and "On file, signed on" not in page
    assert "nothing that stands is on file" in office.get("/certificates/").content.decode()
    held = of_award(by, "ZZ-A").held  # type: ignore[union-attr]
    assert held[0].says == "Nothing that stands is on file; the last was signed on 2026-11-10."


def test_a_list_that_was_asked_for_wrongly_gives_no_table(acting: Acting) -> None:
    client = acting(Role.CONTRACTING_OFFICER)
    for where in ("/certificates/?what=nonsense&as=csv", "/certificates/?state=x&as=csv"):
        answer = client.get(where)
        assert answer.status_code == 400 and "expected one of" in answer.content.decode()
    assert "cannot be told" in client.get("/certificates/missing/?as=csv").content.decode()


def test_the_same_form_sent_twice_opens_one_case_and_another_is_said_to_be_one(acting: Acting) -> None:
    client = acting(Role.CONTRACTING_OFFICER)
    for where, told in (("plans", {}), ("certificates", {"what": "yearly"})):
        sent = {"contract": "ZZ-1", "supplier": "Firm B", **told}
        first = client.post(f"/{where}/new/", sent)
        again = client.post(f"/{where}/new/", sent)
        reference = first["Location"].rstrip("/").rpartition("/")[2]
        page = again.content.decode()
        assert first.status_code == 302 and again.status_code == 422
        assert f"an open case of the same already, {reference}" in page and f'href="{first["Location"]}"' in page
        assert client.post(f"/{where}/new/", sent | {"another": reference}).status_code == 302
        assert client.post(f"/{where}/new/", sent | {"another": reference}).status_code == 422, "sent twice"
    assert client.post("/certificates/new/", {"what": "before_award", "contract": "ZZ-1", "supplier": "F"}).status_code == 302


def test_whose_turn_it_is_goes_by_the_organization(acting: Acting) -> None:
    by, office = an_office()
    a_firm()
    ours, theirs = due(by, office), due(by, office, Organization.objects.get(name="Firm B"))
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    client = acting(Role.CONTRACTING_OFFICER)

    def mine(who: Client) -> list[str]:
        return re.findall(r"CERTIFICATE-\d{4}-\d{5}(?=</th>)", who.get("/certificates/?turn=mine").content.decode())

    assert mine(client) == [ours.reference] and mine(firm) == [theirs.reference]
    both = Actor(by.user, by.parts | {(Role.SUPPLIER_MEMBER, Organization.objects.get(name="Firm B").pk)})
    of = received.filters(QueryDict("turn=mine"), [])
    other = somebody(Role.SUPPLIER_MEMBER, "Firm Z", "supplier")
    for actor, expected in ((both, {ours, theirs}), (Actor(by.user, by.parts | other.parts), {ours})):
        assert set(received.queue(Certificate.objects.all(), actor, of, TURNS, today())) == expected


def test_the_words_of_a_paper_that_is_destroyed_under_retention_stand_nowhere(acting: Acting) -> None:
    by, _ = an_office()
    case = filed(covers="Lines 1 to 4")
    event = case.events.get(move="file")
    case.destroyed(event)  # as the engine does within the destruction
    deeds.destroy(case, event.number, by, "Ten years are over.")
    page = acting(Role.CONTRACTING_OFFICER).get(case.get_absolute_url()).content.decode()
    assert "R. Heron" not in page and "Lines 1 to 4" not in page and "the name was destroyed under retention" in page
