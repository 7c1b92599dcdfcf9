"""Laws of money and of reading: exact to the cent, every record accounted for, whatever order and files it comes in."""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair.intake import cells
from buyfair.intake.read import Reading, read_awards
from buyfair.records.lines import REJECTION_REASONS
from made_lines import CALM, HEADER, Record, accounted, few, quoted, record, to_cents, world, write_csv

SEEDS = st.integers(0, 2**32)
LIMIT = Decimal(10) ** 16
"""Amounts from here on do not fit the column."""

digits = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(0, 10**18).map(str),
    st.integers(0, 10**15).map("{:,}".format),
    st.sampled_from(["0", "00", "007", "1,000", "999,999,999", "9999999999999999", "99999999999999999"]),
)
decimals = st.one_of(
    st.just(""),
    st.just("."),
    st.text("0123456789", min_size=1, max_size=12).map(".".__add__),
    st.tuples(
        st.text("0123456789", min_size=2, max_size=2), st.sampled_from(["5", "50", "500", "51", "49", "4999"])
    ).map(lambda t: "." + "".join(t)),
)
exponents = st.sampled_from([""] * 6 + ["e0", "E+1", "e2", "e-1", "E-2", "e-3", "e+05"])
signs = st.sampled_from([
    ("", "", 1), ("-", "", -1), ("+", "", 1), ("$", "", 1), ("-$", "", -1), ("$-", "", -1), ("(", ")", -1),
    ("($", ")", -1), ("", "-", -1), ("$", "-", -1), (" ", " ", 1), (" -", "", -1), ("", " -", -1), ("- ", "", -1),
])  # fmt: skip


def in_cents(texts: list[str]) -> list[Decimal | None]:
    """What the reader makes of each cell, all in one query."""
    sql = database()
    sql.execute("CREATE OR REPLACE TABLE told (n INTEGER, cell VARCHAR)")
    sql.execute("INSERT INTO told SELECT unnest(?), unnest(?)", [list(range(len(texts))), texts])
    return [row[0] for row in sql.execute(f"SELECT {cells.money('cell')} FROM told ORDER BY n").fetchall()]


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One for all questions: opening it takes longer than they do."""
    return duckdb.connect()


def worth(whole: str, part: str, exponent: str, sign: int) -> Decimal | None:
    """The value by Python's decimals; None where it does not fit."""
    exact = Decimal(whole.replace(",", "") + part + exponent)
    value = sign * to_cents(exact)
    return value if abs(exact) < LIMIT and abs(value) < LIMIT else None


amounts = st.tuples(signs, digits, decimals, exponents)
batches = settings(max_examples=30, **CALM)


def wrong(told: list[tuple[str, Decimal | None]]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """Cells that were read otherwise: text, expected, read; the shortest first."""
    read = in_cents([text for text, _ in told])
    found = [(text, value, got) for (text, value), got in zip(told, read, strict=True) if got != value]
    return sorted(found, key=lambda f: len(f[0]))


@batches
@given(st.lists(amounts, min_size=100, max_size=200))
def test_an_amount_is_worth_what_decimals_say(drawn: list[tuple[tuple[str, str, int], str, str, str]]) -> None:
    told = []
    for (before, after, sign), whole, part, exponent in drawn:
        e = exponent if not (before == "$-" and "-" in exponent) else ""
        told.append((before + whole + part + e + after, worth(whole, part, e, sign)))
    assert wrong(told) == []


def test_a_minus_behind_the_dollar_sign_holds_with_an_exponent() -> None:
    told = [("$-5", Decimal(-5)), ("$-5e0", Decimal(-5)), ("$-5e-1", Decimal("-0.50")), ("(5e-1)", Decimal("-0.50"))]
    assert wrong(told) == []


@batches
@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.text("0123456789", min_size=13, max_size=20)), min_size=50),
    st.lists(st.tuples(st.integers(0, 10**4), st.sampled_from(["005", "015", "345", "995"]), st.integers(10, 17))),
)
def test_many_decimals_are_rounded_once(drawn: list[tuple[int, str]], near: list[tuple[int, str, int]]) -> None:
    told = [f"{whole}.{part}" for whole, part in drawn]
    for whole, half, zeros in near:
        told += [f"{whole}.{half}{'0' * zeros}1", f"{whole}.{int(half) - 1:03}{'9' * zeros}"]
    assert wrong([(text, to_cents(Decimal(text))) for text in told]) == []


