"""What people see says what the summary says: laws and stories of the terminal picture and of the report page."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from buyfair.cards import titles, words, world
from buyfair.cards.flows import flows
from buyfair.cards.picture import picture
from buyfair.cards.report import report
from buyfair.cards.sheets import indicators
from buyfair.cards.tables import bar, folded, ranked, spread

JUDGED = ("priority", "first", "indicators", "vehicles", "vehicles_of", "calendar", "calendar_of", "flows", "flows_of",
          "sheets")  # fmt: skip
NULLABLE = ("awards", "dates", "exposure", "reach", "sectors", "goods", "countries", "pairs", "harms", "agencies",
            "suppliers", "not_told", "blind_spots", "whole_government", "sources", "unreadable")  # fmt: skip


def row(matched: str, possible: str, unknown: str, dollars: str, **names: object) -> dict[str, object]:
    """One row of the summary with its dollars."""
    return {**names, "lines": 7, "dollars": dollars, "matched": matched, "possible": possible, "unknown": unknown}


def a_summary() -> dict[str, object]:
    """A made-up summary whose parts add up."""
    amounts = ("100.50", "200.25", "300.00", "1000.75")
    return {
        "day": "2025-09-30",
        "versions": {"code": "0.1.0", "knowledge": "abc123"},
        "inputs": [{"name": "awards.csv", "sha256": "ab" * 32, "bytes": 9, "rows": 12, "layout": "current"}],
        "dates": {"first_action": "2023-10-02", "last_action": "2025-09-30"},
        "lines": {"read": 12, "accepted": 9, "rejected": 1, "superseded": 2},
        "dollars": {"read": "1111.11", "accepted": "900.75", "rejected": "10.36", "superseded": "200.00"},
        "awards": 5,
        "unreadable": {"solicitation_date": 3},
        "exposure": {
            "matched": "100.50", "possible": "200.25", "possible_place_not_recorded": "50.25",
            "possible_through_input": "150.00", "unknown": "300.00", "no_listing": "150.00", "not_goods": "250.00",
            "taken_back": "-100.00",
        },
        "reach": None, "calendar": None, "indicators": None, "first": None, "vehicles": None,
        "sectors": [row(*amounts, sector="apparel")],
        "goods": [row(*amounts, good="garments")],
        "countries": [row(*amounts, country="BGD", name="Bangladesh")],
        "pairs": [row(*amounts, good="garments", country="BGD", name="Bangladesh", harms=["child_labor"])],
        "harms": [{"harm": "child_labor", "matched": "100.50", "possible": "200.25"}],
        "agencies": [row(*amounts, agency="Department of Examples")],
        "suppliers": [row(*amounts, supplier="EXAMPLE TEXTILES LLC", uei="ZZEXAMPLE001")],
        "not_told": [{"reason": "not_bridged", "sentence": "No table says it.", "lines": 3, "awards": 2,
                      "dollars": "300.00"}],
        "blind_spots": ["Classified work is not in award data."],
        "whole_government": {
            "source": "Public totals", "years": ["FY2019", "FY2020"],
            "goods_total": ["233200000000.00", "273300000000.00"],
            "sectors": [{"sector": "food", "dollars": ["6680000000.00", "9150000000.00"]}],
            "goods": [{"good": "fish", "dollars": ["1100000000.00", "1500000000.00"]}],
        },
        "sources": [{"name": "A list", "publisher": "A publisher", "edition": "2024", "published": "2024-09-05",
                     "read": "2025-01-02", "rows": 640, "licence": "US government work",
                     "address": "https://example.org/list"}],
    }  # fmt: skip


def a_large_summary() -> dict[str, object]:
    """The same with 200 goods, 100 countries and 5,000 suppliers."""
    large = a_summary()
    long = "HARBOR WIDGET HOLDINGS INTERNATIONAL [bold]LLC[/bold] "
    large["goods"] = [row(f"{i}.25", f"{i * 3}.50", "0.00", f"{i * 9}.10", good=f"good {i}") for i in range(200)]
    large["pairs"] = [row(f"{i}.25", "1.00", "0.00", f"{i * 9}.10", good=f"thread/yarn of kind {i}", country=f"C{i}",
                          name="Democratic Republic of the Congo",
                          harms=["child_labor", "forced_labor", "forced_child_labor"]) for i in range(40)]  # fmt: skip
    large["countries"] = [row("1.00", "2.00", "0.00", "5.00", country=f"C{i}", name=f"Land {i}") for i in range(100)]
    large["suppliers"] = [row("0.03", "1.00", "0.00", "2.00", supplier=f"{long}{i}", uei=f"Z{i}") for i in range(5000)]
    large["not_told"] = [{"reason": f"r{i}", "sentence": "A long reason that goes on. " * 6, "dollars": f"{i}.00",
                          "lines": i, "awards": i} for i in range(30)]  # fmt: skip
    return large


def an_award(rank: int, **told: object) -> dict[str, object]:
    """One ranked award whose second reason rests on a missing fact."""
    return {
        "award_id": f"CONT_{rank}", "piid": f"P{rank:04}", "parent_piid": "V0001", "rank": rank, "band": [rank, rank + 6],
        "points": 62, "points_at_least": 50, "supplier": f"EXAMPLE MAKER {rank} LLC", "uei": "ZZEXAMPLE001",
        "agency": "EXAMPLES, DEPARTMENT OF THE", "office": None, "good": "garments", "country": "BGD", "psc": "8405",
        "exposure": "matched", "dollars": "100.50", "spoke": 7, "asked": 12,
        "reasons": [
            {"indicator": "leverage_over_supplier", "factor": "leverage", "title": "Leverage", "points": 12, "at_least": 0,
             "sentence": "Cannot be told: no action records an end."},
            {"indicator": "listed_good_matched", "factor": "exposure", "title": "Listed good", "points": 40, "at_least": 40,
             "sentence": "$100.50 of $100.50 stand on such lines."},
            {"indicator": "severity", "factor": "severity", "title": "Gravest harm", "points": 10, "at_least": 10,
             "sentence": "A list names child labor."},
        ],
    } | told  # fmt: skip


def a_judged_summary() -> dict[str, object]:
    """The same summary with what the ranking, the calendar, the flows and the sheets add."""
    amounts = {"awards": 2, "dollars": "300.75", "matched": "100.50", "possible": "200.25"}
    months = [f"2025-{n:02}" for n in (9, 10, 11, 12)] + [f"2026-{n:02}" for n in range(1, 10)]
    return a_summary() | {
        "priority": {"ranked": 4, "not_ranked": 1, "draws": 1000, "seed": 20201, "asked": 16, "not_judged": ["reach"],
                     "factors": [{"factor": "exposure", "cap": 40, "reason": "The ground of all.", "owner": "the authors"}],
                     "sentence": "The reach of the law is not judged yet and adds nothing to any award."},
        "first": [an_award(rank) for rank in range(1, 26)],
        "indicators": [
            {"code": "listed_good_matched", "title": "Listed good from a listed country", "asks": "How much is matched?",
             "spoke": 4, "silent": 1, "not_applicable": 0, "points_to": 1, "dollars": "100.50", "of": "700.00",
             "sentence": "It says yes of 1 of 4 awards of which it spoke.", "silence": "Silent on 1: no origin."},
            {"code": "origin_changes", "title": "Origin changes", "asks": "Do origins differ?", "spoke": 0, "silent": 5,
             "not_applicable": 0, "points_to": 0, "dollars": "0.00", "of": "0.00", "sentence": "It spoke of no award.",
             "silence": "Silent on 5: one action each."},
        ],
        "vehicles": [{"vehicle": "V0001", "parent_agency": "9700", "suppliers": 1, "agencies": 1, "lines": 3, **amounts,
                      "unknown": "0.00", "ordering_period_end": "2026-03-31", "best_rank": 1}],
        "vehicles_of": {"vehicles": 1, "awards": 2, "dollars": "300.75"},
        "calendar": [
            {"award_id": "CONT_1", "piid": "P0001", "what": "option", "day": "2026-01-14", "dollars": "100.50",
             "supplier": "EXAMPLE MAKER 1 LLC", "agency": "Agency", "good": "garments", "country": "BGD",
             "exposure": "matched", "rank": 1},
            {"award_id": "CONT_2", "piid": "P0002", "what": "ordering period", "day": "2025-11-02", "dollars": "0.00",
             "supplier": "EXAMPLE MAKER 2 LLC", "agency": "Agency", "good": "garments", "country": None,
             "exposure": "possible", "rank": 2},
        ],
        "calendar_of": {"from": "2025-09-30", "to": "2026-09-30", "events": 3, "dollars": "150.50", "exposed_events": 2,
                        "not_told": 7, "by_month": [
                            {"month": month, "events": 0, "exposed": 0, "dollars": "0.00", "exposed_dollars": "0.00"}
                            | ({"events": 2, "exposed": 1, "dollars": "150.50", "exposed_dollars": "100.50"}
                               if month == "2026-01" else {"events": 1, "exposed": 1} if month == "2025-11" else {})
                            for month in months]},
        "flows": [
            {"country": "BGD", "name": "Bangladesh", "good": "garments", "agency": "Department of Examples", "awards": 1,
             "dollars": "150.50", "matched": "100.50", "possible": "50.00"},
            {"country": None, "name": None, "good": "garments", "agency": "Department of Examples", "awards": 1,
             "dollars": "150.25", "matched": "0.00", "possible": "150.25"},
        ],
        "flows_of": {"rows": 2, "matched": "100.50", "possible": "200.25"},
        "sheets": [{"good": "garments", "good_label": "garments", "country": "BGD", "name": "Bangladesh", **amounts,
                    "harms": ["child_labor"],
                    "listings": [{"list": "dol_tvpra", "title": "A list", "edition": "2024", "harm": "child_labor",
                                  "listed_from": "2014-12-01"}],
                    "inputs": [{"good": "cotton", "label": "Cotton", "depth": "main_material", "countries": ["China"]}],
                    "questions": [{"asks": "Which factory sewed it?", "document": "Cutting tickets",
                                   "clause": "FAR 52.222-50(h)", "why": "The list names the country only."}]}],
    }  # fmt: skip


class Page(HTMLParser):
    """What a reader of the page meets: tags in order, tables with their figures, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, dict[str, list[list[Decimal]]]] = {}
        self.words: list[str] = []
        self.table = self.part = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "table":
            self.table = given.get("id") or f"table {len(self.tables)}"
            self.tables[self.table] = {"tbody": [], "tfoot": []}
        if tag in ("thead", "tbody", "tfoot"):
            self.part = tag
        if tag == "tr" and self.part in ("tbody", "tfoot"):
            self.tables[self.table][self.part].append([])
        if tag == "data" and self.part:
            self.tables[self.table][self.part][-1].append(Decimal(given["value"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.part = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.00", "$0"), ("0.49", "$0.49"), ("12.50", "$12.50"), ("999.99", "$999.99"), ("1000.50", "$1,001"),
        ("345678.00", "$345,678"), ("950000.00", "$950,000"), ("999999.49", "$999,999"),
        ("999999.50", "$1.0 million"), ("12345678.00", "$12.3 million"), ("12250000.00", "$12.3 million"),
        ("250000000.00", "$250.0 million"), ("999949999.99", "$999.9 million"), ("999950000.00", "$1.0 billion"),
        ("233200000000.00", "$233.2 billion"), ("1500000000000.00", "$1.5 trillion"), ("-5345677.20", "-$5.3 million"),
    ],
)  # fmt: skip
def test_money_is_said_as_a_person_says_it(amount: str, said: str) -> None:
    assert words.short_dollars(amount) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0.00", "$0"), ("345678.00", "$346K"), ("999499.99", "$999K"), ("999500.00", "$1.0M"), ("9999.00", "$10K"),
     ("9499.00", "$9,499"), ("150000000.00", "$150.0M"), ("-20000.00", "-$20K")],
)  # fmt: skip
def test_narrow_columns_have_short_money(amount: str, said: str) -> None:
    assert words.tight_dollars(amount) == said


