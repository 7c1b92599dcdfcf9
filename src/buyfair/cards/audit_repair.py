"""Turns what an audit found missing into the changes of a modification and what must still come from the contractor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from buyfair.cards.audit_beside import (
    DFARS,
    compared,
    counts,
    in_doubt,
    may_go,
    not_checked,
    not_used_says,
    other_editions,
    outdated,
    required,
    to_take_out,
    unjudged,
)
from buyfair.cards.audit_words import cited, fact_in_words, value_in_words
from buyfair.cards.repair import COMMERCIAL_TERMS, Change, Consent, Repair, RepairBatch, consent_for, to_fill
from buyfair.contract_editions import AGENCY_DATE, IN_FORCE
from buyfair.contract_overhaul import LIST_OF_CLAUSES, LISTED_BY_STATUTE
from buyfair.contract_stage import BEFORE, NOT_TOLD, UNSIGNED
from buyfair.knowledge.clauses import PROVISION, clauses
from buyfair.knowledge.package import DISCRETION
from buyfair.spot.clause_places import STRUCK
from buyfair.spot.days import FAR_MONTH

WORDS = {
    "add clause": "The following clause is added to the contract by reference: {clause}.{ticked}",
    "replace clause": "The clause {old} is replaced by: {clause}.{ticked}",
    "add provision": "The following provision is added to the solicitation: {clause}.",
    "take out clause": "The clause {clause} is taken out of the contract.",
    "take out provision": "The provision {clause} is taken out of the solicitation.",
    "add text": "The text “{clause}” is added, in the words that the package of the purchase has for it.",
}
DUE_DATE = "date of the edition due on the day of the solicitation"
DEVIATION_DATE = "month and year that the agency gave its deviation to the overhaul text"
DEVIATED = re.compile(r"(?:DEVIATION )?[A-Z]{3,4}\.? (?:19|20)\d\d(?: \(?DEVIATION\)?)?", re.I)
"""The date of an edition, or of an agency's deviation, as it is printed."""
IN_DOUBT = "{id}: {why}.{needs}"
IF_DEFENSE = "Only where the Department of Defense buys: "
MIXED = "The package of the purchase requires it by law in that edition; the text has that of the codified FAR."
TICKED = " In its paragraph (b) these are ticked: {named}; and {rest}."
REST = "the other clauses of its paragraphs (b) and (c) that apply; first see in its list that those named stand there"
OF_PACKAGE = "The package of the purchase{as_of} requires it by law, and {why}"
AS_OF = ", as it would have been on {day},"
LEFT_OUT = (
    "The package of the purchase requires {name} by law, and the text does not hold it. A provision cannot bind after the "
    "award: ask the contractor for what it would have said, and note the omission."
)
NOW_BY_ITSELF = " Of the clauses ticked in it, these stand in the contract by themselves, incorporated by reference: {named}."
STILL_DUE = "the clauses ticked in its paragraphs (b) and (c) that are still due, each with its date; or none"
OTHERS_DUE = STILL_DUE.replace("clauses", "other clauses")
STANDS_STILL = "FAR {number} stands in the text: {why} After the award a provision binds nobody: the text need not be changed."
ALTERNATE_FILL_IN = (
    " The contractor shall comply with each directive or notice named here: [to fill in: title of the directive or notice; "
    "where it can be obtained; the place of performance outside the United States to which it applies]."
)


PROMISED = "The package of the purchase holds {name}, within the officer's discretion, and the text does not. {how}"
NOT_KNOWN = (
    "The text does not tell whether the award was made. The draft takes it for a contract: before the award, make the same "
    "changes by amendment of the solicitation, which the contracting officer signs alone."
)
BEFORE_SIGNING = "Put it into the text before it is signed, as far as what was solicited holds it, or note why it is left out."
BY_AMENDMENT = "Put it into the solicitation by amendment, or note why it is left out."
BY_BOTH = (
    "After award it comes in only by a supplemental agreement that both sign (FAR 43.103(a)): note whether it is sought, or "
    "why it was left out."
)


