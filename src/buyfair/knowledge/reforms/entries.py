"""Reads one table of a reform file key by key: what is wrong is refused in one sentence with the nearest that would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from buyfair.judge.told import LAST_DAY
from buyfair.terms.errors import InputRefusedError, refuse

MOST_MONEY = Decimal(10) ** 15
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file. `at` names it in sentences: the file, then the path such as `duty[1]`."""

    file: str
    path: str
    given: Mapping[str, Any]

    def at(self, key: str) -> str:
        """Where a key stands, as a sentence names it."""
        return f"{self.file}: {self.path}.{key}" if self.path else f"{self.file}: {key}"

    def only(self, keys: Collection[str]) -> Entry:
        """The same table. Raises: InputRefusedError for a key that nothing reads."""
        for key in self.given:
            if key not in keys:
                near = get_close_matches(key, sorted(keys), n=1, cutoff=0.5)
                mend = f"the nearest is {near[0]}" if near else f"the keys are {', '.join(sorted(keys))}"
                where = f"{self.file}: {one_line(self.path + '.' if self.path else '')}{one_line(key)}"
                raise refuse(f"{where} is no key of {self.path.partition('[')[0] or 'a reform'}", "a known key", mend)
        return self

    def tells(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.given

    def wrong(self, key: str, expected: str, mend: str) -> InputRefusedError:
        """The refusal of a key's value."""
        return refuse(f"{self.at(key)} is {shown(self.given.get(key))}", expected, mend)

    def text(self, key: str, without: str | None = None) -> str:
        """Words. Without the key: `without`, or a refusal where the key must be there."""
        if key not in self.given and without is not None:
            return without
        if key not in self.given:
            raise refuse(f"{self.at(key)} is not told", "words", f'write {key} = "..."')
        said = self.given[key]
        if not isinstance(said, str) or not (said.strip() or without == said):
            raise self.wrong(key, "words", "write them in quotes")
        return said.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, empty where it is left out; one word alone is a list of one."""
        said = self.given.get(key, [])
        said = [said] if isinstance(said, str) else said
        if not isinstance(said, list) or not all(isinstance(s, str) and s.strip() for s in said):
            raise self.wrong(key, "a list of words", f'write {key} = ["...", "..."]')
        if said and len(set(said)) < len(said):
            raise self.wrong(key, "each once", "leave the second out")
        return tuple(s.strip() for s in said)

    def flag(self, key: str) -> bool:
        """Yes or no; no where it is left out."""
        said = self.given.get(key, False)
        if not isinstance(said, bool):
            raise self.wrong(key, "true or false", f"write {key} = true, without quotes")
        return said

    def number(self, key: str, expected: str, most: Decimal, decimals: int = 2) -> Decimal:
        """A number from zero to `most`, with at most so many decimals."""
        if key not in self.given:
            raise refuse(f"{self.at(key)} is not told", expected, f"write {key} = ... as a plain number")
        return self._number(key, self.given[key], expected, most, decimals)

    def numbers(self, key: str, expected: str) -> tuple[Decimal, ...]:
        """A list of numbers, each as above."""
        said = self.given[key]
        if not isinstance(said, list):
            raise self.wrong(key, expected, f"write {key} = [..., ..., ...]")
        return tuple(self._number(key, n, expected, MOST_MONEY, 2) for n in said)

    def _number(self, key: str, said: Any, expected: str, most: Decimal, decimals: int) -> Decimal:
        where = f"{self.at(key)} is {shown(said)}"
        if isinstance(said, bool) or not isinstance(said, int | Decimal) or not Decimal(said).is_finite():
            raise refuse(where, expected, "write it without quotes, commas or signs")
        number = Decimal(said)
        if number < 0:
            raise refuse(where, f"{expected}, zero or more", f"the nearest is {-number}")
        if number > most:
            raise refuse(where, expected, f"the largest is {most:,}")
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -decimals and number != number.quantize(Decimal(1).scaleb(-decimals)):
            raise refuse(where, f"{expected}, at most {decimals} decimals", f"the nearest is {number:.{decimals}f}")
        return number

    def day(self, key: str) -> date | None:
        """A day; None where it is left out."""
        said = self.given.get(key)
        if said is None:
            return None
        if isinstance(said, datetime) or not isinstance(said, date):
            raise self.wrong(key, "a day such as 2027-01-01", "write year, month and day, without quotes and without an hour")
        if said > LAST_DAY:
            raise self.wrong(key, f"a day before {LAST_DAY}", "check the year")
        return said

    def one_of(self, key: str, names: Collection[str], what: str, without: str | None = None) -> str:
        """One name of a closed list."""
        if key not in self.given and without is not None:
            return without
        said = self.text(key)
        if said not in names:
            raise self.wrong(key, what, nearest(said, names))
        return said

    def named(self, key: str, names: Mapping[str, str], what: str) -> tuple[str, ...]:
        """Names that people write in several ways, as ours; empty where the key is left out.

        Raises: InputRefusedError for an empty list, or for a name that does not exist.
        """
        found: list[str] = []
        for said in self.texts(key):
            ours = names.get(said.lower())
            if ours is None:
                raise refuse(f"{self.at(key)} names {shown(said)}", what, nearest(said.lower(), names))
            found.append(ours)
        if key in self.given and not found:
            raise self.wrong(key, f"at least one {what.partition(' ')[2] or what}", "leave the key out where any counts")
        return tuple(dict.fromkeys(found))

    def tables(self, key: str, keys: Collection[str], most: int | None = None) -> tuple[Entry, ...]:
        """The tables below a key, each with known keys only."""
        said = self.given.get(key, [])
        if not isinstance(said, list) or not all(isinstance(entry, Mapping) for entry in said):
            raise self.wrong(key, f"tables under [[{key}]]", f"write [[{key}]] above the keys of each")
        if most is not None and len(said) > most:
            raise refuse(f"{self.file} holds [[{key}]] {len(said)} times", "it once at most", "try each in a file of its own")
        return tuple(Entry(self.file, f"{key}[{n}]", entry).only(keys) for n, entry in enumerate(said, 1))


def nearest(said: str, names: Collection[str]) -> str:
    """How to mend a name: the nearest ones that exist, at least one."""
    held = sorted(names)
    near = get_close_matches(said, held, n=NEAREST, cutoff=0.6) or get_close_matches(said, held, n=1, cutoff=0.0)
    if not near:
        return "none exists"
    return f"the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}"


def shown(said: Any) -> str:
    """A value as one short line."""
    if isinstance(said, str):
        return f'"{one_line(said)}"'
    if isinstance(said, Sequence | Mapping):
        return one_line(f"{'a list' if isinstance(said, Sequence) else 'a table'} of {len(said)}")
    return one_line(str(said).lower() if isinstance(said, bool) else str(said))


def one_line(said: str) -> str:
    """Words of a stranger's file as at most 80 printable signs."""
    whole = " ".join("".join(c if c.isprintable() else " " for c in said[:400]).split())
    return whole if len(whole) <= 80 else whole[:77] + "..."
