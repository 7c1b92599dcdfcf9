"""Two snapshots side by side: dollars by class, sector, good, country and agency, and which awards came, went or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from buyfair.browse_opening import Opened, Remembered, opened
from buyfair.columns.held_compare import compared, counted_between, every, moves
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import refuse
from buyfair.terms.money import as_text

Document = dict[str, Any]

BY = {"sectors": "sector", "goods": "good", "countries": "country", "agencies": "agency"}
MONEY = ("dollars", "matched", "possible", "unknown")
SHOWN = 50
"""Awards of each kind that are named, the most dollars first; how many there are is always told."""
AT_ONCE = 10_000
"""Rows of a file that are held at a time."""
SECONDS = 3600
"""A file may take so long."""
_remembered = Remembered()


def compare(before: Snapshot, after: Snapshot) -> Document:
    """What changed from one snapshot to another; every figure is defined as in the summary of either.

    Keys: before, after (id, label, day, versions, awards); same_knowledge: whether one edition of lists and rules judged
    both, for else a difference may be of the knowledge and not of the awards; exposure, sectors, goods, countries, agencies
    (before, after and change of each money); awards: came, went, stayed (awards, dollars), moves between classes, ranks (up,
    down, same); came, went, changed, ranks_moved: awards by name, with before and after. Money is
    text, a change bears its sign.

    Raises: InputRefusedError where one of them holds nothing made for reading, or both are one.
    """
    _two(before, after)
    return _remembered.of((before.id, after.id), lambda: _compared(before, after))


def awards(before: Snapshot, after: Snapshot) -> Iterator[pa.RecordBatch]:
    """Every award of either, in batches: what it was and what it is, and whether it came, went or stayed.

    Raises: InputRefusedError as `compare` does.
    """
    _two(before, after)
    return _streamed(opened(before), opened(after))


def _streamed(before: Opened, after: Opened) -> Iterator[pa.RecordBatch]:
    with after.held.asking(SECONDS) as engine:
        engine.run(compared(engine.beside(before.held.path)))
        yield from engine.stream(every(), AT_ONCE)


def _two(before: Snapshot, after: Snapshot) -> None:
    if before.folder == after.folder:
        raise refuse(f"{before.id} was given twice", "two snapshots", "name another one")


def _compared(before: Snapshot, after: Snapshot) -> Document:
    one, other = opened(before), opened(after)
    awards = _awards(before, after)
    versions = [of.whole["versions"] for of in (one, other)]
    return {
        "before": _told(before, one.whole), "after": _told(after, other.whole),
        "same_knowledge": versions[0]["knowledge"] == versions[1]["knowledge"],
        "exposure": [
            {"class": name, **_change(one.whole["exposure"].get(name), other.whole["exposure"].get(name))}
            for name in other.whole["exposure"]
        ],
        **{part: _side_by_side(one.whole[part], other.whole[part], key) for part, key in BY.items()},
        **awards,
    }  # fmt: skip


def _told(of: Snapshot, whole: Mapping[str, Any]) -> Document:
    return {"id": of.id, "label": of.label, "day": whole["day"], "versions": whole["versions"], "awards": whole["awards"],
            "dollars": whole["dollars"]["accepted"]}  # fmt: skip


def _change(before: str | None, after: str | None) -> dict[str, str]:
    was, now = Decimal(before or 0), Decimal(after or 0)
    return {"before": as_text(was), "after": as_text(now), "change": as_text(now - was)}


def _side_by_side(before: list[Document], after: list[Document], key: str) -> list[Document]:
    """Each value that either has, the greatest change of what is matched or possible first."""
    was, now = ({row[key]: row for row in rows} for rows in (before, after))
    found = []
    for value in dict.fromkeys([*now, *was]):
        one, other = was.get(value, {}), now.get(value, {})
        row: Document = {key: value, "awards": {"before": one.get("awards", 0), "after": other.get("awards", 0)}}
        row |= {m: _change(one.get(m), other.get(m)) for m in MONEY}
        found.append(row)
    return sorted(found, key=lambda r: (-_size(r), str(r[key])))


def _size(row: Document) -> Decimal:
    return sum((abs(Decimal(row[m]["change"])) for m in ("matched", "possible")), Decimal(0))


def _awards(before: Snapshot, after: Snapshot) -> Document:
    of, other = opened(after), opened(before)
    with of.held.asking() as engine:
        engine.run(compared(engine.beside(other.held.path)))
        sums = {r["what"]: r for r in engine.answer(counted_between())}
        told = {what: [_plain(r) for r in engine.answer(sql)] for what, sql in moves(SHOWN).items()}
    none = {"awards": 0, "dollars": Decimal(0)}
    counts = {
        what: {"awards": int(r["awards"]), "dollars": as_text(r["dollars"])}
        for what, r in ((what, sums.get(what, none)) for what in ("came", "went", "stayed"))
    }
    return {"awards": counts | {"classes": told.pop("classes"), "ranks": told.pop("ranks")[0]}, **told}


def _plain(row: Mapping[str, Any]) -> Document:
    return {k: as_text(v) if isinstance(v, Decimal) else v for k, v in row.items()}
