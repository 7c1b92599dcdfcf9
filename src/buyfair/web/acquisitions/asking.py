"""The questions that a page puts: only what a rule still turns on, with why, the legal answers and the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from buyfair.cards.duties import line_name, question_on_page
from buyfair.cards.questions import EXPECTED, MOST_LINES, NO, YES, answer_of
from buyfair.cards.reasons import listed
from buyfair.judge.facts import CHOICE, COUNT, COUNTRIES, DAY, FLAG, GOOD, MONEY, PSC, WORDS, place
from buyfair.judge.judging import Judged
from buyfair.judge.seen import LINES
from buyfair.judge.told import NOT_SAID
from buyfair.knowledge import facts as f
from buyfair.knowledge.countries import countries, country
from buyfair.knowledge.goods import goods
from buyfair.purchase import Duties, vocabulary
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import changes
from buyfair.web.acquisitions.binding import NAMED, hanging
from buyfair.web.acquisitions.plain_words import ASIDE, FIRST, HELP, PLAIN, said

UNKNOWN = "unknown"
OTHERS = "may be more"
BESIDE = {f.REGIME.key: f.OVERHAUL_PARTS.key, f.LOCAL_DIRECTIVES.key: f.PERFORMED_IN.key}
"""Facts that are asked together with another one: no rule turns on them, and they help to answer it."""


@dataclass(frozen=True)
class Question:
    """One question as the form draws it; `values` are those chosen or typed.

    `later`: what was said where it was put off, or left open, before; `items`: what of the package waits on it.
    """

    path: str
    asks: str
    why: str
    rules: tuple[tuple[str, str], ...]
    drawn: str
    help: str
    source: str
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    later: str = ""
    wrong: str = ""
    datalist: str = ""
    items: tuple[str, ...] = ()
    aside: str = ""

    @property
    def id(self) -> str:
        """A name that a page can link to."""
        return "q-" + "".join(c if c.isalnum() else "-" for c in self.path)

    @property
    def value(self) -> str:
        """What stands in a box."""
        return self.values[0] if self.values else ""


def put(found: Duties, told: Mapping[str, Any], path: str, typed: Mapping[str, list[str]] | None = None,
        wrong: str = "", items: tuple[str, ...] = ()) -> Question:  # fmt: skip
    """One question, with what is told or was typed."""
    fact = vocabulary().fact(path)
    kind = fact.kind if fact is not None else COUNT
    hang = hanging(found, path)
    aside = "" if hang else ASIDE.get(path, "")
    rules = tuple((j.rule.row, j.rule.short or j.rule.title) for j in hang[:NAMED])
    why = _turning(hang)
    drawn, choices = _drawn(path, kind)
    held = changes.value_at(told, path)
    values = tuple(typed[path]) if typed is not None and path in typed else as_typed(held)
    return Question(
        path, _asks(found, path), why, rules, drawn, _help(path, kind, told),
        fact.cites if fact is not None else "FAR 1.108(c)", choices, values, later_of(told, path), wrong,
        {GOOD: "goods", COUNTRIES: "countries"}.get(kind, ""), items, aside,
    )  # fmt: skip


def _asks(found: Duties, path: str) -> str:
    """The question, where what the line is lets it be put more plainly."""
    line, key = place(path)
    lines = found.purchase.lines or ()
    plain = None if line is None or not lines else PLAIN.get((key, str(lines[line].get(f.ITEM.key))))
    if line is None or plain is None:
        return question_on_page(found, path)
    return plain if len(lines) < 2 else f"{line_name(found, line)}: {plain[:1].lower()}{plain[1:]}"


def _turning(hang: list[Judged]) -> str:
    """How many rules turn on a fact, and how many on nothing else, before they are named."""
    if not hang:
        return ""
    alone = sum(len(j.missing) == 1 for j in hang)
    if len(hang) == 1:
        return f"One rule turns on it, and on {'nothing else' if alone else 'other facts too'}:"
    beside = f"{alone} of them on nothing else" if alone else "and each on other facts too"
    return f"{len(hang)} rules turn on it, {beside}{'. Among them' if len(hang) > NAMED else ''}:"


def later_of(told: Mapping[str, Any], path: str) -> str:
    """What was said of a question that stays open; empty where nothing was."""
    held = changes.value_at(told, path)
    if path == f.REGIME.key and changes.value_at(told, BESIDE[path]) not in (None, NOT_SAID):
        return "You told single parts."
    if changes.left_open(held):
        return "You said that there may be more."
    return "It was left open: not known yet." if held == NOT_SAID else ""


def _drawn(path: str, kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    fact = vocabulary().fact(path)
    if kind == FLAG:
        return "one", (("yes", "Yes"), ("no", "No"))
    if kind == CHOICE and fact is not None:
        return "one", tuple((value, said(fact.key, value)) for value in sorted(fact.values, key=lambda v: FIRST.get(v, 9)))
    if kind == WORDS and fact is not None and fact.values:
        return "several", tuple((value, said(fact.key, value)) for value in fact.values)
    return ("day" if kind == DAY else "box"), ()


def _help(path: str, kind: str, told: Mapping[str, Any]) -> str:
    key = place(path)[1]
    if path == LINES:
        return f"A whole number from 1 to {MOST_LINES}. You can add and take away lines at any time."
    hows = {MONEY: "In dollars, such as 1,200,000.", COUNT: "A whole number.", DAY: "",
           COUNTRIES: "Names or codes, a semicolon (;) between several. Add ? where there may be more.",
           GOOD: "Begin to type: the names of the lists are offered.", PSC: "Four characters, such as 8405.",
           WORDS: "A semicolon (;) between several; none where there are none. ? where there may be more."}  # fmt: skip
    if _drawn(path, kind)[0] == "several":
        del hows[WORDS]  # nothing is typed
    return " ".join(part for part in (HELP.get(key, "").format(there=_there(told)), hows.get(kind, "")) if part)


def _there(told: Mapping[str, Any]) -> str:
    """The countries of performance by name, as far as they are told."""
    held = changes.value_at(told, f.PERFORMED_IN.key)
    found = [country(one) for one in (as_typed(held)[0].split("; ") if held else ())]
    names = [one.name for one in found if one is not None]
    return f"in {listed(names)}" if names else "in the country that you name below"


def as_typed(value: Any) -> tuple[str, ...]:
    """A told value as it stands in a form."""
    if value is None:
        return ()
    if value == NOT_SAID:
        return (UNKNOWN,)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list):
        parts = [str(v.get("country", "?")) if isinstance(v, Mapping) else str(v) for v in value]
        return ("; ".join(parts) or "none", *(parts or ("none",)))
    return (str(value),)


def one_of_two(given: list[str], held: Any) -> list[str]:
    """What was given, where an answer came together with “I do not know yet”.

    A tick that stood there from before gives way to the answer; one that is new takes back an answer that stood there as
    it was sent.

    Raises: InputRefusedError where both are new.
    """
    parts = [part for part in given if part.strip()]
    known = [part for part in parts if part.strip() != UNKNOWN]
    if not known or len(known) == len(parts):
        return given
    if held == NOT_SAID:
        return known
    if _apart(known) != _apart(as_typed(held)[:1]):
        raise InputRefusedError("An answer and “I do not know yet” were both given; expected one of the two; take the tick "
                                "away, or the answer.")  # fmt: skip
    return [UNKNOWN]


def _apart(given: Iterable[str]) -> set[str]:
    """The answers of a box or of several ticks, each by itself."""
    parts = {part.strip() for text in given for part in text.split(";")}
    return {NOT_SAID if part == OTHERS else part for part in parts if part}


def answered(path: str, given: list[str]) -> Any:
    """An answer of the form as the facts hold it; None where nothing was answered.

    Raises: InputRefusedError where it cannot be what the fact takes.
    """
    parts = [part.strip() for part in given if part.strip()]
    if not parts:
        return None
    if UNKNOWN in parts:
        return NOT_SAID
    fact = vocabulary().fact(path)
    text = "; ".join(OTHERS if part == OTHERS else part for part in parts).replace(OTHERS, NOT_SAID)
    if "\x00" in text:
        raise InputRefusedError("The answer holds a character that is none (NUL); expected plain words; type it anew.")
    if fact is not None and fact.kind == COUNTRIES:
        text = re.sub(r"\s+or\s+", "; ", text)  # no country's name holds the word
        _no_doubt(text)
    if fact is not None and fact.kind == FLAG and text.lower() not in (*YES, *NO):
        raise InputRefusedError(f"“{text[:60]}” is no answer to this; expected yes or no; choose one of the two.")
    value = answer_of(path, text)
    if fact is not None and fact.kind in (MONEY, COUNT, DAY) and value == text and not isinstance(value, int | Decimal):
        raise InputRefusedError(f"“{text[:60]}” was typed; expected {EXPECTED[fact.kind]}; type it anew.")
    return value


def _no_doubt(text: str) -> None:
    """Raises: InputRefusedError where a question mark stands behind a country, which may mean two things."""
    for part in (part.strip() for part in text.split(";")):
        if part.endswith("?") and part != NOT_SAID:
            name = part.rstrip("? ")
            raise InputRefusedError(f"“{part[:60]}” is a country with a question mark; expected countries with a semicolon (;) "
                                    f"between them, and ? by itself where there may be more; write “{name[:60]}” alone, or "
                                    f"“{name[:60]}; ?”.")  # fmt: skip


def plainly(refused: InputRefusedError, path: str) -> str:
    """A refusal of what was typed, without the name that the file of facts has for it."""
    said, before = str(refused), f"{path} is "
    if not said.startswith(before):
        return said
    given, _, expected = said.removeprefix(before).partition("; expected")
    given = f"“{given[1:-1]}”" if given.startswith('"') and given.endswith('"') else given
    return f"You gave {given}; expected{expected}"


def offered(datalists: set[str]) -> dict[str, list[str]]:
    """The names that boxes offer while somebody types."""
    found = {}
    if "goods" in datalists:
        found["goods"] = sorted(goods())
    if "countries" in datalists:
        found["countries"] = sorted(c.name for c in countries().values())
    return found
