"""One truth: what the portfolio wrote of an award is what its dossier says, on the sample, on real files, on hostile ones."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from buyfair.cards.dossier import dossier_page, dossier_text, met
from buyfair.dossier import dossier
from buyfair.portfolio import assess
from buyfair.records.exposures import EXPOSURES
from buyfair.terms.errors import InputRefusedError
from buyfair.terms.exposure import AWARD_CLASSES

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "build" / "axe" / "axe.min.js"
STYLES = re.compile(r"\033\[[0-9;]*m")


def assessed(source: Path, folder: Path) -> Path:
    assess([source], folder, render=lambda summary: "")
    return folder


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Path:
    return sample_folder / "assessed"


@pytest.fixture(scope="module")
def real(export_folder: Path) -> Path:
    return export_folder / "assessed"


@pytest.fixture(scope="module")
def documents(sample: Path) -> dict[str, dict[str, Any]]:
    """The dossiers of chosen awards of the sample."""
    return {award_id: dossier(sample, award_id) for award_id in chosen(sample)}


HOSTILE = '<script>alert("1")</script> \x1b[31mRED\x07 \u202eevil & Co. {{ 7 * 7 }}'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Text meant to harm in every free field; two awards of one PIID; one award taken back; one without lines of goods."""
    folder = tmp_path_factory.mktemp("hostile")
    names = ["award_id", "piid", "action_date", "dollars_obligated", "agency", "office", "supplier_name", "psc",
             "description", "origin_country", "modification"]  # fmt: skip
    rows = [
        [f"A'; DROP TABLE {HOSTILE}", "P1", "2024-05-01", "100.10", HOSTILE, HOSTILE, HOSTILE, "8405", HOSTILE, "BGD", HOSTILE],
        ["B-1", "P2", "2024-05-01", "5.00", "City", "Desk", "Plain", "8405", "SHIRTS", "USA", "0"],
        ["B-2", "P2", "2024-05-02", "6.00", "City", "Desk", "Plain", "8405", "SHIRTS", "USA", "0"],
        ["C", "P3", "2024-05-03", "-7.00", "City", "Desk", "Plain", "8405", "SHIRTS", "BGD", "1"],
    ]
    pq.write_table(pa.table({n: [row[i] for row in rows] for i, n in enumerate(names)}), folder / "awards.parquet")
    return assessed(folder / "awards.parquet", folder / "assessed")


def chosen(folder: Path) -> list[str]:
    """One award of each class, and the one with most lines: the first by rank and id."""
    rows = pq.read_table(folder / "awards.parquet", columns=["award_id", "exposure", "lines", "rank"]).to_pylist()
    rows.sort(key=lambda r: (r["rank"] is None, r["rank"], r["award_id"]))
    found = [next((r["award_id"] for r in rows if r["exposure"] == c), None) for c in AWARD_CLASSES]
    found.append(max(rows, key=lambda r: r["lines"])["award_id"])
    return list(dict.fromkeys(a for a in found if a is not None))


def same_as_written(folder: Path, award_id: str, said: dict[str, Any]) -> None:
    written = pq.read_table(folder / "lines.parquet", filters=[("award_id", "=", award_id)]).to_pylist()
    lines = {line["line_id"]: line for line in said["lines"]}
    assert set(lines) == {w["line_id"] for w in written}
    for w in written:
        line = lines[w["line_id"]]
        for name in ("psc", "description", "item", "sector", "good", "exposure", "exposure_reason", "modification"):
            assert line[name] == w[name], (award_id, name)
        assert line["origin"] == (w["origin_country"] if w["item"] == "supply" else None)
        assert Decimal(line["dollars"]) == w["dollars_obligated"]
        assert line["day"] == w["action_date"].isoformat()
        assert line["source"] == {"file": w["source_file"], "member": w["source_member"], "record": w["source_record"]}
    met_ = pq.read_table(folder / "exposures.parquet", filters=[("line_id", "in", sorted(lines))]).to_pylist()
    kinds = {x["number"]: x for x in said["exposures"]}
    keys = [c for c in EXPOSURES.names() if c not in ("line_id", "listed_countries")]
    mine = sorted(repr((i, *(kinds[n][k] for k in keys), "|".join(kinds[n]["listed_countries"])))
                  for i, line in lines.items() for n in line["exposures"])  # fmt: skip
    theirs = sorted(repr((x["line_id"], *(x[k] for k in keys), x["listed_countries"])) for x in met_)
    assert mine == theirs
    award = pq.read_table(folder / "awards.parquet", filters=[("award_id", "=", award_id)]).to_pylist()[0]
    assert said["reconciled"]["dollars"] == said["reconciled"]["award"] == said["award"]["dollars"] == str(award["dollars"])
    assert sum(r["points"] for r in said["reasons"]) == award["points"] == said["order"]["points"]
    assert sum(r["at_least"] for r in said["reasons"]) == award["points_at_least"]
    assert [i["answer"] for i in said["indicators"]] == [award[i["code"]] for i in said["indicators"]]
    assert sum(x["lines"] for x in said["exposures"]) == len(met_)
    assert sum(len(o["lines"]) for o in said["origins"] if o["contradicts_itself"]) == (award["contradictions"] or 0)
    assert [a for o in said["origins"] for a in o["against"] if o["number"] not in said["origins"][a]["against"]] == []


