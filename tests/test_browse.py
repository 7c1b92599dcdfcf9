"""The portfolio as it is asked: without a filter what the assessment wrote, with one what a plain count finds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from browsed import taken_once
from buyfair.browse import OF_THE_WHOLE, Figures, Filters, counted, figures
from buyfair.browse_compare import compare
from buyfair.browse_export import WHAT, rows
from buyfair.browse_figures import opened
from buyfair.browse_filters import parse
from buyfair.browse_rows import award_lines, awards, facets, search
from buyfair.columns.held import held_in
from buyfair.dossier import dossier
from buyfair.snapshots import Snapshot
from buyfair.summary import PORTIONS
from buyfair.terms.errors import InputRefusedError, TooSlowError
from folders import made_once, real_once

Row = dict[str, Any]
POSSIBLE = ("possible_place_not_recorded", "possible_through_input")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Snapshot:
    return taken_once(tmp_path_factory, "browsed", sample_folder / "assessed")


def bytes_of(document: object) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def same_as_written(snapshot: Snapshot) -> None:
    anew, written = counted(snapshot, Filters()), snapshot.summary()
    for key in written:
        assert anew[key] == written[key], key
    assert bytes_of(anew) == bytes_of(written) == bytes_of(figures(snapshot))


def test_counted_anew_without_a_filter_every_figure_is_that_of_the_assessment(snapshot: Snapshot) -> None:
    same_as_written(snapshot)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["ice_fy13_17_usaspending_prime_transactions.csv.gz", "cbp_ice_fy2021_2026_contract_obligations.csv.gz"]
)
def test_of_real_files_too(tmp_path_factory: pytest.TempPathFactory, real_data: Path, name: str) -> None:
    made = real_once(tmp_path_factory, real_data / "awards" / name)
    same_as_written(taken_once(tmp_path_factory, f"home-{name.split('.')[0]}", made / "assessed"))


# A plain count, written without reading ours


def table(snapshot: Snapshot, name: str) -> list[Row]:
    return list(pq.read_table(snapshot.folder / f"{name}.parquet").to_pylist())


@pytest.fixture(scope="module")
def plain(snapshot: Snapshot) -> list[Row]:
    """Awards, each with its lines, the harms of its lines that count, and what its largest line says beside."""
    of_line: dict[str, dict[str, str]] = {}
    for x in table(snapshot, "exposures"):
        if x["depth"] != "trace":
            held = of_line.setdefault(x["line_id"], {})
            held[x["harm"]] = "matched" if "matched" in (x["level"], held.get(x["harm"])) else "possible"
    lines: dict[str, list[Row]] = {}
    for line in table(snapshot, "lines"):
        lines.setdefault(line["award_id"], []).append(line)
    found = table(snapshot, "awards")
    for a in found:
        a["own"] = lines[a["award_id"]]
        counting = [line for line in a["own"] if line["dollars_obligated"] != 0] or a["own"]
        harms: dict[str, str] = {}
        for line in counting:
            for harm, level in of_line.get(line["line_id"], {}).items():
                harms[harm] = "matched" if "matched" in (level, harms.get(harm)) else "possible"
        largest = next(line for line in a["own"] if line["line_id"] == a["largest_line"])
        day = a["first_action"]
        a |= {"harms": harms, "state": largest["supplier_state"], "year": str(day.year + (day.month >= 10))}
    return found


FIELD = {"agency": "agency", "good": "good", "country": "origin_country", "psc": "psc", "abroad": "performance_country",
         "reason": "exposure_reason", "reach": "reach"}  # fmt: skip


def meets(a: Row, filters: Filters) -> bool:
    for name, values in filters.asked().items():
        if name == "class":
            met = any(a["exposure"] in (POSSIBLE if v == "possible" else (v,)) for v in values)
        elif name == "sector":
            met = (a["sector"] or "none") in values
        elif name == "harm":
            met = any(v in a["harms"] for v in values)
        elif name == "supplier":
            met = (a["supplier_uei"] or a["supplier_name"]) in values
        elif name == "vehicle":
            met = f"{a['parent_piid']}:{a['parent_agency_code'] or ''}" in values
        elif name in ("state", "year"):
            met = a[name] in values
        else:
            met = a[FIELD[name]] in values
        if not met:
            return False
    return True


def sums(of: list[Row], key: str) -> dict[Any, Row]:
    found: dict[Any, Row] = {}
    for a in of:
        row = found.setdefault(
            a[key], {"awards": 0, "lines": 0, "dollars": 0, "matched": 0, "possible": 0, "unknown": 0}
        )
        row["awards"] += 1
        row["lines"] += len(a["own"])
        if a["exposure"] != "taken_back":
            row["dollars"] += a["dollars"]
            column = "possible" if a["exposure"] in POSSIBLE else a["exposure"]
            if column in row:
                row[column] += a["dollars"]
    return found


@st.composite
def filters(draw: st.DrawFn, of: list[Row]) -> Filters:
    """Filters of up to three fields whose values awards have, together or not."""
    chosen = draw(st.lists(st.sampled_from([*FIELD, "class", "sector", "harm", "supplier", "vehicle", "state", "year"]),
                           min_size=1, max_size=3, unique=True))  # fmt: skip
    asked: dict[str, tuple[str | None, ...]] = {}
    for name in chosen:
        a, b = draw(st.sampled_from(of)), draw(st.sampled_from(of))
        values = {
            "class": lambda x: "possible" if x["exposure"] in POSSIBLE else x["exposure"],
            "sector": lambda x: x["sector"] or "none",
            "harm": lambda x: next(iter(x["harms"]), "forced_labor"),
            "supplier": lambda x: x["supplier_uei"] or x["supplier_name"],
            "vehicle": lambda x: f"{x['parent_piid']}:{x['parent_agency_code'] or ''}" if x["parent_piid"] else "NONE:1",
            "state": lambda x: x["state"], "year": lambda x: x["year"],
        }.get(name)  # fmt: skip
        asked[name] = tuple(x[FIELD[name]] if values is None else values(x) for x in (a, b))
    return Filters().having(**asked)


@pytest.mark.slow
def test_with_filters_the_figures_are_those_of_a_plain_count(snapshot: Snapshot, plain: list[Row]) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(asked=filters(plain))
    def holds(asked: Filters) -> None:
        found, met = counted(snapshot, asked), [a for a in plain if meets(a, asked)]
        assert found["awards"] == len(met)
        classes: Counter[str] = Counter()
        for a in met:
            classes[a["exposure"]] += a["dollars"]
        for name, dollars in found["exposure"].items():
            assert Decimal(dollars) == (sum(classes[c] for c in POSSIBLE) if name == "possible" else classes[name]), (
                name
            )
        assert Decimal(found["dollars"]["accepted"]) == sum((a["dollars"] for a in met), Decimal(0))
        assert found["lines"]["accepted"] == sum(len(a["own"]) for a in met)
        for part, key, column in (("goods", "good", "good"), ("agencies", "agency", "agency"),
                                  ("countries", "country", "origin_country")):  # fmt: skip
            expected = sums(met, column)
            assert {r[key] for r in found[part]} == set(expected)
            for row in found[part]:
                for name, value in expected[row[key]].items():
                    assert Decimal(row[name]) == value, (part, row[key], name)
        for row in found["harms"]:
            for level in ("matched", "possible"):
                reached = [a for a in met if a["harms"].get(row["harm"]) == level and a["exposure"] != "taken_back"]
                assert Decimal(row[level]) == sum((a["dollars"] for a in reached), Decimal(0)), row
        for name, classes_ in (("matched", ("matched",)), ("possible", POSSIBLE)):
            own = [line for a in met for line in a["own"] if line["exposure"] in classes_]
            assert found["exposed_lines"][name]["lines"] == len(own)
            assert Decimal(found["exposed_lines"][name]["dollars"]) == sum(
                (x["dollars_obligated"] for x in own), Decimal(0)
            )
        goods = [line for a in met for line in a["own"] if line["item"] == "supply"]
        assert (found["origins"]["lines"], found["origins"]["recorded"]) == (
            len(goods), sum(line["origin_country"] is not None for line in goods))  # fmt: skip
        ranks = sorted(a["rank"] for a in met if a["rank"] is not None)[:100]
        assert [row["rank"] for row in found["first"]] == ranks
        said = next(i for i in found["indicators"] if i["code"] == "origin_not_told")
        answers = Counter(a["origin_not_told"] for a in met if a["exposure"] != "taken_back")
        assert (said["points_to"], said["spoke"], said["silent"]) == (
            answers["yes"], answers["yes"] + answers["no"], answers["unknown"])  # fmt: skip
        for key in OF_THE_WHOLE:
            part, _, inner = key.partition(".")
            whole = figures(snapshot)[part]
            assert (found[part][inner] if inner else found[part]) == (whole[inner] if inner else whole), key

    holds()


# Every figure opens to its rows


def figures_of(document: Row) -> Iterator[tuple[str, Row, str, Any]]:
    for name, value in document["exposure"].items():
        yield "exposure", {}, name, value
    columns = (
        "dollars",
        "matched",
        "possible",
        "unknown",
        "awards",
        "points_to",
        "spoke",
        "silent",
        "of",
        "not_applicable",
    )
    for part in ("sectors", "goods", "countries", "agencies", "pairs", "suppliers", "harms", "sheets", "vehicles", "not_told",
                 "not_told_codes", "flows", "indicators"):  # fmt: skip
        for row in (document[part][:2] + document[part][-1:]) if part != "sheets" else document[part]:
            yield from ((part, row, c, row[c]) for c in columns if c in row)
    for month in document["calendar_of"]["by_month"][:3]:
        yield from (("calendar_of", month, c, month[c]) for c in ("events", "exposed", "dollars", "exposed_dollars"))
    for rule in document["reach"]["rules"]:
        for answer in ("yes", "unknown", "no"):
            yield "reach_rules", rule, answer, _both(rule[answer])
    for fact in document["reach"]["missing"]:
        yield from (("reach_missing", fact, "awards", fact["awards"]), ("reach_missing", fact, "both", _both(fact)))
    for state, n in document["reach"]["awards"].items():
        yield "reach", {"state": state}, "awards", n
        for by in document["reach"]["by"].values():
            yield from (
                ("reach", {**r, "state": state}, c, r[state][c]) for r in by[:1] for c in ("matched", "possible")
            )


def _both(of: Row) -> str:
    return str(Decimal(of["matched"]) + Decimal(of["possible"]))


@pytest.mark.slow
@pytest.mark.parametrize("base", [Filters(), Filters(class_=("possible",), year=("2024",))])
def test_every_figure_opens_to_awards_that_sum_to_it(snapshot: Snapshot, base: Filters) -> None:
    tried = 0
    for part, row, column, value in figures_of(figures(snapshot, base)):
        chosen = opened(base, part, row, column)
        if chosen is None:
            assert Decimal(value) == 0, (part, row, column)
            continue
        page = awards(snapshot, chosen, limit=1)
        dollars = Decimal(page.dollars) + Decimal(page.taken_back)
        assert (page.awards if isinstance(value, int) else dollars) == (value if isinstance(value, int) else Decimal(value)), (
            part, row, column)  # fmt: skip
        assert parse(chosen.pairs()) == (chosen, []), "the address of a figure gives its filters back"
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("field", ["agency", "sector", "good", "country", "state", "performed_in", "year", "class"])
def test_the_values_of_a_field_part_the_whole(snapshot: Snapshot, field: str) -> None:
    base = Filters(sector=("electronics",)) if field != "sector" else Filters(year=("2024",))
    whole, parts = awards(snapshot, base, limit=1), facets(snapshot, base, [field])[field]
    assert len(parts) < 60 and sum(c.awards for c in parts) == whole.awards
    assert sum(Decimal(c.dollars) for c in parts) == Decimal(whole.dollars)


def test_a_value_that_no_award_has_gives_an_empty_and_honest_picture(snapshot: Snapshot) -> None:
    nobody = counted(snapshot, Filters(agency=("No such agency",)))
    assert list(nobody) == list(figures(snapshot)) and nobody["awards"] == 0
    assert (
        set(nobody["exposure"].values()) == {"0.00"} and nobody["first"] == nobody["goods"] == nobody["calendar"] == []
    )
    assert nobody["dates"] == {"first_action": None, "last_action": None} and nobody["lines"]["accepted"] == 0
    assert awards(snapshot, Filters(agency=("No such agency",))).rows == ()


# Addresses


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("sector", "elektronics"), "expected a sector; the nearest are electronics."),
        (("country", "Thailandd"), 'Country of origin "Thailandd" names nothing; expected a country'),
        (("harm", "forced_labor:sure"), "expected a harm"),
        (("year", "20255"), "expected a year, such as 2025"),
        (("class", "matchd"), "the nearest are matched"),
        (("indicator", "origin_not_told"), "expected an indicator and its answer"),
        (("decision", "2026-13"), "expected a month"),
        (("agency", "x" * 300), "at most 200"),
        (("class", "not-recorded"), "expected a class"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(pair: tuple[str, str], said: str) -> None:
    found, refused = parse([pair])
    assert not found and len(refused) == 1 and said in refused[0] and "\n" not in refused[0]


def test_an_address_says_filters_and_gives_them_back() -> None:
    asked = Filters(agency=("Häuser & Söhne = 1",), country=(None, "THA"), class_=("possible",), text=("a b",))
    assert asked.query() == (
        "agency=H%C3%A4user%20%26%20S%C3%B6hne%20%3D%201&country=THA&country=not-recorded&class=possible&text=a%20b"
    )
    assert parse(asked.pairs()) == (asked, [])
    assert parse([("page", "3"), ("country", "Thailand"), ("state", "Texas")])[0] == Filters(
        country=("THA",), state=("TX",)
    )


@example(value="'; DROP TABLE awards; --")
@given(value=st.text(max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_text_filters_and_finds_and_breaks_nothing(snapshot: Snapshot, value: str) -> None:
    for name in ("agency", "supplier", "vehicle", "text", "award"):
        asked, refused = parse([(name, value)])
        assert refused == [] and awards(snapshot, asked, limit=1).awards >= 0
    search(snapshot, value)


# Lists


@pytest.mark.parametrize("order", ["rank", "dollars", "newest", "oldest", "decision"])
def test_pages_by_mark_show_every_award_once(snapshot: Snapshot, order: str) -> None:
    seen: list[Row] = []
    page = awards(snapshot, Filters(agency=("Department of Defense",)), order, limit=100)
    seen += page.rows
    while page.after is not None:
        page = awards(snapshot, Filters(agency=("Department of Defense",)), order, page.after, 100)
        seen += page.rows
    ids = [r["award_id"] for r in seen]
    assert len(set(ids)) == len(ids) and (len(ids) == page.awards or order == "decision")
    if order == "dollars":
        assert [Decimal(r["dollars"]) for r in seen] == sorted((Decimal(r["dollars"]) for r in seen), reverse=True)


@pytest.mark.parametrize("mark", ["x", "1", "1~", "-1~2", "1~1'; --", "9" * 40 + "~1", "1~NaN"])
def test_a_mark_that_no_page_gave_is_refused(snapshot: Snapshot, mark: str) -> None:
    for order in ("rank", "dollars", "newest"):
        with pytest.raises(InputRefusedError, match="is no place in this list"):
            awards(snapshot, Filters(), order, mark)


def test_the_lines_of_an_award_sum_to_it_and_the_search_box_finds_it(snapshot: Snapshot) -> None:
    first = awards(snapshot, Filters(), limit=1).rows[0]
    lines = award_lines(snapshot, first["award_id"])
    assert len(lines) == first["lines"]
    assert sum(Decimal(line["dollars_obligated"]) for line in lines) == Decimal(first["dollars"])
    assert search(snapshot, first["piid"]).awards[0]["award_id"] == first["award_id"]
    assert search(snapshot, first["supplier_uei"]).suppliers[0]["supplier_key"] == first["supplier_uei"]
    assert search(snapshot, first["parent_piid"].lower()).vehicles[0]["parent_piid"] == first["parent_piid"]
    assert search(snapshot, "zq") == search(snapshot, "no such words anywhere") == type(search(snapshot, "zq"))()


@pytest.mark.slow
def test_a_dossier_read_from_a_snapshot_is_that_of_the_folder(snapshot: Snapshot, sample_folder: Path) -> None:
    for row in [
        *awards(snapshot, Filters(), limit=4).rows,
        *awards(snapshot, Filters(class_=("taken_back",)), limit=2).rows,
    ]:
        here, there = dossier(snapshot.folder, row["award_id"]), dossier(sample_folder / "assessed", row["award_id"])
        assert bytes_of(here) == bytes_of(there)
        assert bytes_of(dossier(snapshot.folder, row["piid"])) == bytes_of(there)
    with pytest.raises(InputRefusedError, match="is no award of this folder"):
        dossier(snapshot.folder, "CONT_AWD_NOBODY")


def test_a_dossier_that_takes_too_long_says_that_nobody_knows(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is called off within a page is no interrupt of the process."""
    held = held_in(snapshot.folder)
    assert held is not None
    monkeypatch.setattr(held, "seconds", 0.1)
    monkeypatch.setattr("buyfair.dossier.award_of", lambda engine, *_: engine.run(LONG))
    with pytest.raises(TooSlowError, match="did not answer within 0.1 seconds"):
        dossier(snapshot.folder, "CONT_AWD_NOBODY")


