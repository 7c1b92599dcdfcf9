"""The values that answers are made of, each described once: the three answers, days, moments, money."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

from buyfair.terms.answer import Answer

__all__ = ["Answer", "Day", "Moment", "Money"]

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A day, ISO 8601."""
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A moment, RFC 3339, always with its offset from UTC."""
Money = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="US dollars, two decimals.")]
"""US dollars as text with two decimals."""
