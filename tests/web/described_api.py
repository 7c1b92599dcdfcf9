"""Holds an answer of the API against its own description."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema_rs import validator_for

from buyfair.web.api import frame, routes

assert routes.ROUTES  # every resource is declared by now


@cache
def _held_against(path: str, method: str, status: int) -> Any:
    told = frame.described()
    shape = told["paths"][path][method]["responses"][str(status)]["content"]["application/json"]["schema"]
    assert shape.get("$ref") or shape.get("anyOf"), f"{method} {path} does not say what it answers"
    return validator_for(_closed({**shape, "components": told["components"]}), validate_formats=True)


def _closed(shape: Any) -> Any:
    """The same without any key that is not described: what is sent is told."""
    if isinstance(shape, list):
        return [_closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    inner = {name: _closed(value) for name, value in shape.items()}
    return {"additionalProperties": False, **inner} if isinstance(shape.get("properties"), dict) else inner


def fits(told: Any, path: str, method: str = "get", status: int = 200) -> Any:
    """The same answer, after holding it against what the description says of this address: every key, and no other."""
    _held_against(path, method, status).validate(told)
    return told


@cache
def _taken(path: str) -> Any:
    told = frame.described()
    shape = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return validator_for({**shape, "components": told["components"]}, validate_formats=True)


def sends(told: Any, path: str) -> Any:
    """The same body, after holding it against what the description says that this address takes."""
    _taken(path).validate(told)
    return told