def test_the_dossier_says_what_the_portfolio_wrote_of_the_sample(
    sample: Path, documents: dict[str, dict[str, Any]]
) -> None:
    assert len(documents) >= len(AWARD_CLASSES)
    for award_id, said in documents.items():
        same_as_written(sample, award_id, said)


@pytest.mark.slow
@pytest.mark.real
def test_the_dossier_says_what_the_portfolio_wrote_of_a_real_export(real: Path) -> None:
    for award_id in chosen(real):
        same_as_written(real, award_id, dossier(real, award_id))


@pytest.mark.real
def test_the_reasons_of_the_first_awards_are_those_of_the_summary(real: Path) -> None:
    first = json.loads((real / "summary.json").read_text("utf-8"))["first"]
    for row in (first[0], first[9], first[-1]):
        said = dossier(real, row["award_id"])
        assert said["reasons"] == row["reasons"]
        assert [said["order"][k] for k in ("rank", "band", "points", "spoke", "asked")] == [
            row[k] for k in ("rank", "band", "points", "spoke", "asked")
        ]
        assert said["award"]["country"] == row["country"]


def papers(document: dict[str, Any]) -> tuple[str, str, str]:
    return json.dumps(document, ensure_ascii=False), dossier_text(document, 100, False), dossier_page(document)


def test_two_runs_give_the_same_bytes(sample: Path) -> None:
    award_id = chosen(sample)[0]
    assert papers(dossier(sample, award_id)) == papers(dossier(sample, award_id))


def test_the_text_holds_its_width_and_color_changes_no_word(documents: dict[str, dict[str, Any]]) -> None:
    for said in documents.values():
        for width in (80, 120):
            plain = dossier_text(said, width, False)
            assert "\033" not in plain
            assert max(map(len, plain.splitlines())) <= width
            assert STYLES.sub("", dossier_text(said, width, True)) == plain


def test_what_every_paper_says(documents: dict[str, dict[str, Any]]) -> None:
    for said in documents.values():
        _, text, page = papers(said)
        for paper in (" ".join(text.split()), page):
            assert said["not_about_supplier"] in paper
            assert said["duties_sentence"] in paper and said["leads_sentence"] in paper
            assert "Made-up sample" in paper[:6000 if paper is page else 100]
            assert "is safe" not in paper.lower()
        if any(line["exposure"] in ("no_listing", "not_goods", "unknown") for line in said["lines"]):
            assert "not the same as safe" in text and "not the same as safe" in page
        assert said["duties"]["answers"] and said["leads"] == []
        assert all(row["says"] and row["settles"] for row in said["not_recorded"])
        assert sum(i["lines"] for i in said["sources"]["inputs"]) == len(said["lines"])
        assert "<script" not in page and "http-equiv=\"Content-Security-Policy\"" in page
        for title in (i["title"] for i in said["indicators"]):
            assert title in page and title in " ".join(text.split())


def test_traces_are_shown_apart(documents: dict[str, dict[str, Any]]) -> None:
    found = [kind for said in documents.values() for kind in met(said)]
    assert {kind.depth for kind in found} >= {"good", "main_material", "trace"}
    assert all("counted in no class" in kind.says for kind in found if kind.depth == "trace")


def test_a_service_row_tells_no_origin_of_goods(sample: Path) -> None:
    rows = pq.read_table(sample / "lines.parquet", columns=["award_id", "item", "origin_country"]).to_pylist()
    award_id = next(r["award_id"] for r in rows if r["item"] == "service" and r["origin_country"] is not None)
    lines = [line for line in dossier(sample, award_id)["lines"] if line["item"] == "service"]
    assert lines and all(line["origin"] is None for line in lines)


# Which award is meant


def refused(folder: Path, asked: str) -> str:
    with pytest.raises(InputRefusedError) as why:
        dossier(folder, asked)
    said = str(why.value)
    assert said.count("; ") >= 2 and said.endswith(".") and "\n" not in said
    return said


def test_a_piid_of_one_award_suffices_whatever_its_case(sample: Path, documents: dict[str, dict[str, Any]]) -> None:
    award = documents[chosen(sample)[0]]["award"]
    assert dossier(sample, f"  {award['piid'].lower()} ")["award"]["award_id"] == award["award_id"]


def test_a_piid_of_several_awards_is_answered_by_their_ids(hostile: Path) -> None:
    said = refused(hostile, "P2")
    assert "2 awards" in said and "B-1" in said and "B-2" in said


def test_no_such_award_names_what_was_given_and_the_nearest(hostile: Path) -> None:
    said = refused(hostile, "B-3")
    assert '"B-3"' in said and "B-1" in said and "B-2" in said
    for strange in ("", "'; DROP TABLE awards; --", "\udcff\x00", "%" * 5000):
        assert len(refused(hostile, strange)) < 900


