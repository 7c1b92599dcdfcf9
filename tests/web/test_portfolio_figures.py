"""The law over the tables of the portfolio: a figure opens its rows, or its kind is named here with the reason why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from people import Acting
from portfolios import taken  # noqa: F401

from buyfair import browse_compare
from buyfair.snapshots import Snapshot
from buyfair.web.core.roles import Role
from buyfair.web.portfolio.pages import PAGES

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Figure:
    """One figure of a table: on which page, in which table and row, what it says, and whether it or its row opens something."""

    page: str
    table: str
    row: str
    value: str
    links: bool
    row_links: bool
    total: bool


class Tables(HTMLParser):
    """The figures of every table of a page: what stands in a cell of numbers, with its exact value or bare."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.page, self.found = page, []  # type: str, list[Figure]
        self._table = self._row = self._said = ""
        self._named = self._total = self._row_links = self._links = False
        self._value: str | None = None
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._table, self._total = given.get("id") or "", False
        elif tag == "caption" and not self._table:
            self._table = (given.get("id") or "").removesuffix("-caption")
        elif tag == "tfoot":
            self._total = True
        elif tag == "tr":
            self._row, self._row_links = "", False
        elif tag == "th":
            self._named = given.get("scope") == "row"
        elif tag == "td":
            self._cell = bool({"n", "number"} & set((given.get("class") or "").split()))
            self._value, self._said, self._links = None, "", False
        elif tag == "data" and self._cell:
            self._value = given["value"]
        elif tag == "a":
            self._links = self._links or self._cell
            self._row_links = self._row_links or self._named

    def handle_data(self, text: str) -> None:
        if self._named:
            self._row += text
        if self._cell:
            self._said += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self._named = False
        if tag == "td" and self._cell:
            self._cell = False
            value = self._value if self._value is not None else self._said.strip()
            if self._table and any(sign in "123456789" for sign in value):
                where = (self.page, self._table, " ".join(self._row.split()), value)
                self.found.append(Figure(*where, self._links, self._row_links, self._total))


OF_AWARDS = ("awards-table", "first-table", "calendar-table")
"""Tables whose every row is one award."""

MAY_STAND_ALONE: dict[str, Callable[[Figure], bool]] = {
    "the sum of rows that are not shown one by one: a filter, or the file that is taken along, has each of them":
        lambda f: f.row.startswith("All others ("),
    "a total: every row above it opens, and where the headline says the same sum it opens what the headline opens":
        lambda f: f.total,
    "what is told of one award, its dollars, rank, points: the row is the award, and its name opens the dossier":
        lambda f: f.table in OF_AWARDS and (f.row_links or not f.row),
    "the most points that a factor adds to any award: no award is counted":
        lambda f: f.page == "first" and f.table == "factors-table",
    "lines of files as they were read, rejected and superseded, and rows of lists: no awards that are held":
        lambda f: f.page == "sources" and f.table in ("reconciled", "inputs", "sources"),
    "totals of the whole government, published by others: no award of theirs is held":
        lambda f: f.page == "sources" and f.table.startswith("government-"),
    "what differs between two snapshots, or stands in the one that is not shown: lists of awards are of the one that is":
        lambda f: f.page == "snapshots",
}  # fmt: skip
"""Why a figure may lead nowhere, and which figures those are."""


def alone(figures: Iterator[Figure]) -> Iterator[tuple[Figure, list[str]]]:
    """The figures that lead nowhere, each with the reasons that are named for it."""
    for figure in figures:
        if not figure.links:
            yield figure, [why for why, which in MAY_STAND_ALONE.items() if which(figure)]


@pytest.fixture
def compared(taken: Snapshot) -> Iterator[str]:  # noqa: F811
    """The query that sets the shown snapshot beside another one, which has one agency less."""
    other = taken.folder.parent / "2020-01-01-aaaaaaaaaaaa"
    other.mkdir()
    for file in taken.folder.iterdir():
        if file.name not in ("summary.json", "snapshot.json"):
            (other / file.name).symlink_to(file)
    summary = json.loads((taken.folder / "summary.json").read_text())
    summary["agencies"] = summary["agencies"][1:]
    (other / "summary.json").write_text(json.dumps(summary))
    about = {"id": other.name, "day": "2020-01-01", "label": None, "taken": None}
    (other / "snapshot.json").write_text(json.dumps(about))
    yield f"?before={other.name}&after={taken.id}"
    for path in other.iterdir():
        path.unlink()
    other.rmdir()


