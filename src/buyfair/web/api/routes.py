"""The addresses of the API: those of every resource, its description and the page of it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from buyfair.web.api import docs, frame, resources, token_pages
from buyfair.web.core.access import route
from buyfair.web.core.accounts.routes import RUNS, SOMEBODY

for _found in sorted(m.name for m in iter_modules(resources.__path__)):
    import_module(f"{resources.__name__}.{_found}")

ROUTES = [
    route("api/", "api_entry", docs.entry),
    route("api/openapi.json", "api_description", docs.description),
    route("api/docs", "api_docs", docs.page),
    route("account/tokens/", "account_tokens", token_pages.listed, SOMEBODY),
    route("account/tokens/<int:key>/end/", "account_end_token", token_pages.end, SOMEBODY, only_post=True, thing="token",
          find=token_pages.find_token, across=RUNS),
    *frame.routes(),
]  # fmt: skip
