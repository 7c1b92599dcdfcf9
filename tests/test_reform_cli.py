"""The policy lab at its door: stories of a staffer, and whatever a stranger may hand in, answered in one sentence."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from buyfair import catalogue
from test_cli import here, run

pytestmark = pytest.mark.slow
HEAD = 'title = "t"\ninstrument = "statute"\nwords = "w"\nsource = "our own"\n'
DUTY = '[[duty]]\nid = "a"\nowed_by = "contractor"\nthen = "do"\n'
FOOD = DUTY + 'sectors = ["food"]\n'
PLAN = '[[amount]]\nname = "TIP_PLAN"\nvalue = 250000\n'

BAND = '[[burden]]\nwhat = "hours_per_response"\nlow = 1\nmid = 2\nhigh = 3\nunit = "h"\nsource = "s"\nmark = "read"\n'


@pytest.fixture(scope="module")
def folder(sample_folder: Path) -> Path:
    """The bundled sample, assessed."""
    return sample_folder / "assessed"


def written(tmp_path: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def tried(tmp_path: Path, folder: Path, *words: str) -> dict[str, Any]:
    """The one document that the command prints."""
    done = here("reform", *words, "--in", str(folder), "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(tmp_path: Path, *words: str) -> str:
    """The one sentence of a refusal: status 1, nothing printed, nothing written."""
    before = sorted(tmp_path.rglob("*"))
    done = here("reform", *words, cwd=tmp_path)
    said = done.stderr
    assert (done.returncode, done.stdout) == (1, ""), said
    assert said.startswith("buyfair: ") and said.endswith(".\n") and said.count("\n") == 1, said
    assert "Traceback" not in said and len(said) < 700, said
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"
    return said


# Stories


def test_a_staffer_tries_a_ready_reform_reads_it_and_hands_on_the_brief_and_a_page_of_the_district(
    tmp_path: Path, folder: Path
) -> None:
    found = tried(tmp_path, folder, "binding_code_of_conduct")
    assert found["gained"]["certain"]["awards"] > 0 and found["lost"]["possible"]["awards"] == 0
    assert found["portfolio"]["awards"] == json.loads((folder / "summary.json").read_text("utf-8"))["awards"]
    district = next(row["district"] for row in found["by"]["district"] if row["district"])
    words = ("binding_code_of_conduct", "--in", str(folder))
    picture = here("reform", *words, cwd=tmp_path)
    assert picture.returncode == 0 and picture.stderr == "" and found["title"] in picture.stdout
    for name, more in (("brief.pdf", ()), ("page.PDF", ("--district", district.lower()))):
        done = here("reform", *words, "--brief", name, *more, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-")
        manifest = json.loads((tmp_path / name).with_suffix(".manifest.json").read_text("utf-8"))
        assert manifest == found["manifest"] and name in done.stdout
    assert len(list(tmp_path.iterdir())) == 4


def test_everybody_who_moves_is_written_the_one_with_most_dollars_first(tmp_path: Path, folder: Path) -> None:
    found = tried(tmp_path, folder, "price_preference", "--moved", "moved.csv", "--manifest", "told.json")
    with (tmp_path / "moved.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["award_id"] for row in rows[:50]] == [row["award_id"] for row in found["movers"]]
    assert len(rows) == sum(move["awards"] for move in found["moves"] if move["before"] != move["after"])
    assert all(row["why"].endswith(".") and row["before"] != row["after"] for row in rows)
    assert json.loads((tmp_path / "told.json").read_text("utf-8")) == found["manifest"]


def test_a_file_of_one_s_own_is_held_against_a_ready_reform(tmp_path: Path, folder: Path) -> None:
    written(tmp_path, HEAD + FOOD + "above = 15000\n")
    found = tried(tmp_path, folder, "mine.toml", "--against", "binding_code_of_conduct")
    overlap = found["overlap"]
    assert overlap["other"] == "binding_code_of_conduct" and found["reform"] == "mine"
    assert overlap["both"]["certain"] == found["gained"]["certain"], "food above the threshold is a part of the code"
    assert overlap["only_this"]["certain"]["awards"] == 0 < overlap["only_other"]["certain"]["awards"]


ALIKE = {
    "the same exception ignored": HEAD + '[[ignore]]\nrule = "CL-01"\nfact = "item"\n',
    "the same duty": HEAD + FOOD, "only a record": HEAD + '[[record]]\nfacts = ["origin"]\n',
}  # fmt: skip


@pytest.mark.parametrize("text", ALIKE.values(), ids=list(ALIKE))
def test_a_reform_held_against_itself_has_nothing_of_its_own(tmp_path: Path, folder: Path, text: str) -> None:
    written(tmp_path, text)
    found = tried(tmp_path, folder, "mine.toml", "--against", "mine.toml")
    overlap, certain = found["overlap"], found["gained"]["certain"]
    assert overlap["both"]["certain"] == overlap["together"]["certain"] == certain
    assert overlap["only_this"]["certain"]["awards"] == overlap["only_other"]["certain"]["awards"] == 0


def test_two_files_of_one_name_are_two_reforms(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "other").mkdir()
    written(tmp_path, HEAD + FOOD + "above = 1000000\n")
    written(tmp_path / "other", HEAD + FOOD + "above = 1\n")
    found = tried(tmp_path, folder, "mine.toml", "--against", "other/mine.toml")
    assert found["overlap"]["both"]["certain"] == found["gained"]["certain"]
    assert found["overlap"]["only_other"]["certain"]["awards"] > 0, "each keeps its own amount"


def test_a_fee_stands_beside_a_duty(tmp_path: Path, folder: Path) -> None:
    written(tmp_path, HEAD + FOOD + '[[fee]]\nbasis_points = 10\nfor = ["food"]\n')
    found = tried(tmp_path, folder, "mine.toml")
    assert [rule["id"] for rule in found["rules"]] == ["mine/a"], "a fee covers nobody"
    raised, dollars = Decimal(found["fee"]["raised"]["certain"]), Decimal(found["gained"]["certain"]["dollars"])
    assert abs(raised - dollars / 1000) <= Decimal("0.005")


def test_a_duty_that_nothing_narrows_covers_every_award(tmp_path: Path, folder: Path) -> None:
    written(tmp_path, HEAD + DUTY)
    found = tried(tmp_path, folder, "mine.toml")
    assert found["before"]["possible"]["awards"] == 0
    assert found["after"]["certain"]["awards"] == found["portfolio"]["awards"]
    assert found["after"]["certain"]["dollars"] == found["portfolio"]["dollars"]


def test_two_processes_give_the_same_bytes_and_a_third_replays_them(tmp_path: Path, folder: Path) -> None:
    written(tmp_path, HEAD + FOOD)
    words = ("reform", "mine.toml", "--against", "monitoring_fee", "--in", str(folder), "--json")
    one, two = (run(*words, cwd=tmp_path) for _ in range(2))
    assert one.returncode == 0 and one.stderr == "" and one.stdout == two.stdout
    written(tmp_path, one.stdout, "answer.json")
    (tmp_path / "mine.toml").unlink()
    again = run("reform", "--replay", "answer.json", "--in", str(folder), "--json", cwd=tmp_path)
    assert again.stdout == one.stdout


def test_the_ready_reforms_are_named_without_a_folder(tmp_path: Path) -> None:
    done = here("reform", "--list", cwd=tmp_path)
    names = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert done.returncode == 0 and names[: len(catalogue.reforms())] == [r.name for r in catalogue.reforms()]


MISUSED = {
    "nothing named": (), "no folder": ("monitoring_fee",),
    "a reform and a manifest": ("monitoring_fee", "--replay", "a.json", "--in", "x"),
    "a district without a brief": ("monitoring_fee", "--in", "x", "--district", "CA-01"),
    "a manifest and another reform": ("--replay", "a.json", "--in", "x", "--against", "monitoring_fee"),
    "two reforms": ("monitoring_fee", "price_preference", "--in", "x"), "a strange option": ("monitoring_fee", "--out", "x"),
}  # fmt: skip


@pytest.mark.parametrize("words", MISUSED.values(), ids=list(MISUSED))
def test_what_does_not_go_together_is_a_matter_of_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = here("reform", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


# A stranger's file

FILES: dict[str, tuple[str | bytes, str]] = {
    "an unknown amount": (HEAD + PLAN.replace("TIP_PLAN", "TIP_PLANS"), "the nearest is TIP_PLAN"),
    "a negative threshold": (HEAD + PLAN.replace("250000", "-5"), "value is -5; expected the new amount, zero or more"),
    "a duty above less than nothing": (HEAD + DUTY + "above = -0.01\n", "zero or more"),
    "a sector that does not exist": (HEAD + DUTY + 'sectors = ["electronic"]\n', "the nearest is electronics"),
    "a day before the text read": (HEAD + PLAN + "from = 2001-01-01\n", "expected a day on or after 2015-03-02"),
    "a day beyond the calendar": (HEAD + PLAN + "from = 9999-12-31\n", "expected a day before 2200-01-01"),
    "a duty beyond the calendar": (HEAD + DUTY + "from = 9999-12-31\n", "expected a day before 2200-01-01"),
    "a day that is none": (HEAD + PLAN + "from = 2027-02-30\n", "no day of the calendar"),
    "an hour of a day": (HEAD + PLAN + "from = 2027-01-01T10:00:00Z\n", "a day such as 2027-01-01"),
    "an unknown rule": (HEAD + '[[ignore]]\nrule = "TIP-99"\nfact = "cots"\n', "the nearest are TIP-"),
    "a fact that the rule does not look at": (HEAD + '[[ignore]]\nrule = "TIP-04"\nfact = "method"\n', "TIP-04 looks at: "),
    "an unknown fact": (HEAD + '[[ignore]]\nrule = "TIP-04"\nfact = "cotz"\n', "the nearest is cots"),
    "a duty named as the fee is": (HEAD + FOOD.replace('"a"', '"fee"'), "expected another name than preference or fee"),
    "no TOML": ("title: a reform\n", "line 1 of mine.toml (title: a reform) is not TOML"),
    "binary": (bytes(range(256)), "is no UTF-8 text"),
    "two bytes a letter": ((HEAD + PLAN).encode("utf-16"), "is no UTF-8 text"),
    "empty": ("", "mine changes nothing"),
    "only spaces": (" \n\t\n", "mine changes nothing"),
    "a key told twice": (HEAD + 'title = "u"\n' + PLAN, "is not TOML"),
    "a duty told twice": (HEAD + FOOD + FOOD, "duty[2].id is there twice"),
    "a number beyond numbers": (HEAD + PLAN.replace("250000", "1e400"), "the largest is"),
    "a number of a million digits": (HEAD + PLAN.replace("250000", "9" * 1_000_000), "plain values"),
    "ten to the thirtieth": (HEAD + PLAN.replace("250000", "1" + "0" * 30), "plain values"),
    "more money than there is": (HEAD + PLAN.replace("250000", "1" + "0" * 18), "the largest is"),
    "no number": (HEAD + PLAN.replace("250000", "nan"), "value is NaN"),
    "without end": (HEAD + PLAN.replace("250000", "inf"), "value is Infinity"),
    "a thousandth of a cent": (HEAD + PLAN.replace("250000", "0.00001"), "at most 2 decimals"),
    "yes for a number": (HEAD + PLAN.replace("250000", "true"), "value is true"),
    "deep": (HEAD + "words2 = " + "[" * 200_000 + "]" * 200_000, "a reform"),
    "not so deep": (HEAD + "limits = " + "[" * 30 + "]" * 30, "plain values"),
    "a table for words": (HEAD.replace('"t"', '{a = 1}') + PLAN, "title is a table of 1"),
    "a key with line ends": (HEAD + '"a\\nb\\nc" = 1\n' + PLAN, "is no key of a reform"),
    "words with line ends for a sector": (HEAD + DUTY + 'sectors = ["a\\nb"]\n', 'names "a b"'),
    "a list of nothing": (HEAD + DUTY + "goods = []\n", "at least one good"),
    "more than all": (HEAD + '[[preference]]\npercent = 1000\nfor = ["food"]\n', "the largest is 100"),
    "hours beyond a life": (HEAD + DUTY + BAND.replace("high = 3", "high = 1000000"), "the largest is 100,000"),
    "large": (HEAD + "# " + "x" * (5 << 20), "more than"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FILES.values(), ids=list(FILES))
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, folder: Path, text: str | bytes, says: str) -> None:
    written(tmp_path, text)
    assert says in refused(tmp_path, "mine.toml", "--in", str(folder), "--manifest", "told.json")
    assert says in refused(tmp_path, "monitoring_fee", "--against", "mine.toml", "--in", str(folder))


NAMED: dict[str, tuple[tuple[str, ...], str]] = {
    "no such reform": (("monitoring_fees",), "the nearest are monitoring_fee"),
    "no such file": (("none.toml",), "is no ready reform and no file"),
    "a folder": (("folder",), "is a folder"),
    "a name too long to be one": (("x" * 5000,), "is no ready reform and no file"),
    "a file name too long to be one": (("x" * 5000 + ".toml",), "is no ready reform and no file"),
    "nothing": (("",), "is a folder"),
    "a brief to a folder": (("monitoring_fee", "--brief", "folder"), "no name for --brief"),
    "a brief of another kind": (("monitoring_fee", "--brief", "brief.txt"), "a file name that ends in .pdf"),
    "a brief in no folder": (("monitoring_fee", "--brief", "none/brief.pdf"), "a folder that is there"),
    "movers of another kind": (("monitoring_fee", "--moved", "moved.pdf"), "a file name that ends in .csv"),
    "a manifest of another kind": (("monitoring_fee", "--manifest", "told.toml"), "a file name that ends in .json"),
    "a district that nobody knows": (("price_preference", "--brief", "b.pdf", "--district", "ZZ-99"), "the nearest are"),
    "a district that is no district": (("price_preference", "--brief", "b.pdf", "--district", "Ohio\nfour"), "the nearest are"),
    "no district": (("price_preference", "--brief", "b.pdf", "--district", ""), "district (empty)"),
    "no such other reform": (("monitoring_fee", "--against", "none"), "is no ready reform and no file"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "says"), NAMED.values(), ids=list(NAMED))
def test_a_wrong_name_is_refused_in_one_sentence(tmp_path: Path, folder: Path, words: tuple[str, ...], says: str) -> None:
    (tmp_path / "folder").mkdir()
    assert says in refused(tmp_path, *words, "--in", str(folder))


# A stranger's folder


def copied(folder: Path, tmp_path: Path) -> Path:
    """What the lab reads of the folder, in a folder that a test may damage."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("summary.json", "manifest.json", *(f"{t}.parquet" for t in ("awards", "facts", "lines", "exposures"))):
        shutil.copy(folder / name, copy / name)
    return copy


