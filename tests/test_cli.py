"""The command as its users meet it: exit statuses, one JSON document, silence when piped, nothing half-written."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from buyfair.cli import entry
from folders import SAMPLE

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Path:
    return sample_folder / SAMPLE


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "buyfair.cli", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def here(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same within this process, which has loaded the libraries: for what is asked of words, not of processes."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["buyfair", *words])
        with pytest.raises(SystemExit) as left:
            entry()
    assert isinstance(left.value.code, int)
    return subprocess.CompletedProcess(words, left.value.code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Assessed:
    """One run of the command over the sample, for all who only look at it."""

    done: subprocess.CompletedProcess[str]
    out: Path


@pytest.fixture(scope="module")
def assessed(sample_folder: Path) -> Assessed:
    said = json.loads((sample_folder / "said.json").read_text("utf-8"))
    return Assessed(subprocess.CompletedProcess([], said["status"], said["out"], said["err"]), sample_folder / "assessed")


def test_json_is_one_document_and_the_rest_is_silent_when_piped(assessed: Assessed) -> None:
    done, out = assessed.done, assessed.out
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    summary = json.loads(done.stdout)
    assert summary["lines"]["read"] == 4000
    assert summary == json.loads((out / "summary.json").read_text("utf-8"))
    assert all(summary[key] for key in ("reach", "vehicles", "calendar", "indicators", "first"))
    names = sorted(p.name for p in out.iterdir())
    assert names == [
        "awards.parquet", "duties.parquet", "exposures.parquet", "facts.parquet", "leads.parquet", "lines.parquet",
        "manifest.json", "rejected.parquet", "report.html", "run.log", "summary.json", "suppliers.parquet",
    ]  # fmt: skip
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    for of_file in manifest["files"]:
        content = (out / of_file["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == of_file["sha256"]
    assert {e["name"] for e in manifest["files"]} == set(names) - {"manifest.json", "run.log"}


def test_nothing_written_names_this_machine_or_this_hour(sample: Path, assessed: Assessed) -> None:
    for path in assessed.out.iterdir():
        if path.name != "run.log":
            content = path.read_bytes()
            assert str(assessed.out.parent).encode() not in content, path.name
            assert str(sample.parent).encode() not in content, path.name


@pytest.mark.slow
def test_the_known_day_is_the_latest_action_unless_told(sample: Path, assessed: Assessed, tmp_path: Path) -> None:
    told = json.loads(here("assess", str(sample), "--out", "a", "--day", "2025-12-31", "--json", cwd=tmp_path).stdout)
    untold = json.loads(assessed.done.stdout)
    assert told["day"] == "2025-12-31"
    assert untold["day"] == untold["dates"]["last_action"]


@pytest.mark.parametrize(
    "words", [["assess"], ["assess", "x.csv", "--day", "2025-02-30"], ["assess", "x.csv", "--nonsense"], ["nonsense"]]
)
def test_wrong_words_are_usage(words: list[str], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_wrong_input_is_one_sentence_and_keeps_an_earlier_result(assessed: Assessed, tmp_path: Path) -> None:
    shutil.copytree(assessed.out, tmp_path / "assessed")
    before = {p.name: p.read_bytes() for p in (tmp_path / "assessed").iterdir()}
    (tmp_path / "bad.csv").write_text("<html>gateway error</html>")
    done = run("assess", "bad.csv", "--out", "assessed", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and done.stdout == ""
    assert {p.name: p.read_bytes() for p in (tmp_path / "assessed").iterdir()} == before


def test_an_out_that_is_a_file_is_refused(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "assessed").write_text("a letter")
    done = run("assess", str(sample), "--out", "assessed", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "assessed").read_text() == "a letter"


def test_help_loads_no_engine_and_answers_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from click.testing import CliRunner; from buyfair.cli import main; "
        "assert CliRunner().invoke(main, ['assess', '--help']).exit_code == 0; "
        "sys.exit(bool({'ibis', 'duckdb', 'pyarrow', 'jinja2'} & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, check=False).returncode == 0


@pytest.mark.slow
def test_a_result_in_the_folder_of_its_input_is_not_read_as_input(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    some = gzip.decompress(sample.read_bytes()).splitlines(keepends=True)[:300]
    (tmp_path / "here" / sample.name).write_bytes(gzip.compress(b"".join(some), mtime=0))
    first = here("assess", "here", "--out", "here", "--json", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert (tmp_path / "here" / "awards.parquet").is_file(), "the second run finds tables beside its input"
    assert here("assess", "here", "--out", "here", "--json", cwd=tmp_path).stdout == first.stdout


STOPPED_LATER = """
import os, signal, sys, threading
from buyfair.cli import entry
threading.Timer(float(sys.argv.pop(1)), os.kill, (os.getpid(), signal.SIGINT)).start()
entry()
"""
"""The command with an interrupt so many seconds after it began, counted inside: a slow machine changes nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.1, 0.2, 0.3, 0.5, 0.7, 0.9])
def test_a_stopped_run_says_so_and_leaves_nothing(sample: Path, tmp_path: Path, after: float) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", STOPPED_LATER, str(after), "assess", str(sample), "--out", "assessed"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 130, done.stderr
    assert "buyfair: stopped" in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_sums_beyond_money_are_one_sentence(tmp_path: Path) -> None:
    rows = "".join(f"A,9700,{n},0,2024-01-01,999999999999999.99\n" for n in range(12))
    header = "award_id_piid,awarding_sub_agency_code,modification_number,transaction_number,action_date,"
    header += "federal_action_obligation\n"
    (tmp_path / "huge.csv").write_text(header + rows)
    done = here("assess", "huge.csv", "--out", "assessed", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "ten thousand trillion" in done.stderr
    assert not (tmp_path / "assessed").exists()


AWARD = "ZZSPE124C00000979"
"""A PIID of the sample."""


@pytest.mark.slow
def test_a_dossier_is_one_document_and_the_rest_is_silent(assessed: Assessed, tmp_path: Path) -> None:
    done = run("dossier", AWARD, "--in", str(assessed.out), "--json", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    document = json.loads(done.stdout)
    assert document["award"]["piid"] == AWARD and document["duties"]["reach"] == "reached_without_evidence"
    assert document["leads"] == []
    by_id = here("dossier", document["award"]["award_id"], "--in", str(assessed.out), "--json", cwd=tmp_path)
    assert by_id.stdout == done.stdout
    text = here("dossier", AWARD, "--in", str(assessed.out), cwd=tmp_path)
    assert text.returncode == 0 and text.stderr == "" and "\033" not in text.stdout
    assert document["not_about_supplier"] in text.stdout
    assert not list(tmp_path.iterdir())


def test_a_dossier_is_written_as_one_page(assessed: Assessed, tmp_path: Path) -> None:
    done = here("dossier", AWARD, "--in", str(assessed.out), "--html", "award.html", cwd=tmp_path)
    assert done.returncode == 0 and "award.html" in done.stdout
    first = (tmp_path / "award.html").read_bytes()
    assert first.startswith(b"<!doctype html>") and str(tmp_path).encode() not in first
    assert here("dossier", AWARD, "--in", str(assessed.out), "--html", "award.html", cwd=tmp_path).returncode == 0
    assert (tmp_path / "award.html").read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["award.html"]


@pytest.mark.parametrize(
    "words", [["dossier"], ["dossier", AWARD], ["dossier", AWARD, "--in", "x", "--json", "--html", "a.html"],
              ["indicators", "a", "b"], ["lists", "a", "b"]]
)  # fmt: skip
def test_wrong_words_about_one_award_are_usage(words: list[str], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "more", [["--html", "summary.json"], ["--html", "absent/award.html"], ["--html", "no-page"], ["--json", "NO-SUCH"]]
)
def test_what_cannot_be_done_about_one_award_is_one_sentence(assessed: Assessed, tmp_path: Path, more: list[str]) -> None:
    asked, options = (more[1], []) if more[1] == "NO-SUCH" else (AWARD, more)
    done = here("dossier", asked, "--in", str(assessed.out), *options, cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("buyfair: ")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_assessed_is_one_sentence(tmp_path: Path) -> None:
    for folder in (".", "absent"):
        done = here("dossier", AWARD, "--in", folder, cwd=tmp_path)
        assert done.returncode == 1 and done.stderr.count("\n") == 1 and "buyfair assess" in done.stderr


def test_the_cards_of_indicators_and_lists(tmp_path: Path) -> None:
    every = run("indicators", "--json", cwd=tmp_path)
    assert every.returncode == 0 and every.stderr == "" and json.loads(every.stdout)
    for command, known in (("indicators", "listed_good_matched"), ("lists", "dol_tvpra")):
        whole, one = here(command, cwd=tmp_path), here(command, known, cwd=tmp_path)
        assert whole.returncode == one.returncode == 0 and known in whole.stdout and len(one.stdout) > 400
        unknown = here(command, "no_such_thing", cwd=tmp_path)
        assert unknown.returncode == 1 and unknown.stderr.count("\n") == 1 and "no_such_thing" in unknown.stderr
