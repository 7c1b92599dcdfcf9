"""What is sold or issued against the lists: goods and places item by item, and the firms behind them as leads.

`document` gives one document, the same for the terminal, a file and `--json`. Its keys:

day: the known day. lists: those that were asked (list, title, edition, what a hit means and what not; `of`: goods or parties).
counts: records, items, without_text, set_aside; items by level and by exposure; leads, items_with_leads, leads_open.
coverage: of all items, those with a good, an origin told, a maker told, a code that tells a good: `items`, `share`, and
    `asked`, whether a column was named for it.
not_about_supplier, not_safe: the sentences that stand beside every firm, and beside what was not found.
items: row, item, code, code_kind, psc, brand, maker, site, origin_told (as written), origin; level, exposure, reason,
    sentence, depth; good, strength, sector, classified_by (psc, words, naics), words (those that decided), met_good and
    met_strength (what met the list, where it is not the principal good); listed (numbers of the listings that put it in its
    level), beneath (numbers of others that it may meet), leads (numbers).
listings: number, good, input_good, country, listed_countries, harm, evidence, level, depth, list, edition, listed_on_day.
leads: number, column, items, and the columns of `buyfair screen`; row is the first item.
set_aside, unread_origins, ambiguous_codes, read_as: what was not read, and how the table was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from buyfair import catalogue
from buyfair.intake.names_file import NamesTable, Record
from buyfair.item_lines import LEVELS, REASONS, Code, Exposed, Facts, ItemLines, read_code, read_origin
from buyfair.knowledge.psc_goods import ITEM
from buyfair.screen.leads import Query
from buyfair.screen.names import has_letters
from buyfair.screening import Found, Screening, as_row, lists_asked
from buyfair.terms.exposure import LINE_CLASSES

Say = Callable[[str], None]
AT_ONCE = 20_000
"""Items that are judged at once: progress is told, and a stop is heeded, after so many."""
LONGEST_TEXT = 10_000
"""Letters of a cell: what is longer describes no item."""
FIRMS = ("brand", "maker", "site")
NOT_ABOUT_SUPPLIER = "This is about the good and the place, not about this supplier."
NOT_SAFE = "That no listing was found is not the same as safe: the lists hold what their issuers could document."


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the item, its brand, maker, site, origin and code; None where there is no such column."""

    item: str
    brand: str | None = None
    maker: str | None = None
    site: str | None = None
    origin: str | None = None
    code: str | None = None

    def all(self) -> tuple[str, ...]:
        """Every column that is asked for."""
        return tuple(c for c in (self.item, *(self.of(f) for f in FIRMS), self.origin, self.code) if c is not None)

    def of(self, firm: str) -> str | None:
        """The column of a brand, a maker or a site."""
        return {"brand": self.brand, "maker": self.maker, "site": self.site}[firm]


@dataclass(frozen=True, slots=True)
class Item:
    """One record as told: cells as written, what its code is, its origin and whether that cell was understood."""

    row: int
    text: str
    code: str
    read: Code
    firms: dict[str, str]
    origin_told: str
    origin: str | None
    understood: bool

    def facts(self) -> Facts:
        """What classification and exposure look at."""
        return Facts(self.read.psc or ITEM, self.text or None, self.origin)


@dataclass(slots=True)
class Assortment:
    """What a table of items gave, item by item, with the leads of the firms behind them by column and name."""

    day: date
    columns: Columns
    read_as: str
    items: list[tuple[Item, Exposed]] = field(default_factory=list)
    listings: Sequence[dict[str, Any]] = ()
    leads: dict[tuple[str, str], list[Found]] = field(default_factory=dict)
    set_aside: Sequence[tuple[int, str]] = ()


def screen_items(
    table: NamesTable, columns: Columns, day: date, parties: Screening | None, say: Say = lambda _: None
) -> Assortment:
    """Every record of a table, judged and its firms screened; undecided leads change no level."""
    done = Assortment(day, columns, table.read_as)
    with ItemLines(day) as lines:
        while chunk := list(islice(table.rows, AT_ONCE)):
            items = [_item(record, columns) for record in chunk]
            done.items += zip(items, lines.of([item.facts() for item in items]), strict=True)
            if parties is not None:
                _screen(parties, items, done)
            say(f"{len(done.items):,} items read, {sum(len(found) for found in done.leads.values()):,} leads")
        done.listings = lines.listings
    done.set_aside = table.set_aside
    return done


def _item(record: Record, columns: Columns) -> Item:
    def cell(column: str | None) -> str:
        return record.cells[column] if column is not None else ""

    origin, understood = read_origin(cell(columns.origin))
    return Item(
        record.number, cell(columns.item), cell(columns.code), read_code(cell(columns.code)),
        {firm: cell(columns.of(firm)) for firm in FIRMS}, cell(columns.origin), origin, understood,
    )  # fmt: skip


def _screen(parties: Screening, items: Sequence[Item], done: Assortment) -> None:
    """Asks each name that was not asked before; what a shop writes as brand, maker or site is a name and no number."""
    fresh = list(dict.fromkeys(
        (firm, name) for item in items for firm, name in item.firms.items()
        if (firm, name) not in done.leads and has_letters(name)
    ))  # fmt: skip
    done.leads |= {asked: [] for asked in fresh}
    queries = [Query(at, name) for at, (_, name) in enumerate(fresh)]
    for found in parties.of(queries):
        done.leads[fresh[found.lead.query.row]].append(found)