@pytest.mark.parametrize("amount", [None, "", "n/a", "NaN", "Infinity", True, 1.5])
def test_what_is_no_money_is_never_read_as_zero(amount: object) -> None:
    with pytest.raises(ValueError, match="expected money as text"):
        words.money(amount)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [("0.00", "5.00", "0%"), ("0.01", "1000000.00", "under 0.1%"), ("41.2", "100", "41%"), ("2.04", "100", "2.0%"),
     ("99.99", "100", "over 99.9%"), ("99.5", "100", "99.5%"), ("100", "100", "100%"), ("1.00", "0.00", "no share")],
)  # fmt: skip
def test_a_share_is_never_nothing_for_something_nor_all_for_less(part: str, whole: str, said: str) -> None:
    assert words.share(part, whole) == said


def test_the_headline_says_the_numbers_of_the_summary() -> None:
    assert words.headline(a_summary()) == (
        "Of $900.75 net in 5 awards, $100.50 is tied by recorded origin to a good that a public list names for that "
        "country; another $200.25 may be; $300 cannot be told."
    )


@pytest.mark.parametrize("width", [80, 120])
def test_the_ceiling_never_stands_without_its_unknown_part(width: int) -> None:
    seen = [Page(report(a_summary())).text, " ".join(picture(a_summary(), width=width, color=False).split())]
    for text in seen:
        assert "at most $600.75 (matched + possible + unknown), of which $300 is unknown" in text
        assert "ooked up, nothing found at the depth looked: not the same as safe" in text
        assert "$100 was taken back" in text


