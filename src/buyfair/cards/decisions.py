"""The decision calendar: the strip of the next twelve months, and the options, ordering periods and ends that fall in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from buyfair.cards import titles, words
from buyfair.cards.first import country_names
from buyfair.cards.tables import Cell, Line, Row, Table, opened, rows, section

_PER_MONTH = 3


def decisions(summary: Row) -> dict[str, object] | None:
    """Draw the months and list what can be decided in each; nothing where no calendar was judged."""
    of = section(summary, "calendar_of")
    if of is None:
        return None
    every = sorted(rows(summary, "calendar"), key=lambda row: (str(row.get("day")), _rank(row), str(row.get("award_id"))))
    named = country_names(summary)
    return {
        "of": {key: of.get(key) for key in ("from", "to", "events", "dollars", "exposed_events", "abroad_events", "not_told")},
        "strip": _strip(rows(of, "by_month")),
        "strip_table": _strip_table(rows(of, "by_month")),
        "kinds": [(kind, *words.DECISIONS[kind]) for kind in words.DECISIONS if any(row.get("what") == kind for row in every)],
        "months": [
            _month(month, list(group), named) for month, group in groupby(every, key=lambda row: str(row.get("day"))[:7])
        ],
        "table": _table(every, named) if every else None,
        "rows": len(every),
    }


def _rank(row: Row) -> int:
    rank = row.get("rank")
    return rank if isinstance(rank, int) else 10**9


def _strip(months: list[Row]) -> dict[str, object] | None:
    """Draw one bar for each month: exposed dollars below, all others above, on one scale."""
    amounts = [(words.money(row.get("exposed_dollars") or 0), words.money(row.get("dollars") or 0)) for row in months]
    most = max((max(part, whole) for part, whole in amounts), default=Decimal(0))
    if most <= 0 and not any(row.get("events") for row in months):
        return None
    most = most or Decimal(1)  # vehicles alone: no dollars of their own, but days on which something is decided
    width = 1000 / len(months)
    drawn = []
    for n, (row, (part, whole)) in enumerate(zip(months, amounts, strict=True)):
        low = max(1, round(part * 1000 / most)) if part > 0 else 0
        high = max(low, round(whole * 1000 / most)) if whole > 0 else low
        drawn.append({
            "x": round(n * width + width * 0.12) / 10, "width": round(width * 0.76) / 10,
            "middle": round(n * width + width / 2) / 10, "exposed": low, "other": high - low,
            "short": words.month(row.get("month"), short=True), "year": str(row.get("month"))[:4],
            "new_year": n == 0 or str(row.get("month"))[5:7] == "01", "events": row.get("exposed"),
        })  # fmt: skip
    return {"months": drawn, "most": max((whole for _, whole in amounts), default=Decimal(0))}


def _strip_table(months: list[Row]) -> Table | None:
    if not months:
        return None
    keys = ("exposed_dollars", "dollars", "exposed", "events")
    sums = {key: sum((words.money(row.get(key) or 0) for row in months), Decimal(0)) for key in keys}
    lines = [
        Line(words.month(row.get("month")), (), tuple(_figure(key, row.get(key), opened(row, key)) for key in keys))
        for row in months
    ]
    heads = ("Exposed dollars", "All dollars", "Exposed decisions", "All decisions")
    return Table(heads, tuple(lines), tuple(_figure(key, str(sums[key])) for key in keys), None)


def _figure(key: str, value: object, href: str | None = None) -> Cell:
    if value is None:
        return Cell("not told", None)
    amount = words.money(value)
    if key.endswith("dollars"):
        return Cell(words.whole_dollars(amount), str(amount), href)
    return Cell(f"{int(amount):,}", str(int(amount)), href)


def _month(month: str, group: list[Row], named: Mapping[str, str]) -> dict[str, object]:
    """Show the decisions of a month on the awards that rank best, in the order of their days."""
    best = sorted(group, key=lambda row: (_rank(row), str(row.get("day"))))[:_PER_MONTH]
    shown = sorted(best, key=lambda row: (str(row.get("day")), _rank(row)))
    rest = len(group) - len(shown)
    return {
        "name": words.month(month),
        "dollars": sum((words.money(row.get("dollars") or 0) for row in group), Decimal(0)),
        "count": len(group),
        "rest": rest,
        "rows": [_event(row, named) for row in shown],
    }


def _event(row: Row, named: Mapping[str, str]) -> dict[str, object]:
    what = str(row.get("what"))
    return {
        "day": words.long_day(row.get("day") or "Day not told").rsplit(",", 1)[0],
        "what": words.DECISIONS[what][0] if what in words.DECISIONS else words.sentence_case(words.clean(what)),
        "title": titles.title(row, named),
        "href": opened(row, "name"),
        "supplier": words.clean(row.get("supplier") or "Supplier not told"),
        "agency": words.calm(row.get("agency") or "Agency not told"),
        "dollars": words.own_dollars(row),
        "exposure": words.class_label(row["exposure"]).lower() if row.get("exposure") is not None else None,
        "rank": None if row.get("rank") is None else f"rank {row['rank']:,}",
        "piid": words.clean(row.get("piid") or row.get("award_id") or "not told"),
    }  # fmt: skip


def _table(every: list[Row], named: Mapping[str, str]) -> Table:
    lines = []
    for row in every:
        event = _event(row, named)
        amount = None if row.get("dollars") is None else words.money(row["dollars"])
        cells = (
            Cell("not told", None) if amount is None else Cell(words.exact_dollars(amount), str(amount)),
            Cell("not told", None) if row.get("rank") is None else Cell(f"{row['rank']:,}", str(row["rank"])),
        )
        texts = (str(event["what"]), str(event["piid"]), str(event["supplier"]), str(event["agency"]),
                 str(event["title"]))  # fmt: skip
        lines.append(Line(words.clean(row.get("day") or "not told"), texts, cells, opened(row, "name")))
    return Table(("Dollars", "Rank"), tuple(lines), (), None)
