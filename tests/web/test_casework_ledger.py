"""The ledger can be added to and not changed; whatever is changed all the same is found and named."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from people import Acting
from tiny_subject.models import Pledge
from tiny_subject.people import AT, monitor, officer, paper, pledge, proposal, supplier

from buyfair.web.casework import anchoring, chain, deeds, store
from buyfair.web.casework.append_only import lay, lift
from buyfair.web.casework.models import Anchor, Event, Payload
from buyfair.web.casework.refused import DocumentRefusedError, LedgerIsAppendOnlyError
from buyfair.web.casework.verify import verify
from buyfair.web.core.actor import Actor
from buyfair.web.core.backup import back_up, restore
from buyfair.web.core.roles import Role

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
OPERATOR = Actor(None, frozenset())


def walked() -> Pledge:
    """A pledge with five events, one of them a comment."""
    case = pledge()
    case.move("propose", supplier(), proposal(), at=AT)
    deeds.comment(case, officer(), "Twelve of how many?", at=AT)
    case.move("agree", officer(), {"pay_by": "2026-06-30"}, at=AT)
    case.move("report", supplier(), {"paper_receipts": paper("receipts.txt", b"paid")}, at=AT)
    return case


@contextmanager
def unguarded() -> Iterator[Any]:
    """A hand in the database itself, with the triggers taken away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        editor = _Editor(cursor)
        lift(None, editor)
        yield cursor
        lay(None, editor)


class _Editor:
    def __init__(self, cursor: Any) -> None:
        self.cursor, self.connection = cursor, connection

    def execute(self, statement: str, params: Any) -> None:
        self.cursor.execute(statement)


def test_what_was_written_is_whole() -> None:
    walked()
    found = verify()
    assert (found.broken, found.cases, found.events, found.documents) == ([], 1, 5, 2)


@pytest.mark.parametrize("model", [Event, Anchor])
def test_python_refuses_to_change_or_delete(model: Any) -> None:
    walked()
    anchoring.anchored(date(2026, 3, 3), AT)
    row = model.objects.first()
    for doing in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(hash="")):
        with pytest.raises(LedgerIsAppendOnlyError):
            doing()


