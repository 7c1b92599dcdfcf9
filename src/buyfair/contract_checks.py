"""How an audit looks for each kind of thing that a rule asks: a clause, a paper, a notice, a subcontractor's certificate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from buyfair.contract_audit import Asked, Audit
from buyfair.contract_clauses import alternate_stands, clause_stands
from buyfair.contract_events import entered, referred, told_of_abuse
from buyfair.contract_file import File, State
from buyfair.contract_gaps import enter_gap, enter_state, leave_open
from buyfair.contract_papers import before_award, by_start, each_year, in_file
from buyfair.contract_sub_papers import certificates_of, flow_down, sub_certificate
from buyfair.contract_subs import Sub
from buyfair.judge.facts import Interval, Purchase
from buyfair.judge.judging import Judged
from buyfair.knowledge import facts as f
from buyfair.knowledge.file_evidence import phrases
from buyfair.purchase import duties_of
from buyfair.spot.evidence import Mention
from buyfair.terms.answer import Answer


def _paper(weigh: Callable[[Asked, File], State]) -> Callable[[Asked, Judged, Audit, File], None]:
    """A check of a paper that the rule asks where its facts say yes."""

    def check(one: Asked, judged: Judged, found: Audit, file: File) -> None:
        if judged.answer is Answer.NO:
            return
        if judged.answer is Answer.UNKNOWN:
            leave_open(one, judged, found)
            return
        enter_state(one, judged, found, weigh(one, file))

    return check


def _yearly(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    if judged.answer is Answer.NO:
        return
    if judged.answer is Answer.UNKNOWN:
        leave_open(one, judged, found)
        return
    state = each_year(file)
    enter_state(one, judged, found, state, "the anniversary of the award")


def _large_subcontracts(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """The certificates that the prime must collect: each subcontract told of is judged as what it is."""
    for sub in file.subs:
        answer = _judged_sub(one, sub, found)
        if answer is None or answer.answer is Answer.NO:
            continue
        if answer.answer is Answer.UNKNOWN:
            continue
        state = sub_certificate(certificates_of(sub, file), sub, file)
        enter_state(one, answer, found, state)


def _judged_sub(one: Asked, sub: Sub, found: Audit) -> Judged | None:
    own = found.duties.purchase
    outside = any(line.get("performed_outside_us") or line.get("acquired_outside_us") for line in own.lines or ())
    told_of = sub.name or phrases("subcontract").search(sub.passage)
    if sub.value is None or not outside or sub.cots or sub.inside or not told_of:
        return None
    told = {k: v for k, v in own.told.items() if k in ("agency", "sol_date", "award_date", "method")}
    kinds = {line.get("item") for line in own.lines or ()}
    line: dict[str, Any] = {"item": "supply" if kinds == {"supply"} else "service", "value": Interval(sub.value, sub.value)}
    line |= {"performed_outside_us": True} if line["item"] == "service" else {"acquired_outside_us": True}
    if not any(own_line.get("cots") for own_line in own.lines or ()):
        line |= {"cots": False, "bulk_cargo": False}  # else it may be the part that is off the shelf
    day = sub.day or own.told.get(f.AWARD_DATE.key)  # a subcontract of no told day is taken to be of the award's
    told |= {"tier": Interval(Decimal(1), Decimal(1))} | ({"sub_award_date": day} if day is not None else {})
    judged = duties_of(Purchase(told, (line,)), found.day)
    return next((j for j in judged.judged if j.rule.row == one.rule), None)


def _covers(one: Asked, judged: Judged, found: Audit, file: File) -> None:
    """A paper that is there but does not speak of the subject."""
    said = file.of(one.thing)
    if judged.answer is not Answer.YES or not said:
        return
    topic = re.compile(one.topic, re.I)
    speaks = [s for s in said if topic.search(s.text) or topic.search(s.label)]
    whole = next((s for s in said if phrases("told_whole").search(f"{s.sentence.heading} {s.text}")), None)
    silent = next((s for s in speaks if _says_not(s, topic)), None)
    if not speaks and whole is not None:
        why = "the whole of it is told, and trafficking is not in it"
        enter_gap(one, judged, found, one.missing, one.fix, why, whole.sentence)
    elif silent is not None:
        why = "the file says that it does not speak of trafficking"
        enter_gap(one, judged, found, one.missing, one.fix, why, silent.sentence)


def _says_not(s: Mention, topic: re.Pattern[str]) -> bool:
    """Whether a part names the subject and denies it; that no fault was found is no denial."""
    silent, found_nothing = phrases("silent"), phrases("found_nothing")
    texts = [part.text for part in s.parts]
    return any(topic.search(t) and silent.search(t) and not found_nothing.search(t) for t in texts)


CHECKS: Mapping[str, Callable[[Asked, Judged, Audit, File], None]] = {
    "clause": clause_stands,
    "alternate": alternate_stands,
    "before award": _paper(lambda one, file: before_award(file)),
    "in file": _paper(lambda one, file: in_file(file, one.thing, "the compliance plan")),
    "by start": _paper(lambda one, file: by_start(file)),
    "each year": _yearly,
    "subcontracts": _paper(lambda one, file: flow_down(file)),
    "large subcontracts": _large_subcontracts,
    "told": told_of_abuse,
    "referred": referred,
    "entered": entered,
    "covers": _covers,
}
