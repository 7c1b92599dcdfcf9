"""Takes the pictures of docs/tour.md anew: the report of one award file, in few colors.

`python bench/tour.py FILE` assesses an award file (one that docs/tour.md names; without it the bundled sample) and writes
docs/tour/*.png. It needs Chromium (`make browser`).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from buyfair.cards.report import report
from buyfair.cli import main as buyfair
from buyfair.portfolio import assess
from tour_pages import LARGEST, reduced

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "tour"
# name of the picture, where it begins, width of the screen, height of the picture
PICTURES = (
    ("answer", "main", 1280, 1180), ("map", "map", 1280, 860), ("first", "first", 1280, 980), ("ask", "ask", 1280, 820),
)  # fmt: skip


def pictures(page_file: Path) -> None:
    """Take every picture whose part the report has; none weighs more than tour_pages.LARGEST."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        for name, part, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(page_file.as_uri())
            place = page.locator(f"#{part}")
            if place.count():
                picture(page, place, FOLDER / f"{name}.png", width, height)
            page.close()
        browser.close()


def picture(page: Any, place: Any, file: Path, width: int, height: int) -> None:
    """Cut one part out of the page, in as few colors as the file size asks for."""
    page.add_style_tag(content=".notabout{position:static!important}")
    box = place.bounding_box()
    left = max(0, box["x"] - 24)
    clip = {"x": left, "y": max(0, box["y"] - 8), "width": min(box["width"] + 48, width - left),
            "height": min(height, box["height"] + 16)}  # fmt: skip
    while True:
        page.screenshot(path=file, full_page=True, clip=clip)
        if (size := reduced(file, file)) <= LARGEST:
            print(f"{file.name}: {clip['width']:.0f} x {clip['height']:.0f}, {size:,} bytes")
            return
        clip["height"] *= 0.9


def main() -> None:
    """Assess and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "awards_sample.csv.gz"
        if len(sys.argv) == 1:
            CliRunner().invoke(buyfair, ["sample", str(source)], catch_exceptions=False)
        assess([source], Path(folder) / "assessed", render=report)
        pictures(Path(folder) / "assessed" / "report.html")


if __name__ == "__main__":
    main()
