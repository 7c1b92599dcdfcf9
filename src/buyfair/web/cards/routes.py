"""The addresses of the cards; all of them open without an account."""

from __future__ import annotations

from buyfair.web.cards import law, listed, read
from buyfair.web.core.access import route

ROUTES = [
    route("rules/", "rules", law.rules),
    route("rules/<str:given>/", "rule", law.rule),
    route("amounts/", "amounts", law.amounts),
    route("amounts/<str:given>/", "amount", law.amount),
    route("changes/", "changes", law.changes),
    route("lists/", "lists", listed.lists),
    route("lists/<str:given>/", "list", listed.one_list),
    route("goods/", "goods", listed.goods),
    route("goods/<str:given>/", "good", listed.good),
    route("countries/", "countries", listed.countries),
    route("countries/<str:given>/", "country", listed.country),
    route("indicators/", "indicators", read.indicators),
    route("indicators/<str:given>/", "indicator", read.indicator),
    route("conduct/", "conduct", read.conduct),
    route("conduct/code.txt", "conduct-text", read.conduct_text),
    route("conduct/<str:given>/", "conduct-clause", read.conduct_clause),
    route("method/", "method", read.method),
    route("method/<str:given>/", "method-page", read.method_page),
    route("coverage/", "coverage", read.coverage),
    route("cards/", "cards", read.found),
]
