"""The words and figures that the terminal picture and the report page have in common, so that both say the same."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

SAMPLE = "awards_sample.csv.gz"
SAMPLE_BANNER = "Made-up sample: no figure here is about the real world"
NOT_ABOUT_SUPPLIER = "This is about the good and the place, not about this supplier."
NOT_SAFE = "looked up, nothing found at the depth looked: not the same as safe"
EXPOSED = "Exposed means matched or possible, main material at most."
ALL_OTHERS = "All others"
BEYOND = 501  # the band of an award that may fall behind the first five hundred ends here
INSIDE_US = ("USA", "PRI", "GUM", "VIR", "ASM", "MNP", "UMI")

SECTORS = {
    "electronics": "Electronics",
    "minerals": "Minerals",
    "apparel": "Apparel",
    "food": "Food",
    "labor_services_abroad": "Labor services abroad",
    "none": "Everything else",
}
HARMS = {
    "child_labor": "Child labor",
    "forced_labor": "Forced labor",
    "forced_child_labor": "Forced child labor",
    "debt_bondage": "Debt bondage",
}
CLASSES = {
    "matched": "Matched",
    "possible": "Possible",
    "possible_place_not_recorded": "Possible: place not recorded",
    "possible_through_input": "Possible: through an input or mixed contents",
    "unknown": "Unknown",
    "no_listing": "Nothing found",
    "not_goods": "Services and software",
    "rest": "Nothing found, or services and software",
}
# In the order in which the one sentence of what is not judged names them.
NOT_JUDGED = {
    "exposure": "how the dollars are exposed",
    "sectors": "sectors",
    "pairs": "goods by country",
    "goods": "goods",
    "countries": "countries",
    "harms": "harms",
    "agencies": "agencies",
    "suppliers": "suppliers",
    "not_told": "the reasons why something could not be told",
    "reach": "which duties of the law reach these awards",
    "indicators": "indicators",
    "calendar": "the calendar of options and recompetes",
    "vehicles": "parent vehicles",
    "first": "the first twenty awards to look at",
    "flows": "the flows from country through good to agency",
    "sheets": "what to ask",
}
FACTORS = {
    "exposure": "Exposure",
    "severity": "Severity",
    "leverage": "Leverage",
    "practices": "Purchasing practices",
    "reach": "Reach of the law",
}
# What somebody can decide on that day, by kind of event.
DECISIONS = {
    "option": ("Option", "The recorded period ends and options are left: before that day the agency exercises the option "
                         "or lets it lapse, and can ask its questions first (FAR 17.207)."),
    "ordering period": ("Ordering period ends", "After that day no order is placed under the vehicle: a follow-on can "
                                                "carry the questions and the clauses."),
    "end": ("Performance ends", "The recorded work ends with no option left: whatever is bought next is decided before."),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = ((Decimal(1), "", ""), (Decimal(10**6), " million", "M"), (Decimal(10**9), " billion", "B"),
          (Decimal(10**12), " trillion", "T"))  # fmt: skip


def money(value: object) -> Decimal:
    """Read one amount of the summary exactly.

    Raises: ValueError if it is not an amount: a missing amount is no zero.
    """
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            amount = Decimal(value)
        except ArithmeticError:
            amount = Decimal("NaN")
        if amount.is_finite():
            return amount
    raise ValueError(f"expected money as text with two decimals, such as '1200.50', but was given {value!r}")


def _scaled(amount: Decimal) -> tuple[Decimal, int]:
    """Choose the unit: the figure rounded as it will be printed, and the place of its unit in _UNITS."""
    step = sum(amount >= unit for unit, _, _ in _UNITS[1:])
    while True:
        places = Decimal("0.1") if step else Decimal(1)
        figure = (amount / _UNITS[step][0]).quantize(places, ROUND_HALF_UP)
        last = step == len(_UNITS) - 1
        if last or figure * _UNITS[step][0] < _UNITS[step + 1][0]:
            return figure, step
        step += 1


def _dollars(value: object, name: int) -> str:
    amount = money(value)
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    if amount < 1000 and amount != amount.to_integral_value():
        return f"{sign}${amount:.2f}"
    figure, step = _scaled(amount)
    return f"{sign}${figure:,}{_UNITS[step][name]}"


def short_dollars(value: object) -> str:
    """Say an amount in words a person reads: `$12.3 million`, `$345,678`, `$0.49`.

    Unit: US dollars; halves round away from zero.
    """
    return _dollars(value, 1)


def tight_dollars(value: object) -> str:
    """Say an amount in at most seven characters or so, for narrow columns: `$12.3M`, `$346K`.

    Unit: US dollars; halves round away from zero.
    """
    amount = money(value)
    thousands = (abs(amount) / 1000).quantize(Decimal(1), ROUND_HALF_UP)
    if 10 <= thousands < 1000:
        return f"{'-' if amount < 0 else ''}${thousands}K"
    if thousands == 1000:
        return f"{'-' if amount < 0 else ''}$1.0M"
    return _dollars(amount, 2)


def whole_dollars(value: object) -> str:
    """Write an amount out to the dollar: `12,345,678`; below one dollar the cents stay.

    Unit: US dollars; halves round away from zero.
    """
    amount = money(value)
    if 0 < abs(amount) < 1:
        return f"{amount:.2f}"
    rounded = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{rounded:,}" if rounded else "0"


def exact_dollars(value: object) -> str:
    """Write an amount out to the cent: `$12,345,678.00`."""
    amount = money(value)
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def count(value: object) -> str:
    """Write a count with separators: `1,450`; what is not there is `not told`."""
    return f"{value:,}" if isinstance(value, int) else "not told"


def share(part: object, whole: object) -> str:
    """Say a share in percent; something is never `0%` and less than all is never `100%`."""
    piece, total = money(part), money(whole)
    if total <= 0:
        return "no share"
    if piece == 0 or piece == total:
        return "0%" if piece == 0 else "100%"
    if piece * 1000 < total:
        return "under 0.1%"
    percent = (piece * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if percent >= 100 and piece < total:
        return "over 99.9%"
    return f"{percent.quantize(Decimal(1), ROUND_HALF_UP)}%" if Decimal(10) <= percent < 99 else f"{percent}%"


def clean(value: object) -> str:
    """Make a name of a file safe to show: no control or direction-changing characters, no runs of blanks."""
    kept = ("" if unicodedata.category(sign) in ("Cf", "Cs", "Co", "Cn") else
            " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in str(value))  # fmt: skip
    return " ".join("".join(kept).split())


def _label(key: object, known: Mapping[str, str]) -> str:
    text = clean(key)
    return known.get(text) or sentence_case(text.replace("_", " "))


def sentence_case(text: str) -> str:
    """Raise the first letter and leave the rest as it is: `LED lamps` stays."""
    return text[:1].upper() + text[1:]


def sector_label(sector: object) -> str:
    """Say a sector in plain words."""
    return SECTORS["none"] if sector is None else _label(sector, SECTORS)


def harm_label(harm: object) -> str:
    """Say a harm in plain words."""
    return "Harm not told" if harm is None else _label(harm, HARMS)


def harms_label(harms: Iterable[object]) -> str:
    """Say several harms in few words: `child, forced and forced child labor`."""
    said = [harm_label(harm).lower() for harm in harms]
    if len(said) > 1 and all(each.endswith(" labor") for each in said):
        said[:-1] = [each.removesuffix(" labor") for each in said[:-1]]
    return listing(said)


def class_label(name: object) -> str:
    """Say a class of exposure in plain words."""
    return _label(name, CLASSES)


def good_label(good: object) -> str:
    """Say a good as the lists name it; no good is said, not left empty."""
    return "No good told" if good is None else sentence_case(clean(good))


def country_label(row: Mapping[str, object]) -> str:
    """Say a country by its name, else by its code; an unrecorded one is said, not left empty."""
    told = next((row[key] for key in ("name", "country") if row.get(key) is not None), None)
    return "Place not recorded" if told is None else clean(told)


def long_day(day: object) -> str:
    """Say an ISO day the way US readers write it: `September 30, 2025`; anything else stays as it is."""
    text = clean(day)
    pieces = text.split("-")
    if len(pieces) != 3 or not all(piece.isdigit() for piece in pieces) or not 1 <= int(pieces[1]) <= 12:
        return text
    return f"{_MONTHS[int(pieces[1]) - 1]} {int(pieces[2])}, {pieces[0]}"


def month(value: object, *, short: bool = False) -> str:
    """Say a month such as `2026-01` as `January 2026`, or in a narrow place as `Jan`."""
    text = clean(value)
    year, _, number = text.partition("-")
    if not (number[:2].isdigit() and 1 <= int(number[:2]) <= 12):
        return text
    name = _MONTHS[int(number[:2]) - 1]
    return name[:3] if short else f"{name} {year}"


def calm(name: object) -> str:
    """Write a name that a feed shouts (`TREASURY, DEPARTMENT OF THE`) as prose does; any other stays as it is."""
    text = clean(name)
    if text.upper() != text or len(text.split()) < 2:
        return text
    said = []
    for place, word in enumerate(text.split()):
        small = word in ("OF", "THE", "AND", "FOR", "IN", "ON", "TO") and place
        said.append(word.lower() if small else word if word.startswith("(") else _titled(word))
    return " ".join(said)


def agency(name: object, code: object) -> str:
    """Say an agency by its name with its code beside it; by its code alone where no name is recorded."""
    said = "" if code is None else f"agency code {clean(code)}"
    return said if name is None else f"{calm(name)} ({said})" if said else calm(name)


def plain_case(name: object) -> str:
    """Write the title of a code (`ARMOR, PERSONAL`) as words in a sentence; abbreviations that we know stay."""
    text = clean(name)
    if text.upper() != text:
        return text
    return " ".join(word if word.strip(",()") in _SHOUTED else word.lower() for word in text.replace("- ", ": ").split())


_SHOUTED = ("IT", "ADP", "ADPE", "R&D", "DOD", "NASA", "USA", "US", "U.S.", "AI", "ATF", "HVAC", "EPA", "X-RAY")


def _titled(word: str) -> str:
    return word if word.startswith(("U.S", "US")) and len(word) <= 4 else word[:1] + word[1:].lower()


def ordinal(number: int) -> str:
    """Say a place in an order: `1st`, `22nd`, `13th`."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def band(row: Mapping[str, object]) -> str | None:
    """Say how far the rank moves if our weights are wrong; nothing where it is not told."""
    told = row.get("band")
    if not isinstance(told, (list, tuple)) or len(told) != 2 or not all(isinstance(each, int) for each in told):
        return None
    low, high = told
    end = f"beyond the {ordinal(BEYOND - 1)}" if high >= BEYOND else ordinal(high)
    if low == high and high < BEYOND:
        return f"{end} even if our weights are wrong"
    if low >= BEYOND:
        return f"{end} if our weights are wrong"
    return f"between {ordinal(low)} and {end} if our weights are wrong"


