"""A clause that the overhaul text of the FAR does not use is taken out of a contract, with care for what it carried."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from buyfair.cards.audit import audit_text
from buyfair.cards.audit_beside import counts, found_only, not_checked
from buyfair.cards.audit_repair import repairs
from buyfair.contract import as_document, audit
from buyfair.terms.document import Document, WrittenLine

TODAY = date(2026, 11, 30)
ORDER = """Contract no. ZZ0FIC-26-C-0099
Contractor: Example Linen LLC (fictional)
Agency: {agency}
Solicitation issued: {day}
Award date: 2026-09-10
Line 1: supply; towels; value $18,000.00; made in Bangladesh; commercial: yes; COTS: no
Method: commercial, part 12

CLAUSES
52.212-4    Contract Terms and Conditions-Commercial Products and Commercial Services (NOV 2023)
52.222-3    Convict Labor (JUN 2003)
52.212-3    Offeror Representations and Certifications (OCT 2025)
52.212-5    Contract Terms and Conditions Required To Implement Statutes or Executive Orders (MAR 2026)
[X] (30) 52.222-19  Child Labor-Cooperation with Authorities and Remedies (MAR 2026)
[X] (36) 52.222-50  Combating Trafficking in Persons (NOV 2025)
"""


def read(
    facts: dict[str, Any] | None = None, day: str = "2026-08-03", agency: str = "Army", text: str = ORDER
) -> dict[str, Any]:
    lines = text.format(day=day, agency=agency).splitlines()
    return as_document(audit(Document("made up.txt", "0", tuple(map(WrittenLine, lines, range(1, 99)))), facts, TODAY))


@pytest.mark.parametrize(("agency", "day", "regime", "sure", "missing"), [
    ("Army", "2026-08-03", None, True, []), ("Army", "2026-01-15", None, None, []),
    ("Bureau of Example Parks, Department of the Interior", "2026-08-03", "rfo", True, []),
    ("Bureau of Example Parks, Department of the Interior", "2026-08-03", None, False, ["regime"]),
    ("Bureau of Example Parks, Department of the Interior", "2026-08-03", "codified", None, []),
    ("Bureau of Example Parks, Department of the Interior", "unknown", "rfo", False, ["sol_date"]),
    ("Bureau of Example Parks, Department of the Interior", "2025-03-03", None, None, []),
    ("Bureau of Example Parks, Department of the Interior", "2025-03-03", "rfo", False, ["sol_date", "regime"]),
    ("unknown", "2026-08-03", None, False, ["agency", "regime"]),
])  # fmt: skip
def test_the_list_of_clauses_goes_where_the_overhaul_text_is_in_use_for_certain(
    agency: str, day: str, regime: str | None, sure: bool | None, missing: list[str]
) -> None:
    found = read({"regime": regime} if regime else None, day, agency)["not_used"]
    told = {e["number"]: e for e in found if e["number"] != "52.225-13"}
    assert set(told) == ({"52.212-3", "52.212-5"} if sure is not None else set())
    assert all(e["sure"] is sure and e["missing"] == missing for e in told.values())


def test_what_is_taken_out_is_a_change_of_its_own_and_names_what_stands_by_itself_then() -> None:
    found = read()
    (repair,) = repairs([found]).repairs
    (out,) = [c for c in repair.changes if c.kind == "take out clause"]
    assert out.words.startswith("The clause FAR 52.212-5, Contract Terms") and "is taken out of the contract." in out.words
    assert "by themselves" in out.words and "[to fill in: the " in out.words and out.consent == "bilateral"
    assert "reserved" in out.because and "Table 12-2" in out.because and "recalled: check it" in out.because
    (note,) = [o for o in repair.own if o.startswith("FAR 52.212-3 stands in the text")]
    assert "the text need not be changed" in note
    (entry,) = [e for e in found["not_used"] if e["number"] == "52.212-5"]
    assert entry["carries"] == ["52.222-19", "52.222-50"], "52.222-3 stands above it, by itself"
    assert not {"52.212-5", "52.212-3"} & {*found_only(found), *not_checked(found)}
    assert counts(found).beside == len(found["beside"]) + 2
    said = " ".join(audit_text(found, 100).split())
    assert "52.212-5: take it out: the solicitation is under the overhaul text of FAR part 12" in said


def test_a_clause_ticked_in_the_list_is_named_unless_the_draft_brings_it_in_anyway() -> None:
    def taken_out(found: dict[str, Any]) -> str:
        (words,) = [c.words for c in repairs([found]).repairs[0].changes if c.kind == "take out clause"]
        return words.partition("by themselves")[2]

    found = read()
    renewed = {g["clause"] for g in (*found["gaps"], *found["beside"])}
    assert "52.222-19" in renewed and "52.222-19" not in taken_out(found), "its edition is replaced by another change"
    alone = {**found, "gaps": [], "beside": []}
    assert "FAR 52.222-50, Combating Trafficking in Persons" in taken_out(alone)
    assert "FAR 52.222-19, Child Labor" in taken_out(alone)


def test_where_nobody_can_tell_which_text_is_in_use_the_change_is_offered_with_what_would_tell_it() -> None:
    found = read(agency="Bureau of Example Parks, Department of the Interior")
    (repair,) = repairs([found]).repairs
    assert not [c for c in repair.changes if c.kind.startswith("take out")]
    (offered,) = [c for c in repair.offered if c.kind == "take out clause"]
    assert "if the solicitation is under the overhaul text" in offered.because and "To tell it: " in offered.because
    assert counts(found).beside == len(found["beside"])
    assert "52.212-5: cannot be told: if the solicitation" in " ".join(audit_text(found, 100).split())


def test_before_the_award_the_provision_goes_by_amendment() -> None:
    text = ORDER.replace("Award date: 2026-09-10\n", "").replace("Contract no. ZZ0FIC-26-C", "Solicitation no. ZZ0FIC-26-R")
    (repair,) = repairs([read(text=text)]).repairs
    (out,) = [c for c in repair.changes if c.kind == "take out provision"]
    assert "52.212-3" in out.words and "taken out of the solicitation" in out.words and out.consent == "unilateral"
