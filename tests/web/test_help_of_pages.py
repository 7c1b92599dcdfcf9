"""Every page has help of its own in plain words; what answers in one sentence needs none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import buyfair.web

WEB = Path(buyfair.web.__file__).parent
TEXTS = {
    path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix(): path.read_text("utf-8")
    for path in sorted(WEB.glob("*/templates/**/*.html"))
}
"""Every template by the name under which pages ask for it."""
SENTENCES = {
    "acquisitions/no_package.html", "audits/no_file.html", "cards/nearest.html", "casework/gone.html",
    "core/account/forged.html", "core/account/link_over.html", "core/account/logged_out.html", "core/account/sent.html",
    "core/bad_request.html",
    "core/broken.html", "core/forbidden.html", "core/not_allowed.html", "core/not_found.html", "core/short.html",
    "core/too_large.html",
    "lab/no_portfolio.html", "lab/said.html", "lab/waiting.html", "leads/refused.html", "plans/no_version.html",
    "portfolio/no_file.html", "portfolio/none.html", "portfolio/refused.html", "risks/no_such.html",
}  # fmt: skip
"""Pages that say one thing, mostly that something is not there or was refused, and the way on."""
ARE_HELP = {"api/docs.html", "core/help.html", "core/help_accessibility.html", "core/help_sources.html", "core/home.html",
            "core/keyboard.html"}  # fmt: skip
"""Pages that are nothing but help: how to read the others, what is promised, what can be asked, where to go."""
_HELP = re.compile(r'<details[^>]*class="[^"]*\bhelp\b[^"]*"[^>]*>\s*<summary>(.+?)</summary>(.+?)</details>', re.DOTALL)


def above(name: str) -> list[str]:
    """The templates that a template extends, the nearest first."""
    found = re.search(r'{% extends "([^"]+)"', TEXTS[name])
    return [found[1], *above(found[1])] if found and found[1] in TEXTS else []


def helps(name: str) -> list[tuple[str, str]]:
    """The help that a template holds itself, includes, or has from what it extends."""
    own = _HELP.findall(TEXTS[name])
    parts = [each for part in re.findall(r'{% include "([^"]+)"', TEXTS[name]) if part in TEXTS for each in helps(part)]
    return [*own, *parts, *(each for parent in above(name)[:1] for each in helps(parent))]


FRAMES = {above(name)[0] for name in TEXTS if above(name)}
PAGES = [name for name in TEXTS if "core/base.html" in above(name) and name not in FRAMES]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_helps_in_plain_words_or_is_a_sentence_itself(name: str) -> None:
    """Folded, under a name that says what it is; who reads the page need not leave it to learn how."""
    found = helps(name)
    if name in SENTENCES | ARE_HELP:
        assert not found, f"{name} has help now: take it from the list"
        return
    assert found, f"{name} has no help of its own"
    words = re.sub(r"<[^>]+>|{[%{].*?[%}]}", " ", found[0][1]).split()
    assert len(words) >= 20, f"the help of {name} says next to nothing"


def test_what_is_listed_as_a_sentence_is_there_and_no_two_pages_share_their_help() -> None:
    """A list that names what is gone would excuse what comes."""
    assert set(PAGES) >= SENTENCES | ARE_HELP
    own = [says for name in PAGES for _, says in _HELP.findall(TEXTS[name])]
    assert len(own) == len(set(own))
