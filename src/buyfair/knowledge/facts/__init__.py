"""The facts that may be told of a purchase: what each asks, its unit, where it is defined, and in which order to ask."""

from __future__ import annotations

from buyfair.judge.facts import (
    CHOICE,
    COUNT,
    COUNTRIES,
    DAY,
    FLAG,
    GOOD,
    LINE,
    MONEY,
    PSC,
    PURCHASE,
    TEXT,
    WORDS,
    Fact,
)
from buyfair.knowledge.facts.words import OPPOSITES

_declared: list[Fact] = []


def _fact(
    of: str, key: str, kind: str, ask: str, phrase: str, cites: str, values: tuple[str, ...] = (), event: bool = False
) -> Fact:
    _declared.append(Fact(key, of, kind, ask, phrase, cites, values, event, len(_declared), OPPOSITES.get(key, "")))
    return _declared[-1]


# Of the purchase

AGENCY = _fact(
    PURCHASE, "agency", CHOICE, "Who buys?", "the agency",
    "FAR 1.104; 10 USC chapter 147 for exchanges and commissaries", ("dod", "civilian", "exchange_or_commissary"),
)  # fmt: skip
SOL_DATE = _fact(PURCHASE, "sol_date", DAY, "On which day is (or was) the solicitation issued?",
                 "the solicitation date", "FAR 1.108(d)")  # fmt: skip
AWARD_DATE = _fact(
    PURCHASE, "award_date", DAY, "On which day is (or was) the award made?", "the award date", "FAR 1.108(d)"
)
AWARDED_BY = _fact(PURCHASE, "awarded_by", DAY, "By which day had the award surely been made, where its own day is not known?",
                   "a day by which the award had been made", "FAR 1.108(d)")  # fmt: skip
TIER = _fact(PURCHASE, "tier", COUNT, "At which tier does the contract of this file stand: 0 the prime, 1 a subcontract of it, and so on?",
             "the tier", "FAR 52.222-50(a), (i)")  # fmt: skip
SUB_AWARD_DATE = _fact(PURCHASE, "sub_award_date", DAY, "On which day is (or was) the subcontract awarded?",
                       "the sub-award date", "FAR 52.222-50(i)(2)")  # fmt: skip
METHOD = _fact(
    PURCHASE, "method", CHOICE, "By which method is it bought?", "the method", "FAR parts 6, 12, 13, 18",
    ("open", "far12", "card_micro", "sf44", "contingency", "use_outside_us", "resale_commissary"),
)  # fmt: skip
REGIME = _fact(PURCHASE, "regime", CHOICE, "Which text of the FAR does the agency use, in all its parts: the codified one or the overhaul text?",
               "the text of the FAR in use", "agency class deviations", ("codified", "rfo"))  # fmt: skip
FAR_PARTS = ("3", "4", "9", "10", "12", "15", "19", "22", "25", "40", "42", "44")
"""The parts of the FAR in which a rule or a clause held here stands."""
OVERHAUL_PARTS = _fact(PURCHASE, "overhaul_parts", WORDS, "If it uses the overhaul text for some parts only: which of these?",
                       "the parts of the FAR used in the overhaul text", "agency class deviations", FAR_PARTS)  # fmt: skip
ACQUISITION_VALUE = _fact(PURCHASE, "value", MONEY, "What is the value of the whole acquisition in dollars, options included?",
                          "the value of the acquisition", "FAR 1.108(c)")  # fmt: skip
