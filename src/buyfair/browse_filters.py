"""What the awards of a portfolio can be filtered by: each field with what it means, and how an address writes it.

Values of one field are alternatives, fields restrict one another. `not-recorded` stands for what no award says. A value
that names nothing is refused in a sentence with what was given, what was expected and what is nearest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache

from buyfair import catalogue
from buyfair.knowledge.countries import countries, country
from buyfair.knowledge.goods import good_named, goods
from buyfair.knowledge.states import state, states
from buyfair.purchase import vocabulary
from buyfair.reach import STATES, looking
from buyfair.records.exposures import EXPOSURE_REASONS
from buyfair.terms.exposure import AWARD_CLASSES, OUTSIDE_SECTORS, SECTORS
from buyfair.terms.harm import Harm

NOT_RECORDED = "not-recorded"
"""How an address says: not recorded."""
MOST_VALUES, LONGEST = 50, 200
"""Values of one field, and characters of one value, that are looked at."""

Values = tuple[str | None, ...]
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: per field the values of which an award must have one; () asks nothing. None is: not recorded.

    Everything that a line tells is that of the award's largest line. The order of values changes nothing.
    """

    agency: Values = ()
    sector: Values = ()
    good: Values = ()
    country: Values = ()
    harm: Values = ()
    supplier: Values = ()
    vehicle: Values = ()
    state: Values = ()
    performed_in: Values = ()
    abroad: Values = ()
    year: Values = ()
    class_: Values = ()
    text: Values = ()
    reason: Values = ()
    psc: Values = ()
    reach: Values = ()
    duty: Values = ()
    waits: Values = ()
    indicator: Values = ()
    decision: Values = ()
    flow: Values = ()
    award: Values = ()

    def __post_init__(self) -> None:
        for one in fields(self):
            told = set(getattr(self, one.name))
            object.__setattr__(self, one.name, tuple(sorted(told, key=lambda v: (v is None, v or ""))))

    def asked(self) -> dict[str, Values]:
        """The fields that ask something, by the name that an address gives them."""
        return {_in_address(f.name): getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def pairs(self) -> list[tuple[str, str]]:
        """Field and value, one pair a value, as an address writes them; `parse` gives the same filters back."""
        return [(name, NOT_RECORDED if v is None else v) for name, values in self.asked().items() for v in values]

    def query(self) -> str:
        """The part of an address behind its question mark."""
        return "&".join(f"{name}={_escaped(value)}" for name, value in self.pairs())

    def having(self, **more: Values) -> Filters:
        """These filters with other values of some fields."""
        return replace(self, **{_as_field(name): values for name, values in more.items()})

    def __bool__(self) -> bool:
        return bool(self.asked())


def _in_address(name: str) -> str:
    return name.rstrip("_")


def _as_field(name: str) -> str:
    return "class_" if name == "class" else name


def _escaped(value: str) -> str:
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return "".join(chr(b) if b in plain else f"%{b:02X}" for b in value.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to filter by: its title, what it means, what is expected, and how a value is read.

    `read` gives the value in our own spelling, or None where it names nothing; `known` are values to name the nearest of.
    """

    name: str
    title: str
    says: str
    expected: str
    read: Callable[[str], str | None]
    known: Callable[[], Sequence[str]] = tuple
    may_be_silent: bool = True
    shown: bool = True
    """Whether a person chooses it from a list; else a figure leads to it."""


def _any(value: str) -> str | None:
    return value


def _among(known: Callable[[], Sequence[str]]) -> Callable[[str], str | None]:
    return lambda value: value if value in known() else None


def _good(value: str) -> str | None:
    found = good_named(value)
    return None if found is None else found.name


def _country(value: str) -> str | None:
    found = country(value)
    return value if value in countries() else None if found is None else found.code


def _more_closely(known: Callable[[], Sequence[str]], how: Sequence[str], bare: bool) -> Callable[[str], str | None]:
    """A value of a closed list, with how it is meant behind a colon."""

    def read(value: str) -> str | None:
        name, apart, meant = value.partition(":")
        return value if name in known() and (meant in how if apart else bare) else None

    return read


def _matching(pattern: str) -> Callable[[str], str | None]:
    return lambda value: value if re.fullmatch(pattern, value, re.ASCII) else None


def _harms() -> Sequence[str]:
    return tuple(Harm)


def _classes() -> Sequence[str]:
    return ("matched", "possible", *AWARD_CLASSES[1:])


def _sectors() -> Sequence[str]:
    return (*SECTORS, OUTSIDE_SECTORS)


def _places() -> Sequence[str]:
    return tuple(sorted(countries()))


def _goods() -> Sequence[str]:
    return tuple(sorted(goods()))


def _states() -> Sequence[str]:
    return tuple(sorted(states()))


@cache
def _codes() -> Sequence[str]:
    return tuple(i.code for i in catalogue.indicators())


@cache
def _duties() -> Sequence[str]:
    return tuple(rule.row for rule in looking())


@cache
def _facts() -> Sequence[str]:
    return tuple(sorted({fact.key for fact in vocabulary().facts}))


_OF_LARGEST = "of the award's largest line"
FIELDS: Mapping[str, Field] = {
    f.name: f
    for f in (
        Field("agency", "Agency", f"The buying department or agency, {_OF_LARGEST}.", "the name of an agency", _any),
        Field("sector", "Sector", f"The sector {_OF_LARGEST}; none is everything outside the five.", "a sector",
              _among(_sectors), _sectors, may_be_silent=False),
        Field("good", "Good", f"The principal good {_OF_LARGEST}.", "a good as buyfair names it", _good, _goods),
        Field("country", "Country of origin", f"The origin recorded for the goods {_OF_LARGEST}; services have none.",
              "a country, such as THA", _country, _places),
        Field("harm", "Harm", "A harm that a list names for the goods of a line that counts: the place met (matched), or may "
              "(possible). One award may stand under several.", "a harm",
              _more_closely(_harms, ("matched", "possible"), True), _harms),
        Field("supplier", "Supplier", f"The supplier {_OF_LARGEST}: its UEI, its name as written where it has none, or words "
              "of its name.", "a UEI or words of a name", _any),
        Field("vehicle", "Vehicle", "The contract or agreement under which orders are placed: its PIID, with the code of its "
              "agency behind a colon.", "a PIID, such as ZZ70Z024D00000860:7008", _any),
        Field("state", "State of the supplier", f"The state of the supplier's address, {_OF_LARGEST}.", "a state, such as TX",
              state, _states),
        Field("performed_in", "State of performance",
              f"The state where the work is done or the goods are delivered, {_OF_LARGEST}.", "a state, such as TX",
              state, _states),
        Field("year", "Fiscal year", "The fiscal year (from 1 October) of the award's first action in these files.",
              "a year, such as 2025", _matching(r"(19|20|21)\d\d"), may_be_silent=False),
        Field("class", "Class", "The class of the award: the highest of its lines that carry dollars.", "a class of exposure",
              _among(_classes), _classes, may_be_silent=False),
        Field("text", "Words", "Words that all stand in the award's id, its supplier's name, or the description of its largest "
              "line.", "words", _any, may_be_silent=False, shown=False),
        Field("abroad", "Place of performance", f"The country where the work is done, {_OF_LARGEST}.", "a country, such as THA",
              _country, _places, shown=False),
        Field("reason", "Reason for the class", "Why the award stands in its class.", "a reason of a class",
              _among(lambda: tuple(EXPOSURE_REASONS)), lambda: tuple(EXPOSURE_REASONS), may_be_silent=False, shown=False),
        Field("psc", "Product code", f"The product or service code {_OF_LARGEST}.", "a code of four signs, such as 8405",
              lambda v: v.upper() if re.fullmatch(r"[A-Za-z0-9]{4}", v, re.ASCII) else None, shown=False),
        Field("reach", "Where the law looks", "Whether a duty that looks at the making reaches the award.", "a state of reach",
              _among(lambda: STATES), lambda: STATES, may_be_silent=False, shown=False),
        Field("duty", "Rule and its answer", "A rule that looks at the making, and what it says of the award: yes, no, or "
              "unknown.", "a rule and its answer, such as TIP-04:yes",
              _more_closely(_duties, ("yes", "no", "unknown"), False), _duties, may_be_silent=False, shown=False),
        Field("waits", "Waits for", "A fact that is not told, for which a rule waits that looks at the making.",
              "a fact as a facts file names it, such as cots", _among(_facts), _facts, may_be_silent=False, shown=False),
        Field("indicator", "Indicator", "An indicator and what it said of the award: yes, no, unknown, or - where the question "
              "does not apply.", "an indicator and its answer, such as origin_not_told:yes",
              _more_closely(_codes, ("yes", "no", "unknown", "-"), False), _codes, may_be_silent=False, shown=False),
        Field("decision", "Decision ahead", "The month of the next recorded decision; * is any.", "a month, such as 2026-03",
              _matching(r"\*|\d{4}-(0[1-9]|1[0-2])"), shown=False),
        Field("flow", "Band", "One band of the flows, from origin through good to agency.", "a band, as a figure names it",
              _matching(r"[^|]*(\|[^|]*){5}\|.*"), may_be_silent=False, shown=False),
        Field("award", "Award", "One award by its id.", "the id of an award", _any, may_be_silent=False, shown=False),
    )
}  # fmt: skip
"""Every field by the name that an address gives it, in the order in which a page shows them."""


def parse(given: Pairs) -> tuple[Filters, list[str]]:
    """The filters that pairs of an address ask for, and a sentence for each value that names nothing.

    Keys that are no field are the page's own. A value that is refused filters nothing: the page must show its sentence.
    """
    found: dict[str, list[str | None]] = {}
    refused: list[str] = []
    for name, value in given:
        if name not in FIELDS or not (said := _plain(value)):
            continue
        held = found.setdefault(name, [])
        if len(held) >= MOST_VALUES:
            refused.append(
                f"{FIELDS[name].title} has more than {MOST_VALUES} values; expected at most so many; leave some out."
            )
            break
        for read in _read(FIELDS[name], said, refused):
            held.append(read)
    return Filters(**{_as_field(name): tuple(values) for name, values in found.items()}), refused


def _plain(value: str) -> str:
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


def _read(field: Field, said: str, refused: list[str]) -> Iterator[str | None]:
    if said == NOT_RECORDED and field.may_be_silent:
        yield None
        return
    if len(said) > LONGEST:
        refused.append(f"{field.title} has {len(said)} characters; expected at most {LONGEST}; shorten it.")
        return
    value = field.read(said)
    if value is None:
        refused.append(_refusal(field, said))
    else:
        yield value


def _refusal(field: Field, said: str) -> str:
    near = get_close_matches(said, field.known(), n=3, cutoff=0.4)
    shown = said if len(said) <= 60 else f"{said[:57]}..."
    nearest = f"the nearest are {', '.join(near)}" if near else "leave it out to ask for all"
    return f'{field.title} "{shown}" names nothing; expected {field.expected}; {nearest}.'
