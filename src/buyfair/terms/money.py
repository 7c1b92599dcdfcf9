"""Money is exact: decimals with two places, never a float, and always written the same way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def as_text(amount: Decimal | None) -> str:
    """The amount as text with two decimals; nothing recorded reads 0.00 (a sum over no rows).

    Unit: US dollars.
    """
    if amount is None:
        return "0.00"
    return str(amount.quantize(CENT))


def part_of(part: Decimal, whole: Decimal) -> str:
    """A part beside its whole, as a person says it: `$3 of $10`, `all $10`.

    Unit: US dollars.
    """
    return f"all {spoken(whole)}" if part == whole else f"{spoken(part)} of {spoken(whole)}"


def spoken(amount: Decimal | None) -> str:
    """The amount as a person says it: `$345,678`, `$12.3 million`, `$4.5 billion`; nothing recorded reads so.

    Unit: US dollars; halves round away from zero.
    """
    if amount is None:
        return "an amount not recorded"
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for name, unit in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
        if size * 100_000 >= 99_995 * unit:  # rounds to a thousand of the smaller unit
            return f"{sign}${(size / unit).quantize(Decimal('0.1'), ROUND_HALF_UP):,} {name}"
    return f"{sign}${size.quantize(Decimal(1), ROUND_HALF_UP):,}"
