"""The values that answers are made of, each described once: the three answers, days, money."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

from buyfair.terms.answer import Answer

__all__ = ["Answer", "Day", "Money"]

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A day, ISO 8601."""
Money = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="US dollars, two decimals.")]
"""US dollars as text with two decimals."""
