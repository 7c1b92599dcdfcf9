"""The amounts that the law changes by date: each with its value on a day, its history, and the rules that compare with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from buyfair import catalogue
from buyfair.cards.clauses import money
from buyfair.cards.page import Card, Grid, Item, Items, Section
from buyfair.cards.rules import amount_table
from buyfair.judge.amounts import MARKS, Amount, AmountVersion
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse

NOT_HELD = "not held for that day"


def amounts_index(day: date) -> Card:
    """Every amount with what it is on a day."""
    held = tuple(catalogue.amounts().values())
    told = sum(amount.on(day) is not None for amount in held)
    rows = tuple((f"`{a.name}`", a.title, value_on(a, day), *_by(a, day)) for a in held)
    head = ("name", "title", "value", "from", "citation and sentence")
    said = f"On {day} {told} of {len(held)} amounts are told"
    said += "." if told == len(held) else "; the others are not held for that day."
    return Card("", f"Amounts on {day}", (said,), "", (), (Section(f"In force on {day}", (Grid(head, rows, True),)),))


def amount_card(amount: Amount, day: date) -> Card:
    """One amount: its value on a day, all values with their sentences, and what turns on it."""
    found = amount.on(day)
    said = f"On {day}: {value_on(amount, day)}"
    said += f", since {found.first} ({found.cites}; {MARKS[found.mark]})." if found is not None else "."
    history = Section("Every value held", tuple(amount_table(amount.name)))
    return Card(amount.name, f"{amount.title} (`{amount.name}`)", (f"Unit: {amount.unit}.",), said, (), (
        history, *_turns(amount.name)))  # fmt: skip


def found_amount(given: str) -> Amount:
    """The amount of a name, whatever its case.

    Raises: InputRefusedError naming the nearest one.
    """
    held = catalogue.amounts()
    wanted = "_".join(given.strip().upper().replace("-", " ").split())
    if wanted in held:
        return held[wanted]
    near = get_close_matches(wanted, held, n=1, cutoff=0.0)[0]
    said = " ".join(given.split())[:60]
    raise refuse(f'"{said}" is no amount', "a name such as MPT", f"the nearest is {near}")


def value_on(amount: Amount, day: date) -> str:
    """The value of a day in words; where it is not held, that and why."""
    version = amount.on(day)
    return why_not_held(amount, day) if version is None else valued(amount, version)


def valued(amount: Amount, version: AmountVersion) -> str:
    """A value with its unit."""
    return money(version) if amount.in_dollars else f"{money(version)} {amount.unit}"


def why_not_held(amount: Amount, day: date) -> str:
    """Why no value answers for a day."""
    first, last = amount.versions[0], amount.versions[-1]
    if day < first.first:
        return f"{NOT_HELD}: no value before {first.first} was read"
    return f"{NOT_HELD}: the value last read answers through {last.holds_until}"


def answer_on(amount: Amount, day: date) -> Answer:
    """Whether the value of a day is told."""
    return Answer.UNKNOWN if amount.on(day) is None else Answer.YES


def _by(amount: Amount, day: date) -> tuple[str, str]:
    version = amount.on(day)
    if version is None:
        return "", ""
    return f"{version.first}", f'{version.cites} ({MARKS[version.mark]}): "{version.quote}"'


def _turns(name: str) -> Iterator[Section]:
    """The rules that compare with an amount, and the ready reforms that change it."""
    if rules := [r for r in catalogue.rules() if name in r.compares_with]:
        yield Section("Rules that compare with it", (Items(tuple(Item(f"{r.row} ({r.result}): {r.title}") for r in rules)),))
    if tried := [r for r in catalogue.reforms() if any(a.name == name for a in r.amounts)]:
        yield Section("Ready reforms that change it", (Items(tuple(Item(f"`{r.name}`: {r.title}") for r in tried)),))
