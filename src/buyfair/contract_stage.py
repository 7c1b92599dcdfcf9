"""How far a contract text is: a solicitation, an order that nobody signed yet, a contract that was made, or not told."""

from __future__ import annotations

import re

from buyfair.contract_audit import Audit
from buyfair.contract_firms import PIID, SOLICITED, called
from buyfair.knowledge import facts as f
from buyfair.terms.document import WrittenLine

BEFORE, UNSIGNED, AWARDED, NOT_TOLD = "before award", "not signed yet", "awarded", "not told"
BY = {
    BEFORE: "by amendment of the solicitation",
    UNSIGNED: "in the text itself, before it is signed",
    AWARDED: "by a modification that both sign",
    NOT_TOLD: "by a modification that both sign (before the award: by amendment of the solicitation)",
}
"""By which paper a text is changed, and who signs it."""
CALLED = re.compile(r"(?i:\b(?:contract|order)\b(?: no\.?| number)?:?)\s+(?=[A-Z0-9-]*\d)([A-Z0-9]+(?:-[A-Z0-9]+)+)\b")
"""A number of another form, right behind the word contract or order."""
CONTRACT_NO = re.compile(rf"(?i:\b(?:contract|order)\b.{{0,40}}?)({PIID.pattern})")


TO_SIGN = re.compile(r"\bcontracting officer\b[^_\n]{0,60}_{4,}|_{4,}[^_\n]{0,60}\bcontracting officer\b", re.I)
"""A line for the officer's signature that is still empty."""
SIGNED = re.compile(r"/s/|\b(?:electronically|digitally) signed\b", re.I)


def stage_of(found: Audit) -> str:
    """How far the text is: whether it was awarded, and where that looks so, whether anybody signed it yet."""
    made = _made(found)
    signed = found.facts.about.get("signed")
    if made == BEFORE or signed is True:
        return made if made != NOT_TOLD else AWARDED
    return UNSIGNED if signed is False or signature_line(found) is not None and not _over(found) else made


def signature_line(found: Audit) -> WrittenLine | None:
    """The line on which the contracting officer would sign, where it is empty and nothing tells of a signature."""
    lines = found.document.lines
    if any(SIGNED.search(line.text) for line in lines):
        return None
    return next((line for line in reversed(lines) if TO_SIGN.search(line.text)), None)


def _over(found: Audit) -> bool:
    """Whether the day of the award is told and is over: then a copy may well show no signature."""
    told = found.duties.purchase.told
    day = told.get(f.AWARD_DATE.key)
    return told.get(f.AWARDED_BY.key) is not None or day is not None and day <= found.day


def _made(found: Audit) -> str:
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
