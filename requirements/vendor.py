"""Fetches the US Web Design System, keeps of it what the pages use, and writes down what was kept, with hashes.

Run it where npm is (`python requirements/vendor.py`) to take a newer version; what it writes is committed, so that
neither a build nor a running system needs Node. The choice of what is kept stands in the tables below.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE, VERSION = "@uswds/uswds", "3.14.0"
SHA256 = "da91c65e6fc736fa397f0daf6ca2c2c95711506d85c7ad2537a4570725401e1c"
ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "buyfair" / "web" / "core" / "static" / "core" / "uswds"

FONTS = ("sourcesanspro-regular", "sourcesanspro-bold-", "sourcesanspro-italic", "Latin-Merriweather-Bold.")
"""Text, what stands out, what is cited, and headings."""

ICONS = (
    "account_circle", "add", "arrow_back", "arrow_downward", "arrow_forward", "arrow_upward", "assessment", "attach_file",
    "bookmark", "calendar_today", "cancel", "check", "check_circle", "close", "comment", "content_copy", "delete", "edit",
    "error", "expand_less", "expand_more", "file_download", "filter_list", "flag", "folder", "groups", "help",
    "history", "info", "insights", "keyboard", "lightbulb", "link", "list", "location_on", "lock", "mail",
    "map", "menu", "navigate_before", "navigate_next", "notifications", "people", "print", "public",
    "remove", "save_alt", "schedule", "search", "settings", "upload_file", "verified", "visibility", "warning",
)  # fmt: skip
"""Kept of the sprite, each by its name there."""

NOT_USED = (
    "banner", "combo-box", "date-picker", "date-range", "file-input__", "graphic", "hero", "icon-list", "in-page-nav",
    "identifier", "language", "media", "megamenu", "modal", "navbar", "overlay", "show-password", "site-alert", "social",
    "time-picker", "tooltip", "input-mask",
)  # fmt: skip
"""Components that need a script of their own, speak for an official site, or are on no page."""

WIDE = re.compile(r"^\.(mobile|mobile-lg|tablet|tablet-lg|desktop|desktop-lg|hover)\\:(?!grid-|display-|flex-|order-|text-)")
"""Utilities for one width only: columns, display and order are kept."""


def parts(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as its head and its body; a statement or a comment has no body."""
    begun = at = 0
    while at < len(css):
        if css.startswith("/*", at):
            at = css.index("*/", at) + 2
            yield css[begun:at], None
            begun = at
        elif css[at] == ";":
            at += 1
            yield css[begun:at], None
            begun = at
        elif css[at] == "{":
            end = closing(css, at)
            yield css[begun:at], css[at + 1 : end]
            begun = at = end + 1
        else:
            at = after(css, at)


def after(css: str, at: int) -> int:
    """The next place; a string and an escaped sign are stepped over whole."""
    if css[at] in "\"'":
        return css.index(css[at], at + 1) + 1
    return at + (2 if css[at] == "\\" else 1)


def closing(css: str, at: int) -> int:
    """Where the brace at this place closes."""
    depth = 0
    while True:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        if depth == 0:
            return at
        at = after(css, at)


def selectors(head: str) -> list[str]:
    """The selectors of a rule; commas inside brackets do not part them."""
    found, depth, begun, at = [], 0, 0, 0
    while at < len(head):
        if head[at] == "," and depth == 0:
            found.append(head[begun:at])
            begun = at + 1
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(head[at], 0)
        at = after(head, at)
    return [*found, head[begun:]]


def used(selector: str) -> bool:
    """Whether a page of ours can meet it."""
    return not any(f".usa-{name}" in selector for name in NOT_USED) and not WIDE.match(selector.strip())


def trimmed(css: str) -> str:
    """What is kept of a style sheet."""
    kept = []
    for head, body in parts(css):
        if body is None:
            kept.append("" if "sourceMappingURL" in head else head)
        elif head.startswith(("@media", "@supports")):
            inner = trimmed(body)
            kept.append(f"{head}{{{inner}}}" if inner else "")
        elif head.startswith("@font-face"):
            kept.append(f"{head}{{{body}}}" if any(name in body for name in FONTS) else "")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif ours := [s for s in selectors(head) if used(s)]:
            kept.append(f"{','.join(ours)}{{{body}}}")
    return "".join(kept)


def sprite(whole: str) -> str:
    """One picture file with the icons in use."""
    found = {re.search(r'id="([^"]+)"', s)[1]: s for s in re.findall(r"<symbol.*?</symbol>", whole, re.S)}  # type: ignore[index]
    missing = [name for name in ICONS if name not in found]
    if missing:
        sys.exit(f"The sprite of {PACKAGE} {VERSION} has no icon named {', '.join(missing)}: take them off ICONS.")
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(found[name] for name in ICONS) + "</svg>\n"


def fetched(folder: Path) -> Path:
    """The package, unpacked, its hash compared."""
    subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    file = next(folder.glob("*.tgz"))
    told = hashlib.sha256(file.read_bytes()).hexdigest()
    if told != SHA256:
        sys.exit(f"{PACKAGE} {VERSION} has the SHA-256 {told}, expected {SHA256}: a new version needs its hash in this file.")
    with tarfile.open(file) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def written(package: Path) -> None:
    """What is kept, in its place."""
    shutil.rmtree(TARGET, ignore_errors=True)
    css = trimmed((package / "dist" / "css" / "uswds.min.css").read_text("utf-8"))
    for name in sorted(set(re.findall(r"url\(\.\./([^)#]+)\)", css))):
        place = TARGET / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / "dist" / name, place)
    (TARGET / "css").mkdir(parents=True, exist_ok=True)
    (TARGET / "css" / "uswds.css").write_text(css, "utf-8")
    (TARGET / "img" / "icons.svg").write_text(sprite((package / "dist" / "img" / "sprite.svg").read_text("utf-8")), "utf-8")
    shutil.copyfile(package / "LICENSE.md", TARGET / "LICENSE.txt")
    (TARGET / "VENDORED.txt").write_text(told(), "utf-8")


def told() -> str:
    """The list of what was kept: a head of fields, then a hash and a name per line."""
    files = sorted(p for p in TARGET.rglob("*") if p.is_file() and p.name != "VENDORED.txt")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(TARGET).as_posix()}" for p in files]
    head = f"""package: {PACKAGE}
version: {VERSION}
sha256 of the package: {SHA256}
licence: work of the US government (CC0 outside the United States); fonts SIL OFL 1.1; icons Apache 2.0; see LICENSE.txt
made by: requirements/vendor.py, which says what was kept and what was left out
"""
    return head + "\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        written(fetched(Path(folder)))
