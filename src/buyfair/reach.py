"""Where the law looks: which duties reach each award, three-valued, and the three headlines of what is exposed.

Only rules that look at the making count (`looks_at_making`): duties that bind every contract reach everything. An award is
reached where one of them says yes, reached by none where all say no, else undecidable on recorded facts. No award feed
holds evidence that a duty was done, so what is reached stands as reached without evidence on file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import counted, place_in, text, total
from buyfair.feed_facts import facts_of_awards
from buyfair.judge.batch import Answers, answered
from buyfair.judge.facts import place
from buyfair.judge.judging import Judged
from buyfair.judge.rule import Rule
from buyfair.judgement import JudgedLines
from buyfair.knowledge.countries import countries
from buyfair.knowledge.proxies import NOWHERE, stands
from buyfair.purchase import law, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.clock import Clock
from buyfair.terms.exposure import MATCHED, OUTSIDE_SECTORS, POSSIBLE_INPUT, POSSIBLE_PLACE
from buyfair.terms.money import as_text

NO_DUTY, UNDECIDABLE, NO_EVIDENCE = "reached_by_no_duty", "undecidable", "reached_without_evidence"
STATES = (NO_DUTY, UNDECIDABLE, NO_EVIDENCE)
STATE_SENTENCES = {
    NO_DUTY: "No duty that looks at the making reaches it, by what is recorded: nobody must find out how or where it is made.",
    UNDECIDABLE: "What is recorded does not decide whether a duty that looks at the making reaches it.",
    NO_EVIDENCE: "A duty that looks at the making reaches it, and no award feed holds evidence that it was done: ask for that.",
}
EXPOSED = (MATCHED, POSSIBLE_PLACE, POSSIBLE_INPUT)
ORDER_OF_DUTIES = ("award_id", "nth")
"""The columns that tell the order of duties."""
BY = {"sectors": "sector", "goods": "good", "countries": "country", "agencies": "agency"}
NO_EVIDENCE_SENTENCE = (
    "No award feed holds evidence that a duty was done: what a duty reaches stands as reached without evidence on file."
)


@dataclass(frozen=True, slots=True)
class Reach:
    """The answers of the law for a portfolio: `awards` bear `reach`, a state, and `pattern`, the number of their answers.

    `of_patterns`: the awards summed by class and pattern, where `awards` themselves are summed by what else they share.
    """

    facts: TableExpression
    answers: Answers
    awards: TableExpression
    of_patterns: TableExpression | None = None

    def duties(self, engine: Engine) -> TableExpression:
        """The rows of records DUTIES: awards by id, their answers in the order of the rules, which `nth` tells."""
        ordered = engine.keep("awards_by_id", self.answers.of_awards.order_by("award_id"))
        found = self.answers.rows(engine, ordered)
        return found.mutate(nth=place_in([rule.row for rule in law().rules], found.rule_id))


def looking() -> tuple[Rule, ...]:
    """The rules over which reach is told, in their order."""
    return tuple(rule for rule in law().rules if rule.looks_at_making)


def state(judged: Iterable[Judged]) -> str:
    """The state of reach from answers of yes and unknown; what is not among them is no."""
    found = {j.answer for j in judged if j.rule.looks_at_making}
    return NO_EVIDENCE if Answer.YES in found else UNDECIDABLE if Answer.UNKNOWN in found else NO_DUTY


def reach(
    engine: Engine, of_lines: JudgedLines, awards: TableExpression, dollars_are: str, day: date,
    clock: Clock | None = None,
) -> Reach:  # fmt: skip
    """Judges every award by every rule and adds the state of reach to the awards. `day` is the known day."""
    clock = clock or Clock()
    facts = facts_of_awards(engine, of_lines, dollars_are)
    answers = answered(engine, law(), vocabulary(), facts, day)
    states = [(n, state(answers.pattern(n))) for n in range(1, len(answers.patterns) + 1)]
    held = engine.values("states_of_patterns", {"pattern": "count", "reach": "text"}, states)
    told = awards.join(answers.of_awards, "award_id").join(held, "pattern")
    clock.stage("duties")
    return Reach(facts, answers, engine.keep("awards_reached", told))


# The three headlines


def headlines(engine: Engine, found: Reach) -> dict[str, Any]:
    """What summary.json says: dollars of exposed awards by state, by sector, good, country and agency, and why not.

    Matched and possible are those of `exposure`: the three states part them exactly.
    """
    a = found.awards.filter(found.awards.exposure.isin(EXPOSED))
    of = found.awards if found.of_patterns is None else found.of_patterns
    patterns = _patterns(engine, of.filter(of.exposure.isin(EXPOSED)), found.answers)
    sums = _grouped(engine, a)
    return {
        **{s: _told(sums.get((s,), _Sum())) for s in STATES},
        "awards": {s: sums.get((s,), _Sum()).awards for s in STATES},
        "evidence": NO_EVIDENCE_SENTENCE,
        "rules": _by_rule(patterns),
        "missing": _missing(patterns),
        "text_not_held": _text_not_held(patterns),
        "by": {name: _by(engine, a, name) for name in BY},
    }


@dataclass(slots=True)
class _Sum:
    """Awards and their dollars. Unit: US dollars, net obligations."""

    awards: int = 0
    matched: Decimal = Decimal(0)
    possible: Decimal = Decimal(0)

    def add(self, other: _Sum) -> None:
        self.awards += other.awards
        self.matched += other.matched
        self.possible += other.possible


def _told(of: _Sum) -> dict[str, str]:
    return {"matched": as_text(of.matched), "possible": as_text(of.possible)}


def _grouped(engine: Engine, a: TableExpression, *keys: str, by: str = "reach") -> dict[tuple[Any, ...], _Sum]:
    """Sums of exposed awards by these keys and their state, or their pattern."""
    matched = a.exposure == text(MATCHED)
    grouped = a.group_by(*keys, by).agg(awards=counted(a), m=total(a.dollars, matched), p=total(a.dollars, ~matched))
    return {
        (*(row[k] for k in keys), row[by]): _Sum(int(row["awards"]), Decimal(row["m"]), Decimal(row["p"]))
        for row in engine.rows(grouped)
    }


def _by(engine: Engine, a: TableExpression, name: str) -> list[dict[str, Any]]:
    """The three states of each sector, good, country or agency, the one with most exposed dollars first."""
    key = BY[name]
    if key == "country":
        a = a.mutate(country=a.origin_country)
    sums = _grouped(engine, a, key)
    named = sorted({k for k, _ in sums}, key=lambda k: (k is None, str(k)))
    found = []
    for value in named:
        of = {s: sums.get((value, s), _Sum()) for s in STATES}
        whole = _Sum()
        for each in of.values():
            whole.add(each)
        row: dict[str, Any] = {key: OUTSIDE_SECTORS if key == "sector" and value is None else value}
        if key == "country":
            row["name"] = None if value is None else countries()[value].name
        found.append((whole, row | {"awards": whole.awards} | {s: _told(of[s]) for s in STATES}))
    found.sort(key=lambda pair: (-pair[0].matched - pair[0].possible, str(pair[1][key])))
    return [row for _, row in found]


_Patterns = list[tuple[tuple[Judged, ...], _Sum]]


def _patterns(engine: Engine, a: TableExpression, answers: Answers) -> _Patterns:
    """What each set of answers comes to."""
    sums = _grouped(engine, a, by="pattern")
    return [(answers.pattern(n), sums[(n,)]) for (n,) in sorted(sums)]


def _by_rule(patterns: _Patterns) -> list[dict[str, Any]]:
    """Of each rule that counts, the exposed dollars for which it says yes, cannot be told, and says no."""
    found = {rule.row: {answer: _Sum() for answer in Answer} for rule in looking()}
    for judged, of in patterns:
        said = {j.rule.row: j.answer for j in judged}
        for row, sums in found.items():
            sums[said.get(row, Answer.NO)].add(of)
    return [
        {"id": rule.row, "title": rule.title, **{str(answer): _told(of) for answer, of in found[rule.row].items()}}
        for rule in looking()
    ]


def _missing(patterns: _Patterns) -> list[dict[str, Any]]:
    """Which facts the undecided dollars wait for, the most dollars first. Not disjoint: one award may wait for several."""
    found: dict[str, _Sum] = {}
    for judged, of in patterns:
        if state(judged) == UNDECIDABLE:
            for key in sorted({place(m.path)[1] for j in judged if j.rule.looks_at_making for m in j.missing}):
                found.setdefault(key, _Sum()).add(of)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].matched - pair[1].possible, pair[0]))
    return [{"fact": key, "says": question(key), "held": held(key), "awards": of.awards, **_told(of)} for key, of in ordered]


def _text_not_held(patterns: _Patterns) -> dict[str, Any]:
    """The undecided awards of which no fact could settle all: whether a rule stood on their day was not read."""
    of = _Sum()
    for judged, each in patterns:
        if state(judged) == UNDECIDABLE and any(j.rule.looks_at_making and _unread(j) for j in judged):
            of.add(each)
    return {"awards": of.awards, **_told(of)}


def _unread(judged: Judged) -> bool:
    """Whether it cannot be told that the rule is in force, and neither the day nor the agency would tell."""
    dated = law().dated
    tell = {fact.key for fact in (dated.solicited, dated.awarded, dated.sub_awarded, dated.agency, dated.regime)}
    return judged.in_force is Answer.UNKNOWN and not tell & {m.path for m in judged.missing}


def held(key: str) -> str:
    """Whether award records hold the fact at all: itself, by a proxy, or nowhere."""
    return stands()[key].how if key in stands() else NOWHERE


def question(key: str) -> str:
    """The question to a person; a key of the line and of the purchase alike is the line's."""
    fact = vocabulary().fact(f"lines[1].{key}") or vocabulary().fact(key)
    return key if fact is None else fact.ask