VALUE_OUTSIDE = _fact(
    PURCHASE, "value_outside", MONEY,
    "How many dollars are supplies (not off the shelf) acquired, or services performed, outside the United States?",
    "the portion for supplies other than COTS items acquired, or services performed, outside the United States",
    "FAR 52.222-50(h)(1)",
)  # fmt: skip
POSSIBLE_OUTSIDE = _fact(
    PURCHASE, "possible_outside", MONEY,
    "How many dollars' worth, at most, may be performed outside the United States, off-the-shelf items included?",
    "the value that may be performed outside the United States (COTS items included)", "FAR 22.1705(b)",
)  # fmt: skip
PERFORMED_IN = _fact(
    PURCHASE, "performed_in", COUNTRIES, "In which countries is the work done, or are the goods delivered?",
    "the countries of performance", "FAR 22.1705(a)(2)",
)  # fmt: skip
LOCAL_DIRECTIVES = _fact(
    PURCHASE, "local_directives", FLAG,
    "Has the contracting officer been told of local US directives on trafficking, such as off-limits lists?",
    "the contracting officer has been told of US directives or notices on trafficking at the place of performance",
    "FAR 22.1705(a)(2)",
)  # fmt: skip
NON_US = _fact(PURCHASE, "workforce.non_us_count", COUNT, "How many workers are not US nationals?",
               "the number of workers who are not US nationals", "FAR 22.1703(a)(9)")  # fmt: skip
MIGRANT = _fact(PURCHASE, "workforce.migrant", FLAG, "Will workers be employed who are not nationals of the country where they work?",
                "workers are not nationals of the country where the work takes place", "FAR 52.222-50(b)(7)")  # fmt: skip
RELOCATION = _fact(PURCHASE, "workforce.relocation", FLAG, "Will workers be brought into that country to work on this contract?",
                   "workers are brought into that country to work on the contract", "FAR 52.222-50(b)(7)")  # fmt: skip
RETURN_REQUIRED = _fact(
    PURCHASE, "workforce.return_required", FLAG,
    "For work inside the United States: do a temporary worker program or a written agreement require the employer to pay the return?",
    "a temporary worker program or a written agreement requires the employer to pay the return",
    "FAR 52.222-50(b)(7)(i)(B)",
)  # fmt: skip
HOUSING = _fact(PURCHASE, "workforce.housing_provided", FLAG, "Will the contractor or a subcontractor provide or arrange housing?",
                "the contractor or a subcontractor provides or arranges housing", "FAR 52.222-50(b)(8)")  # fmt: skip
WORK_DOCUMENT = _fact(PURCHASE, "workforce.work_document_required", FLAG, "Does a law require, or will this contract require, a written work document?",
                      "a law or the contract requires a written work document", "FAR 52.222-50(b)(9)")  # fmt: skip
RECRUITERS = _fact(PURCHASE, "workforce.recruiters", WORDS, "Which recruiters are used?", "the recruiters",
                   "FAR 52.222-50(b)(5)")  # fmt: skip
CFO_ACT = _fact(PURCHASE, "cfo_act_agency", FLAG, "Is the agency one of those of the Chief Financial Officers Act (31 USC 901(b))?",
                "the agency is named in the Chief Financial Officers Act", "31 USC 901(b)")  # fmt: skip
SET_ASIDE = _fact(PURCHASE, "set_aside", TEXT, "Is it set aside, and for whom?", "the set-aside", "FAR part 19")
USES_AT = _fact(
    PURCHASE, "uses_at", CHOICE, "Where will it be used?", "the place of use", "FAR 25.003", ("us", "abroad")
)
PERFORMANCE_DAYS = _fact(PURCHASE, "performance_days", COUNT, "How many days does performance take?",
                         "the days of performance", "FAR 3.1004(a)")  # fmt: skip
DETERMINATION_KEYS = (
    "return-transportation-exemption",
    "cbp-admission", "prc-disclosure-waiver",
    "covered-material-nonavailability", "electronic-device", "recycled-magnet",
    "berry-nonavailability", "nonavailable-article", "perishable-food-abroad", "processed-in-us", "incidental-fiber",
    "component-fiber", "propellant-fiber", "urgent-food-or-tools", "emergency-abroad", "vessel-in-foreign-waters",
    "chemical-suit-agreement", "gsa-transfer",
    "protective-equipment-nonavailability",
)  # fmt: skip
DETERMINATIONS = _fact(PURCHASE, "determinations", WORDS, "Which determinations or exemptions has an official signed?",
                       "the determinations signed", "the card of each rule", DETERMINATION_KEYS)  # fmt: skip