def damaged(name: str, content: bytes | None) -> Callable[[Path], None]:
    """Replaces a file of the folder, or takes it away."""

    def do(of: Path) -> None:
        (of / name).unlink()
        if content is not None:
            (of / name).write_bytes(content)

    return do


def cut(name: str) -> Callable[[Path], None]:
    return lambda of: damaged(name, (of / name).read_bytes()[:-100])(of)


def changed(name: str, columns: str) -> Callable[[Path], None]:
    """Writes a table of the folder anew with other columns."""

    def do(of: Path) -> None:
        duckdb.sql(f"COPY (SELECT {columns} FROM '{of / name}') TO '{of / 'new'}' (FORMAT parquet)")
        (of / "new").replace(of / name)

    return do


def said(**words: Any) -> Callable[[Path], None]:
    """Says something else in the summary."""

    def do(of: Path) -> None:
        held = json.loads((of / "summary.json").read_text("utf-8"))
        damaged("summary.json", json.dumps({**held, **words}).encode())(of)

    return do


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a summary that is no JSON": (damaged("summary.json", b"{"), "another version"),
    "a summary that is a list": (damaged("summary.json", b"[]"), "another version"),
    "no award": (said(day=None), "holds no award"),
    "a day that is none": (said(day="tomorrow"), "another version"),
    "days that are none": (said(dates="always"), "another version"),
    "inputs that are none": (said(inputs=["a.csv"]), "another version"),
    "no facts": (damaged("facts.parquet", None), "lacks facts.parquet"),
    "facts that are no table": (damaged("facts.parquet", b"PAR1 and then nothing"), "cannot be read"),
    "lines cut short": (cut("lines.parquet"), "cannot be read"),
    "exposures of nothing": (damaged("exposures.parquet", b""), "cannot be read"),
    "facts of another version": (changed("facts.parquet", "* EXCLUDE (origin, psc)"), "lacks psc, origin"),
    "lines of another version": (changed("lines.parquet", "* EXCLUDE offers_received"), "another version"),
    "an agency that the law does not know": (changed("facts.parquet", "* REPLACE ('navy' AS agency)"), "another version"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "says"), FOLDERS.values(), ids=list(FOLDERS))
