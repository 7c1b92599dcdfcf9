"""What plans and certificates say beside an award, which are missing, what is found, who is let in, the demonstration."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from certificate_stories import due, filing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import Acting
from plan_stories import opened, sent
from tiny_subject.people import officer, somebody

from buyfair.cards.dossier_on_file import NOTHING, Filed
from buyfair.cards.words import long_day
from buyfair.dossier import dossier
from buyfair.terms.errors import MachineError
from buyfair.web import demo, received
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.casework.clocks import actor_for
from buyfair.web.casework.models import CaseParty, Deadline, Refusal
from buyfair.web.certificates import beside as certificates
from buyfair.web.certificates import demo as certificates_demo
from buyfair.web.certificates.kinds import KINDS
from buyfair.web.certificates.models import Certificate
from buyfair.web.certificates.search import hits as certificates_found
from buyfair.web.core.beside import Beside, beside, on_file
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.plans import beside as plans
from buyfair.web.plans import demo as plans_demo
from buyfair.web.plans.models import Plan
from buyfair.web.plans.search import hits as plans_found

pytestmark = pytest.mark.django_db
SIGNED = str(today())
AWARD = "CONT_AWD_ZZN00125C00001292_1700_-NONE-_-NONE-"
"""An award of the bundled sample that the law asks a plan and two certificates of."""


def office() -> tuple[Any, Organization]:
    by = officer()
    return by, Organization.objects.get(name="Office A")


def test_the_duties_beside_an_award_are_those_of_its_dossier(held: Path) -> None:
    told = received.duties(AWARD)
    assert told is not None
    said = {each["id"]: each["answer"] for each in dossier(held, AWARD)["duties"]["answers"] if each["answer"] != "no"}
    assert dict(told.answers) == said
    assert {told.answers.get(row) for row in ("TIP-04", "TIP-05", "TIP-07")} == {"yes"}


def test_what_is_missing_beside_an_award_is_said_until_it_is_on_file(held: Path) -> None:
    by, owner = office()
    before = plans.of_award(by, AWARD)
    assert (
        before is not None
        and "The law asks for a compliance plan here" in before.says
        and "none is on file" in before.says
    )
    assert before.begin is not None and AWARD in before.begin[1]
    papers = certificates.of_award(by, AWARD)
    assert papers is not None and "unchallenged: Compliance plan, before award" in papers.says
    opened(by, owner, award=AWARD)
    for what, text, signed in (("yearly", "52.222-50 NOV 2021", SIGNED), ("before_award", "52.222-56 OCT 2020", "2025-11-01")):
        case = due(by, owner, what=what, award_id=AWARD)
        assert "nothing is on file that speaks for today" in certificates.of_award(by, AWARD).says, "due is not on file"  # type: ignore[union-attr]
        case.move("file", by, filing(text_version=text, signed_on=signed, received_on=SIGNED))
    with CaptureQueriesContext(connection) as asked:
        after, papers = plans.of_award(by, AWARD), certificates.of_award(by, AWARD)
    assert len(asked) <= 4, "two each at most"
    assert after is not None and "none is on file" not in after.says and after.held[0].says == "Nothing came in yet."
    assert papers is not None and "Each certificate that the law asks for" in papers.says
    assert "On file is not the same as true." in papers.says


def test_what_is_over_challenged_or_closed_is_not_called_on_file(held: Path) -> None:
    by, owner = office()
    plan = opened(by, owner, award=AWARD)
    plan.move("close", by, {}, "The order is over.")
    told = plans.of_award(by, AWARD)
    assert told is not None and told.says.endswith("none is on file.") and len(told.held) == 1
    early = {"text_version": "52.222-56 OCT 2020", "signed_on": "2025-11-01", "received_on": "2025-11-02"}
    for what, filed in (("yearly", {"signed_on": "2025-01-01", "received_on": SIGNED}), ("before_award", early)):
        case = due(by, owner, what=what, award_id=AWARD)
        case.move("file", by, filing(**filed))
    lacks = certificates.of_award(by, AWARD).says  # type: ignore[union-attr]
    assert "every year" in lacks and "before award" not in lacks, "its twelve months are over"
    note = {"knew": "x", "source": "x", "known_since": "2026-01-01", "told_to": "x", "answer_by": "2099-01-01"}
    case.move("challenge", by, note)
    assert "before award" in certificates.of_award(by, AWARD).says  # type: ignore[union-attr]


def test_what_could_not_be_read_once_is_asked_again(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received._duties.cache_clear()

    def fails(*_: Any) -> Any:
        raise MachineError("the disk is away")

    for name in ("held_in", "duties_of"):
        with monkeypatch.context() as away:
            away.setattr(received, name, fails if name == "duties_of" else lambda _: None)
            assert received.duties(AWARD) is None
            away.setattr(received, "owing", fails)
            assert received.lacking("TIP-05", [], "").count is None
        assert received.duties(AWARD) is not None
        received._duties.cache_clear()


def test_nobody_without_a_part_hears_of_them_beside_an_award_and_no_portfolio_is_no_answer(home_folder: Path) -> None:
    assert plans.of_award(somebody(Role.MONITOR, "M", "monitor"), AWARD) is None
    assert certificates.of_award(somebody(Role.ADMINISTRATOR, "Us", "operator"), AWARD) is None
    by, owner = office()
    opened(by, owner, award=AWARD)
    other = plans.of_award(officer("Office Q"), AWARD)
    assert other is not None and not other.held, "another office's case is not shown"
    assert "could not be read" in other.says
    assert "could not be read" in certificates.of_award(by, AWARD).says  # type: ignore[union-attr]


def test_awards_that_lack_a_paper_are_listed_until_it_is_asked_for(acting: Acting, held: Path) -> None:
    client = acting(Role.CONTRACTING_OFFICER)
    rows = [json.loads(line) for line in b"".join(client.get("/plans/missing/?as=jsonl").streaming_content).splitlines()][:-1]
    page = client.get("/plans/missing/").content.decode()
    assert f"Of {len(rows)} awards the law asks for a compliance plan" in page and AWARD in {
        row["award_id"] for row in rows
    }
    by, owner = office()
    opened(by, owner, award=AWARD)
    again = client.get("/plans/missing/").content.decode()
    assert f"Of {len(rows) - 1} awards" in again and "ZZN00125C00001292" not in again
    Plan.objects.get().move("close", by, {}, "The order is over.")
    assert f"Of {len(rows)} awards" in client.get("/plans/missing/").content.decode(), "a closed case asks for nothing"
    case = due(by, owner, award_id=AWARD)
    yearly = "/certificates/missing/?what=yearly&as=jsonl"
    assert AWARD not in b"".join(client.get(yearly).streaming_content).decode()
    case.move("file", by, filing())
    case.move("withdraw", by, {}, "It is signed anew.")
    assert AWARD in b"".join(client.get(yearly).streaming_content).decode(), "nothing stands any more"
    child = client.get("/certificates/missing/?what=child_labor&page=2").content.decode()
    assert "Page 2 of" in child and "None on file here does not say that none was given" in child
    assert client.get("/certificates/missing/?what=x").status_code == 400
    assert client.get("/certificates/missing/?page=99999999999").status_code == 200
    assert client.get("/plans/missing/?page=99").status_code == 200
    assert acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get("/plans/missing/").status_code == 403


def test_without_a_portfolio_what_is_missing_cannot_be_told(acting: Acting, home_folder: Path) -> None:
    for where in ("/plans/missing/", "/certificates/missing/"):
        answer = acting(Role.PORTFOLIO_LEAD).get(where)
        assert answer.status_code == 200 and "cannot be told" in answer.content.decode()


def test_a_new_case_is_filled_in_from_the_award(acting: Acting, held: Path) -> None:
    page = acting(Role.CONTRACTING_OFFICER).get(f"/certificates/new/?award={AWARD}").content.decode()
    assert 'value="ZZN00125C00001292"' in page and "What the law asks of this award" in page
    assert 'value="before_award" selected' in page
    unknown = acting(Role.CONTRACTING_OFFICER).get("/plans/new/?award=%00nothing%F0%9F%92%A9").content.decode()
    assert "The award is not in the portfolio that is shown" in unknown


def test_a_supplier_is_let_in_by_the_owner_alone(acting: Acting, home_folder: Path) -> None:
    by, owner = office()
    somebody(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    for case, where in ((opened(by, owner), "plans"), (due(by, owner), "certificates")):
        address = f"/{where}/{case.reference}/"
        firm, client = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"), acting(Role.CONTRACTING_OFFICER)
        assert firm.get(address).status_code == 404
        assert client.post(f"{address}parties/", {"firm": "Firm ♥"}).status_code == 422
        assert acting(Role.REPRESENTATIVE).post(f"{address}parties/", {"firm": "Firm B"}).status_code == 403
        assert client.post(f"{address}parties/", {"firm": "Office A"}).status_code == 422, "no supplier"
        assert client.post(f"{address}parties/", {"firm": "Firm B"}).status_code == 302
        assert firm.get(address).status_code == 200
        assert CaseParty.objects.filter(case=case.pk).count() == 1
    assert Refusal.objects.filter(move="invite").count() == 6


def test_the_search_finds_what_may_be_seen(home_folder: Path) -> None:
    by, owner = office()
    opened(by, owner), due(by, owner).move("file", by, filing())
    assert [hit.kind for hit in plans_found(by, "gannet", 5)] == ["Plans"]
    assert [hit.kind for hit in certificates_found(by, "R. Heron", 5)] == ["Certificates"]
    assert plans_found(officer("Office Q"), "gannet", 5) == [] == certificates_found(officer("Office Q"), "Heron", 5)


def test_the_demonstration_holds_every_state_and_is_filled_once(home_folder: Path) -> None:
    for organization, kind, account, roles in demo.PEOPLE:
        somebody(roles[0], organization, kind, account)
    for _ in range(2):
        plans_demo.fill()
        certificates_demo.fill()
    assert {p.state for p in Plan.objects.all()} == {s.name for s in Plan.flow_table.states}
    assert {c.state for c in Certificate.objects.all()} == {s.name for s in Certificate.flow_table.states}
    assert {c.what for c in Certificate.objects.all()} == set(KINDS)
    assert all("fictional" in case.supplier for case in (*Plan.objects.all(), *Certificate.objects.all()))
    accepted = Plan.objects.get(state="accepted")
    assert accepted.last is not None and accepted.last.number == 2 and accepted.verdict == "yes"


def duties_in(page: str) -> str:
    """The part of a dossier about duties, as it is read."""
    part = page.split('<section id="duties"')[1].split("</section>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)))


def test_the_duties_of_a_dossier_say_what_is_on_file_and_only_to_who_may_see_it(acting: Acting, held: Path) -> None:
    """The page, its calendar and the copy say the same; another office hears of no case, and is told to ask."""
    mine = acting(Role.CONTRACTING_OFFICER)
    by = actor_for(User.objects.get(memberships__role=Role.CONTRACTING_OFFICER))
    owner = Organization.objects.get(memberships__user=by.user)
    page = f"/awards/{AWARD}/"
    before = duties_in(mine.get(page).content.decode())
    assert NOTHING in before and "Not known here" in before and "On file: " not in before
    plan = opened(by, owner, award=AWARD)
    sent(plan, by)
    certificate = due(by, owner, what="before_award", award_id=AWARD)
    certificate.move("file", by, filing(text_version="52.222-56 OCT 2020", signed_on="2025-11-01", received_on=SIGNED))
    yearly = due(by, owner, what="yearly", award_id=AWARD)
    yearly.move("ask", by, {"due_on": str(today() + timedelta(days=20))})
    purchase = Acquisition.open(by, owner, {"name": "uniforms", "award_id": AWARD})
    Deadline.objects.create(case=purchase, clock="posting", what="The plan is posted", due=today(),
                            set_by=purchase.events.get())  # fmt: skip
    answer = mine.get(page).content.decode()
    after, soon = duties_in(answer), long_day(str(today() + timedelta(days=20)))
    said = (f"On file: plan received March 2, 2026, received ({plan.reference}).",
            f"On file: certificate signed November 1, 2025, received {long_day(SIGNED)}, not relied on or challenged yet",
            f"Nothing is on file: {yearly.reference}, due.",
            f"The certificate is due by {soon}, as noted in {yearly.reference}.",
            f"The plan is posted by {long_day(SIGNED)}, as noted in {purchase.reference}.")  # fmt: skip
    copied = " ".join(mine.get(f"{page}?as=txt").content.decode().split())
    for sentence in said:
        assert sentence in after and sentence in copied, sentence
    calendar = answer.split('<section id="calendar"')[1].split("</section>")[0]
    assert soon in calendar and "TIP-06 The plan is posted" in html.unescape(calendar)
    other = officer("Office Q")
    there = on_file(beside(other, AWARD))
    assert there.nothing >= {"TIP-04", "TIP-05", "TIP-07"} and not there.filed and not there.noted


def test_a_gap_of_the_contract_text_stands_with_the_duty_that_it_is_of() -> None:
    gap = Filed("TIP-05", "Contract text T-1: plan missing.")
    told = [Beside("Contract text", "", filed=(gap,)), Beside("Compliance plan", "", keeps=("TIP-05",))]
    assert on_file(told).said("TIP-05", "yes") == (NOTHING, gap.says)
