"""The addresses of what cards name: a row of the law, a clause number, an amount, a list, a good, a country."""

from __future__ import annotations

from functools import cache

from django.urls import NoReverseMatch, reverse

from buyfair import catalogue
from buyfair.cards import lists, rules
from buyfair.cards.html import slug
from buyfair.cards.words import good_label
from buyfair.knowledge.conduct import clauses
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import goods


def address(word: str) -> str | None:
    """The address of a page about what this word names; None where there is none."""
    return _addresses().get(word)


def of_good(name: str) -> str:
    """The page of a good."""
    return reverse("good", args=[slug(name)])


def of_clause(number: str) -> str:
    """Where the editions of a contract clause stand."""
    clause = catalogue.clauses()[number]
    return f"{reverse('method-page', args=['clauses'])}#{slug(f'{clause.number} {clause.title}')}"


@cache
def _addresses() -> dict[str, str]:
    found = {c.name: reverse("country", args=[c.code]) for c in countries().values()}
    found |= {good_label(name): of_good(name) for name in goods()}
    found |= {one.row: reverse("rule", args=[one.row]) for one in rules.every()}
    found |= {name: reverse("amount", args=[name]) for name in catalogue.amounts()}
    found |= {i.code: reverse("indicator", args=[i.code]) for i in catalogue.indicators()}
    found |= {card.id: reverse("list", args=[card.id]) for card in lists.every()}
    found |= {c.id: reverse("conduct-clause", args=[c.id]) for c in clauses()}
    found |= {number: of_clause(number) for number in catalogue.clauses()}
    return found | _in_the_lab()


def _in_the_lab() -> dict[str, str]:
    """Ready reforms lead to the lab where this installation has it, else to their page."""
    try:
        return {r.name: reverse("reform", args=[r.name]) for r in catalogue.reforms()}
    except NoReverseMatch:
        page = reverse("method-page", args=["ready-reforms"])
        return {r.name: f"{page}#{slug(r.title)}" for r in catalogue.reforms()}