@pytest.mark.parametrize("summary", [a_summary(), a_large_summary(), a_judged_summary()], ids=["small", "large", "judged"])
def test_every_table_adds_up(summary: dict[str, object]) -> None:
    totalled = {key: parts for key, parts in Page(report(summary)).tables.items() if parts["tfoot"]}
    assert {"sectors-table", "pairs-table", "goods-table", "countries-table", "suppliers-table",
            "nottold-table", "government-sectors", "government-goods"} <= set(totalled)  # fmt: skip
    for key, parts in totalled.items():
        sums = [sum(column, Decimal(0)) for column in zip(*parts["tbody"], strict=True)]
        assert sums == parts["tfoot"][0], key


def test_the_page_holds_the_sums_of_all_rows_not_only_of_the_twelve_shown() -> None:
    summary = a_large_summary()
    table = Page(report(summary)).tables["suppliers-table"]
    assert len(table["tbody"]) == 13
    assert table["tfoot"][0][0] == Decimal("150.00")
    assert "All others (4,988)" in report(summary)
    assert "All others (28)" in picture(summary, width=100, color=False)


def test_a_table_that_differs_from_the_headline_says_so() -> None:
    summary = a_summary()
    summary["goods"] = [row("90.50", "210.25", "300.00", "1000.75", good="garments")]
    text = Page(report(summary)).text
    assert "Against the headline this table holds $10 less under matched; $10 more under possible." in text
    assert "Against the headline" not in Page(report(a_summary())).text


def test_reasons_that_leave_some_unknown_unexplained_say_so() -> None:
    summary = a_summary()
    summary["not_told"] = [{"reason": "r", "sentence": "S.", "lines": 1, "awards": 1, "dollars": "250.00"}]
    assert "$50 of the unknown in the headline has no reason" in Page(report(summary)).text


NASTY = '<script>alert("x")</script> & [red]Sons[/red] \x1b[31m\u202egnp'