LIST_HIT_KINDS = ("eo13126", "tvpra", "uflpa_entity", "wro", "finding", "cahra", "tip_tier", "exclusion")
LIST_HIT = _fact(PURCHASE, "list_hit", WORDS, "Which lists does it touch?", "the lists that it touches",
                 "named on each list's card", LIST_HIT_KINDS)  # fmt: skip
CREDIBLE = _fact(
    PURCHASE, "credible_information", FLAG, "Has credible information of a violation come in, from any source?",
    "credible information of a violation has come in, from whatever source", "FAR 52.222-50(d)(1)", event=True,
)  # fmt: skip
SUBSTANTIATED_AGAINST = ("contractor", "subcontractor")
SUBSTANTIATED = _fact(
    PURCHASE, "substantiated", CHOICE, "Has the agency finally determined that an allegation is substantiated, and against whom?",
    "the party against whom an allegation is finally substantiated", "FAR 22.1704(d)",
    ("none", *SUBSTANTIATED_AGAINST), event=True,
)  # fmt: skip
COMPETITIVE_NEGOTIATION = _fact(
    PURCHASE, "competitive_negotiation", FLAG, "Are proposals of several firms evaluated against stated factors (a negotiated, competitive acquisition)?",
    "the acquisition is negotiated and competitive", "FAR 15.002(b)",
)  # fmt: skip
SMALL_BUSINESS = _fact(PURCHASE, "small_business", FLAG, "Is the offeror or contractor a small business for this acquisition?",
                       "the offeror or contractor is a small business", "FAR 2.101, 19.102")  # fmt: skip
NONRESPONSIBLE = _fact(
    PURCHASE, "found_nonresponsible", FLAG, "Has the contracting officer found that the apparent successful offeror lacks an element of responsibility?",
    "the apparent successful offeror is found to lack an element of responsibility", "FAR 9.103(b), 9.105-2", event=True,
)  # fmt: skip
DEBARMENT_CAUSE = _fact(
    PURCHASE, "debarment_cause", FLAG, "Is there a conviction, a civil judgment or evidence for one of the causes for debarment?",
    "there is a conviction, a civil judgment or evidence for a cause for debarment", "FAR 9.406-2", event=True,
)  # fmt: skip
TERMINATED = _fact(PURCHASE, "terminated_for_default", FLAG, "Has the contract been terminated for default?",
                   "the contract is terminated for default", "FAR 42.1502(e)-(f)", event=True)  # fmt: skip
REPORTED_TO_FPDS = _fact(PURCHASE, "reported_to_fpds", FLAG, "Must the contract be reported to the Federal Procurement Data System?",
                         "the contract must be reported to the Federal Procurement Data System", "FAR 4.606")  # fmt: skip
