"""Writes the cells that many invented lines share: suppliers, places, countries, terms of competition."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from invented import ABROAD, COUNTRIES, FIRST_NAMES, FORMS, LAST_NAMES, PLACES, TRADES, Bought

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

SUPPLIERS_PER_TRADE = len(FIRST_NAMES) * len(LAST_NAMES)


def cell(*values: object) -> str:
    """Return one or several neighbouring cells as a file would hold them, quoted where needed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    text = out.getvalue()
    return "" if text == '""' else text


def texts(values: Sequence[str]) -> Texts:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


CENTS = np.array([f".{n:02d}" for n in range(100)], dtype=object)


def dollars(cents: Ints) -> list[str]:
    """Write whole cents as plain dollars: -1234 becomes -12.34."""
    whole, rest = np.divmod(np.abs(cents), 100)
    out = [f"{w}{r}" for w, r in zip(whole.tolist(), CENTS[rest].tolist(), strict=True)]
    for i in np.flatnonzero(cents < 0).tolist():
        out[i] = "-" + out[i]
    return out


def oddly(cents: int, style: int) -> str:
    """Write money as careless exports do: parentheses, dollar sign, separators, trailing minus."""
    plain = f"{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
    if cents >= 0:
        return (f"${plain}", plain if "," in plain else f"${plain}", f"$ {plain}")[style % 3]
    return (f"({plain})", f"{plain}-", f"-${plain}", f"(${plain})")[style % 4]


@cache
def kinds_of_firm(columns: tuple[str, ...], yes: frozenset[str], small: bool, form: str) -> str:
    """The hundred columns on what kind of firm it is, from business size to pay of its officers (left blank)."""
    size = "SMALL BUSINESS" if small else "OTHER THAN SMALL BUSINESS"
    words = {
        "contracting_officers_determination_of_business_size": size,
        "contracting_officers_determination_of_business_size_code": "S" if small else "O",
        "organizational_type": "CORPORATE NOT TAX EXEMPT" if form != "LLC" else "OTHER",
    }
    words |= {name: "" for name in columns if name.startswith("highly_compensated")}
    return cell(*[words.get(name, "t" if name in yes else "f") for name in columns])


def uei(number: int) -> str:
    """An invented supplier identifier: ZZ first, then letters and digits without I and O."""
    signs = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    mixed = (number * 2862933555777941757 + 3037000493) % 34**6
    out = ""
    for _ in range(6):
        mixed, rest = divmod(mixed, 34)
        out += signs[rest]
    return f"ZZ{number:04d}{out}"


@dataclass
class Supplier:
    """One invented firm, written once as the cells that its award lines repeat."""

    who: str  # columns recipient_uei to recipient_fax_number
    kinds: str  # columns alaskan_native_corporation_owned_firm to highly_compensated_officer_5_amount
    small: bool
    foreign: bool