@pytest.mark.parametrize(
    ("part", "name"),
    [("suppliers", "supplier"), ("suppliers", "uei"), ("agencies", "agency"), ("goods", "good"), ("countries", "name"),
     ("pairs", "good"), ("pairs", "name"), ("sectors", "sector"), ("harms", "harm"), ("not_told", "sentence"),
     ("sources", "name"), ("sources", "licence"), ("inputs", "name"), ("inputs", "layout")],
)  # fmt: skip
def test_no_name_becomes_markup_or_terminal_control(part: str, name: str) -> None:
    summary: dict[str, object] = copy.deepcopy(a_summary())
    summary[part][0][name] = NASTY  # type: ignore[index]
    html = report(summary)
    assert "<script" not in html.lower()
    assert "&lt;script&gt;" in html.lower()
    for seen in (html, picture(summary, width=120, color=False)):
        assert "\x1b" not in seen
        assert "\u202e" not in seen
    assert "\x1b[31m\u202e" not in picture(summary, width=120, color=True)


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    summary: dict[str, object] = copy.deepcopy(a_summary())
    summary["sources"][0]["address"] = "javascript:alert(1)"  # type: ignore[index]
    assert "javascript:" not in report(summary)


@pytest.mark.parametrize("part", NULLABLE)
def test_a_part_that_is_null_is_left_out_and_breaks_nothing(part: str) -> None:
    summary = a_summary() | {part: None}
    html = report(summary)
    seen = picture(summary, width=80, color=False)
    assert "None" not in html
    assert "None" not in seen
    if part in words.NOT_JUDGED:
        assert words.NOT_JUDGED[part] in Page(html).text
        assert words.NOT_JUDGED[part] in " ".join(seen.split())


@pytest.mark.parametrize("part", NULLABLE[3:])
def test_a_part_that_is_empty_breaks_nothing(part: str) -> None:
    if part not in ("exposure", "reach", "whole_government"):
        empty: object = {} if part == "unreadable" else []
        assert report(a_summary() | {part: empty})
        assert picture(a_summary() | {part: empty}, width=80, color=False)


def test_what_is_not_judged_is_said_once() -> None:
    assert Page(report(a_summary())).text.count("Not judged in this version") == 1
    assert picture(a_summary(), width=80, color=False).count("Not judged in this version") == 1
    everything = a_judged_summary() | {"reach": {}}
    assert words.not_judged(everything) is None


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("summary", [a_summary(), a_large_summary(), a_judged_summary()], ids=["small", "large", "judged"])
def test_the_picture_never_overflows_its_width(summary: dict[str, object], width: int, color: bool) -> None:
    seen = picture(summary, width=width, color=color)
    assert ("\x1b[" in seen) is color
    for line in re.sub(r"\x1b\[[0-9;]*m", "", seen).split("\n"):
        assert cell_len(line) <= width, line


def test_color_changes_nothing_but_color() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", picture(a_summary(), width=80, color=True))
    assert [line.rstrip() for line in plain.split("\n")] == picture(a_summary(), width=80, color=False).split("\n")


def test_the_same_summary_gives_the_same_bytes_whatever_the_order_of_rows() -> None:
    turned: dict[str, object] = copy.deepcopy(a_large_summary())
    turned["suppliers"].reverse()  # type: ignore[attr-defined]
    turned["goods"].reverse()  # type: ignore[attr-defined]
    assert report(a_large_summary()) == report(turned)


def test_the_page_can_be_read_by_those_who_hear_it() -> None:
    page = Page(report(a_judged_summary()))
    assert page.named("html") == [{"lang": "en"}]
    titles = [attrs for attrs in page.named("title") if not attrs]  # those of pictures bear an id
    assert len(titles) == len(page.named("h1")) == len(page.named("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.named("table")) == len(page.named("caption"))
    assert page.named("th")
    assert all(attrs.get("scope") in ("row", "col") for attrs in page.named("th"))
    assert all(svg.get("aria-label") or svg.get("aria-hidden") or svg.get("aria-labelledby") for svg in page.named("svg"))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = [str(attrs["href"])[1:] for attrs in page.named("a") if str(attrs.get("href")).startswith("#")]
    assert set(targets) <= set(ids)


def test_the_page_loads_nothing() -> None:
    html = report(a_large_summary() | {key: a_judged_summary()[key] for key in JUDGED})
    page = Page(html)
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "img", "iframe", "object", "base", "form")]
    assert not [attrs for tag, attrs in page.tags if "src" in attrs or (tag != "a" and "href" in attrs)]
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    policy = next(attrs["content"] for attrs in page.named("meta") if attrs.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_the_sentence_about_suppliers_stands_wherever_a_firm_stands() -> None:
    assert words.NOT_ABOUT_SUPPLIER == "This is about the good and the place, not about this supplier."
    html = report(a_summary())
    caption = html[html.index('id="suppliers-table"') : html.index("EXAMPLE TEXTILES LLC")]
    assert words.NOT_ABOUT_SUPPLIER in caption
    assert html.count("EXAMPLE TEXTILES LLC") == 1
    assert "EXAMPLE TEXTILES LLC" not in picture(a_summary(), width=120, color=False)


def test_the_bundled_sample_is_plainly_marked_and_nothing_else_is() -> None:
    sample: dict[str, object] = copy.deepcopy(a_summary())
    sample["inputs"][0]["name"] = "awards_sample.csv.gz"  # type: ignore[index]
    assert words.SAMPLE_BANNER in report(sample)
    assert "<title>Made-up sample:" in report(sample)
    assert words.SAMPLE_BANNER in picture(sample, width=80, color=False)
    assert "Made-up" not in report(a_summary()) + picture(a_summary(), width=80, color=False)


def test_blind_spots_stand_at_the_top_and_in_full_below() -> None:
    text = Page(report(a_summary())).text
    spot = "Classified work is not in award data."
    assert text.count(spot) == 2
    assert text.index(spot) < text.index("Sectors: how much of each")


def test_reconciliation_is_shown_to_the_cent() -> None:
    html, seen = report(a_summary()), picture(a_summary(), width=80, color=False)
    for amount in ("$1,111.11", "$900.75", "$10.36", "$200.00"):
        assert amount in html
        assert amount in seen


def test_a_possible_part_that_is_told_in_two_is_drawn_in_two() -> None:
    exposure = a_summary()["exposure"]
    assert isinstance(exposure, dict)
    assert [each.kind for each in bar(exposure, Decimal(0))] == [
        "matched", "possible_place_not_recorded", "possible_through_input", "unknown", "no_listing", "not_goods",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 10**14), max_size=7), st.integers(8, 1000))