def test_a_folder_that_is_no_portfolio_is_refused_in_one_sentence(
    tmp_path: Path, folder: Path, damage: Callable[[Path], None], says: str
) -> None:
    damage(copied(folder, tmp_path))
    assert says in refused(tmp_path, "xinjiang_duty_for_civilian_agencies", "--in", "copy", "--brief", "brief.pdf")


def test_a_writer_that_made_words_of_numbers_changes_nothing(tmp_path: Path, folder: Path) -> None:
    copy = copied(folder, tmp_path)
    for table in ("lines", "exposures", "awards", "facts"):
        changed(f"{table}.parquet", "COLUMNS(*)::VARCHAR")(copy)
    one, two = (tried(tmp_path, of, "price_preference") for of in (folder, copy))
    assert {**one, "manifest": None} == {**two, "manifest": None}
    assert one["manifest"]["portfolio"] != two["manifest"]["portfolio"]


def test_what_is_no_folder_of_ours_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "", "file")
    for name, says in (("none", "is no folder"), ("file", "is no folder"), (".", "lacks"), ("x" * 5000, "is no folder")):
        assert says in refused(tmp_path, "monitoring_fee", "--in", name)


# A stranger's manifest


def manifest(**words: Any) -> dict[str, Any]:
    """One that fits nothing, with other words."""
    reform = {"name": "mine", "sha256": "0", "text": HEAD + FOOD}
    return {"code": "0", "knowledge": "0", "reform": reform, "against": None, "portfolio": [], **words}


