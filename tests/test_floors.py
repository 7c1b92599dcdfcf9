"""The floors hold: imports run downward only, the day is always an argument, and the check of it can fail."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"

FLOORS = "Imports run downward only"
SIDES = "Within one side of knowledge none imports another"
LISTS = "No arrow between lists"
FACTS = "Facts know terms only"
LAW = "The law knows terms and the engine of rules only"
ENGINES = "Engines open no file"
CARDS = "Cards see a summary, never how it was made"
EXPRESSIONS = "Only columns imports the library of expressions"
DATABASE = "Only columns and intake import the database"
WEB = "No web framework outside web"
PAGES = "Pages: subjects on casework on core"
DOORS = "Pages and command know nothing of each other"
NETWORK = "Only intake may reach the network"

FORBIDDEN = [
    ("terms/answer.py", "buyfair.records.table", FLOORS),
    ("records/lines.py", "buyfair.columns.engine", FLOORS),
    ("columns/words.py", "buyfair.intake.cells", FLOORS),
    ("intake/cells.py", "buyfair.measure.awards", FLOORS),
    ("classify/lines.py", "buyfair.measure.exposure", FLOORS),
    ("measure/exposure.py", "buyfair.knowledge.goods", FLOORS),
    ("knowledge/goods/__init__.py", "buyfair.catalogue", FLOORS),
    ("catalogue.py", "buyfair.portfolio", FLOORS),
    ("catalogue.py", "buyfair.editions", FLOORS),
    ("editions.py", "buyfair.portfolio", FLOORS),
    ("terms/party_names.py", "buyfair.knowledge.lists", FLOORS),
    ("portfolio.py", "buyfair.cards.report", FLOORS),
    ("cards/words.py", "buyfair.cli", FLOORS),
    ("knowledge/goods/__init__.py", "buyfair.knowledge.countries", SIDES),
    ("knowledge/psc_goods/__init__.py", "buyfair.knowledge.goods", SIDES),
    ("knowledge/countries/__init__.py", "buyfair.knowledge.lists", SIDES),
    ("knowledge/naics/__init__.py", "buyfair.knowledge.psc", SIDES),
    ("knowledge/sectors/__init__.py", "buyfair.knowledge.lists", SIDES),
    ("knowledge/tiers/__init__.py", "buyfair.knowledge.countries", SIDES),
    ("knowledge/goods/priority/__init__.py", "buyfair.knowledge.countries", SIDES),
    ("knowledge/tiers/__init__.py", "buyfair.intake.cells", FACTS),
    ("knowledge/lists/dol_tvpra/__init__.py", "buyfair.knowledge.lists.dol_eo13126", LISTS),
    ("knowledge/lists/dol_tvpra/__init__.py", "buyfair.intake.cells", FACTS),
    ("knowledge/lists/cbp_wro/read.py", "buyfair.knowledge.lists.uflpa_entity_list", LISTS),
    ("knowledge/rules/far/trafficking_plan.py", "buyfair.intake.cells", LAW),
    ("knowledge/facts/__init__.py", "buyfair.knowledge.goods", SIDES),
    ("knowledge/amounts/__init__.py", "buyfair.knowledge.rules", SIDES),
    ("judge/judging.py", "buyfair.knowledge.facts", FLOORS),
    ("judge/judging.py", "buyfair.measure.awards", FLOORS),
    ("judge/told.py", "buyfair.intake.cells", ENGINES),
    ("purchase.py", "buyfair.portfolio", FLOORS),
    ("portfolio.py", "buyfair.dossier", FLOORS),
    ("dossier.py", "buyfair.cards.report", FLOORS),
    ("classify/lines.py", "buyfair.intake.cells", ENGINES),
    ("cards/words.py", "buyfair.portfolio", CARDS),
    ("cards/dossier.py", "buyfair.dossier", CARDS),
    ("cards/party_lists.py", "buyfair.editions", CARDS),
    ("portfolio.py", "ibis", EXPRESSIONS),
    ("intake/read.py", "ibis", EXPRESSIONS),
    ("classify/lines.py", "pyspark", EXPRESSIONS),
    ("measure/awards.py", "duckdb", DATABASE),
    ("cards/report.py", "django", WEB),
    ("web/core/roles.py", "buyfair.web.casework", PAGES),
    ("web/core/roles.py", "buyfair.cli", DOORS),
    ("knowledge/countries/__init__.py", "urllib.request", NETWORK),
]
"""Arrows that must be reported, each with a contract that it breaks."""


LINTED = """
import sys
from importlinter.cli import lint_imports
from pathlib import Path
for arrow in sys.argv[2:]:
    path, _, line = arrow.partition(" ")
    as_it_was = Path(path).read_bytes()
    Path(path).write_bytes(as_it_was + b"\\n" + line.encode() + b"\\n")
    print("STATUS", lint_imports(config_filename=sys.argv[1], cache_dir="read", no_logo=True), flush=True)
    Path(path).write_bytes(as_it_was)
