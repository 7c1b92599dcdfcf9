"""The pages of the portfolio: each has an address, a question that it answers, and the parts of the report that it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: `slug` is its place in the address, `parts` what of the report it holds, `exports` the tables below it."""

    slug: str
    title: str
    tab: str
    parts: tuple[str, ...]
    exports: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its route."""
        return f"portfolio_{self.slug.replace('-', '_')}" if self.slug else "portfolio"

    @property
    def address(self) -> str:
        """Its place below the site."""
        return f"portfolio/{self.slug}/" if self.slug else "portfolio/"

    @property
    def template(self) -> str:
        """What draws it."""
        return "portfolio/page.html" if self.slug else "portfolio/answer.html"


ANSWER = Page("", "What was bought, and how much of it is tied to forced or child labor", "The answer", ("answer", "sectors"),
              ("sectors",))  # fmt: skip
FIRST = Page("first", "What to look at first, and why", "Look at first", ("first",), ("awards",))
CALENDAR = Page("calendar", "When something can be decided", "Calendar", ("calendar",), ("calendar",))
ASK = Page("ask", "What to ask, and which clause lets you", "What to ask", ("sheets",))
MAP = Page("map", "Where it was made", "Map", ("map",), ("countries",))
GOODS = Page("goods", "Which goods, from which countries", "Goods", ("goods",), ("goods", "pairs"))
FLOWS = Page("flows", "From country through good to agency", "Flows", ("flows",), ("flows",))
REACH = Page("reach", "Where the law looks", "Reach of the law", ("reach",))
AWARDS = Page("awards", "The awards", "Awards", (), ("awards", "lines"))
SUPPLIERS = Page("suppliers", "The suppliers", "Suppliers", ("suppliers",), ("suppliers",))
VEHICLES = Page("vehicles", "The parent vehicles", "Vehicles", ("vehicles",), ("vehicles",))
AGENCIES = Page("agencies", "The agencies that buy", "Agencies", ("agencies",), ("agencies",))
INDICATORS = Page("indicators", "What was asked of every award", "Indicators", ("indicators",), ("indicators",))
NOT_TOLD = Page("not-told", "What could not be told", "Not told", ("nottold", "blind", "screened"), ("not_told",))
SOURCES = Page("sources", "Sources, and do the numbers add up?", "Sources", ("reconciled", "sources", "scale"))

GROUPS = (
    ("What to do", (ANSWER, FIRST, CALENDAR, ASK)),
    ("Pictures", (MAP, GOODS, FLOWS, REACH)),
    ("Rows", (AWARDS, SUPPLIERS, VEHICLES, AGENCIES)),
    ("How sure it is", (INDICATORS, NOT_TOLD, SOURCES)),
)
"""The pages in the order of somebody who has ninety seconds."""
PAGES = tuple(page for _, group in GROUPS for page in group)
