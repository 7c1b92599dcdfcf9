"""A contract text beside the package of its purchase: what of one is not in the other, and what the text need not show."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from buyfair.cards.audit import items_compared
from buyfair.cards.audit_beside import Counts, counts, headline
from buyfair.cards.audit_repair import repairs
from buyfair.cli import main
from buyfair.contract import audit, told_with
from buyfair.package import as_document, package_for
from buyfair.terms.document import Document, WrittenLine

DAY = date(2026, 11, 1)
FACTS: dict[str, Any] = {
    "agency": "dod", "sol_date": DAY, "method": "open", "value": 4_200_000, "possible_outside": 4_200_000, "tier": 0,
    "lines": [{"item": "supply", "good": "garments", "value": 4_200_000, "cots": False, "commercial": False,
               "acquired_outside_us": True, "origin": ["BGD"]}],
}  # fmt: skip
HEAD = "Contract ZZEXMP-26-C-0900\nSection I, clauses incorporated by reference\n"
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    return json.loads(json.dumps(as_document(package_for(FACTS, DAY)), default=str))  # type: ignore[no-any-return]


def clauses_of(package: dict[str, Any]) -> list[Entry]:
    return [item for item in package["items"] if item["number"]]


def line(item: Entry) -> str:
    return f"{item['number']}  {item['title']} ({item['edition']['printed']})"


def text(words: str) -> Document:
    rows = tuple(WrittenLine(row, n) for n, row in enumerate((HEAD + words).splitlines(), 1))
    return Document("contract.txt", "0" * 64, rows)


def told(words: str, package: dict[str, Any]) -> dict[str, Any]:
    return told_with(audit(text(words), FACTS, DAY), package)


def test_a_text_that_holds_every_item_differs_in_nothing(package: dict[str, Any]) -> None:
    words = "\n".join([*map(line, clauses_of(package)), *(i["text"] for i in package["items"] if not i["number"])])
    blanks = "\n".join(b["filled"] for i in package["items"] for b in i["fill_ins"] if b["filled"])
    found = told(f"{words}\n{blanks}\n", package)["package"]
    assert (found["not_in_text"], found["not_in_package"], found["differs"], found["cannot_tell"]) == ([], [], [], [])
    compared = [i for i in package["items"] if i["kind"] not in ("file note", "notice")]
    assert len(found["same"]) == items_compared(found) == len(compared)


def test_each_clause_that_is_left_out_is_named_and_a_provision_that_need_not_be_shown_is_not(package: dict[str, Any]) -> None:
    """One at a time; the contract alone need not hold the provisions of its solicitation."""
    own = [i for i in clauses_of(package) if i["kind"] == "clause"]
    for gone in own:
        found = told("\n".join(line(i) for i in own if i is not gone), package)["package"]
        lacks = [e["item"] for e in found["not_in_text"] if e["number"]]
        assert lacks == [gone["id"]] and gone["id"] not in found["same"]
        untold = {e["number"] for e in found["cannot_tell"] if e["number"]}
        assert untold == {i["number"] for i in clauses_of(package) if i["kind"] == "provision"}


def test_editions_alternates_fill_ins_and_sentences_that_are_not_those_of_the_package_are_told(package: dict[str, Any]) -> None:
    other = deepcopy(package)
    clause = next(i for i in other["items"] if i["number"] == "252.225-7012")
    clause["alternate"] = "Alternate I"
    provision = next(i for i in other["items"] if i["number"] == "52.222-18")
    own = next(i for i in other["items"] if not i["number"] and i["kind"] not in ("file note", "notice") and ". " in i["text"])
    first = own["text"].partition(". ")[0]
    words = f"252.225-7012  {clause['title']} (APR 2022)\n{line(provision)}\n{first}.\n52.222-17  Nondisplacement (MAY 2014)\n"
    found = told(words, other)["package"]
    off = {(e["item"], e["what"]): e for e in found["differs"]}
    both = {(clause["id"], "edition"), (clause["id"], "alternate")}
    assert both | {(provision["id"], "fill-in"), (own["id"], "words")} <= set(off)
    edition = off[clause["id"], "edition"]
    assert (edition["package"], edition["text"]) == (clause["edition"]["printed"], "APR 2022")
    assert off[own["id"], "words"]["text"].startswith("1 of its ")
    assert not {clause["id"], provision["id"], own["id"]} & set(found["same"])


def test_a_clause_that_the_package_left_open_is_in_the_text_and_not_in_the_package(package: dict[str, Any]) -> None:
    item = next(i for i in package["open"] if i["number"] and i["number"] not in {i["number"] for i in package["items"]})
    found = told(line(item), package)["package"]
    assert [(e["number"], e["why"]) for e in found["not_in_package"]] == [
        (item["number"], "in the package it is open: the facts do not tell whether it is due")
    ]


def test_the_law_answers_the_same_with_a_package_and_the_draft_names_what_it_may(package: dict[str, Any]) -> None:
    """What differs from the package is no gap; within discretion it stands among the office's own, as the law lets it in."""
    words = "252.225-7012  Preference for Certain Domestic Commodities (APR 2022)\n"
    document = text(words)
    alone, beside = (told_with(audit(document, FACTS, DAY), p) for p in (None, package))
    assert "package" not in alone and {k: v for k, v in beside.items() if k != "package"} == alone
    before = {**beside, "stage": "before award"}
    own = [one for one in repairs([before]).repairs[0].own if one.startswith("The package of the purchase holds")]
    free = [e["name"] for e in beside["package"]["not_in_text"] if e["standing"] == "discretion"]
    assert len(own) == len(free) > 0 and all("by amendment" in one for one in own)
    awarded = {**beside, "facts": {**beside["facts"], "award_date": "2026-11-20"}}
    assert any("supplemental agreement that both sign (FAR 43.103(a))" in one for one in repairs([awarded]).repairs[0].own)