def repairs(audits: Sequence[Mapping[str, Any]]) -> RepairBatch:
    """One repair for each audit that found something missing, in the order given."""
    return RepairBatch(tuple(_repair(a) for a in audits if a["gaps"] or counts(a).more))


def with_editions(audit: Mapping[str, Any]) -> dict[str, Any]:
    """The same result, where the package of the purchase tells an edition that the check alone could not name.

    The day of an agency's deviation is nowhere in the law: it stands in the package, and the fix then says it too.
    """
    editions = compared(audit)
    return {**audit, **{part: [_edition_told(gap, editions) for gap in audit[part]] for part in ("gaps", "beside")}}


def _edition_told(gap: Mapping[str, Any], editions: Mapping[str, str]) -> dict[str, Any]:
    edition, due = editions.get(gap["clause"] or "", ""), gap["due"] or ""
    told = {**gap, "cites": cited(gap["cites"])}
    if due not in (AGENCY_DATE, IN_FORCE) or DEVIATED.fullmatch(edition) is None:
        return told
    return {**told, "due": edition, "fix": gap["fix"].replace(f"({due})", f"({edition})")}


def _repair(audit: Mapping[str, Any]) -> Repair:
    audit = with_editions(audit)
    facts, known = audit["facts"], audit.get("known", {})
    unsigned = audit.get("stage") == UNSIGNED
    solicited = _solicited(audit)
    lacks = [*audit["gaps"], *audit["beside"]]
    changes = tuple(c for c in (_change(g, audit, solicited) for g in lacks) if c is not None)
    changes += tuple(_taken_out(audit, solicited, sure=True))
    changes += (*_required(audit, solicited), *_other_editions(audit, solicited, sure=True))
    asks = [f"{g['ask']} [{g['id']}; {g['cites']}]" for g in audit["gaps"] if g["ask"]]
    own = [f"{g['fix']} [{g['id']}; {g['cites']}]" for g in audit["gaps"] if not _is_clause(g) and not g["ask"]]
    own += [f"{g['fix']} [{g['id']}; {g['cites']}]" for g in lacks if _is_clause(g) and _too_late(g["clause"], solicited)]
    own += [NOT_KNOWN] if audit.get("stage") == NOT_TOLD else []
    own += [LEFT_OUT.format(name=e["name"]) for e in required(audit) if _too_late(e["number"], solicited)]
    own += [STANDS_STILL.format(number=e["number"], why=not_used_says(e)) for e in to_take_out(audit)
            if _too_late(e["number"], solicited)]  # fmt: skip
    own += [
        PROMISED.format(name=e["name"], how=BEFORE_SIGNING if unsigned else BY_AMENDMENT if solicited else BY_BOTH)
        for e in audit.get("package", {}).get("not_in_text", ()) if e["standing"] == DISCRETION
    ]  # fmt: skip
    return Repair(
        contract=audit["contract"], office=facts.get("office") or known.get("office"), contractor=facts.get("contractor"),
        agency_text="Department of Defense" if facts.get("agency") == "dod" else "",
        changes=changes, asks=tuple(asks), read_as_of=audit["day"],
        sources=(f"{audit['file']['name']}, sha256 {audit['file']['sha256']}", f"Buyfair knowledge {audit['knowledge']}"),
        solicitation=solicited, dated=facts.get("sol_date" if solicited else "award_date"), own=tuple(own),
        commercial_terms=under_52_212_4(audit),
        offered=(*_taken_out(audit, solicited, sure=False), *_offered(audit, solicited),
                 *_other_editions(audit, solicited, sure=False)),
        unsigned=unsigned, buys=known.get("buys"), not_looked_for=not_checked(audit), unjudged=unjudged(audit),
        filled=tuple(known.get("filled", {}).items()),
        value=_value(facts),
    )  # fmt: skip


