"""Cards in HTML: every word of the card is there, safe to show, with links, and nothing that a policy of content forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from buyfair import catalogue
from buyfair.cards import conduct, indicators, rules
from buyfair.cards.html import body, contents, inline, slug, table
from buyfair.cards.lists import card_of, every
from buyfair.cards.page import Card, Grid, Item, Items, Section, as_text

HELD = {m.ID: m.editions() for m in catalogue.party_modules()}
CARDS = {
    **{one.row: rules.card_of(one, None) for one in rules.every()},
    **{i.code: indicators.card_of(i) for i in catalogue.indicators()},
    **{c.id: card_of(c, lambda name: HELD[name]) for c in every()},
    "conduct": conduct.whole_card(),
}


def read(html: str) -> str:
    """What a reader of the page sees, each run of blanks as one; the name of a cell stands before it."""
    html = re.sub(r'<(t[dh])[^>]* data-label="([^"]*)">', r" \2 ", html)
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:a|code|strong|em|span|wbr)\b[^>]*>", "", html))
    return " ".join(unescape(bare).split())


def told(blocks: tuple[Any, ...]) -> Iterator[str]:
    """Every text of some blocks."""
    for block in blocks:
        if isinstance(block, str):
            yield block
        elif isinstance(block, Grid):
            yield from (*block.head, *(cell for row in block.rows for cell in row))
        else:
            for item in block.items:
                yield item.text
                yield from told((Items(item.inside),))


def plain(text: str) -> str:
    """A text of a card without the signs that the writer turns into markup."""
    return " ".join(text.replace("`", "").replace("**", "").removeprefix("> ").split())


@pytest.mark.parametrize("name", CARDS)
def test_a_page_says_every_sentence_of_the_card_and_every_word_that_the_terminal_says(name: str) -> None:
    """Both are written from the same card: nothing of one is missing on the other, and no sentence is cut."""
    card = CARDS[name]
    page = read(inline(card.title) + " " + body(card))
    every_text = (card.title, *card.about, card.lead, *told(card.below))
    below = [text for s in card.sections for text in (s.title, *told(s.blocks))]
    assert [text for text in (*every_text, *below) if plain(text) not in page] == []
    terminal = re.sub(r"^\s*(?:- |\d+\. |> )", "", as_text(card, "", 120).replace("**", ""), flags=re.MULTILINE)
    assert set(terminal.split()) - set(page.split()) == set()


@pytest.mark.parametrize("name", CARDS)
def test_every_section_has_one_anchor_that_stands_in_the_list_of_sections(name: str) -> None:
    """An address with an anchor leads to its section."""
    card = CARDS[name]
    found = re.findall(r' id="([^"]+)"', body(card))
    assert found == [anchor for anchor, _ in contents(card)] and len(set(found)) == len(found)


@pytest.mark.parametrize("name", CARDS)
def test_a_page_holds_nothing_that_the_policy_of_content_forbids(name: str) -> None:
    """No style, no script, no handler; every table has a caption and columns that are named."""
    html = body(CARDS[name])
    assert not re.search(r"<(?:script|style|iframe)|\sstyle=|\son\w+=", html)
    assert html.count("<table") == html.count("<caption") == html.count("<thead>")
    assert html.count("<tr>") == html.count('scope="row"') + html.count("<thead>")


def test_what_stands_in_a_card_is_never_read_as_markup() -> None:
    """Signs that mean something in HTML are shown, in text, code, labels and addresses."""
    evil = '<script>alert("x")</script> & `<b>` "'
    card = Card("", evil, (evil,), evil, (Items((Item(evil, (Item(evil),)),)),),
                (Section(evil, (evil, Grid((evil, "b"), ((evil, evil),), True))),))  # fmt: skip
    html = body(card, lambda word: '"><script>' if word == "<b>" else None)
    assert "<script" not in html and "<b>" not in html
    assert 'href="&quot;&gt;&lt;script&gt;"' in html, "an address cannot leave its quotes"


def test_words_that_have_an_address_are_links_and_others_are_not() -> None:
    """A row, a clause number, a name between backticks, a whole cell; addresses on the web; nothing else."""
    known = {"TIP-04": "/rules/TIP-04/", "52.222-50": "/c/#50", "MPT": "/amounts/MPT/", "Burkina Faso": "/countries/BFA/"}
    said = inline("See TIP-04, TIP-99, FAR 52.222-50(h) and `MPT`, `value`; Burkina Faso.", known.get)
    assert re.findall(r'href="([^"]+)"', said) == ["/rules/TIP-04/", "/c/#50", "/amounts/MPT/"]
    assert inline("Burkina Faso", known.get) == '<a class="usa-link" href="/countries/BFA/">Burkina Faso</a>'
    assert 'href="https://www.dol.gov/list"' in inline("At https://www.dol.gov/list.")
    assert inline("**Certificate.** a ** b") == "<strong>Certificate.</strong> a ** b"


def test_a_paragraph_that_names_a_table_is_its_caption_and_is_not_said_twice() -> None:
    """Else the heading is the caption, for those who hear the page."""
    grid = Grid(("a", "b"), (("1", "2"),))
    named = body(Card("", "T", ("x",), "", (), (Section("S", ("The value (`MPT`):", grid)),)))
    assert named.count("The value") == 1 and "<caption>The value (<code>MPT</code>):</caption>" in named
    bare = body(Card("", "T", ("x",), "", (), (Section("S", (grid,)),)))
    assert '<caption class="usa-sr-only">S</caption>' in bare
    alone = body(Card("", "T", ("x",), "", (), (Section("S", ("Nothing follows:",)),)))
    assert "<p>Nothing follows:</p>" in alone


def test_a_cell_stands_behind_the_name_of_its_column() -> None:
    """On a phone the columns have no head: each cell says what it is."""
    assert 'data-label="fact"' in table(Grid(("`fact`", "b"), (("1", "2"),)), "C")
    assert slug("What it does not mean") == "what-it-does-not-mean"