def points(row: Mapping[str, object], *, unit: str = " points") -> str:
    """Say the points of an award or of a reason; where a fact is missing, between which bounds."""
    most, least = row.get("points"), row.get("points_at_least", row.get("at_least"))
    if not isinstance(most, int):
        return "points not told" if unit else "not told"
    if isinstance(least, int) and least < most:
        return f"{least:,} to {most:,}{unit}"
    return f"{most:,}{' point' if most == 1 and unit else unit}"


def spoke(row: Mapping[str, object]) -> str | None:
    """Say how many indicators spoke of an award: `7 of 12 indicators spoke`."""
    said, asked = row.get("spoke"), row.get("asked")
    if not isinstance(said, int):
        return None
    return f"{said:,} of {asked:,} indicators spoke" if isinstance(asked, int) else f"{said:,} indicators spoke"


def own_dollars(row: Mapping[str, object]) -> str:
    """Say the dollars of one award; a vehicle often has none of its own, only its orders have."""
    if row.get("dollars") is None:
        return "dollars not told"
    return short_dollars(row["dollars"]) if money(row["dollars"]) else "no dollars of its own"


def exposed_of(row: Mapping[str, object]) -> str:
    """Say the dollars of one award, and where only some of its lines are exposed, how much these come to."""
    if row.get("dollars") is None or row.get("exposed_dollars") is None:
        return own_dollars(row)
    part, whole = money(row["exposed_dollars"]), money(row["dollars"])
    if whole <= 0 or not 0 <= part < whole:
        return own_dollars(row)
    return f"{short_dollars(part)} of {short_dollars(whole)}"