def _value(facts: Mapping[str, Any]) -> str | None:
    """The price of the whole: as it is told, else the sum of the lines where each has its own."""
    if facts.get("value"):
        return value_in_words("value", facts["value"])
    values = [line.get("value") for line in facts.get("lines", ())]
    if not values or not all(value and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", str(value)) for value in values):
        return None
    return f"{value_in_words('value', str(sum(Decimal(str(v)) for v in values)))} (the sum of the lines)"


def _solicited(audit: Mapping[str, Any]) -> bool:
    """Whether the text is that of a solicitation; in doubt it is a contract, which nobody changes alone.

    Results of before tell no stage: of those, only the day of an award says that it was made.
    """
    if audit.get("stage") == UNSIGNED:
        return False
    if "stage" in audit and audit["facts"].get("award_date") is None:
        return bool(audit["stage"] == BEFORE)
    return audit["facts"].get("award_date") is None


def _is_clause(gap: Mapping[str, Any]) -> bool:
    return gap["clause"] is not None


def _too_late(number: str | None, solicited: bool) -> bool:
    """Whether it is a provision, and the award was made: it binds offerors and no contractor."""
    return not solicited and number is not None and number in clauses() and clauses()[number].kind == PROVISION


def _change(gap: Mapping[str, Any], audit: Mapping[str, Any], solicited: bool) -> Change | None:
    """The change that mends a gap; None where a paper does, or where it is too late for a provision."""
    if not _is_clause(gap) or _too_late(gap["clause"], solicited):
        return None
    stands = gap["what"] in ("outdated", "alternate missing")
    kind = _kind(gap["clause"], stands)
    named = _named(gap["clause"], _dated(gap["due"]))
    if gap["what"] == "alternate missing":
        named += f", with its {gap['alternate']}"
    words = _words(kind, named, old=_named(gap["clause"], gap["printed"] or ""), ticked=_ticked(gap["clause"], audit))
    words += ALTERNATE_FILL_IN if gap["what"] == "alternate missing" else ""
    because = f"{gap['id']}, {cited(gap['cites'])}: {gap['why']}"
    return Change(gap["id"], kind, words, because, *_consent(kind, audit, solicited))


def _required(audit: Mapping[str, Any], solicited: bool) -> Iterator[Change]:
    """What the package requires by law and no gap names, each as a change of its own."""
    for each in required(audit):
        number = each["number"]
        if _too_late(number, solicited):
            continue
        kind = _kind(number, False) if number in clauses() else "add text"
        named = _named(number, _dated(each.get("edition"))) if number in clauses() else each["name"]
        package = audit["package"]
        as_of = AS_OF.format(day=package["day"]) if package.get("as_of_today") else ""
        because = OF_PACKAGE.format(as_of=as_of, why=each["why"])
        words = _words(kind, named, ticked=_ticked(number, audit))
        yield Change("package", kind, words, because, *_consent(kind, audit, solicited))


def _taken_out(audit: Mapping[str, Any], solicited: bool, sure: bool) -> Iterator[Change]:
    """Clauses that the FAR text of this purchase does not use; `sure`, or offered where nobody can tell which text it is.

    What stands in the text only because it is ticked in such a clause would go with it: it is named, to stand by itself.
    """
    for one in to_take_out(audit) if sure else may_go(audit):
        number = one["number"]
        if _too_late(number, solicited):
            continue
        kind = f"take out {clauses()[number].kind}"
        named = _named(number, one["date"] or "")
        words = WORDS[kind].format(clause=named, ticked="") + (_by_themselves(one, audit) if number == LIST_OF_CLAUSES else "")
        needs = f" To tell it: {'; '.join(fact_in_words(m) for m in one['missing'])}." if one["missing"] else ""
        yield Change("overhaul", kind, words, f"{not_used_says(one)}{needs}", *_consent(kind, audit, solicited))


def _by_themselves(one: Mapping[str, Any], audit: Mapping[str, Any]) -> str:
    """The clauses that stand by themselves once the list of clauses is gone; those that the draft brings in anyway, there."""
    brought = {gap["clause"] for part in ("gaps", "beside") for gap in audit[part]}
    brought |= {each["number"] for each in (*required(audit), *outdated(audit))}
    dates = {c["number"]: c["date"] for c in audit["clauses"]}
    named = [_named(n, _dated(compared(audit).get(n) or dates.get(n))) for n in one["carries"] if n not in brought]
    return NOW_BY_ITSELF.format(named="; ".join((*named, to_fill(OTHERS_DUE if named else STILL_DUE))))


def _offered(audit: Mapping[str, Any], solicited: bool) -> Iterator[Change]:
    """Clauses of other law that may be due: the officer ticks them, or not."""
    for one in in_doubt(audit):
        if _too_late(one["clause"], solicited):
            continue
        printed = next((c["date"] for c in audit["clauses"] if c["number"] == one["clause"]), "")
        stands = any(c["number"] == one["clause"] for c in audit["clauses"])
        kind = _kind(one["clause"], stands)
        words = _words(kind, _named(one["clause"], _dated(None)), old=_named(one["clause"], printed or ""))
        needs = f" To tell it: {'; '.join(fact_in_words(m) for m in one['missing'])}." if one["missing"] else ""
        defense = one["clause"].startswith(DFARS) and audit["facts"].get("agency") != "dod"
        because = (IF_DEFENSE if defense else "") + IN_DOUBT.format(id=one["id"], why=one["why"], needs=needs)
        yield Change(one["id"], kind, words, because, *_consent(kind, audit, solicited))


def _other_editions(audit: Mapping[str, Any], solicited: bool, sure: bool) -> Iterator[Change]:
    """Clauses that the package requires in a newer edition than the text has, and that the check does not look for itself.

    They are `sure` where the text would otherwise mix two laws, else offered.
    """
    named = {gap["clause"] for part in ("gaps", "beside") for gap in audit[part]}
    mixed = {each["number"] for each in outdated(audit)}
    for each in other_editions(audit):
        number = each["number"]
        if number in named or number not in clauses() or _too_late(number, solicited) or (number in mixed) is not sure:
            continue
        words = _words("replace clause", _named(number, _dated(each["package"])), old=_named(number, each["text"]))
        because = MIXED if sure else "the package of the purchase requires it in that edition."
        yield Change("package", "replace clause", words, because, *_consent("replace clause", audit, solicited))


def _kind(number: str, stands: bool) -> str:
    if stands:
        return "replace clause"
    return "add provision" if clauses()[number].kind == PROVISION else "add clause"


def _words(kind: str, named: str, old: str = "", ticked: str = "") -> str:
    return WORDS[kind].format(clause=named, old=old, ticked=ticked)


def _ticked(number: str | None, audit: Mapping[str, Any]) -> str:
    """Which clauses are to be ticked in 52.212-5: those of the package that stand in its list, the rest is for the officer."""
    if number != LIST_OF_CLAUSES:
        return ""
    ticks = [n for n in LISTED_BY_STATUTE if n in compared(audit)]
    named = "; ".join(f"{n}, {clauses()[n].title}" for n in ticks)
    return TICKED.format(named=named, rest=to_fill(REST)) if ticks else f" In it are ticked: {to_fill(REST)}."


def _named(number: str, dated: str) -> str:
    """A clause as a modification names it."""
    clause = clauses()[number]
    return f"{'DFARS' if number.startswith('252.') else 'FAR'} {number}, {clause.title}{f' ({dated})' if dated else ''}"


def _dated(due: str | None) -> str:
    """The date of an edition, or a marked blank where somebody has to fill it in or to confirm it."""
    if due and DEVIATED.fullmatch(due):
        return due
    if due and re.search(FAR_MONTH, due):
        return to_fill(f"the edition due, {due}")
    return f"DEVIATION {to_fill(DEVIATION_DATE)}" if due == AGENCY_DATE else to_fill(DUE_DATE)


def under_52_212_4(audit: Mapping[str, Any]) -> bool:
    """Whether the text shows the terms of commercial contracts, of which paragraph (c) says how they are changed."""
    places = [one["line"] for one in audit["clauses"] if one["number"] == COMMERCIAL_TERMS]
    struck = [one["line"] for one in audit["spoken_of"] if one["number"] == COMMERCIAL_TERMS and one["how"] == STRUCK]
    return bool(places) and max(places) > max(struck, default=0)


def _consent(kind: str, audit: Mapping[str, Any], solicited: bool) -> tuple[Consent, str]:
    commercial = any(line.get("commercial") for line in audit["facts"].get("lines", ())) or None
    return consent_for(kind, commercial, solicited, under_52_212_4(audit), audit.get("stage") == UNSIGNED)
