"""A reform file as JSON: which keys and tables it may hold, so that one can be written from the description."""

from __future__ import annotations

from typing import Any

from buyfair.judge.amounts import MARKS
from buyfair.knowledge.reforms.reading import BURDENS, INSTRUMENTS, NOTHING
from buyfair.terms.harm import Harm

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
DAY = {"type": "string", "format": "date"}
NUMBER = {"type": "number", "minimum": 0}
MARK = {"type": "string", "enum": list(MARKS)}
TAKES: dict[str, dict[str, Any]] = {
    "amount": {"name": TEXT, "value": NUMBER, "from": DAY},
    "ignore": {"rule": TEXT, "fact": TEXT},
    "exempt": {"rule": TEXT, "fact": TEXT},
    "duty": {"id": TEXT, "title": TEXT, "owed_by": TEXT, "then": TEXT, "sectors": TEXTS, "goods": TEXTS, "psc": TEXTS,
             "origins": TEXTS, "listed": {"type": "array", "items": {"type": "string", "enum": list(Harm)}},
             "components": {"type": "boolean"}, "agencies": TEXTS, "above": NUMBER, "subcontracts": {"type": "boolean"},
             "from": DAY},
    "preference": {"percent": NUMBER, "for": TEXTS},
    "record": {"facts": TEXTS},
    "fee": {"basis_points": NUMBER, "for": TEXTS, "visit_cost": {"type": "array", "items": NUMBER}, "source": TEXT,
            "mark": MARK},
    "conflict": {"with": TEXT, "says": TEXT, "cites": TEXT, "mark": MARK},
    "burden": {"what": {"type": "string", "enum": list(BURDENS)}, "low": NUMBER, "mid": NUMBER, "high": NUMBER, "unit": TEXT,
               "source": TEXT, "mark": MARK},
}  # fmt: skip
"""Each table of a reform with its keys."""
NEEDED = {"amount": ["name", "value"], "ignore": ["rule", "fact"], "exempt": ["rule", "fact"],
          "duty": ["id", "owed_by", "then"], "preference": ["percent", "for"], "record": ["facts"],
          "fee": ["basis_points", "for"],
          "conflict": ["with", "says", "cites"],
          "burden": ["what", "low", "mid", "high", "unit", "source", "mark"]}  # fmt: skip
ONE = ("preference", "record", "fee")
"""Tables of which there is one at most."""
SAYS = ("At least one of amount, ignore, exempt, duty, preference, record and fee. A sector, good, rule, fact, amount or "
        "country is named as their own addresses here name it.")  # fmt: skip


def reform_shape() -> dict[str, Any]:
    """A reform, with every table."""
    own = {"title": TEXT, "instrument": {"type": "string", "enum": list(INSTRUMENTS)}, "words": TEXT, "source": TEXT,
           "summary": TEXT, "commercial": TEXT, "limits": TEXTS, "precedents": TEXTS,
           "expects": {"type": "string", "enum": ["", NOTHING]}}  # fmt: skip
    tables = {name: {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": keys,
                                                "required": NEEDED[name]}, **({"maxItems": 1} if name in ONE else {})}
              for name, keys in TAKES.items()}  # fmt: skip
    return {"description": SAYS, "properties": {**own, **tables}, "additionalProperties": False}
