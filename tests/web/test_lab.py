"""The policy lab on pages: what the pages say is what the library answers, for everybody, from whatever address."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lab_pages import content, shown, words_of
from people import Acting
from test_portfolio_files import rows_of as in_file

from buyfair import catalogue
from buyfair.cards import reform_beside as beside
from buyfair.cards import reform_burden as burden
from buyfair.cards import reform_words as said
from buyfair.cards.leads import as_csv
from buyfair.cli_reform import MOVED as OF_THE_COMMAND
from buyfair.reform.answer import answer
from buyfair.reform.trying import MOVED, all_moved, given, opened, tried
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.lab import pictures

READY = [reform.name for reform in catalogue.reforms()]
each_ready = pytest.mark.parametrize("name", READY)


def rows_of(page: Any, table: str) -> list[list[str]]:
    """The cells of a table; of a figure its exact value."""
    whole = re.search(rf'id="table-{table}">.*?<tbody>(.*?)</tbody>', content(page).decode(), re.S)
    assert whole is not None, f"no table {table}"
    return [[_cell(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr>(.*?)</tr>", whole[1], re.S)]  # fmt: skip


def _cell(cell: str) -> str:
    exact = re.match(r'<data value="([^"]*)">', cell)
    return html.unescape(exact[1] if exact else cell)


pytest_plugins = ["lab_pages"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.alike]


@pytest.fixture(scope="module")
def answers(sample_folder: Path) -> dict[str, Any]:
    """What the library answers of every ready reform, as JSON has it."""
    with opened(sample_folder / "assessed") as of:
        return {name: json.loads(json.dumps(answer(of, given(name)))) for name in READY}


# The lab, and every ready reform


def test_the_lab_names_every_ready_reform_to_anybody() -> None:
    """No account, no portfolio: titles, instruments and what each changes can be read."""
    page = words_of(Client().get("/lab/"))
    for reform in catalogue.reforms():
        assert reform.title in page and " ".join(reform.summary.split()) in page
    assert "There is no portfolio here yet" in page


def flat(text: str) -> str:
    return " ".join(text.split())


@each_ready
def test_a_page_says_what_the_library_answers(name: str, lab: Path, answers: dict[str, Any]) -> None:
    """Sentences as in the terminal; the figures of the table of bounds to the cent."""
    of, page = answers[name], shown(f"/lab/{name}/")
    assert page.status_code == 200
    text = words_of(page)
    sentences = [said.title(of), said.made_up(of).rstrip("."), *said.headline(of), said.suppliers(of), *said.changes(of),
                 said.READ_BOUNDS, said.covered_means(of), said.ground(of), beside.supply(of), beside.leverage(of),
                 *said.limits(of),
                 *said.conflicts(of), *said.precedents(of), said.versions(of),
                 *(s for _, all_ in beside.extras(of) for s in all_),
                 *(burden.notes(of) if burden.burden_rows(of) and not burden.nobody(of) else [])]  # fmt: skip
    for sentence in filter(None, sentences):
        assert flat(sentence) in text
    bounds = [[str(of[when][part][key]) for key in ("awards", "dollars", "suppliers")]
              for when in ("before", "anew", "freed", "after") for part in ("certain", "possible", "undecidable")]  # fmt: skip
    assert [row[1:] for row in rows_of(page, "bounds")] == bounds
    assert "projection" not in text.lower()


@each_ready
def test_the_groups_years_and_movers_of_a_page_are_those_of_the_answer(name: str, lab: Path, answers: dict[str, Any]) -> None:
    """Every group by itself, each with its bounds; the first ten rows, or all where the address asks."""
    of, page = answers[name], shown(f"/lab/{name}/?by=good")
    for key in ("sector", "good", "country", "agency", "size", "state", "district"):
        if said.nowhere_at_all(of):
            continue
        rows = rows_of(page, key)
        assert len(rows) == (len(of["by"][key]) if key == "good" else min(10, len(of["by"][key])))
        whole = {(r["before"]["certain"]["dollars"], r["before"]["possible"]["dollars"], r["after"]["certain"]["dollars"],
                  r["after"]["possible"]["dollars"]) for r in of["by"][key]}  # fmt: skip
        assert {tuple(row[1:5]) for row in rows} <= whole
    if not said.no_bars(of):
        assert [row[3:5] for row in rows_of(page, "curve")] == [
            [y["running"][end]["dollars"] for end in ("certain", "possible")] for y in of["curve"]
        ]
    if of["movers"]:
        assert [row[2] for row in rows_of(page, "movers")] == [m["dollars"] for m in of["movers"]][:10]
        every = rows_of(shown(f"/lab/{name}/?by=movers"), "movers")
        assert [row[2] for row in every] == [m["dollars"] for m in of["movers"]]


def test_the_files_of_a_reform_are_those_of_the_command(lab: Path) -> None:
    """The answer, the awards that move and the manifest, byte for byte; the briefs are papers."""
    assert MOVED == OF_THE_COMMAND
    folder, name = lab, "plan_from_250000"
    found = tried(given(name), folder)
    of = f"/lab/{name}"
    assert content(shown(f"{of}/answer.json")).decode() == json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    assert content(shown(f"{of}/manifest.json")).decode() == json.dumps(found["manifest"], indent=1, ensure_ascii=False) + "\n"
    moved = content(shown(f"{of}/moved.csv")).decode()
    assert moved == as_csv(all_moved(given(name), folder), MOVED)
    assert len(list(csv.reader(io.StringIO(moved)))) > 50, "not capped as the page is"
    district = next(row["district"] for row in found["by"]["district"] if row["district"])
    for file in ("brief.pdf", f"district/{district.lower()}.pdf"):
        page = shown(f"{of}/{file}")
        assert page["Content-Type"] == "application/pdf" and content(page).startswith(b"%PDF-")
    assert shown(f"{of}/district/ZZ-99.pdf").status_code == 404


def test_beside_another_reform_the_page_says_the_overlap(lab: Path) -> None:
    """The sentences of the command with --against."""
    other = "cots_no_longer_releases"
    of = tried(given("plan_from_250000"), lab, given(other))
    page = words_of(shown(f"/lab/plan_from_250000/?against={other}"))
    for sentence in dict(beside.extras(of))["Beside the other reform"]:
        assert flat(sentence) in page


def test_an_officer_opens_the_dossier_of_an_award_that_moves_and_anybody_reads_its_number(lab: Path, acting: Acting) -> None:
    """The way to what only some may open is shown to these alone."""
    officer, anybody = (shown("/lab/plan_from_250000/", acting(role)) for role in (Role.CONTRACTING_OFFICER, Role.PUBLIC))
    links = re.findall(r'href="(/awards/[^"]+/)"', content(officer).decode())
    assert len(links) == 10 and "/awards/" not in content(anybody).decode().split('id="moves"')[1]
    assert acting(Role.CONTRACTING_OFFICER).get(links[0]).status_code == 200


def test_without_a_portfolio_a_reform_says_what_to_do(home_folder: Path) -> None:
    """No figure, no error: what is missing, and who adds it."""
    page = Client().get("/lab/plan_from_250000/")
    assert page.status_code == 200
    assert "There is no portfolio here yet" in words_of(page)


def test_what_is_not_nothing_is_seen_and_what_is_the_most_fills_the_bar() -> None:
    """A bar never hides a small sum, and never runs over."""
    bound = {"certain": {"dollars": "0.01"}, "possible": {"dollars": "1000000000.00"}}
    (bar,) = pictures.bars([("a", bound)])
    assert (bar.sure, bar.most) == (pictures.LEAST, 1000)
    assert pictures.bars([("a", {"certain": {"dollars": "0.00"}, "possible": {"dollars": "0.00"}})]) == []


def test_every_table_of_a_page_is_taken_along_whole_and_with_its_exact_figures(lab: Path) -> None:
    """By anybody, in each format; the page names no other table, and an address that does is answered with those there are."""
    name = READY[0]
    page = content(shown(f"/lab/{name}/")).decode()
    keys = re.findall(r'id="table-([a-z]+)"', page)
    assert keys and re.findall(r"\?table=([a-z]+)&amp;as=csv", page) == keys
    for key in keys:
        whole = rows_of(shown(f"/lab/{name}/?by={key}"), key)
        lines = list(csv.reader(io.StringIO(content(shown(f"/lab/{name}/?table={key}&as=csv")).decode("utf-8-sig"))))
        held = [line for line in lines[1:] if not line[0].startswith("# ")]
        assert [[_bare(cell) for cell in row] for row in held] == [[_bare(cell) for cell in row] for row in whole], key
    for form in set(FORMATS) - {"csv"}:
        first, about = in_file(form, content(shown(f"/lab/{name}/?table=sector&as={form}")))
        assert len(first) == len(rows_of(shown(f"/lab/{name}/?by=sector"), "sector")) and "made-up" in about.lower()
    strange = shown(f"/lab/{name}/?table=%3Cb%3E&as=csv")
    assert strange.status_code == 404 and "is no table of this reform; expected one of bounds" in words_of(strange)


def _bare(cell: str) -> str:
    """A cell without what its format adds: cents of whole dollars, the mark that nothing runs, a word for what is not told."""
    cell = re.sub(r"^'(?=[=+@-])", "", re.sub(r"<[^>]+>", "", cell))
    return "" if cell in ("not told", said.UNKNOWN) else re.sub(r"^(-?\d+)\.0+$", r"\1", cell)
