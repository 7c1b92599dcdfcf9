"""Groups that the law names, such as economies of a trade agreement; each file one group with all its versions."""

from __future__ import annotations

from functools import cache

from buyfair.judge.groups import Group, GroupVersion
from buyfair.terms import bundled


@cache
def groups() -> dict[str, Group]:
    """Every group by the name that rules use, files in sorted order, versions from the oldest.

    One file: what its members are (`of`: countries as ISO alpha-3, materials, goods by our name), and per version the
    first day, the members, citation and the words that were read.
    """
    found: dict[str, Group] = {}
    for file in bundled.names(__name__, ".toml"):
        card = bundled.card(__name__, file)
        versions = tuple(
            GroupVersion(
                card["name"], frozenset(v["members"]), frozenset(v.get("perhaps", ())), v["from"], v["cites"], v["quote"],
                v["mark"], v["read_on"], v["source"], v.get("changes_on"),
            )
            for v in card["version"]
        )  # fmt: skip
        found[card["name"]] = Group(card["name"], card["title"], card["of"], versions)
    return found
