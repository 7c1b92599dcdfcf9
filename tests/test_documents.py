"""Documents are a surface: the commands of the README run, its length holds, its links lead somewhere."""

from __future__ import annotations

import gzip
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from buyfair.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", README, re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith((".venv/bin/buyfair", "make "))]


def test_the_readme_is_short_and_names_the_two_commands() -> None:
    assert len(README.splitlines()) <= 120
    assert {"make run", "make test"} <= set(commands())


@pytest.mark.slow
def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["sample", "YOUR_DOWNLOAD.csv.gz"]).exit_code == 0
    some = gzip.decompress((tmp_path / "YOUR_DOWNLOAD.csv.gz").read_bytes()).splitlines(keepends=True)[:300]
    (tmp_path / "YOUR_DOWNLOAD.zip").write_bytes(gzip.compress(b"".join(some)))  # content decides, not the name
    ran = 0
    for command in commands():
        if not command.startswith("make "):
            done = CliRunner().invoke(main, shlex.split(command)[1:])
            assert done.exit_code == 0, (command, done.stderr)
            ran += 1
    assert ran >= 3


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_to_files(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8")):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_make_run_does_what_the_readme_says() -> None:
    recipe = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "buyfair assess" in recipe and "report.html" in recipe


def test_no_tracked_file_names_a_registry_host_or_leaves_work_undone() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    hosts = ("pythonhos" + "ted", "registry.npm" + "js", "deb.deb" + "ian")
    strange = re.compile("|".join(re.escape(h) for h in hosts) + r"|\b(TO" + r"DO|FIX" + r"ME)\b")
    for name in tracked:
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".csv", ".sh", ".lock", ".j2", ".txt", ""}:
            found = strange.search(path.read_text("utf-8"))
            assert found is None, (name, found)


def test_the_generated_pages_are_fresh() -> None:
    from buyfair.cards.documents import documents

    for name, text in documents().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, f"stale: run python -m buyfair.cards.documents docs ({name})"
