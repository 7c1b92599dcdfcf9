"""An office's folder is uploaded at once: every file is answered, none harms another, and nothing accepted is lost."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import docx
import pypdfium2
import pytest
from django.conf import settings as django_settings
from django.db import connection
from people import Acting
from test_audits import OFFICER, guards, mended, moved, one, page, sent, uploaded

from buyfair.cli_audit import write_repair
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits import checking, demo, repair_paper, taking
from buyfair.web.audits.checking import Apart, Found, here
from buyfair.web.audits.models import Batch, BatchFile, Check, ContractText
from buyfair.web.casework import content_kinds, store
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization
from buyfair.web.core.roles import Role
from document_files import pdf
from document_files import text as drawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
DAY = date(2026, 3, 2)


@pytest.fixture
def read_here() -> Any:
    with here():
        yield


def encrypted_pdf() -> bytes:
    return pdf(drawn(["A contract that nobody reads without its password."]), encrypt="secret")


def macros() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, b"0" * 600_000)
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "is empty"), "folder.zip": (b"PK\x03\x04", "is an archive and no contract text: unpack it"),
    "macros.docx": (macros(), "holds macros"), "renamed.docx": (b"%PDF-1.7", "is called docx and is pdf"),
    "broken.docx": (b"PK\x03\x04nothing", "is damaged"), "sheet.csv": (b"a,b\n1,2\n", "is no text of a contract"),
    "odd.exe": (b"MZ", "has no name of a document"), "signs.txt": (b"a\x00b", "is no text"),
    "../../etc/passwd": (b"root", "has no name of a document"),
}  # fmt: skip


@pytest.mark.usefixtures("read_here")
def test_one_draft_over_an_upload_is_the_commands_draft_over_the_same_results(acting: Acting, tmp_path: Path) -> None:
    """Three texts of which two lack the clause: their changes one after another, for the office and for nobody else."""
    office = acting(OFFICER)
    other = guards().replace(demo.GUARDS_NUMBER, "ZZ0FIC-25-C-0999")
    texts = {"z-first.txt": guards(), "mended.txt": mended(), "a-last.txt": other}
    where = sent(office, *(uploaded(name, text) for name, text in texts.items()))["Location"].partition("#")[0]
    assert "draft.txt" not in office.get(where).content.decode()
    assert office.get(f"{where}draft.txt").status_code == 404, "nothing is checked yet"
    office.post(where)
    shown = office.get(where).content.decode()
    assert "One draft for 2 texts that lack something" in shown
    assert all(f'href="{where}draft.{form}"' in shown for form in ("docx", "pdf", "txt"))
    found = [row.text.last.document for row in Batch.objects.get().files.order_by("number")]
    assert write_repair(found, tmp_path / "all.docx").startswith("The draft of 2 modifications")
    assert office.get(f"{where}draft.docx").content == (tmp_path / "all.docx").read_bytes()
    plain = office.get(f"{where}draft.txt").content.decode()
    assert plain.startswith("DRAFT MODIFICATIONS OF CONTRACTS") and "Gaps: TIP-01" in plain
    assert plain.index(f"Draft modification of contract {demo.GUARDS_NUMBER}") < plain.index("contract ZZ0FIC-25-C-0999\n-")
    sheets = pypdfium2.PdfDocument(office.get(f"{where}draft.pdf").content)
    printed = "".join("".join(sheet.get_textpage().get_text_range() for sheet in sheets).split())
    held = "".join(plain.split()).lower()
    for kind, told in repair_paper.blocks((tmp_path / "all.docx").read_bytes()):
        for each in [cell for row in told[1:] for cell in row] if kind == "table" else [told]:
            assert "".join(each.split()).lower() in held, each
    assert "2contracts,2changesoftheirtexts" in printed and "ZZ0FIC-25-C-0999" in printed
    for nothing in (f"{where}draft.exe", "/audits/uploads/99999/draft.txt"):
        assert office.get(nothing).status_code == 404
    assert acting(OFFICER, "Office B").get(f"{where}draft.txt").status_code == 404
    Check.objects.filter(file_name="z-first.txt").update(result="")  # as retention leaves it
    assert "One draft for 1 text that lacks something" in office.get(where).content.decode()
    left = office.get(f"{where}draft.txt").content.decode()
    assert left.startswith("DRAFT MODIFICATION OF CONTRACT ZZ0FIC-25-C-0999") and demo.GUARDS_NUMBER not in left


@pytest.mark.usefixtures("read_here")
def test_each_contract_of_a_draft_over_an_upload_begins_on_a_sheet_of_its_own(acting: Acting) -> None:
    """The sheets go into the contracts' own files: what is before, between and after them names no contract twice."""
    office = acting(OFFICER)
    numbers = [demo.GUARDS_NUMBER, "ZZ0FIC-25-C-0998", "ZZ0FIC-25-C-0999"]
    texts = [uploaded(f"{n}.txt", guards().replace(demo.GUARDS_NUMBER, number)) for n, number in enumerate(numbers)]
    where = sent(office, *texts)["Location"].partition("#")[0]
    office.post(where)
    pages = pypdfium2.PdfDocument(office.get(f"{where}draft.pdf").content)
    first, *own, last = (" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    begins = [nth for nth, sheet in enumerate(own) if sheet.startswith("Draft modification of contract")]
    assert [own[nth].split()[4] for nth in begins] == numbers and begins[0] == 0
    for nth, sheet in enumerate(own):
        mine = sum(begin <= nth for begin in begins) - 1
        assert not [number for number in numbers if number != numbers[mine] and number in sheet]
    assert all(number in first and number in last for number in numbers) and last.startswith("What this draft was made from")


@pytest.mark.usefixtures("read_here")
def test_every_file_is_answered_with_a_sentence_and_none_is_lost_for_a_bad_one(acting: Acting) -> None:
    office = acting(OFFICER)
    files = [uploaded("first.txt", guards()), *(uploaded(n, c) for n, (c, _) in BAD.items()), uploaded("last.txt", mended())]
    answer = sent(office, *files)
    batch = Batch.objects.get()
    assert answer["Location"] == f"{batch.get_absolute_url()}#going-on"
    shown = office.get(answer["Location"]).content.decode()
    assert "2 files taken, 9 not. 0 of 2 checked; 2 wait." in shown
    for name, (_, says) in BAD.items():
        row = batch.files.get(name=store.safe_name(name))
        assert says in row.says and row.text is None, (name, row.says)
    assert office.post(batch.get_absolute_url()).status_code == 302
    assert "All were checked: 1 with gaps" in office.get(batch.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("read_here")
def test_what_is_too_large_or_unpacks_to_too_much_is_refused(
    acting: Acting, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = acting(OFFICER)
    settings.DOCUMENT_LARGEST = 100_000
    large = sent(office, uploaded("large.txt", "x" * 100_001))
    assert (large.status_code, "is larger than 0.1 MB" in large.content.decode()) == (422, True)
    settings.DOCUMENT_LARGEST = 25_000_000
    monkeypatch.setattr(content_kinds, "LARGEST_UNPACKED", 1_000_000)
    packed = sent(office, uploaded("bomb.docx", bomb()))
    assert (packed.status_code, "unpacks to more than 1 MB" in packed.content.decode()) == (422, True)
    assert not ContractText.objects.exists()


@pytest.mark.usefixtures("read_here")
def test_a_text_that_nobody_can_read_is_kept_says_why_and_waits_for_another(acting: Acting) -> None:
    office = acting(OFFICER)
    text = one(office, encrypted_pdf(), "locked.pdf")
    shown = page(office, text)
    assert text.state == "uploaded" and "password" in text.trouble and text.trouble in shown.replace("&#x27;", "'")
    assert "What comes next" in shown and "Nothing is missing" not in shown
    assert moved(office, text, "check", paper_contract=uploaded("open.txt", guards())).status_code == 302
    text = ContractText.objects.get(pk=text.pk)
    assert (text.state, text.trouble, text.gaps) == ("checked", "", 1)


@pytest.mark.usefixtures("read_here")
def test_the_same_form_sent_twice_is_one_upload_and_the_same_text_is_on_file_once(acting: Acting) -> None:
    office = acting(OFFICER)
    first = sent(office, uploaded("a.txt", guards()), uploaded("b.txt", mended()))
    again = sent(office, uploaded("a.txt", guards()), uploaded("b.txt", mended()))
    assert first["Location"] == again["Location"]
    assert (ContractText.objects.count(), BatchFile.objects.count()) == (2, 2)
    other = sent(office, uploaded("c.txt", guards()), uploaded("d.txt", mended() + "\nMore."), once="b" * 32)
    reference = ContractText.objects.order_by("pk")[0].reference
    assert f"is on file already as {reference}" in office.get(other["Location"]).content.decode()
    assert ContractText.objects.count() == 3
    stranger = acting(OFFICER, "Office B")
    assert sent(stranger, uploaded("a.txt", guards())).status_code == 302, "another office is told nothing of it"
    assert ContractText.objects.count() == 4


@pytest.mark.usefixtures("read_here")
def test_wrong_facts_come_back_with_what_was_typed_and_the_files_need_not_be_chosen_again(acting: Acting) -> None:
    office = acting(OFFICER)
    refused = sent(office, uploaded("a.txt", guards()), facts='agency = "dod')
    shown = refused.content.decode()
    assert refused.status_code == 422 and "agency = &quot;dod" in shown and "Kept from before" in shown
    assert not ContractText.objects.exists()
    held = shown.partition('name="held" value="')[2].partition('"')[0]
    told = {"held": held, "facts": 'agency = "dod"', "once": "a" * 32}
    assert acting(OFFICER, "Office B").post("/audits/new/", told).status_code == 422, "another person's file counts for nothing"
    assert office.post("/audits/new/", told).status_code == 302
    text = ContractText.objects.get()
    assert text.last is not None and text.last.document["facts"]["agency"] == "dod"


@pytest.mark.usefixtures("read_here")
def test_a_facts_file_takes_the_place_of_what_was_typed(acting: Acting) -> None:
    office = acting(OFFICER)
    facts = uploaded("FACTS.toml", b'agency = "dod"\n')
    office.post("/audits/new/", {"files": [uploaded("a.txt", guards())], "facts_file": facts, "once": "a"})
    text = ContractText.objects.get()
    assert text.last is not None and text.last.document["facts"]["agency"] == "dod"
    unread = {"files": [uploaded("b.txt", mended())], "facts_file": uploaded("F.toml", b"\xff\xfe"), "once": "b"}
    answer = office.post("/audits/new/", unread)
    assert (answer.status_code, "is no UTF-8 text" in answer.content.decode()) == (422, True)


def test_nothing_chosen_says_so(acting: Acting) -> None:
    office = acting(OFFICER)
    answer = office.post("/audits/new/", {"once": "a", "facts": "tier = 0", "held": "made:up"})
    assert (answer.status_code, "No file was chosen" in answer.content.decode(), "tier = 0" in answer.content.decode()) == (
        422, True, True)  # fmt: skip
    odd = office.post("/audits/new/", {"once": "a", "office": "999", "files": [uploaded("a.txt", guards())]})
    assert (odd.status_code, "The office is none" in odd.content.decode()) == (422, True)
    assert not ContractText.objects.exists()


@pytest.mark.usefixtures("read_here")
def test_no_more_files_than_one_upload_holds(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_FILES", 2)
    office = acting(OFFICER)
    answer = sent(office, *(uploaded(f"{n}.txt", f"{guards()}\n{n}") for n in range(3)))
    shown = office.get(answer["Location"]).content.decode()
    assert "at most 2 files and 250 MB go with one upload; send it with the next." in shown
    assert ContractText.objects.count() == 2
    monkeypatch.setattr(taking, "MOST_TOGETHER", 10)
    assert sent(office, uploaded("more.txt", mended()), once="b" * 32).status_code == 422


@pytest.mark.usefixtures("read_here")
def test_a_folder_larger_than_one_upload_is_answered_file_by_file_and_loses_nothing_typed(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_FILES", 1)
    office = acting(OFFICER)
    shown = sent(office, *(uploaded(f"{n}.txt", f"Text {n}") for n in range(101)), facts='agency = "dod').content.decode()
    assert "agency = &quot;dod" in shown and "&#x27;100.txt&#x27; was not taken" in shown and "Kept from before" in shown


@pytest.mark.usefixtures("read_here")
def test_a_page_checks_for_a_while_and_the_next_one_goes_on(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    office = acting(OFFICER)
    answer = sent(office, *(uploaded(f"{n}.txt", f"{guards()}\n{n}") for n in range(3)))
    batch = Batch.objects.get()
    officer = Actor(batch.by, frozenset({(OFFICER, batch.organization_id)}))
    taking.check_some(batch, officer, seconds=0)
    shown = office.get(answer["Location"]).content.decode()
    assert "1 of 3 checked; 2 wait." in shown and '<progress class="audits-progress" id="progress" value="1" max="3">' in shown
    looker = acting(Role.REPRESENTATIVE)
    assert "go-on" not in looker.get(answer["Location"]).content.decode()
    assert looker.post(answer["Location"]).status_code == 403
    assert acting(OFFICER, "Office B").post(answer["Location"]).status_code == 404
    office.post(answer["Location"])
    assert not taking.waiting(batch).exists()


class Falls:
    """A reader that falls over at one text, as a process that is killed does."""

    def check(self, name: str, content: bytes, facts: str, day: date, package: checking.Package = None) -> Found:
        if name == "1.txt":
            raise KeyboardInterrupt
        return checking.checked(name, content, facts, day, package)

    def lines(self, name: str, content: bytes) -> str:
        raise AssertionError


def test_what_falls_in_the_middle_of_a_folder_loses_nothing_and_goes_on(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = acting(OFFICER)
    sent(office, *(uploaded(f"{n}.txt", f"{guards()}\n{n}") for n in range(3)))
    batch = Batch.objects.get()
    officer = Actor(batch.by, frozenset({(OFFICER, batch.organization_id)}))
    with monkeypatch.context() as patch:
        patch.setattr(checking, "Apart", Falls)
        patch.setattr(Falls, "close", lambda self: None, raising=False)
        with pytest.raises(KeyboardInterrupt):
            taking.check_some(batch, officer)
    assert [t.state for t in batch.texts.order_by("pk")] == ["checked", "uploaded", "uploaded"]
    with here():
        taking.check_some(batch, officer)
    assert [t.state for t in batch.texts.order_by("pk")] == ["checked"] * 3
    assert all(t.checks.count() == 1 for t in batch.texts.all())


def test_a_process_beside_reads_the_texts_and_gives_what_this_one_gives() -> None:
    content = guards().encode()
    apart = Apart()
    try:
        assert apart.check("guards.txt", content, "", DAY) == checking.checked("guards.txt", content, "", DAY)
        assert apart.lines("guards.txt", content) == checking.lines_of("guards.txt", content)
        with pytest.raises(checking.FactsRefusedError, match="agncy"):
            apart.check("guards.txt", content, "agncy = 1", DAY)
        with pytest.raises(InputRefusedError, match="password"):
            apart.check("locked.pdf", encrypted_pdf(), "", DAY)
        assert apart.check("é" * 150 + ".txt", content, "", DAY).document["gaps"], "a long name is shortened, not refused"
    finally:
        apart.close()


@pytest.mark.slow
def test_a_reader_that_falls_over_says_so_and_the_next_one_reads() -> None:
    apart = Apart()
    try:
        apart._running().kill()
        with pytest.raises(InputRefusedError, match=r"guards\.txt could not be read to its end; expected .*; save it anew"):
            apart.check("guards.txt", guards().encode(), "", DAY)
        assert apart.check("guards.txt", guards().encode(), "", DAY).document["gaps"]
    finally:
        apart.close()


@pytest.mark.slow
def test_a_text_that_takes_too_long_is_ended_and_the_next_one_is_read() -> None:
    apart = Apart(seconds=0.05)
    with pytest.raises(InputRefusedError, match=r"was not read to its end within 0\.05 seconds; expected .*; save it anew"):
        apart.check("slow.txt", b"text " * 1000, "", DAY)
    assert apart._worker is None
    apart._seconds = 30
    try:
        assert apart.check("guards.txt", guards().encode(), "", DAY).document["gaps"]
    finally:
        apart.close()


KILLED = """
import os, sys, django
django.setup()
from buyfair.web.audits import checking, taking
from buyfair.web.audits.models import Batch
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import Role
class Dies(checking.Here):
    def check(self, name, content, facts, day, package=None):
        if name == "1.txt":
            os.kill(os.getpid(), 9)
        return super().check(name, content, facts, day)
checking.Here = Dies
batch = Batch.objects.get()
with checking.here():
    taking.check_some(batch, Actor(batch.by, frozenset({(Role.CONTRACTING_OFFICER, batch.organization_id)})))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_amid_a_folder_loses_nothing(acting: Acting, home_folder: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another process reaches this test's database by its file")
    office = acting(OFFICER)
    sent(office, *(uploaded(f"{n}.txt", f"{guards()}\n{n}") for n in range(3)))
    batch = Batch.objects.get()
    where = {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}", "BUYFAIR_HOME": str(django_settings.HOME),
             "DJANGO_SETTINGS_MODULE": "buyfair.web.settings",
             "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}  # fmt: skip
    told = {**os.environ, **where}
    done = subprocess.run([sys.executable, "-c", KILLED], env=told, capture_output=True, text=True, timeout=120)
    assert done.returncode == -9, done.stderr
    assert [t.state for t in batch.texts.order_by("pk")] == ["checked", "uploaded", "uploaded"]
    office.post(batch.get_absolute_url())
    assert [t.state for t in batch.texts.order_by("pk")] == ["checked"] * 3


@pytest.mark.usefixtures("read_here")
def test_an_upload_that_was_broken_off_goes_on_where_it_was(acting: Acting) -> None:
    acting(OFFICER)
    office = Organization.objects.get(name="Office A")
    officer = Actor(None, frozenset({(OFFICER, office.pk)}))
    batch = taking.batch_of(officer, office, "once")
    kept = [taking.kept(demo.file(f"{n}.txt", f"{guards()}\n{n}")) for n in range(3)]
    taking.take(batch, officer, kept[:1], "")
    taking.take(taking.batch_of(officer, office, "once"), officer, [*kept, ("bad.zip", "It is an archive.")], "")
    assert [f.name for f in batch.files.all()] == ["0.txt", "1.txt", "2.txt", "bad.zip"]
    assert ContractText.objects.count() == 3


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("where", ["/audits/uploads/99999999999999999999/", "/audits/uploads/0/", "/audits/x/", "/audits/%00/",
                                   "/audits/{}/checks/2.json", "/audits/{}/checks/99999999999999999999.json",
                                   "/audits/{}/draft.exe", "/audits/take/texts.exe", "/audits/take/nothing.csv"])  # fmt: skip
def test_an_odd_address_is_answered_with_a_sentence(acting: Acting, where: str) -> None:
    office = acting(OFFICER)
    answer = office.get(where.format(one(office).reference))
    assert answer.status_code == 404
    assert "There is no such" in answer.content.decode()


def test_where_too_many_read_already_nothing_is_lost_and_nothing_counts_as_unreadable(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", BoundedSemaphore(1))
    monkeypatch.setattr(checking, "SECONDS", 0.01)
    office = acting(OFFICER)
    with checking.AT_ONCE:
        text = one(office, guards())
        assert (text.state, text.trouble) == ("uploaded", "")
        answer = moved(office, text, "check")
        assert (answer.status_code, "send it again in a minute" in answer.content.decode()) == (503, True)
        again = office.post(Batch.objects.get().get_absolute_url(), follow=True)
        assert "send it again in a minute" in again.content.decode()
    assert not ContractText.objects.get().trouble
