"""What an audit tells of the law beside trafficking: what a text lacks of it, what is in doubt, what was not looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from buyfair.cards.words import listing, many
from buyfair.contract_audit import asked
from buyfair.contract_overhaul import LIST_OF_CLAUSES
from buyfair.judge.amounts import READ
from buyfair.knowledge.clauses.printed import printed_date
from buyfair.knowledge.package import CLAUSE, PROVISION, REQUIRED, entries

Entry = Mapping[str, Any]
KEPT_BY_ITSELF = (
    "What it carried stands by itself: list each clause ticked in its paragraphs (b) and (c) that is still due, with its date, "
    "before it goes."
)
GOES_IN_ITSELF = "What it carried and is still due goes in under its own number."
DFARS = "252."
NOT_CHECKED = (
    "Clauses that a package may hold and that this check does not look for: see in the package of the purchase whether they "
    "are due. A text that is tied to its purchase is held against all that its package requires."
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things a text lacks: of the law against trafficking, beside it, and of what its package requires besides."""

    gaps: int
    beside: int
    required: int

    @property
    def more(self) -> int:
        """What is no gap of the law against trafficking."""
        return self.beside + self.required


def counts(found: Mapping[str, Any]) -> Counts:
    """The counts of one result; a clause that the overhaul text does not use any more is one thing beside the law."""
    beside = len(found["beside"]) + len(to_take_out(found))
    return Counts(len(found["gaps"]), beside, len(required(found)) + len(outdated(found)))


def headline(of: Counts) -> str:
    """What is missing, in one sentence without its stop; each kind in its own words, empty where nothing is."""
    if not of.gaps and not of.more:
        return ""
    if not of.more:
        said = many(of.gaps, "thing is", "things are")
        return f"{said} missing or not as {'it' if of.gaps == 1 else 'they'} should be"
    kinds = ((of.gaps, "of the law against trafficking"), (of.beside, "of other law"),
             (of.required, "that its package requires by law"))  # fmt: skip
    parts = [f"{count} {kind}" for count, kind in kinds if count]
    whole = of.gaps + of.more
    if len(parts) > 1:
        return f"{whole} things are missing or outdated: {listing(parts)}"
    kind = parts[0].partition(" ")[2]
    return f"{many(whole, 'thing')} {kind} {'is' if whole == 1 else 'are'} missing or outdated"


def required(found: Mapping[str, Any]) -> list[Entry]:
    """What the package of the purchase requires by law, the text does not hold, and no gap names."""
    lacks = found.get("package", {}).get("not_in_text", ())
    named = {gap["clause"] for part in ("gaps", "beside") for gap in found[part] if gap["clause"]}
    return [e for e in lacks if e["standing"] == REQUIRED and (not e["number"] or e["number"] not in named)]


def outdated(found: Mapping[str, Any]) -> list[Entry]:
    """Clauses that stand in the text of the codified FAR where the package requires the agency's deviation by law.

    No gap names them, and a text that left them so would mix two laws.
    """
    named = {gap["clause"] for part in ("gaps", "beside") for gap in found[part] if gap["clause"]}
    return [e for e in other_editions(found) if e["number"] not in named and printed_date(e["package"]).deviation
            and not printed_date(e["text"]).deviation]  # fmt: skip


def other_editions(found: Mapping[str, Any]) -> list[Entry]:
    """What the package requires by law in a newer edition than the text has."""
    differs = (found.get("package") or {}).get("differs", ())
    return [e for e in differs if e["what"] == "edition" and e["standing"] == REQUIRED and e["number"] and _older(e)]


def to_take_out(found: Mapping[str, Any]) -> list[Entry]:
    """Clauses that stand in the text and that the FAR text of this purchase does not use; results of before told none."""
    return [e for e in found.get("not_used", ()) if e["sure"]]


def may_go(found: Mapping[str, Any]) -> list[Entry]:
    """The same, where nobody can tell which text of the FAR the purchase is under."""
    return [e for e in found.get("not_used", ()) if not e["sure"]]


def not_used_says(one: Entry) -> str:
    """Why such a clause is to be taken out, or may be, with where that is read and what to mind."""
    cites = f" ({one['cites']}{'; recalled: check it in the deviation of the agency' if one['mark'] != READ else ''})"
    mind = KEPT_BY_ITSELF if one["number"] == LIST_OF_CLAUSES else GOES_IN_ITSELF
    return f"{one['why']}{cites if one['cites'] else ''}. {mind}"


def _older(entry: Entry) -> bool:
    of_package, of_text = (own.deviated or own.month for own in map(printed_date, (entry["package"], entry["text"])))
    return of_package is not None and of_text is not None and of_text < of_package


def in_doubt(found: Mapping[str, Any]) -> list[Entry]:
    """Clauses of other law that the text does not hold and that may be due; results of before told none."""
    sure = {e["number"] for e in required(found)}
    return [e for e in found.get("beside_open", ()) if e["clause"] not in sure]


def not_checked(found: Mapping[str, Any]) -> tuple[str, ...]:
    """The clauses and provisions that a package may hold and of which this check did not look whether they are due.

    Those that stand in the text were found there, and those of its package were compared; no clause of the Defense supplement
    is anything to a buyer that is not of it.
    """
    seen = {one["number"] for one in found["clauses"]} | set(compared(found))
    defense = found["facts"].get("agency") != "civilian"
    return tuple(n for n in _looked_at_nowhere() if n not in seen and (defense or not n.startswith(DFARS)))


def found_only(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Of these, those that stand in the text: found there, and nobody looked whether they are due, and in which edition."""
    told = {*compared(found), *(e["number"] for e in found.get("not_used", ()))}
    return tuple(n for n in _looked_at_nowhere() if n not in told and any(one["number"] == n for one in found["clauses"]))


def unjudged(found: Mapping[str, Any]) -> tuple[str, ...]:
    """The clauses that stand in the text and that nothing here judges: neither whether they are due nor their edition."""
    judged = {*compared(found), *(e["number"] for e in found.get("not_used", ())), *(one.clause for one in asked())}
    return tuple(dict.fromkeys(one["number"] for one in found["clauses"] if one["number"] not in judged))


def compared(found: Mapping[str, Any]) -> dict[str, str]:
    """By number, the edition that the package has of each clause that was compared with it; empty where that is the text's."""
    package = found.get("package") or {}
    numbers = {entry.id: entry.clause for entry in entries()}
    told = {numbers[item]: "" for item in package.get("same", ()) if numbers.get(item)}
    for part in ("cannot_tell", "not_in_text", "differs"):
        told |= {e["number"]: "" for e in package.get(part, ()) if e["number"] and e["number"] not in told}
    told |= {e["number"]: e.get("edition") or "" for e in package.get("not_in_text", ()) if e["number"]}
    told |= {e["number"]: e["package"] for e in package.get("differs", ()) if e["number"] and e["what"] == "edition"}
    return told


@cache
def _looked_at_nowhere() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_unasked()))


def _unasked() -> Iterator[str]:
    looked_for = {one.clause for one in asked() if one.clause}
    for entry in entries():
        if entry.kind in (CLAUSE, PROVISION) and entry.clause not in looked_for:
            yield entry.clause
