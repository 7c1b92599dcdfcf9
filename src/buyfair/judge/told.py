"""Reads what a person told of a purchase: every key is known, of its type and possible, or one sentence says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from buyfair.judge.facts import (
    CHOICE,
    COUNT,
    COUNTRIES,
    DAY,
    FLAG,
    GOOD,
    LINE,
    MONEY,
    PSC,
    PURCHASE,
    TEXT,
    Fact,
    Interval,
    Purchase,
    Several,
)
from buyfair.terms.errors import InputRefusedError, refuse

LINES_KEY = "lines"
NOT_SAID = "?"
"""An element of a list that leaves it open; as a value of its own it says that the fact is not told."""
MOST_MONEY = Decimal(10) ** 16
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
STEP_KEYS = {"country", "tier", "step"}
MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class Naming:
    """How a name of the outside world is looked up: our name for it, and all names that there are.

    `find` gives None where there is none; `spellings` are searched for the nearest ones.
    """

    find: Callable[[str], str | None]
    spellings: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts that may be told, how names are looked up, and what one fact tells of another.

    `told_by`: for each fact that `derive` may fill, the facts that it looks at. `refuse_impossible` raises where told facts
    cannot both be true. `seen_in`: for each fact that is a name, by its key, all names with what `derive` sees in them.
    `spelled`: for a fact that lists words, by its key, how a word is spelled; a word that nobody knows stays as it is.
    """

    facts: tuple[Fact, ...]
    countries: Naming
    goods: Naming
    codes: Naming
    derive: Callable[[Purchase], Purchase]
    told_by: Mapping[str, tuple[Fact, ...]]
    refuse_impossible: Callable[[Purchase], None]
    seen_in: Callable[[], Mapping[str, Mapping[str, Hashable]]] = dict
    spelled: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Facts of the purchase that stand in a table of their own: `workforce.migrant` in `workforce`."""
        return tuple(sorted({f.key.partition(".")[0] for f in self.facts if f.of == PURCHASE and "." in f.key}))

    def fact(self, path: str) -> Fact | None:
        """The fact of a path such as `lines[2].cots`."""
        of, key = (LINE, path.partition("].")[2]) if path.startswith("lines[") else (PURCHASE, path)
        return self._of(of).get(key)

    def _of(self, of: str) -> dict[str, Fact]:
        return {f.key: f for f in self.facts if f.of == of}


def read_told(given: Mapping[str, Any], vocabulary: Vocabulary) -> Purchase:
    """A facts file as a purchase, with what its facts tell of each other.

    Raises: InputRefusedError, one sentence that names the key, what was given and the nearest that would do.
    """
    own = {f.key: f for f in vocabulary.facts if f.of == PURCHASE}
    flat = {k: v for k, v in given.items() if k != LINES_KEY and k not in vocabulary.tables}
    for table in vocabulary.tables:
        inner = given.get(table, {})
        inner = {} if inner == NOT_SAID else inner
        if not isinstance(inner, Mapping):
            raise _wrong(table, inner, "a table of facts", f"write [{table}] with one fact a line below it")
        inside = {f"{table}.{key}": value for key, value in inner.items()}
        if twice := sorted(flat.keys() & inside.keys()):
            raise refuse(f"{twice[0]} is told twice", "each fact once", f"keep it in [{table}]")
        flat |= inside
    told = _told(flat, own, vocabulary, None, {f.key for f in vocabulary.facts if f.of == LINE})
    purchase = Purchase(told, _lines(given.get(LINES_KEY), vocabulary, set(own)))
    vocabulary.refuse_impossible(purchase)
    return vocabulary.derive(purchase)


def _lines(given: Any, vocabulary: Vocabulary, elsewhere: set[str]) -> tuple[dict[str, Any], ...] | None:
    if given is None or given == NOT_SAID:
        return None
    if not isinstance(given, list) or not all(isinstance(line, Mapping) for line in given):
        raise _wrong(LINES_KEY, given, "one table per line", "write [[lines]] above the facts of each line")
    if len(given) > MOST_LINES:
        raise refuse(f"{LINES_KEY} holds {len(given):,} lines", f"at most {MOST_LINES:,}", "tell like lines together")
    of_line = {f.key: f for f in vocabulary.facts if f.of == LINE}
    return tuple(_told(line, of_line, vocabulary, n, elsewhere) for n, line in enumerate(given)) or None


def _told(
    given: Mapping[str, Any], facts: Mapping[str, Fact], vocabulary: Vocabulary, line: int | None, elsewhere: set[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in given.items():
        path = key if line is None else f"lines[{line + 1}].{key}"
        fact = facts.get(key)
        if fact is None:
            raise _unknown(path, key, facts, elsewhere, () if line is not None else (LINES_KEY, *vocabulary.tables))
        if value != NOT_SAID:
            found[key] = read_value(fact, value, path, vocabulary)
    return found


def _unknown(
    path: str, key: str, facts: Mapping[str, Fact], elsewhere: set[str], tables: tuple[str, ...]
) -> InputRefusedError:
    """The refusal of a key; `tables` are those that stand beside the facts of a purchase, none beside those of a line."""
    if key in elsewhere:
        mend = "put it below [[lines]]" if tables else "put it above the first [[lines]]"
        where = "the purchase" if not tables else "a line"
        return refuse(f"{path} stands in the wrong place", f"it among the facts of {where}", mend)
    near = get_close_matches(key, [*facts, *tables], n=1, cutoff=0.5)
    beside = f" and the tables {', '.join(tables)}" if tables else ""
    close = f"the nearest is {near[0]}" if near else f"the facts are {', '.join(sorted(facts))}{beside}"
    return refuse(f"{_one_line(path)} is no fact of {'a purchase' if tables else 'a line'}", "a known key", close)


def read_value(fact: Fact, given: Any, path: str, vocabulary: Vocabulary) -> Any:
    """One value as the engine holds it.

    Raises: InputRefusedError where it has the wrong type, is negative, impossible, or names nothing that exists.
    """
    if fact.kind == FLAG:
        if not isinstance(given, bool):
            raise _wrong(path, given, "true or false", f"write {fact.key} = true or {fact.key} = false, without quotes")
        return given
    if fact.kind == CHOICE:
        return _choice(fact, given, path)
    if fact.kind in (MONEY, COUNT):
        return _number(fact, given, path)
    if fact.kind == DAY:
        return _day(given, path)
    if fact.kind == TEXT:
        if isinstance(given, bool) or isinstance(given, str) and given.strip():
            return given
        raise _wrong(path, given, "words", "write them in quotes")
    if fact.kind == GOOD:
        return _named(given, path, vocabulary.goods, "the name of a good", 3)
    if fact.kind == PSC:
        short = isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= 9999
        text = f"{given:04d}" if short else given
        return _named(text, path, vocabulary.codes, "a product or service code of four characters", 3)
    return _several(fact, given, path, vocabulary)


def _choice(fact: Fact, given: Any, path: str) -> str:
    if isinstance(given, str) and given in fact.values:
        return given
    near = get_close_matches(str(given).lower(), fact.values, n=1, cutoff=0.4) if isinstance(given, str) else []
    mend = f'the nearest is "{near[0]}"' if near else f'write {fact.key} = "{fact.values[0]}" or another of these'
    raise _wrong(path, given, " or ".join(f'"{v}"' for v in fact.values), mend)


def _number(fact: Fact, given: Any, path: str) -> Interval:
    plain = "dollars as a plain number such as 1200000 or 1200000.50" if fact.kind == MONEY else "a whole number"
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        raise _wrong(path, given, plain, "write it without quotes, commas or a dollar sign")
    number = Decimal(given)
    if not number.is_finite():
        raise _wrong(path, given, plain, "leave the fact out where it is not known")
    if number < 0:
        positive = number.copy_negate()
        raise _wrong(
            path, given, f"{plain}, zero or more", f"the nearest is {positive}, or leave it out where not known"
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < (-2 if fact.kind == MONEY else 0):
        whole = f"{number:.2f}" if fact.kind == MONEY else f"{number:.0f}"
        raise _wrong(path, given, "at most two decimals" if fact.kind == MONEY else plain, f"the nearest is {whole}")
    if number >= MOST_MONEY:
        raise _wrong(path, given, f"a number below {MOST_MONEY:,}", "check the number of zeros")
    return Interval(number, number)


def _day(given: Any, path: str) -> date:
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise _wrong(path, given, "a day of the calendar such as 2026-04-01", "check month and day") from None
    if isinstance(given, datetime) or not isinstance(given, date):
        raise _wrong(path, given, "a day such as 2026-04-01", "write year, month and day, and no hour")
    if not FIRST_DAY <= given < LAST_DAY:
        raise _wrong(path, given, f"a day from {FIRST_DAY} to {LAST_DAY}", "check the year")
    return given


def _named(given: Any, path: str, naming: Naming, what: str, nearest: int) -> str:
    if not isinstance(given, str) or not given.strip():
        raise _wrong(path, given, what, "write it in quotes")
    found = naming.find(given)
    if found is not None:
        return found
    spelled = {spelling.lower(): spelling for spelling in naming.spellings()}
    near = [spelled[n] for n in get_close_matches(given.strip().lower(), spelled, n=nearest, cutoff=0.0)]
    raise _wrong(path, given, what, f"the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}")


def _several(fact: Fact, given: Any, path: str, vocabulary: Vocabulary) -> Several:
    if not isinstance(given, list):
        raise _wrong(path, given, "a list", f'write {fact.key} = [...], with an element "?" where it is not whole')
    items: list[str] = []
    closed = True
    for element in given:
        said = _country_of(element, path) if isinstance(element, Mapping) and fact.kind == COUNTRIES else element
        if said == NOT_SAID:
            closed = False
            continue
        if fact.kind == COUNTRIES:
            items.append(_named(said, path, vocabulary.countries, "a country", 1))
        elif not isinstance(said, str) or not said.strip():
            raise _wrong(
                path, element, "words in quotes", 'write each element in quotes, "?" for one that is not known'
            )
        elif fact.values and said not in fact.values:
            near = get_close_matches(said, fact.values, n=1, cutoff=0.0)
            raise _wrong(path, said, " or ".join(fact.values), f"the nearest is {near[0]}")
        else:
            items.append(vocabulary.spelled.get(fact.key, str)(said))
    if fact.kind == COUNTRIES and not given:
        raise _wrong(path, given, "at least one country", 'write "?" for one that is not known, or leave the fact out')
    return Several(tuple(dict.fromkeys(items)), closed)


def _country_of(element: Mapping[str, Any], path: str) -> Any:
    """The country of a step told as a table."""
    strange = sorted(set(element) - STEP_KEYS)
    if strange or "country" not in element:
        raise _wrong(f"{path}.{strange[0]}" if strange else path, element.get(strange[0]) if strange else dict(element),
                     'a step such as {country = "BGD", tier = 1, step = "sewing"}', "leave out what is not known")  # fmt: skip
    return element["country"]


def _wrong(path: str, given: Any, expected: str, mend: str) -> InputRefusedError:
    told = f'"{given}"' if isinstance(given, str) else str(given).lower() if isinstance(given, bool) else str(given)
    shown = _one_line({"Infinity": "inf", "-Infinity": "-inf", "NaN": "nan"}.get(told, told))
    return refuse(f"{_one_line(path)} is {shown}", expected, mend)


def _one_line(said: str) -> str:
    whole = " ".join("".join(c if c.isprintable() else " " for c in said[:400]).split())
    return whole if len(whole) <= 80 else whole[:77] + "..."
