"""What is new about a lead since it was decided, said part by part: what came, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from buyfair.cards.words import clean

Shown = Mapping[str, Sequence[str]]
MOST = 5
"""So many additions, and so many losses, are told of each part; the rest are counted."""


def in_words(parts: Iterable[str], before: Shown, now: Shown) -> str:
    """One line for each part that has news: what came to it, and what is no longer there."""
    old, new = (before.get("edition") or [""])[0], (now.get("edition") or [""])[0]
    edition = f"Edition {new} of the list; decided under edition {old}." if old and new and old != new else ""
    return "\n".join(filter(None, (edition, *(_line(part, before.get(part), now.get(part, ())) for part in parts))))


def _line(part: str, before: Sequence[str] | None, now: Sequence[str]) -> str:
    opened = f"{part[:1].upper()}{part[1:]}"
    if before is None:
        return f"{opened}: changed; what it was then is not kept."
    came, gone = came_and_gone(before, now)
    said = "; ".join([*_told("new", came), *_told("no longer there", gone)])
    return f"{opened}: {said or 'told in another order or spelling'}."


def came_and_gone(before: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands there now and did not, and the other way round."""
    return [one for one in now if one not in before], [one for one in before if one not in now]


def _told(what: str, of: Sequence[str]) -> Iterator[str]:
    if of:
        more = f" and {len(of) - MOST:,} more" if len(of) > MOST else ""
        yield f"{what}: {', '.join(clean(one)[:300] for one in of[:MOST])}{more}"