KEPT = {"case": "ACQ-2026-0007", "sha256": "ab" * 32}
"""What a package has that a purchase kept with its solicitation."""
AWARDED = "Award date: 2026-11-20\nSection L  Provisions of the solicitation\n252.225-7012  Preference for Certain (APR 2022)\n"


@pytest.mark.parametrize(("more", "head", "in_order"), [
    (KEPT, "", True), ({}, "", False), ({**KEPT, "as_of_today": True}, "", False),
    (KEPT, "Solicitation", False), (KEPT, "52.222-18  Certification (FEB 2001)\n", False),
])  # fmt: skip
def test_a_provision_that_the_kept_package_holds_is_in_order_though_the_contract_does_not_hold_it(
    package: dict[str, Any], more: Entry, head: str, in_order: bool
) -> None:
    """A provision stands in the solicitation: what was kept of that shows it, not the contract."""
    document = text(AWARDED + head)
    if head == "Solicitation":
        rows = (WrittenLine("Solicitation no. ZZEXMP-26-R-0900", 1), *document.lines[1:2], *document.lines[3:])
        document = Document("solicitation.txt", "0" * 64, rows)
    found = told_with(audit(document, FACTS, DAY), {**package, **more})
    lacks = [e["id"] for part in ("gaps", "beside", "cannot_tell", "beside_open") for e in found[part]]
    shown = [e["why"] for e in found["kept"] if e["id"] == "CL-02" and "kept package" in e["why"]]
    assert ("CL-02" not in lacks, bool(shown)) == (in_order, in_order)
    if in_order:
        name = next(i["name"] for i in package["items"] if i["number"] == "52.222-18")
        assert shown == [f"the kept package of ACQ-2026-0007, {package['day']}, holds {name} (sha256 {'ab' * 32})"]
        assert "52.222-18" not in [e["number"] for e in found["package"]["not_in_text"]]
        assert "52.222-18" in [e["number"] for e in found["package"]["cannot_tell"]]
        assert not any("52.222-18" in c.words for c in repairs([found]).repairs[0].changes)


