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

from buyfair.cards import words
from buyfair.cards.picture import picture
from buyfair.cards.report import report
from buyfair.cards.tables import bar, folded, ranked, spread

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


@pytest.mark.parametrize("summary", [a_summary(), a_large_summary()], ids=["small", "large"])
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
    everything = a_summary() | {"reach": {}, "indicators": [], "calendar": [], "vehicles": [], "first": []}
    assert words.not_judged(everything) is None


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("summary", [a_summary(), a_large_summary()], ids=["small", "large"])
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
    page = Page(report(a_summary()))
    assert page.named("html") == [{"lang": "en"}]
    assert len(page.named("title")) == len(page.named("h1")) == len(page.named("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.named("table")) == len(page.named("caption"))
    assert page.named("th")
    assert all(attrs.get("scope") in ("row", "col") for attrs in page.named("th"))
    assert all(svg.get("aria-label") or svg.get("aria-hidden") for svg in page.named("svg"))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = [str(attrs["href"])[1:] for attrs in page.named("a") if str(attrs.get("href")).startswith("#")]
    assert set(targets) <= set(ids)


def test_the_page_loads_nothing() -> None:
    html = report(a_large_summary())
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
