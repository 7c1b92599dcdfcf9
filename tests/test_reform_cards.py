"""How a reform is shown: the terminal and the briefs say the answer's figures, name what is unknown, and never run over."""

from __future__ import annotations

import ctypes
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from buyfair.cards import brief_sheet
from buyfair.cards.brief import brief_pdf, district_pdf
from buyfair.cards.reform import reform_text
from buyfair.cards.reform_words import headline, years
from buyfair.terms.errors import InputRefusedError
from made_reforms import (
    Answer,
    an_answer,
    huge,
    in_other_scripts,
    long_but_real,
    nothing,
    only_bounds,
    without_districts,
)

ROOT = Path(__file__).resolve().parents[1]
EVERY = (an_answer, nothing, only_bounds, huge, long_but_real, in_other_scripts, without_districts)
WITH_DISTRICTS = (an_answer, nothing, huge, long_but_real, in_other_scripts)

every_answer = pytest.mark.parametrize("made", EVERY)


def told(answer: Answer, width: int = 100) -> str:
    """The terminal's words in one line, so that a break of lines hides nothing."""
    return " ".join(reform_text(answer, width, False).split())


def read(pdf: bytes) -> list[str]:
    """The words of each page in one line."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return [" ".join(re.sub("[\u200b\ufffe\u00ad]", "", text).split()) for text in pages]


# In a terminal


def test_the_terminal_says_what_changes_and_who_is_covered_between_which_bounds() -> None:
    said = told(an_answer())
    assert "TIP_PLAN: $700,000 becomes $250,000" in said
    assert "72 awards ($38.0 million) that are not covered today would be covered for certain" in said
    assert "126 awards ($63.0 million) more may be" in said
    assert "For 298 awards ($138.0 million) the records cannot tell" in said
    assert "for certain 204 $129.6M 109 at most 640 $333.9M 369 cannot be told 436 $204.3M 260" in said


def test_the_terminal_names_where_when_burden_supply_and_what_only_some_reforms_have() -> None:
    said = told(an_answer())
    assert "Food $48.4M to $89.7M $59.6M to $103.9M" in said
    assert "Outside the sectors" in said and "Department of Examples" in said
    assert "How much of it could be performed abroad? (recorded in no award record) 210 $120.5M" in said
    assert re.search(r"Year 5, to 2030-09-30 █+░+ \$45.0M to \$110.0M 100 to 300", said)
    assert "= hours a year 436 2,496 17,712" in said and "17,727 responses and 212,724 hours a year, 12 hours" in said
    assert "The size of 14 firms is not recorded" in said
    assert "Three offers or more 250 $133.9M" in said and "75-100 % 85 $63.0M" in said
    assert all(heading in said for heading in ("Price preference", "Fee for independent monitoring",
                                               "If award records held more", "Beside the other reform"))  # fmt: skip


def test_the_three_assumptions_that_matter_most_come_first_by_their_swing() -> None:
    said = told(an_answer())
    first, second, third = (said.index(each) for each in ("Hours per response: $51K", "How many firms would answer: $80K",
                                                          "Responses per firm and year: $154K"))  # fmt: skip
    assert first < second < third
    assert "Dollars per hour, all costs included: $120K" not in said


@every_answer
@pytest.mark.parametrize("width", [60, 76, 100, 140])
def test_no_line_is_wider_than_the_terminal(made: Callable[[], Answer], width: int) -> None:
    assert max(cell_len(line) for line in reform_text(made(), width, False).split("\n")) <= width


def test_color_only_adds_color() -> None:
    colored = reform_text(an_answer(), 90, True)
    plain = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", colored).split("\n"))
    assert "\x1b[" in colored and plain == reform_text(an_answer(), 90, False)


@every_answer
def test_limits_stand_in_the_terminal_in_full(made: Callable[[], Answer]) -> None:
    answer = made()
    said = told(answer, 140)
    assert all(" ".join(limit.split()) in said for limit in answer["limits"])


def test_what_is_not_known_is_said_and_is_no_zero() -> None:
    said = told(only_bounds())
    unknown = ("The burden", "When it would bite", "How many suppliers that are", "How many offers came in for covered awards")
    for what in unknown:
        assert f"{what} is not known." in said
    assert "By state: not known." in said
    assert "for certain 120 $88.4M not known" in said


def test_zero_is_said_as_zero_and_an_expected_nothing_is_said_to_be_expected() -> None:
    said = told(nothing())
    assert "No award in these files changes its answer." in said and "was expected" in said
    assert "not known" not in said and "for certain 0 $0 0" in said


def test_an_award_that_moves_from_cannot_be_told_to_covered_is_not_counted_as_new() -> None:
    answer = an_answer()
    for row in answer["moves"]:
        if row["before"] == "no" and row["after"] != "no":
            row["awards"], row["dollars"] = 0, "0.00"
    said = headline(answer)
    assert said[0] == "No award that is not covered today would be covered."
    assert said[1] == "12 awards ($3.2 million) that cannot be told today would be covered for certain."


def test_awards_that_a_reform_releases_are_said() -> None:
    answer = an_answer()
    next(row for row in answer["moves"] if (row["before"], row["after"]) == ("yes", "no")).update(awards=1, dollars="900000.00")
    assert "1 award ($900,000) would no longer be covered." in headline(answer)


def test_what_is_covered_anew_is_added_up_where_it_is_more_than_what_is_newly_in() -> None:
    answer = an_answer()
    answer["open"] = {"awards": 200, "dollars": "100000000.00", "suppliers": 90}
    assert "Of these the reform may cover 200 awards ($100.0 million)" in told(answer)
    assert headline(answer)[0].startswith("Covered anew, all told: from 72 awards ($38.0 million) for certain to 410 awards "
                                          "($204.2 million) at most.")  # fmt: skip


def test_what_only_can_release_is_not_said_to_cover() -> None:
    answer = an_answer()
    for row in answer["moves"]:
        if row["before"] != row["after"]:
            released = (row["before"], row["after"]) == ("unknown", "no")
            row["awards"], row["dollars"] = (2, "1600000.00") if released else (0, "0.00")
    answer["open"] = {"awards": 0, "dollars": "0.00", "suppliers": 0}
    assert headline(answer) == [
        "No award that is not covered today would be covered.",
        "2 awards ($1.6 million) of which it cannot be told today would surely not be covered.",
        "For 298 awards ($138.0 million) the records cannot tell whether a duty binds, with or without the reform.",
        "The reform brings none of these under a duty: what is not known of them is the same both times, or it only releases.",
    ]


def test_a_reform_that_reaches_nothing_says_so_in_words_and_draws_nothing() -> None:
    answer = nothing()
    answer["by"] = {name: [] for name in answer["by"]}
    answer["curve_of"] = {key: {"awards": 0, "dollars": "0.00"} for key in ("running", "over", "end_not_recorded")}
    for said in (told(answer), read(brief_pdf(answer))[0]):
        assert "None of them is of a kind and a day that these duties reach" in said
        assert "No award is covered, neither today nor under the reform." in said
        assert "nothing is drawn over the years" in said and "Year 5" not in said and "not known" not in said


def test_awards_without_a_recorded_end_leave_no_empty_bars() -> None:
    answer = an_answer()
    for row in answer["curve"]:
        row["running"] = {part: {"awards": 0, "dollars": "0.00"} for part in ("certain", "possible")}
    answer["curve_of"] = {"running": {"awards": 0}, "over": {"awards": 3}, "end_not_recorded": {"awards": 4}}
    said = told(answer)
    assert "No bar can be drawn" in said and "3 had ended, and 4 record no end" in said and "█" not in said


def test_a_preference_or_a_fee_is_not_called_a_duty() -> None:
    answer = an_answer()
    assert "Covered means that a duty would bind the award." in told(answer)
    answer["rules"] = [{**answer["rules"][0], "result": "advice"}]
    answer["fee"], answer["expects"] = None, "nothing"
    said = told(answer)
    assert "Covered means that the preference could have counted" in said and "a duty would bind" not in said
    assert "As expected no duty moves" in said


def test_a_check_that_was_to_find_nothing_and_finds_something_is_said_to_fail() -> None:
    assert "the check fails here" in told({**an_answer(), "expects": "nothing"})


def test_of_which_day_the_files_are_is_not_taken_for_the_day_of_the_law() -> None:
    answer = an_answer()
    assert "files as of 2025-09-30, each award under the law of its own day" in told(answer)
    assert "Files as of September 30, 2025, each award under the law of its own day" in read(brief_pdf(answer))[0]


def test_a_question_stands_without_the_advice_that_follows_it() -> None:
    answer = an_answer()
    answer["missing"][0]["says"] = "Is it acquired abroad? Count goods made abroad unless counsel says otherwise."
    assert "Is it acquired abroad? (recorded by a proxy in some award records)" in told(answer, 140)


def test_the_owner_of_one_firm_reads_what_it_comes_to_for_one() -> None:
    said = "For one firm that is 4 to 48 hours a year (middle 12), $192 to $4,416 (middle $738)."
    assert said in told(an_answer()) and said in read(brief_pdf(an_answer()))[1]


def test_where_no_firm_has_to_answer_no_burden_is_drawn() -> None:
    answer = an_answer()
    answer["burden"]["respondents"] = {"low": 0, "high": 0}
    for said in (told(answer), read(brief_pdf(answer))[1]):
        assert "No firm comes anew under a duty" in said and "Hours per response" not in said


def test_what_it_costs_to_record_more_is_not_said_to_be_nothing() -> None:
    answer = an_answer()
    answer["burden"]["respondents"] = {"low": 0, "high": 0}
    assert "what it costs to tell and to record the new facts is not reckoned" in told(answer)
    answer["record"] = None
    assert "so there is no burden to reckon" in told(answer)


def test_a_burden_of_nothing_at_its_low_end_is_said_to_be_what_records_prove() -> None:
    answer = an_answer()
    assert "Low is nothing" not in told(answer)
    answer["burden"]["respondents"]["low"] = 0
    assert all("Low is nothing where no firm is covered anew for certain" in said
               for said in (told(answer), read(brief_pdf(answer))[1]))  # fmt: skip


def test_a_fee_says_its_basis_points_its_sites_and_whence_the_cost_of_a_visit() -> None:
    answer = an_answer()
    answer["fee"] |= {"basis_points": "10", "visit_cost_source": "prices of audits", "visit_cost_mark": "inferred",
                      "sites": {"suppliers_that_make_goods": 3, "awards_with_origin_country": 44, "awards": 640}}  # fmt: skip
    said = told(answer)
    assert "10 basis points of covered dollars raise $130K to $334K over all days of these files, enough for 21 to 222" in said
    assert "What a visit costs: prices of audits (inferred, not read as such)." in said
    assert "Of 640 awards covered at most, 44 record a country of origin, and 3 suppliers said to make goods." in said
    answer["fee"]["visits"] = None
    assert "what a visit to a site costs is not told" in told(answer)


def test_facts_that_settle_nothing_are_followed_by_those_that_would() -> None:
    answer = an_answer()
    nothing_told = {"awards": 0, "dollars": "0.00"}
    answer["record"]["would_take"] = [{"facts": ["cots", "sol_date"], "awards": 90, "dollars": "2500000.00"}]
    answer["record"]["by_rule"][0]["decidable"] = nothing_told
    said = told(answer)
    assert "90 awards ($2.5 million) would take whether it is a COTS item and the solicitation date." in said
    assert "settle nothing for 1 duty that cannot be told" in said


def test_subcontractors_that_are_counted_are_named_and_those_that_are_not() -> None:
    answer = an_answer()
    answer["subcontractors"] = {"recorded": True, "certain": 9, "possible": 18, "says": "Others are not."}
    assert "Reached anew are 9 to 18 subcontractors. Others are not." in told(answer)
    assert "Reported subcontractors are among the firms, but not among the small ones" in told(answer)
    answer["subcontractors"] = {"recorded": False, "certain": None, "possible": None, "says": "No report was read."}
    assert "No report was read." in told(answer) and "Reached anew" not in told(answer)


def test_the_awards_that_are_named_are_not_taken_for_all_that_move() -> None:
    answer = an_answer()
    assert "The 12 with the most dollars stand in --json; --moved writes all of them." in told(answer)
    for row in answer["moves"]:
        row["awards"] = 12 if (row["before"], row["after"]) == ("no", "yes") else 0
    assert "And 7 more in --json." in told(answer) and "--moved" not in told(answer)


def test_the_dollars_named_beside_a_supplier_are_said_to_be_at_most() -> None:
    assert "Example Optics LLC: at most $9.0M of $12.0M, 75%" in told(an_answer())


def test_a_recalled_text_is_said_to_be_recalled() -> None:
    assert "Sample Order 1; recalled, its text was not read" in told(an_answer())


def test_more_than_one_duty_is_told_apart() -> None:
    answer = an_answer()
    answer["rules"] = [{**answer["rules"][0], "id": f"TIP-0{n}"} for n in (4, 5)]
    assert "By duty" in told(answer) and "By duty" not in told(an_answer())


def test_the_certain_part_of_the_curve_never_reaches_beyond_the_possible() -> None:
    assert all(0 <= year.certain <= year.possible <= 1 for made in EVERY for year in years(made()))


# On paper


@pytest.fixture(scope="module")
def brief() -> bytes:
    return brief_pdf(an_answer())


@pytest.mark.slow
@every_answer
def test_the_brief_has_two_pages_whatever_the_answer_holds(made: Callable[[], Answer]) -> None:
    pages = read(brief_pdf(made()))
    assert len(pages) == 2
    assert "Who is newly covered" in pages[0] and "When it bites" in pages[0]
    assert pages[1].startswith("Burden in one year") and "What these figures do not show" in pages[1]


@pytest.mark.parametrize("made", WITH_DISTRICTS)
def test_a_district_has_one_page_whatever_the_answer_holds(made: Callable[[], Answer]) -> None:
    pages = read(district_pdf(made(), "CA-12"))
    assert len(pages) == 1 and "Awards of suppliers in CA-12" in pages[0] and "What these figures do not show" in pages[0]


def test_the_first_page_says_the_answer(brief: bytes) -> None:
    page = read(brief)[0]
    assert "Section 1703(a) of the Act is amended by striking \"other than" in page
    assert "72 awards ($38.0 million) that are not covered today" in page
    assert "Under the reform 204 $129.6M 109 640 $333.9M 369 436 $204.3M 260" in page
    assert "TX $30.0M to $80.0M $50.0M to $140.0M" in page and "Year 5, to 2030-09-30 $45.0M to $110.0M 100 to 300" in page


def test_paragraphs_of_the_draft_stand_apart() -> None:
    answer = an_answer()
    answer["words"] = "(a) The first,\nwrapped by hand.\n(b) The second.\n\nWhat follows."
    page = pypdfium2.PdfDocument(brief_pdf(answer))[0].get_textpage().get_text_range()
    assert "(a) The first, wrapped by hand.\r\n(b) The second.\r\nWhat follows.\r\n" in page
    assert "Source of the proposal: our own." in page


def test_the_second_page_says_burden_law_limits_and_sources(brief: bytes) -> None:
    page = read(brief)[1]
    assert "= cost to firms a year $21K $154K $1.6M" in page and "OMB control number 9000-0188" in page
    assert "Hours per response $51K to $307K" in page
    assert "41 USC 1906-1907: no law reaches" in page and "GPA, article IV" in page
    assert "365 days from statute to clause" in page
    assert all(limit in page for limit in an_answer()["limits"])
    assert "made_awards_2025.csv (sha256 0123456789ab)" in page and "Code 0.1.0+abc1234, knowledge 9f8e7d6c5b4a" in page


def test_the_same_answer_gives_the_same_bytes_in_another_process_and_after_json(brief: bytes) -> None:
    assert brief_pdf(json.loads(json.dumps(an_answer()))) == brief
    code = ("import hashlib, made_reforms as m; from buyfair.cards.brief import brief_pdf; "
            "print(hashlib.sha256(brief_pdf(m.an_answer())).hexdigest())")  # fmt: skip
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert other.stdout.strip() == hashlib.sha256(brief).hexdigest()


def test_a_day_stands_on_the_paper_only_where_it_is_given(brief: bytes) -> None:
    assert "Printed November 29, 2026." in read(brief_pdf(an_answer(), date(2026, 11, 29)))[0]
    assert "Printed" not in read(brief)[0] and not pypdfium2.PdfDocument(brief).get_metadata_dict()["CreationDate"]


def test_what_looks_like_commands_of_the_typesetter_stays_text() -> None:
    answer = an_answer()
    answer["title"] = "#panic(\"no\") $x$ [b] @c <d> *e* _f_ `g` \\ // h"
    answer["changes"] = ["#let x = 1", "= no heading", "+ no list", "https://example.org"]
    page = read(brief_pdf(answer))[0]
    assert "#panic(\"no\") $x$ [b] @c <d> *e* _f_ `g` \\ // h" in page
    assert all(each in page for each in answer["changes"])
    assert "Harbor Lamp & Cable #4, Inc." in read(district_pdf(answer, "CA-12"))[0]


def test_names_in_other_scripts_stand_in_latin_letters_and_the_page_says_so() -> None:
    answer = in_other_scripts()
    for row in answer["movers"]:
        row["district"] = "CA-12"
    page = read(district_pdf(answer, "CA-12"))[0]
    assert "Qing Dao Shi Li" in page and "OOO «Primer»" in page and "Größe & Söhne Łódź" in page
    assert brief_sheet.SPELLED in page
    assert "青岛示例纺织有限公司" in reform_text(answer, 100, False)
    assert brief_sheet.SPELLED not in read(district_pdf(an_answer(), "CA-12"))[0]


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.text(max_size=80), st.text(max_size=300))
def test_any_letters_at_all_can_be_set(name: str, text: str) -> None:
    answer = an_answer()
    answer["title"] = answer["changes"][0] = name
    answer["limits"] = [text]
    answer["movers"][0]["supplier"] = name
    answer["leverage"]["top"][0]["supplier"] = answer["by"]["sector"][0]["sector"] = name
    assert len(read(brief_pdf(answer))) == 2 and len(read(district_pdf(answer, "CA-12"))) == 1
    assert max(cell_len(line) for line in reform_text(answer, 60, False).split("\n")) <= 60


def test_what_has_no_room_is_counted_where_it_is_missing() -> None:
    first, second = read(brief_pdf(huge()))
    shown = len(re.findall(r"– \d+: Interminable", first))
    assert f"and {30 - shown} more in the full answer" in first
    limits = len(re.findall(r"Limit \d+\.", second))
    assert limits >= 5 and f"and {30 - limits} more in the full answer" in second
    assert brief_sheet.CUT in second and brief_sheet.CUT not in read(brief_pdf(an_answer()))[1]


def test_a_cut_text_keeps_its_figures_its_citation_and_whether_it_was_read() -> None:
    second = read(brief_pdf(long_but_real()))[1]
    assert "[…] (GPA, article IV)" in second and "[…] (Sample Order 1; recalled, its text was not read)" in second
    assert "enough for 21 to 222 (middle 77) site visits" in second
    assert all(" ".join(limit.split()) in second for limit in long_but_real()["limits"])


def test_the_made_up_sample_is_said_to_be_made_up() -> None:
    answer = an_answer()
    answer["portfolio"]["inputs"][0]["name"] = "folder/awards_sample.csv.gz"
    sentence = "Made-up sample: no figure here is about the real world."
    assert all(sentence in said for said in (told(answer), read(brief_pdf(answer))[0], read(district_pdf(answer, "CA-12"))[0]))
    assert sentence not in told(an_answer())


# Read aloud


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """Every tag of the document in reading order, with the words that stand for a picture."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[str, str]] = []
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        for n in range(raw.FPDF_StructTree_CountChildren(tree)):
            found.extend(_below(raw.FPDF_StructTree_GetChildAtIndex(tree, n)))
        raw.FPDF_StructTree_Close(tree)
    return found


