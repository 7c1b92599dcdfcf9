"""The questions that a check leaves open, as a page can put them, and the answers as a facts file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.cards.audit import WHY_NOT_TOLD
from buyfair.cards.duties import question
from buyfair.cards.questions import EXPECTED, WRITTEN, answer_of, as_toml, telling
from buyfair.contract import Audit
from buyfair.intake.facts_file import parse_facts
from buyfair.judge.facts import CHOICE, FLAG, place
from buyfair.judge.seen import LINES
from buyfair.purchase import vocabulary
from buyfair.web.audits.checking import FACTS_NAME

HOW_MANY = "a whole number, such as 2"
YES_OR_NO = ("yes", "no")
LONGEST = 500
"""Letters of one answer."""


def questions(found: Audit) -> list[dict[str, Any]]:
    """One entry for each fact that is missing: its path, the question, the answers allowed, the rules that hang on it."""
    rules: dict[str, list[str]] = {}
    for one in found.open:
        for path in one.missing:
            if path not in WHY_NOT_TOLD and (path == LINES or vocabulary().fact(path) is not None):
                rules.setdefault(path, []).append(one.asked.rule)
    return [
        {"path": path, "asks": question(found.duties, path), "expects": _expected(path), "choices": list(_choices(path)),
         "rules": list(dict.fromkeys(hang))}
        for path, hang in rules.items()
    ]  # fmt: skip


def _choices(path: str) -> tuple[str, ...]:
    fact = vocabulary().fact(path)
    if fact is None:
        return ()
    return YES_OR_NO if fact.kind == FLAG else tuple(fact.values) if fact.kind == CHOICE else ()


def _expected(path: str) -> str:
    fact = vocabulary().fact(path)
    return HOW_MANY if fact is None else EXPECTED.get(fact.kind, "one of the choices")


def answers_told(facts: str, told: str, answers: Mapping[str, str]) -> str:
    """The facts file of a check with these answers laid over what was told; `told` also holds what the text's head says.

    A line of a purchase is told as a whole: the first answer about one takes all lines of the text's head along.

    Raises: InputRefusedError where an answer cannot be read.
    """
    given: dict[str, Any] = parse_facts(facts.encode(), FACTS_NAME) if facts.strip() else {}
    every = parse_facts(told.encode(), FACTS_NAME)
    for path, said in answers.items():
        every = telling(every, path, answer_of(path, said))
        line, key = place(path)
        top = LINES if line is not None else key.partition(".")[0]
        given[top] = every[top]
    return as_toml(given).removeprefix(WRITTEN)
