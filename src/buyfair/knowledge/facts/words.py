"""Told facts as a sentence says them: the opposite of each yes-or-no fact of a purchase, and each choice in plain words."""

from __future__ import annotations

OPPOSITES = {
    "local_directives": "the contracting officer has been told of no US directives or notices on trafficking at the place of "
                        "performance",
    "workforce.migrant": "all workers are nationals of the country where the work takes place",
    "workforce.relocation": "no workers are brought into that country to work on the contract",
    "workforce.return_required": "neither a temporary worker program nor a written agreement requires the employer to pay the "
                                 "return",
    "workforce.housing_provided": "neither the contractor nor a subcontractor provides or arranges housing",
    "workforce.work_document_required": "neither a law nor the contract requires a written work document",
    "workforce.north_korean": "no nationals of North Korea work on it",
    "cfo_act_agency": "the agency is not named in the Chief Financial Officers Act",
    "credible_information": "no credible information of a violation has come in",
    "competitive_negotiation": "the acquisition is not both negotiated and competitive",
    "small_business": "the offeror or contractor is no small business",
    "found_nonresponsible": "the apparent successful offeror is not found to lack an element of responsibility",
    "debarment_cause": "there is neither a conviction nor a civil judgment nor evidence for a cause for debarment",
    "terminated_for_default": "the contract is not terminated for default",
    "reported_to_fpds": "the contract need not be reported to the Federal Procurement Data System",
    "foia_request": "no request under the Freedom of Information Act reaches what a firm submitted in confidence",
    "asks_ten_or_more": "the agency puts the same questions to fewer than ten persons outside the government",
    "child_labor_suspected": "there is no reason to believe that forced or indentured child labor made a delivered end product",
    "child_labor_violation": "no violation of FAR 22.1504(a) is established",
    "prc_workforce": "the firm employs nobody who does work for the contract in the People's Republic of China",
    "sec_registrant": "the firm that makes it files no reports with the Securities and Exchange Commission",
}  # fmt: skip
"""What a no to each of these facts says."""
CHOICES = {
    ("regime", "codified"): "the codified text", ("regime", "rfo"): "the overhaul text",
    ("method", "open"): "sealed bids, negotiation or a simplified purchase",
    ("method", "far12"): "commercial procedures (FAR part 12)",
    ("method", "card_micro"): "a purchase card, not above the micro-purchase threshold",
    ("method", "sf44"): "Standard Form 44", ("method", "contingency"): "that of a contingency operation",
    ("method", "use_outside_us"): "a purchase by DoD for use outside the United States",
    ("method", "resale_commissary"): "a purchase for resale in a commissary or an exchange",
    ("uses_at", "us"): "the United States", ("substantiated", "none"): "nobody",
    ("substantiated", "contractor"): "the contractor", ("substantiated", "subcontractor"): "a subcontractor",
    ("child_labor_certificate", "given_known_false"): "given, and known to be false",
    ("list_hit", "eo13126"): "the list of products under Executive Order 13126",
    ("list_hit", "tvpra"): "the Department of Labor's list of goods (TVPRA)",
    ("list_hit", "uflpa_entity"): "the Entity List of the Uyghur act",
    ("list_hit", "wro"): "a withhold release order of CBP", ("list_hit", "finding"): "a finding of forced labor by CBP",
    ("list_hit", "cahra"): "conflict-affected and high-risk areas",
    ("list_hit", "tip_tier"): "the tiers of the Trafficking in Persons Report",
    ("list_hit", "exclusion"): "the exclusions in SAM.gov",
}  # fmt: skip
"""Choices as a sentence names them; one that is absent is written with blanks."""
MORE = "others not told"
"""How a sentence names what may come to a list beside what is told."""


def chosen(key: str, value: str) -> str:
    """A choice, or an element of a list, as a sentence names it."""
    return MORE if value == "?" else CHOICES.get((key, value), value.replace("_", " ").replace("-", " "))