LONG = "CREATE OR REPLACE TEMP TABLE long AS SELECT count(*) FROM range(2000000) a, range(2000) b"

# Whole tables


@pytest.mark.parametrize("what", WHAT[:5])
def test_exports_hold_every_row_of_the_awards_chosen(snapshot: Snapshot, plain: list[Row], what: str) -> None:
    asked = Filters(good=("shrimp",))
    met = {a["award_id"] for a in plain if a["good"] == "shrimp"}
    held = pa.Table.from_batches(list(rows(snapshot, asked, what)))
    if what == "suppliers":
        assert sum(held["awards"].to_pylist()) == len(met)
    else:
        assert set(held["award_id"].to_pylist()) == met
        lines = {line["line_id"] for a in plain if a["award_id"] in met for line in a["own"]}
        written = [r for r in table(snapshot, what) if r.get("award_id") in met or r.get("line_id") in lines]
        assert held.num_rows == len(written)


CUT = {"vehicles": "vehicles", "calendar": "events", "flows": "rows"}
"""Lists of which the summary holds the first rows: how many there are, by what is told beside them."""


@pytest.mark.parametrize("filters", [Filters(), Filters(sector=("apparel",)), Filters(good=("no such good",))])
@pytest.mark.parametrize("what", [w for w in WHAT[5:] if not w.startswith("reach")])
def test_a_table_of_the_picture_is_the_list_that_the_picture_prints(snapshot: Snapshot, what: str, filters: Filters) -> None:
    """Row for row and figure for figure, in its order; where the picture holds the first rows alone, the table goes on."""
    told = figures(snapshot, filters)
    listed = told[what.replace("-", "_")] or []
    found = [row for batch in rows(snapshot, filters, what) for row in batch.to_pylist()]
    if what not in CUT:
        assert len(found) == len(listed)
    elif what == "calendar":
        assert len(found) == told["calendar_of"]["exposed_events"] + told["calendar_of"]["abroad_events"]
    else:
        assert len(found) == told[f"{what}_of"][CUT[what]]
    for row, same in zip(found, listed, strict=False):
        assert {name: plainly(value) for name, value in row.items()} == {name: plainly(same[name]) for name in row}


