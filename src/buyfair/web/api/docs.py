"""The description of the API, for programs and, as a page, for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buyfair.web.api.frame import answer, described


def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return answer(request, described())


def page(request: HttpRequest) -> HttpResponse:
    """The same to read."""
    return render(request, "api/docs.html", {"groups": _groups(), "site": request.build_absolute_uri("/").rstrip("/")})


@cache
def _groups() -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described()["paths"].items():
        for method, of in methods.items():
            parameters = of.get("parameters", [])
            told = {"path": path, "method": method.upper(), "summary": of["summary"],
                    "says": of["description"].replace("`", ""), "id": of["operationId"],
                    "parameters": parameters, "token": bool(of.get("security")), "body": "requestBody" in of}  # fmt: skip
            found.setdefault(of["tags"][0], []).append(told)
    return sorted(found.items())
