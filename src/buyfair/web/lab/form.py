"""The form of a reform of one's own: what may be typed, what was typed, and the reform's file that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from buyfair import catalogue
from buyfair.cards import words
from buyfair.cards.reform_words import INSTRUMENTS, fact_words
from buyfair.intake.facts_file import REFORM, parse_facts
from buyfair.judge.amounts import MARKS
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.harm import Harm
from buyfair.web.lab.asked import OWN
from buyfair.web.lab.toml import toml

TEXT, AREA, CHOICE, CHECKS, FLAG, LIST = "text", "area", "choice", "checks", "flag", "list"
NUMBER, DAY, WORDS = "number", "day", "words"
MOST_ROWS = {"amount": 8, "ignore": 12, "duty": 6, "preference": 1, "fee": 1}
"""How many of each the form holds; a file may hold more."""
Choices = Sequence[tuple[str, str]]
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of the form: its key in the file, its label, how it is drawn, what it is read as."""

    key: str
    label: str
    hint: str = ""
    drawn: str = TEXT
    read: str = WORDS
    choices: str = ""


TOP = (
    Spec("title", "Title", "What the reform is called, in one line"),
    Spec("instrument", "Instrument", "By which instrument it would become law", CHOICE, choices="instrument"),
    Spec("words", "Draft words", "The text that would be enacted or signed", AREA),
    Spec("source", "Source", "Whose proposal it is, such as “our own”"),
)
ROWS: Mapping[str, tuple[Spec, ...]] = {
    "amount": (
        Spec("name", "Amount of the law", "", CHOICE, choices="amount"),
        Spec("value", "New value", "A plain number, such as 250000", read=NUMBER),
        Spec("from", "From this day on", "Such as 2027-01-01. Empty: as if it had always been so", read=DAY),
    ),
    "ignore": (
        Spec("rule", "Rule", "Its row, such as TIP-04", choices="rule"),
        Spec("fact", "Fact that no longer releases from it", "Such as cots", choices="fact"),
    ),
    "duty": (
        Spec("id", "Short name", "Small letters, digits and hyphens, such as conduct-code"),
        Spec("title", "Title of the duty", "Empty: what is to be done"),
        Spec("owed_by", "Who owes it", "Such as contractor, offeror, contracting officer"),
        Spec("then", "What is to be done", "", AREA),
        Spec("sectors", "Sectors", "None chosen: any", CHECKS, LIST, "sector"),
        Spec("goods", "Goods", "Names as the lists have them, one on each line", AREA, LIST),
        Spec("psc", "Product codes", "Such as 6515, or 65* for a group; commas between", TEXT, LIST),
        Spec("origins", "Countries of origin", "Names or codes of three letters, one on each line", AREA, LIST),
        Spec("listed", "Only where good and origin are listed for", "", CHECKS, LIST, "harm"),
        Spec("components", "A listed main material counts, too", "", FLAG, FLAG),
        Spec("agencies", "Only where bought by", "None chosen: any", CHECKS, LIST, "agency"),
        Spec("above", "Only above so many dollars", "A plain number. Empty: any value", read=NUMBER),
        Spec("subcontracts", "It flows down to subcontracts", "", FLAG, FLAG),
        Spec("from", "From this day on", "Such as 2027-01-01. Empty: as if it had always been so", read=DAY),
    ),
    "preference": (
        Spec("percent", "Percent that an offer may cost more", "From 0 to 100", read=NUMBER),
        Spec("for", "For these sectors or goods", "One on each line", AREA, LIST),
    ),
    "fee": (
        Spec("basis_points", "Basis points of what is obligated", "100 basis points are one percent", read=NUMBER),
        Spec("for", "For these sectors or goods", "One on each line", AREA, LIST),
        Spec("visit_cost", "Dollars for one visit of a site", "Low, middle and high, with blanks between. Empty: not told",
             read="numbers"),
        Spec("source", "Where that cost comes from"),
        Spec("mark", "Was it read?", "", CHOICE, choices="mark"),
    ),
}  # fmt: skip
REST, FILE = "rest", "text"
"""The fields that hold what the form has no field for, and a whole file, as text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field on the page, with what was typed into it."""

    spec: Spec
    name: str
    values: tuple[str, ...]
    choices: Choices
    wrong: bool = False

    @property
    def value(self) -> str:
        """What was typed, of a field that takes one thing."""
        return self.values[-1] if self.values else ""

    @property
    def joined(self) -> str:
        """What was typed, in one line."""
        return (" " if self.spec.read == "numbers" else ", ").join(self.values)

    @property
    def unlisted(self) -> bool:
        """Whether what was sent is none of the choices: it is kept, and refused with its own sentence."""
        return bool(self.value) and all(self.value != value for value, _ in self.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the reform: its number on the page, from 1, and its fields."""

    kind: str
    number: int
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """What was typed, by the names of the fields; `counts`: rows on the page of each kind."""

    typed: Typed
    counts: Mapping[str, int]
    wrong: str = ""

    def one(self, name: str) -> str:
        """What was typed into one field."""
        values = self.typed.get(name, ())
        return values[-1] if values else ""

    def top(self) -> list[Field]:
        """The fields that every reform has."""
        return [self._field(spec, spec.key) for spec in TOP]

    def rows(self, kind: str) -> list[Row]:
        """The rows of one kind."""
        return [Row(kind, n, tuple(self._field(spec, f"{kind}-{n}-{spec.key}") for spec in ROWS[kind]))
                for n in range(1, self.counts[kind] + 1)]  # fmt: skip

    def _field(self, spec: Spec, name: str) -> Field:
        choices, values = _choices()[spec.choices] if spec.choices else (), tuple(self.typed.get(name, ()))
        if spec.drawn == CHECKS:  # a name that is none is kept, and refused with its own sentence
            held = {value for value, _ in choices}
            choices = [*choices, *((value, value) for value in dict.fromkeys(values) if value and value not in held)]
        return Field(spec, name, values, choices, name == self.wrong)

    # Rows come and go

    def with_row(self, kind: str) -> Form:
        """One more row, empty; no more than the form holds."""
        more = min(self.counts[kind] + 1, MOST_ROWS[kind])
        return Form(self.typed, {**self.counts, kind: more})

    def without_row(self, kind: str, number: int) -> Form:
        """Without one row; those after it move up."""
        typed = {name: values for name, values in self.typed.items() if not name.startswith(f"{kind}-")}
        others = [n for n in range(1, self.counts[kind] + 1) if n != number]
        for new, old in enumerate(others, 1):
            for spec in ROWS[kind]:
                if (values := self.typed.get(f"{kind}-{old}-{spec.key}")) is not None:
                    typed[f"{kind}-{new}-{spec.key}"] = values
        return Form(typed, {**self.counts, kind: len(others)})

    # As a file

    def text(self) -> str:
        """The file of the reform. Raises: InputRefusedError where the rest is no TOML."""
        rest = parse_facts(self.one(REST).encode(), "the other parts", REFORM)
        told: dict[str, Any] = {spec.key: said for spec in TOP if (said := self.one(spec.key).strip())}
        told |= {key: value for key, value in rest.items() if key not in told and key not in ROWS}
        for kind in ROWS:
            own = [row for _, row in self._told(kind)]
            more = rest.get(kind, [])
            if rows := [*own, *(more if isinstance(more, list) else [more])]:
                told[kind] = rows
        return toml(told)

    def _told(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows in which anything stands, with their numbers on the page."""
        for n in range(1, self.counts[kind] + 1):
            row = {spec.key: _read(spec, self.typed.get(f"{kind}-{n}-{spec.key}", ())) for spec in ROWS[kind]}
            row = {key: value for key, value in row.items() if value not in (None, "", [], False)}
            if row:
                yield n, row

    def refused(self, sentence: str) -> Form:
        """The same, with the field marked that the sentence names."""
        found = re.match(rf"{OWN}: ([a-z_]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?", sentence)
        if found is None:
            return self
        kind, number, key = found.groups()
        if number is None:
            return Form(self.typed, self.counts, kind)
        on_page = [n for n, _ in self._told(kind)] if kind in ROWS else []
        n = on_page[int(number) - 1] if int(number) <= len(on_page) else 0
        return Form(self.typed, self.counts, f"{kind}-{n}-{key}")


def empty() -> Form:
    """A form in which nothing stands: one row of what is changed most."""
    return Form({}, {kind: int(kind == "amount") for kind in ROWS})


def posted(typed: Typed) -> Form:
    """What a browser sent."""
    counts = {kind: _count(typed.get(f"{kind}-rows", ()), most) for kind, most in MOST_ROWS.items()}
    return Form(typed, counts)


def _count(values: Sequence[str], most: int) -> int:
    told = values[-1] if values else "0"
    return min(int(told), most) if told.isascii() and told.isdecimal() and len(told) < 4 else 0


def from_file(text: str) -> Form:
    """A file in the fields of the form; what it has no field for stands as text. Raises: InputRefusedError for no TOML."""
    told = parse_facts(text.encode(), f"{OWN}.toml", REFORM)
    typed: dict[str, list[str]] = {
        spec.key: [told[spec.key].strip()] for spec in TOP if isinstance(told.get(spec.key), str)
    }
    if "instrument" in typed:
        typed["instrument"] = [typed["instrument"][0].lower().replace(" ", "_")]
    rest = {key: value for key, value in told.items() if key not in typed}
    counts = {}
    for kind, specs in ROWS.items():
        rows = rest.pop(kind, [])
        rows = rows if isinstance(rows, list) and all(isinstance(r, dict) for r in rows) else []
        known = {spec.key for spec in specs}
        mine = [row for row in rows if set(row) <= known][: MOST_ROWS[kind]]
        others = [row for row in rows if row not in mine]
        if others:
            rest[kind] = others
        for n, row in enumerate(mine, 1):
            typed |= {f"{kind}-{n}-{key}": _shown(value) for key, value in row.items()}
        counts[kind] = len(mine)
    typed[REST] = [toml(rest)] if rest else [""]
    return Form(typed, counts)


def _shown(value: Any) -> list[str]:
    """A value of a file as it stands in a field."""
    if isinstance(value, list):
        return [_one(each) for each in value]
    return [_one(value)]


def _one(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


# From what was typed to values of the file


_PLAIN = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)
_GROUPED = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)


