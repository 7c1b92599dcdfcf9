"""Writing a reform of one's own: a form that loses nothing, or a file; what comes out lives in the address of its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from buyfair.intake.facts_file import REFORM, parse_facts
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.lab.asked import OWN, named
from buyfair.web.lab.files import KINDS
from buyfair.web.lab.form import FILE, MOST_ROWS, REST, ROWS, Form, empty, from_file, posted, refuses, suggestions
from buyfair.web.lab.packed import LARGEST, packed

TITLES = {
    "amount": ("Amounts of the law", "another value of an amount", "amount"),
    "ignore": ("Exceptions that no longer release", "a fact that no longer releases from a rule", "exception"),
    "duty": ("New duties", "a duty that the law does not have yet", "duty"),
    "preference": ("A price preference", "so many percent that an offer may cost more", "preference"),
    "fee": ("A fee for independent monitoring", "basis points of what is obligated", "fee"),
}


def write(request: HttpRequest) -> HttpResponseBase:
    """The form, empty or begun from a reform; what is sent is tried, taken as a file, or shown again with what is wrong."""
    if request.method == "POST":
        return _posted(request)
    try:
        return _page(request, _begun(request))
    except InputRefusedError as wrong:
        return _page(request, empty(), str(wrong), 400)


def _begun(request: HttpRequest) -> Form:
    """The form with the reform of the address in it. Raises: InputRefusedError where there is none of the name."""
    letters, name = request.GET.get("reform", ""), request.GET.get("from", "")
    if not letters and not name:
        return empty()
    told = named(OWN if letters else name, letters)
    if told is None:
        raise refuse("There is no ready reform of that name", "one of those on the page of the lab", "begin with an empty form")
    return from_file(told.text)


def _posted(request: HttpRequest) -> HttpResponseBase:
    form = posted({name: request.POST.getlist(name) for name in request.POST})
    asked = form.one("do")
    try:
        if asked in ("try-file", "read-file"):
            return _of_file(request, form, asked)
        if asked in ("try", "file"):
            return _of_fields(request, form, asked)
    except InputRefusedError as wrong:
        return _page(request, form, str(wrong), 422)
    what, _, rest = asked.partition("-")
    kind, _, number = rest.partition("-")
    if what == "add" and kind in ROWS:
        return _page(request, form.with_row(kind))
    if what == "drop" and kind in ROWS and number.isascii() and number.isdecimal():
        return _page(request, form.without_row(kind, int(number[:3])))
    return _page(request, form)


def _of_fields(request: HttpRequest, form: Form, asked: str) -> HttpResponseBase:
    """What the fields say. Raises: InputRefusedError."""
    text = form.text()
    if why := refuses(text):
        return _page(request, form.refused(why), why, 422)
    if asked == "file":
        return HttpResponse(text, content_type=KINDS["toml"],
                            headers={"Content-Disposition": 'attachment; filename="own.toml"'})  # fmt: skip
    return _tried(text)


def _of_file(request: HttpRequest, form: Form, asked: str) -> HttpResponseBase:
    """What the file says: the one that was sent, else what was pasted. Raises: InputRefusedError."""
    text = _sent(request, form)
    with_file = Form({**form.typed, FILE: [text]}, form.counts)
    try:
        if asked == "read-file":
            read = from_file(text)
            return _page(request, Form({**read.typed, FILE: [text]}, read.counts))
        if why := refuses(text):
            return _page(request, with_file, why, 422)
        return _tried(text)
    except InputRefusedError as wrong:
        return _page(request, with_file, str(wrong), 422)


def _sent(request: HttpRequest, form: Form) -> str:
    """The text of the file. Raises: InputRefusedError where there is none, or it is too large or no text."""
    file: Any = request.FILES.get("upload")
    content = file.read(LARGEST + 1) if file is not None else form.one(FILE).replace("\r\n", "\n").encode()
    if len(content) > LARGEST:
        raise refuse(f"The file has more than {LARGEST:,} bytes", f"at most {LARGEST:,}, since a reform lives in the address "
                     "of its page", "try it with the command: buyfair reform FILE --in FOLDER")  # fmt: skip
    if not content.strip():
        raise refuse("No file was chosen and nothing was pasted", "the text of a reform file",
                     "choose a file or paste its text, or fill in the form above")  # fmt: skip
    parse_facts(content, f"{OWN}.toml", REFORM)
    return str(content.decode("utf-8-sig"))


def _tried(text: str) -> HttpResponseBase:
    """On to the page of the reform. Raises: InputRefusedError where it is too long for an address."""
    return redirect(f"{reverse('reform', kwargs={'name': OWN})}?{urlencode({'reform': packed(text)})}")


def _page(request: HttpRequest, form: Form, why: str = "", status: int = 200) -> HttpResponse:
    parts = [{"kind": kind, "title": TITLES[kind][0], "says": TITLES[kind][1], "one": TITLES[kind][2], "rows": form.rows(kind),
              "full": form.counts[kind] >= MOST_ROWS[kind]} for kind in ROWS]  # fmt: skip
    told = {"title": "Write a reform of your own", "top": form.top(), "parts": parts, "why": why,
            "rest": form.one(REST), "text": form.one(FILE), "wrong": form.wrong, **suggestions()}  # fmt: skip
    answer = render(request, "lab/write.html", told, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