def plainly(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)


def test_the_tables_of_the_reach_part_what_is_exposed(snapshot: Snapshot) -> None:
    """The three states of all are those of each grouping, and those of every rule; no file leaves a dollar out."""
    told = figures(snapshot)
    every = pa.Table.from_batches(list(rows(snapshot, Filters(), "reach"))).to_pylist()
    for by in ("all", "sector", "good", "country", "agency"):
        mine = [row for row in every if row["by"] == by]
        for end in ("matched", "possible"):
            sums = [row[name] for row in mine for name in row if name.endswith(f"_{end}")]
            assert sum(sums, Decimal(0)) == Decimal(told["exposure"][end]), (by, end)
    for row in pa.Table.from_batches(list(rows(snapshot, Filters(), "reach-rules"))).to_pylist():
        assert sum(row[f"{answer}_matched"] for answer in ("yes", "no", "unknown")) == Decimal(told["exposure"]["matched"])
    missing = pa.Table.from_batches(list(rows(snapshot, Filters(), "reach-missing"))).to_pylist()
    assert [row["fact"] for row in missing] == [row["fact"] for row in told["reach"]["missing"]]


def test_what_is_no_table_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(InputRefusedError, match="take one of"):
        rows(snapshot, Filters(), "secrets")


# Two snapshots


