"""The addresses of the portfolio: for buyers and oversight; award data are of the installation, so none is of one office."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.portfolio.pages import PAGES
from buyfair.web.portfolio.views import view_of

MAY = BUYERS | OVERSIGHT

ROUTES = [route(page.address, page.name, view_of(page), MAY) for page in PAGES]
