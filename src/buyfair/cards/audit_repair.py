"""Turns the gaps of an audit into the changes of a modification and what must still come from the contractor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from buyfair.cards.repair import Change, Repair, RepairBatch, consent_for
from buyfair.knowledge.clauses import PROVISION, clauses
from buyfair.knowledge.package import DISCRETION

WORDS = {
    "add clause": "The following clause is added to the contract by reference: {clause}.{later}",
    "replace clause": "The clause {old} is replaced by: {clause}.{later}",
    "add provision": "The following provision is added to the solicitation: {clause}.",
}
LATER = " [Or, if both agree, the edition in force on the day of this modification.]"
ALTERNATE_FILL_IN = (
    " The contractor shall comply with each directive or notice named here: [title of the directive or notice; where it can be "
    "obtained; the place of performance outside the United States to which it applies]."
)


PROMISED = "The package of the purchase holds {name}, within the officer's discretion, and the text does not. {how}"
BY_AMENDMENT = "Put it into the solicitation by amendment, or note why it is left out."
BY_BOTH = (
    "After award it comes in only by a supplemental agreement that both sign (FAR 43.103(a)): note whether it is sought, or "
    "why it was left out."
)


def repairs(audits: Sequence[Mapping[str, Any]]) -> RepairBatch:
    """One repair for each audit that found a gap, in the order given."""
    return RepairBatch(tuple(_repair(a) for a in audits if a["gaps"]))


def _repair(audit: Mapping[str, Any]) -> Repair:
    facts = audit["facts"]
    solicited = facts.get("award_date") is None
    changes = tuple(c for c in (_change(g, audit, solicited) for g in audit["gaps"]) if c is not None)
    asks = [f"{g['ask']} [{g['id']}; {g['cites']}]" for g in audit["gaps"] if g["ask"]]
    own = [f"{g['fix']} [{g['id']}; {g['cites']}]" for g in audit["gaps"] if not _is_clause(g) and not g["ask"]]
    own += [f"{g['fix']} [{g['id']}; {g['cites']}]" for g in audit["gaps"] if g["id"] == "TIP-03" and not solicited]
    own += [
        PROMISED.format(name=e["name"], how=BY_AMENDMENT if solicited else BY_BOTH)
        for e in audit.get("package", {}).get("not_in_text", ()) if e["standing"] == DISCRETION
    ]  # fmt: skip
    return Repair(
        contract=audit["contract"], office=facts.get("office"), contractor=facts.get("contractor"),
        agency_text={"dod": "Department of Defense", "civilian": "civilian agency"}.get(facts.get("agency", ""), "[agency]"),
        changes=changes, asks=tuple(asks), read_as_of=audit["day"],
        sources=(f"{audit['file']['name']}, sha256 {audit['file']['sha256']}", f"Buyfair knowledge {audit['knowledge']}"),
        solicitation=solicited, dated=facts.get("sol_date" if solicited else "award_date"), own=tuple(own),
    )  # fmt: skip


def _is_clause(gap: Mapping[str, Any]) -> bool:
    return gap["clause"] is not None


def _change(gap: Mapping[str, Any], audit: Mapping[str, Any], solicited: bool) -> Change | None:
    if not _is_clause(gap) or gap["id"] == "TIP-03" and not solicited:
        return None
    clause = clauses()[gap["clause"]]
    stands = gap["what"] in ("outdated", "alternate missing")
    kind = "add provision" if clause.kind == PROVISION else "replace clause" if stands else "add clause"
    named = f"FAR {clause.number}, {clause.title} ({gap['due']})"
    if gap["what"] == "alternate missing":
        named += f", with its {gap['alternate']}"
    old = f"FAR {clause.number}, {clause.title}" + (f" ({gap['printed']})" if gap["printed"] else "")
    words = WORDS[kind].format(clause=named, old=old, later="" if solicited else LATER)
    words += ALTERNATE_FILL_IN if gap["what"] == "alternate missing" else ""
    consent, why = consent_for(kind, any(line.get("commercial") for line in audit["facts"].get("lines", ())) or None, solicited)
    return Change(gap["id"], kind, words, f"{gap['id']}, {gap['cites']}: {gap['why']}", consent, why)