"""
"""The check of the package in the folder where it stands, once for each line that is added to a file and taken away again."""


def contracts_with(folder: Path, arrows: Sequence[str]) -> list[dict[str, bool]]:
    """For each line that is added ("file line"), every contract, and whether the package in this folder keeps it."""
    done = subprocess.run(
        [sys.executable, "-c", LINTED, str(ROOT / ".importlinter"), *arrows],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = re.findall(r"(.*?)^STATUS (\d)$", done.stdout, re.S | re.M)
    assert len(told) == len(arrows), done.stdout
    return [_verdicts(said, status == "0") for said, status in told]


def _verdicts(said: str, passed: bool) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for line in said.splitlines():
        for verdict, kept in ((" KEPT", True), (" BROKEN", False)):
            name, spoke, _ = line.partition(verdict)
            if spoke:
                found[name.strip()] = kept
    assert found, said
    assert passed == all(found.values()), said
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package, to be changed and set right again."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(SOURCE / "buyfair", folder / "buyfair", ignore=_all_but_python)
    return folder


@pytest.fixture(scope="module")
def as_it_stands(house: Path) -> dict[str, bool]:
    """The contracts of the package as it stands."""
    (found,) = contracts_with(house, ["buyfair/__init__.py "])
    return found


@pytest.fixture(scope="module")
def verdicts(house: Path, as_it_stands: dict[str, bool]) -> dict[tuple[str, str], dict[str, bool]]:
    """The contracts under each forbidden arrow; what was read of the package once is kept."""
    arrows = {(m, i): f"import {i}" for m, i, _ in FORBIDDEN}
    found = contracts_with(house, [f"buyfair/{module} {line}" for (module, _), line in arrows.items()])
    return dict(zip(arrows, found, strict=True))


def test_every_floor_holds(as_it_stands: dict[str, bool]) -> None:
    found = as_it_stands
    assert set(found) == {
        FLOORS, SIDES, LISTS, FACTS, LAW, ENGINES, CARDS, EXPRESSIONS, DATABASE, WEB, PAGES, DOORS, NETWORK
    }  # fmt: skip
    assert [name for name, kept in found.items() if not kept] == []


def test_every_contract_is_tried_with_an_arrow_that_breaks_it(as_it_stands: dict[str, bool]) -> None:
    assert {contract for _, _, contract in FORBIDDEN} == set(as_it_stands)


@pytest.mark.slow
@pytest.mark.parametrize(("module", "imported", "contract"), FORBIDDEN, ids=[f"{m} > {i}" for m, i, _ in FORBIDDEN])
def test_a_forbidden_arrow_is_reported(
    module: str, imported: str, contract: str, verdicts: dict[tuple[str, str], dict[str, bool]]
) -> None:
    assert verdicts[module, imported][contract] is False


def test_a_module_on_no_floor_is_reported(tmp_path: Path) -> None:
    shutil.copytree(SOURCE / "buyfair", tmp_path / "buyfair", ignore=_all_but_python)
    (tmp_path / "buyfair" / "attic.py").write_text('"""A room that no plan shows."""\n', "utf-8")
    (tmp_path / "buyfair" / "knowledge" / "attic.py").write_text('"""Another one."""\n', "utf-8")
    (found,) = contracts_with(tmp_path, ["buyfair/__init__.py "])
    assert found[FLOORS] is False
    assert found[SIDES] is False


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()}


def asks_the_clock(code: str) -> list[int]:
    """Lines that ask for the day or the hour instead of being told."""
    tree = ast.walk(ast.parse(code))
    return [n.lineno for n in tree if isinstance(n, ast.Attribute) and n.attr in {"today", "now", "utcnow"}]


def test_the_day_is_always_an_argument_and_only_the_door_looks_at_the_calendar() -> None:
    doors = {SOURCE / "buyfair" / "cli.py", SOURCE / "buyfair" / "web" / "core" / "clock.py"}
    files = [p for p in sorted((SOURCE / "buyfair").rglob("*.py")) if p not in doors and p.parent.name != "migrations"]
    asking = {p.name: asks_the_clock(p.read_text("utf-8")) for p in files}
    assert {name: lines for name, lines in asking.items() if lines} == {}
    assert asks_the_clock("from datetime import date\nday = date.today()\n") == [2]
