"""The questions that a check leaves open, as a page can put them, and the answers as a facts file holds them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from copy import deepcopy
from typing import Any

from buyfair.cards.audit import WHY_NOT_TOLD
from buyfair.cards.audit_words import value_in_words
from buyfair.cards.duties import question_on_page
from buyfair.cards.questions import EXPECTED, MOST_LINES, WRITTEN, answer_of, as_toml, telling
from buyfair.contract import Audit
from buyfair.contract_facts import facts_of
from buyfair.contract_stage import BEFORE, signature_line, stage_of
from buyfair.intake.facts_file import parse_facts
from buyfair.judge.facts import CHOICE, FLAG, place
from buyfair.judge.judging import texts_in_use
from buyfair.judge.seen import LINES
from buyfair.judge.told import read_told
from buyfair.knowledge.facts import REGIME
from buyfair.purchase import law, vocabulary
from buyfair.terms.document import Document
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.checking import FACTS_NAME

OF_A_LINE = re.compile(r"lines\[[1-9][0-9]{0,3}\]\.", re.ASCII)
HOW_MANY = "a whole number, such as 2"
YES_OR_NO = ("yes", "no")
LONGEST = 500
"""Letters of one answer."""
CLAUSES_PART = "22"
"""The part of the FAR in which most clauses of this check are prescribed."""
TURNS = ("The edition due of nearly every clause hangs on it: under the overhaul text the date of your agency's deviation, "
         "under the codified text a month of its own; and which clauses carry the law in a commercial purchase.")  # fmt: skip
SIGNED = "signed"
ASKS_SIGNED = "Is this text signed by the contracting officer? The line for it ({where}) is empty: “{quote}”."


def questions(found: Audit) -> list[dict[str, Any]]:
    """One entry for each fact that is missing: its path, the question, the answers allowed, the rules that hang on it."""
    rules: dict[str, list[str]] = {}
    guesses = {g["fact"]: g for g in found.facts.guesses}
    for one in (*found.open, *found.beside_open):
        for path in one.missing:
            if path not in WHY_NOT_TOLD and (path == LINES or vocabulary().fact(path) is not None):
                rules.setdefault(path, []).append(one.asked.rule)
    asked = [
        {"path": path, "asks": question_on_page(found.duties, path), "expects": _expected(path),
         "choices": list(_choices(path)), "rules": list(dict.fromkeys(hang)), "guess": _guess(guesses.get(path))}
        for path, hang in rules.items()
    ]  # fmt: skip
    return [*_signed(found), *_regime(found, rules), *asked]


def _regime(found: Audit, asked: Container[str]) -> list[dict[str, Any]]:
    """Which text of the FAR is in use, where that is not told and both may be: nearly every edition hangs on it."""
    told = found.duties.purchase.told
    if REGIME.key in asked or REGIME.key in told or len(set(texts_in_use(law(), found.duties.purchase, CLAUSES_PART))) < 2:
        return []
    return [{"path": REGIME.key, "asks": question_on_page(found.duties, REGIME.key), "expects": _expected(REGIME.key),
             "choices": list(REGIME.values), "rules": [], "turns": TURNS, "guess": ""}]  # fmt: skip


def _signed(found: Audit) -> list[dict[str, Any]]:
    """Whether the text is signed, where its line for it is empty and nobody told."""
    line = signature_line(found)
    if line is None or SIGNED in found.facts.about or stage_of(found) == BEFORE:
        return []
    where = f"line {line.number}" if line.page is None else f"page {line.page}, line {line.number}"
    asks = ASKS_SIGNED.format(where=where, quote=" ".join(line.text.split())[:120])
    return [{"path": SIGNED, "asks": asks, "expects": EXPECTED[FLAG], "choices": list(YES_OR_NO), "rules": [], "guess": ""}]


def _guess(guess: Mapping[str, Any] | None) -> str:
    """What the words of a line suggest, and where they stand; the person decides."""
    if guess is None:
        return ""
    return f"{value_in_words(guess['fact'], guess['value'])}, by line {guess['line']}: “{guess['words']}”"


def not_answered(path: str, said: str) -> str:
    """Why an answer cannot be taken, in one sentence without its stop; empty where it can."""
    if len(said) > LONGEST or "\x00" in said:
        return f"The answer is longer than {LONGEST} letters, or holds a sign that no text holds: shorten it"
    if path == SIGNED:
        return "" if said.lower() in YES_OR_NO else "Expected yes or no"
    line, key = place(path)
    try:
        value = answer_of(path, said)
        lines = [*({} for _ in range(line)), {key: value}] if line is not None else None
        read_told({LINES: lines} if lines is not None else telling({}, path, value), vocabulary())
    except InputRefusedError as refused:
        said = str(refused).rstrip(".").replace("expected true or false", f"expected {EXPECTED[FLAG]}")
        return f"This answer{said.removeprefix(path)}" if said.startswith(path) else said
    return ""


def _choices(path: str) -> tuple[str, ...]:
    fact = vocabulary().fact(path)
    if fact is None:
        return ()
    return YES_OR_NO if fact.kind == FLAG else tuple(fact.values) if fact.kind == CHOICE else ()


def _expected(path: str) -> str:
    fact = vocabulary().fact(path)
    return HOW_MANY if fact is None else EXPECTED.get(fact.kind, "one of the choices")


def answers_told(facts: str, answers: Mapping[str, str]) -> str:
    """The facts file of a check with these answers: only what was answered, each under its path; `laid` puts it in place.

    Raises: InputRefusedError where an answer cannot be read.
    """
    given: dict[str, Any] = parse_facts(facts.encode(), FACTS_NAME) if facts.strip() else {}
    for path, said in answers.items():
        if path == SIGNED:
            given[path] = said.lower() == YES_OR_NO[0]
            continue
        value = answer_of(path, said)
        given[path] = len(value) if path == LINES else value
    return as_toml(given).removeprefix(WRITTEN)


def laid(given: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """The facts as the check takes them: each answer about a line or within a table laid over what the head of this text tells.

    The lines are those of the head, or as many as were answered where it tells none. An answer about a line that the text does
    not have tells nothing of it.
    """
    head = facts_of(document).told
    answers = {path: value for path, value in given.items() if _in_a_part(path)}
    facts = {key: value for key, value in given.items() if key not in answers}
    if type(count := facts.get(LINES)) is int and 1 <= count <= MOST_LINES:
        facts[LINES] = deepcopy(head[LINES]) if LINES in head else [{} for _ in range(count)]
    for path, value in answers.items():
        line, key = place(path)
        part: str = LINES if line is not None else key.partition(".")[0]
        if part not in facts and part in head:
            facts[part] = deepcopy(head[part])
        if _there(facts.get(part, [] if line is not None else {}), line):
            facts = telling(facts, path, value)
    return facts


def _in_a_part(path: str) -> bool:
    """Whether a path names a fact of one line, or one within a table."""
    table, dot, _ = path.partition(".")
    return OF_A_LINE.match(path) is not None or bool(dot) and table in vocabulary().tables


def _there(part: Any, line: int | None) -> bool:
    if line is None:
        return isinstance(part, Mapping)
    return isinstance(part, list) and line < len(part) and isinstance(part[line], Mapping)
