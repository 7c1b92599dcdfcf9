"""What a move needs: what was told is read, what is missing is said field by field, a waiver may take its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date

from buyfair.web.casework import store
from buyfair.web.casework.models import Case, Waiver
from buyfair.web.casework.refused import DocumentRefusedError, MissingError
from buyfair.web.casework.table import Answer, Field, Move, Need, Paper

LONGEST = {Answer.TEXT: 200, Answer.LONG: 20_000}
REASON = Field(
    "reason", "Reason", Answer.LONG, help="It is kept with the case and seen by everybody who sees the case."
)
WAIVER = Field("waiver", "Number of a waiver", optional=True,
               help="Only where a waiver was granted for something that is needed here.")  # fmt: skip


@dataclass
class Told:
    """What came with a move, read: values by field, papers by kind, waivers cited, and what is still missing."""

    values: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, store.Kept] = field(default_factory=dict)
    waivers: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """As the payload keeps it."""
        papers = [{"paper": p, "name": k.name, "sha256": k.sha256} for p, k in sorted(self.papers.items())]
        told = {
            name: value if value is None or isinstance(value, bool) else str(value)
            for name, value in self.values.items()
        }
        return {"told": told, "documents": papers, "waivers": self.waivers}


def asked(move: Move) -> tuple[Field, ...]:
    """The fields of a move's form: its own, the reason, and a waiver where one can take the place of something."""
    own = tuple(need for need in move.needs if isinstance(need, Field))
    waivable = any(need.waivable for need in move.needs)
    return (*own, *((REASON,) if move.reason else ()), *((WAIVER,) if waivable else ()))


def kept(move: Move, with_: Mapping[str, Any], *, strips: bool) -> dict[str, Any]:
    """The same, with every file that came along stored: before anything is written about it.

    Raises: MissingError, where a file is not taken.
    """
    names = {need.name for need in move.needs if isinstance(need, Paper)}
    found, refused = dict(with_), {}
    for name in sorted(names & set(with_)):
        if with_[name] and not isinstance(with_[name], store.Kept):
            try:
                found[name] = store.kept(with_[name], strips=strips)
            except DocumentRefusedError as said:
                refused[name] = str(said).rstrip(".")
    if refused:
        raise MissingError(refused)
    return found


def told(case: Case, move: Move, with_: Mapping[str, Any], reason: str, day: date) -> Told:
    """What was told, read.

    Raises: MissingError, which names everything that is missing or cannot be read.
    """
    found = Told()
    given = {**with_, **({"reason": reason} if move.reason else {})}
    standing = _standing(case, move, str(with_.get("waiver") or ""), day, found)
    for need in (*move.needs, *((REASON,) if move.reason else ())):
        _read(case, need, given.get(need.name), found)
        if need.waivable and need.name in found.missing and need.name in standing:
            del found.missing[need.name]
            found.waivers[need.name] = standing[need.name]
    strange = set(with_) - {need.name for need in move.needs} - {"waiver"}
    found.missing.update({name: f"{name[:40]!r} is nothing that this move asks" for name in sorted(strange)})
    if found.missing:
        raise MissingError(found.missing)
    return found


def _standing(case: Case, move: Move, cited: str, day: date, found: Told) -> dict[str, str]:
    """By need, the waiver that stands for it among those cited."""
    standing = {}
    for reference in filter(None, (part.strip() for part in cited.split(","))):
        plain = reference.isascii() and reference.isprintable()
        of_this = Waiver.objects.filter(of=case.pk, move_name=move.name)
        waiver = of_this.filter(reference=reference).first() if plain else None
        if waiver is None or not waiver.stands_on(day):
            found.missing["waiver"] = f"{reference[:60]!r} is no waiver that stands on {day} for this move of this case"
        else:
            standing[waiver.need_name] = reference
    return standing


def _read(case: Case, need: Need, value: Any, found: Told) -> None:
    if isinstance(need, Paper):
        if value:
            found.papers[need.kind] = value
        elif not need.optional and not case.documents.filter(paper=need.kind, content__isnull=False).exists():
            label = dict(case.flow.papers)[need.kind]
            found.missing[need.name] = f"a document is missing: {label}"
        return
    text = "" if value is None else str(value).strip()
    found.values[need.name] = None
    if need.takes == Answer.TICK and value in (True, "on", "true", "yes"):
        found.values[need.name] = True
    elif text and need.takes != Answer.TICK:
        _value(need, text, value, found)
    elif not need.optional:
        found.missing[need.name] = f"{need.label} is missing"


def _value(need: Field, text: str, value: Any, found: Told) -> None:
    try:
        found.values[need.name] = _READERS[need.takes](need, text)
    except (ValueError, InvalidOperation):
        found.missing[need.name] = f"{need.label}: {text[:60]!r} was given; expected {_EXPECTED[need.takes]}"


def _text(need: Field, text: str) -> str:
    if len(text) > LONGEST[need.takes] or "\x00" in text:
        raise ValueError
    return text


def _day(need: Field, text: str) -> date:
    if (found := parse_date(text)) is None:
        raise ValueError
    return found


def _number(need: Field, text: str) -> int:
    if len(text) > 15 or not text.isascii():
        raise ValueError
    return int(text.replace(",", ""))


def _money(need: Field, text: str) -> Decimal:
    found = Decimal(text.lstrip("$").replace(",", ""))
    if not found.is_finite() or abs(found) >= 10**15 or found != round(found, 2):
        raise ValueError
    return round(found, 2)


def _choice(need: Field, text: str) -> str:
    if text not in dict(need.choices):
        raise ValueError
    return text


_READERS: dict[Answer, Any] = {
    Answer.TEXT: _text, Answer.LONG: _text, Answer.DAY: _day, Answer.NUMBER: _number, Answer.MONEY: _money,
    Answer.CHOICE: _choice,
}  # fmt: skip
_EXPECTED = {
    Answer.TEXT: "at most 200 letters",
    Answer.LONG: "at most 20,000 letters",
    Answer.DAY: "a day such as 2026-03-31",
    Answer.NUMBER: "a whole number",
    Answer.MONEY: "dollars, at most two places",
    Answer.CHOICE: "one of the choices",
}