# The document

FIELDS = (
    "row", "item", "code", "psc", "brand", "maker", "site", "origin_told", "origin", "level", "exposure", "reason",
    "sentence", "depth", "good", "strength", "met_good", "met_strength", "sector", "classified_by", "words", "listed",
    "leads", "says",
)  # fmt: skip
"""The columns of a table of items as written."""


def document(done: Assortment, parties: Screening | None) -> dict[str, Any]:
    """All that a table of items gave; its keys stand above."""
    leads, numbers = _leads(done)
    rows = [_row(item, exposed, numbers) for item, exposed in done.items]
    return {
        "day": done.day.isoformat(),
        "lists": [*_goods_lists(), *_party_lists(parties)],
        "lists_not_held": [] if parties is None else list(parties.not_held),
        "lists_not_known_then": [] if parties is None else list(parties.not_known_then),
        "counts": _counts(done, rows, leads), "coverage": _coverage(done, rows),
        "not_about_supplier": NOT_ABOUT_SUPPLIER, "not_safe": NOT_SAFE,
        "items": rows, "listings": list(done.listings), "leads": leads,
        "set_aside": [{"row": number, "reason": reason} for number, reason in done.set_aside],
        "unread_origins": dict(Counter(i.origin_told for i, _ in done.items if not i.understood).most_common()),
        "ambiguous_codes": sum(i.read.kind == "nsn_or_gtin" for i, _ in done.items), "read_as": done.read_as,
    }  # fmt: skip


def _row(item: Item, exposed: Exposed, numbers: dict[tuple[str, str], list[int]]) -> dict[str, Any]:
    other = exposed.met_good != exposed.good
    return {
        "row": item.row, "item": item.text, "code": item.code or None, "code_kind": item.read.kind, "psc": item.read.psc,
        **{firm: name or None for firm, name in item.firms.items()},
        "origin_told": item.origin_told or None, "origin": item.origin,
        **{name: getattr(exposed, name) for name in ("level", "exposure", "reason")},
        "sentence": REASONS[exposed.reason], "depth": exposed.depth,
        **{name: getattr(exposed, name) for name in ("good", "strength", "sector", "classified_by", "words")},
        "met_good": exposed.met_good if other else None, "met_strength": exposed.met_strength if other else None,
        "listed": list(exposed.listed), "beneath": list(exposed.beneath),
        "leads": [n for asked in item.firms.items() for n in numbers.get(asked, ())],
    }  # fmt: skip


def _leads(done: Assortment) -> tuple[list[dict[str, Any]], dict[tuple[str, str], list[int]]]:
    """The leads by number, in the order of the items, and their numbers by column and name."""
    first: dict[tuple[str, str], int] = {}
    times: Counter[tuple[str, str]] = Counter()
    for item, _ in done.items:
        for asked in item.firms.items():
            if done.leads.get(asked):
                first.setdefault(asked, item.row)
                times[asked] += 1
    rows: list[dict[str, Any]] = []
    numbers: dict[tuple[str, str], list[int]] = {}
    for asked, row in first.items():
        for found in done.leads[asked]:
            numbers.setdefault(asked, []).append(len(rows) + 1)
            own = {"number": len(rows) + 1, "column": asked[0], "items": times[asked]}
            rows.append({**own, **as_row(found), "row": row, "open": found.standing.waits})
    return rows, numbers


def _counts(done: Assortment, rows: Sequence[dict[str, Any]], leads: Sequence[dict[str, Any]]) -> dict[str, Any]:
    levels, classes = Counter(r["level"] for r in rows), Counter(r["exposure"] for r in rows)
    return {
        "records": len(rows) + len(done.set_aside), "items": len(rows), "without_text": sum(not r["item"] for r in rows),
        "set_aside": len(done.set_aside), "levels": {name: levels[name] for name in LEVELS},
        "exposure": {name: classes[name] for name in LINE_CLASSES}, "leads": len(leads),
        "items_with_leads": sum(bool(r["leads"]) for r in rows), "leads_open": sum(lead["open"] for lead in leads),
    }  # fmt: skip


def _coverage(done: Assortment, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def of(held: int, asked: bool = True) -> dict[str, Any]:
        return {"items": held, "share": round(held / len(rows), 3) if rows else None, "asked": asked}

    columns = done.columns
    return {
        "items": len(rows), "with_good": of(sum(r["good"] is not None for r in rows)),
        "with_origin": of(sum(r["origin"] is not None for r in rows), columns.origin is not None),
        "with_maker": of(sum(r["maker"] is not None for r in rows), columns.maker is not None),
        "with_product_code": of(sum(r["psc"] is not None for r in rows), columns.code is not None),
    }  # fmt: skip


def _goods_lists() -> Iterator[dict[str, Any]]:
    """The lists of goods and places that every item is looked up in."""
    for card in catalogue.cards():
        yield {"of": "goods", "list": card.id, "title": card.title, "edition": card.edition, "means": card.means,
               "means_not": card.means_not}  # fmt: skip


def _party_lists(parties: Screening | None) -> list[dict[str, Any]]:
    """The lists that firms were asked of; none where no column of firms was named."""
    return [] if parties is None else [{"of": "parties", **told} for told in lists_asked(parties)]
