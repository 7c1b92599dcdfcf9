"""The facts of a purchase as JSON, described from the one table of facts: each key, what it takes, what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ninja import Schema
from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from buyfair.judge.facts import CHOICE, COUNT, COUNTRIES, DAY, FLAG, LINE, MONEY, PSC, PURCHASE, TEXT, WORDS, Fact
from buyfair.judge.told import LINES_KEY, MOST_MONEY, NOT_SAID
from buyfair.knowledge.plans.header import header_words
from buyfair.purchase import vocabulary
from buyfair.web.api.told import MOST_LINES

OPEN = f'An element "{NOT_SAID}" says that the list is not whole.'
STEP = {"type": "object", "required": ["country"], "additionalProperties": False, "properties": {
    "country": {"type": "string"}, "tier": {"type": "integer"}, "step": {"type": "string"}}}  # fmt: skip
_PLAIN: dict[str, dict[str, Any]] = {
    FLAG: {"type": "boolean"}, COUNT: {"type": "integer", "minimum": 0}, DAY: {"type": "string", "format": "date"},
    MONEY: {"type": "number", "minimum": 0, "exclusiveMaximum": int(MOST_MONEY)},
    TEXT: {"anyOf": [{"type": "string", "minLength": 1}, {"type": "boolean"}]},
    PSC: {"type": "string", "pattern": "^[A-Za-z0-9]{4}$"},
    COUNTRIES: {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string"}, STEP]}},
}  # fmt: skip
"""What a fact of each kind takes; what is not here is text."""
_UNITS = {MONEY: "US dollars, a number with at most two decimals.", COUNTRIES: f"ISO 3166-1 alpha-3, or a name. {OPEN}",
          WORDS: OPEN}  # fmt: skip


class Facts(Schema):
    """The facts of a planned purchase, by the keys of a facts file. A fact that is left out is unknown, never a no."""

    model_config = {"extra": "allow"}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """From the table of facts, so that a key added there is described here."""
        told = handler.resolve_ref_schema(handler(core))
        told.clear()
        told.update(facts_shape())
        return told


def facts_shape() -> dict[str, Any]:
    """Every fact of a purchase, its tables and its lines."""
    every = vocabulary().facts
    own = [fact for fact in every if fact.of == PURCHASE]
    tables = {table: _table([f for f in own if f.key.startswith(f"{table}.")]) for table in vocabulary().tables}
    line = _table([fact for fact in every if fact.of == LINE])
    lines = {"type": "array", "maxItems": MOST_LINES, "items": line, "description": "What is bought, one object for each line."}
    whole = _table([fact for fact in own if "." not in fact.key])
    return {"title": "Facts", "description": " ".join((Facts.__doc__ or "").split()), **whole,
            "properties": {**whole["properties"], **tables, LINES_KEY: lines}}  # fmt: skip


def _table(of: Iterable[Fact]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {f.key.rpartition(".")[2]: _shape(f) for f in of}}


def _shape(of: Fact) -> dict[str, Any]:
    """What one fact takes; `description` is the question that it answers, with its law."""
    shape = dict(_PLAIN.get(of.kind, {"type": "string", "minLength": 1}))
    if of.kind == CHOICE:
        shape["enum"] = list(of.values)
    if of.kind == WORDS:
        shape = {"type": "array", "items": {"type": "string", **({"enum": [*of.values, NOT_SAID]} if of.values else {})}}
    return {**shape, "description": f"{of.ask} {_UNITS.get(of.kind, '')}".strip() + f" ({of.cites})"}



def plan_facts_shape() -> dict[str, Any]:
    """What is told of the work that a plan is for, in plain words: the keys of the lines with which a plan opens."""
    keys = sorted(set(header_words().keys.values()))
    return {"properties": {key: {"type": "string"} for key in keys},
            "description": "In plain words; they stand over what the plan's own opening lines tell."}  # fmt: skip