def make_supplier(trade_number: int, k: int, kind_columns: tuple[str, ...]) -> Supplier:
    trade = list(TRADES)[trade_number]
    number = trade_number * SUPPLIERS_PER_TRADE + k
    first, last = FIRST_NAMES[k % len(FIRST_NAMES)], LAST_NAMES[(k // len(FIRST_NAMES) + k) % len(LAST_NAMES)]
    form = FORMS[(k // 3) % len(FORMS)]
    name = f"EXAMPLE {first} {last} {TRADES[trade]} {form} (FICTIONAL)"
    grouped = k % 4 == 1  # some firms share a parent, so that a parent's share can be seen
    parent_uei = uei(9000 + k // 16 % 900) if grouped else uei(number)
    holding = f"EXAMPLE {FIRST_NAMES[k // 16 % len(FIRST_NAMES)]} HOLDINGS {k // 16 % 900} (FICTIONAL)"
    parent = holding if grouped else name
    foreign = trade == "base" and k % 2 == 0
    small = k % 10 < 6 and not foreign
    if foreign:
        country, city = ABROAD[k // 2 % 16]
        where = [country, COUNTRIES[country], "1 EXAMPLE ROAD", "", city, "", "", "", "", "", "", "", ""]
    else:
        state, fips, state_name, city, county, county_name, zip5, district = PLACES[k * 7 % len(PLACES)]
        seat = f"{state}-{district}"
        where = ["USA", "UNITED STATES", f"{100 + k} EXAMPLE STREET", "", city, county, county_name]
        where += [fips, state, state_name, f"{zip5}{k % 9000:04d}", seat, seat]
    also_known = f"EXAMPLE {first}" if k % 9 == 0 else ""
    code = f"ZZ{number % 1000:03d}"
    who = [uei(number), "", name, name, also_known, code, parent_uei, "", parent, parent, *where]
    who += [f"20255501{k % 100:02d}", ""]
    goods = trade not in ("services", "base", "building")
    yes = {"for_profit_organization", "receives_contracts"}
    yes |= {"corporate_entity_not_tax_exempt"} if form != "LLC" else {"limited_liability_corporation"}
    yes |= {"manufacturer_of_goods"} if goods and k % 3 != 2 else set()
    yes |= {"foreign_owned"} if foreign else set()
    yes |= {"woman_owned_business", "women_owned_small_business"} if small and k % 7 == 0 else set()
    yes |= {"veteran_owned_business", "service_disabled_veteran_owned_business"} if small and k % 8 == 3 else set()
    yes |= {"minority_owned_business", "hispanic_american_owned_business"} if small and k % 11 == 0 else set()
    yes |= {"historically_underutilized_business_zone_hubzone_firm"} if small and k % 13 == 0 else set()
    kinds = kinds_of_firm(kind_columns, frozenset(yes), small, form)
    return Supplier(cell(*who), kinds, small, foreign)


def place_cells() -> tuple[list[str], list[str]]:
    """Places of performance as cells: (in the states, abroad and in the territories)."""
    home = []
    for state, fips, name, city, county, county_name, zip5, district in PLACES:
        seat = f"{state}-{district}"
        home.append(
            cell("USA", "UNITED STATES", city, county, county_name, fips, state, name, f"{zip5}0001", seat, seat)
        )
    away = []
    for country, city in ABROAD:
        if country == "USA-GU":
            row = ["USA", "UNITED STATES", city, "66010", "GUAM", "66", "GU", "GUAM", "969100001", "GU-98", "GU-98"]
        elif country == "USA-PR":
            row = ["USA", "UNITED STATES", city, "72127", "SAN JUAN", "72", "PR", "PUERTO RICO", "009010001"]
            row += ["PR-98", "PR-98"]
        else:
            row = [country, COUNTRIES[country], city, *[""] * 8]
        away.append(cell(*row))
    return home, away


def three_notations(code: str) -> list[str]:
    """A country as the feeds write it: code and name, name alone, code alone."""
    name = COUNTRIES.get(code, "")
    return [cell(code, name), cell("", name), cell(code, "")]


def descriptions(bought: Bought, patterns: Sequence[str]) -> list[str]:
    return [cell(p.format(i=item)) for item in bought.items.split("|") for p in patterns]


# Competition: extent, solicitation procedures, set-aside, preference, research, fair opportunity, why not competed.
NO_PREFERENCE = ("NONE", "NO PREFERENCE USED", "", "")
FULL = ("A", "FULL AND OPEN COMPETITION")
SMALL_TOTAL = ("SBA", "SMALL BUSINESS SET ASIDE - TOTAL")
NO_SET_ASIDE = ("NONE", "NO SET ASIDE USED.")
ONE_SOURCE = ("ONE", "ONLY ONE SOURCE-OTHER (FAR 6.302-1 OTHER)")
COMPETITION = tuple(
    cell(*row)
    for row in (
        (*FULL, "NP", "NEGOTIATED PROPOSAL/QUOTE", *NO_SET_ASIDE, *NO_PREFERENCE, "", "", "", ""),
        ("F", "COMPETED UNDER SAP", "SP1", "SIMPLIFIED ACQUISITION", *NO_SET_ASIDE, *NO_PREFERENCE, "", "", "", ""),
        ("C", "NOT COMPETED", "SSS", "ONLY ONE SOURCE", *NO_SET_ASIDE, *NO_PREFERENCE, "", "", *ONE_SOURCE),
        ("G", "NOT COMPETED UNDER SAP", "SP1", "SIMPLIFIED ACQUISITION", "", "", *NO_PREFERENCE, "", "", "SP2", "SAP NON-COMPETITION (FAR 13)"),  # noqa: E501
        ("D", "FULL AND OPEN COMPETITION AFTER EXCLUSION OF SOURCES", "NP", "NEGOTIATED PROPOSAL/QUOTE", *SMALL_TOTAL, *NO_PREFERENCE, "", "", "", ""),  # noqa: E501
        ("D", "FULL AND OPEN COMPETITION AFTER EXCLUSION OF SOURCES", "NP", "NEGOTIATED PROPOSAL/QUOTE", "SDVOSBC", "SERVICE DISABLED VETERAN OWNED SMALL BUSINESS SET-ASIDE", *NO_PREFERENCE, "", "", "", ""),  # noqa: E501
        (*FULL, "MAFO", "SUBJECT TO MULTIPLE AWARD FAIR OPPORTUNITY", "", "", *NO_PREFERENCE, "FAIR", "FAIR OPPORTUNITY GIVEN", "", ""),  # noqa: E501
    )
)  # fmt: skip
COMMERCIAL = tuple(
    cell(*row)
    for row in (
        ("A", "COMMERCIAL PRODUCTS/SERVICES"),
        ("D", "COMMERCIAL PRODUCTS/SERVICES PROCEDURES NOT USED"),
        ("B", "SUPPLIES OR SERVICES PURSUANT TO FAR 12.102(F)"),
        ("", ""),
    )
)
PRICING = tuple(
    cell(*row)
    for row in (
        ("J", "FIRM FIXED PRICE"),
        ("K", "FIXED PRICE WITH ECONOMIC PRICE ADJUSTMENT"),
        ("Y", "TIME AND MATERIALS"),
        ("U", "COST PLUS FIXED FEE"),
    )
)
SUBPLAN = tuple(
    cell(*row)
    for row in (
        ("B", "PLAN NOT REQUIRED"),
        ("", ""),
        ("F", "INDIVIDUAL SUBCONTRACT PLAN"),
        ("G", "COMMERCIAL SUBCONTRACT PLAN"),
    )
)

# What an award is: flag, award type, vehicle type, single or multiple, kind of indefinite delivery.
PURCHASE, CONTRACT, ORDER, CALL, SCHEDULE_ORDER, VEHICLE, AGREEMENT = range(7)
AWARD_CELLS = tuple(
    cell(*row)
    for row in (
        ("AWARD", "B", "PURCHASE ORDER", "", "", "", "", "", ""),
        ("AWARD", "D", "DEFINITIVE CONTRACT", "", "", "", "", "", ""),
        ("AWARD", "C", "DELIVERY ORDER", "", "", "", "", "", ""),
        ("AWARD", "A", "BPA CALL", "", "", "", "", "", ""),
        ("AWARD", "C", "DELIVERY ORDER", "", "", "", "", "", ""),
        ("IDV", "", "", "B", "IDC", "M", "MULTIPLE AWARD", "B", "INDEFINITE DELIVERY / INDEFINITE QUANTITY"),
        ("IDV", "", "", "E", "BPA", "S", "SINGLE AWARD", "", ""),
    )
)
PARENT_CELLS = tuple(
    cell(*row)
    for row in (
        *[("", "", "", "")] * 2,
        ("B", "IDC", "M", "MULTIPLE AWARD"),
        ("E", "BPA", "S", "SINGLE AWARD"),
        ("C", "FSS", "M", "MULTIPLE AWARD"),
        *[("", "", "", "")] * 2,
    )
)
LETTERS = "PCFFFDA"  # the letter of the award number, by what the award is
