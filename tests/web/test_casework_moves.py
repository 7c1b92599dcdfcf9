"""What a move checks, what it says where it refuses, and that nothing but a move writes where a case stands."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tiny_subject.models import Pledge
from tiny_subject.people import AT, monitor, officer, paper, pledge, proposal, somebody, supplier

import buyfair.web
from buyfair.web.casework import deeds, refused
from buyfair.web.casework.models import Case, Content, Event, Refusal, Waiver
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role
from buyfair.web.subjects import ENGINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]

PAY_BY = {"pay_by": "2026-06-30"}


def proposed() -> Pledge:
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    return case


def agreed() -> Pledge:
    case = proposed()
    case.move("agree", officer(), PAY_BY, at=AT)
    return case


def reported(by: Actor | None = None) -> Pledge:
    case = agreed()
    case.move("report", by or supplier(), {"paper_receipts": paper("receipts.txt")}, at=AT)
    return case


REFUSED: list[tuple[Callable[[], Pledge], str, Callable[[], Actor], dict[str, Any], str, type[Exception], str]] = [
    (pledge, "sell", supplier, {}, "", refused.NoSuchMoveError, "There is no move 'sell'; the moves are propose, hand_back"),
    (pledge, "propose", officer, {}, "", refused.NotYoursError, "To propose the pledge is for: supplier member of a party."),
    (proposed, "agree", lambda: officer("Office Q"), {}, "", refused.NotYoursError,
     "To agree to the pledge is for: contracting officer of the office that owns it."),
    (pledge, "agree", officer, PAY_BY, "", refused.NotNowError,
     "To agree to the pledge the case must be proposed; it is draft."),
    (proposed, "hand_back", officer, {}, "  ", refused.MissingError, "Reason is missing."),
    (proposed, "agree", officer, {"pay_by": "soon"}, "", refused.MissingError,
     "Paid back by: 'soon' was given; expected a day such as 2026-03-31."),
    (pledge, "propose", supplier, {"workers": "1", "dollars": "1"}, "", refused.MissingError,
     "a document is missing: plan of repayment."),
    (pledge, "propose", supplier, {}, "", refused.MissingError,
     "How many workers paid is missing; What they are paid back is missing; a document is missing: plan of repayment."),
    (pledge, "propose", supplier, proposal(dollars="0"), "", refused.MissingError,
     "What they are paid back: 0.00 was given; expected more than nothing."),
    (pledge, "propose", supplier, proposal(dollars="1.001"), "", refused.MissingError,
     "What they are paid back: '1.001' was given; expected dollars, at most two places."),
    (pledge, "propose", supplier, proposal(gift="x"), "", refused.MissingError, "'gift' is nothing that this move asks."),
    (reported, "close", lambda: monitor("Firm B", "m@b"), {}, "seen", refused.SecondReaderError,
     "To close the pledge takes another organization than the one who made the move 'Report the payment'."),
]  # fmt: skip


@pytest.mark.parametrize(("case", "move", "by", "with_", "reason", "kind", "sentence"), REFUSED)
def test_a_refusal_says_what_is_missing_writes_nothing_and_is_kept(
    case: Callable[[], Pledge], move: str, by: Callable[[], Actor], with_: dict[str, Any], reason: str,
    kind: type[Exception], sentence: str,
) -> None:  # fmt: skip
    standing, actor = case(), by()
    for file in with_.values():
        _ = file.seek(0) if hasattr(file, "seek") else None
    events = standing.events.count()
    with pytest.raises(kind) as said:
        standing.move(move, actor, with_, reason, at=AT)
    assert str(said.value).startswith(sentence)
    assert Event.objects.filter(case=standing).count() == events
    assert Case.objects.get(pk=standing.pk).state == standing.state
    row = Refusal.objects.get()
    assert (row.by, row.case_id, row.move, row.sentence) == (actor.user, standing.pk, move, str(said.value))


def test_the_one_who_proposed_never_agrees_even_with_both_roles() -> None:
    case = pledge()
    both = supplier(name="both@firm.example")
    case.move("propose", both, proposal(), at=AT)
    both = officer(name="both@firm.example")
    with pytest.raises(refused.SecondReaderError, match="takes another person than the one who made the move 'Propose"):
        case.move("agree", both, PAY_BY, at=AT)
    case.move("agree", officer(), PAY_BY, at=AT)
    assert case.state == "agreed"


def test_a_form_made_before_somebody_else_moved_is_refused() -> None:
    case = proposed()
    stale = Pledge.objects.get(pk=case.pk)
    case.move("hand_back", officer(), {}, "Say who pays.", version=2, at=AT)
    with pytest.raises(refused.StaleError, match="changed by somebody else"):
        stale.move("agree", officer(), PAY_BY, version=2, at=AT)


def test_a_waiver_takes_the_place_of_what_is_needed_until_its_last_day() -> None:
    case = agreed()
    clerk = somebody(Role.REPRESENTATIVE, "Office A")
    with pytest.raises(refused.MissingError, match="nothing of that kind may be waived"):
        deeds.ask_waiver(case, clerk, "close", "reason", "Why not.", at=AT)
    with pytest.raises(refused.NotYoursError, match="A case of this kind"):
        deeds.ask_waiver(case, supplier(), "report", "paper_receipts", "They were lost.", at=AT)
    waiver = deeds.ask_waiver(case, clerk, "report", "paper_receipts", "The mill burned down.", at=AT)
    cited = {"waiver": waiver.reference}
    with pytest.raises(refused.MissingError, match="no waiver that stands on 2026-03-02"):
        case.move("report", supplier(), cited, at=AT)
    waiver.move("grant", officer(), {"until": "2026-03-10"}, "It did burn.", at=AT)
    assert Waiver.objects.get().until.isoformat() == "2026-03-10"
    with pytest.raises(refused.MissingError, match="no waiver that stands on 2026-03-11"):
        case.move("report", supplier(), cited, at=AT + timedelta(days=9))
    with pytest.raises(refused.MissingError, match="a document is missing: receipts of the workers"):
        case.move("report", supplier(), {}, at=AT + timedelta(days=8))
    event = case.move("report", supplier(), cited, at=AT + timedelta(days=8))
    assert deeds.said(event)["waivers"] == {"paper_receipts": waiver.reference}


def test_a_waiver_is_never_granted_by_the_one_who_asked() -> None:
    case = agreed()
    waiver = deeds.ask_waiver(case, officer(), "report", "paper_receipts", "Lost.", at=AT)
    with pytest.raises(refused.SecondReaderError):
        waiver.move("grant", officer(), {"until": "2026-03-10"}, "Of course.", at=AT)


def test_a_waiver_of_one_case_is_none_of_another() -> None:
    case, other = agreed(), agreed()
    waiver = deeds.ask_waiver(other, officer(), "report", "paper_receipts", "Lost.", at=AT)
    waiver.move("grant", officer(name="second"), {"until": "2026-12-31"}, "Lost indeed.", at=AT)
    with pytest.raises(refused.MissingError, match="no waiver that stands"):
        case.move("report", supplier(), {"waiver": waiver.reference}, at=AT)


def test_an_optional_document_and_a_second_one_of_the_same_kind() -> None:
    case = proposed()
    deeds.attach(case, supplier(), "plan", paper("plan2.txt", b"another"), at=AT)
    deeds.attach(case, officer(), "plan", paper("copy.txt"), at=AT)
    assert [d.name for d in case.documents.all()] == ["plan.txt", "plan2.txt", "copy.txt"]
    assert Content.objects.count() == 2, "the same content lies in the store once"


def test_numbers_count_per_kind_and_year() -> None:
    first, second = pledge(), pledge()
    later = pledge(at=AT.replace(year=2027))
    assert [c.reference for c in (first, second, later)] == [
        "PLEDGE-2026-00001",
        "PLEDGE-2026-00002",
        "PLEDGE-2027-00001",
    ]


def test_who_may_not_open_is_refused_and_nothing_is_there() -> None:
    office = Organization.objects.create(name="Office A", kind="agency")
    with pytest.raises(refused.NotYoursError, match="is opened by: supplier member of a party; contracting officer of"):
        Pledge.open(monitor(), office, {"site": "Mill 7"}, at=AT)
    assert Pledge.objects.count() == 0
    assert Refusal.objects.get().move == "open pledge"


def test_a_case_is_seen_by_whom_its_table_names_and_by_nobody_else() -> None:
    case = pledge()
    nobody = Actor(None, frozenset())
    strangers = (
        nobody,
        supplier("Firm Z"),
        officer("Office Q"),
        monitor("Monitor M"),
        somebody(Role.ADMINISTRATOR, "Us"),
    )
    seeing = (supplier(), monitor(), somebody(Role.INSPECTOR_GENERAL, "IG", "oversight"))
    assert [a for a in (*strangers, officer()) if Pledge.objects.seen_by(a).exists()] == []
    assert all(Case.objects.seen_by(a).get().pk == case.pk for a in seeing)
    case.move("propose", supplier(), proposal(), at=AT)
    assert Pledge.objects.seen_by(officer()).get() == case
    assert [a for a in strangers if Case.objects.seen_by(a).exists()] == []


def test_what_waits_for_me_is_what_i_can_move_or_was_given() -> None:
    case = proposed()
    second = officer(name="second")
    assert Case.objects.waiting_for(officer()).get().pk == case.pk
    assert not Case.objects.waiting_for(supplier()).exists()
    case.move("agree", officer(), PAY_BY, at=AT)
    assert not Case.objects.waiting_for(officer()).exists()
    deeds.assign(case, officer(), second.user, at=AT)
    assert Case.objects.waiting_for(second).get().pk == case.pk
    with pytest.raises(refused.MissingError, match="plays no part in the case"):
        deeds.assign(case, officer(), supplier().user, at=AT)
    deeds.assign(case, officer(), None, at=AT)
    assert not Case.objects.waiting_for(second).exists()
    assert [e.move for e in case.events.all()][-2:] == ["assign", "assign"]


def test_an_organization_that_is_let_in_sees_from_then_on() -> None:
    case = proposed()
    late = supplier("Firm Late")
    firm = Organization.objects.get(name="Firm Late")
    assert not Case.objects.seen_by(late).exists()
    deeds.invite(case, officer(), firm, "see", at=AT)
    assert Case.objects.seen_by(late).exists()
    with pytest.raises(refused.NotYoursError):
        deeds.comment(case, late, "May I speak?", at=AT)
    deeds.invite(case, officer(), firm, "act", at=AT)
    deeds.comment(case, late, "Now I may.", at=AT)


@pytest.mark.parametrize("column", ["state", "version", "head", "reference", "kind", "organization_id", "assignee_id"])
def test_a_save_that_would_write_what_the_ledger_writes_is_refused(column: str) -> None:
    case = Pledge.objects.get(pk=pledge().pk)
    setattr(case, column, 99 if column in ("version", "organization_id", "assignee_id") else "closed")
    with pytest.raises(refused.StateWrittenElsewhereError, match=column):
        case.save()


def test_a_save_of_an_object_read_long_ago_does_not_undo_a_move() -> None:
    case = pledge()
    old = Pledge.objects.get(pk=case.pk)
    case.move("propose", supplier(), proposal(), at=AT)
    old.site = "Mill 8"
    old.save()
    again = Pledge.objects.get(pk=case.pk)
    assert (again.state, again.site, again.workers, again.version) == ("proposed", "Mill 8", None, 2)


def test_no_case_is_made_but_by_opening_it() -> None:
    with pytest.raises(refused.StateWrittenElsewhereError, match="opened by Pledge.open"):
        Pledge(site="Mill 7", state="closed").save()


WRITERS = {"moving.py"}
"""The one module that may write where a case stands."""


def writes_a_state(code: str) -> list[int]:
    """Lines that assign to an attribute called state, or hand a state to something that writes rows."""
    found = []
    for node in ast.walk(ast.parse(code)):
        one = [node.target] if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else []
        targets = node.targets if isinstance(node, ast.Assign) else one
        if any(isinstance(t, ast.Attribute) and t.attr == "state" for target in targets for t in ast.walk(target)):
            found.append(node.lineno)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            writing = name in (
                "update",
                "create",
                "get_or_create",
                "update_or_create",
                "bulk_update",
                "setattr",
                "__setattr__",
            )
            told = [k.arg for k in node.keywords] + [a.value for a in node.args if isinstance(a, ast.Constant)]
            if writing and "state" in told:
                found.append(node.lineno)
    return found


def of_cases(path: Path) -> bool:
    """Whether a module may hold a case: migrations make none, and pages without a flow (batches of files) hold none."""
    web = Path(buyfair.web.__file__).parent
    subject = web / path.relative_to(web).parts[0]
    has_none = subject.is_dir() and subject.name not in ENGINE and not (subject / "flow.py").exists()
    return path.parent.name != "migrations" and not has_none


def test_nothing_but_a_move_writes_where_a_case_stands() -> None:
    folder = Path(buyfair.web.__file__).parent
    writing = {p.name for p in folder.rglob("*.py") if of_cases(p) and writes_a_state(p.read_text("utf-8"))}
    assert writing == WRITERS
    for code in ("case.state = 'x'", "a, case.state = 1, 2", "q.update(state='x')", "setattr(case, 'state', 'x')"):
        assert writes_a_state(code) == [1]
