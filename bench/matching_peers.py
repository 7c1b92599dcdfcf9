"""The child of `bench/matching.py`: scores names with the peers, in their own environment. JSON in on stdin, JSON out.

logic-v2 remembers the names of an entity by its id alone, so every entity here gets an id of its own; two entities that
shared one would silently be scored with the names of the first. RapidFuzz is given its own default preparation.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from typing import Any

from matching_search import Compare, strengths, strongest

IDS = count()
BLOCK = 50
"""How many listed names, the nearest by WRatio, a clean recipient is compared with: fewer can only spare a peer."""


def wratio(left: str, right: str) -> float:
    """RapidFuzz's WRatio, from 0 to 1."""
    from rapidfuzz import fuzz, utils

    return float(fuzz.WRatio(left, right, processor=utils.default_process)) / 100


@cache
def logic_v2(schema: str) -> Compare:
    """nomenklatura's logic-v2 over entities of this schema that have a name and nothing else."""
    from followthemoney import EntityProxy
    from nomenklatura.matching import LogicV2

    config = LogicV2.default_config()

    @cache
    def entity(name: str, side: str) -> EntityProxy:
        held = {"id": f"{side}{next(IDS)}", "schema": schema, "properties": {"name": [name]}}
        return EntityProxy.from_dict(held)

    return lambda left, right: float(LogicV2.compare(entity(left, "q"), entity(right, "r"), config).score)


def nearest(query: str, names: Sequence[str], many: int) -> list[str]:
    """The names nearest by WRatio, the nearest first."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(query, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=many)
    return [name for name, _, _ in found]


def pairs(asked: dict[str, Any]) -> Any:
    """Scores of labelled pairs: [left, right, schema] each."""
    return {
        "WRatio": [wratio(a, b) for a, b, _ in asked["pairs"]],
        "logic-v2": [logic_v2(schema)(a, b) for a, b, schema in asked["pairs"]],
        "logic-v2 LE": [logic_v2("LegalEntity")(a, b) for a, b, _ in asked["pairs"]],
    }


def variants(asked: dict[str, Any]) -> Any:
    """The strength of every party for each query."""
    return {
        name: [strengths(q, asked["names"], asked["owners"], asked["parties"], compare) for q in asked["queries"]]
        for name, compare in (("WRatio", wratio), ("logic-v2 LE", logic_v2("LegalEntity")))
    }


def clean(asked: dict[str, Any]) -> Any:
    """The strongest lead for each query among its nearest listed names."""
    blocks = [(q, nearest(q, asked["names"], BLOCK)) for q in asked["queries"]]
    return {
        name: [strongest(q, near, compare) for q, near in blocks]
        for name, compare in (("WRatio", wratio), ("logic-v2 LE", logic_v2("LegalEntity")))
    }


def timed(asked: dict[str, Any]) -> Any:
    """Seconds that logic-v2 needs for these pairs, each time with entities that it has not met."""
    from time import perf_counter

    found = []
    for _ in range(asked["times"]):
        logic_v2.cache_clear()
        compare, began = logic_v2("LegalEntity"), perf_counter()
        for a, b, _schema in asked["pairs"]:
            compare(a, b)
        found.append(perf_counter() - began)
    return found


def nearest_of_each(asked: dict[str, Any]) -> Any:
    """The nearest of its own names for each query: [query, names] each."""
    return [(nearest(query, names, 1) or [names[0]])[0] for query, names in asked["each"]]


JOBS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pairs": pairs, "timed": timed, "variants": variants, "clean": clean, "nearest": nearest_of_each,
}  # fmt: skip

if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(JOBS[asked["job"]](asked), sys.stdout)