@batches
@given(st.lists(st.floats(-1e13, 1e13, allow_nan=False), min_size=100), st.lists(st.integers(-(10**9), 10**9)))
def test_a_double_is_its_shortest_decimal_rounded_half_even_once(drawn: list[float], mills: list[int]) -> None:
    halves = [m / 1000 for m in mills] + [(2 * m + 1) / 200 for m in mills]
    plain = [f for f in (*drawn, *halves) if len(f"{Decimal(repr(f)):f}".partition(".")[2]) <= 12]
    assert wrong([(repr(f), to_cents(Decimal(repr(f)))) for f in plain]) == []


def test_sums_of_doubles_with_their_long_tails_are_rounded_once() -> None:
    tails = [0.1 + 0.2, 1.1 + 2.2, 12.345000000000001, 0.014999999999999999, 0.0050000000000001, 3 * 1.115, 4.35 * 100]
    assert wrong([(repr(f), to_cents(Decimal(repr(f)))) for f in tails]) == []


AMOUNT = re.compile(
    r"(?P<lead>[-+]?\$?|\$[-+]|)(?P<open>\(?)\$?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][-+]?\d{1,3})?(?P<close>\)?)(?P<tail>-?)"
)


def is_amount(text: str) -> bool:
    """At most one sign, or a pair of parentheses; digits in whole groups of three; a digit somewhere."""
    bare = text.strip(" ").replace(" ", "")
    m = AMOUNT.fullmatch(bare)
    if m is None or not re.search(r"\d", bare.lower().partition("e")[0]):
        return False
    marks = (m["lead"].strip("$") != "") + (m["tail"] != "") + (m["open"] != "")
    return bool(m["open"]) == bool(m["close"]) and marks <= 1 and not (m["open"] and m["lead"])


@settings(max_examples=60, **CALM)
@given(st.lists(st.text("0123456789.,$()eE/%xNaif#_", max_size=9), min_size=200))
def test_what_is_not_an_amount_is_never_read_as_one(drawn: list[str]) -> None:
    balanced = [t for t in drawn if not is_amount(t) and t.count("(") == t.count(")") != 1]
    assert [(t, v) for t, v in zip(balanced, in_cents(balanced), strict=True) if v is not None] == []


@pytest.mark.parametrize(
    "text",
    ["--5", "+-5", "-+5", "++5", "+$-5", "-$-5", "-5-", "+5-", "(5", "5)", "(5-", "+(5)", "-(5)", "(-5)", "(5)-"],
)
def test_a_sign_that_contradicts_another_makes_no_amount(text: str) -> None:
    assert in_cents([text]) == [None], f"{text} may be more or less than zero"


@pytest.mark.parametrize("text", ["1 2", "1 2.50", "12 34", "5 5 5"])
def test_two_numbers_are_no_amount(text: str) -> None:
    assert in_cents([text]) == [None]


@pytest.mark.parametrize("text", ["", " ", "-", "$", ".", "()", "e5", "1e", "1,23", "1234,567", "1.2.3", "nan", "inf",
                                  "-Infinity", "0x10", "1_000", "5%", "USD 5", "5 USD", "#REF!", "2024-01-05"])  # fmt: skip
def test_words_and_broken_numbers_are_no_amount(text: str) -> None:
    assert in_cents([text]) == [None]


# reading


@dataclass
class Read:
    """One run: the account, the accepted actions and the rejected records."""

    reading: Reading
    actions: list[dict[str, object]]
    rejected: list[dict[str, object]]

    def accepted(self) -> Counter[tuple[object, ...]]:
        """What was accepted, as facts, without the place it came from."""
        return Counter(tuple(v for k, v in a.items() if not k.startswith("source_")) for a in self.actions)