def _read(spec: Spec, values: Sequence[str]) -> Any:
    """A value of the file; what cannot be read as one stays words, which the reform refuses with its own sentence."""
    said = [value.strip() for value in values if value.strip()]
    if spec.read == LIST:
        return list(dict.fromkeys(part for value in said for part in (_parts(value) if spec.drawn != CHECKS else [value])))
    if spec.read == FLAG:
        return bool(said)
    one = said[-1] if said else ""
    if spec.read == NUMBER:
        return _number(one)
    if spec.read == DAY:
        return _day(one)
    if spec.read == "numbers":
        return [_number(each) for value in said for each in value.replace(";", " ").split()]
    return one


def _parts(value: str) -> list[str]:
    """Names with new lines, semicolons or commas between; a comma within brackets parts nothing."""
    return [part.strip() for part in re.split(r"[\n;]|,(?![^(]*\))", value) if part.strip()]


def _number(said: str) -> Any:
    if _GROUPED.fullmatch(said):
        said = said.replace("$", "").replace(",", "").strip()
    if not _PLAIN.fullmatch(said):
        return said
    number = Decimal(said)
    return int(number) if number == int(number) else number


def _day(said: str) -> Any:
    try:
        return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said, re.ASCII) else said
    except ValueError:
        return said


# What may be chosen