def test_a_bar_is_full_and_nothing_above_zero_is_drawn_as_nothing(cents: list[int], cells: int) -> None:
    amounts = [Decimal(each) / 100 for each in cents]
    drawn = spread(amounts, cells)
    assert sum(drawn) == (cells if any(amounts) else 0)
    assert all((width > 0) == (amount > 0) for width, amount in zip(drawn, amounts, strict=True))


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_twelve_rows_and_all_others_hold_every_cent(cents: list[int]) -> None:
    goods = [{"good": f"g{i}", "matched": str(Decimal(each) / 100)} for i, each in enumerate(cents)]
    table = folded(ranked({"goods": goods}, "goods"), lambda each: str(each["good"]))
    assert len(table.lines) <= 13
    assert sum(Decimal(line.cells[0].value or 0) for line in table.lines) == Decimal(sum(cents)) / 100


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_every_amount_can_be_said_in_few_letters(amount: Decimal) -> None:
    assert len(words.tight_dollars(amount)) <= 9
    assert re.fullmatch(r"-?\$[\d,]+(\.\d\d?)?( (million|billion|trillion))?", words.short_dollars(amount))


def test_a_summary_with_little_in_it_still_makes_a_page_and_a_picture() -> None:
    bare = {"inputs": [{"name": "a.csv"}], "sources": [{"name": "A list"}], "sectors": [{"sector": "food"}],
            "pairs": [{"good": None, "country": None}], "suppliers": [{"supplier": None}]}  # fmt: skip
    html, seen = report(bare), picture(bare, width=80, color=False)
    assert "None" not in html + seen
    assert "is not judged in this version" in html
    assert "Place not recorded" in html
    assert "Place not recorded" in seen


@pytest.mark.parametrize(
    ("told", "said"),
    [([3, 9], "between 3rd and 9th if our weights are wrong"), ([1, 1], "1st even if our weights are wrong"),
     ([11, 22], "between 11th and 22nd if our weights are wrong"),
     ([40, 501], "between 40th and beyond the 500th if our weights are wrong"),
     ([501, 501], "beyond the 500th if our weights are wrong"), (None, None), ([1], None), (["1", "2"], None)],
)  # fmt: skip
def test_a_band_is_said_in_words(told: object, said: str | None) -> None:
    assert words.band({"band": told}) == said


@pytest.mark.parametrize(
    ("since", "day", "said"),
    [("2014-12-01", "2017-09-30", "2 years 9 months old"), ("2024-09-05", "2017-09-30", "newer by 7 years"),
     ("2025-08-01", "2025-09-30", "1 month old"), ("2025-09-01", "2025-09-30", "less than a month apart"),
     ("2024", "2025-03-01", "1 year 2 months old"), (None, "2025-09-30", None), ("soon", "2025-09-30", None)],
)  # fmt: skip
def test_the_age_of_a_source_is_counted_on_the_day_of_the_report(since: object, day: str, said: str | None) -> None:
    assert words.old(since, day) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("TREASURY, DEPARTMENT OF THE", "Treasury, Department of the"), ("Department of State", "Department of State"),
     ("DEPARTMENT OF HOMELAND SECURITY (DHS)", "Department of Homeland Security (DHS)"), ("NASA", "NASA")],
)  # fmt: skip
def test_a_shouted_agency_is_written_calmly(name: str, said: str) -> None:
    assert words.calm(name) == said


def test_the_first_twenty_stand_with_band_points_reasons_and_place() -> None:
    html = report(a_judged_summary())
    text = Page(html).text
    assert "The twenty awards to look at first" in text
    assert html.count('<div class="rank"') == 20
    assert "Rank 3, between 3rd and 9th if our weights are wrong" in text
    assert "50 to 62 points of at most 62" in text
    assert "7 of 12 indicators spoke" in text
    assert "Garments, Bangladesh" in text
    assert "Examples, Department of the" in text
    award = html[html.index('aria-label="Rank 1"') : html.index('aria-label="Rank 2"')]
    assert award.index("Listed good") < award.index("Gravest harm") < award.index("Cannot be told")
    assert "1 of them could not be told" in award


