"""Open Contracting data (OCDS 1.1): release packages, record packages, single releases, compiled releases, JSON lines.

One row an award per release that speaks of it: of one award (ocid and award id) the newest release date counts, the older
are superseded; what a later release of the same text leaves out is carried on from the earlier, as the standard merges. The
dollars are the award's whole value; without one, the sum of its contracts' values. A contract whose award no release shows
makes a row of its own. A cancelled or unsuccessful award takes the older versions with it; a pending one is no contract
yet. The day is the award's, else the earliest signature of its contracts; the day of publication is never taken for it.

Money: an amount names its currency. Where an award's does not, the one currency that its release names anywhere counts; with
several it is unknown; where none is named at all the column stays blank, which is read as US dollars.
Codes: a product code is taken only from a scheme that says PSC, an industry code only from NAICS, and only where all items
agree; every other classification goes into the description in its own words. Suppliers of a joint award stand in one cell.
The standard has no country of origin; `countryOfOrigin` (a code, a name, or an object with either) or an attribute of that
name is read from the items where a publisher adds it, if all agree. Two-letter country codes are not read.
Lost: implementation (payments), lots, bids beyond their number, all parties but buyer and suppliers.
Source: the release and record package schemas 1.1.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeGuard

from buyfair.intake.feed import RAW, Feed, Field, Nested, Row
from buyfair.intake.json_records import as_it_stood, cell, records

FIELDS: tuple[Field, ...] = (
    Field("piid", ("awards/id",)),
    Field("action_date", ("awards/date",), "day"),
    Field("dollars_obligated", ("awards/value/amount",), "money"),
    Field("solicitation_date", ("tender/tenderperiod/startdate",), "day"),
    Field("start_date", ("contracts/period/startdate",), "day"),
    Field("end_date", ("contracts/period/enddate",), "day"),
    Field("potential_end_date", ("contracts/period/maxextentdate",), "day"),
    Field("agency", ("buyer/name",)),
    Field("office", ("tender/procuringentity/name",)),
    Field("supplier_name", ("awards/suppliers/name",)),
    Field("supplier_uei", ("parties/identifier/uei",)),
    Field("supplier_duns", ("parties/identifier/duns",)),
    Field("supplier_country", ("parties/address/countryname",), "country"),
    Field("supplier_state", ("parties/address/region",)),
    Field("psc", ("items/classification/psc",), "code"),
    Field("naics", ("items/classification/naics",), "code"),
    Field("description", ("awards/description",)),
    Field("origin_country", ("items/countryoforigin",), "country"),
    Field("performance_country", ("items/deliveryaddress/countryname",), "country"),
    Field("performance_state", ("items/deliveryaddress/region",)),
    Field("extent_competed", ("tender/procurementmethod",)),
    Field("offers_received", ("tender/numberoftenderers",), "count"),
    Field("last_modified", ("date",), "stamp"),
)
"""The element names are the standard's paths, in lower case; `awards/value` and `awards/date` may come of the contracts."""

PSC_SCHEMES = ("PSC", "US-PSC", "USPSC", "FSC", "US-FSC")
NAICS_SCHEMES = ("NAICS", "US-NAICS")
UEI_SCHEMES = ("US-UEI", "US-SAM", "UEI")
DUNS_SCHEMES = ("XI-DUNS", "US-DUNS", "DUNS")
ORIGIN_NAMES = ("countryOfOrigin", "originCountry")
_ATTRIBUTE = "country of origin"
_GONE = ("cancelled", "canceled", "unsuccessful", "withdrawn")
_OPEN = 5_000
"""So many contracting processes are kept in mind, to carry their earlier releases on."""
_KEPT = ("awards", "contracts", "buyer", "tender", "parties")
"""What is carried on of an earlier release."""

Object = dict[str, Any]


@dataclass(slots=True)
class _Process:
    """What the releases of one contracting process have said so far."""

    date: str = ""
    said: Object = field(default_factory=dict)


