"""Written pages as HTML: their headings with anchors, their tables with captions, their links leading to pages of this site."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from buyfair.cards import html
from buyfair.cards.clauses import upper
from buyfair.cards.html import slug
from buyfair.web.cards.addresses import address
from buyfair.web.cards.shipped import Page, pages

_PLACES = {"cards": "rules", "cards/README.md": "rules", "cards/indicators.md": "indicators", "cards/lists.md": "lists",
           "cards/conduct.md": "conduct", "coverage.md": "coverage", "method": "method"}  # fmt: skip
FIRST = 400
"""A first paragraph of no more signs is the answer of its page."""
_ROW = re.compile(r"^cards/([A-Z][A-Za-z0-9]*-\d+)\.md$")


class _Written(RendererHTML):
    """Writes tables as this site has them: with a caption, columns that are named, rows that stack on a phone."""

    def table_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, list[str]]) -> str:
        """The table with a caption: the heading above it."""
        env["head"] = []
        above = [n for n, token in enumerate(tokens[:at]) if token.type == "heading_open"]
        heading = tokens[above[-1] + 1].content if above else ""
        caption = self.renderInline(_inline(heading), options, env) if heading else ""
        return (
            '<table class="usa-table usa-table--stacked card-table">'
            f'<caption class="usa-sr-only">{caption or "Table"}</caption>'
        )

    def th_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, list[str]]) -> str:
        """A column, and its name kept for the cells below it."""
        env.setdefault("head", []).append(re.sub(r"[`*]", "", tokens[at + 1].content))
        return '<th scope="col">'

    def tr_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, list[str]]) -> str:
        """A row: its cells are counted from its beginning."""
        env["cell"] = []
        return "<tr>"

    def td_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, list[str]]) -> str:
        """A cell behind the name of its column."""
        place = len(env["cell"])
        env["cell"].append("")
        name = env["head"][place] if place < len(env["head"]) else ""
        return f'<td data-label="{name.replace("&", "&amp;").replace(chr(34), "&quot;")}">'


    def text(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """Words, with what belongs together in one line."""
        return html.text(tokens[at].content)


def _inline(text: str) -> list[Token]:
    return _reader().parseInline(text)[0].children or []


def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Written).enable("table")


@lru_cache(maxsize=128)
def as_html(page: Page) -> tuple[SafeString, SafeString]:
    """What the page says first, where that is short, and the rest of it below its title."""
    reader = _reader()
    tokens = _below_title(_led(reader.parse(page.text), page.file))
    short = len(tokens) > 2 and tokens[0].type == "paragraph_open" and len(tokens[1].content) <= FIRST
    if short:
        tokens[0].attrSet("class", "answer")
    parts = (tokens[:3], tokens[3:]) if short else ([], tokens)
    first, rest = (reader.renderer.render(part, reader.options, {}) for part in parts)
    return mark_safe(first), mark_safe(rest)  # noqa: S308


def contents(page: Page) -> list[tuple[str, str]]:
    """The anchor and the title of each section."""
    return [(slug(title), title.replace("`", "")) for title in re.findall(r"^## (.+)$", page.text, re.MULTILINE)]


def _below_title(tokens: list[Token]) -> list[Token]:
    """All but the first heading, which is the title of the page."""
    return tokens[3:] if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1" else tokens


def _led(tokens: list[Token], file: str) -> list[Token]:
    """Headings get anchors, lists the look of the site, links the addresses of the site; what has none is no link."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(tokens[place + 1].content))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            token.attrSet("class", "usa-list")
        elif token.children:
            token.children = _inside(token.children, file)
    return tokens


def _inside(tokens: list[Token], file: str) -> list[Token]:
    kept, dropped = [], False
    for place, token in enumerate(tokens):
        if token.type == "link_open":
            named = str(token.attrGet("href"))
            where = place_of(named, file)
            dropped = where is None
            if where is None:
                continue
            token.attrSet("href", where)
            token.attrSet("class", "usa-link")
            shown = tokens[place + 1].content
            if named.startswith(shown) and ("/" in shown or shown.endswith(".md")):
                tokens[place + 1].content = _title_of(named, file)
        elif token.type == "link_close" and dropped:
            dropped = False
            continue
        kept += _file_named(token) if token.type == "code_inline" else [token]
    return kept


def _title_of(link: str, file: str) -> str:
    """The title of the page that a link names by its file; the kind of card where it names one of them."""
    target = _target(link, file)
    page = pages().get(target)
    return page.title.replace("`", "") if page is not None else upper(_PLACES.get(target, link))


def _file_named(token: Token) -> list[Token]:
    """A page of docs/ that a text names in code is a link to it."""
    where = place_of(token.content, "") if token.content.startswith("docs/") else None
    if where is None:
        return [token]
    opened = Token("link_open", "a", 1, attrs={"href": where, "class": "usa-link"})
    return [opened, token, Token("link_close", "a", -1)]


def place_of(link: str, file: str) -> str | None:
    """The address on this site of what a written page links to; None for what is not on it."""
    if link.startswith(("https://", "http://")):
        return link
    path, _, anchor = link.partition("#")
    behind = f"#{slug(anchor)}" if anchor else ""
    if not path:
        return behind or None
    target = _target(path, file)
    if target in pages():
        return reverse("method-page", args=[pages()[target].name]) + behind
    if target in _PLACES:
        return reverse(_PLACES[target])
    row = _ROW.match(target)
    return address(row[1]) if row else None


def _target(path: str, file: str) -> str:
    """The path below docs/ of what a page links to."""
    return normpath(join(dirname(file), path)).removeprefix("docs/")
