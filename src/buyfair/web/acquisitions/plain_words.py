"""What a choice of the facts file means, and where an officer finds the answer, in plain words."""

from __future__ import annotations

_SAID = {
    ("agency", "dod"): "Department of Defense", ("agency", "civilian"): "A civilian agency",
    ("agency", "exchange_or_commissary"): "An exchange or a commissary",
    ("method", "open"): "None of these: sealed bids, negotiation, or a simplified purchase that is not commercial",
    ("method", "far12"): "Commercial procedures (FAR part 12), also of a simplified purchase",
    ("method", "card_micro"): "Purchase card, not above the micro-purchase threshold",
    ("method", "sf44"): "Standard Form 44", ("method", "contingency"): "For a contingency operation",
    ("method", "use_outside_us"): "By DoD for use outside the United States",
    ("method", "resale_commissary"): "For resale in a commissary or an exchange",
    ("regime", "codified"): "The codified FAR", ("regime", "rfo"): "The overhaul text (RFO)",
    ("uses_at", "us"): "In the United States", ("uses_at", "abroad"): "Abroad",
    ("item", "supply"): "A supply (things)", ("item", "service"): "A service", ("item", "construction"): "Construction",
    ("item", "research"): "Research",
    ("list_hit", "eo13126"): "List of products under Executive Order 13126",
    ("list_hit", "tvpra"): "Department of Labor's list of goods (TVPRA)",
    ("list_hit", "uflpa_entity"): "Entity List of the Uyghur act", ("list_hit", "wro"): "Withhold release order of CBP",
    ("list_hit", "finding"): "Finding of forced labor by CBP", ("list_hit", "cahra"): "Conflict-affected and high-risk areas",
    ("list_hit", "tip_tier"): "Tiers of the Trafficking in Persons Report", ("list_hit", "exclusion"): "Exclusions in SAM.gov",
}  # fmt: skip

HELP = {
    "sol_date": "The planned day is enough. It chooses which text of the law binds.",
    "method": "It stands in your acquisition plan. A small purchase that is also commercial: choose commercial procedures.",
    "competitive_negotiation": "Yes for a source selection under FAR part 15; no for sealed bids, sole source, and quotations "
                               "compared on price alone.",
    "commercial": "Yes where it is sold to the public, also with minor changes. Your market research says so.",
    "cots": "Yes only where the market buys it in large amounts and you get it unchanged. It takes away the plan "
            "and the certificate, and nothing else.",
    "acquired_outside_us": "Goods made abroad count. The FAR does not define the word: ask counsel where much turns on it.",
    "performed_outside_us": "Answer no if any of it is done in the United States. The text does not say whether delivery "
                            "alone counts: the officer decides.",
    "origin": "Every country that may come into question. A country that you do not know is written as ?.",
    "uses_at": "Where the people are who will use it.",
    "possible_outside": "Your own estimate: the most that offers could come to.",
    "value": "Options included.",
    "sec_registrant": "It is on the firm's page at sec.gov. Before offers are in, you cannot know: say so.",
    "list_hit": "Tick those that the risk briefing names for the good and its countries. Lists of firms count only once "
                "offers are in: tick that there may be more.",
    "workforce.north_korean": "Ask the offeror. It is the law's word, not a suspicion.",
    "xinjiang_input": "Ask the offeror for the chain down to the raw material.",
    "forced_labor": "Say yes or no only where somebody proved it; else you do not know yet.",
    "regime": "Your agency's class deviations say so. Where they adopt some parts only, leave this and open the parts below.",
    "overhaul_parts": "The codified text is taken for the parts left out, unless there may be more.",
    "performed_in": "Where the people work, or where the things are brought to.",
    "local_directives": "Ask the command or the embassy {there}: off-limits lists and the like.",
    "asks_ten_or_more": "Count everybody outside the government who gets the same questions.",
    "materials": "Magnets, tantalum, tungsten and the like; none where there are none.",
    "conflict_minerals": "Nearly everything with a circuit board holds them.",
    "small_business": "Known with the offers; the size standard stands in the solicitation.",
    "tier": "A purchase of your office is a prime contract: 0.",
}  # fmt: skip

PLAIN = {
    ("performed_outside_us", "supply"): "Once the goods are made: is all that the contractor does besides, such as storing, "
                                        "delivery and set-up, done outside the United States?",
    ("acquired_outside_us", "supply"): "Are the goods acquired outside the United States (the 50 states, DC, outlying areas)?",
}  # fmt: skip
"""By fact and kind of line, the question as a page may put it."""
FIRST = {"far12": 0, "open": 10}
"""Where a choice stands that is not in its alphabetical place: what is met most before, what excludes the others after."""

ASIDE = {
    "overhaul_parts": "It takes the place of one answer for all parts.",
    "performed_in": "It tells in which country to ask for local directives.",
}
"""Why a question is put on which no rule turns by itself."""


def said(key: str, value: str) -> str:
    """A choice in plain words."""
    words = value.replace("_", " ").replace("-", " ")
    return _SAID.get((key, value), words[:1].upper() + words[1:])