def test_an_award_that_ranks_mostly_on_missing_facts_says_so() -> None:
    summary = a_judged_summary()
    assert "mostly on missing facts" not in Page(report(summary)).text
    summary["first"] = [an_award(1, points_at_least=30), an_award(2, points_at_least=31)]
    text = Page(report(summary)).text
    assert text.count("Stands here mostly on missing facts") == 1
    assert "1 of these 2 stand here mostly because facts are missing" in text


def test_the_sentence_stands_in_every_block_that_names_firms_and_belongs_to_each() -> None:
    html = report(a_judged_summary())
    page = Page(html)
    described = [attrs["aria-describedby"] for tag, attrs in page.tags if tag == "li" and "aria-describedby" in attrs]
    assert described.count("not-about") == 20
    assert described.count("not-about-2") == 2
    for block in ("not-about", "not-about-2", "first-table", "calendar-table", "suppliers-table"):
        at = html.index(f'id="{block}"')
        assert words.NOT_ABOUT_SUPPLIER in html[at : at + 400]
    # On paper, where nothing sticks to the top, each award bears it.
    assert html.count('<p class="onpaper" aria-hidden="true">' + words.NOT_ABOUT_SUPPLIER) == 20


def test_each_picture_has_its_table() -> None:
    tables = Page(report(a_judged_summary())).tables
    assert {"sectors-table", "countries-table", "pairs-table", "flows-table", "first-table", "vehicles-table",
            "months-table", "calendar-table", "indicators-table"} <= set(tables)  # fmt: skip
    assert tables["flows-table"]["tfoot"][0] == [Decimal("100.50"), Decimal("200.25"), Decimal(2)]
    assert len(tables["months-table"]["tbody"]) == 13
    assert len(tables["first-table"]["tbody"]) == 20


def test_the_map_shows_what_is_recorded_abroad_and_says_what_is_not_recorded() -> None:
    summary = a_judged_summary()
    summary["countries"] = [
        row("100.50", "0.00", "0.00", "100.50", country="BGD", name="Bangladesh"),
        row("0.00", "150.00", "0.00", "150.00", country="USA", name="United States"),
        row("0.00", "50.25", "300.00", "750.25", country=None, name=None),
        row("0.00", "0.00", "0.00", "1.00", country="FRA", name="France"),
    ]
    html = report(summary)
    world = html[html.index('<section id="map">') : html.index('<section id="sectors">')]
    assert world.count("<circle") == 2 + 2  # Bangladesh: all and matched; two of the legend
    assert "$50.25 without a recorded origin could lie anywhere" in world
    assert "same scale as the circles" in world
    assert "take no position on borders" in world
    assert "Not recorded" in world
    summary["countries"] = summary["countries"][2:]  # type: ignore[index]
    empty = Page(report(summary)).text
    assert "there is nothing to put on a map. That is a gap in the records, not a clean record." in empty


def test_every_country_we_know_has_a_name_and_nearly_every_one_a_point() -> None:
    assert len(world.names()) == 250
    assert world.names()["COD"] == "Democratic Republic of the Congo"
    missing = set(world.names()) - set(world.points())
    assert {"CHN", "BGD", "SGP", "HKG", "MUS", "XKX"} & missing == set()
    assert len(missing) < 20
    assert sum(len(path) for _, path in world.outlines()) < 120_000
    assert {code for code, _ in world.outlines()} - {""} <= set(world.names())
    for x, y in world.points().values():
        assert 0 <= x <= world.WIDTH and 0 <= y <= world.HEIGHT


def test_the_ribbons_of_a_flow_are_as_wide_as_its_dollars() -> None:
    flow = flows(a_judged_summary())
    assert flow is not None
    countries, goods, agencies = flow["nodes"]  # type: ignore[misc]
    assert [node.name for node in countries] == ["Bangladesh", "Place not recorded"]
    assert [node.dollars for node in goods] == [Decimal("300.75")] == [node.dollars for node in agencies]
    assert goods[0].height == pytest.approx(sum(node.height for node in countries))
    assert [ribbon.kind for ribbon in flow["ribbons"]].count("matched") == 2  # type: ignore[attr-defined]