@pytest.mark.parametrize("statement", [
    "UPDATE casework_event SET move = 'close' WHERE number = 2",
    "DELETE FROM casework_event WHERE number = 5",
    "UPDATE casework_payload SET body = '{}'",
    "UPDATE casework_payload SET body = ''",
    "DELETE FROM casework_payload",
    "UPDATE casework_anchor SET cases = 0",
    "DELETE FROM casework_anchor",
    "DELETE FROM casework_anchoredhead",
])  # fmt: skip
def test_the_database_refuses_to_change_or_delete(statement: str) -> None:
    case = walked()
    anchoring.anchored(date(2026, 3, 3), AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert case.events.count() == 5


COLUMNS = {
    "number": "17", "at": "'2026-03-03 00:00:00'", "by_id": "NULL", "organization_id": "NULL", "role": "'monitor'",
    "move": "'close'", "came_from": "'closed'", "went_to": "'closed'", "about": "1", "committed": "'00'",
    "previous": "'00'", "hash": "'00'",
}  # fmt: skip


def test_every_column_of_an_event_is_tried() -> None:
    told = {field.column for field in Event._meta.fields} - {"id", "case_id"}
    assert told == set(COLUMNS)


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_an_event_that_was_changed_is_found_and_named(column: str) -> None:
    case = walked()
    with unguarded() as cursor:
        cursor.execute(f"UPDATE casework_event SET {column} = {COLUMNS[column]} WHERE number = 3")  # noqa: S608
    first = verify().broken[0]
    assert first.case == case.reference
    # a number that was changed leaves a gap, which is seen at the event after it
    assert first.number == (4 if column == "number" else 3)


def test_an_event_that_moved_to_another_case_is_found() -> None:
    case, other = walked(), pledge()
    with unguarded() as cursor:
        cursor.execute(f"UPDATE casework_event SET case_id = {other.pk} WHERE case_id = {case.pk} AND number = 5")  # noqa: S608
    assert {b.case for b in verify().broken} == {case.reference, other.reference}


@pytest.mark.parametrize(("statement", "number", "what"), [
    ("UPDATE casework_payload SET body = '{\"text\":\"Not I\"}' WHERE event_id = {3}", 3, "not what it committed to"),
    ("UPDATE casework_payload SET salt = '00' WHERE event_id = {3}", 3, "not what it committed to"),
    ("UPDATE casework_payload SET salt = '', body = '' WHERE event_id = {3}", 3, "no event says that it was destroyed"),
    ("DELETE FROM casework_payload WHERE event_id = {3}", 3, "no event says that it was destroyed"),
    ("UPDATE casework_case SET state = 'closed'", None, "the case stands at 'closed', and its last event led to 'reported'"),
    ("UPDATE casework_case SET version = 4", None, "the case counts 4 events, and the last that is there is 5"),
    ("UPDATE casework_document SET name = 'other.txt' WHERE event_id = {5}", 5, "does not speak of this content"),
])  # fmt: skip
def test_whatever_else_was_changed_is_found_and_named(statement: str, number: int | None, what: str) -> None:
    case = walked()
    keys = {e.number: e.pk for e in case.events.all()}
    told = re.sub(r"\{(\d)\}", lambda n: str(keys[int(n[1])]), statement)
    with unguarded() as cursor:
        cursor.execute(told)
    first = verify().broken[0]
    assert (first.case, first.number) == (case.reference, number)
    assert what in first.what


def test_a_ledger_cut_off_and_made_to_fit_is_found_by_its_anchor() -> None:
    case = walked()
    anchoring.anchored(date(2026, 3, 3), AT)
    fourth = case.events.get(number=4)
    with unguarded() as cursor:
        cursor.execute(
            "DELETE FROM casework_document WHERE event_id IN (SELECT id FROM casework_event WHERE number = 5)"
        )
        cursor.execute("UPDATE casework_deadline SET ended_by_id = NULL")
        cursor.execute(
            "DELETE FROM casework_payload WHERE event_id IN (SELECT id FROM casework_event WHERE number = 5)"
        )
        cursor.execute("DELETE FROM casework_event WHERE number = 5")
        cursor.execute("UPDATE casework_case SET version = 4, state = 'agreed', head = %s", [fourth.hash])
    assert [str(b) for b in verify().broken] == [f"{case.reference}: event 5 was anchored and is gone"]


def test_anchors_are_chained_one_a_day_and_hold_what_changed_since() -> None:
    case, quiet = walked(), pledge()
    first = anchoring.anchored(date(2026, 3, 3), AT)
    deeds.comment(case, officer(), "Good.", at=AT + timedelta(days=1))
    second = anchoring.anchored(date(2026, 3, 4), AT)
    assert first is not None and second is not None
    assert anchoring.anchored(date(2026, 3, 4), AT) is None
    assert anchoring.anchored(date(2026, 3, 1), AT) is None
    assert (first.cases, first.heads.count(), second.heads.count()) == (2, 2, 1)
    assert second.previous == first.hash
    assert (verify().broken, verify().anchors) == ([], 2)
    with unguarded() as cursor:
        cursor.execute("UPDATE casework_anchor SET root = '00' WHERE day = '2026-03-03'")
    assert [str(b) for b in verify().broken][
        0
    ] == "anchor of 2026-03-03: its root does not fit the events that it anchored"
    assert quiet.events.count() == 1


def test_what_was_destroyed_under_retention_is_gone_and_the_chain_holds(home_folder: Path) -> None:
    case = walked()
    digest = case.documents.get(paper="receipts").content.sha256
    assert store.content_of(digest) == b"paid"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction, "on_commit", lambda done: done())
        deeds.destroy(case, 5, OPERATOR, "six years are over", at=AT)
    deeds.destroy(case, 3, OPERATOR, "six years are over", at=AT)
    found = verify()
    assert (found.broken, found.destroyed, found.documents) == ([], 2, 1)
    assert store.content_of(digest) is None
    assert not Payload.objects.filter(body__contains="Twelve of how many").exists()
    assert deeds.said(case.events.get(number=3)) is None
    assert [e.about for e in case.events.filter(move="destroy")] == [5, 3]


def test_a_content_that_another_case_holds_stays_for_that_case() -> None:
    case, other = walked(), pledge()
    deeds.attach(other, supplier(), "receipts", paper("same.txt", b"paid"), at=AT)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction, "on_commit", lambda done: done())
        deeds.destroy(case, 5, OPERATOR, "six years are over", at=AT)
    assert store.content_of(other.documents.get().content.sha256) == b"paid"
    assert verify().broken == []


def test_a_content_that_is_brought_again_while_it_is_destroyed_is_not_lost() -> None:
    """Who brings the same in that moment finds the bytes there; the row says whose they are."""
    case, other, kept = walked(), pledge(), store.kept(paper("same.txt", b"paid"))
    waiting: list[Any] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction, "on_commit", waiting.append)
        deeds.destroy(case, 5, OPERATOR, "six years are over", at=AT)
    deeds.filed(other, supplier(), "receipts", kept, AT)
    for done in waiting:
        done()
    assert store.content_of(kept.sha256) == b"paid" and verify().broken == []
    store.forget(kept.sha256)
    with pytest.raises(DocumentRefusedError, match="destroyed elsewhere while it was sent here: send it once more"):
        deeds.filed(pledge(), supplier(), "receipts", kept, AT)


