"""The pages of the portfolio: each has an address, a question that it answers, and the parts of the report that it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: `slug` is its place in the address, `tab` its name among the pages, `parts` what of the report it holds."""

    slug: str
    title: str
    tab: str
    parts: tuple[str, ...]
    of_the_whole: str = ""
    """What the page says of parts that filters do not change."""

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
        return {"": "portfolio/answer.html", "awards": "portfolio/awards.html"}.get(self.slug, "portfolio/page.html")


ANSWER = Page("", "What was bought, and how much of it is tied to forced or child labor", "The answer", ("answer", "sectors"))
FIRST = Page("first", "What to look at first, and why", "Look at first", ("first",))
CALENDAR = Page("calendar", "When something can be decided", "Calendar", ("calendar",))
ASK = Page("ask", "What to ask, and which clause lets you", "What to ask", ("sheets",))
MAP = Page("map", "Where it was made", "Map", ("map",))
GOODS = Page("goods", "Which goods, from which countries", "Goods", ("goods",))
FLOWS = Page("flows", "From country through good to agency", "Flows", ("flows",))
REACH = Page("reach", "Where the law looks", "Reach of the law", ("reach",))
AWARDS = Page("awards", "The awards", "Awards", ())
SUPPLIERS = Page("suppliers", "The suppliers", "Suppliers", ("suppliers",))
VEHICLES = Page("vehicles", "The parent vehicles", "Vehicles", ("vehicles",))
AGENCIES = Page("agencies", "The agencies that buy", "Agencies", ("agencies",))
INDICATORS = Page("indicators", "What was asked of every award", "Indicators", ("indicators",))
NOT_TOLD = Page("not-told", "What could not be told", "Not told", ("nottold", "blind", "screened"),
                "Blind spots, and the names that were compared with lists of parties, are of the whole snapshot.")  # fmt: skip
SOURCES = Page("sources", "Sources, and do the numbers add up?", "Sources", ("reconciled", "sources", "scale"),
               "What was read, and from which sources, is of the whole snapshot: filters do not change it.")  # fmt: skip
SNAPSHOTS = Page("snapshots", "The snapshots", "Snapshots", ())

GROUPS = (
    ("What to do", (ANSWER, FIRST, CALENDAR, ASK)),
    ("Pictures", (MAP, GOODS, FLOWS, REACH)),
    ("Rows", (AWARDS, SUPPLIERS, VEHICLES, AGENCIES)),
    ("How sure it is", (INDICATORS, NOT_TOLD, SOURCES, SNAPSHOTS)),
)
"""The pages in the order of somebody who has ninety seconds."""
PAGES = tuple(page for _, group in GROUPS for page in group)
TABS = {page.slug: page.tab for page in PAGES}
