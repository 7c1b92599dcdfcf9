"""Odd and hostile uploads: a small seeded part of bench/fuzz_uploads.py, and what it once found, each at its smallest."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from lead_stories import assessed_once
from people import Acting
from plan_stories import opened
from test_audits import OFFICER, SOON, guards, moved, one, sent, uploaded
from tiny_subject.people import officer

from buyfair.intake.documents import read_document
from buyfair.intake.facts_file import parse_facts
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.audits.work import answered
from buyfair.web.casework import store
from buyfair.web.casework.models import Content
from buyfair.web.casework.untaken import FEW as FORMS
from buyfair.web.casework.untaken import KEPT, forgotten
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import fuzz_uploads
from fuzz_upload_walk import Bounds

pytestmark = [pytest.mark.django_db]
FEW = {"contracts": 2, "plans": 3, "certificates": 2, "documents": 2, "decisions": 2, "programs": 3}
"""So many cases of each kind: seconds, not minutes."""


@pytest.fixture
def people(
    home_folder: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """Those who upload, a portfolio with leads, and a folder of temporary files that must stay empty."""
    monkeypatch.setattr("buyfair.web.leads.sightings.held_editions", None)  # it is what it was afterwards
    found = fuzz_uploads.peopled(home_folder, assessed_once(tmp_path_factory))
    (tmp_path / "beside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "beside"))
    with fuzz_uploads.reading_beside(30.0):
        yield found


@pytest.mark.parametrize("kind", FEW)
def test_whatever_is_uploaded_is_taken_whole_or_refused_in_a_sentence(
    kind: str, people: dict[str, Any], home_folder: Path
) -> None:
    wrong = {}
    for number in range(FEW[kind]):
        walk = fuzz_uploads.case(kind, number, 14, people, Bounds(60.0, 120.0), home_folder)
        assert walk.requests
        if walk.faults:
            wrong[f"{kind}/{number}", *(file.what for file in fuzz_uploads.FILES)] = walk.faults
    assert wrong == {}


# what it found


def stored(home: Path) -> set[str]:
    """The documents on the disk."""
    return {path.name for path in (home / "documents").rglob("*") if path.is_file()}


def taken() -> set[str]:
    """The documents of the database."""
    return set(Content.objects.values_list("sha256", flat=True))


def test_what_is_no_text_of_a_contract_is_not_stored_either(acting: Acting, home_folder: Path) -> None:
    """It was stored first and refused then, so that it lay there although no case had it."""
    with here():
        sent(acting(OFFICER), uploaded("sheet.csv", "a,b\n1,2\n"), uploaded("guards.txt", guards()))
    assert stored(home_folder) == taken() and ContractText.objects.count() == 1


def test_a_modification_that_leaves_a_gap_leaves_no_text_put_together(acting: Acting, home_folder: Path) -> None:
    office = acting(OFFICER)
    with here():
        text = one(office)
        moved(office, text, "need", who="R. Heron", send_by=SOON)
        moved(office, text, "send", answer_by=SOON, paper_modification=uploaded("m.txt", "A modification."))
        signed = uploaded("signed.txt", "MODIFICATION 1\nNothing of the clause is changed.\n")
        refused = moved(office, text, "modify", no_gap_left="on", paper_signed=signed)
    assert refused.status_code == 422 and "still has 1 gap" in refused.content.decode()
    lone = stored(home_folder) - taken()
    assert {(store.content_of(digest) or b"")[:14] for digest in lone} == {b"MODIFICATION 1"}, "the form holds on to it"


def form(office: Client) -> str:
    """The form of a plan that came in, refused for what was typed."""
    officer()
    case = opened(officer(), Organization.objects.get(name="Office A"))
    told = {"version": case.version, "received_on": "2026-03-02", "workforce": "84\0 cooks", "housing": "none"}
    answer = office.post(f"/cases/{case.reference}/moves/receive/", told)
    assert answer.status_code == 422
    return str(answer.content.decode())


def commented(office: Client) -> str:
    """The page of a case, a comment refused."""
    case = opened(officer(), Organization.objects.get(name="Office A"))
    return str(office.post(f"/cases/{case.reference}/comment/", {"text": "84\0 cooks"}).content.decode())


def beside_a_file(office: Client) -> str:
    """The form of an upload whose facts file is no text."""
    facts = SimpleUploadedFile("facts.toml", b"\xff\xfe")
    told = {"files": uploaded("a.txt", guards()), "facts": "84\0 cooks", "facts_file": facts}
    return str(office.post("/audits/new/", told).content.decode())


@pytest.mark.parametrize("page", [form, commented, beside_a_file])
def test_what_was_typed_comes_back_without_the_sign_that_no_page_holds(
    page: Any, acting: Acting, home_folder: Path
) -> None:
    shown = page(acting(OFFICER))
    assert "84 cooks" in shown and "\0" not in shown


def test_a_line_that_is_quoted_in_a_refusal_steers_nothing() -> None:
    with pytest.raises(InputRefusedError) as refused:
        parse_facts("agency = \x1b[2J\u202e\0 1".encode(), "what you told")
    assert str(refused.value).isprintable() and "agency = " in str(refused.value)


def test_a_process_that_reads_a_text_and_may_be_ended_amid_it_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the text that it had made for itself stayed in the folder of temporary files when it took too long."""
    (tmp_path / "guards.txt").write_text(guards(), "utf-8")
    (tmp_path / "beside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "beside"))
    lying: list[list[Path]] = []

    def looked(path: Path) -> Any:
        lying.append(list((tmp_path / "beside").iterdir()))
        return read_document(path)

    monkeypatch.setattr("buyfair.intake.documents.read_document", looked)
    asked = {"path": str(tmp_path / "guards.txt"), "facts": "", "day": "2026-03-02"}
    assert answered(asked)["document"]["gaps"] and answered({"path": asked["path"]})["text"]
    assert lying == [[], []]


def test_what_was_sent_with_a_form_that_nobody_finished_goes_after_two_days(acting: Acting, home_folder: Path) -> None:
    office = acting(OFFICER)
    with here():
        one(office)
        refused = sent(office, uploaded("lone.txt", "A text that no case takes."), facts="agency = ")
        assert refused.status_code == 422 and "Kept from before" in refused.content.decode()
    lone = stored(home_folder) - taken()
    half = next((home_folder / "documents").iterdir()) / f".{'a' * 64}.1.abc"
    half.write_bytes(b"half")
    call_command("forget_untaken")
    assert len(lone) == 1 and half.exists() and lone < stored(home_folder), "somebody may be about to send the form again"
    for path in (home_folder / "documents").rglob("*"):
        os.utime(path, (0, 0))
    with here():
        sent(office, uploaded("lone.txt", "A text that no case takes."), facts="agency = ")
    assert forgotten(now()) == 1 and not half.exists() and lone < stored(home_folder), "it was sent again: its time begins anew"
    assert forgotten(now() + KEPT + timedelta(minutes=1)) == 1 and stored(home_folder) == taken() != set()


def test_a_store_that_seems_to_be_another_databases_is_left_as_it_is(home_folder: Path) -> None:
    """A database that was set up anew beside old documents knows none of them, and destroys none."""
    for n in range(FORMS + 1):
        store.kept(uploaded(f"{n}.txt", f"A text of an older database, {n}."))
    for path in (home_folder / "documents").rglob("*"):
        os.utime(path, (0, 0))
    before = stored(home_folder)
    with pytest.raises(CommandError, match=f"{FORMS + 1} documents of the store are unknown to this database, which knows 0"):
        call_command("forget_untaken")
    assert stored(home_folder) == before and len(before) == FORMS + 1