def test_many_flows_fold_to_twelve_twelve_and_eight_and_lose_nothing() -> None:
    summary = a_judged_summary()
    summary["flows"] = [
        {"country": f"C{i}" if i else None, "name": None, "good": f"good {i % 40}", "agency": f"A{i % 19}", "awards": 1,
         "dollars": f"{i + 1}.00", "matched": "0.00", "possible": f"{i + 1}.00"} for i in range(60)]  # fmt: skip
    flow = flows(summary)
    assert flow is not None
    for column, most in zip(flow["nodes"], (12, 12, 8), strict=True):  # type: ignore[call-overload]
        assert len(column) == most
        assert sum(node.dollars for node in column) == Decimal(60 * 61 // 2)
        assert column[-1].name.startswith("All others (")
        assert all(after.y >= before.y + before.height for before, after in pairwise(column))
    assert "Place not recorded" in [node.name for node in flow["nodes"][0]]  # type: ignore[index]


def test_the_calendar_says_what_can_be_decided_in_the_order_of_days() -> None:
    text = Page(report(a_judged_summary())).text
    assert f"2 decisions on exposed awards, of 3 in all. {words.EXPOSED} For 7 standing awards no end day is recorded" in text
    assert words.EXPOSED in text[text.index("From country through good to agency") :], "the flows mean the same"
    assert text.index("Ordering period ends : Garments, place not recorded; no dollars of its own") < text.index(
        "Option : Garments, Bangladesh; $100.50, matched"
    )
    assert "FAR 17.207" in text
    assert "Performance ends" not in text


def test_a_sheet_says_question_document_and_clause_and_prints_alone() -> None:
    html = report(a_judged_summary())
    text = Page(html).text
    for said in ("Which factory sewed it?", "Cutting tickets", "FAR 52.222-50(h)", "The list names the country only.",
                 "Main material: cotton (China).", "listed since December 1, 2014"):  # fmt: skip
        assert said in text.replace(" :", ":")
    assert ".sheet{border:0;padding:0;break-before:page}" in html


def test_every_indicator_says_its_denominator_and_why_it_was_silent() -> None:
    text = Page(report(a_judged_summary())).text
    assert "1 of 2 indicators spoke of at least one award" in text
    assert "It says yes of 1 of 4 awards of which it spoke." in text
    assert "Silent on 5: one action each." in text


@pytest.mark.parametrize("part", JUDGED)
def test_a_judged_part_that_is_null_absent_or_empty_breaks_nothing(part: str) -> None:
    whole = a_judged_summary()
    empty: object = {} if isinstance(whole[part], dict) else []
    for summary in (whole | {part: None}, {key: value for key, value in whole.items() if key != part}, whole | {part: empty}):
        html, seen = report(summary), picture(summary, width=80, color=False)
        assert "None" not in html + seen
        if part in words.NOT_JUDGED and summary.get(part) is None:
            assert words.NOT_JUDGED[part] in Page(html).text


@pytest.mark.parametrize("part", ["first", "vehicles", "calendar", "flows", "sheets", "indicators"])
def test_no_name_of_a_judged_part_becomes_markup_or_terminal_control(part: str) -> None:
    summary: dict[str, object] = copy.deepcopy(a_judged_summary())
    each = summary[part][0]  # type: ignore[index]
    for key, value in list(each.items()):
        if isinstance(value, str) and key not in ("day", "dollars", "matched", "possible", "unknown", "of", "listed_from"):
            each[key] = NASTY
    for inner in ("reasons", "listings", "inputs", "questions"):
        for one in each.get(inner, []):
            one |= {key: NASTY for key, value in one.items() if isinstance(value, str)}
    html = report(summary)
    assert "<script" not in html.lower()
    assert "&lt;script&gt;" in html.lower()
    for seen in (html, picture(summary, width=120, color=False)):
        assert "\x1b" not in seen
        assert "\u202e" not in seen


def test_the_judged_summary_gives_the_same_bytes_twice() -> None:
    assert report(a_judged_summary()) == report(copy.deepcopy(a_judged_summary()))


def test_the_picture_shows_ten_awards_when_narrow_and_twenty_when_wide() -> None:
    narrow, wide = (picture(a_judged_summary(), width=width, color=False) for width in (80, 120))
    assert words.NOT_ABOUT_SUPPLIER in narrow
    assert narrow.count("EXAMPLE MAKER") == 10
    assert "And 10 more in report.html." in narrow
    assert wide.count("EXAMPLE MAKER") == 20
    flat = " ".join(narrow.split())
    assert "$100.50 of $100.50 stand on such lines. 50 to 62 points, 7 of 12 indicators spoke." in flat
    assert "1 of 2 indicators spoke; silent on every award: origin changes." in flat
    assert "2 on exposed awards, 3 in all; 7 standing awards record no end day." in flat
    assert "V0001" in narrow


# titles

NAMED = {"USA": "United States", "CHN": "China", "DJI": "Djibouti"}


def bought(**met: object) -> dict[str, object]:
    """An award of which one fact or other is told of what put it in its class."""
    told = {"good": "chocolate", "strength": "is", "depth": "good", "goods": 1, "materials": [], "reason": "place_not_recorded",
            "in_largest": True, "psc": "8925", "psc_title": "SUGAR, CONFECTIONERY, AND NUTS",
            "largest_psc_title": "SUGAR, CONFECTIONERY, AND NUTS", "country": None, "name": None}  # fmt: skip
    return an_award(1, psc="8925", sector="food", good="chocolate", met=told | met)


TITLES: tuple[tuple[dict[str, object], str], ...] = (
    ({}, "Chocolate, place not recorded"),
    ({"reason": "recorded_origin", "country": "CHN"}, "Chocolate, recorded as made in China"),
    ({"reason": "stage_not_recorded", "country": "USA"},
     "Chocolate, last made in the United States; where it was grown or mined is not recorded"),
    ({"reason": "input_listed", "country": "USA", "materials": ["cocoa"]},
     "Chocolate made of cocoa, last made in the United States; where its materials come from is not recorded"),
    ({"reason": "input_listed", "materials": ["cocoa", "sugarcane"]},
     "Chocolate made of cocoa and sugarcane, place not recorded"),
    ({"reason": "input_listed", "materials": ["a", "b", "c"]}, "Chocolate made of 3 listed materials, place not recorded"),
    ({"reason": "contents_not_recorded", "strength": "may_contain", "goods": 7},
     "May hold chocolate or one of 6 other goods, place not recorded"),
    ({"reason": "contents_not_recorded", "strength": "may_contain", "goods": 2, "country": "USA"},
     "May hold chocolate or another good, last made in the United States; where its contents were grown or mined is not "
     "recorded"),
    ({"reason": "may_be_listed", "strength": "mostly", "country": "CHN"}, "Most likely chocolate, recorded as made in China"),
    ({"reason": "may_be_listed", "country": "CHN"}, "Chocolate, maybe of a listed kind, recorded as made in China"),
    ({"reason": "input_listed", "depth": "main_material", "good": "sugarcane", "strength": "mostly"},
     "Sugar, confectionery, and nuts (product code 8925), most likely made of sugarcane, place not recorded"),
    ({"reason": "mixed", "good": None, "strength": None, "country": "USA"},
     "Sugar, confectionery, and nuts (product code 8925), last made in the United States"),
    ({"in_largest": False, "largest_psc_title": "GUIDED MISSILE COMPONENTS"},
     "Guided missile components (product code 8925); on other lines chocolate, place not recorded"),
    ({"in_largest": False, "largest_strength": "mostly"},
     "Most likely chocolate; on other lines for certain, place not recorded"),
    ({"reason": "service_may_contain_goods", "good": None, "psc": "S216", "psc_title": "HOUSEKEEPING- FACILITIES"},
     "Housekeeping: facilities (product code S216), goods in it not recorded"),
)  # fmt: skip


@pytest.mark.parametrize(("met", "said"), TITLES, ids=[said for _, said in TITLES])
def test_a_title_says_what_is_certain_and_of_what_a_place_is_recorded(met: dict[str, object], said: str) -> None:
    row = bought(**met)
    assert titles.title(row, NAMED) == said
    summary = a_judged_summary() | {"first": [row]}
    assert said in Page(report(summary)).text
    assert " ".join(said.split()[:3]) in picture(summary, width=200, color=False)


def test_work_abroad_is_named_as_work_with_the_place_where_it_is_done() -> None:
    row = bought() | {"sector": "labor_services_abroad", "country": "DJI"}
    assert titles.title(row, NAMED) == "Labor services abroad, performed in Djibouti"
    assert titles.title(row | {"country": None}, NAMED) == "Labor services abroad, place of work not recorded"


def test_an_award_says_that_it_is_over_and_how_much_of_it_is_exposed() -> None:
    ended = {"day": "2025-01-01", "options_until": None, "certain": True,
             "sentence": "Performance ended on 2025-01-01: it is over."}  # fmt: skip
    summary = a_judged_summary() | {"first": [bought() | {"over": ended, "exposed_dollars": "40.50"}]}
    for text in (Page(report(summary)).text, picture(summary, width=200, color=False)):
        assert "Performance ended on 2025-01-01: it is over." in text
        assert "$40.50 of $100.50" in text
    other = a_judged_summary() | {"first": [bought() | {"over": None, "exposed_dollars": "100.50"}]}
    assert "Performance ended" not in Page(report(other)).text
    assert "$100.50 of" not in picture(other | {"first": [other["first"][0] | {"reasons": []}]}, width=200, color=False)


def test_a_bar_of_an_indicator_draws_its_yes_its_no_and_its_silence_apart() -> None:
    found = indicators(a_judged_summary())
    assert found is not None
    first, second = found["rows"]  # type: ignore[misc]
    drawn = {s.kind: s.width for s in first["segments"]}
    assert drawn == {"yes": 200, "no": 600, "silent": 200, "not_applicable": 0}
    assert (first["share"], second["share"]) == ("yes for 25% of those on which it spoke", "it spoke on none")
    assert [s.width for s in second["segments"]] == [0, 0, 1000, 0]


def test_a_flow_says_how_surely_and_names_no_good_where_only_smaller_lines_are_exposed() -> None:
    ways = [{"strength": "is"}, {"strength": "mostly"}, {"strength": "may_contain"}, {"strength": "is", "through": True},
            {"strength": "mostly", "depth": "main_material"}, {"good": None, "in_largest": False}]  # fmt: skip
    rows = [{"country": "USA", "name": "United States", "good": "steel", "depth": "good", "agency": "A", "awards": 1,
             "dollars": "10.00", "matched": "0.00", "possible": f"{90 - n}.00"} | way
            for n, way in enumerate(ways)]  # fmt: skip
    found = flows(a_judged_summary() | {"flows": rows})
    assert found is not None
    assert [node.name for node in found["nodes"][1]] == [  # type: ignore[index]
        "Steel", "Most likely steel", "May hold steel", "Steel (its materials)", "Most likely made of steel",
        "On other lines than the largest",
    ]  # fmt: skip


def test_a_vehicle_names_its_agency_with_the_code_beside_it() -> None:
    summary = a_judged_summary()
    vehicle = summary["vehicles"][0] | {"parent_agency_name": "DEPT OF THE NAVY"}  # type: ignore[index]
    assert "Dept of the Navy (agency code 9700)" in Page(report(summary | {"vehicles": [vehicle]})).text
    assert "Agency code 9700" in Page(report(summary)).text
    assert "Dept of the Navy (agency code 9700)" in picture(summary | {"vehicles": [vehicle]}, width=200, color=False)
