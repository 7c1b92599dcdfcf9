"""What the pages are made of: the parts of others are as they were written down, and ours use only what is there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "buyfair" / "web"
CORE = WEB / "core" / "static" / "core"
USWDS = CORE / "uswds"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
SHEETS = sorted(WEB.rglob("static/**/*.css"))
LINE = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.M)


def test_each_part_of_others_has_the_hash_that_was_written_down() -> None:
    """And there is no part without one."""
    told = {name: digest for digest, name in LINE.findall((USWDS / "VENDORED.txt").read_text("utf-8"))}
    here = {p.relative_to(USWDS).as_posix() for p in USWDS.rglob("*") if p.is_file()} - {"VENDORED.txt"}
    assert set(told) == here
    assert {name: hashlib.sha256((USWDS / name).read_bytes()).hexdigest() for name in here} == told


def test_the_list_of_parts_names_package_version_hash_and_licence() -> None:
    """And is small: the whole of it is less than a picture of a modern page."""
    head = (USWDS / "VENDORED.txt").read_text("utf-8").split("\n\n")[0]
    assert [line.split(":")[0] for line in head.splitlines()] == [
        "package", "version", "sha256 of the package", "licence", "made by",
    ]  # fmt: skip
    assert sum(p.stat().st_size for p in USWDS.rglob("*") if p.is_file()) < 500_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_style_sheet_asks_only_for_files_beside_it(sheet: Path) -> None:
    """Nothing from outside, nothing that is not there: else neither the policy nor the names with a hash would hold."""
    for address in re.findall(r"url\(\s*['\"]?([^)'\"]+)", sheet.read_text("utf-8")):
        if not address.startswith("#"):
            assert (sheet.parent / address.split("#")[0]).is_file(), f"{sheet.name} asks for {address}"
    assert "sourceMappingURL" not in sheet.read_text("utf-8")


def test_the_style_sheet_of_others_claims_no_official_site() -> None:
    """Their banner says that a site belongs to the government; ours does not."""
    assert ".usa-banner" not in (USWDS / "css" / "uswds.css").read_text("utf-8")
    assert not any("official website" in p.read_text("utf-8").lower() for p in TEMPLATES)


def classes(template: Path) -> set[str]:
    """The classes of the design system that a template names in full."""
    named = " ".join(re.findall(r'class="([^"]*)"', template.read_text("utf-8")))
    whole = [c for c in re.sub(r"\{[{%].*?[%}]\}", "\0", named).split() if "\0" not in c]
    return {c for c in whole if re.match(r"usa-|grid-|[a-z-]+:", c)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(WEB).as_posix())
def test_a_template_names_only_classes_and_icons_that_are_there(template: Path) -> None:
    """What was left out when the design system was trimmed looks like nothing: here it fails."""
    defined = set(re.findall(r"\.((?:[\w-]|\\.)+)", "".join(p.read_text("utf-8") for p in SHEETS)))
    missing = classes(template) - {name.replace("\\", "") for name in defined}
    assert missing == set(), f"left out of the style sheet by requirements/vendor.py: {sorted(missing)}"
    icons = set(re.findall(r"icons\.svg'\s*%\}#([a-z_]+)", template.read_text("utf-8")))
    assert icons <= set(re.findall(r'id="([a-z_]+)"', (USWDS / "img" / "icons.svg").read_text("utf-8")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(WEB).as_posix())
def test_a_template_keeps_the_policy(template: Path) -> None:
    """No style, script or handler in the page, nothing from outside, no filter that takes markup on trust."""
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", text)
    assert "|safe" not in text
    assert "autoescape off" not in text
