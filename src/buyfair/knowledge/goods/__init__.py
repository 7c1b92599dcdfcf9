"""Goods as the official lists name them, with aliases, narrower kinds and what they are mainly made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.terms import bundled
from buyfair.terms.exposure import DEPTHS, RAW_STAGES

TRACE = DEPTHS[-1]


@dataclass(frozen=True, slots=True)
class Input:
    """What a good is made of, one step down."""

    name: str
    depth: str
    source: str


@dataclass(frozen=True, slots=True)
class Good:
    """One good. `stage` is the step of making that a listing of it is about."""

    name: str
    listed_as: tuple[str, ...]
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]
    sector: str
    stage: str
    made_from: tuple[Input, ...]
    family: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A good and a good at or below it: itself, a kind of it, or an input, with the depth of the whole chain.

    `raw`: the listing would be about growing or mining, which a recorded origin, the last step, does not tell.
    """

    good: str
    listed_good: str
    relation: str
    depth: str
    raw: bool


@cache
def goods() -> dict[str, Good]:
    """Every good by name, family files in sorted order."""
    found: dict[str, Good] = {}
    for file in bundled.names(__name__, ".toml"):
        for entry in bundled.card(__name__, file)["good"]:
            inputs = tuple(Input(i["input"], i["depth"], i["source"]) for i in entry["made_from"])
            found[entry["name"]] = Good(
                entry["name"], tuple(entry["listed_as"]), tuple(entry["kinds"]), tuple(entry["aliases"]),
                entry["sector"], entry["stage"], inputs, file.removesuffix(".toml"),
            )  # fmt: skip
    return found


@cache
def official_names() -> dict[str, str]:
    """Each spelling of the official lists with the good that it means."""
    return {spelling: good.name for good in goods().values() for spelling in good.listed_as}


def good_named(words: str) -> Good | None:
    """The good of this name, alias or official spelling, in any case; None where there is none."""
    named = _names().get(words.strip().lower())
    return None if named is None else goods()[named]


@cache
def _names() -> dict[str, str]:
    """Every word for a good with the good that it means; a test holds that no word means two."""
    return {
        words.lower(): good.name
        for good in goods().values()
        for words in (*good.listed_as, *good.aliases, good.name)
    }  # fmt: skip


@cache
def wider(name: str) -> tuple[str, ...]:
    """The goods that a good is a kind of, nearest first: whatever is said of them is said of it too."""
    above = [good.name for good in goods().values() if name in good.kinds]
    return tuple(dict.fromkeys([*above, *(further for near in above for further in wider(near))]))


@cache
def reach() -> tuple[Reach, ...]:
    """For every good all that a listing could be about: itself, its kinds, and the chain of its inputs.

    The depth of a chain is that of its deepest step. A good reached in several ways keeps the least deep, and of these
    the one of fewest steps. A chain goes through one trace input at most: a trace of a trace is not followed.
    """
    return tuple(r for name in goods() for r in _reach_of(name))


def _reach_of(name: str) -> list[Reach]:
    found: dict[str, Reach] = {}
    waiting: dict[str, list[tuple[str, str]]] = {depth: [] for depth in DEPTHS}
    waiting[DEPTHS[0]].append((name, "itself"))
    for depth in DEPTHS:
        for at, relation in waiting[depth]:
            if at in found:
                continue
            good = goods()[at]
            found[at] = Reach(name, at, relation, depth, good.stage in RAW_STAGES)
            if relation != "input":
                waiting[depth] += [(kind, "kind") for kind in good.kinds]
            for i in good.made_from:
                if not depth == i.depth == TRACE:
                    waiting[max(depth, i.depth, key=DEPTHS.index)].append((i.name, "input"))
    return list(found.values())