def read(*paths: Path) -> Read:
    """Reads the files in a fresh work folder; they hold no column of countries."""
    with tempfile.TemporaryDirectory() as work:
        reading = read_awards(paths, countries={"USA": "USA"}, work=Path(work))
        actions = [
            {k: v for k, v in row.items() if k != "_line"} for row in duckdb.sql(reading.actions).to_arrow_table().to_pylist()
        ]
        return Read(reading, actions, pq.read_table(reading.rejected).to_pylist())


def worlds(seed: int, count: int = 25, ties: bool = False) -> tuple[list[Record], random.Random]:
    """Many small worlds as one shuffled pile of records."""
    rng = random.Random(seed)
    pile = [r for n in range(count) for r in world(rng, f"W{n}", ties)]
    rng.shuffle(pile)
    return pile, rng


def tallies(reading: Reading) -> dict[str, tuple[int, Decimal]]:
    """The four classes of the account."""
    of = {"read": reading.read, "accepted": reading.accepted, "rejected": reading.set_aside,
          "superseded": reading.superseded}  # fmt: skip
    return {k: (t.lines, t.dollars) for k, t in of.items()}


@few
@given(seed=SEEDS, end=st.sampled_from(["\n", "\r\n"]))
def test_every_record_and_every_dollar_is_accounted_for(tmp_path: Path, seed: int, end: str) -> None:
    pile, rng = worlds(seed)
    write_csv(tmp_path / "awards.csv", pile, rng, end)
    got = read(tmp_path / "awards.csv")
    want = accounted(pile)
    assert tallies(got.reading) == {
        "read": want.read, "accepted": want.accepted, "rejected": want.rejected, "superseded": want.superseded
    }  # fmt: skip
    parts = (want.accepted, want.rejected, want.superseded)
    assert want.read == (sum(p[0] for p in parts), sum(p[1] for p in parts))
    dollars = {a["line_id"]: a["dollars_obligated"] for a in got.actions}
    assert len(dollars) == len(got.actions) == want.accepted[0]
    assert {k: dollars.get(k) for k in want.actions} == want.actions
    reasons = Counter(r.reason for r in pile if r.reason)
    assert {k: t.lines for k, t in got.reading.reasons.items()} == reasons
    assert set(reasons) <= set(REJECTION_REASONS)


@few
@given(seed=SEEDS)
def test_every_rejected_record_is_found_again_by_its_number_and_its_line(tmp_path: Path, seed: int) -> None:
    pile, rng = worlds(seed)
    begins = write_csv(tmp_path / "awards.csv", pile, rng, "\n")
    want = [
        (n, at, r.reason, r.dollars, r.raw)
        for n, (r, at) in enumerate(zip(pile, begins, strict=True), start=1)
        if r.reason is not None
    ]
    got = read(tmp_path / "awards.csv").rejected
    assert [(x["record"], x["line"], x["reason"], x["dollars"], x["raw"]) for x in got] == want
    lines = (tmp_path / "awards.csv").read_bytes().split(b"\n")
    for x in got:
        spread = len(str(x["raw"]).split("\n"))
        begins_at = int(str(x["line"])) - 1
        assert b"\n".join(lines[begins_at : begins_at + spread]).decode().rstrip("\r") == x["raw"]


@few
@given(seed=SEEDS)
def test_the_split_over_files_changes_nothing(tmp_path: Path, seed: int) -> None:
    pile, rng = worlds(seed, ties=True)
    at = rng.randrange(1, len(pile))
    write_csv(tmp_path / "whole.csv", pile, rng)
    write_csv(tmp_path / "first.csv", pile[:at], rng, "\r\n")
    write_csv(tmp_path / "second.csv", pile[at:], rng)
    whole, split = read(tmp_path / "whole.csv"), read(tmp_path / "first.csv", tmp_path / "second.csv")
    assert tallies(whole.reading) == tallies(split.reading)
    assert whole.accepted() == split.accepted()
    assert whole.reading.reasons == split.reading.reasons


@few
@given(seed=SEEDS)
def test_the_order_of_rows_changes_nothing(tmp_path: Path, seed: int) -> None:
    pile, rng = worlds(seed, ties=True)
    write_csv(tmp_path / "one.csv", pile, rng)
    rng.shuffle(pile)
    write_csv(tmp_path / "other.csv", pile, rng)
    one, other = read(tmp_path / "one.csv"), read(tmp_path / "other.csv")
    assert tallies(one.reading) == tallies(other.reading)
    assert one.accepted() == other.accepted()
    assert one.reading.unreadable == other.reading.unreadable


