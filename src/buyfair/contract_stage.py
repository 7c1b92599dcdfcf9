"""How far a contract text is: a solicitation that waits for its award, a contract that was made, or not told."""

from __future__ import annotations

import re

from buyfair.contract_audit import Audit
from buyfair.contract_firms import PIID, SOLICITED, called
from buyfair.knowledge import facts as f

BEFORE, AWARDED, NOT_TOLD = "before award", "awarded", "not told"
BY = {
    BEFORE: "by amendment of the solicitation",
    AWARDED: "by a modification that both sign",
    NOT_TOLD: "by a modification that both sign (before the award: by amendment of the solicitation)",
}
"""By which paper a text is changed, and who signs it."""
CALLED = re.compile(r"(?i:\b(?:contract|order)\b(?: no\.?| number)?:?)\s+(?=[A-Z0-9-]*\d)([A-Z0-9]+(?:-[A-Z0-9]+)+)\b")
"""A number of another form, right behind the word contract or order."""
CONTRACT_NO = re.compile(rf"(?i:\b(?:contract|order)\b.{{0,40}}?)({PIID.pattern})")


def stage_of(found: Audit) -> str:
    """Whether the award was made: by its day, else by the number, whose letter tells a solicitation from a contract."""
    told = found.duties.purchase.told
    if told.get(f.AWARD_DATE.key) is not None or told.get(f.AWARDED_BY.key) is not None:
        return AWARDED
    number = found.facts.about.get("contract") or number_of(found)
    if number is not None:
        return BEFORE if called(number) == "solicitation" else AWARDED
    solicits = any(called(n) == "solicitation" for text in _head(found) for n in PIID.findall(text))
    return BEFORE if solicits or found.facts.about.get("solicitation") else NOT_TOLD


def number_of(found: Audit) -> str | None:
    """The number that the head of the text, above its clauses, gives; further down others may be spoken of."""
    head = _head(found)
    told = next((m for text in head if (m := CONTRACT_NO.search(text)) is not None), None)
    if told is not None:
        return told[1]
    called = next((m for text in head if (m := CALLED.search(text)) is not None), None)
    if called is not None:
        return called[1]
    numbers = [n for text in head for n in PIID.findall(text) if not SOLICITED.search(n.replace("-", ""))]
    return numbers[0] if numbers else None


def _head(found: Audit) -> list[str]:
    first = min((c.line for c in found.clauses), default=60)
    return [line.text for line in found.document.lines if line.number < first]
