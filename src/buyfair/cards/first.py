"""The awards to look at first, each with its band and its reasons, and the parent vehicles to look at first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import log

from buyfair.cards import titles, words, world
from buyfair.cards.tables import Cell, Line, Row, Segment, Table, bar, folded, opened, rows, section, spread, texts
from buyfair.knowledge import psc

TWENTY = 20
_LEADING = 3  # reasons that stand open; the others unfold


def awards(summary: Row) -> dict[str, object] | None:
    """Gather the first twenty; nothing where the summary ranks none."""
    ranking = rows(summary, "first")
    if not ranking:
        return None
    ranking.sort(key=lambda row: _whole(row.get("rank")) or words.BEYOND)
    shown = ranking[:TWENTY]
    priority = section(summary, "priority") or {}
    unjudged = texts(priority, "not_judged")
    caps = [_whole(row.get("cap")) or 0 for row in rows(priority, "factors") if row.get("factor") not in unjudged]
    most = max([sum(caps), *(_whole(row.get("points")) or 0 for row in shown), 1])
    named = country_names(summary)
    return {
        "awards": [_award(row, most, named) for row in shown],
        "most": most,
        "factors": [_factor(row) for row in rows(priority, "factors")],
        "priority": {key: priority.get(key) for key in ("ranked", "not_ranked", "draws", "seed", "sentence", "asked")},
        "kinds": [
            factor for factor in words.FACTORS
            if any(each.get("factor") == factor and each.get("points") for row in shown for each in rows(row, "reasons"))
        ],
        "mostly_open": sum(1 for row in shown if _mostly_open(row)),
        "table": _table(shown, named),
    }  # fmt: skip


def country_names(summary: Row) -> dict[str, str]:
    """Know countries by code: as the summary names them, else as our own table does."""
    told = {
        str(row["country"]): words.clean(row["name"])
        for part in ("countries", "pairs", "flows", "sheets") for row in rows(summary, part)
        if row.get("country") is not None and row.get("name") is not None
    }  # fmt: skip
    return world.names() | told


def over(row: Row) -> str | None:
    """Say that performance has ended; nothing where it goes on or is not recorded."""
    told = row.get("over")
    return words.clean(told["sentence"]) if isinstance(told, Mapping) and told.get("sentence") else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _kind(factor: object) -> str:
    """Choose the color of a factor; one that we do not know shares that of reach."""
    return str(factor) if factor in words.FACTORS else "reach"


def _least(reason: Row) -> int:
    """Take the points that a reason is sure of: all of them where no lower end is told."""
    most, least = _whole(reason.get("points")) or 0, _whole(reason.get("at_least"))
    return most if least is None else min(most, least)


def _factor(row: Row) -> dict[str, object]:
    name = str(row.get("factor"))
    label = words.clean(row.get("title") or factor_label(name))
    return {"factor": name, "label": label, **{key: row.get(key) for key in ("cap", "reason", "owner")}}


def factor_label(name: object) -> str:
    """Say a factor of the priority in plain words."""
    return words.FACTORS.get(str(name)) or words.sentence_case(words.clean(name).replace("_", " "))


def _mostly_open(row: Row) -> bool:
    """Tell whether more than half of the points rest on missing facts."""
    most, least = _whole(row.get("points")), _whole(row.get("points_at_least"))
    return most is not None and least is not None and 2 * least < most


def surest_first(row: Row) -> list[Row]:
    """Order the reasons of an award: what is known by its points, then what could not be told by what it could add."""
    return sorted(rows(row, "reasons"), key=lambda each: (-_least(each), -(_whole(each.get("points")) or 0)))


def _award(row: Row, most: int, named: Mapping[str, str]) -> dict[str, object]:
    reasons, title = surest_first(row), titles.title(row, named)
    said = [
        {"factor": _kind(each.get("factor")), "label": factor_label(each.get("factor")),
         "title": words.clean(each.get("title") or ""), "sentence": words.clean(each.get("sentence") or ""),
         "points": words.points(each, unit="")}
        for each in reasons
    ]  # fmt: skip
    known = sum(1 for each in reasons if _least(each) > 0)
    leading = min(_LEADING, known) or min(_LEADING, len(reasons))
    return {
        "rank": _whole(row.get("rank")),
        "href": opened(row, "name"),
        "band": words.band(row),
        "range": _range(row),
        "supplier": words.clean(row.get("supplier") or "Supplier not told"),
        "uei": words.clean(row["uei"]) if row.get("uei") is not None else None,
        "buyer": ", ".join(words.calm(row.get(key)) for key in ("agency", "office") if row.get(key)) or "Agency not told",
        "title": title,
        "code": None if f"(product code {words.clean(row.get('psc'))})" in title else _code(row),
        "exposure": words.class_label(row["exposure"]) if row.get("exposure") is not None else None,
        "dollars": words.exposed_of(row),
        "over": over(row),
        "points": words.points(row),
        "mostly_open": _mostly_open(row),
        "spoke": words.spoke(row),
        "piid": words.clean(row.get("piid") or row.get("award_id") or "not told"),
        "vehicle": words.clean(row["parent_piid"]) if row.get("parent_piid") is not None else None,
        "segments": _stacked(reasons, most),
        "reasons": said[:leading],
        "more": said[leading:],
        "open": len(reasons) - max(known, leading),
    }  # fmt: skip


def _code(row: Row) -> str | None:
    """Say the product code of the largest line with its name: what was bought, where the good is only its material."""
    if row.get("psc") is None:
        return None
    code = words.clean(row["psc"])
    title = psc.title(code)
    return code if not title else f"{code} {words.clean(title)}"


def _stacked(reasons: list[Row], most: int) -> list[dict[str, object]]:
    """Stack the points by factor on the scale of all that can be had; what rests on a missing fact is drawn pale."""
    parts: list[tuple[str, bool, Decimal]] = []
    named = dict.fromkeys([*words.FACTORS, *(str(each.get("factor")) for each in reasons)])
    for factor in named:
        own = [each for each in reasons if str(each.get("factor")) == factor]
        lower, upper = sum(_least(each) for each in own), sum(_whole(each.get("points")) or 0 for each in own)
        parts += [(factor, False, Decimal(lower)), (factor, True, Decimal(upper - lower))]
    rest = Decimal(most) - sum((amount for _, _, amount in parts), Decimal(0))
    widths = spread([*(amount for _, _, amount in parts), max(rest, Decimal(0))], 1000, 4)
    drawn, start = [], 0
    for (factor, open_, _), width in zip(parts, widths, strict=False):
        if width:
            drawn.append({"factor": _kind(factor), "open": open_, "start": start, "width": width})
        start += width
    return drawn


def _at(rank: int) -> int:
    """Put a rank on a scale of thousandths on which every tenfold takes the same room: 1st left, 501st right."""
    return round(1000 * log(min(max(rank, 1), words.BEYOND)) / log(words.BEYOND))


def _range(row: Row) -> dict[str, object] | None:
    told, rank = row.get("band"), _whole(row.get("rank"))
    if words.band(row) is None or rank is None or not isinstance(told, (list, tuple)):
        return None
    return {"low": _at(told[0]), "high": _at(told[1]), "rank": _at(rank), "beyond": told[1] >= words.BEYOND}


def _table(shown: list[Row], named: Mapping[str, str]) -> Table:
    lines = []
    for row in shown:
        rank, points = _whole(row.get("rank")), _whole(row.get("points"))
        least, spoke = _whole(row.get("points_at_least")), _whole(row.get("spoke"))
        amount = None if row.get("dollars") is None else words.money(row["dollars"])
        cells = (
            _cell(points), _cell(least), _cell(spoke),
            Cell("not told", None) if amount is None else Cell(words.exact_dollars(amount), str(amount)),
        )  # fmt: skip
        told = row.get("band")
        ends = "not told"
        if words.band(row) is not None and isinstance(told, (list, tuple)):
            ends = f"{told[0]} to {'beyond 500' if told[1] >= words.BEYOND else told[1]}"
        lines.append(Line(
            "not told" if rank is None else f"{rank:,}",
            (ends, words.clean(row.get("piid") or row.get("award_id") or "not told"),
             words.clean(row.get("supplier") or "Supplier not told"), words.calm(row.get("agency") or "Agency not told"),
             titles.title(row, named)),
            cells,
            opened(row, "name"),
        ))  # fmt: skip
    return Table(("Points", "At least", "Indicators that spoke", "Dollars"), tuple(lines), (), None)


def _cell(value: int | None) -> Cell:
    return Cell("not told", None) if value is None else Cell(f"{value:,}", str(value))


def vehicles(summary: Row) -> dict[str, object] | None:
    """Draw the first twenty parent vehicles, by what is matched and then by what is possible, all on one scale."""
    every = rows(summary, "vehicles")
    if not every:
        return None
    shown = every[:TWENTY]
    longest = max((_standing(row) for row in shown), default=Decimal(0))
    of = section(summary, "vehicles_of") or {}
    return {
        "bars": [_vehicle(row, longest) for row in shown],
        "of": {key: of.get(key) for key in ("vehicles", "awards", "dollars")},
        "told": len(every),
        "table": folded(
            every,
            lambda row: words.clean(row.get("vehicle") or "not told"),
            lambda row: (
                words.agency(row.get("parent_agency_name"), row.get("parent_agency")) or "not told",
                words.long_day(row["ordering_period_end"]) if row.get("ordering_period_end") is not None else "not recorded",
                _said(row, "suppliers"), _said(row, "agencies"),
                "none" if _whole(row.get("best_rank")) is None else f"{row['best_rank']:,}",
            ),
            top=TWENTY,
        ),
    }  # fmt: skip


def _standing(row: Row) -> Decimal:
    return sum((words.money(row.get(key) or 0) for key in ("matched", "possible", "unknown")), Decimal(0))


def _said(row: Row, key: str) -> str:
    """Say a count that may also be told as a list of names."""
    number = _whole(row.get(key))
    return words.count(len(texts(row, key)) if number is None and row.get(key) is not None else number)


def _vehicle(row: Row, longest: Decimal) -> dict[str, object]:
    amounts = {key: row.get(key) for key in ("matched", "possible", "unknown")}
    segments: list[Segment] = [each for each in bar(amounts, longest, least=3) if each.kind != "rest"]
    end, best = row.get("ordering_period_end"), _whole(row.get("best_rank"))
    return {
        "name": words.clean(row.get("vehicle") or "not told"),
        "segments": segments,
        "row": amounts | ({"opens": row["opens"]} if "opens" in row else {}),
        "awards": row.get("awards"),
        "suppliers": _said(row, "suppliers"),
        "agencies": _said(row, "agencies"),
        "agency": words.agency(row.get("parent_agency_name"), row.get("parent_agency")) or "agency not told",
        "end": f"orders until {words.long_day(end)}" if end is not None else "end of ordering period not recorded",
        "best": None if best is None else f"best award ranks {words.ordinal(best)}",
    }