def thing(row: Mapping[str, object]) -> str:
    """Say what a row of a table is about: its good, else the words of its sector, else its product code."""
    if row.get("good") is not None:
        return good_label(row["good"])
    if row.get("sector") is not None:
        return sector_label(row["sector"])
    return f"Product code {clean(row['psc'])}" if row.get("psc") is not None else good_label(None)


def old(since: object, day: object) -> str | None:
    """Say how old something is on a day: `2 years 3 months old`; what came later is `newer by`.

    Nothing if either is no day. Never looks at a clock.
    """
    first, last = _month_count(since), _month_count(day)
    if first is None or last is None:
        return None
    between = abs(last - first)
    years, months = divmod(between, 12)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (months, "month")) if n]
    if not parts:
        return "less than a month apart"
    return f"newer by {' '.join(parts)}" if first > last else f"{' '.join(parts)} old"


def _month_count(day: object) -> int | None:
    """Count calendar months up to that of a day; a bare year counts from its January."""
    pieces = clean(day or "").split("-")
    if not 1 <= len(pieces) <= 3 or not all(piece.isdigit() for piece in pieces) or len(pieces[0]) != 4:
        return None
    return int(pieces[0]) * 12 + (int(pieces[1]) - 1 if len(pieces) > 1 else 0)


