"""What plainly stands in the head of an order is read with its line, a guess is asked, and what nobody signed is put right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from buyfair.cards.audit_beside import counts, not_checked
from buyfair.cards.audit_repair import repairs, with_editions
from buyfair.cards.audit_words import cited, fact_in_words, value_in_words
from buyfair.contract import as_document, audit
from buyfair.contract_audit import Audit
from buyfair.terms.document import Document, WrittenLine
from buyfair.terms.errors import InputRefusedError

TODAY = date(2026, 11, 30)
ORDER = """DEPARTMENT OF THE INTERIOR, FIELD OFFICE
PURCHASE ORDER NO. ZZ0FIC-27-P-0012
Date of order: December 21, 2026
Solicitation issued: December 15, 2026

Contractor: Example Uniform Supply LLC (fictional), Dayton, OH
Item 0001: Work shirt, cotton, 400 each at $45.00 = $18,000.00
Country of origin: Bangladesh or Vietnam
Delivery: FOB destination, Field Office, Denver, CO, 60 days after order
Commercial product (FAR part 12). Simplified acquisition.

CONTRACT CLAUSES
52.212-4  Contract Terms and Conditions - Commercial Products and Commercial Services (NOV 2023)
52.222-50 Combating Trafficking in Persons (OCT 2020)
52.222-3  Convict Labor (JUN 2003)