def test_a_vehicle_is_told_from_an_award(sample: Path) -> None:
    rows = pq.read_table(sample / "awards.parquet", columns=["piid", "parent_piid"]).to_pylist()
    own = {r["piid"] for r in rows}
    vehicle = next(r["parent_piid"] for r in rows if r["parent_piid"] is not None and r["parent_piid"] not in own)
    assert "is the vehicle of" in refused(sample, vehicle)


# Which folder


@pytest.fixture
def copy(hostile: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(hostile, tmp_path / "assessed")
    yield tmp_path / "assessed"


def test_a_folder_that_is_not_there_or_not_assessed(tmp_path: Path) -> None:
    assert "is no folder" in refused(tmp_path / "absent", "B-1")
    assert "lacks manifest.json" in refused(tmp_path, "B-1")


@pytest.mark.parametrize("name", ["summary.json", "awards.parquet", "lines.parquet", "exposures.parquet", "manifest.json"])
def test_a_folder_that_lacks_a_file(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"lacks {name}" in refused(copy, "B-1") and "assess the award files again" in refused(copy, "B-1")


@pytest.mark.parametrize(("name", "column"), [("awards", "points"), ("lines", "exposure_reason"), ("exposures", "listed_then")])
def test_a_folder_of_another_version_of_the_tables(copy: Path, name: str, column: str) -> None:
    path = copy / f"{name}.parquet"
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    said = refused(copy, "B-1")
    assert f"{name}.parquet lacks {column}" in said and "assess the award files again" in said


@pytest.mark.parametrize("name", ["awards", "lines", "exposures"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"a letter, no table" * 100])
def test_a_file_that_is_no_table(copy: Path, name: str, content: bytes) -> None:
    (copy / f"{name}.parquet").write_bytes(content)
    assert "cannot be read" in refused(copy, "B-1")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"day": 1, "versions": null}'])
def test_a_summary_of_another_version(copy: Path, content: bytes) -> None:
    (copy / "summary.json").write_bytes(content)
    assert "another version (summary.json)" in refused(copy, "B-1")


def test_reasons_that_no_longer_add_up_are_not_told(copy: Path) -> None:
    table = pq.read_table(copy / "awards.parquet")
    at = table.column_names.index("points")
    more = pa.array([p + 1 for p in table["points"].to_pylist()], table["points"].type)
    changed = table.set_column(at, table.field(at), more)
    pq.write_table(changed, copy / "awards.parquet")
    assert "other weights" in refused(copy, "B-1")


def test_other_knowledge_is_said(copy: Path) -> None:
    summary = json.loads((copy / "summary.json").read_text("utf-8"))
    summary["versions"]["knowledge"] = "another"
    (copy / "summary.json").write_text(json.dumps(summary), "utf-8")
    said = dossier(copy, "B-1")
    assert said["told_with"]["same"] is False
    assert all("other knowledge" in " ".join(paper.split()) for paper in papers(said)[1:])
    assert dossier(copy.parent / "assessed", "B-1")["told_with"]["same"] is False


# Hostile text


def test_hostile_text_is_escaped_and_its_control_signs_are_gone(hostile: Path) -> None:
    said = dossier(hostile, "P1")
    assert "<script>" in said["award"]["supplier"], "the document holds what the file holds"
    document, text, page = papers(said)
    assert json.loads(document) == said
    for paper in (text, page):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", paper)
    assert "<script" not in page and "&lt;script&gt;" in page and "{{ 7 * 7 }}" in page


def test_an_award_taken_back_has_no_rank_and_says_so(hostile: Path) -> None:
    said = dossier(hostile, "P3")
    assert said["order"]["rank"] is None and said["award"]["exposure"] == "taken_back"
    assert "no rank" in dossier_text(said, 100, False) and "Taken back" in dossier_page(said)


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium: run make test, which installs it"
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield opened
        opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_holds_at_every_width(
    browser: Any, documents: dict[str, dict[str, Any]], hostile: Path, tmp_path: Path, width: int
) -> None:
    held = list(documents.values())
    for said in (held[0], held[2], held[-2], held[-1], dossier(hostile, "P1")):
        award_id = said["award"]["award_id"]
        path = tmp_path / "dossier.html"
        path.write_text(dossier_page(said), "utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert asked == [path.as_uri()], "the page loads nothing but itself"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, award_id
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, award_id
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target))") == []
        page.close()


@pytest.mark.browser
def test_the_keyboard_alone_reaches_every_table_and_every_detail(
    browser: Any, documents: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "dossier.html"
    path.write_text(dossier_page(next(iter(documents.values()))), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => e.tagName + [...document.querySelectorAll('summary, .scroll')].indexOf(e))(document.activeElement)"
        )
        if name.startswith("BODY"):
            break
        reached.add(name)
    visible = page.evaluate("[...document.querySelectorAll('summary, .scroll')].filter(e => e.checkVisibility()).length")
    assert visible and len([name for name in reached if not name.endswith("-1")]) >= visible
    page.close()
