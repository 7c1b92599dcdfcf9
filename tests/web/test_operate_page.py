"""The page for whoever keeps it running: every command about data runs as it stands there, one after the other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command

from buyfair.web.core.models import Organization, User

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operate.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
OURS = ".venv/bin/python manage.py "
ELSEWHERE = [
    "make serve", "export BUYFAIR_HOME=/srv/buyfair", ".venv/bin/buyfair assess AWARDS.zip --out assessed",
    f"{OURS}take_portfolio assessed", f"{OURS}take_leads", ".venv/bin/buyfair serve --port 8000", f"{OURS}work",
]  # fmt: skip
"""Commands that other tests run: servers, workers, the assessment and what is taken of it."""


def test_every_command_of_the_page_is_run_here_or_elsewhere() -> None:
    """A command that is added to the page is run, or named."""
    assert [line for line in COMMANDS if line in ELSEWHERE or not line.startswith(OURS)] == ELSEWHERE


@pytest.mark.django_db(transaction=True)
def test_the_commands_about_data_run_as_they_stand_there(
    home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an empty installation to a restored one; a backup is read into one that holds nothing."""
    monkeypatch.chdir(tmp_path)
    for line in COMMANDS:
        if line in ELSEWHERE:
            continue
        name, *told = shlex.split(line.removeprefix(OURS).replace("[", "").replace("]", ""))
        if name == "restore":
            people = sorted(User.objects.values_list("username", flat=True))
            call_command("flush", interactive=False)
        call_command(name, *told)
    said = capsys.readouterr().out
    assert people == sorted(User.objects.values_list("username", flat=True)) == ["admin@agency.example"]
    assert Organization.objects.filter(kind="agency").exists()
    assert f"{Path('FILE')}: whole; " in said and "The ledger is whole" in said and "before-upgrade.backup: " in said
