"""The sweep: every rule of the checker, at each width, of every page that a test looks at; off unless it is asked for.

BUYFAIR_EVERY_WIDTH=1 asks for it (`make bench NAME=sweep` does, and counts). Else a page is asked every rule at the
smallest width, and at the others what turns on the width alone: the sweep holds that shortcut to account. It asks of whole
pages, long tables in full, of each element however many look alike (looks.py), of the menu of a small screen opened too, and
also the rules that the checker is still trying out. Each question leaves a line in build/every_width.jsonl.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browser import Page

EVERY_WIDTH = bool(os.environ.get("BUYFAIR_EVERY_WIDTH"))
WIDTHS = (360, 768, 1280)
ON_TRIAL = "experimental"
"""The mark of rules that the checker does not count yet, four of them for what WCAG 2.1 asks at its first level."""
TOLD = Path(__file__).resolve().parents[2] / "build" / "every_width.jsonl"
MENU = "header details:not([open]) > summary"


def swept(page: Page, address: str) -> list[str]:
    """What any rule finds at any of WIDTHS, each with its width; the tab is left as wide as it was."""
    before = page.tab.viewport_size
    found: list[str] = []
    for width in WIDTHS:
        page.tab.set_viewport_size({"width": width, "height": before["height"]})
        found += [f"at {width} px {told}" for told in asked(page, address, width)]
        menu = page.tab.locator(MENU)
        if menu.count() and menu.first.is_visible():
            menu.first.evaluate("summary => summary.parentElement.open = true")
            found += [f"at {width} px, the menu open, {told}" for told in asked(page, address, width, ("header",))]
            page.tab.evaluate("document.querySelector('header details').open = false")
    page.tab.set_viewport_size(before)
    return found


def asked(page: Page, address: str, width: int, within: tuple[str, ...] = ()) -> list[str]:
    """What every rule finds as the page stands, and how wide it then is; noted in TOLD."""
    told = page.checked(within=within, more=(ON_TRIAL,), each=True)
    found = [*told["found"], *([page.too_wide()] if page.too_wide() else [])]
    line = {"test": os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0], "address": address, "width": width,
            "within": list(within), "rules": told["rules"], "found": found, "unsure": told["unsure"]}  # fmt: skip
    TOLD.parent.mkdir(exist_ok=True)
    with TOLD.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")
    return found
