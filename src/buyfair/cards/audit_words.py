"""How an audit calls facts, their values and its citations where a person reads them: never by the names of a program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from buyfair.cards.reasons import VALUES
from buyfair.cards.words import clean, exact_dollars, listing
from buyfair.judge.facts import CHOICE, COUNTRIES, FLAG, GOOD, MONEY, WORDS, place
from buyfair.judge.seen import LINES
from buyfair.judge.told import NOT_SAID
from buyfair.knowledge.countries import countries
from buyfair.knowledge.facts.words import chosen
from buyfair.purchase import vocabulary

NOT_HELD = re.compile(r" ?\(overhaul text, (?:its )?numbers not held\)")
IN_OVERHAUL = " (its number in the overhaul text: see the agency's deviation)"
OF_FILE = {"contractor": "the contractor", "contract": "the number of the contract", "office": "the office",
           "solicitation": "the number of the solicitation", "performance_start": "the first day of performance",
           "performance_end": "the last day of performance", "read_as_of": "the day as of which the text is read",
           "signed": "the text is signed", "commercial": "what it buys is commercial",
           "origin": "the countries of origin", LINES: "the lines"}  # fmt: skip
"""Facts of the text itself."""


def fact_in_words(path: str) -> str:
    """A fact as a person calls it."""
    line, key = place(path)
    fact = vocabulary().fact(path)
    named = OF_FILE.get(path) or (fact.phrase if fact is not None else key.replace("_", " ").replace(".", " "))
    if line is None:
        return f"whether {named}" if fact is not None and fact.kind == FLAG else named
    if fact is not None and fact.kind == FLAG:
        return f"whether line {line + 1} {named}"
    return f"what line {line + 1} is" if named == "the line" else f"line {line + 1}: {named}"


def value_in_words(path: str, value: Any) -> str:
    """What is told of a fact, as a person writes it."""
    if isinstance(value, list):
        return listing(NOT_TOLD if each == NOT_SAID else value_in_words(path, each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == NOT_SAID:
        return "not told"
    fact = vocabulary().fact(path)
    kind, said = (fact.kind if fact is not None else ""), clean(value)
    if kind == MONEY and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", said):
        return exact_dollars(Decimal(said))
    if kind == COUNTRIES and said in countries():
        return countries()[said].name
    if kind == CHOICE:
        return VALUES.get(said) or chosen(path.rpartition(".")[2], said)
    return said.replace("_", " ") if kind in (GOOD, WORDS) else said


NOT_TOLD = "others not told"


def facts_in_words(facts: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """The facts of a result, each with its value, and its lines each in one sentence."""
    head = [(_named(name), value_in_words(name, value)) for name, value in facts.items() if name != LINES]
    lines = [
        "; ".join(f"{_of_line(key)}: {value_in_words(f'{LINES}[1].{key}', value)}" for key, value in line.items())
        for line in facts.get(LINES, ())
    ]  # fmt: skip
    return head, lines


def _named(name: str) -> str:
    return fact_in_words(name).removeprefix("whether ")


def _of_line(key: str) -> str:
    said = fact_in_words(f"{LINES}[1].{key}")
    return "what it is" if said == "what line 1 is" else said.removeprefix("line 1: ").removeprefix("whether line 1 ")


def cited(words: str) -> str:
    """A citation as a reader can use it: where a number of the overhaul text is not known here, where to look for it."""
    return NOT_HELD.sub(IN_OVERHAUL, words)