@few
@given(seed=SEEDS)
def test_a_modification_never_supersedes_and_the_latest_version_stays(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    pile, last = [], {}
    for award in range(60):
        for mod in rng.sample(["0", "P00001", "P00002", "A1", "PZ0001"], rng.randrange(2, 6)):
            key = ("", f"A{award}", f"A{award}", mod, "0", "9700", "", "")
            stamps = rng.sample(["", "2020-01-01", "2020-01-01 00:00:01", "2020-01-01 10:00:00", "2021-03-04 01:02:03"],
                                rng.randrange(1, 5))  # fmt: skip
            for when in stamps:
                dollars = Decimal(rng.randrange(-(10**8), 10**8)).scaleb(-2)
                r = record((*key, "2024-02-03", str(dollars), when, "8405", ""), rng, None, dollars)
                pile.append(r)
                if r.line_id not in last or when > last[r.line_id][0]:
                    last[r.line_id] = (when, dollars)
    rng.shuffle(pile)
    write_csv(tmp_path / "awards.csv", pile, rng)
    got = read(tmp_path / "awards.csv")
    assert {a["line_id"]: a["dollars_obligated"] for a in got.actions} == {k: d for k, (_, d) in last.items()}
    assert got.reading.superseded.lines == len(pile) - len(last)


def test_blank_lines_without_a_broken_record_move_nothing(tmp_path: Path) -> None:
    pile, rng = worlds(7, 30)
    pile = [r for r in pile if r.reason != "broken_record"]
    begins = write_csv(tmp_path / "awards.csv", pile, rng, blanks=[""])
    got = read(tmp_path / "awards.csv")
    want = [(n, at, r.raw) for n, (r, at) in enumerate(zip(pile, begins, strict=True), start=1) if r.reason]
    assert [(x["record"], x["line"], x["raw"]) for x in got.rejected] == want
    assert tallies(got.reading)["accepted"] == accounted(pile).accepted


@pytest.mark.parametrize("blank", ["", " ", "   "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_blank_line_is_no_record(tmp_path: Path, blank: str, end: str) -> None:
    pile, rng = worlds(7, 20)
    begins = write_csv(tmp_path / "awards.csv", pile, rng, end, blanks=[blank])
    got = read(tmp_path / "awards.csv")
    want = [(n, at, r.raw) for n, (r, at) in enumerate(zip(pile, begins, strict=True), start=1) if r.reason]
    assert [(x["record"], x["line"], x["raw"]) for x in got.rejected] == want
    assert tallies(got.reading)["read"] == accounted(pile).read
    assert tallies(got.reading)["accepted"] == accounted(pile).accepted


HEAD = "contract_award_unique_key,action_date,federal_action_obligation,transaction_description\n"


@pytest.mark.parametrize(
    "rows",
    [
        ("A,2024-01-01,1,x", "", "B,2024-01-01"),
        ("", "A,2024-01-01,1,x", "B,2024-01-01"),
        ("A,2024-01-01,1,x", "", "B,2024-01-01", "C,2024-01-01,1,x"),
        ("A,2024-01-01,1,x", "  ", "B,soon,1,x"),
        ("A,2024-01-01,1,x", "  ", "B,2024-01-01,1,x,y"),
    ],
)
def test_the_broken_record_is_set_aside_and_not_its_neighbour(tmp_path: Path, rows: tuple[str, ...]) -> None:
    (tmp_path / "awards.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    got = read(tmp_path / "awards.csv")
    assert [x["raw"] for x in got.rejected] == [r for r in rows if r.startswith("B")]
    assert sorted(str(a["award_id"]) for a in got.actions) == [r[0] for r in rows if r[:1] in ("A", "C")]


@pytest.mark.parametrize("rows", [("A,2024-01-01,1,x", "  "), ("A,2024-01-01,1,x", "   ", "  ")])
def test_trailing_lines_of_blanks_are_no_records(tmp_path: Path, rows: tuple[str, ...]) -> None:
    (tmp_path / "awards.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    got = read(tmp_path / "awards.csv")
    assert (got.reading.read.lines, len(got.actions), got.rejected) == (1, 1, [])


def test_a_quote_inside_quotes_breaks_its_own_record_only(tmp_path: Path) -> None:
    stray = 'B,2024-01-01,1,"5" pipe"'
    rows = ["A,2024-01-01,1,x", stray, "C,2024-01-01,1,x", "D,2024-01-01", "E,2024-01-01,1,x"]
    (tmp_path / "awards.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    got = read(tmp_path / "awards.csv")
    assert [(x["record"], x["line"], x["raw"]) for x in got.rejected] == [(2, 3, stray), (4, 5, "D,2024-01-01")]
    assert sorted(str(a["award_id"]) for a in got.actions) == ["A", "C", "E"]


# days with slashes


def day_file(path: Path, days: list[str]) -> None:
    """One action per day."""
    text = ",".join(HEADER) + "\n"
    for n, on in enumerate(days):
        row = (f"{path.stem}_{n}", f"{path.stem}", "P", "0", "0", "", "", "", on, "1.00", "", "8405", "x")
        text += ",".join(quoted(c) for c in row) + "\n"
    path.write_text(text, "utf-8")


def day_told(first: int, second: int, year: int, order: str) -> str:
    """The ISO day or the reason why there is none, of first/second/year in a file of this order."""
    ways = {"dmy": [(second, first)], "mdy": [(first, second)], "neither": [(first, second), (second, first)]}[order]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    found = {f"{year:04}-{m:02}-{d:02}" for m, d in ways if 1 <= m <= 12 and 1 <= d <= lengths[m - 1]}
    if len(found) == 1:
        return found.pop()
    return "ambiguous_day" if found else "bad_day"


@pytest.mark.slow
@few
@given(seed=SEEDS)
def test_a_file_says_itself_how_it_writes_days(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    want: dict[str, list[str]] = {}
    paths = []
    for n in range(12):
        most = rng.choice([(31, 12), (12, 31), (12, 12), (31, 31)])
        drawn = [(rng.randint(1, most[0]), rng.randint(1, most[1]), rng.randint(2000, 2026)) for _ in range(12)]
        drawn += [(d, d, 2024) for d in (rng.randint(1, 12), 5)] + [(13, 1, 2020)] * (most == (31, 12))
        a, b = max(x[0] for x in drawn), max(x[1] for x in drawn)
        order = "dmy" if a > 12 >= b else "mdy" if b > 12 >= a else "neither"
        shape = rng.choice(["{0}/{1}/{2}", "{0:02}/{1:02}/{2}", "{0}/{1}/{2} 10:00:00"])
        path = tmp_path / f"days{n}.csv"
        day_file(path, [shape.format(*x) for x in drawn])
        paths.append(path)
        want[path.name] = [day_told(*x, order) for x in drawn]
    got = read(*paths)
    found = {(a["source_file"], a["source_record"]): a["action_date"].isoformat() for a in got.actions}
    found |= {(r["file"], r["record"]): r["reason"] for r in got.rejected}
    by_file = {
        name: [v for _, v in sorted(of)]
        for name, of in ((n, [(k[1], v) for k, v in g]) for n, g in groupby(sorted(found.items()), lambda i: i[0][0]))
    }
    assert by_file == want


def test_one_day_of_the_file_decides_for_all(tmp_path: Path) -> None:
    for name, days in {"open": ["03/04/2024", "05/05/2024"], "dmy": ["03/04/2024", "13/01/2024"],
                       "mdy": ["03/04/2024", "01/13/2024"]}.items():  # fmt: skip
        day_file(tmp_path / f"{name}.csv", days)
    got = read(*(tmp_path / f"{n}.csv" for n in ("open", "dmy", "mdy")))
    read_as = {a["line_id"]: str(a["action_date"]) for a in got.actions}
    assert read_as == {"open_1": "2024-05-05", "dmy_0": "2024-04-03", "dmy_1": "2024-01-13", "mdy_0": "2024-03-04",
                       "mdy_1": "2024-01-13"}  # fmt: skip
    assert [(r["file"], r["record"], r["reason"]) for r in got.rejected] == [("open.csv", 1, "ambiguous_day")]
