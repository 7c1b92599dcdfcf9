"""What is sent is refused before a file of it lies anywhere: of strangers, of who may not, and of everybody beyond the cap."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from people import Acting
from tiny_subject.people import pledge

from buyfair.web.casework.models import Document
from buyfair.web.core import bodies
from buyfair.web.core.access import FORM
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]
FIRM = (Role.SUPPLIER_MEMBER, "Firm B", "supplier")
LARGE = b"They keep our papers. " * (FORM // 20)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are begun on the disk before a view sees them."""
    begun: list[str] = []
    new_file = TemporaryFileUploadHandler.new_file

    def noted(handler: Any, *told: Any, **more: Any) -> None:
        begun.append(told[1])
        new_file(handler, *told, **more)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noted)
    return begun


def form(**more: Any) -> dict[str, Any]:
    """A form with a long file, and words beside it."""
    return {"paper": "receipts", "text": "Typed <b>", "file": SimpleUploadedFile("long.txt", LARGE), **more}


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, *told: Any) -> bytes:
        """Not even a byte."""
        raise AssertionError("it was read")


def unread(client: Client, address: str, size: str, **headers: str) -> Any:
    """The answer to a body that nobody may read."""
    return client.generic("POST", address, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=size,
                          **{"wsgi.input": Unread()}, headers=headers)  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [(None, 403), ((Role.SUPPLIER_MEMBER, "Firm Z", "supplier"), 404), (FIRM, 302)])
def test_files_are_written_for_those_alone_who_may_send_them(
    who: Any, status: int, acting: Acting, written: list[str]
) -> None:
    """A stranger, somebody of another firm, and whoever it is about; what a stranger typed comes back."""
    case = pledge()
    client = acting(*who) if who else Client()
    answer = client.post(f"/cases/{case.reference}/documents/", form())
    assert answer.status_code == status
    assert written == (["long.txt"] if status == 302 else [])
    assert Document.objects.count() == (status == 302)
    assert ("Typed &lt;b&gt;" in answer.content.decode()) is (who is None)


def test_a_form_beyond_its_cap_comes_back_with_what_was_typed(acting: Acting, written: list[str]) -> None:
    """Read through, and written nowhere; with sizes, and what to do."""
    case = pledge()
    answer = acting(*FIRM).post(f"/cases/{case.reference}/comment/", form())
    page = answer.content.decode()
    assert answer.status_code == 413 and written == []
    assert f"this address takes at most {FORM:,}; send less at a time." in page and "Typed &lt;b&gt;" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("size", "status", "says"),
    [
        (f"{bodies.READ_THROUGH + 1}", 413, "takes at most 150,000,000"),
        ("9" * 30, 413, "takes at most"),
        ("9" * 5_000, 413, "takes at most"),
        ("-5", 400, "Content-Length is no whole number"),
        ("3e6", 400, "Content-Length is no whole number"),
        ("٣", 400, "Content-Length is no whole number"),
    ],
)
def test_what_is_far_too_large_or_does_not_tell_its_size_is_not_read(
    size: str, status: int, says: str, acting: Acting
) -> None:
    """Not one byte of it."""
    answer = unread(acting(*FIRM), f"/cases/{pledge().reference}/documents/", size)
    assert answer.status_code == status and says in answer.content.decode()


def test_what_comes_in_pieces_must_say_how_large_it_is(acting: Acting) -> None:
    """A body of unknown length would be taken for an empty one."""
    answer = unread(acting(*FIRM), f"/cases/{pledge().reference}/documents/", "", Transfer_Encoding="chunked")
    assert answer.status_code == 411 and "expected is Content-Length" in answer.content.decode()


def test_nobody_sends_award_files_or_a_body_to_a_program_s_address(acting: Acting) -> None:
    """The first reads what comes by itself, of those alone who may; programs are told of it as a problem."""
    assert unread(Client(), "/award-files/new/", "3000000").status_code == 403
    assert unread(acting(Role.SUPPLIER_MEMBER, "Firm B", "supplier"), "/award-files/new/", "3000000").status_code == 403
    told = unread(Client(), "/api/duties", "3000000")
    assert (told.status_code, told["Content-Type"]) == (413, "application/problem+json")
    assert unread(Client(), "/no/such/page/", "3000000").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a=" + b"x" * (FORM + 1), "application/x-www-form-urlencoded"),
        (b"x" * (FORM + 1), "multipart/form-data"),
        (b"--x\r\nContent-Disposition" + b"x" * FORM, "multipart/form-data; boundary=x"),
    ],
)
def test_a_body_that_is_no_form_is_refused_to_who_may_not_send_it(content: bytes, kind: str, acting: Acting) -> None:
    """What was typed cannot be shown then; the refusal stands all the same."""
    firm = acting(*FIRM)
    firm.raise_request_exception = False
    assert firm.generic("POST", "/audits/new/", content, kind).status_code == 403


@pytest.mark.parametrize("off", [-40, 40])
def test_a_length_that_is_not_that_of_the_body_breaks_nothing(off: int, acting: Acting) -> None:
    """Cut short, or promised longer than it came."""
    case, body = pledge(), b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nA note\r\n--x--\r\n'
    client = acting(*FIRM)
    client.raise_request_exception = False
    answer = client.generic("POST", f"/cases/{case.reference}/comment/", body, "multipart/form-data; boundary=x",
                            CONTENT_LENGTH=str(len(body) + off), **{"wsgi.input": BytesIO(body)})  # fmt: skip
    assert answer.status_code < 500
