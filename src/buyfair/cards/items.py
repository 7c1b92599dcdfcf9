"""What is sold or issued, as a buyer reads it: how many items are exposed and by which good, the first ones, the leads."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from buyfair.cards.leads import LEAD, lead_text, lists_told
from buyfair.cards.words import clean, good_label, harms_label, listing, many, sentence_case, wrapped

SHOWN_ITEMS, SHOWN_GOODS, SHOWN_LEADS, SHOWN_REASONS = 20, 12, 10, 4
"""What a terminal shows; --out and --json have all of it."""
SAID_LISTINGS, WRITTEN_LISTINGS = 3, 10
"""Listings of one item that a terminal says and that a cell holds; the document has every one."""
LEVEL_WORDS = {
    "matched": "matched: the good is certain and a list names it for the origin told",
    "possible": "possible: the good may be listed, its place is not told, or a main material of it is listed",
    "unknown": "unknown: it cannot be told what it is, or where the lists do not look",
    "no_listing": "nothing found at the depth looked: not the same as safe",
    "not_goods": "not goods: cards of value, software and services",
}
PLACE = "possible_place_not_recorded"
FIRMS = ("brand", "maker", "site")


def items_text(document: Mapping[str, Any], width: int) -> str:
    """The answer for the terminal."""
    parts = (_answer, _coverage, _goods, _items, _leads, _aside)
    return "\n".join(line for part in parts for line in part(document, width)).strip("\n") + "\n"


def _answer(document: Mapping[str, Any], width: int) -> Iterator[str]:
    counts = document["counts"]
    levels = counts["levels"]
    yield from wrapped(f"{many(counts['items'], 'item')}, as known on {document['day']}:", width)
    for level, n in levels.items():
        yield from textwrap.wrap(f"{n:>8,}  {LEVEL_WORDS[level]}", width, subsequent_indent=" " * 10)
        if level == "possible" and counts["exposure"][PLACE]:
            yield from textwrap.wrap(f"of these {counts['exposure'][PLACE]:,}: place not recorded", width,
                                     initial_indent=" " * 10, subsequent_indent=" " * 10)  # fmt: skip
    yield ""
    yield from wrapped(f"{document['not_about_supplier']} {document['not_safe']}", width)


def _coverage(document: Mapping[str, Any], width: int) -> Iterator[str]:
    told = document["coverage"]
    if told["items"]:
        words = {
            "with_good": "a good is named for",
            "with_origin": "an origin told for",
            "with_maker": "a maker told for",
        }
        said = [
            f"{word} {told[key]['items']:,} ({told[key]['items'] / told['items']:.0%})" for key, word in words.items()
        ]
        not_asked = [f"--{key[5:]}" for key in ("with_origin", "with_maker") if not told[key]["asked"]]
        more = f" No column was named for {listing(not_asked)}." if not_asked else ""
        yield ""
        yield from wrapped(f"Coverage: {listing(said)}.{more}", width)
    why = Counter(i["sentence"] for i in document["items"] if i["level"] == "unknown")
    if why:
        yield from ("", "Unknown, because:")
        for sentence, n in why.most_common(SHOWN_REASONS):
            yield from textwrap.wrap(f"{n:>8,}  {sentence}", width, subsequent_indent=" " * 10)


def _goods(document: Mapping[str, Any], width: int) -> Iterator[str]:
    """The goods that put items in a level, those matched most often first."""
    levels: dict[str, Counter[str]] = {}
    for item in document["items"]:
        if item["level"] in ("matched", "possible"):
            levels.setdefault(item["met_good"] or item["good"], Counter())[item["level"]] += 1
    if levels:
        order = sorted(levels, key=lambda good: (-levels[good]["matched"], -levels[good]["possible"], good))
        yield from ("", f"{'matched':>8} {'possible':>9}  good")
        yield from (
            f"{levels[g]['matched']:>8,} {levels[g]['possible']:>9,}  {good_label(g)}" for g in order[:SHOWN_GOODS]
        )
        if len(order) > SHOWN_GOODS:
            yield f"{'':>18}  and {many(len(order) - SHOWN_GOODS, 'good')} more"


def _items(document: Mapping[str, Any], width: int) -> Iterator[str]:
    """The matched items, then the possible ones, in the order of the table; those alike in all that was looked at, once."""
    alike: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for item in (i for level in ("matched", "possible") for i in document["items"] if i["level"] == level):
        alike.setdefault((item["item"], item["psc"], item["origin"]), []).append(item)
    for item, *more in islice(alike.values(), SHOWN_ITEMS):
        yield ""
        rows = f"row {item['row']:,}{f' and {len(more):,} alike' if more else ''}"
        yield from wrapped(f"{rows}  {item['level']}  {clean(item['item'])[:200]}", width)
        yield from wrapped(item_words(item, document["listings"]), width, "  ")
    if len(alike) > SHOWN_ITEMS:
        left = many(len(alike) - SHOWN_ITEMS, "kind of item", "kinds of items")
        yield from ("", *wrapped(f"{left} more: --out FILE.csv or --json has them all.", width))


def item_words(item: Mapping[str, Any], listings: Sequence[Mapping[str, Any]]) -> str:
    """Why an item stands where it does: the good and what said so, the reason, and the listings."""
    good = item["met_good"] or item["good"]
    by = (
        f' by its words "{clean(item["words"])}"'
        if item["words"]
        else f" by its code {item['psc']}"
        if item["psc"]
        else ""
    )
    named = f"{good_label(good)} ({_plain(item['met_strength'] or item['strength'])}){by}: " if good else ""
    said = listed_words(item, listings, SAID_LISTINGS)
    return f"{named}{item['sentence'] if named else sentence_case(item['sentence'])}.{f' {said}.' if said else ''}"


def listed_words(item: Mapping[str, Any], listings: Sequence[Mapping[str, Any]], most: int) -> str:
    """The listings that put an item in its level: good, harms, places, list and edition; those beyond `most` are counted."""
    held: dict[tuple[str, tuple[str, ...], str, str], list[str]] = {}
    for number in item["listed"]:
        x = listings[number - 1]
        where = (x["country"],) if x["country"] else tuple(x["listed_countries"])
        held.setdefault((x["input_good"] or x["good"], where, x["list"], x["edition"]), []).append(x["harm"])
    said = [
        f"{good}, {' '.join(where)}: {harms_label(dict.fromkeys(harms))} ({list_id}, edition {edition})"
        for (good, where, list_id, edition), harms in held.items()
    ]
    return "; ".join([*said[:most], *([f"and {len(said) - most} more"] if len(said) > most else [])])


def _leads(document: Mapping[str, Any], width: int) -> Iterator[str]:
    leads = document["leads"]
    if not any(item[firm] for item in document["items"] for firm in FIRMS):
        return
    counts = document["counts"]
    yield ""
    yield from wrapped(
        f"{many(counts['leads'], 'lead')} behind {many(counts['items_with_leads'], 'item')}; {counts['leads_open']:,} wait "
        f"for a person, and change no level. {LEAD if leads else 'No lead is not the same as safe.'}", width
    )  # fmt: skip
    order = sorted(leads, key=lambda lead: (not lead["open"], -lead["score"], lead["number"]))
    for lead in order[:SHOWN_LEADS]:
        yield ""
        yield from wrapped(f'{lead["column"]} "{clean(lead["name"])}", on {many(lead["items"], "item")}:', width)
        yield from lead_text(lead, width)
    if len(order) > SHOWN_LEADS:
        yield from (
            "",
            *wrapped(f"{len(order) - SHOWN_LEADS:,} more leads: --out FILE.json or --json has them.", width),
        )
    yield from lists_told({**document, "lists": [x for x in document["lists"] if x["of"] == "parties"]}, width)


def _aside(document: Mapping[str, Any], width: int) -> Iterator[str]:
    said = []
    if document["set_aside"]:
        first = document["set_aside"][0]
        said.append(
            f"Set aside: {many(len(document['set_aside']), 'record')}; record {first['row']:,}: {first['reason']}."
        )
    if document["counts"]["without_text"]:
        said.append(f"Without words: {many(document['counts']['without_text'], 'item')}.")
    if document["unread_origins"]:
        told = ", ".join(f'"{clean(o)[:40]}"' for o in list(document["unread_origins"])[:5])
        said.append(f"Origins that name no one country count as not told: {told}.")
    if document["ambiguous_codes"]:
        said.append(
            f"{many(document['ambiguous_codes'], 'code')} could be a stock number or a barcode: write stock numbers with "
            "hyphens; until then the words decide."
        )
    if document["read_as"] != "UTF-8":
        said.append(f"The table was read as {document['read_as']}.")
    for sentence in said:
        yield from ("", *wrapped(sentence, width))


def as_rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row of text per item: listings and leads in words, and what must stand beside a firm or beside nothing found."""
    for item in document["items"]:
        leads = [document["leads"][n - 1] for n in item["leads"]]
        firm = any(item[name] for name in FIRMS)
        yield {
            **item, "listed": listed_words(item, document["listings"], WRITTEN_LISTINGS),
            "leads": "; ".join(_lead(lead) for lead in leads),
            "says": " ".join(filter(None, (
                document["not_about_supplier"] if firm else "",
                document["not_safe"] if item["level"] not in ("matched", "possible") else "",
            ))),
        }  # fmt: skip


def _lead(lead: Mapping[str, Any]) -> str:
    return (
        f'{lead["column"]} "{clean(lead["name"])}" beside "{clean(lead["lead_name"])}" ({lead["list"]}, edition '
        f"{lead['edition']}, score {lead['score']:.3f}, {clean(lead['decision'])})"
    )


def _plain(strength: str | None) -> str:
    """How surely, in a word that reads after the name of a good."""
    return {"is": "certain", "mostly": "most likely", "may_contain": "may hold it"}.get(strength or "", "not certain")
