"""The addresses of the portfolio: for buyers and oversight; award data are of the installation, so none is of one office."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.core.search import search
from buyfair.web.portfolio import compared, exports, saved
from buyfair.web.portfolio.pages import PAGES, SNAPSHOTS
from buyfair.web.portfolio.views import view_of

MAY = BUYERS | OVERSIGHT

ROUTES = [
    *(route(page.address, page.name, view_of(page), MAY) for page in PAGES if page is not SNAPSHOTS),
    route(SNAPSHOTS.address, SNAPSHOTS.name, compared.view, MAY),
    route("portfolio/files/<str:what>.<str:form>", "portfolio_export", exports.export, MAY),
    route("portfolio/views/", "portfolio_views", saved.views, MAY, post=True),
    route("portfolio/views/<int:key>/", "portfolio_view", saved.view, MAY, post=True, thing="saved view", find=saved.own,
          personal=True),
    route("search/", "search", search),
]