def _below(element: Any) -> Iterator[tuple[str, str]]:
    yield _string(raw.FPDF_StructElement_GetType, element), _string(raw.FPDF_StructElement_GetAltText, element)
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, n):
            yield from _below(child)


def _string(ask: Any, element: Any) -> str:
    size = ask(element, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(element, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


def test_the_brief_is_tagged_with_headings_tables_that_have_headers_and_words_for_each_chart(brief: bytes) -> None:
    document = pypdfium2.PdfDocument(brief)
    assert raw.FPDFCatalog_IsTagged(document.raw) and b"pdfuaid" in brief and b"/Lang" in brief
    assert document.get_metadata_dict()["Title"] == an_answer()["title"]
    kinds = [kind for kind, _ in tags(brief)]
    assert {"H1", "H2", "BlockQuote", "L", "LI", "Table", "THead", "TBody", "TH", "TD", "Figure"} <= set(kinds)
    assert kinds.count("Table") == kinds.count("THead") >= 8
    charts = [alt for kind, alt in tags(brief) if kind == "Figure"]
    assert len(charts) == 2 and "Year 5, to 2030-09-30: $45.0M to $110.0M" in charts[0]
    assert "Hours per response: $51K to $307K" in charts[1]


def test_headings_never_skip_a_level(brief: bytes) -> None:
    levels = [int(kind[1]) for kind, _ in tags(brief) if re.fullmatch(r"H\d", kind)]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


# A district


def test_a_district_stands_beside_its_state_and_all_files() -> None:
    page = read(district_pdf(an_answer(), "CA-12"))[0]
    assert "In CA-12 the reform would cover 30 to 180 awards ($20.0M to $90.0M) of 15 to 85 suppliers" in page
    assert "district is the supplier's, as recorded with the award" in page and "how many of them are here" not in page
    assert "Under the reform, at most 180 $90.0M 85 250 $103.9M 149 640 $333.9M 369" in page
    assert "Example Optics LLC ZZ0001-25-C-0000 $19.5M Not covered today, cannot be told under the reform. The plan" in page
    assert "Mesa [Garments]" not in page


def test_a_district_says_what_is_counted_for_all_files_only() -> None:
    answer = an_answer()
    answer["open"] = {"awards": 200, "dollars": "100000000.00", "suppliers": 90}
    assert "200 awards ($100.0 million) more that can be told neither way; how many of them are here is not told" in read(
        district_pdf(answer, "CA-12"))[0]  # fmt: skip


def test_a_district_says_whether_all_awards_that_move_are_named() -> None:
    answer = an_answer()
    assert "names only the 12 awards with the most dollars" in read(district_pdf(answer, "CA-12"))[0]
    for row in answer["moves"]:
        row["awards"] = 12 if (row["before"], row["after"]) == ("no", "yes") else 0
    assert "These are all of them." in read(district_pdf(answer, "CA-12"))[0]
    for row in answer["movers"]:
        row["district"] = "TX-07"
    assert "None of the 12 awards that move is here." in read(district_pdf(answer, "CA-12"))[0]


def test_a_district_in_which_nothing_moves_says_so() -> None:
    assert "No award changes its answer." in read(district_pdf(nothing(), "CA-12"))[0]


def test_a_district_may_be_written_small() -> None:
    assert district_pdf(an_answer(), " ca-12 ") == district_pdf(an_answer(), "CA-12")


def test_a_district_that_is_not_held_is_refused_with_the_three_nearest() -> None:
    with pytest.raises(InputRefusedError, match=r"district CA-21 is not in this answer; .* 3 districts; the nearest are CA-12, "
                                                r"(CA-30|TX-07) and (CA-30|TX-07)\."):  # fmt: skip
        district_pdf(an_answer(), "CA-21")


@pytest.mark.parametrize("made", [without_districts, only_bounds])
def test_an_answer_without_districts_says_so(made: Callable[[], Answer]) -> None:
    with pytest.raises(InputRefusedError, match="files that record congressional districts"):
        district_pdf(made(), "CA-12")


def test_awards_whose_district_the_answer_does_not_name_are_not_taken_for_none() -> None:
    answer = an_answer()
    for row in answer["movers"]:
        del row["district"]
    assert "The answer does not say in which district the awards stand" in read(district_pdf(answer, "CA-12"))[0]
    for row in answer["movers"]:
        row["district"] = "TX-07"
    page = read(district_pdf(answer, "CA-12"))[0]
    assert "None of the 12 awards with the most dollars, which the answer names, is here." in page