def test_the_command_says_counts_or_names_the_break_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    case = walked()
    call_command("verify_ledger")
    assert "The ledger is whole: 1 case, 5 events, 2 documents, 0 anchors." in capsys.readouterr().out
    with unguarded() as cursor:
        cursor.execute("UPDATE casework_event SET at = '2020-01-01 00:00:00' WHERE number = 2")
    with pytest.raises(CommandError) as failed:
        call_command("verify_ledger")
    assert failed.value.returncode == 1
    assert f"broken at {case.reference}, event 2: what the row holds does not fit its hash" in str(failed.value)


def test_a_document_whose_bytes_changed_is_found_and_not_handed_out(acting: Acting) -> None:
    case = walked()
    document = case.documents.get(paper="receipts")
    path = store.path_of(document.content.sha256)
    path.chmod(0o600)
    path.write_bytes(b"PAID")
    assert "its content is gone, or is not what it was" in verify().broken[0].what
    firm = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier")
    assert firm.get(f"/cases/{case.reference}/documents/{document.pk}/").status_code == 410


def script() -> str:
    """The independent script, as the page about the method prints it."""
    page = (ROOT / "docs" / "method" / "casework.md").read_text("utf-8")
    found = re.search(r"```python\n(# verify_case\.py.*?)```", page, re.S)
    assert found
    return found[1]


def verified(tmp_path: Path, ledger: Any) -> subprocess.CompletedProcess[str]:
    (tmp_path / "verify_case.py").write_text(script(), "utf-8")
    (tmp_path / "ledger.json").write_text(json.dumps(ledger), "utf-8")
    return subprocess.run([sys.executable, "-I", "verify_case.py", "ledger.json"], cwd=tmp_path, capture_output=True,
                          text=True, check=False)  # fmt: skip


def test_a_reader_verifies_a_case_with_the_script_of_the_page_and_nothing_of_ours(
    acting: Acting, tmp_path: Path
) -> None:
    case, _, _ = walked(), pledge(), pledge()
    deeds.destroy(case, 3, OPERATOR, "over", at=AT)
    anchor = anchoring.anchored(date(2026, 3, 3), AT)
    assert anchor is not None
    told = acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier").get(f"/cases/{case.reference}/ledger.json").json()
    whole = verified(tmp_path, told)
    assert whole.stdout.strip() == f"whole: 6 events, below the anchor of 2026-03-03 {anchor.hash}", whole.stderr
    for changed in (lambda t: t["events"][1].update(by=None), lambda t: t["events"][1]["payload"].update(body="{}"),
                    lambda t: t["events"].pop(2), lambda t: t["anchor"].update(root="0" * 64),
                    lambda t: t["anchor"]["path"][0].__setitem__(1, "0" * 64)):  # fmt: skip
        broken = json.loads(json.dumps(told))
        changed(broken)
        assert verified(tmp_path, broken).returncode == 1


def test_no_word_of_another_case_is_told_by_a_proof() -> None:
    case, other = walked(), pledge()
    anchoring.anchored(date(2026, 3, 3), AT)
    assert other.reference not in json.dumps(anchoring.ledger_of(case))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13])
def test_every_leaf_leads_to_the_root(count: int) -> None:
    heads = [(f"A-{n:03d}", n, chain.sha256(str(n))) for n in range(count)]
    for head in heads:
        here = chain.leaf(head)
        for side, beside in chain.path(heads, head):
            here = chain.sha256(chain.canonical(["node", *((beside, here) if side == "left" else (here, beside))]))
        assert here == chain.root(heads)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_whole_after_a_backup_was_restored(tmp_path: Path, home_folder: Path) -> None:
    case = walked()
    deeds.comment(case, officer(), "At an odd moment.", at=AT.replace(microsecond=999_999))
    anchoring.anchored(date(2026, 3, 3), AT.replace(microsecond=123_456))
    before = verify()
    back_up(tmp_path / "kept.backup")
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(home_folder / "documents")
    assert verify().events == 0
    restore(tmp_path / "kept.backup")
    assert verify() == before
    assert (before.broken, before.events, before.documents, before.anchors) == ([], 6, 2, 1)
    Pledge.objects.get().move("close", monitor(), {}, "Seen.", at=AT)
    assert verify().broken == []
