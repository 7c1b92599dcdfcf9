"""How pages and their parts travel: style sheets and typefaces under names that tell their content, pages compressed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

TEXTS = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Each file carries its hash in its name, so a browser keeps it for good and never shows an old one.

    `collectstatic` writes the names into the data folder; `buyfair serve` runs it at each start. Where it never ran (in
    the tests), files are served from where they lie, under their own names.
    """

    def stored_name(self, name: str) -> str:
        """The name with the hash, where names were given."""
        return str(super().stored_name(name)) if self.hashed_files else name


class PagesPacked(GZipMiddleware):
    """Compresses pages; an export on its way, a picture and a file that is compressed already pass as they are."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponse:
        """The answer, smaller where it is a text."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