def test_a_figure_of_a_table_opens_its_rows_or_says_why_not(acting: Acting, taken: Snapshot, compared: str) -> None:  # noqa: F811
    """A page that is added later is asked too; a reason that is used nowhere is none."""
    lead = acting(Role.PORTFOLIO_LEAD)
    used: set[str] = set()
    unsaid: dict[tuple[str, str], Figure] = {}
    for page in PAGES:
        answer = lead.get(f"/{page.address}{compared if page.slug == 'snapshots' else ''}")
        assert answer.status_code == 200
        figures = Tables(page.slug, answer.content.decode()).found
        for figure, reasons in alone(iter(figures)):
            used.update(reasons)
            if not reasons:
                unsaid[figure.page, figure.table] = figure
    said = "".join(f"\n{page or 'answer'}: {table}: {f.row}: {f.value}" for (page, table), f in unsaid.items())
    assert not unsaid, f"these open nothing, and no reason is named for them:{said}"
    assert used == set(MAY_STAND_ALONE)


def test_of_two_snapshots_the_one_that_is_shown_opens_its_classes(acting: Acting, taken: Snapshot, compared: str) -> None:  # noqa: F811
    answer = acting(Role.PORTFOLIO_LEAD).get(f"/portfolio/snapshots/{compared}").content.decode()
    figures = [f for f in Tables("snapshots", answer).found if f.table == "classes"]
    whole = taken.summary()["exposure"]
    assert [f.value for f in figures if f.links] == [v for v in whole.values() if float(v)]
    assert len(figures) == 2 * len([f for f in figures if f.links]), "before and after, and no class changed"
    assert "What stands under After opens its awards" in answer


def test_an_award_of_a_comparison_opens_its_dossier_where_it_stands_in_what_is_shown(
    acting: Acting, taken: Snapshot, compared: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # fmt: skip
    """Else its list says which one it stands in; a figure of awards leads to their list; a group opens its awards."""
    both = browse_compare.compare
    row = {"exposure_before": "unknown", "exposure_after": "matched", "dollars_before": Decimal(7), "dollars_after": Decimal(9),
           "rank_before": 1200, "rank_after": 3}  # fmt: skip
    counted = {"came": {"awards": 1, "dollars": "9.00"}, "went": {"awards": 13, "dollars": "91.00"},
               "classes": [{"before": "unknown", "after": "matched", "awards": 14},
                           {"before": "matched", "after": "unknown", "awards": 1}]}  # fmt: skip

    def moved(before: Snapshot, after: Snapshot) -> dict[str, Any]:
        told = dict(both(before, after))
        named = {name: [row | {"award_id": name.upper()}] for name in ("came", "changed", "ranks_moved")}
        return told | named | {"went": [row | {"award_id": f"W{n}"} for n in range(13)], "awards": told["awards"] | counted}

    monkeypatch.setattr(browse_compare, "compare", moved)
    lead = acting(Role.PORTFOLIO_LEAD)
    page = lead.get(f"/portfolio/snapshots/{compared}").content.decode()
    for said in ('<a href="#came">1 award came</a> ($9)', '<a href="/awards/CAME/">CAME</a>: $9, matched',
                 '<a href="/awards/CHANGED/">CHANGED</a>: $9, unknown to matched', "<li>W0: $7, unknown</li>",
                 '<a href="/awards/RANKS_MOVED/">RANKS_MOVED</a>: rank 1,200 to 3', "12 of 13; the file of every award has all",
                 "They stand under Before, which is not shown",
                 "Unknown to matched: 14 awards", "1 of 15; the file of every award has all",
                 "of those that rank among the first 1,000 before or after"):  # fmt: skip
        assert said in page, said
    assert page.count("which is not shown: dossiers") == 1 and 'href="/awards/W0/"' not in page
    first = page.split('id="agencies-caption"')[1].split("</tr>")[1]
    assert f'href="/portfolio/awards/?agency={quote(taken.summary()["agencies"][0]["agency"])}"' in first
    ends = compared.replace("before", "x").replace("after", "before").replace("x=", "after=")
    turned = lead.get(f"/portfolio/snapshots/{ends}").content.decode()
    assert '<a href="/awards/W0/">W0</a>' in turned and "They stand under After, which is not shown" in turned
