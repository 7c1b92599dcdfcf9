"""How large what is sent may be, and who may send it: asked before a file of it is written anywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from buyfair.web.core.access import Route, View, refusal
from buyfair.web.core.problems import for_programs, problem
from buyfair.web.core.refusals import typed

NO_LENGTH = "Content-Length is no whole number; expected is the size of the body in bytes; send that."
IN_PIECES = "What was sent does not say how large it is; expected is Content-Length; send it whole."
MOST_DIGITS = 19
"""A length with as many digits is beyond everything; nobody counts it out."""
READ_THROUGH = 500_000_000
"""Bytes of a form beyond its cap that are read all the same, and kept nowhere, so that what was typed into it comes back."""


class Passing(FileUploadHandler):
    """Lets the files of a form pass by: what was typed beside them is read, and they are written nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins, and is passed over."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing of it is kept."""

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """There is no file."""
        return None


class Capped:
    """Refuses what is larger than its address takes, and what comes from somebody who may not send it, before it is stored.

    It stands before the guard against forgery, which is the first to read a form.
    """

    def __init__(self, get_response: View) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; the address is not known yet."""
        return self._answer(request)

    def process_view(self, request: HttpRequest, view: Any, _: Any, keys: dict[str, Any]) -> HttpResponseBase | None:
        """The refusal of what came to an address; None where it may be read."""
        of: Route | None = getattr(view, "route", None)
        told = str(request.META.get("CONTENT_LENGTH") or "0").strip()
        if not (told.isascii() and told.isdigit()):
            return _unread(request, 400, NO_LENGTH)
        if told == "0" and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return _unread(request, 411, IN_PIECES)
        size = int(told) if len(told) < MOST_DIGITS else READ_THROUGH + 1
        most = of.takes if of is not None else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return None  # nothing of it is written to the disk
        if of is not None and (refused := _not_allowed(of, request, keys, size <= (most or 0))) is not None:
            return refused
        return None if most is None or size <= most else _too_large(request, size, most)


def _not_allowed(of: Route, request: HttpRequest, keys: dict[str, Any], bounded: bool) -> HttpResponseBase | None:
    """The guard's own answer to somebody who may not send this; what was typed is read for it where that is `bounded`."""
    if bounded and not for_programs(request):
        _pass_by(request)
    else:
        _set_aside(request)
    refused = refusal(of, request, keys)
    if refused is None:
        request._upload_handlers = []  # those of the settings, as before
        for name in ("_post", "_files"):
            request.__dict__.pop(name, None)
    return refused


def _too_large(request: HttpRequest, size: int, most: int) -> HttpResponseBase:
    sentence = f"What was sent has {size:,} bytes; this address takes at most {most:,}; send less at a time."
    actor = getattr(request, "actor", None)
    if size > READ_THROUGH or for_programs(request) or actor is None or not actor.known:
        return _unread(request, 413, sentence)
    _pass_by(request)
    return render(request, "core/too_large.html", {"sentence": sentence, "typed": typed(request)}, status=413)


def _unread(request: HttpRequest, status: int, sentence: str) -> HttpResponseBase:
    """Refuses without reading a byte."""
    if for_programs(request):
        return problem(status, sentence)
    _set_aside(request)
    return render(request, "core/too_large.html", {"sentence": sentence}, status=status)


def _pass_by(request: HttpRequest) -> None:
    request.upload_handlers = [Passing()]


def _set_aside(request: HttpRequest) -> None:
    """Whatever asks for the form from now on finds it empty, and reads nothing."""
    request._post, request._files = QueryDict(), MultiValueDict()
