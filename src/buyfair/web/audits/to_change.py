"""What to change in a contract text: all that is missing or outdated in one list, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buyfair.cards.audit_beside import DFARS, not_used_says, outdated, required, to_take_out
from buyfair.cards.repair import Change, Repair
from buyfair.cards.words import clean
from buyfair.contract_editions import AGENCY_DATE
from buyfair.contract_stage import UNSIGNED
from buyfair.knowledge.clauses import clauses

OF_PACKAGE = "package"
UNUSED = "overhaul"
"""What the text of the FAR that is in use does not hold any more."""
AFTER_SIGNING = {"flow_down"}
"""Papers that there cannot be before the contract is signed: a subcontract is made under one."""
AGENCY_S = "DEVIATION, with your agency’s date"
NO_CHANGE = "none in the text: it is no part of the sheet to sign"
DOES = {"replace clause": "Replace", "correct clause": "Correct", "take out clause": "Take out",
        "take out provision": "Take out"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One thing to change: what is done to which clause, from which edition to which, why, and all that bears it out.

    `rule` is its row, empty for what its package alone requires; `beside` says that it is no law against trafficking.
    """

    number: int
    does: str
    clause: str
    old: str
    new: str
    why: str
    rule: str
    beside: bool
    more: tuple[tuple[str, str], ...]


def rows(document: Mapping[str, Any], repair: Repair | None) -> list[Row]:
    """Every row: the changes of the text first, numbered as on the sheet to sign, then what no change of the text mends."""
    changes = list(repair.changes) if repair is not None else []
    found = [*_of_gaps(document, changes), *_unused(document, changes), *_of_package(document, changes)]
    ordered = sorted(found, key=lambda each: each[0] is None)
    return [_row(nth, *each) for nth, each in enumerate(ordered, 1)]


Found = tuple[Change | None, Mapping[str, Any], str]
"""The change that mends a thing, the thing, and of what law it is; empty for that against trafficking."""


def _of_gaps(document: Mapping[str, Any], changes: list[Change]) -> Iterator[Found]:
    lacks = [*((gap, "") for gap in document["gaps"]), *((gap, gap["field"]) for gap in document["beside"])]
    for gap, field in lacks:
        mends = bool(changes) and changes[0].gap_id == gap["id"] and bool(gap["clause"]) and gap["clause"] in changes[0].words
        yield (changes.pop(0) if mends else None), gap, field


def _unused(document: Mapping[str, Any], changes: list[Change]) -> Iterator[Found]:
    """What the text of the FAR in use has no place for."""
    for each in to_take_out(document):
        mends = bool(changes) and changes[0].gap_id == UNUSED and each["number"] in changes[0].words
        yield (changes.pop(0) if mends else None), each, UNUSED


def _of_package(document: Mapping[str, Any], changes: list[Change]) -> Iterator[Found]:
    """What its package requires by law and no gap names."""
    for each in (*required(document), *outdated(document)):
        mends = bool(changes) and (each["number"] or each["name"]) in changes[0].words
        yield (changes.pop(0) if mends else None), each, OF_PACKAGE


def _row(number: int, change: Change | None, of: Mapping[str, Any], field: str) -> Row:
    if field == UNUSED:
        more = (("In the text", f"line {of['line']}"), ("Why", not_used_says(of)), *_signed(change))
        return Row(number, _does(change, of), _named(of["number"]), "", "", clean(of["why"]), "", True, more)
    if field == OF_PACKAGE:
        old = clean(of.get("text") or "")
        new = clean(of["package"]) if old else ""
        clause = _named(of["number"]) if old else clean(of["name"])
        why = "the package of the purchase requires this edition by law" if old else (
            f"the package of the purchase requires it by law; {of['why']}")  # fmt: skip
        return Row(number, _does(change, of), clause, old, new, why, "", True, _signed(change))
    clause = _named(of["clause"]) if of["clause"] else str(of["what"]).capitalize()
    if of["clause"] and of.get("alternate"):
        clause += f", {of['alternate']}"
    new = _edition(of["due"]) if change is not None and of["clause"] else ""
    why = f"{field}: {of['why']}" if field else of["why"]
    return Row(number, _does(change, of), clause, clean(of["printed"] or "") if new else "", new, clean(why), of["id"],
               bool(field), (*_borne_out(of), *_signed(change)))  # fmt: skip


def _does(change: Change | None, of: Mapping[str, Any]) -> str:
    if of.get("what") == "alternate missing":
        return "Put in its place, with its Alternate"
    if change is not None:
        return DOES.get(change.kind, "Add")
    return "Ask the contractor" if of.get("ask") else "See to it"


def _named(number: str) -> str:
    known = clauses().get(number)
    return f"{'DFARS' if number.startswith(DFARS) else 'FAR'} {number}{'' if known is None else f', {known.title}'}"


def _edition(due: str | None) -> str:
    return AGENCY_S if due == AGENCY_DATE else clean(due or "")


def _borne_out(gap: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is done in full, where it stands, and by which authority."""
    yield "Fix", gap["fix"]
    yield ("In the text", f"{gap['where']}: “{gap['quote']}”" if gap["quote"] else "it is silent about it")
    if gap["due"]:
        yield "Edition due", str(gap["due"]) + (f"; in the text: {gap['printed']}" if gap["printed"] else "")
    yield "Authority", f"{gap['cites']}; owed by the {gap['owed_by']}"


def _signed(change: Change | None) -> tuple[tuple[str, str], ...]:
    """The words of the change, and who signs it."""
    if change is None:
        return (("Change", NO_CHANGE),)
    return (("Words of the change", change.words), ("Who signs", f"{change.consent}: {change.why}"))


def after_signing(document: Mapping[str, Any]) -> list[str]:
    """The rules that nobody can tell of only because papers are not shown that there cannot be before somebody signs."""
    if document.get("stage") != UNSIGNED:
        return []
    return [o["id"] for o in document["cannot_tell"] if o["missing"] and set(o["missing"]) <= AFTER_SIGNING]


def to_fill_in(blanks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What somebody fills in on the sheet to sign, each thing once, with the places where it stands."""
    places: dict[str, list[str]] = {}
    for where, what in blanks:
        places.setdefault(what, []).append(where)
    return [(_places(where), what) for what, where in places.items()]


def _places(where: Sequence[str]) -> str:
    """Correction 1, Correction 2 as corrections 1 and 2; places of other names one after the other."""
    parted = [each.rpartition(" ") for each in where]
    if len(where) > 1 and len({word for word, _, _ in parted}) == 1 and all(n.isdigit() for _, _, n in parted):
        numbers = [n for _, _, n in parted]
        return f"{parted[0][0]}s {', '.join(numbers[:-1])} and {numbers[-1]}"
    return ", ".join(where)
