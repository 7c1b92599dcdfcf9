"""DFARS 225.7018: magnets, tantalum and tungsten that DoD may not buy from four countries."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import above, all_of, any_line, any_of, holds, named, not_, one_of, signed
from buyfair.judge.groups import belongs, first_told
from buyfair.judge.rule import ADVICE, AWARD, BAR, Determination, Note, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value
from buyfair.knowledge.rules.dfars.subpart_225_70 import DOD, GSA_FILES, OVERHAUL_NOTE, READ_ON

FIRST_RULE, WHOLE_CHAIN = date(2019, 4, 30), date(2027, 1, 1)
COUNTRIES = "COVERED_COUNTRIES"
COVERED = belongs(f.MATERIALS, "COVERED_MATERIALS", "is or holds a covered magnet, tantalum or tungsten",
                  "does not hold a covered magnet, tantalum or tungsten")  # fmt: skip
_MELTED = ("is melted, produced or made in a covered country", "is not melted, produced or made in a covered country")
MELTED_OR_MADE = first_told(belongs(f.MELTED_IN, COUNTRIES, *_MELTED, f.ORIGIN), belongs(f.ORIGIN, COUNTRIES, *_MELTED))
ANY_STEP = belongs(f.ORIGIN, COUNTRIES, "is mined, refined, separated, melted, produced or made in a covered country",
                   "is at no step mined, refined, separated, melted, produced or made in a covered country")  # fmt: skip
BOUGHT_AND_USED_ABROAD = named(
    any_of(one_of(f.METHOD, "use_outside_us"), all_of(holds(f.ACQUIRED_OUTSIDE), one_of(f.USES_AT, "abroad"))),
    "is acquired outside the United States for use outside it",
    "is not acquired outside the United States for use outside it",
)
OFF_THE_SHELF = named(
    all_of(
        holds(f.COTS),
        not_(all_of(
            belongs(f.MATERIALS, "HALF_LIMIT_MATERIALS", "is or holds a material of the weight limit",
                    "does not hold a material of the weight limit"),
            holds(f.HALF_COVERED),
        )),
        not_(all_of(
            belongs(f.MATERIALS, "MILL_MATERIALS", "is or holds tantalum or tungsten heavy alloy",
                    "does not hold tantalum or tungsten heavy alloy"),
            holds(f.MILL_PRODUCT),
        )),
    ),
    "is a COTS item within the limits of 225.7018-3(c)(1)",
    "is not a COTS item within the limits of 225.7018-3(c)(1)",
)  # fmt: skip
"""Off-the-shelf items are exempt, but not those that are half or more of the metal, nor loose mill products."""

LIFTS = (
    Determination("covered-material-nonavailability", "a nonavailability determination: by the head of the contracting activity for one contract, by USD(A&S) for a class after 30 days' public notice", "DFARS 225.7018-3(d), 225.7018-4"),
    Determination("electronic-device", "the officer's record that the end item is an electronic device, none that the Secretary found critical", "DFARS 225.7018-3(c)(2)"),
    Determination("recycled-magnet", "the officer's record that the neodymium magnet is of recycled material, milled and sintered in the United States", "DFARS 225.7018-3(c)(3)"),
)  # fmt: skip
_BUYABLE = (not_(OFF_THE_SHELF), not_(BOUGHT_AND_USED_ABROAD))
_THEN = "Do not buy the material from one of the four countries, nor an end item made there that holds it; use clause 252.225-7052 and have it passed down to every subcontract for items with such material."
_MEANS_NOT = (
    "A yes is for goods as told; what is told as origin is taken for the material. That a thing holds some metal says nothing: "
    "only the five materials count, and a material that is told in a form too wide to tell leaves the answer open. "
    "A service or construction that brings such things in is to be told with them as lines of their own."
)
_NOTES = (
    "Electronic devices and recycled magnets are exceptions that somebody must show: they are not taken as shown unless told.",
    "The higher threshold of contingency operations is not applied here.",
    "PGI 225.7018-3 narrows the exceptions for samarium-cobalt magnets; it was not read.",
    OVERHAUL_NOTE,
)
_EVIDENCE = "Records of mill and melt for each lot; for magnets the records of alloy, pressing and sintering; the supplier's statement with the sites named."

RULES = (
    Rule(
        row="MN-02", looks_at_making=True, short="limit on magnets, tantalum and tungsten", id="dfars-225.7018-2-melted", title="DoD buys no magnets, tantalum or tungsten melted or produced in four countries",
        result=BAR, owed_by="contracting officer (DoD); contractor on delivery", step=AWARD,
        when=all_of(DOD, above(acquisition_value, "SAT"), any_line(all_of(IS_SUPPLY, COVERED, MELTED_OR_MADE, *_BUYABLE))),
        lifted_by=LIFTS,
        then=_THEN, due="before award, and before each delivery",
        evidence=_EVIDENCE,
        unmet="A record of melting, pressing or sintering in one of the four countries, or no record at all.",
        consequence="Rejection of what is delivered.",
        means_not=f"Mining and refining do not count before 2027: where only those lie in such a country, tell the fact melted_in. {_MEANS_NOT}",
        texts=(Text(cites="DFARS 225.7018-2(a)(1), 252.225-7052; 10 USC 4872", first=FIRST_RULE, until=WHOLE_CHAIN, read_on=READ_ON,
                    source=f"{GSA_FILES}, revised 30 May 2024, and the text of October 2020; first day from 84 FR 18156 (DFARS case 2018-D054), interim rule",
                    quote="Effective through December 31, 2026, do not acquire any covered material melted or produced in any covered country"),),
        notes=("Tantalum is covered since 1 October 2020.", "The weight limit of the off-the-shelf exception looks at tungsten alone.", *_NOTES),
    ),
    Rule(
        row="MN-03", looks_at_making=True, short="limit from mine to metal", id="dfars-225.7018-2-mined", title="From 2027 the limit on magnets, tantalum and tungsten reaches back to the mine",
        result=BAR, owed_by="contracting officer (DoD); contractor on delivery", step=AWARD,
        when=all_of(DOD, above(acquisition_value, "SAT"), any_line(all_of(IS_SUPPLY, COVERED, ANY_STEP, *_BUYABLE))),
        lifted_by=LIFTS,
        then=_THEN, due="before award, and before each delivery",
        evidence=f"Records from mine to metal: ore or feedstock, refining, separation. {_EVIDENCE}",
        unmet="A step from mine to finished magnet or metal in one of the four countries, or a step of which nobody knows the place.",
        consequence="Rejection of what is delivered.",
        means_not=f"It is the same limit as MN-02, over the whole chain; recycled feedstock counts as a step. {_MEANS_NOT}",
        texts=(Text(cites="DFARS 225.7018-2(a)(2), 252.225-7052; 10 USC 4872", first=WHOLE_CHAIN, read_on=READ_ON, begins=True,
                    source=f"{GSA_FILES}, revised 30 May 2024; 89 FR 46816 (DFARS case 2021-D015), which names section 854 of Public Law 118-31 for the day",
                    quote="Effective January 1, 2027, do not acquire any covered material mined, refined, separated, melted, or produced in any covered country"),),
        notes=("Section 844 of Public Law 116-283, behind this text, was amended by section 848 of Public Law 119-60, which was not read; bills of 2026 would move the day to 2032 or replace the section. None was seen enacted: check before relying on a day in 2027.",
               "The weight limit of the off-the-shelf exception looks at any covered material from that day.",
               *_NOTES),
    ),
    Rule(
        row="MN-04", short="exemption from the limit on magnets, tantalum and tungsten", id="dfars-225.7018-3-exceptions", title="Exempt from the limit on magnets, tantalum and tungsten",
        result=ADVICE, owed_by="contracting officer (DoD)", step=AWARD,
        when=all_of(DOD, any_of(
            all_of(any_line(all_of(IS_SUPPLY, COVERED)), named(any_of(
                not_(above(acquisition_value, "SAT")),
                signed(f.DETERMINATIONS, [d.key for d in LIFTS], "an exception that somebody must show or sign is told (electronic device, recycled magnet, nonavailability)",
                       "no exception that somebody must show or sign is told"),
            ), "the whole purchase is exempt", "the purchase as a whole is not exempt")),
            any_line(all_of(IS_SUPPLY, COVERED, any_of(BOUGHT_AND_USED_ABROAD, OFF_THE_SHELF))),
        )),
        then="The limit does not reach the line that is exempt. Put into the file which exception it is and what shows it; ask all the same where the metal comes from.",
        due="before award",
        evidence="The value with options; the COTS decision with weight and form; the place of purchase and of use; the signed determination.",
        unmet="An exception relied on that no paper shows.",
        consequence="None: it is an exemption.",
        means_not="An exemption is no statement about the labor behind the metal: it is a reason to look closer, for the chain is then one that nobody has to trace. One exempt line does not exempt the others.",
        texts=(Text(cites="DFARS 225.7018-3, 225.7018-4", first=FIRST_RULE, read_on=READ_ON,
                    source=f"{GSA_FILES}, revised 1 October 2020; the change of 2027 to the weight limit from the summary of 89 FR 46816",
                    quote="The restriction in section 225.7018-2 does not apply to an acquisition—"),),
        notes=("The limits of the off-the-shelf exception: not an item that is half or more tungsten by weight (from 2027 of any covered material), and not a loose mill product of tantalum or tungsten heavy alloy.", OVERHAUL_NOTE),
    ),
)  # fmt: skip
"""The limit, its widening, and its exceptions."""

NOTES = (
    Note(
        row="MN-05", id="pl-119-60-further-metals", title="Limits on molybdenum, gallium and germanium are enacted and await their DFARS text",
        says="The act for fiscal year 2026 adds limits on buying molybdenum, gallium and germanium from non-allied states. Until "
             "DoD writes them into the supplement, no rule here tests them.",
        cites="Public Law 119-60, amending the law behind 10 USC 4872", since="enacted 2025-12-18",
        watch="A DFARS rule for these metals; bills of 2026 that would rewrite 10 USC 4872 or move the day of MN-03.",
        source="accounts of the act; its sections were not read", mark=INFERRED, read_on=READ_ON,
    ),
)  # fmt: skip
"""What is on the way."""