MANIFESTS: dict[str, tuple[Any, str]] = {
    "of another program": (manifest(), "the version of the program was 0 then"),
    "with a number for a version": (manifest(code=5), "holds no manifest"),
    "with a list for a text": (manifest(reform={"name": "a", "sha256": "0", "text": []}), "holds no manifest"),
    "with nothing": ({}, "holds no manifest"), "of a list": ([1], "holds no manifest"), "of a number": (1, "holds no manifest"),
    "with files that are numbers": (manifest(portfolio=[1]), "holds no manifest"),
    "with hashes that are numbers": (manifest(portfolio=[{"name": "a", "sha256": 1}]), "holds no manifest"),
    "with half a letter": (manifest(code="\ud800"), "holds no manifest"),
    "with line ends": (manifest(code="a\nb\nc"), "was a b c then"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "says"), MANIFESTS.values(), ids=list(MANIFESTS))
def test_a_strange_manifest_is_refused_in_one_sentence(tmp_path: Path, folder: Path, told: Any, says: str) -> None:
    written(tmp_path, json.dumps(told), "told.json")
    assert says in refused(tmp_path, "--replay", "told.json", "--in", str(folder))


def test_a_manifest_that_is_no_json_is_refused(tmp_path: Path, folder: Path) -> None:
    for content in (b"", b"{", b"\xff\xfe", b"[" * 500_000, b"x" * (5 << 20)):
        written(tmp_path, content, "told.json")
        refused(tmp_path, "--replay", "told.json", "--in", str(folder))
    assert "in JSON" in refused(tmp_path, "--replay", "none.json", "--in", str(folder))
    refused(tmp_path, "--replay", ".", "--in", str(folder))


def test_only_the_very_files_and_words_of_a_manifest_are_replayed(tmp_path: Path, folder: Path) -> None:
    written(tmp_path, HEAD + FOOD)
    told = tried(tmp_path, folder, "mine.toml")["manifest"]
    first, *rest = told["portfolio"]
    more = {"name": "more.parquet", "sha256": "0"}
    others = {
        "the version of the knowledge was 0 then": {"knowledge": "0"},
        f"{first['name']} was 0 then": {"portfolio": [{**first, "sha256": "0"}, *rest]},
        f"{first['name']} was nothing then": {"portfolio": rest},
        "more.parquet was 0 then and is nothing now": {"portfolio": [*told["portfolio"], more]},
        'the text of "mine" was': {"reform": {**told["reform"], "text": HEAD + DUTY}},
        "mine changes nothing": {"reform": {**told["reform"], "text": HEAD}},
    }
    for says, words in others.items():
        written(tmp_path, json.dumps({**told, **words}), "told.json")
        assert says in refused(tmp_path, "--replay", "told.json", "--in", str(folder))