@pytest.mark.slow
def test_two_snapshots_are_compared_award_by_award(
    snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> None:
    later = taken_once(tmp_path_factory, "browsed-later", fewer(tmp_path_factory, sample_folder))
    told = compare(snapshot, later)
    was, now = ({a["award_id"]: a for a in table(of, "awards")} for of in (snapshot, later))
    assert told["awards"]["came"]["awards"] == len(now.keys() - was.keys())
    assert told["awards"]["went"]["awards"] == len(was.keys() - now.keys()) > 0
    assert told["awards"]["stayed"]["awards"] == len(was.keys() & now.keys())
    moved = [i for i in was.keys() & now.keys() if was[i]["exposure"] != now[i]["exposure"]]
    assert sum(m["awards"] for m in told["awards"]["classes"]) == len(moved)
    for row in told["exposure"]:
        assert Decimal(row["before"]) + Decimal(row["change"]) == Decimal(row["after"])
        assert (row["before"], row["after"]) == (
            figures(snapshot)["exposure"][row["class"]],
            figures(later)["exposure"][row["class"]],
        )
    assert sum(Decimal(r["dollars"]["change"]) for r in told["agencies"]) == sum(
        Decimal(r["dollars"]["change"]) for r in told["countries"])  # fmt: skip
    with pytest.raises(InputRefusedError, match="given twice"):
        compare(snapshot, snapshot)


def fewer(factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    """The sample without its last lines, assessed."""
    import gzip

    from buyfair.cards.report import report
    from buyfair.portfolio import assess

    def make(folder: Path) -> None:
        text = gzip.decompress((sample_folder / "awards_sample.csv.gz").read_bytes()).decode()
        (folder / "fewer.csv").write_text("\n".join(text.split("\n")[:2000]) + "\n", "utf-8")
        assess([folder / "fewer.csv"], folder / "assessed", render=report)

    return made_once(factory, "fewer", make) / "assessed"


def test_the_same_question_is_worked_out_once(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    import buyfair.browse as browse

    asked, times = Filters(good=("tea",)), Counter[str]()

    def once(of: Snapshot, by: Filters, portions: tuple[str]) -> Mapping[str, Any]:
        times[portions[0]] += 1
        return counted_really(of, by, portions)

    counted_really = browse._counted
    monkeypatch.setattr(browse, "_counted", once)
    assert figures(snapshot, asked) == figures(snapshot, Filters(good=("tea", "tea"))) == counted(snapshot, asked)
    assert dict(Figures(snapshot, asked)) == counted(snapshot, asked)
    assert times == dict.fromkeys(PORTIONS, 1) | {"exposed": 3}
