"""Where the pages of a dossier lead: one place for every address, so that all of them can be checked."""

from __future__ import annotations

from urllib.parse import quote, urlencode

KINDS = {
    "rule": "/rules/{}/",
    "list": "/lists/{}/",
    "indicator": "/indicators/{}/",
    "award": "/awards/{}/",
}
"""What a dossier opens by its id."""
PORTFOLIO = "/portfolio/awards/"
FIND = "/awards/"


def link(kind: str, of: str) -> str:
    """The address of a card, a list or an award by its id."""
    if kind == "award" and not _safe_in_a_path(of):
        return f"{FIND}?{urlencode({'id': of})}"
    return KINDS[kind].format(quote(of, safe="/" if kind == "award" else ""))


def _safe_in_a_path(of: str) -> bool:
    """Whether browsers leave it as it is: steps of dots they resolve, and blanks at the ends they drop."""
    return of == of.strip() and not any(step in ("", ".", "..") for step in of.split("/"))


def copy(of: str, form: str) -> str:
    """The address of a copy for the file."""
    address = link("award", of)
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'as': form})}"


def tables(of: str) -> tuple[str, str]:
    """Where the tables of an award are taken from: the path, and what stands behind the question mark before `table`."""
    path, _, query = link("award", of).partition("?")
    return path, f"{query}&" if query else ""


def awards_with(key: str, value: str) -> str:
    """The awards of the portfolio that share a value: `supplier` or `vehicle`."""
    return f"{PORTFOLIO}?{urlencode({key: value})}"
