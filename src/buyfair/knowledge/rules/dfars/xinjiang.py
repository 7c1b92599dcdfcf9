"""DFARS 225.7022 and 225.7021: what DoD may not buy from Xinjiang, and what a firm tells of its workforce in China."""

from __future__ import annotations

from datetime import date

from buyfair.judge.conditions import above, all_lines, all_of, any_line, at_least, by_choice, holds, named, not_
from buyfair.judge.rule import ADVICE, AWARD, BAR, DUTY, PERFORM, PRIME, SOLICIT, Determination, Rule, Text
from buyfair.judge.seen import Condition
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value, for_supplies
from buyfair.knowledge.rules.dfars.subpart_225_70 import DOD, ECFR_2026, OVERHAUL_NOTE, READ_ON

FIRST_RULE, PRESENT_RULE = date(2022, 12, 30), date(2023, 6, 9)
FINAL = "interim rule 88 FR 37794 of 9 June 2023, made final on 30 October 2023 (88 FR 73238, DFARS case 2023-D015)"
_NEVER: Condition = not_(all_of())
_BY_CARD = not_(at_least(acquisition_value, "MPT"))
SMALL_PURCHASE = named(
    by_choice(
        f.METHOD,
        {
            ("card_micro",): _BY_CARD,
            ("sf44",): all_of(),
            tuple(m for m in f.METHOD.values if m not in ("card_micro", "sf44")): _NEVER,
        },
    ),
    "it is bought with the purchase card under the micro-purchase threshold, or with Standard Form 44",
    "it is bought neither with the purchase card under the micro-purchase threshold nor with Standard Form 44",
)
"""The exceptions of 225.7022-4; the card's reaches purchases under the threshold, not those at it."""

_SINCE = "The statute, 10 USC 4661, is of 23 December 2022. Between that day and 9 June 2023 the supplement still carried the first rule (XU-05), which barred the same products."


def _present(cites: str, quote: str, source: str) -> tuple[Text, ...]:
    """The wording since 9 June 2023."""
    return (Text(cites=cites, first=PRESENT_RULE, read_on=READ_ON, source=f"{source}; {FINAL}", quote=quote, begins=True),)