def listing(words: Iterable[str]) -> str:
    """Join words as a sentence does: `a, b and c`."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


def ceiling(exposure: Mapping[str, object]) -> Decimal:
    """Add what the true figure cannot exceed: matched + possible + unknown.

    Unit: US dollars.
    """
    return sum((money(exposure[name]) for name in ("matched", "possible", "unknown")), Decimal(0))


def headline(summary: Mapping[str, object]) -> str:
    """Say the answer in one sentence built from the numbers of the summary."""
    exposure, dollars, awards = summary.get("exposure"), summary.get("dollars"), summary.get("awards")
    if not isinstance(exposure, Mapping) or not isinstance(dollars, Mapping):
        return "How much of these dollars is exposed is not judged in this version."
    awarded = f" in {awards:,} award{'' if awards == 1 else 's'}" if isinstance(awards, int) else ""
    return (
        f"Of {short_dollars(dollars['accepted'])} net{awarded}, {short_dollars(exposure['matched'])} is tied by "
        "recorded origin to a good that a public list names for that country; another "
        f"{short_dollars(exposure['possible'])} may be; {short_dollars(exposure['unknown'])} cannot be told."
    )


def bounds(exposure: Mapping[str, object]) -> str:
    """Say the interval; the ceiling never stands without its unknown part."""
    return (
        "As far as the records and the lists reach, the true figure is at least "
        f"{short_dollars(exposure['matched'])} (matched) and at most "
        f"{short_dollars(ceiling(exposure))} (matched + possible + unknown), of which "
        f"{short_dollars(exposure['unknown'])} is unknown."
    )


def caveats(summary: Mapping[str, object]) -> list[str]:
    """Say what a hurried reader would take wrongly from the headline: missing origins, and awards that count whole."""
    said = []
    origins, own = summary.get("origins"), summary.get("exposed_lines")
    if isinstance(origins, Mapping) and origins.get("lines"):
        goods, recorded = int(origins["lines"]), int(origins["recorded"])
        if recorded == 0:
            said.append(
                f"None of the {goods:,} lines of goods records an origin, so nothing could match: that is not a clean record."
            )
        else:
            said.append(
                f"{recorded:,} of {goods:,} lines of goods record an origin, {int(origins['inside_us']):,} of them inside "
                "the United States, where the lists do not look."
            )
    exposure = summary.get("exposure")
    if isinstance(own, Mapping) and isinstance(exposure, Mapping) and isinstance(own.get("possible"), Mapping):
        lines = own["possible"].get("dollars")
        if money(exposure["possible"]) > money(lines):
            said.append(
                f"An award counts whole at its highest line: the possible lines themselves come to {short_dollars(lines)}."
            )
    return said


def taken_back(exposure: Mapping[str, object]) -> str:
    """Say what was taken back, apart from every bound."""
    back = abs(money(exposure.get("taken_back") or "0.00"))
    if back == 0:
        return "No award in this file is net below zero: nothing was taken back."
    return f"{short_dollars(back)} was taken back in awards that are net below zero in this file; it enters no bound."


def apart(row: Mapping[str, object]) -> str:
    """Say how much of a sector one code alone makes up, so that nobody takes it for the rest."""
    dollars = row.get("dollars")
    amounts = [short_dollars(each) for each in (dollars if isinstance(dollars, list) else [dollars])]
    sector = sector_label(row.get("sector")).lower()
    what = clean(row.get("what"))
    return f"Of {sector}, {listing(amounts)} is {what}: told apart, because the rest of the sector is something else."


def not_judged(summary: Mapping[str, object]) -> str | None:
    """Name in one sentence every part that this version has not judged, or nothing if it judged all."""
    missing = [words for key, words in NOT_JUDGED.items() if summary.get(key) is None]
    return f"Not judged in this version: {listing(missing)}." if missing else None


def is_sample(summary: Mapping[str, object]) -> bool:
    """Tell whether the bundled made-up sample is among the inputs."""
    inputs = summary.get("inputs")
    return isinstance(inputs, (list, tuple)) and any(
        isinstance(row, Mapping) and str(row.get("name")).replace("\\", "/").rsplit("/", 1)[-1] == SAMPLE
        for row in inputs
    )


def many(n: int, one: str, more: str = "") -> str:
    """A number with what it counts, in its right form."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """A paragraph in lines of a terminal."""
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
