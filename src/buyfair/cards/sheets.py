"""The sheets "what to ask" for each good and country that stands out, and what every indicator could say."""

from __future__ import annotations

from decimal import Decimal

from buyfair.cards import words
from buyfair.cards.tables import Cell, Line, Row, Segment, Table, opened, rows, section, spread, texts

_QUESTION = ("asks", "document", "clause", "why")
_DEPTHS = {"good": "the good itself", "main_material": "main material", "trace": "in traces"}


def sheets(summary: Row) -> list[dict[str, object]]:
    """Gather the sheets, in the order in which the summary gives them."""
    return [_sheet(row) for row in rows(summary, "sheets")]


def _sheet(row: Row) -> dict[str, object]:
    return {
        "good": words.sentence_case(words.clean(row.get("good_label") or words.good_label(row.get("good")))),
        "place": words.country_label(row) if row.get("country") is not None else "place not recorded",
        "awards": row.get("awards"),
        "dollars": row.get("dollars"), "matched": row.get("matched"), "possible": row.get("possible"),
        "harms": words.harms_label(texts(row, "harms")),
        "listings": [_listing(each) for each in rows(row, "listings")],
        "inputs": _inputs(rows(row, "inputs")),
        "questions": [
            {key: words.clean(each[key]) if each.get(key) is not None else None for key in _QUESTION}
            for each in rows(row, "questions")
        ],
    }  # fmt: skip


def _listing(row: Row) -> str:
    since = f", listed since {words.long_day(row['listed_from'])}" if row.get("listed_from") is not None else ""
    edition = f", edition {words.clean(row['edition'])}" if row.get("edition") is not None else ""
    title = words.clean(row.get("title") or row.get("list") or "list not told")
    return f"{words.harm_label(row.get('harm'))}: {title}{edition}{since}"


def _inputs(every: list[Row]) -> list[tuple[str, str]]:
    """Say in one line for each depth what the good is made from, and for which countries that is listed."""
    depths: dict[str, list[str]] = {}
    for row in every:
        named = [words.clean(each) for each in texts(row, "countries")]
        where = f" ({words.listing(named)})" if named else ""
        label = words.clean(row.get("label") or words.good_label(row.get("good")))
        depths.setdefault(str(row.get("depth")), []).append(f"{label[:1].lower()}{label[1:]}{where}")
    order = [*_DEPTHS, *(depth for depth in depths if depth not in _DEPTHS)]
    named_depths = ((_DEPTHS.get(depth, words.clean(depth).replace("_", " ")), depths.get(depth)) for depth in order)
    return [(words.sentence_case(name), "; ".join(found)) for name, found in named_depths if found]


_ANSWERS = (("yes", "yes for"), ("no", "no for"), ("silent", "silent on"), ("not_applicable", "does not apply to"))


def indicators(summary: Row) -> dict[str, object] | None:
    """Draw for every indicator of how many awards it said yes and no, was silent, or does not apply, with its sentence."""
    every = rows(summary, "indicators")
    if not every:
        return None
    asked = (section(summary, "priority") or {}).get("asked")
    return {
        "rows": [_indicator(row) for row in every],
        "spoke": sum(1 for row in every if row.get("spoke")),
        "asked": asked if isinstance(asked, int) else len(every),
        "table": _table(every),
    }


def spoke(summary: Row) -> str | None:
    """Say in one line how many indicators spoke of at least one award, and which stayed silent."""
    every = rows(summary, "indicators")
    if not every:
        return None
    silent = [words.clean(row.get("title") or row.get("code")).lower() for row in every if not row.get("spoke")]
    said = f"{len(every) - len(silent):,} of {len(every):,} indicators spoke"
    return f"{said}; silent on every award: {words.listing(silent)}." if silent else f"{said}."


def _indicator(row: Row) -> dict[str, object]:
    said, spoke_of = int(str(row.get("points_to") or 0)), int(str(row.get("spoke") or 0))
    counts = {**row, "yes": said, "no": spoke_of - said}
    amounts = [Decimal(str(counts.get(key) or 0)) for key, _ in _ANSWERS]
    segments, start = [], 0
    for (key, label), amount, width in zip(_ANSWERS, amounts, spread(amounts, 1000, 4), strict=True):
        segments.append(Segment(key, label, str(amount), start, width))
        start += width
    return {
        "title": words.clean(row.get("title") or row.get("code") or "not told"),
        "asks": words.clean(row.get("asks") or ""),
        "segments": segments,
        "said": words.listing(f"{label} {words.count(counts.get(key))}" for key, label in _ANSWERS if counts.get(key) != 0)
        or "no award asked",
        "sentence": words.clean(row.get("sentence") or ""),
        "silence": words.clean(row["silence"]) if row.get("silence") is not None else None,
        "share": f"yes for {words.share(said, spoke_of)} of those on which it spoke" if spoke_of else "it spoke on none",
        "spoke": row.get("spoke"), "silent": row.get("silent"),
    }  # fmt: skip


def _table(every: list[Row]) -> Table:
    lines = []
    for row in every:
        counts = [_count(row.get(key), opened(row, key)) for key in ("points_to", "spoke", "silent", "not_applicable")]
        amounts = [_amount(row.get(key), opened(row, key)) for key in ("dollars", "of")]
        lines.append(Line(words.clean(row.get("title") or row.get("code") or "not told"), (), (*counts, *amounts)))
    heads = ("Yes", "Spoke", "Silent", "Does not apply", "Dollars it points to", "Dollars where it spoke")
    return Table(heads, tuple(lines), (), None)


def _count(value: object, href: str | None = None) -> Cell:
    return Cell(f"{value:,}", str(value), href) if isinstance(value, int) else Cell("not told", None)


def _amount(value: object, href: str | None = None) -> Cell:
    return Cell("not told", None) if value is None else Cell(words.whole_dollars(value), str(words.money(value)), href)