@cache
def _choices() -> dict[str, Choices]:
    names = catalogue.reform_names()
    rules = {rule.row: rule.title for rule in catalogue.rules()}
    held = {name: f"{a.title}; latest value {a.versions[-1].value:,f}" for name, a in catalogue.amounts().items()}
    looked_at = sorted({fact for facts in names.rules.values() for fact in facts})
    return {
        "instrument": [("", "Choose one"), *INSTRUMENTS.items()],
        "amount": [("", "Choose one"), *((name, f"{name}: {held[name]}") for name in sorted(names.amounts))],
        "rule": [(row, rules[row]) for row in sorted(names.rules) if names.rules[row]],
        "fact": [(key, fact_words(key)) for key in looked_at],
        "sector": [(name, words.sector_label(name)) for name in sorted(set(names.sectors.values()))],
        "harm": [(str(harm), words.sentence_case(str(harm).replace("_", " "))) for harm in Harm],
        "agency": [(name, _AGENCIES.get(name, name)) for name in names.agencies],
        "mark": [("", "Choose one"), *((mark, mark) for mark in MARKS)],
    }  # fmt: skip


_AGENCIES = {"dod": "Department of Defense", "civilian": "Civilian agencies",
             "exchange_or_commissary": "Exchanges and commissaries"}  # fmt: skip


def suggestions() -> dict[str, Choices]:
    """What a field offers while one types: rows of rules, and the facts that rules look at."""
    return {"rules": _choices()["rule"], "facts": _choices()["fact"]}


def refuses(text: str) -> str:
    """Why the file is no reform, in one sentence; nothing where it is one."""
    from buyfair.reform.trying import given_text

    try:
        given_text(OWN, text)
    except InputRefusedError as wrong:
        return str(wrong)
    return ""
