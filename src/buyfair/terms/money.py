"""Money is exact: decimals with two places, never a float, and always written the same way."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")


def as_text(amount: Decimal | None) -> str:
    """The amount as text with two decimals; nothing recorded reads 0.00 (a sum over no rows).

    Unit: US dollars.
    """
    if amount is None:
        return "0.00"
    return str(amount.quantize(CENT))