RULES = (
    Rule(
        row="XU-01", looks_at_making=True, id="dfars-225.7022-3-xinjiang", title="DoD buys nothing made with forced labor from Xinjiang",
        result=BAR, owed_by="contracting officer (DoD)", step=AWARD,
        when=all_of(DOD, any_line(all_of(IS_SUPPLY, holds(f.XINJIANG_LABOR)))),
        unless=(SMALL_PURCHASE,),
        then="Do not award a contract for a product that is mined, produced or manufactured, wholly or in part, by forced labor from the Xinjiang Uyghur Autonomous Region, or by an entity that uses labor from there under forced labor programs.",
        due="before award",
        evidence="Tracing of the product to its raw material, with names and places of each step; the offeror's representation (XU-02); screening of makers against the Entity List.",
        unmet="An award while the file holds information that the product, or an input of it, comes from such labor.",
        consequence="No award; money spent against the statute.",
        means_not="An origin told as China does not answer it, and neither does an origin of the last step outside China: the question is about every step and about labor moved out of the region. A match with a list is a lead, not a finding. Untold it stays unknown, however small the doubt.",
        texts=_present("10 USC 4661; DFARS 225.7022-3", "for any products mined, produced, or manufactured wholly or in part by forced labor from XUAR", f"DFARS 225.7022-3, {ECFR_2026}"),
        notes=("The statute forbids buying such products knowingly; the supplement tells the officer not to award.",
               "A service is judged by its supplies only: goods that a service brings along are to be told as lines of their own.",
               _SINCE, OVERHAUL_NOTE),
    ),
    Rule(
        row="XU-02", looks_at_making=True, id="dfars-252.225-7059-representation", title="By its offer the firm represents that it looked for forced labor from Xinjiang",
        result=DUTY, owed_by="offeror", step=SOLICIT, tiers=PRIME,
        when=all_of(DOD, for_supplies), unless=(SMALL_PURCHASE,),
        then="Make a good faith effort to determine that forced labor from Xinjiang will not be used in performing the contract; submitting the offer represents that this was done. The officer puts provision 252.225-7059 into the solicitation, commercial and off-the-shelf purchases included.",
        due="with the offer",
        evidence="The provision in the solicitation; the offeror's file of its effort: suppliers asked, steps traced, lists screened, answers received.",
        unmet="A solicitation for supplies without the provision, or an offeror that can show no effort.",
        consequence="A false representation: rejection, termination, False Claims Act.",
        means_not="It asks for an honest effort, not for a proof or a certificate; the certificate of 2022 ended (XU-05).",
        texts=_present("DFARS 252.225-7059; 225.7022-5(a)", "DoD may not knowingly procure any products mined, produced, or manufactured wholly or in part by forced labor from XUAR", f"provision 252.225-7059 (Jun 2023), {ECFR_2026}"),
        notes=(_SINCE, OVERHAUL_NOTE),
    ),
    Rule(
        row="XU-03", looks_at_making=True, id="dfars-252.225-7060-clause", title="The contractor keeps looking, and passes the Xinjiang clause down unaltered",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM,
        when=all_of(DOD, for_supplies), unless=(SMALL_PURCHASE,),
        then="Make a good faith effort to determine that forced labor from Xinjiang is not used in performance. Insert clause 252.225-7060 without alteration into every subcontract, those for commercial products and services and off-the-shelf items included.",
        due="throughout performance; before each subcontract",
        evidence="The clause in contract and orders and in the clause list of each subcontract; the file of the effort, kept up as suppliers change.",
        unmet="A subcontract without the clause, or with other words; a new supplier that nobody asked.",
        consequence="Breach; the products may not be paid for with DoD's money.",
        means_not="Being commercial or off the shelf releases nobody. It does not ask the firm to guarantee what no effort could find.",
        texts=_present("DFARS 252.225-7060; 225.7022-5(b)", "in subcontracts including subcontracts for commercial products, commercial services, and commercially available off-the-shelf items", "clause 252.225-7060 (Jun 2023), a public copy of October 2024"),
        notes=(_SINCE, OVERHAUL_NOTE),
    ),
    Rule(
        row="XU-04", short="exemption from the Xinjiang rules", id="dfars-225.7022-4-exceptions", title="Exempt: card purchases under the micro-purchase threshold, and Standard Form 44",
        result=ADVICE, owed_by="contracting officer or cardholder (DoD)", step=SOLICIT,
        when=all_of(DOD, SMALL_PURCHASE),
        then="XU-01, XU-02 and XU-03 do not apply to this purchase. Keep in the file which of the two ways it was bought by.",
        due="before the purchase",
        evidence="The card statement or the form, with the amount.",
        unmet="A purchase at or above the threshold, or split to stay under it, treated as exempt.",
        consequence="None: it is an exemption.",
        means_not="It does not make the goods clean: the import ban (IM-01 to IM-04) holds for them all the same. A purchase at the threshold is not under it.",
        texts=(Text(cites="DFARS 225.7022-4", first=FIRST_RULE, read_on=READ_ON, begins=True,
                    source=f"{ECFR_2026[0].upper()}{ECFR_2026[1:]}; 87 FR 76983 of 16 December 2022, effective 30 December 2022",
                    quote="Purchases under the micro-purchase threshold made using the Governmentwide commercial purchase card"),),
        notes=("The table of rules that this follows writes \"not above the threshold\"; the text says under it, and the text is followed.", OVERHAUL_NOTE),
    ),
    Rule(
        row="XU-05", id="dfars-225.7022-2022-certification", title="The first Xinjiang rule: an explicit certificate with the offer (ended 2023)",
        result=DUTY, owed_by="offeror", step=SOLICIT, tiers=PRIME,
        when=all_of(DOD, for_supplies), unless=(SMALL_PURCHASE,),
        then="Certify, yes or no, that a good faith effort was made to determine that forced labor from Xinjiang was not and will not be used. An offeror that did not certify was not eligible, and DoD could not award for products of such labor with money of fiscal year 2022.",
        due="with the offer",
        evidence="Provision 252.225-7059 (DEC 2022) with the box ticked.",
        unmet="A DoD solicitation of those months without the certificate.",
        consequence="No award without the certificate.",
        means_not="It is not live: since 9 June 2023 the offer itself represents the effort (XU-02).",
        texts=(Text(cites="DFARS 252.225-7059 (DEC 2022), 225.7022-3", first=FIRST_RULE, until=PRESENT_RULE, read_on=READ_ON, begins=True,
                    source="DFARS source files (GSA), revised 30 December 2022; 87 FR 76980 (DFARS case 2022-D008); repealed by section 855 of Public Law 117-263",
                    quote="Offerors who do not certify having made a good faith effort will not be eligible for award"),),
        notes=("The rule of those months spent only money of fiscal year 2022; which year's money a purchase spends is not asked here.",),
    ),
    Rule(
        row="XU-07", looks_at_making=True, short="disclosure of work in China", id="dfars-225.7021-china-workforce", title="A firm with people at work in China tells DoD how many and where",
        result=DUTY, owed_by="offeror and contractor", step=SOLICIT,
        when=all_of(DOD, above(acquisition_value, "PRC_DISC"), not_(named(
            all_lines(holds(f.COMMERCIAL)), "everything bought is commercial", "not everything bought is commercial")), holds(f.PRC_WORKFORCE)),
        lifted_by=(Determination("prc-disclosure-waiver", "a waiver of the senior procurement executive for national security", "DFARS 225.7021-3"),),
        then="Disclose with the offer, and again during performance, that people will work in China on the contract: how many, and at which addresses. The officer does not award, extend or exercise an option until every disclosure is in.",
        due="with the offer; afterwards as clause 252.225-7058 asks",
        evidence="The disclosure with numbers and street addresses; provision 252.225-7057 and clause 252.225-7058 in the solicitation.",
        unmet="People at work in China on a covered contract, and no disclosure on file.",
        consequence="No award, no extension, no option.",
        means_not="It forbids no work in China and says nothing about labor there. That goods come from China does not tell it: the question is whether the firm employs people who work there on this contract.",
        texts=(Text(cites="DFARS 225.7021-2, 225.7021-4, 252.225-7057, 252.225-7058; Public Law 117-81, section 855", first=date(2022, 8, 25), read_on=READ_ON, begins=True,
                    source=f"DFARS source files (GSA), revised 25 August 2022, and 225.7021-4 in {ECFR_2026}; interim rule 87 FR 52339 (DFARS case 2022-D010)",
                    quote="do not award, extend, or exercise an option on a covered contract unless a covered entity has submitted each required disclosure"),),
        notes=("That contracts for commercial products and services are left out was read in accounts of the rule; the definition of a covered contract in 252.225-7058(a) was not read.",
               "A contract only in part commercial is not left out here.", OVERHAUL_NOTE),
    ),
)  # fmt: skip
"""Xinjiang, and work in China."""