FOIA_REQUEST = _fact(
    PURCHASE, "foia_request", FLAG, "Has somebody asked under the Freedom of Information Act for what a firm submitted in confidence?",
    "a request under the Freedom of Information Act reaches what a firm submitted in confidence", "5 USC 552; EO 12600", event=True,
)  # fmt: skip
ASKS_TEN = _fact(
    PURCHASE, "asks_ten_or_more", FLAG, "Will the agency put the same questions to ten or more persons outside the government within twelve months?",
    "the agency puts the same questions to ten or more persons outside the government", "44 USC 3502(3)",
)  # fmt: skip
CHILD_LABOR_CERTIFICATE = _fact(
    PURCHASE, "child_labor_certificate", CHOICE,
    "Has the offeror given the certificate on child labor for listed end products, and does the contracting officer know it to be false?",
    "the certificate on child labor", "FAR 22.1503(c)-(d)", ("given", "given_known_false", "not_given"), event=True,
)  # fmt: skip
CHILD_LABOR_SUSPECTED = _fact(
    PURCHASE, "child_labor_suspected", FLAG,
    "Has the contracting officer reason to believe that forced or indentured child labor made an end product delivered under the contract?",
    "there is reason to believe that forced or indentured child labor made a delivered end product", "FAR 22.1503(e)",
    event=True,
)  # fmt: skip
CHILD_LABOR_VIOLATION = _fact(
    PURCHASE, "child_labor_violation", FLAG,
    "Is a violation of FAR 22.1504(a) established: a false certificate, no cooperation with an investigation, own use of such labor, or delivery of a product or component made by it?",
    "a violation of FAR 22.1504(a) is established", "FAR 22.1504(a)", event=True,
)  # fmt: skip
PRC_WORKFORCE = _fact(
    PURCHASE, "prc_workforce", FLAG, "Will anybody whom the firm employs do work for this contract in China (the People's Republic)?",
    "the firm employs people who do work for the contract in the People's Republic of China", "DFARS 252.225-7057, 252.225-7058",
)  # fmt: skip
NORTH_KOREAN = _fact(
    PURCHASE, "workforce.north_korean", FLAG, "Do nationals of North Korea work on it, at any tier and in any country?",
    "nationals of North Korea work on it", "22 USC 9241a",
)  # fmt: skip
SEC_REGISTRANT = _fact(
    PURCHASE, "sec_registrant", FLAG, "Does the firm that makes it, or has it made, file reports with the Securities and Exchange Commission?",
    "the firm that makes it files reports with the Securities and Exchange Commission", "15 USC 78m(p)",
)  # fmt: skip

# Of a line

ITEM = _fact(LINE, "item", CHOICE, "Is this line a supply, a service, construction or research?", "the line",
             "FAR 2.101", ("supply", "service", "construction", "research"))  # fmt: skip
GOOD_BOUGHT = _fact(LINE, "good", GOOD, "Which good is it, as the lists name it?", "the good", "the names that the lists use")
CODE = _fact(
    LINE, "psc", PSC, "Which product or service code does it have?", "the product or service code", "PSC Manual"
)
VALUE = _fact(LINE, "value", MONEY, "What is the value of this line in dollars, options included?", "the value of the line",
              "FAR 1.108(c)")  # fmt: skip
ACQUIRED_OUTSIDE = _fact(LINE, "acquired_outside_us", FLAG,
                         "Is this supply acquired outside the United States (50 states, DC, outlying areas)? The FAR does not define acquired: count goods made abroad unless counsel says otherwise.",
                         "is acquired outside the United States", "FAR 52.222-50(a), (h)(1)(i)")  # fmt: skip
PERFORMED_OUTSIDE = _fact(LINE, "performed_outside_us", FLAG,
                          "Is this work performed outside the United States (50 states, DC, outlying areas)? Of goods made abroad: all that the contract asks besides their making?",
                          "is performed outside the United States", "FAR 52.222-50(a), (h)(1)(i)")  # fmt: skip
COTS = _fact(LINE, "cots", FLAG, "Is it a commercially available off-the-shelf (COTS) item, sold unmodified?",
             "is a COTS item", "FAR 2.101")  # fmt: skip
BULK_CARGO = _fact(LINE, "bulk_cargo", FLAG, "Is it bulk cargo: loaded and carried without mark or count?",
                   "is bulk cargo", "FAR 2.101; 46 USC 40102(4)")  # fmt: skip
COUNTS_AS_SERVICE = _fact(
    LINE, "counts_as_service", FLAG, "Does the contracting officer count this construction or research as services for FAR 22.17? The text is silent: the officer decides.",
    "counts as services", "FAR 22.1703",
)  # fmt: skip
COMMERCIAL = _fact(
    LINE, "commercial", FLAG, "Is it a commercial product or commercial service?", "is commercial", "FAR 2.101"
)
ORIGIN = _fact(LINE, "origin", COUNTRIES, "In which countries is it mined, produced or manufactured?", "the countries of origin",
               "FAR 22.1503; 25.003")  # fmt: skip
