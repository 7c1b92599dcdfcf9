"""Names on awards: leads in their own table and in the dossier, in no figure, and decided once."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from buyfair.award_leads import ScreeningOn, queries_of
from buyfair.cards.dossier import dossier_page, dossier_text
from buyfair.cards.picture import picture
from buyfair.cards.report import report
from buyfair.cli import main
from buyfair.cli_review import ASSESS_AGAIN
from buyfair.dossier import dossier
from buyfair.intake.decisions_file import read_decisions
from buyfair.portfolio import assess
from buyfair.records.leads import LEADS
from buyfair.screen.decided import pair_of, seen
from buyfair.screening import Screening, screening_on
from buyfair.terms.decision import Decision, Decisions
from buyfair.terms.party import ListedParty, Statement

COLUMNS = (
    "contract_award_unique_key", "award_id_piid", "modification_number", "action_date", "federal_action_obligation",
    "recipient_name", "recipient_parent_name", "recipient_uei", "recipient_country_code", "product_or_service_code",
    "transaction_description", "country_of_product_or_service_origin_code",
)  # fmt: skip
LISTED, PARENT = "HETIAN TAIDA APPAREL CO LTD", "XINJIANG ZHONGTAI CHEMICAL"
AWARDS = (
    ("A1", "A1", "0", "2024-03-01", "120000.00", LISTED, "", "", "CHN", "8405", "SHIRTS, COTTON", "CHN"),
    ("A1", "A1", "1", "2024-06-01", "500.00", LISTED, "", "", "CHN", "8405", "SHIRTS, COTTON", "CHN"),
    ("A2", "A2", "0", "2021-03-01", "20000.00", "BLUE HERON IMPORTS LLC", PARENT, "", "USA", "9330", "PVC SHEET", "CHN"),
    ("A3", "A3", "0", "2024-03-01", "70000.00", "ORCHID HILL TEXTILES", "", "", "USA", "8405", "SHIRTS, COTTON", "CHN"),
)
DAY = date(2026, 11, 1)


def assessed(
    folder: Path, awards: Sequence[Sequence[str]] = AWARDS, decisions: Decisions | None = None,
    known: ScreeningOn | None = None, day: date = DAY,
) -> tuple[Path, dict[str, Any]]:
    folder.mkdir(parents=True)
    source = folder / "awards.csv"
    with source.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([COLUMNS, *awards])
    asked = known or partial(screening, decisions=decisions or {})
    summary = assess([source], folder / "out", day=day, render=report, screening=asked)
    return folder / "out", summary


def screening(on: date, decisions: Decisions) -> Screening:
    return screening_on(on, decisions=decisions)


def rows(out: Path) -> list[dict[str, Any]]:
    return pq.read_table(out / "leads.parquet").to_pylist()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    return assessed(tmp_path_factory.mktemp("leads") / "plain")


def test_a_supplier_and_a_parent_that_meet_a_list_are_leads_of_their_award(plain: tuple[Path, dict[str, Any]]) -> None:
    out, summary = plain
    found = {(r["award_id"], r["role"], r["name"], r["list"]) for r in rows(out)}
    assert ("A1", "supplier", LISTED, "uflpa_entity_list") in found
    assert ("A1", "supplier", LISTED, "cbp_wro") in found
    assert ("A2", "parent", PARENT, "uflpa_entity_list") in found
    assert not [f for f in found if f[0] == "A3"]
    told = summary["leads"]
    assert (told["names"], told["names_with_leads"], told["awards"]) == (4, 2, 2)
    assert told["wait"] == told["leads"] > 0
    assert told["same"] == []


def test_whether_it_was_listed_on_the_day_of_the_award_is_told(plain: tuple[Path, dict[str, Any]]) -> None:
    then = {(r["award_id"], r["list"], r["party"]): r["listed_then"] for r in rows(plain[0])}
    assert then["A1", "uflpa_entity_list", "Hetian Taida Apparel Co., Ltd"] is True
    assert then["A2", "uflpa_entity_list", "Xinjiang Zhongtai Chemical Co. Ltd."] is False


FIGURES = ("exposure", "reach", "sectors", "goods", "countries", "harms", "agencies", "first", "indicators", "calendar")


@pytest.mark.slow
def test_undecided_leads_change_no_figure_and_put_no_name_on_the_report(
    plain: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out, summary = plain
    renamed = [[*a[:5], {LISTED: "ORCHID MEADOW LTD"}.get(a[5], a[5]), {PARENT: ""}.get(a[6], a[6]), *a[7:]] for a in AWARDS]
    _, other = assessed(tmp_path / "renamed", renamed)
    assert other["leads"]["leads"] == 0

    def figures(of: dict[str, Any]) -> str:
        told = json.dumps({name: of[name] for name in FIGURES}, sort_keys=True)
        return told.replace(LISTED, "ORCHID MEADOW LTD")

    assert figures(summary) == figures(other)
    page = (out / "report.html").read_text("utf-8")
    section = page[page.index('id="names"') : page.index("</section>", page.index('id="names"'))]
    assert "waiting for a person" in section
    assert "Taida" not in section
    assert "Hetian Taida Apparel Co., Ltd" not in page, "the listed name stands in no shared page"


def test_the_dossier_shows_both_strings_the_day_and_the_card_of_the_list(plain: tuple[Path, dict[str, Any]]) -> None:
    out, _ = plain
    document = dossier(out, "A1")
    lead = next(x for x in document["leads"] if x["list"] == "uflpa_entity_list")
    assert LISTED in lead["why"]
    assert lead["lead_name"] in lead["why"]
    assert lead["listed_since"] == "2022-06-21"
    assert lead["means"]
    assert lead["means_not"]
    for page in (dossier_text(document, 100, color=False), dossier_page(document)):
        assert "a person compares" in " ".join(page.split())
        assert "A hit means" in page
        assert "It does not mean" in page
    assert dossier(out, "A3")["leads"] == []
    assert "No name on this award met a party" in " ".join(dossier_text(dossier(out, "A3"), 100, color=False).split())


def test_what_the_portfolio_wrote_is_what_the_dossier_says(plain: tuple[Path, dict[str, Any]]) -> None:
    out, _ = plain
    for award_id in ("A1", "A2", "A3"):
        written = [(r["role"], r["name"], r["party"], r["score"], r["why"]) for r in rows(out) if r["award_id"] == award_id]
        said = [(x["role"], x["name"], x["party"], x["score"], x["why"]) for x in dossier(out, award_id)["leads"]]
        assert written == said


@pytest.mark.slow
def test_a_number_belongs_to_the_name_it_stands_beside(tmp_path: Path) -> None:
    shown = Statement("exclusion", "in_force", date(2023, 1, 1), None, DAY)
    numbers = (("uei", "ZZTESTUE1234"),)
    party = ListedParty("sam_exclusions", "2026-08-07", "k", "Amber Vale Foods", (shown,), identifiers=numbers)

    def listed(on: date) -> Screening:
        return Screening([party], on, {})

    twice = [
        ("B1", "B1", "0", "2024-03-01", "100.00", "ORCHID HILL", "", "ZZTESTUE1234", "USA", "8405", "SHIRTS", "CHN"),
        ("B2", "B2", "0", "2024-03-01", "100.00", "ORCHID HILL", "", "ZZTESTUE9999", "USA", "8405", "SHIRTS", "CHN"),
        ("B3", "B3", "0", "2024-03-01", "100.00", "ORCHID HILL", "", "ZZTESTUE1234", "", "8405", "SHIRTS", "CHN"),
        ("B3", "B3", "1", "2024-05-01", "100.00", "ORCHID HILL", "", "ZZTESTUE1234", "USA", "8405", "SHIRTS", "CHN"),
    ]
    out, summary = assessed(tmp_path / "twice", twice, known=listed)
    found = rows(out)
    assert {r["award_id"] for r in found} == {"B1", "B3"}
    keys = [tuple(r[k] for k in LEADS.key) for r in found]
    assert len(keys) == len(set(keys))
    assert summary["leads"]["leads"] == len({(r["name"], r["country"], r["numbers"], r["party_key"]) for r in found})


@pytest.mark.slow
def test_a_name_that_the_supplier_does_business_under_joins_the_query(tmp_path: Path) -> None:
    source = tmp_path / "awards.csv"
    told = (*AWARDS[3][:5], "BLUE HERON IMPORTS LLC", *AWARDS[3][6:], "HETIAN TAIDA GARMENT", "Blue Heron Trading")
    with source.open("w", newline="", encoding="utf-8") as out:
        names = ("recipient_doing_business_as_name", "recipient_name_raw")
        csv.writer(out).writerows([(*COLUMNS, *names), told])
    assess([source], tmp_path / "out", day=DAY, render=report)
    found = rows(tmp_path / "out")
    assert {(r["name"], r["also"]) for r in found} == {
        ("BLUE HERON IMPORTS LLC", "HETIAN TAIDA GARMENT | Blue Heron Trading")
    }
    assert all("HETIAN TAIDA GARMENT" in r["why"] for r in found)
    assert [q.also for q in queries_of(found)] == [("HETIAN TAIDA GARMENT", "Blue Heron Trading")]


@pytest.mark.slow
def test_lists_that_tell_nothing_of_an_old_day_are_named(tmp_path: Path) -> None:
    _, summary = assessed(tmp_path / "old", day=date(2018, 6, 1))
    told = summary["leads"]
    assert told["lists_not_known_then"] == ["uflpa_entity_list"]
    assert told["lists_not_held"] == ["mte_cadastro", "sam_exclusions"]
    assert "tell nothing of the known day: uflpa_entity_list" in " ".join(picture(summary, width=100, color=False).split())


def decisions_on(out: Path, said: str) -> Decisions:
    asked = screening(DAY, {})
    return {
        pair_of(f.lead): (Decision(pair_of(f.lead), said, "A. Sample", DAY, "the papers of the shipment", seen(f.lead)),)  # type: ignore[arg-type]
        for f in asked.of(queries_of(rows(out)))
    }


@pytest.mark.slow
@pytest.mark.parametrize("said", ["same_party", "not_the_same", "cannot_tell"])
def test_a_decision_holds_in_the_next_run(plain: tuple[Path, dict[str, Any]], tmp_path: Path, said: str) -> None:
    out, summary = assessed(tmp_path / "next", decisions=decisions_on(plain[0], said))
    told = summary["leads"]
    assert told["wait"] == 0
    assert told[said] == told["leads"]
    assert {r["state"] for r in rows(out)} == {said}
    assert all("A. Sample" in r["decision"] for r in rows(out))
    page = (out / "report.html").read_text("utf-8")
    assert "A. Sample" not in page, "who decided stands in no shared page"
    assert ("Hetian Taida Apparel Co., Ltd" in page) is (said == "same_party"), "only what a person decided bears a name"
    assert "0 waiting for a person" in " ".join(picture(summary, width=100, color=False).split())


@pytest.mark.slow
def test_the_leads_of_an_assessed_folder_are_reviewed_and_stay_decided(
    plain: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out, summary = plain
    kept = tmp_path / "decisions.jsonl"
    words = ["screen", "review", "--in", str(out), "--by", "A. Sample", "--decisions", str(kept)]
    done = CliRunner().invoke(main, words, input="n\nanother address\n" * summary["leads"]["leads"])
    assert done.exit_code == 0, done.output
    assert "0 still open" in done.output
    assert "row " not in done.output, "an assessed folder has no table to look a row up in"
    assert done.output.rstrip().endswith(ASSESS_AGAIN)
    _, later = assessed(tmp_path / "later", decisions=read_decisions(kept))
    assert later["leads"]["wait"] == 0
    refused = CliRunner().invoke(main, [*words[:3], str(tmp_path), *words[4:]])
    assert refused.exit_code == 1
    assert "has no leads.parquet" in refused.output


@pytest.mark.slow
def test_the_same_files_lists_and_decisions_give_the_same_bytes(plain: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    out, _ = assessed(tmp_path / "again")
    assert (out / "leads.parquet").read_bytes() == (plain[0] / "leads.parquet").read_bytes()


@pytest.mark.real
@pytest.mark.slow
def test_every_name_of_a_real_file_is_asked(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "awards/ice_contracts_subawards_2018_175x41.csv.gz"
    summary = assess([source], tmp_path / "out", day=DAY, render=report)
    assert summary["leads"] is None or summary["leads"]["names"] > 0
