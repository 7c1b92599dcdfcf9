"""The description of the API, for programs and, as a page, for people."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buyfair.knowledge.reforms import text_of
from buyfair.web.api.frame import answer, described, may_of
from buyfair.web.core.problems import KINDS as PROBLEMS
from buyfair.web.core.roles import Role

FEW = 12
WHERE = {"path": "in the path", "query": "behind the question mark", "header": "a header", "cookie": "a cookie"}
KINDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "null": "null",
         "object": "an object", "date": "a day (ISO 8601)"}  # fmt: skip
EXAMPLES = {"rule_id": "TIP-04", "list_id": "dol_tvpra", "code": "listed_good_matched", "clause_id": "debt_bondage",
            "name": "plan_from_250000"}  # fmt: skip
"""What stands in an address by its key; what belongs to somebody stays in capitals, to be replaced."""
_PURCHASE = {"agency": "dod", "sol_date": "2026-04-01", "lines": [{"item": "supply", "good": "garments", "value": 1200000}]}
_MOVE = {"told": {}, "reason": "Both addresses were read."}
BODIES: dict[str, Any] = {
    "api-duties": _PURCHASE, "api-conduct-for": _PURCHASE, "api-move": _MOVE, "api-comment": {"text": "Asked the supplier."},
    "api-audit": {"texts": [{"name": "contract.txt", "text": "52.222-50 Combating Trafficking in Persons (NOV 2021)"}]},
    "api-review-plan": {"plan": {"name": "plan.txt", "text": "Contractor: Example LLC. Each worker hears the rules."}},
    "api-screening": {"names": [{"name": "Example Mill Co., Ltd.", "country": "China"}]},
    "api-screening-pairs": {"pairs": [{"left": {"name": "Example Mill Ltd."}, "right": {"name": "Example Mill Limited"}}]},
}
"""A body of each operation that takes one, as it can be sent."""


def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return answer(request, described())


def entry(request: HttpRequest) -> HttpResponse:
    """Where to begin: the description, the page of it, and every address; who reads with a browser is led to the page."""
    if "text/html" in request.headers.get("Accept", ""):
        return redirect("api_docs")
    told = described()
    return answer(request, {
        "title": told["info"]["title"], "version": told["info"]["version"], "description": reverse("api_description"),
        "page": reverse("api_docs"), "addresses": sorted(told["paths"]),
    })  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    """The same to read."""
    return render(request, "api/docs.html", {
        "groups": _groups(), "site": request.build_absolute_uri("/").rstrip("/"), "problems": PROBLEMS,
    })  # fmt: skip


@cache
def _groups() -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    roles, shapes = {name: _may(may) for name, may in may_of().items()}, described()["components"]["schemas"]
    for path, methods in described()["paths"].items():
        for method, of in methods.items():
            body = of.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            answers = of["responses"]["200"]["content"]["application/json"]["schema"]
            parameters = of.get("parameters", [])
            told = {
                "path": path, "method": method.upper(), "summary": of["summary"], "says": of["description"].replace("`", ""),
                "id": of["operationId"], "token": {} not in of["security"], "may": roles[of["operationId"]],
                "parameters": [_parameter(p) for p in parameters],
                "body": _keys(body, shapes), "answer": _keys(answers, shapes),
                "example": _example(path, parameters, of["operationId"]),
                "data": json.dumps(_body(of["operationId"])).replace("'", "\\u0027") if body else "",
                "if_match": "428" in of["responses"],
                "refused": [status for status in of["responses"] if status.isdigit() and int(status) >= 400],
            }  # fmt: skip
            found.setdefault(of["tags"][0], []).append(told)
    return sorted(found.items())


def _may(may: frozenset[Role]) -> list[str]:
    """The roles in words; none where everybody may."""
    return [] if Role.PUBLIC in may else sorted(role.label for role in may)


def _parameter(of: dict[str, Any]) -> dict[str, Any]:
    """A row of the table of what may be told; a short list of values is told whole."""
    shape = of["schema"].get("items", of["schema"])
    values: list[str] = next((one["enum"] for one in shape.get("anyOf", [shape]) if "enum" in one), [])
    says = of.get("description", "")
    if values:
        says = f"{says} Values: {', '.join(values[:FEW])}{', …' if len(values) > FEW else ''}."
    return {"name": of["name"], "where": WHERE[of["in"]], "needed": of["required"], "kind": _kind(of["schema"]), "says": says}


def _keys(shape: dict[str, Any], shapes: dict[str, Any]) -> list[dict[str, Any]]:
    """The keys of a document, each with its kind; none where its keys are those of a command."""
    whole = _found(shape, shapes)
    needed = whole.get("required", [])
    return [{"name": name, "kind": _kind(of), "needed": name in needed} for name, of in whole.get("properties", {}).items()]


def _found(shape: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return found


def _kind(of: dict[str, Any]) -> str:
    """The kind of a value in words."""
    if "$ref" in of and of["$ref"].endswith("/Answer"):
        return "yes, no or unknown"
    if "$ref" in of:
        return "an object"
    if "anyOf" in of:
        return " or ".join(dict.fromkeys(_kind(one) for one in of["anyOf"]))
    if of.get("type") == "array":
        return f"a list: {_kind(of.get('items', {}))}"
    return KINDS.get(of.get("format", ""), KINDS.get(of.get("type", ""), "any"))


def _body(name: str) -> Any:
    """What is sent; a reform of one's own begins with the text of a ready one."""
    return BODIES[name] if name in BODIES else {"text": text_of(EXAMPLES["name"])}


def _example(path: str, parameters: list[dict[str, Any]], name: str) -> str:
    """The address of an example."""
    if name == "api-amount":
        path = path.replace("{name}", "MPT")
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", EXAMPLES.get(one["name"], one["name"].upper()))
    return path + ("?limit=2" if any(p["name"] == "limit" for p in parameters) else "")