END_PRODUCT = _fact(
    LINE, "end_product_type", GOOD, "Which listed end product is it?", "the end product", "FAR 22.1503(b)"
)
COMPONENTS = _fact(LINE, "components", WORDS, "Which components does it have?", "the components", "FAR 2.101")
MATERIALS = _fact(LINE, "materials", WORDS, "Which materials does it hold?", "the materials", "DFARS 225.7018")
ARCHITECT_ENGINEER = _fact(LINE, "architect_engineer", FLAG, "Is this service architect-engineer work (40 USC 1102)?",
                           "is architect-engineer work", "FAR 2.101; part 36")  # fmt: skip
EXEMPT_SUPPLY = _fact(
    LINE, "exempt_supply", FLAG, "Is this supply exempt from FAR subpart 22.6: perishable, a farm product sold by its original producer, or named in 22.604?",
    "is exempt from FAR subpart 22.6", "FAR 22.604",
)  # fmt: skip
XINJIANG_LABOR = _fact(
    LINE, "xinjiang_labor", FLAG,
    "Is it mined, produced or made, wholly or in part, by forced labor from the Xinjiang Uyghur Autonomous Region, or by an entity that uses labor from there under forced labor programs?",
    "is made, wholly or in part, by forced labor from Xinjiang or by an entity that uses such labor", "DFARS 225.7022-3; 10 USC 2496",
)  # fmt: skip
XINJIANG_INPUT = _fact(
    LINE, "xinjiang_input", FLAG, "Is it, or any input of it at any tier, mined, produced or made wholly or in part in the Xinjiang Uyghur Autonomous Region?",
    "is made, wholly or in part, in Xinjiang or of inputs from there", "Public Law 117-78, section 3",
)  # fmt: skip
FORCED_LABOR = _fact(
    LINE, "forced_labor", FLAG, "Is it mined, produced or made, wholly or in part, by convict, forced or indentured labor, that of children included?",
    "is made, wholly or in part, by convict, forced or indentured labor", "19 USC 1307",
)  # fmt: skip
CONFLICT_MINERALS = _fact(
    LINE, "conflict_minerals", FLAG, "Are tin, tantalum, tungsten or gold necessary to how it works or to how it is made?",
    "is a product to which tin, tantalum, tungsten or gold is necessary", "17 CFR 240.13p-1",
)  # fmt: skip
MELTED_IN = _fact(
    LINE, "melted_in", COUNTRIES,
    "In which countries is the magnet, tantalum or tungsten melted or produced, and the item that holds it made? Leave out where it is only mined or refined.",
    "the countries in which the material is melted or produced and the item made", "DFARS 225.7018-2",
)  # fmt: skip
HALF_COVERED = _fact(
    LINE, "half_covered_material", FLAG,
    "Is it 50 percent or more, by weight, of the magnets, tantalum or tungsten that DFARS 225.7018 covers? Before 2027 only the weight of tungsten counts.",
    "is 50 percent or more, by weight, of the covered material that counts", "DFARS 225.7018-3(c)(1)",
)  # fmt: skip
MILL_PRODUCT = _fact(
    LINE, "mill_product", FLAG, "Is it a loose mill product (bar, billet, wire, plate, sheet), not built into an item?",
    "is a loose mill product", "DFARS 225.7018-3(c)(1)",
)  # fmt: skip
PROTECTIVE_EQUIPMENT = _fact(
    LINE, "protective_equipment", FLAG,
    "Is it protective equipment against the spread of disease (gloves, masks, respirators, shields, gowns), or wipes, testing swabs, gauze or bandages?",
    "is protective equipment that DFARS 225.7023 covers", "DFARS 225.7023-1; 252.225-7061",
)  # fmt: skip

FACTS: tuple[Fact, ...] = tuple(_declared)
"""Every fact, in the order of questions."""