def test_all_that_the_package_requires_by_law_and_the_text_lacks_is_counted_and_drafted(package: dict[str, Any]) -> None:
    """Beside what the check finds itself; a provision only before the award, after it for the office's own file."""
    old = "252.203-7002  Requirement to Inform Employees of Whistleblower Rights (JAN 2009)\n"
    found = told(f"252.225-7012  Preference for Certain Domestic Commodities (APR 2022)\n{old}", package)
    lacks = [e for e in found["package"]["not_in_text"] if e["standing"] == "required"]
    named = {gap["clause"] for part in ("gaps", "beside") for gap in found[part]}
    rest = [e for e in lacks if e["number"] not in named]
    assert counts(found) == Counts(len(found["gaps"]), len(found["beside"]), len(rest)) and rest
    repair = repairs([found]).repairs[0]
    drafted = " ".join(change.words for change in repair.changes)
    assert all((e["number"] or e["name"]) in drafted for e in lacks)
    (other,) = [change.words for change in repair.offered if change.gap_id == "package"]
    assert "(JAN 2009) is replaced by: DFARS 252.203-7002" in other, "a newer one would be no fault"
    assert headline(counts(found)).endswith(f"and {len(rest)} that its package requires by law")


def test_the_command_tells_it_and_refuses_what_is_no_package(package: dict[str, Any], tmp_path: Path) -> None:
    for name, content in {"c.txt": HEAD + line(clauses_of(package)[0]), "p.json": json.dumps(package), "no.json": "{}",
                          "bad.json": "[", "odd.json": json.dumps({**package, "items": [{"id": 1}]})}.items():  # fmt: skip
        (tmp_path / name).write_text(content, "utf-8")
    asked = ["audit", str(tmp_path / "c.txt"), "--day", DAY.isoformat(), "--package"]
    as_json = CliRunner().invoke(main, [*asked, str(tmp_path / "p.json"), "--json"])
    assert as_json.exit_code == 0 and set(json.loads(as_json.stdout)["package"]) >= {"not_in_text", "not_in_package", "same"}
    page = CliRunner().invoke(main, [*asked, str(tmp_path / "p.json")]).stdout
    assert "AGAINST THE PACKAGE OF ITS PURCHASE" in page and "In the package, not in the text:" in page
    for name, says in {"no.json": "is no package", "bad.json": "is no JSON", "odd.json": "is no package"}.items():
        refused = CliRunner().invoke(main, [*asked, str(tmp_path / name)])
        assert refused.exit_code == 1 and says in refused.stderr and refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "where", "why"),
    [
        ("{whole}\nThe clause 252.225-7012 is hereby deleted.", "not_in_text", "in the text it is struck"),
        ("252.225-7012  {title}", "cannot_tell", "prints no date beside it"),
        ("252.225-7012  {title} (04/2022)", "cannot_tell", "prints no date beside it"),
        ("252.225-7012  {title} (DEVIATION {printed})", "differs", None),
    ],
)
def test_what_is_struck_undated_or_a_deviation_is_not_in_the_text_as_it_was(
    words: str, where: str, why: str | None, package: dict[str, Any]
) -> None:
    """Missing data passes nothing: a clause without its date is not the edition of the package."""
    item = next(i for i in package["items"] if i["number"] == "252.225-7012")
    said = words.format(whole=line(item), title=item["title"], printed=item["edition"]["printed"])
    found = told(said + "\n52.222-17  Nondisplacement (MAY 2014)\n", package)["package"]
    entry = next(e for e in found[where] if e["item"] == item["id"])
    assert item["id"] not in found["same"]
    assert entry["what"] == "edition" if why is None else why in entry["why"]


def test_a_text_of_which_a_page_could_not_be_read_lacks_nothing_for_sure(package: dict[str, Any]) -> None:
    whole = text("252.225-7012  Preference for Certain Domestic Commodities (APR 2022)\n")
    unread = replace(whole, notes=("page 2 could not be read; it may be a picture",))
    found = told_with(audit(unread, FACTS, DAY), package)["package"]
    assert found["not_in_text"] == [] and any("page 2 could not be read" in e["why"] for e in found["cannot_tell"])


def test_a_few_words_that_fill_a_blank_count_with_their_clause_alone(package: dict[str, Any]) -> None:
    """A number may stand anywhere in a text."""
    other = deepcopy(package)
    item = next(i for i in other["items"] if i["number"] == "252.225-7012")
    item["fill_ins"] = [{"asks": "days", "filled": "30", "in_title": False}]
    beside, apart = f"{line(item)}\nWithin 30 days.\n", f"Paid within 30 days.\n\n{line(item)}\n"
    assert item["id"] in told(beside, other)["package"]["same"]
    why = next(e["why"] for e in told(apart, other)["package"]["cannot_tell"] if e["item"] == item["id"])
    assert why == "“30” stands in the text, and not with the clause"
