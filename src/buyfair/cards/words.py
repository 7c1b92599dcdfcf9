"""The words and figures that the terminal picture and the report page have in common, so that both say the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

SAMPLE = "awards_sample.csv.gz"
SAMPLE_BANNER = "Made-up sample: no figure here is about the real world"
NOT_ABOUT_SUPPLIER = "This is about the good and the place, not about this supplier."
NOT_SAFE = "looked up, nothing found at the depth looked: not the same as safe"
ALL_OTHERS = "All others"

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
    percent = (piece * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if percent < Decimal("0.1"):
        return "under 0.1%"
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
        f"The true figure is at least {short_dollars(exposure['matched'])} (matched) and at most "
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
    return f"Of {sector}, {listing(amounts)} is {clean(row.get('what'))}: shown apart, the rest differs."


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
