"""Checks of what must happen after information of abuse came in: who was told, what was referred, what was entered."""

from __future__ import annotations

import re

from buyfair.contract_audit import Asked, Audit, Open
from buyfair.contract_file import File, State
from buyfair.contract_gaps import enter_gap
from buyfair.judge.judging import Judged
from buyfair.knowledge.file_evidence import phrases
from buyfair.spot.evidence import Mention
from buyfair.spot.stances import LACKING, THERE
from buyfair.terms.answer import Answer

OFFICIALS = {
    "told_officer": "the contracting officer",
    "told_inspector": "the agency's inspector general",
    "told_debarring": "the suspending and debarring official",
}
"""Who must be told, by the thing that tells of the notice."""



def happened(s: Mention) -> bool:
    """Whether a passage tells that information of abuse came in; a denial inside what was told does not undo it."""
    if any(re.fullmatch(r"\W*(?:no|none|nil)\W*", p.text, re.I) for p in s.parts):
        return False
    return s.stance in (THERE, LACKING) and phrases("nothing_happened").search(s.parts[0].text) is None


def told_of_abuse(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """After information of abuse: was everybody told who must be?"""
    events = [s for s in file.of(one.event) if happened(s)]
    if not events:
        return
    without = []
    for thing in one.things:
        said = [s for s in file.of(thing) if s.stance in (THERE, LACKING)]
        if not said or said[-1].stance == LACKING or thing == "told_inspector" and any(s.stance == LACKING for s in said):
            without.append((thing, next((s for s in said), events[0])))
    if not without:
        found.kept.append((one, State(Answer.YES, "the file tells of the notices", events[0].sentence)))
        return
    whom = " and ".join(OFFICIALS.get(thing, thing) for thing, _ in without)
    if not file.closed:
        found.open.append(Open(one, tuple(t for t, _ in without), "the text does not say what the file holds"))
        return
    s = without[0][1].sentence
    enter_gap(one, judged, found, one.missing, one.fix.format(whom=whom), f"nothing shows that {whom} was told", s, whom=whom)


def referred(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """What the officer must pass on: reported where the file says in words that it was not."""
    if not any(happened(s) for s in file.of("information")):
        return
    lacking = [s for s in file.of("told_debarring") if s.stance == LACKING]
    if lacking:
        fix = one.fix.format(whom=OFFICIALS["told_debarring"])
        enter_gap(one, judged, found, one.missing, fix, "the file says that it was not", lacking[0].sentence)


def entered(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """What the officer must enter into the records: reported where the file says in words that it is not."""
    if not any(s.stance == THERE for s in file.of(one.event)):
        return
    lacking = [s for s in file.of(one.things[0]) if s.stance == LACKING]
    if lacking:
        enter_gap(one, judged, found, one.missing, one.fix, "the file says that it is not entered", lacking[0].sentence)
