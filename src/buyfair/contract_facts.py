"""Reads the facts that a contract file tells in its own header, and lays a facts file over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from buyfair.contract_head import FileFacts as FileFacts
from buyfair.contract_head import free_line, read_head
from buyfair.knowledge import agencies
from buyfair.knowledge.countries import country, inside_us
from buyfair.knowledge.file_evidence import header_keys
from buyfair.knowledge.goods import good_named
from buyfair.knowledge.psc import codes
from buyfair.spot.days import days_in
from buyfair.spot.header import SEARCHED, Entry, header
from buyfair.terms.document import Document
from buyfair.terms.errors import refuse

NOT_TOLD = re.compile(r"^(?:\?|unknown|not (?:told|known|stated|recorded|asked)\b.*|tbd|n/?k|to be determined|-|—)?\.?$", re.I)
MONEY = re.compile(
    r"(?:US\$|USD|\$)\s*(?P<a>[\d,]+(?:\.\d+)?)(?:\s*(?P<m>million|m\b|thousand|k\b))?|"
    r"(?P<b>\d[\d,]*(?:\.\d{1,2})?)(?:\s*(?P<n>million))?\s*(?:USD|dollars|US\$)?",
    re.I,
)
TOTAL = re.compile(
    r"^[\s|]*(?:grand |contract |order |purchase order )?total(?: (?:contract|order) (?:price|value|amount))?"
    r"[\s|]*:?[\s|]*(?P<amount>(?:US)?\$\s*[\d,]+(?:\.\d{1,2})?)[\s|.]*$",
    re.I,
)
"""A line that gives a total and nothing else; a subtotal is none."""
TIMES = {"million": 1_000_000, "m": 1_000_000, "thousand": 1_000, "k": 1_000}
NAMES = ("contractor", "contract", "solicitation", "office")
DAYS = ("performance_start", "performance_end", "read_as_of")
SIGNED = "signed"
FILE_FACTS = (*NAMES, *DAYS, SIGNED)
"""What tells of the file and not of the purchase: legal in a facts file for an audit, beside the facts of a purchase."""


def facts_of(document: Document, given: Mapping[str, Any] | None = None) -> FileFacts:
    """The facts of the header, and over them those of a facts file: a key told there stands, `lines` as a whole.

    Raises: InputRefusedError where the facts file tells a day of the file as something else.
    """
    found = FileFacts(header=list(header(document, header_keys(), NAMES)))
    lines: dict[int, dict[str, Any]] = {}
    for entry in found.header:
        if NOT_TOLD.match(entry.value):
            continue
        if entry.key.startswith("line") and entry.key[4:].isdigit():
            number = int(entry.key[4:])
            lines[number] = _line(entry.value) or free_line(found, entry, len(lines))
        else:
            _take(found, entry)
    if lines:
        found.told["lines"] = [lines[n] for n in sorted(lines)]
        if found.about.get("commercial") is not None:
            for line in found.told["lines"]:
                line.setdefault("commercial", found.about["commercial"])
    _take_total(document, found)
    read_head(document, found, agency_named)
    if given:
        _lay_over(found, given)
    return found


def _take_total(document: Document, found: FileFacts) -> None:
    """The one total that the text gives near its top, where no value is told and those of its lines do not contradict it."""
    totals = [(line, amount) for line in document.lines[:SEARCHED]
              if (said := TOTAL.match(line.text)) is not None and (amount := money(said["amount"])) is not None]  # fmt: skip
    if "value" in found.told or not totals:
        return
    values = [line.get("value") for line in found.told.get("lines", ())]
    summed = {sum(values)} if values and None not in values else set()
    line, amount = totals[0]
    if len({each for _, each in totals} | summed) > 1:
        found.notes.append(f"Line {line.number}: “{line.text.strip()[:80]}” is contradicted by another total, or by the values "
                           "of the lines; the value counts as not told.")  # fmt: skip
        return
    found.told["value"] = amount
    found.header.append(Entry("value", line.text.strip(), line.number))
    found.notes.append(f"Line {line.number}: “{line.text.strip()[:80]}” was read as the value of the whole; tell the value "
                       "where that is another.")  # fmt: skip


def _take(found: FileFacts, entry: Entry) -> None:
    key, value = entry.key, entry.value
    if key in ("sol_date", "award_date", *DAYS):
        _take_day(found, entry)
    elif key == "period":
        for name, day in zip(("performance_start", "performance_end"), _whole_days(value)[:2], strict=False):
            found.about.setdefault(name, day)
    elif key in ("value", "possible_outside", "value_outside"):
        amount = money(value)
        if amount is None:
            found.notes.append(_unread(entry, f"the amount {value[:40]}"))
        else:
            found.told.setdefault(key, amount)
    elif key in READERS:
        _take_read(found, entry)
    elif key == "commercial":
        found.about["commercial"] = flag(value)
    elif key == "tier" and re.fullmatch(r"\s*[0-9]{1,4}\s*", value):
        found.told.setdefault("tier", int(value))
    elif key == "housing":
        provided = flag(value)
        if provided is not None:
            found.told.setdefault("workforce", {})["housing_provided"] = provided
    elif key in (*NAMES, "workforce", "recruiters", "subcontracts", "set_aside"):
        found.about.setdefault(key, re.sub(r"\s*\(fictional\)", "", value).strip(" ."))


def _take_day(found: FileFacts, entry: Entry) -> None:
    days = _whole_days(entry.value)
    if days:
        (found.about if entry.key in DAYS else found.told).setdefault(entry.key, days[0])
    else:
        found.notes.append(_unread(entry, f"the day after {entry.key} ({entry.value[:40]})"))


def _take_read(found: FileFacts, entry: Entry) -> None:
    read = READERS[entry.key](entry.value)
    if read is not None:
        found.told.setdefault(entry.key, read)
    negotiated = re.search(r"part 15|negotiat", entry.value, re.I) and re.search(r"open|compet", entry.value, re.I)
    if entry.key == "method" and negotiated:
        found.told.setdefault("competitive_negotiation", True)


def _whole_days(words: str) -> list[date]:
    """The days written whole; a month alone is none."""
    return [d.first for d in days_in(words) if d.first == d.last]


def _unread(entry: Entry, what: str) -> str:
    return f"Line {entry.line}: {what} could not be read; it counts as not told."


def money(words: str) -> Decimal | None:
    """The first amount in these words. Unit: US dollars."""
    told = MONEY.search(words)
    if told is None:
        return None
    number = (told["a"] or told["b"]).replace(",", "")
    times = TIMES.get((told["m"] or told["n"] or "").lower(), 1)
    try:
        return (Decimal(number) * times).quantize(Decimal("0.01"))
    except ArithmeticError:
        return None


def flag(words: str) -> bool | None:
    """Yes or no at the head of these words; None where neither stands there."""
    said = words.strip().lower()
    if re.match(r"(?:no|none|not|false|n)\b", said):
        return False
    return True if re.match(r"(?:yes|true|y|all)\b", said) else None


EXCHANGES = re.compile(r"exchange service|\bnexcom\b|\baafes\b|commissary|\bdeca\b|exchange_or_commissary|navy exchange")
OF_DEFENSE = re.compile(
    r"\b(?:dod|army|navy|naval|air force|marine corps|defense|dla|usace|corps of engineers|centcom|socom|"
    r"space force)\b"
)
CIVILIAN = re.compile(
    r"civilian|department of|\b(?:gsa|usaid|state|nasa|dhs|hhs|va|doj|dol|usda|epa)\b|agency for|administration|"
    r"embassy|bureau|ministry"
)


def agency_named(value: str) -> str | None:
    """What kind of buyer these words name; None where they name none that is known."""
    plain = value.strip().lower()
    if EXCHANGES.search(plain):
        return "exchange_or_commissary"
    if OF_DEFENSE.search(plain):
        return "dod"
    kind = agencies.kind(None, value, *re.split(r"[,;(]| - ", value))
    if kind is not None:
        return kind
    return "civilian" if CIVILIAN.search(plain) else None


def _method(value: str) -> str | None:
    plain = value.lower()
    for name, shape in (
        ("sf44", r"sf[- ]?44"), ("card_micro", r"micro|purchase card|\bcard\b"), ("contingency", r"contingency"),
        ("resale_commissary", r"resale"), ("use_outside_us", r"use[d_ ]*outside"),
        ("far12", r"part 12|far12|commercial (?:items?|procedures?|products?|services?)|sf[- ]?1449"),
        ("open", r"open|part 1[3-6]|negotiat|sealed|full and|compet|sole|other than full|simplified"),
    ):  # fmt: skip
        if re.search(shape, plain):
            return name
    return None


NONE_TOLD = re.compile(r"^\s*(?:no\b|none\b|not (?:told|notified|informed|aware)|nothing|nil\b|the co (?:was|has) not)", re.I)


def _directives(value: str) -> bool | None:
    if re.match(r"\s*(?:none known|not asked|unknown|not stated)", value, re.I):
        return False if re.match(r"\s*none", value, re.I) else None
    return not NONE_TOLD.match(value)


READERS: Mapping[str, Callable[[str], str | bool | None]] = {
    "agency": agency_named,
    "method": _method,
    "local_directives": _directives,
}
"""How the value of a key is read, where it is neither a day nor an amount."""


def _line(value: str) -> dict[str, Any]:
    """One line of the header: parts set apart by semicolons."""
    told: dict[str, Any] = {}
    for part in (p.strip() for p in re.split(r";|\s\|\s", value)):
        _part_of_line(part, told)
    if "item" not in told:
        return told
    if told.get("cots"):
        told.setdefault("bulk_cargo", False)  # bulk cargo is never a COTS item (FAR 2.101): who writes the one denies the other
    place = told.pop("_place", None)
    if told["item"] != "supply" and place is not None and "performed_outside_us" not in told:
        told["performed_outside_us"] = place not in inside_us()
    return told


KIND = re.compile(r"(?:item:? ?)?(suppl(?:y|ies)|goods?|products?|services?|construction|research(?: and development)?|r&d)")
ITEMS = {
    "sup": "supply", "goo": "supply", "pro": "supply", "ser": "service", "con": "construction",
    "res": "research", "r&d": "research",
}  # fmt: skip
"""What the line buys, by the first letters of its word."""
WHERE = re.compile(
    r"(?:performed|made|produced|manufactured|sewn|assembled|grown|origin|place|"
    r"delivered and performed)(?: of (?:performance|origin))?(?: in| at|:)\s*(.+)",
    re.I,
)


def _part_of_line(part: str, told: dict[str, Any]) -> None:
    plain = part.lower()
    said = plain.partition(":")[2].strip() or plain
    kind = KIND.fullmatch(plain)
    if kind is not None:
        told["item"] = ITEMS[kind[1][:3]]
    elif re.match(r"(?:performed|done|carried out|work(?:ed)?) (?:wholly |entirely |partly )?outside", plain):
        _set(told, "performed_outside_us", flag(said))
    elif re.match(r"(?:acquired|bought|purchased) (?:wholly |entirely |partly )?outside", plain):
        _set(told, "acquired_outside_us", flag(said))
    elif re.match(r"outside (?:the )?(?:us|u\.s\.|united states)", plain):
        _set(told, "acquired_outside_us" if told.get("item") == "supply" else "performed_outside_us", flag(said))
    elif re.match(r"(?:is )?(?:not )?(?:a )?cots\b|commercially available off|not cots", plain):
        denied = plain.startswith(("not", "is not"))
        _set(told, "cots", False if denied else True if plain in ("cots", "cots item") else flag(said))
    elif plain.startswith("commercial"):
        _set(told, "commercial", True if ":" not in plain else flag(said))
    elif plain.startswith("bulk"):
        _set(told, "bulk_cargo", True if ":" not in plain else flag(said))
    elif re.match(r"(?:value|amount|price|estimated|usd|us\$|\$)", plain):
        _set(told, "value", money(part))
    elif plain.startswith("psc"):
        code = said.replace("psc", "").strip().upper()
        _set(told, "psc", code if code in codes() else None)
    elif place := WHERE.match(part):
        _place(place[1], plain, told)
    else:
        good = good_named(part)
        if good is not None and told.get("item") == "supply" and "good" not in told:
            told["good"] = good.name


def _place(said: str, plain: str, told: dict[str, Any]) -> None:
    found = [c.code for c in (country(w.strip(" .")) for w in re.split(r",|\band\b|/", said)) if c is not None]
    if not found:
        return
    if plain.startswith(("made", "produced", "manufactured", "sewn", "assembled", "grown", "origin")):
        told["origin"] = found
    else:
        told["_place"] = found[-1]


def _set(told: dict[str, Any], key: str, value: Any) -> None:
    if value is not None:
        told[key] = value


def _lay_over(found: FileFacts, given: Mapping[str, Any]) -> None:
    about = given.get("file")
    if about is not None and not isinstance(about, Mapping):
        mend = "write [file] on a line of its own above them"
        raise refuse(f"file is {str(about)[:40]}", "a table of facts of the file", mend)
    given = {**given, **(about or {})}
    for key, value in given.items():
        if key == "file":
            continue
        if key not in FILE_FACTS:
            found.told[key] = value
            continue
        if key in NAMES and not isinstance(value, str):
            raise refuse(f"{key} is {str(value)[:40]}", "words in quotes", f'write {key} = "..." as the contract prints it')
        if key in DAYS and (not isinstance(value, date) or isinstance(value, datetime)):
            raise refuse(f"{key} is {value}", "a day such as 2026-04-01", "write year, month and day, without quotes")
        if key == SIGNED and not isinstance(value, bool):
            raise refuse(f"{key} is {str(value)[:40]}", "true or false", "write whether the text is signed, without quotes")
        found.about[key] = value