Contracting Officer: ____________________   Date: ________
"""


def read(text: str = ORDER, facts: dict[str, Any] | None = None) -> Audit:
    document = Document("order.txt", "0", tuple(map(WrittenLine, text.splitlines(), range(1, 99))))
    return audit(document, facts, TODAY)


def told(found: Audit) -> dict[str, Any]:
    return {**found.facts.told, **found.facts.about}


def test_what_stands_in_the_head_is_read_with_the_line_where_it_stands() -> None:
    found = read()
    facts = told(found)
    assert facts["agency"] == "civilian" and facts["office"] == "DEPARTMENT OF THE INTERIOR, FIELD OFFICE"
    assert facts["award_date"] == date(2026, 12, 21) and facts["sol_date"] == date(2026, 12, 15)
    assert facts["method"] == "far12" and facts["performed_in"] == ["USA", "?"]
    assert facts["lines"] == [{"value": Decimal("18000.00"), "origin": ["BGD", "VNM"], "commercial": True}]
    where = {(e["fact"], e["line"]) for e in as_document(found)["read"]}
    assert where >= {("office", 1), ("award_date", 3), ("line1", 7), ("origin", 8), ("performed_in", 9), ("method", 10)}


def test_a_guess_is_not_told_and_says_which_words_suggest_it() -> None:
    found = read()
    guesses = {g["fact"]: (g["value"], g["line"]) for g in found.facts.guesses}
    assert guesses == {"lines[1].item": ("supply", 7), "lines[1].acquired_outside_us": (True, 8), "value": ("18000.00", 7)}
    assert "value" not in told(found) and not {"item", "acquired_outside_us"} & told(found)["lines"][0].keys()


def test_what_somebody_told_stands_over_what_the_head_shows() -> None:
    given = {"agency": "dod", "method": "open", "office": "Another Office", "lines": [{"item": "service"}]}
    assert {key: told(read(facts=given))[key] for key in given} == given
    keyed = ORDER.replace("Contractor:", "Agency: dod\nOffice: Depot\nMethod: open\nContractor:")
    facts = told(read(keyed))
    assert (facts["agency"], facts["office"], facts["method"]) == ("dod", "Depot", "open")


@pytest.mark.parametrize(("was", "now", "fact", "value"), [
    ("= $18,000.00", "= $18,500.00", "lines", [{"origin": ["BGD", "VNM"], "commercial": True}]),
    ("Bangladesh or Vietnam", "Bangladesh or elsewhere", "lines", [{"value": Decimal("18000.00"), "commercial": True}]),
    ("Denver, CO,", "a warehouse,", "performed_in", None),
    ("Commercial product (FAR part 12).", "Not a commercial product (FAR part 12).", "method", None),
    ("Commercial product (FAR part 12).", "Commercial product.", "method", None),
    ("DEPARTMENT OF THE INTERIOR, FIELD OFFICE", "Example Uniform Supply LLC", "agency", None),
    ("DEPARTMENT OF THE INTERIOR, FIELD OFFICE", "DEPARTMENT OF THE ARMY, DEPOT", "agency", "dod"),
])  # fmt: skip
def test_what_does_not_plainly_stand_there_is_not_told(was: str, now: str, fact: str, value: Any) -> None:
    assert told(read(ORDER.replace(was, now))).get(fact) == value


@pytest.mark.parametrize(("was", "now", "given", "stage"), [
    ("", "", None, "not signed yet"),
    ("", "", {"signed": True}, "awarded"),
    ("____________________   Date: ________", "/s/ A. Officer", None, "awarded"),
    ("____________________   Date: ________", "/s/ A. Officer", {"signed": False}, "not signed yet"),
    (", 2026", ", 2025", None, "awarded"),
    ("ZZ0FIC-27-P-0012", "ZZ0FIC-27-Q-0012", None, "not signed yet"),
    ("Contracting Officer: ____", "Vendor: ____", None, "awarded"),
])  # fmt: skip
def test_an_empty_line_for_the_signature_is_taken_as_not_signed_unless_the_day_is_over_or_somebody_tells(
    was: str, now: str, given: dict[str, Any] | None, stage: str
) -> None:
    found = as_document(read(ORDER.replace(was, now) if was else ORDER, given))
    assert found["stage"] == stage
    (repair,) = repairs([found]).repairs
    assert repair.unsigned is (stage == "not signed yet")
    assert {change.consent for change in repair.changes} == {"before it is signed" if repair.unsigned else "bilateral"}
    fixes = " ".join(gap["fix"] for gap in found["gaps"])
    assert ("before it is signed" in fixes) is repair.unsigned and ("both sign" in fixes) is not repair.unsigned


def test_whether_it_is_signed_is_told_by_yes_or_no() -> None:
    with pytest.raises(InputRefusedError, match="signed is maybe"):
        read(facts={"signed": "maybe"})


def package(**more: Any) -> dict[str, Any]:
    """What a check says of the package of a purchase under the overhaul text."""
    edition = {"what": "edition", "package": "DEVIATION FEB 2026", "standing": "required", "line": 14, "page": None,
               "means": "required by law", "place": "contract clauses"}  # fmt: skip
    differs = [{**edition, "number": "52.222-50", "item": "trafficking", "name": "52.222-50", "text": "OCT 2020"},
               {**edition, "number": "52.222-3", "item": "convict_labor", "name": "52.222-3", "text": "JUN 2003"}]  # fmt: skip
    none: dict[str, Any] = {part: [] for part in ("not_in_text", "cannot_tell", "same", "not_in_package")}
    return {"day": "2026-11-30", "differs": differs, **none, **more}


def test_the_date_of_the_deviation_that_the_purchase_holds_stands_in_the_fix_and_in_the_draft() -> None:
    alone = as_document(read(facts={"regime": "rfo", "signed": True}))
    (blank,) = [c.words for c in repairs([alone]).repairs[0].changes if c.gap_id == "TIP-01"]
    assert "[to fill in: month and year that the agency gave its deviation" in blank
    tied = {**alone, "package": package()}
    (gap,) = with_editions(tied)["gaps"]
    assert gap["due"] == "DEVIATION FEB 2026" and "by FAR 52.222-50 (DEVIATION FEB 2026)" in gap["fix"]
    repair = repairs([tied]).repairs[0]
    (words,) = [c.words for c in repair.changes if c.gap_id == "TIP-01"]
    assert "Combating Trafficking in Persons (DEVIATION FEB 2026)." in words and "[" not in words
    (other,) = [c.words for c in repair.changes if c.gap_id == "package"]
    assert "package" not in [c.gap_id for c in repair.offered], "a text that kept it would mix two laws"
    assert counts(tied).required == 1
    assert "52.222-3, Convict Labor (JUN 2003) is replaced by: FAR 52.222-3, Convict Labor (DEVIATION FEB 2026)" in other
    assert (repair.office, repair.dated, repair.value) == (
        "DEPARTMENT OF THE INTERIOR, FIELD OFFICE", "2026-12-21", "$18,000.00 (the sum of the lines)")  # fmt: skip


def test_what_is_ticked_in_the_clause_of_statutes_is_named() -> None:
    entry = {"place": "contract clauses", "standing": "required", "means": "required by law", "edition": "MAR 2026",
             "why": "the text does not hold it"}  # fmt: skip
    items = {"52.212-5": "commercial_terms_by_statute", "52.203-17": "whistleblowers_civilian"}
    lacks = [{**entry, "item": item, "name": f"FAR {number}", "number": number} for number, item in items.items()]
    found = {**as_document(read(facts={"regime": "codified", "signed": True})), "package": package(not_in_text=lacks)}
    (words,) = [c.words for c in repairs([found]).repairs[0].changes if "FAR 52.212-5" in c.words]
    ticked = words.partition("In its paragraph (b) these are ticked: ")[2]
    assert all(number in ticked for number in ("52.203-17", "52.222-3, Convict Labor", "52.222-50"))
    assert "52.222-19" not in ticked and ticked.count("[to fill in: ") == 1, "the package does not name it"


def test_a_clause_that_was_found_is_not_among_those_not_looked_for_nor_one_of_defense_for_a_civilian_agency() -> None:
    alone = as_document(read())
    assert "52.222-3" not in not_checked(alone) and "52.212-5" in not_checked(alone)
    assert not [n for n in not_checked(alone) if n.startswith("252.")]
    untold = {**alone, "facts": {}, "clauses": []}
    assert {"52.222-3", "252.225-7061"} <= set(not_checked(untold))


def test_a_clause_that_stands_in_doubt_is_replaced_and_not_added_twice() -> None:
    text = ORDER.replace("52.222-3 ", "52.222-19 Child Labor-Cooperation with Authorities and Remedies (JAN 2020)\n52.222-3 ")
    offered = repairs([as_document(read(text))]).repairs[0].offered
    (words,) = [c.words for c in offered if "52.222-19" in c.words]
    assert words.startswith("The clause FAR 52.222-19") and "(JAN 2020) is replaced by" in words


@pytest.mark.parametrize(("path", "value", "name", "said"), [
    ("lines[1].origin", ["BGD", "?"], "line 1: the countries of origin", "Bangladesh and others not told"),
    ("lines[2].cots", True, "whether line 2 is a COTS item", "yes"),
    ("method", "far12", "the method", "commercial procedures (FAR part 12)"),
    ("value", "18000.00", "the value of the acquisition", "$18,000.00"),
    ("signed", False, "the text is signed", "no"),
])  # fmt: skip
def test_facts_are_called_as_a_person_calls_them(path: str, value: Any, name: str, said: str) -> None:
    assert fact_in_words(path) == name and value_in_words(path, value) == said


def test_a_citation_says_where_to_look_instead_of_what_is_not_held() -> None:
    assert cited("FAR 22.2 (overhaul text, numbers not held); 52.222-3") == (
        "FAR 22.2 (its number in the overhaul text: see the agency's deviation); 52.222-3")  # fmt: skip