def looks_like(head: bytes) -> bool:
    """Whether the beginning of a text is that of an OCDS package, record or release."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"{", b"[") and b'"ocid"' in head


def rows(path: Path) -> Iterator[Row]:
    """One row an award, or a contract without award, of every release.

    Raises: ValueError where the text breaks off or is not what it seemed.
    """
    open_processes: OrderedDict[str, _Process] = OrderedDict()
    try:
        for array, record in records(path, ("releases", "records")):
            for release in _releases(array, record):
                yield from _release_rows(release, open_processes)
    except RecursionError:
        raise ValueError("its records are nested too deeply") from None


def _releases(array: str | None, record: object) -> Iterator[object]:
    """The releases that a record holds: itself, or those of a record, or of a package among packages."""
    if not isinstance(record, dict):
        yield record
        return
    inner = [("releases", _objects(record, "releases")), ("records", _objects(record, "records"))]
    if isinstance(record.get("compiledRelease"), dict):
        yield {"ocid": record.get("ocid"), **record["compiledRelease"]}
    elif array != "releases" and any(found for _, found in inner):
        for name, found in inner:
            for entry in found:
                yield from _releases(name, entry)
    else:
        yield record


def _release_rows(release: object, processes: OrderedDict[str, _Process]) -> Iterator[Row]:
    ocid = cell(release.get("ocid")) if isinstance(release, dict) else None
    if not isinstance(release, dict) or ocid is None:
        yield {RAW: as_it_stood(release)}
        return
    date = _moment(release.get("date")) or ""
    whole = _carried_on(processes, ocid, date, release)
    contracts = _by_award(whole)
    held = {cell(a.get("id")): a for a in _objects(whole, "awards")}
    own = _objects(release, "awards")
    last = {cell(a.get("id")): nth for nth, a in enumerate(own)}
    # an award told twice in one release is two records, of which the later is the newer version
    spoken = [(key, held.get(key, a) if last[key] == nth and key is not None else a)
              for nth, a in enumerate(own) for key in [cell(a.get("id"))]]  # fmt: skip
    told = {key for key, _ in spoken}
    alone = dict.fromkeys(key for c in _objects(release, "contracts") if (key := _award_of(c)) not in told)
    spoken += [(key, held.get(key, {})) for key in alone]
    for name in ("awards", "contracts"):
        for odd in _odd(release, name):
            yield {RAW: as_it_stood({"ocid": ocid, name: odd})}
    for award_id, award in spoken:
        raw = as_it_stood({"ocid": ocid, "date": date, "award": award, "contracts": contracts.get(award_id, [])})
        if award_id is None:
            yield {RAW: raw}
        else:
            row = _award_row(whole, award, contracts.get(award_id, []))
            yield {**row, "award_key": f"{ocid}/{award_id}", "awards/id": award_id, "date": date or None, RAW: raw}


def _carried_on(processes: OrderedDict[str, _Process], ocid: str, date: str, release: Object) -> Object:
    """The release with what earlier ones of its process said; an older one that comes late stands for itself."""
    process = processes.setdefault(ocid, _Process())
    processes.move_to_end(ocid)
    if len(processes) > _OPEN:
        processes.popitem(last=False)
    if date < process.date:
        return release
    process.date, process.said = date, _merged(process.said, {n: release[n] for n in _KEPT if n in release})
    return {**release, **process.said}


def _merged(old: Object, new: Object) -> Object:
    """The newer word counts; null takes back; lists of things with ids are merged by id."""
    out = dict(old)
    for name, value in new.items():
        before = out.get(name)
        if value is None:
            out.pop(name, None)
        elif isinstance(value, dict) and isinstance(before, dict):
            out[name] = _merged(before, value)
        elif _have_ids(value) and _have_ids(before):
            things = {cell(thing["id"]): thing for thing in before}
            for thing in value:
                things[cell(thing["id"])] = _merged(things.get(cell(thing["id"]), {}), thing)
            out[name] = list(things.values())
        else:
            out[name] = value
    return out


def _have_ids(value: object) -> TypeGuard[list[Object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and cell(v.get("id")) for v in value)


def _award_of(contract: Object) -> str | None:
    return cell(contract.get("awardID")) or cell(contract.get("id"))


def _by_award(release: Object) -> dict[str | None, list[Object]]:
    found: dict[str | None, list[Object]] = {}
    for contract in _objects(release, "contracts"):
        found.setdefault(_award_of(contract), []).append(contract)
    return found


def _award_row(release: Object, award: Object, contracts: list[Object]) -> Row:
    items = [item for thing in (award, *contracts) for item in _objects(thing, "items")]
    alive = [c for c in contracts if (cell(c.get("status")) or "").lower() not in _GONE]
    amount, currency = _value(award, alive)
    status = (cell(award.get("status")) or "").lower()
    gone = status in _GONE or bool(contracts) and not award and not alive
    periods = [_object(c, "period") for c in alive] + [_object(award, "contractPeriod")]
    tender = _object(release, "tender")
    return {
        "awards/date": _day(award.get("date")) or min((d for c in alive if (d := _day(c.get("dateSigned")))), default=None),
        "awards/value/amount": amount,
        "awards/value/currency": currency or (_elsewhere(release) if amount is not None else None),
        "awards/status": status or None,
        "gone": "D" if gone else None,
        "tender/tenderperiod/startdate": _day(_object(tender, "tenderPeriod").get("startDate")),
        "contracts/period/startdate": min(_days(periods, "startDate"), default=None),
        "contracts/period/enddate": max(_days(periods, "endDate"), default=None),
        "contracts/period/maxextentdate": max(_days(periods, "maxExtentDate"), default=None),
        "buyer/name": cell(_object(release, "buyer").get("name")),
        "tender/procuringentity/name": cell(_object(tender, "procuringEntity").get("name")),
        "tender/procurementmethod": cell(tender.get("procurementMethod")),
        "tender/numberoftenderers": cell(tender.get("numberOfTenderers")),
        "awards/description": _description(award, contracts, items) or cell(tender.get("title")),
        **_suppliers(release, award),
        **_things(items),
    }


def _value(award: Object, contracts: list[Object]) -> tuple[str | None, str | None]:
    """The award's amount and currency; without them, the sum of its contracts' where all have one in one currency."""
    own = _object(award, "value")
    if (amount := cell(own.get("amount"))) is not None:
        return amount, cell(own.get("currency"))
    amounts = [cell(_object(c, "value").get("amount")) for c in contracts]
    currencies = {cell(_object(c, "value").get("currency")) for c in contracts}
    if not amounts or None in amounts:
        return None, None
    if len(currencies) > 1:
        return amounts[0], "several"
    if len(amounts) == 1:
        return amounts[0], currencies.pop()
    try:
        total = sum((Decimal(a) for a in amounts if a is not None), Decimal(0))
        return (f"{total:f}" if total.is_finite() and abs(total.adjusted()) < 30 else str(total)), currencies.pop()
    except ArithmeticError:
        return next((a for a in amounts if not _is_number(a)), None), currencies.pop()


def _is_number(text: str | None) -> bool:
    try:
        return text is not None and Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _elsewhere(release: Object) -> str | None:
    """The currency that the release names anywhere: None where it names none, "several" where it names more than one."""
    named: set[str] = set()
    waiting: list[Any] = [release]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            currency = cell(thing.get("currency"))
            named |= {currency} if currency else set()
            waiting += thing.values()
        elif isinstance(thing, list):
            waiting += thing
    return None if not named else named.pop() if len(named) == 1 else "several"


def _description(award: Object, contracts: list[Object], items: list[Object]) -> str | None:
    texts = [cell(award.get("title")), cell(award.get("description"))]
    if not any(texts):
        texts = [cell(c.get(name)) for c in contracts for name in ("title", "description")]
    for item in items:
        unit = " ".join(filter(None, (cell(item.get("quantity")), cell(_object(item, "unit").get("name")))))
        words = cell(item.get("description"))
        texts += [f"{words} ({unit})" if words and unit else words]
        texts += [cell(c.get("description")) for c in _classes(item)]
    return "; ".join(dict.fromkeys(text for text in texts if text)) or None


def _classes(item: Object) -> list[Object]:
    return [c for c in (_object(item, "classification"), *_objects(item, "additionalClassifications")) if c]


def _suppliers(release: Object, award: Object) -> Row:
    suppliers = _objects(award, "suppliers")
    parties = _objects(release, "parties")
    if not suppliers:
        listed = [p for p in parties if isinstance(p.get("roles"), list) and "supplier" in p["roles"]]
        suppliers = listed if len(listed) == 1 else []
    ids = {cell(s.get("id")) for s in suppliers} - {None}
    known = [p for p in parties if cell(p.get("id")) in ids] or suppliers
    addresses = [_object(p, "address") for p in known]
    identifiers = [i for p in known for i in (_object(p, "identifier"), *_objects(p, "additionalIdentifiers"))]
    return {
        "awards/suppliers/name": "; ".join(dict.fromkeys(n for s in suppliers if (n := cell(s.get("name"))))) or None,
        "parties/address/countryname": _one(_place(a) for a in addresses),
        "parties/address/region": _one(cell(a.get("region")) for a in addresses),
        "parties/identifier/uei": _one(_coded(identifiers, UEI_SCHEMES)),
        "parties/identifier/duns": _one(_coded(identifiers, DUNS_SCHEMES)),
    }


def _things(items: list[Object]) -> Row:
    addresses = [a for i in items for a in (_object(i, "deliveryAddress"), *_objects(i, "deliveryAddresses")) if a]
    return {
        "items/classification/psc": _one(c for i in items for c in _coded(_classes(i), PSC_SCHEMES)),
        "items/classification/naics": _one(c for i in items for c in _coded(_classes(i), NAICS_SCHEMES)),
        "items/countryoforigin": _one(_origin(i) for i in items),
        "items/deliveryaddress/countryname": _one(_place(a) for a in addresses),
        "items/deliveryaddress/region": _one(cell(a.get("region")) for a in addresses),
    }


def _coded(things: Iterable[Object], schemes: tuple[str, ...]) -> Iterator[str | None]:
    """The ids of those things whose scheme is one of these."""
    return (cell(t.get("id")) for t in things if (cell(t.get("scheme")) or "").upper() in schemes)


def _origin(item: Object) -> str | None:
    for name in ORIGIN_NAMES:
        value = item.get(name)
        if found := (_place(value) or cell(value.get("id")) if isinstance(value, dict) else cell(value)):
            return found
    attributes = (a for a in _objects(item, "attributes") if (cell(a.get("name")) or "").lower() == _ATTRIBUTE)
    return next((cell(a.get("value")) for a in attributes), None)


def _place(address: Object) -> str | None:
    return cell(address.get("countryName")) or cell(address.get("country")) or cell(address.get("name"))


def _one(found: Iterable[str | None]) -> str | None:
    """What all that say anything agree on."""
    said = set(found) - {None}
    return said.pop() if len(said) == 1 else None


def _object(thing: Object, name: str) -> Object:
    value = thing.get(name)
    return value if isinstance(value, dict) else {}


def _objects(thing: Object, name: str) -> list[Object]:
    value = thing.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _odd(thing: Object, name: str) -> list[object]:
    """What stands where a list of objects should, and is none."""
    value = thing.get(name)
    if value is None:
        return []
    return [v for v in value if not isinstance(v, dict)] if isinstance(value, list) else [value]


def _days(things: list[Object], name: str) -> Iterator[str]:
    return (day for thing in things if (day := _day(thing.get(name))))


def _day(value: object) -> str | None:
    """The calendar day where the date was written, without its clock."""
    text = cell(value)
    return text[:10] if text and text[10:11] in ("", "T", " ") else text


def _moment(value: object) -> str | None:
    """A moment in UTC, to the second, so that releases compare; a text that is none stands as it is."""
    text = cell(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    return f"{known:%Y-%m-%d %H:%M:%S}" if known.year >= 1000 else text


FEEDS = (
    Feed(
        id="ocds",
        title="Open Contracting releases (OCDS 1.1)",
        dollars="award_total",
        fields=FIELDS,
        award_key=("award_key",),
        line_key=("award_key",),
        deleted=("gone",),
        not_when=(("awards/status", ("pending",)),),
        currency=("awards/value/currency",),
        nested=Nested(looks_like, rows),
    ),
)
