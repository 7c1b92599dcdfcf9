"""Documents are a surface: the commands of the README run, its length holds, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PLACEHOLDER = re.compile(r"YOUR_\w+")


def commands() -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", README, re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith((".venv/bin/buyfair", "make "))]


def test_the_readme_is_short_and_names_the_two_commands() -> None:
    assert len(README.splitlines()) <= 120
    assert {"make run", "make test"} <= set(commands())


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(
        [sys.executable, "-m", "buyfair.cli", "sample", str(tmp_path / "sample.csv.gz")], env=env, check=True, capture_output=True
    )
    ran = 0
    for command in commands():
        if command.startswith("make "):
            continue
        words = shlex.split(PLACEHOLDER.sub("sample.csv.gz", command).replace("sample.csv.gz.zip", "sample.csv.gz"))
        done = subprocess.run(
            [sys.executable, "-m", "buyfair.cli", *words[1:]], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
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
    strange = re.compile("pythonhosted|registry" + r"\.npmjs|deb\.debian|\bTO" + "DO\\b|\\bFIX" + "ME\\b")
    for name in tracked:
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".csv", ".sh", ".lock", ".j2", ".txt", ""}:
            found = strange.search(path.read_text("utf-8"))
            assert found is None, (name, found)


def test_the_generated_pages_are_fresh() -> None:
    from buyfair.cards.documents import documents

    for name, text in documents().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, f"stale: run python -m buyfair.cards.documents docs ({name})"
