"""Asks one way of comparing names which listed party a name points to, and how strongly: the same search for every scorer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Compare = Callable[[str, str], float]


def strengths(query: str, names: Sequence[str], owners: Sequence[int], parties: int, compare: Compare) -> list[float]:
    """The best score over the names of each party; `owners` says whose name each is."""
    best = [0.0] * parties
    for name, owner in zip(names, owners, strict=True):
        best[owner] = max(best[owner], compare(query, name))
    return best


def strongest(query: str, names: Sequence[str], compare: Compare) -> tuple[float, str]:
    """The best score over all names, and the name that reached it."""
    scored = [(compare(query, name), name) for name in names]
    return max(scored, key=lambda found: found[0])
