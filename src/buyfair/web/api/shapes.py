"""The values that answers are made of, each described once: the three answers, days, moments, money, closed lists of words."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema

from buyfair.judge.rule import RESULTS
from buyfair.terms.answer import Answer
from buyfair.terms.exposure import AWARD_CLASSES

__all__ = ["Answer", "Day", "Exposure", "Moment", "Money", "Result"]

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A day, ISO 8601."""
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A moment, RFC 3339, always with its offset from UTC."""
Money = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="US dollars, two decimals.")]
"""US dollars as text with two decimals."""
Result = Annotated[str, Field(json_schema_extra={"enum": list(RESULTS)}, description="What the rule does where it binds.")]
"""What a rule does."""
Exposure = Annotated[str, Field(json_schema_extra={"enum": list(AWARD_CLASSES)}, description="The class of exposure.")]
"""How good and place met the lists."""


class PairOut(Schema):
    """Two strings that a person compares, how they met, and what the awards that carry the name come to."""

    on_the_awards: str
    on_the_list: str
    party: str
    list_: str = Field(alias="list")
    edition: str
    met: str
    score: str
    why: str
    awards: int
    dollars: Money | None
