"""How pages and their parts travel: names that tell the content, nothing missing, texts small, exports untouched."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from buyfair.web.core.carried import NamedByContent, PagesPacked


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """The static files of every subject, collected as at the start of the system."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "buyfair.web.core.carried.NamedByContent"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "static"


def test_every_static_file_has_a_name_that_tells_its_content(collected: Path) -> None:
    """Whatever a style sheet asks for is there under such a name, compressed where that helps."""
    names = json.loads((collected / "staticfiles.json").read_text("utf-8"))["paths"]
    assert {"core/site.css", "core/site.js", "core/uswds/css/uswds.css", "core/uswds/img/icons.svg"} <= set(names)
    for plain, named in names.items():
        assert re.search(r"\.[0-9a-f]{12}(\.[a-z0-9]+)?$", named), named
        assert (collected / named).read_bytes() or not (collected / plain).read_bytes()
    style = collected / names["core/uswds/css/uswds.css"]
    asked = re.findall(r"url\([\"']?([^)\"'#]+)", style.read_text("utf-8"))
    assert asked
    assert all((style.parent / name).is_file() for name in asked)
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()) == style.read_bytes()


def test_a_page_names_its_parts_by_content(collected: Path) -> None:
    """The address changes with the file, so no browser shows an old style for a new page."""
    assert re.fullmatch(r"/static/core/site\.[0-9a-f]{12}\.css", staticfiles_storage.url("core/site.css"))


def test_where_nothing_was_collected_files_are_served_under_their_own_names(tmp_path: Path) -> None:
    """As in the tests: no list of names, no failure."""
    assert NamedByContent(location=str(tmp_path), base_url="/static/").url("core/site.css") == "/static/core/site.css"


def packed(answer: HttpResponse | StreamingHttpResponse) -> Any:
    """The answer after the middleware, asked by a browser that takes compressed texts."""
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip")
    return PagesPacked(lambda _: answer)(request)


def test_a_page_is_compressed_and_an_export_is_not() -> None:
    """A text of some length shrinks and stays the same; a stream and a packed file pass untouched."""
    page = packed(HttpResponse("<p>The same sentence.</p>" * 200))
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content) == b"<p>The same sentence.</p>" * 200
    stream = packed(StreamingHttpResponse(iter([b"a,b\n"] * 500), content_type="text/csv"))
    assert "Content-Encoding" not in stream.headers
    assert b"".join(stream.streaming_content) == b"a,b\n" * 500
    sheet = packed(HttpResponse(b"PK" * 500, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    assert "Content-Encoding" not in sheet.headers
