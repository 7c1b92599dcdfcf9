"""Asks a person, one question at a time, only what the answer for this purchase still turns on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buyfair.cards.duties import question
from buyfair.cards.reasons import listed
from buyfair.judge.facts import CHOICE, COUNT, COUNTRIES, DAY, FLAG, MONEY, WORDS, Fact, place
from buyfair.judge.seen import LINES
from buyfair.judge.told import NOT_SAID
from buyfair.purchase import Duties, duties, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError, refuse

STOP = "."
MOST_LINES = 100
HOW = "Answer, or press Enter where it is not known. A dot (.) or Ctrl-D stops and shows the answer so far."
WRITTEN = "# Facts told to `buyfair duties --ask`. A fact left out is unknown.\n"
YES, NO = ("yes", "y", "true"), ("no", "n", "false")
EXPECTED = {
    FLAG: "yes or no", COUNT: "a whole number", DAY: "a day such as 2026-04-01",
    MONEY: "dollars, such as 1200000, 1200000.50 or 1.2 million",
    WORDS: 'none, or one or several with ; between them, "?" where there may be more',
    COUNTRIES: 'countries, names or codes with ; between them, "?" where there may be more',
}  # fmt: skip
RULES_NAMED = 5
BIG = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
DOLLARS = re.compile(
    r"\$?\s?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?:\s+(thousand|million|billion))?", re.I
)
LONGEST_COUNTED = 15
"""Digits of a number that thousands or millions are counted with: exact in any case."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How questions reach a person: `say` shows a line, `hear` gives the answer (None at the end), `keep` stores the facts."""

    say: Callable[[str], None]
    hear: Callable[[str], str | None]
    keep: Callable[[Mapping[str, Any]], None]


def ask(told: Mapping[str, Any], day: date, talk: Talk) -> tuple[dict[str, Any], Duties]:
    """The facts as told, with those answered now, and what binds then.

    Raises: InputRefusedError where the facts told at the start are wrong; a wrong answer is said and asked again.
    """
    facts = deepcopy(dict(told))
    found = duties(facts, day)
    put: set[str] = set()
    talk.say(HOW)
    while (path := next((p for p in found.ask_next if p not in put), None)) is not None:
        put.add(path)
        _introduce(found, path, talk)
        while (said := talk.hear(f"{path} > ")) is not None and said.strip() not in ("", NOT_SAID):
            if said.strip() == STOP:
                return facts, found
            try:
                answered = telling(facts, path, answer_of(path, said.strip()))
                found = duties(answered, day)
            except InputRefusedError as refusal:
                talk.say(str(refusal))
                continue
            facts = answered
            talk.keep(facts)
            break
        if said is None:
            break
    return facts, found


def _introduce(found: Duties, path: str, talk: Talk) -> None:
    """The question, the answers that are allowed, and the rules that hang on it."""
    rules = [j.rule.row for j in found.judged if j.answer is Answer.UNKNOWN and path in {m.path for m in j.missing}]
    named = listed([*rules[:RULES_NAMED], *([f"{len(rules) - RULES_NAMED} more"] if len(rules) > RULES_NAMED else [])])
    talk.say("")
    talk.say(question(found, path))
    talk.say(f"  {_expected(path)}. {named} {'hangs' if len(rules) == 1 else 'hang'} on it.")


def _expected(path: str) -> str:
    fact = vocabulary().fact(path)
    if fact is None:
        return f"a whole number from 1 to {MOST_LINES}"
    return listed(fact.values, "or") if fact.kind == CHOICE else EXPECTED.get(fact.kind, "a name")


def answer_of(path: str, said: str) -> Any:
    """An answer as a facts file would hold it; what cannot be read stays as said, for the facts file's own refusal.

    Raises: InputRefusedError where a number of lines is none.
    """
    fact = vocabulary().fact(path)
    if path == LINES or fact is None:
        return _empty_lines(said)
    if fact.kind == FLAG:
        return True if said.lower() in YES else False if said.lower() in NO else said
    if fact.kind in (MONEY, COUNT):
        return _number(fact, said)
    if fact.kind == DAY:
        return _day(said)
    if fact.kind == WORDS and said.lower() == "none":
        return []
    if fact.kind in (WORDS, COUNTRIES):
        return [part.strip() for part in said.split(";") if part.strip()] or said
    if fact.kind == CHOICE:
        return said.lower()
    return said


def _empty_lines(said: str) -> list[dict[str, Any]]:
    if not re.fullmatch(r"[0-9]{1,4}", said) or not 1 <= int(said) <= MOST_LINES:
        raise refuse(
            f'{LINES} is "{said[:60]}"', f"how many line items, from 1 to {MOST_LINES}", "write one whole number"
        )
    return [{} for _ in range(int(said))]


def _number(fact: Fact, said: str) -> Any:
    """Dollars may stand as people write them: with a dollar sign, well-placed commas, and the word million."""
    plain = said
    if fact.kind == MONEY and (dollars := DOLLARS.fullmatch(said)):
        plain = dollars[1].replace(",", "")
        if dollars[2] and len(plain) <= LONGEST_COUNTED:
            return _counted(Decimal(plain) * BIG[dollars[2].lower()])
    if not re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", plain):
        return said
    return Decimal(plain) if "." in plain else int(plain)


def _counted(dollars: Decimal) -> Decimal | int:
    """A sum of whole dollars as a whole number."""
    return int(dollars) if dollars == dollars.to_integral_value() else dollars


def _day(said: str) -> Any:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError:
        return said


def telling(facts: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The same facts with one more told, each where a facts file has it."""
    told = deepcopy(dict(facts))
    line, key = place(path)
    if line is not None:
        told[LINES][line][key] = value
        return told
    table, _, inner = key.partition(".")
    if inner and table in vocabulary().tables:
        told.setdefault(table, {})[inner] = value
    else:
        told[key] = value
    return told


def as_toml(facts: Mapping[str, Any]) -> str:
    """The facts as a facts file that gives the same answer, each line of the purchase below a [[lines]] of its own."""
    import tomli_w

    lines = facts.get(LINES)
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) and _plain(line) for line in lines):
        return WRITTEN + tomli_w.dumps(facts)
    above = tomli_w.dumps({key: value for key, value in facts.items() if key != LINES})
    return WRITTEN + above + "".join(f"\n[[{LINES}]]\n{tomli_w.dumps(line)}" for line in lines)


def _plain(line: Mapping[str, Any]) -> bool:
    """Whether no table stands inside a line: one written below it would end it."""
    inside = [part for value in line.values() for part in (value if isinstance(value, list) else [value])]
    return not any(isinstance(part, Mapping | list) for part in inside)
