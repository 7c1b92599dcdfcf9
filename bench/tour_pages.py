"""Lays the pictures that tests/web/test_tour_browser.py took into docs/tour, in few colors, so that they are small.

`python bench/tour_pages.py` reads build/tour/*.png and writes docs/tour/*.png.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
TAKEN, LAID = ROOT / "build" / "tour", ROOT / "docs" / "tour"
LARGEST = 60_000
COLORS = (64, 32, 16)


def reduced(source: Path, target: Path) -> int:
    """Write the picture in as many colors as the file size allows; its bytes."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    for colors in COLORS:
        few = picture.quantize(colors, dither=Image.Dither.NONE)
        few.save(target, optimize=True)
        if target.stat().st_size <= LARGEST:
            break
    return target.stat().st_size


def main() -> None:
    """Every picture that was taken, with what it weighs."""
    for source in sorted(TAKEN.glob("*.png")):
        print(f"{source.name}: {reduced(source, LAID / source.name):,} bytes")


if __name__ == "__main__":
    main()
